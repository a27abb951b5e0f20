"""The themes in the window, with all that they read: the Watch."""

from comms_desk.changes import Subject
from comms_desk.i18n import pgettext
from comms_desk.ui.kinds import Place

PLACE = Place(
    "watch",
    lambda: pgettext("page", "Watch"),
    "comms_desk.ui.watch.page",
    "WatchPage",
    shows=(
        *(Subject.WATCH, Subject.EXAMPLE, Subject.WORD_LIST, Subject.VIEW, Subject.MENTION),
        *(Subject.FEED, Subject.ARTICLE, Subject.CLIP),
    ),
    drawing='<path d="M4 5.5h16M4 10h10M4 14.5h16M4 19h10"/>',
)
