"""What an alert holds: articles of others, told by a vendor; nothing made of them yet."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from comms_desk.errors import N_, CommsDeskError
from comms_desk.media.articles.model import ArticleId

MOST_ITEMS = 1_000
"""Of one file; a morning has some hundreds."""
FILE_LIMIT_BYTES = 25 << 20
EXCERPT_CHARACTERS = 600
"""Kept of an article whose outlet lets no more be copied: to be matched, and read here alone."""
TEXT_CHARACTERS = 50_000


class Vendor(StrEnum):
    """Who tells; the values are stored, and are names."""

    EUREKA = "Eureka"
    CISION = "Cision"
    MELTWATER = "Meltwater"
    GOOGLE = "Google"
    OTHER = ""
    """Nobody that is known: links with their titles are read."""


class AlertReason(StrEnum):
    """Why something in an alert was not taken in."""

    LINK = "link"
    """It leads to no page of the web."""
    TITLE = "title"
    """It has no title."""
    LIMIT = "limit"
    """It is past `MOST_ITEMS`."""


class AlertTooLarge(CommsDeskError):
    """A file has *size* bytes, and at most *limit* are read."""

    name: str
    size: int
    limit: int


class AlertUnreadable(CommsDeskError):
    """A file cannot be read, or was made to harm."""

    what = N_("{name} cannot be read; nothing of it was taken in.")
    way_out = N_("Save the message again as .eml or .msg, or the export as CSV.")

    name: str


class AlertEmpty(CommsDeskError):
    """A file tells of no article."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertItem:
    """An article that an alert tells of; blank where it does not say."""

    title: str
    link: str = ""
    source: str = ""
    text: str = ""
    author: str = ""
    language: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What a file tells.

    Attributes:
        refused: How many things in it were not taken, by why.
    """

    vendor: Vendor
    items: tuple[AlertItem, ...]
    refused: tuple[tuple[AlertReason, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtIn:
    """What became of some alerts.

    Attributes:
        new: The articles that are new.
        already: How many were here.
        refused: How many things were not taken in, by why.
    """

    vendors: tuple[Vendor, ...] = ()
    new: tuple[ArticleId, ...] = ()
    already: int = 0
    refused: tuple[tuple[AlertReason, int], ...] = ()
