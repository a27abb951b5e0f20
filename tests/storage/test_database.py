"""Snapshots, transactions, the one write lock and what storage refuses."""

import gc
import threading
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from weakref import ref

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Mapped

from comms_desk.changes import Change, Subject
from comms_desk.clock import StillClock
from comms_desk.storage.database import Database
from comms_desk.storage.engines import WRITING_CACHE_KIB
from comms_desk.storage.errors import (
    StorageBusy,
    StorageDamaged,
    StorageUnreachable,
    TextNotStorable,
)
from comms_desk.storage.rows import Base, RowId


class Colour(StrEnum):
    DEEP_RED = "deep red"


class Probe(Base):
    """A table of these tests only."""

    __tablename__ = "probe"

    id: Mapped[RowId]
    at: Mapped[datetime]
    colour: Mapped[Colour]
    big: Mapped[int | None]

    metadata = Base.metadata.__class__(naming_convention=Base.metadata.naming_convention)


@pytest.fixture
def desk(database: Database) -> Database:
    Probe.metadata.create_all(database.engine)
    return database


def impatient(database: Database) -> Database:
    return Database(
        database.url.render_as_string(hide_password=False),
        clock=database.clock,
        busy_timeout_s=0.05,
    )


def added(desk: Database, big: int | None = None) -> int:
    with desk.transaction() as transaction:
        row = Probe(at=transaction.now, colour=Colour.DEEP_RED, big=big)
        transaction.session.add(row)
        transaction.session.flush()
        return row.id


def add_and_fail(desk: Database) -> None:
    with desk.transaction() as transaction:
        transaction.session.add(Probe(at=transaction.now, colour=Colour.DEEP_RED))
        transaction.announce(Change.of(Subject.FEED, [1]))
        transaction.session.flush()
        raise ZeroDivisionError


def test_a_moment_comes_back_aware_and_in_utc(desk: Database) -> None:
    noon_elsewhere = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    with desk.transaction() as transaction:
        transaction.session.add(Probe(at=noon_elsewhere, colour=Colour.DEEP_RED))

    with desk.snapshot() as snapshot:
        read = snapshot.session.scalars(select(Probe.at)).one()

    assert read == noon_elsewhere
    assert read.tzinfo is UTC
    assert read.hour == 10


def test_a_naive_moment_is_refused(desk: Database) -> None:
    naive = datetime(2026, 7, 1, 12)  # noqa: DTZ001 - that is the point

    with (
        pytest.raises(StatementError, match="time zone"),
        desk.transaction() as transaction,
    ):
        transaction.session.add(Probe(at=naive, colour=Colour.DEEP_RED))


def test_an_enum_is_stored_by_its_value(desk: Database) -> None:
    added(desk)

    with desk.snapshot() as snapshot:
        stored = snapshot.session.execute(text("SELECT colour FROM probe")).scalar_one()

    assert stored == "deep red"


def test_an_id_is_never_given_twice(desk: Database) -> None:
    first = added(desk)
    with desk.transaction() as transaction:
        transaction.session.execute(text("DELETE FROM probe"))

    assert added(desk) > first


def test_an_id_may_be_larger_than_32_bits(desk: Database) -> None:
    added(desk, big=2**53 - 1)

    with desk.snapshot() as snapshot:
        assert snapshot.session.scalars(select(Probe.big)).one() == 2**53 - 1


def test_a_transaction_takes_the_lock_as_it_opens(desk: Database) -> None:
    other = impatient(desk)

    with desk.transaction(), pytest.raises(StorageBusy), other.transaction():
        pass  # pragma: no cover - never reached

    with other.transaction():
        pass
    other.dispose()


def test_a_durable_transaction_waits_for_the_same_lock(desk: Database) -> None:
    other = impatient(desk)

    with desk.transaction(durable=True), pytest.raises(StorageBusy), other.transaction():
        pass  # pragma: no cover - never reached

    with desk.transaction(), pytest.raises(StorageBusy), other.transaction(durable=True):
        pass  # pragma: no cover - never reached
    other.dispose()


def test_a_durable_transaction_is_on_the_disk_before_it_returns(sqlite_database: Database) -> None:
    with sqlite_database.transaction(durable=True) as transaction:
        durable = transaction.session.execute(text("PRAGMA synchronous")).scalar_one()
    with sqlite_database.transaction() as transaction:
        usual = transaction.session.execute(text("PRAGMA synchronous")).scalar_one()

    assert (durable, usual) == (2, 1)


def test_a_durable_transaction_waits_for_the_disk_whatever_the_server_is_set_to(
    postgresql_database: Database,
) -> None:
    with postgresql_database.transaction() as transaction:
        usual = transaction.session.execute(text("SHOW synchronous_commit")).scalar_one()
    with postgresql_database.transaction(durable=True) as transaction:
        durable = transaction.session.execute(text("SHOW synchronous_commit")).scalar_one()

    assert (usual, durable) == ("off", "on")


def test_readers_answer_while_somebody_writes(desk: Database) -> None:
    added(desk)

    with desk.transaction() as transaction:
        transaction.session.execute(text("DELETE FROM probe"))
        transaction.session.flush()
        with desk.snapshot() as snapshot:
            seen = snapshot.session.scalars(select(Probe.id)).all()

    assert len(seen) == 1


def test_a_snapshot_shows_one_state(desk: Database) -> None:
    added(desk)

    with desk.snapshot() as snapshot:
        before = len(snapshot.session.scalars(select(Probe.id)).all())
        added(desk)
        after = len(snapshot.session.scalars(select(Probe.id)).all())

    assert (before, after) == (1, 1)


def test_a_snapshot_cannot_write(desk: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), desk.snapshot() as snapshot:
        snapshot.session.execute(text("DELETE FROM probe"))


def test_an_error_undoes_all_of_a_transaction_and_announces_nothing(desk: Database) -> None:
    heard: list[Change] = []
    desk.announcer.subscribe(heard.append)

    with pytest.raises(ZeroDivisionError):
        add_and_fail(desk)

    with desk.snapshot() as snapshot:
        assert snapshot.session.scalars(select(Probe.id)).all() == []
    assert heard == []


def test_a_change_is_announced_once_it_can_be_read(desk: Database) -> None:
    seen: list[int] = []

    def look(_change: Change) -> None:
        with desk.snapshot() as snapshot:
            seen.append(len(snapshot.session.scalars(select(Probe.id)).all()))

    desk.announcer.subscribe(look)
    with desk.transaction() as transaction:
        transaction.session.add(Probe(at=transaction.now, colour=Colour.DEEP_RED))
        transaction.announce(Change.of(Subject.FEED, [1]))

    assert seen == [1]


def test_a_transaction_within_a_transaction_is_a_bug(desk: Database) -> None:
    with (
        desk.transaction(),
        pytest.raises(RuntimeError, match="already open"),
        desk.transaction(),
    ):
        pass  # pragma: no cover - never reached

    added(desk)


def test_a_transaction_knows_who_acts_and_when(desk: Database, clock: StillClock) -> None:
    desk.act_as(7)

    with desk.transaction() as transaction:
        assert (transaction.actor, transaction.now) == (7, clock.now())


def test_the_version_differs_once_somebody_else_has_committed(desk: Database) -> None:
    before = desk.data_version()
    same = desk.data_version()
    other = impatient(desk)
    added(other)
    other.dispose()

    assert same == before
    assert desk.data_version() != before


def test_threads_write_in_turn(desk: Database) -> None:
    threads = [threading.Thread(target=added, args=(desk,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with desk.snapshot() as snapshot:
        assert len(snapshot.session.scalars(select(Probe.id)).all()) == 8


def test_a_connection_keeps_two_megabytes_of_the_file_and_one_that_writes_eight(
    sqlite_database: Database,
) -> None:
    asked = text("PRAGMA cache_size")
    with sqlite_database.snapshot() as snapshot:
        reading_kib = -snapshot.session.scalar(asked)
    with sqlite_database.transaction() as transaction:
        writing_kib = -transaction.session.scalar(asked)

    assert 0 < reading_kib <= 2048
    assert writing_kib == WRITING_CACHE_KIB <= 8192


def test_foreign_keys_hold(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as transaction:
        assert transaction.session.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_a_text_with_a_nul_is_refused_with_a_sentence_where_no_text_may_hold_one(
    postgresql_database: Database,
) -> None:
    Probe.metadata.create_all(postgresql_database.engine)

    with pytest.raises(TextNotStorable), postgresql_database.transaction() as transaction:
        transaction.session.execute(text("SELECT CAST(:words AS TEXT)"), {"words": "a\0b"})


def test_half_a_character_is_refused_with_a_sentence(database: Database) -> None:
    with pytest.raises(TextNotStorable), database.transaction() as transaction:
        transaction.session.execute(text("SELECT CAST(:words AS TEXT)"), {"words": "a\ud83d"})


def test_a_database_that_is_let_go_leaves_nothing_of_its_own_behind(
    desk: Database, clock: StillClock
) -> None:
    other = Database(desk.url, clock=clock)
    engine = ref(other.engine)
    added(other)
    other.dispose()

    del other
    gc.collect()

    assert engine() is None


def test_a_file_that_is_no_database_is_said_to_be_damaged(
    tmp_path: Path, clock: StillClock
) -> None:
    file = tmp_path / "desk.sqlite3"
    file.write_bytes(b"not a database at all, whatever its name says" * 100)
    database = Database(f"sqlite:///{file}", clock=clock)

    with pytest.raises(StorageDamaged), database.transaction():
        pass  # pragma: no cover - never reached
    database.dispose()


def test_a_folder_that_is_missing_is_said_to_be_out_of_reach(
    tmp_path: Path, clock: StillClock
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'nowhere' / 'desk.sqlite3'}", clock=clock)

    with pytest.raises(StorageUnreachable), database.transaction():
        pass  # pragma: no cover - never reached
    database.dispose()


def test_a_server_that_is_away_is_said_to_be_out_of_reach(clock: StillClock) -> None:
    database = Database("postgresql+psycopg://nobody@127.0.0.1:1/desk", clock=clock)

    with pytest.raises(StorageUnreachable), database.snapshot() as snapshot:
        snapshot.session.execute(text("SELECT 1"))
    database.dispose()
