"""A backup while it is written: a part beside it, which nobody takes for the backup.

A part holds the whole desk.  It goes whatever ends the writing; where the process was killed, and
could not see to that, it goes before the next backup in that folder, and from the folder of the
desk's own backups as the desk is opened next.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PART = re.compile(r"\.comms-desk-(\d{1,9})\.part(-journal|-wal|-shm)?$")
"""The number is the process's that writes it."""
_WRITING: set[Path] = set()


@contextmanager
def part_of(file: Path) -> Iterator[Path]:
    """Give a part to write, which is *file* in the end, unless something was raised."""
    part = file.with_name(f"{file.name}.comms-desk-{os.getpid()}.part")
    _WRITING.add(part)
    try:
        yield part
    finally:
        _WRITING.discard(part)
        for each in (part, part.with_name(f"{part.name}-journal")):
            with suppress(OSError):
                each.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove from *folder* the parts of processes that are gone, as far as the system lets us."""
    with suppress(OSError):
        for file in folder.iterdir():
            found = _PART.search(file.name)
            if found is not None and _is_left(file, int(found[1])):
                with suppress(OSError):
                    file.unlink()


def _is_left(part: Path, process: int) -> bool:
    """Whether nobody writes *part* any more; a process of ours may have the number again."""
    if process == os.getpid():
        return not any(part.name.startswith(each.name) for each in _WRITING)
    from psutil import pid_exists

    return not pid_exists(process)
