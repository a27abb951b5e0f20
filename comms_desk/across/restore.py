"""Putting a backup back: the worker away, nobody else in, and nothing sent twice.

The lease says that no worker runs and the lock that nobody has the file open.  What the
backup still holds as waiting, or as refused where it is not any more, may have left since: those
letters are made uncertain before anybody can see the restored desk.  What the desk knew just
before, when it can be read, is carried over: whom nobody may write to or contact, what is under
embargo or frozen, what was sent, what happened to inquiries, what was destroyed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from comms_desk.embargo import restored as embargoes
from comms_desk.embargo import within as locks
from comms_desk.embargo.model import Embargo
from comms_desk.internal.bulletins import restored as bulletins
from comms_desk.internal.bulletins.model import BulletinId
from comms_desk.jobs import holder
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.model import Lease, LeaseHeld
from comms_desk.mail import freezes, restored
from comms_desk.mail.model import Freeze, Suppression
from comms_desk.media.contacts import restored as contacts
from comms_desk.media.dispatches import restored as texts
from comms_desk.media.drafting.model import DraftId
from comms_desk.media.inquiries import restored as inquiries
from comms_desk.media.reviews import restored as reviews
from comms_desk.storage import backup, revisions, soundness, upgrade
from comms_desk.storage import restored as archive
from comms_desk.storage.database import Database
from comms_desk.storage.errors import (
    DatabaseTooNew,
    DatabaseTooOld,
    DeskInUse,
    StorageDamaged,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did.

    Attributes:
        present: Where the desk as it was has been put; None when there was none.
        doubted: Letters that may have left since the backup, for a person to decide.
        bulletins_doubted: Bulletins that may have been sent since, likewise.
        texts_doubted: Texts that may have been sent to the media since, likewise.
        reviews_doubted: Press reviews that may have been sent since, likewise.
        carried_over: Whether the desk as it was could be read: its exclusion list and its
            embargoes still hold.
    """

    present: Path | None
    doubted: int
    bulletins_doubted: int
    texts_doubted: int
    reviews_doubted: int
    carried_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Present:
    """What the desk knew just before, and must not be forgotten."""

    exclusions: tuple[Suppression, ...]
    barred: tuple[contacts.KnownRefusal, ...]
    refused: frozenset[tuple[str, str]]
    embargoes: tuple[Embargo, ...]
    freeze: Freeze | None
    bulletins: dict[BulletinId, bulletins.KnownBulletin]
    texts: dict[DraftId, texts.KnownText]
    reviews: reviews.Known
    inquiries: inquiries.Known
    archive: archive.KnownSent


_NOT_OF_TODAY = (StorageDamaged, DatabaseTooNew, DatabaseTooOld)
"""What this version cannot read of the desk as it is."""


def restore(database: Database, file: Path, backups: Path) -> Restored:
    """Have the desk be what *file* holds.

    Raises:
        DeskInUse: Somebody has the desk open, or a worker of it runs.
        BackupRefused: *file* is no sound backup, or the desk is not a file.
        DatabaseTooNew: A newer version wrote *file*.
        DatabaseTooOld: It is of before the first revision of the tables.
    """
    letters_doubted = bulletins_doubted = texts_doubted = reviews_doubted = 0
    known: _Present | None = None

    def prepare(copy: Database) -> None:
        nonlocal letters_doubted, bulletins_doubted, texts_doubted, reviews_doubted, known
        upgrade.upgrade_to(copy, revisions.HEAD)
        known = _present(database)
        with copy.transaction(durable=True) as transaction:
            letters_doubted = restored.doubt_what_waited(
                transaction, still_refused=None if known is None else known.refused
            )
            bulletins_doubted = bulletins.doubt(
                transaction, None if known is None else known.bulletins
            )
            texts_doubted = texts.doubt(transaction, None if known is None else known.texts)
            reviews_doubted = reviews.doubt(transaction, None if known is None else known.reviews)
            if known is not None:
                restored.exclude_too(transaction, known.exclusions)
                contacts.bar_too(transaction, known.barred)
                embargoes.carry_over(transaction, known.embargoes)
                restored.freeze_too(transaction, known.freeze)
                inquiries.carry_over(transaction, known.inquiries)
                archive.carry_over(transaction, known.archive)

    present = backup.restore(
        database, file, backups, prepare=prepare, worker_away=lambda: _worker_away(database)
    )
    return Restored(
        present=present,
        doubted=letters_doubted,
        bulletins_doubted=bulletins_doubted,
        texts_doubted=texts_doubted,
        reviews_doubted=reviews_doubted,
        carried_over=known is not None,
    )


def _present(database: Database) -> _Present | None:
    """Read what must not be forgotten; None: the desk is missing, damaged or not of today."""
    if not Path(database.place).exists():
        return None
    try:
        if upgrade.version(database) != revisions.HEAD:
            return None
        with database.snapshot() as snapshot:
            if soundness.shape(snapshot):
                return None
            return _Present(
                exclusions=restored.exclusions(snapshot),
                barred=contacts.barred(snapshot),
                refused=restored.refused(snapshot),
                embargoes=locks.holding(snapshot),
                freeze=freezes.current(snapshot),
                bulletins=bulletins.known(snapshot),
                texts=texts.known(snapshot),
                reviews=reviews.known(snapshot),
                inquiries=inquiries.known(snapshot),
                archive=archive.known(snapshot),
            )
    except _NOT_OF_TODAY:
        return None


@contextmanager
def _worker_away(database: Database) -> Iterator[None]:
    """Hold the lease meanwhile, where there is one that this version can read.

    A desk that is missing, damaged, newer or too old has the lock of its file alone: a worker that
    runs has it open.
    """
    desk = JobDesk(database)
    lease = _lease(database, desk)
    try:
        yield
    except BaseException:
        # Once restored, the file has the lease of the backup's day, which is over.
        if lease is not None:
            desk.release(lease)
        raise


def _lease(database: Database, desk: JobDesk) -> Lease | None:
    if not database.is_sqlite or not Path(database.place).exists():
        return None
    try:
        found = upgrade.version(database)
        if found is None or (found == revisions.HEAD and not _is_whole(database)):
            return None
        return desk.take(holder.this_process(), is_dead=holder.is_dead)
    except LeaseHeld as error:
        computer = error.holder.partition(" ")[0]
        raise DeskInUse(database.place, computer, error.until) from error
    except _NOT_OF_TODAY:
        return None


def _is_whole(database: Database) -> bool:
    """Whether the desk has what a desk has: else no lease can be taken, and none is held."""
    with database.snapshot() as snapshot:
        return not soundness.shape(snapshot)
