"""The drafts, in the window."""

from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.ui.kinds import Place

PLACE = Place(
    "texts",
    lambda: _("Texts"),
    "comms_desk.ui.texts.page",
    "TextsPage",
    shows=(Subject.DRAFT,),
)
