"""The desk's own files: for its person's eyes only, written whole or not at all.

A folder is made 0700 and a file 0600 from its first byte, whatever the umask; where Windows keeps
a person's files, nobody else reads them in the first place, and modes mean nothing.  What a
person exports to a folder of their own choice is theirs to share, and does not come here.
"""

import os
import socket
import stat
import struct
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600
OTHERS = 0o077
OTHERS_MAY_WRITE = 0o022


def make_folder(folder: Path) -> None:
    """Make *folder*, if it is not there, for its person only.

    Raises:
        OSError: The system refused.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


def begin(file: Path) -> None:
    """Have an empty *file* stand there for its person only, if there is none.

    One that is there is not even opened: to close it would let go of whatever SQLite holds of
    it in this process (sqlite.org/howtocorrupt.html, 2.2).

    Raises:
        OSError: The system refused.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))


def _person() -> int:
    """Return the number by which the system knows whoever runs this; 0 where it has none."""
    return int(getattr(os, "getuid", int)())


if sys.platform == "win32":

    def is_own(about: os.stat_result) -> bool:
        """Return whether it is its person's: where Windows keeps a person's files, all are."""
        return bool(about)

else:

    def is_own(about: os.stat_result) -> bool:
        """Return whether it is this person's, and nobody else may write to it."""
        return about.st_uid == _person() and not about.st_mode & OTHERS_MAY_WRITE


def is_own_socket(path: Path) -> bool:
    """Return whether *path* is a socket of this person's, in a folder of theirs.

    Raises:
        OSError: There is none, or the system refused.
    """
    about = path.lstat()
    return stat.S_ISSOCK(about.st_mode) and is_own(about) and is_own(path.parent.stat())


if sys.platform == "linux":

    def is_own_line(line: socket.socket) -> bool:
        """Return whether a process of this person's is at the other end of *line*.

        Raises:
            OSError: The system refused to say.
        """
        size = struct.calcsize("3i")
        said = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
        _process, person, _group = struct.unpack("3i", said)
        return bool(person == _person())

else:

    def is_own_line(line: socket.socket) -> bool:
        """Return whether *line* is one: who may reach the socket is all that is known here."""
        return bool(line)


class OwnFileTooLarge(ValueError):
    """A file is larger than what it may hold could ever be."""


def read(file: Path, *, most_bytes: int) -> bytes:
    """Return what *file* holds, if that is no more than *most_bytes*.

    Raises:
        OwnFileTooLarge: It holds more; no more than that was read.
        OSError: The system refused, or it is no file.
    """
    with file.open("rb") as opened:
        content = opened.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise OwnFileTooLarge(file)
    return content


def write(file: Path, content: bytes) -> None:
    """Have *file* hold *content*; what it held stays until all is written.

    Raises:
        OSError: The system refused.
    """
    make_folder(file.parent)
    # Of mode 0600 from the start, and nobody else's: two may write the same file at once.
    handle, waiting = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".new", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
        Path(waiting).replace(file)
    except OSError:
        with suppress(OSError):
            Path(waiting).unlink()
        raise


def opener(file: str, flags: int) -> int:
    """Open *file* as `open` asks, one that is not there yet for its person only."""
    return os.open(file, flags, FILE_MODE)


def tighten(folder: Path, patterns: Iterable[str] = ("*",)) -> None:
    """Take from others what they may do with *folder*, and with its files that match *patterns*.

    A link, and a file that stands elsewhere under another name too, are left as they are: what
    they lead to may be somebody else's.  So is a folder that anybody may write in, as where
    programs put what is temporary.  What the system refuses stays as it is.
    """
    if os.name != "posix":
        return
    with suppress(OSError):
        about = folder.lstat()
        if not stat.S_ISDIR(about.st_mode) or about.st_mode & stat.S_ISVTX:
            return
        _take_from_others(folder, about)
        for file in {each for pattern in patterns for each in folder.glob(pattern)}:
            about = file.lstat()
            if stat.S_ISREG(about.st_mode) and about.st_nlink == 1:
                _take_from_others(file, about)


def _take_from_others(path: Path, about: os.stat_result) -> None:
    mode = stat.S_IMODE(about.st_mode)
    if mode & OTHERS:
        with suppress(OSError):
            path.chmod(mode & ~OTHERS)
