"""What a sending asks of the database does not grow with its letters."""

import pytest

from comms_desk.mail.bounces.desk import BounceDesk
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.model import LetterState
from comms_desk.media.drafting.model import DraftId
from comms_desk.storage.database import Database
from tests.mail.bounces.bounce_support import HARD, proven
from tests.media.dispatches.sent import Press, to
from tests.support.imports import counted

MANY = 1_200
"""More than go into two statements that name each letter."""


@pytest.fixture
def press(database: Database) -> Press:
    return Press(database)


def sent_to(press: Press, count: int, named: str) -> DraftId:
    draft = press.draft(title=f"Budget {named}")
    press.desk.send(draft, to(*(f"{named}{each}@b.example" for each in range(count))))
    return draft


def test_what_was_sent_is_counted_in_as_few_statements_however_many_letters(press: Press) -> None:
    few, many = sent_to(press, 2, "p"), sent_to(press, MANY, "g")

    with counted() as for_few:
        press.desk.of(few)
    with counted() as for_many:
        (dispatch,) = press.desk.of(many)

    assert dispatch.counts[LetterState.QUEUED] == MANY
    assert len(for_many) == len(for_few)


def test_a_letter_that_came_back_twice_counts_once_and_for_good(press: Press) -> None:
    draft = press.draft()
    press.desk.send(draft, to("a@b.example", "z@b.example"))
    press.worker().carry()
    full = "4.2.2", "mailbox full"
    for number, said in enumerate((full, HARD, full)):
        back = proven(press.database, "a@b.example", said, own_id=f"<{number}@b>")
        BounceDesk(press.database).take_in(back)

    (dispatch,) = press.desk.of(draft)

    assert dispatch.bounced == {Nature.HARD: 1, Nature.SOFT: 0}


@pytest.mark.parametrize("is_taken", [False, True])
def test_a_round_of_the_worker_asks_as_much_of_many_letters_as_of_few(
    press: Press, is_taken: bool
) -> None:
    worker = press.worker()

    def asked_in_a_round(count: int, named: str) -> int:
        draft = sent_to(press, count, named)
        if is_taken:
            worker.carry()
        with counted() as asked:
            assert press.desk.follow_embargoes() == press.desk.close_replaced() == 0
            assert press.desk.settle_scheduled() == 0
        press.desk.stop(draft)
        return len(asked)

    few, many = asked_in_a_round(1, "p"), asked_in_a_round(20, "g")

    assert few == many
