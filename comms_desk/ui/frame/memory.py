"""What the window remembers from one day to the next, in the person's own file.

Its shape, the filter and the thing chosen on each page, what was opened last, which reminders were
said, up to where themes were heard, and since when e-mails leave without it.

Losing it costs nothing: where it is not understood, the window takes its usual shape and says so.
The file stays as it is until the window has a shape to remember; then it is kept under another
name, since somebody may have put it there.
"""

import base64
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comms_desk import own_files
from comms_desk.changes import Ref, Subject
from comms_desk.paths import WindowFileUnreadable
from comms_desk.reasons import Reason, reason_of

if TYPE_CHECKING:
    from comms_desk.imports.model import ImportDone

MOST_BYTES = 100_000
MOST_RECENT = 20
"""Things opened, that the palette offers first."""
WIDEST_PX = 100_000
"""Wider than any wall of screens; Qt counts no further than 2^31."""
HIGHEST_ID = 2**63 - 1
"""No database counts further."""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A file that is looked at before it is imported, and what a person said of its columns.

    *worksheet* is which one of a workbook, by name; None: the first that is a list.
    *header_line* is where its headings are; None: they are looked for.
    """

    subject: Subject
    file: Path
    columns: Mapping[str, str] | None
    worksheet: str | None = None
    header_line: int | None = None


@dataclass(frozen=True, slots=True)
class PageState:
    """What a page was left at: the filter of its list, and the id of the thing chosen; 0: none.

    What follows them is for a window that takes the place of this one, and is in no file: who
    comes back the next day would wonder why a list has so few rows.
    """

    filter: str = ""
    chosen: int = 0
    searched: str = ""
    looked_at: LookedAt | None = None
    came: "ImportDone | None" = None
    """The last import, which the list is filtered by, or may be."""


@dataclass(frozen=True, slots=True)
class AlertsHeard:
    """What themes call for was told up to *at* (ISO; "": nothing was looked at) and *mention*.

    *spikes* has until when that of each theme was told.
    """

    at: str = ""
    mention: int = 0
    spikes: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Memory:
    """The geometry (Qt's own bytes, in base64), the page in front, how wide lists are to be."""

    geometry: str = ""
    page: str = ""
    splitters: dict[str, list[list[int]]] = field(default_factory=dict)
    pages: dict[str, PageState] = field(default_factory=dict)
    recent: list[Ref] = field(default_factory=list)
    """What was opened last, the latest first."""
    reminded: list[tuple[int, str, int]] = field(default_factory=list)
    """The reminders that were said: which inquiry, which hour, how many minutes before."""
    heard: AlertsHeard = AlertsHeard()
    """Up to where what themes call for was told."""
    left_alone: str = ""
    """When the window was closed over e-mails on their way (ISO); "": over none."""
    trouble: WindowFileUnreadable | None = field(default=None, compare=False)
    """Why what the file says was not understood."""

    @classmethod
    def read(cls, file: Path) -> "Memory":
        """Return what *file* remembers, or nothing."""
        try:
            return cls._understood(own_files.read(file, most_bytes=MOST_BYTES))
        except FileNotFoundError:
            return cls()
        except own_files.OwnFileTooLarge:
            reason = Reason.TOO_LARGE.with_facts(file.name)
        except (OSError, UnicodeDecodeError, RecursionError, json.JSONDecodeError) as error:
            reason = reason_of(error)
        except (ValueError, KeyError, TypeError, AttributeError):
            reason = Reason.STRANGE
        return cls(trouble=WindowFileUnreadable(file, _kept_as(file), reason))

    @classmethod
    def _understood(cls, content: bytes) -> "Memory":
        kept = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse, parse_float=_refuse)
        base64.b64decode(kept["geometry"], validate=True)  # Qt takes what it does not understand
        return cls(
            geometry=str(kept["geometry"]),
            page=str(kept["page"]),
            splitters={
                str(page): [[_width(width) for width in one] for one in sizes]
                for page, sizes in kept["splitters"].items()
            },
            pages={
                str(page): PageState(str(left["filter"]), _id(left["chosen"]))
                for page, left in kept.get("pages", {}).items()
            },
            recent=[Ref(Subject(kind), _id(number)) for kind, number in kept.get("recent", ())][
                :MOST_RECENT
            ],
            reminded=[
                (_id(inquiry), datetime.fromisoformat(hour).isoformat(), _id(minutes))
                for inquiry, hour, minutes in kept.get("reminded", ())
            ],
            heard=_heard(kept.get("heard")),
            left_alone=_moment(kept["left_alone"]) if kept.get("left_alone") else "",
        )

    def note_opened(self, ref: Ref) -> None:
        """Remember that *ref* was opened, after all others; 0 is no thing, but a list of them."""
        if not ref.id:
            return
        ref = Ref(ref.kind, ref.id)
        self.recent = [ref, *(each for each in self.recent if each != ref)][:MOST_RECENT]

    def write(self, file: Path) -> None:
        """Keep it in *file*, whole or not at all; a disk that refuses changes nothing."""
        kept = {
            "geometry": self.geometry,
            "page": self.page,
            "splitters": self.splitters,
            "pages": {
                page: {"filter": left.filter, "chosen": left.chosen}
                for page, left in self.pages.items()
            },
            "recent": [(ref.kind.value, ref.id) for ref in self.recent],
            "reminded": self.reminded,
            "heard": asdict(self.heard),
            "left_alone": self.left_alone,
        }
        with suppress(OSError):
            if self.trouble is not None and file.is_file():
                file.replace(_kept_as(file))
            own_files.write(file, json.dumps(kept).encode())


def _kept_as(file: Path) -> Path:
    return file.with_name(f"{file.name}.bad")


def _heard(kept: Mapping[str, Any] | None) -> AlertsHeard:
    if not kept or not kept["at"]:
        return AlertsHeard()
    return AlertsHeard(
        _moment(kept["at"]),
        _id(kept["mention"]),
        tuple((_id(theme), _moment(until)) for theme, until in kept["spikes"]),
    )


def _moment(value: str) -> str:
    """Return a moment of ISO's as it is written, one without a zone refused."""
    return datetime.fromisoformat(value).astimezone(UTC).isoformat()


def _width(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value <= WIDEST_PX:
        raise ValueError(value)
    return value


def _id(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value <= HIGHEST_ID:
        raise ValueError(value)
    return value


def _refuse(value: str) -> object:
    raise ValueError(value)
