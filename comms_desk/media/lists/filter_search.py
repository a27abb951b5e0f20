"""Who a filter finds, asked of the database at once.  Private to the slice.

A condition on another list asks for who is in it: those that were put there, the contacts whose
bare address was, or those that its own filter finds.

Neither true nor false (`conditions.undecided`) are a condition on a list that is gone, and one of a
newsroom that only a contact can meet.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar, override

from sqlalchemy import ColumnElement, false, not_, or_

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.contacts import conditions as people
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.lists import store
from comms_desk.media.lists.conditions import OF_CONTACTS_ALONE, By, Filter
from comms_desk.media.lists.model import List, ListGoesRound, ListId
from comms_desk.media.outlets import conditions as newsrooms
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage.conditions import Condition, undecided, where
from comms_desk.storage.database import Snapshot
from comms_desk.storage.errors import NotFound
from comms_desk.text.approximate import Ago

type _Is = ColumnElement[bool]
type _Asks = Mapping[By, Callable[[Any, Iterable[Any]], _Is]]


def those(snapshot: Snapshot, filter_: Filter) -> tuple[Ref, ...]:
    """Return whom *filter_* finds: contacts by name, then newsrooms by name."""
    found: list[Ref] = []
    if filter_.finds.people:
        ids = people.those(snapshot, _OfContacts(snapshot).of(filter_))
        found += (Ref(Subject.CONTACT, each) for each in ids)
    if filter_.finds.newsrooms:
        places = newsrooms.those(snapshot, _OfNewsrooms(snapshot).of(filter_))
        found += (Ref(Subject.OUTLET, each) for each in places)
    return tuple(found)


def finds(snapshot: Snapshot, filter_: Filter, one: Ref) -> bool:
    """Whether *filter_* finds *one*, a contact or the newsroom of an outlet."""
    if one.kind is Subject.CONTACT:
        contact = ContactId(one.id)
        return filter_.finds.people and people.is_one(
            snapshot, contact, _OfContacts(snapshot, contact).of(filter_)
        )
    return filter_.finds.newsrooms and newsrooms.is_one(
        snapshot, OutletId(one.id), _OfNewsrooms(snapshot).of(filter_)
    )


class _Asked(ABC):
    """Conditions as the engine is asked them, of all rows of a kind."""

    ASKS: ClassVar[_Asks]

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._today = snapshot.now.astimezone(CITY_ZONE).date()
        self._within: list[ListId] = []
        """The lists whose filters are being asked: none of them is asked again in itself."""

    def of(self, filter_: Filter) -> _Is:
        """Return what is asked of a row by *filter_*."""
        return where(filter_, self._ask)

    def _ask(self, condition: Condition[By]) -> _Is:
        return self.ASKS[condition.by](self, condition.values)

    def list(self, named: Iterable[Any]) -> _Is:
        return or_(*map(self._in_list, named))

    def _in_list(self, named: ListId) -> _Is:
        found = store.every(self._snapshot, [named])
        if not found or named in self._within:
            return undecided()
        if found[0].filter is None:
            return self.put_in(named)
        if not self.is_found_by(found[0].filter):
            return false()
        self._within.append(named)
        try:
            return self.of(found[0].filter)
        finally:
            self._within.remove(named)

    @abstractmethod
    def put_in(self, named: ListId) -> _Is:
        """Return the condition that a row stands in a fixed list."""

    @abstractmethod
    def is_found_by(self, filter_: Filter) -> bool:
        """Whether *filter_* finds rows of the kind at all."""

    def moments(self, days: Iterable[date | Ago]) -> Iterator[datetime]:
        """Yield when each of *days* begins in Montréal."""
        for each in days:
            day = each.day(self._today) if isinstance(each, Ago) else each
            yield datetime.combine(day, time.min, CITY_ZONE)


def _before(asks: Callable[[datetime], _Is]) -> Callable[[_Asked, Iterable[Any]], _Is]:
    return lambda asked, days: or_(*map(asks, asked.moments(days)))


def _since(asks: Callable[[datetime], _Is]) -> Callable[[_Asked, Iterable[Any]], _Is]:
    return lambda asked, days: or_(*(not_(asks(each)) for each in asked.moments(days)))


class _OfContacts(_Asked):
    """Of all contacts, or of one alone, which is quick."""

    def __init__(self, snapshot: Snapshot, only: ContactId | None = None) -> None:
        super().__init__(snapshot)
        self._only = only

    @override
    def put_in(self, named: ListId) -> _Is:
        return or_(
            people.among(store.contacts_in(named)),
            people.has_address(store.address_keys_in(named)),
        )

    @override
    def is_found_by(self, filter_: Filter) -> bool:
        return filter_.finds.people

    def at(self, outlets: Any) -> _Is:
        return people.works_at(self._snapshot, outlets, of=self._only)

    ASKS: ClassVar[_Asks] = {
        By.KIND: lambda self, kinds: self.at(newsrooms.ids(newsrooms.is_of(kinds))),
        By.OUTLET: lambda self, named: self.at(named),
        By.BEAT: lambda self, beats: people.covers(self._snapshot, beats, of=self._only),
        By.TERRITORY: lambda self, scopes: people.concerns(self._snapshot, scopes, of=self._only),
        By.LANGUAGE: lambda _self, languages: people.speaks(languages),
        By.OUTLET_LANGUAGE: lambda self, languages: self.at(
            newsrooms.ids(newsrooms.publishes_in(languages))
        ),
        By.LIST: _Asked.list,
        By.LETTER_BEFORE: _before(people.written_before),
        By.LETTER_SINCE: _since(people.written_before),
        By.BYLINE_BEFORE: _before(people.signed_before),
        By.BYLINE_SINCE: _since(people.signed_before),
    }


class _OfNewsrooms(_Asked):
    """Of the newsrooms of all outlets."""

    @override
    def put_in(self, named: ListId) -> _Is:
        keys = self._snapshot.session.scalars(store.address_keys_in(named))
        return or_(
            newsrooms.among(store.outlets_in(named)),
            newsrooms.has_address(self._snapshot, set(filter(None, keys))),
        )

    @override
    def is_found_by(self, filter_: Filter) -> bool:
        return filter_.finds.newsrooms

    ASKS: ClassVar[_Asks] = {
        By.KIND: lambda _self, kinds: newsrooms.is_of(kinds),
        By.OUTLET: lambda _self, named: newsrooms.among(named),
        By.TERRITORY: lambda self, scopes: newsrooms.concerns(self._snapshot, scopes),
        By.OUTLET_LANGUAGE: lambda _self, languages: newsrooms.publishes_in(languages),
        By.LIST: _Asked.list,
        By.LETTER_BEFORE: _before(newsrooms.written_before),
        By.LETTER_SINCE: _since(newsrooms.written_before),
        **dict.fromkeys(OF_CONTACTS_ALONE, lambda _self, _values: undecided()),
    }


assert _OfContacts.ASKS.keys() == set(By) == _OfNewsrooms.ASKS.keys()  # noqa: S101 - a fault


def refuse_gone(snapshot: Snapshot, filter_: Filter) -> None:
    """Refuse a filter that names what is not on the desk.

    Raises:
        NotFound: The first of it.
    """
    named = filter_.ids(By.OUTLET)
    gone = named - {int(each.id) for each in outlets.every(snapshot, sorted(named))}
    if gone:
        raise NotFound(Ref(Subject.OUTLET, min(gone)))
    lists = filter_.ids(By.LIST)
    missing = lists - {int(each.id) for each in store.every(snapshot, map(ListId, sorted(lists)))}
    if missing:
        raise NotFound(Ref(Subject.LIST, min(missing)))


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
