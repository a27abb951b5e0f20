"""Example calls of what is sent of texts."""

from collections.abc import Iterator

from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.media.dispatches.desk import DispatchDesk
from comms_desk.media.dispatches.model import Wanted
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.storage.database import Database
from tests.contracts.calls import Call, reads, writes

NEW = NewDraft(kind=DraftKind.RELEASE, title="Budget", text="Un.\n")
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
    draft, sent = drafts.add(NEW).id, drafts.add(NEW).id
    wanted = Wanted(also=(ZOE,))
    desk.send(sent, wanted)
    yield reads(desk.plan, lambda: desk.plan(draft, wanted))
    yield reads(desk.preview, lambda: desk.preview(draft, wanted))
    yield writes(desk.test, lambda: desk.test(draft, wanted, ZOE))
    yield writes(desk.send, lambda: desk.send(draft, wanted))
    yield reads(desk.of, lambda: desk.of(sent))
    yield reads(desk.letters, lambda: desk.letters(sent))
    yield writes(desk.stop, lambda: desk.stop(sent))
