"""The names of months and of days of the week, plain: in small letters, without accents.

Babel knows them too, with 6 MB of what else it knows: a worker that reads dates needs no more.
"""

from collections.abc import Mapping
from typing import Final

LEAST_LETTERS = 3

_MONTHS: Final[Mapping[str, str]] = {
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "en": "january february march april may june july august september october november december",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
}
_DAYS: Final[Mapping[str, str]] = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "it": "lunedi martedi mercoledi giovedi venerdi sabato domenica",
    "es": "lunes martes miercoles jueves viernes sabado domingo",
}


def months(*languages: str) -> dict[str, int]:
    """Return the months of *languages*, whole, from 1."""
    return _numbered(_MONTHS, languages, first=1)


def days(*languages: str) -> dict[str, int]:
    """Return the days of the week in *languages*, whole, from 0: Monday."""
    return _numbered(_DAYS, languages, first=0)


def begun(word: str, names: Mapping[str, int]) -> int:
    """Return the number of the one of *names* that begins with *word*, as abbreviations do.

    Raises:
        ValueError: None does, or several do; or *word* is too short to say.
    """
    found = {number for name, number in names.items() if name.startswith(word)}
    if len(word) < LEAST_LETTERS or len(found) != 1:
        raise ValueError("no such name, or more than one")
    return found.pop()


def _numbered(
    names: Mapping[str, str], languages: tuple[str, ...], *, first: int
) -> dict[str, int]:
    return {
        name: number
        for language in languages
        for number, name in enumerate(names[language].split(), first)
    }


MONTHS_WRITTEN: Final[Mapping[str, int]] = months("fr", "en") | {
    "janv": 1,
    "jan": 1,
    "fevr": 2,
    "fev": 2,
    "feb": 2,
    "avr": 4,
    "apr": 4,
    "jun": 6,
    "juil": 7,
    "jul": 7,
    "aug": 8,
    "sept": 9,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
"""In French and in English, whole or short; without « mar. », which is a Tuesday."""
