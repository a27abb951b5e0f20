"""What a clip is: what a person heard, saw, pasted or followed a link to, in two lines.

It becomes an article like any other, and stays one's own: edited, removed, put back.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from urllib.parse import urlsplit

from comms_desk.errors import N_, CommsDeskError
from comms_desk.media.articles.model import ArticleId, ArticleOrigin
from comms_desk.media.outlets.model import OutletId

ClipId = NewType("ClipId", int)

TITLE_LENGTH = 500
TEXT_LENGTH = 200_000
"""Of a paste; nothing longer is an article."""
LONGEST_S = 24 * 3600


class ClipTitleMissing(CommsDeskError):
    """A clip must say what it is about, in *longest* characters at most."""

    longest: int


class ClipTooLong(CommsDeskError):
    """A clip has more than *longest* characters, or lasts more than a day."""

    longest: int


class ClipLinkWrong(CommsDeskError):
    """The link of a clip is no address of the web."""

    link: str


class ClipTwice(CommsDeskError):
    """What is to be noted is on the desk already, as the *article* called *title*."""

    what = N_("It is in the Watch already: {title}")
    way_out = N_("Open the other one.")

    article: ArticleId
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClip:
    """A clip that is not on the desk yet.

    Attributes:
        title: What it is about.
        outlet: The show, or else its station, paper or site.
        aired_at: When it was on air, or in print; None: nobody knows.
        lasts_s: How many seconds it lasts; 0: nobody knows.
        speaker: Who spoke, or who signs.
        text: Two lines, or the whole of a paste.
        origin: How it came: heard, by its link, pasted.
    """

    title: str
    outlet: OutletId | None = None
    aired_at: datetime | None = None
    lasts_s: int = 0
    speaker: str = ""
    text: str = ""
    link: str = ""
    origin: ArticleOrigin = ArticleOrigin.CLIP

    def __post_init__(self) -> None:
        """Refuse what `check` refuses."""
        check(self.title, self.text, self.link, self.lasts_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A clip of the desk; its fields are those of `NewClip`."""

    id: ClipId
    article_id: ArticleId
    title: str
    outlet_id: OutletId | None
    outlet_name: str
    aired_at: datetime | None
    lasts_s: int
    speaker: str
    text: str
    link: str
    added_at: datetime


def check(title: str, text: str, link: str, lasts_s: int) -> None:
    """Refuse a clip about nothing, or an endless one, or one that leads nowhere.

    Raises:
        ClipTitleMissing: Its title is blank or too long.
        ClipTooLong: It has too many words, or lasts for days.
        ClipLinkWrong: Its link is no address of the web.
    """
    if not title.strip() or len(title) > TITLE_LENGTH:
        raise ClipTitleMissing(TITLE_LENGTH)
    if len(text) > TEXT_LENGTH or not 0 <= lasts_s <= LONGEST_S:
        raise ClipTooLong(TEXT_LENGTH)
    if link and not is_address(link):
        raise ClipLinkWrong(link)


def is_address(text: str) -> bool:
    """Say whether *text* is an address of the web that anybody may have, and nothing else."""
    try:
        parts = urlsplit(text)
        has_host = "." in (parts.hostname or "") and "@" not in parts.netloc  # a password is none's
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and has_host and text.split() == [text]
