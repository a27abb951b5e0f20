"""An office with an inquiry of two questions, and the Inquiries page that shows it."""

from datetime import timedelta

import pytest

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.mail.address import Address
from comms_desk.media.contacts.model import NewContact
from comms_desk.media.inquiries.model import Basis, Hour, Inquiry, NewInquiry, Reporter
from comms_desk.media.inquiries.moments import Channel
from comms_desk.ui.inquiries.page import InquiriesPage
from comms_desk.ui.shell.window import Window


@pytest.fixture
def snow(office: Office, clock: StillClock) -> Inquiry:
    zoe = office.contacts.add(NewContact(given_name="Zoe", family_name="Tremblay"))
    return office.inquiries.add(
        NewInquiry(
            title="Snow",
            questions=("How much?", "Since when?"),
            reporters=(
                Reporter(
                    contact=zoe.id,
                    name="Zoe Tremblay",
                    email=Address.parse("zoe@devoir.example"),
                    phone="514 555-0142",
                ),
            ),
            outlet_name="Le Devoir",
            channel=Channel.EMAIL,
            deadline=Hour(at=clock.now() + timedelta(hours=3), basis=Basis.UNSURE),
        )
    )


@pytest.fixture
def page(window: Window) -> InquiriesPage:
    window.resize(1280, 800)
    window.go_to("inquiries")
    page = window.page
    assert isinstance(page, InquiriesPage)
    return page
