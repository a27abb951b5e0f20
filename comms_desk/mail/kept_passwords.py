"""Passwords that a mail server repeated, and that backups and logs may hold still.

As the desk was brought up to date what its servers had said was cleaned, and each account
concerned was noted in its edits.  No file of before is known to be clean: those made since the
account first had a letter are named, until somebody says that its password was changed.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from comms_desk.changes import Change, Ref, Subject
from comms_desk.mail.model import AccountId
from comms_desk.mail.store import AccountRow, LetterRow
from comms_desk.paths import Paths
from comms_desk.storage import edits
from comms_desk.storage.database import Database
from comms_desk.storage.model import MAY_BE_KEPT, Act


@dataclass(frozen=True, slots=True, kw_only=True)
class OldFile:
    """A backup or a log, and when it was last written."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPassword:
    """A password, or a sign-in, to be changed; and what may hold it, the latest first."""

    account: AccountId
    name: str
    backups: tuple[OldFile, ...]
    logs: tuple[OldFile, ...]


def kept_passwords(database: Database, paths: Paths) -> tuple[KeptPassword, ...]:
    """Return those that nobody has said to be changed, by the order of their accounts."""
    found = []
    with database.snapshot() as snapshot:
        noted = edits.latest(snapshot, Subject.ACCOUNT, MAY_BE_KEPT)
        for number in sorted(account for account, may_be in noted.items() if may_be):
            row = snapshot.session.get(AccountRow, number)
            if row is None:
                continue
            done = edits.history(snapshot, Ref(Subject.ACCOUNT, number))
            cleaned_at = next(each.at for each in done if each.field == MAY_BE_KEPT)
            first = select(func.min(LetterRow.queued_at)).where(LetterRow.account_id == number)
            since = snapshot.session.scalar(first)
            found.append((AccountId(number), row.name, since, cleaned_at))
    return tuple(
        KeptPassword(
            account=account,
            name=name,
            backups=_files(paths.backups, since, until=cleaned_at),
            logs=_files(paths.logs, since),  # one that was begun before may go on
        )
        for account, name, since, cleaned_at in found
    )


def note_changed(database: Database, account: AccountId) -> None:
    """Note that a person says that the password of *account* was changed."""
    with database.transaction() as transaction:
        ref = Ref(Subject.ACCOUNT, int(account))
        edits.note(transaction, ref, Act.EDITED, MAY_BE_KEPT, before=True, after=None)
        transaction.announce(Change.of(Subject.ACCOUNT, [ref.id]))


def _files(
    folder: Path, since: datetime | None, *, until: datetime | None = None
) -> tuple[OldFile, ...]:
    found = []
    with suppress(OSError):  # no folder, or one that cannot be read: nothing can be named
        for file in folder.iterdir():
            with suppress(OSError):  # it was moved elsewhere meanwhile
                at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
                if (since is None or at >= since) and (until is None or at <= until):
                    found.append(OldFile(name=file.name, at=at))
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))
