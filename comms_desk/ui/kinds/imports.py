"""The imports, in the window."""

from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.ui.kinds import Place

PLACE = Place(
    "imports",
    lambda: _("Past imports"),
    "comms_desk.ui.imports.page",
    "ImportsPage",
    shows=(Subject.IMPORT,),
    is_on_rail=False,
)
