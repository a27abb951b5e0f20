"""The Bulletins page: the bulletins at the left, the one chosen written block by block.

It is looked at in the browser, tried on oneself, then sent once, after a question that says
to how many, to whom not, and until when.
"""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QMimeData, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from comms_desk import own_files
from comms_desk.changes import Change, Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import CITY_ZONE, _, format_number, ngettext
from comms_desk.internal.bulletins.model import Bulletin, BulletinId, Recipients
from comms_desk.storage.errors import STORAGE_FAILURES
from comms_desk.storage.paging import Page as Rows
from comms_desk.ui import toasts
from comms_desk.ui.bulletins import words
from comms_desk.ui.bulletins.bulletin_card import BulletinCard, Shown, read_shown
from comms_desk.ui.bulletins.sending import BulletinSending
from comms_desk.ui.errands import Errands
from comms_desk.ui.imports.panel import TABLE_ENDINGS, ImportPanel
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.layout import TwoPanes
from comms_desk.ui.kit.notices import BriefUndo
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.list_page import ListPage, Reading, file_in, written

if TYPE_CHECKING:
    from datetime import date

    from comms_desk.across.office import Office

READERS_CHANGE = frozenset({Subject.EMPLOYEE, Subject.SUPPRESSION, Subject.ACCOUNT})


class BulletinsPage(ListPage[Rows[Row]]):
    """The employee bulletins."""

    KEY = "bulletins"
    SHOWS = frozenset({Subject.BULLETIN, Subject.LETTER, *READERS_CHANGE})

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(
            errands,
            _("Name, number, subject…"),
            first=_("Begin the first bulletin"),
            lesson=_("No bulletin yet. Write one block by block, then send it to every employee."),
        )
        self._to_edit: BulletinId | None = None
        self._readers_of: int | None = None
        self._binned: BulletinId | None = None
        self._writes = 0
        self.new_one = Button(
            "", role="quiet", icon="add", name=_("New bulletin"), hint=_("Ctrl+N")
        )
        self.column.head.addWidget(self.new_one)
        self.sending = BulletinSending(self, errands)
        self.fill(TwoPanes(self.column, self.right))
        self._listen()
        self.put_in_front(self.card)

    @cached_property
    def card(self) -> BulletinCard:
        """The bulletin chosen."""
        card = self.beside(BulletinCard(self.errands))
        card.undoable.connect(self.undoable)
        card.account.said.connect(self._say)
        card.import_wanted.connect(self._choose_employees)
        card.copy_wanted.connect(self._copy)
        card.preview.clicked.connect(self._preview)
        card.bin.clicked.connect(self._put_in_bin)
        card.test.clicked.connect(self._try)
        card.send.clicked.connect(self._send)
        card.account.refresh()
        return card

    @override
    def changed(self, change: Change) -> None:
        """Count the readers again only when something about them has changed."""
        if change.subject in READERS_CHANGE:
            self._readers_of = None
        if change.subject is Subject.LETTER:
            self._follow_letters()
        super().changed(change)

    @override
    def changed_elsewhere(self) -> None:
        """Count the readers again, and look whether there is an account now."""
        self._readers_of = None
        self._follow_letters()
        super().changed_elsewhere()

    def _follow_letters(self) -> None:
        """Let a question that is open count again, even while another page is in front."""
        self.card.cancelling.follow()

    @Slot()
    @override
    def new(self) -> None:
        """Begin the bulletin that follows the last one, and go to its subject."""
        name = _("Bulletin")
        self.errands.write(
            None,
            lambda office: office.bulletins.add_next(name=name, day=_today(office)).id,
            self._begun,
        )

    @override
    def open(self, ref: Ref) -> None:
        """Show the bulletin that *ref* points at."""
        if ref.kind is Subject.BULLETIN:
            self.card.save_now()
            self.want(ref)
            self._ask_card(BulletinId(ref.id))

    @override
    def leaving(self) -> None:
        """Save what was typed."""
        self.card.save_now()

    # ── the list ────────────────────────────────────────────────────────────────────────
    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Rows[Row]]:
        return lambda office: written(
            office.bulletins.search(searched, after=after, limit=limit), words.row
        )

    @override
    def say_found(self, found: Rows[Row]) -> None:
        self.column.count.setText(
            ngettext("{count} bulletin", "{count} bulletins", found.total).format(
                count=format_number(found.total)
            )
            if found.total
            else ""
        )

    @override
    def none_match(self, searched: str) -> str:
        nothing = _("No bulletin matches “{words}”.")
        return nothing.format(words=searched) if searched else ""

    @override
    def choose_row(self, found: Rows[Row]) -> None:
        """Choose the row that is wanted; where no card is shown nor asked for, the first."""
        super().choose_row(found)
        if found.rows and self.card_of is None and not self.column.search.asked_for:
            self.column.list.choose(found.rows[0].key)

    @override
    def pick(self, key: int) -> None:
        if key != self.card.bulletin:
            self.card.save_now()
        self._ask_card(BulletinId(key))

    # ── the card ────────────────────────────────────────────────────────────────────────
    @override
    def read_card(self) -> None:
        self.card.account.refresh()
        if self.card_of is not None:
            self._ask_card(BulletinId(self.card_of.id))

    def _ask_card(self, bulletin: BulletinId) -> None:
        self.card_of = Ref(Subject.BULLETIN, bulletin)
        asked_after = self._writes
        self.errands.read(
            "card",
            lambda office: (asked_after, read_shown(office, bulletin)),
            self._show_card,
            self._gone,
            fresh=True,
        )
        if self._readers_of != bulletin:
            self._readers_of = bulletin
            self.errands.read(
                "readers",
                lambda office: (bulletin, office.bulletins.recipients(bulletin)),
                self._show_readers,
                self._not_counted,
            )

    @Slot(object)
    def _show_card(self, answer: tuple[int, Shown]) -> None:
        """Show the card, unless it was read before what was typed in it, or before the bin."""
        asked_after, shown = answer
        if Ref(Subject.BULLETIN, shown.bulletin.id) != self.card_of:
            return
        outdated = asked_after != self._writes or self.errands.unwritten
        if outdated and shown.bulletin.id == self.card.bulletin:
            self.refresh_soon()
            return
        self.card.show_bulletin(shown)
        if shown.bulletin.id == self._to_edit:
            self._to_edit = None
            self.card.edit_subject()

    @Slot(object)
    def _show_readers(self, answer: tuple[BulletinId, Recipients]) -> None:
        self.card.show_recipients(*answer)

    @Slot(object)
    def _not_counted(self, error: CommsDeskError) -> None:
        """Count the readers again with the next card; that a bulletin is gone, its card says."""
        self._readers_of = None
        if isinstance(error, STORAGE_FAILURES):
            self.cannot_read(error)

    @Slot(object)
    def _gone(self, error: CommsDeskError) -> None:
        """Show no card of what has been put in the bin; what cannot be read now stays."""
        if isinstance(error, STORAGE_FAILURES):
            self.cannot_read(error)
        else:
            self._close_card()

    def _close_card(self) -> None:
        self.card_of = None
        self.card.show_bulletin(None)
        self.refresh_soon()  # the first one of the list takes its place

    @Slot(object)
    def _begun(self, bulletin: BulletinId) -> None:
        self._to_edit = bulletin
        self.open(Ref(Subject.BULLETIN, bulletin))

    @Slot()
    def _copy(self) -> None:
        bulletin = self.card.bulletin
        if bulletin is not None:
            self.errands.write(
                None,
                lambda office: office.bulletins.copy(bulletin, day=_today(office)).id,
                self._begun,
            )

    @Slot()
    def _put_in_bin(self) -> None:
        bulletin = self.card.bulletin
        if bulletin is not None:
            self.focus_list()  # else Enter, pressed again, would take the next one
            self.card.save_now()
            self.errands.write(None, partial(_put_in_bin, bulletin), self._was_binned)

    @Slot(object)
    def _was_binned(self, bulletin: Bulletin) -> None:
        """Offer to take it out again; another bulletin that was chosen meanwhile stays."""
        self._binned = bulletin.id
        if self.card_of == Ref(Subject.BULLETIN, bulletin.id):
            self._close_card()
        said = toasts.binned(words.name_and_number(bulletin))
        self.undoable.emit(said, self.take_out_of_bin)

    @Slot()
    def take_out_of_bin(self) -> None:
        """Undo the last removal."""
        bulletin = self._binned
        if bulletin is not None:
            self.errands.write(None, partial(_take_out_of_bin, bulletin), self._came_back)

    @Slot(object)
    def _came_back(self, bulletin: BulletinId) -> None:
        self.open(Ref(Subject.BULLETIN, bulletin))

    # ── looking, trying, sending ────────────────────────────────────────────────────────
    @Slot()
    def _preview(self) -> None:
        bulletin = self.card.bulletin
        if bulletin is not None:
            self.card.save_now()
            self.errands.write(None, lambda office: _page_of(office, bulletin), self._open_page)

    @Slot(object)
    def _open_page(self, file: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

    @Slot()
    def _try(self) -> None:
        self.card.save_now()
        if self.card.shown is not None:
            self.sending.ask_where(self.card.shown.bulletin)

    @Slot()
    def _send(self) -> None:
        self.card.save_now()
        if self.card.bulletin is not None:
            self.sending.ask_whether(self.card.bulletin)

    @Slot()
    def _was_sent(self) -> None:
        self._readers_of = None
        self.refresh_soon()

    @Slot(str)
    def _say(self, done: str) -> None:
        self.error.hide()
        self.undoable.emit(done, None)

    @override
    def dropping(self, data: QMimeData) -> Callable[[], None] | None:
        """Take a table of employees: it is shown before it is imported."""
        file = file_in(data, TABLE_ENDINGS)
        return None if file is None else partial(self.plan_import, file)

    # ── employees ───────────────────────────────────────────────────────────────────────
    @cached_property
    def panel(self) -> ImportPanel:
        """The file of employees that is looked at before it is imported."""
        panel = self.beside(ImportPanel(self.errands, Subject.EMPLOYEE))
        panel.planned.connect(self._show_plan)
        panel.imported.connect(self._was_imported)
        panel.undone.connect(self._import_undone)
        panel.left.connect(self._leave_import)
        return panel

    def plan_import(self, file: Path) -> None:
        """Read *file* and show what importing its employees would do."""
        self.error.hide()
        self.panel.plan_import(file)

    @Slot()
    def _choose_employees(self) -> None:
        self.panel.choose_file()

    @Slot()
    def _show_plan(self) -> None:
        self.leaving()
        self.put_in_front(self.panel)
        self.panel.take_focus()

    @Slot(str)
    def _was_imported(self, said: str) -> None:
        self._leave_import()
        self.undoable.emit(said, BriefUndo(self.panel.undo_import))

    @Slot(str)
    def _import_undone(self, staying: str) -> None:
        if staying:
            self.undoable.emit(staying, None)

    @Slot()
    def _leave_import(self) -> None:
        self.put_in_front(self.card)

    # ── signals ─────────────────────────────────────────────────────────────────────────
    @Slot()
    def _written(self) -> None:
        self._writes += 1
        if self.card_of is not None and self.card.blocks.stop_building():
            self._ask_card(BulletinId(self.card_of.id))

    def _listen(self) -> None:
        self.errands.written.connect(self._written)
        self.new_one.clicked.connect(self.new)
        self.sending.done.connect(self._say)
        self.sending.sent.connect(self._was_sent)


def _put_in_bin(bulletin: BulletinId, office: "Office") -> Bulletin:
    """Put *bulletin* in the bin, and return it as it was."""
    removed = office.bulletins.get(bulletin)
    office.bulletins.put_in_bin(bulletin)
    return removed


def _take_out_of_bin(bulletin: BulletinId, office: "Office") -> BulletinId:
    office.bulletins.take_out_of_bin(bulletin)
    return bulletin


def _page_of(office: "Office", bulletin: BulletinId) -> Path:
    """Write the bulletin as a page for the browser; return its file."""
    page = office.bulletins.preview(bulletin)
    file = office.paths.cache / f"bulletin-{bulletin}.html"
    own_files.write(file, page.html.encode())
    return file


def _today(office: "Office") -> "date":
    return office.database.clock.now().astimezone(CITY_ZONE).date()
