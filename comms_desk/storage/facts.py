"""What a rule of destruction says, fact by fact; its kind is what it is about."""

from datetime import date
from typing import override

from comms_desk.facts import DAY, Fact, Facts, Notation
from comms_desk.i18n import N_, format_number, ngettext
from comms_desk.storage.errors import RuleIncomplete


class _Years(Notation[int]):
    @override
    def read(self, typed: str) -> int:
        try:
            return int(typed)
        except ValueError as error:
            raise RuleIncomplete("years") from error

    @override
    def write(self, value: int) -> str:
        return str(value)

    @override
    def say(self, value: int) -> str:
        return ngettext("{count} year", "{count} years", value).format(count=format_number(value))


class _DaySigned(Notation[date]):
    @override
    def read(self, typed: str) -> date:
        day = DAY.read(typed)
        if day is None:
            raise RuleIncomplete("signed_on")
        return day

    @override
    def write(self, value: date) -> str:
        return DAY.write(value)

    @override
    def say(self, value: date) -> str:
        return DAY.say(value)


RULE_FACTS: Facts = (
    Fact("years", N_("Kept for"), _Years(), hint=N_("A number of years once archived")),
    Fact("reference", N_("Retention schedule"), hint=N_("Its reference")),
    Fact("signed_by", N_("Signed by"), hint=N_("Name and title")),
    Fact("signed_on", N_("Signed on"), _DaySigned(), hint=N_("2026-11-24")),
)
