"""Filters in words, in both languages, and days as they are typed."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from comms_desk import i18n
from comms_desk.facts import BadDate
from comms_desk.media.lists.conditions import By, Filter, Finds, say_filter
from comms_desk.media.outlets.model import OutletKind
from comms_desk.places import Scope
from comms_desk.storage.conditions import SINCE, Condition, Joined
from comms_desk.text.approximate import Ago, Unit

VERDUN = Scope.of_boroughs(["VDN"])


@pytest.fixture
def speak() -> Iterator[Callable[[str], None]]:
    before = i18n.current()
    yield i18n.use
    i18n.use(before)


def test_a_filter_is_said_in_both_languages(speak: Callable[[str], None]) -> None:
    asked = Filter(
        (
            Condition(By.KIND, (OutletKind.DAILY, OutletKind.RADIO)),
            Filter(
                (Condition(By.TERRITORY, (VERDUN,)), Condition(By.BEAT, ("Transports",))),
                Joined.ANY,
            ),
            Condition(By.BYLINE_SINCE, (date(2026, 3, 2),)),
            Condition(By.LIST, (7, 8)),
        )
    )

    speak("en")
    assert say_filter(asked, {}, {7: "Agences"}) == (
        "Kind of outlet: Daily newspaper or Radio, and (scope: Verdun, or beat: Transports), "
        "and a signed article since March 2, 2026, "
        "and in the list: Agences or (a list that is gone)"
    )
    speak("fr")
    assert say_filter(asked, {}, {7: "Agences"}) == (
        "Genre de média\u00a0: Quotidien ou Radio, et (territoire\u00a0: Verdun, ou "
        "couverture\u00a0: Transports), et article signé depuis le 2 mars 2026, "
        "et dans la liste\u00a0: Agences ou (une liste disparue)"
    )


def test_not_and_how_long_ago_are_said_in_both_languages(speak: Callable[[str], None]) -> None:
    asked = Filter(
        (
            Condition(By.KIND, (OutletKind.DAILY, OutletKind.RADIO), is_not=True),
            Condition(By.LIST, (7,), is_not=True),
            Condition(By.LETTER_BEFORE, (Ago(30, Unit.DAY),)),
            Condition(By.BYLINE_SINCE, (Ago(1, Unit.MONTH),)),
        ),
        finds=Finds.BOTH,
    )

    speak("en")
    assert say_filter(asked, {}, {7: "Agences"}) == (
        "Contacts and newsrooms – kind of outlet is not: Daily newspaper or Radio, "
        "and not in the list: Agences, and no letter in the last 30 days, "
        "and a signed article in the last month"
    )
    speak("fr")
    assert say_filter(asked, {}, {7: "Agences"}) == (
        "Contacts et rédactions – genre de média n’est pas\u00a0: Quotidien ou Radio, "
        "et sauf la liste\u00a0: Agences, et aucun envoi dans les 30 derniers jours, "
        "et article signé dans le dernier mois"
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("30 jours", Ago(30, Unit.DAY)),
        ("2 weeks", Ago(2, Unit.WEEK)),
        ("il y a 3 mois", Ago(3, Unit.MONTH)),
        (" ", None),
    ],
)
def test_a_day_or_how_long_ago_is_read_as_it_is_typed(
    typed: str, meant: date | Ago | None, speak: Callable[[str], None]
) -> None:
    speak("fr")
    assert SINCE.read(typed) == meant
    assert SINCE.read(SINCE.write(meant)) == meant


@pytest.mark.parametrize("typed", ["mars 2024", "aujourd’hui", "0 jours", "souvent"])
def test_what_is_neither_a_day_nor_how_long_ago_is_refused(typed: str) -> None:
    with pytest.raises(BadDate):
        SINCE.read(typed)
