"""Example calls of mail, embargoes and jobs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from comms_desk.changes import Ref, Subject
from comms_desk.embargo import within
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.model import CommandKind
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.desk import BounceDesk
from comms_desk.mail.bounces.model import BounceDecision
from comms_desk.mail.departures import Departures, Ended
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.doors import Receipt
from comms_desk.mail.errors import HandOverCutShort, OutcomeUnknown
from comms_desk.mail.freezes import FreezeDesk
from comms_desk.mail.handing_over import HandingOver
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Decision, ExclusionReason, NewAccount, Recipient
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.contracts.calls import Call, reads, writes

RELEASE = Ref(Subject.DRAFT, 1)
ZOE = Address(local="zoe", domain="journal.example")
LUC = Address(local="luc", domain="radio.example")
HOUR = timedelta(hours=1)


def calls(database: Database) -> Iterator[Call]:
    yield from embargo_calls(EmbargoDesk(database))
    yield from job_calls(JobDesk(database))
    yield from account_calls(AccountDesk(database))
    yield from outbox_calls(database, OutboxDesk(database))
    yield from freeze_calls(FreezeDesk(database))
    yield from bounce_calls(BounceDesk(database))


def embargo_calls(desk: EmbargoDesk) -> Iterator[Call]:
    until = desk._database.clock.now() + HOUR
    yield writes(desk.place, lambda: desk.place(RELEASE, until=until, ends_when=""))
    yield reads(desk.of, lambda: desk.of(RELEASE))
    yield reads(desk.holding, desk.holding)
    yield writes(desk.grant, lambda: desk.grant(RELEASE, ZOE.key, signed_by="Zoé"))
    yield writes(desk.grant_all, lambda: desk.grant_all(RELEASE, {ZOE.key: "Zoé"}))
    lock = desk.place(RELEASE, until=until, ends_when="").lock
    yield writes(desk.put_back, lambda: desk.put_back(lock, over=lock))
    signed = desk.grant(RELEASE, ZOE.key, signed_by="Zoé").exceptions[0].id
    yield writes(desk.withdraw, lambda: desk.withdraw(RELEASE, signed))
    words = "les bibliothèques accueilleront le public de 10 h à 17 h"
    with desk._database.transaction() as transaction:
        within.keep_words(transaction, RELEASE, words, title="", names="")
    yield writes(
        desk.let_through,
        lambda: desk.let_through(
            RELEASE, words, inside=Ref(Subject.BULLETIN, 1), signed_by="Ève", reason="Dit hier"
        ),
    )
    yield reads(desk.refuse_words, lambda: desk.refuse_words("Rien."))
    yield reads(desk.passages, lambda: desk.passages(RELEASE))
    passage = desk.let_through(
        RELEASE, words, inside=Ref(Subject.BULLETIN, 1), signed_by="Ève", reason="Dit hier"
    )
    yield writes(desk.take_back, lambda: desk.take_back(passage.id))
    yield writes(desk.lift, lambda: desk.lift(RELEASE))


def bounce_calls(desk: BounceDesk) -> Iterator[Call]:
    zoe, luc = b"From: zoe@journal.example\n\nRetrait", b"From: luc@radio.example\n\nRetrait"
    yield writes(desk.take_in, lambda: desk.take_in(zoe))
    desk.take_in(luc)
    yield reads(desk.waiting, desk.waiting)
    yield reads(desk.about, lambda: desk.about([LUC.key]))
    yield writes(desk.decide, lambda: desk.decide(LUC, BounceDecision.LEAVE))
    yield writes(desk.decide_all, lambda: desk.decide_all([ZOE], BounceDecision.LEAVE))


def freeze_calls(desk: FreezeDesk) -> Iterator[Call]:
    yield reads(desk.current, desk.current)
    yield writes(desk.freeze, lambda: desk.freeze("Panne"))
    if desk.current() is None:
        desk.freeze("Panne")
    yield writes(desk.let_go, lambda: desk.let_go(RELEASE))
    yield writes(desk.lift, desk.lift)


def job_calls(desk: JobDesk) -> Iterator[Call]:
    yield writes(desk.take, lambda: desk.take("a worker"))
    lease = desk.holder() or desk.take("a worker")
    yield reads(desk.holder, desk.holder)
    yield writes(desk.renew, lambda: desk.renew(lease))
    yield writes(desk.note_finishing, lambda: desk.note_finishing(lease, holder="finishing"))
    yield writes(desk.release, lambda: desk.release(lease))
    desk.release(lease)
    yield writes(desk.ask, lambda: desk.ask(CommandKind.POLL_NOW))
    yield reads(desk.waiting, desk.waiting)
    asked = [each.id for each in desk.waiting()]
    yield writes(desk.finish, lambda: desk.finish(asked))


def account_calls(desk: AccountDesk) -> Iterator[Call]:
    def new(name: str) -> NewAccount:
        return NewAccount(name=name, sender=ZOE, facts={"host": "smtp.ville.example"})

    kept = desk.add(new("Presse")).id
    yield reads(desk.every, desk.every)
    yield writes(desk.add, lambda: desk.add(new("Bulletins")))
    change = FieldChange("letters_a_minute", 30, 60)
    yield writes(desk.edit, lambda: desk.edit(kept, change))
    yield writes(desk.wake, lambda: desk.wake(kept))
    other = desk.add(new("Autre")).id
    yield writes(desk.retire, lambda: desk.retire(other))


def outbox_calls(database: Database, desk: OutboxDesk) -> Iterator[Call]:
    message = NewMessage(subject="s", text="t")
    recipients = [Recipient(to=ZOE), Recipient(to=LUC)]
    first, second = desk.send(message, recipients).letters
    yield writes(desk.send, lambda: desk.send(message, recipients))
    yield reads(desk.letters, desk.letters)
    yield reads(desk.letter, lambda: desk.letter(first))
    stored = desk.letter(first).message
    yield reads(desk.message, lambda: desk.message(stored))
    yield reads(desk.bytes_of, lambda: desk.bytes_of(first))
    yield reads(desk.counts, desk.counts)
    yield reads(desk.standing, lambda: desk.standing(stored))
    yield reads(desk.plan, lambda: desk.plan(10))
    yield reads(desk.held_back, desk.held_back)
    yield reads(desk.unfinished, desk.unfinished)
    yield reads(desk.left_since, lambda: desk.left_since(datetime(2026, 11, 24, tzinfo=UTC)))
    yield reads(desk.waiting_for_words, desk.waiting_for_words)
    departures = Departures(database)
    lease = JobDesk(database).take("worker")
    account = AccountDesk(database).every()[0].id
    yield writes(departures.take_over, lambda: departures.take_over(lease.token))
    yield reads(departures.waiting, departures.waiting)
    yield reads(departures.message, lambda: departures.message(stored))
    yield writes(departures.claim, lambda: departures.claim(lease.token, account, most=0))
    both = departures.claim(lease.token, account, most=2)
    receipt = Receipt(code=250, text="taken")
    yield writes(departures.settle, lambda: departures.settle(account, both[0], receipt))
    ended = Ended(account=account, claim=both[0], outcome=receipt)
    yield writes(departures.settle_all, lambda: departures.settle_all([ended]))
    departures.settle(account, both[1], OutcomeUnknown("smtp.ville.example", "no answer"))
    yield writes(desk.decide, lambda: desk.decide(second, Decision.SEND_AGAIN))
    yield writes(desk.cancel, lambda: desk.cancel(stored))
    unknown = OutcomeUnknown("smtp.ville.example", "no answer")
    yield writes(departures.rest, lambda: departures.rest(account, unknown))
    yield writes(desk.suppress, lambda: desk.suppress(ZOE, because=ExclusionReason.ASKED))
    yield reads(desk.suppressions, desk.suppressions)
    yield writes(desk.allow, lambda: desk.allow(ZOE))
    yield from hand_over_calls(database, desk, message, recipients)


def hand_over_calls(
    database: Database, outbox: OutboxDesk, message: NewMessage, to: list[Recipient]
) -> Iterator[Call]:
    given = NewAccount(name="Outlook", kind="outlook", sender=ZOE, facts={})
    account = AccountDesk(database).add(given).id
    letters = outbox.send(message, to, account=account).letters
    stored = outbox.letter(letters[0]).message
    desk = HandingOver(database)
    cut_short = HandOverCutShort(Path("drafts"), ".drafts", "")
    yield reads(desk.waiting, desk.waiting)
    yield reads(desk.cut_short, desk.cut_short)
    yield writes(desk.claim, lambda: desk.claim(stored, cut_short=cut_short))
    claims = desk.claim(stored, cut_short=cut_short).claims
    yield writes(desk.take_back, lambda: desk.take_back(claims))
    yield writes(desk.mark, lambda: desk.mark(claims))
