"""A bulletin written in a file: JSON, its texts in Markdown, its images beside it.

For the command line and the sample desk.  An image is named relative to the file and may
not lie outside its folder.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import Any

from comms_desk.errors import N_, CommsDeskError
from comms_desk.i18n import Language
from comms_desk.internal.bulletins.facts import NUMBER
from comms_desk.internal.bulletins.model import (
    BulletinBlockKind,
    BulletinNumberWrong,
    Link,
    NewBlock,
    NewBulletin,
    quoted,
)
from comms_desk.reasons import Reason, reason_of

MAX_FILE_BYTES = 2 * 1024 * 1024
MAX_IMAGE_BYTES = 25 * 1024 * 1024

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Controls, and halves of characters that JSON lets through."""
_NO_LINE = re.compile(_NO_TEXT.pattern[:-1] + "\t\n\r\u2028\u2029]")


class BulletinFileUnreadable(CommsDeskError):
    """The file is no JSON of a bulletin; *reason* says what was expected where."""

    what = N_("{file} is not a bulletin: {reason}.")
    way_out = N_("Correct it after the example in resources/sample/bulletin.json.")

    file: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBulletin:
    """What the file says: the bulletin and its blocks."""

    bulletin: NewBulletin
    blocks: tuple[NewBlock, ...]


def read_file(file: Path, *, today: date) -> WrittenBulletin:
    """Read the bulletin of *file*; one without a day is of *today*.

    What is null is as if it were not there.

    Raises:
        BulletinFileUnreadable: It is missing, no JSON, or says something else.
    """
    try:
        said = _object(_bounded(file, MAX_FILE_BYTES))
        return WrittenBulletin(
            bulletin=NewBulletin(
                name=_line({"name": said["name"]}, "name"),
                number=_fit(_number, said["number"], "number"),
                day=_fit(date.fromisoformat, _line(said, "day") or today.isoformat(), "day"),
                subject=_line(said, "subject"),
                preheader=_line(said, "preheader"),
                language=_fit(Language, _line(said, "language") or Language.FRENCH, "language"),
                ground=_text(said, "ground"),
            ),
            blocks=tuple(_block(each, file.parent) for each in _list(said, "blocks")),
        )
    except KeyError as error:
        raise BulletinFileUnreadable(str(file), Reason.LACKING.with_facts(error.args[0])) from error
    except _UnfitError as error:
        raise BulletinFileUnreadable(str(file), error.reason) from error
    except RecursionError as error:
        raise BulletinFileUnreadable(str(file), Reason.TOO_LARGE.with_facts(file.name)) from error
    except (OSError, ValueError) as error:
        raise BulletinFileUnreadable(str(file), reason_of(error)) from error


class _UnfitError(Exception):
    """Part of the file cannot be taken; *reason* says which and why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _unfit(field: str, value: object) -> _UnfitError:
    """Return the refusal of *value*, said as JSON writes it."""
    shown = json.dumps(value, ensure_ascii=False)
    if not shown.isprintable():
        shown = json.dumps(value)
    return _UnfitError(Reason.UNFIT.with_facts(field, quoted(shown.strip('"'))))


def _fit[T](kind: Callable[[Any], T], value: object, field: str) -> T:
    """Return *value*, which the file has as *field*, as one of *kind*."""
    try:
        return kind(value)
    except (TypeError, ValueError, BulletinNumberWrong) as error:
        raise _unfit(field, value) from error


def _number(value: object) -> int:
    if not isinstance(value, str):
        raise TypeError
    return NUMBER.read(value)


def _object(content: bytes) -> Mapping[str, Any]:
    """Return the object of *content*, empty when it is another thing.

    A number stays as it is written: whatever its size, it can be refused in those words.
    """
    said = json.loads(content, parse_int=str, parse_float=str, parse_constant=str)
    return said if isinstance(said, dict) else {}


def _text(said: Mapping[str, Any], field: str, *, refused: re.Pattern[str] = _NO_TEXT) -> str:
    """Return the text that *said* has as *field*; "" without one."""
    value = said.get(field)
    if value is None:
        return ""
    if not isinstance(value, str) or refused.search(value):
        raise _unfit(field, value)
    return value


def _line(said: Mapping[str, Any], field: str) -> str:
    """Return the same, where it is one line."""
    return _text(said, field, refused=_NO_LINE)


def _list(said: Mapping[str, Any], field: str) -> Sequence[Any]:
    found = said.get(field)
    if found is None:
        return ()
    if not isinstance(found, list):
        raise _unfit(field, found)
    return found


def _bounded(file: Path, limit_bytes: int) -> bytes:
    with file.open("rb") as stream:
        content = stream.read(limit_bytes + 1)
    if len(content) > limit_bytes:
        raise _UnfitError(Reason.TOO_LARGE.with_facts(file.name))
    return content


def _block(said: object, folder: Path) -> NewBlock:
    if not isinstance(said, dict):
        raise _unfit("blocks", said)
    name = _line(said, "file")
    return NewBlock(
        kind=_fit(BulletinBlockKind, said["kind"], "kind"),
        text=_text(said, "text"),
        alternative=_text(said, "alternative"),
        address=_line(said, "address"),
        links=tuple(map(_link, _list(said, "links"))),
        image=_image(folder, name) if name else b"",
        image_name=PurePath(name).name,
    )


def _link(said: object) -> Link:
    match said:
        case [str(label), str(address)] if not _NO_LINE.search(label + address):
            return Link(label, address)
    raise _unfit("links", said)


def _image(folder: Path, name: str) -> bytes:
    image = (folder / name).resolve()
    if not image.is_relative_to(folder.resolve()):
        raise _UnfitError(Reason.OUTSIDE.with_facts(name))
    if not image.is_file():
        raise _UnfitError(Reason.LACKING.with_facts(name))
    return _bounded(image, MAX_IMAGE_BYTES)
