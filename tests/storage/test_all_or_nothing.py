"""Transactions that are parts of one: all are committed, or none is."""

import threading
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Mapped

from comms_desk.changes import Change, Subject
from comms_desk.storage.database import Database
from comms_desk.storage.errors import StorageBusy
from comms_desk.storage.rows import Base, RowId


class Part(Base):
    """A table of these tests only."""

    __tablename__ = "part"

    id: Mapped[RowId]
    at: Mapped[datetime]
    name: Mapped[str]

    metadata = Base.metadata.__class__(naming_convention=Base.metadata.naming_convention)


@pytest.fixture
def desk(database: Database) -> Database:
    Part.metadata.create_all(database.engine)
    return database


def add(desk: Database, name: str) -> None:
    with desk.transaction() as transaction:
        transaction.session.add(Part(at=transaction.now, name=name))
        transaction.announce(Change.of(Subject.FEED, [len(name)]))


def add_and_fail(desk: Database, name: str) -> None:
    with desk.transaction() as transaction:
        transaction.session.add(Part(at=transaction.now, name=name))
        transaction.announce(Change.of(Subject.FEED, [len(name)]))
        transaction.session.flush()
        raise ZeroDivisionError


def add_two_and_fail(desk: Database) -> None:
    with desk.all_or_nothing():
        add(desk, "one")
        add_and_fail(desk, "two")


def names(desk: Database) -> list[str]:
    with desk.snapshot() as snapshot:
        return list(snapshot.session.scalars(select(Part.name).order_by(Part.id)))


def elsewhere(desk: Database) -> list[str]:
    """What another thread reads."""
    read: list[str] = []
    thread = threading.Thread(target=lambda: read.extend(names(desk)))
    thread.start()
    thread.join()
    return read


def heard_by(desk: Database) -> list[Change]:
    heard: list[Change] = []
    desk.announcer.subscribe(heard.append)
    return heard


def test_the_parts_are_there_together(desk: Database) -> None:
    heard = heard_by(desk)

    with desk.all_or_nothing():
        add(desk, "one")
        add(desk, "three")
        assert names(desk) == ["one", "three"]
        assert elsewhere(desk) == []
        assert heard == []

    assert elsewhere(desk) == ["one", "three"]
    assert heard == [Change.of(Subject.FEED, [3]), Change.of(Subject.FEED, [5])]
    add(desk, "after")
    assert names(desk) == ["one", "three", "after"]


def test_an_error_undoes_them_all(desk: Database) -> None:
    heard = heard_by(desk)

    with pytest.raises(ZeroDivisionError):
        add_two_and_fail(desk)

    assert names(desk) == []
    assert heard == []
    add(desk, "after")
    assert names(desk) == ["after"]


def test_a_part_that_fails_undoes_itself_alone(desk: Database) -> None:
    heard = heard_by(desk)

    with desk.all_or_nothing():
        add(desk, "one")
        with pytest.raises(ZeroDivisionError):
            add_and_fail(desk, "undone")
        add(desk, "three")

    assert names(desk) == ["one", "three"]
    assert heard == [Change.of(Subject.FEED, [3]), Change.of(Subject.FEED, [5])]


def test_a_transaction_inside_a_part_is_still_the_bug_it_was(desk: Database) -> None:
    with desk.all_or_nothing(), desk.transaction(), pytest.raises(RuntimeError, match="already"):
        add(desk, "inside")


def test_one_inside_another_is_refused_and_ends_neither(desk: Database) -> None:
    with desk.all_or_nothing():
        add(desk, "one")
        with pytest.raises(RuntimeError, match="already"), desk.all_or_nothing():
            add(desk, "inside")
        add(desk, "three")

    assert names(desk) == ["one", "three"]


def test_who_writes_meanwhile_waits(desk: Database) -> None:
    impatient = Database(desk.url, clock=desk.clock, busy_timeout_s=0.05)

    with desk.all_or_nothing(), pytest.raises(StorageBusy):
        add(impatient, "two")

    impatient.dispose()
    assert names(desk) == []
