"""Who is on duty is a setting of the desk, and is over at its hour."""

from datetime import timedelta
from pathlib import Path

import pytest

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.across.on_duty import OnDuty, on_duty, said
from comms_desk.clock import StillClock
from comms_desk.i18n import CITY_ZONE
from comms_desk.settings import ON_DUTY, ON_DUTY_UNTIL, SettingInvalid
from comms_desk.storage.database import Database
from tests.support.mornings import office_on


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


def test_nobody_is_on_duty_until_somebody_says(office: Office) -> None:
    assert on_duty(office) is None


def test_duty_is_said_until_its_hour_and_not_after(office: Office, clock: StillClock) -> None:
    i18n.use("fr")
    until = clock.now() + timedelta(hours=12)
    office.desk_settings.set(ON_DUTY, "A. Okafor")
    local = until.astimezone(CITY_ZONE)
    office.desk_settings.set(ON_DUTY_UNTIL, f"{local:%Y-%m-%d %H:%M}")

    duty = on_duty(office)

    assert duty == OnDuty(who="A. Okafor", until=until)
    words = said(duty, clock.now())
    assert words.replace("\u00a0", " ") == "De garde : A. Okafor jusqu’à 19 h 30"
    clock.advance(timedelta(hours=12))
    assert on_duty(office) is None


def test_duty_over_several_days_says_its_day(office: Office, clock: StillClock) -> None:
    i18n.use("fr")
    duty = OnDuty(who="B. Nguyen", until=clock.now() + timedelta(days=3))

    words = said(duty, clock.now())

    assert words.replace("\u00a0", " ") == (
        "De garde : B. Nguyen jusqu’au 27 novembre 2026 à 7 h 30"
    )
    assert said(OnDuty(who="B. Nguyen", until=None), clock.now()).endswith("B. Nguyen")


@pytest.mark.parametrize("typed", ["tantôt", "25 h", "7", "2026-02-30 07:30"])
def test_an_hour_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(SettingInvalid):
        ON_DUTY_UNTIL.from_text(typed)


def test_an_hour_alone_is_the_next_one() -> None:
    assert str(ON_DUTY_UNTIL.from_text("7 h 30")).endswith(" 07:30")
    assert str(ON_DUTY_UNTIL.from_text("19:30")).endswith(" 19:30")
    assert ON_DUTY_UNTIL.from_text(" ") == ""
