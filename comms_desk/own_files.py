"""The desk's own files: for its person's eyes only, written whole or not at all.

A folder is made 0700 and a file 0600 from its first byte, whatever the umask; where Windows keeps
a person's files, nobody else reads them in the first place, and modes mean nothing.  What a
person exports to a folder of their own choice is theirs to share, and does not come here.
"""

import os
from contextlib import suppress
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600


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


def write(file: Path, content: bytes) -> None:
    """Have *file* hold *content*; what it held stays until all is written.

    Raises:
        OSError: The system refused.
    """
    make_folder(file.parent)
    fresh = file.with_name(f"{file.name}.new")
    with suppress(FileNotFoundError):
        fresh.unlink()  # of a process that was killed: it may be anybody's to read
    try:
        handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, FILE_MODE)
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
        fresh.replace(file)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise


_BINARY = getattr(os, "O_BINARY", 0)
"""Only Windows knows of it: it would write two bytes at the end of each line."""
