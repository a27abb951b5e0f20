"""What a line that was typed is understood to say, part by part, for the strip and the prompt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from comms_desk.i18n import _, format_day, format_phone
from comms_desk.media.inquiries.facts import FORM, HOW
from comms_desk.media.inquiries.model import Basis, Hour
from comms_desk.media.inquiries.reading.proposal import InquiryProposal, LineKind, ProposedReferral
from comms_desk.wording.mails import referred_to
from comms_desk.wording.waiting import is_doubtful, said_hour

QUESTION_LETTERS = 40


@dataclass(frozen=True, slots=True)
class SaidPart:
    """A part of what was understood, as its chip says it."""

    words: str
    is_sure: bool = True
    adds: str = ""
    """The name under which it may come into the directory, which does not know it."""


def said_parts(read: InquiryProposal, now: datetime) -> Iterator[SaidPart]:
    """Yield what was *read* in the order of the chips; what is not sure ends with "?"."""
    yield from _who(read)
    for phone in read.phones:
        yield SaidPart(format_phone(phone))
    for question in read.questions:
        short = question[:QUESTION_LETTERS]
        yield SaidPart(_("“{question}”").format(question=short + "…" * (short != question)))
    if read.form is not None:
        yield SaidPart(FORM.say(read.form))
    yield from _hours(read, now)
    if read.channel is not None:
        yield SaidPart(HOW.say(read.channel))
    if read.follows is not None:
        asked = read.follows.value
        of = ", ".join(filter(None, (asked.title, *asked.reporters)))
        said = _("follow-up: {inquiry}").format(inquiry=of)
        yield _guessed(said, is_sure=read.follows.is_sure)
    elif read.is_follow_up:
        yield SaidPart(_("follow-up: on which inquiry?"), is_sure=False)
    if read.referral is not None:
        yield _guessed(referred_to(read.referral), is_sure=False)
    if read.kind is LineKind.ACCESS:
        yield _guessed(_("access request"), is_sure=False)


def _who(read: InquiryProposal) -> Iterator[SaidPart]:
    """Yield the outlet and who asks; a citizen is not for the directory of the press."""
    is_press = read.referral is not ProposedReferral.CITIZENS
    if read.outlet is not None and read.outlet.value.id is not None:
        yield _guessed(read.outlet.value.name, is_sure=read.outlet.is_sure)
    elif read.outlet is not None:
        name = read.outlet.value.name
        yield _guessed(_("New outlet: {name}").format(name=name), is_sure=False, adds=name)
    for each in read.reporters:
        name = each.value.name.strip()
        is_new = is_press and each.value.contact is None
        if name:
            yield _guessed(name, is_sure=each.is_sure, adds=name if is_new else "")


def _hours(read: InquiryProposal, now: datetime) -> Iterator[SaidPart]:
    if read.deadline_day is not None:
        day = format_day(read.deadline_day)
        yield SaidPart(_("deadline {day}, which hour?").format(day=day), is_sure=False)
    elif read.deadline.basis is not Basis.TO_ASK or read.kind is LineKind.INQUIRY:
        yield _hour("deadline", read.deadline, now)
    if read.on_air_day is not None:
        yield SaidPart(_("on air {day}").format(day=format_day(read.on_air_day)))
    elif read.on_air is not None:
        yield _hour("on_air", read.on_air, now)


def _hour(which: str, hour: Hour, now: datetime) -> SaidPart:
    """Return an *hour*; one that has passed is no more sure than one that was guessed."""
    words = said_hour(which, hour, now)
    is_past = hour.at is not None and hour.at <= now
    if is_doubtful(hour) or not is_past:
        return SaidPart(words, is_sure=not is_doubtful(hour))
    return _guessed(words, is_sure=False)


def _guessed(words: str, *, is_sure: bool, adds: str = "") -> SaidPart:
    return SaidPart(words if is_sure else _("{what}?").format(what=words), is_sure, adds)
