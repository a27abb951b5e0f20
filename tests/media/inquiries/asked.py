"""A journalist who asks by mail, and an office of two that answers, as the tests need them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.doors import Receipt
from comms_desk.media.inquiries.desk import InquiryDesk
from comms_desk.media.inquiries.model import Basis, Hour, InquiryId, NewInquiry, Reporter
from comms_desk.media.inquiries.moments import (
    NOBODY,
    Attribution,
    Channel,
    Holder,
    Moment,
    MomentKind,
)
from comms_desk.media.inquiries.reply.desk import ReplyDesk
from comms_desk.media.inquiries.reply.model import Acknowledgement, Answer
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.mail.outbox_support import Worker, account

ZOE = Address.parse("zoe.tremblay@quotidien.example")
MAIL = "<c0ffee@quotidien.example>"
BEFORE = "<cafe@quotidien.example>"
TAKEN = Receipt(code=250, text="2.0.0 taken")
TEXT = "Le contrat s’élève à **48 M$**.\n\nIl est de trois ans."
CITY = Answer(attribution=Attribution.CITY)


class Newsroom:
    """An office of two on one desk, and who asks."""

    def __init__(self, database: Database) -> None:
        self.database = database
        people = PeopleDesk(database)
        self.ada, self.bao = people.recognise("ada").id, people.recognise("bao").id
        people.rename(self.bao, "Bao Nguyen")
        database.act_as(self.ada)
        if not AccountDesk(database).every():
            account(database)
        self.desk = InquiryDesk(database)
        self.replies = ReplyDesk(database)
        self.outbox = OutboxDesk(database)
        self._worker: Worker | None = None

    @property
    def now(self) -> datetime:
        return self.database.clock.now()

    def asked(self, title: str = "Déneigement", **otherwise: object) -> InquiryId:
        asked = {
            "title": title,
            "questions": ("Combien coûte le contrat?",),
            "reporters": (Reporter(name="Zoé Tremblay", email=ZOE),),
            "channel": Channel.EMAIL,
            "message_id": MAIL,
            "references": (BEFORE,),
            "reply_to": ZOE,
            "deadline": Hour(at=self.now + timedelta(hours=4), basis=Basis.GIVEN),
        }
        return self.desk.add(NewInquiry(**(asked | otherwise))).id  # type: ignore[arg-type]

    def write(self, inquiry: InquiryId, text: str = TEXT) -> None:
        former = self.desk.get(inquiry).answer
        self.desk.edit(inquiry, FieldChange("answer", former, text))

    def approved(self, inquiry: InquiryId, text: str = TEXT) -> InquiryId:
        """Have Ada write the answer, and Bao approve it."""
        self.write(inquiry, text)
        self.database.act_as(self.bao)
        self.replies.approve(inquiry, text)
        self.database.act_as(self.ada)
        return inquiry

    def promised(self, **otherwise: object) -> Acknowledgement:
        asked = {"by": self.now + timedelta(hours=2)} | otherwise
        return Acknowledgement(**asked)  # type: ignore[arg-type]

    @property
    def worker(self) -> Worker:
        """Return the one worker of the office."""
        self._worker = self._worker or Worker(self.database)
        return self._worker

    def carry(self) -> list[str]:
        """Have the server take what may leave; the addresses, in that order."""
        claims = self.worker.claim()
        for each in claims:
            self.worker.departures.settle(self.worker.account, each, TAKEN)
        return [each.to.bare for each in claims]


NINE_20 = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)
"""On the Tuesday of the tests, in Montréal."""


def holder_of(standing: Sequence[Moment], spans: Sequence[tuple[int, int | None]]) -> Holder:
    """Return who has it: handed, first at work, or given back by who approved it."""
    holder, giver = NOBODY, None
    happened = (
        each
        for start, end in spans
        for place, each in enumerate(standing)
        if start < place and (end is None or place <= end)
    )
    for each in happened:
        me = Holder(person=each.by)
        if each.what is MomentKind.HANDED and each.part is None:
            holder, giver = each.holder, each.by
        elif each.what is MomentKind.APPROVED and each.part is None and not each.reason:
            holder = Holder(person=giver) if holder == me and giver else holder
        elif (
            each.what in {MomentKind.ACKNOWLEDGED, MomentKind.CONSULTED, MomentKind.ANSWERED}
            and not holder
        ):
            holder, giver = me, each.by
    return holder
