"""The feeds in words: a row each, and all that is known of one that fails.

A row has the address or why it fails, in few words; the sentence and its way out stand on the
card of the feed.  Written in a reading thread, as `words` is.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from comms_desk.i18n import _, format_moment
from comms_desk.media.feeds import errors
from comms_desk.media.feeds.errors import FeedTrouble
from comms_desk.media.feeds.model import Feed, FeedState
from comms_desk.media.outlets.model import Outlet, OutletId
from comms_desk.text.discretion import without_secrets
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.kit.theme import Hue
from comms_desk.wording import say
from comms_desk.wording.reasons import because, is_known
from comms_desk.wording.watch import left_out

if TYPE_CHECKING:
    from comms_desk.media.feeds.discovery import Found

_WHY: Mapping[type[FeedTrouble], Callable[..., str]] = {
    errors.WrongAddress: lambda _e: _("its address is that of no web page"),
    errors.SecretInAddress: lambda _e: _("its address holds a password"),
    errors.RefusedAddress: lambda _e: _("it leads inside a private network"),
    errors.TooLarge: lambda e: _("it sent more than {limit}\u00a0MB").format(limit=e.limit_mib),
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
    errors.CertificateRefused: lambda _e: _("its identity could not be verified (certificate)"),
    errors.NoFeedFound: lambda _e: _("no feed was found there"),
}


@dataclass(frozen=True, slots=True)
class FeedsView:
    """The feeds written out, and where they are."""

    rows: tuple[Row, ...]
    addresses: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """One feed, what it may belong to, and how it fares.

    *trouble* is the sentence and its way out where it fails; *left_out* says how much of it was.
    """

    feed: Feed
    outlets: Mapping[OutletId, str]
    trouble: str
    left_out: str
    fares: str


def view(feeds: Iterable[Feed]) -> FeedsView:
    """Write *feeds*, those that need a look first."""
    order = list(FeedState)
    listed = sorted(feeds, key=lambda feed: (order.index(feed.state), feed.name))
    return FeedsView(
        rows=tuple(map(row, listed)),
        addresses=frozenset(feed.address for feed in listed),
    )


def row(feed: Feed) -> Row:
    """Write a feed as two lines, its address once."""
    trouble = feed.what_failed()
    address = without_secrets(feed.address) if feed.title else ""
    last = feed.answered_at
    answered = _("Last answer: {moment}").format(moment=format_moment(last)) if last else ""
    return Row(
        key=feed.id,
        title=feed.name,
        detail=address if trouble is None else why(trouble),
        tags=_tags(feed),
        strong=trouble is not None,
        tooltip="\n".join(filter(None, ("" if trouble else address, _below(feed), answered))),
    )


def view_of(feed: Feed, outlets: Iterable[Outlet]) -> FeedView:
    """Write all that the card of *feed* says; *outlets* may be its, with the one that is."""
    trouble = feed.what_failed()
    names = {each.id: each.name for each in outlets}
    if feed.outlet_id is not None:
        names.setdefault(feed.outlet_id, feed.outlet_name)
    moments = (
        (_("Last answer: {moment}"), feed.answered_at),
        (_("Last article: {moment}"), feed.new_at),
    )
    return FeedView(
        feed=feed,
        outlets=names,
        trouble=whole(trouble) if trouble else "",
        left_out=left_out(feed.left_out) if feed.left_out.total else "",
        fares=" · ".join(said.format(moment=format_moment(at)) for said, at in moments if at),
    )


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


def offers(found: "Sequence[Found]") -> Mapping[str, str]:
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


def _which(feed: "Found", alike: "Sequence[Found]") -> str:
    """Return what tells *feed* from the others of *alike*, which have its title."""
    own, others = list(_marks(feed)), [list(_marks(one)) for one in alike if one is not feed]
    telling = (
        mark
        for place, mark in enumerate(own)
        if mark and all(_folded(mark) != _folded(each[place]) for each in others)
    )
    return without_secrets(next(telling, feed.address))


def _marks(feed: "Found") -> Iterator[str]:
    """Give what may tell *feed* from others of its title, the best first."""
    address = urlsplit(feed.address)
    yield "" if _folded(feed.announced_as) == _folded(feed.title) else feed.announced_as
    yield address.path
    yield f"{address.path}?{address.query}"


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _tags(feed: Feed) -> tuple[RowTag, ...]:
    if feed.state is FeedState.GOOD and feed.left_out.total:
        return (RowTag(_("incomplete"), Hue.AMBER),)
    if feed.state is FeedState.GOOD and feed.new_at is None:
        return (RowTag(_("nothing yet")),)
    return {
        FeedState.STOPPED: (RowTag(_("stopped"), Hue.RED),),
        FeedState.FAILING: (RowTag(_("failing"), Hue.AMBER),),
        FeedState.PAUSED: (RowTag(_("paused")),),
        FeedState.NEW: (RowTag(_("not read yet")),),
        FeedState.GOOD: (),
    }[feed.state]
