"""Letters that wait with words of a text that was put under embargo since.

A message is asked as it is composed (`within.compose`): here again, as its letters are claimed and
proven, since a lock is placed, and a text changes, while they wait.  What is about nothing is a
test, or the evening mail, and stays in the house.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, func, not_, select

from comms_desk.changes import Ref, Subject
from comms_desk.embargo import within as embargoes
from comms_desk.embargo.model import Embargo, LockedWords
from comms_desk.mail.model import LetterState, MessageId, WaitingForWords
from comms_desk.mail.store import LetterRow, MessageRow
from comms_desk.storage.database import Snapshot


def held(
    snapshot: Snapshot, *which: ColumnElement[bool]
) -> Iterator[tuple[MessageId, Sequence[Embargo]]]:
    """Yield each message of the letters *which* say that has such words, and what holds these."""
    if not embargoes.holding(snapshot):
        return
    for row, found in _found(snapshot, *which):
        yield MessageId(row.id), [locked.embargo for locked, _words in found]


def waiting(snapshot: Snapshot, *, of: Ref | None = None) -> tuple[WaitingForWords, ...]:
    """Return what would leave before the words that it has are free, those of *of* alone if named.

    What waits as long for an embargo of its own, or goes to who signed, does not wait for these.
    """
    holding = embargoes.holding(snapshot)
    if not holding:
        return ()
    said = []
    is_queued = LetterRow.state == LetterState.QUEUED
    for row, found in _found(snapshot, is_queued, LetterRow.due_at < holding[-1].until):
        for locked, words in found:
            lock = locked.embargo
            if of is not None and lock.ref != of:
                continue
            asked = select(func.count()).where(
                LetterRow.message_id == row.id,
                is_queued,
                LetterRow.due_at < lock.until,
                LetterRow.address_key.not_in([each.recipient for each in lock.exceptions]),
            )
            letters = snapshot.session.scalar(asked) or 0
            if letters:
                said.append(
                    WaitingForWords(
                        message=MessageId(row.id),
                        subject=row.subject,
                        about=Ref.from_text(row.about),
                        letters=letters,
                        ref=lock.ref,
                        title=locked.title,
                        words=words,
                        there=embargoes.sentence_there(snapshot, lock.ref, words),
                        until=lock.until,
                    )
                )
    return tuple(said)


def _found(
    snapshot: Snapshot, *which: ColumnElement[bool]
) -> Iterator[tuple[Row[Any], Sequence[tuple[LockedWords, tuple[str, ...]]]]]:
    of_letters = select(LetterRow.message_id).where(*which)
    columns = (MessageRow.id, MessageRow.about, MessageRow.below, MessageRow.subject)
    asked: Executable = (
        select(*columns, MessageRow.text, MessageRow.words_of_files)
        .where(
            MessageRow.id.in_(of_letters),
            MessageRow.about.is_not(None),
            not_(MessageRow.about.startswith(f"{Subject.REVIEW}:")),
        )
        .order_by(MessageRow.id)
    )
    rows = snapshot.session.execute(asked).all()
    every = embargoes.locked_words(snapshot) if rows else ()
    for row in rows:
        said = f"{row.subject}\n{row.text}\n{row.words_of_files}"
        own = {Ref.from_text(each) for each in (row.about, row.below) if each is not None}
        held = embargoes.words_held(snapshot, said, own=own, every=every, says_nothing=True)
        found = list(held)
        if found:
            yield row, found
