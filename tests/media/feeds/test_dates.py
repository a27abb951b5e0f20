"""A date in a feed is the instant that was meant, or none."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as some

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.feeds.dates import LANGUAGES, read_date

AT_FIVE = datetime(2026, 11, 26, 22, 4, tzinfo=UTC)
"""Four minutes past five in the afternoon, in Montréal."""
THE_DAY = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "Thu, 26 Nov 2026 17:04:00 -0500",
        "26 Nov 26 17:04 EST",
        "Thu, 26 Nov 2026 22:04:00 GMT",
        "Thu, 26 Nov 2026 22:04:00 +0000 (UTC)",
        "Thu, 26 Nov 2026 5:04 pm EST",
        "Thu, 26 Nov 2026 2:04 PM PST",
        "Thu, 26 Nov 2026 02:04:00 p.m. PST",
        "Thu, 26 Nov 2026 18:04:00 AST",
        "Thu, 26 Nov 2026 18:34:00 NST",
        "Thu, 26 Nov 2026 17:04:00 HNE",
        "Thu, 26 Nov 2026 18:04 EDT",
        "Thu, 26 Nov 2026 18:04 HAE",
        "Thu, 26 Nov 2026 16:04 CST",
        "Thu, 26 Nov 2026 15:04 MST",
        "Thu, 26 Nov 2026 17:04",
        "2026-11-26T17:04:00-05:00",
        "2026-11-26T22:04:00Z",
        "2026-11-26T22:04:00.123456Z",
        "2026-11-26 22:04:00 UTC",
        "2026-11-26T17:04:00",
        "2026-11-26T17:04-0500",
        "2026-11-26t22:04z",
        "20261126T220400Z",
        "2026/11/26 17:04",
        "26 novembre 2026 à 17 h 04",
        "jeudi 26 novembre 2026, 17h04",
        "Jeudi le 26 novembre 2026 à 17:04",
        "jeu. 26 nov. 2026 17:04",
        "17 h 04, le 26 novembre 2026",
        "26 noviembre 2026 17:04",
        "26 de noviembre de 2026 a las 17:04",
        "jueves, 26 de noviembre de 2026 17:04",
        "26 novembre 2026 ore 17.04",
        "giovedì 26 novembre 2026 alle 17:04",
        "Gio, 26 Nov 2026 17:04:00 -0500",
        "Nov 26, 2026 5:04 PM",
        "November 26th, 2026 at 5:04 p.m.",
        "Thursday, November 26, 2026 - 17:04",
        "November 26, 2026 5:04 PM ET",
        "5:04 PM EST, November 26, 2026",
        "Thu Nov 26 17:04:00 EST 2026",
        "Thu Nov 26 17:04:00 2026",
        "Thu Nov 26 2026 17:04:00 GMT-0500 (heure normale de l’Est)",
        " Thu,  26 Nov 2026\n 17:04:00 -0500 ",
        "Thu, 26 Nov 2026 14:04:00 (PST)",
        "26 Nov 2026 22:04 (UTC)",
        "26 nov. 2026, 17 h 04 (HNE)",
        "2026-11-26 23:04 (GMT+1)",
        "26 Nov 2026 (2:04 p.m. PST)",
        "26 nov. 2026 – 17 h 04",
    ],
)
def test_every_honest_way_of_writing_it_is_one_instant(written: str) -> None:
    assert read_date(written) == AT_FIVE


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("1er décembre 2026", 12),
        ("1 dic. 2026", 12),
        ("1º dicembre 2026", 12),
        ("December 1st, 2026", 12),
        ("1 de enero de 2026", 1),
        ("1 gennaio 2026", 1),
        ("1 fév. 2026", 2),
        ("1 mars 2026", 3),
        ("Mar 1, 2026", 3),
        ("1 mai 2026", 5),
        ("1 juin 2026", 6),
        ("1er juill. 2026", 7),
        ("1 luglio 2026", 7),
        ("1 août 2026", 8),
        ("1 AOUT 2026", 8),
        ("Sept. 1, 2026", 9),
        ("1 ottobre 2026", 10),
    ],
)
def test_a_day_without_its_hour_is_its_first_minute_in_montreal(written: str, month: int) -> None:
    assert read_date(written) == datetime(2026, month, 1, tzinfo=CITY_ZONE)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2026",
        "2026-11",
        "may",
        "10:14",
        "hier",
        "il y a 2 heures",
        "26",
        "1795730640",
        "05/06/2026",
        "26/11/2026 17:04",
        "26 nov",
        "1 ju 2026",
        "1 jui 2026",
        "31 novembre 2026",
        "Fri, 26 Nov 2026 17:04:00 GMT",
        "26 Nov 2026 25:04",
        "26 Nov 2026 13:04 pm",
        "26 Nov 2026 0:04 am",
        "26 Nov 2026 17",
        "26 Nov 2026 17:04 XYZ",
        "26 Nov 2026 17:04 +9900",
        "26 Nov 2026 17:04 (heure du Pacifique)",
        "26 novembre 2026, 9:00-11:00",
        "26 novembre 2026, 9:00–11:00",
        "2026-11-26 9:00–11:00",
        "26 Nov 2026 17:04:00 -0500 et puis",
        "le 26 novembre 2026 ou le 27",
        "9999-12-31T23:59:00-14:00",
        "2026-11-26" * 50,
    ],
)
def test_what_says_no_instant_or_two_is_none(written: str) -> None:
    assert read_date(written) is None


@pytest.mark.parametrize("written", ["2026-11-01 01:30", "2026-03-08 02:30", "8 mars 2026 2 h 30"])
def test_an_hour_that_clocks_show_twice_or_never_is_none(written: str) -> None:
    assert read_date(written) is None
    assert read_date(f"{written} EST") is not None


moments = some.datetimes(
    min_value=datetime.fromisoformat("1990-01-02"),
    max_value=datetime.fromisoformat("2049-12-30"),
    timezones=some.integers(-14 * 4, 14 * 4).map(lambda q: timezone(timedelta(minutes=15 * q))),
).map(lambda moment: moment.replace(microsecond=0))


@given(moments)
def test_what_programs_write_is_read_back(moment: datetime) -> None:
    offset = moment.strftime("%z")
    for written in (
        format_datetime(moment),
        moment.isoformat(),
        moment.isoformat(" "),
        moment.strftime("%Y%m%dT%H%M%S%z"),
        f"{moment:%d}-{format_date(moment, 'MMM', locale='en')}-{moment:%y %H:%M:%S} {offset}",
        f"{format_date(moment, 'EEE MMM d', locale='en')} {moment:%H:%M:%S GMT%z %Y}",
    ):
        assert read_date(written) == moment.astimezone(UTC), written


@given(moments, some.sampled_from(LANGUAGES), some.sampled_from(["medium", "long", "full"]))
def test_what_people_write_in_four_languages_is_read_back(
    moment: datetime, language: str, length: str
) -> None:
    hour = f"{moment.hour % 12 or 12}:{moment:%M} {'pm' if moment.hour >= 12 else 'am'}"
    day = format_date(moment, length, locale=language)

    assert read_date(f"{day} {hour} {moment:%z}") == moment.replace(second=0).astimezone(UTC)


@given(some.text(max_size=40))
def test_any_other_text_is_no_instant(text: str) -> None:
    assert read_date(f"{text}?") is None
    assert read_date(f"?{text}") is None


@given(moments, some.text("abhpm0123456789:/-. ", min_size=1, max_size=8))
def test_a_date_with_anything_before_it_is_read_whole_or_not_at_all(
    moment: datetime, before: str
) -> None:
    found = read_date(f"{before} {moment.isoformat()}")

    assert found is None or not before.strip()


@given(some.text("0123456789:/-., hTZ+", max_size=20))
def test_figures_are_an_instant_only_with_a_year_a_month_and_a_day(text: str) -> None:
    found = read_date(text)

    if found is not None:
        assert sum(map(str.isdigit, text)) >= len("2026111")
        assert "-" in text or "/" in text or "T" in text
