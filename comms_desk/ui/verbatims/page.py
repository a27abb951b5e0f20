"""The verbatims: a list, the last one first, beside the card of the one chosen."""

from typing import override

from comms_desk.changes import Subject
from comms_desk.i18n import N_, NN_, format_date
from comms_desk.media.verbatims.facts import facts
from comms_desk.media.verbatims.model import Verbatim
from comms_desk.ui.frame.plain_page import PlainPage, PlainWords
from comms_desk.ui.kit.rows import Row


class VerbatimsPage(PlainPage):
    """What was said aloud, the last brought in first."""

    KEY = "verbatims"
    SUBJECT = Subject.VERBATIM
    SHOWS = frozenset({Subject.VERBATIM, Subject.DOSSIER})
    FACTS = staticmethod(facts)
    WORDS = PlainWords(
        search=N_("Name, speaker…"),
        first=N_("Paste a verbatim"),
        lesson=N_("What was said at a scrum or in an interview is found again, to be quoted."),
        count=NN_("{count} verbatim", "{count} verbatims"),
        choose=N_("Choose a verbatim to read it."),
        new=N_("New verbatim"),
        begun=N_("Verbatim added"),
    )

    @override
    def row(self, thing: Verbatim) -> Row:
        """Return *thing* as a row: its name, who spoke and when."""
        day = "" if thing.day is None else format_date(thing.day)
        detail = " · ".join(filter(None, (thing.speaker, day)))
        return Row(key=thing.id, title=thing.name, detail=detail)
