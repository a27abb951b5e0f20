"""A mail that wants its reply elsewhere than whence it came: where is said before it leaves."""

import pytest

from comms_desk.mail.address import Address
from comms_desk.media.inquiries.model import InquiryId, NotOpen
from comms_desk.media.inquiries.moments import Channel
from comms_desk.media.inquiries.reading.mail import read_mail
from comms_desk.media.inquiries.reading.proposal import InquiryProposal
from comms_desk.media.inquiries.reply.model import (
    Acknowledgement,
    Answer,
    Referral,
    ReplyPlaceUnsaid,
)
from comms_desk.storage.database import Database
from tests.media.inquiries.asked import CITY, TEXT, ZOE, Newsroom
from tests.media.inquiries.corpora import NOW
from tests.media.inquiries.judged_mails import known

ELSEWHERE = Address.parse("zoe.tremblay@quotidien-media.example")


def read(reply_to: str = "", sender: str = "Zoé <zoe@ledevoir.example>") -> InquiryProposal:
    header = f"Reply-To: {reply_to}\r\n" if reply_to else ""
    raw = (
        f"From: {sender}\r\n{header}Subject: Neige\r\nMessage-ID: <a@ledevoir.example>\r\n"
        "Date: Tue, 24 Nov 2026 09:00:00 -0500\r\n\r\nCombien de camions?\r\n"
    )
    return read_mail(raw.encode(), known=known(), now=NOW)


def choices(proposal: InquiryProposal) -> list[str]:
    return [each.bare for each in proposal.reply_choices]


@pytest.mark.parametrize("same", ["", "zoe@ledevoir.example", "Zoé <ZOE@LeDevoir.example>"])
def test_where_the_reply_goes_back_to_who_wrote_nothing_is_asked(same: str) -> None:
    assert choices(read(same)) == []


@pytest.mark.parametrize(
    ("reply_to", "asked"),
    [
        ("zoe@ledevoir-media.example", ["zoe@ledevoir-media.example", "zoe@ledevoir.example"]),
        ("redaction@ledevoir.example", ["redaction@ledevoir.example", "zoe@ledevoir.example"]),
        (
            "zoe@ledevoir.example, x@ailleurs.example",
            ["zoe@ledevoir.example", "x@ailleurs.example"],
        ),
        (
            '"Roy, Zoé" <a@un.example>, b@deux.example',
            ["a@un.example", "b@deux.example", "zoe@ledevoir.example"],
        ),
    ],
)
def test_where_it_goes_elsewhere_each_address_may_be_chosen(
    reply_to: str, asked: list[str]
) -> None:
    assert choices(read(reply_to)) == asked


def asked(database: Database) -> tuple[Newsroom, InquiryId]:
    office = Newsroom(database)
    inquiry = office.asked(reply_to=ELSEWHERE, reply_choices=(ELSEWHERE, ZOE))
    return office, inquiry


def test_neither_an_acknowledgement_nor_a_referral_nor_an_answer_leaves_before(
    database: Database,
) -> None:
    office, inquiry = asked(database)
    office.approved(inquiry, TEXT)

    for leave in (
        lambda: office.replies.acknowledge(inquiry, office.promised()),
        lambda: office.replies.shown_acknowledgement(inquiry, office.promised()),
        lambda: office.replies.refer(inquiry, Referral(to="311")),
        lambda: office.replies.answer(inquiry, CITY),
    ):
        with pytest.raises(ReplyPlaceUnsaid):
            leave()

    assert office.carry() == []
    (obstacle,) = office.replies.plan(inquiry, CITY).obstacles
    assert isinstance(obstacle, ReplyPlaceUnsaid)
    assert obstacle.choices == (ELSEWHERE.bare, ZOE.bare)


def test_what_is_said_by_phone_waits_for_no_address(database: Database) -> None:
    office, inquiry = asked(database)
    office.approved(inquiry, TEXT)

    office.replies.acknowledge(inquiry, Acknowledgement(how=Channel.PHONE, note="Rappelée"))
    (moment,) = office.replies.answer(
        inquiry, Answer(attribution=CITY.attribution, how=Channel.PHONE, who="Zoé")
    )

    assert moment.letter is None


@pytest.mark.parametrize("chosen", [ZOE, ELSEWHERE])
def test_the_answer_leaves_for_the_address_that_was_said(
    database: Database, chosen: Address
) -> None:
    office, inquiry = asked(database)
    office.approved(inquiry, TEXT)

    one = office.replies.set_reply_to(inquiry, chosen)
    office.replies.answer(inquiry, CITY)

    assert (one.reply_to, one.reply_choices) == (chosen, ())
    assert office.carry() == [chosen.bare]


def test_what_was_said_can_be_taken_back(database: Database) -> None:
    office, inquiry = asked(database)
    office.replies.set_reply_to(inquiry, ZOE)

    one = office.replies.set_reply_to(inquiry, ELSEWHERE, choices=(ELSEWHERE, ZOE))

    assert (one.reply_to, one.reply_choices) == (ELSEWHERE, (ELSEWHERE, ZOE))
    assert [each.field for each in office.desk.history(inquiry)[:2]] == ["reply_to", "reply_to"]


def test_one_that_ended_is_asked_no_more(database: Database) -> None:
    office, inquiry = asked(database)
    office.approved(inquiry, TEXT)
    office.replies.answer(
        inquiry, Answer(attribution=CITY.attribution, how=Channel.PHONE, who="Zoé")
    )

    with pytest.raises(NotOpen):
        office.replies.set_reply_to(inquiry, ZOE)


def test_a_later_mail_that_wants_it_elsewhere_asks_again(database: Database) -> None:
    office = Newsroom(database)
    first = office.desk.take_in(read()).inquiry
    assert first.reply_choices == ()

    raw = (
        "From: zoe@ledevoir.example\r\nReply-To: zoe@ledevoir-media.example\r\n"
        "Subject: Re: Neige\r\n"
        "Message-ID: <b@ledevoir.example>\r\nIn-Reply-To: <a@ledevoir.example>\r\n"
        "Date: Tue, 24 Nov 2026 09:10:00 -0500\r\n\r\nEt en 2024?\r\n"
    )
    again = office.desk.take_in(read_mail(raw.encode(), known=known(), now=NOW)).inquiry

    assert again.id == first.id
    assert [each.bare for each in again.reply_choices] == [
        "zoe@ledevoir-media.example",
        "zoe@ledevoir.example",
    ]
