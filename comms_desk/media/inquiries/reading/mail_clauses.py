"""What an hour of a mail is for, as the words of its own clause say.

A clause ends at a sign or a conjunction.  An hour is a journalist's where they speak of
themselves or of what they make; what the City does, what was, what somebody else says is the
matter of the inquiry.  Between the two nothing is chosen: it is unclear.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from enum import Enum, auto
from functools import cached_property

from comms_desk.i18n import Language
from comms_desk.media.inquiries.reading.atoms import Says
from comms_desk.media.inquiries.reading.hours import SaidTime, on_its_day, said_times
from comms_desk.media.inquiries.reading.lexicon import words as kept_words
from comms_desk.media.inquiries.reading.mail_questions import language_of
from comms_desk.media.inquiries.reading.plain import masked, plain
from comms_desk.media.inquiries.reading.role_words import Role, words_of

CLAUSE_CHARACTERS = 240
"""On either side of an hour that are read: what stands further is not about it."""
FEW_WORDS = 4
"""What a clause may say besides its hour and still go on with the one before."""
NEAR_CHARACTERS = 30
"""Between a day without an hour and the word that makes it somebody's."""

_CUT = re.compile(
    r"[;()!|]|,(?!\d| ?(?:qui|which)(?!\w))| - |(?<!\w)(?:et|and|mais|but|car|because|so|puis|then"
    r"|(?<!faudrait )(?<!faut )(?<!rais )donc|qu[e']|(?P<of>qui|that|which)|si|if|whether|parce"
    r"|puisque|combien|pourquoi|comment|quand|how|why|when|where|as)(?!\w)"
)
_QUOTED = re.compile(r"«[^«»]{3,300}»|“[^“”]{3,300}”|\"[^\"]{3,300}\"")
_OF = re.compile(
    r"(?<!journee )(?<!\w)(?:de|du|des|d'|of|from|last|since|depuis|dans la nuit de)"
    r" ?(?:le |the )?$"
)
_INSTEAD = re.compile(
    r"(?<!\w)(?:au lieu de|plutot que|instead of|rather than|et non(?: pas)?|not) "
    r"(?:(?:a|at|avant|by) )?$"
)
_MOVED = re.compile(
    r"(?<!\w)(?:pass|report|repouss|devanc|avanc|chang|mov|push|bump|shift)\w*(?: \w{1,10}){0,2}"
    r"( (?:de|from) [^,.;]{1,12}?) (?:a|to) (?=\d|midi|noon)"
)
"""« Repoussée de 15 h à 17 h »: the first of the two is no longer."""
_WISH = re.compile(
    r"\W*(?:bon(?:ne)?s? (?:fin |journee|soiree|semaine|week|matin|apres)|have a |enjoy |a demain"
    r"|see you|talk (?:soon|to you)|on se (?:parle|voit|reparle))"
)
_THEIRS = re.compile(r"(?<!\w)(?:tombee|bouclage|deadline)(?!\w| (?:to|for|of))")
_FOR = re.compile(r"(?:pour|for) ")
_ARTICLE = re.compile(r"^(?:la |le |notre |the |our )")
_BULLETIN = re.compile(
    r"(?<!\w)(?<!d'ici )"
    r"(?:(?:le|au|notre|du|pour le (?!\w*di |dimanche )\w{2,12}) \d\d? ?h"
    r"|(?:the|our|tonight|tomorrow) [\w:.]{1,8} ?(?:o'clock|[ap]\.?m\.?)? ?"
    r"(?:news|newscast|show|broadcast|bulletin|hit))"
)
_MADE_AT = words_of(Role.ISSUE, after=r" (?:de |du |d'|of |a |at )?(?:midi |\d|$)")
_ISSUE_OF = words_of(
    Role.ISSUE, after=r" (?:papier |imprimee |du matin )?(?:de |du |on )?(?:le )?$"
)
_POSSESSIVE = re.compile(r"(day|tomorrow|tonight)['’]s(?!\w)", re.IGNORECASE)
_END_OF_BUSINESS = re.compile(
    r"(?<!\w)(?:the )?(?:close|end) of (?:the )?(?:business|play)(?: day)?(?!\w)", re.IGNORECASE
)
_MINE = re.compile(r"(?<!\w)mon(?![\w.])", re.IGNORECASE)
"""In French no Monday."""


class For(Enum):
    """What an hour is for."""

    LAST = auto()
    """A deadline, and the last one."""
    DEADLINE = auto()
    ON_AIR = auto()
    EITHER = auto()
    SPOKEN = auto()
    """An interview: on air, or the talk before it."""
    RECORDED = auto()
    """Neither, beside the hour at which it is on air."""
    UNCLEAR = auto()
    SOON = auto()
    """A deadline is spoken of, and no hour."""
    URGENT = auto()
    """As much, and that it presses."""
    LEFT = auto()
    """Maybe a deadline, where no other is said."""
    MATTER = auto()
    """What the inquiry is about."""


type Said = tuple[For, SaidTime | None]
type _Found = tuple[For, bool]
"""What it is for, and whether surely."""

_MATTER: _Found = (For.MATTER, True)
_LEFT: _Found = (For.MATTER, False)
"""It may be theirs after all, where they say no other."""
_UNCLEAR: _Found = (For.UNCLEAR, False)


class HoursSentence:
    """The hours of a sentence, each with what its clause says of it."""

    def __init__(
        self,
        said: str,
        sent: datetime,
        language: Language,
        *,
        day: date | None,
        broadcasts: bool,
        asks: bool,
    ) -> None:
        """Read what was *said*, *sent* in the city's time.

        Args:
            said: The sentence.
            sent: From which its hours are counted.
            language: That of the mail.
            day: The last one that was said before it.
            broadcasts: Whether the one who asks is on the air.
            asks: Whether it is a question, or stands in a list of them.
        """
        said = _POSSESSIVE.sub(r"\1", _END_OF_BUSINESS.sub("end of day", said))
        is_english = language_of([said], language) is Language.ENGLISH
        self.words = masked(said, [each.span() for each in _QUOTED.finditer(said)])
        self.flat = plain(self.words)
        moved = [each.span(1) for each in _MOVED.finditer(self.flat)]
        self.words, self.flat = masked(self.words, moved), masked(self.flat, moved)
        self.asks, self.broadcasts, self.sent = asks, broadcasts, sent
        hours = self.words if is_english else _MINE.sub("les", self.words)
        self.found = said_times(
            hours, sent_at=sent, is_english=is_english, is_show=broadcasts, day=day
        )
        self.day = next((each.day for each in reversed(self.found.times) if each.has_day), day)
        made = {each.end() + 1 for each in words_of(Role.MADE, after=",?(?= )").finditer(self.flat)}
        cuts = _CUT.finditer(self.flat)
        self.cuts = [each.span() for each in cuts if not (each["of"] and each.start() in made)]

    def says(self, *roles: Role) -> bool:
        """Whether words of *roles* stand in it."""
        return words_of(*roles).search(self.flat) is not None

    def said(self, most: int) -> Iterator[Said]:
        """Yield what is said of hours, of *most* of them."""
        if _WISH.match(self.flat):
            return
        before: For | None = None
        day: SaidTime | None = None
        for read in self.found.times[:most]:
            clause = _Clause(self, read)
            if clause.is_of_another:
                continue
            own = clause.found()
            of, sure = own or clause.alone(before)
            time = read
            carries = own is None and clause.is_brief and not read.has_day
            if carries and day is not None and before is not None:
                of, time = before, on_its_day(read, day)
            before, day = of, read if read.only_day and of is not For.MATTER else None
            # « Le Téléjournal de 18 h » does not last eighteen hours.
            is_read = time.is_sure or (time.may_last and of is For.ON_AIR and not time.is_twelve)
            is_day = time.is_end if of is For.ON_AIR else clause.is_to_film
            at, is_end = (None, False) if is_day else (time.at, time.is_end)
            if of is For.DEADLINE and clause.is_last:
                of, sure = For.LAST, True
            is_bare = time.at is not None and not clause.is_by
            if of is For.UNCLEAR and self.broadcasts and is_bare:
                of = For.EITHER
            if of is For.MATTER and not sure:
                yield For.LEFT, replace(time, is_sure=False)
            yield of, replace(time, at=at, is_end=is_end, is_sure=is_read and sure)
        if self._is_soon():
            yield For.URGENT if self.found.is_urgent else For.SOON, None

    def _is_soon(self) -> bool:
        """Whether they want it soon, or speak of their deadline."""
        is_few = len(self.flat.split()) <= 2 * FEW_WORDS
        if self.asks and not self.says(Role.ASKED):
            return False
        if self.found.none or self.says(Role.SOON):
            return is_few or self.says(Role.OURS, Role.WANTED, Role.DUE, Role.ASKED)
        is_due = self.says(Role.DUE) and not (self.found.times or self.asks)
        is_theirs = _THEIRS.search(self.flat) is not None
        return is_due and (is_few or is_theirs or self.says(Role.OURS))


class _Clause:
    """The words around an hour, between two signs or conjunctions."""

    def __init__(self, sentence: HoursSentence, time: SaidTime) -> None:
        self.sentence, self.time, self.asks = sentence, time, sentence.asks
        flat = sentence.flat
        start = max((end for _start, end in sentence.cuts if end <= time.start), default=0)
        ends = [start for start, _end in sentence.cuts if start >= time.end]
        is_first = time.for_what is None and not flat[: time.start].strip()
        if is_first and flat.startswith(",", time.end):
            del ends[0]  # « Demain, le conseil siège »
        end = min(ends, default=len(flat))
        start, end = (
            max(start, time.start - CLAUSE_CHARACTERS),
            min(end, time.end + CLAUSE_CHARACTERS),
        )
        self.text, self.words = flat[start:end], sentence.words[start:end].casefold()
        self.left, self.said, self.right = (
            flat[start : time.start],
            flat[time.start : time.end],
            flat[time.end : end],
        )
        self.before = flat[max(0, start - CLAUSE_CHARACTERS) : start]
        self.near = flat[max(start, time.start - 20) : time.end + 12]
        self.is_hour = time.at is not None and not time.is_end
        is_led = time.for_what is None and words_of(Role.BY).match(self.said) is not None
        self.is_by = time.for_what is Says.DEADLINE or is_led

    def has(self, *roles: Role) -> bool:
        """Whether words of *roles* stand in the clause."""
        return words_of(*roles).search(self.text) is not None

    @property
    def is_of_another(self) -> bool:
        """Whether it is the day of something: « les chiffres de lundi »."""
        is_day = self.time.at is None and self.time.for_what is None
        return is_day and _OF.search(self.left[-20:]) is not None and not self._is_issue

    @property
    def is_last(self) -> bool:
        """Whether it is said to be the last one to answer by."""
        near = f"{self.left[-NEAR_CHARACTERS:]} | {self.said} {self.right[:NEAR_CHARACTERS]}"
        return words_of(Role.LAST).search(near) is not None

    @cached_property
    def is_to_film(self) -> bool:
        """Whether they would come with a camera."""
        is_wanted = self.asks or (self.has(Role.OURS) and not (self.is_by or self.has(Role.DUE)))
        return is_wanted and self.has(Role.FILM)

    @property
    def _is_issue(self) -> bool:
        """Whether it is the day of a paper or a programme: « l'édition de samedi »."""
        is_day = self.time.at is None and not self.time.is_end
        is_followed = words_of(Role.ISSUE).match(self.right.lstrip()) is not None
        return is_day and (is_followed or _ISSUE_OF.search(self.left) is not None)

    @property
    def _is_second(self) -> bool:
        """Whether another hour stands before it: « tombée à 16 h pour le bulletin de 18 h »."""
        said = [each for each in self.sentence.found.times if each.at is not None]
        start = self.time.start - len(self.left)
        return any(start <= each.start < self.time.start for each in said)

    @property
    def _is_of_others(self) -> bool:
        """Whether it begins with somebody who is not who asks."""
        return words_of(Role.CITY).match(self.left.lstrip()) is not None

    @property
    def _has_matter(self) -> bool:
        return (
            self._is_of_others
            or words_of(Role.MATTER).search(f"{self.left} | {self.right}") is not None
        )

    @property
    def _is_due(self) -> bool:
        """Whether it speaks of a journalist's own deadline."""
        return self.has(Role.DUE) and not self.has(Role.THEIR_DUE)

    @property
    def _is_held(self) -> bool:
        """Whether somebody has, or gives, until then."""
        near = f"{self.before[-NEAR_CHARACTERS:]} {self.text}"
        is_held = words_of(Role.HOLDING, Role.ASKED).search(near) is not None
        return is_held and not self.has(Role.REACHED)

    @property
    def _is_asking(self) -> bool:
        return self._has_matter or self.sentence.says(Role.ASKING)

    @property
    def _is_interview(self) -> bool:
        return self.has(Role.INTERVIEW) or (self.asks and self.has(Role.REACHED))

    @property
    def _is_to_speak(self) -> bool:
        """Whether somebody would be heard then: on air, or in a talk before it."""
        is_busy = self.has(Role.REACHED) and not self.asks
        is_other = is_busy or self._is_past or self.has(Role.DUE)
        return self._is_interview and self.is_hour and not is_other

    @cached_property
    def _is_bare(self) -> bool:
        """Whether it says nothing but its hour."""
        others = re.findall(r"\w+", f"{self.left} {self.right}")
        return kept_words("of_an_hour").issuperset(others)

    @cached_property
    def is_brief(self) -> bool:
        others = words_of(Role.AIRED).sub("", f"{self.left} {self.right}")
        return len(re.findall(r"\w+", others)) <= FEW_WORDS

    @cached_property
    def _was(self) -> bool:
        return words_of(Role.PAST).search(self.words) is not None

    @cached_property
    def _is_past(self) -> bool:
        return self._is_gone or self._was

    @cached_property
    def _is_gone(self) -> bool:
        """Whether it is of yesterday, or of earlier today."""
        said, sent = self.time, self.sentence.sent
        is_put_off = not (said.is_sure or said.has_day or said.is_counted)
        is_early = said.at is not None and said.at <= sent
        return self.has(Role.GONE) or is_early or (is_put_off and said.day > sent.date())

    def _apart(self, *roles: Role) -> int | None:
        """Return how far the nearest word of *roles* is; None: there is none."""
        words = words_of(*roles)
        before = [len(self.left) - each.end() for each in words.finditer(self.left)]
        after = [2 * each.start() + 5 for each in words.finditer(self.right)]
        inside = [0] if words.search(self.said) else []
        return min([*before, *after, *inside], default=None)

    def found(self) -> _Found | None:
        """Return what its words say that the hour is for; None: nothing."""
        return self._beside() or self._nearest()

    def _beside(self) -> _Found | None:
        """Return what the words right beside it say."""
        is_embargo = words_of(Role.EMBARGO).search(self.left)
        if is_embargo or _INSTEAD.search(self.left) or self.has(Role.HABIT, Role.NEEDLESS):
            return _MATTER
        is_last = self.is_by and not _FOR.match(self.said)
        is_made = _MADE_AT.search(self.left) is not None and not is_last
        if is_made and self.has(Role.DUE) and not self._is_second:
            return For.DEADLINE, False
        if self.is_hour and (is_made or _BULLETIN.search(self.near)):
            return For.ON_AIR, self.sentence.broadcasts or self.has(Role.MADE)
        if self._is_issue:
            return _MATTER if self._is_gone else (For.ON_AIR, True)
        if self.time.for_what is Says.ON_AIR:
            return self._on_air()
        return self._by() if self.is_by else None

    def _by(self) -> _Found:
        """Return what it is for after « avant » or « pour »."""
        if self.is_hour and self._is_interview and _FOR.match(self.said):
            return For.SPOKEN, False
        if self.asks and self.has(Role.LIVE) and _FOR.match(self.said):
            return self._on_air()
        on_air = self._apart(Role.AIRED, Role.SHOWN)
        due = self._apart(Role.DUE, Role.WANTED, Role.ASKED)
        if self.asks or on_air is None or (due is not None and due < on_air):
            return self._deadline()
        return For.ON_AIR, _FOR.match(self.said) is not None and self.has(Role.AIRED)

    def _nearest(self) -> _Found | None:
        """Return what the nearest word of its clause says."""
        is_theirs = self.has(Role.MADE, Role.OURS) or words_of(Role.MADE).search(self.before)
        on_air = self._apart(Role.AIRED, Role.SHOWN) if is_theirs else self._apart(Role.AIRED)
        if on_air is None and self._is_to_speak:
            return For.SPOKEN, False
        due, recorded = self._apart(Role.DUE, Role.WANTED), self._apart(Role.RECORDED)
        if due is None and self.asks:
            due = self._apart(Role.ASKED)
        others = [each for each in (due, on_air) if each is not None]
        if recorded is not None and all(recorded < each for each in others):
            return (For.RECORDED, False) if self.is_hour else _MATTER
        if on_air is not None and (due is None or on_air < due):
            return self._on_air()
        if due is not None:
            return (For.DEADLINE, True) if self.is_to_film else self._deadline(due)
        is_made = words_of(Role.MADE).search(self.left) is not None
        is_shown = is_made and self.is_hour and not (self.asks or self._is_past)
        return (For.ON_AIR, self.sentence.broadcasts) if is_shown else None

    def _deadline(self, apart: int = 0) -> _Found:
        """Return what it is for, said to be a deadline *apart* by so many letters."""
        if apart > NEAR_CHARACTERS and self.time.at is None and not self.time.is_end:
            return _MATTER
        if self.asks:
            return self._asked()
        if self._has_matter and not self._is_due:
            is_others = self._is_of_others
            if is_others or not self.has(Role.OURS, Role.ASKED, Role.MADE):
                is_meant = self.has(Role.WANTED, Role.ASKED) and not self._is_gone
                return _UNCLEAR if is_meant and (self.is_hour or not is_others) else _MATTER
            if (self._apart(Role.MATTER) or 0) < apart and not self._is_past:
                return For.DEADLINE, False
        if self._is_past:
            return self._put_off()
        if self.has(Role.UNTIL) and not self._is_held:
            return _MATTER if self.has(Role.REACHED) else _UNCLEAR
        of_theirs = (
            Role.OURS,
            Role.MADE,
            Role.ASKED,
            Role.WANTED,
            Role.URGENT,
            Role.SOON,
            Role.SUITS,
        )
        if self._is_bare or self._is_due or self.has(*of_theirs):
            return For.DEADLINE, True
        is_day = self.time.at is None and not self.time.is_end
        return _MATTER if is_day and not self.has(Role.DUE) else _UNCLEAR

    def _put_off(self) -> _Found:
        """Return what an hour of the past is for, or one that is put off as it is past."""
        is_ours = self._is_due or (self.has(Role.UNTIL) and self._is_held)
        if is_ours and not self._is_gone:
            return For.DEADLINE, True
        if self.has(Role.GONE) or (self._was and not self.is_by):
            return _MATTER
        return (For.DEADLINE, False) if self.is_by else _UNCLEAR

    def _asked(self) -> _Found:
        """Return what it is for in a question: of the office, or of the matter."""
        if self.is_to_film:
            return For.DEADLINE, True
        if not (self._is_bare or self.has(Role.ASKED, Role.DUE, Role.SUITS)):
            is_meant = self.is_brief or self.has(Role.OURS, Role.WANTED)
            is_theirs = self._is_interview or (self.has(Role.OURS) and not self._has_matter)
            is_meant = (is_meant and not self._is_asking) or (is_theirs and self.is_by)
            return (For.DEADLINE, False) if is_meant else _MATTER
        is_matter = words_of(Role.MATTER).search(self.left) is not None
        if is_matter and not (self.is_by or self.has(Role.DUE)):
            return (For.DEADLINE, False) if words_of(Role.BY).search(self.left) else _MATTER
        is_sure = self.is_by or self.time.is_end or self.time.is_counted
        return For.DEADLINE, is_sure and not is_matter

    def _on_air(self) -> _Found:
        is_theirs = self.has(Role.OURS, Role.MADE)
        if self.asks and not is_theirs:
            if self.has(Role.LIVE):
                return For.ON_AIR, True
            return (For.SPOKEN, False) if self._is_interview else _MATTER
        if self._was:
            return (For.ON_AIR, False) if is_theirs and not self._is_gone else _MATTER
        is_led = words_of(Role.AIRED).match(_ARTICLE.sub("", self.text.lstrip())) is not None
        is_other = self._has_matter or self.has(Role.WILL)
        if self.is_brief and (is_led or not is_other):
            return For.ON_AIR, True
        if self._has_matter and not self.has(Role.OURS):
            return (For.ON_AIR, False) if is_theirs else _MATTER
        return For.ON_AIR, is_theirs or is_led or self.sentence.broadcasts

    def alone(self, before: For | None) -> _Found:
        """Return what an hour is for beside which nothing says it; *before*: the one before it."""
        if self.is_to_film:
            return For.DEADLINE, True
        if self.asks:
            suits = self.has(Role.SUITS) or (self._is_bare and self.sentence.says(Role.SUITS))
            is_meant = suits or (self.is_brief and not self._is_asking)
            return (For.DEADLINE, False) if is_meant and (suits or self.is_hour) else _MATTER
        if words_of(Role.LEAVING).search(self.left):
            return _UNCLEAR
        if self.is_hour and words_of(Role.INTERVIEW).search(self.before) and self.is_brief:
            return For.SPOKEN, False
        is_said = words_of(Role.SOURCE).match(self.sentence.flat) is not None
        was = self._was or (self._is_gone and not self._is_bare)
        if is_said or was or self.has(Role.REACHED):
            return _MATTER
        if self._has_matter:
            if words_of(Role.BY).search(self.left):
                return _UNCLEAR
            return _LEFT if self.is_hour and self.has(Role.OURS) else _MATTER
        return self._led(before) or self._bare()

    def _led(self, before: For | None) -> _Found | None:
        """Return what the clause before says: « Je publie demain, à 5 h »."""
        if self.sentence.broadcasts and not self._is_bare:
            return None
        due = [each.end() for each in words_of(Role.DUE, Role.WANTED).finditer(self.before)]
        on_air = [each.end() for each in words_of(Role.AIRED).finditer(self.before)]
        if due or on_air:
            is_due = max(due, default=-1) > max(on_air, default=-1)
            return For.DEADLINE if is_due else For.ON_AIR, self.is_brief
        return (For.DEADLINE, True) if before is For.DEADLINE and self.is_brief else None

    def _bare(self) -> _Found:
        if self._is_bare or self.time.is_end or (self.is_last and self.is_brief):
            is_sure = self.is_last or self.time.is_counted
            is_either = self.is_hour and self.sentence.broadcasts and not is_sure
            return (For.EITHER, False) if is_either else (For.DEADLINE, True)
        if self.is_brief and self.has(Role.SUITS) and not self.has(Role.WILL):
            return For.DEADLINE, True
        is_theirs = self.has(Role.WILL) and not self.has(Role.OURS, Role.MADE)
        return _MATTER if self.time.may_last or is_theirs or not self.is_hour else _UNCLEAR
