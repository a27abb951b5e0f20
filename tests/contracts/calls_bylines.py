"""Example calls of what bylines propose."""

from collections.abc import Iterator

from comms_desk.media.bylines.desk import BylineDesk
from comms_desk.media.contacts.model import NameDecision
from comms_desk.storage.database import Database
from tests.contracts.calls import Call, reads, writes
from tests.media.articles.test_signed import Newsroom


def calls(database: Database) -> Iterator[Call]:

    press, desk = Newsroom(database), BylineDesk(database)
    contact = press.add("Zoé", "Roy", at=press.outlets[1])
    press.publish(*["Luc Tremblay, Ana de la Cruz, Marc Aubé"] * 3)
    (article,) = press.articles.search(limit=1).rows
    first, second, third = desk.proposals()

    yield reads(desk.proposals, desk.proposals)
    yield reads(desk.waiting, desk.waiting)
    yield reads(desk.about, lambda: desk.about(article))
    yield reads(desk.evidence, lambda: desk.evidence(first))
    yield writes(desk.accept, lambda: desk.accept([first.id]))
    done = desk.accept([second.id])
    yield writes(desk.undo, lambda: desk.undo(done))
    yield writes(desk.refuse, lambda: desk.refuse([third.id], NameDecision.NOT_NOW))
    yield reads(desk.refused, desk.refused)
    yield writes(desk.take_back, lambda: desk.take_back([1]))
    yield reads(desk.silent, desk.silent)
    yield reads(desk.silence_of, lambda: desk.silence_of(contact))
