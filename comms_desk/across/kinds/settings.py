"""The settings, of a person and of the desk."""

from comms_desk.across.kinds import KindPage
from comms_desk.i18n import N_, _

PAGE = KindPage(
    many=lambda: _("settings"),
    help=N_("Show and change settings."),
)
