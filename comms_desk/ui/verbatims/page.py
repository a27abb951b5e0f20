"""The verbatims: a list, the last one first, beside the card of the one chosen."""

from functools import cached_property
from typing import TYPE_CHECKING, override

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, format_date, ngettext
from comms_desk.media.verbatims.facts import facts
from comms_desk.media.verbatims.model import NewVerbatim, Verbatim, VerbatimId
from comms_desk.storage.paging import MOST_CHOICES
from comms_desk.storage.paging import Page as Rows
from comms_desk.ui.frame.card_page import CardPage
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard
from comms_desk.ui.frame.list_page import Reading, written
from comms_desk.ui.kit.layout import TwoPanes
from comms_desk.ui.kit.new_button import NewButton
from comms_desk.ui.kit.rows import Row

if TYPE_CHECKING:
    from comms_desk.planning.dossiers.model import Dossier

type View = tuple[Verbatim, tuple["Dossier", ...]]
"""A verbatim, and the dossiers that may have it."""


class VerbatimCard(FactCard):
    """The verbatim chosen."""

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        nothing = _("Choose a verbatim to read it.")
        super().__init__(errands, Subject.VERBATIM, facts(), nothing=nothing)

    @override
    def show_view(self, view: View) -> None:
        """Show a verbatim."""
        verbatim, dossiers = view
        self.show_thing(verbatim, facts(dossiers))


class VerbatimsPage(CardPage[Rows[Row]]):
    """What was said aloud, the last brought in first."""

    KEY = "verbatims"
    SUBJECT = Subject.VERBATIM
    SHOWS = frozenset({Subject.VERBATIM, Subject.DOSSIER})

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(
            errands,
            _("Name, speaker…"),
            first=_("Paste a verbatim"),
            lesson=_("What was said at a scrum or in an interview is found again, to be quoted."),
        )
        self.new_one = NewButton(_("New verbatim"))
        self.column.add_to_head(self.new_one)
        self.new_one.clicked.connect(self.new)
        self.fill(TwoPanes(self.column, self.right))

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Rows[Row]]:
        def job(office: Office) -> Rows[Row]:
            return written(office.verbatims.search(searched, after=after, limit=limit), row)

        return job

    @override
    def how_many(self, number: int) -> str:
        return ngettext("{count} verbatim", "{count} verbatims", number)

    @cached_property
    def card(self) -> VerbatimCard:
        """The verbatim chosen."""
        return self.beside(VerbatimCard(self.errands))

    @override
    def card_of_kind(self, kind: Subject) -> VerbatimCard:
        return self.card

    @override
    def read_view(self, office: Office, ref: Ref) -> View:
        dossiers = office.dossiers.search(limit=MOST_CHOICES).rows
        return office.verbatims.get(VerbatimId(ref.id)), tuple(dossiers)

    @override
    def begin(self, office: Office, kind: Subject, name: str) -> VerbatimId:
        return office.verbatims.add(NewVerbatim(name=name or _("New verbatim"))).id

    @override
    def said_begun(self) -> str:
        return _("Verbatim added")


def row(verbatim: Verbatim) -> Row:
    """Return *verbatim* as a row: its name, who spoke and when."""
    day = "" if verbatim.day is None else format_date(verbatim.day)
    detail = " · ".join(filter(None, (verbatim.speaker, day)))
    return Row(key=verbatim.id, title=verbatim.name, detail=detail)
