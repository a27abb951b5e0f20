"""What can be wrong with a query: where, what stands there, what was expected."""

from enum import StrEnum

from comms_desk.errors import CommsDeskError


class Expectation(StrEnum):
    """What the language would have understood at that place."""

    WORD = "word"
    """A word, a phrase, a field or an opening bracket."""

    CLOSING_QUOTE = "closing_quote"
    CLOSING_BRACKET = "closing_bracket"
    OPENING_BRACKET = "opening_bracket"
    KNOWN_FIELD = "known_field"
    TEXT_IN_FIELD = "text_in_field"
    """Only words, phrases and operators inside title:( ), no other field."""

    DATE = "date"
    LANGUAGE = "language"
    STAR_AT_END = "star_at_end"
    NEAR_DISTANCE = "near_distance"
    NEAR_WORDS = "near_words"
    """Words, phrases, or such joined by OR, on both sides of NEAR."""

    KNOWN_NAME = "known_name"
    """After @ the name of a list or of a saved theme."""

    NO_CIRCLE = "no_circle"
    """No theme whose own query comes back to the one that is written."""

    SOUND_NAME = "sound_name"
    """No theme that is itself not understood."""

    FEWER_TERMS = "fewer_terms"
    FEWER_LEVELS = "fewer_levels"


class QueryError(CommsDeskError):
    """A query that cannot be understood; nothing of it is ever ignored."""

    position: int
    """In characters, from the start of the query as it was typed."""

    found: str
    """What stands at that position; empty at the end of the query."""

    expected: Expectation

    at_end: bool = False
    """The query stops before it is finished: nothing stands at that position."""
