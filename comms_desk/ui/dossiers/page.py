"""The Dossiers: a list beside a card edited in place, over everything tied to the dossier."""

from functools import cached_property
from typing import override

from PySide6.QtCore import Slot

from comms_desk.across import Office, dossier_page
from comms_desk.across.dossier_page import DossierView
from comms_desk.changes import Ref, Subject
from comms_desk.facts import PLACE, listed
from comms_desk.i18n import N_, NN_, _, pgettext
from comms_desk.planning.dossiers.facts import facts
from comms_desk.planning.dossiers.model import Dossier, DossierId, DossierStatus, NewDossier
from comms_desk.storage.paging import Page as Rows
from comms_desk.ui.dossiers.ties import Ties
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard
from comms_desk.ui.frame.list_page import Reading, written
from comms_desk.ui.frame.new_colleague import NewColleague
from comms_desk.ui.frame.pages import CoverageOf
from comms_desk.ui.frame.plain_page import PlainPage, PlainWords
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.kit.theme import Hue

COPIED = listed(facts())


class DossierCard(FactCard):
    """The dossier chosen: its facts, over what is tied to it."""

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        choose = _(DossiersPage.WORDS.choose)
        super().__init__(errands, Subject.DOSSIER, facts(), nothing=choose)
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


class DossiersPage(PlainPage):
    """What ties a contact, an article, a text and a bulletin together."""

    KEY = "dossiers"
    SUBJECT = Subject.DOSSIER
    SHOWS = frozenset(
        {Subject.DOSSIER, Subject.PERSON, Subject.DRAFT, Subject.CONTACT, Subject.OUTLET}
    )
    WORDS = PlainWords(
        search=N_("Code, name, words…"),
        first=N_("Create a dossier"),
        lesson=N_(
            "A dossier brings together the people, the articles and the texts of one matter."
        ),
        count=NN_("{count} dossier", "{count} dossiers"),
        choose=N_("Choose a dossier to see all that is linked to it."),
        new=N_("New dossier"),
        begun=N_("Dossier created"),
    )

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(errands)
        self.column.add_chip(pgettext("dossiers", "Open"), DossierStatus.OPEN, checked=True)
        self.column.add_chip(_("Dormant"), DossierStatus.DORMANT)
        self.column.add_chip(pgettext("dossiers", "Closed"), DossierStatus.CLOSED)
        self.column.add_chip(_("All"), None)

    # ── The list ──────────────────────────────────────────────────────────────────────

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Rows[Row]]:
        chip = self.column.filter
        status = chip if isinstance(chip, DossierStatus) else None

        def job(office: Office) -> Rows[Row]:
            found = office.dossiers.search(searched, status=status, after=after, limit=limit)
            return written(found, self.row)

        return job

    @override
    def none_match(self, searched: str) -> str:
        may_hide = self.column.filter not in {None, DossierStatus.OPEN}
        return super().none_match(searched) or (_("No dossier in this list.") if may_hide else "")

    # ── The card ──────────────────────────────────────────────────────────────────────

    @cached_property
    @override
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
    def read_view(self, office: Office, ref: Ref) -> DossierView:
        return dossier_page.view(office, DossierId(ref.id))

    @override
    def begin(self, office: Office, kind: Subject, name: str) -> DossierId:
        """Open a dossier under the next free code of the year."""
        code = f"D{office.database.clock.now():%y}"
        return office.dossiers.add_next(NewDossier(code=code, name=name or _("New dossier"))).id

    @override
    def row(self, thing: Dossier) -> Row:
        """Return *thing* as a row: its name, its code and what it concerns."""
        tags = {
            DossierStatus.OPEN: (),
            DossierStatus.DORMANT: (RowTag(_("dormant"), Hue.AMBER),),
            DossierStatus.CLOSED: (RowTag(_("closed"), Hue.NEUTRAL),),
        }[thing.status]
        detail = f"{thing.code} · {PLACE.say(thing.scope)}"
        copied = tuple(fact.copied(thing) for fact in COPIED)
        return Row(key=thing.id, title=thing.name, detail=detail, tags=tags, copied=copied)
