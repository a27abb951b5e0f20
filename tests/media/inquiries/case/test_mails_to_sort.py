"""Mails that wait for a person: kept whole, taken or left, forgotten a month after that."""

from datetime import timedelta

import pytest

from comms_desk.clock import StillClock
from comms_desk.mail.address import Address
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.inquiries.case.mails_to_sort import MailSorted, MailsToSortDesk
from comms_desk.media.inquiries.reading.proposal import InquiryProposal, LineKind
from comms_desk.storage.bin import Bin
from comms_desk.storage.database import Database
from comms_desk.storage.holds import HoldDesk
from comms_desk.storage.model import NewHold
from tests.support.years import live_on

FALL = InquiryProposal(
    title="Ma chute", kind=LineKind.CITIZEN, text="Je suis tombée\nà 11 h.", original=b"1"
)
GALA = InquiryProposal(title="Gala", original=b"2")


def subjects(desk: MailsToSortDesk) -> list[str]:
    return [each.subject for each in desk.search().rows]


def test_a_mail_waits_once_and_as_it_came(database: Database) -> None:
    desk = MailsToSortDesk(database)

    for each in (FALL, GALA, FALL):
        desk.add(each)

    first, second = desk.search().rows
    assert (first.subject, first.kind, first.begins) == (
        "Ma chute",
        LineKind.CITIZEN,
        "Je suis tombée à 11 h.",
    )
    assert desk.original(second.id) == b"2"
    assert desk.search(limit=1).total == 2


def test_what_is_left_waits_no_more_nor_when_it_comes_again_until_that_is_undone(
    database: Database,
) -> None:
    desk = MailsToSortDesk(database)
    for each in (FALL, GALA):
        desk.add(each)
    first, second = (each.id for each in desk.search().rows)

    desk.leave(first, second)
    desk.add(FALL)
    assert subjects(desk) == []

    desk.leave(first, is_left=False)
    assert subjects(desk) == ["Ma chute"]


def test_what_was_left_is_forgotten_after_thirty_days(
    database: Database, clock: StillClock
) -> None:
    desk = MailsToSortDesk(database)
    desk.add(FALL)
    (fall,) = desk.search().rows
    desk.leave(fall.id)

    clock.advance(timedelta(days=31))
    desk.add(GALA)

    with pytest.raises(MailSorted):
        desk.original(fall.id)
    with pytest.raises(MailSorted):
        desk.leave(fall.id, is_left=False)


def test_nothing_that_was_left_is_forgotten_while_a_hold_runs(
    database: Database, clock: StillClock
) -> None:
    desk, holds = MailsToSortDesk(database), HoldDesk(database)
    desk.add(FALL)
    (fall,) = desk.search().rows
    desk.leave(fall.id)
    kept = holds.place(NewHold(over="luc@bedard.example", reason="Demande d’accès")).id
    clock.advance(timedelta(days=31))

    desk.add(GALA)

    assert desk.original(fall.id) == b"1"
    holds.lift(kept, "Réponse donnée")
    desk.leave()
    with pytest.raises(MailSorted):
        desk.original(fall.id)


@pytest.mark.parametrize("is_held", [False, True])
def test_what_somebody_wrote_goes_as_they_are_erased_unless_a_hold_runs(
    database: Database, *, is_held: bool
) -> None:
    desk, contacts = MailsToSortDesk(database), ContactDesk(database)
    theirs = NewPosition(emails=(Address.parse("luc@bedard.example"),))
    contact = contacts.add(NewContact(family_name="Bédard", positions=(theirs,)))
    for sender, title in (("Luc Bedard <LUC@bedard.example>", "Gala"), ("zoe@a.example", "Bal")):
        desk.add(
            InquiryProposal(title=title, sender=Address.parse(sender), original=title.encode())
        )
    if is_held:
        HoldDesk(database).place(NewHold(over="ana@c.example", reason="Demande d’accès"))
    contacts.put_in_bin(contact.id)
    assert subjects(desk) == ["Gala", "Bal"]
    live_on(database, timedelta(days=31))

    assert Bin(database).purge() == 1

    assert subjects(desk) == (["Gala", "Bal"] if is_held else ["Bal"])


def test_one_that_a_colleague_took_is_said_to_be_sorted(database: Database) -> None:
    desk = MailsToSortDesk(database)
    desk.add(FALL)
    (fall,) = desk.search().rows

    desk.remove(fall.id)

    with pytest.raises(MailSorted):
        desk.original(fall.id)
