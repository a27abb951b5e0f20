"""Whoever has a text and lost the exception that let them: what still reaches them, and when."""

from datetime import timedelta

import pytest

from comms_desk.clock import StillClock
from comms_desk.mail.errors import OutcomeUnknown
from comms_desk.mail.freezes import FreezeDesk
from comms_desk.media.dispatches.model import Amendment, RequestedSending, SendingTime
from comms_desk.media.drafting.model import DraftId
from comms_desk.storage.database import Database
from tests.media.dispatches.sent import TAKEN, TEN, Press, to

ZOE, LUC, ANA = "zoe@journal.example", "luc@radio.example", "ana@tele.example"
WRONG = Amendment(wrong="54", right="45")


@pytest.fixture
def press(database: Database) -> Press:
    return Press(database)


def corrected(press: Press, draft: DraftId) -> None:
    press.rewrite(draft, "Il y a 45 pistes.")


def unsigned(press: Press, draft: DraftId) -> None:
    """Take back every exception to the embargo of *draft*."""
    lock = press.drafts.get(draft).embargo
    assert lock is not None
    for each in lock.exceptions:
        press.embargoes.withdraw(lock.ref, each.id)


def test_a_withdrawal_reaches_at_once_whoever_has_the_text_signed_or_not(
    press: Press, clock: StillClock
) -> None:
    draft = press.draft()
    press.embargo(draft, TEN, ZOE, LUC, ANA)
    press.desk.send(draft, to(ZOE, LUC, ANA))
    worker = press.worker()
    zoe, luc, ana = worker.claim()
    worker.departures.settle(worker.account, zoe, TAKEN)
    worker.departures.settle(worker.account, luc, OutcomeUnknown("smtp.ville.example", "reset"))
    worker.departures.settle(worker.account, ana, TAKEN)
    unsigned(press, draft)

    press.desk.withdraw(draft)

    assert sorted(worker.carry()) == [ANA, ZOE]
    clock.at = TEN
    assert worker.carry() == [LUC]  # Of whom nobody knows whether they have even its title.


def test_a_correction_is_held_from_those_who_have_signed_nothing_any_more(
    press: Press, clock: StillClock
) -> None:
    draft = press.draft()
    press.embargo(draft, TEN, ZOE)
    press.desk.send(draft, to(ZOE))
    worker = press.worker()
    worker.carry()
    unsigned(press, draft)
    corrected(press, draft)

    press.desk.correct(draft, WRONG)

    assert worker.carry() == []  # It has words that they do not have.
    clock.at = TEN
    assert worker.carry() == [ZOE]


def test_a_withdrawal_that_no_embargo_holds_is_held_by_a_freeze(press: Press) -> None:
    draft = press.draft()
    press.embargo(draft, TEN, ZOE)
    press.desk.send(draft, to(ZOE))
    worker = press.worker()
    worker.carry()
    unsigned(press, draft)
    press.desk.withdraw(draft)
    freezes = FreezeDesk(press.database)

    freezes.freeze("Décès d’un conseiller")

    assert worker.carry() == []
    freezes.lift()
    assert worker.carry() == [ZOE]


def test_while_an_embargo_holds_again_a_correction_reaches_those_alone_who_have_signed(
    press: Press, clock: StillClock
) -> None:
    draft = press.draft()
    early = press.list("Copie interne", press.contact("Roy", ZOE), early=5)
    others = press.list("Médias", press.contact("Luc", LUC), press.contact("Ana", ANA))
    press.embargo(draft, TEN, ZOE)
    press.desk.send(draft, RequestedSending(lists=(early, others), when=SendingTime.WHEN_LIFTED))
    worker = press.worker()
    clock.at = TEN - timedelta(minutes=5)
    assert worker.carry() == [ZOE]
    clock.at = TEN
    assert sorted(worker.carry()) == [ANA, LUC]
    press.embargo(draft, TEN + timedelta(hours=3))
    corrected(press, draft)

    press.desk.correct(draft, WRONG)

    assert worker.carry() == [ZOE]
    clock.at = TEN + timedelta(hours=3)
    assert sorted(worker.carry()) == [ANA, LUC]
