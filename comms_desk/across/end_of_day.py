"""The end of the day leaves by itself, at the hour that the desk's settings say: once a day.

A computer that slept through that hour sends it late, for some hours, and it says so; later it is
left: what was open that evening is no news in the night.
"""

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta

from comms_desk.across import Office
from comms_desk.across.on_duty import on_duty
from comms_desk.i18n import CITY_ZONE
from comms_desk.mail.model import NoAccount
from comms_desk.settings import END_OF_DAY

LEAVES_WITHIN = timedelta(hours=4)
"""After its hour."""


def due(hour: str, now: datetime) -> datetime | None:
    """Return the *hour* of the city at which that which is to leave *now* was due.

    None: it is not due yet, or no more; or it never is, *hour* being blank.
    """
    if not hour:
        return None
    day = now.astimezone(CITY_ZONE).date()
    for each in (day, day - timedelta(days=1)):
        at = datetime.combine(each, time.fromisoformat(hour), CITY_ZONE).astimezone(UTC)
        if at <= now < at + LEAVES_WITHIN:
            return at
    return None


def leaves_at(office: Office, *, within: timedelta = timedelta(days=1)) -> datetime | None:
    """Return when that of today is to leave by itself, where that is *within* so long.

    None too where it left already, or nothing says to whom or by which account.
    """
    hour, now = office.desk_settings.get(END_OF_DAY), office.database.clock.now()
    if not hour:
        return None
    day = now.astimezone(CITY_ZONE).date()
    at = datetime.combine(day, time.fromisoformat(hour), CITY_ZONE).astimezone(UTC)
    if not now < at <= now + within or not office.accounts.every():
        return None
    return at if office.papers.evening_awaits(day) else None


def send_end_of_day(office: Office) -> bool:
    """Send it to the shared mailbox of the service, if it is due and has not left; whether it was.

    Where nothing says to whom, or by which account, nobody asked for it.

    Raises:
        LetterTemplateBroken: The office's words ask for what there is not.
        AccountRetired: It would leave by an account out of use.
    """
    from comms_desk.media.inquiries.papers.desk import EveningLeft, NowhereToReport

    at = due(office.desk_settings.get(END_OF_DAY), office.database.clock.now())
    if at is None or not office.papers.evening_awaits(at.astimezone(CITY_ZONE).date()):
        return False
    duty = on_duty(office)
    evening = office.papers.evening("" if duty is None else duty.who, due_at=at)
    if evening.is_awaited:
        with suppress(EveningLeft, NowhereToReport, NoAccount):
            office.papers.send_evening(evening)
            return True
    return False
