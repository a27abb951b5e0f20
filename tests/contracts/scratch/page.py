"""The page of the keys: a list, and the card of the one chosen."""

from functools import cached_property
from typing import Any, override

from comms_desk.changes import Subject
from comms_desk.facts import PLACE
from comms_desk.storage.paging import Page as Rows
from comms_desk.ui.frame.card_page import CardPage
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard
from comms_desk.ui.frame.list_page import Reading, written
from comms_desk.ui.kit.layout import TwoPanes
from comms_desk.ui.kit.rows import Row
from tests.contracts.scratch.model import FACTS, Key, NewKey
from tests.contracts.scratch.register import keys


class KeysPage(CardPage[Rows[Row]]):
    """The keys, and the card of the one chosen."""

    KEY = "scratch"
    SHOWS = frozenset({Subject.SCRATCH})
    SUBJECT = Subject.SCRATCH

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(errands, "Name…", first="Add a key", lesson="A key opens a hall.")
        self.fill(TwoPanes(self.column, self.right))
        self.put_in_front(self.card)

    @cached_property
    def card(self) -> FactCard:
        """The key chosen."""
        return self.beside(FactCard(self.errands, Subject.SCRATCH, FACTS, nothing="Choose a key."))

    @override
    def card_of_kind(self, kind: Subject) -> FactCard:
        return self.card

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Rows[Row]]:
        return lambda office: written(keys(office).search(searched, after=after, limit=limit), row)

    @override
    def how_many(self, number: int) -> str:
        return "{count} keys"

    @override
    def begin(self, office: Any, kind: Subject, name: str) -> int:
        return keys(office).add(NewKey(name=name or "New key")).id

    @override
    def said_begun(self) -> str:
        return "Key added"


def row(key: Key) -> Row:
    """Return *key* as a row."""
    return Row(key=key.id, title=key.name, detail=PLACE.say(key.scope))
