"""What a coverage report may refuse."""

from collections.abc import Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_date
from comms_desk.media.coverage import report
from comms_desk.wording.shape import Says

COVERAGE: Mapping[type[CommsDeskError], Says] = {
    report.DaysReversed: lambda e: (
        _("The last day, {until}, comes before the first, {since}.").format(
            since=format_date(e.since), until=format_date(e.until)
        ),
        _("Give the first day first."),
    ),
}
