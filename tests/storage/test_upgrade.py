"""Bringing databases up to date: nothing lost, nothing touched by a version that is too old."""

import lzma
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.changes import Subject
from comms_desk.clock import StillClock
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.storage import fulltext, revisions, soundness, upgrade
from comms_desk.storage.database import Database
from comms_desk.storage.errors import (
    DatabaseTooNew,
    DatabaseTooOld,
    NotADesk,
    StorageDamaged,
    UpgradeNeeded,
)
from comms_desk.storage.migrations.comparing import FULLTEXT, our_tables
from comms_desk.storage.rows import Base
from tests.storage.asking import asked, scalar, written
from tests.support import next_revision
from tests.support.databases import PostgresqlDesks, new_desk, sqlite_at

MADE_BEFORE = Path(__file__).with_name("desk-0054.sqlite3.xz")
"""The sample desk, in the tables that the 54 revisions made that were before the first one."""


@pytest.fixture
def made_before(tmp_path: Path, clock: StillClock) -> Iterator[Database]:
    """A desk that the last version of before the first revision has left."""
    file = tmp_path / "desk.sqlite3"
    file.write_bytes(lzma.decompress(MADE_BEFORE.read_bytes()))
    database = sqlite_at(file, clock)
    yield database
    database.dispose()


def test_a_desk_made_before_the_first_revision_opens_with_all_it_has(
    made_before: Database, tmp_path: Path
) -> None:
    upgrade.bring_up_to_date(made_before, tmp_path / "backups")

    assert (tmp_path / "backups").exists() == (revisions.KNOWN[0] != revisions.HEAD)
    assert soundness.check(made_before).is_sound
    assert ContactDesk(made_before).search().total == 40
    assert DraftDesk(made_before).search().total == 3
    assert OutletDesk(made_before).search().total == 15


def test_the_first_revision_makes_the_tables_that_a_desk_made_before_has(
    made_before: Database, tmp_path: Path, clock: StillClock
) -> None:
    new = sqlite_at(tmp_path / "new.sqlite3", clock)
    upgrade.upgrade_to(new, revisions.KNOWN[0])

    assert upgrade.version(made_before) == revisions.KNOWN[0]
    assert asked(made_before, _form) == asked(new, _form)
    new.dispose()


def _form(connection: Connection) -> dict[str, object]:
    """Return all that the tables of a file are, however their sentences were written."""
    asked_of = inspect(connection)
    made = "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL"
    form: dict[str, object] = {}
    for name, kind, sql in connection.execute(text(made)):
        if kind == "table" and not sql.startswith("CREATE VIRTUAL"):
            form[name] = (
                connection.exec_driver_sql(f'PRAGMA table_xinfo("{name}")').all(),
                connection.exec_driver_sql(f'PRAGMA foreign_key_list("{name}")').all(),
                asked_of.get_unique_constraints(name),
                asked_of.get_check_constraints(name),
                "AUTOINCREMENT" in sql,
            )
        else:
            form[name] = " ".join(sql.replace('"', "").split())
    return form


def test_the_head_equals_the_tables_of_the_stores(bare: Database, tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    upgrade.migrate(bare, tmp_path)

    options = {"include_object": our_tables, "compare_type": True, "render_as_batch": True}
    differences = asked(
        bare,
        lambda connection: compare_metadata(
            MigrationContext.configure(connection, opts=options), Base.metadata
        ),
    )
    assert differences == []


def test_the_indexes_of_the_head_are_those_of_the_stores(bare: Database, tmp_path: Path) -> None:
    with bare.engine.begin() as connection:
        Base.metadata.create_all(connection)
    meant = asked(bare, _index_definitions)
    with bare.engine.begin() as connection:
        Base.metadata.drop_all(connection)

    upgrade.migrate(bare, tmp_path)

    assert asked(bare, _index_definitions) == meant


def _index_definitions(connection: Connection) -> set[str]:
    """Return each index as the database writes it, its partial condition too."""
    question = (
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        if connection.dialect.name == "sqlite"
        else "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
        " AND tablename NOT LIKE 'fulltext_%' AND tablename <> 'alembic_version'"
    )
    found = connection.execute(text(question)).scalars()
    return {" ".join(each.replace('"', "").split()) for each in found}


def test_the_head_has_the_index_that_full_text_expects(bare: Database, tmp_path: Path) -> None:
    upgrade.migrate(bare, tmp_path)

    made = asked(bare, _index_tables)
    assert {f"{FULLTEXT}{subject}" for subject in fulltext.INDEXED} <= made


def _index_tables(connection: Connection) -> set[str]:
    return {name for name in inspect(connection).get_table_names() if name.startswith(FULLTEXT)}


def test_ids_are_never_reused_in_a_database_made_by_migrations(sqlite_database: Database) -> None:
    without = {
        table.name
        for table in Base.metadata.sorted_tables
        if table.dialect_kwargs.get("sqlite_autoincrement")
        and "AUTOINCREMENT" not in str(scalar(sqlite_database, MADE.format(table=table.name)))
    }
    assert without == set()


MADE = "SELECT sql FROM sqlite_master WHERE name = '{table}'"

PEOPLE = (
    """INSERT INTO people (id, name, name_key, kind, active)
    VALUES (1, 'Zoé Roy', 'zoe roy', 'officer', true), (9, 'Gone', 'gone', 'other', true),
    (2, 'Ève Lavoie', 'eve lavoie', 'adviser', true)""",
    "DELETE FROM people WHERE id = 9",
    "INSERT INTO person_logins (id, person_id, login) VALUES (1, 2, 'elavoie')",
    """INSERT INTO dossiers (id, code, code_key, name, scope, lead, status, about, search_key)
    VALUES (1, 'NEIGE', 'neige', 'Neige', 'city', 2, 'open', '', ' neige')""",
)
ONE_MORE = "INSERT INTO people (name, name_key, kind, active) VALUES ('A', 'a', 'other', true)"


@pytest.fixture
def former(bare: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A desk that the next version finds: people, their logins, a dossier that one leads."""
    upgrade.migrate(bare, tmp_path)
    written(bare, *PEOPLE)
    with bare.transaction() as transaction:
        fulltext.put(transaction, Subject.ARTICLE, [fulltext.entry(1, "Neige")])
    next_revision.bring_out(monkeypatch, tmp_path)
    return bare


@pytest.fixture
def former_file(
    tmp_path: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """The same in a file."""
    database = new_desk(tmp_path / "desk.sqlite3", clock)
    written(database, *PEOPLE)
    next_revision.bring_out(monkeypatch, tmp_path)
    yield database
    database.dispose()


def test_altering_a_parent_keeps_its_rows_and_its_children(
    former: Database, tmp_path: Path
) -> None:
    upgrade.migrate(former, tmp_path)

    assert scalar(former, "SELECT count(*) FROM people WHERE also_called = name") == 2
    assert scalar(former, "SELECT person_id FROM person_logins WHERE login = 'elavoie'") == 2
    assert scalar(former, "SELECT lead FROM dossiers") == 2


def test_altering_a_parent_keeps_foreign_keys_in_force(former: Database, tmp_path: Path) -> None:
    upgrade.migrate(former, tmp_path)

    written(former, "DELETE FROM people WHERE id = 2")

    assert scalar(former, "SELECT count(*) FROM person_logins") == 0
    assert scalar(former, "SELECT lead FROM dossiers") is None


def test_altering_a_parent_keeps_indexes_and_the_full_text_index(
    former: Database, tmp_path: Path
) -> None:
    upgrade.migrate(former, tmp_path)

    indexes = asked(former, lambda connection: inspect(connection).get_indexes("people"))
    assert {"ix_people_name_key", "ix_people_also_called"} <= {index["name"] for index in indexes}
    with former.snapshot() as snapshot:
        assert fulltext.known(snapshot, Subject.ARTICLE) == {1}


def test_altering_a_parent_keeps_its_triggers(former_file: Database, tmp_path: Path) -> None:
    written(
        former_file,
        "CREATE TABLE seen (person INTEGER)",
        "CREATE TRIGGER people_seen AFTER INSERT ON people"
        " BEGIN INSERT INTO seen VALUES (new.id); END",
    )

    upgrade.migrate(former_file, tmp_path)
    written(former_file, ONE_MORE)

    assert scalar(former_file, "SELECT count(*) FROM seen") == 1


def test_altering_a_parent_gives_no_id_again(former_file: Database, tmp_path: Path) -> None:
    upgrade.migrate(former_file, tmp_path)
    written(former_file, ONE_MORE)

    assert scalar(former_file, "SELECT max(id) FROM people") == 10


def test_a_file_is_copied_before_its_tables_change(
    former_file: Database, tmp_path: Path, clock: StillClock
) -> None:
    upgrade.bring_up_to_date(former_file, tmp_path / "backups")

    (copy,) = (tmp_path / "backups").iterdir()
    before = sqlite_at(copy, clock)
    assert upgrade.version(before) == next_revision.down_revision
    assert scalar(before, "SELECT count(*) FROM people") == 2
    before.dispose()
    assert upgrade.version(former_file) == revisions.HEAD == next_revision.revision


def test_of_two_who_open_a_desk_at_once_one_changes_its_tables(
    former_file: Database, tmp_path: Path, clock: StillClock
) -> None:
    other = sqlite_at(Path(former_file.place), clock)
    with ThreadPoolExecutor() as both:
        opened = [
            both.submit(upgrade.bring_up_to_date, each, tmp_path / name)
            for each, name in ((former_file, "backups"), (other, "other's"))
        ]
    for each in opened:
        each.result()
    other.dispose()

    assert upgrade.version(former_file) == revisions.HEAD
    assert scalar(former_file, "SELECT count(*) FROM people WHERE also_called = name") == 2


def test_a_revision_that_fails_leaves_the_file_as_it_was(former_file: Database) -> None:
    written(former_file, "CREATE INDEX ix_people_also_called ON people (name)")

    with pytest.raises(Exception, match="already exists"):
        upgrade.upgrade_to(former_file, revisions.HEAD)

    assert upgrade.version(former_file) == next_revision.down_revision
    assert scalar(former_file, "SELECT count(*) FROM person_logins") == 1
    columns = asked(former_file, lambda connection: inspect(connection).get_columns("people"))
    assert "also_called" not in {column["name"] for column in columns}


def test_a_row_that_would_point_at_nothing_stops_the_upgrade(former_file: Database) -> None:
    with pytest.raises(StorageDamaged), former_file.altering() as connection:
        connection.exec_driver_sql("DELETE FROM people WHERE id = 2")

    assert scalar(former_file, "SELECT count(*) FROM people") == 2


@pytest.mark.postgresql
def test_a_teams_database_is_brought_up_to_date_only_when_asked(
    postgresql_desks: PostgresqlDesks,
    tmp_path: Path,
    clock: StillClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    team = postgresql_desks.empty(clock)
    upgrade.migrate(team, tmp_path)
    next_revision.bring_out(monkeypatch, tmp_path)

    with pytest.raises(UpgradeNeeded) as needed:
        upgrade.bring_up_to_date(team, tmp_path)
    assert (needed.value.found, needed.value.known) == (
        next_revision.down_revision,
        revisions.HEAD,
    )

    upgrade.migrate(team, tmp_path)
    upgrade.bring_up_to_date(team, tmp_path)
    postgresql_desks.drop(team)


def test_a_newer_database_is_refused_and_not_touched(bare: Database, tmp_path: Path) -> None:
    upgrade.migrate(bare, tmp_path)
    written(bare, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(DatabaseTooNew) as refused:
        upgrade.bring_up_to_date(bare, tmp_path)
    with pytest.raises(DatabaseTooNew):
        upgrade.migrate(bare, tmp_path)

    assert refused.value.found == "9999"
    assert scalar(bare, "SELECT version_num FROM alembic_version") == "9999"


def test_a_database_of_before_the_first_revision_is_refused_and_not_touched(
    bare: Database, tmp_path: Path
) -> None:
    upgrade.migrate(bare, tmp_path)
    written(bare, "UPDATE alembic_version SET version_num = '0053'")

    with pytest.raises(DatabaseTooOld) as refused:
        upgrade.bring_up_to_date(bare, tmp_path)
    with pytest.raises(DatabaseTooOld):
        upgrade.migrate(bare, tmp_path)

    assert (refused.value.found, refused.value.known) == ("0053", "0054")
    assert scalar(bare, "SELECT version_num FROM alembic_version") == "0053"


def test_somebody_elses_database_is_refused(bare: Database, tmp_path: Path) -> None:
    written(bare, "CREATE TABLE recipes (id INTEGER)")

    with pytest.raises(NotADesk):
        upgrade.migrate(bare, tmp_path)


def test_a_desk_that_lost_its_revision_is_refused_and_not_touched(
    bare: Database, tmp_path: Path
) -> None:
    upgrade.migrate(bare, tmp_path)
    written(bare, "DELETE FROM alembic_version")

    with pytest.raises(NotADesk):
        upgrade.migrate(bare, tmp_path)


def test_a_database_that_is_up_to_date_opens_without_alembic(
    bare: Database, tmp_path: Path
) -> None:
    upgrade.migrate(bare, tmp_path)
    url = bare.url.render_as_string(hide_password=False)

    script = (
        "import sys; from pathlib import Path\n"
        "from comms_desk.storage.database import Database\n"
        "from comms_desk.storage.upgrade import bring_up_to_date\n"
        f"bring_up_to_date(Database({url!r}), Path({str(tmp_path)!r}))\n"
        "assert 'alembic' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)

    assert done.returncode == 0, done.stderr.decode()
