"""A line is noted by what the directory knows, and nobody comes into it unasked."""

from dataclasses import replace
from pathlib import Path

import pytest

from comms_desk.across.capture import capture, take_back
from comms_desk.across.directory_index import domain_of, known
from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.mail.address import Address
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.inquiries.model import (
    QUESTION_LENGTH,
    InquiryTab,
    NewInquiry,
    QuestionTooLong,
)
from comms_desk.media.inquiries.moments import MomentKind
from comms_desk.media.inquiries.reading.line import read_line
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage.database import Database
from comms_desk.storage.model import UnfinishedForm, new_form_key
from tests.media.inquiries.corpora import NOW
from tests.support.mornings import office_on


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


def furnished(office: Office) -> None:
    devoir = office.outlets.add(
        NewOutlet(name="Le Devoir", also_called=("Devoir",), website="https://www.devoir.example/x")
    )
    position = NewPosition(outlet=devoir.id, emails=(Address.parse("zoe@devoir.example"),))
    office.contacts.add(NewContact(given_name="Zoé", family_name="Okoye", positions=(position,)))


def test_the_directory_is_known_by_its_names_addresses_and_sites(office: Office) -> None:
    furnished(office)

    knows = known(office)

    assert knows.outlets_by_domain["devoir.example"].name == "Le Devoir"
    assert knows.outlets_by_words["devoir",].name == "Le Devoir"
    assert knows.reporters_by_email["zoe@devoir.example"][0].name == "Zoé Okoye"
    assert domain_of("devoir.example") == "devoir.example"
    assert [domain_of(each) for each in ("", "a b", "http://[", "local")] == ["", "", "", ""]


def test_a_line_becomes_an_inquiry_of_who_is_in_the_directory(office: Office) -> None:
    furnished(office)
    line = "devoir zoe okoye déneigement 514 555-0142 av. 15h"

    noted = capture(office, line, read_line(line, now=NOW, known=known(office)))

    inquiry = noted.inquiry
    assert (inquiry.title, inquiry.outlet_name) == ("Déneigement", "Le Devoir")
    [zoe] = inquiry.reporters
    assert (zoe.name, zoe.phone, zoe.contact is not None) == ("Zoé Okoye", "514 555-0142", True)
    assert noted.followed is None


def test_the_line_is_kept_with_how_it_came(office: Office) -> None:
    line = "Métro rappeler Luc 514 555-0142 nids-de-poule"

    noted = capture(office, line, read_line(line, now=NOW, known=known(office)))

    [received] = office.inquiries.moments(noted.inquiry.id)
    assert (received.what, received.text) == (MomentKind.RECEIVED, line)


def test_whoever_is_new_comes_into_the_directory_only_when_one_says_so(office: Office) -> None:
    furnished(office)
    line = "Devoir Priya Raman taxes 514 555-0142"
    read = read_line(line, now=NOW, known=known(office))

    capture(office, line, read)
    assert [each.name for each in office.contacts.search().rows] == ["Zoé Okoye"]

    noted = capture(office, line, read, adds={"Priya Raman"})

    [raman] = office.contacts.search("raman").rows
    assert (raman.name, raman.outlets, raman.phones) == (
        "Priya Raman",
        ("Le Devoir",),
        ("514 555-0142",),
    )
    assert noted.inquiry.reporters[0].contact == raman.id


def test_what_is_new_comes_in_with_the_inquiry_or_not_at_all(office: Office) -> None:
    line = "Zoé Tremblay Radio Sorel taxes"
    read = read_line(line, now=NOW, known=known(office))
    adds = {"Zoé Tremblay", "Radio Sorel"}
    too_long = replace(read, questions=("?" * (QUESTION_LENGTH + 1),))
    form = UnfinishedForm(
        key=new_form_key(),
        kind=Subject.INQUIRY,
        changes=None,
        fields={"line": line},
        before={},
        in_front=True,
    )
    office.forms.keep(form)

    with pytest.raises(QuestionTooLong):
        capture(office, line, too_long, adds=adds, ends=(form.key, None))
    assert office.outlets.every() == ()
    assert office.contacts.search().total == 0
    assert office.forms.every(Subject.INQUIRY) == (form,)

    noted = capture(office, line, read, adds=adds, ends=(form.key, None))
    [zoe] = office.contacts.search().rows
    assert (noted.inquiry.outlet_name, zoe.outlets) == ("Radio Sorel", ("Radio Sorel",))
    assert office.forms.every(Subject.INQUIRY) == ()

    take_back(office, noted)
    assert office.outlets.every() == ()
    assert office.contacts.search().total == 0
    assert office.inquiries.search(view=InquiryTab.ALL).total == 0


def test_an_outlet_that_came_in_meanwhile_is_that_one_and_stays(office: Office) -> None:
    line = "Zoé Tremblay Radio Sorel taxes"
    read = read_line(line, now=NOW, known=known(office))
    sorel = office.outlets.add(NewOutlet(name="Radio Sorel"))

    noted = capture(office, line, read, adds={"Radio Sorel"})
    take_back(office, noted)

    assert noted.inquiry.outlet == sorel.id
    assert [each.id for each in office.outlets.every()] == [sorel.id]


def test_a_follow_up_is_noted_on_the_inquiry_that_it_is_about(office: Office) -> None:
    furnished(office)
    before = office.inquiries.add(NewInquiry(title="Contrats de déneigement", outlet_name="devoir"))
    line = "Devoir relance déneigement toujours rien"

    noted = capture(office, line, read_line(line, now=NOW, known=known(office)))

    assert (noted.inquiry.id, noted.followed is not None) == (before.id, True)
    assert office.inquiries.moments(before.id)[-1].what is MomentKind.FOLLOWED_UP
    assert office.inquiries.search(view=InquiryTab.ALL).total == 1


def test_a_line_that_says_nothing_but_an_hour_is_called_by_itself(office: Office) -> None:
    line = "  15 h  "

    assert (
        capture(office, line, read_line(line, now=NOW, known=known(office))).inquiry.title == "15 h"
    )
