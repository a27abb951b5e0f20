"""That what is sent depends on this computer, where neither a service nor another one goes on."""

from datetime import datetime, timedelta

from comms_desk.across import Office
from comms_desk.i18n import CITY_ZONE, _, format_day, format_time, one_stop
from comms_desk.mail.door_kinds import OUTLOOK_KIND
from comms_desk.mail.model import AccountId

SOON = timedelta(minutes=1)
"""What begins to leave within that needs no open window: its worker finishes without one."""


def depends(office: Office, account: AccountId | None) -> bool:
    """Whether what leaves by *account* does so while this computer is on, and no longer.

    None is the account that is used first.  The system is asked for its service: in a reading
    thread.
    """
    from comms_desk.across.unattended import goes_on_alone

    known = office.accounts.every()
    used = next((each for each in known if account in (None, each.id)), None)
    return used is not None and used.kind != OUTLOOK_KIND.name and not goes_on_alone(office)


def leave_it_on(*, now: datetime, first: datetime, last: datetime) -> str:
    """Return until when this computer is to be left on, and its window open for what is later."""
    is_soon, is_today = first <= now + SOON, _day(last) == _day(now)
    said = {
        (True, True): _(
            "This sending depends on this computer: leave it on and connected until {time}."
        ),
        (True, False): _(
            "This sending depends on this computer: leave it on and connected until {day}, {time}."
        ),
        (False, True): _(
            "This sending depends on this computer: leave it on and connected, and Comms Desk"
            " open, until {time}."
        ),
        (False, False): _(
            "This sending depends on this computer: leave it on and connected, and Comms Desk"
            " open, until {day}, {time}."
        ),
    }[is_soon, is_today]
    return one_stop(said.format(day=format_day(last), time=format_time(last)))


def _day(moment: datetime) -> object:
    return moment.astimezone(CITY_ZONE).date()
