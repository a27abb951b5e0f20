"""A bulletin written in a file: JSON, its texts in Markdown, its images beside it.

For the command line and the sample desk.  An image is named relative to the file and may
not lie outside its folder.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import Any

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language
from comms_desk.internal.bulletins.model import BlockKind, Link, NewBlock, NewBulletin
from comms_desk.reasons import Reason, reason_of

MAX_FILE_BYTES = 2 * 1024 * 1024
MAX_IMAGE_BYTES = 25 * 1024 * 1024


@dataclass(eq=False)
class BulletinFileUnreadable(CommsDeskError):
    """The file is no JSON of a bulletin; *reason* says what was expected where."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBulletin:
    """What the file says: the bulletin and its blocks."""

    bulletin: NewBulletin
    blocks: tuple[NewBlock, ...]


def read_file(file: Path, *, today: date) -> WrittenBulletin:
    """Read the bulletin of *file*; one without a day is of *today*.

    Raises:
        BulletinFileUnreadable: It is missing, no JSON, or says something else.
    """
    try:
        said: dict[str, Any] = json.loads(_bounded(file, MAX_FILE_BYTES))
        return WrittenBulletin(
            bulletin=NewBulletin(
                name=str(said["name"]),
                number=_fit(int, said, "number"),
                day=_fit(date.fromisoformat, said, "day") if said.get("day") else today,
                subject=str(said.get("subject", "")),
                preheader=str(said.get("preheader", "")),
                language=_fit(Language, {"language": Language.FRENCH} | said, "language"),
                ground=str(said.get("ground", "")),
            ),
            blocks=tuple(_block(each, file.parent) for each in said.get("blocks", ())),
        )
    except KeyError as error:
        raise BulletinFileUnreadable(str(file), Reason.LACKING.with_facts(error.args[0])) from error
    except _UnfitError as error:
        raise BulletinFileUnreadable(str(file), error.reason) from error
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BulletinFileUnreadable(str(file), reason_of(error)) from error


class _UnfitError(Exception):
    """Part of the file cannot be taken; *reason* says which and why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _fit[T](kind: Callable[[Any], T], said: Mapping[str, Any], field: str) -> T:
    """Return what *said* has as *field*, as a value of *kind*."""
    try:
        return kind(said[field])
    except (TypeError, ValueError) as error:
        raise _UnfitError(Reason.UNFIT.with_facts(field, said[field])) from error


def _bounded(file: Path, limit_bytes: int) -> bytes:
    with file.open("rb") as stream:
        content = stream.read(limit_bytes + 1)
    if len(content) > limit_bytes:
        raise _UnfitError(Reason.TOO_LARGE.with_facts(file.name))
    return content


def _block(said: dict[str, Any], folder: Path) -> NewBlock:
    name = str(said.get("file", ""))
    return NewBlock(
        kind=_fit(BlockKind, said, "kind"),
        text=str(said.get("text", "")),
        alternative=str(said.get("alternative", "")),
        address=str(said.get("address", "")),
        links=tuple(Link(str(label), str(address)) for label, address in said.get("links", ())),
        image=_image(folder, name) if name else b"",
        image_name=PurePath(name).name,
    )


def _image(folder: Path, name: str) -> bytes:
    image = (folder / name).resolve()
    if not image.is_relative_to(folder.resolve()):
        raise _UnfitError(Reason.OUTSIDE.with_facts(name))
    if not image.is_file():
        raise _UnfitError(Reason.LACKING.with_facts(name))
    return _bounded(image, MAX_IMAGE_BYTES)
