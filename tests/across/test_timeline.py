"""What happened with a contact, from every desk, in one order."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from comms_desk.across.contact_status import verified_by
from comms_desk.across.office import Office
from comms_desk.across.timeline import Event, Happening, timeline
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Letter, NewAccount, Recipient
from comms_desk.media.articles.model import Delivery
from comms_desk.media.contacts.model import ContactId, NewContact, NewPosition
from comms_desk.media.feeds.model import NewFeed, Poll
from comms_desk.media.feeds.parse import FeedEntry
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import FieldChange
from comms_desk.text.approximate import Approximate
from comms_desk.wording.bounces import NATURES
from comms_desk.wording.letters import state_of
from comms_desk.wording.timeline import of_letter
from tests.mail.bounces.bounce_support import message_id, report
from tests.mail.outbox_support import TAKEN, Worker
from tests.support.mornings import office_on


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


@pytest.fixture
def luc(office: Office) -> ContactId:
    held = NewPosition(title="journaliste", started_on=Approximate(2024, 3))
    before = NewPosition(title="stagiaire", ended_on=Approximate(2023))
    new = NewContact(given_name="Luc", family_name="Roy", positions=(held, before))
    return office.contacts.add(new).id


def publish(office: Office, count: int) -> None:
    feed = office.feeds.add(NewFeed(address="https://echo.example/une")).id
    entries = [
        FeedEntry(
            key=f"https://echo.example/{number}",
            title=f"Article {number}",
            link=f"https://echo.example/{number}",
            summary="",
            text=f"Texte {number}",
            author="Luc Roy",
            published_at=None,
        )
        for number in range(count, 0, -1)
    ]
    (due,) = office.feeds.due(only=[feed])
    poll = Poll(feed=due, body_hash=b"h", fingerprints=b"12345678")
    office.articles.take_in([Delivery(poll=poll, entries=tuple(entries))])


def kinds(events: tuple[Event, ...]) -> list[Happening]:
    return [event.kind for event in events]


def test_all_that_happened_stands_in_one_order(
    office: Office, luc: ContactId, clock: StillClock
) -> None:
    publish(office, 2)
    clock.advance(timedelta(hours=1))
    office.contacts.edit(luc, FieldChange("note", "", "Le matin"))

    page = timeline(office, luc)

    assert kinds(page.rows) == [
        Happening.EDIT,
        Happening.ARTICLE,
        Happening.ARTICLE,
        Happening.BEGAN,
        Happening.ENDED,
    ]
    assert (page.total, page.next_key) == (5, None)
    assert [event.at for event in page.rows] == sorted(
        (event.at for event in page.rows), reverse=True
    )
    assert page.rows[1].opens.kind is Subject.MENTION
    assert page.rows[3].opens == Ref(Subject.CONTACT, luc)


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 20])
def test_it_is_read_in_pages_and_each_event_comes_once(
    office: Office, luc: ContactId, clock: StillClock, limit: int
) -> None:
    for number in range(4):
        clock.advance(timedelta(minutes=1))
        office.contacts.edit(luc, FieldChange("note", "x" * number, "x" * (number + 1)))
    publish(office, 7)
    whole = timeline(office, luc, limit=100)

    found: list[Event] = []
    after: object | None = None
    while True:
        page = timeline(office, luc, after=after, limit=limit)
        assert len(page.rows) <= limit
        found += page.rows
        after = page.next_key
        if after is None:
            break

    assert found == list(whole.rows)
    assert len(found) == whole.total == 4 + 7 + 2


def test_a_key_of_another_list_is_none(office: Office, luc: ContactId) -> None:
    with pytest.raises(ValueError, match="x"):
        timeline(office, luc, after=("x",))
    with pytest.raises(NotFound):
        timeline(office, ContactId(luc + 1))


def test_who_verified_a_card_is_said_until_it_is_undone(
    office: Office, luc: ContactId, clock: StillClock
) -> None:
    anne = office.people.add(NewPerson(name="Anne Roy")).id
    zoe = office.people.add(NewPerson(name="Zoé Lavoie")).id
    assert verified_by(office, office.contacts.get(luc)) == ""
    office.database.act_as(anne)
    office.contacts.verify(luc)
    clock.advance(timedelta(days=1))
    office.database.act_as(zoe)

    edit = office.contacts.verify(luc)

    contact = office.contacts.get(luc)
    assert contact.verified_on == date(2026, 11, 25)
    assert verified_by(office, contact) == "Zoé Lavoie"
    office.contacts.edit(luc, edit.change.inverse())
    assert office.contacts.get(luc).verified_on == date(2026, 11, 24)


def test_a_letter_to_somebody_stands_in_it_and_opens(office: Office, luc: ContactId) -> None:
    sender, to = Address.parse("presse@ville.example"), Address.parse("luc@echo.example")
    office.accounts.add(NewAccount(name="Presse", sender=sender, facts={"host": "smtp.example"}))
    persons = (Ref(Subject.CONTACT, luc),)
    queued = office.outbox.send(
        NewMessage(subject="Communiqué – Budget", text="Bonjour"),
        [Recipient(to=to, persons=persons), Recipient(to=Address.parse("zoe@echo.example"))],
    )

    page = timeline(office, luc)

    (letter,) = (event for event in page.rows if event.kind is Happening.LETTER)
    assert letter.opens == Ref(Subject.LETTER, queued.letters[0])
    assert page.total == 3


def test_a_letter_that_came_back_is_said_to_have(office: Office, luc: ContactId) -> None:
    sender, to = Address.parse("presse@ville.example"), Address.parse("luc@echo.example")
    office.accounts.add(NewAccount(name="Presse", sender=sender, facts={"host": "smtp.example"}))
    persons = (Ref(Subject.CONTACT, luc),)
    queued = office.outbox.send(
        NewMessage(subject="Communiqué – Budget", text="Bonjour"),
        [Recipient(to=to, persons=persons)],
    )
    worker = Worker(office.database)
    (claim,) = worker.claim()
    worker.departures.settle(worker.account, claim, TAKEN)
    about = message_id(office.database, queued.letters[0])

    office.bounces.take_in(report(to.bare, about=about))

    (event,) = (each for each in timeline(office, luc).rows if each.kind is Happening.LETTER)
    assert isinstance(event.of, Letter)
    _title, said = of_letter(event.of, event.at)
    assert said[1] == state_of(event.of) == NATURES[Nature.HARD]()
