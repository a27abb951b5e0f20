"""One message in blind copies on its way: to all at once, and each reader with their own fate."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from random import Random
from threading import Thread

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import Stage
from comms_desk.mail.freezes import FreezeDesk
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Decision, ExclusionReason, LetterState, NewAccount, Recipient
from comms_desk.storage.database import Database
from tests.mail.outbox_support import readers
from tests.worker.test_letters import BrokenDoor, Office, counts
from tools.tour.smtp_server import (
    Answer,
    FallSilent,
    Fault,
    HangUp,
    Hold,
    LoopbackSmtpServer,
    recipients,
)

pytestmark = pytest.mark.long

REVIEW = NewMessage(subject="Revue de presse", text="L’essentiel", blind=True)
ABOUT = Ref(Subject.DRAFT, 41)
NAMES = [f"reader{number}@ville.example" for number in range(60)]


@pytest.fixture
def server() -> Iterator[LoopbackSmtpServer]:
    with LoopbackSmtpServer() as running:
        yield running


class Desk:
    """A desk with an account, an outbox, and a postman."""

    def __init__(self, database: Database, server: LoopbackSmtpServer, **numbers: int) -> None:
        self.server, self.database = server, database
        self.accounts = AccountDesk(database)
        self.outbox = OutboxDesk(database)
        self.account = self.accounts.add(
            NewAccount(
                name="Presse",
                sender=Address(name="Ville", local="presse", domain="ville.example"),
                facts={"host": server.host, "port": str(server.port), "security": "none"},
                **{"letters_a_minute": 1000} | numbers,  # type: ignore[arg-type]
            )
        )
        self.office = Office(database)

    def queue(self, count: int, *more: Address) -> None:
        to = [Recipient(to=each) for each in (*readers(count), *more)]
        self.outbox.send(REVIEW, to, about=ABOUT)

    def send(self) -> list[tuple[str, ...]]:
        """Send what may leave; to whom each departure was, of all so far."""
        self.office.postman.send_all()
        return [each.recipients for each in self.server.letters]

    def states(self) -> dict[str, LetterState]:
        return {each.to.local: each.state for each in self.outbox.letters().rows}

    def hold(self, stage: Stage, meanwhile: Callable[[], object]) -> None:
        """Do something while a departure stands at *stage*."""
        hold = Hold()
        self.server.fail(stage, hold)
        sending = Thread(target=self.office.postman.send_all)
        sending.start()
        assert hold.reached.wait(60)
        meanwhile()
        hold.go_on()
        sending.join()


Makes = Callable[..., Desk]


@pytest.fixture
def make(database: Database, server: LoopbackSmtpServer) -> Iterator[Makes]:
    made: list[Desk] = []

    def makes(**numbers: int) -> Desk:
        made.append(Desk(database, server, **numbers))
        return made[-1]

    yield makes
    for each in made:
        each.office.postman.close()


def passing() -> Hold:
    """What goes on as if nothing stood there."""
    made = Hold()
    made.go_on()
    return made


def test_sixty_readers_have_one_message_and_none_sees_another(make: Makes) -> None:
    desk = make()
    desk.queue(60)

    assert desk.send() == [tuple(NAMES)]

    (left,) = desk.server.letters
    read = message_from_bytes(left.content, policy=policy.default)
    assert (read["To"], read["Bcc"], read["Cc"]) == ("Ville <presse@ville.example>", None, None)
    assert b"reader" not in left.content
    assert set(desk.states().values()) == {LetterState.SENT}
    assert {each.receipt for each in desk.outbox.letters().rows} == {"250 2.0.0 taken as 1"}
    assert desk.send() == [tuple(NAMES)]


def test_as_many_leave_together_as_the_account_lets_them_by_one_name(make: Makes) -> None:
    desk = make(recipients_a_message=25)
    desk.queue(60)

    assert desk.send() == [tuple(NAMES[:25]), tuple(NAMES[25:50]), tuple(NAMES[50:])]

    read = [message_from_bytes(each.content) for each in desk.server.letters]
    assert len({each["Message-ID"] for each in read}) == 1


def test_an_account_that_lets_a_message_have_one_reader_sends_one_letter_each(
    make: Makes,
) -> None:
    desk = make(recipients_a_message=1)
    desk.queue(3)

    assert desk.send() == [(name,) for name in NAMES[:3]]

    assert all(b"reader" not in each.content for each in desk.server.letters)


def test_over_several_lines_nobody_has_it_twice(make: Makes) -> None:
    desk = make(recipients_a_message=7, lines=4)
    desk.queue(60)

    desk.send()

    assert sorted(recipients(desk.server.letters)) == sorted(NAMES)


def test_who_is_refused_is_refused_alone_and_who_is_put_off_waits_alone(
    make: Makes, clock: StillClock
) -> None:
    desk = make()
    desk.queue(4)
    desk.server.fail(
        Stage.RECIPIENT, passing(), Answer("550 5.1.1 Unknown"), Answer("451 4.7.1 Greylisted")
    )

    assert desk.send() == [(NAMES[0], NAMES[3])]

    assert desk.states() == {
        "reader0": LetterState.SENT,
        "reader1": LetterState.REFUSED,
        "reader2": LetterState.QUEUED,
        "reader3": LetterState.SENT,
    }
    clock.advance(timedelta(minutes=5))
    assert desk.send()[1:] == [(NAMES[2],)]


def test_when_all_are_refused_nothing_is_written_and_the_line_goes_on(make: Makes) -> None:
    desk = make()
    desk.queue(2)
    desk.server.fail(Stage.RECIPIENT, *[Answer("550 5.1.1 Unknown")] * 2)

    desk.send()
    desk.queue(1)

    assert desk.send() == [(NAMES[0],)]
    assert desk.server.sessions == 1
    assert counts(desk.database) == {LetterState.REFUSED: 2, LetterState.SENT: 1}


@pytest.mark.parametrize(
    "said", ["452 4.5.3 Too many recipients", "452 Too many", "552 Too many recipients"]
)
def test_those_who_are_too_many_for_a_server_leave_with_the_next(make: Makes, said: str) -> None:
    desk = make()
    desk.queue(5)
    desk.server.fail(Stage.RECIPIENT, passing(), passing(), Answer(said))

    assert desk.send() == [tuple(NAMES[:2])]
    assert desk.send() == [tuple(NAMES[:2]), tuple(NAMES[2:5])]
    assert counts(desk.database) == {LetterState.SENT: 5}


def test_a_full_mailbox_keeps_no_other_reader_waiting(make: Makes) -> None:
    desk = make()
    desk.queue(3)
    desk.server.fail(Stage.RECIPIENT, passing(), Answer("552 5.2.2 Mailbox full"))

    assert desk.send() == [(NAMES[0], NAMES[2])]

    assert desk.states()["reader1"] is LetterState.REFUSED


def test_a_mailbox_that_has_written_to_all_it_may_keeps_the_others_for_later(
    make: Makes,
) -> None:
    desk = make()
    desk.queue(4)
    desk.server.fail(
        Stage.RECIPIENT, passing(), passing(), Answer("550 5.1.90 Recipient limit exceeded")
    )

    assert desk.send() == [tuple(NAMES[:2])]

    assert counts(desk.database) == {LetterState.SENT: 2, LetterState.QUEUED: 2}
    (account,) = desk.accounts.every()
    assert account.resting_until is not None


def test_a_server_that_closes_among_the_readers_has_nobody_and_all_wait(
    make: Makes, clock: StillClock
) -> None:
    desk = make()
    desk.queue(4)
    desk.server.fail(Stage.RECIPIENT, passing(), Answer("421 4.3.2 Closing"))

    assert desk.send() == []

    assert set(desk.states().values()) == {LetterState.QUEUED}
    clock.advance(timedelta(minutes=5))
    assert desk.send() == [tuple(NAMES[:4])]


def test_who_was_put_off_twice_leaves_alone(make: Makes, clock: StillClock) -> None:
    desk = make()
    desk.queue(3)
    for minutes in (5, 30):
        desk.server.fail(Stage.RECIPIENT, Answer("421 4.3.2 Too many"))
        assert desk.send() == []
        clock.advance(timedelta(minutes=minutes))

    assert desk.send() == [(name,) for name in NAMES[:3]]


def test_an_address_that_needs_more_of_its_server_leaves_alone(make: Makes) -> None:
    desk = make()
    zoe = Address(local="zoé", domain="journal.example")
    desk.queue(2, zoe)
    desk.server.utf8 = False

    assert desk.send() == [tuple(NAMES[:2])]

    assert desk.states()["zoé"] is LetterState.REFUSED


@pytest.mark.parametrize("fault", [HangUp(), HangUp(keeping=True), FallSilent()])
def test_a_line_broken_after_the_dot_leaves_all_uncertain_and_none_leaves_again(
    make: Makes, clock: StillClock, fault: Fault
) -> None:
    desk = make()
    desk.queue(60)
    desk.server.fail(Stage.END, fault)

    taken = desk.send()

    assert set(desk.states().values()) == {LetterState.UNCERTAIN}
    clock.advance(timedelta(days=2))
    assert desk.send() == taken
    for each in desk.outbox.letters(undecided=True).rows[:2]:
        desk.outbox.decide(each.id, Decision.SEND_AGAIN)
    assert desk.send()[len(taken) :] == [tuple(NAMES[58:])]
    assert len({message_from_bytes(e.content)["Message-ID"] for e in desk.server.letters}) == 1


@pytest.mark.parametrize("decision", Decision)
def test_one_decides_about_all_that_left_together_at_once(make: Makes, decision: Decision) -> None:
    desk = make(recipients_a_message=3)
    desk.queue(7)
    desk.server.fail(Stage.RECIPIENT, Answer("550 5.1.1 Unknown"))
    desk.server.fail(Stage.END, HangUp(), HangUp())
    desk.send()
    desk.accounts.wake(desk.account.id)
    desk.send()
    desk.outbox.suppress(Address.parse(NAMES[2]), because=ExclusionReason.ASKED)
    uncertain = {each.to.bare: each.id for each in desk.outbox.letters(undecided=True).rows}
    before = desk.states()

    desk.outbox.decide(uncertain[NAMES[1]], decision, together=True)

    left = {each.to.bare for each in desk.outbox.letters(undecided=True).rows}
    assert left == uncertain.keys() - {NAMES[1], NAMES[2]}
    again = {"reader1": LetterState.QUEUED, "reader2": LetterState.WITHHELD}
    assert desk.states() == before | (again if decision is Decision.SEND_AGAIN else {})


def test_who_was_refused_before_the_line_broke_is_refused_and_not_uncertain(
    make: Makes,
) -> None:
    desk = make()
    desk.queue(3)
    desk.server.fail(Stage.RECIPIENT, Answer("550 5.1.1 Unknown"))
    desk.server.fail(Stage.END, HangUp())

    desk.send()

    assert counts(desk.database) == {LetterState.REFUSED: 1, LetterState.UNCERTAIN: 2}


@pytest.mark.parametrize("stage", [Stage.SENDER, Stage.RECIPIENT, Stage.DATA])
@pytest.mark.parametrize("fault", [HangUp(), FallSilent()])
def test_a_line_broken_before_the_dot_leaves_all_waiting_and_each_has_it_once(
    make: Makes, clock: StillClock, stage: Stage, fault: Fault
) -> None:
    desk = make()
    desk.queue(60)
    desk.server.fail(stage, fault)

    assert desk.send() == []

    assert set(desk.states().values()) == {LetterState.QUEUED}
    clock.advance(timedelta(minutes=2))
    assert desk.send() == [tuple(NAMES)]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("554 5.7.1 No", LetterState.REFUSED),
        ("451 4.3.0 Later", LetterState.QUEUED),
        ("554 5.2.252 SendAsDenied", LetterState.QUEUED),
    ],
)
def test_one_answer_after_the_dot_settles_all(make: Makes, said: str, state: LetterState) -> None:
    desk = make()
    desk.queue(5)
    desk.server.fail(Stage.END, Answer(said))

    assert desk.send() == []

    assert counts(desk.database) == {state: 5}


@pytest.mark.parametrize("stage", [Stage.SENDER, Stage.RECIPIENT, Stage.DATA])
def test_who_is_excluded_on_the_way_has_nothing_and_the_others_have_it_once(
    make: Makes, stage: Stage
) -> None:
    desk = make()
    desk.queue(4)
    gone = Address.parse(NAMES[2])

    desk.hold(stage, lambda: desk.outbox.suppress(gone, because=ExclusionReason.ASKED))

    assert desk.send() == [(NAMES[0], NAMES[1], NAMES[3])]
    assert desk.states()["reader2"] is LetterState.WITHHELD


def test_a_reader_whose_letter_is_stopped_on_the_way_has_nothing(make: Makes) -> None:
    desk = make()
    desk.queue(3)
    stopped = desk.outbox.letters().rows[0]

    desk.hold(Stage.DATA, lambda: desk.outbox.cancel(stopped.message, only=[stopped.id]))

    assert desk.send() == [tuple(NAMES[:2])]
    assert desk.states()["reader2"] is LetterState.CANCELLED


def test_a_freeze_on_the_way_holds_all(make: Makes, database: Database) -> None:
    desk, freezes = make(), FreezeDesk(database)
    desk.queue(3)

    desk.hold(Stage.DATA, lambda: freezes.freeze("Panne"))

    assert desk.send() == []
    assert set(desk.states().values()) == {LetterState.QUEUED}


def test_an_embargo_on_the_way_holds_all_until_it_ends(
    make: Makes, database: Database, clock: StillClock
) -> None:
    desk, embargoes = make(), EmbargoDesk(database)
    desk.queue(3)
    until = clock.now() + timedelta(hours=1)

    desk.hold(Stage.DATA, lambda: embargoes.place(ABOUT, until=until, ends_when="at ten"))

    assert desk.send() == []
    clock.advance(timedelta(hours=1))
    assert desk.send() == [tuple(NAMES[:3])]


def test_the_pace_of_a_minute_counts_them_once_and_that_of_a_day_each(
    make: Makes, clock: StillClock
) -> None:
    desk = make(letters_a_minute=2, recipients_a_message=2, recipients_a_day=5)
    desk.queue(7)

    assert desk.send() == [tuple(NAMES[:2]), tuple(NAMES[2:4])]
    clock.advance(timedelta(minutes=1))
    assert desk.send()[2:] == [(NAMES[4],)]
    clock.advance(timedelta(minutes=1))
    assert len(desk.send()) == 3
    clock.advance(timedelta(days=1))
    assert desk.send()[3:] == [tuple(NAMES[5:7])]


def test_a_release_and_a_review_leave_each_in_their_turn(make: Makes) -> None:
    desk = make(lines=3)
    desk.queue(3)
    zoe = Recipient(to=Address(local="zoe", domain="journal.example"))
    desk.outbox.send(NewMessage(subject="Communiqué", text="Bonjour"), [zoe])
    desk.queue(2)

    departures = {*desk.send()}

    assert departures == {tuple(NAMES[:3]), ("zoe@journal.example",), tuple(NAMES[:2])}


def test_a_bug_on_the_way_leaves_all_uncertain(make: Makes) -> None:
    desk = make()
    desk.queue(3)
    desk.office.postman._door = lambda _account, _keys: BrokenDoor()

    with pytest.raises(ZeroDivisionError):
        desk.send()

    assert set(desk.states().values()) == {LetterState.UNCERTAIN}


@pytest.mark.parametrize("seed", range(6))
def test_whatever_a_server_answers_nobody_has_it_twice_and_nobody_is_forgotten(
    make: Makes, clock: StillClock, seed: int
) -> None:
    chance = Random(seed)
    desk = make(recipients_a_message=chance.choice([3, 8, 100]), lines=chance.choice([1, 3]))
    desk.queue(30)
    to_each = ["", "", "", "450 4.2.0 Later", "550 5.1.1 Unknown", "452 4.5.3 Too many", "421 Bye"]
    said = [chance.choice(to_each) for _ in range(120)]
    desk.server.fail(Stage.RECIPIENT, *[Answer(each) if each else passing() for each in said])
    desk.server.fail(Stage.DATA, passing(), HangUp(), Answer("451 4.3.0 Later"))
    desk.server.fail(Stage.END, passing(), HangUp(), HangUp(keeping=True), Answer("451 Later"))

    for _round in range(20):
        desk.send()
        clock.advance(timedelta(hours=13))

    times = Counter(recipients(desk.server.letters))
    assert set(times.values()) == {1}
    for name, state in desk.states().items():
        may_be = {LetterState.UNCERTAIN}
        may_be.add(LetterState.SENT if times[f"{name}@ville.example"] else LetterState.REFUSED)
        assert state in may_be
