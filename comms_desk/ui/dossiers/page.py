"""The Dossiers: a list beside a card edited in place, over everything tied to the dossier."""

from functools import cached_property
from typing import override

from PySide6.QtCore import Slot

from comms_desk.across import Office, dossier_page
from comms_desk.across.dossier_page import DossierView
from comms_desk.changes import Ref, Subject
from comms_desk.facts import PLACE, listed
from comms_desk.i18n import _, ngettext, pgettext
from comms_desk.planning.dossiers.facts import facts
from comms_desk.planning.dossiers.model import Dossier, DossierId, DossierStatus, NewDossier
from comms_desk.storage.paging import Page as Rows
from comms_desk.ui.dossiers.ties import Ties
from comms_desk.ui.frame.card_page import CardPage
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard
from comms_desk.ui.frame.list_page import Reading, written
from comms_desk.ui.frame.new_colleague import NewColleague
from comms_desk.ui.frame.pages import CoverageOf
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.layout import TwoPanes
from comms_desk.ui.kit.new_button import NewButton
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.kit.theme import Hue

COPIED = listed(facts())


class DossierCard(FactCard):
    """The dossier chosen: its facts, over what is tied to it."""

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        nothing = _("Choose a dossier to see all that is linked to it.")
        super().__init__(errands, Subject.DOSSIER, facts(), nothing=nothing)
        self.new_lead = NewColleague(errands, self.sheet, Subject.DOSSIER, "lead")
        self.ties = Ties(errands)
        self.more.addWidget(self.ties)
        self.coverage = Button(_("Coverage of this dossier"), icon="figures")
        self.bar.left(self.coverage)

    @override
    def show_view(self, view: DossierView) -> None:
        """Show a dossier, and what is tied to it."""
        self.show_thing(view.dossier, facts(view.people))
        self.ties.show_view(view)


class DossiersPage(CardPage[Rows[Row]]):
    """What ties a contact, an article, a text and a bulletin together."""

    KEY = "dossiers"
    SUBJECT = Subject.DOSSIER
    SHOWS = frozenset(
        {Subject.DOSSIER, Subject.PERSON, Subject.DRAFT, Subject.CONTACT, Subject.OUTLET}
    )

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
        self.column.add_to_head(self.new_one)
        self.new_one.clicked.connect(self.new)
        self.fill(TwoPanes(self.column, self.right))

    # ── The list ──────────────────────────────────────────────────────────────────────

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Rows[Row]]:
        chip = self.column.filter
        status = chip if isinstance(chip, DossierStatus) else None

        def job(office: Office) -> Rows[Row]:
            found = office.dossiers.search(searched, status=status, after=after, limit=limit)
            return written(found, row)

        return job

    @override
    def how_many(self, number: int) -> str:
        return ngettext("{count} dossier", "{count} dossiers", number)

    @override
    def none_match(self, searched: str) -> str:
        may_hide = self.column.filter not in {None, DossierStatus.OPEN}
        return super().none_match(searched) or (_("No dossier in this list.") if may_hide else "")

    # ── The card ──────────────────────────────────────────────────────────────────────

    @cached_property
    def card(self) -> DossierCard:
        """The dossier chosen."""
        card = self.beside(DossierCard(self.errands))
        card.ties.opened.connect(self.open_wanted)
        card.coverage.clicked.connect(self._show_coverage)
        card.ties.tying.undoable.connect(self.undoable)
        card.ties.tying.changed.connect(self.refresh)
        return card

    @Slot()
    def _show_coverage(self) -> None:
        if self.card_of is not None:
            self.open_wanted.emit(CoverageOf(Subject.DOSSIER, self.card_of.id))

    @override
    def card_of_kind(self, kind: Subject) -> DossierCard:
        return self.card

    @override
    def read_view(self, office: Office, ref: Ref) -> DossierView:
        return dossier_page.view(office, DossierId(ref.id))

    @override
    def begin(self, office: Office, kind: Subject, name: str) -> DossierId:
        """Open a dossier under the next free code of the year."""
        code = f"D{office.database.clock.now():%y}"
        return office.dossiers.add_next(NewDossier(code=code, name=name or _("New dossier"))).id

    @override
    def said_begun(self) -> str:
        return _("Dossier created")


def row(dossier: Dossier) -> Row:
    """Return *dossier* as a row: its name, its code and what it concerns."""
    tags = {
        DossierStatus.OPEN: (),
        DossierStatus.DORMANT: (RowTag(_("dormant"), Hue.AMBER),),
        DossierStatus.CLOSED: (RowTag(_("closed"), Hue.NEUTRAL),),
    }[dossier.status]
    detail = f"{dossier.code} · {PLACE.say(dossier.scope)}"
    copied = tuple(fact.copied(dossier) for fact in COPIED)
    return Row(key=dossier.id, title=dossier.name, detail=detail, tags=tags, copied=copied)
