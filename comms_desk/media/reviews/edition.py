"""An edition: all that a review says to its readers, as one value.

It is put together from the review and what stands in the desk; issued, it is kept word for word
with its digest, and every form of it (the mail, Word, PDF) is made from it alone.
"""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from comms_desk.i18n import Language
from comms_desk.media.articles.model import ArticleId, ArticleOrigin

HIGHLIGHTS_MOST = 3
HIGHLIGHT_LENGTH = 140
SUMMARY_WORDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionEntry:
    """One story of an edition: its original, with what the office says of it.

    Attributes:
        on_air_at: When a clip was heard; None of what is read.
        language: In which its title and excerpt are, as "en"; "": nobody knows.
        noted_by: Who noted a clip.
        for_subscribers: Whether its page is shown to subscribers alone.
        summary: Ours, of thirty words or so.
        excerpt: The outlet's own words, as far as its licence goes that day.
        also: The other outlets that carry it, in the order in which they did.
        copies: How many articles carry it, the original among them.
    """

    article: ArticleId
    title: str
    link: str
    origin: ArticleOrigin
    outlet: str
    author: str = ""
    language: str = ""
    on_air_at: datetime | None = None
    noted_by: str = ""
    for_subscribers: bool = False
    summary: str = ""
    excerpt: str = ""
    also: tuple[str, ...] = ()
    copies: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionSection:
    """Entries under one heading, in the order in which they are read."""

    name: str
    entries: tuple[EditionEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What readers get.

    Attributes:
        number: 1 for the review of the day, 2 and on for its addenda.
        closes_at: When it is to leave, now once that has passed; once issued when it was, as its
            head says (UTC).
        highlights: Three at most, of 140 characters.
        agenda: What is to come that day, piece by piece, read on one line: « 9 h 30 conseil ».
        sections: None of them: there is nothing to report, and it says so.
        read_until: Until when the sources were read.
        unread: How many sources fail or are silent, as the head of the watch counts them.
        silent: How many of these answer, and have had nothing for longer than is their habit.
        extra: What the office wants besides: pending inquiries, tone; empty as a rule.
    """

    day: date
    language: Language
    number: int
    closes_at: datetime
    highlights: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    sections: tuple[EditionSection, ...] = ()
    read_until: datetime | None = None
    unread: int = 0
    silent: int = 0
    extra: tuple[str, ...] = ()

    @property
    def stories(self) -> int:
        """How many stories it tells."""
        return sum(len(section.entries) for section in self.sections)

    @property
    def articles(self) -> int:
        """How many articles carry them: « 41 retombées »."""
        return sum(entry.copies for section in self.sections for entry in section.entries)


def to_json(edition: Edition) -> str:
    """Return *edition* as it is kept: JSON, word for word."""
    return json.dumps(asdict(edition), ensure_ascii=False, sort_keys=True, default=_said)


def from_json(stored: str) -> Edition:
    """Return the edition that is kept so.

    It is read for years by versions that say more or less of an entry: a field that is not there
    any more is passed over, one that was not there yet has its default.
    """
    said: dict[str, Any] = json.loads(stored)
    said["day"] = date.fromisoformat(said["day"])
    said["language"] = Language(said["language"])
    said["closes_at"] = datetime.fromisoformat(said["closes_at"])
    said["read_until"] = _moment(said["read_until"])
    for name in ("highlights", "agenda", "extra"):
        said[name] = tuple(said[name])
    said["sections"] = tuple(
        EditionSection(name=each["name"], entries=tuple(map(_entry, each["entries"])))
        for each in said["sections"]
    )
    return Edition(**_known(Edition, said))


def _entry(said: dict[str, Any]) -> EditionEntry:
    said["article"] = ArticleId(said["article"])
    said["origin"] = ArticleOrigin(said["origin"])
    said["on_air_at"] = _moment(said["on_air_at"])
    said["also"] = tuple(said["also"])
    return EditionEntry(**_known(EditionEntry, said))


def _known(kind: type[Edition | EditionEntry], said: dict[str, Any]) -> dict[str, Any]:
    names = {each.name for each in fields(kind)}
    return {name: value for name, value in said.items() if name in names}


def _moment(said: str | None) -> datetime | None:
    return None if said is None else datetime.fromisoformat(said)


def _said(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
