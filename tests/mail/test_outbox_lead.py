"""Letters that leave a while before their embargo ends, to those who signed an exception."""

from datetime import timedelta

import pytest

from comms_desk.clock import StillClock
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.mail import within as outbox
from comms_desk.mail.errors import Overtaken, Overtaking
from comms_desk.mail.last_check import prove
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Recipient
from comms_desk.storage.database import Database
from tests.mail.outbox_support import LUC, MINUTE, RELEASE, ZOE, Worker, account

HOUR = timedelta(hours=1)
EARLY = timedelta(minutes=5)


@pytest.fixture
def embargoes(database: Database, clock: StillClock) -> EmbargoDesk:
    """A release under embargo for an hour, and one who signed to have it before."""
    account(database)
    desk = EmbargoDesk(database)
    desk.place(RELEASE, until=clock.now() + HOUR, ends_when="")
    desk.grant(RELEASE, ZOE.bare, signed_by="Zoé Ébène")
    return desk


def copies(database: Database, *, early: timedelta | None = EARLY) -> None:
    with database.transaction() as transaction:
        message = outbox.compose(
            transaction, NewMessage(subject="Copie interne", text="Bonjour"), about=RELEASE
        )
        recipients = [Recipient(to=ZOE), Recipient(to=LUC)]
        outbox.queue_all(transaction, message, recipients, before_lift=early)


def test_a_letter_with_a_lead_leaves_that_long_before_its_embargo_ends(
    database: Database, clock: StillClock, embargoes: EmbargoDesk
) -> None:
    copies(database)
    worker = Worker(database)

    clock.advance(HOUR - EARLY - timedelta(microseconds=1))
    assert worker.claimed() == []
    clock.advance(timedelta(microseconds=1))
    assert worker.claimed() == [ZOE.bare]
    clock.advance(EARLY)
    assert worker.claimed() == [LUC.bare]


def test_a_lead_follows_an_embargo_that_is_moved(
    database: Database, clock: StillClock, embargoes: EmbargoDesk
) -> None:
    copies(database)
    embargoes.place(RELEASE, until=clock.now() + 3 * HOUR, ends_when="")
    embargoes.grant(RELEASE, ZOE.bare, signed_by="Zoé Ébène")
    worker = Worker(database)

    clock.advance(2 * HOUR)
    assert worker.claimed() == []
    clock.advance(HOUR - EARLY)
    assert worker.claimed() == [ZOE.bare]


def test_a_lifted_embargo_waits_for_no_lead(database: Database, embargoes: EmbargoDesk) -> None:
    copies(database)

    embargoes.lift(RELEASE)

    assert Worker(database).claimed() == [ZOE.bare, LUC.bare]


def test_a_letter_without_a_lead_leaves_at_once_to_who_signed(
    database: Database, embargoes: EmbargoDesk
) -> None:
    copies(database, early=None)

    assert Worker(database).claimed() == [ZOE.bare]


def test_an_embargo_moved_while_a_letter_is_on_the_wire_holds_it_to_its_lead(
    database: Database, clock: StillClock, embargoes: EmbargoDesk
) -> None:
    copies(database)
    clock.advance(HOUR - EARLY)
    worker = Worker(database)
    (claim,) = worker.claim()
    prove(database, claim, token=worker.lease.token)
    embargoes.place(RELEASE, until=clock.now() + EARLY + MINUTE, ends_when="")

    with pytest.raises(Overtaken) as caught:
        prove(database, claim, token=worker.lease.token)

    assert caught.value.why is Overtaking.EMBARGO
