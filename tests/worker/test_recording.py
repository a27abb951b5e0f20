"""Lines that end while another's outcome is recorded share one commit, and no more than that."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest

from comms_desk.mail.address import Address
from comms_desk.mail.departures import Ended
from comms_desk.mail.doors import Receipt
from comms_desk.mail.model import AccountId, Claim, LetterId, LetterState, MessageId
from comms_desk.storage.errors import StorageBusy
from comms_desk.worker.letters import FeedRecording

WITHIN_S = 60.0


def ended(letter: int) -> Ended:
    claim = Claim(
        letter=LetterId(letter),
        message=MessageId(1),
        to=Address(local=f"r{letter}", domain="ville.example"),
        values={},
        attempt=1,
    )
    return Ended(account=AccountId(1), claim=claim, outcome=Receipt(code=250, text="taken"))


class Records:
    """A database that takes its time for the first outcome, and may fail the next ones."""

    def __init__(self) -> None:
        self.written: list[list[int]] = []
        self.began, self.go_on = Event(), Event()
        self.fails: Callable[[Sequence[int]], Exception | None] = lambda _letters: None

    def __call__(self, together: Sequence[Ended]) -> tuple[LetterState, ...]:
        letters = sorted(each.claim.letter for each in together)
        self.written.append([*letters])
        if not self.began.is_set():
            self.began.set()
            assert self.go_on.wait(WITHIN_S)
        error = self.fails(letters)
        if error is not None:
            raise error
        return (LetterState.SENT,) * len(together)


@pytest.fixture
def lines() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as running:
        yield running


def all_ended(lines: ThreadPoolExecutor, records: Records) -> list[Future[Sequence[LetterState]]]:
    """One letter is being recorded as three others end."""
    recording = FeedRecording(records)
    first = lines.submit(recording.record, [ended(1)])
    assert records.began.wait(WITHIN_S)
    others = [lines.submit(recording.record, [ended(letter)]) for letter in (2, 3, 4)]
    while len(recording._waiting) < len(others):
        assert not records.go_on.wait(0.01)
    records.go_on.set()
    return [first, *others]


def test_what_ends_while_another_is_recorded_shares_the_next_commit(
    lines: ThreadPoolExecutor,
) -> None:
    records = Records()

    recorded = all_ended(lines, records)

    assert {each.result(WITHIN_S) for each in recorded} == {(LetterState.SENT,)}
    assert records.written == [[1], [2, 3, 4]]


def test_each_line_hears_of_a_database_that_failed_and_may_try_again(
    lines: ThreadPoolExecutor,
) -> None:
    records = Records()
    records.fails = lambda letters: StorageBusy(5.0) if 2 in letters else None

    first, *others = all_ended(lines, records)

    assert first.result(WITHIN_S) == (LetterState.SENT,)
    assert [type(each.exception(WITHIN_S)) for each in others] == [StorageBusy] * 3
    assert records.written == [[1], [2, 3, 4]]


@pytest.mark.parametrize("letter", [2, 3, 4])
def test_a_bug_is_heard_by_its_own_line_and_the_others_are_recorded_alone(
    lines: ThreadPoolExecutor, letter: int
) -> None:
    records = Records()
    records.fails = lambda letters: ZeroDivisionError() if letter in letters else None

    recorded = all_ended(lines, records)

    errors = [type(each.exception(WITHIN_S)) for each in recorded]
    assert errors.pop(letter - 1) is ZeroDivisionError
    assert set(errors) == {type(None)}
    assert sorted(records.written[2:]) == [[2], [3], [4]]
