"""Example calls of what is said to those who ask."""

from collections.abc import Iterator

from comms_desk.mail.address import Address
from comms_desk.media.inquiries.reply.model import Referral
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.contracts.calls import Call, reads, writes
from tests.media.inquiries.asked import CITY, TEXT, Newsroom


def calls(database: Database) -> Iterator[Call]:
    office = Newsroom(database)
    desk = office.replies
    told, answered, ended, own = (office.asked() for _each in range(4))
    for each in (answered, ended):
        office.approved(each)
    office.write(own)
    (part,) = office.desk.get(told).parts
    office.desk.edit_question(part.id, FieldChange("answer", "", "45 M$."))
    promised = office.promised(again=True)
    desk.answer(ended, CITY)
    yield reads(desk.plan, lambda: desk.plan(answered, CITY))
    yield reads(desk.shown_acknowledgement, lambda: desk.shown_acknowledgement(told, promised))
    yield reads(desk.letters, lambda: desk.letters(ended))
    there = Referral(to="311")
    referred = office.asked()
    yield reads(desk.answerers, desk.answerers)
    yield reads(desk.proposed, lambda: desk.proposed(referred))
    yield reads(desk.shown_referral, lambda: desk.shown_referral(referred, there))
    yield writes(desk.refer, lambda: desk.refer(referred, there))
    to = Address.parse("zoe@journal.example")
    yield writes(desk.set_reply_to, lambda: desk.set_reply_to(told, to))
    yield writes(desk.acknowledge, lambda: desk.acknowledge(told, promised))
    yield writes(desk.assemble, lambda: desk.assemble(told))
    yield writes(desk.approve, lambda: desk.approve(own, TEXT, reason="Seule de garde"))
    yield writes(desk.answer, lambda: desk.answer(answered, CITY))
