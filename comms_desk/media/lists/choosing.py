"""Who a filter finds, asked of the database at once.  Private to the slice.

A condition on another list asks for the contacts in it: those that were put there, those whose
bare address was, or those that its own filter finds.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from comms_desk.media.contacts import choosing
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.lists import store
from comms_desk.media.lists.filters import By, Condition, Filter, Joined
from comms_desk.media.lists.model import List, ListGoesRound, ListId
from comms_desk.media.outlets import within as outlets
from comms_desk.storage.database import Snapshot

type _Is = ColumnElement[bool]


def contacts(snapshot: Snapshot, filter_: Filter) -> tuple[ContactId, ...]:
    """Return the contacts that *filter_* finds, by name."""
    return choosing.those(snapshot, _Asked(snapshot).of(filter_))


def finds(snapshot: Snapshot, filter_: Filter, contact: ContactId) -> bool:
    """Whether *filter_* finds one *contact*."""
    return choosing.is_one(snapshot, contact, _Asked(snapshot, contact).of(filter_))


class _Asked:
    """Conditions as the engine is asked them: of all contacts, or of one alone, which is quick."""

    def __init__(self, snapshot: Snapshot, only: ContactId | None = None) -> None:
        self._snapshot = snapshot
        self._only = only
        self._within: list[ListId] = []
        """The lists whose filters are being asked: none of them is asked again in itself."""

    def of(self, part: Condition | Filter) -> _Is:
        """Return what is asked of a contact by *part*."""
        if isinstance(part, Condition):
            return _ASKS[part.by](self, part.values) if part.values else choosing.nobody()
        if not part.of:
            return choosing.nobody()
        return (and_ if part.joined is Joined.ALL else or_)(*map(self.of, part.of))

    def kind(self, kinds: Iterable[Any]) -> _Is:
        return choosing.works_at(self._snapshot, outlets.choosing(kinds=kinds), of=self._only)

    def outlet(self, named: Iterable[Any]) -> _Is:
        return choosing.works_at(self._snapshot, named, of=self._only)

    def beat(self, beats: Iterable[Any]) -> _Is:
        return choosing.covers(self._snapshot, beats, of=self._only)

    def territory(self, scopes: Iterable[Any]) -> _Is:
        return choosing.concerns(self._snapshot, scopes, of=self._only)

    def language(self, languages: Iterable[Any]) -> _Is:
        return choosing.speaks(languages)

    def outlet_language(self, languages: Iterable[Any]) -> _Is:
        return choosing.works_at(
            self._snapshot, outlets.choosing(languages=languages), of=self._only
        )

    def list(self, named: Iterable[Any]) -> _Is:
        return or_(*map(self._in_list, named))

    def written_before(self, days: Iterable[Any]) -> _Is:
        return or_(*map(choosing.written_before, days))

    def written_since(self, days: Iterable[Any]) -> _Is:
        return or_(*map(choosing.written_since, days))

    def signed_before(self, days: Iterable[Any]) -> _Is:
        return or_(*map(choosing.signed_before, days))

    def signed_since(self, days: Iterable[Any]) -> _Is:
        return or_(*map(choosing.signed_since, days))

    def _in_list(self, named: ListId) -> _Is:
        if named in self._within:
            return choosing.nobody()
        found = store.every(self._snapshot, [named])
        if not found:
            return choosing.nobody()
        if found[0].filter is None:
            return or_(
                choosing.among(store.contacts_in(named)),
                choosing.has_address(store.address_keys_in(named)),
            )
        self._within.append(named)
        try:
            return self.of(found[0].filter)
        finally:
            self._within.remove(named)


_ASKS: Mapping[By, Callable[[_Asked, Iterable[Any]], _Is]] = {
    By.KIND: _Asked.kind,
    By.OUTLET: _Asked.outlet,
    By.BEAT: _Asked.beat,
    By.TERRITORY: _Asked.territory,
    By.LANGUAGE: _Asked.language,
    By.OUTLET_LANGUAGE: _Asked.outlet_language,
    By.LIST: _Asked.list,
    By.LETTER_BEFORE: _Asked.written_before,
    By.LETTER_SINCE: _Asked.written_since,
    By.BYLINE_BEFORE: _Asked.signed_before,
    By.BYLINE_SINCE: _Asked.signed_since,
}


def refuse_round(snapshot: Snapshot, of: ListId, filter_: Filter) -> None:
    """Refuse a filter of the list *of* that would ask for that list again.

    Raises:
        ListGoesRound: By these lists, in turn.
    """
    every = {each.id: each for each in store.every(snapshot)}
    way = _way_back(every, of, filter_, ())
    if way is not None:
        raise ListGoesRound(tuple(every[each].name for each in (of, *way) if each in every))


def _way_back(
    every: Mapping[ListId, List], to: ListId, filter_: Filter, seen: tuple[ListId, ...]
) -> tuple[ListId, ...] | None:
    """Return the lists by which *filter_* leads *to*; None: it does not."""
    for named in map(ListId, sorted(filter_.ids(By.LIST))):
        if named == to:
            return (*seen, named)
        inner = every[named].filter if named in every and named not in seen else None
        if inner is not None:
            way = _way_back(every, to, inner, (*seen, named))
            if way is not None:
                return way
    return None


def naming(snapshot: Snapshot, named: ListId) -> Iterator[List]:
    """Yield the lists whose filters name a list."""
    for each in store.every(snapshot):
        if each.filter is not None and named in each.filter.ids(By.LIST):
            yield each
