"""All that stands on the desk at a moment, and what of it can go later: nobody touched it.

The moment is noted once, as the desk is filled with what is to be taken away again.  What was
changed, tied or added to since stays; so does what anything needs that stays or came later.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, inspect, select

from comms_desk.changes import Change, Ref, Subject
from comms_desk.storage import edits, fulltext, holds, links, uses
from comms_desk.storage.bin import binned_rows
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.model import Act
from comms_desk.storage.rows import Base, BinnedRow

MOMENT = Ref(Subject.IMPORT, 0)
"""What the note of the moment points at."""
WITHOUT_BIN = (Subject.ARTICLE, Subject.IMPORT)
"""Kinds that go too: they are erased."""
OF_ITSELF = frozenset(
    {"appearances", "article_texts", "contact_addresses", "feed_gaps", "feed_states"}
    | {"mentions", "readings", "stories", "story_articles"}
)
"""Tables of parts that grow without anybody's hand."""
UNNOTED: Mapping[str, tuple[str, ...]] = {"codings": ("person_id", "tone")}
"""What of a part may change without an edit that says so; of others, that they are there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Untouched:
    """Of what stood there and is still on the desk: what can go together, and what stays."""

    going: tuple[Ref, ...]
    staying: tuple[Ref, ...]


def note_moment(transaction: Transaction) -> None:
    """Note all that stands on the desk now."""
    standing = [f"{ref} {said}" for ref, said in _standing(transaction).items()]
    edits.note(transaction, MOMENT, Act.EDITED, "moment", after=standing)


def is_noted(snapshot: Snapshot) -> bool:
    """Whether a moment was noted, and not forgotten."""
    return bool(edits.history(snapshot, MOMENT))


def since_moment(snapshot: Snapshot) -> Untouched:
    """Return what of the moment noted last can go, and what stays."""
    before = _noted(snapshot)
    now = _standing(snapshot)
    here = [ref for ref in before if ref in now]
    touched = edits.touched_since(snapshot, MOMENT)
    kinds = _kinds()
    # What is in the bin already needs nothing.
    going = {
        ref
        for ref, said in before.items()
        if ref not in now
        or (said == now[ref] and touched.isdisjoint((ref, *_parts(snapshot, kinds, ref))))
    }
    holders = {ref: frozenset(_holders(snapshot, kinds, ref)) for ref in going}
    while held := {ref for ref in going if not holders[ref] <= going}:
        going -= held
    return Untouched(
        going=tuple(ref for ref in here if ref in going),
        staying=tuple(ref for ref in here if ref not in going),
    )


def forget_moment(transaction: Transaction) -> None:
    """Forget that moment: what stood there and stays is anybody's."""
    edits.forget(transaction, MOMENT)


def kept_by_holds(snapshot: Snapshot, refs: Iterable[Ref]) -> list[Ref]:
    """Return those of *refs*, that no bin takes, which a hold keeps."""
    erased = [ref for ref in refs if ref.kind in WITHOUT_BIN]
    held = {
        kind: holds.held(snapshot, kind, [ref.id for ref in erased if ref.kind is kind])
        for kind in WITHOUT_BIN
    }
    return [ref for ref in erased if ref.id in held[ref.kind]]


def erase(transaction: Transaction, refs: Iterable[Ref]) -> None:
    """Delete those of *refs* that no bin takes, and all that is noted of them."""
    kinds = _kinds()
    for ref in refs:
        if ref.kind in WITHOUT_BIN:
            table = Base.metadata.tables[kinds[ref.kind].__tablename__]
            if kinds[ref.kind].IN_FULLTEXT:
                fulltext.remove(transaction, ref.kind, [ref.id])
            transaction.session.execute(delete(table).where(table.c.id == ref.id))
            edits.forget(transaction, ref)
            links.forget(transaction, ref)
            transaction.announce(Change.of(ref.kind, [ref.id]))


def _noted(snapshot: Snapshot) -> dict[Ref, str]:
    (noted, *_before) = edits.history(snapshot, MOMENT)
    lines = noted.after if isinstance(noted.after, list) else []
    parted = (line.partition(" ") for line in lines)
    return {Ref.from_text(ref): said for ref, _space, said in parted}


def _standing(snapshot: Snapshot) -> dict[Ref, str]:
    """Return all that is on the desk, with its parts and what it is tied to."""
    return {ref: said for kind in _kinds().items() for ref, said in _of_kind(snapshot, *kind)}


def _of_kind(snapshot: Snapshot, subject: Subject, kind: type[Base]) -> Iterator[tuple[Ref, str]]:
    table = inspect(kind).local_table
    wanted = select(table.c.id).order_by(table.c.id)
    if issubclass(kind, BinnedRow):
        wanted = wanted.where(table.c.binned_at.is_(None))
    ids = list(snapshot.session.scalars(wanted))
    said: dict[int, list[str]] = {each: [] for each in ids}
    for column in uses.referring_to(kind, as_parts=True):
        part = column.table
        if part.name not in OF_ITSELF:
            unnoted = [part.c[name] for name in UNNOTED.get(part.name, ())]
            for each, *values in snapshot.session.execute(select(column, *unnoted)):
                if each in said:
                    said[each].append("/".join((part.name, *map(str, values))))
    for each, tied in links.linked_to_each(snapshot, subject, ids).items():
        said[each] += map(str, tied)
    for each in ids:
        yield Ref(subject, each), " ".join(sorted(said[each]))


def _parts(snapshot: Snapshot, kinds: Mapping[Subject, type[Base]], ref: Ref) -> tuple[Ref, ...]:
    kind = kinds[ref.kind]
    return uses.parts_of(snapshot, kind, ref.id) if issubclass(kind, BinnedRow) else ()


def _holders(
    snapshot: Snapshot, kinds: Mapping[Subject, type[Base]], ref: Ref
) -> Iterator[Ref | None]:
    """Yield what refers to *ref*, a part by the whole that it is of; None: it is of no kind."""
    subjects = {inspect(kind).local_table: subject for subject, kind in kinds.items()}
    for column in uses.referring_to(kinds[ref.kind], as_parts=False):
        table = column.table
        whole = [key for key in table.foreign_keys if key.ondelete == "CASCADE"]
        owner = whole[0].parent if whole else table.c.id
        subject = subjects.get(whole[0].column.table if whole else table)
        if table.name in OF_ITSELF:
            continue
        for each in snapshot.session.scalars(select(owner).where(column == ref.id)):
            yield None if subject is None else Ref(subject, each)


def _kinds() -> dict[Subject, type[Base]]:
    """Return the row of each kind that goes: of those with a bin, and of `WITHOUT_BIN`."""
    found: dict[Subject, type[Base]] = {kind.SUBJECT: kind for kind in binned_rows()}
    for mapper in Base.registry.mappers:
        subject = getattr(mapper.class_, "SUBJECT", None) or mapper.class_.IN_FULLTEXT
        if subject in WITHOUT_BIN:
            found[subject] = mapper.class_
    return found
