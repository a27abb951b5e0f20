"""What is said of vendors' alerts: what came of them, and why one cannot be read."""

from collections.abc import Mapping
from pathlib import PurePath

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.clips.alerts import model
from comms_desk.media.clips.alerts.model import MOST_ITEMS, AlertReason, BroughtIn
from comms_desk.wording.sentence import Says

MIB = 1 << 20

ALERTS: Mapping[type[CommsDeskError], Says] = {
    model.AlertTooLarge: lambda e: (
        _("{name} has {size}\u00a0MB; an alert has {limit} at most.").format(
            name=e.name, size=format_number(e.size // MIB), limit=format_number(e.limit // MIB)
        ),
        _("Ask the vendor for a shorter period, or paste what matters."),
    ),
    model.AlertEmpty: lambda e: (
        _("{name} tells of no article.").format(name=e.name),
        _("A table of journalists comes in on the Directory; an export of a vendor has headings.")
        if PurePath(e.name).suffix.lower() == ".csv"
        else _("Drop the vendor’s own message, or an export with headings."),
    ),
}


def brought_in(brought: BroughtIn) -> str:
    """Say how many articles are new, here already, and refused, and why."""
    new, already = len(brought.new), brought.already
    refused = sum(count for _why, count in brought.refused)
    said = [
        ngettext("{n} new article", "{n} new articles", new).format(n=format_number(new)),
    ]
    if already:
        said.append(
            ngettext("{n} already here", "{n} already here", already).format(
                n=format_number(already)
            )
        )
    if refused:
        why = ", ".join(_why(each) for each, _count in brought.refused)
        said.append(
            ngettext("{n} refused ({why})", "{n} refused ({why})", refused).format(
                n=format_number(refused), why=why
            )
        )
    names = ", ".join(each.value or _("Links of a message") for each in brought.vendors)
    return _("{vendors}: {what}").format(vendors=names, what=", ".join(said))


def _why(why: AlertReason) -> str:
    return {
        AlertReason.LINK: _("leads to no page"),
        AlertReason.TITLE: _("has no title"),
        AlertReason.LIMIT: _("past the first {n}").format(n=format_number(MOST_ITEMS)),
    }[why]
