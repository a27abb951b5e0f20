"""The page of the keys."""

from comms_desk.ui.frame.plain_page import PlainPage, PlainWords
from tests.contracts.scratch import SCRATCH
from tests.contracts.scratch.model import FACTS


class KeysPage(PlainPage):
    """The keys, and the card of the one chosen."""

    KEY = "scratch"
    SUBJECT = SCRATCH
    SHOWS = frozenset({SCRATCH})
    FACTS = staticmethod(lambda: FACTS)
    WORDS = PlainWords(
        search="Name…",
        first="Add a key",
        lesson="A key opens a hall.",
        count=("{count} key", "{count} keys"),
        choose="Choose a key.",
        new="New key",
        begun="Key added",
    )
