"""What the Settings page reads: where the data is, on either engine."""

from pathlib import Path

import pytest

from comms_desk.storage import backup
from comms_desk.storage.database import Database
from comms_desk.ui.settings import reading
from tests.support.mornings import office_on


def test_a_desk_in_a_file_says_its_file_and_its_last_backup(
    sqlite_database: Database, tmp_path: Path
) -> None:
    office = office_on(sqlite_database, tmp_path)
    assert reading.read(office).place.saved_at is None
    file = backup.beside(sqlite_database, office.paths.backups, why="asked")

    place = reading.read(office).place

    assert place.said == str(tmp_path / "desk.sqlite3")
    assert place.folder == tmp_path
    assert place.saved_at is not None
    assert place.saved_at.timestamp() == pytest.approx(file.stat().st_mtime)


def test_a_backup_that_goes_while_the_folder_is_read_hides_no_setting(
    sqlite_database: Database, tmp_path: Path
) -> None:
    office = office_on(sqlite_database, tmp_path)
    office.paths.backups.mkdir(parents=True, exist_ok=True)
    (office.paths.backups / "gone.sqlite3").symlink_to(tmp_path / "nowhere")

    assert reading.read(office).place.saved_at is None


@pytest.mark.postgresql
def test_a_teams_desk_says_its_server_without_the_password_and_has_no_folder(
    postgresql_database: Database, tmp_path: Path
) -> None:
    place = reading.read(office_on(postgresql_database, tmp_path)).place

    assert place.said.startswith("postgresql")
    assert place.folder is None
