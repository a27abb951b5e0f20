"""Migrate, backup, restore and check, as a person types them."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comms_desk.cli.main import NOTHING_DONE, root
from comms_desk.clock import StillClock
from comms_desk.errors import CommsDeskError
from comms_desk.paths import HOME_VARIABLE
from comms_desk.settings import DATABASE_VARIABLE
from comms_desk.storage import revisions
from comms_desk.storage.errors import (
    BackupRefused,
    DatabaseTooNew,
    DatabaseTooOld,
    DeskInUse,
    UpgradeNeeded,
)
from comms_desk.wording import say_at_the_prompt
from tests.support.databases import PostgresqlDesks


def typed(home: Path, *words: str) -> Result:
    return CliRunner(env={HOME_VARIABLE: str(home)}).invoke(root, words)


def answer(home: Path, *words: str) -> dict[str, object]:
    result = typed(home, *words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, object] = json.loads(result.stdout)
    return found


def test_a_desk_is_backed_up_and_restored(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "desk.backup"
    answer(home, "dossiers", "new", "NEIGE", "Neige")
    kept = answer(home, "backup", str(file))
    answer(home, "dossiers", "new", "EAU", "Eau")

    done = answer(home, "restore", str(file))

    listed = json.loads(typed(home, "dossiers", "list", "--json").stdout)
    assert [each["code"] for each in listed] == ["NEIGE"]
    assert kept["file"] == str(file)
    assert done["doubted"] == 0
    assert Path(str(done["present"])).exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
def test_a_desk_stands_where_it_is_told_whatever_its_path_holds(tmp_path: Path) -> None:
    home, file = tmp_path / "why? 50%#1", tmp_path / "desk.backup"
    answer(home, "dossiers", "new", "NEIGE", "Neige")
    answer(home, "backup", str(file))

    answer(home, "restore", str(file))

    assert (home / "desk.sqlite3").exists()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["desk.backup", home.name]


def test_a_restore_is_refused_while_a_window_is_open(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "desk.backup"
    answer(home, "backup", str(file))

    with closing(sqlite3.connect(home / "desk.sqlite3")) as window:
        window.execute("SELECT count(*) FROM dossiers").fetchone()
        refused = typed(home, "restore", str(file))

    assert isinstance(refused.exception, DeskInUse)


def test_a_backup_does_not_replace_a_file(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "desk.backup"
    answer(home, "backup", str(file))

    refused = typed(home, "backup", str(file))

    assert isinstance(refused.exception, BackupRefused)
    assert isinstance(refused.exception, CommsDeskError)


def test_migrating_says_where_the_database_was_and_is(tmp_path: Path) -> None:
    assert answer(tmp_path, "migrate") == {
        "before": None,
        "now": revisions.HEAD,
        "backup": None,
    }
    assert answer(tmp_path, "migrate")["before"] == revisions.HEAD


NEWER = "Installez la version plus récente; rien n’a été touché."
TOO_OLD = (
    "Ouvrez-la ou restaurez-la d’abord avec la version du commit 62ed1a23; rien n’a été touché."
)


@pytest.mark.parametrize(
    ("found", "refusal", "way_out"),
    [("9999", DatabaseTooNew, NEWER), ("0053", DatabaseTooOld, TOO_OLD)],
)
def test_a_desk_of_another_version_is_refused_in_words_and_not_touched(
    tmp_path: Path, found: str, refusal: type[CommsDeskError], way_out: str
) -> None:
    answer(tmp_path, "dossiers", "new", "NEIGE", "Neige")
    file, kept = tmp_path / "desk.sqlite3", tmp_path / "desk.backup"
    with closing(sqlite3.connect(file)) as other, closing(sqlite3.connect(kept)) as copy:
        other.execute("UPDATE alembic_version SET version_num = ?", [found])
        other.commit()
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        other.backup(copy)
    before = file.read_bytes()

    asked = (
        ("dossiers", "list"),
        ("migrate",),
        ("check",),
        ("outbox", "send"),
        ("restore", str(kept)),
    )
    for words in asked:
        refused = typed(tmp_path, *words).exception
        assert isinstance(refused, refusal)
        said = say_at_the_prompt(refused)
        assert found in said.what
        assert said.way_out == way_out
    assert file.read_bytes() == before


def test_a_sound_desk_is_said_to_be_sound(tmp_path: Path) -> None:
    answer(tmp_path, "dossiers", "new", "NEIGE", "Neige")

    assert answer(tmp_path, "check") == {
        "sound": True,
        "integrity": [],
        "shape": [],
        "orphans": [],
        "index": [],
        "altered": [],
        "kept_passwords": [],
    }


def test_a_desk_out_of_step_is_said_to_be_unsound(tmp_path: Path) -> None:
    answer(tmp_path, "dossiers", "new", "NEIGE", "Neige")
    with closing(sqlite3.connect(tmp_path / "desk.sqlite3")) as careless:
        careless.execute("INSERT INTO fulltext_article (rowid, title) VALUES (404, 'nobody')")
        careless.commit()

    checked = typed(tmp_path, "check", "--json")

    assert checked.exit_code == NOTHING_DONE
    assert json.loads(checked.stdout)["index"] == [
        {"subject": "article", "missing": 0, "excess": 1}
    ]


def test_contacts_whom_a_search_would_miss_are_said_and_mended(tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Nom\nThéorêt\n", "utf-8")
    typed(tmp_path, "contacts", "import", str(file))
    with closing(sqlite3.connect(tmp_path / "desk.sqlite3")) as careless:
        careless.execute("DELETE FROM fulltext_contact")
        careless.commit()

    checked = typed(tmp_path, "check")

    assert checked.exit_code == NOTHING_DONE
    assert "check --mend" in checked.stderr
    assert answer(tmp_path, "check", "--mend")["sound"]
    assert "Théorêt" in typed(tmp_path, "contacts", "list", "theo").stdout


@pytest.mark.parametrize("word", ["migrate", "backup", "restore", "check"])
def test_each_command_explains_itself(tmp_path: Path, word: str) -> None:
    assert typed(tmp_path, word, "--help").exit_code == 0


@pytest.mark.postgresql
def test_a_teams_database_waits_for_its_administrator(
    tmp_path: Path, postgresql_desks: PostgresqlDesks, clock: StillClock
) -> None:
    team = postgresql_desks.empty(clock)
    shell = CliRunner(
        env={
            HOME_VARIABLE: str(tmp_path),
            DATABASE_VARIABLE: team.url.render_as_string(hide_password=False),
        }
    )

    refused = shell.invoke(root, ["dossiers", "list"])
    migrated = shell.invoke(root, ["migrate", "--json"])
    listed = shell.invoke(root, ["dossiers", "list", "--json"])

    assert isinstance(refused.exception, UpgradeNeeded)
    assert json.loads(migrated.stdout)["now"] == revisions.HEAD
    assert json.loads(listed.stdout) == []
    postgresql_desks.drop(team)
