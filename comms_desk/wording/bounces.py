"""What came back, in words: what each message is, what is asked of a person, what is refused."""

from collections.abc import Callable, Mapping, Sequence

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_day, format_number, ngettext, pgettext
from comms_desk.mail.bounces import report
from comms_desk.mail.bounces.model import (
    SOFT_ASKED_AFTER,
    AddressToDecide,
    BounceDecision,
    BounceTakenIn,
)
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.model import ExclusionReason
from comms_desk.wording.sentence import Says

NATURES: Mapping[Nature, Callable[[], str]] = {
    Nature.HARD: lambda: _("Bounce (hard)"),
    Nature.SOFT: lambda: _("Bounce (soft)"),
    Nature.AUTO_REPLY: lambda: _("Automatic reply"),
    Nature.HUMAN: lambda: _("Message from a person"),
    Nature.RECEIPT: lambda: _("Receipt"),
}
RESOLUTIONS: Mapping[BounceDecision, Callable[[], str]] = {
    BounceDecision.LEAVE: lambda: _("Leave as is"),
    BounceDecision.WRITE_AGAIN: lambda: _("Address checked: write to it again"),
    BounceDecision.EXCLUDE: lambda: _("Write to it no more"),
}
BOUNCES: Mapping[type[CommsDeskError], Says] = {
    report.MessageFileTooLarge: lambda e: (
        _("{name} is too large to be a message that came back.").format(name=e.name),
        _("Choose the report alone: at most {megabytes}\u00a0MB.").format(
            megabytes=format_number(e.limit_bytes // 1_000_000)
        ),
    ),
}


def said_of(asked: AddressToDecide) -> str:
    """Return what happened to an address, in one line."""
    day = format_day(asked.at)
    match asked.nature:
        case Nature.HARD if asked.excluded is ExclusionReason.BOUNCED and not (
            asked.is_proven or asked.is_decided
        ):
            return _("excluded after a report of {day} that nothing proves").format(day=day)
        case Nature.HARD:
            return _("address refused by the server on {day}").format(day=day)
        case Nature.HUMAN:
            return _("asks to receive nothing more, on {day}").format(day=day)
        case _:
            many = ngettext(
                "{n} e-mail did not arrive in 30 days",
                "{n} e-mails did not arrive in 30 days",
                max(asked.letters, SOFT_ASKED_AFTER),
            )
            return many.format(n=format_number(asked.letters))


def tag_of(asked: AddressToDecide) -> str:
    """Return the one word by which a list marks it."""
    if asked.nature is Nature.HARD:
        return pgettext("address", "refused")
    return _("withdrawal") if asked.nature is Nature.HUMAN else _("to check")


def resolutions_of(asked: AddressToDecide) -> tuple[BounceDecision, ...]:
    """Return what can be decided about it, the first thing first."""
    first: tuple[BounceDecision, ...]
    match asked.excluded:
        case None:
            first = (BounceDecision.EXCLUDE,)
        case ExclusionReason.BOUNCED:
            first = (BounceDecision.WRITE_AGAIN,)
        case _:
            first = ()
    return first if asked.is_decided else (*first, BounceDecision.LEAVE)


def read_said(taken: Sequence[BounceTakenIn], *, failed: int = 0) -> str:
    """Return what messages that were read turned out to be, in one line."""
    count = len(taken)
    parts = [
        ngettext("{n} message read", "{n} messages read", count).format(n=format_number(count))
    ]
    kept = [each for one in taken if not one.is_known for each in one.kept]
    hard = sum(each.nature is Nature.HARD for each in kept)
    soft = sum(each.nature is Nature.SOFT for each in kept)
    asking = sum(each.nature is Nature.HUMAN for each in kept)
    known = sum(one.is_known for one in taken)
    others = count - known - sum(bool(one.kept) and not one.is_known for one in taken)
    said = (
        (hard, ngettext("{n} address refused", "{n} addresses refused", hard)),
        (soft, ngettext("{n} temporary bounce", "{n} temporary bounces", soft)),
        (
            asking,
            ngettext("{n} request to receive no more", "{n} requests to receive no more", asking),
        ),
        (known, ngettext("{n} read before", "{n} read before", known)),
        (others, ngettext("{n} that is no bounce", "{n} that are no bounces", others)),
        (failed, ngettext("{n} file not read", "{n} files not read", failed)),
    )
    parts += [words.format(n=format_number(number)) for number, words in said if number]
    return " · ".join(parts)
