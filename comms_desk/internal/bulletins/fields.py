"""What was typed in a field of a bulletin, as that field keeps it."""

from datetime import date

from comms_desk.i18n import Language
from comms_desk.internal.bulletins.model import BulletinDayWrong, BulletinNumberWrong
from comms_desk.text.fold import tokens

HIGHEST_NUMBER = 99_999
QUOTED_LENGTH = 40
"""How much of what was typed a refusal repeats."""
MONTHS = {
    name: number
    for names in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), 1)
}
"""Folded, in both languages."""


def read_day(text: str) -> date:
    """Read « 25 novembre 2026 », "November 25, 2026" or 2026-11-25.

    Raises:
        BulletinDayWrong: It is no date.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        words = tokens(text)
    months = [MONTHS[word] for word in words if word in MONTHS]
    try:
        day, year = (int(word) for word in words if word.isdecimal())
        (month,) = months
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise BulletinDayWrong(quoted(text)) from None


def read_number(text: str) -> int:
    """Read the number of a bulletin, from 1 to `HIGHEST_NUMBER`.

    Raises:
        BulletinNumberWrong: It is none.
    """
    digits = text.strip()
    if (
        not digits.isdecimal()
        or len(digits) > len(str(HIGHEST_NUMBER))
        or not 0 < int(digits) <= HIGHEST_NUMBER
    ):
        raise BulletinNumberWrong(quoted(text))
    return int(digits)


def quoted(text: str) -> str:
    """Return as much of *text* as a refusal repeats, and "…" where there is more."""
    return text if len(text) <= QUOTED_LENGTH else text[:QUOTED_LENGTH] + "…"


def value_of(field: str, said: object) -> object:
    """Return what was typed in a field of a bulletin as that field keeps it.

    Raises:
        BulletinNumberWrong: It is no number.
        BulletinDayWrong: It is no date.
    """
    text = str(said).strip()
    if field == "language":
        return Language(text)
    if field == "day":
        return read_day(text)
    if field == "number":
        return read_number(text)
    return said
