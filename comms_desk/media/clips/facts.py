"""The facts of a clip, as its card, its history and its commands have them."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import override

from comms_desk.facts import SITE, BadDate, Fact, Facts, Notation, OneThing, Trimmed
from comms_desk.i18n import CITY_ZONE, N_, _, format_moment
from comms_desk.media.outlets.model import OutletId
from comms_desk.text.moments import MomentNotRead, read_moment

_END_OF_TIME = datetime(9000, 1, 1, tzinfo=UTC)
"""What has passed by then is read where it says its year, and only there."""
_LASTED = re.compile(
    r"(?:(?P<hours>\d{1,2}) ?h ?)?(?:(?P<minutes>\d{1,3}) ?(?:minutes?|min\.?|m|:) ?)?"
    r"(?:(?P<seconds>\d{1,4}) ?(?:secondes?|seconds?|sec\.?|s)?)?",
    re.IGNORECASE,
)


class NotALength(BadDate):
    """What was typed is no length of time: 4 min, 90 s, 1:30."""

    what = N_("This is no length: {text}")
    way_out = N_("Type it as 4\u00a0min, 90\u00a0s or 1:30.")


class _AirTime(Notation[datetime | None]):
    """A day and its hour, in the city's time."""

    @override
    def read(self, typed: str) -> datetime | None:
        if not typed.strip():
            return None
        try:
            return read_moment(typed, now=_END_OF_TIME, zone=CITY_ZONE)
        except MomentNotRead as error:
            raise BadDate(typed) from error

    @override
    def write(self, value: datetime | None) -> str:
        return "" if value is None else f"{value.astimezone(CITY_ZONE):%Y-%m-%d %H:%M}"

    @override
    def say(self, value: datetime | None) -> str:
        return "" if value is None else format_moment(value)


class _Lasts(Notation[int]):
    """How long it lasts, in seconds: « 4 min », « 1:30 », « 90 s »."""

    @override
    def read(self, typed: str) -> int:
        found = _LASTED.fullmatch(typed.strip())
        if found is None:
            raise NotALength(typed)
        hours, minutes, seconds = (int(each or 0) for each in found.groups())
        return hours * 3600 + minutes * 60 + seconds

    @override
    def write(self, value: int) -> str:
        minutes, seconds = divmod(value, 60)
        said = (f"{minutes} min" if minutes else "", f"{seconds} s" if seconds else "")
        return " ".join(filter(None, said))


AIR_TIME, LASTS = _AirTime(), _Lasts()


def facts(outlets: Mapping[OutletId, str] | None = None) -> Facts:
    """Return the facts of a clip, which may be of one of *outlets*."""
    names = OneThing(
        ((each, (name,)) for each, name in (outlets or {}).items()), none=_("No outlet")
    )
    return (
        Fact("title", N_("What it is about"), Trimmed(), is_title=True, is_listed=True),
        Fact("outlet_id", N_("Show or outlet"), names, is_under=True),
        Fact(
            "aired_at",
            N_("On air, or published"),
            AIR_TIME,
            is_under=True,
            is_listed=True,
            hint=N_("YYYY-MM-DD HH:MM"),
        ),
        Fact("lasts_s", N_("Length"), LASTS, hint=N_("4\u00a0min"), is_listed=True, is_under=True),
        Fact("speaker", N_("Who spoke"), Trimmed(), is_listed=True),
        Fact("text", N_("What was said"), Trimmed(), lines=4, is_body=True),
        Fact("link", N_("Link"), SITE, hint=N_("https://…"), is_whole=True),
    )
