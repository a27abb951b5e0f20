"""The holds: what may not be destroyed, and why."""

from comms_desk.across.kinds import KindPage
from comms_desk.i18n import N_, _

PAGE = KindPage(
    many=lambda: _("holds on destruction"),
    help=N_("Suspend the destruction of a thing, and let it go on."),
)
