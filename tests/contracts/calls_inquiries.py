"""Example calls of the inquiries of the media."""

from collections.abc import Iterator

from comms_desk.media.inquiries.case.at_work import AtWorkDesk
from comms_desk.media.inquiries.case.files import InquiryFilesDesk
from comms_desk.media.inquiries.case.mails_to_sort import MailsToSortDesk
from comms_desk.media.inquiries.desk import InquiryDesk
from comms_desk.media.inquiries.model import NewInquiry, Reporter
from comms_desk.media.inquiries.moments import MomentKind, NewMoment
from comms_desk.media.inquiries.reading.proposal import InquiryProposal
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.contracts.calls import Call, reads, writes

NEW = NewInquiry(title="Déneigement", questions=("Combien?",))
NOTED = NewMoment(what=MomentKind.CONSULTED, text="Le service vérifie.")


def calls(database: Database) -> Iterator[Call]:
    desk = InquiryDesk(database)
    inquiry, binned, back, other = (desk.add(NEW) for _each in range(4))
    desk.put_in_bin(back.id)
    noted, taken = desk.record(inquiry.id, NOTED), desk.record(inquiry.id, NOTED)
    desk.take_back(taken.id)
    (part,) = inquiry.parts
    yield writes(desk.add, lambda: desk.add(NEW))
    yield reads(desk.get, lambda: desk.get(inquiry.id))
    yield reads(desk.search, desk.search)
    yield reads(desk.counts, desk.counts)
    yield reads(desk.moments, lambda: desk.moments(inquiry.id))
    yield reads(desk.history, lambda: desk.history(inquiry.id))
    yield reads(desk.joined, lambda: desk.joined(inquiry.id))
    yield writes(
        desk.take_in, lambda: desk.take_in(InquiryProposal(title="Neige", original=b"Combien?"))
    )
    yield writes(desk.record, lambda: desk.record(inquiry.id, NOTED))
    yield writes(desk.take_back, lambda: desk.take_back(noted.id))
    yield writes(desk.put_back, lambda: desk.put_back(taken.id))
    yield writes(desk.set_hour, lambda: desk.set_hour(inquiry.id, "deadline", None))
    yield writes(desk.set_reporters, lambda: desk.set_reporters(inquiry.id, [Reporter(name="Zoé")]))
    yield writes(desk.add_question, lambda: desk.add_question(inquiry.id, "Et depuis quand?"))
    answered = FieldChange("answer", "", "45 M$.")
    yield writes(desk.edit_question, lambda: desk.edit_question(part.id, answered))
    renamed = FieldChange("title", "Déneigement", "Neige")
    yield writes(desk.edit, lambda: desk.edit(inquiry.id, renamed))
    yield writes(desk.join, lambda: desk.join(other.id, inquiry.id))
    at_work = AtWorkDesk(database)
    yield writes(at_work.begin, lambda: at_work.begin(inquiry.id))
    yield writes(at_work.take_over, lambda: at_work.take_over(inquiry.id))
    yield writes(at_work.leave, lambda: at_work.leave(inquiry.id))
    yield reads(at_work.of, lambda: at_work.of(inquiry.id))
    yield reads(at_work.every, at_work.every)
    to_sort = MailsToSortDesk(database)
    for words in (b"Une chute", b"Un gala", b"Un loto"):
        to_sort.add(InquiryProposal(title="Bonjour", original=words))
    first, second, third = (each.id for each in to_sort.search().rows)
    new = InquiryProposal(title="Invitation", original=b"Venez")
    yield writes(to_sort.add, lambda: to_sort.add(new))
    yield reads(to_sort.is_of_an_inquiry, lambda: to_sort.is_of_an_inquiry(new))
    yield reads(to_sort.search, to_sort.search)
    yield reads(to_sort.original, lambda: to_sort.original(first))
    yield writes(to_sort.leave, lambda: to_sort.leave(second))
    yield writes(to_sort.remove, lambda: to_sort.remove(third))
    files = InquiryFilesDesk(database)
    came = desk.take_in(InquiryProposal(title="Piscines", original=b"Combien?")).inquiry.id
    (mail,) = files.of(came)
    yield reads(files.of, lambda: files.of(came))
    yield reads(files.content, lambda: files.content(came, mail.blob))
    yield writes(desk.put_in_bin, lambda: desk.put_in_bin(binned.id))
    yield writes(desk.take_out_of_bin, lambda: desk.take_out_of_bin(back.id))
