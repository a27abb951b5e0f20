"""Letters that wait with words of a text that was put under embargo since.

A message is asked as it is composed (`within.compose`): here again, as its letters are claimed and
proven, since a lock is placed, and a text changes, while they wait.  What is about nothing is a
test, or the evening mail, and stays in the house.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, not_, select

from comms_desk.changes import Ref, Subject
from comms_desk.embargo import within as embargoes
from comms_desk.embargo.model import Embargo
from comms_desk.mail.model import MessageId
from comms_desk.mail.store import LetterRow, MessageRow
from comms_desk.storage.database import Snapshot


def held(
    snapshot: Snapshot, *which: ColumnElement[bool]
) -> Iterator[tuple[MessageId, Sequence[Embargo]]]:
    """Yield each message of the letters *which* say that has such words, and what holds these."""
    every = embargoes.locked_words(snapshot)
    if not every:
        return
    of_letters = select(LetterRow.message_id).where(*which)
    asked = select(
        MessageRow.id, MessageRow.about, MessageRow.below, MessageRow.subject, MessageRow.text
    ).where(
        MessageRow.id.in_(of_letters),
        MessageRow.about.is_not(None),
        not_(MessageRow.about.startswith(f"{Subject.REVIEW}:")),
    )
    for row in snapshot.session.execute(asked):
        own = {Ref.from_text(each) for each in (row.about, row.below) if each is not None}
        said = f"{row.subject}\n{row.text}"
        found = embargoes.words_held(snapshot, said, own=own, every=every)
        locks = [each.embargo for each, _words in found]
        if locks:
            yield MessageId(row.id), locks
