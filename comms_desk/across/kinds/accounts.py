"""The accounts by which letters leave."""

from comms_desk.across.kinds import KindPage
from comms_desk.i18n import N_, _

PAGE = KindPage(
    many=lambda: _("sending accounts"),
    help=N_("Set up and check sending accounts."),
)
