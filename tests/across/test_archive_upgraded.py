"""What was sent and stood in the bin comes out of it as the desk is brought up to date."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Date, DateTime, Integer, MetaData, Table, insert

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.internal.bulletins.desk import BulletinDesk
from comms_desk.internal.bulletins.model import BulletinId
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftId
from comms_desk.storage import upgrade
from comms_desk.storage.archive import Archive
from comms_desk.storage.bin import Bin
from comms_desk.storage.database import Database
from comms_desk.storage.errors import TakenSince
from comms_desk.storage.model import Act, FieldChange
from tests.support.databases import PostgresqlDesks, sqlite_at

BEFORE = "0010"
BINNED_AT = datetime(2026, 10, 1, 14, 30, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def former(request: pytest.FixtureRequest, tmp_path: Path, clock: StillClock) -> Iterator[Database]:
    """A desk of the version before the archive, of each kind."""
    if request.param == "sqlite":
        database = sqlite_at(tmp_path / "desk.sqlite3", clock)
        upgrade.upgrade_to(database, BEFORE)
        yield database
        database.dispose()
        return
    desks: PostgresqlDesks = request.getfixturevalue("postgresql_desks")
    database = desks.empty(clock)
    upgrade.upgrade_to(database, BEFORE)
    yield database
    desks.drop(database)


def put(database: Database, table: str, **values: object) -> int:
    """Add a row of *table* as it was then; what is not said is blank."""
    with database.transaction() as transaction:
        connection = transaction.session.connection()
        made = Table(table, MetaData(), autoload_with=connection)
        for column in made.columns:
            if not column.nullable and column.name != "id" and column.name not in values:
                values[column.name] = _blank(column.type)
            value = values.get(column.name)
            if isinstance(value, datetime) and database.is_sqlite:
                values[column.name] = value.replace(tzinfo=None)
        result = connection.execute(insert(made).values(values).returning(made.c.id))
        return int(result.scalar_one())


def _blank(kind: object) -> object:
    match kind:
        case Boolean():
            return False
        case Integer():
            return 0
        case DateTime():
            return BINNED_AT
        case Date():
            return date(2026, 9, 1)
        case _:
            return "{}" if "JSON" in repr(kind) else ""


def draft(database: Database, title: str, **values: object) -> Ref:
    blank = {"kind": "release", "language": "fr", "status": "draft", "scope": "city"}
    return Ref(Subject.DRAFT, put(database, "drafts", title=title, **(blank | values)))


def bulletin(database: Database, number: int, **values: object) -> Ref:
    called = {"name": "Entre nous", "name_key": "entre nous", "number": number, "language": "fr"}
    return Ref(Subject.BULLETIN, put(database, "bulletins", **(called | values)))


def letter(database: Database, state: str, *, about: Ref, issued: bool) -> None:
    account = put(database, "accounts", name=f"Presse {about} {state}")
    message = put(database, "messages", account_id=account, purpose="bulletin", about=str(about))
    if issued:
        put(database, "issues", bulletin_id=about.id, message_id=message)
    put(
        database,
        "letters",
        message_id=message,
        account_id=account,
        address="roy@ville.example",
        address_key="roy@ville.example",
        state=state,
    )


def test_what_was_sent_leaves_the_bin_for_the_archive(former: Database, tmp_path: Path) -> None:
    gone = {"binned_at": BINNED_AT}
    exported = draft(former, "Budget", **gone)
    put(former, "edits", act="exported", kind="draft", row_id=exported.id, field="word")
    released = draft(former, "Neige", status="released", **gone)
    written_about = draft(former, "Pluie", **gone)
    letter(former, "uncertain", about=written_about, issued=False)
    scrapped = draft(former, "Brouillon", **gone)
    put(former, "edits", act="edited", kind="draft", row_id=scrapped.id, field="title")
    listed = draft(former, "Canicule", status="released")
    sent = bulletin(former, 41, **gone)
    letter(former, "sent", about=sent, issued=True)
    stopped = bulletin(former, 42, **gone)
    letter(former, "cancelled", about=stopped, issued=True)
    doubted = bulletin(former, 43, **gone)
    doubt = {"act": "edited", "field": "may have been sent"}
    put(former, "edits", kind="bulletin", row_id=doubted.id, **doubt)
    again = bulletin(former, 41)

    upgrade.migrate(former, tmp_path)

    archive = Archive(former)
    archived = archive.search().rows
    assert {each.ref for each in archived} == {exported, released, written_about, sent, doubted}
    assert {(each.at, each.by) for each in archived} == {(BINNED_AT, None)}
    assert {each.ref for each in Bin(former).search().rows} == {scrapped, stopped}
    assert [each.ref for each in DraftDesk(former).search().rows] == [listed]
    assert [each.id for each in BulletinDesk(former).search().rows] == [again.id]
    assert DraftDesk(former).history(DraftId(released.id))[0].act is Act.ARCHIVED


def test_a_number_taken_again_since_stays_with_both_and_comes_back_to_none(
    former: Database, tmp_path: Path
) -> None:
    sent = bulletin(former, 41, binned_at=BINNED_AT)
    letter(former, "sent", about=sent, issued=True)
    again = bulletin(former, 41)

    upgrade.migrate(former, tmp_path)

    desk, archive = BulletinDesk(former), Archive(former)
    with pytest.raises(TakenSince):
        archive.take_out(sent)
    assert archive.find(sent).at == BINNED_AT
    desk.edit(BulletinId(again.id), FieldChange("subject", "", "Neige"))
    desk.edit(BulletinId(again.id), FieldChange("number", 41, 42))
    archive.take_out(sent)
    assert [each.number for each in desk.search().rows] == [42, 41]


def test_the_bin_takes_nothing_that_was_sent_after_its_thirty_days(
    former: Database, tmp_path: Path, clock: StillClock
) -> None:
    released = draft(former, "Neige", status="released", binned_at=BINNED_AT)
    scrapped = draft(former, "Brouillon", binned_at=BINNED_AT)
    upgrade.migrate(former, tmp_path)
    clock.advance(timedelta(days=400))

    assert Bin(former).purge() == 1

    assert Archive(former).find(released).name == "Neige"
    assert scrapped not in {each.ref for each in Bin(former).search().rows}
