"""The bulletins in the window, with the employees."""

from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.ui.kinds import Place

PLACE = Place(
    "bulletins",
    lambda: _("Bulletins"),
    "comms_desk.ui.bulletins.page",
    "BulletinsPage",
    shows=(Subject.BULLETIN, Subject.EMPLOYEE),
    drawing=(
        '<rect x="3.5" y="5.5" width="17" height="13.5" rx="1.5"/><path d="M4 7l8 6.3L20 7"/>'
    ),
)
