"""The letters, and what became of them."""

from comms_desk.across.kinds import KindPage
from comms_desk.i18n import N_, _

PAGE = KindPage(
    many=lambda: _("e-mails"),
    help=N_("Show and send e-mails."),
)
