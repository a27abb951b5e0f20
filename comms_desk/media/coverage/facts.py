"""The words of what an article does with a sentence or a quote of a release."""

from comms_desk.facts import OneOf
from comms_desk.i18n import N_
from comms_desk.media.coverage.model import TakenAs

TAKEN = OneOf(
    {
        TakenAs.VERBATIM: N_("Word for word"),
        TakenAs.SHORTENED: N_("Shortened"),
        TakenAs.ALTERED: N_("Altered"),
        TakenAs.NONE: N_("Not taken up"),
        TakenAs.DROPPED: N_("Dropped"),
    }
)
TOOK = (TakenAs.VERBATIM, TakenAs.SHORTENED, TakenAs.ALTERED)
"""What is something."""
