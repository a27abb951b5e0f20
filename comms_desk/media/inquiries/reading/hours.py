"""By when an answer is needed, and when it is broadcast or published, as words say it.

Hours are read in the city's time, from the moment at which they were typed or written.  What
could be read in two ways is unsure, never chosen in silence: an hour that is past is proposed for
tomorrow, one of twelve for the afternoon, a broadcaster's bare hour as either.  Of a day without
its hour, the end of that day is kept, unsure, with the day.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.inquiries.model import (
    END_OF_DAY_HOUR,
    TO_ASK,
    URGENT,
    Basis,
    Hour,
    end_of_day,
)
from comms_desk.media.inquiries.reading.atoms import MIDNIGHT, NOON, Atom, Says
from comms_desk.media.inquiries.reading.clock_words import atoms
from comms_desk.media.inquiries.reading.plain import Span, plain
from comms_desk.media.inquiries.reading.role_words import zone_after

MOST_CHARACTERS = 20_000
"""Of a text that are read: what is longer says its hours before that."""
LONGEST_GAP = 24
SATURDAY = 5
MORNING_SHOW = range(5, 8)
"""On air on a day to come, these are hours of the morning."""

MORNING_HOUR = 9
"""« Vendredi matin », whose hour nobody knows: an answer of the afternoon is too late."""

_TIMES = frozenset({Says.HOUR, Says.DAY, Says.PART, Says.AFTER, Says.END})
_CUES = frozenset({Says.DEADLINE, Says.ON_AIR})
_HOURLESS = frozenset({Says.NONE, Says.URGENT})
_GAP = re.compile(
    r"[ ,:()/@-]*(?:(?:a|le|la|l'|de|du|d'|at|on|the|vers|des|autour|around|entre|between"
    r"|about|environ|for|est|is|it"
    r"|c'est|en|soit|plus tard|latest|heure)(?!\w)[ ,:()-]*){0,3}"
)
_RANGE = re.compile(r" ?(?:a|et|to|and|-|/|ou|or) ?")
_ENGLISH = re.compile(
    r"(?:at the|latest|for|by|before|bef|due|filing|files?|needed|until|till|no later)\b"
)
_AFTER_IT = re.compile(
    r"(?:heure |date )?(?:tombee|deadline|dl|max|limite|boucle|au plus tard|at the latest|latest)\b"
)
"""What may follow the hour that it is said of; « avant » may not."""
_ALONE_ON_AIR = re.compile(r"(?:en )?direct|live|en ondes|on[ -]air|parution|publie\b")
"""What says so of the one hour of a line, wherever it stands."""
_LEADS = re.compile(
    r"(?<![\w'])(?:(?:a|le|la|at|on|the|vers|autour de|around|about|environ|apres|after|au|for"
    r"|pour) ){1,8}$"
)
_UNKNOWN_ZONE = re.compile(
    r",? ?\(?(?:heure d(?:e |u |')(?!(?:l'est|montreal|quebec|tombee|bouclage|remise)(?!\w))"
    r"|(?!(?:your|local|montreal|eastern|toronto|press|air)(?!\w))[a-z]{2,20} time(?!\w))"
)
_NEWSCAST = re.compile(r"pour le $")


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTime:
    """An hour, or a day without one, and what it is for where words beside it say so.

    Attributes:
        start: Where the words begin, those that say what it is for too.
        for_what: `Says.DEADLINE`, `Says.ON_AIR`, or None: nothing beside it says.
        at: The moment; None: only its day was said.
        day: The day on which it is, in the city.
        has_day: The day was said; else it follows from the hour.
        is_end: It was said as the end of the day.
        may_last: It may be how long something lasts.
        is_twelve: It may be of the morning or of the afternoon.
        day_hour: That of a day which is said alone: of its morning or evening, where that is said.
        is_counted: It was counted from the moment of writing: « dans une heure ».
    """

    start: int
    end: int
    for_what: Says | None
    at: datetime | None
    day: date
    has_day: bool
    is_sure: bool
    is_end: bool = False
    may_last: bool = False
    is_twelve: bool = False
    is_counted: bool = False
    day_hour: int = END_OF_DAY_HOUR

    def __call__(self, *, is_sure: bool = True) -> Hour:
        """Return the hour that is kept of it."""
        is_hour = self.at is not None and not self.is_end
        at = self.at if is_hour else _at(self.day, time(self.day_hour))
        surely = Basis.GIVEN if is_hour else Basis.ASSUMED if self.is_end else Basis.UNSURE
        return Hour(at=at, basis=surely if self.is_sure and is_sure else Basis.UNSURE)

    @property
    def only_day(self) -> date | None:
        """The day, where no hour of it was said."""
        return self.day if self.at is None and not self.is_end else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidHours:
    """All that a text says of hours.

    Attributes:
        times: In their order.
        on_air: Words that say that something is broadcast or published, beside no hour.
        none: Words that say that there is no hour yet.
        is_urgent: Whether some of those say that it presses.
    """

    times: tuple[SaidTime, ...]
    on_air: tuple[Span, ...]
    none: tuple[Span, ...]
    is_urgent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """What is proposed: fields of `Proposal`."""

    deadline: Hour = TO_ASK
    deadline_day: date | None = None
    on_air: Hour | None = None
    on_air_day: date | None = None
    wants_hour: bool = True

    def fields(self) -> dict[str, Any]:
        """Return them by name, for the proposal that has them."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def read_hours(
    text: str,
    *,
    sent_at: datetime,
    broadcasts: bool = False,
    is_interview: bool = False,
    is_english: bool = False,
) -> tuple[Hours, tuple[Span, ...]]:
    """Return the hours that a line says, and where: all of it is about one inquiry.

    Args:
        text: As typed; what is no hour (a number dialled, an outlet) is masked by the caller.
        sent_at: When.
        broadcasts: Whether who asks is on the air: a bare hour of theirs is either of the two.
        is_interview: Whether they ask for somebody to speak.
        is_english: Whether hours of twelve without more are English.
    """
    is_show = broadcasts and is_interview
    said = said_times(text, sent_at=sent_at, is_english=is_english, is_show=is_show)
    times = _with_its_day(said.times)
    deadlines = [each for each in times if each.for_what is Says.DEADLINE]
    airs = [each for each in times if each.for_what is Says.ON_AIR]
    bare = [each for each in times if each.for_what is None]
    spans = (*((each.start, each.end) for each in said.times), *said.none)
    if not airs and said.on_air and bare:
        airs, bare = [bare[0]], bare[1:]
        spans += said.on_air
    is_said = bool(deadlines or airs)
    hours = [each for each in bare if each.at and not (each.may_last and is_said)]
    on_air = airs[0]() if airs else None
    on_air_day = airs[0].only_day if airs else None
    if deadlines:
        first = min(deadlines, key=lambda each: each().at or sent_at)
        agree = len({each().at for each in deadlines}) == 1
        if on_air is None and hours:
            on_air = hours[0](is_sure=False)
        elif on_air is None and broadcasts and not agree:
            on_air = max(deadlines, key=lambda each: each().at or sent_at)(is_sure=False)
        deadline, day = first(is_sure=agree), first.only_day
    elif bare:
        first = hours[0] if hours else bare[0]
        is_either = broadcasts and first in hours and not first.is_counted
        deadline, day = first(is_sure=not (is_either or airs)), first.only_day
        if is_either and on_air is None:
            on_air = first(is_sure=False)
            deadline = TO_ASK if is_interview else deadline
    elif on_air is not None or said.none:
        deadline, day = URGENT if said.is_urgent else TO_ASK, None
    else:
        deadline, day = Hour(at=assumed(sent_at), basis=Basis.ASSUMED), None
    hours_said = Hours(deadline=deadline, deadline_day=day, on_air=on_air, on_air_day=on_air_day)
    return hours_said, spans


def assumed(moment: datetime) -> datetime:
    """Return the end of the working day on which *moment* falls, or of the next one."""
    day = moment.astimezone(CITY_ZONE)
    while day.weekday() >= SATURDAY or day.hour >= END_OF_DAY_HOUR:
        day = datetime.combine(day.date() + timedelta(days=1), time(), CITY_ZONE)
    return end_of_day(day)


def said_times(
    text: str,
    *,
    sent_at: datetime,
    is_english: bool = False,
    is_show: bool = False,
    day: date | None = None,
) -> SaidHours:
    """Return what *text* says of hours, whatever it is about: a mail says several things.

    Args:
        text: As it was written.
        sent_at: When.
        is_english: Whether hours of twelve without more are English.
        is_show: Whether its hours may be those of a morning show.
        day: The one that was said before it, which « ce jour-là » is of.
    """
    flat = plain(text[:MOST_CHARACTERS])
    now = sent_at.astimezone(CITY_ZONE)
    found = atoms(flat, now.date())
    found = [each for each in found if not _is_past_participle(each, text)]
    found = list(_with_days_of_others(found, now.date(), day))
    times: list[SaidTime] = []
    loose: list[Span] = []
    for run in _runs(found, flat):
        for group in _groups(run, flat):
            if group.is_timed:
                times.append(group.read(flat, now, is_english=is_english, is_show=is_show))
            elif group.cue is not None and _ALONE_ON_AIR.match(flat, group.cue.start):
                loose.append((group.cue.start, group.cue.end))
    hourless = [each for each in found if each.says in _HOURLESS]
    return SaidHours(
        times=tuple(times),
        on_air=tuple(loose),
        none=tuple((each.start, each.end) for each in hourless),
        is_urgent=any(each.says is Says.URGENT for each in hourless),
    )


def _with_days_of_others(found: Iterable[Atom], today: date, before: date | None) -> Iterator[Atom]:
    """Yield the atoms *found*; « ce jour-là » has the day said *before*, or surely none."""
    for atom in found:
        if atom.of_another is not None:
            day = (before or today) + atom.of_another
            yield replace(atom, day=day, is_sure=before is not None)
            continue
        before = atom.day if atom.says is Says.DAY else before
        yield atom


def _is_past_participle(atom: Atom, text: str) -> bool:
    """Whether it is « publié », which is no hour to come."""
    return atom.says is Says.ON_AIR and text[atom.start : atom.end].casefold().endswith("é")


def _runs(found: Sequence[Atom], flat: str) -> Iterator[list[Atom]]:
    """Yield the atoms that stand beside one another, with nothing between that matters."""
    run: list[Atom] = []
    for atom in found:
        if atom.says not in _TIMES | _CUES:
            continue
        if run and not _is_beside(flat[run[-1].end : atom.start]):
            yield run
            run = []
        run.append(atom)
    if run:
        yield run


def _is_beside(gap: str) -> bool:
    is_near = len(gap) <= LONGEST_GAP
    return is_near and bool(_GAP.fullmatch(gap) or _RANGE.fullmatch(gap))


# ── What stands together is one time ──────────────────────────────────────────────────


@dataclass(slots=True, kw_only=True)
class _Group:
    """Atoms that say one time, and what it is for."""

    cue: Atom | None = None
    day: Atom | None = None
    hour: Atom | None = None
    part: Atom | None = None
    agrees: bool = True
    range_end: int = 0
    """Where the last of several hours ends."""

    @property
    def is_timed(self) -> bool:
        return self.day is not None or self.hour is not None

    @property
    def _is_deadline(self) -> bool:
        return self.cue is not None and self.cue.says is Says.DEADLINE

    def read(self, flat: str, now: datetime, *, is_english: bool, is_show: bool) -> SaidTime:
        """Return the time that it says, from *now* in the city."""
        held = [each for each in (self.cue, self.day, self.hour, self.part) if each is not None]
        for_what = None if self.cue is None else self.cue.says
        day = now.date() if self.day is None else self.day.day
        said = SaidTime(
            start=_with_what_leads(flat, min(each.start for each in held)),
            end=max(self.range_end, *(each.end for each in held)),
            for_what=for_what,
            at=None,
            day=day,
            has_day=self.day is not None,
            may_last=self.hour is not None and (self.hour.may_last or self.range_end > 0),
            is_sure=self.agrees and all(each.is_sure for each in held),
        )
        if self.hour is None:
            return replace(said, day_hour=self._hour_of(day, now))
        if _NEWSCAST.search(flat[: self.hour.start][-8:]):  # an hour of the news, or a day's
            said = replace(said, for_what=None)
        if self.hour.says is Says.AFTER:
            at = (now.astimezone(UTC) + self.hour.after).replace(second=0, microsecond=0)
            local = at.astimezone(CITY_ZONE).date()
            return replace(said, at=at, day=local, is_counted=True)
        if self.hour.says is Says.END:
            return replace(said, is_end=True)
        english = self._is_english(self.hour, flat, default=is_english)
        said = self._at_an_hour(self.hour, said, now, is_english=english, is_show=is_show)
        return _in_its_zone(said, flat, self.hour.end)

    def _hour_of(self, day: date, now: datetime) -> int:
        """Return by when one waits on a *day*, or a part of it where one is said."""
        part = self.part or self.day
        if part is None or not part.hour:
            return END_OF_DAY_HOUR
        if part.hour >= NOON:
            return max(END_OF_DAY_HOUR, part.hour)
        if day > now.date():
            return MORNING_HOUR
        return NOON if now.hour < NOON else END_OF_DAY_HOUR

    def _at_an_hour(
        self, atom: Atom, said: SaidTime, now: datetime, *, is_english: bool, is_show: bool
    ) -> SaidTime:
        day, sure = said.day, said.is_sure
        hour, later = self._of_twenty_four(
            atom, is_english=is_english, is_show=is_show and day > now.date()
        )
        sure = sure and later
        if hour == MIDNIGHT:
            is_coming = self.day is None or self.day.is_today
            hour, day, sure = 0, day + timedelta(days=1), sure and is_coming
        clock = time(hour, atom.minute)
        at = _at(day, clock)
        if at <= now and self.day is None:
            day, sure = day + timedelta(days=1), False
            at = _at(day, clock)
        is_one = at == _at(day, clock, fold=1) and at.astimezone(CITY_ZONE).time() == clock
        sure = sure and at > now and is_one
        return replace(said, at=at, day=day, is_sure=sure, is_twelve=not later)

    def _of_twenty_four(self, atom: Atom, *, is_english: bool, is_show: bool) -> tuple[int, bool]:
        """Return the hour of the day that is meant, and whether no other may be."""
        part = self.part or (self.day if self.day is not None and self.day.hour else None)
        if part is not None and part.hour >= NOON and atom.hour < NOON:
            return atom.hour + NOON, True
        is_morning = part is not None and part.hour < NOON
        if is_morning or not atom.may_be_later:
            return atom.hour, True
        if is_show and atom.hour in MORNING_SHOW and not self._is_deadline:
            return atom.hour, not is_english
        return atom.hour + NOON, is_english

    def _is_english(self, atom: Atom, flat: str, *, default: bool) -> bool:
        if atom.is_french is not None:
            return not atom.is_french
        if self.cue is not None and self._is_deadline:
            return _ENGLISH.search(flat, self.cue.start, self.cue.end) is not None or (
                default and flat.startswith(("deadline", "dl"), self.cue.start)
            )
        return default


def _in_its_zone(said: SaidTime, flat: str, end: int) -> SaidTime:
    """Return an hour of the city as one of the zone that is said after it."""
    found = zone_after(flat, end)
    if found is None or said.at is None:
        is_elsewhere = _UNKNOWN_ZONE.match(flat, end) is not None
        return replace(said, is_sure=False) if is_elsewhere else said
    zone, end = found
    local = said.at.astimezone(CITY_ZONE)
    at = local.replace(tzinfo=zone).astimezone(UTC)
    return replace(said, at=at, day=at.astimezone(CITY_ZONE).date(), end=max(said.end, end))


def _groups(run: Sequence[Atom], flat: str) -> list[_Group]:
    """Return the times of a *run*, each with its cue, and cues that no time has."""
    groups: list[_Group] = []
    now = _Group()
    for place, atom in enumerate(run):
        follower = run[place + 1] if place + 1 < len(run) else None
        if atom.says in _CUES:
            is_apart = follower is not None and _is_apart(now, atom, follower, flat)
            if follower is not None and follower.says in _TIMES and not is_apart:
                if _is_within(now, atom, run[place + 1 :], flat):
                    now.cue = atom
                    continue
                is_of_day = now.cue is None and now.hour is None and now.day is not None
                if is_of_day and follower.says is not Says.DAY:
                    now.cue = atom
                    continue
                groups.append(now)
                now = _Group(cue=atom)
            elif not now.is_timed or (now.cue is None and _may_follow(atom, flat)):
                now.cue = atom
            elif atom.says is Says.ON_AIR and _was_before(groups, now, flat):
                groups[-1].cue, now.cue = now.cue, atom
            continue
        if _goes_on(now, atom):
            _take(now, atom)
        elif atom.says is Says.HOUR and _RANGE.fullmatch(flat[run[place - 1].end : atom.start]):
            now.agrees, now.range_end = False, atom.end
        else:
            groups.append(now)
            now = _Group()
            _take(now, atom)
    groups.append(now)
    return groups


def _was_before(groups: Sequence[_Group], group: _Group, flat: str) -> bool:
    """Whether the cue of *group* is of the time before: « 16 h tombée 17 h en ondes »."""
    if not groups or not groups[-1].is_timed or groups[-1].cue is not None:
        return False
    return group.cue is not None and _may_follow(group.cue, flat)


def _is_within(group: _Group, cue: Atom, rest: Sequence[Atom], flat: str) -> bool:
    """Whether *cue* stands between an hour and its day: « 6 h 45 direct demain »."""
    is_open = group.hour is not None and group.day is None and group.cue is None
    is_day_alone = rest[0].says is Says.DAY and all(each.says is not Says.HOUR for each in rest)
    return is_open and is_day_alone and _may_follow(cue, flat)


def _is_apart(group: _Group, cue: Atom, follower: Atom, flat: str) -> bool:
    """Whether *cue* is of the time before it: « 16 h tombée, 17 h en ondes »."""
    is_cut = any(sign in flat[cue.end : follower.start] for sign in ",;/")
    return is_cut and group.is_timed and group.cue is None and _may_follow(cue, flat)


def _with_what_leads(flat: str, start: int) -> int:
    """Return where the small words that lead to the hour at *start* begin."""
    lead = _LEADS.search(flat, max(0, start - LONGEST_GAP), start)
    return start if lead is None else lead.start()


def _may_follow(cue: Atom, flat: str) -> bool:
    return cue.says is Says.ON_AIR or _AFTER_IT.match(flat, cue.start) is not None


def _goes_on(group: _Group, atom: Atom) -> bool:
    """Whether *atom* says more of the same time."""
    if atom.says is Says.PART:
        return True
    if atom.says is not Says.DAY:
        return group.hour is None
    day = group.day
    if day is not None and day is not group.part and group.part is not None and group.part.is_today:
        return True
    return day is None or day.is_weekday != atom.is_weekday or day.day == atom.day


def _take(group: _Group, atom: Atom) -> None:
    if atom.says is Says.PART:
        group.part = group.part or atom
        if atom.is_today and not group.is_timed:
            group.day = replace(atom, says=Says.DAY)
    elif atom.says is not Says.DAY:
        group.hour = atom
    elif group.day is None or (group.part and group.part.start == group.day.start):
        group.day = atom  # « en matinée » is today's, unless another day follows
    else:
        dated, named = (atom, group.day) if group.day.is_weekday else (group.day, atom)
        start, end = min(dated.start, named.start), max(dated.end, named.end)
        group.agrees = group.agrees and (dated.day.weekday() == named.day.weekday())
        group.day = replace(dated, start=start, end=end)


def _with_its_day(times: Sequence[SaidTime]) -> Sequence[SaidTime]:
    """Return *times*; the one hour takes the one day that is said apart from it, unsurely."""
    days = [each for each in times if each.only_day is not None and each.for_what is None]
    hours = [each for each in times if each.at is not None and not each.is_counted]
    if len(days) != 1 or len(hours) != 1 or hours[0].has_day:
        return times
    (day,), (hour,) = days, hours
    whole = on_its_day(hour, day)
    return [whole if each is hour else each for each in times if each is not day]


def on_its_day(hour: SaidTime, day: SaidTime) -> SaidTime:
    """Return *hour* on a *day* that was said apart from it: surely, where it was then anyway."""
    if hour.at is None or hour.has_day or hour.is_counted:
        return hour
    at = _at(day.day, hour.at.astimezone(CITY_ZONE).time())
    return replace(hour, at=at, day=day.day, has_day=True, is_sure=hour.is_sure and at == hour.at)


def _at(day: date, clock: time, *, fold: int = 0) -> datetime:
    return datetime.combine(day, clock, CITY_ZONE).replace(fold=fold).astimezone(UTC)
