"""The facts of a watch, as its panel, its history and its commands have them."""

from typing import override

from comms_desk.facts import NAMES, Fact, Facts, Notation, OneOf, Trimmed
from comms_desk.i18n import N_, current
from comms_desk.media.themes.model import Grade, Tone
from comms_desk.media.themes.remembered import ExampleWanted
from comms_desk.text.query import said


class _Query(Trimmed):
    """A query: as it was typed, said with the words of the reader's language."""

    @override
    def say(self, value: str) -> str:
        return said(value, current().value)


class _Lines(Notation[tuple[str, ...]]):
    """Texts, one a line."""

    @override
    def read(self, typed: str) -> tuple[str, ...]:
        return tuple(filter(None, map(str.strip, typed.splitlines())))

    @override
    def write(self, value: tuple[str, ...]) -> str:
        return "\n".join(value)

    @override
    def say(self, value: tuple[str, ...]) -> str:
        return ", ".join(value)


LINES = _Lines()

NAME = Fact("name", N_("Name"), hint=N_("City, snow, council…"), is_title=True, is_listed=True)
QUERY = Fact(
    "query",
    N_("Query"),
    _Query(),
    hint=N_('"hôtel de ville" OR (mayor NEAR/5 budget)'),
    lines=4,
    is_listed=True,
)
IGNORED = Fact(
    "ignored",
    N_("Phrases to ignore"),
    LINES,
    hint=N_("Canadiens de Montréal"),
    lines=3,
)
GRADE = Fact(
    "grade",
    N_("Kind of mentions"),
    OneOf({Grade.KEEP: N_("Mentions of the City"), Grade.TO_CHECK: N_("Mentions to check")}),
    is_listed=True,
)
ALERT = Fact(
    "alert",
    N_("New mentions"),
    OneOf({False: N_("No alert"), True: N_("Alert")}),
    is_listed=True,
)
FACTS: Facts = (NAME, QUERY, IGNORED, GRADE, ALERT)

TONE = OneOf(
    {
        Tone.POSITIVE: N_("Positive"),
        Tone.NEUTRAL: N_("Neutral"),
        Tone.MIXED: N_("Mixed"),
        Tone.NEGATIVE: N_("Negative"),
    }
)
GLYPHS = {Tone.POSITIVE: "+", Tone.NEUTRAL: "=", Tone.MIXED: "±", Tone.NEGATIVE: "−"}
"""How a tone is shown beside its word, or where there is room for no word."""

ARTICLE_FACTS: Facts = (
    Fact("note", N_("Note"), lines=2),
    Fact("star", N_("Star"), OneOf({False: N_("no star"), True: N_("starred")})),
    Fact("story", N_("Story")),
)
"""What people do to an article."""

VIEW_FACTS: Facts = (
    Fact("name", N_("Name"), hint=N_("To read again"), is_title=True, is_listed=True),
    Fact("query", N_("Search"), _Query(), is_listed=True),
)
"""Those of a saved view."""

WANTED = OneOf(
    {ExampleWanted.MUST: N_("Must be found"), ExampleWanted.MUST_NOT: N_("Must not be found")}
)
EXAMPLE_FACTS: Facts = (
    Fact("title", N_("Title"), is_title=True, is_listed=True),
    Fact("text", N_("Text"), lines=4),
    Fact("outlet", N_("Outlet"), is_listed=True),
    Fact("language", N_("Language"), hint=N_("fr, en")),
    Fact("wanted", N_("Expected"), WANTED, is_listed=True),
)
"""Those of an example of a watch."""

LIST_FACTS: Facts = (
    Fact("name", N_("Name"), hint=N_("boroughs"), is_title=True, is_listed=True),
    Fact("also_called", N_("Also called"), NAMES, is_listed=True),
    Fact(
        "terms",
        N_("Terms, one a line"),
        LINES,
        hint=N_('Verdun\n"borough of Verdun"\n=SIM'),
        lines=12,
        is_listed=True,
    ),
)
"""Those of a list that queries name."""
