"""The press reviews: what the cabinet reads in the morning."""

from comms_desk.across.kinds import KindPage
from comms_desk.i18n import N_, _

PAGE = KindPage(
    many=lambda: _("press reviews"),
    help=N_("Put the press review together, issue it, send it."),
    edit=lambda office: office.reviews.edit,
)
