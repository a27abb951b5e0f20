"""The verbatims, in the window."""

from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.ui.kinds import Place

PLACE = Place(
    "verbatims",
    lambda: _("Verbatims"),
    "comms_desk.ui.verbatims.page",
    "VerbatimsPage",
    shows=(Subject.VERBATIM,),
    is_on_rail=False,
)
