"""What values a setting may have: how each kind is read, typed, and said to whoever typed another.

Where a value stands, and whose it is, is known to `settings`.
"""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath

DATABASE_SCHEMES = ("sqlite", "postgresql+psycopg")
_IN_MEMORY = re.compile(r"^sqlite:.*(:memory:|[?&](uri|mode)=)", re.IGNORECASE)
"""Nothing of such a desk would be left once it is closed; and each thread would have its own."""
HOURS_A_DAY = 24
LONGEST_NAME = 80
HOUR_FORM = "%H:%M"
MOMENT_FORM = "%Y-%m-%d %H:%M"
MOST_MINUTES = 2_880
_HOURS = re.compile(r"(\d{1,2}) ?h? ?(?:-|–|à|to) ?(\d{1,2}) ?h?")
_HOUR = re.compile(r"(\d{1,2})(?: ?[h:] ?(\d{2})?)?")
_MAILBOX = re.compile(r"[^\s@<>,;:\"()]{1,64}@[^\s@<>,;:\"()]{1,250}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingKind[T]:
    """What values a setting may have.

    *read* turns a TOML or JSON value into a T and raises ValueError otherwise; *from_text*
    turns what a person typed into a TOML value.
    """

    name: str
    expected: str
    read: Callable[[object], T]
    from_text: Callable[[str], object]


def boolean() -> SettingKind[bool]:
    """Return the kind of a yes or a no."""
    words = {"true": True, "on": True, "yes": True, "oui": True, "1": True}
    words |= {"false": False, "off": False, "no": False, "non": False, "0": False}

    def read(value: object) -> bool:
        if not isinstance(value, bool):
            raise TypeError(value)
        return value

    def from_text(text: str) -> object:
        if text.strip().lower() not in words:
            raise ValueError(text)
        return words[text.strip().lower()]

    return SettingKind(name="boolean", expected="true or false", read=read, from_text=from_text)


def whole(lowest: int, highest: int) -> SettingKind[int]:
    """Return the kind of a whole number from *lowest* to *highest*."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise ValueError(value)
        return value

    expected = f"a whole number from {lowest} to {highest}"
    return SettingKind(name="whole number", expected=expected, read=read, from_text=int)


def choice(*values: str) -> SettingKind[str]:
    """Return the kind of one of *values*."""

    def read(value: object) -> str:
        if value not in values:
            raise ValueError(value)
        return str(value)

    expected = "one of " + ", ".join(values)
    return SettingKind(name="choice", expected=expected, read=read, from_text=str.strip)


def database_address() -> SettingKind[str]:
    """Return the kind of the address of a database."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise TypeError(value)
        scheme, colon, place = value.partition("://")
        if value and not (colon and scheme in DATABASE_SCHEMES and place.strip("/")):
            raise ValueError(value)
        if "\0" in value or _IN_MEMORY.search(value):
            raise ValueError(value)
        if value and scheme != DATABASE_SCHEMES[0]:
            from urllib.parse import urlsplit

            parts = urlsplit(value)
            # Asking for the port is what looks at it: it raises when it is no number.
            if parts.port == 0 or not parts.path.strip("/"):
                raise ValueError(value)
        return value

    return SettingKind(
        name="text",
        expected="sqlite:///desk.sqlite3, postgresql+psycopg://user@server/desk",
        read=read,
        from_text=str.strip,
    )


def mailbox() -> SettingKind[str]:
    """Return the kind of an e-mail address."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise TypeError(value)
        if value and not _MAILBOX.fullmatch(value):
            raise ValueError(value)
        return value

    return SettingKind(
        name="address",
        expected="an e-mail address, as medias@ville.example",
        read=read,
        from_text=str.strip,
    )


def networks() -> SettingKind[tuple[str, ...]]:
    """Return the kind of a list of networks."""

    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            raise TypeError(value)
        if not all(isinstance(each, str) for each in value):
            # ipaddress takes 10 for the address 0.0.0.10.
            raise TypeError(value)
        from ipaddress import ip_network

        return tuple(str(ip_network(each)) for each in value)

    def from_text(text: str) -> object:
        if not text.lstrip().startswith("["):
            return text.replace(",", " ").split()
        try:
            return json.loads(text)
        except RecursionError as error:
            raise ValueError(text) from error

    return SettingKind(
        name="list of networks",
        expected="networks between commas, as 10.20.0.0/16,127.0.0.0/8",
        read=read,
        from_text=from_text,
    )


def minutes() -> SettingKind[tuple[int, ...]]:
    """Return the kind of a list of numbers of minutes, the most first."""

    def read(value: object) -> tuple[int, ...]:
        if not isinstance(value, list | tuple):
            raise TypeError(value)
        if any(isinstance(each, bool) or not isinstance(each, int) for each in value):
            raise TypeError(value)
        if not all(1 <= each <= MOST_MINUTES for each in value):
            raise ValueError(value)
        return tuple(sorted(set(value), reverse=True))

    def from_text(text: str) -> object:
        return [int(each) for each in text.strip("[] ").replace(",", " ").split()]

    return SettingKind(
        name="list of minutes",
        expected=f"numbers of minutes from 1 to {MOST_MINUTES} between commas, as 120, 30",
        read=read,
        from_text=from_text,
    )


def hours() -> SettingKind[str]:
    """Return the kind of two hours of the day, ``22-6``; "" for none."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise TypeError(value)
        if value:
            start, end = map(int, value.split("-"))
            if not (0 <= start < HOURS_A_DAY and 0 <= end < HOURS_A_DAY):
                raise ValueError(value)
        return value

    def from_text(text: str) -> object:
        found = _HOURS.fullmatch(" ".join(text.lower().split()))
        if found is None and text.strip():
            raise ValueError(text)
        return "" if found is None else f"{int(found[1])}-{int(found[2])}"

    return SettingKind(
        name="hours", expected="two hours of the day, as 22-6", read=read, from_text=from_text
    )


def part_of_day() -> SettingKind[str]:
    """Return the kind of two hours of one day and their minutes, ``05:00-07:30``; "" for none."""
    one = hour()

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise TypeError(value)
        if value:
            start, end = map(one.read, value.split("-"))
            if not start < end:
                raise ValueError(value)
        return value

    def from_text(text: str) -> object:
        parts = re.split(r"[-–à]|to", text.strip().lower())
        return "-".join(str(one.from_text(each)) for each in parts)

    return SettingKind(
        name="part of a day",
        expected="two hours of a day, as 05:00-07:30",
        read=read,
        from_text=from_text,
    )


def hour() -> SettingKind[str]:
    """Return the kind of an hour of the day, ``17:00``; "" for none."""

    def from_text(text: str) -> object:
        found = _HOUR.fullmatch(text.lower().strip())
        if found is None and text.strip():
            raise ValueError(text)
        return "" if found is None else f"{int(found[1]):02}:{found[2] or '00'}"

    return SettingKind(
        name="hour",
        expected="an hour of the day, as 17:00",
        read=_written(HOUR_FORM),
        from_text=from_text,
    )


def name() -> SettingKind[str]:
    """Return the kind of somebody's name."""

    def read(value: object) -> str:
        if not isinstance(value, str) or not value.isprintable() or len(value) > LONGEST_NAME:
            raise ValueError(value)
        return value

    expected = f"a name of at most {LONGEST_NAME} characters"
    return SettingKind(name="text", expected=expected, read=read, from_text=str.strip)


def moment() -> SettingKind[str]:
    """Return the kind of a moment in the city's time, ``2026-11-28 07:30``; "" for none."""

    def from_text(text: str) -> object:
        """Read what was typed; an hour alone that is past today is tomorrow's."""
        from comms_desk.clock import SystemClock
        from comms_desk.i18n import CITY_ZONE
        from comms_desk.text.moments import MomentNotRead, read_moment

        if not text.strip():
            return ""
        now = SystemClock().now()
        for words in (text, f"demain {text}"):
            with suppress(MomentNotRead):
                moment = read_moment(words, now=now, zone=CITY_ZONE)
                return moment.astimezone(CITY_ZONE).strftime(MOMENT_FORM)
        raise ValueError(text)

    expected = "a day and an hour, as 2026-11-28 07:30, or an hour alone, as 7:30"
    return SettingKind(
        name="moment", expected=expected, read=_written(MOMENT_FORM), from_text=from_text
    )


def _written(form: str) -> Callable[[object], str]:
    """Return how a text is read that says a moment in that *form*; "" says none."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise TypeError(value)
        if value and datetime.strptime(value, form).strftime(form) != value:  # noqa: DTZ007
            raise ValueError(value)
        return value

    return read


def folder() -> SettingKind[str]:
    """Return the kind of a folder, by its whole path."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise TypeError(value)
        if "\0" in value or (value and not _is_absolute(value)):
            raise ValueError(value)
        return value

    expected = "a whole path, as //server/share/returns"
    return SettingKind(name="text", expected=expected, read=read, from_text=str.strip)


def _is_absolute(path: str) -> bool:
    """Whether *path* says the same folder wherever one is, here or on Windows."""
    return PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute()
