"""The words of what an article does with a sentence or a quote of a release."""

from comms_desk.facts import OneOf
from comms_desk.i18n import N_
from comms_desk.media.coverage.model import Taken

TAKEN = OneOf(
    {
        Taken.VERBATIM: N_("Word for word"),
        Taken.SHORTENED: N_("Shortened"),
        Taken.ALTERED: N_("Altered"),
        Taken.NONE: N_("Not taken up"),
        Taken.DROPPED: N_("Dropped"),
    }
)
TOOK = (Taken.VERBATIM, Taken.SHORTENED, Taken.ALTERED)
"""What is something."""
