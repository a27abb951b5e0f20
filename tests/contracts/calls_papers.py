"""Example calls of what is read of inquiries on paper."""

from collections.abc import Iterator

from comms_desk.mail.address import Address
from comms_desk.media.inquiries.papers.desk import Interview, PaperDesk
from comms_desk.storage.database import Database
from tests.contracts.calls import Call, reads, writes
from tests.media.inquiries.asked import Newsroom


def calls(database: Database) -> Iterator[Call]:
    office = Newsroom(database)
    desk, inquiry = PaperDesk(database), office.asked()
    interview = Interview(at=office.now)
    evening = desk.evening()
    to = Address.parse("soir@ville.example")
    yield reads(desk.sheet, lambda: desk.sheet(inquiry, interview))
    yield reads(desk.calendar, lambda: desk.calendar(inquiry, interview))
    yield reads(desk.evening, desk.evening)
    yield reads(desk.evening_awaits, lambda: desk.evening_awaits(evening.day))
    yield reads(desk.evening_word, lambda: desk.evening_word(evening))
    yield reads(desk.evening_letter, lambda: desk.evening_letter(evening))
    yield reads(desk.plan_evening, lambda: desk.plan_evening(evening, to))
    yield writes(desk.send_evening, lambda: desk.send_evening(evening, to))
