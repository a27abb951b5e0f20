"""How the feeds fare, in words: alone, and together; and what they may refuse."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_lasted, format_number, format_time, ngettext, pgettext
from comms_desk.media.feeds import errors as feeds
from comms_desk.media.feeds.health import Health, Verdict
from comms_desk.media.feeds.left_out import (
    ENTRY_LIMIT,
    ENTRY_LIMIT_BYTES,
    LeftOutEntries,
    LeftOutReason,
)
from comms_desk.media.feeds.model import Feed
from comms_desk.media.feeds.standing import FeedsStanding
from comms_desk.wording.reasons import because, is_known
from comms_desk.wording.sentence import Says, own_words

VERDICTS: Mapping[Verdict, Callable[[], str]] = {
    Verdict.STOPPED: lambda: _("stopped"),
    Verdict.MOVED: lambda: pgettext("feed", "moved"),
    Verdict.FAILING: lambda: _("failing"),
    Verdict.DOUBLE: lambda: pgettext("feed", "twice"),
    Verdict.LATE: lambda: pgettext("feed", "silent"),
    Verdict.GAP: lambda: _("gap"),
    Verdict.UNANSWERED: lambda: pgettext("feed", "not followed"),
    Verdict.PAUSED: lambda: _("paused"),
    Verdict.NEW: lambda: pgettext("feed", "new"),
    Verdict.GOOD: lambda: pgettext("feed", "good"),
}
"""How a feed fares, in a word."""


def silence(health: Health) -> str:
    """Say how long a feed has had nothing new, and how long that usually takes."""
    if health.silence is None:
        return ""
    said = _("nothing new for {time}").format(time=format_lasted(about(health.silence)))
    if health.usual is None:
        return said
    usual = _("usually {time}").format(time=format_lasted(about(health.usual)))
    return _("{silence}; {usual}").format(silence=said, usual=usual)


def about(time: timedelta) -> timedelta:
    """Return *time* as one says it: in hours from three on, in days from three on."""
    for unit in (timedelta(days=1), timedelta(hours=1)):
        if time >= 3 * unit:
            return round(time / unit) * unit
    return time


def pace(health: Health) -> str:
    """Say how much a feed usually publishes; nothing while that is not known."""
    if health.a_week is None:
        return ""
    if health.a_week < 1:
        return _("less than one article a week")
    days = 7
    if health.a_week < days:
        count = round(health.a_week)
        said = ngettext("about {n} article a week", "about {n} articles a week", count)
    else:
        count = round(health.a_week / days)
        said = ngettext("about {n} article a day", "about {n} articles a day", count)
    return said.format(n=format_number(count))


def as_sentence(words: str) -> str:
    """Return *words* with a capital, to stand alone."""
    return f"{words[:1].upper()}{words[1:]}"


def next_reading(feed: Feed) -> str:
    """Say when *feed* is read next; nothing where it is not."""
    return format_time(feed.due_at) if feed.is_read else ""


def standing(all_feeds: FeedsStanding) -> str:
    """Say whether anything need have been missed, and by how many feeds; nothing where none is."""
    counts = (
        (all_feeds.new, ngettext("{n} not read yet", "{n} not read yet", all_feeds.new)),
        (all_feeds.late, ngettext("{n} silent", "{n} silent", all_feeds.late)),
        (all_feeds.broken, ngettext("{n} failing", "{n} failing", all_feeds.broken)),
        (all_feeds.gaps, ngettext("{n} gap", "{n} gaps", all_feeds.gaps)),
    )
    said = [words.format(n=format_number(n)) for n, words in counts if n]
    return ", ".join(said) or (_("no gap") if all_feeds.read else "")


def left_out(entries: LeftOutEntries) -> str:
    """Say how many entries of a feed's last document were not taken in, and why.

    Where there is one reason, it is that of them all: their number is said once.
    """
    said = [(_why(why, count), count) for why, count in entries.counts]
    if len(said) > 1:
        each = _("{n} {reason}")
        said = [(each.format(n=format_number(n), reason=reason), n) for reason, n in said]
    reasons = ", ".join(reason for reason, _count in said)
    return ngettext(
        "{n} article left out: {reasons}.", "{n} articles left out: {reasons}.", entries.total
    ).format(n=format_number(entries.total), reasons=reasons)


def _why(why: LeftOutReason, count: int) -> str:
    """Return what *count* entries are."""
    match why:
        case LeftOutReason.TOO_MANY:
            said = ngettext("past the first {limit}", "past the first {limit}", count)
        case LeftOutReason.TOO_LARGE:
            said = ngettext(
                "larger than {megabytes}\u00a0MB", "larger than {megabytes}\u00a0MB", count
            )
        case LeftOutReason.UNREADABLE:
            said = ngettext("unreadable", "unreadable", count)
        case _:
            said = ngettext("too tangled to be read safely", "too tangled to be read safely", count)
    return said.format(megabytes=ENTRY_LIMIT_BYTES >> 20, limit=format_number(ENTRY_LIMIT))


def _not_followed(e: feeds.NotFollowed) -> tuple[str, str]:
    says = FEEDS.get(type(e.trouble), own_words)
    what, _way_out_of_one_that_is = says(e.trouble)
    match e.trouble:
        case feeds.Unreachable():
            way_out = _("Check the address and this computer’s connection, then try again.")
        case feeds.FeedGone():
            way_out = _("Look for the feed’s new address on the site.")
        case feeds.BrokenFeed() | feeds.DangerousFeed():
            way_out = _("Look for another feed of the site, or tell the people who run it.")
        case _:
            way_out = _("Try again later.")
    return what, f"{_('Nothing was added.')} {way_out}"


FEEDS: Mapping[type[CommsDeskError], Says] = {
    feeds.NotAFeed: lambda e: (
        (
            _("{address} is a web page, not a feed.")
            if e.found == "html"
            else _("What {address} sends is not a feed.")
        ).format(address=e.address),
        _("Give the site’s address: its feeds will be looked for."),
    ),
    feeds.Unreachable: lambda e: (
        _("{address} cannot be reached: {reason}.").format(
            address=e.address, reason=because(e.reason)
        )
        if is_known(e.reason)
        else _("{address} cannot be reached.").format(address=e.address),
        _("Check the address and this computer’s connection; it will be tried again."),
    ),
    feeds.NotFollowed: _not_followed,
}
