"""The keys, in the window."""

from comms_desk.ui.kinds import Place
from tests.contracts.scratch import SCRATCH

PLACE = Place(
    "scratch",
    lambda: "Keys",
    "tests.contracts.scratch.page",
    "KeysPage",
    shows=(SCRATCH,),
    drawing='<path d="M4 12h16"/>',
)
