"""Who is found as one types: what a plain look at every word would find, and soon."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from comms_desk.changes import Subject
from comms_desk.clock import StillClock
from comms_desk.mail.address import Address
from comms_desk.media.contacts import store
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import (
    Contact,
    ContactId,
    NewContact,
    NewPosition,
    name_key,
)
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet, OutletId, outlet_key
from comms_desk.storage import soundness, word_index
from comms_desk.storage.bin import Bin
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from comms_desk.storage.paging import COUNT_CAP
from comms_desk.text.fold import tokens
from comms_desk.text.phones import looked_for
from tests.support.databases import new_desk
from tests.support.imports import bring_in, undo_import
from tests.support.years import live_on

BOTH_ENGINES = settings(
    max_examples=20,
)
OUTLETS = ("La Presse+", "L’Écho de Verdun", "Radio 98,5", "Métro", "Écho-Nord")
FAMILY = ("Théorêt", "Théoret-Roy", "Tremblay", "L'Heureux", "Tremblay-Ñandú", "Ж", "2 Pac")
GIVEN = ("Camille", "Ève", "Jean-François", "", "Noé")
TITLES = ("", "journaliste", "chef de l'info", "98,5 matin")
BEATS = ((), ("logement",), ("été", "hôtel de ville"))
PHONES = ((), ("514 872-1234",), ("1 514 872-1299 poste 12", "311"))
TYPED = (
    *(
        "t",
        "th",
        "theoret",
        "THÉO",
        "tremblay c",
        "l",
        "l’e",
        "echo v",
        "98",
        "98,5",
        "ж",
        "presse p",
    ),
    *("514", "514 872-12", "(514) 872", "12", "camille theoret", "hotel v", "zzz", "", "roy theo"),
    *("2", "noe t", "été log", "jean-f", "nandu", "theoret theoret", "outlet", "'", "311 514"),
)

type Told = dict[str, Any]
"""A contact, or a position at an outlet of that name."""

positions: st.SearchStrategy[Told] = st.builds(
    dict,
    outlet=st.none() | st.sampled_from(OUTLETS),
    title=st.sampled_from(TITLES),
    beats=st.sampled_from(BEATS),
    phones=st.sampled_from(PHONES),
    ended_on=st.none() | st.just(date(2020, 1, 1)),
)
people: st.SearchStrategy[Told] = st.builds(
    dict,
    family_name=st.sampled_from(FAMILY),
    given_name=st.sampled_from(GIVEN),
    positions=st.lists(positions, max_size=2),
)


def fill(database: Database, told: Iterable[Told]) -> dict[str, OutletId]:
    """Have the directory hold those people alone."""
    with database.transaction() as transaction:
        for table in ("positions", "contacts", "outlets", "fulltext_contact"):
            transaction.session.execute(text(f"DELETE FROM {table}"))
    desk = OutletDesk(database)
    at = {name: desk.add(NewOutlet(name=name)).id for name in OUTLETS}
    new = [
        NewContact(
            family_name=str(each["family_name"]),
            given_name=str(each["given_name"]),
            positions=tuple(
                NewPosition(**{**held, "outlet": held["outlet"] and at[held["outlet"]]})
                for held in each["positions"]
            ),
        )
        for each in told
    ]
    with database.transaction() as transaction:
        store.add_all(transaction, new)
    return at


def by_reading_all(database: Database, typed: str) -> list[ContactId]:
    """Return whom *typed* finds, by name: those of whose words each of its words begins one."""
    wanted, number = tokens(typed), looked_for(typed)

    def is_found(contact: Contact) -> bool:
        names = (outlet_key(each.outlet_name) for each in contact.positions)
        words = f"{store.search_text(contact, contact.positions)} {' '.join(names)}"
        return all(f" {word}" in words for word in wanted) or bool(number and f" {number}" in words)

    with database.snapshot() as snapshot:
        everyone = store.everyone(snapshot)
    found = [each for each in everyone if is_found(each)]
    found.sort(key=lambda each: (name_key(each.family_name, each.given_name), each.id))
    return [each.id for each in found]


def page_by_page(desk: ContactDesk, typed: str, limit: int) -> list[ContactId]:
    """Return all that *typed* finds, some at a time."""
    found: list[ContactId] = []
    after = None
    while True:
        page = desk.search(typed, after=after, limit=limit)
        found += (row.id for row in page.rows)
        after = page.next_key
        if after is None:
            return found
        assert len(page.rows) == limit


@BOTH_ENGINES
@given(
    told=st.lists(people, max_size=12),
    typed=st.lists(st.sampled_from(TYPED), min_size=3, max_size=6, unique=True),
    limit=st.integers(1, 4),
)
def test_what_is_typed_finds_whom_a_look_at_all_words_finds(
    database: Database, told: list[Told], typed: list[str], limit: int
) -> None:
    fill(database, told)
    desk = ContactDesk(database)

    for words in typed:
        right = by_reading_all(database, words)
        assert page_by_page(desk, words, limit) == right, words
        assert desk.search(words, limit=limit).total == len(right)


@BOTH_ENGINES
@given(keys=st.lists(st.text("ab z1 9éжЖ", max_size=9), min_size=2, max_size=6))
def test_rows_stand_in_the_order_of_their_keys(keys: list[str]) -> None:
    told = sorted(" ".join(key.split()) for key in keys)
    stand = [word_index.place(key) for key in told]

    assert stand == sorted(stand)


def test_an_id_that_has_no_place_is_refused() -> None:
    with pytest.raises(ValueError, match="268435456"):
        word_index.place("roy", 1 << word_index.ID_BITS)


def test_those_who_share_the_first_letters_come_by_name(database: Database) -> None:
    names = ["Tremblay Zoé", "Tremblay Ève", "Tremblay-Roy", "Trembley", "Tremblay Ali"]
    fill(database, [{"family_name": each, "given_name": "", "positions": []} for each in names])

    found = page_by_page(ContactDesk(database), "tremb", 2)

    assert found == by_reading_all(database, "tremb")
    assert len(found) == len(names)


def test_more_than_are_counted_are_said_to_be_more(database: Database) -> None:
    many: Told = {"family_name": "Roy", "given_name": "", "positions": []}
    fill(database, [many | {"given_name": str(n % 7)} for n in range(COUNT_CAP + 5)])
    desk = ContactDesk(database)

    page = desk.search("roy", limit=3)

    assert (page.total, page.capped) == (COUNT_CAP, True)
    assert len(desk.search("roy", limit=COUNT_CAP + 3).rows) == COUNT_CAP + 3
    assert page_by_page(desk, "roy", COUNT_CAP // 2) == by_reading_all(database, "roy")


def test_a_key_that_no_page_said_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="nonsense"):
        ContactDesk(database).search("roy", after="nonsense")


def test_an_outlet_with_another_name_is_found_by_that_one(database: Database) -> None:
    held: Told = {"outlet": "Métro", "title": "", "beats": (), "phones": ()}
    at = fill(database, [{"family_name": "Roy", "given_name": "", "positions": [held]}])
    desk = ContactDesk(database)

    edit = OutletDesk(database).edit(at["Métro"], FieldChange("name", "Métro", "Le Train"))

    assert [desk.search(words).total for words in ("metro", "train")] == [0, 1]
    assert soundness.check(database).index == ()
    OutletDesk(database).edit(at["Métro"], edit.change.inverse())
    assert [desk.search(words).total for words in ("metro", "train")] == [1, 0]


@pytest.mark.parametrize("where", [{"at": True}, {"among": True}])
def test_what_is_typed_is_sought_among_some(database: Database, where: dict[str, bool]) -> None:
    held: Told = {"outlet": "Métro", "title": "", "beats": (), "phones": ()}
    past: Told = {**held, "ended_on": date(2001, 1, 1)}
    told: list[Told] = [
        {"family_name": "Roy", "given_name": name, "positions": theirs}
        for name, theirs in (("Ève", [held]), ("Zoé", [past]), ("Ali", []))
    ]
    at = fill(database, told)
    desk = ContactDesk(database)
    eve = desk.search("eve").rows[0].id

    page = (
        desk.search("roy", at=at["Métro"])
        if "at" in where
        else desk.search("roy", among=range(eve, eve + 1))
    )

    assert ([row.id for row in page.rows], page.total) == ([eve], 1)


FILE = """Nom;Média;Courriel;Fonction
Côté;Métro;cote@metro.example;
Bilal;;roy@metro.example;pigiste
"""


def test_the_index_is_in_step_whatever_is_done(database: Database) -> None:
    desk = ContactDesk(database)
    at = fill(database, [])
    emails = (Address.parse("roy@metro.example"),)
    roy = desk.add(NewContact(family_name="Roy", positions=(NewPosition(emails=emails),))).id

    def steps() -> Iterator[object]:
        yield desk.edit(roy, FieldChange("family_name", "Roy", "Zola"))
        position = desk.add_position(roy, NewPosition(outlet=at["Métro"], title="chef"))
        yield position
        yield desk.edit_position(position, FieldChange("outlet", at["Métro"], at["La Presse+"]))
        yield desk.remove_position(position)
        desk.put_in_bin(roy)
        yield "in the bin"
        yield desk.edit(roy, FieldChange("family_name", "Zola", "Bilal"))
        yield desk.take_out_of_bin(roy)
        done = bring_in(database, FILE.encode())
        yield done
        assert [desk.search(words).total for words in ("pigiste", "cote", "bilal")] == [1, 1, 1]
        yield undo_import(database, done)
        assert [desk.search(words).total for words in ("pigiste", "cote", "bilal")] == [0, 0, 1]

    for done in steps():
        assert soundness.check(database).index == (), done


def test_what_is_out_of_step_is_said_and_mended(database: Database) -> None:
    fill(database, [{"family_name": each, "given_name": "", "positions": []} for each in FAMILY])
    desk = ContactDesk(database)
    with database.transaction() as transaction:
        transaction.session.execute(
            text("UPDATE contacts SET search_text = ' autre' WHERE sort_key = 'tremblay'")
        )

    (gap,) = soundness.check(database).index
    assert (gap.subject, gap.missing, gap.excess) == (Subject.CONTACT, 1, 1)

    soundness.mend(database)
    assert soundness.check(database).index == ()
    assert desk.search("autre").total == 1


def test_who_left_the_bin_for_good_leaves_no_word_behind(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    database = new_desk(file, StillClock(datetime(2026, 11, 24, tzinfo=UTC)))
    desk = ContactDesk(database)
    gone = desk.add(NewContact(family_name="Xylophone", given_name="Ursule")).id
    desk.add(NewContact(family_name="Roy"))
    desk.put_in_bin(gone)
    live_on(database, timedelta(days=31))

    assert Bin(database).purge() == 1

    database.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    left = file.read_bytes().lower()
    assert b"xylo" not in left
    assert b"ursule" not in left
    assert b"roy" in left
    assert desk.search("roy").total == 1
    database.dispose()
