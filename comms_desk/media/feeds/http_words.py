"""What a server's headers ask of us: how long to wait before the next question.

Pure.  A header that makes no sense asks for nothing.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(days=1)
"""No server, by mistake or malice, silences a feed for longer."""


def server_wait(headers: Mapping[str, str], now: Callable[[], datetime]) -> timedelta:
    """Return the longest wait that Cache-Control or Retry-After ask for."""
    wait = timedelta()
    if cache := headers.get("Cache-Control"):
        wait = max_age(cache)
    if retry := headers.get("Retry-After"):
        moment = now()
        wait = max(wait, (until(retry, moment) or moment) - moment)
    return min(wait, LONGEST_WAIT)


def max_age(cache_control: str) -> timedelta:
    """Read ``max-age=SECONDS`` of a Cache-Control header; no-cache and no-store ask nothing."""
    directives = [word.strip().lower() for word in cache_control.split(",")]
    if "no-cache" in directives or "no-store" in directives:
        return timedelta()
    for directive in directives:
        name, _, value = directive.partition("=")
        if name.strip() == "max-age":
            return _seconds(value.strip().strip('"')) or timedelta()
    return timedelta()


def until(retry_after: str, now: datetime) -> datetime | None:
    """Return the moment that a Retry-After header names, in seconds or as a date."""
    text = retry_after.strip()
    seconds = _seconds(text)
    if seconds is not None:
        return now + seconds
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(now, min(moment.astimezone(UTC), now + LONGEST_WAIT))


def _seconds(text: str) -> timedelta | None:
    if not (text.isascii() and text.isdigit()):
        return None
    return min(timedelta(seconds=int(text[:9])), LONGEST_WAIT)
