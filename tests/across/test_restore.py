"""Putting a backup back: never under a worker, and nothing leaves twice."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.across import restore
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.internal.bulletins.desk import BulletinDesk
from comms_desk.internal.bulletins.model import (
    BulletinBlockKind,
    BulletinId,
    BulletinMaybeSent,
    NewBlock,
    NewBulletin,
)
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.model import LEASE_LASTS
from comms_desk.mail import within
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.doors import Receipt
from comms_desk.mail.errors import LetterRefused, Stage
from comms_desk.mail.freezes import FreezeDesk
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Decision, ExclusionReason, LetterState, NewAccount, Recipient
from comms_desk.mail.trouble import RestoredSince
from comms_desk.media.reviews.model import ReviewMaybeSent
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.settings import ENGLISH
from comms_desk.storage import backup, revisions, upgrade
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.errors import BackupRefusal, BackupRefused, DeskInUse
from comms_desk.storage.holds import HoldDesk
from comms_desk.storage.model import NewHold
from comms_desk.wording import say
from tests.internal.written import hire
from tests.media.dispatches.sent import TEN, Press, in_english, recorded, to
from tests.media.reviews.morning import Morning
from tests.support import next_revision
from tests.support.databases import new_desk


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Database]:
    """A desk in a file with one letter that waits."""
    database = new_desk(tmp_path / "desk.sqlite3", clock)
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


@pytest.fixture
def bulletin(desk: Database) -> BulletinId:
    """A bulletin that is ready for its two readers."""
    hire(desk, "Roy", "Diallo")
    return (
        BulletinDesk(desk)
        .add(
            NewBulletin(name="Entre nous", number=41, day=date(2026, 11, 24), subject="Neige"),
            [NewBlock(kind=BulletinBlockKind.TEXT, text="Bonjour")],
        )
        .id
    )


def sent_meanwhile(database: Database) -> None:
    lease = JobDesk(database).take("worker")
    account = AccountDesk(database).every()[0].id
    (claim,) = Departures(database).claim(lease.token, account, most=64)
    Departures(database).settle(account, claim, Receipt(code=250, text="taken"))
    JobDesk(database).release(lease)


def test_a_letter_that_left_after_the_backup_does_not_leave_again(
    desk: Database, tmp_path: Path
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    sent_meanwhile(desk)

    done = restore.restore(desk, file, tmp_path / "backups")

    (letter,) = OutboxDesk(desk).letters().rows
    assert letter.state is LetterState.UNCERTAIN
    assert letter.trouble is not None
    assert isinstance(letter.trouble.to_error(), RestoredSince)
    assert done.doubted == 1
    lease = JobDesk(desk).take("worker")
    account = AccountDesk(desk).every()[0].id
    assert Departures(desk).claim(lease.token, account, most=64) == ()


@pytest.mark.parametrize("again", [True, False])
def test_a_refused_letter_that_was_sent_again_after_the_backup_is_refused_no_longer(
    desk: Database, tmp_path: Path, again: bool
) -> None:
    outbox, departures = OutboxDesk(desk), Departures(desk)
    lease, account = JobDesk(desk).take("worker"), AccountDesk(desk).every()[0].id
    (claim,) = departures.claim(lease.token, account, most=64)
    departures.settle(account, claim, LetterRefused(Stage.RECIPIENT, 550, "5.1.1 no such mailbox"))
    file = backup.save(desk, tmp_path / "desk.backup")
    if again:
        outbox.decide(claim.letter, Decision.SEND_AGAIN)
        (claim,) = departures.claim(lease.token, account, most=64)
        departures.settle(account, claim, Receipt(code=250, text="taken"))
    JobDesk(desk).release(lease)

    done = restore.restore(desk, file, tmp_path / "backups")

    expected = LetterState.UNCERTAIN if again else LetterState.REFUSED
    assert (outbox.letter(claim.letter).state, done.doubted) == (expected, int(again))


def test_a_restore_is_refused_while_a_worker_has_the_lease(
    desk: Database, tmp_path: Path, clock: StillClock
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    JobDesk(desk).take("PRESSE-07 0242ac110002 1764000000 4711 1764070000")

    with pytest.raises(DeskInUse) as caught:
        restore.restore(desk, file, tmp_path / "backups")

    said = say(caught.value)
    assert "PRESSE-07" in said.what
    assert said.way_out.startswith("Fermez d’abord Pupitre sur l’ordinateur PRESSE-07;")
    clock.advance(LEASE_LASTS + timedelta(seconds=1))
    restore.restore(desk, file, tmp_path / "backups")


@pytest.mark.parametrize(
    ("name", "refusal"), [("photo.png", BackupRefusal.NOT_A_DESK), ("none", BackupRefusal.MISSING)]
)
def test_a_file_that_is_no_backup_is_said_before_who_has_the_desk(
    desk: Database, tmp_path: Path, name: str, refusal: BackupRefusal
) -> None:
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    JobDesk(desk).take("worker")

    with pytest.raises(BackupRefused) as caught:
        restore.restore(desk, tmp_path / name, tmp_path / "backups")

    assert caught.value.why is refusal


def test_a_restore_that_was_killed_holds_up_no_other(desk: Database, tmp_path: Path) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    script = "from comms_desk.jobs import holder; print(holder.this_process())"
    gone = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    JobDesk(desk).take(gone.stdout.strip())

    restore.restore(desk, file, tmp_path / "backups")

    JobDesk(desk).take("worker")


def test_a_restore_that_fails_gives_the_lease_back(desk: Database, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused):
        restore.restore(desk, tmp_path / "none", tmp_path / "backups")

    assert JobDesk(desk).holder() is None


def test_a_backup_of_an_older_version_is_brought_up_to_date_as_it_is_put_back(
    desk: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backup.save(desk, tmp_path / "old.backup")
    next_revision.bring_out(monkeypatch, tmp_path)
    upgrade.migrate(desk, tmp_path / "backups")

    done = restore.restore(desk, file, tmp_path / "backups")

    assert done.carried_over
    assert upgrade.version(desk) == revisions.HEAD == next_revision.revision
    assert len(OutboxDesk(desk).letters().rows) == 1


def test_a_damaged_desk_is_replaced_though_it_has_no_lease(desk: Database, tmp_path: Path) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    desk.dispose()
    Path(desk.place).write_bytes(b"a disk has lost its mind" * 1000)

    done = restore.restore(desk, file, tmp_path / "backups")

    assert done.present is not None
    assert len(OutboxDesk(desk).letters().rows) == 1


@pytest.mark.parametrize("found", ["9999", "0053"], ids=["newer", "too old"])
def test_a_desk_that_this_version_cannot_read_can_be_put_back_as_it_was(
    desk: Database, tmp_path: Path, found: str
) -> None:
    file = backup.save(desk, tmp_path / "before-the-upgrade.backup")
    with desk.transaction() as transaction:
        version = text("UPDATE alembic_version SET version_num = :found")
        transaction.session.execute(version, {"found": found})

    restore.restore(desk, file, tmp_path / "backups")

    assert upgrade.version(desk) == revisions.HEAD


def test_a_bulletin_sent_after_the_backup_is_sent_again_only_on_a_persons_word(
    desk: Database, bulletin: BulletinId, tmp_path: Path
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    bulletins = BulletinDesk(desk)
    bulletins.send(bulletin)

    done = restore.restore(desk, file, tmp_path / "backups")

    assert done.carried_over
    assert done.bulletins_doubted == 1
    assert bulletins.recipients(bulletin).may_be_sent
    with pytest.raises(BulletinMaybeSent):
        bulletins.send(bulletin)
    assert bulletins.send(bulletin, even_if_sent=True).queued == 2
    assert not bulletins.recipients(bulletin).may_be_sent


def test_the_doubt_on_a_bulletin_outlives_a_second_restore(
    desk: Database, bulletin: BulletinId, tmp_path: Path
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    BulletinDesk(desk).send(bulletin)
    restore.restore(desk, file, tmp_path / "backups")

    restore.restore(desk, file, tmp_path / "backups")

    with pytest.raises(BulletinMaybeSent):
        BulletinDesk(desk).send(bulletin)


def test_readers_written_to_after_the_backup_put_the_bulletin_in_doubt(
    desk: Database, bulletin: BulletinId, tmp_path: Path
) -> None:
    bulletins = BulletinDesk(desk)
    bulletins.send(bulletin)
    file = backup.save(desk, tmp_path / "desk.backup")
    hire(desk, "Nouvelle")
    bulletins.send(bulletin)
    restore.restore(desk, file, tmp_path / "backups")
    hire(desk, "Nouvelle")

    with pytest.raises(BulletinMaybeSent):
        bulletins.send(bulletin)


def test_who_left_the_exclusion_list_and_was_written_to_since_puts_the_bulletin_in_doubt(
    desk: Database, bulletin: BulletinId, tmp_path: Path
) -> None:
    bulletins, outbox = BulletinDesk(desk), OutboxDesk(desk)
    roy = Address.parse("roy@ville.example")
    outbox.suppress(roy, because=ExclusionReason.ASKED)
    bulletins.send(bulletin)
    file = backup.save(desk, tmp_path / "desk.backup")
    outbox.allow(roy)
    bulletins.send(bulletin)
    restore.restore(desk, file, tmp_path / "backups")
    outbox.allow(roy)

    with pytest.raises(BulletinMaybeSent):
        bulletins.send(bulletin)


def test_a_bulletin_that_the_desk_knows_was_not_sent_is_sent_as_ever(
    desk: Database, bulletin: BulletinId, tmp_path: Path
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")

    done = restore.restore(desk, file, tmp_path / "backups")

    assert done.bulletins_doubted == 0
    assert BulletinDesk(desk).send(bulletin).queued == 2


@pytest.mark.parametrize("lost", [b"a disk has lost its mind" * 1000, None])
def test_without_the_desk_as_it_was_every_bulletin_is_in_doubt(
    desk: Database, bulletin: BulletinId, tmp_path: Path, lost: bytes | None
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    desk.dispose()
    if lost is None:
        Path(desk.place).unlink()
    else:
        Path(desk.place).write_bytes(lost)

    done = restore.restore(desk, file, tmp_path / "backups")

    assert not done.carried_over
    with pytest.raises(BulletinMaybeSent):
        BulletinDesk(desk).send(bulletin)


def test_a_new_desk_that_does_not_know_a_bulletin_leaves_it_in_doubt(
    desk: Database,
    bulletin: BulletinId,
    tmp_path: Path,
    clock: StillClock,
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    elsewhere = new_desk(tmp_path / "elsewhere.sqlite3", clock)

    restore.restore(elsewhere, file, tmp_path / "backups")

    with pytest.raises(BulletinMaybeSent):
        BulletinDesk(elsewhere).send(bulletin)
    elsewhere.dispose()


def test_who_was_excluded_after_the_backup_gets_no_letter(
    desk: Database, bulletin: BulletinId, tmp_path: Path
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    roy = Address(local="roy", domain="ville.example")
    OutboxDesk(desk).suppress(roy, because=ExclusionReason.ASKED, note="by telephone")

    restore.restore(desk, file, tmp_path / "backups")

    (listed,) = OutboxDesk(desk).suppressions()
    assert (listed.address, listed.note) == (roy.key, "by telephone")
    assert BulletinDesk(desk).send(bulletin).queued == 1


def test_an_embargo_placed_or_moved_after_the_backup_still_holds(
    desk: Database, tmp_path: Path
) -> None:
    now = desk.clock.now()
    embargoes = EmbargoDesk(desk)
    moved, placed = Ref(Subject.DRAFT, 1), Ref(Subject.DRAFT, 2)
    embargoes.place(moved, until=now + timedelta(hours=1), ends_when="at one")
    (exception,) = embargoes.grant(moved, "zoe@journal.example", signed_by="Zoé").exceptions
    file = backup.save(desk, tmp_path / "desk.backup")
    embargoes.place(moved, until=now + timedelta(hours=2), ends_when="at two")
    embargoes.withdraw(moved, exception.id)
    embargoes.place(placed, until=now + timedelta(hours=3), ends_when="at three")
    embargoes.grant(placed, "bo@journal.example", signed_by="Bo")

    restore.restore(desk, file, tmp_path / "backups")

    first, second = embargoes.holding()
    assert (first.ref, first.until, first.exceptions) == (moved, now + timedelta(hours=2), ())
    assert (second.ref, second.ends_when) == (placed, "at three")
    assert [each.recipient for each in second.exceptions] == ["bo@journal.example"]


def test_an_embargo_on_the_english_below_placed_after_the_backup_still_holds(
    desk: Database, tmp_path: Path
) -> None:
    DeskSettings(desk).set(ENGLISH, True)
    press = Press(desk)
    draft, english = press.draft(), in_english(press)
    press.desk.set_english(draft, recorded(english))
    press.desk.send(draft, to("zoe@journal.example"))
    file = backup.save(desk, tmp_path / "desk.backup")
    press.embargo(english, TEN)

    restore.restore(desk, file, tmp_path / "backups")

    (letter,) = press.desk.letters(draft).rows
    OutboxDesk(desk).decide(letter.id, Decision.SEND_AGAIN)
    worker = press.worker()
    assert worker.carry() == []
    press.embargoes.lift(Ref(Subject.DRAFT, english))
    assert worker.carry() == ["zoe@journal.example"]


def test_a_backup_put_back_undoes_no_freeze(desk: Database, tmp_path: Path) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    frozen = FreezeDesk(desk).freeze("Panne d’aqueduc")

    restore.restore(desk, file, tmp_path / "backups")

    kept = FreezeDesk(desk).current()
    assert kept is not None
    assert (kept.reason, kept.by, kept.at) == (frozen.reason, frozen.by, frozen.at)


def test_a_backup_taken_under_a_freeze_comes_back_under_it(desk: Database, tmp_path: Path) -> None:
    freezes = FreezeDesk(desk)
    freezes.freeze("Panne d’aqueduc")
    file = backup.save(desk, tmp_path / "desk.backup")
    freezes.lift()
    freezes.freeze("Deuxième panne")

    restore.restore(desk, file, tmp_path / "backups")

    kept = freezes.current()
    assert kept is not None
    assert kept.reason == "Panne d’aqueduc"
    freezes.lift()
    assert freezes.current() is None


def test_a_backup_put_back_undoes_no_hold(desk: Database, tmp_path: Path) -> None:
    holds = HoldDesk(desk)
    before = holds.place(NewHold(over="luc@bedard.example", reason="Demande 2026-117"))
    file = backup.save(desk, tmp_path / "desk.backup")
    new = Ref(Subject.DOSSIER, DossierDesk(desk).add(NewDossier(code="A", name="Abattage")).id)
    since = holds.place(NewHold(over=new, reason="Demande 2026-118"))
    lifted = holds.lift(before.id, "Réponse donnée")

    restore.restore(desk, file, tmp_path / "backups")

    assert holds.every() == (since, lifted)


def test_an_embargo_lifted_before_the_backup_and_placed_again_after_it_holds(
    desk: Database, tmp_path: Path
) -> None:
    now = desk.clock.now()
    embargoes, release = EmbargoDesk(desk), Ref(Subject.DRAFT, 1)
    embargoes.place(release, until=now + timedelta(hours=2), ends_when="at two")
    embargoes.lift(release)
    file = backup.save(desk, tmp_path / "desk.backup")
    embargoes.place(release, until=now + timedelta(hours=1), ends_when="at one")

    restore.restore(desk, file, tmp_path / "backups")

    (held,) = embargoes.holding()
    assert (held.ref, held.until, held.lifted_by) == (release, now + timedelta(hours=2), None)


def test_what_had_left_before_the_backup_is_no_matter_of_doubt(
    desk: Database, tmp_path: Path
) -> None:
    sent_meanwhile(desk)
    file = backup.save(desk, tmp_path / "desk.backup")

    done = restore.restore(desk, file, tmp_path / "backups")

    (letter,) = OutboxDesk(desk).letters().rows
    assert (letter.state, letter.trouble) == (LetterState.SENT, None)
    assert done.doubted == 0


def test_a_letter_that_a_person_decided_on_is_decided_on_again_after_a_restore(
    desk: Database, tmp_path: Path
) -> None:
    desk.act_as(7)
    outbox = OutboxDesk(desk)
    (letter,) = outbox.letters().rows
    lease = JobDesk(desk).take("worker")
    Departures(desk).claim(lease.token, AccountDesk(desk).every()[0].id, most=64)
    JobDesk(desk).release(lease)
    outbox.cancel(letter.message)
    file = backup.save(desk, tmp_path / "desk.backup")

    restore.restore(desk, file, tmp_path / "backups")

    (undecided,) = outbox.letters(undecided=True).rows
    assert undecided.id == letter.id


def test_an_exclusion_of_before_the_backup_keeps_what_was_said_of_it_then(
    desk: Database, tmp_path: Path, clock: StillClock
) -> None:
    outbox = OutboxDesk(desk)
    roy, zoe = (Address(local=name, domain="ville.example") for name in ("roy", "zoe"))
    outbox.suppress(roy, because=ExclusionReason.BOUNCED, note="boîte pleine")
    file = backup.save(desk, tmp_path / "desk.backup")
    clock.advance(timedelta(hours=1))
    desk.act_as(7)
    outbox.suppress(roy, because=ExclusionReason.ASKED, note="par téléphone")
    outbox.suppress(zoe, because=ExclusionReason.ASKED)

    restore.restore(desk, file, tmp_path / "backups")

    of_zoe, of_roy = outbox.suppressions()
    assert (of_roy.because, of_roy.note, of_roy.by) == (
        ExclusionReason.BOUNCED,
        "boîte pleine",
        None,
    )
    assert (of_zoe.because, of_zoe.by, of_zoe.at) == (ExclusionReason.ASKED, 7, clock.now())


def test_to_whom_a_message_went_is_asked_of_that_message_alone(desk: Database) -> None:
    (letter,) = OutboxDesk(desk).letters().rows
    OutboxDesk(desk).send(
        NewMessage(subject="Avis", text="Bonjour"),
        [Recipient(to=Address(local="luc", domain="radio.example"))],
    )

    with desk.snapshot() as snapshot:
        assert within.addressed(snapshot, letter.message) == {"zoe@journal.example"}


def test_a_review_stopped_before_the_backup_and_sent_after_it_is_doubted(
    desk: Database, tmp_path: Path
) -> None:
    morning = Morning(desk)
    morning.readers()
    review = morning.reviews.issue(morning.reviews.begin().id, nothing_to_report=True).id
    morning.reviews.send(review, seen=morning.reviews.sending(review))
    message = morning.reviews.get(review).message
    assert message is not None
    OutboxDesk(desk).cancel(message)
    file = backup.save(desk, tmp_path / "desk.backup")
    morning.reviews.send(review, seen=morning.reviews.sending(review))

    assert restore.restore(desk, file, tmp_path / "backups").reviews_doubted == 1
    with pytest.raises(ReviewMaybeSent):
        morning.reviews.send(review, seen=morning.reviews.sending(review))


def test_a_review_sent_after_the_backup_is_sent_again_only_on_a_persons_word(
    desk: Database, tmp_path: Path
) -> None:
    morning = Morning(desk)
    morning.readers()
    review = morning.reviews.issue(morning.reviews.begin().id, nothing_to_report=True).id
    file = backup.save(desk, tmp_path / "desk.backup")
    morning.reviews.send(review, seen=morning.reviews.sending(review))
    addendum = morning.reviews.issue(morning.reviews.begin().id, nothing_to_report=True).id
    morning.reviews.send(addendum, seen=morning.reviews.sending(addendum))

    done = restore.restore(desk, file, tmp_path / "backups")

    assert done.reviews_doubted == 1
    again = morning.reviews.issue(morning.reviews.begin().id, nothing_to_report=True).id
    for each in (review, again):
        seen = morning.reviews.sending(each)
        assert seen.may_be_sent
        with pytest.raises(ReviewMaybeSent):
            morning.reviews.send(each, seen=seen)
        assert morning.reviews.send(each, seen=seen, even_if_sent=True) == 3
        assert not morning.reviews.sending(each).may_be_sent
