"""Which hours a mail gives: that of its deadline, and that at which it is published or airs.

An hour is a deadline, or on air, by the words beside it.  One of the past, of an event, of an
embargo, of a signature is neither; what is not clear is unsure, and nothing is lost unsaid.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from enum import Enum, auto
from typing import Any

from comms_desk.i18n import CITY_ZONE, Language
from comms_desk.media.inquiries.mails.asking import language_of, sentences
from comms_desk.media.inquiries.mails.signing import Written, is_item
from comms_desk.media.inquiries.model import END_OF_DAY_HOUR, TO_ASK, Basis, Hour
from comms_desk.media.inquiries.proposal import Guess
from comms_desk.media.inquiries.reading.atoms import Says
from comms_desk.media.inquiries.reading.hours import SaidTime, assumed, said_times
from comms_desk.media.inquiries.reading.known import KnownOutlet

SHORT_WORDS = 7
"""A sentence of fewer words that says an hour says nothing else."""

_DEADLINE = re.compile(
    r"(?<!\w)(?:avant|d['’]ici|tomb(?:ée|er|e)|deadline|boucl\w+|remise|remett\w+|échéance"
    r"|besoin|needs?|needed|need it|by|before|no later than"
    r"|at the latest|au plus tard|il (?:me |nous )?(?:le |la |les |l['’])?(?:faut|faudrait)"
    r"|réponses?|répondre|revenir|retour|get back|hear back"
    r"|fil(?:e|ing|es)|due|attends|pour(?= (?:le |la )?(?:\d|midi|demain|aujourd|ce |cet "
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|fin|deux|trois|une ))"
    r"|for(?= (?:\d|noon|tomorrow|today|monday|tuesday|wednesday|thursday|friday))|is fine"
    r"|would be (?:great|fine|ideal|perfect|appreciated)|suffi\w+|serait (?:bien|parfait|idéal"
    r"|apprécié)\w*"
    r"|press time|sous presse|rappel\w+|call me|call back|until|jusqu['’]à|l['’]envoyer"
    r"|les? recevoir|recevoir|receive|wrap\w*|closing|closes?|ferme\w*|latest|limite)(?!\w)",
    re.IGNORECASE,
)
_ON_AIR = re.compile(
    r"(?<!\w)(?:publi\w+|posts?|posting|airs?|airing|on[- ]air|en ondes|à l['’]antenne"
    r"|diffus\w+|en direct|live|para[iî]\w*|parution|broadcast\w*"
    r"|runs?|running|goes (?:up|live|to air|to print)|going (?:up|live|to air)|téléjournal"
    r"|bulletin (?:de|d)|newscast|mis(?:e)? en ligne|sort(?:ira|ie)?|hits? the|airtime)(?!\w)",
    re.IGNORECASE,
)
_NEITHER = re.compile(
    r"(?<!\w)(?:embargo\w*|hier|yesterday|depuis|since|last|derni(?:er|ère)|ago|il y a|avait"
    r"|a (?:eu|commencé|fermé|débuté)|between|entre|took place|happened|survenu\w*"
    r"|conférence de presse|point de presse|news conference|press conference|press briefing"
    r"|réunion|meeting|séance|assemblée|conseil (?:municipal|d)|council meeting"
    r"|heures d['’]ouverture|ouvert\w*|open from|jusqu['’]ici|parlé|reçu|received|sent you"
    r"|envoyé\w*|written to you|wrote|écrit)(?!\w)",
    re.IGNORECASE,
)
_TO_FILM = re.compile(
    r"(?<!\w)(?:film\w*|tourn(?:er|age)\w*|images?|photograph\w*|photos?"
    r"|shoot\w*|footage|b-roll|caméra(?:man)?|crew)(?!\w)",
    re.IGNORECASE,
)
_OF = re.compile(
    r"(?:\b(?:de|du|des|d['’]|of|from|last|since|depuis)|\bdans la nuit de)\s*(?:le |the )?$",
    re.IGNORECASE,
)
_SAID_IN_QUESTION = re.compile(
    r"(?<!\w)(?:avant|d['’]ici|by|before|au plus tard|no later than|tombée|deadline)(?!\w)",
    re.IGNORECASE,
)
_AS_SOON = re.compile(
    r"(?<!\w)(?:asap|a\.s\.a\.p|dès que possible|(?:le |au )plus (?:vite|tôt)(?: possible)?"
    r"|rapidement|as soon as (?:possible|you can)"
    r"|urgent|urgence|quickly|right away|tout de suite|la semaine prochaine|next week"
    r"|pas pressée?|no rush|cette semaine|this week)(?!\w)",
    re.IGNORECASE,
)
_LIVE = re.compile(
    r"(?<!\w)(?:en direct|live|en ondes|on[- ]air|à l['’]antenne)(?!\w)", re.IGNORECASE
)
_INTERVIEW = re.compile(
    r"(?<!\w)(?:entrevues?|interviews?|disponibles?|available|invitée?s?|guest|en studio"
    r"|m['’]entretenir|jaser|parler à|speak with|talk to)(?!\w)",
    re.IGNORECASE,
)
_EMBARGO = re.compile(r"(?<!\w)embargo", re.IGNORECASE)
_WANTED = re.compile(
    r"(?<!\w)(?:tombée|deadline|besoin|need|réponses?|answers?|boucle)(?!\w)", re.IGNORECASE
)
_OFFICE_HOURS = re.compile(
    r"\d ?h(?: ?\d\d)? ?(?:à|-|–) ?\d{1,2} ?h|\d ?[ap]m ?(?:to|-|–) ?\d",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The hours of a mail, as a `Proposal` has them."""

    deadline: Hour = TO_ASK
    deadline_day: date | None = None
    on_air: Hour | None = None
    on_air_day: date | None = None
    wants_hour: bool = True

    def fields(self) -> dict[str, Any]:
        """Return them by name, for the proposal that has them."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


class _For(Enum):
    DEADLINE = auto()
    ON_AIR = auto()
    EITHER = auto()
    SPOKEN = auto()
    """An interview: on air, or the talk before it."""
    UNCLEAR = auto()


_BESIDE = {Says.DEADLINE: _For.DEADLINE, Says.ON_AIR: _For.ON_AIR}
"""What the words right beside an hour say of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """An hour of a sentence: for what, when; *at* None: only the day was said."""

    of: _For
    day: date | None = None
    at: datetime | None = None
    is_sure: bool = True
    is_end_of_day: bool = False


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
    sent = sent_at.astimezone(CITY_ZONE)
    broadcasts = outlet is not None and outlet.value.broadcasts
    lines = [title, *part.body]
    language = language_of(lines)
    said = list(_said(lines, sent, language, broadcasts=broadcasts))
    if is_heard:
        said = [
            _Said(
                of=each.of,
                day=each.day,
                at=each.at,
                is_sure=False,
                is_end_of_day=each.is_end_of_day,
            )
            for each in said
        ]
    on_air = _first(said, {_For.ON_AIR, _For.SPOKEN, _For.EITHER})
    deadline = _first(said, {_For.DEADLINE, _For.EITHER}) or _first(said, {_For.UNCLEAR})
    found = Hours(
        on_air=None if on_air is None else _hour(on_air),
        on_air_day=None if on_air is None or on_air.at is not None else on_air.day,
    )
    if deadline is not None:
        return _with_deadline(found, deadline)
    if on_air is not None or _is_soon(lines):
        return found
    if not assumes:
        return Hours(wants_hour=False)
    return Hours(deadline=Hour(at=assumed(sent), basis=Basis.ASSUMED))


def _with_deadline(found: Hours, deadline: _Said) -> Hours:
    is_day = deadline.at is None and not deadline.is_end_of_day
    return Hours(
        deadline=_hour(deadline),
        deadline_day=deadline.day if is_day else None,
        on_air=found.on_air,
        on_air_day=found.on_air_day,
    )


def _hour(said: _Said) -> Hour:
    if said.at is not None:
        return Hour(at=said.at.astimezone(UTC), basis=Basis.GIVEN if said.is_sure else Basis.UNSURE)
    if said.day is None:
        return TO_ASK
    end = datetime.combine(said.day, time(END_OF_DAY_HOUR), CITY_ZONE).astimezone(UTC)
    is_assumed = said.is_end_of_day and said.is_sure
    return Hour(at=end, basis=Basis.ASSUMED if is_assumed else Basis.UNSURE)


def _first(said: list[_Said], of: set[_For]) -> _Said | None:
    """Return the hour that is meant, before a day alone; unsure, where two differ."""
    those = [each for each in said if each.of in of]
    timed = [each for each in those if each.at is not None]
    if timed:
        differs = any(each.at != timed[0].at for each in timed)
        chosen = timed[0]
        return _Said(
            of=chosen.of, day=chosen.day, at=chosen.at, is_sure=chosen.is_sure and not differs
        )
    ends = [each for each in those if each.is_end_of_day]
    return next(iter(ends or those), None)


def _is_soon(lines: Iterable[str]) -> bool:
    """Whether they want it soon, and say no hour."""
    return any(
        _AS_SOON.search(each) for line in lines for each in sentences(line) if "?" not in each
    )


def _said(
    lines: Iterable[str], sent: datetime, language: Language, *, broadcasts: bool
) -> Iterator[_Said]:
    for line in lines:
        for sentence in sentences(line):
            yield from _of_sentence(
                sentence, sent, language, broadcasts=broadcasts, is_item=is_item(line)
            )


def _of_sentence(
    sentence: str, sent: datetime, language: Language, *, broadcasts: bool, is_item: bool
) -> Iterator[_Said]:
    is_question = "?" in sentence or is_item
    is_english = language_of([sentence], language) is Language.ENGLISH
    if _OFFICE_HOURS.search(sentence):
        return
    is_show = broadcasts and _ON_AIR.search(sentence) is not None
    times = said_times(sentence, sent_at=sent, is_english=is_english, is_show=is_show).times
    if is_question and not _SAID_IN_QUESTION.search(sentence):
        yield from _asked(sentence, times)
        return
    if _EMBARGO.search(sentence) and not _WANTED.search(sentence):
        return
    for each in times:
        if _OF.search(sentence[: each.start]) and each.at is None:
            continue
        of = _of(sentence, each, broadcasts=broadcasts)
        if of is not None:
            yield _Said(
                of=of,
                day=each.day,
                at=None if each.is_end else each.at,
                # « Le Téléjournal de 18 h » does not last eighteen hours.
                is_sure=(each.is_sure or (each.may_last and of is _For.ON_AIR))
                and of not in {_For.EITHER, _For.SPOKEN, _For.UNCLEAR},
                is_end_of_day=each.is_end,
            )


def _asked(sentence: str, times: Iterable[SaidTime]) -> Iterator[_Said]:
    """Yield what a question says of hours: when they would film, or speak with somebody."""
    if _TO_FILM.search(sentence):
        yield from (_Said(of=_For.DEADLINE, day=each.day) for each in times if each.has_day)
    elif _INTERVIEW.search(sentence) or _LIVE.search(sentence):
        is_live = _LIVE.search(sentence) is not None
        for each in times:
            if each.at is not None:
                sure = is_live and each.is_sure
                yield _Said(of=_For.ON_AIR, day=each.day, at=each.at, is_sure=sure)


def _of(sentence: str, time: SaidTime, *, broadcasts: bool) -> _For | None:
    """Return for what *time* is said; None: it is neither."""
    beside = None if time.for_what is None else _BESIDE.get(time.for_what)
    cue = beside or _cue(sentence, time.start, time.end)
    if cue is _For.UNCLEAR:
        return None
    if cue is not None:
        return cue
    is_short = len(sentence.split()) < SHORT_WORDS
    if time.at is None or time.is_end:
        return _For.DEADLINE if is_short or _TO_FILM.search(sentence) else None
    if _INTERVIEW.search(sentence):
        return _For.SPOKEN
    if is_short:
        return _For.EITHER if broadcasts else _For.DEADLINE
    return _For.UNCLEAR


def _cue(sentence: str, start: int, end: int) -> _For | None:
    """Return what the nearest word says of what stands at *start*; UNCLEAR: it is neither."""
    nearest: tuple[int, _For] | None = None
    cues = ((_DEADLINE, _For.DEADLINE), (_ON_AIR, _For.ON_AIR), (_NEITHER, _For.UNCLEAR))
    for pattern, of in cues:
        for found in pattern.finditer(sentence):
            before = start - found.end()
            apart = before if before >= 0 else 2 * max(found.start() - end, 0) + 5
            if nearest is None or apart < nearest[0]:
                nearest = apart, of
    return None if nearest is None else nearest[1]
