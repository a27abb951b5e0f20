"""What was typed in a field of a bulletin, as that field keeps it."""

from datetime import date

from comms_desk.i18n import Language
from comms_desk.internal.bulletins.model import BulletinDayWrong, BulletinNumberWrong
from comms_desk.text.fold import tokens

HIGHEST_NUMBER = 99_999
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
    numbers = [int(word) for word in words if word.isdecimal()]
    months = [MONTHS[word] for word in words if word in MONTHS]
    try:
        day, year = numbers
        (month,) = months
        return date(year, month, day)
    except ValueError:
        raise BulletinDayWrong(text) from None


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
        if not text.isdecimal() or not 0 < int(text) <= HIGHEST_NUMBER:
            raise BulletinNumberWrong(text)
        return int(text)
    return said
