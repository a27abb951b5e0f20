"""What a feed is, and what one question taught of it.

A feed is known by its address.  It is asked as the schedule says, and never again by itself
once its server said that it is gone: a person then looks.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from urllib.parse import urlsplit, urlunsplit

from comms_desk.media.feeds.errors import (
    FeedTrouble,
    MovedOnAnother,
    SecretInAddress,
    WrongAddress,
)
from comms_desk.media.feeds.health import NOT_READ, Health
from comms_desk.media.feeds.left_out import NOTHING_LEFT_OUT, LeftOutEntries
from comms_desk.media.outlets.model import OutletId
from comms_desk.text.discretion import without_secrets

if TYPE_CHECKING:
    from comms_desk.media.feeds.parse import About

FeedId = NewType("FeedId", int)

ADDRESS_LIMIT = 2_000


class FullTextWhen(StrEnum):
    """When the page of an article is read for its full text; the values are stored."""

    NEVER = "never"
    MENTIONS = "mentions"
    """Once a theme has found it."""
    BEFORE = "before"
    """Before the themes are asked, as far as its site answers soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeed:
    """A feed that is not watched yet; its own title is read at the first poll.

    Attributes:
        outlet_name: An outlet to find, or to add, where *outlet* is not given.
        folder: Where another program had it, its folders from the outermost: ``A / B``.
        on_trial: Nobody chose it by itself: where it does not answer it is not followed.
    """

    address: str
    title: str = ""
    outlet: OutletId | None = None
    outlet_name: str = ""
    language: str = ""
    folder: str = ""
    on_trial: bool = False
    full_text: FullTextWhen = FullTextWhen.NEVER
    paused: bool = False

    def __post_init__(self) -> None:
        """Write the address in its one form.

        Raises:
            WrongAddress: It is not an http or https address.
        """
        object.__setattr__(self, "address", normal_address(self.address))


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed of the desk, and how it fares."""

    id: FeedId
    address: str
    title: str
    """Empty until the feed says it, or a person."""
    site: str
    outlet_id: OutletId | None
    outlet_name: str
    language: str
    folder: str
    """Where the program that it came from had it; it goes out there again."""
    full_text: FullTextWhen
    paused: bool
    health: Health
    polled_at: datetime | None
    answered_at: datetime | None
    """When its server last answered as it should."""
    new_at: datetime | None
    """When it last had something new."""
    due_at: datetime
    failures: int
    trouble: str
    """The last trouble, as `FeedTrouble.to_text` writes it; empty when all is well."""
    left_out: LeftOutEntries
    """Entries of its last document that were past the limits, or could not be read."""

    @property
    def name(self) -> str:
        """What it is called: its title, or else its address without what is secret in it."""
        return self.title or without_secrets(self.address)

    @property
    def is_read(self) -> bool:
        """Whether it is read again by itself."""
        return self.health.verdict not in NOT_READ

    def what_failed(self) -> FeedTrouble | None:
        """Return the last trouble, for `wording.say`."""
        return FeedTrouble.from_text(self.trouble) if self.trouble else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time during which a feed may have published what nobody saw.

    Between two polls every entry of its document was replaced: while the computer slept, or
    because the feed is asked too seldom.
    """

    feed: FeedId
    feed_title: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFeed:
    """A feed that may be asked now, and what was remembered of its last answer."""

    id: FeedId
    address: str
    outlet: OutletId | None
    language: str
    etag: str
    last_modified: str
    body_hash: bytes
    fingerprints: bytes
    """The hashes of the entries of its last document, end to end."""
    answered_at: datetime | None
    failures: int
    full_text: FullTextWhen = FullTextWhen.NEVER
    ttl: timedelta = timedelta()
    """How long the feed itself wants to be left in peace, each time."""
    rhythm: bytes | None = None
    on_trial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What one question taught about a feed, to be stored with what it brought."""

    feed: DueFeed
    etag: str = ""
    last_modified: str = ""
    wait: timedelta = timedelta()
    moved_to: str = ""
    body_hash: bytes | None = None
    """None: nothing has changed, or nothing could be read."""
    fingerprints: bytes = b""
    about: "About | None" = None
    ttl: timedelta | None = None
    """What the feed now says; None: it was not read, what it said before holds."""
    left_out: LeftOutEntries = NOTHING_LEFT_OUT
    appeared: tuple[datetime | None, ...] = ()
    """When each article that was not there before was published, as far as the feed says."""
    trouble: FeedTrouble | None = None

    @property
    def failed(self) -> bool:
        """Whether the feed could not be read; where another feed has its address, it was."""
        return not isinstance(self.trouble, MovedOnAnother | None)


def normal_address(text: str) -> str:
    """Return an address in its one form: a scheme, a lower-case host, no fragment.

    Raises:
        WrongAddress: It is not an http or https address.
        SecretInAddress: Somebody logs in there.
    """
    given = text = text.strip()
    if text.lower().startswith("feed:"):
        text = text[len("feed:") :].removeprefix("//")
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise WrongAddress(_said(given, text)) from error
    host = parts.hostname or ""
    wrong = parts.scheme.lower() not in ("http", "https") or not host or len(text) > ADDRESS_LIMIT
    if wrong or any(map(str.isspace, text)):
        raise WrongAddress(_said(given, text))
    if parts.username is not None:
        raise SecretInAddress(_said(given, text))
    if "." not in host and ":" not in host and host != "localhost":
        raise WrongAddress(given)
    place = f"[{host}]" if ":" in host else host
    place = place if port is None else f"{place}:{port}"
    return urlunsplit((parts.scheme.lower(), place, parts.path or "/", parts.query, ""))


def _said(given: str, whole: str) -> str:
    """Return what was *given* as it may be said: with its scheme where that shows a secret."""
    said = without_secrets(whole)
    return given if said == whole else said
