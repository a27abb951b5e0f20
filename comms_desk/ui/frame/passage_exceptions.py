"""Words of a text under embargo in something that is to leave, and who lets them through.

Both places are shown.  One passage is signed at a time, with a name and a reason, for this thing
alone: the rest of the text stays held.  What is only warned of stands above.
"""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.changes import Ref
from comms_desk.embargo.model import (
    NOTHING_SHARED,
    PassageId,
    PassageNotSigned,
    SharedWords,
    SignedPassage,
    WordsUnderEmbargo,
)
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked
from comms_desk.wording import say
from comms_desk.wording.embargo import both_places, shared_warnings

if TYPE_CHECKING:
    from comms_desk.across import Office


class PassageSigning(QWidget):
    """The first passage that is held, with its two places, and the name and reason to sign it.

    Signals:
        signed: A passage was let through.
        undoable: What was just done, and a bound callable that undoes it.
    """

    signed = Signal()
    undoable = Signal(str, object)

    def __init__(self, errands: Errands) -> None:
        """Stay hidden until words are held, or something is warned of."""
        super().__init__()
        self._errands = errands
        self._held: WordsUnderEmbargo | None = None
        self._inside: Ref | None = None
        self.said = Label("", wraps=True)
        self.signed_by, self.reason = Line(), Line()
        for line, asks in (
            (self.signed_by, _("Who lets them through")),
            (self.reason, _("Why these words may leave")),
        ):
            line.setPlaceholderText(asks)
            line.setAccessibleName(asks)
            line.setMinimumWidth(0)
            line.returnPressed.connect(self.sign_now)
        self.sign = Button(_("Let these words through"), does=self.sign_now)
        self.refused = Label("", "word-red", wraps=True)
        self.refused.hide()
        self.warned = Label("", "word-amber", wraps=True)
        self._asks = QWidget()
        stacked(self.warned, self._asks, inside=self, gap_px=tokens.SPACE_2_PX)
        column = stacked(inside=self._asks, gap_px=tokens.SPACE_2_PX)
        column.addWidget(self.said)
        column.addLayout(abreast(self.signed_by, self.reason, gap_px=tokens.SPACE_2_PX))
        column.addWidget(self.refused)
        column.addLayout(abreast(self.sign, STRETCH, gap_px=tokens.SPACE_2_PX))
        self.hide()

    def show_first(self, those: Iterable[tuple[SharedWords, Ref]]) -> None:
        """Show what the first of *those* that is held shares, or else one that is warned of."""
        by_need = sorted(those, key=lambda each: each[0].words is None)
        shown = next((each for each in by_need if each[0] != NOTHING_SHARED), None)
        if shown is None:
            self.hide()
        else:
            self.show_shared(*shown)

    def show_shared(self, shared: SharedWords, inside: Ref) -> None:
        """Show what is held *inside* a thing, and what is warned of, if anything is."""
        held, warned = shared.words, shared_warnings(shared)
        self.warned.setText("\n".join(warned))
        self.warned.setVisible(bool(warned))
        passage = None if held is None else held.words[0]
        if self._held is None or passage != self._held.words[0] or inside != self._inside:
            self.reason.clear()
            self.refused.hide()
        self._held, self._inside = held, inside
        self._asks.setVisible(held is not None)
        self.setVisible(held is not None or bool(warned))
        if held is not None:
            self.said.setText("\n".join(both_places(held, 1)))

    @Slot()
    def sign_now(self) -> None:
        """Let the passage that is shown leave with this thing."""
        if self._held is not None and self._inside is not None:
            sign = partial(
                _sign, self._held, self._inside, self.signed_by.text(), self.reason.text()
            )
            self._errands.write(None, sign, self._signed, self._not_signed)

    @Slot(object)
    def _signed(self, passage: SignedPassage) -> None:
        self.refused.hide()
        self.reason.clear()
        said = _("Words let through by {name}").format(name=passage.signed_by)
        self.undoable.emit(said, partial(self._take_back, passage.id))
        self.signed.emit()

    def _take_back(self, passage: PassageId) -> None:
        self._errands.write(
            None, lambda office: office.embargoes.take_back(passage), self._taken_back
        )

    @Slot(object)
    def _taken_back(self, _done: None) -> None:
        """Say nothing: it was said as it was asked for; the page reads the words anew."""
        self.signed.emit()

    @Slot(object)
    def _not_signed(self, error: CommsDeskError) -> None:
        if not isinstance(error, PassageNotSigned):
            self._errands.failed.emit(error)
            return
        self.refused.setText(say(error).whole)
        self.refused.show()


def _sign(
    held: WordsUnderEmbargo, inside: Ref, signed_by: str, reason: str, office: "Office"
) -> SignedPassage:
    return office.embargoes.let_through(
        held.ref, held.words[0], inside=inside, signed_by=signed_by, reason=reason
    )
