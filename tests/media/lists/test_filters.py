"""Filters: what they ask, in words and as stored, and the same people by whatever engine."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comms_desk import i18n
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import CITY_ZONE, Language
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.message import NewMessage, Purpose
from comms_desk.mail.model import Recipient
from comms_desk.media.contacts import within as contacts_within
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import Contact, ContactId, NewContact, NewPosition, Position
from comms_desk.media.lists import choosing
from comms_desk.media.lists.desk import ListDesk
from comms_desk.media.lists.filters import (
    MOST_DEEP,
    By,
    Condition,
    Filter,
    FilterNotUnderstood,
    FilterTooLarge,
    Joined,
    Value,
    read_filter,
    write_filter,
)
from comms_desk.media.lists.model import (
    FilterMissing,
    ListGoesRound,
    ListId,
    ListKind,
    ListNamed,
    NewList,
)
from comms_desk.media.lists.saying import say_filter
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet, Outlet, OutletKind, OutletLanguage
from comms_desk.places import AGGLOMERATION, CITY, Scope
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import FieldChange
from comms_desk.text.bylines import signed_name
from comms_desk.text.fold import tokens
from tests.mail.outbox_support import LUC, TAKEN, ZOE, Worker, account

VERDUN, NORTH, BOTH = (Scope.of_boroughs(each) for each in (["VDN"], ["MTN"], ["VDN", "LAS"]))
SCOPES = (CITY, AGGLOMERATION, VERDUN, NORTH, BOTH)
BEATS = ("Hôtel de ville", "hotel de Ville", "Transports", "Faits divers", "Logement; habitation")
DAYS = (date(2026, 1, 1), date(2026, 6, 1), date(2026, 11, 24), date(2026, 11, 25))
WRITTEN_TO = ("Abel", "Bibeau", "Okafor", "Roy")
"""The letter of the last one is on the wire, and may have left."""
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
    lists.put_members(fixed, [Ref(Subject.CONTACT, made[2]), Address.parse("ABEL@x.example")])
    asked = Filter((Condition(By.LANGUAGE, (Language.ENGLISH,)), Condition(By.LIST, (fixed,))))
    filter_ = lists.add(NewList(name="Filtre", kind=ListKind.FILTER, filter=asked)).id
    empty = lists.add(NewList(name="Vide")).id
    account(database)
    for_whom = [Ref(Subject.CONTACT, each) for each in made[:4]]
    OutboxDesk(database).send(
        NewMessage(subject="Avis", text="Bonjour", purpose=Purpose.LETTER),
        [Recipient(to=ZOE, persons=tuple(for_whom[:3])), Recipient(to=LUC, persons=(for_whom[3],))],
    )
    worker = Worker(database)
    for claim in worker.claim():
        if claim.to.key == ZOE.key:
            worker.departures.settle(worker.account, claim, TAKEN)
    with database.transaction() as transaction:
        contacts_within.note_bylines(
            transaction, {signed_name("Ada", name): at for name, at in SIGNED.items()}
        )
    return Directory(database=database, outlets=(*places, gone), lists=(fixed, filter_, empty))


# ── As plain Python would, over all contacts ──────────────────────────────────────────


class Plainly:
    """Every contact read whole, and asked one by one."""

    def __init__(self, database: Database) -> None:
        self.today = database.clock.now().astimezone(CITY_ZONE).date()
        self.everyone = ContactDesk(database).export()
        self.outlets = {each.id: each for each in OutletDesk(database).every()}
        self.lists = {each.id: each for each in ListDesk(database).every()}
        self.desk = ListDesk(database)

    def found(self, filter_: Filter) -> list[ContactId]:
        return [each.id for each in self.everyone if self.holds(filter_, each)]

    def holds(self, part: Condition | Filter, one: Contact) -> bool:
        if isinstance(part, Condition):
            return any(self.asks[part.by](self, one, value) for value in part.values)
        answers = [self.holds(each, one) for each in part.of]
        return bool(answers) and (all if part.joined is Joined.ALL else any)(answers)

    def held(self, one: Contact) -> tuple[Position, ...]:
        return one.current(self.today)

    def places(self, one: Contact) -> list[Outlet]:
        at = (each.outlet for each in self.held(one))
        return [self.outlets[each] for each in at if each in self.outlets]

    def is_in(self, one: Contact, named: Value) -> bool:
        found = self.lists[ListId(int(str(named)))]
        if found.filter is not None:
            return self.holds(found.filter, one)
        return any(
            each.ref == Ref(Subject.CONTACT, one.id) for each in self.desk.members(found.id).rows
        )

    def signed(self, one: Contact) -> date:
        at = SIGNED.get(one.family_name)
        return date.min if at is None else at.astimezone(CITY_ZONE).date()

    def written(self, one: Contact) -> date:
        return self.today if one.family_name in WRITTEN_TO else date.min

    asks: Mapping[By, Callable[["Plainly", Contact, Any], bool]] = {
        By.KIND: lambda self, one, value: any(each.kind is value for each in self.places(one)),
        By.OUTLET: lambda self, one, value: any(each.outlet == value for each in self.held(one)),
        By.BEAT: lambda self, one, value: any(
            tokens(beat) == tokens(str(value)) for each in self.held(one) for beat in each.beats
        ),
        By.TERRITORY: lambda _self, one, value: (
            one.scope.reach is value.reach
            and (not value.boroughs or bool(set(one.scope.boroughs) & set(value.boroughs)))
        ),
        By.LANGUAGE: lambda _self, one, value: one.language is value,
        By.OUTLET_LANGUAGE: lambda self, one, value: any(
            each.language is value for each in self.places(one)
        ),
        By.LIST: lambda self, one, value: self.is_in(one, value),
        By.LETTER_SINCE: lambda self, one, value: self.written(one) >= value,
        By.LETTER_BEFORE: lambda self, one, value: self.written(one) < value,
        By.BYLINE_SINCE: lambda self, one, value: self.signed(one) >= value,
        By.BYLINE_BEFORE: lambda self, one, value: self.signed(one) < value,
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
        By.LETTER_SINCE: st.sampled_from(DAYS),
        By.LETTER_BEFORE: st.sampled_from(DAYS),
        By.BYLINE_SINCE: st.sampled_from(DAYS),
        By.BYLINE_BEFORE: st.sampled_from(DAYS),
    }
    conditions = st.sampled_from(sorted(values)).flatmap(
        lambda by: st.lists(values[by], max_size=3, unique=True).map(
            lambda chosen: Condition(by, tuple(chosen))
        )
    )
    inner = st.recursive(
        conditions,
        lambda part: st.builds(
            Filter, st.lists(part, max_size=3).map(tuple), st.sampled_from(Joined)
        ),
        max_leaves=6,
    )
    return st.builds(Filter, st.lists(inner, max_size=3).map(tuple), st.sampled_from(Joined))


def test_a_filter_finds_the_same_people_by_any_engine_and_by_plain_python(
    sqlite_database: Database, postgresql_database: Database
) -> None:
    directory, other = filled(sqlite_database), filled(postgresql_database)
    assert (directory.outlets, directory.lists) == (other.outlets, other.lists)
    plainly = Plainly(sqlite_database)
    many = 0

    @settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
    @given(filter_=filters(directory))
    def every(filter_: Filter) -> None:
        nonlocal many
        with sqlite_database.snapshot() as snapshot:
            by_sqlite = choosing.contacts(snapshot, filter_)
        with postgresql_database.snapshot() as snapshot:
            by_postgresql = choosing.contacts(snapshot, filter_)

        assert list(by_sqlite) == list(by_postgresql) == plainly.found(filter_)
        with sqlite_database.snapshot() as snapshot:
            one_by_one = [
                each.id for each in plainly.everyone if choosing.finds(snapshot, filter_, each.id)
            ]
        assert one_by_one == list(by_sqlite)
        assert read_filter(write_filter(filter_)) == filter_
        many += bool(by_sqlite)

    every()
    assert many > 40, "the filters tried found somebody"


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
    assert refused.value.by == ("Deuxième",)
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
        '{"form": 2, "all": []}',
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


@pytest.fixture
def speak() -> Iterator[Callable[[str], None]]:
    before = i18n.current()
    yield i18n.use
    i18n.use(before)


def test_a_filter_is_said_in_both_languages(speak: Callable[[str], None]) -> None:
    asked = Filter(
        (
            Condition(By.KIND, (OutletKind.DAILY, OutletKind.RADIO)),
            Filter(
                (Condition(By.TERRITORY, (VERDUN,)), Condition(By.BEAT, ("Transports",))),
                Joined.ANY,
            ),
            Condition(By.BYLINE_SINCE, (date(2026, 3, 2),)),
            Condition(By.LIST, (7, 8)),
        )
    )

    speak("en")
    assert say_filter(asked, {}, {7: "Agences"}) == (
        "Kind of outlet: Daily newspaper or Radio, and (scope: Verdun, or beat: Transports), "
        "and a signed article since March 2, 2026, "
        "and in the list: Agences or (a list that is gone)"
    )
    speak("fr")
    assert say_filter(asked, {}, {7: "Agences"}) == (
        "Genre de média\u00a0: Quotidien ou Radio, et (territoire\u00a0: Verdun, ou "
        "couverture\u00a0: Transports), et article signé depuis le 2 mars 2026, "
        "et dans la liste\u00a0: Agences ou (une liste disparue)"
    )
