"""An inquiry in the words of its list and of its card: who, for when, where it stands, so far."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from comms_desk.i18n import CITY_ZONE, _, format_number, ngettext, pgettext
from comms_desk.media.inquiries.case.at_work import AtWork
from comms_desk.media.inquiries.facts import ATTRIBUTION, BASIS, CAUSE, HOW, RESOLUTION, STATUS
from comms_desk.media.inquiries.model import AskedForm, Basis, Inquiry, InquiryQuestion
from comms_desk.media.inquiries.moments import NOBODY, Channel, Holder, Moment, MomentKind, Status
from comms_desk.media.inquiries.reply.model import ReplyLetter
from comms_desk.ui.kit.controls import PART
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.wording.waiting import called, said_hour, said_when, said_with

_HUES = {Status.APPROVED: Hue.GREEN, Status.CONSULTING: Hue.AMBER, Status.ANSWERED: Hue.GREEN}


# ── The list ──────────────────────────────────────────────────────────────────────────


def row(inquiry: Inquiry, now: datetime, *more: str, is_outside: bool = False) -> Row:
    """Return *inquiry* as a row, under the heading of its hour; *more* is said of it last.

    Where all *is_outside* the headings are those who have them, and since when stands first.
    """
    who = ", ".join(each.name for each in inquiry.reporters)
    outside = _outside(inquiry, now)
    parts = (inquiry.outlet_name or who, _due(inquiry, now), outside)
    detail = PART.join(filter(None, (*(reversed(parts) if is_outside else parts), *more)))
    return Row(
        key=inquiry.id,
        title=inquiry.title,
        detail=detail,
        tags=(tag(inquiry, now), *_where_to(inquiry)),
        group=inquiry.holder.body if is_outside else _group(inquiry, now),
        tooltip=PART.join(filter(None, (inquiry.outlet_name, who, outside, *more))),
        strong=inquiry.is_open,
    )


def _where_to(inquiry: Inquiry) -> Iterable[RowTag]:
    """Yield that a person is to say where the reply goes, where its mail asks for elsewhere."""
    if inquiry.is_open and inquiry.reply_choices:
        yield RowTag(_("reply to?"), Hue.AMBER)


def in_groups(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return *rows* with those of one heading together: an old one without hour is of today."""
    every = tuple(rows)
    headings = [_("Late"), _("Today"), _("Later"), *dict.fromkeys(row.group for row in every)]
    return tuple(sorted(every, key=lambda row: headings.index(row.group) if row.group else 0))


def tag(inquiry: Inquiry, now: datetime) -> RowTag:
    """Return where *inquiry* stands, in a word or two: that it is late before all else."""
    if inquiry.is_open and inquiry.is_late(now):
        return RowTag(_("late"), Hue.RED)
    if inquiry.is_open and inquiry.form is AskedForm.INTERVIEW and inquiry.spokesperson is None:
        return RowTag(_("spokesperson?"), Hue.AMBER)
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
    if inquiry.hour.basis is Basis.URGENT:
        return BASIS.say(Basis.URGENT)
    if inquiry.hour.at is None:
        return _("deadline to ask for")
    return said_hour("on_air" if inquiry.waits_for_air else "deadline", inquiry.hour, now)


def _outside(inquiry: Inquiry, now: datetime) -> str:
    """Return with which service *inquiry* is, and for how long; "" where it is with none."""
    if not inquiry.is_open or not inquiry.holder.body:
        return ""
    return said_with(inquiry.holder.body, inquiry.held_since, now)


def _group(inquiry: Inquiry, now: datetime) -> str:
    if not inquiry.is_open:
        return ""
    if inquiry.is_late(now):
        return _("Late")
    due, today = inquiry.due_at, now.astimezone(CITY_ZONE).date()
    if due is None or due.astimezone(CITY_ZONE).date() <= today:
        return _("Today")
    return _("Later")


def said_again(at: datetime, now: datetime) -> str:
    """Return when the journalist came back: « relancée à 9 h 22 »."""
    return _("asked again {when}").format(when=within(said_when(at, now)))


def within(when: str) -> str:
    """Return *when* within a sentence: an hour alone is « à 16 h »."""
    return _("at {hour}").format(hour=when) if when[:1].isdigit() else when


def said_how(how: Channel | None) -> str:
    """Return by what way, within a sentence; "" where nobody said."""
    said = "" if how is None else HOW.say(how)
    return said[:1].lower() + said[1:]


# ── People ────────────────────────────────────────────────────────────────────────────


def kept_by(holder: Holder) -> str:
    """Return under which name the hours of *holder* are counted: the office's are one."""
    return _("Communications") if holder.person is not None else holder.body or _("With nobody")


def holder_of(part: InquiryQuestion, names: Mapping[int, str]) -> str:
    """Return who has one question where somebody else has the whole; else ""."""
    return "" if part.holder == NOBODY else called(part.holder, names)


def said_at_work(each: AtWork, names: Mapping[int, str], now: datetime) -> str:
    """Return who works on an inquiry, and since when: « Léa Roy y travaille depuis 9 h 12 »."""
    who, since = names.get(each.person, ""), said_when(each.since, now)
    return _("{name} has been at work on it since {hour}").format(name=who, hour=since)


# ── What happened ─────────────────────────────────────────────────────────────────────


def told(moment: Moment, names: Mapping[int, str]) -> str:
    """Return what happened at *moment*, in a line, without what was said."""
    how = said_how(moment.how)
    said = {
        MomentKind.RECEIVED: lambda: _parts(pgettext("inquiry", "Received"), how),
        MomentKind.ACKNOWLEDGED: lambda: _parts(_("Acknowledged"), how),
        MomentKind.HANDED: lambda: _of_part(
            moment, _("Handed to {who}").format(who=called(moment.holder, names))
        ),
        MomentKind.CONSULTED: lambda: _parts(moment.who or _("Consultation"), how),
        MomentKind.APPROVED: lambda: (
            _parts(_("Approved by its writer"), moment.reason) if moment.reason else _("Approved")
        ),
        MomentKind.ANSWERED: lambda: _parts(
            _("Answered"),
            how,
            "" if moment.attribution is None else ATTRIBUTION.say(moment.attribution).lower(),
        ),
        MomentKind.FOLLOWED_UP: lambda: _("The reporter came back"),
        MomentKind.CORRECTION_ASKED: lambda: _parts(_("Correction asked for"), moment.who),
        MomentKind.CORRECTION_CAME: lambda: _parts(_("What came of the correction"), moment.who),
        MomentKind.UNANSWERED_SAID: lambda: _parts(_("Published that nobody answered"), moment.who),
        MomentKind.LATE: lambda: _parts(
            _("Why it was late"), "" if moment.cause is None else CAUSE.say(moment.cause).lower()
        ),
        MomentKind.CLOSED: lambda: _parts(
            "" if moment.resolution is None else RESOLUTION.say(moment.resolution),
            moment.who,
            moment.reason,
        ),
        MomentKind.REOPENED: lambda: _("Reopened"),
    }
    return said[moment.what]()


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
    """Return which letters did not reach the journalist, or may not have; "" for none."""
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
