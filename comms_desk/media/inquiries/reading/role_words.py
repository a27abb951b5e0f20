"""Which words say what an hour is for, in French and in English: lines and mails read the same.

They are data, ``resources/lexicon/hours.json``, written as `plain` writes them.  What they mean
together is for `hours` (of a line: all of it is about one inquiry) and for `mail` (of a
mail: some hours are the City's).
"""

import re
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from comms_desk.media.inquiries.reading.lexicon import kept


class Role(StrEnum):
    """What words beside an hour, or in its clause, say of it."""

    BY = "by"
    """Said right before an hour: something is done by then."""
    DUE = "due"
    """What a journalist calls their deadline."""
    WANTED = "wanted"
    """An answer, or that they wait for one."""
    AIRED = "aired"
    """Broadcast, published."""
    SHOWN = "shown"
    """As much, said of what a journalist makes; of anything else it is another thing."""
    MADE = "made"
    """What a journalist makes, and the programme or the page that it is in."""
    FILM = "film"
    INTERVIEW = "interview"
    LIVE = "live"
    ASKED = "asked"
    """Of the office, politely: to answer, to send, to call."""
    SUITS = "suits"
    OURS = "ours"
    """Somebody speaks of themselves, or thanks."""
    MATTER = "matter"
    """What the inquiry is about: a meeting, a street that opens again."""
    CITY = "city"
    """Who does what the inquiry is about, where a clause begins with them."""
    HOLDING = "holding"
    """Somebody has, or gives, until an hour."""
    REACHED = "reached"
    """When somebody may be spoken to."""
    EMBARGO = "embargo"
    RECORDED = "recorded"
    SOON = "soon"
    URGENT = "urgent"
    HOURLESS = "hourless"
    """That there is no hour yet."""
    UNTIL = "until"
    LAST = "last"
    BEFORE_IT = "before_it"
    """Before what was said at an hour."""
    THEIR_DUE = "their_due"
    """A deadline of those who tender or register; « tombée » is a journalist's."""
    ISSUE = "issue"
    ASKING = "asking"
    SOURCE = "source"
    """Who is said to have said it, where a sentence begins with it."""
    WILL = "will"
    LEAVING = "leaving"
    HABIT = "habit"
    NEEDLESS = "needless"
    """Nobody waits for it by then."""
    GONE = "gone"
    PAST = "past"
    """The only ones that need their accents: « a publié » and « à publier »."""


@cache
def words_of(*roles: Role, after: str = r"(?!\w)") -> re.Pattern[str]:
    """Return the pattern of the words of *roles*, in both languages, for `plain` text."""
    said = ", ".join(", ".join(kept("hours")[role].values()) for role in roles)
    return re.compile(rf"(?<!\w)(?:{_any_of(said)}){after}")


def _any_of(said: str) -> str:
    return "|".join(said.replace("*", r"\w*").replace("+", r"\w+").split(", "))


def zone_after(text: str, place: int) -> tuple[ZoneInfo, int] | None:
    """Return the zone that `plain` *text* says at *place*, right after an hour, and its end."""
    for zone, words in _zones():
        said = words.match(text, place)
        if said:
            return zone, said.end()
    return None


@cache
def _zones() -> tuple[tuple[ZoneInfo, re.Pattern[str]], ...]:
    zones = kept("hours")["zones"].items()
    return tuple(
        (ZoneInfo(name), re.compile(rf",? ?\(?(?:{_any_of(said)})\b")) for name, said in zones
    )
