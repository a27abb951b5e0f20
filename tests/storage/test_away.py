"""A database that goes away, falls silent, fills up or may only be read: it is said."""

import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from comms_desk.clock import StillClock
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import NewContact
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage import blobs
from comms_desk.storage.database import Database
from comms_desk.storage.errors import (
    AnswerLost,
    StorageDamaged,
    StorageFull,
    StorageReadOnly,
    StorageUnreachable,
)
from tests.support.away import GoingServer, give_to_somebody_else, only_read, somebody_else
from tests.support.databases import new_desk

SILENT_S = 0.5


def looked_at(desk: Database) -> None:
    with desk.snapshot() as snapshot:
        snapshot.session.execute(text("SELECT 1"))


def asked_for_news(desk: Database) -> None:
    desk.data_version()


def added(desk: Database) -> None:
    PeopleDesk(desk).add(NewPerson(name="Zoé"))


def names(desk: Database) -> list[str]:
    return [each.name for each in PeopleDesk(desk).every()]


def filled(desk: Database, most_pages: int) -> None:
    """Keep more in *desk* than there is room for; SQLite counts as a disk would."""
    with desk.transaction() as transaction:
        transaction.session.execute(text(f"PRAGMA max_page_count = {most_pages}"))
        for number in range(2_000):
            blobs.keep(transaction, f"{number} {'x' * 4096}".encode(), "text/plain")


ASKED = [looked_at, asked_for_news, added]


@pytest.fixture
def team(going_server: GoingServer, clock: StillClock) -> Iterator[Database]:
    """A team's desk on a server that goes away."""
    made = going_server.database(clock, silent_s=SILENT_S)
    yield made
    made.dispose()


@pytest.mark.postgresql
@pytest.mark.parametrize("ask", ASKED)
def test_a_server_that_stops_is_said_to_be_away_until_it_is_back(
    team: Database, going_server: GoingServer, ask: Callable[[Database], None]
) -> None:
    ask(team)

    with going_server.stopped():
        for _again in range(2):
            with pytest.raises(StorageUnreachable):
                ask(team)

    ask(team)


@pytest.mark.postgresql
@pytest.mark.parametrize("ask", ASKED)
def test_a_server_that_says_nothing_is_not_waited_for_for_ever(
    team: Database, going_server: GoingServer, ask: Callable[[Database], None]
) -> None:
    ask(team)

    with going_server.silent(), pytest.raises(StorageUnreachable):
        ask(team)

    ask(team)


@pytest.mark.postgresql
def test_a_server_that_takes_a_call_and_says_nothing_is_away(
    going_server: GoingServer, clock: StillClock
) -> None:
    desk = going_server.database(clock)

    with going_server.silent(), pytest.raises(StorageUnreachable):
        looked_at(desk)

    looked_at(desk)
    desk.dispose()


@pytest.mark.postgresql
def test_what_takes_long_to_come_is_no_silence(team: Database) -> None:
    words = "SELECT repeat('mot', 100) FROM generate_series(1, 400000)"

    with team.snapshot() as snapshot:
        assert len(snapshot.session.execute(text(words)).all()) == 400_000


@pytest.mark.postgresql
def test_a_save_whose_answer_was_lost_says_that_nobody_knows(
    team: Database, going_server: GoingServer
) -> None:
    def added_as_it_falls_silent() -> None:
        with team.transaction() as transaction:
            transaction.session.execute(text("INSERT INTO article_sequence VALUES (7, 7)"))
            going_server.suspend()

    with pytest.raises(AnswerLost):
        added_as_it_falls_silent()
    going_server.resume()

    with team.transaction() as transaction:
        kept = transaction.session.execute(
            text("SELECT count(*) FROM article_sequence")
        ).scalar_one()
    assert kept == 1


@pytest.mark.postgresql
def test_a_server_that_can_only_be_read_says_so(team: Database) -> None:
    added(team)
    with team.engine.connect() as connection:
        name = connection.exec_driver_sql("SELECT current_database()").scalar_one()
        connection.exec_driver_sql(
            f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'
        )
        connection.commit()
    team.dispose()

    with pytest.raises(StorageReadOnly):
        added(team)
    with pytest.raises(StorageReadOnly):
        team.try_to_write()

    assert names(team) == ["Zoé"]
    with team.engine.connect() as connection:
        connection.exec_driver_sql("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE")
        connection.commit()
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
        connection.commit()


def test_a_desk_that_may_only_be_read_is_read(shared_folder: Path, clock: StillClock) -> None:
    desk = new_desk(shared_folder / "desk.sqlite3", clock)
    added(desk)
    desk.dispose()

    with only_read(shared_folder):
        assert names(desk) == ["Zoé"]
        assert desk.data_version() > 0
        with pytest.raises(StorageReadOnly):
            added(desk)
        desk.dispose()

    added(desk)
    assert names(desk) == ["Zoé", "Zoé"]
    desk.dispose()


def test_a_desk_that_may_only_be_read_from_some_moment_on_says_so_and_is_read(
    shared_folder: Path, clock: StillClock
) -> None:
    desk = new_desk(shared_folder / "desk.sqlite3", clock)
    added(desk)

    with closing(sqlite3.connect(desk.place)) as other, only_read(shared_folder):
        other.execute("SELECT 1")
        desk.dispose()
        assert names(desk) == ["Zoé"]
        with pytest.raises(StorageReadOnly):
            added(desk)

    added(desk)
    assert names(desk) == ["Zoé", "Zoé"]
    desk.dispose()


def test_a_desk_that_could_only_be_read_shows_what_is_written_once_it_may_be(
    shared_folder: Path, clock: StillClock
) -> None:
    desk = new_desk(shared_folder / "desk.sqlite3", clock)
    with only_read(shared_folder):
        assert names(desk) == []

    added(desk)

    assert names(desk) == ["Zoé"]
    desk.dispose()


@pytest.mark.skipif(sys.platform == "win32", reason="a file there has no rights to give back")
def test_a_desk_that_a_reader_met_without_the_right_is_written_once_the_right_is_back(
    shared_folder: Path, clock: StillClock
) -> None:
    desk = new_desk(shared_folder / "desk.sqlite3", clock)
    added(desk)
    desk.dispose()
    file = Path(desk.place)
    give_to_somebody_else(file)
    with somebody_else():
        file.chmod(0o400)
        assert names(desk) == ["Zoé"]
        desk.dispose()  # and what SQLite made beside it stays, of the mode that the file had
        assert not (file.parent / "desk.sqlite3-shm").stat().st_mode & stat.S_IWUSR

        file.chmod(0o600)
        added(desk)

        assert names(desk) == ["Zoé", "Zoé"]
        desk.dispose()


@pytest.mark.skipif(sys.platform == "win32", reason="a file there has no rights to take")
def test_a_desk_whose_file_may_only_be_read_says_so_before_anything_is_written(
    shared_folder: Path, clock: StillClock
) -> None:
    desk = new_desk(shared_folder / "desk.sqlite3", clock)
    added(desk)
    desk.dispose()
    file = Path(desk.place)
    give_to_somebody_else(file)
    with somebody_else():
        desk.try_to_write()
        desk.dispose()

        file.chmod(0o400)
        with pytest.raises(StorageReadOnly):
            desk.try_to_write()

        assert names(desk) == ["Zoé"]
        desk.dispose()


def test_a_copy_that_is_no_wal_and_may_only_be_read_is_read(
    shared_folder: Path, clock: StillClock
) -> None:
    desk = new_desk(shared_folder / "desk.sqlite3", clock)
    added(desk)
    desk.dispose()
    with closing(sqlite3.connect(desk.place)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")

    with only_read(shared_folder):
        assert names(desk) == ["Zoé"]
        with pytest.raises(StorageReadOnly):
            added(desk)
        desk.dispose()


def test_a_desk_without_room_says_so_and_is_read(sqlite_database: Database) -> None:
    added(sqlite_database)
    with sqlite_database.transaction() as transaction:
        pages = transaction.session.execute(text("PRAGMA page_count")).scalar_one()

    with pytest.raises(StorageFull):
        filled(sqlite_database, pages)

    assert names(sqlite_database) == ["Zoé"]


def test_a_desk_whose_folder_is_gone_is_said_to_be_away(tmp_path: Path, clock: StillClock) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    desk = new_desk(folder / "desk.sqlite3", clock)
    desk.dispose()
    folder.rename(tmp_path / "elsewhere")

    for ask in ASKED:
        with pytest.raises(StorageUnreachable):
            ask(desk)

    (tmp_path / "elsewhere").rename(folder)
    for ask in ASKED:
        ask(desk)
    desk.dispose()


@pytest.mark.skipif(sys.platform == "win32", reason="nobody moves a file there that is open")
@pytest.mark.parametrize("gone", ["share", "share/desk.sqlite3"])
def test_a_desk_that_is_moved_away_while_it_is_open_is_away_and_not_made_anew(
    tmp_path: Path, clock: StillClock, gone: str
) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    desk = new_desk(folder / "desk.sqlite3", clock)
    for ask in ASKED:
        ask(desk)
    (tmp_path / gone).rename(tmp_path / "elsewhere")

    for ask in ASKED:
        with pytest.raises(StorageUnreachable):
            ask(desk)
    assert not Path(desk.place).exists()

    (tmp_path / "elsewhere").rename(tmp_path / gone)
    for ask in ASKED:
        ask(desk)
    assert names(desk) == ["Zoé", "Zoé"]
    desk.dispose()


@pytest.mark.parametrize("column", ["sql", "name", "tbl_name", "type"])
def test_a_desk_whose_tables_are_described_in_no_text_is_said_to_be_damaged(
    tmp_path: Path, clock: StillClock, column: str
) -> None:
    desk = new_desk(tmp_path / "desk.sqlite3", clock)
    with closing(sqlite3.connect(desk.place)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            f"UPDATE sqlite_master SET {column} = CAST(x'ff41e9' AS TEXT) WHERE name = 'people'"
        )
        connection.commit()

    for ask in (names, added):
        with pytest.raises(StorageDamaged):
            ask(desk)
    desk.dispose()


def test_a_text_that_is_no_text_any_more_is_said_to_be_damaged(sqlite_database: Database) -> None:
    contact = ContactDesk(sqlite_database).add(NewContact(family_name="Ada")).id
    with sqlite_database.transaction() as transaction:
        transaction.session.execute(
            text("UPDATE contacts SET family_name = CAST(x'ff41e9' AS TEXT)")
        )

    with pytest.raises(StorageDamaged):
        ContactDesk(sqlite_database).get(contact)
