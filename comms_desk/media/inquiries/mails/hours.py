"""Which hours a mail gives: that of its deadline, and that at which it is published or airs.

Each is what its own clause says.  Some are nobody's to wait for: those of the past, of a meeting,
of an embargo, of what the City does.  What is not clear is unsure, and nothing is lost unsaid.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from comms_desk.i18n import CITY_ZONE
from comms_desk.mail.reading.signature import Written, is_item
from comms_desk.media.inquiries.mails.asking import language_of, sentences
from comms_desk.media.inquiries.mails.clauses import For, Said, Sentence
from comms_desk.media.inquiries.model import TO_ASK, URGENT, Basis, Hour
from comms_desk.media.inquiries.proposal import Guess
from comms_desk.media.inquiries.reading.hours import Hours, SaidTime, assumed
from comms_desk.media.inquiries.reading.known import KnownOutlet
from comms_desk.media.inquiries.reading.role_words import Role

MOST_TIMES = 60
"""Of a mail whose roles are sought: one that says more is a calendar."""


def hours_of(
    title: str,
    part: Written,
    *,
    sent_at: datetime,
    outlet: Guess[KnownOutlet] | None,
    assumes: bool,
    is_heard: bool = False,
) -> Hours:
    """Return the hours that a mail of *title* gives, written at *sent_at*.

    Args:
        title: Its subject.
        part: Its words and its signature.
        sent_at: From which « demain » and « dans une heure » are counted.
        outlet: Who asks; a bare hour of a broadcaster may be the one or the other.
        assumes: Whether the end of the day is, where nothing is said.
        is_heard: Whether a machine heard it: nothing is sure then.
    """
    broadcasts = outlet is not None and outlet.value.broadcasts
    said = list(_said([title, *part.body], sent_at.astimezone(CITY_ZONE), broadcasts=broadcasts))
    if any(of in {For.ON_AIR, For.DEADLINE, For.LAST} for of, _time in said):
        said = [each for each in said if each[0] is not For.RECORDED]
    deadline = _first(said, For.LAST, For.DEADLINE, For.EITHER, For.RECORDED, For.UNCLEAR)
    on_air = _first(said, For.ON_AIR, For.SPOKEN, For.EITHER, For.RECORDED)
    if deadline is None and on_air is None:
        deadline = _first(said, For.LEFT)
    hourless = {of for of, _time in said if of in {For.SOON, For.URGENT}}
    if deadline is not None or on_air is not None or hourless:
        sure = not is_heard
        unknown = URGENT if For.URGENT in hourless else TO_ASK
        return Hours(
            deadline=unknown if deadline is None else deadline(is_sure=sure),
            deadline_day=None if deadline is None else deadline.only_day,
            on_air=None if on_air is None else on_air(is_sure=sure),
            on_air_day=None if on_air is None else on_air.only_day,
        )
    if not assumes:
        return Hours(wants_hour=False)
    return Hours(deadline=Hour(at=assumed(sent_at), basis=Basis.ASSUMED))


def _first(said: Sequence[Said], *wanted: For) -> SaidTime | None:
    """Return the hour of the first of *wanted*, before a day alone; unsure, where two differ."""
    of = next((each for each in wanted if any(role is each for role, _time in said)), None)
    times = [time for role, time in said if role is of and time is not None]
    timed = [each for each in times if each.at is not None]
    timed = [each for each in timed if each.is_sure] or timed
    if timed:
        first = min(timed, key=lambda each: each.at or datetime.max.replace(tzinfo=UTC))
        return replace(first, is_sure=first.is_sure and len({each.at for each in timed}) == 1)
    return next((each for each in times if each.is_end), next(iter(times), None))


def _said(lines: Sequence[str], sent: datetime, *, broadcasts: bool) -> Iterator[Said]:
    language = language_of(lines)
    said, day = 0, None
    matters: list[SaidTime] = []
    for line in lines:
        for words in sentences(line):
            asks = "?" in words or is_item(line)
            sentence = Sentence(words, sent, language, day=day, broadcasts=broadcasts, asks=asks)
            day = sentence.day
            for of, time in sentence.said(MOST_TIMES - said):
                said += 1
                if of is not For.MATTER:
                    yield of, time
                elif time is not None and time.at is not None:
                    matters.append(replace(time, is_sure=False))
            if sentence.says(Role.BEFORE_IT) and (not asks or sentence.says(Role.ASKED)):
                yield For.SOON, None
                yield from ((For.UNCLEAR, each) for each in matters[-1:])
