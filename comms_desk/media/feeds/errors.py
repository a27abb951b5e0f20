"""What can go wrong with a feed, as facts that survive the database.

Each trouble is kept with its feed as a short JSON text, so that the sentence a person
reads tomorrow is written in the language they have chosen by then.  Light on purpose: no
library is needed to import an error.
"""

import json
from dataclasses import fields
from datetime import datetime
from typing import Any, ClassVar

from comms_desk.errors import CommsDeskError


class FeedTrouble(CommsDeskError):
    """A feed could not be read; *address* is where it was asked for."""

    address: str

    stops: ClassVar[bool] = False
    """Whether asking again is pointless until a person has looked."""

    def to_text(self) -> str:
        """Return the trouble's name and facts as JSON, to be kept with the feed."""
        facts = {field.name: getattr(self, field.name) for field in fields(self)}
        return json.dumps({"trouble": type(self).__name__, **facts}, default=_moment_to_text)

    @staticmethod
    def from_text(text: str) -> "FeedTrouble":
        """Read what `to_text` wrote; a trouble that is no longer known is `Unreachable`."""
        facts: dict[str, Any] = json.loads(text)
        kind = _KINDS.get(facts.pop("trouble", ""))
        if kind is None:
            return Unreachable(str(facts.get("address", "")), reason="")
        if isinstance(until := facts.get("until"), str):
            facts["until"] = datetime.fromisoformat(until)
        trouble: FeedTrouble = kind(**facts)
        return trouble


class WrongAddress(FeedTrouble):
    """The address is not an http or https address."""

    stops: ClassVar[bool] = True


class SecretInAddress(WrongAddress):
    """Somebody logs in there: all who work at the desk, and each exported list, would tell it."""


class RefusedAddress(FeedTrouble):
    """The name leads to a private, loopback or link-local machine: never connected to."""

    machine: str


class TooLarge(FeedTrouble):
    """The answer is larger, once decompressed, than *limit_mib*."""

    limit_mib: int


class TooSlow(FeedTrouble):
    """The whole answer had not come after *limit_s* seconds."""

    limit_s: int


class TooManyRedirects(FeedTrouble):
    """The address sent elsewhere more than *limit* times."""

    limit: int


class FeedGone(FeedTrouble):
    """The server says that the feed is gone for ever (410)."""

    stops: ClassVar[bool] = True


class FeedNotFound(FeedTrouble):
    """The server knows no such page (404)."""


class AccessRefused(FeedTrouble):
    """The server will not show the feed (401, 403 and the like)."""

    status: int


class AskedToWait(FeedTrouble):
    """The server asks to come back later (429, 503), at *until* where it says so."""

    status: int
    until: datetime | None


class ServerFailed(FeedTrouble):
    """The server answered with an error of its own (5xx)."""

    status: int


class NotAFeed(FeedTrouble):
    """What came is something else: *found* is ``html``, ``empty`` or ``other``."""

    found: str


class BrokenFeed(FeedTrouble):
    """It is a feed, but nothing could be read from it."""

    reason: str


class DangerousFeed(FeedTrouble):
    """The document declares entities, which can make a small text fill the memory."""


class Unreachable(FeedTrouble):
    """No connection, or it was cut; *reason* is the system's own word, for the log."""

    reason: str


class CertificateRefused(FeedTrouble):
    """The server could not prove that it is who it says."""

    reason: str


class NoFeedFound(FeedTrouble):
    """The site announces no feed."""


class MovedOnAnother(FeedTrouble):
    """It has moved for good to *target*, which is the address of another feed of the desk.

    It was read there: nothing is missing of it.
    """

    target: str


class NotFollowed(CommsDeskError):
    """An address that nobody follows yet could not be read: nothing will ask it again."""

    trouble: FeedTrouble


class FeedTaken(CommsDeskError):
    """This address is already watched."""

    address: str


class NotAFeedList(CommsDeskError):
    """The file is not an OPML list of feeds; *reason* is for the log."""

    name: str
    reason: str


def _moment_to_text(moment: object) -> str:
    if isinstance(moment, datetime):
        return moment.isoformat()
    raise TypeError(f"{type(moment).__name__} is not a fact a feed's trouble may carry")


_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        WrongAddress,
        RefusedAddress,
        TooLarge,
        TooSlow,
        TooManyRedirects,
        FeedGone,
        FeedNotFound,
        AccessRefused,
        AskedToWait,
        ServerFailed,
        NotAFeed,
        BrokenFeed,
        DangerousFeed,
        Unreachable,
        CertificateRefused,
        NoFeedFound,
        MovedOnAnother,
    )
}
