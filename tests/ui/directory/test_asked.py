"""The card of a contact, and that of an outlet, have what they asked; each opens its inquiry."""

from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.inquiries.model import InquiryId, NewInquiry, Reporter
from comms_desk.ui.directory.page import DirectoryPage
from tests.ui.directory.showing import camille, chosen, shown
from tests.ui.keys import click


def ask(office: Office, contact: Reporter) -> InquiryId:
    new = NewInquiry(title="Déneigement", outlet_name="Métro-Nord", reporters=(contact,))
    return office.inquiries.add(new).id


def test_a_contact_has_what_they_asked_in_their_timeline(
    qtbot: QtBot, page: DirectoryPage, office: Office
) -> None:
    contact = camille(office)
    inquiry = ask(office, Reporter(contact=contact, name="Camille Théorêt-Roy"))
    shown(page, qtbot, 1)
    chosen(page, qtbot, contact)

    (line,) = page.contact_card.timeline.lines.all()

    assert line.line.title == "Déneigement"
    assert line.line.detail.startswith("Inquiry · received · ")
    with qtbot.waitSignal(page.open_wanted) as wanted:
        click(line)
    assert wanted.args == [Ref(Subject.INQUIRY, inquiry)]


def test_an_outlet_has_what_it_asked(qtbot: QtBot, page: DirectoryPage, office: Office) -> None:
    camille(office)
    inquiry = ask(office, Reporter(name="Camille"))
    outlet = office.inquiries.get(inquiry).outlet
    assert outlet is not None
    page.shown()

    page.open(Ref(Subject.OUTLET, outlet))

    qtbot.waitUntil(lambda: bool(page.outlet_card.inquiries.all()))
    (line,) = page.outlet_card.inquiries.all()
    assert line.line.detail.startswith("Camille · received · ")
    with qtbot.waitSignal(page.open_wanted) as wanted:
        click(line)
    assert wanted.args == [Ref(Subject.INQUIRY, inquiry)]
