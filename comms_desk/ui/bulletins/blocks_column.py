"""The blocks of a bulletin from top to bottom, and the buttons that add one.

A long bulletin never holds the window: in a turn of the event loop one card is made, or shown.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from comms_desk.across import Office
from comms_desk.i18n import _
from comms_desk.internal.bulletins.block_history import field_of
from comms_desk.internal.bulletins.model import (
    BlockId,
    Bulletin,
    BulletinBlock,
    BulletinBlockKind,
    NewBlock,
    Problem,
    RemovedBlock,
)
from comms_desk.storage.model import BlobId, Edit, FieldChange
from comms_desk.ui.bulletins.block_card import BlockCard, read_image
from comms_desk.ui.frame.editing import Leaving
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked

BETWEEN_BLOCKS_MS = 4
"""The window answers between two blocks that are made."""


class BlocksColumn(QWidget):
    """The blocks, in order.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        begun: The card of a block that was just added; the cursor is in it.
    """

    undoable = Signal(str, object)
    begun = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build a column without blocks."""
        super().__init__()
        self._errands = errands
        self._bulletin: Bulletin | None = None
        self._problems: Sequence[Problem] = ()
        self._images: Mapping[BlobId, QImage] = {}
        self._new_block: BlockId | None = None
        self.cards: dict[BlockId, BlockCard] = {}
        self._leaving = Leaving[BlockId, BlockCard]()
        self._made: BlockCard | None = None
        """A card that is made, and shown in the next turn."""
        self._builder = QTimer(self, singleShot=True, interval=BETWEEN_BLOCKS_MS)
        self._builder.timeout.connect(self._build_next)
        self.stack = stacked(gap_px=tokens.SPACE_3_PX)
        self.adders = {
            BulletinBlockKind.TEXT: Button(_("Text"), icon="texts", name=_("Add a text")),
            BulletinBlockKind.IMAGE: Button(_("Image"), icon="image", name=_("Add an image")),
            BulletinBlockKind.LINKS: Button(_("Links"), icon="link", name=_("Add links")),
            BulletinBlockKind.BUTTON: Button(_("Button"), icon="add", name=_("Add a button")),
        }
        for kind, slot in (
            (BulletinBlockKind.TEXT, self._add_text),
            (BulletinBlockKind.IMAGE, self._add_image),
            (BulletinBlockKind.LINKS, self._add_links),
            (BulletinBlockKind.BUTTON, self._add_button),
        ):
            self.adders[kind].clicked.connect(slot)
        self._add = Label(_("Add:"), "muted")
        stacked(
            self.stack,
            abreast(self._add, *self.adders.values(), STRETCH, gap_px=tokens.SPACE_2_PX),
            inside=self,
            gap_px=tokens.SPACE_3_PX,
        )
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def show_blocks(
        self, bulletin: Bulletin, problems: Sequence[Problem], images: Mapping[BlobId, QImage]
    ) -> None:
        """Show each block in its place; the card of a block that stays is never made again."""
        self._bulletin, self._problems, self._images = bulletin, problems, images
        wanted = {block.id for block in bulletin.blocks}
        for block_id in [each for each in self.cards if each not in wanted]:
            gone = self.cards.pop(block_id)
            self.stack.removeWidget(gone)
            self._leaving.leave(block_id, gone)
        made = [block for block in bulletin.blocks if block.id in self.cards]
        for position, block in enumerate(made):
            self._place(block, position)
        for widget in (self._add, *self.adders.values()):
            widget.setVisible(bulletin.issue is None)
        self._builder.start()

    def stop_building(self) -> bool:
        """Show no further block before `show_blocks`, and say whether any was still to come.

        For when something was saved meanwhile: they would be shown as they stood before it.
        """
        was_building = self._builder.isActive()
        self._builder.stop()
        return was_building

    def save_now(self) -> None:
        """Save what was typed without waiting for a pause."""
        for card in self.cards.values():
            card.saver.save_now()

    def add_block(self, kind: BulletinBlockKind, *, file: Path | None = None) -> None:
        """Add a block at the end; of an image, showing that of *file*."""
        if self._bulletin is None:
            return
        bulletin = self._bulletin.id

        def job(office: Office) -> tuple[BlockId, Edit]:
            image = b"" if file is None else read_image(file)
            new = NewBlock(kind=kind, image=image, image_name=file.name if file else "")
            added = office.bulletins.add_block(bulletin, new)
            edits = office.bulletins.history(bulletin)
            return added, next(each for each in edits if each.field == field_of(added))

        self._errands.write(None, job, self._added)

    def _put_back(self, removed: RemovedBlock) -> None:
        """Put a removed block back."""

        def job(office: Office) -> BlockId:
            return office.bulletins.add_block(
                removed.bulletin, removed.block, position=removed.position
            )

        self._errands.write(None, job, self._kept)

    @Slot(QWidget, QWidget)
    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        """Judge the block that the keys have left."""
        for card in self.cards.values():
            if card.holds(before) and not card.holds(now):
                card.judge()

    @Slot()
    def _build_next(self) -> None:
        if self._bulletin is None:
            return
        for position, block in enumerate(self._bulletin.blocks):
            if block.id not in self.cards:
                card = self._leaving.back(block.id) or self._take_made(block.kind)
                if card is None:
                    self._made = self._new_card(block.kind)
                else:
                    self.cards[block.id] = card
                    self._place(block, position)
                    card.show()
                    self._begin_new()
                self._builder.start()
                return

    def _take_made(self, kind: BulletinBlockKind) -> BlockCard | None:
        """Return the card that is made, which showed nothing yet, if it is of *kind*."""
        made, self._made = self._made, None
        if made is not None and made.kind is not kind:  # another bulletin came meanwhile
            made.deleteLater()
            return None
        return made

    def _new_card(self, kind: BulletinBlockKind) -> BlockCard:
        card = BlockCard(self._errands, kind)
        card.hide()
        card.setParent(self)
        card.moved.connect(self._move)
        card.removed.connect(self._remove)
        return card

    def _place(self, block: BulletinBlock, position: int) -> None:
        """Put the card of *block* at *position*, and show what it says."""
        if self._bulletin is None:
            return
        card, may_edit = self.cards[block.id], self._bulletin.issue is None
        if self.stack.indexOf(card) != position:
            self.stack.insertWidget(position, card)
        image = self._images.get(block.picture.blob) if block.picture else None
        name, blocks = self._bulletin.name, self._bulletin.blocks
        card.write_in(self._bulletin.language.value)
        card.show_block(block, image, self._problems, of=name, may_edit=may_edit)
        card.stand(first=block is blocks[0], last=block is blocks[-1], may_edit=may_edit)

    def _begin_new(self) -> None:
        """Put the cursor in the block that was just added, once its card is there."""
        if self._new_block in self.cards:
            card = self.cards[self._new_block]
            card.begin()
            self.begun.emit(card)
            self._new_block = None

    @Slot()
    def _add_text(self) -> None:
        self.add_block(BulletinBlockKind.TEXT)

    @Slot()
    def _add_image(self) -> None:
        self.add_block(BulletinBlockKind.IMAGE)

    @Slot()
    def _add_links(self) -> None:
        self.add_block(BulletinBlockKind.LINKS)

    @Slot()
    def _add_button(self) -> None:
        self.add_block(BulletinBlockKind.BUTTON)

    @Slot(object)
    def _added(self, added: tuple[BlockId, Edit]) -> None:
        self._new_block, edit = added
        self._errands.edited.emit(edit, _("Block"))
        self._begin_new()

    @Slot(object, int)
    def _move(self, block: BlockId, by: int) -> None:
        if self._bulletin is None:
            return
        place = [each.id for each in self._bulletin.blocks].index(block) + 1
        change = FieldChange("position", place, place + by)
        self._errands.write(
            None, lambda office: office.bulletins.edit_block(block, change), self._moved
        )

    @Slot(object)
    def _moved(self, edit: Edit) -> None:
        self._errands.edited.emit(edit, _("Place among the blocks"))

    @Slot(object)
    def _kept(self, _answer: object) -> None:
        """Wait for the change to come round."""

    @Slot(object)
    def _remove(self, block: BlockId) -> None:
        self._errands.write(
            None, lambda office: office.bulletins.remove_block(block), self._was_removed
        )

    @Slot(object)
    def _was_removed(self, removed: RemovedBlock) -> None:
        self.undoable.emit(_("Block removed"), partial(self._put_back, removed))
