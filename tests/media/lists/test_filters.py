"""Filters: what they ask, in words and as stored, and the same people by whatever engine."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.i18n import CITY_ZONE, Language
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.message import NewMessage, Purpose
from comms_desk.mail.model import Recipient
from comms_desk.media.contacts import within as contacts_within
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import Contact, NewContact, NewPosition, Position
from comms_desk.media.lists import filter_search
from comms_desk.media.lists.conditions import By, Filter, Finds, read_filter, write_filter
from comms_desk.media.lists.desk import ListDesk
from comms_desk.media.lists.model import (
    FilterMissing,
    ListGoesRound,
    ListId,
    ListKind,
    ListNamed,
    NewList,
)
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet, Outlet, OutletKind, OutletLanguage
from comms_desk.places import AGGLOMERATION, CITY, Scope
from comms_desk.storage.conditions import (
    MOST_DEEP,
    Condition,
    Conditions,
    FilterNotUnderstood,
    FilterTooLarge,
    Joined,
    Part,
    Value,
)
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import FieldChange
from comms_desk.text.approximate import Ago, Unit
from comms_desk.text.bylines import signed_name
from comms_desk.text.fold import tokens
from tests.mail.outbox_support import LUC, TAKEN, ZOE, Worker, account
from tests.support.gate import times

VERDUN, NORTH, BOTH = (Scope.of_boroughs(each) for each in (["VDN"], ["MTN"], ["VDN", "LAS"]))
SCOPES = (CITY, AGGLOMERATION, VERDUN, NORTH, BOTH)
BEATS = ("Hôtel de ville", "hotel de Ville", "Transports", "Faits divers", "Logement; habitation")
TRIED = times(200, locally=60)
"""How many filters are drawn."""
DAYS = (date(2026, 1, 1), date(2026, 6, 1), date(2026, 11, 24), date(2026, 11, 25))
AGO = st.builds(Ago.within_reach, st.integers(1, 24), st.sampled_from(Unit))
"""The three bylines are 5 days, 6 months less a day, and 6 months old."""
WRITTEN_TO = ("Abel", "Bibeau", "Okafor", "Roy", "Média daily fr", "Média weekly fr+en")
"""The letter of Roy, and of the last one, is on the wire, and may have left."""
SIGNED = {
    "Roy": datetime(2026, 5, 31, 23, 0, tzinfo=CITY_ZONE),
    "Zhao": datetime(2026, 6, 1, 0, 0, tzinfo=CITY_ZONE),
    "Okafor": datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """A small directory, and its lists."""

    database: Database
    outlets: tuple[int, ...]
    lists: tuple[ListId, ...]


def filled(database: Database) -> Directory:
    """Fill a desk: the same ids on both engines."""
    outlets, contacts, lists = OutletDesk(database), ContactDesk(database), ListDesk(database)
    places = [
        outlets.add(NewOutlet(name=f"Média {kind} {language}", kind=kind, language=language)).id
        for kind, language in (
            (OutletKind.DAILY, OutletLanguage.FRENCH),
            (OutletKind.RADIO, OutletLanguage.ENGLISH),
            (OutletKind.WEEKLY, OutletLanguage.BOTH),
            (OutletKind.DAILY, OutletLanguage.OTHER),
        )
    ]
    for number, (scope, email) in enumerate(((VERDUN, "un"), (CITY, "deux"), (BOTH, "trois"))):
        outlets.edit(places[number], FieldChange("scope", CITY, scope))
        emails = (f"{email}@x.example",)
        outlets.edit(places[number], FieldChange("emails", (), emails))
    gone = outlets.add(NewOutlet(name="Disparu", kind=OutletKind.DAILY)).id
    held = [
        NewPosition(outlet=places[0], beats=BEATS[:1]),
        NewPosition(outlet=places[1], beats=BEATS[2:4], ended_on=date(2025, 1, 1)),
        NewPosition(outlet=places[2], beats=BEATS[1:3]),
        NewPosition(outlet=places[3]),
        NewPosition(beats=BEATS[4:]),
        NewPosition(outlet=gone, beats=BEATS[:1]),
    ]
    names = ("Abel", "Bibeau", "Okafor", "Roy", "Zhao", "Côté", "Larivée", "Wong")
    made = [
        contacts.add(
            NewContact(
                family_name=name,
                given_name="Ada",
                language=Language.ENGLISH if number % 3 == 0 else Language.FRENCH,
                scope=SCOPES[number % len(SCOPES)],
                positions=tuple(held[number % 5 : number % 5 + 2]),
            )
        ).id
        for number, name in enumerate(names)
    ]
    contacts.put_in_bin(contacts.add(NewContact(family_name="Corbeille", positions=(held[0],))).id)
    outlets.put_in_bin(gone)
    contacts.add_position(made[0], NewPosition(emails=(Address.parse("abel@x.example"),)))
    fixed = lists.add(NewList(name="Fixe")).id
    lists.put_members(
        fixed,
        [
            *(Ref(Subject.CONTACT, made[2]), Ref(Subject.OUTLET, places[3])),
            *map(Address.parse, ("ABEL@x.example", "DEUX@x.example")),
        ],
    )
    english = Condition(By.LANGUAGE, (Language.ENGLISH,))
    asked = (
        Filter((english, Condition(By.LIST, (fixed,)))),
        Filter((Condition(By.KIND, (OutletKind.DAILY,)),), finds=Finds.NEWSROOMS),
        Filter((english, Condition(By.TERRITORY, (CITY,))), Joined.ANY, Finds.BOTH),
    )
    filters_ = [
        lists.add(NewList(name=f"Filtre {number}", kind=ListKind.FILTER, filter=each)).id
        for number, each in enumerate(asked)
    ]
    empty, thrown = (lists.add(NewList(name=each)).id for each in ("Vide", "Jetée"))
    lists.put_in_bin(thrown)
    account(database)
    for_whom = [Ref(Subject.CONTACT, each) for each in made[:4]]
    OutboxDesk(database).send(
        NewMessage(subject="Avis", text="Bonjour", purpose=Purpose.LETTER),
        [
            Recipient(to=ZOE, persons=(*for_whom[:3], Ref(Subject.OUTLET, places[0]))),
            Recipient(to=LUC, persons=(for_whom[3], Ref(Subject.OUTLET, places[2]))),
        ],
    )
    worker = Worker(database)
    for claim in worker.claim():
        if claim.to.key == ZOE.key:
            worker.departures.settle(worker.account, claim, TAKEN)
    with database.transaction() as transaction:
        contacts_within.note_bylines(
            transaction, {signed_name("Ada", name): at for name, at in SIGNED.items()}
        )
    return Directory(
        database=database, outlets=(*places, gone), lists=(fixed, *filters_, empty, thrown)
    )


# ── As plain Python would, over all contacts ──────────────────────────────────────────


type Truth = bool | None
"""None: neither, of what cannot be asked."""


def both(answers: Iterable[Truth]) -> Truth:
    every = list(answers)
    return False if False in every else None if None in every else True


def either(answers: Iterable[Truth]) -> Truth:
    every = list(answers)
    return True if True in every else None if None in every else False


class Plainly:
    """Every contact and every outlet read whole, and asked one by one."""

    def __init__(self, database: Database) -> None:
        self.today = database.clock.now().astimezone(CITY_ZONE).date()
        self.everyone = ContactDesk(database).export()
        self.outlets = {each.id: each for each in OutletDesk(database).every()}
        self.lists = {each.id: each for each in ListDesk(database).every()}
        self.desk = ListDesk(database)
        self.refs = [*map(self.ref, self.everyone), *map(self.ref, self.outlets.values())]

    def found(self, filter_: Filter) -> list[Ref]:
        return [
            *(self.ref(each) for each in self.everyone if self.finds(filter_, each)),
            *(self.ref(each) for each in self.outlets.values() if self.finds(filter_, each)),
        ]

    def finds(self, filter_: Filter, one: Contact | Outlet) -> Truth:
        finds = {Finds.PEOPLE: (Contact,), Finds.NEWSROOMS: (Outlet,)}
        kinds = finds.get(filter_.finds, (Contact, Outlet))
        return isinstance(one, kinds) and self.holds(filter_, one)

    def ref(self, one: Contact | Outlet) -> Ref:
        return Ref(Subject.CONTACT if isinstance(one, Contact) else Subject.OUTLET, one.id)

    def holds(self, part: Part[By], one: Contact | Outlet) -> Truth:
        if isinstance(part, Conditions):
            answers = [self.holds(each, one) for each in part.of]
            return (both if part.joined is Joined.ALL else either)(answers) if answers else None
        if not part.values:
            return None
        answer = either(self.asks[part.by](self, one, value) for value in part.values)
        return answer if answer is None or not part.is_not else not answer

    def held(self, one: Contact) -> tuple[Position, ...]:
        return one.current(self.today)

    def places(self, one: Contact | Outlet) -> list[Outlet]:
        if isinstance(one, Outlet):
            return [one]
        at = (each.outlet for each in self.held(one))
        return [self.outlets[each] for each in at if each in self.outlets]

    def at(self, one: Contact | Outlet) -> list[int | None]:
        return [one.id] if isinstance(one, Outlet) else [each.outlet for each in self.held(one)]

    def is_in(self, one: Contact | Outlet, named: Value) -> Truth:
        found = self.lists.get(ListId(int(str(named))))
        if found is None:
            return None
        if found.filter is None:
            rows = self.desk.members(found.id).rows
            keys = {each.address.key for each in rows if each.address and each.ref is None}
            emails = one.emails if isinstance(one, Outlet) else ()
            return self.ref(one) in {each.ref for each in self.desk.members(found.id).rows} or bool(
                keys & {Address.parse(each).key for each in emails}
            )
        finds = self.finds(replace(found.filter, finds=Finds.BOTH), one)
        is_of_them = found.filter.finds in {
            Finds.BOTH,
            Finds.PEOPLE if isinstance(one, Contact) else Finds.NEWSROOMS,
        }
        return finds if is_of_them else False

    def signed(self, one: Contact) -> date:
        at = SIGNED.get(one.family_name)
        return date.min if at is None else at.astimezone(CITY_ZONE).date()

    def written(self, one: Contact | Outlet) -> date:
        name = one.family_name if isinstance(one, Contact) else one.name
        return self.today if name in WRITTEN_TO else date.min

    def day(self, value: date | Ago) -> date:
        return value.day(self.today) if isinstance(value, Ago) else value

    asks: Mapping[By, Callable[["Plainly", Any, Any], Truth]] = {
        By.KIND: lambda self, one, value: any(each.kind is value for each in self.places(one)),
        By.OUTLET: lambda self, one, value: value in self.at(one),
        By.BEAT: lambda self, one, value: (
            any(
                tokens(beat) == tokens(str(value)) for each in self.held(one) for beat in each.beats
            )
            if isinstance(one, Contact)
            else None
        ),
        By.TERRITORY: lambda _self, one, value: (
            one.scope.reach is value.reach
            and (not value.boroughs or bool(set(one.scope.boroughs) & set(value.boroughs)))
        ),
        By.LANGUAGE: lambda _self, one, value: (
            one.language is value if isinstance(one, Contact) else None
        ),
        By.OUTLET_LANGUAGE: lambda self, one, value: any(
            each.language is value for each in self.places(one)
        ),
        By.LIST: lambda self, one, value: self.is_in(one, value),
        By.LETTER_SINCE: lambda self, one, value: self.written(one) >= self.day(value),
        By.LETTER_BEFORE: lambda self, one, value: self.written(one) < self.day(value),
        By.BYLINE_SINCE: lambda self, one, value: (
            self.signed(one) >= self.day(value) if isinstance(one, Contact) else None
        ),
        By.BYLINE_BEFORE: lambda self, one, value: (
            self.signed(one) < self.day(value) if isinstance(one, Contact) else None
        ),
    }


def filters(directory: Directory) -> st.SearchStrategy[Filter]:
    """Any filter over what *directory* has, and over what it has not."""
    values: Mapping[By, st.SearchStrategy[Value]] = {
        By.KIND: st.sampled_from(OutletKind),
        By.OUTLET: st.sampled_from(directory.outlets),
        By.BEAT: st.sampled_from((*BEATS, "Sports")),
        By.TERRITORY: st.sampled_from(SCOPES),
        By.LANGUAGE: st.sampled_from(Language),
        By.OUTLET_LANGUAGE: st.sampled_from(OutletLanguage),
        By.LIST: st.sampled_from(directory.lists),
        By.LETTER_SINCE: st.sampled_from(DAYS) | AGO,
        By.LETTER_BEFORE: st.sampled_from(DAYS) | AGO,
        By.BYLINE_SINCE: st.sampled_from(DAYS) | AGO,
        By.BYLINE_BEFORE: st.sampled_from(DAYS) | AGO,
    }
    conditions = st.sampled_from(sorted(values)).flatmap(
        lambda by: st.builds(
            Condition,
            st.just(by),
            st.lists(values[by], max_size=3, unique=True).map(tuple),
            st.just(False) if by.is_by_day else st.booleans(),
        )
    )
    inner = st.recursive(
        conditions,
        lambda part: st.builds(
            Filter, st.lists(part, max_size=3).map(tuple), st.sampled_from(Joined)
        ),
        max_leaves=6,
    )
    return st.builds(
        Filter,
        st.lists(inner, max_size=3).map(tuple),
        st.sampled_from(Joined),
        st.sampled_from(Finds),
    )


def test_a_filter_finds_the_same_people_by_any_engine_and_by_plain_python(
    sqlite_database: Database, postgresql_database: Database
) -> None:
    directory, other = filled(sqlite_database), filled(postgresql_database)
    assert (directory.outlets, directory.lists) == (other.outlets, other.lists)
    plainly = Plainly(sqlite_database)
    many = newsrooms = 0

    @settings(
        max_examples=TRIED, derandomize=True, suppress_health_check=list(HealthCheck)
    )  # always the same ones: what is counted below depends on no chance
    @given(filter_=filters(directory))
    def every(filter_: Filter) -> None:
        nonlocal many, newsrooms
        with sqlite_database.snapshot() as snapshot:
            by_sqlite = filter_search.those(snapshot, filter_)
        with postgresql_database.snapshot() as snapshot:
            by_postgresql = filter_search.those(snapshot, filter_)

        assert list(by_sqlite) == list(by_postgresql) == plainly.found(filter_)
        with sqlite_database.snapshot() as snapshot:
            one_by_one = [
                each for each in plainly.refs if filter_search.finds(snapshot, filter_, each)
            ]
        assert one_by_one == list(by_sqlite)
        assert read_filter(write_filter(filter_)) == filter_
        many += bool(by_sqlite)
        newsrooms += any(each.kind is Subject.OUTLET for each in by_sqlite)

    every()
    assert many > TRIED // 8, "the filters tried found somebody"
    assert newsrooms > 0, "and newsrooms"


def test_how_long_ago_is_counted_from_the_day_in_montreal(database: Database) -> None:
    clock = database.clock
    assert isinstance(clock, StillClock)
    made = ContactDesk(database).add(NewContact(family_name="Zhao", given_name="Ada"))
    with database.transaction() as transaction:
        at = datetime(2026, 11, 1, 12, 0, tzinfo=CITY_ZONE)
        contacts_within.note_bylines(transaction, {signed_name("Ada", "Zhao"): at})
    asked = Filter((Condition(By.BYLINE_SINCE, (Ago(30, Unit.DAY),)),))

    def found(day: int, hour: int, minute: int) -> tuple[Ref, ...]:
        clock.at = datetime(2026, 12, day, hour, minute, tzinfo=CITY_ZONE)
        with database.snapshot() as snapshot:
            return filter_search.those(snapshot, asked)

    assert found(1, 23, 59) == (Ref(Subject.CONTACT, made.id),), "it is December 2 in UTC"
    assert found(2, 0, 0) == ()


def test_a_month_ago_is_the_last_day_of_a_shorter_month() -> None:
    assert Ago(1, Unit.MONTH).day(date(2026, 3, 31)) == date(2026, 2, 28)
    assert Ago(3, Unit.MONTH).day(date(2026, 1, 15)) == date(2025, 10, 15)
    assert Ago(2, Unit.WEEK).day(date(2026, 1, 1)) == date(2025, 12, 18)


def test_what_an_earlier_version_stored_is_stored_as_it_was() -> None:
    former = '{"all": [{"by": "language", "values": ["en"]}], "form": 1}'
    assert write_filter(read_filter(former)) == former
    asked = Filter((Condition(By.LANGUAGE, (Language.ENGLISH,), is_not=True),), finds=Finds.BOTH)
    assert write_filter(asked) == (
        '{"all": [{"by": "language", "not": true, "values": ["en"]}], "finds": "both", "form": 2}'
    )


# ── What may not be ───────────────────────────────────────────────────────────────────


def list_of(database: Database, name: str, *named: ListId) -> ListId:
    asked = Filter((Condition(By.LIST, named),))
    new = NewList(name=name, kind=ListKind.FILTER, filter=asked)
    return ListDesk(database).add(new).id


def asking(*named: ListId) -> Filter:
    return Filter((Filter((Condition(By.LIST, named),)),), Joined.ANY)


def test_a_filter_that_would_ask_for_its_own_list_is_refused(database: Database) -> None:
    desk = ListDesk(database)
    first = list_of(database, "Première")
    second = list_of(database, "Deuxième", first)
    third = list_of(database, "Troisième", second)
    before = desk.get(first).filter

    with pytest.raises(ListGoesRound) as refused:
        desk.edit(first, FieldChange("filter", before, asking(third)))
    assert refused.value.names == ("Première", "Troisième", "Deuxième", "Première")
    with pytest.raises(ListGoesRound):
        desk.edit(first, FieldChange("filter", before, asking(first)))

    assert desk.get(first).filter == before
    assert desk.members(third).rows == ()


def test_a_list_that_a_filter_names_stays_out_of_the_bin(database: Database) -> None:
    desk = ListDesk(database)
    first = list_of(database, "Première")
    second = list_of(database, "Deuxième", first)

    with pytest.raises(ListNamed) as refused:
        desk.put_in_bin(first)
    assert refused.value.lists == ("Deuxième",)
    desk.put_in_bin(second)
    desk.put_in_bin(first)
    desk.take_out_of_bin(second)

    assert desk.members(second).rows == ()
    with pytest.raises(NotFound):
        list_of(database, "Troisième", first)


def test_a_filter_is_edited_and_its_edit_undone(database: Database) -> None:
    desk = ListDesk(database)
    made = list_of(database, "Première")
    before = desk.get(made).filter
    wanted = Filter((Condition(By.LANGUAGE, (Language.ENGLISH,)),))

    edit = desk.edit(made, FieldChange("filter", before, wanted))
    assert desk.get(made).filter == wanted
    desk.edit(made, edit.change.inverse())

    assert desk.get(made).filter == before
    with pytest.raises(FilterMissing):
        desk.edit(made, FieldChange("filter", before, None))
    fixed = desk.add(NewList(name="Fixe")).id
    with pytest.raises(FilterMissing):
        desk.edit(fixed, FieldChange("filter", None, wanted))


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "[]",
        '{"all": []}',
        '{"form": 3, "all": []}',
        '{"form": [], "all": []}',
        '{"form": 2, "finds": "cats", "all": []}',
        '{"form": 2, "finds": [], "all": []}',
        '{"form": 2, "all": [{"by": "kind", "values": ["daily"], "not": false}]}',
        '{"form": 2, "all": [{"by": "byline since", "values": ["2026-03-02"], "not": true}]}',
        '{"form": 2, "all": [{"by": "byline since", "values": ["P0D"]}]}',
        '{"form": 2, "all": [{"by": "byline since", "values": ["P9999Y"]}]}',
        '{"form": 2, "all": [{"finds": "both", "all": []}]}',
        '{"form": 1, "some": []}',
        '{"form": 1, "all": [], "any": []}',
        '{"form": 1, "all": [{"by": "shoe size", "values": [1]}]}',
        '{"form": 1, "all": [{"by": "kind", "values": ["gazette"]}]}',
        '{"form": 1, "all": [{"by": "list", "values": [[]]}]}',
        '{"form": 1, "all": [{"by": "byline since", "values": ["hier"]}]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_filter_is_refused(stored: str) -> None:
    with pytest.raises(FilterNotUnderstood):
        read_filter(stored)


def test_a_filter_is_no_deeper_than_anybody_writes_one() -> None:
    deep = '{"all": [' * MOST_DEEP + "]}" * MOST_DEEP
    with pytest.raises(FilterTooLarge):
        read_filter('{"form": 1, "all": [' + deep + "]}")
    with pytest.raises(FilterTooLarge):
        Filter((Condition(By.LIST, ()),) * 101)


def test_what_a_filter_cannot_ask_finds_nobody_by_its_not(database: Database) -> None:
    outlet = OutletDesk(database).add(NewOutlet(name="Avis", kind=OutletKind.DAILY)).id
    contact = ContactDesk(database).add(NewContact(family_name="Zhao")).id
    desk = ListDesk(database)
    gone = desk.add(NewList(name="Jetée")).id
    desk.put_in_bin(gone)

    def found(*conditions: Condition[By]) -> list[Subject]:
        with database.snapshot() as snapshot:
            asked = Filter(conditions, finds=Finds.BOTH)
            return [each.kind for each in filter_search.those(snapshot, asked)]

    assert found(Condition(By.KIND, (OutletKind.RADIO,), is_not=True)) == [
        Subject.CONTACT,
        Subject.OUTLET,
    ], "who works nowhere works at no radio"
    assert found(Condition(By.BEAT, ("Sports",), is_not=True)) == [Subject.CONTACT]
    assert found(Condition(By.LIST, (gone,), is_not=True)) == []
    assert found(Condition(By.KIND, (), is_not=True)) == []
    assert (outlet, contact) == (1, 1)
