"""Where a corrected text still says what its correction says was wrong.

A warning and no more: « 54 » may well be right somewhere else.  What is looked for is what stood
there, as it was written: an accent or a capital may be all that was wrong.
"""

import re
import unicodedata
from collections.abc import Iterator

from comms_desk.media.dispatches.english import Beside
from comms_desk.media.dispatches.model import Amendment, StillIn
from comms_desk.media.drafting.model import Draft
from comms_desk.text.markdown import read_markdown

_BEFORE = r"(?<!\w)"
_BEFORE_DIGIT = r"(?<!\w)(?<!\d[.,])"
_AFTER = r"(?!\w)"
_AFTER_DIGIT = r"(?!\w|[.,]\d| \d{3}(?!\d))"
"""54 stands neither in 54,5 nor in 54 000."""


def still_wrong(
    said: Amendment, draft: Draft, text: str, *, interviews: str, english: Beside | None
) -> tuple[StillIn, ...]:
    """Return where what is sent still has the words that *said* says were wrong."""
    wrong, right = _spelled(said.wrong), _spelled(said.right)
    if not wrong or not right or wrong == right:
        return ()
    case = re.NOFLAG if wrong.casefold() == right.casefold() else re.IGNORECASE
    pattern = re.compile(_standing_alone(wrong), case)
    # "54 km" may be right where "54" was wrong: what is right is not looked into.
    rest = re.compile(_standing_alone(right), case) if pattern.search(right) else None

    def has_it(words: str) -> bool:
        spelled = _spelled(words)
        return pattern.search(spelled if rest is None else rest.sub("\0", spelled)) is not None

    return tuple(
        place for place, words in _places(draft, text, interviews, english) if has_it(words)
    )


def _places(
    draft: Draft, text: str, interviews: str, english: Beside | None
) -> Iterator[tuple[StillIn, str]]:
    yield StillIn.TITLE, draft.title
    yield StillIn.SUBTITLE, draft.subtitle
    yield StillIn.TEXT, read_markdown(text).text
    yield StillIn.SOURCE, draft.source
    yield StillIn.CONTACT, draft.contact
    yield StillIn.INTERVIEWS, interviews
    if english is not None:
        below = (english.draft.title, english.draft.subtitle, read_markdown(english.text).text)
        yield StillIn.ENGLISH, "\n\0\n".join(below)


def _spelled(words: str) -> str:
    """Return *words* with one sort of space and of apostrophe: nobody types the others."""
    spaced = " ".join(unicodedata.normalize("NFC", words).split())
    return spaced.replace("’", "'").replace("\u00ad", "")


def _standing_alone(words: str) -> str:
    first, last = words[0], words[-1]
    before = _BEFORE_DIGIT if first.isdigit() else _BEFORE if first.isalnum() else ""
    after = _AFTER_DIGIT if last.isdigit() else _AFTER if last.isalnum() else ""
    return before + re.escape(words) + after
