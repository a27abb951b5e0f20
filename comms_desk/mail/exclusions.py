"""Whom nothing is sent to: addresses on the exclusion list, and people who are not to be contacted.

An address is on the list by what its server or its reader answered.  A person, or a newsroom, is
barred whatever their address.  A letter is withheld from the address; and from persons where all
that it is for are barred: others who read a newsroom's mail still have theirs.  What was
withheld stays so until it is named again: taking an address off, or lifting a bar, sends nothing.
Private to mail: others ask `within`.
"""

from collections.abc import Iterable, Mapping
from itertools import batched

from sqlalchemy import ColumnElement, delete, exists, insert, select, update

from comms_desk.changes import Change, Ref, Subject
from comms_desk.mail import store
from comms_desk.mail.address import Address
from comms_desk.mail.message import Purpose
from comms_desk.mail.model import Barred, ExclusionReason, LetterId, LetterState, Suppression
from comms_desk.storage.database import Snapshot, Transaction

MAY_LEAVE_YET = (
    LetterState.QUEUED,
    LetterState.SENDING,
    LetterState.UNCERTAIN,
    LetterState.REFUSED,
)
"""Where a letter waits, is on the wire, or would leave again on a person's word."""


def excluded(snapshot: Snapshot, address_keys: Iterable[str]) -> Mapping[str, Suppression]:
    """Return what is said of those of *address_keys* that are on the exclusion list."""
    row, found = store.SuppressionRow, dict[str, Suppression]()
    for some in batched(address_keys, store.VARIABLES_LIMIT):
        rows = snapshot.session.scalars(select(row).where(row.address_key.in_(some)))
        found.update((each.address_key, store.suppression(each)) for each in rows)
    return found


def suppress(
    transaction: Transaction, address: Address, *, because: ExclusionReason, note: str = ""
) -> None:
    """Put *address* on the exclusion list: effective at once, for what waits too."""
    suppress_all(transaction, [address], because=because, note=note)


def suppress_all(
    transaction: Transaction,
    addresses: Iterable[Address],
    *,
    because: ExclusionReason,
    note: str = "",
) -> None:
    """Put all of *addresses* on the exclusion list as `suppress` does, in a few statements."""
    keys = tuple(dict.fromkeys(address.key for address in addresses))
    if not keys:
        return
    session = transaction.session
    said: dict[str, object] = {"because": because, "note": note}
    said |= {"by": transaction.actor, "at": transaction.now}
    known = store.suppressed(transaction, keys)
    fresh = [said | {"address_key": key} for key in keys if key not in known]
    if fresh:
        session.execute(insert(store.SuppressionRow), fresh)
    withheld: list[LetterId] = []
    for some in batched(keys, store.VARIABLES_LIMIT):
        again = known.intersection(some)
        if again:
            listed = store.SuppressionRow.address_key.in_(again)
            session.execute(update(store.SuppressionRow).where(listed).values(said))
        theirs = store.LetterRow.address_key.in_(some)
        withheld += _withhold(transaction, theirs, store.is_excluded())
    _announce(transaction, withheld)


def barred(snapshot: Snapshot, refs: Iterable[Ref]) -> Mapping[Ref, Barred]:
    """Return what is said of those of *refs* who are not to be contacted."""
    row, found = store.BarredRow, dict[Ref, Barred]()
    for some in batched(map(str, refs), store.VARIABLES_LIMIT):
        bars = map(store.bar, snapshot.session.scalars(select(row).where(row.ref.in_(some))))
        found.update((each.ref, each) for each in bars)
    return found


def bar_all(
    transaction: Transaction, notes: Mapping[Ref, str], *, at: Mapping[str, Ref] | None = None
) -> None:
    """Bar all of *notes*, which say why, at once and from what waits too.

    Who was barred already is by what is said now.  *at* says whose addresses are: a letter that
    was queued to one of them before anybody knew whose it is, is for that person from now on.
    """
    _name(transaction, at or {})
    session, bars = transaction.session, {str(ref): note for ref, note in notes.items()}
    if not bars:
        return
    withheld: list[LetterId] = []
    for some in batched(bars, store.VARIABLES_LIMIT):
        session.execute(delete(store.BarredRow).where(store.BarredRow.ref.in_(some)))
        said = {"by": transaction.actor, "at": transaction.now}
        rows = [{"ref": ref, "note": bars[ref], **said} for ref in some]
        session.execute(insert(store.BarredRow), rows)
        person = store.LetterPersonRow
        theirs = select(person.letter_id).where(person.ref.in_(some))
        withheld += _withhold(transaction, store.LetterRow.id.in_(theirs), store.is_barred())
    _announce(transaction, withheld)


def unbar_all(transaction: Transaction, refs: Iterable[Ref]) -> None:
    """Let *refs* be contacted again; what was withheld stays so until it is named again."""
    those = tuple(map(str, refs))
    for some in batched(those, store.VARIABLES_LIMIT):
        transaction.session.execute(delete(store.BarredRow).where(store.BarredRow.ref.in_(some)))
    if those:
        _announce(transaction)


def withhold_barred(transaction: Transaction, letters: Iterable[LetterId]) -> None:
    """Withhold those of *letters* that wait, and are for nobody who may be contacted by now."""
    withheld: list[LetterId] = []
    for some in batched(letters, store.VARIABLES_LIMIT):
        withheld += _withhold(transaction, store.LetterRow.id.in_(some), store.is_barred())
    if withheld:
        transaction.announce(Change.of(Subject.LETTER, withheld))


def _name(transaction: Transaction, at: Mapping[str, Ref]) -> None:
    """Note whose those letters are that are for nobody by name and may leave yet; no bulletin."""
    letter, message, person = store.LetterRow, store.MessageRow, store.LetterPersonRow
    for some in batched(at, store.VARIABLES_LIMIT):
        found = transaction.session.execute(
            select(letter.id, letter.address_key)
            .join(message, message.id == letter.message_id)
            .where(
                letter.address_key.in_(some),
                letter.state.in_(MAY_LEAVE_YET),
                message.purpose == Purpose.LETTER,
                message.about.is_not(None),
                ~exists().where(person.letter_id == letter.id),
            )
        )
        rows = [{"letter_id": each, "ref": str(at[key])} for each, key in found]
        if rows:
            transaction.session.execute(insert(person), rows)


def _withhold(transaction: Transaction, *those: ColumnElement[bool]) -> list[LetterId]:
    """Withhold the letters that wait and for which *those* are true; return their ids."""
    letters = transaction.session.scalars(
        update(store.LetterRow)
        .where(store.LetterRow.state == LetterState.QUEUED, *those)
        .values(state=LetterState.WITHHELD)
        .returning(store.LetterRow.id)
        .execution_options(synchronize_session="fetch")
    )
    return list(map(LetterId, letters))


def _announce(transaction: Transaction, withheld: Iterable[LetterId] = ()) -> None:
    transaction.announce(Change.of(Subject.SUPPRESSION))
    if letters := tuple(withheld):
        transaction.announce(Change.of(Subject.LETTER, letters))
