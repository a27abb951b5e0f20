"""What mail and every export ask, inside their own transaction, before anything leaves."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, SQLColumnExpression, exists

from comms_desk.changes import Change, Ref, Subject
from comms_desk.embargo import store
from comms_desk.embargo.model import (
    NOTHING_SHARED,
    AnotherEmbargo,
    Embargo,
    EmbargoInThePast,
    LockedFigures,
    LockedWords,
    NoEmbargo,
    NotItsWords,
    PassageId,
    PassageNotSigned,
    PlacedEmbargo,
    SharedWords,
    SignedPassage,
    UnderEmbargo,
    WordsUnderEmbargo,
)
from comms_desk.storage import edits, sayings
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.model import Act, HoldReach
from comms_desk.storage.values import value_of
from comms_desk.text import fingerprints

_EVERY_FOURTH: Final = 4
_RUN: Final = fingerprints.WORDS - _EVERY_FOURTH + 1
"""Words by which what was said is found: wherever eight begin, such a run is among them."""
_TELLING: Final = 3
"""The longest words of a run: nearly all that was said has its short ones."""
_PUBLIC_KEPT: Final = 32
_NEVER: Final = datetime.max.replace(tzinfo=UTC)

type Kept = Callable[[Snapshot, Ref], str]
type Typed = Callable[[Snapshot, Ref], Sequence[str]]
_written: dict[Subject, tuple[Kept, Typed]] = {}

type _Public = tuple[frozenset[int], datetime]
_kept: WeakKeyDictionary[Database, dict[tuple[object, ...], _Public]] = WeakKeyDictionary()
"""What was said already of words that wait, of each desk: each claim asks it again."""


def embargo_of(snapshot: Snapshot, ref: Ref) -> Embargo | None:
    """Return the lock on *ref*, whether it still holds or not; None when there never was."""
    row = store.row_of(snapshot, ref)
    return None if row is None else store.value(row)


def reached(
    kind: Subject, row_id: SQLColumnExpression[int], reach: HoldReach
) -> Iterator[ColumnElement[bool]]:
    """Yield that somebody whom a hold is over might have a thing of *kind* under embargo."""
    lock, signed = store.EmbargoRow, store.ExceptionRow
    to = [*reach.keys, *map(str, reach.refs)]
    if to:
        on_it = lock.kind == kind, lock.row_id == row_id, signed.embargo_id == lock.id
        yield exists().where(*on_it, signed.recipient.in_(to))


def holding(snapshot: Snapshot) -> tuple[Embargo, ...]:
    """Return the locks that hold now, the first to lift first."""
    return tuple(map(store.value, store.holding(snapshot)))


def refuse_while_it_holds(snapshot: Snapshot, ref: Ref, *, to: str | None = None) -> None:
    """Let an export go on only when *ref* may leave.

    Raises:
        UnderEmbargo: It may not yet.
    """
    embargo = embargo_of(snapshot, ref)
    if embargo is not None and embargo.holds(snapshot.now, to=to):
        raise UnderEmbargo(ref, embargo.until, embargo.ends_when)


def keep_words(transaction: Transaction, ref: Ref, text: str, *, title: str, names: str) -> None:
    """Have *text* be the words of *ref*, which a lock on it holds, but for those of its *names*."""
    numbers = _numbers(text, names)
    row = store.words_of(transaction, ref)
    if row is None:
        row = store.EmbargoWordsRow(kind=ref.kind, row_id=ref.id)
        transaction.session.add(row)
    row.title, row.numbers = title, fingerprints.as_bytes(numbers)
    row.figures = fingerprints.as_bytes(fingerprints.figures_with_nouns(text).keys())


def read_written(kind: Subject, kept: Kept, typed: Typed) -> None:
    """Have what is written in a thing of *kind* be asked there, in plain words.

    *kept* returns it as it was last kept, *typed* as each person has typed it since.  They are
    asked only of what is locked: the words of a text are not kept here.
    """
    _written[kind] = kept, typed


def _typed_since(snapshot: Snapshot, ref: Ref) -> Sequence[str]:
    return _written[ref.kind][1](snapshot, ref) if ref.kind in _written else ()


def _written_in(snapshot: Snapshot, ref: Ref) -> Iterator[str]:
    if ref.kind in _written:
        yield _written[ref.kind][0](snapshot, ref)
    yield from _typed_since(snapshot, ref)


def _numbers(text: str, names: str) -> frozenset[int]:
    return fingerprints.without_names(text) - fingerprints.fingerprints(names)


def locked_words(snapshot: Snapshot) -> tuple[LockedWords, ...]:
    """Return the words that locks hold now, the first to lift first."""
    found = []
    for embargo in holding(snapshot):
        row = store.words_of(snapshot, embargo.ref)
        if row is None:
            continue
        numbers, figures = map(fingerprints.from_bytes, (row.numbers, row.figures))
        for text in _typed_since(snapshot, embargo.ref):
            numbers |= _numbers(text, row.title)
            figures |= fingerprints.figures_with_nouns(text).keys()
        if numbers or figures:
            found.append(
                LockedWords(embargo=embargo, title=row.title, numbers=numbers, figures=figures)
            )
    return tuple(found)


def refuse_words(
    snapshot: Snapshot,
    text: str,
    *,
    own: Collection[Ref] = (),
    to: Collection[str] = (),
    files: Iterable[tuple[str, str | None]] = (),
) -> None:
    """Let *text* leave only when it has no words of a text that is locked, and not public.

    Args:
        snapshot: Where all is asked.
        text: In plain words.
        own: Whose words it rightly has.  A lock that ends no later than one of theirs is not asked:
            they wait longer.
        to: Addresses; when each has signed an exception to a lock, that one is not asked.
        files: What goes with it, by name, and their words; None: nobody could read them.

    Raises:
        WordsUnderEmbargo: It has some, or a file of it has.
    """
    every = locked_words(snapshot)
    if not every:
        return
    named = tuple(sorted(own, key=str))
    for file, said in (("", text), *files):
        for locked, words in words_held(snapshot, said or "", own=own, every=every):
            lock = locked.embargo
            if not to or any(lock.holds(snapshot.now, to=each) for each in to):
                there = sentence_there(snapshot, lock.ref, words)
                raise WordsUnderEmbargo(
                    lock.ref, locked.title, words, lock.until, there, named, file
                )


def sentence_there(snapshot: Snapshot, ref: Ref, words: Sequence[str]) -> str:
    """Return the first sentence of *ref*, as it is written, that has one of *words*; "": none."""
    numbers = frozenset[int]().union(*map(fingerprints.fingerprints, words))
    said = (fingerprints.sentence_with(each, numbers) for each in _written_in(snapshot, ref))
    return next(filter(None, said), "")


def shared_words(
    snapshot: Snapshot,
    text: str,
    *,
    own: Collection[Ref] = (),
    to: Collection[str] = (),
    files: Collection[tuple[str, str | None]] = (),
) -> SharedWords:
    """Return what `refuse_words` would raise, and what is warned of, while anything is locked."""
    if not holding(snapshot):
        return NOTHING_SHARED
    whole = "\n".join((text, *(words for _name, words in files if words is not None)))
    figures = figures_held(snapshot, whole, own=own)
    unread = tuple(name for name, words in files if words is None)
    held = None
    try:
        refuse_words(snapshot, text, own=own, to=to, files=files)
    except WordsUnderEmbargo as error:
        held = error
    return SharedWords(words=held, figures=figures, unread=unread)


def figures_held(
    snapshot: Snapshot, text: str, *, own: Collection[Ref] = ()
) -> tuple[LockedFigures, ...]:
    """Return the figures of *text* that a text under embargo, not *own*, says of the same thing.

    They hold nothing: two texts may well say one figure.  What was said already does not count,
    nor a lock that ends no later than one of *own*.
    """
    every, until = locked_words(snapshot), _end_of(snapshot, own)
    told = fingerprints.figures_with_nouns(text) if every else {}
    held = {each.embargo.ref for each in every}
    found = []
    for locked in every:
        shared = told.keys() & locked.figures
        if shared and not _waits_longer(locked, own, until):
            public: set[str] = set()
            nouns = [[told[each].of] for each in shared]
            for said in sayings.propose(snapshot, [nouns]).sayings:
                if said.ref not in held and said.at <= snapshot.now:
                    figures = fingerprints.figures_with_nouns(f"{said.title}\n{said.text}")
                    public.update(told[each].written for each in shared & figures.keys())
            written = tuple(
                dict.fromkeys(each.written for number, each in told.items() if number in shared)
            )
            written = tuple(each for each in written if each not in public)
            if written:
                lock = locked.embargo
                found.append(
                    LockedFigures(
                        ref=lock.ref, title=locked.title, until=lock.until, written=written
                    )
                )
    return tuple(found)


def _stems(text: str) -> Sequence[str]:
    from comms_desk.text.families import stems

    return stems(text)


def let_through(
    transaction: Transaction,
    ref: Ref,
    passage: str,
    *,
    inside: Ref,
    signed_by: str,
    reason: str,
) -> SignedPassage:
    """Let *passage* of *ref* leave in *inside*, in the name of who signs; the rest stays held.

    Raises:
        PassageNotSigned: Nobody signs, or nobody says why.
        NotItsWords: *ref* is not locked, or has no such words.
    """
    if not signed_by.strip() or not reason.strip():
        raise PassageNotSigned
    locked = next((each for each in locked_words(transaction) if each.embargo.ref == ref), None)
    numbers = fingerprints.fingerprints(passage)
    shared = frozenset[int]() if locked is None else numbers & locked.numbers
    if not shared:
        raise NotItsWords(ref)
    row = store.SignedPassageRow(
        kind=ref.kind,
        row_id=ref.id,
        inside=str(inside),
        numbers=fingerprints.as_bytes(shared),
        signed_by=signed_by.strip(),
        reason=reason.strip(),
        granted_by=transaction.actor,
        granted_at=transaction.now,
    )
    transaction.session.add(row)
    transaction.session.flush()
    _note_passage(transaction, row, was_signed=False)
    return passage_of(transaction, row)


def take_back(transaction: Transaction, passage: PassageId) -> None:
    """Have what was let through be held again, unless somebody did so before."""
    row = transaction.session.get(store.SignedPassageRow, passage)
    if row is not None:
        _note_passage(transaction, row, was_signed=True)
        transaction.session.delete(row)


def _note_passage(
    transaction: Transaction, row: store.SignedPassageRow, *, was_signed: bool
) -> None:
    said = f"{row.signed_by} · {row.reason}"
    before, after = (said, None) if was_signed else (None, said)
    for each in (Ref(row.kind, row.row_id), Ref.from_text(row.inside)):
        edits.note(transaction, each, Act.EDITED, "embargo passage", before=before, after=after)
        transaction.announce(Change.of(each.kind, [each.id]))
    transaction.announce(Change.of(Subject.EMBARGO))


def passage_of(snapshot: Snapshot, row: store.SignedPassageRow) -> SignedPassage:
    """Turn a row into its value, with the sentence that has its words."""
    ref, numbers = Ref(row.kind, row.row_id), fingerprints.from_bytes(row.numbers)
    said = (fingerprints.sentence_with(each, numbers) for each in _written_in(snapshot, ref))
    there = next(filter(None, said), "")
    return value_of(SignedPassage, row, ref=ref, inside=Ref.from_text(row.inside), there=there)


def _let_through(snapshot: Snapshot, ref: Ref, own: Collection[Ref]) -> frozenset[int]:
    """Return the numbers of what somebody let through of *ref*, in one of *own*."""
    inside = {str(each) for each in own}
    signed = (each for each in store.passages_of(snapshot, ref) if each.inside in inside)
    return frozenset[int]().union(*(fingerprints.from_bytes(each.numbers) for each in signed))


def words_held(
    snapshot: Snapshot,
    text: str,
    *,
    own: Collection[Ref] = (),
    every: Collection[LockedWords] | None = None,
    says_nothing: bool = False,
) -> Iterator[tuple[LockedWords, tuple[str, ...]]]:
    """Yield each text that is locked and has words of *text*, and these as they stand.

    Not *own*, nor a lock that ends no later than one of theirs: they wait longer.  Neither what
    somebody let through nor what was said to anybody already counts.

    Args:
        snapshot: Where all is asked.
        text: In plain words.
        own: Whose words it rightly has.
        every: What `locked_words` said, where it is known.
        says_nothing: The caller's transaction has nothing said that could be taken back with it:
            the answer is kept.
    """
    every = locked_words(snapshot) if every is None else every
    until = _end_of(snapshot, own)
    for locked in every:
        lock = locked.embargo
        if _waits_longer(locked, own, until):
            continue
        copied = fingerprints.passages(text, locked.numbers)
        if copied:
            held = frozenset(each.embargo.ref for each in every)
            public = _kept_public if says_nothing else _public
            said, _known_until = public(snapshot, copied, held)
            free = said | _let_through(snapshot, lock.ref, own)
            words = fingerprints.passages(text, locked.numbers - free)
            if words:
                yield locked, words


def _end_of(snapshot: Snapshot, own: Collection[Ref]) -> datetime | None:
    """Return the end of the last lock on one of *own*; None: nothing holds them."""
    locks = holding(snapshot) if own else ()
    return max((each.until for each in locks if each.ref in own), default=None)


def _waits_longer(locked: LockedWords, own: Collection[Ref], until: datetime | None) -> bool:
    """Whether these are the words of *own*, or what it says waits *until* they are free."""
    lock = locked.embargo
    return lock.ref in own or (until is not None and until >= lock.until)


def _kept_public(snapshot: Snapshot, passages: Sequence[str], locked: Collection[Ref]) -> _Public:
    """Return `_public`, as it was if nothing was said since."""
    kept = _kept.setdefault(snapshot.database, {})
    asked = (sayings.version(snapshot), locked, passages)
    found = kept.get(asked)
    if found is None or snapshot.now >= found[1]:
        if len(kept) >= _PUBLIC_KEPT:
            kept.clear()
        found = kept[asked] = _public(snapshot, passages, locked)
    return found


def _public(snapshot: Snapshot, passages: Sequence[str], locked: Collection[Ref]) -> _Public:
    """Return the numbers of what was said already of *passages*, and not by what is *locked*.

    A text is said as it is sent, be it under embargo.  With them, until when that is all.
    """
    said = [each for each in _sayings_of(snapshot, passages) if each.ref not in locked]
    past = [f"{each.title}\n{each.text}" for each in said if each.at <= snapshot.now]
    numbers = frozenset[int]().union(*map(fingerprints.fingerprints, past))
    to_come = (each.at for each in said if each.at > snapshot.now)
    return numbers, min(to_come, default=_NEVER)


def _sayings_of(snapshot: Snapshot, passages: Collection[str]) -> Collection[sayings.Saying]:
    """Return what may say eight words in a row of *passages*, by one question for all of them."""
    runs: dict[tuple[str, ...], None] = {}
    for passage in passages:
        stemmed = _stems(passage)
        firsts = range(0, len(stemmed) - _RUN + 1, _EVERY_FOURTH)
        runs |= dict.fromkeys(_longest(stemmed[first : first + _RUN]) for first in firsts)
    return sayings.propose(snapshot, [list(runs)]).sayings


def _longest(run: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(run), key=len)[-_TELLING:])


def forget(transaction: Transaction, ref: Ref) -> None:
    """Remove the lock on *ref*, which holds no more, and its words: it is erased."""
    kept = (store.row_of(transaction, ref), store.words_of(transaction, ref))
    for row in (*kept, *store.passages_of(transaction, ref)):
        if row is not None:
            transaction.session.delete(row)
    transaction.session.flush()


def place(transaction: Transaction, ref: Ref, *, until: datetime, ends_when: str) -> PlacedEmbargo:
    """Lock *ref* until a moment, or move its lock; a lifted one holds again.

    Raises:
        EmbargoInThePast: *until* is not in the future.
    """
    if until <= transaction.now:
        raise EmbargoInThePast(until)
    row = store.row_of(transaction, ref)
    before = None if row is None or row.lifted_at is not None else store.value(row)
    if row is None:
        row = store.EmbargoRow(kind=ref.kind, row_id=ref.id)
        transaction.session.add(row)
    row.until, row.ends_when = until.astimezone(UTC), ends_when.strip()
    row.set_by, row.set_at = transaction.actor, transaction.now
    row.lifted_by = row.lifted_at = None
    ended = None if before is None else before.until
    edits.note(transaction, ref, Act.EDITED, "embargo", before=ended, after=until)
    announce(transaction, row)
    held = before is not None and before.holds(transaction.now)
    return PlacedEmbargo(before=before if held else None, lock=store.value(row))


def lift(transaction: Transaction, ref: Ref) -> Embargo:
    """Let *ref* leave from now on, in the name of the acting person.

    Raises:
        NoEmbargo: Nothing holds it.
    """
    row = store.row_of(transaction, ref)
    if row is None or not store.value(row).holds(transaction.now):
        raise NoEmbargo(ref)
    row.lifted_by, row.lifted_at = transaction.actor, transaction.now
    edits.note(transaction, ref, Act.EDITED, "embargo", before=row.until, after=None)
    announce(transaction, row)
    return store.value(row)


def put_back(transaction: Transaction, before: Embargo | None, *, over: Embargo) -> PlacedEmbargo:
    """Undo what made the lock *over*, if that stands as it did; *before* None lifts it.

    Raises:
        AnotherEmbargo: Somebody placed or moved the lock since.
        NoEmbargo: Somebody lifted it since, or it has ended by itself.
        EmbargoInThePast: The end of *before* is not in the future any more.
    """
    now = embargo_of(transaction, over.ref)
    if now is None or not now.stands_as(over):
        held = now is not None and now.holds(transaction.now)
        raise AnotherEmbargo(over.ref) if held else NoEmbargo(over.ref)
    if before is None:
        return PlacedEmbargo(before=now, lock=lift(transaction, over.ref))
    return place(transaction, over.ref, until=before.until, ends_when=before.ends_when)


def announce(transaction: Transaction, row: store.EmbargoRow) -> None:
    """Have a change of a lock, and of what it locks, announced."""
    transaction.announce(Change.of(Subject.EMBARGO, [row.id]))
    transaction.announce(Change.of(row.kind, [row.row_id]))
