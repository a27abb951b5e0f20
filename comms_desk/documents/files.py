"""Documents put on disk: whole, or not at all."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from uuid import uuid4

from comms_desk.documents.errors import FileNotWritten
from comms_desk.reasons import reason_of

ANY_MODE = 0o666
"""Less the umask, which is the person's."""
BINARY: int = getattr(os, "O_BINARY", 0)
"""Only Windows has it: it would write two bytes at the end of each line."""


def write_file(path: Path, content: bytes) -> None:
    """Write *content* at *path*; what stood there before stays until all is written.

    Raises:
        FileNotWritten: The system refused.
    """
    waiting = None
    try:
        # Not tempfile: what a person exports is as readable as whatever else they make there.
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else ANY_MODE
        waiting = path.with_name(f".{uuid4().hex}{path.suffix}")
        handle = os.open(waiting, os.O_CREAT | os.O_EXCL | os.O_WRONLY | BINARY, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        waiting.replace(path)
    except OSError as error:
        if waiting is not None:
            with suppress(OSError):
                waiting.unlink()
        raise FileNotWritten(path, reason_of(error)) from error


def write_new_file(path: Path, content: bytes) -> Path:
    """Write *content* at *path*, and return where: « (2) » is added where something stands there.

    Its folder is made, if it is not there.

    Raises:
        FileNotWritten: The system refused.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        place = next(filter(_begun, _places(path)))
    except OSError as error:
        raise FileNotWritten(path, reason_of(error)) from error
    try:
        write_file(place, content)
    except FileNotWritten:
        with suppress(OSError):
            place.unlink()
        raise
    return place


def _places(path: Path) -> Iterator[Path]:
    yield path
    for number in count(2):
        yield path.with_name(f"{path.stem} ({number}){path.suffix}")


def _begun(path: Path) -> bool:
    """Have an empty file stand at *path*, and say whether nothing stood there: two may write."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, ANY_MODE))
    except FileExistsError:
        return False
    return True
