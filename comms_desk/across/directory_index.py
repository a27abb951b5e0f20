"""What the directory knows, read once for those who read lines and mails of inquiries."""

from urllib.parse import urlsplit

from comms_desk.across import Office
from comms_desk.media.inquiries.model import InquiryTab
from comms_desk.media.inquiries.reading.directory_index import (
    DirectoryIndex,
    KnownOutlet,
    KnownReporter,
    OpenInquiry,
)
from comms_desk.media.inquiries.reading.mail_sender import is_public

MOST_OPEN = 500
"""Inquiries to which a follow-up may belong: the first due."""


def known(office: Office) -> DirectoryIndex:
    """Return the outlets, the contacts and the open inquiries of *office*, and its own domains."""
    from comms_desk.media.contacts.reached import everyone_reached
    from comms_desk.media.outlets import within as outlets

    with office.database.snapshot() as snapshot:
        every = outlets.every(snapshot)
        people = everyone_reached(snapshot)
    waiting = office.inquiries.search(view=InquiryTab.OPEN, limit=MOST_OPEN).rows
    return DirectoryIndex(
        outlets=tuple(
            KnownOutlet(
                id=each.id,
                name=each.name,
                also_called=each.also_called,
                kind=each.kind,
                language=each.language,
                domain=domain_of(each.website),
            )
            for each in sorted(every, key=lambda each: each.id)
        ),
        reporters=tuple(
            KnownReporter(
                contact=each.id,
                name=each.name,
                outlets=each.outlets,
                emails=tuple(address.key for address in each.addresses),
            )
            for each in people
        ),
        inquiries=tuple(
            OpenInquiry(
                id=each.id,
                title=each.title,
                outlet=each.outlet,
                reporters=tuple(one.name for one in each.reporters),
            )
            for each in waiting
        ),
        our_domains=tuple(
            dict.fromkeys(
                each.sender.domain
                for each in office.accounts.every()
                if not is_public(each.sender.bare)
            )
        ),
    )


def domain_of(site: str) -> str:
    """Return the domain of a *site*, without its « www »; "" where there is none."""
    try:
        host = urlsplit(site if "://" in site else f"//{site}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if "." in host else ""
