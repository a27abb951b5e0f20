"""The dossiers, in the window."""

from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.ui.kinds import Place

PLACE = Place(
    "dossiers",
    lambda: _("Dossiers"),
    "comms_desk.ui.dossiers.page",
    "DossiersPage",
    shows=(Subject.DOSSIER,),
    drawing=(
        '<path d="M3.5 18.5v-12a1 1 0 0 1 1-1h5l2.2 2.7h7.8a1 1 0 0 1 1 1v9.3a1 1 0 0 1-1 1'
        'h-15a1 1 0 0 1-1-1z"/>'
    ),
)
