"""Bringing databases up to date: nothing lost, nothing touched by a version that is too old."""

import json
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, MetaData, Table, inspect, text

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock, SystemClock
from comms_desk.imports.model import KeptReason
from comms_desk.mail import within as outbox
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftKind, NewDraft, NumberTaken
from comms_desk.storage import edits, fulltext, revisions, upgrade
from comms_desk.storage.database import Database
from comms_desk.storage.errors import DatabaseTooNew, NotADesk, StorageDamaged, UpgradeNeeded
from comms_desk.storage.migrations.comparing import FULLTEXT, our_tables
from comms_desk.storage.model import MAY_BE_KEPT, FieldChange
from comms_desk.storage.rows import Base
from tests.storage.asking import asked, scalar, written
from tests.support.databases import PostgresqlDesks, sqlite_at
from tests.support.imports import imports


def test_the_revisions_known_are_those_of_the_folder() -> None:
    files = sorted((upgrade.MIGRATIONS / "versions").glob("0*.py"))

    assert tuple(file.name[:4] for file in files) == revisions.KNOWN


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
    with bare.transaction() as transaction:
        fulltext.create(transaction)

    assert asked(bare, _index_tables) == made
    assert {f"{FULLTEXT}{subject}" for subject in fulltext.INDEXED} <= made


def _index_tables(connection: Connection) -> set[str]:
    return {name for name in inspect(connection).get_table_names() if name.startswith(FULLTEXT)}


def test_ids_are_never_reused_in_a_database_made_by_migrations(
    sqlite_first: Database, tmp_path: Path
) -> None:
    upgrade.migrate(sqlite_first, tmp_path)

    without = {
        table.name
        for table in Base.metadata.sorted_tables
        if table.dialect_kwargs.get("sqlite_autoincrement")
        and "AUTOINCREMENT" not in str(scalar(sqlite_first, MADE.format(table=table.name)))
    }
    assert without == set()


MADE = "SELECT sql FROM sqlite_master WHERE name = '{table}'"

PEOPLE = (
    "INSERT INTO people (id, name, kind, active) VALUES (1, 'Zoé Roy', 'officer', true)",
    "INSERT INTO people (id, name, kind, active) VALUES (2, 'Ève Lavoie', 'adviser', true)",
    "INSERT INTO people (id, name, kind, active) VALUES (9, 'Gone', 'other', true)",
    "DELETE FROM people WHERE id = 9",
    "INSERT INTO person_logins (id, person_id, login) VALUES (1, 2, 'elavoie')",
    """INSERT INTO dossiers (id, code, code_key, name, scope, lead, status, about, search_key)
    VALUES (1, 'NEIGE', 'neige', 'Neige', 'city', 2, 'open', '', ' neige')""",
)


@pytest.fixture
def first(bare: Database) -> Database:
    """A desk as the first version left it: people, their logins, a dossier that one leads."""
    upgrade.upgrade_to(bare, "0001")
    written(bare, *PEOPLE)
    with bare.transaction() as transaction:
        fulltext.put(transaction, Subject.ARTICLE, [fulltext.entry(1, "Neige")])
    return bare


def test_altering_a_parent_keeps_its_rows_and_its_children(first: Database, tmp_path: Path) -> None:
    upgrade.migrate(first, tmp_path)

    assert scalar(first, "SELECT count(*) FROM people") == 2
    assert scalar(first, "SELECT person_id FROM person_logins WHERE login = 'elavoie'") == 2
    assert scalar(first, "SELECT lead FROM dossiers") == 2
    assert scalar(first, "SELECT name FROM people ORDER BY name_key LIMIT 1") == "Ève Lavoie"


def test_altering_a_parent_keeps_foreign_keys_in_force(first: Database, tmp_path: Path) -> None:
    upgrade.migrate(first, tmp_path)

    written(first, "DELETE FROM people WHERE id = 2")

    assert scalar(first, "SELECT count(*) FROM person_logins") == 0
    assert scalar(first, "SELECT lead FROM dossiers") is None


def test_altering_a_parent_keeps_indexes_and_the_full_text_index(
    first: Database, tmp_path: Path
) -> None:
    upgrade.migrate(first, tmp_path)

    indexes = asked(first, lambda connection: inspect(connection).get_indexes("people"))
    assert "ix_people_name_key" in {index["name"] for index in indexes}
    with first.snapshot() as snapshot:
        assert fulltext.known(snapshot, Subject.ARTICLE) == {1}


def test_altering_a_parent_keeps_its_triggers(sqlite_first: Database, tmp_path: Path) -> None:
    written(
        sqlite_first,
        "CREATE TABLE seen (person INTEGER)",
        "CREATE TRIGGER people_seen AFTER INSERT ON people"
        " BEGIN INSERT INTO seen VALUES (new.id); END",
    )

    upgrade.migrate(sqlite_first, tmp_path)
    written(
        sqlite_first,
        "INSERT INTO people (name, name_key, kind, active) VALUES ('A', 'a', 'other', true)",
    )

    assert scalar(sqlite_first, "SELECT count(*) FROM seen") == 1


def test_altering_a_parent_gives_no_id_again(sqlite_first: Database, tmp_path: Path) -> None:

    upgrade.migrate(sqlite_first, tmp_path)
    written(
        sqlite_first,
        "INSERT INTO people (name, name_key, kind, active) VALUES ('A', 'a', 'other', true)",
    )

    assert scalar(sqlite_first, "SELECT max(id) FROM people") == 10


def test_a_file_is_copied_before_its_tables_change(
    sqlite_first: Database, tmp_path: Path, clock: StillClock
) -> None:
    upgrade.bring_up_to_date(sqlite_first, tmp_path / "backups")

    (copy,) = (tmp_path / "backups").iterdir()
    before = sqlite_at(copy, clock)
    assert upgrade.version(before) == "0001"
    assert scalar(before, "SELECT count(*) FROM people") == 2
    before.dispose()
    assert upgrade.version(sqlite_first) == revisions.HEAD


@pytest.fixture(scope="module")
def sqlite_of_first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the first version left: people, their logins, a dossier that one leads."""
    file = tmp_path_factory.mktemp("first") / "desk.sqlite3"
    database = sqlite_at(file, SystemClock())
    upgrade.upgrade_to(database, "0001")
    written(database, *PEOPLE)
    database.dispose()
    return file


@pytest.fixture
def sqlite_first(sqlite_of_first: Path, tmp_path: Path, clock: StillClock) -> Iterator[Database]:
    """The desk of the first version, in a file."""
    shutil.copyfile(sqlite_of_first, tmp_path / "desk.sqlite3")
    database = sqlite_at(tmp_path / "desk.sqlite3", clock)
    yield database
    database.dispose()


def test_a_revision_that_fails_leaves_the_file_as_it_was(sqlite_first: Database) -> None:
    written(sqlite_first, "CREATE INDEX ix_people_name_key ON people (name)")

    with pytest.raises(Exception, match="already exists"):
        upgrade.upgrade_to(sqlite_first, "0002")

    assert upgrade.version(sqlite_first) == "0001"
    assert scalar(sqlite_first, "SELECT count(*) FROM person_logins") == 1
    columns = asked(sqlite_first, lambda connection: inspect(connection).get_columns("people"))
    assert "name_key" not in {column["name"] for column in columns}


def test_a_row_that_would_point_at_nothing_stops_the_upgrade(sqlite_first: Database) -> None:
    with pytest.raises(StorageDamaged), sqlite_first.altering() as connection:
        connection.exec_driver_sql("DELETE FROM people WHERE id = 2")

    assert scalar(sqlite_first, "SELECT count(*) FROM people") == 2


def test_a_teams_database_is_brought_up_to_date_only_when_asked(
    first_of_team: Database, tmp_path: Path
) -> None:
    with pytest.raises(UpgradeNeeded) as needed:
        upgrade.bring_up_to_date(first_of_team, tmp_path)
    assert (needed.value.found, needed.value.known) == ("0001", revisions.HEAD)

    upgrade.migrate(first_of_team, tmp_path)
    upgrade.bring_up_to_date(first_of_team, tmp_path)


@pytest.fixture
def first_of_team(postgresql_desks: PostgresqlDesks, clock: StillClock) -> Iterator[Database]:
    """The desk of the first version, of a team."""
    database = postgresql_desks.empty(clock)
    upgrade.upgrade_to(database, "0001")
    yield database
    postgresql_desks.drop(database)


def test_a_newer_database_is_refused_and_not_touched(bare: Database, tmp_path: Path) -> None:
    upgrade.migrate(bare, tmp_path)
    written(bare, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(DatabaseTooNew) as refused:
        upgrade.bring_up_to_date(bare, tmp_path)
    with pytest.raises(DatabaseTooNew):
        upgrade.migrate(bare, tmp_path)

    assert refused.value.found == "9999"
    assert scalar(bare, "SELECT version_num FROM alembic_version") == "9999"


def test_somebody_elses_database_is_refused(bare: Database, tmp_path: Path) -> None:
    written(bare, "CREATE TABLE recipes (id INTEGER)")

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


def test_the_old_dossier_of_a_text_is_told_by_the_name_of_its_field(bare: Database) -> None:
    upgrade.upgrade_to(bare, "0009")
    edit = (
        "INSERT INTO edits (id, act, kind, row_id, field, before, after, at)"
        " VALUES ({id}, 'edited', '{kind}', 1, 'dossier_id', '1', '2', '2026-11-24 12:30:00')"
    )
    written(bare, edit.format(id=1, kind="draft"), edit.format(id=2, kind="watch"))

    upgrade.upgrade_to(bare, "0010")

    fields = "SELECT field FROM edits WHERE id = {}"
    assert scalar(bare, fields.format(1)) == "dossier"
    assert scalar(bare, fields.format(2)) == "dossier_id"


def test_a_refused_row_of_before_is_one_left_out(bare: Database, tmp_path: Path) -> None:
    upgrade.upgrade_to(bare, "0011")
    row = '[{"line": 3, "name": "Roy", "error": "BadAddress", "facts": {"text": "non"}}]'
    counts = '{"new": 1, "changed": 0, "same": 0, "refused": 2}'
    written(
        bare,
        "INSERT INTO imports (subject, file_name, at, counts, refused, written) VALUES ("
        f"'contact', 'liste.csv', '2026-11-24 12:30:00', '{counts}', '{row}', '{{}}')".replace(
            ":", r"\:"
        ),
    )

    upgrade.migrate(bare, tmp_path)

    desk = imports(bare)
    (made,) = desk.search().rows
    left = desk.left_out(made.id)
    assert (made.left_out, left.total, left.headings) == (2, 2, ())
    (refused,) = left.rows
    assert (refused.line, refused.name, refused.is_refused, refused.cells) == (3, "Roy", True, ())
    assert refused.reasons == (KeptReason(error="BadAddress", facts={"text": "non"}),)


CONTACTS = """
INSERT INTO contacts
(id, sort_key, search_text, family_name, given_name, language, scope, note, do_not_contact)
VALUES ({id}, 'roy', ' roy', 'Roy', '', 'fr', 'city', '', {marked})
"""
MARKED = """
INSERT INTO edits (act, kind, row_id, field, before, after, "by", "at")
VALUES ('edited', 'contact', {id}, '{field}', 'false', 'true', {by}, '{at}')
"""


def test_who_was_not_to_be_contacted_is_barred_and_their_addresses_stay_excluded(
    bare: Database, tmp_path: Path, clock: StillClock
) -> None:
    upgrade.upgrade_to(bare, "0015")
    zone = "" if bare.is_sqlite else "+00"
    first, last = f"2026-03-01 09:00:00.000000{zone}", f"2026-03-03 09:00:00.000000{zone}"
    written(
        bare,
        CONTACTS.format(id=7, marked=True),
        CONTACTS.format(id=8, marked=False),
        CONTACTS.format(id=9, marked=True),
        MARKED.format(id=7, field="do_not_contact", by=1, at=first),
        MARKED.format(id=7, field="do_not_contact", by=2, at=last),
        MARKED.format(id=7, field="note", by=3, at=last),
        MARKED.format(id=8, field="do_not_contact", by=3, at=first),
        'INSERT INTO suppressions (address_key, because, note, "by", "at")'
        f" VALUES ('roy@metro.example', 'asked', '', 2, '{last}')",
    )

    upgrade.migrate(bare, tmp_path)

    refs = [Ref(Subject.CONTACT, each) for each in (7, 8, 9)]
    with bare.snapshot() as snapshot:
        bars = outbox.barred(snapshot, refs)
        excluded = outbox.excluded(snapshot, ["roy@metro.example"])
    marked, _allowed, came_marked = refs
    assert bars.keys() == {marked, came_marked}
    assert (bars[marked].by, bars[marked].at) == (2, datetime(2026, 3, 3, 9, tzinfo=UTC))
    assert bars[came_marked].by is None
    assert bars[came_marked].at.tzinfo is UTC
    assert len(excluded) == 1


def test_the_tones_of_before_are_those_of_the_city(bare: Database, tmp_path: Path) -> None:
    upgrade.upgrade_to(bare, "0040")
    zone = "" if bare.is_sqlite else "+00"
    at = f"2026-03-01 09:00:00.000000{zone}"
    link_key = "x'00'" if bare.is_sqlite else "'\\x00'"
    written(
        bare,
        "INSERT INTO people (id, name, name_key, kind, active)"
        " VALUES (1, 'Roy', 'roy', 'officer', true)",
        "INSERT INTO articles (id, link, link_key, author, language, version, origin, via, source)"
        f" VALUES (7, '', {link_key}, '', 'fr', 1, 'feed', '', '')",
        f"INSERT INTO codings (article_id, person_id, tone, at) VALUES (7, 1, 'mixed', '{at}')",
    )

    upgrade.migrate(bare, tmp_path)

    written(
        bare,
        "INSERT INTO codings (article_id, person_id, subject, tone, at)"
        f" VALUES (7, 1, 'SIM', 'neutral', '{at}')",
    )
    assert scalar(bare, "SELECT tone FROM codings WHERE subject = ''") == "mixed"
    written(bare, "DELETE FROM articles WHERE id = 7")
    assert scalar(bare, "SELECT count(*) FROM codings") == 0


def test_no_answer_kept_with_a_letter_or_an_account_has_a_password(bare: Database) -> None:
    upgrade.upgrade_to(bare, "0044")
    plain = b64encode(b"\0presse@ville.example\0Tulipe-Neige").decode()
    bearer = b64encode(b"user=a@ville.example\x01auth=Bearer eyJ0eXAi\x01\x01").decode()
    login = b64encode(b"Tulipe-Neige").decode()
    kept: dict[str, tuple[dict[str, object], str]] = {
        "LoginRefused": ({"code": 535, "text": f"5.7.8 no: {login}"}, "5.7.8 ***"),
        "SignInOver": ({"text": "AADSTS50173: Tulipe-Neige"}, "AADSTS50173 ***"),
        "Deferred": ({"stage": "login", "code": 454, "text": login}, "***"),
        "BadReply": ({"stage": "hello", "text": f"AUTH LOGIN {login}"}, "AUTH LOGIN ***"),
        "Refused": ({"stage": "recipient", "text": f"5.1.1 {plain} no"}, "5.1.1 *** no"),
        "Unexplained": ({"text": "4.2.0 queued as 4XyZ12abCDE34"}, "4.2.0 queued as 4XyZ12abCDE34"),
    }
    for name, (facts, _said) in kept.items():
        trouble = {"error": name, "facts": facts}
        row(bare, "accounts", name=name, sender=name, key=name, trouble=trouble)
    row(bare, "messages", id=1, account_id=1)
    receipt = f"250 2.0.0 {bearer} taken"
    row(bare, "letters", message_id=1, account_id=1, receipt=receipt, state="sent")

    upgrade.upgrade_to(bare, "0045")

    for name, (facts, said) in kept.items():
        found = scalar(bare, f"SELECT trouble FROM accounts WHERE name = '{name}'")
        left = json.loads(found) if isinstance(found, str) else found
        assert left == {"error": name, "facts": {**facts, "text": said}}
    assert scalar(bare, "SELECT receipt FROM letters") == "250 2.0.0 *** taken"
    with bare.snapshot() as snapshot:
        noted = edits.latest(snapshot, Subject.ACCOUNT, MAY_BE_KEPT)
    assert noted == dict.fromkeys(range(1, 6), True)


def test_a_number_that_stands_twice_is_kept_on_both_and_given_to_none_again(
    bare: Database, tmp_path: Path
) -> None:
    upgrade.upgrade_to(bare, "0045")
    for title, number, status in (
        ("Essai", "2026-041", "draft"),
        ("Neige", "nᵒ 2026–041", "released"),
        ("Pluie", "à venir", "draft"),
        ("Eau", "", "draft"),
    ):
        said = {"title": title, "number": number, "status": status, "secret": title}
        row(bare, "drafts", kind="release", language="fr", scope="city", **said)

    upgrade.migrate(bare, tmp_path)

    desk = DraftDesk(bare)
    found = {each.title: each for each in desk.search().rows}
    assert [found[each].number for each in ("Essai", "Neige")] == ["2026-041", "nᵒ 2026–041"]
    assert desk.open(found["Essai"].id).same_number == "Neige"
    assert desk.open(found["Neige"].id).same_number == ""
    with pytest.raises(NumberTaken):
        desk.edit(found["Eau"].id, FieldChange("number", "", "2026 041"))
    desk.edit(found["Essai"].id, FieldChange("number", "2026-041", "2026-042"))
    assert desk.open(found["Essai"].id).same_number == ""


def row(database: Database, table: str, **values: object) -> None:
    """Write a row of *table* with *values*, and with nothing in what else it must have."""
    with database.transaction() as transaction:
        connection = transaction.session.connection()
        made = Table(table, MetaData(), autoload_with=connection)
        zero: dict[type, object] = {str: "", int: 0, dict: {}, object: {}, bool: False}
        zero[datetime] = datetime(2026, 11, 24, tzinfo=UTC).replace(
            tzinfo=None if database.is_sqlite else UTC
        )
        for column in made.columns:
            is_asked = not column.nullable and column.server_default is None
            if is_asked and column.name not in {"id", *values}:
                values[column.name] = zero[column.type.python_type]
        connection.execute(made.insert(), values)


def test_the_words_of_the_texts_of_before_are_known(bare: Database, tmp_path: Path) -> None:
    upgrade.migrate(bare, tmp_path)
    words = "Une somme de 12,4 M$ est prévue pour la piscine, qui ouvrira tous les matins d’été."
    DraftDesk(bare).add(NewDraft(kind=DraftKind.RELEASE, title="Piscine", text=words))
    gone = "DROP TABLE embargo_passages", "ALTER TABLE embargo_words DROP COLUMN figures"
    written(bare, *gone, "UPDATE alembic_version SET version_num = '0048'")

    upgrade.upgrade_to(bare, "0049")

    known = "WHERE length(numbers) > 0 AND length(figures) > 0"
    assert scalar(bare, f"SELECT count(*) FROM embargo_words {known}") == 1


def test_words_around_an_address_are_in_a_row_in_the_texts_of_before(
    bare: Database, tmp_path: Path
) -> None:
    upgrade.migrate(bare, tmp_path)
    words = "Les bibliothèques [de la Ville](https://montreal.ca) ouvriront tous les dimanches."
    DraftDesk(bare).add(NewDraft(kind=DraftKind.RELEASE, title="Horaires", text=words))
    nothing = "x''" if bare.is_sqlite else "''"
    written(
        bare,
        "ALTER TABLE messages DROP COLUMN words_of_files",
        f"UPDATE embargo_words SET numbers = {nothing}",
        "UPDATE alembic_version SET version_num = '0052'",
    )

    upgrade.upgrade_to(bare, "0053")

    assert scalar(bare, "SELECT count(*) FROM embargo_words WHERE length(numbers) > 0") == 1
    assert scalar(bare, "SELECT count(words_of_files) FROM messages") == 0


def test_each_draft_of_before_gets_a_secret_of_its_own(bare: Database, tmp_path: Path) -> None:
    upgrade.upgrade_to(bare, "0043")
    zone = "" if bare.is_sqlite else "+00"
    at = f"2026-03-01 09:00:00.000000{zone}"
    written(
        bare,
        *(
            "INSERT INTO drafts (id, kind, language, title, subtitle, scope, status, number,"
            " source, contact, speaker, occasion, words, version, created_at, changed_at,"
            f" search_key) VALUES ({draft}, 'release', 'fr', 'Neige', '', 'city', 'draft', '',"
            f" '', '', '', '', 0, 0, '{at}', '{at}', '')"
            for draft in (7, 8)
        ),
    )

    upgrade.migrate(bare, tmp_path)

    assert scalar(bare, "SELECT count(DISTINCT secret) FROM drafts") == 2
    assert scalar(bare, "SELECT min(length(secret)) FROM drafts") == 32
