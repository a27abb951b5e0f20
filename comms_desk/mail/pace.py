"""How fast an account lets letters go: so many a minute, and so many recipients in 24 hours.

Both are counted back from each departure, as the servers do: no day begins at midnight.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

A_MINUTE = timedelta(minutes=1)
A_DAY = timedelta(hours=24)


def leaves_at(
    place: int,
    *,
    letters_a_minute: int,
    start: datetime,
    used: int,
    recipients_a_day: int | None = None,
    left: Sequence[datetime] = (),
) -> datetime:
    """Return when the letter leaves that has *place* others before it.

    Args:
        place: How many leave before it.
        letters_a_minute: How many the account sends a minute.
        start: When sending may begin.
        used: How many of the first minute's letters have left already.
        recipients_a_day: How many may leave in any 24 hours; None: as many as there are.
        left: When those left that left in the 24 hours before *start*, the first first.
    """
    if recipients_a_day is None or len(left) + place < recipients_a_day:
        return start + A_MINUTE * ((used + place) // letters_a_minute)
    times = list(left)
    for each in range(place + 1):
        soonest = start
        if each >= letters_a_minute:
            soonest = times[len(left) + each - letters_a_minute] + A_MINUTE
        elif used + each >= letters_a_minute:
            soonest = start + A_MINUTE
        a_day_ago = len(left) + each - recipients_a_day
        if a_day_ago >= 0:
            soonest = max(soonest, times[a_day_ago] + A_DAY)
        times.append(soonest)
    return times[-1]
