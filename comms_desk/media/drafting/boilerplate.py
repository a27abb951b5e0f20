"""What a release or a speech says around its text, in its own language.

The wordings are the trade's: the notice and the place and date after OQLF, the English ones
after the newswire's use.  They are data of a document, not messages of the window, so they
stand here in both languages, next to the rules that they follow.
"""

import math
import re
from datetime import datetime

from comms_desk.i18n import Language, format_date, format_time, format_weekday
from comms_desk.media.drafting.model import Draft, DraftKind
from comms_desk.text import file_names
from comms_desk.text.markdown import speaking_time

FRENCH, ENGLISH = Language.FRENCH, Language.ENGLISH

KINDS = {
    (DraftKind.RELEASE, FRENCH): "Communiqué",
    (DraftKind.RELEASE, ENGLISH): "News release",
    (DraftKind.SPEECH, FRENCH): "Allocution",
    (DraftKind.SPEECH, ENGLISH): "Speech",
}
AUTHOR = "Ville de Montréal"
"""Who a document says that it comes from, in its properties: the City, in both languages."""
IMMEDIATE = {FRENCH: "Pour diffusion immédiate", ENGLISH: "For immediate release"}
UNDER_EMBARGO = {FRENCH: "Sous embargo", ENGLISH: "Embargoed"}
UNTIL = {
    FRENCH: "jusqu’au {date} à {time} (HE)",
    ENGLISH: "until {date}, {time} (ET)",
}
FILE_UNDER_EMBARGO = {FRENCH: "SOUS EMBARGO", ENGLISH: "UNDER EMBARGO"}
DATELINES = {FRENCH: "Montréal, le {date}. – ", ENGLISH: "MONTRÉAL, {date} – "}

FILE_NAME_LENGTH = 120


def values_of(draft: Draft, dossier: str, now: datetime, *, is_dated: bool) -> dict[str, str]:
    """Return what each tag of a template says for *draft*, of the *dossier* with that code.

    The text itself apart; one that *is dated* begins with its own place and date.
    """
    language = draft.language
    until = held_until(draft, now)
    return {
        "title": draft.title,
        "subtitle": draft.subtitle,
        "kind": KINDS[draft.kind, language],
        "number": draft.number,
        "dossier": dossier,
        "language": language.value,
        "notice": IMMEDIATE[language] if until is None else embargo_words(until, language),
        "dateline": (
            "" if is_dated else DATELINES[language].format(date=long_date(until or now, language))
        ),
        "date": long_date(until or now, language),
        "source": draft.source,
        "contact": draft.contact,
        "speaker": draft.speaker,
        "occasion": draft.occasion,
        "place": "Montréal",
        "words": str(draft.words),
        "duration": f"{minutes_aloud(draft.words, language)}\u00a0min",
    }


def held_until(draft: Draft, now: datetime) -> datetime | None:
    """Return until when an embargo holds *draft*, None when none does."""
    holds = draft.embargo is not None and draft.embargo.holds(now)
    return draft.embargo.until if draft.embargo is not None and holds else None


def embargo_words(until: datetime, language: Language) -> str:
    """Return « Sous embargo jusqu’au mardi 24 novembre 2026 à 10 h (HE) », or it in English."""
    return f"{UNDER_EMBARGO[language]} {_until(until, language)}"


def stamp(until: datetime, language: Language) -> str:
    """Return the words that stand on each page while an embargo holds.

    Only what warns is in capitals: in those « 10 h » would be a symbol written wrong.
    """
    return f"{UNDER_EMBARGO[language].upper()} {_until(until, language)}"


def _until(until: datetime, language: Language) -> str:
    return UNTIL[language].format(
        date=format_weekday(until, language), time=format_time(until, language)
    )


def long_date(moment: datetime, language: Language) -> str:
    """Return « 1er décembre 2026 » (OQLF) or "December 1, 2026"."""
    written = format_date(moment, language)
    return re.sub(r"^1(?=\s)", "1er", written) if language is FRENCH else written


def minutes_aloud(words: int, language: Language) -> int:
    """Return how many minutes a text takes to say, rounded up."""
    return max(1, math.ceil(speaking_time(words, language.value).total_seconds() / 60))


def file_name(draft: Draft, now: datetime, suffix: str) -> str:
    """Return a name for a document of *draft* that any system accepts; an embargo comes first."""
    until = held_until(draft, now)
    parts = [KINDS[draft.kind, draft.language], draft.title]
    if until is not None:
        moment = format_time(until, draft.language)
        parts.insert(
            0, f"{FILE_UNDER_EMBARGO[draft.language]} {long_date(until, draft.language)} {moment}"
        )
    name = " - ".join(map(file_names.part_of_name, parts))
    return file_names.file_name(name[:FILE_NAME_LENGTH], suffix)
