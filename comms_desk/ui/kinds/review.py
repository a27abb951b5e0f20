"""The press reviews, in the window."""

from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.ui.kinds import Place

PLACE = Place(
    "review",
    lambda: _("Press review"),
    "comms_desk.ui.review.page",
    "ReviewPage",
    shows=(Subject.REVIEW,),
    is_on_rail=False,
    mode_of="watch",
)
