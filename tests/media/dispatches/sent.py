"""A text, whom it goes to, and what is asked for, as the tests of dispatches need them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from comms_desk.changes import Ref, Subject
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.i18n import Language
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.doors import Receipt
from comms_desk.mail.model import Account, Claim, NewAccount
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.dispatches.desk import DispatchDesk
from comms_desk.media.dispatches.model import Ground, NewEnglish, RequestedSending
from comms_desk.media.drafting.desk import DraftDesk, new_sitting
from comms_desk.media.drafting.model import DraftId, DraftKind, NewDraft
from comms_desk.media.lists.desk import ListDesk
from comms_desk.media.lists.model import ListId, NewList
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage.database import Database
from tests.support.releases import FOOT

TEN = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
"""10 h in Montréal, on the Tuesday of the tests."""
TAKEN = Receipt(code=250, text="2.0.0 taken")
TITLE = (
    "Budget 2027\N{NO-BREAK SPACE}: la Ville limite la hausse des taxes à 3,1\N{NO-BREAK SPACE}%"
)
TEXT = "La Ville de Montréal présente son budget. Il y a 54 pistes.\n\nUne suite."


def address(text: str) -> Address:
    return Address.parse(text)


@dataclass(slots=True)
class Press:
    """A press office at work on one desk."""

    database: Database

    def __post_init__(self) -> None:
        self.account = self._account()
        self.desk = DispatchDesk(self.database)
        self.drafts = DraftDesk(self.database)
        self.embargoes = EmbargoDesk(self.database)

    account: Account = None  # type: ignore[assignment]
    desk: DispatchDesk = None  # type: ignore[assignment]
    drafts: DraftDesk = None  # type: ignore[assignment]
    embargoes: EmbargoDesk = None  # type: ignore[assignment]
    given: Iterator[int] = field(default_factory=count)

    def _account(self) -> Account:
        known = AccountDesk(self.database).every()
        return (
            known[0]
            if known
            else AccountDesk(self.database).add(
                NewAccount(
                    name="Presse",
                    sender=Address(name="Ville", local="presse", domain="ville.example"),
                    facts={"host": "smtp.ville.example"},
                    letters_a_minute=30,
                    lines=8,
                )
            )
        )

    def draft(self, text: str = TEXT, title: str = TITLE) -> DraftId:
        number = f"2026-{118 + next(self.given)}"
        new = NewDraft(kind=DraftKind.RELEASE, title=title, text=text, number=number, **FOOT)
        return self.drafts.add(new).id

    def rewrite(self, draft: DraftId, text: str) -> None:
        opened = self.drafts.open(draft)
        sitting = new_sitting(opened.text)
        self.drafts.revise(draft, text, base=opened.base, sitting=sitting)

    def contact(self, name: str, *emails: str) -> Ref:
        held = NewPosition(emails=tuple(map(address, emails)))
        added = ContactDesk(self.database).add(NewContact(family_name=name, positions=(held,)))
        return Ref(Subject.CONTACT, added.id)

    def at_newsroom(self, name: str, newsroom: str) -> Ref:
        """Return somebody who is written to at the address of their newsroom alone."""
        desk = OutletDesk(self.database)
        there = (
            next((each.id for each in desk.search().rows if newsroom in each.emails), None)
            or desk.add(NewOutlet(name=f"Média {newsroom}", emails=(address(newsroom),))).id
        )
        held = NewPosition(outlet=there)
        added = ContactDesk(self.database).add(NewContact(family_name=name, positions=(held,)))
        return Ref(Subject.CONTACT, added.id)

    def list(self, name: str, *members: Ref | Address, rank: int = 50, early: int = 0) -> ListId:
        desk = ListDesk(self.database)
        made = desk.add(NewList(name=name, rank=rank, early_minutes=early)).id
        desk.put_members(made, members)
        return made

    def embargo(self, draft: DraftId, until: datetime = TEN, *signed: str) -> None:
        ref = Ref(Subject.DRAFT, draft)
        self.embargoes.place(ref, until=until, ends_when="")
        for each in signed:
            self.embargoes.grant(ref, each, signed_by="Sa rédactrice en chef")

    def worker(self, name: str = "worker") -> "Carrier":
        return Carrier(self.database, name)


class Carrier:
    """A worker as far as the outbox knows one, whose server takes everything."""

    def __init__(self, database: Database, name: str) -> None:
        self.database = database
        self.departures = Departures(database)
        self.token = JobDesk(database).take(name).token
        self.account = AccountDesk(database).every()[0].id

    def claim(self, most: int = 64) -> tuple[Claim, ...]:
        return self.departures.claim(self.token, self.account, most=most)

    def carry(self, most: int = 64) -> list[str]:
        """Claim what may leave, have the server take it; the addresses, in that order."""
        claims = self.claim(most)
        for each in claims:
            self.departures.settle(self.account, each, TAKEN)
        DispatchDesk(self.database).settle_scheduled()
        return [each.to.bare for each in claims]


def in_english(press: Press) -> DraftId:
    new = NewDraft(
        kind=DraftKind.RELEASE, language=Language.ENGLISH, title="Budget", text="54 lanes.", **FOOT
    )
    return press.drafts.add(new).id


def recorded(english: DraftId) -> NewEnglish:
    return NewEnglish(
        english=english,
        ground=Ground.SAFETY,
        audience="Médias de langue anglaise",
        approved_by="La conseillère linguistique",
        approved_on=date(2026, 11, 23),
    )


def to(*addresses: str) -> RequestedSending:
    return RequestedSending(also=tuple(map(address, addresses)))


MINUTE = timedelta(minutes=1)
