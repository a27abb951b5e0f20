"""Who received a bulletin that was sent: a letter each, and what became of it."""

from dataclasses import replace

from comms_desk.across import Office
from comms_desk.internal.bulletins.model import BulletinId
from comms_desk.mail.model import Letter
from comms_desk.storage.paging import PageOfRows


def letters_of(
    office: Office, bulletin: BulletinId, *, after: object | None = None, limit: int
) -> PageOfRows[Letter] | None:
    """Return the letters of *bulletin*, the last queued first, and how many there are in all.

    Tests to oneself are none of them.

    Args:
        office: The desk.
        bulletin: The bulletin; None is the answer where it was not sent.
        after: The *next_key* of the page before.
        limit: How many a page.

    Raises:
        NotFound: There is no such bulletin.
    """
    issue = office.bulletins.issue(office.bulletins.get(bulletin).id)
    if issue is None:
        return None
    found = office.outbox.letters(message=issue.message, after=after, limit=limit)
    total = sum(office.outbox.counts(issue.message).values())
    return replace(found, total=total, capped=False)
