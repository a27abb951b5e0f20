"""An inquiry in the words of its list and of its card: who, for when, where it stands, so far."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from comms_desk.i18n import (
    CITY_ZONE,
    _,
    format_date,
    format_number,
    format_time,
    format_weekday,
    ngettext,
    pgettext,
)
from comms_desk.media.inquiries.facts import ATTRIBUTION, CAUSE, HOW, RESOLUTION, STATUS
from comms_desk.media.inquiries.model import Basis, Hour, Inquiry, Part
from comms_desk.media.inquiries.moments import NOBODY, Holder, How, Moment, Status, What
from comms_desk.media.inquiries.reply import ReplyLetter
from comms_desk.ui.kit.controls import PART
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.kit.theme import Hue

_HUES = {Status.APPROVED: Hue.GREEN, Status.CONSULTING: Hue.AMBER, Status.ANSWERED: Hue.GREEN}
WEEK_DAYS = 6
"""A day so near is known by its weekday."""
HOUR_MINUTES = 60
DAY_HOURS = 24


# ── The list ──────────────────────────────────────────────────────────────────────────


def row(inquiry: Inquiry, now: datetime) -> Row:
    """Return *inquiry* as a row, under the heading of its hour."""
    who = ", ".join(each.name for each in inquiry.reporters)
    detail = PART.join(filter(None, (inquiry.outlet_name or who, _due(inquiry, now))))
    return Row(
        key=inquiry.id,
        title=inquiry.title,
        detail=detail,
        tags=(tag(inquiry, now),),
        group=_group(inquiry, now),
        tooltip=PART.join(filter(None, (inquiry.outlet_name, who))),
        strong=inquiry.is_open,
    )


def tag(inquiry: Inquiry, now: datetime) -> RowTag:
    """Return where *inquiry* stands, in a word or two: that it is late before all else."""
    if inquiry.is_open and inquiry.is_late(now):
        return RowTag(_("late"), Hue.RED)
    if inquiry.status is Status.CLOSED and inquiry.resolution is not None:
        return RowTag(RESOLUTION.say(inquiry.resolution).lower())
    hue = _HUES.get(inquiry.status, Hue.NEUTRAL)
    if inquiry.status is Status.ACKNOWLEDGED:
        return RowTag(_("acknowledged"), hue)
    return RowTag(STATUS.say(inquiry.status).lower(), hue)


def heading(is_open: int, late: int, *, capped: bool = False) -> str:
    """Return what the head of the page counts: « 6 ouvertes · 1 en retard »."""
    more = "+" if capped else ""
    waiting = ngettext("{n} open", "{n} open", is_open).format(n=format_number(is_open) + more)
    behind = ngettext("{n} late", "{n} late", late).format(n=format_number(late))
    return PART.join((waiting, behind)) if late else waiting


def _due(inquiry: Inquiry, now: datetime) -> str:
    if not inquiry.is_open and inquiry.ended_at is not None:
        return said_when(inquiry.ended_at, now)
    if inquiry.hour.at is None:
        return _("deadline to ask for")
    return said_hour("on_air" if inquiry.waits_for_air else "deadline", inquiry.hour, now)


def _group(inquiry: Inquiry, now: datetime) -> str:
    if not inquiry.is_open:
        return ""
    if inquiry.is_late(now):
        return _("Late")
    due, today = inquiry.due_at, now.astimezone(CITY_ZONE).date()
    if due is None or due.astimezone(CITY_ZONE).date() <= today:
        return _("Today")
    return _("Later")


# ── Hours ─────────────────────────────────────────────────────────────────────────────


def said_when(moment: datetime, now: datetime) -> str:
    """Return *moment* as one says it today: its hour, « hier à 16 h », « vendredi à 9 h »."""
    day, today = (each.astimezone(CITY_ZONE).date() for each in (moment, now))
    hour, days = format_time(moment), (day - today).days
    if days == 0:
        return hour
    if days == -1:
        return _("yesterday at {hour}").format(hour=hour)
    if days == 1:
        return _("tomorrow at {hour}").format(hour=hour)
    if abs(days) <= WEEK_DAYS:
        name = format_weekday(moment).split(" ")[0].rstrip(",")
        said = _("{weekday} at {hour}") if days > 0 else _("last {weekday} at {hour}")
        return said.format(weekday=name, hour=hour)
    return _("{date} at {hour}").format(date=format_date(day), hour=hour)


def said_hour(which: str, hour: Hour, now: datetime) -> str:
    """Return an *hour*, the "deadline" or "on_air", with how it is known; "?" where it is not."""
    if hour.at is None:
        asks = {"deadline": _("deadline to ask for?"), "on_air": _("air time to ask for?")}
        return asks[which]
    says = {"deadline": _("deadline {hour}"), "on_air": _("on air {hour}")}
    said = says[which].format(hour=said_when(hour.at, now))
    if hour.basis is Basis.UNSURE:
        return _("{hour}?").format(hour=said)
    if hour.basis is Basis.ASSUMED:
        return _("{hour}, assumed").format(hour=said)
    return said


def is_doubtful(hour: Hour) -> bool:
    """Whether a person is still to say it: it is amber."""
    return hour.basis in {Basis.UNSURE, Basis.TO_ASK}


def lasted(time: timedelta) -> str:
    """Return how long that is: « 40 min », « 2 h 10 », « 3 j 4 h »."""
    minutes = max(int(time.total_seconds()) // 60, 0)
    hours, rest = divmod(minutes, HOUR_MINUTES)
    if hours == 0:
        return _("{n}\u00a0min").format(n=rest)
    if hours < DAY_HOURS:
        return (
            _("{n}\u00a0h\u00a0{m:02}").format(n=hours, m=rest)
            if rest
            else _("{n}\u00a0h").format(n=hours)
        )
    days, rest = divmod(hours, DAY_HOURS)
    return (
        _("{d}\u00a0d\u00a0{n}\u00a0h").format(d=days, n=rest)
        if rest
        else _("{d}\u00a0d").format(d=days)
    )


def said_how(how: How | None) -> str:
    """Return by what way, within a sentence; "" where nobody said."""
    said = "" if how is None else HOW.say(how)
    return said[:1].lower() + said[1:]


# ── People ────────────────────────────────────────────────────────────────────────────


def called(holder: Holder, names: Mapping[int, str]) -> str:
    """Return what *holder* is called, by the *names* of the office."""
    if holder.person is not None:
        return names.get(holder.person, _("Somebody who left"))
    return holder.body or _("Nobody")


def kept_by(holder: Holder) -> str:
    """Return under which name the hours of *holder* are counted: the office's are one."""
    return _("Communications") if holder.person is not None else holder.body or _("With nobody")


def holder_of(part: Part, names: Mapping[int, str]) -> str:
    """Return who has one question where that is not whoever has the whole; else ""."""
    return "" if part.holder == NOBODY else called(part.holder, names)


# ── What happened ─────────────────────────────────────────────────────────────────────


def told(moment: Moment, names: Mapping[int, str]) -> str:
    """Return what happened at *moment*, in a line, without what was said."""
    how = said_how(moment.how)
    said = {
        What.RECEIVED: lambda: _parts(pgettext("inquiry", "Received"), how),
        What.ACKNOWLEDGED: lambda: _parts(_("Acknowledged"), how),
        What.HANDED: lambda: _of_part(
            moment, _("Handed to {who}").format(who=called(moment.holder, names))
        ),
        What.CONSULTED: lambda: _parts(moment.who or _("Consultation"), how),
        What.APPROVED: lambda: (
            _parts(_("Approved by its writer"), moment.reason) if moment.reason else _("Approved")
        ),
        What.ANSWERED: lambda: _parts(
            _("Answered"), how, "" if moment.attribution is None else _attributed(moment)
        ),
        What.FOLLOWED_UP: lambda: _("The reporter came back"),
        What.CORRECTION_ASKED: lambda: _parts(_("Correction asked for"), moment.who),
        What.CORRECTION_CAME: lambda: _parts(_("What came of the correction"), moment.who),
        What.UNANSWERED_SAID: lambda: _parts(_("Published that nobody answered"), moment.who),
        What.LATE: lambda: _parts(
            _("Why it was late"), "" if moment.cause is None else CAUSE.say(moment.cause).lower()
        ),
        What.CLOSED: lambda: _parts(
            "" if moment.resolution is None else RESOLUTION.say(moment.resolution),
            moment.who,
            moment.reason,
        ),
        What.REOPENED: lambda: _("Reopened"),
    }
    return said[moment.what]()


def _attributed(moment: Moment) -> str:
    return "" if moment.attribution is None else ATTRIBUTION.say(moment.attribution).lower()


def _of_part(moment: Moment, said: str) -> str:
    if moment.part is None:
        return said
    return _("Question {n}: {what}").format(n=moment.part, what=said)


def _parts(*said: str) -> str:
    return ", ".join(filter(None, said))


def noted(moment: Moment, names: Mapping[int, str], now: datetime) -> str:
    """Return when that happened, who noted it, and that it was taken back."""
    by = "" if moment.by is None else names.get(moment.by, "")
    back = "" if moment.taken_back_at is None else _("taken back")
    return PART.join(filter(None, (said_when(moment.at, now), by, back)))


def letters_astray(letters: Sequence[ReplyLetter]) -> str:
    """Return which letters did not reach whoever asks, or nobody knows of; "" for none."""
    said = [
        _("What was sent did not reach {address}.").format(address=each.letter.to.bare)
        for each in letters
        if each.is_undelivered and each.letter.decided_at is None
    ] + [
        _("Nobody knows whether it reached {address}: ask them.").format(
            address=each.letter.to.bare
        )
        for each in letters
        if each.is_doubtful
    ]
    return "\n".join(dict.fromkeys(said))
