"""The page of a plain kind: a list with its "+", beside the card of the one chosen.

Its facts, its desk and what a line says of one stand in the book of kinds; the page says the words:

    class VerbatimsPage(PlainPage):
        KEY = "verbatims"
        SUBJECT = Subject.VERBATIM
        SHOWS = frozenset({Subject.VERBATIM})
        FACTS = staticmethod(facts)
        WORDS = PlainWords(search=N_("Name, speaker…"), new=N_("New verbatim"), …)
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, override

from comms_desk.across import Office
from comms_desk.across.things import DESKS, offered, said
from comms_desk.changes import Ref, Subject
from comms_desk.facts import Facts
from comms_desk.i18n import _, ngettext
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.frame.card_page import CardPage
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard
from comms_desk.ui.frame.list_page import Reading, written
from comms_desk.ui.kit.layout import TwoPanes
from comms_desk.ui.kit.new_button import NewButton
from comms_desk.ui.kit.rows import Row

type Shown = tuple[Any, Facts]
"""A thing, and its facts with what there is to choose among."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainWords:
    """What a plain page says, in English.

    Attributes:
        search: What may be searched for.
        first: The verb of the first thing to do on an empty page.
        lesson: What an empty page teaches.
        count: How many there are: of one, and of many (`NN_`).
        choose: What the card says until one is chosen.
        new: What the "+" makes, and what a new one is called until it has a name.
        begun: What is said once it is begun.
    """

    search: str
    first: str
    lesson: str
    count: tuple[str, str]
    choose: str
    new: str
    begun: str


class PlainFactCard(FactCard):
    """The thing chosen, with what its facts are chosen among."""

    @override
    def show_view(self, view: Shown) -> None:
        self.show_thing(*view)


class PlainPage(CardPage[Rows[Row]]):
    """A list of things of a plain kind, and the card of the one chosen."""

    WORDS: ClassVar[PlainWords]
    FACTS: "ClassVar[staticmethod[..., Facts]]"
    """As a card has them before a thing is read."""

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        words = self.WORDS
        super().__init__(errands, _(words.search), first=_(words.first), lesson=_(words.lesson))
        self.new_one = NewButton(_(words.new))
        self.column.add_to_head(self.new_one)
        self.new_one.clicked.connect(self.new)
        self.fill(TwoPanes(self.column, self.right))

    def row(self, thing: Any) -> Row:
        """Return *thing* as a row of the list: what a line says of one, unless a page says more."""
        line = said(Ref(self.SUBJECT, thing.id), thing)
        return Row(key=thing.id, title=line.title, detail=line.detail)

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Rows[Row]]:
        def job(office: Office) -> Rows[Row]:
            desk: Any = DESKS[self.SUBJECT](office)
            return written(desk.search(searched, after=after, limit=limit), self.row)

        return job

    @override
    def how_many(self, number: int) -> str:
        return ngettext(*self.WORDS.count, number)

    @cached_property
    def card(self) -> FactCard:
        """The card of the thing chosen."""
        choose = _(self.WORDS.choose)
        return self.beside(PlainFactCard(self.errands, self.SUBJECT, self.FACTS(), nothing=choose))

    @override
    def card_of_kind(self, kind: Subject) -> FactCard:
        return self.card

    @override
    def read_view(self, office: Office, ref: Ref) -> Any:
        return super().read_view(office, ref), offered(office, ref.kind)

    @override
    def begin(self, office: Office, kind: Subject, name: str) -> int:
        desk: Any = DESKS[kind](office)
        begun: int = desk.add(desk.NEW(name=name or _(self.WORDS.new))).id
        return begun

    @override
    def said_begun(self) -> str:
        return _(self.WORDS.begun)
