"""An appointment as a file that any calendar opens (RFC 5545): one event, in UTC."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LINE_OCTETS = 75
"""RFC 5545, 3.1: a longer line goes on after a break and a space."""
PRODUCT = "-//Ville de Montreal//Comms Desk//FR"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """An appointment; *uid* is its own for ever, so that a later file replaces it."""

    uid: str
    starts_at: datetime
    lasts: timedelta
    title: str
    place: str = ""
    text: str = ""
    warned_before: timedelta = timedelta(minutes=30)


def write_calendar(appointment: Appointment, *, now: datetime) -> bytes:
    """Return the file of *appointment*, made *now*."""
    ends_at = appointment.starts_at + appointment.lasts
    minutes = round(appointment.warned_before.total_seconds() / 60)
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "METHOD:PUBLISH"),
        *("BEGIN:VEVENT", f"UID:{_escaped(appointment.uid)}", f"DTSTAMP:{_moment(now)}"),
        f"DTSTART:{_moment(appointment.starts_at)}",
        f"DTEND:{_moment(ends_at)}",
        f"SUMMARY:{_escaped(appointment.title)}",
        *([f"LOCATION:{_escaped(appointment.place)}"] if appointment.place.strip() else []),
        *([f"DESCRIPTION:{_escaped(appointment.text)}"] if appointment.text.strip() else []),
        *("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escaped(appointment.title)}"),
        *(f"TRIGGER:-PT{minutes}M", "END:VALARM", "END:VEVENT", "END:VCALENDAR"),
    ]
    return b"".join(map(_folded, lines))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    """Return *text* as a value of the kind TEXT (3.3.11)."""
    written = _CONTROLS.sub("", "\n".join(text.strip().splitlines()))
    escaped = re.sub(r"([\\;,])", r"\\\1", written)
    return escaped.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return *line* in pieces of 75 octets at most; no letter is cut in two."""
    pieces, piece = list[bytes](), b""
    for letter in line:
        octets = letter.encode("utf-8", "replace")
        if len(piece) + len(octets) > LINE_OCTETS - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
