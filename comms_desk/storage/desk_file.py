"""The file of a desk that is SQLite's: for its person's eyes only from its first byte.

SQLite makes one for everybody to read, and gives what stands beside it (-wal, -shm, -journal)
the mode that the file has as they are made.  It gives -shm no other one after, and a right that
the file has back would be worth nothing: they get it back here.
"""

import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

from comms_desk import own_files

BESIDE = ("-wal", "-shm")


class DeskFile:
    """The file of a desk that is open, made by us where there is none: once.

    One that was moved away is not made again: the empty one would be taken for the desk.
    """

    def __init__(self, place: str) -> None:
        """Make nothing yet."""
        self.file = Path(place).absolute()
        self._is_begun = False

    def connect(self, **settings: Any) -> sqlite3.Connection:
        """Connect to it with the *settings* of `sqlite3.connect`.

        Raises:
            sqlite3.Error: It cannot be opened, or is not there any more.
        """
        if not self._is_begun:
            _begin(self.file)
            self._is_begun = self.file.exists()
        _give_back(self.file)
        place = f"{self.file.as_uri()}?mode=rw"
        opened: sqlite3.Connection = sqlite3.connect(place, uri=True, **settings)
        return opened

    @property
    def identity(self) -> tuple[int, int] | None:
        """What tells the file that stands there from any other; None where there is none.

        A process that has it open goes on with one that was moved or removed, and would save there.
        """
        try:
            found = self.file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def connect(file: Path, *, read_only: bool = False, timeout_s: float = 5.0) -> sqlite3.Connection:
    """Connect to *file* by hand, with no transaction begun; the caller closes it."""
    if not read_only:
        _begin(file)
        _give_back(file)
    uri = file.absolute().as_uri() + ("?mode=ro" if read_only else "")
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=timeout_s)


def _begin(file: Path) -> None:
    with suppress(OSError):  # SQLite says why it cannot open the file
        own_files.begin(file)


def _give_back(file: Path) -> None:
    """Let the owner of *file* write what is theirs beside it, where they may write the file."""
    with suppress(OSError):
        about = file.stat()
        if not about.st_mode & stat.S_IWUSR:
            return
        for beside in (Path(f"{file}{suffix}") for suffix in BESIDE):
            with suppress(FileNotFoundError):
                found = beside.lstat()
                is_theirs = stat.S_ISREG(found.st_mode) and found.st_uid == about.st_uid
                if is_theirs and not found.st_mode & stat.S_IWUSR:
                    beside.chmod(stat.S_IMODE(found.st_mode) | stat.S_IWUSR)
