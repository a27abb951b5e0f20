"""The imports: what was brought in by file."""

from comms_desk.across.kinds import KindPage
from comms_desk.i18n import N_, _

PAGE = KindPage(
    many=lambda: _("imports"),
    help=N_("See what was brought in, and undo it."),
)
