"""The feeds in words: a row each, and all that is known of one that fails.

A row has the address or why it fails, in few words; the sentence and its way out stand on the
card of the feed.  Written in a reading thread, as `words` is.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from comms_desk.i18n import _, format_moment, format_time, one_stop, pgettext
from comms_desk.media.feeds import errors
from comms_desk.media.feeds.errors import FeedTrouble
from comms_desk.media.feeds.health import BROKEN, Verdict
from comms_desk.media.feeds.model import Feed
from comms_desk.media.feeds.standing import FeedsStanding, worst_first
from comms_desk.media.outlets.model import Outlet, OutletId
from comms_desk.text.discretion import without_secrets
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.wording import say
from comms_desk.wording.feeds import (
    VERDICTS,
    as_sentence,
    left_out,
    next_reading,
    pace,
    silence,
    standing,
)
from comms_desk.wording.reasons import because, is_known

if TYPE_CHECKING:
    from comms_desk.media.feeds.discovery import FoundFeed

_WHY: Mapping[type[FeedTrouble], Callable[..., str]] = {
    errors.WrongAddress: lambda _e: _("its address is that of no web page"),
    errors.SecretInAddress: lambda _e: _("its address holds a password"),
    errors.RefusedAddress: lambda _e: _("it leads inside a private network"),
    errors.FeedTooLarge: lambda e: _("it sent more than {limit}\u00a0MB").format(limit=e.limit_mib),
    errors.TooSlow: lambda e: _("no answer after {seconds} seconds").format(seconds=e.limit_s),
    errors.TooManyRedirects: lambda _e: _("it redirects in a loop"),
    errors.FeedGone: lambda _e: _("no longer there"),
    errors.FeedNotFound: lambda _e: _("there is nothing at its address"),
    errors.AccessRefused: lambda e: _("it blocks automatic reading (response {status})").format(
        status=e.status
    ),
    errors.AskedToWait: lambda _e: _("it asks to wait before the next reading"),
    errors.ServerFailed: lambda e: _("its server is down (response {status})").format(
        status=e.status
    ),
    errors.NotAFeed: lambda e: (
        _("a web page, not a feed") if e.found == "html" else _("what it sends is not a feed")
    ),
    errors.BrokenFeed: lambda _e: _("it is unreadable"),
    errors.DangerousFeed: lambda _e: _("abnormally large content; it was not read"),
    errors.Unreachable: lambda e: (
        because(e.reason) if is_known(e.reason) else _("it cannot be reached")
    ),
    errors.FeedCertificateRefused: lambda _e: _("its identity could not be verified (certificate)"),
    errors.NoFeedFound: lambda _e: _("no feed was found there"),
    errors.MovedOnAnother: lambda _e: _("it has moved to where another feed is"),
}
LOOK_FIRST = BROKEN | {Verdict.DOUBLE, Verdict.LATE, Verdict.GAP}

ELSEWHERE = frozenset({Verdict.STOPPED, Verdict.MOVED, Verdict.UNANSWERED, Verdict.LATE})
"""What is said of a feed that may have another address by now."""


@dataclass(frozen=True, slots=True)
class FeedsView:
    """The feeds written out, how they fare together, and where they are.

    *unanswered* are on trial, and did not answer; *offered* says how many more may be tried.
    """

    rows: tuple[Row, ...]
    heading: str
    addresses: frozenset[str]
    unanswered: int = 0
    offered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """One feed, what it may belong to, and how it fares.

    *trouble* is the sentence and its way out where it fails, *silence* where it answers and has
    nothing, or has moved onto another one; *left_out* says how much of it was; at *look_at* its new
    address may be found.
    """

    feed: Feed
    outlets: Mapping[OutletId, str]
    trouble: str
    silence: str
    left_out: str
    fares: str
    look_at: str = ""


def view(feeds: Iterable[Feed], together: FeedsStanding, *, offered: int = 0) -> FeedsView:
    """Write *feeds*, those that need a look first, then by their folders."""
    from comms_desk.wording import feed_lists

    listed = sorted(worst_first(feeds), key=_place)
    heading = (feed_lists.answering(together), standing(together))
    return FeedsView(
        rows=tuple(map(row, listed)),
        heading=" · ".join(filter(None, heading)),
        addresses=frozenset(feed.address for feed in listed),
        unanswered=together.unanswered,
        offered=offered,
    )


def row(feed: Feed) -> Row:
    """Write a feed as two lines: who it is; how much it publishes, or what ails it."""
    address = without_secrets(feed.address) if feed.title else ""
    next_at = next_reading(feed)
    rhythm = (
        "" if feed.outlet_name in feed.title else feed.outlet_name,
        pace(feed.health),
        _("next reading: {time}").format(time=next_at) if next_at and feed.answered_at else "",
    )
    last = feed.answered_at
    answered = _("Last answer: {moment}").format(moment=format_moment(last)) if last else ""
    ailing = ails(feed)
    return Row(
        key=feed.id,
        title=feed.name,
        detail=ailing or " · ".join(filter(None, rhythm)) or address,
        group=_group(feed),
        tags=_tags(feed),
        strong=feed.health.verdict in LOOK_FIRST,
        tooltip="\n".join(filter(None, (address, _below(feed), answered))),
    )


def ails(feed: Feed) -> str:
    """Return what is to be known of *feed* at once, in few words; nothing when all is well."""
    trouble = feed.what_failed()
    if trouble is not None:
        return why(trouble)
    if feed.health.verdict is Verdict.LATE:
        return silence(feed.health)
    if feed.health.gap is not None:
        return _("articles may be missing from {start} to {end}").format(
            start=format_time(feed.health.gap[0]), end=format_time(feed.health.gap[1])
        )
    return ""


def _place(feed: Feed) -> tuple[int, str]:
    """Return where *feed* stands: first what needs a look, last what is not followed."""
    if feed.health.verdict in LOOK_FIRST:
        return 0, ""
    is_last = feed.health.verdict is Verdict.UNANSWERED
    return (2, "") if is_last else (1, feed.folder.casefold())


def _group(feed: Feed) -> str:
    place, _folder = _place(feed)
    followed = feed.folder or pgettext("feeds", "Followed")
    return (_("To look at"), followed, _("Tried, not followed"))[place]


def view_of(feed: Feed, outlets: Iterable[Outlet]) -> FeedView:
    """Write all that the card of *feed* says; *outlets* may be its, with the one that is."""
    trouble = feed.what_failed()
    said, is_double = whole(trouble) if trouble else "", feed.health.verdict is Verdict.DOUBLE
    names = {each.id: each.name for each in outlets}
    if feed.outlet_id is not None:
        names.setdefault(feed.outlet_id, feed.outlet_name)
    moments = (
        (_("Last answer: {moment}"), feed.answered_at),
        (_("Last article: {moment}"), feed.new_at),
        (_("Next reading: {moment}"), feed.due_at if feed.is_read else None),
    )
    fares = [said.format(moment=format_moment(at)) for said, at in moments if at]
    rhythm = pace(feed.health)
    if rhythm:
        fares.append(_("Publishes {pace}").format(pace=rhythm))
    return FeedView(
        feed=feed,
        outlets=names,
        trouble="" if is_double else said,
        silence=said if is_double else "" if trouble else _what_to_do(feed),
        left_out=left_out(feed.left_out) if feed.left_out.total else "",
        fares=" · ".join(fares),
        look_at=_home(feed) if feed.health.verdict in ELSEWHERE else "",
    )


def _home(feed: Feed) -> str:
    """Return the address of the site of *feed*, or of its host."""
    parts = urlsplit(feed.address)
    return feed.site or f"{parts.scheme}://{parts.netloc}/"


def _below(feed: Feed) -> str:
    """Return all that is wrong with *feed*; nothing when all is well."""
    trouble = feed.what_failed()
    parts = (
        whole(trouble) if trouble else "",
        left_out(feed.left_out) if feed.left_out.total else "",
    )
    return " ".join(filter(None, parts))


def why(trouble: FeedTrouble) -> str:
    """Return why a feed fails, in few words and without its address."""
    return _WHY[type(trouble)](trouble)


def whole(trouble: FeedTrouble) -> str:
    """Return all that is known of *trouble*, and what to do about it."""
    said = say(trouble)
    return said.whole


def offers(found: "Sequence[FoundFeed]") -> Mapping[str, str]:
    """Return the verb that has each of *found* watched, by address; no two are the same.

    Feeds of one title are told apart by what their site calls them, else by the path of their
    address.
    """
    titles = Counter(_folded(each.title) for each in found)
    said: dict[str, str] = {}
    for each in found:
        title = each.title or without_secrets(each.address)
        if each.title and titles[_folded(each.title)] > 1:
            alike = [one for one in found if _folded(one.title) == _folded(each.title)]
            title = _("{title} ({which})").format(title=title, which=_which(each, alike))
        said[each.address] = _("Follow {title}").format(title=title)
    return said


def _which(feed: "FoundFeed", alike: "Sequence[FoundFeed]") -> str:
    """Return what tells *feed* from the others of *alike*, which have its title."""
    own, others = list(_marks(feed)), [list(_marks(one)) for one in alike if one is not feed]
    telling = (
        mark
        for place, mark in enumerate(own)
        if mark and all(_folded(mark) != _folded(each[place]) for each in others)
    )
    return without_secrets(next(telling, feed.address))


def _marks(feed: "FoundFeed") -> Iterator[str]:
    """Give what may tell *feed* from others of its title, the best first."""
    address = urlsplit(feed.address)
    yield "" if _folded(feed.announced_as) == _folded(feed.title) else feed.announced_as
    yield address.path
    yield f"{address.path}?{address.query}"


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _what_to_do(feed: Feed) -> str:
    """Return what ails a feed that answers, and what to do; nothing when all is well."""
    said = as_sentence(ails(feed))
    if feed.health.verdict is Verdict.LATE:
        way_out = _("If its site has news, look there for the feed’s new address.")
    else:
        way_out = _("Look at its site for what it published meanwhile.")
    return one_stop(f"{said}. {way_out}") if said else ""


def _tags(feed: Feed) -> tuple[RowTag, ...]:
    verdict = feed.health.verdict
    if verdict is Verdict.GOOD:
        if feed.left_out.total:
            return (RowTag(_("incomplete"), Hue.AMBER),)
        return () if feed.new_at is not None else (RowTag(_("nothing yet")),)
    if verdict is Verdict.NEW:
        return (RowTag(_("not read yet")),)
    hue = Hue.RED if verdict is Verdict.STOPPED else Hue.AMBER
    return (RowTag(VERDICTS[verdict](), hue if verdict in LOOK_FIRST else Hue.NEUTRAL),)
