"""What was read becomes an inquiry, incomplete too; what nobody said stays to be asked."""

from datetime import UTC, datetime

import pytest

from comms_desk.media.inquiries.model import (
    TITLE_LENGTH,
    TO_ASK,
    AskedForm,
    Basis,
    Hour,
    InquiryTitleMissing,
    Reporter,
)
from comms_desk.media.inquiries.moments import Channel
from comms_desk.media.inquiries.reading.proposal import Guess, InquiryProposal, NamedOutlet
from comms_desk.media.outlets.model import OutletId

THREE = Hour(at=datetime(2026, 11, 24, 20, tzinfo=UTC), basis=Basis.UNSURE)
ZOE = Guess(value=Reporter(name="Zoé Tremblay"))
DEVOIR = Guess(value=NamedOutlet(id=OutletId(2), name="Le Devoir"))


def test_what_was_read_becomes_an_inquiry() -> None:
    read = InquiryProposal(
        questions=("déneigement",), reporters=(ZOE,), outlet=DEVOIR, phones=("514 555-0142",)
    )

    new = read.new(deadline=THREE)

    assert (new.title, new.questions) == ("Déneigement", ("déneigement",))
    assert new.reporters == (Reporter(name="Zoé Tremblay", phone="514 555-0142"),)
    assert (new.outlet, new.outlet_name) == (OutletId(2), "Le Devoir")
    assert (new.channel, new.form) == (Channel.PHONE, AskedForm.INFORMATION)
    assert (new.deadline, new.on_air) == (THREE, None)


def test_a_number_alone_is_somebody_who_calls() -> None:
    new = InquiryProposal(title="Cônes", phones=("438 555-0177",)).new()

    assert new.reporters == (Reporter(phone="438 555-0177"),)
    assert new.deadline == TO_ASK


def test_who_asks_stands_for_a_subject_that_nobody_said() -> None:
    assert InquiryProposal(outlet=DEVOIR, reporters=(ZOE,)).new().title == "Zoé Tremblay"
    assert InquiryProposal(outlet=DEVOIR).new().title == "Le Devoir"
    with pytest.raises(InquiryTitleMissing):
        InquiryProposal().new()


def test_a_long_question_is_called_by_its_beginning_and_stays_whole() -> None:
    question = "Combien de camions " * 40

    new = InquiryProposal(questions=(question,)).new()

    assert len(new.title) <= TITLE_LENGTH
    assert new.title.endswith("camions Combien…")
    assert new.questions == (question,)
