"""Asks sites for the pages of articles, as a guest who wants to be let in again.

One page at a time of one site, five seconds apart or what its robots.txt wishes; nothing that
robots.txt forbids, wherever a redirect leads; nothing while a server asks for patience.  A page
is 3 MiB at most, and read apart (`child`), where it may die.  Whatever happens to one page is
said of that page alone.

robots.txt is read as RFC 9309 does: the longest rule that fits decides, and of two as long the one
that allows; a group that names us takes the place of the one for all.  A site without such a file
allows everything; one whose server fails allows nothing, until it answers.
"""

import asyncio
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlsplit

from comms_desk.apart import Bounds, KeptChild, WorkDied, WorkTooHeavy, WorkTooLong
from comms_desk.media.articles.model import Missing, ReadPage, WantedPage
from comms_desk.media.feeds import errors
from comms_desk.media.feeds.fetch import FeedAnswer, FeedRequest, Fetcher, Manner

OUR_NAME = "commsdesk"
LIMIT_BYTES = 500 << 10
"""What is past it need not be read (RFC 9309, 2.5)."""
LONGEST_DELAY = timedelta(seconds=30)
"""A wish for longer pauses is granted so far."""
MOST_RULES = 10_000

_LINE = re.compile(r"\s*([A-Za-z-]{1,40})\s*:\s*([^#]*)")
_SAFE = "!$&'()*+,/:;=?@-._~"


PAUSE = timedelta(seconds=5)
"""Between two pages of one site."""
PAGE_LIMIT_BYTES = 3 << 20
WHOLE_PAGE_S = 20
ROBOTS_KEPT = timedelta(hours=24)
ROBOTS_ASKED_AGAIN = timedelta(minutes=15)
"""Where its server failed: until then nothing of the site is asked."""
MOST_SITES = 2_000
"""More are forgotten, those first that were asked longest ago."""
CHILD = "comms_desk.media.articles.full.child"
BOUNDS = Bounds(
    seconds=30, most_seconds=30, processor_seconds=4, memory=400_000_000, answer=2_000_000
)

_KINDS = frozenset({"", "text/html", "application/xhtml+xml"})
_NOT_PAGES = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"ID3", b"OggS")
_MISSING: dict[type[errors.FeedTrouble], Missing] = {
    errors.WrongAddress: Missing.ASTRAY,
    errors.SecretInAddress: Missing.ASTRAY,
    errors.TooManyRedirects: Missing.ASTRAY,
    errors.RefusedAddress: Missing.PRIVATE,
    errors.FeedTooLarge: Missing.TOO_LARGE,
    errors.TooSlow: Missing.TOO_SLOW,
    errors.FeedGone: Missing.GONE,
    errors.FeedNotFound: Missing.GONE,
    errors.AccessRefused: Missing.REFUSED,
    errors.AskedToWait: Missing.FAILING,
    errors.ServerFailed: Missing.FAILING,
    errors.NotAFeed: Missing.NO_PAGE,
    errors.BrokenFeed: Missing.NO_PAGE,
}
"""Of what else happens it is said that the site could not be reached."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for us: each whether it allows, and the paths that it is about."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: timedelta = timedelta()
    """How long to wait between two pages."""

    def allows(self, address: str) -> bool:
        """Say whether the page at *address* may be asked."""
        parts = urlsplit(address)
        path = _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        fitting = ((len(rule), allow) for allow, rule in self.rules if _fits(rule, path))
        return max(fitting, default=(0, True))[1]


EVERYTHING = Robots()
NOTHING = Robots(((False, "/"),))


def read(content: bytes) -> Robots:
    """Return the rules for us of a robots.txt."""
    ours, everybody = _Group(), _Group()
    groups: list[_Group] = []
    is_naming = False
    for line in content[:LIMIT_BYTES].removeprefix(b"\xef\xbb\xbf").splitlines():
        found = _LINE.match(line.decode("utf-8", "replace"))
        if found is None:
            continue
        key, value = found[1].lower(), found[2].strip()
        if key == "user-agent":
            if not is_naming:
                groups = []
            is_naming = True
            if _is_us(value):
                groups.append(ours)
                ours.is_there = True
            elif value == "*":
                groups.append(everybody)
        elif key in ("allow", "disallow", "crawl-delay"):
            is_naming = False
            for group in groups:
                group.take(key, value)
    return (ours if ours.is_there else everybody).robots()


class _Group:
    """The rules that stand under one name, wherever."""

    def __init__(self) -> None:
        self.is_there = False
        self._rules: list[tuple[bool, str]] = []
        self._delay = timedelta()

    def take(self, key: str, value: str) -> None:
        if key == "crawl-delay":
            if re.fullmatch(r"\d{1,6}(\.\d{1,3})?", value):
                self._delay = min(timedelta(seconds=float(value)), LONGEST_DELAY)
        elif value and len(self._rules) < MOST_RULES:
            self._rules.append((key == "allow", _normal(value)))

    def robots(self) -> Robots:
        return Robots(tuple(self._rules), self._delay)


def _is_us(value: str) -> bool:
    """Whether a user-agent line names us, whatever version it adds."""
    name = re.match(r"[A-Za-z_-]*", value)
    return name is not None and name[0].lower() == OUR_NAME


def _normal(path: str) -> str:
    """Return *path* with every character written in the one way."""
    return quote(unquote_to_bytes(path), safe=_SAFE)


def _fits(rule: str, path: str) -> bool:
    """Whether *path* begins as *rule* says; ``*`` stands for anything, ``$`` for the end."""
    is_whole = rule.endswith("$")
    first, *others = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    position = len(first)
    last = others.pop() if others and is_whole else None
    for piece in others:
        found = path.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= position
    return not is_whole or position == len(path)


@dataclass(slots=True)
class _Site:
    """What is remembered of a site: its rules for as long as they hold, and when it rests."""

    robots: Robots = EVERYTHING
    robots_until: datetime | None = None
    robots_failed: Missing | None = None
    rests_until: datetime | None = None
    is_asked: bool = False

    def rest(self, until: datetime) -> None:
        """Leave the site in peace until then, or longer."""
        self.rests_until = max(self.rests_until or until, until)


class _Stopped(Exception):
    """A page may not be asked, for the reason that is said of it."""

    def __init__(self, missing: Missing, again_at: datetime | None = None) -> None:
        super().__init__(missing)
        self.missing, self.again_at = missing, again_at


class Visitor:
    """Asks for pages and has them read; what it knows of sites outlives a round.

    `take` and `visit` are one event loop's at a time.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Know nothing yet; *now* is the clock."""
        self._now = now
        self._sites: dict[str, _Site] = {}
        self._reader = KeptChild(CHILD, BOUNDS)

    def end(self) -> None:
        """End the child that reads, if there is one; another page begins it again."""
        self._reader.end()

    def take(self, link: str) -> bool:
        """Take the site of *link* for a `visit` soon; False: it is taken already, or rests."""
        site = self._site(link)
        if site.is_asked or (site.rests_until is not None and site.rests_until > self._now()):
            return False
        site.is_asked = True
        return True

    async def visit(self, fetcher: Fetcher, page: WantedPage, reading: asyncio.Lock) -> ReadPage:
        """Ask for *page*, whose site was taken; *reading* lets one page at a time be read."""
        site = self._site(page.link)
        try:
            answer = await self._ask(fetcher, page.link)
            self._site(answer.address).rest(self._now() + PAUSE)
        except _Stopped as stopped:
            return ReadPage(
                article=page.article, missing=stopped.missing, again_at=stopped.again_at
            )
        except errors.FeedTrouble as trouble:
            until = getattr(trouble, "until", None)
            site.rest(until or self._now())
            missing = _MISSING.get(type(trouble), Missing.UNREACHABLE)
            return ReadPage(article=page.article, missing=missing, again_at=until)
        finally:
            site.is_asked = False
        if (answer.body or b"").lstrip()[:8].startswith(_NOT_PAGES):
            return ReadPage(article=page.article, missing=Missing.NO_PAGE)
        async with reading:
            return await asyncio.to_thread(self._read, page, answer)

    async def _ask(self, fetcher: Fetcher, link: str) -> FeedAnswer:
        async def check(address: str) -> None:
            await self._check(fetcher, address)

        await check(link)
        manner = Manner(
            accept="text/html,application/xhtml+xml",
            limit_bytes=PAGE_LIMIT_BYTES,
            kinds=_KINDS,
            on_the_way=check,
        )
        site = self._site(link)
        try:
            return await fetcher.ask(FeedRequest(address=link, manner=manner))
        finally:
            site.rest(self._now() + max(PAUSE, site.robots.delay))

    def _read(self, page: WantedPage, answer: FeedAnswer) -> ReadPage:
        kind = " ".join(answer.content_type.split()).encode("utf-8", "replace")
        try:
            found: dict[str, Any] = json.loads(
                self._reader.work(kind + b"\n" + (answer.body or b""))
            )
        except (WorkTooHeavy, WorkTooLong, WorkDied) as error:
            log.warning("the page of article %s could not be read: %s", page.article, error)
            return ReadPage(article=page.article, missing=Missing.TOO_HEAVY)
        return ReadPage(
            article=page.article,
            text=found["text"],
            for_subscribers=found["for_subscribers"],
            missing=None if found["text"] else Missing.NO_TEXT,
        )

    # ── what a site asks of us ──────────────────────────────────────────────────────────────

    async def _check(self, fetcher: Fetcher, address: str) -> None:
        """Raise `_Stopped` where the robots.txt of its site forbids *address*, or fails."""
        site = self._site(address)
        if site.robots_until is None or site.robots_until <= self._now():
            await self._ask_robots(fetcher, address, site)
        if site.robots_failed is not None:
            raise _Stopped(site.robots_failed, site.robots_until)
        if not site.robots.allows(address):
            raise _Stopped(Missing.BARRED)

    async def _ask_robots(self, fetcher: Fetcher, address: str, site: _Site) -> None:
        parts = urlsplit(address)
        manner = Manner(accept="text/plain", limit_bytes=LIMIT_BYTES, is_start_enough=True)
        question = FeedRequest(address=f"{parts.scheme}://{parts.netloc}/robots.txt", manner=manner)
        site.robots_failed = None
        try:
            answer = await fetcher.ask(question)
        except (errors.FeedGone, errors.FeedNotFound, errors.AccessRefused):
            site.robots = EVERYTHING
        except errors.FeedTrouble as trouble:
            site.robots = NOTHING
            site.robots_failed = _MISSING.get(type(trouble), Missing.UNREACHABLE)
        else:
            site.robots = read(answer.body or b"")
        kept = ROBOTS_ASKED_AGAIN if site.robots_failed else ROBOTS_KEPT
        site.robots_until = self._now() + kept

    def _site(self, address: str) -> _Site:
        """Return what is known of the site of *address*; now it is the last one asked."""
        try:
            parts = urlsplit(address)
            name = f"{parts.scheme}://{parts.netloc}"
        except ValueError:
            name = ""
        site = self._sites.pop(name, None) or _Site()
        self._sites[name] = site
        while len(self._sites) > MOST_SITES:
            del self._sites[next(iter(self._sites))]
        return site
