"""An inquiry in the words of the list: what is asked, by whom, for when, where it stands."""

from datetime import datetime

from comms_desk.i18n import CITY_ZONE, _, format_date, format_time
from comms_desk.media.inquiries.facts import STATUS
from comms_desk.media.inquiries.model import Inquiry
from comms_desk.media.inquiries.moments import Status
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.kit.theme import Hue

_HUES = {Status.APPROVED: Hue.GREEN, Status.CONSULTING: Hue.AMBER}


def row(inquiry: Inquiry, now: datetime) -> Row:
    """Return *inquiry* as a row, under the heading of its hour."""
    late = inquiry.is_open and inquiry.is_late(now)
    tag = (
        RowTag(_("late"), Hue.RED)
        if late
        else RowTag(STATUS.say(inquiry.status).lower(), _HUES.get(inquiry.status, Hue.NEUTRAL))
    )
    who = ", ".join(each.name for each in inquiry.reporters)
    detail = " · ".join(filter(None, (inquiry.outlet_name, who, _hour(inquiry, now))))
    return Row(
        key=inquiry.id, title=inquiry.title, detail=detail, tags=(tag,), group=_group(inquiry, now)
    )


def _hour(inquiry: Inquiry, now: datetime) -> str:
    due = inquiry.due_at
    if due is None:
        return _("deadline to ask for")
    local, today = due.astimezone(CITY_ZONE), now.astimezone(CITY_ZONE).date()
    said = format_time(due) if local.date() == today else format_date(local.date())
    return _("deadline {hour}").format(hour=said)


def _group(inquiry: Inquiry, now: datetime) -> str:
    if not inquiry.is_open:
        return ""
    if inquiry.is_late(now):
        return _("Late")
    due, today = inquiry.due_at, now.astimezone(CITY_ZONE).date()
    if due is None or due.astimezone(CITY_ZONE).date() <= today:
        return _("Today")
    return _("Later")
