"""The Dossiers: a list beside a card edited in place, over everything tied to the dossier."""

from functools import cached_property
from typing import TYPE_CHECKING, override

from comms_desk.across import dossier_page
from comms_desk.across.dossier_page import DossierView
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, pgettext
from comms_desk.planning.dossiers.model import DossierId, DossierStatus, NewDossier
from comms_desk.planning.people.model import PersonId
from comms_desk.storage.paging import Page as Rows
from comms_desk.ui.card_page import CardPage
from comms_desk.ui.dossiers import words
from comms_desk.ui.dossiers.card import DossierCard
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.layout import TwoPanes
from comms_desk.ui.kit.new_button import NewButton
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.list_page import Reading, counted, written

if TYPE_CHECKING:
    from comms_desk.across.office import Office


class DossiersPage(CardPage[Rows[Row]]):
    """What ties a contact, an article, a text and a bulletin together."""

    KEY = "dossiers"
    SUBJECT = Subject.DOSSIER
    SHOWS = frozenset(
        {Subject.DOSSIER, Subject.PERSON, Subject.DRAFT, Subject.CONTACT, Subject.OUTLET}
    )
    FIRST_ROWS = 200

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(
            errands,
            _("Code, name, words…"),
            first=_("Create a dossier"),
            lesson=_(
                "A dossier brings together the people, the articles and the texts of one matter."
            ),
        )
        self.column.add_chip(pgettext("dossiers", "Open"), DossierStatus.OPEN, checked=True)
        self.column.add_chip(_("Dormant"), DossierStatus.DORMANT)
        self.column.add_chip(pgettext("dossiers", "Closed"), DossierStatus.CLOSED)
        self.column.add_chip(_("All"), None)
        self.new_one = NewButton(_("New dossier"))
        self.column.head.addWidget(self.new_one)
        self.new_one.clicked.connect(self.new)
        self.fill(TwoPanes(self.column, self.right))
        self.put_in_front(self.card)

    # ── The list ──────────────────────────────────────────────────────────────────────

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Rows[Row]]:
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
        return _("No dossier in this list.") if may_hide else ""

    @override
    def choose_row(self, found: Rows[Row]) -> None:
        """Choose the row that is wanted; where its status hides it, list every status."""
        wanted = self.wanted if self.column.filter is not None else None
        if wanted is not None and not self.column.list.choose(wanted.id):
            self.column.check(None)
        else:
            super().choose_row(found)

    # ── The card ──────────────────────────────────────────────────────────────────────

    @cached_property
    def card(self) -> DossierCard:
        """The dossier chosen."""
        card = self.beside(DossierCard(self.errands))
        card.ties.opened.connect(self.open_wanted)
        card.ties.tying.undoable.connect(self.undoable)
        card.ties.tying.changed.connect(self.refresh)
        return card

    @override
    def card_of_kind(self, kind: Subject) -> DossierCard:
        return self.card

    @override
    def read_view(self, office: "Office", ref: Ref) -> DossierView:
        return dossier_page.view(office, DossierId(ref.id))

    @override
    def begin(self, office: "Office", kind: Subject, name: str) -> DossierId:
        """Open a dossier under the next free code of the year; the person who asks leads it."""
        actor = office.database.actor
        new = NewDossier(
            code=f"D{office.database.clock.now():%y}",
            name=name or _("New dossier"),
            lead=None if actor is None else PersonId(actor),
        )
        return office.dossiers.add_next(new).id

    @override
    def said_begun(self) -> str:
        return _("Dossier created")
