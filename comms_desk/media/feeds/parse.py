"""The entries of a feed that nobody has seen yet, as clean values.

They are read a few at a time out of `document.Document`, by the reader of their format.
What is kept is plain text, bounded; what makes no sense is nothing rather than a guess.  An author
is a name, out of what feeds write there: RSS asks for ``address (Name)``, mail programs write
``Name <address>``, others one of the two.  An address is kept only where there is no name.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import chain
from urllib.parse import urljoin

from comms_desk.media.feeds import errors
from comms_desk.media.feeds.clean import (
    MarkupTooDeep,
    clean_link,
    on_one_line,
    one_line,
    plain_text,
)
from comms_desk.media.feeds.dates import read_date
from comms_desk.media.feeds.document import FeedDocument, ttl_minutes
from comms_desk.media.feeds.given import Given, GivenAbout, GivenFeed
from comms_desk.media.feeds.json_reader import read_json
from comms_desk.media.feeds.left_out import LeftOutReason

LONGEST_AUTHOR = 1_000
"""Characters looked at: more are no names."""

_WORD = re.compile(r"[^\s<>()\[\],;]++")
_AROUND_NOTHING = re.compile(r"<\s*+>|\(\s*+\)|\[\s*+\]")
_PIECE = re.compile(r"[,;]|\([^()]*+\)?|\"[^\"]*+\"?|[^(),;\"]++|\)")
"""What stands in brackets or between quotation marks is one piece, its commas with it."""


GROUP = 25
"""Entries read at once: a stop is heard between two groups."""
GROUP_BYTES = 1 << 20
"""Entries that hold more are read at once only when there is one."""
TITLE_LIMIT = 500
KEY_LIMIT = 300
AUTHOR_LIMIT = 200
LINK_LIMIT = 2_000
SUMMARY_LIMIT = 1_000
PARSER_FAILURES = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RecursionError,
)
"""What feedparser, which promises never to raise, has been seen to raise, and its like."""
_FROM_TEXT = 120
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry, as a feed tells it; everything is plain text."""

    key: str
    """What the feed calls it: its id, or else its link, or else a hash of its words."""
    title: str
    link: str
    summary: str
    text: str
    """The whole of what the feed gives, its summary included."""
    author: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a feed says of itself; empty where it does not."""

    title: str = ""
    site: str = ""
    language: str = ""
    ttl: timedelta = timedelta()
    """How long it wants to be left in peace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A group of entries, and what the feed says of itself."""

    about: About
    entries: tuple[FeedEntry, ...]
    places: tuple[int, ...] = ()
    """Which slice of the document told each of *entries*."""
    left_out: Mapping[int, LeftOutReason] = field(default_factory=dict)
    """The slices that could not be read, and why."""


def groups(document: FeedDocument, indices: Sequence[int]) -> list[Sequence[int]]:
    """Return *indices* in groups that may be read at once, the last of the document first.

    There is at least one group, even without any entry: its reading says what the feed is.
    """
    found: list[list[int]] = [[]]
    held_bytes = 0
    for index in reversed(indices):
        start, end = document.slices[index]
        is_full = len(found[-1]) == GROUP or held_bytes + end - start > GROUP_BYTES
        if found[-1] and is_full:
            found.append([])
            held_bytes = 0
        found[-1].insert(0, index)
        held_bytes += end - start
    return list(found)


def read(
    document: FeedDocument,
    groups: Iterable[Sequence[int]],
    *,
    address: str,
    is_known: bool = False,
) -> Iterator[Reading]:
    """Yield what each of *groups* holds.  Of a feed that *is_known* only its ttl is read again.

    What a feed says of itself is read once, with its first group, and goes with each.

    Raises:
        BrokenFeed: No entry of the whole document could be read, or it has none and is cut short.
    """
    about = About(ttl=_ttl(ttl_minutes(document).decode("ascii"))) if is_known else None
    unreadable = 0
    for group in groups:
        reading = _read_group(document, group, about, address)
        about = reading.about
        unreadable += sum(why is LeftOutReason.UNREADABLE for why in reading.left_out.values())
        yield reading
    if unreadable and unreadable == len(document.slices):
        raise errors.BrokenFeed(address, reason="no entry could be read")


def _read_group(
    document: FeedDocument, group: Sequence[int], about: About | None, address: str
) -> Reading:
    """Read *group* at once, or one by one where the parser fails, or takes two for one.

    What the feed says of itself is read without any entry, and its entries without the rest.
    """
    if not group:
        return Reading(about=about or _about_of_no_entry(document, address), entries=())
    about = about or _about_alone(document, address)
    try:
        entries = _given(document, group).entries
    except PARSER_FAILURES:
        log.exception("the entries of %s are read one by one", address)
        entries = ()
    if len(entries) == len(group):
        return _reading(about, zip(group, entries, strict=True), address)
    return _reading(about, _one_by_one(document, group, address), address)


def _about_of_no_entry(document: FeedDocument, address: str) -> About:
    try:
        found = _given(document, ())
    except PARSER_FAILURES as error:
        raise errors.BrokenFeed(address, reason=type(error).__name__) from error
    if found.trouble and not document.is_whole():
        raise errors.BrokenFeed(address, reason=found.trouble)
    return _about(found.about, address)


def _one_by_one(
    document: FeedDocument, group: Sequence[int], address: str
) -> Iterator[tuple[int, Given | None]]:
    """Yield the entries of each slice; None for one that the parser cannot read."""
    for index in group:
        try:
            entries = _given(document, [index]).entries
        except PARSER_FAILURES as error:
            log.warning("an entry of %s is left out: %s", address, error)
            entries = ()
        for given in entries or (None,):
            yield index, given


def _reading(about: About, told: Iterable[tuple[int, Given | None]], address: str) -> Reading:
    entries: list[FeedEntry] = []
    places: list[int] = []
    left_out: dict[int, LeftOutReason] = {}
    for index, given in told:
        made = LeftOutReason.UNREADABLE if given is None else _made(given, address)
        if isinstance(made, FeedEntry):
            entries.append(made)
            places.append(index)
        elif made is not None:
            left_out[index] = made
    return Reading(about=about, entries=tuple(entries), places=tuple(places), left_out=left_out)


def _about_alone(document: FeedDocument, address: str) -> About:
    try:
        return _about(_given(document, ()).about, address)
    except PARSER_FAILURES:
        return About()


def _given(document: FeedDocument, group: Sequence[int]) -> GivenFeed:
    """Return what the entries of *group* are; of none, what the feed says of itself."""
    is_bare = bool(group)
    if document.is_json:
        some = (document.body[slice(*document.slices[index])] for index in group)
        return read_json(b"" if is_bare else document.around(), some)
    from comms_desk.media.feeds.xml_reader import read_xml

    return read_xml(document.only(group, bare=is_bare), is_bare=is_bare)


def _made(given: Given, address: str) -> FeedEntry | LeftOutReason | None:
    """Return the entry, why it is left out, or None: it holds nothing to show."""
    try:
        return _entry(given, address)
    except MarkupTooDeep as error:
        return error.why
    except PARSER_FAILURES as error:
        log.warning("an entry of %s is left out: %s", address, error)
        return LeftOutReason.UNREADABLE


def _entry(given: Given, address: str) -> FeedEntry | None:
    link = _link(address, given.link)
    summary = plain_text(given.summary)
    text = max(map(plain_text, given.contents), key=len, default="")
    begins = on_one_line(text[: 2 * _FROM_TEXT])
    if summary and not begins.startswith(on_one_line(summary)[:_FROM_TEXT].rstrip("… .[]")):
        text = f"{summary}\n\n{text}" if text else summary
    title = one_line(given.title, is_markup=not given.is_title_plain)
    title = title or one_line(text)[:_FROM_TEXT]
    author = ", ".join(dict.fromkeys(chain.from_iterable(map(names, given.authors))))
    published_at = next(filter(None, map(_moment, given.dates)), None)
    if not (title or link or author or published_at or one_line(given.id) or given.more):
        return None
    return FeedEntry(
        key=_key(given, link, title, text),
        title=title[:TITLE_LIMIT],
        link=link,
        summary=(summary or text)[:SUMMARY_LIMIT],
        text=text,
        author=author[:AUTHOR_LIMIT],
        published_at=published_at,
    )


def _link(address: str, link: str) -> str:
    """Return *link* whole and clean, or nothing; a feed may write it from its own address."""
    try:
        return clean_link(urljoin(address, link.strip()))[:LINK_LIMIT] if link.strip() else ""
    except ValueError:
        return ""


def _key(given: Given, link: str, title: str, text: str) -> str:
    """Return what *given* calls itself; a hash of what it has where it does not."""
    key = one_line(given.id) or link
    if 0 < len(key) <= KEY_LIMIT:
        return key
    told = f"{key}\n{title}\n{text if not key else ''}"
    if not (key or title or text):
        told = "\n".join((*given.more, *given.dates, *given.authors))
    return blake2b(told.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _moment(written: str) -> datetime | None:
    """Return a moment that makes sense; dates of before the web are mistakes."""
    moment = read_date(written)
    return moment if moment is not None and moment >= _OLDEST else None


def _about(given: GivenAbout, address: str) -> About:
    try:
        title = one_line(given.title, is_markup=True)[:TITLE_LIMIT]
    except MarkupTooDeep:
        title = ""
    return About(
        title=title,
        site=_link(address, given.site),
        language=one_line(given.language)[:2].lower(),
        ttl=_ttl(given.ttl),
    )


def _ttl(minutes: str) -> timedelta:
    text = minutes.strip()
    if not (text.isascii() and text.isdigit()):
        return timedelta()
    return min(timedelta(minutes=int(text[:6])), timedelta(days=1))


def names(written: str) -> list[str]:
    """Return the names in what one element says of authors; addresses where it has no name."""
    text = one_line(written[:LONGEST_AUTHOR])
    if "@" not in text:
        return [text] if text else []
    words: list[str] = _WORD.findall(text)
    nameless = _WORD.sub(lambda word: "" if "@" in word[0] else word[0], text)
    return _pieces(_AROUND_NOTHING.sub(" ", nameless)) or [
        word.removeprefix("mailto:") for word in words if "@" in word
    ]


def _pieces(text: str) -> list[str]:
    pieces = [""]
    for piece in _PIECE.findall(text):
        if piece in (",", ";"):
            pieces.append("")
        else:
            pieces[-1] += piece
    return list(filter(None, map(_bare, pieces)))


def _bare(piece: str) -> str:
    piece = " ".join(piece.split()).strip("\"' ")
    if piece.startswith("(") and piece.endswith(")"):
        piece = piece[1:-1].strip("\"' ")
    return piece
