"""The archive under a kill, under two windows, and in a desk that was restored."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import text

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.across import restore
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftId, DraftKind, DraftStatus, NewDraft
from comms_desk.storage import backup, soundness
from comms_desk.storage.archive import Archive
from comms_desk.storage.bin import Bin
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotArchived, NotFound, RuleEnded, WasSent
from comms_desk.storage.model import DestructionRule, FieldChange, NewRule
from tests.support.years import live_on

LONG_AFTER = timedelta(days=800)
RULE = NewRule(
    kind=Subject.DRAFT,
    years=2,
    reference="12-345",
    signed_by="Ève Lavoie",
    signed_on=date(2026, 3, 2),
)

KILLED = """
import os, signal, sys
import comms_desk.across.schema
from comms_desk.changes import Ref
from comms_desk.clock import StillClock
from comms_desk.storage import archive, edits, retention
from comms_desk.storage.database import Database
from datetime import datetime

def die(*_args, **_how):
    os.kill(os.getpid(), signal.SIGKILL)

url, at, doing, ref = sys.argv[1:]
desk = archive.Archive(Database(url, clock=StillClock(datetime.fromisoformat(at))))
if doing == "destroy":
    retention.record = die
    desk.destroy(1, Ref.from_text(ref))
else:
    edits.note = die
    getattr(desk, doing)(Ref.from_text(ref))
"""


def released(database: Database, title: str = "Budget") -> Ref:
    new = NewDraft(kind=DraftKind.RELEASE, title=title, status=DraftStatus.RELEASED, text="Un.\n")
    return DraftDesk(database).add(new).ref


def ruled(database: Database, *things: Ref) -> DestructionRule:
    archive = Archive(database)
    for each in things:
        archive.put_in(each)
    return archive.add_rule(RULE)


def killed(database: Database, doing: str, ref: Ref) -> None:
    """Have another process be killed once it has written, and before it commits."""
    url = database.url.render_as_string(hide_password=False)
    at = database.clock.now().isoformat()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, url, at, doing, str(ref)], check=False, capture_output=True
    )
    assert done.returncode == -9, done.stderr.decode()


def together(*works: Callable[[], object]) -> list[CommsDeskError | None]:
    """Do all at once, each in a thread; return why each failed."""
    failed: list[CommsDeskError | None] = [None] * len(works)
    ready = Barrier(len(works))

    def do(place: int, work: Callable[[], object]) -> None:
        ready.wait()
        try:
            work()
        except CommsDeskError as error:
            failed[place] = error

    threads = [Thread(target=do, args=each) for each in enumerate(works)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return failed


def test_a_kill_while_archiving_archives_nothing(database: Database) -> None:
    ref = released(database)

    killed(database, "put_in", ref)

    assert Archive(database).search().rows == ()
    Archive(database).put_in(ref)


def test_a_kill_while_taking_out_takes_nothing_out(database: Database) -> None:
    ref = released(database)
    Archive(database).put_in(ref)

    killed(database, "take_out", ref)

    assert Archive(database).find(ref).ref == ref


def test_a_kill_while_destroying_destroys_nothing_and_records_nothing(database: Database) -> None:
    ref = released(database)
    rule = ruled(database, ref)
    live_on(database, LONG_AFTER)

    killed(database, "destroy", ref)

    archive = Archive(database)
    assert archive.find(ref).name == "Budget"
    assert DraftDesk(database).text(DraftId(ref.id)) == "Un.\n"
    assert archive.destroyed().rows == ()
    archive.destroy(rule.id, ref)
    assert archive.destroyed().total == 1
    assert soundness.check(database).is_sound


def test_nothing_of_what_was_destroyed_is_left_in_the_file(sqlite_database: Database) -> None:
    new = NewDraft(kind=DraftKind.RELEASE, title="Budget", text="Confidentiel.\n" * 10_000)
    draft = DraftDesk(sqlite_database).add(replace(new, status=DraftStatus.RELEASED))
    Archive(sqlite_database).put_in(draft.ref)
    rule = ruled(sqlite_database, draft.ref)
    live_on(sqlite_database, LONG_AFTER)

    Archive(sqlite_database).destroy(rule.id, draft.ref)

    sqlite_database.dispose()
    assert b"Confidentiel" not in Path(sqlite_database.place).read_bytes()


def test_two_windows_destroy_a_thing_once(database: Database) -> None:
    ref = released(database)
    rule = ruled(database, ref)
    live_on(database, LONG_AFTER)

    failed = together(*[lambda: Archive(database).destroy(rule.id, ref)] * 2)

    assert sorted(type(each).__name__ for each in failed) == ["NoneType", "NotArchived"]
    assert Archive(database).destroyed().total == 1


def test_what_one_window_takes_out_while_another_destroys_is_one_or_the_other(
    database: Database,
) -> None:
    ref = released(database)
    rule = ruled(database, ref)
    live_on(database, LONG_AFTER)
    archive = Archive(database)

    destroyed, taken_out = together(
        lambda: archive.destroy(rule.id, ref), lambda: archive.take_out(ref)
    )

    if destroyed is None:
        assert isinstance(taken_out, NotFound)
        assert archive.destroyed().total == 1
    else:
        assert isinstance(destroyed, NotArchived)
        assert DraftDesk(database).get(DraftId(ref.id)).archived_at is None


def test_what_is_released_while_the_bin_is_purged_is_gone_before_or_archived(
    database: Database,
) -> None:
    desk = DraftDesk(database)
    draft = desk.add(NewDraft(kind=DraftKind.RELEASE, title="Neige"))
    desk.put_in_bin(draft.id)
    live_on(database, LONG_AFTER)

    purged, was_released = together(
        Bin(database).purge,
        lambda: desk.edit(draft.id, FieldChange("status", "draft", "released")),
    )
    Bin(database).purge()

    assert purged is None
    if was_released is None:
        assert Archive(database).find(draft.ref).by is None
    else:
        assert isinstance(was_released, NotFound)


def test_to_bin_and_to_send_at_once_never_leaves_what_was_sent_to_the_purge(
    database: Database,
) -> None:
    desk = DraftDesk(database)
    draft = desk.add(NewDraft(kind=DraftKind.RELEASE, title="Neige"))

    released = FieldChange("status", "draft", "released")
    _binned, sent = together(
        lambda: desk.put_in_bin(draft.id), lambda: desk.edit(draft.id, released)
    )
    live_on(database, LONG_AFTER)
    Bin(database).purge()

    if sent is None:
        assert desk.history(draft.id)


# ── Restored from a backup ────────────────────────────────────────────────────────────


def test_what_was_sent_since_the_backup_does_not_go_to_the_bin(
    sqlite_database: Database, tmp_path: Path
) -> None:
    desk = DraftDesk(sqlite_database)
    sent = desk.add(NewDraft(kind=DraftKind.RELEASE, title="Budget"))
    scrapped = desk.add(NewDraft(kind=DraftKind.RELEASE, title="Idée"))
    file = backup.save(sqlite_database, tmp_path / "desk.backup")
    desk.edit(sent.id, FieldChange("status", "draft", "released"))
    Archive(sqlite_database).put_in(sent.ref)

    restore.restore(sqlite_database, file, tmp_path / "backups")

    with pytest.raises(WasSent):
        desk.put_in_bin(sent.id)
    desk.put_in_bin(scrapped.id)
    Archive(sqlite_database).put_in(sent.ref)


def test_what_is_archived_in_a_backup_is_archived_once_restored(
    sqlite_database: Database, tmp_path: Path
) -> None:
    ref = released(sqlite_database)
    archived = Archive(sqlite_database).put_in(ref)
    file = backup.save(sqlite_database, tmp_path / "desk.backup")
    Archive(sqlite_database).take_out(ref)

    restore.restore(sqlite_database, file, tmp_path / "backups")

    assert Archive(sqlite_database).find(ref) == archived


def test_rules_and_records_of_since_the_backup_are_kept_and_what_came_back_is_due_again(
    sqlite_database: Database, tmp_path: Path
) -> None:
    archive = Archive(sqlite_database)
    gone, kept = released(sqlite_database, "Budget"), released(sqlite_database, "Neige")
    rule = ruled(sqlite_database, gone, kept)
    file = backup.save(sqlite_database, tmp_path / "desk.backup")
    live_on(sqlite_database, LONG_AFTER)
    record = archive.destroy(rule.id, gone)
    ended = archive.end_rule(rule.id)
    following = archive.add_rule(RULE)

    restore.restore(sqlite_database, file, tmp_path / "backups")

    assert archive.destroyed().rows == (replace(record, rule=ended),)
    assert archive.rules() == (following, ended)
    assert archive.due(following.id).things == ()  # of the time since, its edits tell nothing
    live_on(sqlite_database, LONG_AFTER)
    assert [each.ref for each in archive.due(following.id).things] == [gone, kept]
    archive.destroy(following.id, gone)
    assert archive.destroyed().total == 2


def test_the_rules_of_a_stranger_destroy_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    archive = Archive(sqlite_database)
    theirs = ruled(sqlite_database, released(sqlite_database))
    file = backup.save(sqlite_database, tmp_path / "theirs.backup")
    with sqlite_database.transaction() as transaction:
        transaction.session.execute(text("DELETE FROM retention_rules"))
    live_on(sqlite_database, LONG_AFTER)
    ours = archive.add_rule(replace(RULE, years=50))

    restore.restore(sqlite_database, file, tmp_path / "backups")

    running = [rule for rule in archive.rules() if rule.ended_at is None]
    assert [rule.years for rule in running] == [ours.years]
    with pytest.raises(RuleEnded):
        archive.due(theirs.id)
