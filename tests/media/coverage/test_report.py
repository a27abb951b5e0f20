"""What a coverage report counts, over given articles: each figure can be counted by hand."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from comms_desk.media.articles.model import ArticleId, ArticleOrigin
from comms_desk.media.coverage.report import (
    Carried,
    CoverageReport,
    ReportGrouping,
    ReportRequest,
    report,
)
from comms_desk.media.outlets.model import OutletKind
from comms_desk.media.themes.model import Tone
from comms_desk.places import CITY, Scope

TUESDAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
_numbers = count(1)


def carried(outlet: str = "La Presse", *, days: int = 0, **said: Any) -> Carried:
    article = next(_numbers)
    plain: dict[str, Any] = {
        "article": ArticleId(article),
        "at": NOON + timedelta(days=days),
        "day": TUESDAY + timedelta(days=days),
        "story": -article,
        "title": "Neige",
        "link": "",
        "outlet": outlet,
        "kind": OutletKind.DAILY,
        "territory": CITY,
        "language": "fr",
        "journalists": (),
        "origin": ArticleOrigin.FEED,
    }
    return Carried(**plain | said)


def reported(*rows: Carried, **said: Any) -> CoverageReport:
    days: dict[str, Any] = {"since": TUESDAY, "until": TUESDAY + timedelta(days=2)}
    return report(rows, ReportRequest(), called="", made_at=NOON, **days | said)


def test_a_story_is_counted_once_and_each_article_that_carries_it() -> None:
    found = reported(carried(story=7), carried("Métro", story=7), carried("CTV"))

    assert (found.whole.stories, found.whole.articles) == (2, 3)


def test_tones_are_those_that_people_gave_and_the_others_are_not_guessed() -> None:
    found = reported(
        carried(tone=Tone.NEGATIVE, raters=("Anne",)),
        carried(tone=Tone.NEUTRAL, raters=("Bao", "Anne"), is_agreed=True),
        carried(tone=Tone.NEUTRAL, raters=("Anne", "Bao")),
        carried(),
    )

    assert found.whole.tones == {Tone.NEUTRAL: 2, Tone.NEGATIVE: 1}
    assert (found.whole.rated, found.whole.articles) == (3, 4)
    assert found.raters == {"Anne": 3, "Bao": 2}
    assert (found.twice, found.agreed) == (2, 1)


def test_the_tone_of_who_else_is_named_is_counted_apart() -> None:
    found = reported(
        carried(tone=Tone.NEUTRAL, toned=(("STM", Tone.NEGATIVE), ("Union", Tone.POSITIVE))),
        carried(toned=(("STM", Tone.NEGATIVE),)),
    )

    assert found.whole.tones == {Tone.NEUTRAL: 1}
    assert {name: dict(each.tones) for name, each in found.toned.items()} == {
        "STM": {Tone.NEGATIVE: 2},
        "Union": {Tone.POSITIVE: 1},
    }


def test_a_day_on_which_nothing_appeared_is_shown_as_one() -> None:
    found = reported(carried(days=2), carried(), carried())

    assert [each.counted.articles for each in found.spans] == [2, 0, 1]
    assert [each.first for each in found.spans] == [TUESDAY + timedelta(days=n) for n in range(3)]
    assert [each.day for each in found.rows] == [TUESDAY, TUESDAY, TUESDAY + timedelta(days=2)]


def test_of_a_year_the_weeks_are_counted_and_the_last_may_be_shorter() -> None:
    until = TUESDAY + timedelta(days=99)

    found = reported(carried(days=7), carried("Métro", story=3), carried(story=3), until=until)

    assert len(found.spans) == 15
    assert [each.counted.articles for each in found.spans[:3]] == [2, 1, 0]
    assert found.spans[0].counted.stories == 1
    assert (found.spans[0].last, found.spans[-1].last) == (TUESDAY + timedelta(days=6), until)


def test_the_most_seen_come_first_and_what_nobody_knows_last() -> None:
    found = reported(
        *(carried("", kind=None, territory=None, language="") for _ in range(3)),
        carried("Métro", territory=Scope.from_text("VDN,LSO")),
        carried("Métro", language="en"),
        carried("CTV", kind=OutletKind.TELEVISION),
    )

    assert [*found.by[ReportGrouping.OUTLET]] == ["Métro", "CTV", ""]
    assert [*found.by[ReportGrouping.TERRITORY]] == ["city", "LSO,VDN", ""]
    assert {name: each.articles for name, each in found.by[ReportGrouping.LANGUAGE].items()} == {
        "fr": 2,
        "en": 1,
        "": 3,
    }
    assert [*found.by[ReportGrouping.KIND]] == ["daily", "television", ""]


def test_an_article_that_two_people_sign_is_of_both() -> None:
    found = reported(carried(journalists=("Luc Tremblay", "Zoé Roy")), carried())

    signed = {name: each.articles for name, each in found.by[ReportGrouping.JOURNALIST].items()}
    assert signed == {"Luc Tremblay": 1, "Zoé Roy": 1, "": 1}
    assert found.whole.articles == 2


def test_what_came_before_is_counted_beside_where_it_is_asked() -> None:
    assert reported(carried()).before is None

    before = reported(carried(), before=[carried(), carried()]).before

    assert before is not None
    assert before.articles == 2
