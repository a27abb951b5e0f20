"""What was sent to a person, or to a newsroom, whatever the address.

A letter is theirs once it was queued for them; it has left, or may have, from the moment when
its server took it, or else when it was begun.  Private to mail: others ask `within`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import batched
from typing import Any

from sqlalchemy import ColumnElement, Select, cast, func, select

from comms_desk.changes import Ref, Subject
from comms_desk.mail import store
from comms_desk.mail.model import MAY_HAVE_LEFT, LetterId, LetterTo, MessageId
from comms_desk.mail.store import LetterPersonRow, LetterRow, MessageRow
from comms_desk.storage.database import Snapshot
from comms_desk.storage.finding import page_of
from comms_desk.storage.paging import Page
from comms_desk.storage.rows import BigInt

LETTERS_SHOWN = 50


def letters_for(
    snapshot: Snapshot, ref: Ref, *, after: object | None = None, limit: int = LETTERS_SHOWN
) -> Page[LetterTo]:
    """Return the letters that are for *ref*, the last queued first.

    Args:
        snapshot: What is read.
        ref: A person or a newsroom.
        after: The *next_key* of the page before.
        limit: How many a page.
    """
    person = LetterPersonRow
    theirs = select(person.letter_id).where(person.ref == str(ref))
    found = page_of(snapshot, theirs, person.letter_id, after=after, limit=limit, last_first=True)
    asked = select(LetterRow, MessageRow.subject, MessageRow.about).join(
        MessageRow, MessageRow.id == LetterRow.message_id
    )
    said = {
        row.id: _said(row, subject, about)
        for some in batched(found.rows, store.VARIABLES_LIMIT)
        for row, subject, about in snapshot.session.execute(asked.where(LetterRow.id.in_(some)))
    }
    return found.showing(said[letter] for letter in found.rows)


def last_letters(snapshot: Snapshot, refs: Iterable[Ref]) -> Mapping[Ref, datetime]:
    """Return when the last letter to each of *refs* left, or may have; without who had none."""
    person, found = LetterPersonRow, dict[Ref, datetime]()
    asked = (
        select(person.ref, func.max(_left_at()))
        .join(LetterRow, LetterRow.id == person.letter_id)
        .where(LetterRow.state.in_(MAY_HAVE_LEFT))
        .group_by(person.ref)
    )
    for some in batched(map(str, refs), store.VARIABLES_LIMIT):
        rows = snapshot.session.execute(asked.where(person.ref.in_(some)))
        found.update((Ref.from_text(ref), at) for ref, at in rows)
    return found


def written_since(kind: Subject, moment: datetime) -> Select[int]:
    """Return the question for the ids of those of *kind* to whom a letter left since *moment*.

    Or may have; for a condition on their rows.
    """
    person, prefix = LetterPersonRow, f"{kind}:"
    number = cast(func.substr(person.ref, len(prefix) + 1), BigInt)
    return (
        select(number)
        .join(LetterRow, LetterRow.id == person.letter_id)
        .where(
            person.ref.startswith(prefix, autoescape=True),
            LetterRow.state.in_(MAY_HAVE_LEFT),
            _left_at() >= moment,
        )
    )


def _left_at() -> ColumnElement[Any]:
    return func.coalesce(LetterRow.sent_at, LetterRow.claimed_at, LetterRow.queued_at)


def _said(row: LetterRow, subject: str, about: str | None) -> LetterTo:
    return LetterTo(
        letter=LetterId(row.id),
        message=MessageId(row.message_id),
        to=store.address_of(row),
        subject=subject,
        about=Ref.from_text(about) if about else None,
        state=row.state,
        at=row.sent_at or row.claimed_at or row.queued_at,
    )
