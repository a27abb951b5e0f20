"""What an import of employees would do, in words."""

from comms_desk.i18n import _, format_number, ngettext
from comms_desk.imports.model import Fate, ImportPlan

REFUSED_SHOWN = 8


def written(plan: ImportPlan) -> int:
    """Return how many employees the import writes."""
    return plan.counts[Fate.NEW] + plan.counts[Fate.CHANGED]


def refused_lines(plan: ImportPlan) -> list[str]:
    """Return why rows are refused, by line, and how many more there are."""
    from comms_desk.wording import say

    lines = [
        _("Line {line}, {name}: {reason}").format(
            line=row.line, name=row.name or "—", reason=say(row.reason).what
        )
        for row in plan.refused[:REFUSED_SHOWN]
        if row.reason is not None
    ]
    rest = len(plan.refused) - REFUSED_SHOWN
    if rest > 0:
        lines.append(
            ngettext(
                "and {count} other refused row", "and {count} other refused rows", rest
            ).format(count=format_number(rest))
        )
    return lines


def imported(plan: ImportPlan) -> str:
    """Return what was done."""
    count = written(plan)
    return ngettext("{count} employee imported", "{count} employees imported", count).format(
        count=format_number(count)
    )
