"""Documents put on disk: whole, or not at all."""

import os
import tempfile
from pathlib import Path

from comms_desk.documents.errors import FileNotWritten
from comms_desk.reasons import reason_of


def write_file(path: Path, content: bytes) -> None:
    """Write *content* at *path*; what stood there before stays until all is written.

    Raises:
        FileNotWritten: The system refused.
    """
    waiting = None
    try:
        handle, waiting = tempfile.mkstemp(prefix=".", suffix=path.suffix, dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(waiting).replace(path)
    except OSError as error:
        if waiting is not None:
            Path(waiting).unlink(missing_ok=True)
        raise FileNotWritten(path, reason_of(error)) from error
