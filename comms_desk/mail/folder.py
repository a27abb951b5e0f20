"""A folder into which somebody, or a rule of Outlook's, saves messages.

It may be on a network: slow, locked, away.  A file is read once it has stood still between two
looks, so that none is read half written; one that is done with is moved into a folder beside
it, the others stay where they are and are remembered.  Whatever the folder refuses is tried
again at the next look, and costs nothing: a message counts once, however often it is read.

Neither the folder nor the one beside it may be a link: who can place one could make the desk
move files anywhere.
"""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from comms_desk.errors import CommsDeskError
from comms_desk.mail.bounces.files import is_kept
from comms_desk.mail.bounces.report import FolderIsLink, MessageFileUnreadable, NotAMessage
from comms_desk.reasons import reason_of
from comms_desk.storage.errors import STORAGE_FAILURES

READ_FOLDER = "read"
FILES_A_LOOK = 500
REMEMBERED_MOST = 20_000

log = logging.getLogger(__name__)

Mark = tuple[int, int]
"""The size of a file and when it was last written, as its system counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """How many messages a file held, and whether it is done with: it is put aside then."""

    messages: int
    is_done: bool


@dataclass(slots=True)
class MailFolder:
    """Looks into one folder again and again, and has each message in it *read*."""

    read: Callable[[Path], Read]
    _at: Path | None = None
    _seen: dict[str, Mark] = field(default_factory=dict)
    """How each file stood at the last look."""
    _done: dict[str, Mark] = field(default_factory=dict)
    """What was read and stays where it is."""

    def look(self, folder: Path, *, stop: Callable[[], bool] = lambda: False) -> int:
        """Take in what stands still in *folder*; how many messages were read.

        What fails on a message is raised once the others are read, and once: it is remembered.

        Raises:
            CommsDeskError: A message cannot be kept, being too large say.
            MessageFileUnreadable: The folder is away, or may not be read.
            FolderIsLink: It is a link, or the one is where what is done with is put.
            StorageBusy: Another process held the lock too long; the rest is read later.
        """
        if folder != self._at:
            self._at, self._seen, self._done = folder, {}, {}
        _refuse_links(folder)
        marks = _marks(folder)
        ready = [
            name
            for name, mark in marks.items()
            if self._seen.get(name) == mark and self._done.get(name) != mark
        ]
        self._seen = marks
        self._done = {name: mark for name, mark in self._done.items() if name in marks}
        count, failed = 0, list[Exception]()
        for name in sorted(ready)[:FILES_A_LOOK]:
            if stop():
                break
            try:
                count += self._read(folder / name, marks[name])
            except STORAGE_FAILURES:
                raise
            except Exception as error:  # the worker's task boundary: one bug stops no other
                is_expected = isinstance(error, CommsDeskError)
                log.info("%s stays where it is", name, exc_info=None if is_expected else error)
                self._remember(name, marks[name])
                failed.append(error)
        if failed:
            raise failed[0]
        return count

    def _read(self, file: Path, mark: Mark) -> int:
        try:
            read = self.read(file)
        except MessageFileUnreadable as error:
            log.info("%s is read later: %s", file.name, error)
            return 0
        except NotAMessage as error:
            log.info("%s is no message: %s", file.name, error)
            self._remember(file.name, mark)
            return 0
        if not (read.is_done and _moved(file)):
            self._remember(file.name, mark)
        return read.messages

    def _remember(self, name: str, mark: Mark) -> None:
        if len(self._done) < REMEMBERED_MOST:
            self._done[name] = mark


def _marks(folder: Path) -> dict[str, Mark]:
    """Return how each message in *folder* stands now.

    Raises:
        MessageFileUnreadable: The folder is away, or may not be read.
    """
    found: dict[str, Mark] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not is_kept(entry.name):
                    continue
                try:
                    if entry.is_file(follow_symlinks=False):
                        stat = entry.stat(follow_symlinks=False)
                        found[entry.name] = (stat.st_size, stat.st_mtime_ns)
                except OSError as error:
                    log.info("%s is looked at later: %s", entry.name, error)
                if len(found) >= REMEMBERED_MOST:
                    break
    except OSError as error:
        raise MessageFileUnreadable(str(folder), reason_of(error)) from error
    return found


def _moved(file: Path) -> bool:
    """Put *file* aside; whether it could be.  One of that name there already is not lost."""
    aside = file.parent / READ_FOLDER
    try:
        aside.mkdir(exist_ok=True)
        _refuse_links(file.parent)
        place = aside / file.name
        number = 1
        while place.exists():
            number += 1
            place = aside / f"{file.stem} ({number}){file.suffix}"
        file.rename(place)
    except (OSError, FolderIsLink) as error:
        log.info("%s stays where it is: %s", file.name, error)
        return False
    return True


def _refuse_links(folder: Path) -> None:
    """Refuse to follow *folder*, or the one for what is done with, anywhere else.

    Raises:
        FolderIsLink: One is a link, or a junction of Windows'.
    """
    for each in (folder, folder / READ_FOLDER):
        if each.is_symlink() or each.is_junction():
            raise FolderIsLink(str(each), "")
