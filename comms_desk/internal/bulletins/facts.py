"""The facts of a bulletin and of its blocks, as its card, its list and its commands have them."""

from datetime import date
from typing import override

from comms_desk.facts import LANGUAGE, BadDate, Fact, Facts, Notation, OneOf
from comms_desk.i18n import N_, _, format_date
from comms_desk.internal.bulletins.block_history import FIELD, PLACED, SHOWN
from comms_desk.internal.bulletins.links import links_text, links_value
from comms_desk.internal.bulletins.model import (
    BulletinNumberWrong,
    Link,
    check_number,
    quoted,
)
from comms_desk.storage.model import DOUBT
from comms_desk.text.moments import MomentNotRead, read_day

MOST_DIGITS = 9
"""More make no number that a bulletin has, and a computer is slow to read them."""


class _Day(Notation[date]):
    @override
    def read(self, typed: str) -> date:
        try:
            return read_day(typed)
        except MomentNotRead as error:
            raise BadDate(quoted(typed)) from error

    @override
    def write(self, value: date) -> str:
        return format_date(value)


class _Number(Notation[int]):
    @override
    def read(self, typed: str) -> int:
        digits = typed.strip()
        if not digits.isdecimal() or len(digits) > MOST_DIGITS:
            raise BulletinNumberWrong(quoted(typed))
        return check_number(int(digits))

    @override
    def write(self, value: int) -> str:
        return str(value)

    @override
    def say(self, value: int) -> str:
        return _("no.\u00a0{number}").format(number=value)


class _Links(Notation[tuple[Link, ...]]):
    @override
    def read(self, typed: str) -> tuple[Link, ...]:
        return links_value(typed)

    @override
    def write(self, value: tuple[Link, ...]) -> str:
        return links_text(value)

    @override
    def say(self, value: tuple[Link, ...]) -> str:
        return ", ".join(f"{link.label} ({link.address})" for link in value)


DAY = _Day()
"""« 25 novembre 2026 », "November 25, 2026" or 2026-11-25; else a `BadDate`."""
NUMBER = _Number()
"""From 1 to `HIGHEST_NUMBER`; else a `BulletinNumberWrong`."""
LINKS = _Links()

FACTS: Facts = (
    Fact("name", N_("Name"), is_under=True, is_listed=True),
    Fact("number", N_("Number"), NUMBER, is_under=True, is_listed=True),
    Fact("day", N_("Date"), DAY, is_under=True, is_listed=True),
    Fact("language", N_("Language"), LANGUAGE, is_under=True),
    Fact(
        "subject",
        N_("Subject"),
        hint=N_("Subject: what recipients will see first"),
        is_title=True,
        is_listed=True,
    ),
    Fact(
        "preheader",
        N_("Preview line"),
        hint=N_("The line that follows the subject"),
    ),
    Fact(
        "ground",
        N_("Legal ground"),
        hint=N_("Why it is not in French"),
    ),
)

BLOCK_FACTS: Facts = (
    Fact("text", N_("Text")),
    Fact("alternative", N_("Alternative text")),
    Fact("address", N_("Address")),
    Fact("links", N_("Links"), LINKS),
    Fact("picture", N_("Image"), SHOWN),
    Fact("position", N_("Place among the blocks")),
)
"""A block is edited in its own way; these are what its history says of it."""

BLOCK = Fact(FIELD, N_("Block"), PLACED)
"""A block that was added to a bulletin, or removed from it."""

DOUBTED = Fact(DOUBT, N_("May have been sent already"), OneOf({True: N_("Yes"), False: N_("No")}))
"""Noted of each where a desk was restored; nobody edits it: who sends it accepts the doubt."""
