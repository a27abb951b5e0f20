"""Where lists end and numbers stop: the last row of a page, the first port, the eighth line."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from comms_desk.changes import Change, Subject
from comms_desk.clock import StillClock
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Outcome
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.doors import Security, SmtpFacts
from comms_desk.mail.errors import (
    BadAddress,
    Deferred,
    DoorMisdescribed,
    HungUp,
    LetterRefused,
    OutcomeUnknown,
    Stage,
)
from comms_desk.mail.message import AttachedFile, NewMessage, Purpose
from comms_desk.mail.model import (
    Account,
    AccountMisdescribed,
    Decision,
    ExclusionReason,
    LetterId,
    LetterState,
    NewAccount,
    NothingToDecide,
    Recipient,
)
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.mail.outbox_support import (
    LUC,
    MINUTE,
    RELEASE,
    TAKEN,
    ZOE,
    Worker,
    account,
    queued,
    readers,
    state,
)

HOST = {"host": "smtp.ville.example"}
SERVER = NewMessage(subject="s", text="t")


def another_account(database: Database) -> Account:
    return AccountDesk(database).add(NewAccount(name="Interne", sender=ZOE, facts=HOST))


# ── lists ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6])
def test_a_walk_through_the_pages_meets_each_letter_once_the_latest_first(
    database: Database, limit: int
) -> None:
    account(database)
    letters = queued(database, *readers(6)).letters
    met: list[LetterId] = []
    key: object | None = None

    while True:
        page = OutboxDesk(database).letters(limit=limit, after=key)
        assert 1 <= len(page.rows) <= limit
        assert (page.total, page.capped) == (6, False)
        met += [each.id for each in page.rows]
        if page.next_key is None:
            break
        key = page.next_key

    assert met == sorted(letters, reverse=True)


def test_more_than_a_thousand_letters_are_said_as_such_and_a_thousand_are_counted(
    sqlite_database: Database,
) -> None:
    account(sqlite_database)
    desk = OutboxDesk(sqlite_database)
    assert (desk.letters().total, desk.letters().capped) == (0, False)

    queued(sqlite_database, *readers(1000))
    page = desk.letters()
    assert (page.total, page.capped, len(page.rows)) == (1000, False, 100)

    queued(sqlite_database)
    page = desk.letters()
    assert (page.total, page.capped) == (1000, True)


def test_letters_are_listed_by_their_state_by_their_message_and_by_what_waits_for_a_person(
    database: Database,
) -> None:
    account(database)
    sent, refused, uncertain, left = queued(database, *readers(4)).letters
    (waiting,) = queued(database, ZOE, about=RELEASE).letters
    worker, desk = Worker(database), OutboxDesk(database)
    ends: dict[LetterId, Outcome] = {
        sent: TAKEN,
        refused: LetterRefused(Stage.RECIPIENT, 550, "no such user"),
        uncertain: OutcomeUnknown("smtp", "timed out"),
        left: OutcomeUnknown("smtp", "timed out"),
    }
    for claim in worker.claim(most=4):
        worker.departures.settle(worker.account, claim, ends[claim.letter])
    desk.decide(left, Decision.LEAVE)

    def listed(**asked: object) -> set[LetterId]:
        return {each.id for each in desk.letters(**asked).rows}  # type: ignore[arg-type]

    assert listed(states=[LetterState.SENT, LetterState.QUEUED]) == {sent, waiting}
    assert listed(message=desk.letter(waiting).message) == {waiting}
    assert listed(undecided=True) == {refused, uncertain}
    assert listed() == {sent, refused, uncertain, left, waiting}


# ── accounts ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("letters_a_minute", "lines"), [(1, 1), (100_000, 8), (2, 2)])
def test_an_account_may_send_from_one_letter_a_minute_and_over_eight_lines(
    database: Database, letters_a_minute: int, lines: int
) -> None:
    made = account(database, letters_a_minute=letters_a_minute, lines=lines)

    assert (made.letters_a_minute, made.lines) == (letters_a_minute, lines)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("letters_a_minute", 0), ("letters_a_minute", 100_001), ("lines", 0), ("lines", 9)],
)
def test_a_number_that_no_account_can_have_is_refused_as_it_is_made_and_as_it_is_changed(
    database: Database, field: str, wrong: int
) -> None:
    with pytest.raises(AccountMisdescribed) as refused:
        NewAccount(name="x", sender=ZOE, facts=HOST, **{field: wrong})  # type: ignore[arg-type]
    assert refused.value.field == field
    made = account(database)

    with pytest.raises(AccountMisdescribed):
        AccountDesk(database).edit(made.id, FieldChange(field, getattr(made, field), wrong))

    assert AccountDesk(database).every() == (made,)


def test_what_an_account_is_by_nature_is_not_edited_and_it_has_a_name(database: Database) -> None:
    made = account(database)
    desk = AccountDesk(database)

    with pytest.raises(AccountMisdescribed):
        desk.edit(made.id, FieldChange("key", made.key, "mail/other"))
    with pytest.raises(AccountMisdescribed):
        NewAccount(name="  ", sender=ZOE, facts=HOST)
    assert desk.add(NewAccount(name=" Interne ", sender=ZOE, facts=HOST)).name == "Interne"


def test_an_account_that_is_put_right_rests_no_more_and_is_told_of(database: Database) -> None:
    made = account(database)
    queued(database)
    worker, desk = Worker(database), AccountDesk(database)
    told: list[Change] = []
    database.announcer.subscribe(told.append)
    changes = [
        FieldChange("name", "Presse", "Médias"),
        FieldChange("lines", 8, 2),
        FieldChange("facts", made.facts, HOST | {"port": "2465"}),
    ]

    for change in changes:
        worker.departures.rest(worker.account, HungUp("smtp", Stage.RECIPIENT))
        told.clear()
        desk.edit(made.id, change)

        assert told == [Change.of(Subject.ACCOUNT, [made.id])]
        (waiting,) = worker.departures.waiting()
        assert waiting.account.trouble is None


@pytest.mark.parametrize(
    ("facts", "port", "security"),
    [
        ({}, 465, Security.TLS),
        ({"security": "starttls"}, 587, Security.STARTTLS),
        ({"security": "none"}, 25, Security.NONE),
        ({"port": "1"}, 1, Security.TLS),
        ({"port": "65535"}, 65535, Security.TLS),
        ({"security": "starttls", "user": "presse"}, 587, Security.STARTTLS),
    ],
)
def test_a_port_follows_the_security_unless_it_is_said(
    facts: Mapping[str, str], port: int, security: Security
) -> None:
    read = SmtpFacts.read(HOST | dict(facts))

    assert (read.port, read.security, read.user) == (port, security, facts.get("user", ""))
    assert SmtpFacts.read(read.to_facts()) == read
    assert ("user" in read.to_facts()) == ("user" in facts)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"port": "0"}, "port"),
        ({"port": "65536"}, "port"),
        ({"port": "-1"}, "port"),
        ({"port": "smtp"}, "port"),
        ({"security": "ssl"}, "security"),
        ({"security": "none", "user": "presse"}, "security"),
        ({"host": "une ville"}, "host"),
        ({"host": " "}, "host"),
        ({"pasword": "x"}, "pasword"),
    ],
)
def test_a_server_that_cannot_be_is_refused_by_the_fact_that_is_wrong(
    wrong: Mapping[str, str], field: str
) -> None:
    with pytest.raises(DoorMisdescribed) as refused:
        SmtpFacts.read(HOST | dict(wrong))

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("written", "host"), [(" smtp.ville.example ", "smtp.ville.example"), ("[::1]", "::1")]
)
def test_a_servers_name_is_read_as_it_is_pasted(written: str, host: str) -> None:
    assert SmtpFacts.read({"host": written}).host == host


def test_an_account_that_goes_leaves_the_letters_of_the_others_alone(database: Database) -> None:
    made = account(database)
    other = another_account(database)
    queued(database, ZOE, LUC)
    worker, desk = Worker(database), OutboxDesk(database)
    (of_other, on_the_wire) = desk.send(
        SERVER, [Recipient(to=each) for each in (ZOE, LUC)], account=other.id
    ).letters
    worker.departures.claim(worker.lease.token, other.id, most=1)
    told: list[Change] = []
    database.announcer.subscribe(told.append)

    done = AccountDesk(database).retire(made.id, cancel_letters=True)

    assert (done.cancelled, done.on_the_wire) == (2, 0)
    assert {state(database, of_other), state(database, on_the_wire)} == {
        LetterState.QUEUED,
        LetterState.SENDING,
    }
    assert Change.of(Subject.ACCOUNT, [made.id]) in told
    assert AccountDesk(database).every() == (other,)


# ── addresses and sizes ───────────────────────────────────────────────────────────────


def test_an_address_may_be_as_long_as_a_server_takes_and_no_longer() -> None:
    label = "a" * 61
    longest = ".".join([label] * 4) + ".ca.ca"
    assert len(longest) == 253

    assert Address(local="a" * 64, domain="ville.example").bare
    assert Address(local="é" * 32, domain="ville.example").bare
    assert Address(local="a", domain=longest).bare
    for local, domain in (
        ("a" * 65, "ville.example"),
        ("é" * 33, "ville.example"),
        ("a", f"a{longest}"),
    ):
        with pytest.raises(BadAddress):
            Address(local=local, domain=domain)


@pytest.mark.parametrize("around", [" ", "\ufeff", " \u200b", "\u200b ", " \ufeff "])
def test_what_is_pasted_around_an_address_is_no_part_of_it(around: str) -> None:
    assert Address.parse(f"{around}zoe@journal.example{around[::-1]}") == ZOE.alone


def test_a_name_and_an_address_have_their_length_together() -> None:
    bare = " <zoe@journal.example>"
    name = "Z" * (640 - len(bare))

    assert Address.parse(name + bare).name == name
    with pytest.raises(BadAddress):
        Address.parse(f"Z{name}{bare}")


def test_a_message_weighs_its_two_texts_and_what_it_carries_once_encoded() -> None:
    file = AttachedFile(name="plan.pdf", media_type="application/pdf", content=bytes(300))

    message = NewMessage(subject="s", text="é" * 10, html="<p>é</p>", attachments=(file,))

    assert message.size_bytes == 20 + 9 + 400


# ── plans and decisions ───────────────────────────────────────────────────────────────


def test_a_plan_counts_what_leaves_before_and_nothing_else(
    database: Database, clock: StillClock
) -> None:
    account(database, letters_a_minute=2)
    other = another_account(database)
    desk = OutboxDesk(database)
    desk.send(SERVER, [Recipient(to=each) for each in readers(9)], account=other.id)
    queued(database, *readers(2), purpose=Purpose.BULLETIN)
    queued(database, ZOE, due_at=clock.now() + 10 * MINUTE)
    worker = Worker(database)
    worker.claim(most=1)

    now, later = desk.plan(2), desk.plan(1, due_at=clock.now() + 10 * MINUTE)

    # One of this minute's two has left and one waits: the next two leave a minute later.
    assert (now.ahead, now.letters_a_minute, now.count) == (1, 2, 2)
    assert now.first_leaves_at == now.last_leaves_at == clock.now() + MINUTE
    assert (later.ahead, later.first_leaves_at) == (2, clock.now() + 11 * MINUTE)
    assert desk.plan(1, account=other.id).ahead == 9


def test_a_letter_waits_from_five_minutes_to_twelve_hours_and_is_refused_in_the_end(
    database: Database, clock: StillClock
) -> None:
    account(database)
    (letter,) = queued(database).letters
    worker = Worker(database)
    greylisted = Deferred(Stage.RECIPIENT, 451, "not now")

    for minutes in (5, 30, 120, 360, 720):
        (claim,) = worker.departures.claim(worker.lease.token, worker.account, most=1)
        worker.departures.settle(worker.account, claim, greylisted)
        due_at = OutboxDesk(database).letter(letter).due_at
        assert due_at == clock.now() + timedelta(minutes=minutes)
        clock.advance(timedelta(minutes=minutes))
        worker = Worker(database, "again")
    (claim,) = worker.claim()
    worker.departures.settle(worker.account, claim, greylisted)

    assert state(database, letter) is LetterState.REFUSED


def test_a_letter_that_a_person_sends_again_begins_anew_unless_it_may_not_leave(
    database: Database, clock: StillClock
) -> None:
    account(database)
    zoe, luc = queued(database, ZOE, LUC).letters
    worker, desk = Worker(database), OutboxDesk(database)
    for claim in worker.claim():
        worker.departures.settle(worker.account, claim, OutcomeUnknown("smtp", "timed out"))
    desk.suppress(LUC, because=ExclusionReason.ASKED)
    clock.advance(MINUTE)

    again = desk.decide(zoe, Decision.SEND_AGAIN)
    withheld = desk.decide(luc, Decision.SEND_AGAIN)

    assert (again.state, again.due_at) == (LetterState.QUEUED, clock.now())
    assert withheld.state is LetterState.WITHHELD
    for letter in (zoe, luc):
        with pytest.raises(NothingToDecide):
            desk.decide(letter, Decision.LEAVE)
