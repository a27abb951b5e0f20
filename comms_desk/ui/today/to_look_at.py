"""What fails by itself, in words: feeds, themes, and gaps in the Watch."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, format_moment_within, format_number, format_time, ngettext, pgettext
from comms_desk.ui.frame.pages import TO_CHECK
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.wording import say
from comms_desk.wording.feeds import silence

if TYPE_CHECKING:
    from comms_desk.across.today import FeedGroup, FeedReason, Troubles
    from comms_desk.errors import CommsDeskError
    from comms_desk.media.feeds.model import Feed
    from comms_desk.media.feeds.standing import GapGroup

NAMES_SHOWN = 3
RECENT_DAY = timedelta(hours=20)


def lines(troubles: "Troubles") -> Iterator[Row]:
    """Yield a line for each kind of failure."""
    yield from _gaps(troubles.gaps)
    for theme, error in troubles.broken_watches:
        yield Row(
            key=Ref(Subject.WATCH, int(theme.id)),
            title=_("Watch to correct: {name}").format(name=theme.name),
            detail=_what(error),
            strong=False,
            tags=(RowTag(_("inactive"), Hue.RED),),
        )
    for group in troubles.feeds:
        yield _feeds(group)
    if troubles.silent:
        yield _silent(troubles.silent)
    if troubles.cut_short:
        yield _cut_short(troubles.cut_short)


def bylines(to_check: int) -> Iterator[Row]:
    """Yield the line of what bylines say that the directory does not."""
    if to_check:
        many = ngettext(
            "{n} byline to check in the directory",
            "{n} bylines to check in the directory",
            to_check,
        )
        title = many.format(n=format_number(to_check))
        yield Row(
            key=TO_CHECK, title=title, strong=False, tags=(RowTag(_("to check"), Hue.ACCENT),)
        )


def _gaps(groups: "Iterable[GapGroup]") -> Iterator[Row]:
    for group in groups:
        same_day = group.until - group.since < RECENT_DAY
        said, written = _("from {start} to {end}"), format_time
        if not same_day:
            said, written = pgettext("days", "from {start} to {end}"), format_moment_within
        span = said.format(start=written(group.since), end=written(group.until))
        names = tuple(dict.fromkeys(gap.feed_title for gap in group.gaps))
        many = ngettext("Watch gap: {n} feed", "Watch gap: {n} feeds", len(names))
        yield Row(
            key=Ref(Subject.FEED, int(group.gaps[0].feed)),
            title=_("Watch gap: {feed}").format(feed=names[0])
            if len(names) == 1
            else many.format(n=format_number(len(names))),
            detail=span if len(names) == 1 else f"{span} · {_some(names)}",
            strong=False,
            tags=(RowTag(_("gap"), Hue.AMBER),),
        )


def _feeds(group: "FeedGroup") -> Row:
    """One line for feeds that fail alike; opened, the list of feeds has those that fail first."""
    first, count = group.feeds[0], len(group.feeds)
    if count == 1:
        title, detail = _("Feed: {name}").format(name=first.name), _what_of(first)
    else:
        title = _how_many(group.reason, count).format(n=format_number(count))
        detail = _some(feed.name for feed in group.feeds)
    return Row(
        key=Ref(Subject.FEED, int(first.id)),
        title=title,
        detail=detail,
        strong=False,
        tags=(_tag(group),),
    )


def _tag(group: "FeedGroup") -> RowTag:
    if group.reason.value == "double":
        return RowTag(pgettext("feed", "twice"), Hue.AMBER)
    return RowTag(_("stopped") if group.is_stopped else _("failing"), Hue.RED)


def _silent(feeds: "Sequence[Feed]") -> Row:
    """One line for the feeds that have had nothing new for longer than is their habit."""
    first, count = feeds[0], len(feeds)
    many = ngettext("{n} silent feed", "{n} silent feeds", count).format(n=format_number(count))
    return Row(
        key=Ref(Subject.FEED, int(first.id)),
        title=_("Silent feed: {name}").format(name=first.name) if count == 1 else many,
        detail=silence(first.health) if count == 1 else _some(feed.name for feed in feeds),
        strong=False,
        tags=(RowTag(pgettext("feed", "silent"), Hue.AMBER),),
    )


def _cut_short(feeds: "Sequence[Feed]") -> Row:
    """One line for the feeds that lost entries."""
    from comms_desk.media.feeds.left_out import NOTHING_LEFT_OUT
    from comms_desk.wording.feeds import left_out

    first, count = feeds[0], len(feeds)
    title = _("Feed not taken in whole: {name}").format(name=first.name)
    if count > 1:
        title = ngettext(
            "{n} feed not taken in whole", "{n} feeds not taken in whole", count
        ).format(n=format_number(count))
    said = left_out(sum((feed.left_out for feed in feeds), NOTHING_LEFT_OUT)).rstrip(".")
    return Row(
        key=Ref(Subject.FEED, int(first.id)),
        title=title,
        detail=said if count == 1 else f"{said} · {_some(feed.name for feed in feeds)}",
        strong=False,
        tags=(RowTag(_("incomplete"), Hue.AMBER),),
    )


def _how_many(reason: "FeedReason", n: int) -> str:
    """Return what *n* feeds that fail for *reason* do, its number still to be put in."""
    said = {
        "no_answer": ngettext("{n} feed does not answer", "{n} feeds do not answer", n),
        "out_of_order": ngettext(
            "{n} feed whose server is down", "{n} feeds whose server is down", n
        ),
        "asked_to_wait": ngettext("{n} feed asks to wait", "{n} feeds ask to wait", n),
        "moved": ngettext(
            "{n} feed is no longer at its address", "{n} feeds are no longer at their address", n
        ),
        "refused": ngettext(
            "{n} feed blocks automatic reading", "{n} feeds block automatic reading", n
        ),
        "private": ngettext(
            "{n} feed leads inside a private network", "{n} feeds lead inside a private network", n
        ),
        "unproven": ngettext(
            "{n} feed of unverified identity", "{n} feeds of unverified identity", n
        ),
        "unreadable": ngettext("{n} unreadable feed", "{n} unreadable feeds", n),
        "double": ngettext("{n} feed is followed twice", "{n} feeds are followed twice", n),
    }
    return said[reason.value]


def _some(names: Iterable[str]) -> str:
    """Return the first of *names*, and how many others there are."""
    every = list(names)
    shown, rest = ", ".join(every[:NAMES_SHOWN]), len(every) - NAMES_SHOWN
    if rest <= 0:
        return shown
    return ngettext("{names} and {count} other", "{names} and {count} others", rest).format(
        names=shown, count=format_number(rest)
    )


def _what_of(feed: "Feed") -> str:
    what = _what(feed.what_failed()).rstrip(".")
    if feed.health.verdict == "double":  # it answers
        return what
    since = (
        _("no answer since {moment}").format(moment=format_moment_within(feed.answered_at))
        if feed.answered_at
        else _("never answered")
    )
    return " · ".join(filter(None, (what, since)))


def _what(error: "CommsDeskError | None") -> str:
    if error is None:
        return ""
    return say(error).what
