"""The list of contacts, and what is found in it as one types.

The index of words says who is found, by name; only the rows of a page are then read, and of them
what a list shows.  Private to the slice.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    SQLColumnExpression,
    Text,
    func,
    or_,
    select,
    tuple_,
    type_coerce,
)

from comms_desk.changes import Subject
from comms_desk.facts import EMAILS, PHONES, SEVERAL, Fact, listed
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.contacts.facts import FACTS, POSITION_FACTS, REACHED_BY
from comms_desk.media.contacts.model import ContactId, ContactRow, sorted_name, spoken_name
from comms_desk.media.contacts.rows import ContactTableRow, PositionTableRow
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage import word_index
from comms_desk.storage.database import Snapshot
from comms_desk.storage.finding import each_of, page_of
from comms_desk.storage.paging import COUNT_CAP, PageOfRows
from comms_desk.storage.rows import TextTuple
from comms_desk.text.fold import tokens
from comms_desk.text.phones import looked_for
from comms_desk.text.proposal import Any as AnyOf
from comms_desk.text.proposal import Every, Formula, Lookup

_OF_CONTACTS = listed(FACTS)
_OF_POSITIONS = (*listed(POSITION_FACTS), *REACHED_BY)
"""What a list has of a contact, and of what they do."""

BEATS_REMEMBERED = 1_024
LOOKED_UP_AT_MOST = 1_000

_NOBODY = ("", 0)
"""The key before all others."""


def search(
    snapshot: Snapshot,
    words: str,
    *,
    among: range | None,
    at: OutletId | None,
    after: object | None,
    limit: int,
) -> PageOfRows[ContactRow]:
    """Return the contacts that every word of *words* finds, or its number, by name, after a key.

    Those *at* an outlet have a position there today.
    """
    today = snapshot.now.astimezone(CITY_ZONE).date()
    formula = _formula(words)
    if formula is None:
        everyone = select(ContactTableRow.id).where(
            ContactTableRow.binned_at.is_(None), *_narrowing(ContactTableRow.id, among, at, today)
        )
        key = ContactTableRow.sort_key, ContactTableRow.id
        ids = page_of(snapshot, everyone, *key, after=after, limit=limit)
        found = ids.showing(_listed(snapshot, ids.rows, limit=limit))
    else:
        asked = word_index.question(snapshot, Subject.CONTACT, formula)
        asked = asked.where(*_narrowing(asked.rows, among, at, today))
        found = _found(snapshot, asked, after=after, limit=limit)
    return found.showing(_list_rows(snapshot, found.rows, at, today))


def every_id(snapshot: Snapshot, words: str, *, among: range | None) -> tuple[ContactId, ...]:
    """Return all contacts that `search` finds by *words*, by name, of whom nothing is read."""
    today = snapshot.now.astimezone(CITY_ZONE).date()
    formula = _formula(words)
    asked = select(ContactTableRow.id).order_by(ContactTableRow.sort_key, ContactTableRow.id)
    if formula is None:
        asked = asked.where(
            ContactTableRow.binned_at.is_(None), *_narrowing(ContactTableRow.id, among, None, today)
        )
    else:
        found = word_index.question(snapshot, Subject.CONTACT, formula)
        found = found.where(*_narrowing(found.rows, among, None, today))
        places = snapshot.session.connection().scalars(found.places)
        asked = asked.where(each_of(snapshot, ContactTableRow.id, map(word_index.row_at, places)))
    return tuple(map(ContactId, snapshot.session.connection().scalars(asked)))


def _found(
    snapshot: Snapshot, asked: word_index.Question, *, after: object | None, limit: int
) -> PageOfRows[Row[Any]]:
    """Return a page of those who answer what is *asked* of the index, by name, after a key."""
    counted = word_index.first_places(snapshot, asked, limit=COUNT_CAP + 1)
    begins = _NOBODY if after is None else _key_of(after)
    rows: list[Row[Any]] = []
    for some in word_index.batches(
        snapshot,
        asked,
        at_once=limit + 1,
        from_key=begins[0],
        known=counted if after is None and limit <= COUNT_CAP else (),
    ):
        first = max(begins, (some.from_key, 0)) if len(some.rows) > LOOKED_UP_AT_MOST else begins
        rows += _listed(snapshot, some.rows, after=first, limit=limit + 1 - len(rows))
        if len(rows) > limit:
            break
    shown = tuple(rows[:limit])
    return PageOfRows(
        rows=shown,
        total=min(len(counted), COUNT_CAP),
        capped=len(counted) > COUNT_CAP,
        next_key=(shown[-1].sort_key, shown[-1].id) if shown and len(rows) > limit else None,
    )


def _key_of(after: object) -> tuple[str, int]:
    """Return the key of a contact that a page said.

    Raises:
        ValueError: It is none.
    """
    match after:
        case (str(sort_key), int(number)):
            return sort_key, number
        case _:
            raise ValueError(after)


def _narrowing(
    ids: SQLColumnExpression[int], among: range | None, at: OutletId | None, today: date
) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that *ids* are *among* those, and hold a position *at* it today."""
    if among is not None:
        yield ids.between(among.start, among.stop - 1)
    if at is not None:
        yield ids.in_(
            select(PositionTableRow.contact).where(*is_held(today), PositionTableRow.outlet == at)
        )


def _listed(
    snapshot: Snapshot, contacts: Sequence[int], *, after: tuple[str, int] = _NOBODY, limit: int
) -> Sequence[Row[Any]]:
    """Return what a list says of the first of *contacts* after a key, by name.

    Many are met by walking along the names from there, few by looking each of them up.
    """
    key = ContactTableRow.sort_key, ContactTableRow.id
    said = select(
        *key,
        ContactTableRow.given_name,
        ContactTableRow.family_name,
        ContactTableRow.do_not_contact,
        *(getattr(ContactTableRow, fact.field) for fact in _OF_CONTACTS),
    )
    is_walk = len(contacts) > LOOKED_UP_AT_MOST
    ids = ContactTableRow.id + 0 if is_walk else ContactTableRow.id  # else SQLite looks them up
    said = said.where(each_of(snapshot, ids, contacts))
    if after != _NOBODY:
        said = said.where(tuple_(*key) > after)
    found = snapshot.session.connection().execute(said.order_by(*key).limit(limit))
    return found.all()


def _list_rows(
    snapshot: Snapshot, found: Sequence[Row[Any]], at: OutletId | None, today: date
) -> tuple[ContactRow, ...]:
    """Return *found* with what they do *today*, *at* that outlet alone where one is said."""
    held = select(
        PositionTableRow.contact,
        PositionTableRow.outlet,
        *map(_column, _OF_POSITIONS),
    ).where(*is_held(today))
    if at is not None:
        held = held.where(PositionTableRow.outlet == at)
    held = held.order_by(*newest_first())
    held = held.where(each_of(snapshot, PositionTableRow.contact, (row.id for row in found)))
    rows = snapshot.session.connection().execute(held).all()
    places = {OutletId(outlet) for _contact, outlet, *_more in rows if outlet}
    names = outlets.names(snapshot, places)
    theirs: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        theirs[row.contact].append(row)
    return tuple(_list_row(each, theirs[each.id], names) for each in found)


def _column(fact: Fact) -> ColumnElement[Any]:
    """Return the column of a fact of positions: as it is stored, where `_texts` reads it."""
    column: ColumnElement[Any] = getattr(PositionTableRow, fact.field).expression
    return type_coerce(column, Text).label(fact.field) if fact.notation is SEVERAL else column


@lru_cache(maxsize=BEATS_REMEMBERED)
def _texts(stored: str) -> tuple[str, ...]:
    """Return texts as they are *stored*, each once: beats are few, of many contacts."""
    return tuple(dict.fromkeys(TextTuple.read(stored)))


def _formula(words: str) -> Formula | None:
    """Return what *words* ask of the index: all of them, or the number that they are; None: all."""
    sought = tuple(Lookup((word,), prefix=True) for word in dict.fromkeys(tokens(words)))
    number = looked_for(words)
    if number and sought:
        return AnyOf((Lookup((number,), prefix=True), Every(sought)))
    return Every(sought) if sought else None


def is_held(day: date) -> Iterable[ColumnElement[bool]]:
    """Return the conditions that a position is held on *day*."""
    started, ended = PositionTableRow.held_from, PositionTableRow.held_until
    return or_(started.is_(None), started <= day), or_(ended.is_(None), ended >= day)


def newest_first() -> Iterable[ColumnElement[Any]]:
    """Return the order of positions in which those that are held come first, then the newest."""
    ended = func.coalesce(PositionTableRow.held_until, date.max)
    started = func.coalesce(PositionTableRow.held_from, date.min)
    return ended.desc(), started.desc(), PositionTableRow.id.desc()


def _list_row(row: Row[Any], held: Sequence[Row[Any]], names: Mapping[OutletId, str]) -> ContactRow:
    facts: dict[str, Any] = {fact.field: getattr(row, fact.field) for fact in _OF_CONTACTS}
    for fact in _OF_POSITIONS:
        facts[fact.field] = _together(fact, [getattr(each, fact.field) for each in held])
    return ContactRow(
        id=ContactId(row.id),
        name=spoken_name(row.given_name, row.family_name),
        sorted_name=sorted_name(row.given_name, row.family_name),
        outlets=_once([(names[each.outlet],) for each in held if each.outlet]),
        do_not_contact=row.do_not_contact,
        **facts,
    )


def _together(fact: Fact, values: Sequence[Any]) -> object:
    """Return what several positions say of *fact*: all of what is several, else the first."""
    if fact.notation is SEVERAL:
        return _once([_texts(each) for each in values])
    if fact.notation in (EMAILS, PHONES):
        return _once(values)
    return next(filter(None, values), fact.notation.read(""))


def _once(several: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what stands in *several*, each once; of most people there is one, or none."""
    if len(several) == 1 and len(several[0]) <= 1:
        return several[0]
    return tuple(dict.fromkeys(chain.from_iterable(several)))
