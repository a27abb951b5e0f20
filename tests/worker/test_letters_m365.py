"""Letters that leave by an organisation's sign-in, while it is good and when it is not."""

from collections.abc import Iterator
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
from comms_desk.mail.doors import Door
from comms_desk.mail.m365 import M365Facts
from comms_desk.mail.m365_door import M365Door
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Account, LetterState, NewAccount, Recipient
from comms_desk.mail.sign_in import Authority
from comms_desk.mail.smtp import Patience
from comms_desk.storage.database import Database
from comms_desk.worker.letters import Postman
from tests.support.m365 import FakeAuthority, TokenSink

PATIENCE = Patience(connect_s=10, reply_s=10, write_s=10, end_s=10, farewell_s=1)


class Office:
    """A postman, an account of Microsoft 365 and its servers."""

    def __init__(self, database: Database, authority: FakeAuthority, sink: TokenSink) -> None:
        self.authority, self.sink = authority, sink
        self.accounts = AccountDesk(database)
        self.outbox = OutboxDesk(database)
        self.said: list[Report] = []
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
            token=JobDesk(database).take("postman").token,
            stop=Event(),
            speak=self.said.append,
            door=self._door,
        )

    def _door(self, account: Account, keys: Keys) -> Door:
        facts = M365Facts.read(account.facts)
        trust = self.authority.trust
        return M365Door(facts, account.key, keys, patience=PATIENCE, trust=trust)

    def sign_in(self) -> None:
        browser = self.authority.browser()
        signs_in = Authority(
            self.authority.facts(), trust=self.authority.trust, browse=browser
        ).by_browser(stop=Event(), tell=lambda _asked: None)
        browser.close()
        self.keys.set(self.account.key, signs_in.refresh)
        self.accounts.wake(self.account.id)

    def queue(self, count: int) -> None:
        to = [Address(local=f"r{number}", domain="journal.example") for number in range(count)]
        message = NewMessage(subject="Communiqué", text="Bonjour")
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
    assert office.trouble() in {errors.Refused, errors.SignInOver}
    office.sign_in()
    office.postman.send_all()
    assert office.counts() == {LetterState.SENT: 30}
    sent = [each.recipients for each in office.sink.letters]
    assert len(sent) == len(set(sent)) == 30
    assert any(isinstance(each, Failed) for each in office.said)
