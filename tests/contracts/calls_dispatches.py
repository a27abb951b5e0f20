"""Example calls of what is sent of texts."""

from collections.abc import Iterator

from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.media.dispatches.desk import DispatchDesk
from comms_desk.media.dispatches.model import (
    Amendment,
    DispatchKind,
    NewWireOrder,
    RequestedSending,
    Step,
)
from comms_desk.media.drafting.desk import DraftDesk, new_sitting
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.storage.database import Database
from tests.contracts.calls import Call, reads, writes
from tests.support.releases import FOOT

NEW = NewDraft(kind=DraftKind.RELEASE, title="Budget", text="Un.\n", **FOOT)
ZOE = Address.parse("zoe@journal.example")


def calls(database: Database) -> Iterator[Call]:
    AccountDesk(database).add(
        NewAccount(
            name="Médias",
            sender=Address(name="Ville", local="medias", domain="ville.example"),
            facts={"host": "smtp.ville.example"},
        )
    )
    drafts, desk = DraftDesk(database), DispatchDesk(database)
    draft, sent, wrong, gone = (drafts.add(NEW).id for _each in range(4))
    wanted = RequestedSending(also=(ZOE,))
    desk.send(sent, wanted)
    yield reads(desk.plan, lambda: desk.plan(draft, wanted))
    yield reads(desk.preview, lambda: desk.preview(draft, wanted))
    yield writes(desk.test, lambda: desk.test(draft, wanted, ZOE))
    yield writes(desk.send, lambda: desk.send(draft, wanted))
    yield reads(desk.of, lambda: desk.of(sent))
    yield reads(desk.since_sent, lambda: desk.since_sent(sent))
    yield reads(desk.letters, lambda: desk.letters(sent))
    yield reads(desk.english, lambda: desk.english(draft))
    yield writes(desk.set_english, lambda: desk.set_english(draft, None))
    order = NewWireOrder(circuits="Québec", contact="A. Okafor")
    yield writes(desk.wire_order, lambda: desk.wire_order(draft, order))
    yield reads(desk.to_do, desk.to_do)
    yield writes(desk.tick, lambda: desk.tick(sent, Step.WIRE))
    yield reads(desk.close_replaced, desk.close_replaced)
    yield reads(desk.settle_scheduled, desk.settle_scheduled)
    yield reads(desk.follow_embargoes, lambda: desk.follow_embargoes(draft))
    yield writes(desk.stop, lambda: desk.stop(sent))
    desk.send(wrong, wanted)
    desk.send(gone, wanted)
    drafts.revise(wrong, "Deux.\n", base=drafts.open(wrong).base, sitting=new_sitting("Un.\n"))
    kind, said = DispatchKind.CORRECTION, Amendment(note="Deux, et non un.")
    yield reads(desk.plan_amendment, lambda: desk.plan_amendment(wrong, kind, said))
    yield writes(desk.correct, lambda: desk.correct(wrong, said))
    yield writes(desk.withdraw, lambda: desk.withdraw(gone))
