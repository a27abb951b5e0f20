"""One message in blind copies: what is stored of it, when it leaves, and who leaves together."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from comms_desk.clock import StillClock
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import PieceInBlindCopies
from comms_desk.mail.message import NewMessage, Purpose
from comms_desk.mail.model import Account, AccountMisdescribed, NewAccount, Recipient
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.mail.outbox_support import ZOE, account, readers
from tests.mail.test_limits import M365_FACTS

REVIEW = NewMessage(subject="Revue de presse", text="L’essentiel", blind=True)
TO_EACH = "Bonjour {{ name }}"


def small(database: Database, *, together: int, letters_a_minute: int = 1000) -> Account:
    made = account(database, letters_a_minute=letters_a_minute)
    change = FieldChange("recipients_a_message", made.recipients_a_message, together)
    AccountDesk(database).edit(made.id, change)
    return made


def test_that_a_message_is_blind_is_kept_with_it_and_each_reader_has_a_letter(
    database: Database,
) -> None:
    account(database)
    desk = OutboxDesk(database)

    queued = desk.send(REVIEW, [Recipient(to=each) for each in readers(3)])

    assert len(queued.letters) == 3
    assert desk.message(desk.letter(queued.letters[0]).message).content == REVIEW


@pytest.mark.parametrize(
    "written",
    [
        partial(replace, REVIEW, subject=TO_EACH),
        partial(replace, REVIEW, text=TO_EACH),
        partial(replace, REVIEW, html=TO_EACH),
    ],
)
def test_what_differs_from_reader_to_reader_is_in_no_blind_message(
    written: Callable[[], NewMessage],
) -> None:
    with pytest.raises(PieceInBlindCopies) as caught:
        written()

    assert caught.value.piece == "name"


def test_each_kind_of_account_lets_a_message_have_as_many_readers_as_its_server_takes(
    database: Database,
) -> None:
    desk = AccountDesk(database)
    microsofts = desk.add(NewAccount(name="M", kind="m365", sender=ZOE, facts=M365_FACTS))

    assert account(database).recipients_a_message == 100
    assert microsofts.recipients_a_message == 500
    for wrong in (-1, 0, 1_001):
        with pytest.raises(AccountMisdescribed):
            desk.edit(microsofts.id, FieldChange("recipients_a_message", 500, wrong))


def test_the_hour_of_the_last_departure_counts_those_who_leave_together_once(
    database: Database, clock: StillClock
) -> None:
    small(database, together=20, letters_a_minute=2)
    desk = OutboxDesk(database)

    def leaves_after(count: int, *, blind: bool) -> timedelta:
        plan = desk.plan(count, purpose=Purpose.LETTER, blind=blind)
        return plan.last_leaves_at - clock.now()

    assert leaves_after(40, blind=True) == timedelta(0)
    assert leaves_after(41, blind=True) == timedelta(minutes=1)
    assert leaves_after(40, blind=False) == timedelta(minutes=19)


def test_what_the_days_limit_holds_back_leaves_a_day_later_in_blind_copies_too(
    database: Database, clock: StillClock
) -> None:
    made = small(database, together=20)
    AccountDesk(database).edit(made.id, FieldChange("recipients_a_day", None, 30))

    plan = OutboxDesk(database).plan(40, purpose=Purpose.LETTER, blind=True)

    assert plan.last_leaves_at == clock.now() + timedelta(days=1)
