"""The Directory: contacts, outlets and lists of them, beside a card edited in place.

A CSV file dropped anywhere on the page, or chosen, is shown first as what each of its rows
would become; it is imported only then, and can be undone while that is said.  What the page lists,
all of it or what a search left, is exported as a file for a spreadsheet.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, override

from PySide6.QtCore import QMimeData, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, format_number, format_share
from comms_desk.media.contacts.exporting import in_table
from comms_desk.media.contacts.model import Contact, ContactId, NewContact
from comms_desk.media.lists.exporting import in_table as of_list
from comms_desk.media.lists.model import List, ListId, ListKind
from comms_desk.media.outlets.facts import FACTS, STARTER
from comms_desk.media.outlets.model import NewOutlet, Outlet, OutletId
from comms_desk.storage.paging import PageOfRows
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.text.file_names import file_name
from comms_desk.ui.directory import rows, to_check
from comms_desk.ui.directory.contact_card import ContactCard, ContactView, read_contact
from comms_desk.ui.directory.list_card import ListCard, ListCardView, new_list, read_list
from comms_desk.ui.directory.outlet_card import OutletCard, OutletView, read_outlet
from comms_desk.ui.directory.to_check import ToCheck
from comms_desk.ui.frame import toasts
from comms_desk.ui.frame.dropped_mails import MessageDrops
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.exported_files import TABLE, WORKBOOK, Exported, Gathered
from comms_desk.ui.frame.fact_card import FactCard
from comms_desk.ui.frame.importing.page import ImportingPage
from comms_desk.ui.frame.list_page import Reading, written
from comms_desk.ui.frame.pages import TO_CHECK
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.file_dialog import save_dialog
from comms_desk.ui.kit.layout import TwoPanes
from comms_desk.ui.kit.new_button import NewButton
from comms_desk.ui.kit.rows import Row
from comms_desk.wording.media_lists import left_out

READ_AT_ONCE = 1000


class DirectoryPage(ImportingPage[Rows[Row]]):
    """Who the press office calls, and where they work."""

    KEY = "directory"
    SHOWS = frozenset(
        {Subject.CONTACT, Subject.POSITION, Subject.OUTLET, Subject.LIST, Subject.SUPPRESSION}
    )

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(
            errands,
            _("Name, outlet, beat, phone…"),
            first=_("Import a file"),
            lesson=_(
                "The directory is empty. Bring in the list of journalists that you already keep."
            ),
        )
        self._searched_anew = False
        self._begins = ListKind.FIXED
        """What Ctrl+N makes among lists."""
        self._messages = MessageDrops(self)
        self._files: QFileDialog | None = None
        self.filter_kinds(
            {
                Subject.CONTACT: self.column.add_chip(_("Contacts"), Subject.CONTACT, checked=True),
                Subject.OUTLET: self.column.add_chip(_("Outlets"), Subject.OUTLET),
                Subject.LIST: self.column.add_chip(_("Lists"), Subject.LIST),
            }
        )
        self.to_check = ToCheck(self)
        self.new_one = NewButton(
            _("New contact, outlet or list"),
            (_("New contact"), self._new_contact),
            (_("New outlet"), self._new_outlet),
            (_("New list"), self._new_list),
            (_("New filter"), self._new_filter),
            (_("The outlets of Montréal"), self.plan_starter),
        )
        bring_in, past = _("Import a file"), _("Past imports")
        self.bring_in = Button("", role="quiet", icon="down", name=bring_in, hint=bring_in)
        self.past_imports = Button("", role="quiet", icon="past", name=past, hint=past)
        export = _("Export…")
        hint = _("Export what is listed, as CSV or XLSX")
        self.take_out = Button("", role="quiet", icon="out", name=export, hint=hint)
        self.column.add_to_head(self.bring_in, self.take_out, self.past_imports, self.new_one)
        self.take_out.clicked.connect(self.export)
        self.bring_in.clicked.connect(self.choose_file)
        self.past_imports.clicked.connect(self.show_past_imports)
        make = _("Make a list of what is found")
        hint = _("Make a list of what is found (Ctrl+L)")
        self.list_of_found = Button("", role="quiet", icon="bullets", name=make, hint=hint)
        self.list_of_found.clicked.connect(self.make_list)
        self.column.add_beside_search(self.list_of_found)
        self._by_key = QShortcut(QKeySequence("Ctrl+L"), self)
        self._by_key.activated.connect(self.make_list)
        self.column.empty.second_wanted.connect(self.plan_starter)
        self.fill(TwoPanes(self.column, self.right))

    @cached_property
    def contact_card(self) -> ContactCard:
        """The contact chosen."""
        card = self.beside(ContactCard(self.errands))
        card.undoable.connect(self.undoable)
        card.opened.connect(self.open_wanted)
        return card

    @cached_property
    def outlet_card(self) -> OutletCard:
        """The outlet chosen."""
        card = self.beside(OutletCard(self.errands))
        card.undoable.connect(self.undoable)
        card.opened.connect(self.open_wanted)
        return card

    @cached_property
    def list_card(self) -> ListCard:
        """The list chosen."""
        card = self.beside(ListCard(self.errands))
        card.opened.connect(self.open_wanted)
        card.undoable.connect(self.undoable)
        card.refused.connect(self.show_error)
        card.read_again.connect(self._read_list_again)
        return card

    @property
    @override
    def subject(self) -> Subject:
        listed = self.came.subject or self.column.filter
        if listed is Subject.LIST:
            return Subject.LIST
        return Subject.OUTLET if listed is Subject.OUTLET else Subject.CONTACT

    @property
    @override
    def comes_from_files(self) -> Subject:
        return Subject.CONTACT if self.subject is Subject.LIST else self.subject

    @override
    def open(self, ref: Ref) -> None:
        """Show the contact or the outlet that *ref* points at, in its list."""
        if ref == TO_CHECK:
            self.to_check.list()
        elif ref.kind in self.chips:
            self.list_kind(ref.kind)
            super().open(ref)

    @Slot()
    def make_list(self) -> None:
        """Make a fixed list of all that is found, shown or not, and go to its name."""
        kind, words, among = self.subject, self.column.search.words, self.came.among
        if kind is Subject.LIST or self.to_check.question() is not None:
            return
        self.leaving()
        everything = _("All outlets") if self.subject is Subject.OUTLET else _("All contacts")

        def job(office: Office) -> tuple[Ref, str]:
            made = office.lists.from_search(words, kind, name=words or everything, among=among)
            return Ref(Subject.LIST, made.id), made.name

        self.errands.write(None, job, self._list_made)

    @Slot(object)
    def _list_made(self, answer: tuple[Ref, str]) -> None:
        ref, name = answer
        self.open(ref)
        self.undoable.emit(_("List made: {name}").format(name=name), partial(self._unmake, ref))

    def _unmake(self, ref: Ref) -> None:
        def job(office: Office) -> Ref:
            office.lists.put_in_bin(ListId(ref.id))
            return ref

        self.errands.write(None, job, self._unmade)

    @Slot(object)
    def _unmade(self, ref: Ref) -> None:
        self.close_card(ref)
        self.refresh()

    @Slot()
    def export(self) -> None:
        """Let the person choose a file, and write there what is listed, shown or not."""
        if self._files is not None and isValid(self._files):
            self._files.close()
        if self.subject is Subject.LIST and self._list_shown is None:
            return
        if self.to_check.question() is not None:  # what is listed is not all contacts
            return
        tables = {
            _("Excel workbook"): WORKBOOK,
            _("Table (CSV)"): TABLE,
        }
        forms = ";;".join(f"{called} (*{ending})" for called, ending in tables.items())
        of = self._list_shown
        if of is not None:
            name = of.name
        else:
            name = _("Outlets") if self.subject is Subject.OUTLET else _("Contacts")
        self._files = save_dialog(self.window(), _("Export"), forms, file_name(name, WORKBOOK))
        self._files.filterSelected.connect(self._form_chosen)
        self._files.fileSelected.connect(self._place_chosen)
        self._files.open()

    @property
    def _list_shown(self) -> List | None:
        """The list whose people are exported; None where contacts or outlets are listed."""
        return self.list_card.thing if self.subject is Subject.LIST else None

    @Slot(str)
    def _form_chosen(self, form: str) -> None:
        """Give a name without an ending that of the form."""
        if self._files is not None:
            ending = TABLE if TABLE in form else WORKBOOK
            self._files.setDefaultSuffix(ending.removeprefix("."))

    @Slot(str)
    def _place_chosen(self, file: str) -> None:
        searched, among, of = self.column.search.asked_for, self.came.among, self._list_shown
        export: DirectoryExport | ListExport
        if of is not None:
            export = ListExport(of.id, Path(file))
        else:
            export = DirectoryExport(self.subject, Path(file), searched, among)
        self.errands.write(None, export, self._gathered)

    @Slot(object)
    def _gathered(self, gathered: Gathered) -> None:
        """Write the file in a thread where nobody's typing waits behind it."""
        self.errands.read(f"export {gathered.file}", gathered.write, self._exported)

    @Slot(object)
    def _exported(self, made: tuple[str, Path]) -> None:
        self.file_made.emit(*made)

    @Slot()
    def _new_contact(self) -> None:
        self.list_kind(Subject.CONTACT)
        self.new()

    @Slot()
    def _new_outlet(self) -> None:
        self.list_kind(Subject.OUTLET)
        self.new()

    @Slot()
    def _read_list_again(self) -> None:
        self.read_card()

    @Slot()
    def _new_list(self) -> None:
        self._begins = ListKind.FIXED
        self.list_kind(Subject.LIST)
        self.new()

    @Slot()
    def _new_filter(self) -> None:
        self._begins = ListKind.FILTER
        self.list_kind(Subject.LIST)
        self.new()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste addresses in the list that is shown on Ctrl+V, from its row as from its card."""
        pastes = event.matches(QKeySequence.StandardKey.Paste) and self._list_shown is not None
        if pastes and self.list_card.paste.isVisible():
            self.list_card.paste_addresses()
        else:
            super().keyPressEvent(event)

    # ── The list ──────────────────────────────────────────────────────────────────────

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Rows[Row]]:
        subject, among = self.subject, self.came.among
        from_bylines = self.to_check.question()
        if from_bylines is not None:
            return from_bylines

        def job(office: Office) -> Rows[Row]:
            if subject is Subject.LIST:
                lists = office.lists.search(searched, among=among, after=after, limit=limit)
                return written(lists, rows.row)
            if subject is Subject.OUTLET:
                outlets = office.outlets.search(searched, among=among, after=after, limit=limit)
                return written(outlets, rows.row)
            found = office.contacts.search(searched, among=among, after=after, limit=limit)
            return written(found, rows.row)

        return job

    @override
    def teach(self, lesson: str) -> None:
        """Offer the outlets of Montréal too, for who has no list to begin with."""
        super().teach(lesson)
        self.column.empty.offer_second(_("Begin with the outlets of Montréal"))

    @override
    def say_instead(self, sentence: str, *, may_start: bool = False) -> None:
        super().say_instead(sentence, may_start=may_start)
        self.column.empty.offer_second("")

    @Slot()
    def plan_starter(self) -> None:
        """Show what the outlets to begin with would add."""
        self.list_kind(Subject.OUTLET)
        self.plan_import(STARTER)

    @override
    def how_many(self, number: int) -> str:
        of_bylines = to_check.how_many(self.column.filter, number)
        return of_bylines or rows.how_many(self.subject, number)

    @override
    def none_match(self, searched: str) -> str:
        if self.subject is Subject.LIST and not searched:
            return _(
                "No list yet: it says whom a text leaves to. “New list” makes one, and Ctrl+L among"
                " the contacts makes one of all that is found."
            )
        if to_check.none_left(self.column.filter):
            return to_check.none_left(self.column.filter)
        nobody = _("Nothing in the directory matches “{words}”.")
        return nobody.format(words=searched) if searched else self.came.none_left(searched)

    @Slot()
    @override
    def refresh(self) -> None:
        """Read again what bylines propose, too."""
        super().refresh()
        self.to_check.count()

    @override
    def pick(self, key: int) -> None:
        if self.to_check.is_listed:
            self.leaving()
            self.card_of = None
            self.to_check.pick(key)
        else:
            super().pick(key)

    @override
    def choose_row(self, found: Rows[Row]) -> None:
        """Choose the row that is wanted; show no card of what a search did not find."""
        if self._searched_anew and self.column.search.asked_for and found.next_key is None:
            self._leave_card_unless({row.key for row in found.rows})
        self._searched_anew = False
        if self.wanted is not None and self.wanted.kind is not self.subject:
            self.wanted = None
        super().choose_row(found)
        if self.to_check.is_listed and self.column.list.chosen is None and found.rows:
            self.column.list.step(1)

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
        self.column.list.choose_none()
        self.bring_card(self.subject)
        of_bylines = self.to_check.question() is not None
        self.list_of_found.setVisible(self.subject is not Subject.LIST and not of_bylines)
        self.take_out.setVisible(not of_bylines)
        super().narrow(subject)

    # ── The card ──────────────────────────────────────────────────────────────────────

    @override
    def read_view(self, office: Office, ref: Ref) -> ContactView | OutletView | ListCardView:
        """Read a card."""
        if ref.kind is Subject.LIST:
            return read_list(office, ListId(ref.id))
        thing: Contact | Outlet = super().read_view(office, ref)
        return (
            read_outlet(office, thing) if isinstance(thing, Outlet) else read_contact(office, thing)
        )

    @override
    def dropping(self, data: QMimeData) -> Callable[[], None] | None:
        """Take messages that came back too: they are read at once."""
        return self._messages.dropping(data) or super().dropping(data)

    @override
    def card_of_kind(self, kind: Subject) -> FactCard:
        if kind is Subject.LIST:
            return self.list_card
        return self.outlet_card if kind is Subject.OUTLET else self.contact_card

    @override
    def bring_card(self, kind: Subject) -> None:
        """Show the card; the keys that were the panel's are the list's, not the card's."""
        focused = self.window().focusWidget()
        if not self.shows_card and self.panel.isAncestorOf(focused):
            self.focus_list()
        super().bring_card(kind)

    @override
    def begin(self, office: Office, kind: Subject, name: str) -> int:
        if kind is Subject.LIST:
            return office.lists.add(new_list(office, name, self._begins)).id
        if kind is Subject.OUTLET:
            return office.outlets.find_or_add(NewOutlet(name=name or _("New outlet")))
        given, _space, family = name.rpartition(" ")
        new = NewContact(family_name=family or _("New contact"), given_name=given)
        return office.contacts.add(new).id

    @override
    def said_begun(self) -> str:
        return _("Added to the directory")

    @override
    def said_binned(self, thing: Any) -> str:
        return toasts.somebody_binned(thing.name)

    def _leave_card_unless(self, found: set[object]) -> None:
        """Show no card of what the search did not find; what was typed in it is saved."""
        shown = self.card_of_kind(self.subject).ref
        if shown is not None and shown.id not in found:
            self.close_card(shown)

    @Slot()
    @override
    def do_first_thing(self) -> None:
        """Bring in the list that the office keeps already."""
        self.choose_file()


@dataclass(frozen=True, slots=True)
class ListExport:
    """The job that gathers who is in a list, to be written to a *file*; the audit has it noted."""

    of: ListId
    file: Path

    def __call__(self, office: Office) -> Gathered:
        """Read who is in the list, shown or not."""
        people = office.lists.export(self.of)
        said = rows.members(len(people), 0)
        table = of_list(
            (each, left_out(each.left_out, each.note) if each.left_out else "") for each in people
        )
        return Gathered(self.file, table, said)


@dataclass(frozen=True, slots=True)
class DirectoryExport:
    """The job that gathers what is listed of one kind, to be written to a *file*.

    *searched* and *among* are those of the list; the export of contacts is noted in the audit.
    """

    subject: Subject
    file: Path
    searched: str
    among: range | None

    def __call__(self, office: Office) -> Gathered:
        """Read what is listed, shown or not."""
        gather = self._outlets if self.subject is Subject.OUTLET else self._contacts
        count, table = gather(office)
        return Gathered(self.file, table, self._said(office, count))

    @property
    def _is_all(self) -> bool:
        return not self.searched and self.among is None

    def _contacts(self, office: Office) -> tuple[int, Exported]:
        found = None if self._is_all else frozenset(map(ContactId, self._found(office)))
        exported = office.contacts.export(only=found)
        return len(exported), in_table(exported)

    def _outlets(self, office: Office) -> tuple[int, Exported]:
        every: Sequence[Outlet] = office.outlets.every()
        if not self._is_all:
            found = frozenset(map(OutletId, self._found(office)))
            every = [each for each in every if each.id in found]
        written = [[fact.in_table(each) for fact in FACTS] for each in every]
        return len(every), ([fact.field for fact in FACTS], written)

    def _found(self, office: Office) -> Iterator[int]:
        """Yield the ids of all that the search of the list finds, shown or not."""
        search = self._search(office)
        after: object | None = None
        while True:
            page = search(self.searched, among=self.among, after=after, limit=READ_AT_ONCE)
            yield from (each.id for each in page.rows)
            after = page.next_key
            if after is None:
                return

    def _search(self, office: Office) -> "Callable[..., PageOfRows[Any]]":
        desk = office.outlets if self.subject is Subject.OUTLET else office.contacts
        return desk.search

    def _said(self, office: Office, count: int) -> str:
        if self._is_all:
            return rows.how_many(self.subject, count).format(count=format_number(count))
        whole = self._search(office)(limit=1)
        said = format_share(count, whole.total, capped=whole.capped)
        return rows.how_many(self.subject, whole.total).format(count=said)
