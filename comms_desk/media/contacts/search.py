"""The list of contacts, and what is found in it as one types.

The index of words says who is found, by name; only the rows of a page are then read, and of them
what a list shows.  Private to the slice.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    Text,
    func,
    or_,
    select,
    tuple_,
    type_coerce,
)

from comms_desk.changes import Subject
from comms_desk.i18n import CITY_ZONE
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
) -> "PageOfRows[_Listed]":
    """Return a page of those who answer what is *asked* of the index, by name, after a key."""
    counted = word_index.first_places(snapshot, asked, limit=COUNT_CAP + 1)
    begins = _NOBODY if after is None else _key_of(after)
    rows: list[_Listed] = []
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
        next_key=shown[-1].key if shown and len(rows) > limit else None,
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


class _Held(NamedTuple):
    """What a list says of a position; *outlet* is the name of its outlet, or nothing."""

    outlet: str
    title: str
    beats: tuple[str, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]


class _Listed(NamedTuple):
    """What a list says of a contact, but for what they do."""

    sort_key: str
    id: ContactId
    given_name: str
    family_name: str
    do_not_contact: bool

    @property
    def key(self) -> tuple[str, int]:
        """Return what it is sorted by."""
        return self.sort_key, self.id


def _listed(
    snapshot: Snapshot, contacts: Sequence[int], *, after: tuple[str, int] = _NOBODY, limit: int
) -> list[_Listed]:
    """Return what a list says of the first of *contacts* after a key, by name.

    Many are met by walking along the names from there, few by looking each of them up.
    """
    key = ContactTableRow.sort_key, ContactTableRow.id
    said = select(
        *key,
        ContactTableRow.given_name,
        ContactTableRow.family_name,
        ContactTableRow.do_not_contact,
    )
    is_walk = len(contacts) > LOOKED_UP_AT_MOST
    ids = ContactTableRow.id + 0 if is_walk else ContactTableRow.id  # else SQLite looks them up
    said = said.where(each_of(snapshot, ids, contacts))
    if after != _NOBODY:
        said = said.where(tuple_(*key) > after)
    found = snapshot.session.connection().execute(said.order_by(*key).limit(limit))
    return list(map(_Listed._make, found.all()))


def _list_rows(
    snapshot: Snapshot, listed: Sequence[_Listed], at: OutletId | None, today: date
) -> tuple[ContactRow, ...]:
    """Return *listed* with what they do *today*, *at* that outlet alone where one is said."""
    held = select(
        PositionTableRow.contact,
        PositionTableRow.outlet,
        PositionTableRow.title,
        type_coerce(PositionTableRow.beats, Text),
        PositionTableRow.emails,
        PositionTableRow.phones,
    ).where(*is_held(today))
    if at is not None:
        held = held.where(PositionTableRow.outlet == at)
    held = held.order_by(*newest_first())
    held = held.where(each_of(snapshot, PositionTableRow.contact, (row.id for row in listed)))
    rows = snapshot.session.connection().execute(held).all()
    places = {OutletId(outlet) for _contact, outlet, *_more in rows if outlet}
    names = outlets.names(snapshot, places)
    theirs: dict[int, list[_Held]] = defaultdict(list)
    for contact, outlet, title, beats, *reached_at in rows:
        place = names[OutletId(outlet)] if outlet else ""
        theirs[contact].append(_Held(place, title, _texts(beats), *reached_at))
    return tuple(_list_row(row, theirs[row.id]) for row in listed)


@lru_cache(maxsize=BEATS_REMEMBERED)
def _texts(stored: str) -> tuple[str, ...]:
    """Return beats as they are *stored*, each once: they are few, of many contacts."""
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


def _list_row(row: _Listed, held: Sequence[_Held]) -> ContactRow:
    return ContactRow(
        id=row.id,
        name=spoken_name(row.given_name, row.family_name),
        sorted_name=sorted_name(row.given_name, row.family_name),
        outlets=_once([(each.outlet,) for each in held if each.outlet]),
        title=next((each.title for each in held if each.title), ""),
        beats=_once([each.beats for each in held]),
        emails=_once([each.emails for each in held]),
        phones=_once([each.phones for each in held]),
        do_not_contact=row.do_not_contact,
    )


def _once(several: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what stands in *several*, each once; of most people there is one, or none."""
    if len(several) == 1 and len(several[0]) <= 1:
        return several[0]
    return tuple(dict.fromkeys(chain.from_iterable(several)))
