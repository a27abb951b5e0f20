"""The Directory: contacts and outlets, a list beside a card edited in place.

A CSV file dropped anywhere on the page, or chosen, is shown first as what each of its rows
would become; it is imported only then, and can be undone while that is said.
"""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QMimeData, Slot
from PySide6.QtWidgets import QFileDialog

from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.media.contacts.model import Contact, ContactId, NewContact
from comms_desk.media.outlets.model import NewOutlet, Outlet, OutletId
from comms_desk.storage.errors import NotFound
from comms_desk.storage.paging import Page as Rows
from comms_desk.ui import binned
from comms_desk.ui.directory import removal, rows
from comms_desk.ui.directory.contact_card import ContactCard
from comms_desk.ui.directory.import_panel import ImportPanel
from comms_desk.ui.directory.outlet_card import OutletCard
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.file_dialog import file_dialog
from comms_desk.ui.kit.layout import TwoPanes
from comms_desk.ui.kit.notices import WhileShown
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.list_page import ListPage, Question, counted, file_in, written

if TYPE_CHECKING:
    from comms_desk.across.office import Office

FILE_ENDINGS = frozenset({".csv", ".txt", ".tsv"} | {".vcf", ".xls", ".xlsx"})
"""The last three are not read, and what to do instead is said."""


class DirectoryPage(ListPage[Rows[Row]]):
    """Who the press office calls, and where they work."""

    KEY = "directory"
    SHOWS = frozenset({Subject.CONTACT, Subject.POSITION, Subject.OUTLET})
    FIRST_ROWS = 200

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(
            errands,
            _("Name, outlet, beat, telephone…"),
            first=_("Import a file"),
            lesson=_(
                "The directory is empty. Bring in the list of journalists that you already keep."
            ),
        )
        self._binned: Ref | None = None
        self._to_name: int | None = None
        self._searched_anew = False
        self._dialog: QFileDialog | None = None
        self._chips = {
            Subject.CONTACT: self.column.add_chip(_("Contacts"), Subject.CONTACT, checked=True),
            Subject.OUTLET: self.column.add_chip(_("Outlets"), Subject.OUTLET),
        }
        self.new_one = Button(
            "", role="quiet", icon="add", name=_("New contact or outlet"), hint=_("Ctrl+N")
        )
        self.bring_in = Button(_("Import"), role="quiet", icon="down", hint=_("Import a CSV file"))
        self.column.head.addWidget(self.bring_in)
        self.column.head.addWidget(self.new_one)
        self.new_one.clicked.connect(self.new)
        self.bring_in.clicked.connect(self.choose_file)
        self.fill(TwoPanes(self.column, self.right))
        self.make_soon("contact_card", "outlet_card", "panel")

    @cached_property
    def contact_card(self) -> ContactCard:
        """The contact chosen."""
        card = self.beside(ContactCard(self.errands))
        card.undoable.connect(self.undoable)
        card.bin_wanted.connect(self._bin_contact)
        return card

    @cached_property
    def outlet_card(self) -> OutletCard:
        """The outlet chosen."""
        card = self.beside(OutletCard(self.errands))
        card.bin_wanted.connect(self._bin_outlet)
        return card

    @cached_property
    def panel(self) -> ImportPanel:
        """The file that is looked at before it is imported."""
        panel = self.beside(ImportPanel(self.errands))
        panel.planned.connect(self._show_plan)
        panel.imported.connect(self._was_imported)
        panel.undone.connect(self._import_undone)
        panel.left.connect(self._leave_import)
        return panel

    @property
    def subject(self) -> Subject:
        """What the list shows: contacts or outlets."""
        return Subject.OUTLET if self.column.filter is Subject.OUTLET else Subject.CONTACT

    @Slot()
    @override
    def new(self) -> None:
        """Add a contact (or an outlet) called what is searched for, and go to its name."""
        name = self.column.search.words
        self._leave_import()
        if self.subject is Subject.CONTACT:
            given, _space, family = name.rpartition(" ")
            new = NewContact(family_name=family or _("New contact"), given_name=given)
            self.errands.write(
                None, lambda office: office.contacts.add(new).id, self._contact_added
            )
        else:
            outlet = NewOutlet(name=name or _("New outlet"))
            self.errands.write(
                None, lambda office: office.outlets.find_or_add(outlet), self._outlet_added
            )

    @override
    def open(self, ref: Ref) -> None:
        """Show the contact or the outlet that *ref* points at."""
        if ref.kind is not self.subject:
            self._show_subject(ref.kind)
        self._leave_import()
        self.want(ref)
        self._ask_card(ref)

    @override
    def leaving(self) -> None:
        """Save what was typed."""
        self.contact_card.save_now()
        self.outlet_card.save_now()

    # ── The list ──────────────────────────────────────────────────────────────────────

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Question[Rows[Row]]:
        subject = self.subject

        def job(office: "Office") -> Rows[Row]:
            if subject is Subject.OUTLET:
                outlets = office.outlets.search(searched, after=after, limit=limit)
                return written(outlets, rows.row)
            return written(office.contacts.search(searched, after=after, limit=limit), rows.row)

        return job

    @override
    def say_found(self, found: Rows[Row]) -> None:
        self.column.count.setText(rows.count(self.subject, found.total, counted(found)))

    @override
    def none_match(self, searched: str) -> str:
        nobody = _("Nothing in the directory matches “{words}”.")
        return nobody.format(words=searched) if searched else ""

    @override
    def choose_row(self, found: Rows[Row]) -> None:
        """Choose the row that is wanted; show no card of what a search did not find."""
        if self._searched_anew and self.column.search.asked_for and found.next_key is None:
            self._leave_card_unless({row.key for row in found.rows})
        self._searched_anew = False
        if self.wanted is not None and self.wanted.kind is not self.subject:
            self.wanted = None
        super().choose_row(found)

    @override
    def pick(self, key: int) -> None:
        self.leaving()
        self._leave_import()
        self._ask_card(Ref(self.subject, key))

    @Slot(str)
    @override
    def search(self, words: str) -> None:
        """Look for *words*, and leave the card of whom they do not find."""
        self._searched_anew = True
        super().search(words)

    @Slot(object)
    @override
    def narrow(self, subject: object) -> None:
        """List the other *subject*, and show its card."""
        self.leaving()
        self._leave_import()
        self.card_of = self._shown(self.subject)
        super().narrow(subject)

    # ── The card ──────────────────────────────────────────────────────────────────────

    @property
    @override
    def shows_card(self) -> bool:
        return not isinstance(self.right.currentWidget(), ImportPanel)

    @override
    def read_card(self) -> None:
        """Read the card again, unless a file is being looked at in its place."""
        if self.card_of is not None and self.shows_card:
            self._ask_card(self.card_of)

    def _ask_card(self, ref: Ref) -> None:
        self.card_of = ref
        if ref.kind is Subject.OUTLET:
            self.errands.read(
                "card",
                lambda office: office.outlets.get(OutletId(ref.id)),
                self._show_outlet,
                self._gone,
                fresh=True,
            )
        else:
            self.errands.read(
                "card",
                lambda office: office.contacts.get(ContactId(ref.id)),
                self._show_contact,
                self._gone,
                fresh=True,
            )

    @Slot(object)
    def _show_contact(self, contact: Contact) -> None:
        if Ref(Subject.CONTACT, contact.id) != self.card_of:
            return  # it went to the bin since it was read, or the list shows outlets now
        self.contact_card.show_contact(contact)
        if contact.id == self._to_name:
            self._to_name = None
            self.contact_card.edit_name()

    @Slot(object)
    def _show_outlet(self, outlet: Outlet) -> None:
        if Ref(Subject.OUTLET, outlet.id) != self.card_of:
            return
        self.outlet_card.show_outlet(outlet)
        if outlet.id == self._to_name:
            self._to_name = None
            self.outlet_card.edit_name()

    def _leave_card_unless(self, found: set[object]) -> None:
        """Show no card of what the search did not find; what was typed in it is saved."""
        self.leaving()
        shown = self._shown(self.subject)
        if shown is not None and shown.id not in found:
            self._close_card(shown)

    @Slot(object)
    def _gone(self, error: CommsDeskError) -> None:
        """Show no card of what has been put in the bin; what cannot be read now stays."""
        if not isinstance(error, NotFound):
            self.cannot_read(error)
        elif error.ref == self.card_of:
            self.card_of = None
            self._empty_card(error.ref.kind)

    def _close_card(self, ref: Ref) -> None:
        """Show no card of *ref*; that of another, opened meanwhile, stays."""
        if self.card_of == ref:
            self.card_of = None
        if self._shown(ref.kind) == ref:
            self._empty_card(ref.kind)

    def _shown(self, kind: Subject) -> Ref | None:
        """Return what the card of contacts, or that of outlets, shows."""
        card = self.outlet_card.outlet if kind is Subject.OUTLET else self.contact_card.contact
        return None if card is None else Ref(kind, card.id)

    def _empty_card(self, kind: Subject) -> None:
        if kind is Subject.OUTLET:
            self.outlet_card.show_outlet(None)
        else:
            self.contact_card.show_contact(None)

    @Slot(object)
    def _contact_added(self, contact: ContactId) -> None:
        self._added(Ref(Subject.CONTACT, contact))

    @Slot(object)
    def _outlet_added(self, outlet: OutletId) -> None:
        self._added(Ref(Subject.OUTLET, outlet))

    def _added(self, ref: Ref) -> None:
        self.open(ref)
        self._to_name = ref.id
        self._binned = ref
        self.undoable.emit(_("Added to the directory"), WhileShown(self.put_added_in_bin))

    # ── The bin ───────────────────────────────────────────────────────────────────────

    @Slot(object)
    def _bin_contact(self, contact: ContactId) -> None:
        self._put_in_bin(Ref(Subject.CONTACT, contact))

    @Slot(object)
    def _bin_outlet(self, outlet: OutletId) -> None:
        self._put_in_bin(Ref(Subject.OUTLET, outlet))

    def _put_in_bin(self, ref: Ref) -> None:
        self.focus_list()  # else Enter, pressed again, would take the next one
        self.leaving()
        self.errands.write(None, partial(removal.put_in_bin, ref), self._was_binned)

    @Slot(object)
    def _was_binned(self, removed: removal.Removed) -> None:
        self._close_card(removed.ref)
        self._binned = removed.ref
        self.undoable.emit(binned.somebody(removed.name), self.take_out_of_bin)

    @Slot()
    def put_added_in_bin(self) -> None:
        """Undo the last addition."""
        if self._binned is not None:
            self.errands.write(None, partial(removal.put_in_bin, self._binned), self._add_undone)

    @Slot(object)
    def _add_undone(self, removed: removal.Removed) -> None:
        self._close_card(removed.ref)
        self.refresh()

    @Slot()
    def take_out_of_bin(self) -> None:
        """Undo the last removal."""
        if self._binned is not None:
            self.errands.write(None, partial(removal.take_out_of_bin, self._binned), self._unbinned)

    @Slot(object)
    def _unbinned(self, ref: Ref) -> None:
        self.open(ref)

    # ── Import ────────────────────────────────────────────────────────────────────────

    def plan_import(self, file: Path) -> None:
        """Read *file* and show what importing it would do."""
        self.error.hide()
        self.panel.plan_import(file)

    @Slot()
    @override
    def do_first_thing(self) -> None:
        """Bring in the list that the office keeps already."""
        self.choose_file()

    @override
    def dropping(self, data: QMimeData) -> Callable[[], None] | None:
        """Take one file that may be a table."""
        file = file_in(data, FILE_ENDINGS)
        return None if file is None else partial(self.plan_import, file)

    @Slot()
    def choose_file(self) -> None:
        """Let the person choose a file of contacts."""
        dialog = file_dialog(
            self, _("Import contacts"), _("Tables of contacts") + " (*.csv *.tsv *.txt)"
        )
        dialog.fileSelected.connect(self._file_chosen)
        dialog.open()
        self._dialog = dialog

    @Slot(str)
    def _file_chosen(self, file: str) -> None:
        self.plan_import(Path(file))

    @Slot()
    def _show_plan(self) -> None:
        self.leaving()
        self.put_in_front(self.panel)
        self.panel.accept.setFocus()

    @Slot(str)
    def _was_imported(self, said: str) -> None:
        self._show_subject(Subject.CONTACT)
        self._leave_import()
        self.card_of = self._shown(self.subject)
        self.refresh()
        self.undoable.emit(said, WhileShown(self.panel.undo_import))

    @Slot(str)
    def _import_undone(self, staying: str) -> None:
        self.refresh_soon()
        if staying:
            self.undoable.emit(staying, None)

    @Slot()
    def _leave_import(self) -> None:
        """Show the card again; the keys that were the panel's are the list's, not the card's."""
        looked_at = self.right.currentWidget()
        focused = self.window().focusWidget()
        if isinstance(looked_at, ImportPanel) and looked_at.isAncestorOf(focused):
            self.focus_list()
        card = self.outlet_card if self.subject is Subject.OUTLET else self.contact_card
        self.put_in_front(card)

    def _show_subject(self, subject: Subject) -> None:
        self._chips[Subject.OUTLET if subject is Subject.OUTLET else Subject.CONTACT].setChecked(
            True
        )
