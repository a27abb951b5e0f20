"""The contacts in the window, with the outlets and the lists: the directory."""

from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.ui.kinds import Place

PLACE = Place(
    "directory",
    lambda: _("Directory"),
    "comms_desk.ui.directory.page",
    "DirectoryPage",
    shows=(Subject.CONTACT, Subject.OUTLET, Subject.LIST),
    drawing=(
        '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6'
        'M15.5 5.2a3.5 3.5 0 0 1 0 6.6M18 14.6c2.2.8 3.6 2.8 3.6 5.4"/>'
    ),
)
