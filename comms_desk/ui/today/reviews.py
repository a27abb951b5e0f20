"""The press review on Today, in words: when it is to be sent, and how far it is."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, format_lasted, format_number, format_time, ngettext
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.today.hours import DayHeading, PlacedLine, heading_due

if TYPE_CHECKING:
    from comms_desk.across.reviews_today import ReviewToSend


def lines(to_send: "Iterable[ReviewToSend]", now: datetime) -> Iterator[PlacedLine]:
    """Yield a line for each review that waits to be sent, or not all have; it opens that one."""
    for each in to_send:
        due = None if each.missed else each.closes_at
        is_late = due is not None and due <= now
        row = Row(
            key=Ref(Subject.REVIEW, int(each.review or 0)),  # without a number, that of today
            title=_missed(each) if each.missed else _title(due, now),
            detail=_("e-mail refused or stopped: to be sent to the others")
            if each.missed
            else _so_far(each),
            when="" if due is None else format_time(due),
            tags=(RowTag(_("late"), Hue.RED),) if is_late else (),
        )
        yield PlacedLine(
            under=DayHeading.NOW if due is None else heading_due(due, now), at=due, row=row
        )


def _title(due: datetime | None, now: datetime) -> str:
    if due is None:
        return _("Addendum to send")
    if due <= now:
        return _("Press review to send since {time}").format(time=format_time(due))
    return _("Press review to send in {time}").format(time=format_lasted(due - now))


def _missed(each: "ReviewToSend") -> str:
    said = ngettext(
        "{n} of {total} readers does not have {review}",
        "{n} of {total} readers do not have {review}",
        each.missed,
    )
    return said.format(
        n=format_number(each.missed),
        total=format_number(each.left_to),
        review=_("the addendum") if each.closes_at is None else _("the press review"),
    )


def _so_far(each: "ReviewToSend") -> str:
    if each.review is None:
        return _("not begun")
    stories = ngettext("{n} story", "{n} stories", each.stories)
    said = stories.format(n=format_number(each.stories)) if each.stories else _("Nothing to report")
    return f"{said} · {_('issued, not sent')}" if each.is_issued else said
