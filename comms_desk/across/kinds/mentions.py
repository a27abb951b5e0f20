"""The mentions: what the watches have found."""

from comms_desk.across.kinds import KindPage
from comms_desk.i18n import N_, _

PAGE = KindPage(
    many=lambda: _("mentions"),
    help=N_("List what the watches have found."),
)
