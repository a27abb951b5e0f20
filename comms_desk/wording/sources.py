"""How the feeds fare, in words: alone, and together."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from comms_desk.i18n import _, format_lasted, format_number, format_time, ngettext, pgettext
from comms_desk.media.feeds.health import Health, Verdict
from comms_desk.media.feeds.model import Feed
from comms_desk.media.feeds.standing import Standing

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


def standing(feeds: Standing) -> str:
    """Say whether anything need have been missed, and by how many feeds; nothing where none is."""
    counts = (
        (feeds.new, ngettext("{n} not read yet", "{n} not read yet", feeds.new)),
        (feeds.late, ngettext("{n} silent", "{n} silent", feeds.late)),
        (feeds.broken, ngettext("{n} failing", "{n} failing", feeds.broken)),
        (feeds.gaps, ngettext("{n} gap", "{n} gaps", feeds.gaps)),
    )
    said = [words.format(n=format_number(n)) for n, words in counts if n]
    return ", ".join(said) or (_("no gap") if feeds.read else "")
