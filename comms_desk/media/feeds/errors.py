"""What can go wrong with a feed, as facts that survive the database.

Each trouble is kept with its feed as a short JSON text, so that the sentence a person
reads tomorrow is written in the language they have chosen by then.  Light on purpose: no
library is needed to import an error.
"""

import json
from dataclasses import fields
from datetime import datetime
from typing import Any, ClassVar

from comms_desk.errors import N_, CommsDeskError


class FeedTrouble(CommsDeskError):
    """A feed could not be read; *address* is where it was asked for."""

    address: str

    stops: ClassVar[bool] = False
    """Whether asking again is pointless until a person has looked."""

    def to_text(self) -> str:
        """Return the trouble's name and facts as JSON, to be kept with the feed."""
        facts = {field.name: getattr(self, field.name) for field in fields(self)}
        return json.dumps({"trouble": self.stored_name(), **facts}, default=_moment_to_text)

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

    what = N_("{address} is not the address of a web page.")
    way_out = N_("Copy it again from the browser: it begins with https:// or http://.")

    stops: ClassVar[bool] = True


class SecretInAddress(WrongAddress):
    """Somebody logs in there: all who work at the desk, and each exported list, would tell it."""

    what = N_("{address} holds a user name or a password, which everyone at this desk could read.")
    way_out = N_(
        "Ask the outlet for an address that needs none, or for one with a key of your own."
    )


class RefusedAddress(FeedTrouble):
    """The name leads to a private, loopback or link-local machine: never connected to."""

    what = N_("{address} leads inside a private network ({machine}).")
    way_out = N_(
        "If it is one of the City’s own servers, have its network allowed in the settings."
    )

    machine: str


class FeedTooLarge(FeedTrouble):
    """The answer is larger, once decompressed, than *limit_mib*."""

    stored_as = "TooLarge"
    what = N_("{address} sent more than {limit_mib}\u00a0MB.")
    way_out = N_(
        "This is too much for a feed: check the address, or tell the people who run the site."
    )

    limit_mib: int


class TooSlow(FeedTrouble):
    """The whole answer had not come after *limit_s* seconds."""

    what = N_("{address} had not answered after {limit_s} seconds.")
    way_out = N_("It will be tried again; if this lasts, open the address in the browser.")

    limit_s: int


class TooManyRedirects(FeedTrouble):
    """The address sent elsewhere more than *limit* times."""

    what = N_("{address} redirects in a loop.")
    way_out = N_("Look for the feed’s new address on the site.")

    limit: int


class FeedGone(FeedTrouble):
    """The server says that the feed is gone for ever (410)."""

    what = N_("{address} is no longer there, according to its server.")
    way_out = N_("Look for its new address on the site; this one is not read any more.")

    stops: ClassVar[bool] = True


class FeedNotFound(FeedTrouble):
    """The server knows no such page (404)."""

    what = N_("There is nothing at {address}.")
    way_out = N_("Look for the feed’s new address on the site.")


class AccessRefused(FeedTrouble):
    """The server will not show the feed (401, 403 and the like)."""

    what = N_("{address} blocks automatic reading (response {status}).")
    way_out = N_("Ask the outlet for access, or follow another of its feeds.")

    status: int


class AskedToWait(FeedTrouble):
    """The server asks to come back later (429, 503), at *until* where it says so."""

    what = N_("{address} asks to wait before the next reading.")
    way_out = N_("It will be read again later; no action needed.")

    status: int
    until: datetime | None


class ServerFailed(FeedTrouble):
    """The server answered with an error of its own (5xx)."""

    what = N_("The server of {address} is down (response {status}).")
    way_out = N_("It will be tried again, less and less often; no action needed.")

    status: int


class NotAFeed(FeedTrouble):
    """What came is something else: *found* is ``html``, ``empty`` or ``other``."""

    found: str


class BrokenFeed(FeedTrouble):
    """It is a feed, but nothing could be read from it."""

    what = N_("The feed {address} is unreadable.")
    way_out = N_("It will be tried again; if this lasts, tell the people who run the site.")

    reason: str


class DangerousFeed(FeedTrouble):
    """The document declares entities, which can make a small text fill the memory."""

    what = N_("The content of {address} is abnormally large; it was not read.")
    way_out = N_("Remove this feed. If you know the site, tell the people who run it.")


class Unreachable(FeedTrouble):
    """No connection, or it was cut; *reason* is the system's own word, for the log."""

    reason: str


class FeedCertificateRefused(FeedTrouble):
    """The server could not prove that it is who it says."""

    stored_as = "CertificateRefused"
    what = N_("The identity of {address} could not be verified (certificate).")
    way_out = N_("Nothing was read. If it opens in the browser, tell your computer support.")

    reason: str


class NoFeedFound(FeedTrouble):
    """The site announces no feed."""

    what = N_("No feed was found at {address}.")
    way_out = N_("Look for the word RSS on the site, and give that address.")


class MovedOnAnother(FeedTrouble):
    """It has moved for good to *target*, which is the address of another feed of the desk.

    It was read there: nothing is missing of it.
    """

    what = N_("{address} has moved to {target}, where another feed of this desk is.")
    way_out = N_("What it has comes twice: put one of the two in the bin.")

    target: str


class NotFollowed(CommsDeskError):
    """An address that nobody follows yet could not be read: nothing will ask it again."""

    trouble: FeedTrouble


class FeedTaken(CommsDeskError):
    """This address is already watched."""

    what = N_("{address} is already followed.")
    way_out = N_("Nothing was added; you will find it in the list of feeds.")

    address: str


class NotAFeedList(CommsDeskError):
    """The file is not an OPML list of feeds; *reason* is for the log."""

    what = N_("{name} is not a list of feeds (OPML).")
    way_out = N_("Export the list again from the other program, as OPML.")

    name: str
    reason: str


def _moment_to_text(moment: object) -> str:
    if isinstance(moment, datetime):
        return moment.isoformat()
    raise TypeError(f"{type(moment).__name__} is not a fact a feed's trouble may carry")


_KINDS: dict[str, type[Any]] = {
    kind.stored_name(): kind
    for kind in (
        WrongAddress,
        RefusedAddress,
        FeedTooLarge,
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
        FeedCertificateRefused,
        NoFeedFound,
        MovedOnAnother,
    )
}
