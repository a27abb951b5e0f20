"""Telephone numbers, shown alike whatever they were typed like: « 514 872-1234, poste 1234 ».

It is only how they are shown: what was typed is what is stored.  The extension is split off
first, since the library reads no « poste »; what is no number that could be dialled from here
(311, half a number, two in one, a name to spell) stays as it was written.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

HERE: Final = "CA"
"""Where a number without a country is dialled."""
REMEMBERED = 4_096

LONGEST = 250
"""No number is longer; the library takes no more."""

_EXTENSION = r"(?:poste|post|p|extension|extn|ext|x|#)\s*+[.:=]?+\s*+#?+\s*+\d{1,7}"
_AT_THE_END = re.compile(rf"(.*\d\)?)[\s,;.(]*+({_EXTENSION})\)?\s*", re.IGNORECASE | re.DOTALL)
_BETWEEN = re.compile(rf"[,;](?!\s*+{_EXTENSION}\s*+(?:[,;]|$))", re.IGNORECASE)
_DIALLED = re.compile(r"[\d\s().+/\-\u2010-\u2015\u2212]+")
"""What a number may be written with; letters say something that is not to be lost."""
_NO_DIGITS = re.compile(r"\D+")
_LONG_DISTANCE = re.compile(r"^1(?=[2-9]\d{2}[2-9]\d{6})")
_FIRST_DIGITS = re.compile(r"(\d{3})(\d{3})(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number that could be dialled, written as everyone's, and its extension, or ""."""

    number: str
    extension: str


@lru_cache(maxsize=REMEMBERED)
def understood(written: str) -> Phone | None:
    """Return what is *written*; None where it is to stay as it is.

    Numbers of North America are written as the Office québécois de la langue française does, a
    plain space in them: they are copied, searched for and dialled.  Those who are called from
    anywhere for nothing, or for more, keep their 1.  The others have their country.

    The first call imports the library, and the first number of a country reads what it knows of
    it: in the window, have them made by a thread that reads.
    """
    import phonenumbers
    from phonenumbers import PhoneNumberFormat, PhoneNumberType, ValidationResult

    number, extension = _split(written)
    if not _DIALLED.fullmatch(number):
        return None
    try:
        parsed = phonenumbers.parse(number, HERE)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(parsed) != ValidationResult.IS_POSSIBLE:
        return None
    if parsed.country_code != phonenumbers.country_code_for_region(HERE):
        said = phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)
        return Phone(number=said, extension=extension)
    said = _FIRST_DIGITS.sub(r"\1 \2-\3", str(parsed.national_number))
    kind = phonenumbers.number_type(parsed)
    if kind in {PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE}:
        said = f"1 {said}"
    return Phone(number=said, extension=extension)


def dialled(written: str) -> str:
    """Return « +15148721234;ext=12 », which a telephone takes (RFC 3966); "" where it is none.

    A short number (311) is dialled as it stands.
    """
    phone = understood(written)
    if phone is None:
        number = written.strip()
        return number if number.isascii() and number.isdigit() else ""
    number = _NO_DIGITS.sub("", phone.number)
    number = number if phone.number.startswith("+") else f"1{_LONG_DISTANCE.sub('', number)}"
    return f"+{number};ext={phone.extension}" if phone.extension else f"+{number}"


def parted(written: str) -> tuple[str, ...]:
    """Return the numbers that are *written* one after the other; « , poste 12 » is no other one."""
    return tuple(piece for each in _BETWEEN.split(written) if (piece := each.strip()))


def digits(written: str) -> str:
    """Return all the digits that are *written*, without the 1 of North America before its ten."""
    return _LONG_DISTANCE.sub("", _NO_DIGITS.sub("", written))


def looked_for(written: str) -> str:
    """Return the `digits` of a number, or of its beginning; "" where something else is said."""
    number, _extension = _split(written)
    return digits(written) if _DIALLED.fullmatch(number) else ""


def _split(written: str) -> tuple[str, str]:
    """Return the number and the digits of its extension, or ""."""
    found = _AT_THE_END.fullmatch(written) if len(written) <= LONGEST else None
    return (written, "") if found is None else (found[1], _NO_DIGITS.sub("", found[2]))
