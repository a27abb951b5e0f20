"""Documents put on disk: whole, or not at all."""

import os
import stat
from contextlib import suppress
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
