"""Who answers the press while the office is closed, as the desk's settings say, and until when."""

from dataclasses import dataclass
from datetime import UTC, datetime

from comms_desk.across import Office
from comms_desk.i18n import CITY_ZONE, _, format_moment_within, format_time
from comms_desk.setting_kinds import MOMENT_FORM
from comms_desk.settings import ON_DUTY, ON_DUTY_UNTIL


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """Who is on duty; *until* None: until somebody says otherwise."""

    who: str
    until: datetime | None


def on_duty(office: Office) -> OnDuty | None:
    """Return who is on duty now; None: nobody is said to be, or it is over."""
    settings = office.desk_settings
    who, until = settings.get(ON_DUTY), settings.get(ON_DUTY_UNTIL)
    if not who:
        return None
    if not until:
        return OnDuty(who=who, until=None)
    local = datetime.strptime(until, MOMENT_FORM).replace(tzinfo=CITY_ZONE)
    ends = local.astimezone(UTC)
    return OnDuty(who=who, until=ends) if office.database.clock.now() < ends else None


def said(duty: OnDuty, now: datetime) -> str:
    """Return « De garde : A. Okafor jusqu’à 7 h 30 », with the day where it is a later one."""
    if duty.until is None:
        return _("On duty: {name}").format(name=duty.who)
    days = duty.until.astimezone(CITY_ZONE).date() - now.astimezone(CITY_ZONE).date()
    is_near = days.days <= 1
    until = format_time(duty.until) if is_near else format_moment_within(duty.until)
    if is_near:
        return _("On duty: {name} until {time}").format(name=duty.who, time=until)
    return _("On duty: {name} until {moment}").format(name=duty.who, moment=until)
