"""A worker that is suspended with letters on the wire, and wakes into another morning.

A real process, stopped while the server holds it at one stage after another, and woken after
something else was done about each of its letters; or killed there.  Its letters are one each
over a line of their own, or leave together in blind copies; its desk is a file, or a team's.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import product
from pathlib import Path
from threading import Event

import pytest

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.jobs.model import LeaseLost
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.errors import Stage
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import (
    Decision,
    ExclusionReason,
    LetterState,
    NewAccount,
    Recipient,
)
from comms_desk.paths import Paths
from comms_desk.storage.database import Database
from comms_desk.wording import say
from comms_desk.worker.letters import Postman
from tests.soak.workers import Workers
from tests.support.offices import new_office
from tools.tour.smtp_server import Hold, LoopbackSmtpServer, recipients

pytestmark = pytest.mark.long

TO = [Address(local=name, domain="journal.example") for name in ("ada", "bao", "zoe")]
SHORT = "Le texte du communiqué.\n"
LONG = ("Le texte du communiqué. " * 35 + "\n") * 6_000
"""More than what the system keeps for a server that does not read."""
EACH, BLIND, OF_A_TEAM = "each", "blind", "blind, of a team"
STAGES = [Stage.SENDER, Stage.RECIPIENT, Stage.DATA, Stage.BODY]
ENDED = [*STAGES, Stage.END]
WITHIN_S = 60.0


def ways(stages: Sequence[Stage], *of_a_team: Stage) -> Sequence[object]:
    """Return how letters leave, and where they stand: at some stages on a server, too."""
    marks = pytest.mark.postgresql
    return [
        *product([EACH, BLIND], stages),
        *(pytest.param(OF_A_TEAM, stage, marks=marks) for stage in of_a_team),
    ]


@pytest.fixture
def server() -> Iterator[LoopbackSmtpServer]:
    with LoopbackSmtpServer() as running:
        yield running


@pytest.fixture
def office(
    request: pytest.FixtureRequest, tmp_path: Path, server: LoopbackSmtpServer, way: str
) -> Iterator[Office]:
    url = None
    if way == OF_A_TEAM:
        team: Database = request.getfixturevalue("postgresql_database")
        url = team.url.render_as_string(hide_password=False)
    made = new_office(Paths.under(tmp_path / "desk"), keys=Keys({}), url=url)
    made.accounts.add(
        NewAccount(
            name="Presse",
            sender=Address(name="Ville", local="presse", domain="ville.example"),
            facts={"host": server.host, "port": str(server.port), "security": "none"},
            lines=len(TO),
            letters_a_minute=1000,
        )
    )
    yield made
    made.close()


def release(number: int) -> Ref:
    return Ref(Subject.DRAFT, 41 + number)


class Sleeper:
    """A worker with a letter to each of `TO` on the wire, suspended."""

    def __init__(
        self, office: Office, server: LoopbackSmtpServer, at: Stage, *, blind: bool
    ) -> None:
        self.office = office
        holds = [Hold() for _departure in ([TO] if blind else TO)]
        server.fail(at, *holds)
        message = NewMessage(
            subject="Communiqué", text=LONG if at is Stage.BODY else SHORT, blind=blind
        )
        self.letters = [
            letter
            for number, some in enumerate([TO] if blind else [[to] for to in TO])
            for letter in office.outbox.send(
                message, [Recipient(to=to) for to in some], about=release(number)
            ).letters
        ]
        self._workers, self.is_there = Workers(office), True
        self._worker = self._workers.start()
        assert all(hold.reached.wait(WITHIN_S) for hold in holds)
        self._workers.suspend(self._worker)
        for hold in holds:
            hold.go_on()

    def kill(self) -> None:
        """End it where it stands, as a power cut does."""
        self.is_there = False
        self._worker.process.kill()
        self._workers.end(self._worker)

    def wake(self) -> None:
        """Let it go on, and wait until it has done what it will."""
        self.is_there = False
        self._worker.process.resume()
        self._workers.end_by_itself(self._worker, may_say=say(LeaseLost(0)).what)

    @property
    def states(self) -> list[LetterState]:
        return [self.office.outbox.letter(letter).state for letter in self.letters]


Suspends = Callable[[Stage], Sleeper]


@pytest.fixture
def suspended(office: Office, server: LoopbackSmtpServer, way: str) -> Iterator[Suspends]:
    made: list[Sleeper] = []

    def suspend(stage: Stage) -> Sleeper:
        made.append(Sleeper(office, server, stage, blind=way != EACH))
        return made[-1]

    yield suspend
    for each in made:
        if each.is_there:
            each.kill()


def take_over(office: Office) -> Postman:
    """Do the work instead of the sleeper, whose lease has run out."""
    lease = office.jobs.take("another computer", is_dead=lambda _holder: True)
    assert Departures(office.database).take_over(lease.token) == len(TO)
    return Postman(
        office.database,
        Keys({}),
        token=lease.token,
        stop=Event(),
        speak=lambda _line: None,
    )


@pytest.mark.parametrize(("way", "stage"), ways(STAGES, Stage.DATA))
def test_who_wakes_sends_nothing_that_was_taken_over_and_says_that_it_did_not_leave(
    suspended: Suspends, office: Office, server: LoopbackSmtpServer, stage: Stage
) -> None:
    sleeper = suspended(stage)
    again, left, _nobody_decided = sleeper.letters
    postman = take_over(office)
    office.outbox.decide(again, Decision.SEND_AGAIN)
    office.outbox.decide(left, Decision.LEAVE)
    postman.send_all()
    postman.close()

    sleeper.wake()

    assert recipients(server.letters) == [TO[0].bare]
    assert sleeper.states == [LetterState.SENT, LetterState.UNCERTAIN, LetterState.QUEUED]


@pytest.mark.parametrize(("way", "stage"), ways(STAGES))
def test_an_embargo_a_withdrawal_and_an_exclusion_meanwhile_are_heard(
    suspended: Suspends, office: Office, server: LoopbackSmtpServer, stage: Stage
) -> None:
    sleeper = suspended(stage)
    until = office.database.clock.now() + timedelta(hours=5)
    office.embargoes.place(release(0), until=until, ends_when="until the news conference")
    withdrawn_letter = sleeper.letters[1]
    message = office.outbox.letter(withdrawn_letter).message
    office.outbox.cancel(message, only=[withdrawn_letter])
    office.outbox.suppress(TO[2], because=ExclusionReason.ASKED)

    sleeper.wake()

    embargoed, withdrawn, excluded = sleeper.states
    assert server.letters == []
    assert embargoed is LetterState.QUEUED
    assert withdrawn is LetterState.CANCELLED
    assert excluded in {LetterState.QUEUED, LetterState.WITHHELD}


@pytest.mark.parametrize(("way", "stage"), ways(STAGES, Stage.DATA))
def test_a_freeze_meanwhile_is_heard_and_nothing_is_lost(
    suspended: Suspends, office: Office, server: LoopbackSmtpServer, stage: Stage
) -> None:
    sleeper = suspended(stage)
    office.freezes.freeze("Panne d’aqueduc")

    sleeper.wake()

    assert server.letters == []
    assert sleeper.states == [LetterState.QUEUED] * len(TO)


@pytest.mark.parametrize("way", [EACH, BLIND])
def test_what_had_left_before_the_sleep_is_sent(
    suspended: Suspends, office: Office, server: LoopbackSmtpServer
) -> None:
    sleeper = suspended(Stage.END)
    take_over(office).close()
    for letter in sleeper.letters:
        office.outbox.decide(letter, Decision.LEAVE)

    sleeper.wake()

    assert sorted(recipients(server.letters)) == [to.bare for to in TO]
    assert sleeper.states == [LetterState.SENT] * len(TO)


@pytest.mark.parametrize(("way", "stage"), ways(ENDED, Stage.RECIPIENT, Stage.END))
def test_who_is_killed_leaves_each_letter_to_a_person_and_none_leaves_again(
    suspended: Suspends, office: Office, server: LoopbackSmtpServer, way: str, stage: Stage
) -> None:
    sleeper = suspended(stage)
    taken = [to.bare for to in TO] if stage is Stage.END else []
    server.wait_until(lambda: len(recipients(server.letters)) == len(taken))
    sleeper.kill()  # once the server took them: aiosmtpd forgets what it does for who hangs up
    postman = take_over(office)
    postman.send_all()
    office.outbox.decide(sleeper.letters[0], Decision.SEND_AGAIN)

    postman.send_all()

    postman.close()
    assert sorted(recipients(server.letters)) == sorted([*taken, TO[0].bare])
    assert sleeper.states == [LetterState.SENT, LetterState.UNCERTAIN, LetterState.UNCERTAIN]
    assert len(server.letters) == (len(taken) + 1 if way == EACH else bool(taken) + 1)
