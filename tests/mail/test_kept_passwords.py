"""A password that a mail server repeated is to be changed: where it may stand is named."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner, Result

from comms_desk.across.office import Office
from comms_desk.across.today import TodayDesk
from comms_desk.changes import Ref, Subject
from comms_desk.cli.main import root
from comms_desk.clock import StillClock
from comms_desk.mail.address import Address
from comms_desk.mail.kept_passwords import kept_passwords, note_changed
from comms_desk.mail.model import AccountId, NewAccount
from comms_desk.paths import HOME_VARIABLE
from comms_desk.storage import edits
from comms_desk.storage.database import Database
from comms_desk.storage.model import MAY_BE_KEPT, Act
from comms_desk.ui.today.words import read_today
from tests.support.mornings import office_on, spoil

TO_CHANGE = "Ce mot de passe a pu être écrit dans la sauvegarde du 12 novembre\u00a0: changez-le."
SERVER = ("--from", "presse@ville.example", "--server", "localhost:25", "--security", "none")


def cleaned(office: Office) -> AccountId:
    """Have what the server of the first account said be cleaned, as the migration does."""
    account = office.accounts.every()[0].id
    with office.database.transaction() as transaction:
        ref = Ref(Subject.ACCOUNT, int(account))
        edits.note(transaction, ref, Act.EDITED, MAY_BE_KEPT, after=True)
    return account


def written(file: Path, at: datetime) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("")
    os.utime(file, (at.timestamp(), at.timestamp()))


def test_the_files_made_since_the_account_first_had_a_letter_are_named_until_it_is_changed(
    database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    spoil(office, clock)
    begun, day = clock.now(), timedelta(days=1)
    for name, at in (("old", begun - 30 * day), ("first", begun + day), ("last", begun + 2 * day)):
        written(office.paths.backups / f"{name}.sqlite3", at)
    written(office.paths.logs / "desk.log.1", begun - 30 * day)
    written(office.paths.logs / "desk.log", begun + 4 * day)
    clock.advance(3 * day)
    assert kept_passwords(office.database, office.paths) == ()
    assert TodayDesk(office).read().troubles.kept_passwords == ()

    account = cleaned(office)
    written(office.paths.backups / "clean.sqlite3", clock.now() + day)

    (kept,) = kept_passwords(office.database, office.paths)
    assert [each.name for each in kept.backups] == ["last.sqlite3", "first.sqlite3"]
    assert [each.at for each in kept.backups] == [begun + 2 * day, begun + day]
    assert [each.name for each in kept.logs] == ["desk.log"]
    note_changed(office.database, account)
    assert kept_passwords(office.database, office.paths) == ()


def test_today_says_to_change_the_password_in_one_line_that_opens_the_list(
    sqlite_database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(sqlite_database, tmp_path)
    sender = Address.stored("presse@ville.example", name="Ville")
    office.accounts.add(NewAccount(name="Presse", sender=sender, facts={"host": "localhost"}))
    written(office.paths.backups / "a.sqlite3", datetime(2026, 11, 12, 15, tzinfo=UTC))
    assert clock.now() > datetime(2026, 11, 13, tzinfo=UTC)
    assert not read_today(office).waiting

    account = cleaned(office)

    today = read_today(office)
    (line,) = today.now
    assert today.waiting == 1
    assert line.key == Ref(Subject.SETTING, int(account))
    assert line.title == "Mot de passe à changer\u00a0: Presse"
    assert line.detail == TO_CHANGE


def test_check_names_them_at_the_prompt_until_it_is_said_that_the_password_was_changed(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"

    def checked(*options: str) -> Result:
        done = typed(home, "check", *options)
        assert done.exit_code == 0, done.output
        return done

    added = typed(home, "accounts", "add", "Presse", *SERVER)
    assert added.exit_code == 0, added.output
    assert json.loads(checked("--json").stdout)["kept_passwords"] == []
    with closing(sqlite3.connect(home / "desk.sqlite3")) as desk, desk:
        desk.execute(
            "INSERT INTO edits (act, kind, row_id, field, after, at) VALUES"
            " ('edited', 'account', 1, 'password may be kept', 'true', '2100-01-01 00:00:00')"
        )
    written(home / "backups" / "a.sqlite3", datetime(2026, 11, 12, 15, tzinfo=UTC))

    said = checked().stderr

    assert f"Presse – {TO_CHANGE}" in said
    assert "Sauvegarde\u00a0: a.sqlite3 (12 novembre 2026, 10\u00a0h)" in said
    typed(home, "check", "--password-changed", "Presse")
    assert "Presse" not in checked().stderr


def typed(home: Path, *words: str) -> Result:
    return CliRunner(env={HOME_VARIABLE: str(home)}).invoke(root, words)
