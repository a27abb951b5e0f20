"""The sentence and the way out of every expected error.

A sentence says what happened, the way out what to do.  A plain one stands with its error; the
tables of this package have those that take more than facts: counts, names of other things.
A test holds that each subclass of `CommsDeskError` has one or the other.
"""

from collections.abc import Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.text.discretion import without_secrets
from comms_desk.wording.alerts import ALERTS
from comms_desk.wording.bounces import BOUNCES
from comms_desk.wording.commands import WAYS_OUT
from comms_desk.wording.dispatches import DISPATCHES
from comms_desk.wording.drafting import DOCUMENTS, DRAFTING
from comms_desk.wording.embargo import EMBARGO
from comms_desk.wording.feeds import FEEDS
from comms_desk.wording.floor import FLOOR
from comms_desk.wording.inquiries import INQUIRIES
from comms_desk.wording.internal import INTERNAL
from comms_desk.wording.mail import MAIL
from comms_desk.wording.media import MEDIA
from comms_desk.wording.media_lists import LISTS
from comms_desk.wording.reviews import REVIEWS
from comms_desk.wording.sentence import Says, Sentence, ended, own_words
from comms_desk.wording.storage import STORAGE
from comms_desk.wording.tables import TABLES
from comms_desk.wording.watch import QUERY

SAYINGS: Mapping[type[CommsDeskError], Says] = {
    **FLOOR,
    **QUERY,
    **TABLES,
    **STORAGE,
    **EMBARGO,
    **MAIL,
    **BOUNCES,
    **LISTS,
    **FEEDS,
    **DOCUMENTS,
    **DRAFTING,
    **DISPATCHES,
    **INQUIRIES,
    **MEDIA,
    **REVIEWS,
    **ALERTS,
    **INTERNAL,
}
"""Where the class has no sentence of its own."""


def say(error: CommsDeskError) -> Sentence:
    """Return the sentence and the way out for *error*; see `wording.say`."""
    says = SAYINGS.get(type(error), own_words)
    return Sentence(*map(ended, map(without_secrets, says(error))))


def say_at_the_prompt(error: CommsDeskError) -> Sentence:
    """Return what `say` does, with the way out of a command where there is another."""
    sentence = say(error)
    way_out = WAYS_OUT.get(type(error))
    if way_out is None:
        return sentence
    return Sentence(sentence.what, ended(without_secrets(way_out(error))))
