"""Mails that wait for a person: kept whole, taken or left, forgotten a month after that."""

from datetime import timedelta

import pytest

from comms_desk.clock import StillClock
from comms_desk.media.inquiries.mails_to_sort import MailSorted, MailsToSortDesk
from comms_desk.media.inquiries.proposal import Kind, Proposal
from comms_desk.storage.database import Database
from comms_desk.storage.holds import HoldDesk
from comms_desk.storage.model import NewHold

FALL = Proposal(title="Ma chute", kind=Kind.CITIZEN, text="Je suis tombée\nà 11 h.", original=b"1")
GALA = Proposal(title="Gala", original=b"2")


def subjects(desk: MailsToSortDesk) -> list[str]:
    return [each.subject for each in desk.search().rows]


def test_a_mail_waits_once_and_as_it_came(database: Database) -> None:
    desk = MailsToSortDesk(database)

    for each in (FALL, GALA, FALL):
        desk.add(each)

    first, second = desk.search().rows
    assert (first.subject, first.kind, first.begins) == (
        "Ma chute",
        Kind.CITIZEN,
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


def test_one_that_a_colleague_took_is_said_to_be_sorted(database: Database) -> None:
    desk = MailsToSortDesk(database)
    desk.add(FALL)
    (fall,) = desk.search().rows

    desk.remove(fall.id)

    with pytest.raises(MailSorted):
        desk.original(fall.id)
