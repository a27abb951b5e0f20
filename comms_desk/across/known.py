"""What the directory and the accounts know, for those who read lines and mails."""

from typing import TYPE_CHECKING

from comms_desk.media.inquiries.mails.who import is_public
from comms_desk.media.inquiries.model import View
from comms_desk.media.inquiries.reading.known import (
    Known,
    KnownOutlet,
    KnownReporter,
    OpenInquiry,
)
from comms_desk.text.mailbox import mailbox_key

if TYPE_CHECKING:
    from comms_desk.across.office import Office
    from comms_desk.media.contacts.model import Contact
    from comms_desk.media.outlets.model import Outlet

MOST_OPEN = 500
"""Open inquiries to which a follow-up may belong."""


def known(office: "Office") -> Known:
    """Return all that is known as one reads."""
    today = office.database.clock.now().date()
    contacts = office.contacts.export()
    return Known(
        outlets=tuple(map(_outlet, office.outlets.every())),
        reporters=tuple(
            KnownReporter(
                contact=each.id,
                name=each.name,
                outlets=tuple(
                    dict.fromkeys(
                        held.outlet for held in each.current(today) if held.outlet is not None
                    )
                ),
                emails=tuple(_emails(each)),
            )
            for each in contacts
        ),
        inquiries=tuple(
            OpenInquiry(
                id=each.id,
                title=each.title,
                outlet=each.outlet,
                reporters=tuple(who.name for who in each.reporters),
            )
            for each in office.inquiries.search(view=View.OPEN, limit=MOST_OPEN).rows
        ),
        our_domains=tuple(
            dict.fromkeys(
                each.sender.domain
                for each in office.accounts.every()
                if not is_public(each.sender.bare)
            )
        ),
    )


def _emails(contact: "Contact") -> list[str]:
    return [mailbox_key(email) for held in contact.positions for email in held.emails]


def _outlet(outlet: "Outlet") -> KnownOutlet:
    site = outlet.website.partition("//")[2].partition("/")[0].lower()
    return KnownOutlet(
        id=outlet.id,
        name=outlet.name,
        also_called=outlet.also_called,
        kind=outlet.kind,
        language=outlet.language,
        domain=site.removeprefix("www."),
    )
