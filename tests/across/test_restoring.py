"""Putting a backup back: never under a worker, and nothing leaves twice."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.across import restoring
from comms_desk.clock import StillClock
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.model import LEASE_LASTS, LeaseHeld
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.doors import Receipt
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterState, NewAccount, Recipient
from comms_desk.mail.trouble import RestoredSince
from comms_desk.storage import backup, revisions, upgrade
from comms_desk.storage.database import Database
from comms_desk.storage.errors import BackupRefused
from tests.support.databases import SqliteDesks, sqlite_at


@pytest.fixture
def desk(sqlite_desks: SqliteDesks, tmp_path: Path, clock: StillClock) -> Iterator[Database]:
    """A desk in a file with one letter that waits."""
    database = sqlite_desks.new(tmp_path / "desk.sqlite3", clock)
    AccountDesk(database).add(
        NewAccount(
            name="Presse",
            sender=Address(name="Ville", local="presse", domain="ville.example"),
            facts={"host": "smtp.ville.example"},
        )
    )
    OutboxDesk(database).send(
        NewMessage(subject="Communiqué", text="Bonjour"),
        [Recipient(to=Address(local="zoe", domain="journal.example"))],
    )
    yield database
    database.dispose()


def sent_meanwhile(database: Database) -> None:
    lease = JobDesk(database).take("worker")
    account = AccountDesk(database).all()[0].id
    (claim,) = Departures(database).claim(lease.token, account, most=64)
    Departures(database).settle(account, claim, Receipt(code=250, text="taken"))
    JobDesk(database).release(lease)


def test_a_letter_that_left_after_the_backup_does_not_leave_again(
    desk: Database, tmp_path: Path
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    sent_meanwhile(desk)

    done = restoring.restore(desk, file, tmp_path / "backups")

    (letter,) = OutboxDesk(desk).letters().rows
    assert letter.state is LetterState.UNCERTAIN
    assert letter.trouble is not None
    assert isinstance(letter.trouble.to_error(), RestoredSince)
    assert done.doubted == 1
    lease = JobDesk(desk).take("worker")
    account = AccountDesk(desk).all()[0].id
    assert Departures(desk).claim(lease.token, account, most=64) == ()


def test_a_restore_is_refused_while_a_worker_has_the_lease(
    desk: Database, tmp_path: Path, clock: StillClock
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    JobDesk(desk).take("worker")

    with pytest.raises(LeaseHeld):
        restoring.restore(desk, file, tmp_path / "backups")

    clock.advance(LEASE_LASTS + timedelta(seconds=1))
    restoring.restore(desk, file, tmp_path / "backups")


def test_a_restore_that_fails_gives_the_lease_back(desk: Database, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused):
        restoring.restore(desk, tmp_path / "none", tmp_path / "backups")

    assert JobDesk(desk).holder() is None


def test_a_backup_of_an_older_version_is_brought_up_to_date_as_it_is_put_back(
    desk: Database, tmp_path: Path, clock: StillClock
) -> None:
    old = sqlite_at(tmp_path / "old.sqlite3", clock)
    upgrade.upgrade_to(old, "0001")
    file = backup.save(old, tmp_path / "old.backup")
    old.dispose()

    restoring.restore(desk, file, tmp_path / "backups")

    assert upgrade.version(desk) == revisions.HEAD
    assert OutboxDesk(desk).letters().rows == ()


def test_a_damaged_desk_is_replaced_though_it_has_no_lease(desk: Database, tmp_path: Path) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    desk.dispose()
    Path(desk.place).write_bytes(b"a disk has lost its mind" * 1000)

    done = restoring.restore(desk, file, tmp_path / "backups")

    assert done.present is not None
    assert len(OutboxDesk(desk).letters().rows) == 1


def test_a_desk_that_a_newer_version_wrote_can_be_put_back_as_it_was(
    desk: Database, tmp_path: Path
) -> None:
    file = backup.save(desk, tmp_path / "before-the-upgrade.backup")
    with desk.transaction() as transaction:
        transaction.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    restoring.restore(desk, file, tmp_path / "backups")

    assert upgrade.version(desk) == revisions.HEAD
