"""The inquiries of the day in words: for when, of whom, who has each, and what is to be said yet.

The hour stands at the left as far as it is known; one that nobody knows, or that was read from
what was typed and that no person has said, says so.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import (
    CITY_ZONE,
    _,
    format_moment_within,
    format_number,
    format_time,
    format_weekday,
    ngettext,
)
from comms_desk.media.articles.titles import article_title
from comms_desk.media.inquiries.facts import STATUS
from comms_desk.media.inquiries.model import WITHOUT_HOUR, Basis, end_of_day
from comms_desk.media.inquiries.moments import Resolution, Status
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.today.hours import DayHeading, PlacedLine, heading_due
from comms_desk.ui.today.view import OthersKey
from comms_desk.wording.waiting import is_doubtful, said_with

if TYPE_CHECKING:
    from comms_desk.across.inquiries_today import InquiriesToday
    from comms_desk.across.unanswered import Unanswered
    from comms_desk.media.inquiries.model import Inquiry
    from comms_desk.storage.paging import PageOfRows

_HUES = {Status.APPROVED: Hue.GREEN, Status.CONSULTING: Hue.AMBER}


def lines(today: "InquiriesToday", now: datetime) -> Iterator[PlacedLine]:
    """Yield a line for each inquiry that waits, the first due first."""
    for inquiry in (*today.due.rows, *today.soon.rows):
        yield _waiting(inquiry, today, now)


def afterwards(today: "InquiriesToday") -> Iterator[Row]:
    """Yield what is to be said of those that were late."""
    for inquiry in today.unexplained.rows:
        is_missed = inquiry.resolution is Resolution.MISSED
        tag = RowTag(_("missed"), Hue.RED) if is_missed else RowTag(_("was late"), Hue.AMBER)
        parts = (inquiry.outlet_name, _("why it was late is to be said"))
        yield Row(
            key=Ref(Subject.INQUIRY, int(inquiry.id)),
            title=inquiry.title,
            detail=" · ".join(filter(None, parts)),
            strong=False,
            tags=(tag,),
        )


def unanswered(said: "PageOfRows[Unanswered]") -> Iterator[Row]:
    """Yield a line for each article that says that the City did not answer."""
    for each in said.rows:
        article = each.article
        yield Row(
            key=Ref(Subject.MENTION, int(article.id)),
            title=article_title(article.title),
            detail=" · ".join(filter(None, (article.outlet_name, each.passage))),
            strong=False,
            tags=(RowTag(_("“not answered”"), Hue.RED),),
        )


def others(today: "InquiriesToday") -> Iterator[Row]:
    """Yield the line of those that colleagues have, where they are left out."""
    if today.with_others:
        many = ngettext(
            "{n} other inquiry of the day is with a colleague",
            "{n} other inquiries of the day are with colleagues",
            today.with_others,
        )
        title = many.format(n=format_number(today.with_others))
        yield Row(key=OthersKey(), title=title, strong=False)


def _waiting(inquiry: "Inquiry", today: "InquiriesToday", now: datetime) -> PlacedLine:
    hour = inquiry.hour
    is_late = hour.at is not None and hour.at < now
    is_on_air = inquiry.waits_for_air
    presses = hour.basis is Basis.URGENT
    came = inquiry.received_at
    under = heading_due(hour.at or (came if presses else end_of_day(came)), now)
    if hour.at is None and under is not DayHeading.NOW:
        under = DayHeading.TODAY
    parts = (
        inquiry.outlet_name or ", ".join(each.name for each in inquiry.reporters),
        _day(hour.at, now),
        _known(hour.basis, is_on_air=is_on_air),
        _holder(inquiry, today, now),
    )
    row = Row(
        key=Ref(Subject.INQUIRY, int(inquiry.id)),
        title=inquiry.title,
        detail=" · ".join(filter(None, parts)),
        when="" if hour.at is None else _hour(hour.at, is_doubtful=is_doubtful(hour)),
        is_late=is_late,
        at=_("Held so since {moment}").format(moment=format_moment_within(inquiry.held_since)),
        tags=tuple(_tags(inquiry, hour.basis, is_late=is_late, is_on_air=is_on_air)),
    )
    return PlacedLine(under=under, at=came if presses else hour.at, row=row)


def _tags(inquiry: "Inquiry", basis: Basis, *, is_late: bool, is_on_air: bool) -> Iterator[RowTag]:
    if is_late:
        yield RowTag(_("late"), Hue.RED)
    if basis is Basis.URGENT:
        yield RowTag(_("urgent"), Hue.RED)
    if basis in WITHOUT_HOUR or is_on_air:
        yield RowTag(_("hour to ask for"), Hue.AMBER)
    elif basis is Basis.UNSURE:
        yield RowTag(_("hour to confirm"), Hue.AMBER)
    elif not is_late:
        yield RowTag(_status(inquiry), _HUES.get(inquiry.status, Hue.NEUTRAL))


def _status(inquiry: "Inquiry") -> str:
    if inquiry.status is Status.APPROVED:
        return _("to be sent")
    return STATUS.say(inquiry.status).lower()


def _hour(moment: datetime, *, is_doubtful: bool) -> str:
    said = format_time(moment)
    return _("{hour}?").format(hour=said) if is_doubtful else said


def _day(moment: datetime | None, now: datetime) -> str:
    """Return the day of *moment* where it is not that of *now*."""
    if moment is None or moment.astimezone(CITY_ZONE).date() == now.astimezone(CITY_ZONE).date():
        return ""
    return format_weekday(moment)


def _known(basis: Basis, *, is_on_air: bool) -> str:
    if is_on_air:
        return _("on air; the deadline is to be asked for")
    return _("assumed hour") if basis is Basis.ASSUMED else ""


def _holder(inquiry: "Inquiry", today: "InquiriesToday", now: datetime) -> str:
    """Return who has *inquiry*, and for how long."""
    holder = inquiry.holder
    if not holder:
        return _("held by nobody")
    if holder.person is not None and holder.person == today.me:
        return _("with you")
    name = holder.body
    if holder.person is not None:
        name = today.names.get(holder.person, "")
    return said_with(name, inquiry.held_since, now)
