"""What the window remembers of its shape from one day to the next, in the person's own file.

Losing it costs nothing: a file that cannot be read is the same as none.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from comms_desk import own_files


@dataclass(slots=True)
class Memory:
    """The geometry (Qt's own bytes, in base64), the page in front, how wide lists are to be."""

    geometry: str = ""
    page: str = ""
    splitters: dict[str, list[list[int]]] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> "Memory":
        """Return what *file* remembers, or nothing."""
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
            return cls(
                geometry=str(kept["geometry"]),
                page=str(kept["page"]),
                splitters={
                    str(page): [[int(width) for width in one] for one in sizes]
                    for page, sizes in kept["splitters"].items()
                },
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def write(self, file: Path) -> None:
        """Keep it in *file*, whole or not at all; a disk that refuses changes nothing."""
        with suppress(OSError):
            own_files.write(file, json.dumps(asdict(self)).encode())
