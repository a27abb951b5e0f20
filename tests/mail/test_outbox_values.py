"""What an outbox is made of: accounts, messages, counts and plans, each as it was written."""

from datetime import timedelta

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.mail import probe
from comms_desk.mail import within as outbox
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import LetterRefused, ServerUnreachable, Stage, enhanced_code
from comms_desk.mail.message import AttachedFile, InlineImage, NewMessage, Purpose
from comms_desk.mail.model import (
    CLAIM_LIMIT,
    ExclusionReason,
    LetterState,
    NewAccount,
    Recipient,
    plan,
    urgency,
)
from comms_desk.storage.database import Database
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
)
from tests.mail.scripted_server import GREETING, ScriptedServer


def test_no_more_letters_are_claimed_than_may_be_on_the_wire(database: Database) -> None:
    account(database)
    queued(database, *readers(65))

    assert len(Worker(database).claim(most=100)) == CLAIM_LIMIT == 64


def test_an_account_of_which_nothing_is_said_sends_as_one_mailbox_may(database: Database) -> None:
    new = NewAccount(name="Presse", sender=ZOE, facts={"host": "smtp.ville.example"})

    made = AccountDesk(database).add(new)

    assert (made.letters_a_minute, made.lines, made.kind) == (30, 1, "smtp")


@pytest.mark.parametrize(
    ("count", "ahead", "used", "first", "last"),
    [
        (1, 0, 0, 0, 0),
        (0, 0, 0, 0, 0),
        (1, 0, 1, 0, 0),
        (0, 1, 0, 0, 0),
        (2, 0, 0, 0, 0),
        (3, 0, 0, 0, 1),
        (2, 0, 1, 0, 1),
        (1, 0, 2, 1, 1),
        (1, 3, 1, 2, 2),
        (5, 4, 0, 2, 4),
    ],
)
def test_a_plan_gives_each_minute_its_letters(
    count: int, ahead: int, used: int, first: int, last: int, clock: StillClock
) -> None:
    made = plan(count, ahead=ahead, letters_a_minute=2, start=clock.now(), used=used)

    assert made.first_leaves_at == clock.now() + first * MINUTE
    assert made.last_leaves_at == clock.now() + last * MINUTE


def test_what_one_account_sent_slows_no_other(database: Database) -> None:
    account(database)
    other = AccountDesk(database).add(
        NewAccount(
            name="Interne",
            sender=ZOE,
            facts={"host": "smtp.ville.example"},
            letters_a_minute=2,
        )
    )
    queued(database, *readers(5))
    worker, desk = Worker(database), OutboxDesk(database)
    assert len(worker.claim()) == 5

    desk.send(
        NewMessage(subject="s", text="t"),
        [Recipient(to=each) for each in readers(3)],
        account=other.id,
    )

    assert len(worker.departures.claim(worker.lease.token, other.id, most=9)) == 2
    assert worker.departures.claim(worker.lease.token, other.id, most=9) == ()


def test_a_release_is_more_pressing_than_a_bulletin() -> None:
    assert urgency(Purpose.LETTER) < urgency(Purpose.BULLETIN)


def test_who_is_excluded_is_counted_where_they_are_written_to_and_nowhere_else(
    database: Database,
) -> None:
    account(database)
    OutboxDesk(database).suppress(LUC, because=ExclusionReason.ASKED)

    assert queued(database, ZOE).withheld == 0
    to_both = queued(database, ZOE, LUC, LUC)

    assert (len(to_both.letters), to_both.withheld, to_both.already) == (1, 1, 1)


def test_letters_are_counted_by_where_they_stand_of_a_message_or_of_all(
    database: Database,
) -> None:
    account(database)
    desk = OutboxDesk(database)
    desk.suppress(LUC, because=ExclusionReason.ASKED)
    first = desk.letter(queued(database, ZOE, LUC, *readers(2)).letters[0]).message
    worker = Worker(database)
    sent, on_the_wire = worker.claim(most=2)
    worker.departures.settle(worker.account, sent, TAKEN)
    queued(database, *readers(5))

    stands = desk.standing(first)

    nothing = dict.fromkeys(LetterState, 0)
    expected = nothing | {
        LetterState.SENT: 1,
        LetterState.SENDING: 1,
        LetterState.QUEUED: 1,
        LetterState.WITHHELD: 1,
    }
    assert desk.counts(first) == stands.counts == expected
    assert desk.counts() == expected | {LetterState.QUEUED: 6}
    assert stands.on_the_wire == {on_the_wire.letter}
    assert len(stands.queued) == 1
    assert stands.queued.isdisjoint({sent.letter, on_the_wire.letter})


def carrying(name: str) -> NewMessage:
    return NewMessage(
        subject=name,
        text="t",
        html='<img src="cid:a"><img src="cid:b">',
        images=tuple(
            InlineImage(content_id=each, media_type="image/png", content=name.encode())
            for each in "ab"
        ),
        attachments=tuple(
            AttachedFile(
                name=f"{name}-{each}.pdf", media_type="application/pdf", content=each.encode()
            )
            for each in "321"
        ),
        in_reply_to="<2.b@ville.example>",
        references=("<1.a@ville.example>", "<2.b@ville.example>"),
    )


def test_a_message_has_what_it_carries_in_its_order_and_nothing_of_another(
    database: Database,
) -> None:
    account(database)
    first, second = carrying("Budget"), carrying("Neige")
    with database.transaction() as transaction:
        ids = [outbox.compose(transaction, each) for each in (first, second)]

    desk = OutboxDesk(database)

    assert [desk.message(each).content for each in ids] == [first, second]
    assert [desk.message(each).about for each in ids] == [None, None]


def test_a_letter_says_by_whom_it_leaves_to_whom_and_under_which_embargo(
    database: Database, clock: StillClock
) -> None:
    made = account(database)
    due_at = clock.now() + timedelta(hours=1)
    (held,) = queued(database, ZOE, about=RELEASE, due_at=due_at).letters
    (free,) = queued(database, LUC).letters
    desk = OutboxDesk(database)

    letter = desk.letter(held)

    assert (letter.account, letter.to, letter.due_at) == (made.id, ZOE, due_at)
    assert letter.embargo == Ref(Subject.DRAFT, 41)
    assert (desk.letter(free).embargo, desk.letter(free).trouble) == (None, None)


def test_the_same_address_gets_each_message_once(database: Database) -> None:
    account(database)
    desk = OutboxDesk(database)
    message = NewMessage(subject="s", text="t")
    (first,) = desk.send(message, [Recipient(to=ZOE)]).letters
    (second,) = desk.send(message, [Recipient(to=ZOE)]).letters

    with database.transaction() as transaction:
        again = outbox.queue(transaction, desk.letter(second).message, to=ZOE)

    assert again == second != first


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5.7.1 No", "5.7.1"),
        ("5.7.1", "5.7.1"),
        ("", ""),
        ("   ", ""),
        ("No such user", ""),
        ("5.7 No", ""),
        ("5.7.1.2 No", ""),
        ("a.b.c No", ""),
        ("5.7.x No", ""),
    ],
)
def test_a_servers_finer_code_is_read_where_there_is_one(text: str, code: str) -> None:
    assert enhanced_code(text) == code
    assert LetterRefused(Stage.RECIPIENT, 550, text).by_policy == (code == "5.7.1")


def test_a_server_is_tried_and_sent_nothing() -> None:
    with ScriptedServer() as server:
        facts = {"host": "127.0.0.1", "port": str(server.port), "security": "none"}
        probe.try_server(facts, secret="")
        assert server.saw_it_go()
    with ScriptedServer({GREETING: b"554 nobody"}) as refusing, pytest.raises(LetterRefused):
        probe.try_server(facts | {"port": str(refusing.port)}, secret="")
    with pytest.raises(ServerUnreachable):
        probe.try_server(facts | {"host": "a..b"}, secret="")

    assert [each.split()[0].upper() for each in server.heard] == ["EHLO", "QUIT"]


def test_a_person_who_tries_a_server_has_an_answer_within_half_a_minute() -> None:
    assert probe.CONNECT_S + probe.REPLY_S <= 30
