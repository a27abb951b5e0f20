"""The Dossiers: a list beside a card edited in place, over everything tied to the dossier.

Each thing that is tied opens with a click; one is added by its name.
"""

from dataclasses import replace
from functools import cached_property
from typing import override

from PySide6.QtCore import Signal, Slot

from comms_desk.across import Office, dossier_page
from comms_desk.across.dossier_page import DossierView
from comms_desk.across.things import Thing
from comms_desk.changes import Ref, Subject
from comms_desk.facts import PLACE, listed
from comms_desk.i18n import N_, NN_, _, format_date, format_number, format_share, ngettext, pgettext
from comms_desk.planning.dossiers.facts import facts
from comms_desk.planning.dossiers.model import Dossier, DossierId, DossierStatus, NewDossier
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.frame.dossier_links import Tying
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard
from comms_desk.ui.frame.list_page import Reading, written
from comms_desk.ui.frame.new_colleague import NewColleague
from comms_desk.ui.frame.pages import CoverageOf
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.frame.plain_page import PlainPage, PlainWords
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.layout import Section
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.wording.kinds import ONE

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


class Ties(Section):
    """The things tied to one dossier, and a search for more.

    Signals:
        opened: A thing is to be shown; carries its `Ref`.
    """

    opened = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty group."""
        super().__init__(_("Linked to this dossier"))
        self._dossier: DossierId | None = None
        self.tying = Tying(self, errands, is_of_dossier=True)
        self.count = Label("", "detail")
        self.picker = Picker(
            errands,
            _proposed,
            asks=_("Link a contact, an outlet, a text…"),
            offers=_("Link something to this dossier"),
            none_match=_("Nothing else matches “{words}”."),
        )
        self.nothing = Label(
            _(
                "Nothing linked yet. Link articles on the Watch page; contacts, outlets and"
                " texts, here."
            ),
            "muted",
            wraps=True,
        )
        self.lines = Lines()
        for each in (self.count, self.picker, self.nothing):
            self.stand(each)
        self.body.addWidget(self.lines)
        self.picker.chosen.connect(self._tie)
        self.picker.left.connect(self._forget_words)
        self.lines.opened.connect(self.opened)
        self.lines.away_wanted.connect(self._untie)

    def show_view(self, view: DossierView) -> None:
        """Show what is tied to a dossier; of another one, the words of the search are gone."""
        shown = len(view.things)
        share = format_share(shown, view.tied) if shown < view.tied else ""
        self.count.setText(" · ".join(filter(None, (share, _waiting(view.open_inquiries)))))
        self.count.setVisible(bool(self.count.text()))
        self.picker.left_out = {thing.ref for thing in view.things}
        self.lines.show_lines(list(map(_tie, view.things)))
        self.nothing.setVisible(not view.things)
        if self._dossier != view.dossier.id:
            self._dossier = view.dossier.id
            self._forget_words()

    @Slot()
    def _forget_words(self) -> None:
        """Empty the search, and stay there where the keys were on what it offered."""
        if self.picker.list.hasFocus():
            self.picker.search.setFocus()
        self.picker.forget()

    @Slot(object)
    def _tie(self, thing: Ref) -> None:
        """Tie *thing*; the next one is typed at once, since its line goes away."""
        self.picker.search.setFocus()
        self.picker.forget()
        if self._dossier is not None:
            self.tying.tie(self._dossier, thing)

    @Slot(object)
    def _untie(self, thing: Ref) -> None:
        if self._dossier is not None:
            self.tying.untie(self._dossier, thing)


def _waiting(inquiries: int) -> str:
    if not inquiries:
        return ""
    said = ngettext("{n} open inquiry", "{n} open inquiries", inquiries)
    return said.format(n=format_number(inquiries))


def _proposed(office: Office, searched: str) -> Rows[Row]:
    return written(dossier_page.proposed(office, searched), _line)


def _tie(thing: Thing) -> Row:
    """Return something tied as a line; what has its home in the dossier stays there."""
    away = "" if thing.is_home else _("Unlink {title}").format(title=thing.title)
    return replace(_line(thing), away=away)


def _line(thing: Thing) -> Row:
    when = "" if thing.at is None else format_date(thing.at)
    detail = " · ".join(filter(None, (ONE[thing.ref.kind](), thing.detail, when)))
    return Row(key=thing.ref, title=thing.title or _("Untitled"), detail=detail)
