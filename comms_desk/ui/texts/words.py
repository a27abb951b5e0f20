"""The words of the Texts page for what a draft is."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from comms_desk.facts import LANGUAGE, listed
from comms_desk.i18n import (
    _,
    current,
    format_date,
    format_moment,
    format_number,
    format_time,
    format_weekday,
    ngettext,
    one_stop,
    pgettext,
)
from comms_desk.media.dispatches.model import SinceSent
from comms_desk.media.drafting.facts import KIND, STATUS, facts
from comms_desk.media.drafting.model import Draft, DraftStatus
from comms_desk.text.markdown import speaking_time
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag

COPIED = listed(facts())


def row(draft: Draft, now: datetime) -> Row:
    """Return *draft* as a row: its title, then what it is."""
    return Row(
        key=draft.id,
        title=draft.title or _("Untitled"),
        detail=detail(draft, now),
        tags=() if draft.archived_at is None else (RowTag(_("Archived")),),
        group=format_date(draft.changed_at),
        copied=(
            *(fact.copied(draft) for fact in COPIED),
            (_("Status"), _("Archived") if draft.archived_at else state(draft, now)),
            (_("Changed"), format_moment(draft.changed_at)),
        ),
        at=format_moment(draft.changed_at),
    )


def detail(draft: Draft, now: datetime) -> str:
    """Return what *draft* is, in a line: its embargo or its state first.

    Its language is said where it is not the reader's.
    """
    kind = KIND.say(draft.kind)
    language = "" if draft.language is current() else LANGUAGE.say(draft.language)
    length = ngettext("{count} word", "{count} words", draft.words).format(
        count=format_number(draft.words)
    )
    return " · ".join(part for part in (state(draft, now), kind, language, length) if part)


def differs(since: SinceSent | None) -> str:
    """Say that a text is not what was sent; "": it is."""
    if since is None:
        return ""
    if since.has_left:
        return _("What left differs from this text")
    return _("What waits to leave differs from this text")


def state(draft: Draft, now: datetime) -> str:
    """Return whether *draft* is under embargo, or what became of it; "" for a draft."""
    if holds(draft, now) and draft.status is not DraftStatus.WITHDRAWN:
        return _("Under embargo")
    return "" if draft.status is DraftStatus.DRAFT else STATUS.say(draft.status)


def standing(draft: Draft) -> tuple[str, Hue]:
    """Return what became of *draft*, as the tag at its head says it; "" for a draft."""
    match draft.status:
        case DraftStatus.DRAFT:
            return "", Hue.NEUTRAL
        case DraftStatus.SCHEDULED:
            return pgettext("text", "scheduled"), Hue.AMBER
        case DraftStatus.RELEASED:
            return _("released"), Hue.GREEN
        case DraftStatus.CORRECTED:
            return _("corrected"), Hue.GREEN
        case DraftStatus.WITHDRAWN:
            return pgettext("text", "withdrawn"), Hue.AMBER


def holds(draft: Draft, now: datetime) -> bool:
    """Say whether an embargo holds *draft*."""
    return draft.embargo is not None and draft.embargo.holds(now)


def embargo(until: datetime) -> str:
    """Return « Sous embargo jusqu’au mardi 24 novembre 2026 à 10 h (HE) »."""
    return _("Under embargo until {date}, {time} (ET)").format(
        date=format_weekday(until), time=format_time(until)
    )


def another_hour(said: str, until: datetime) -> str:
    """Say that what a text says of its embargo is not when that ends."""
    sentence = _("This text says “{words}”, but its embargo holds until {date}, {time}.")
    return one_stop(
        sentence.format(words=said, date=format_weekday(until), time=format_time(until))
    )


def taken_out(said: Iterable[str]) -> str:
    """Say which words went from a text, once its embargo is placed."""
    return _("Out of the text: “{words}”").format(words=" · ".join(said))


def goes(said: Iterable[str]) -> str:
    """Say which words of a file go from its text, once its embargo is placed."""
    return _("The embargo takes out of the text: “{words}”.").format(words=" · ".join(said))


def no_embargo_without(said: Iterable[str]) -> str:
    """Say that an embargo was undone, and that the words that said it are still out."""
    return _("No embargo holds that text now; it is still without “{words}”.").format(
        words=" · ".join(said)
    )


def recovered(at: datetime | None) -> str:
    """Say until when a text was typed that nobody had left; nothing when it was left."""
    if at is None:
        return ""
    return one_stop(_("Recovered as it was at {time}.").format(time=format_time(at)))


def length(words: int, language: str, version: int) -> str:
    """Return « 387 mots · 2 min 59 à voix haute · version 14 »."""
    parts = [
        ngettext("{count} word", "{count} words", words).format(count=format_number(words)),
        _("{time} read aloud").format(time=_clock(speaking_time(words, language))),
    ]
    if version:
        parts.append(_("version {number}").format(number=format_number(version)))
    return " · ".join(parts)


def _clock(time: timedelta) -> str:
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    if not minutes:
        return f"{seconds}\u00a0s"
    return f"{minutes}\u00a0min\u00a0{seconds:02d}"
