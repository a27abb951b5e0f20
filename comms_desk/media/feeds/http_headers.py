"""What a server's headers ask of us: how long to wait, and what to send back next time.

Pure.  A header that makes no sense asks for nothing.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(days=1)
"""No server, by mistake or malice, silences a feed for longer."""
_NOT_TO_SEND = re.compile("[\x00-\x1f\x7f\udc80-\udcff]")
_STRAY_BYTE = re.compile("[\udc80-\udcff]")
"""A byte that is no UTF-8, as the HTTP library hands it over (PEP 383)."""


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
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(now, min(moment, now + LONGEST_WAIT))


def validator(header: str | None) -> str:
    """Return an ETag or a date to send back at the next question, word for word.

    Nothing when it holds control characters, or bytes that are no UTF-8: it could not be
    sent back.
    """
    return "" if header is None or _NOT_TO_SEND.search(header) else header


def location(header: str | None) -> str:
    """Return where a redirect leads; bytes that are no UTF-8 are written as ``%E9``."""
    return _STRAY_BYTE.sub(lambda found: f"%{ord(found[0]) - 0xDC00:02X}", header or "")


def _seconds(text: str) -> timedelta | None:
    if not (text.isascii() and text.isdigit()):
        return None
    return min(timedelta(seconds=int(text[:9])), LONGEST_WAIT)
