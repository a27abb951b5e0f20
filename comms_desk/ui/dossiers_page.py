"""The Dossiers: a list beside a card edited in place, over everything tied to the dossier."""

from functools import cached_property, partial
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Slot

from comms_desk.across import dossier_page
from comms_desk.across.dossier_page import DossierView
from comms_desk.across.things import Thing
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.planning.dossiers.model import Dossier, DossierId, DossierStatus, NewDossier
from comms_desk.planning.people.model import PersonId
from comms_desk.storage.errors import STORAGE_FAILURES
from comms_desk.storage.paging import Page as Rows
from comms_desk.ui import binned, tied
from comms_desk.ui.dossiers import words
from comms_desk.ui.dossiers.card import DossierCard
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.layout import TwoPanes
from comms_desk.ui.kit.notices import WhileShown
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.list_page import ListPage, Question, counted, written

if TYPE_CHECKING:
    from comms_desk.across.office import Office

type Tie = tuple[Dossier, Ref]


class DossiersPage(ListPage[Rows[Row]]):
    """What ties a contact, an article, a text and a bulletin together."""

    KEY = "dossiers"
    SHOWS = frozenset(
        {Subject.DOSSIER, Subject.PERSON, Subject.DRAFT, Subject.CONTACT, Subject.OUTLET}
    )
    FIRST_ROWS = 200

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(
            errands,
            _("Code, name, words…"),
            first=_("Open a dossier"),
            lesson=_(
                "A dossier ties together the people, the articles and the texts of one matter."
            ),
        )
        self._undone: DossierId | None = None
        self._to_name: DossierId | None = None
        self._tie: Tie | None = None
        self.column.add_chip(_("Open"), DossierStatus.OPEN, checked=True)
        self.column.add_chip(_("Dormant"), DossierStatus.DORMANT)
        self.column.add_chip(_("Closed"), DossierStatus.CLOSED)
        self.column.add_chip(_("All"), None)
        self.new_one = Button("", role="quiet", icon="add", name=_("New dossier"), hint=_("Ctrl+N"))
        self.column.head.addWidget(self.new_one)
        self.new_one.clicked.connect(self.new)
        self.fill(TwoPanes(self.column, self.right))
        self.make_soon("card")

    @cached_property
    def card(self) -> DossierCard:
        """The dossier chosen."""
        card = self.beside(DossierCard(self.errands))
        card.bin_wanted.connect(self._put_in_bin)
        card.ties.opened.connect(self.open_wanted)
        card.ties.searched.connect(self._find_to_tie)
        card.ties.tie_wanted.connect(self._tie_thing)
        card.ties.untie_wanted.connect(self._untie_thing)
        return card

    @Slot()
    @override
    def new(self) -> None:
        """Open a dossier called what is searched for, and go to its name."""
        self.leaving()
        self.errands.write(None, partial(_open_new, self.column.search.words), self._opened)

    @override
    def open(self, ref: Ref) -> None:
        """Show the dossier that *ref* points at, whatever its status."""
        self.leaving()
        self.want(ref)
        self._ask_card(DossierId(ref.id))

    @override
    def leaving(self) -> None:
        """Save what was typed."""
        self.card.save_now()

    # ── The list ──────────────────────────────────────────────────────────────────────

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Question[Rows[Row]]:
        chip = self.column.filter
        status = chip if isinstance(chip, DossierStatus) else None

        def job(office: "Office") -> Rows[Row]:
            found = office.dossiers.search(searched, status=status, after=after, limit=limit)
            return written(found, words.row)

        return job

    @override
    def say_found(self, found: Rows[Row]) -> None:
        self.column.count.setText(words.count(found.total, counted(found)))

    @override
    def none_match(self, searched: str) -> str:
        if searched:
            return _("No dossier matches “{words}”.").format(words=searched)
        may_hide = self.column.filter not in {None, DossierStatus.OPEN}
        return _("No dossier is here.") if may_hide else ""

    @override
    def choose_row(self, found: Rows[Row]) -> None:
        """Choose the row that is wanted; where its status hides it, list every status."""
        wanted = self.wanted if self.column.filter is not None else None
        if wanted is not None and not self.column.list.choose(wanted.id):
            self.column.check(None)
        else:
            super().choose_row(found)

    @override
    def pick(self, key: int) -> None:
        self.leaving()
        self._ask_card(DossierId(key))

    # ── The card ──────────────────────────────────────────────────────────────────────

    @override
    def read_card(self) -> None:
        if self.card_of is not None:
            self._ask_card(DossierId(self.card_of.id))

    def _ask_card(self, dossier: DossierId) -> None:
        self.card_of = Ref(Subject.DOSSIER, dossier)
        self.errands.read(
            "card",
            lambda office: dossier_page.view(office, dossier),
            self._show_card,
            self._gone,
            fresh=True,
        )

    @Slot(object)
    def _show_card(self, view: DossierView) -> None:
        if Ref(Subject.DOSSIER, view.dossier.id) != self.card_of:
            return  # it was read before it went to the bin
        self.card.show_view(view)
        if view.dossier.id == self._to_name:
            self._to_name = None
            self.card.edit_name()

    @Slot(object)
    def _gone(self, error: CommsDeskError) -> None:
        """Show no card of what has been put in the bin; what cannot be read now stays."""
        if isinstance(error, STORAGE_FAILURES):
            self.cannot_read(error)
        else:
            self._close_card()

    def _close_card(self) -> None:
        self.card_of = None
        self.card.show_view(None)

    @Slot(object)
    def _opened(self, dossier: Dossier) -> None:
        self.open(Ref(Subject.DOSSIER, dossier.id))
        self._undone = self._to_name = dossier.id
        self.undoable.emit(_("Dossier opened"), WhileShown(self.undo_opening))

    # ── Undo, the bin ─────────────────────────────────────────────────────────────────

    @Slot()
    def undo_opening(self) -> None:
        """Undo the last opening."""
        if self._undone is not None:
            self.errands.write(None, partial(_bin, self._undone), self._close)

    @Slot(object)
    def _put_in_bin(self, dossier: DossierId) -> None:
        self.focus_list()  # else Enter, pressed again, would take the next one
        self.leaving()
        self.errands.write(None, partial(_bin, dossier), self._was_binned)

    @Slot(object)
    def _was_binned(self, dossier: Dossier) -> None:
        self._close(dossier)
        self._undone = dossier.id
        self.undoable.emit(binned.titled(dossier.name), self.take_out_of_bin)

    @Slot(object)
    def _close(self, dossier: Dossier) -> None:
        """Read the list again; another dossier that was opened meanwhile stays."""
        if self.card_of == Ref(Subject.DOSSIER, dossier.id):
            self._close_card()
        self.refresh()

    @Slot()
    def take_out_of_bin(self) -> None:
        """Undo the last removal."""
        if self._undone is not None:
            self.errands.write(None, partial(_unbin, self._undone), self._unbinned)

    @Slot(object)
    def _unbinned(self, dossier: Dossier) -> None:
        self.open(Ref(Subject.DOSSIER, dossier.id))

    # ── Ties ──────────────────────────────────────────────────────────────────────────

    @Slot(str)
    def _find_to_tie(self, searched: str) -> None:
        self.errands.read(
            "ties", lambda office: dossier_page.proposed(office, searched), self._propose
        )

    @Slot(object)
    def _propose(self, things: tuple[Thing, ...]) -> None:
        self.card.ties.propose(things)

    @Slot(object)
    def _tie_thing(self, thing: Ref) -> None:
        if self.card.dossier is not None:
            self.card.ties.forget_words()
            self.errands.write(None, partial(_link, (self.card.dossier, thing)), self._tied)

    @Slot(object)
    def _tied(self, tie: Tie) -> None:
        self._tie = tie
        self.refresh()
        self.undoable.emit(tied.tied(tie[0]), self.untie_again)

    @Slot(object)
    def _untie_thing(self, thing: Ref) -> None:
        if self.card.dossier is not None:
            self.errands.write(None, partial(_unlink, (self.card.dossier, thing)), self._untied)

    @Slot(object)
    def _untied(self, tie: Tie) -> None:
        self._tie = tie
        self.refresh()
        self.undoable.emit(tied.untied(tie[0]), self.tie_again)

    @Slot()
    def untie_again(self) -> None:
        """Undo the last tie."""
        if self._tie is not None:
            self.errands.write(None, partial(_unlink, self._tie), self._refreshed)

    @Slot()
    def tie_again(self) -> None:
        """Undo the last untying."""
        if self._tie is not None:
            self.errands.write(None, partial(_link, self._tie), self._refreshed)

    @Slot(object)
    def _refreshed(self, _answer: object) -> None:
        self.refresh()


def _open_new(name: str, office: "Office") -> Dossier:
    """Open a dossier under the next free code of the year; the person who asks leads it."""
    actor = office.database.actor
    return office.dossiers.add_next(
        NewDossier(
            code=f"D{office.database.clock.now():%y}",
            name=name or _("New dossier"),
            lead=None if actor is None else PersonId(actor),
        )
    )


def _bin(dossier: DossierId, office: "Office") -> Dossier:
    """Put *dossier* in the bin, and return it as it was."""
    removed = office.dossiers.get(dossier)
    office.dossiers.put_in_bin(dossier)
    return removed


def _unbin(dossier: DossierId, office: "Office") -> Dossier:
    return office.dossiers.take_out_of_bin(dossier)


def _link(tie: Tie, office: "Office") -> Tie:
    dossier, thing = tie
    office.dossiers.link(dossier.id, thing)
    return tie


def _unlink(tie: Tie, office: "Office") -> Tie:
    dossier, thing = tie
    office.dossiers.unlink(dossier.id, thing)
    return tie
