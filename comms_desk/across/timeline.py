"""What happened with a contact: letters, what they asked and signed, positions, edits.

The last comes first.  Each kind comes from its own desk, by pages; where each of them was left is
the key of the next.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from comms_desk.across import Office
from comms_desk.across.history import Past, history
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import CITY_ZONE
from comms_desk.mail.model import Letter
from comms_desk.media.articles.model import Article
from comms_desk.media.contacts.model import Contact, ContactId, Position
from comms_desk.media.inquiries.case import past_inquiries
from comms_desk.media.inquiries.model import Inquiry
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage.paging import PageOfRows
from comms_desk.text.approximate import earliest, latest

EVENTS_SHOWN = 25


class Happening(StrEnum):
    """What an event is."""

    LETTER = "letter"
    ARTICLE = "article"
    INQUIRY = "inquiry"
    BEGAN = "began"
    ENDED = "ended"
    EDIT = "edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened with a contact.

    Attributes:
        kind: What it is.
        at: When; of a position the first day on which it may have begun, or the last on which it
            may have ended.
        opens: The thing itself; of an edit and of a position, the contact.
        of: The letter, the article, the inquiry, the position or the edit.
    """

    kind: Happening
    at: datetime
    opens: Ref
    of: Letter | Article | Inquiry | Position | Past


def timeline(
    office: Office,
    contact: ContactId,
    *,
    after: object | None = None,
    limit: int = EVENTS_SHOWN,
) -> PageOfRows[Event]:
    """Return what happened with *contact*, the last first, after a key.

    Raises:
        NotFound: There is no such contact, or they are in the bin.
        ValueError: *after* is the key of no page.
    """
    ref = Ref(Subject.CONTACT, contact)
    past = history(office, ref)
    positions = _positions(office.contacts.get(contact), ref)
    sources: tuple[Callable[[Any], PageOfRows[Event]], ...] = (
        lambda key: _letters(office, ref, key, limit),
        lambda key: _articles(office, contact, key, limit),
        lambda key: _inquiries(office, contact, key, limit),
        lambda key: _slice(positions, key, limit),
        lambda key: _slice([_edit(each, ref) for each in past], key, limit),
    )
    keys = _keys(after, len(sources))
    pages = [source(key) for source, key in zip(sources, keys, strict=True)]
    waiting = sorted(
        ((event, place) for place, page in enumerate(pages) for event in page.rows),
        key=lambda each: each[0].at,
        reverse=True,
    )
    shown = waiting[:limit]
    for event, place in shown:
        keys[place] = _after(event, keys[place])
    is_more = len(waiting) > limit or any(page.next_key is not None for page in pages)
    return PageOfRows(
        rows=tuple(event for event, _place in shown),
        total=sum(page.total for page in pages),
        capped=any(page.capped for page in pages),
        next_key=tuple(keys) if is_more else None,
    )


def asked_by(office: Office, outlet: OutletId, *, limit: int) -> PageOfRows[Inquiry]:
    """Return what *outlet* asked, the last first."""
    with office.database.snapshot() as snapshot:
        return past_inquiries.by_outlet(snapshot, outlet, limit=limit)


def _keys(after: object | None, count: int) -> list[Any]:
    if after is None:
        return [None] * count
    if not isinstance(after, tuple) or len(after) != count:
        raise ValueError(after)
    return list(after)


def _after(event: Event, key: Any) -> Any:
    """Return the key of what follows *event* in its source, whose last one was *key*."""
    if isinstance(event.of, Letter | Article):
        return (event.of.id,)
    if isinstance(event.of, Inquiry):
        return (event.of.received_at, event.of.id)
    return (key or 0) + 1


def _letters(office: Office, ref: Ref, after: Any, limit: int) -> PageOfRows[Event]:
    found = office.outbox.letters(person=ref, after=after, limit=limit)
    return found.showing(
        Event(
            kind=Happening.LETTER,
            at=each.sent_at or each.queued_at,
            opens=Ref(Subject.LETTER, each.id),
            of=each,
        )
        for each in found.rows
    )


def _articles(office: Office, contact: ContactId, after: Any, limit: int) -> PageOfRows[Event]:
    found = office.articles.search(by=contact, after=after, limit=limit)
    return found.showing(
        Event(
            kind=Happening.ARTICLE,
            at=each.moment,
            opens=Ref(Subject.MENTION, each.id),
            of=each,
        )
        for each in found.rows
    )


def _inquiries(office: Office, contact: ContactId, after: Any, limit: int) -> PageOfRows[Event]:
    with office.database.snapshot() as snapshot:
        found = past_inquiries.by_contact(snapshot, contact, after=after, limit=limit)
    return found.showing(
        Event(
            kind=Happening.INQUIRY,
            at=each.received_at,
            opens=Ref(Subject.INQUIRY, each.id),
            of=each,
        )
        for each in found.rows
    )


def _positions(contact: Contact, ref: Ref) -> list[Event]:
    began = (
        Event(kind=Happening.BEGAN, at=_moment(earliest(each.started_on)), opens=ref, of=each)
        for each in contact.positions
        if each.started_on is not None
    )
    ended = (
        Event(kind=Happening.ENDED, at=_moment(latest(each.ended_on)), opens=ref, of=each)
        for each in contact.positions
        if each.ended_on is not None
    )
    return sorted((*began, *ended), key=lambda event: event.at, reverse=True)


def _edit(past: Past, ref: Ref) -> Event:
    return Event(kind=Happening.EDIT, at=past.edit.at, opens=ref, of=past)


def _slice(events: Sequence[Event], after: Any, limit: int) -> PageOfRows[Event]:
    """Return the page of *events* that begins after so many of them."""
    start = after or 0
    end = start + limit
    next_key = end if end < len(events) else None
    return PageOfRows(rows=tuple(events[start:end]), total=len(events), next_key=next_key)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time.min, CITY_ZONE).astimezone(UTC)
