"""What is proven of a claimed letter right before its final dot.

A claim is true when it is made; a worker that was suspended since (a laptop that slept, a
stopped process) wakes with the letter on the wire hours later.  So everything that let the
letter leave is read again, in a snapshot and without a lock, once its text is written: is
this still the worker, is it still this attempt, has nobody decided otherwise, may that
address be written to and anybody that it is for be contacted, is nothing frozen, and does no
embargo hold?
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Executable, Row, bindparam, select

from comms_desk.changes import Ref
from comms_desk.embargo import within as embargoes
from comms_desk.embargo.model import Embargo
from comms_desk.jobs import within as jobs
from comms_desk.mail import freezes, held_words
from comms_desk.mail.errors import NotSent, Overtaken, Overtaking
from comms_desk.mail.model import Claim, LetterId, LetterState, MessageId
from comms_desk.mail.store import AccountRow, LetterRow, MessageRow, is_barred, is_excluded
from comms_desk.storage.database import Database, Snapshot
from comms_desk.storage.errors import STORAGE_FAILURES
from comms_desk.storage.rows import Base

_letters, _accounts, _messages = (
    Base.metadata.tables[row.__tablename__] for row in (LetterRow, AccountRow, MessageRow)
)
_STANDING: Executable = (
    select(
        _letters.c.id,
        _letters.c.message_id,
        _letters.c.state,
        _letters.c.attempts,
        _letters.c.decided_at,
        _letters.c.address_key,
        _letters.c.embargo,
        _letters.c.lead_s,
        _accounts.c.retired_at,
        _messages.c.embargoed_until,
        _messages.c.below,
        jobs.token().label("token"),
        is_excluded().label("is_excluded"),
        is_barred().label("is_barred"),
        freezes.stops(_letters.c.message_id).label("is_frozen"),
    )
    .join(_accounts, _accounts.c.id == _letters.c.account_id)
    .join(_messages, _messages.c.id == _letters.c.message_id)
    .where(_letters.c.id.in_(bindparam("letters", expanding=True)))
)
"""All but an embargo, which few letters have, in one statement: it is asked for each departure.

Of the tables, not of their rows' classes: the SQL is the same, and nothing is made of the answer.
"""

Tells = Callable[[LetterId, NotSent], None]


def prove(
    database: Database, *claims: Claim, token: int, tell: Tells = lambda _letter, _why: None
) -> None:
    """Let the last byte of what was claimed be written only if all of it may leave now.

    Args:
        database: Where all is asked anew.
        claims: The letter, or those that leave together.
        token: That of this worker's lease.
        tell: Called with each letter that may not leave, and why.

    Raises:
        Overtaken: One may not any more, or the database could not say.
    """
    try:
        with database.snapshot() as snapshot:
            found = dict(_overtaken(snapshot, claims, token))
    except STORAGE_FAILURES as error:
        raise Overtaken(Overtaking.UNPROVEN) from error
    for letter, why in found.items():
        tell(letter, Overtaken(why))
    if found:
        raise Overtaken(Overtaking.COMPANY if len(claims) > 1 else found[claims[0].letter])


def _overtaken(
    snapshot: Snapshot, claims: Sequence[Claim], token: int
) -> Iterator[tuple[LetterId, Overtaking]]:
    asked = snapshot.session.execute(_STANDING, {"letters": [each.letter for each in claims]})
    rows = {row.id: row for row in asked}
    named = {each for row in rows.values() for each in (row.embargo, row.below)} - {None}
    locks = {each: embargoes.embargo_of(snapshot, Ref.from_text(each)) for each in named}
    words = dict(held_words.held(snapshot, LetterRow.id.in_(rows)))
    for claim in claims:
        why = _why(snapshot, rows.get(claim.letter), claim, token, locks)
        if why is None and _has_held_words(snapshot, rows[claim.letter], words):
            why = Overtaking.EMBARGO
        if why is not None:
            yield claim.letter, why


def _why(
    snapshot: Snapshot,
    row: Row[Any] | None,
    claim: Claim,
    token: int,
    locks: Mapping[str, Embargo | None],
) -> Overtaking | None:
    if row is None:
        return Overtaking.DECISION
    if row.token != token:
        return Overtaking.LEASE
    is_this_attempt = (row.state, row.attempts) == (LetterState.SENDING, claim.attempt)
    if not is_this_attempt or row.decided_at is not None or row.retired_at is not None:
        return Overtaking.DECISION
    if row.is_excluded:
        return Overtaking.EXCLUSION
    if row.is_barred:
        return Overtaking.BAR
    if row.is_frozen:
        return Overtaking.FREEZE
    return Overtaking.EMBARGO if _is_held(snapshot, row, locks) else None


def _has_held_words(
    snapshot: Snapshot, row: Row[Any], words: Mapping[MessageId, Sequence[Embargo]]
) -> bool:
    """Whether the letter of *row* has words of another text, which its reader may not have yet."""
    lead = None if row.lead_s is None else timedelta(seconds=row.lead_s)
    locks = words.get(MessageId(row.message_id), ())
    return any(each.holds(snapshot.now, to=row.address_key, lead=lead) for each in locks)


def _is_held(snapshot: Snapshot, row: Row[Any], known: Mapping[str, Embargo | None]) -> bool:
    """Whether an embargo holds the letter of *row*, or the last one ends when it does not say."""
    of_all = [known[each] for each in (row.embargo, row.below) if each is not None]
    locks = [each for each in of_all if each is not None and each.holds(snapshot.now)]
    if not locks:
        return False
    until = max(each.until for each in locks)
    if str(locks[0].ref) == row.embargo and locks[0].until == until:
        del locks[1:]  # It covers what goes below.
    lead = None if row.lead_s is None else timedelta(seconds=row.lead_s)
    says_another = row.embargoed_until not in (None, until)
    return says_another or any(
        each.holds(snapshot.now, to=row.address_key, lead=lead) for each in locks
    )
