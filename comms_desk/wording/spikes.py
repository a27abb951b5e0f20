"""What is said of a spike, wherever it is: its numbers."""

from collections.abc import Callable, Sequence
from datetime import datetime

from comms_desk.i18n import CITY_ZONE, _, format_number, format_time
from comms_desk.media.themes.spikes import Spike

_DAYS: Sequence[Callable[[], str]] = (
    lambda: _("Mondays"),
    lambda: _("Tuesdays"),
    lambda: _("Wednesdays"),
    lambda: _("Thursdays"),
    lambda: _("Fridays"),
    lambda: _("Saturdays"),
    lambda: _("Sundays"),
)


def spike_said(spike: Spike, now: datetime) -> str:
    """Return the numbers of *spike*, « 14 sujets entre 6 h et 7 h; d’habitude 3… ».

    What still goes on is compared with whole hours, and says so.
    """
    usual = format_number(spike.usual) if spike.usual else _("none")
    if spike.until > now:
        said = _(
            "{n} stories since {since}; usually {usual} from {since} to {until}"
            " (last {weeks} {days})"
        )
    else:
        said = _("{n} stories from {since} to {until}; usually {usual} (last {weeks} {days})")
    return said.format(
        n=format_number(spike.stories),
        since=format_time(spike.since),
        until=format_time(spike.until),
        usual=usual,
        weeks=format_number(spike.weeks),
        days=_DAYS[spike.since.astimezone(CITY_ZONE).weekday()](),
    )


def spike_alone(spike: Spike, now: datetime) -> str:
    """Return that there is a *spike*, with its numbers, where its theme is named already."""
    return _("Spike: {numbers}").format(numbers=spike_said(spike, now))


def spike_of(theme: str, spike: Spike, now: datetime) -> str:
    """Return that *theme* has a *spike*, with its numbers."""
    said = _("Spike, {theme}: {numbers}")
    return said.format(theme=theme, numbers=spike_said(spike, now))
