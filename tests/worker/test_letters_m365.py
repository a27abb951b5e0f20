"""Letters that leave by an organisation's sign-in, while it is good and when it is not."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest
import trustme

from comms_desk.clock import StillClock
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.reports import Failed, Report
from comms_desk.keys import Keys
from comms_desk.mail import errors
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.doors import Door, Patience
from comms_desk.mail.errors import Stage
from comms_desk.mail.m365 import M365Facts
from comms_desk.mail.m365_door import M365Door
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Account, LetterState, NewAccount, Recipient
from comms_desk.mail.sign_in import Authority
from comms_desk.storage.database import Database
from comms_desk.worker.letters import Postman
from tests.support.m365 import FakeAuthority, TokenSink
from tools.tour.smtp_server import Answer, HangUp

PATIENCE = Patience(connect_s=10, reply_s=10, write_s=10, end_s=10, farewell_s=1)


class NoTime:
    """A stopwatch on a machine that is never starved."""

    def seconds(self) -> float:
        return 0.0


class Office:
    """A postman, an account of Microsoft 365 and its servers."""

    def __init__(self, database: Database, authority: FakeAuthority, sink: TokenSink) -> None:
        self.authority, self.sink = authority, sink
        self.accounts = AccountDesk(database)
        self.outbox = OutboxDesk(database)
        self.said: list[Report] = []
        self.jobs = JobDesk(database)
        self.lease = self.jobs.take("postman")
        self.keys = Keys(environ={}, memory_only=True)
        self.account = self.accounts.add(
            NewAccount(
                name="Presse",
                kind="m365",
                sender=Address(name="Ville", local="presse", domain="ville.example"),
                facts=authority.facts(smtp_port=sink.port).to_facts(),
                letters_a_minute=1000,
                lines=4,
            )
        )
        self.postman = Postman(
            database,
            self.keys,
            token=self.lease.token,
            stop=Event(),
            speak=self.said.append,
            door=self._door,
        )

    def _door(self, account: Account, keys: Keys) -> Door:
        facts = M365Facts.read(account.facts)
        trust = self.authority.trust
        return M365Door(facts, account.key, keys, patience=PATIENCE, trust=trust, stopwatch=NoTime)

    def sign_in(self) -> None:
        browser = self.authority.browser()
        signs_in = Authority(
            self.authority.facts(), trust=self.authority.trust, browse=browser
        ).by_browser(stop=Event(), tell=lambda _asked: None)
        browser.close()
        self.keys.set(self.account.key, signs_in.refresh)
        self.accounts.wake(self.account.id)

    def queue(self, count: int, *, blind: bool = False) -> None:
        to = [Address(local=f"r{number}", domain="journal.example") for number in range(count)]
        message = NewMessage(subject="Communiqué", text="Bonjour", blind=blind)
        self.outbox.send(message, [Recipient(to=each) for each in to])

    def counts(self) -> dict[LetterState, int]:
        return {state: count for state, count in self.outbox.counts().items() if count}

    def trouble(self) -> object:
        (account,) = self.accounts.every()
        return account.trouble and type(account.trouble.to_error())


@pytest.fixture(scope="module")
def certificates() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def office(database: Database, certificates: trustme.CA) -> Iterator[Office]:
    with FakeAuthority(certificates) as authority, TokenSink(authority) as sink:
        made = Office(database, authority, sink)
        yield made
        made.postman.close()


def test_letters_wait_untouched_until_somebody_signs_in(office: Office) -> None:
    office.queue(5)

    office.postman.send_all()

    assert office.counts() == {LetterState.QUEUED: 5}
    assert office.trouble() is errors.SignInMissing
    office.sign_in()
    assert office.trouble() is None
    office.postman.send_all()
    assert office.counts() == {LetterState.SENT: 5}
    assert {each.sender for each in office.sink.letters} == {"presse@ville.example"}


def test_what_is_in_blind_copies_leaves_to_all_readers_at_once(office: Office) -> None:
    office.sign_in()
    office.queue(400, blind=True)

    office.postman.send_all()

    (left,) = office.sink.letters
    assert len(left.recipients) == 400
    assert office.counts() == {LetterState.SENT: 400}


def test_one_sign_in_is_asked_for_once_for_all_lines(office: Office) -> None:
    office.sign_in()
    office.queue(40)

    office.postman.send_all()

    assert office.counts() == {LetterState.SENT: 40}
    assert office.authority.desk.asked == ["authorization_code", "refresh_token"]


def test_a_sign_in_that_is_revoked_while_letters_leave_loses_and_doubles_none(
    office: Office, clock: StillClock
) -> None:
    office.sign_in()
    office.queue(30)
    office.sink.wait_for_letters(0)
    office.authority.desk.revoke_after(office.sink, 7)

    office.postman.send_all()

    counts = office.counts()
    assert counts.keys() == {LetterState.SENT, LetterState.QUEUED}
    assert office.trouble() in {errors.LetterRefused, errors.SignInOver}
    office.sign_in()
    office.postman.send_all()
    assert office.counts() == {LetterState.SENT: 30}
    sent = [each.recipients for each in office.sink.letters]
    assert len(sent) == len(set(sent)) == 30
    assert any(isinstance(each, Failed) for each in office.said)


def test_whatever_the_server_does_nobody_is_written_to_twice_and_nobody_is_forgotten(
    office: Office, clock: StillClock
) -> None:
    office.sign_in()
    office.queue(80)
    sink = office.sink
    sink.fail(Stage.LOGIN, Answer("454 4.7.0 Temporary authentication failure"))
    sink.fail(Stage.SENDER, Answer("530 5.7.57 Client not authenticated"), HangUp())
    sink.fail(Stage.RECIPIENT, Answer("550 5.1.1 no such user"), Answer("450 4.2.0 later"))
    sink.fail(Stage.DATA, HangUp(), Answer("432 4.3.2 STOREDRV; concurrent connections"))
    sink.fail(Stage.END, HangUp(keeping=True), HangUp(), Answer("554 5.2.252 SendAsDenied"))
    for _round in range(20):
        office.postman.send_all()
        office.accounts.wake(office.account.id)
        clock.advance(timedelta(minutes=10))
        office.jobs.renew(office.lease)

    counts = office.counts()
    assert counts.pop(LetterState.UNCERTAIN) == 2
    assert counts == {LetterState.SENT: 77, LetterState.REFUSED: 1}
    to = [each for letter in sink.letters for each in letter.recipients]
    assert len(to) == len(set(to)) == 78
