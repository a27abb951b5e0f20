"""Which hours a mail gives: that of its deadline, and that at which it is published or airs.

An hour is what the words of its own clause say.  Some are nobody's to wait for: those of the past,
of a meeting, of an embargo, of what the City does.  What is not clear is unsure, and nothing is
lost unsaid.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto
from functools import cached_property

from comms_desk.i18n import CITY_ZONE, Language
from comms_desk.media.inquiries.mails.asking import language_of, sentences
from comms_desk.media.inquiries.mails.signing import Written, is_item
from comms_desk.media.inquiries.model import TO_ASK, Basis, Hour
from comms_desk.media.inquiries.proposal import Guess
from comms_desk.media.inquiries.reading.atoms import Says
from comms_desk.media.inquiries.reading.hours import Hours, SaidTime, assumed, said_times
from comms_desk.media.inquiries.reading.known import KnownOutlet
from comms_desk.media.inquiries.reading.lexicon import words as kept_words
from comms_desk.media.inquiries.reading.plain import masked, plain
from comms_desk.media.inquiries.reading.role_words import Role, words_of

MOST_TIMES = 60
"""Of a mail whose roles are sought: one that says more is a calendar."""
CLAUSE_CHARACTERS = 240
"""On either side of an hour that are read: what stands further is not about it."""
FEW_WORDS = 3
"""What a clause may say besides its hour and still go on with the one before."""
NEAR_CHARACTERS = 30
"""Between a day without an hour and the word that makes it somebody's."""

_CUT = re.compile(
    r"[;()!|]|,(?!\d)| - |(?<!\w)(?:et|and|mais|but|car|because|donc|so|puis|then|qu[e']"
    r"|(?P<of>qui|that)|si|if|whether|parce|puisque|combien|pourquoi|comment|quand|how|why|when"
    r"|where|as)(?!\w)"
)
_QUOTED = re.compile(r"«[^«»]{3,300}»|“[^“”]{3,300}”|\"[^\"]{3,300}\"")
_PAST = re.compile(
    r"(?<![\w'-])(?:j'ai|n'ai|ai|as|a|avons|avez|ont|avait|avais|avaient|s'est|se sont|m'a|m'ont"
    r"|m'avait|m'avait-on|aviez|m'aviez|étaient|était) (?:(?:pas|déjà|aussi|eu|été|bien|tous|nous|y) )*"
    r"(?:\w+(?:é|ée|és|ées)|eu|pris|mis|promis|dit|écrit|fait|vu|reçu|lu|tenu|répondu|rompu|ouvert"
    r"|fini|entré|arrivé|tombé|parti|sorti|perdu|rendu|rompue?s?)(?!\w)|(?<!\w)(?:était|étaient|hier|yesterday|avait|dernière?(?! (?:délai|limite|heure|minute))"
    r"|depuis|since|last|ago|was(?! hoping| wondering)|were|had|did|took|happened|broke|started|began|(?:est|sont) (?:entrée?s?|arrivée?s?|morte?s?|décédée?s?|tombée?s?)|called|sent|told"
    r"|said|heard|received|promised|wrote|left|opened|closed|published|posted|aired|announced|issued"
    r"|released|held|came|ran|survenue?s?)(?!\w)"
)
_GONE = re.compile(
    r"(?<!\w)(?:hier|yesterday|depuis|since|last|ago|derniere?(?! (?:delai|limite|heure|minute)))(?!\w)"
)
_OF = re.compile(
    r"(?<!\w)(?:de|du|des|d'|of|from|last|since|depuis|dans la nuit de) ?(?:le |the )?$"
)
_INSTEAD = re.compile(
    r"(?<!\w)(?:au lieu de|plutot que|instead of|rather than|et non(?: pas)?|not) "
    r"(?:(?:a|at|avant|by) )?$"
)
_BEFORE_IT = re.compile(
    r"(?<!\w)(?:avant (?:ca|cela|le vote|la seance|la reunion|l'annonce)|d'ici la"
    r"|before (?:then|that|it)|(?:avant|before)[.! ]*$|by then|une heure avant|an hour before)(?!\w)"
)
_THEIR_DUE = re.compile(
    r"(?<!\w)(?:deadlines?|limite|echeance|delais?|due|cut-?off) (?:to|for|of|pour|de|des|d'|du)(?!\w)"
)
"""Of those who tender or register; « tombée » is a journalist's."""
_ASKING = re.compile(
    r"(?<!\w)(?:combien|quand|pourquoi|ou|quel(?:le)?s?|qui|est-ce|\w+-t-(?:il|elle|on|ils|elles)|how"
    r"|when|why|where|wh(?:o|at|ich)|is|are|was|were|does|do|did|has|have)(?!\w)"
)
_SOURCE = re.compile(r"(?:selon|d'apres|according to|comme|as|suite a|following)(?!\w)")
_LAST = re.compile(
    r"(?<!\w)(?:au plus tard|dernier delai|derniere limite|(?:at the )?(?:very |absolute )?latest"
    r"|no later than|hard deadline)(?!\w)"
)
_BULLETIN = re.compile(
    r"(?<!\w)(?<!d'ici )(?:(?:le|au|notre|du) \d\d? ?h(?! ?\d)|(?:the|our|tonight|tomorrow) [\w:.]{1,8} ?"
    r"(?:o'clock|[ap]\.?m\.?)? ?(?:news|newscast|show|broadcast|bulletin|hit))"
)
_ISSUE = re.compile(
    r" (?:edition|print edition|newspaper|paper|issue|show|newscast|program(?:me)?|broadcast)(?!\w)"
)
_ISSUE_OF = re.compile(
    r"(?<!\w)(?:edition|numero|cahier|magazine|emission|telejournal|matinale|bulletin|paper|issue|show) "
    r"(?:papier |imprimee |du matin )?(?:de |du |of |on )?(?:le )?$"
)
_UNTIL = re.compile(r"(?<!\w)(?:jusqu'a|until|till)(?!\w)")
_WILL = re.compile(r"(?<!\w)(?:sera|seront|doi(?:t|vent)|va|vont|aura|auront|will|must)(?!\w)")
_LEAVES = re.compile(
    r"(?<!\w)(?:je (?:par|quitt|termin|fini|commenc|rappel|vous rappel|repass)\w*"
    r"|(?:ma|mon|notre|my|our) \w+ (?:commenc|termin|fini|start|begin|end)\w*"
    r"|i(?:'m| am) (?:off|leaving|done)|i (?:leave|finish|start)|i'll call)(?!\w)"
)
_FILLERS = kept_words("of_an_hour")
_POSSESSIVE = re.compile(r"(day|tomorrow|tonight)['’]s(?!\w)", re.IGNORECASE)
_END_OF_BUSINESS = re.compile(
    r"(?<!\w)(?:the )?(?:close|end) of (?:the )?(?:business|play)(?: day)?(?!\w)", re.IGNORECASE
)
_MINE = re.compile(r"(?<!\w)mon(?![\w.])", re.IGNORECASE)
"""In French no Monday."""


class _For(Enum):
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
    MATTER = auto()
    """What the inquiry is about."""


type _Said = tuple[_For, SaidTime | None]


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
    if any(of is _For.ON_AIR for of, _time in said):
        said = [each for each in said if each[0] is not _For.RECORDED]
    deadline = _first(said, _For.LAST, _For.DEADLINE, _For.EITHER, _For.RECORDED, _For.UNCLEAR)
    on_air = _first(said, _For.ON_AIR, _For.SPOKEN, _For.EITHER, _For.RECORDED)
    if deadline is not None or on_air is not None or any(of is _For.SOON for of, _time in said):
        sure = not is_heard
        return Hours(
            deadline=TO_ASK if deadline is None else deadline(is_sure=sure),
            deadline_day=None if deadline is None else deadline.only_day,
            on_air=None if on_air is None else on_air(is_sure=sure),
            on_air_day=None if on_air is None else on_air.only_day,
        )
    if not assumes:
        return Hours(wants_hour=False)
    return Hours(deadline=Hour(at=assumed(sent_at), basis=Basis.ASSUMED))


def _first(said: Sequence[_Said], *wanted: _For) -> SaidTime | None:
    """Return the hour of the first of *wanted*, before a day alone; unsure, where two differ."""
    of = next((each for each in wanted if any(role is each for role, _time in said)), None)
    times = [time for role, time in said if role is of and time is not None]
    timed = [each for each in times if each.at is not None]
    timed = [each for each in timed if each.is_sure] or timed
    if timed:
        first = min(timed, key=lambda each: each.at or datetime.max)
        return replace(first, is_sure=first.is_sure and len({each.at for each in timed}) == 1)
    return next((each for each in times if each.is_end), next(iter(times), None))


def _said(lines: Sequence[str], sent: datetime, *, broadcasts: bool) -> Iterator[_Said]:
    language = language_of(lines)
    left = MOST_TIMES
    matters: list[SaidTime] = []
    for line in lines:
        for words in sentences(line):
            sentence = _Sentence(
                words, sent, language, broadcasts=broadcasts, asks="?" in words or is_item(line)
            )
            for of, time in sentence.said(left):
                left -= 1
                if of is _For.MATTER:
                    matters += [time] if time is not None and time.at is not None else []
                else:
                    yield of, time
            if _BEFORE_IT.search(sentence.flat) and not sentence.asks:
                yield _For.SOON, None
                yield from ((_For.UNCLEAR, replace(each, is_sure=False)) for each in matters[-1:])


class _Sentence:
    """The hours of a sentence, each with what its clause says of it."""

    def __init__(
        self, words: str, sent: datetime, language: Language, *, broadcasts: bool, asks: bool
    ) -> None:
        words = _POSSESSIVE.sub(r"\1", _END_OF_BUSINESS.sub("end of day", words))
        is_english = language_of([words], language) is Language.ENGLISH
        if not is_english:
            words = _MINE.sub("le", words)
        self.words = masked(words, [each.span() for each in _QUOTED.finditer(words)]).casefold()
        if len(self.words) != len(words):
            self.words = words
        self.flat = plain(self.words)
        self.asks = asks
        self.broadcasts = broadcasts
        is_show = broadcasts and words_of(Role.AIRED, Role.MADE).search(self.flat) is not None
        self.found = said_times(self.words, sent_at=sent, is_english=is_english, is_show=is_show)
        self.sent = sent
        made = {each.end() + 1 for each in words_of(Role.MADE).finditer(self.flat)}
        cuts = _CUT.finditer(self.flat)
        self.cuts = [each.span() for each in cuts if not (each["of"] and each.start() in made)]

    def said(self, most: int) -> Iterator[_Said]:
        """Yield what is said of hours, of *most* of them."""
        before: _For | None = None
        for time in self.found.times[:most]:
            clause = _Clause(self, time)
            if time.at is None and _OF.search(clause.left[-20:]) and not clause.is_issue:
                continue
            of, sure = clause.of()
            if of is None:
                of, sure = clause.alone(before)
            before = of
            # « Le Téléjournal de 18 h » does not last eighteen hours.
            is_read = time.is_sure or (time.may_last and of is _For.ON_AIR)
            is_day = clause.is_to_film and of is not _For.ON_AIR
            at, is_end = (None, False) if is_day else (time.at, time.is_end)
            if of is _For.DEADLINE and clause.is_last:
                of, sure = _For.LAST, True
            yield of, replace(time, at=at, is_end=is_end, is_sure=is_read and sure)
        if self._is_soon():
            yield _For.SOON, None

    def _is_soon(self) -> bool:
        """Whether they want it soon, or speak of their deadline."""
        is_ours = words_of(Role.OURS, Role.WANTED, Role.DUE, Role.ASKED).search(self.flat)
        few = len(self.flat.split()) <= 2 * FEW_WORDS
        if self.asks and not words_of(Role.ASKED).search(self.flat):
            return False
        soon = bool(self.found.none) or words_of(Role.SOON).search(self.flat) is not None
        if soon:
            return is_ours is not None or few
        due = words_of(Role.DUE).search(self.flat)
        return (
            due is not None
            and not self.found.times
            and not self.asks
            and bool(words_of(Role.OURS).search(self.flat) or few)
        )


class _Clause:
    """The words around an hour, between two signs or conjunctions."""

    def __init__(self, sentence: _Sentence, time: SaidTime) -> None:
        self.sentence, self.time = sentence, time
        flat = sentence.flat
        before = [end for start, end in sentence.cuts if end <= time.start]
        after = [start for start, end in sentence.cuts if start >= time.end]
        self.start = max(before[-1] if before else 0, time.start - CLAUSE_CHARACTERS)
        self.end = min(after[0] if after else len(flat), time.end + CLAUSE_CHARACTERS)
        self.text = flat[self.start : self.end]
        self.left = flat[self.start : time.start]
        self.right = flat[time.end : self.end]
        self.said = flat[time.start : time.end]
        self.near = flat[max(self.start, time.start - 10) : time.end + 12]

    def has(self, *roles: Role) -> bool:
        """Whether words of *roles* stand in the clause."""
        return words_of(*roles).search(self.text) is not None

    @cached_property
    def _has_matter(self) -> bool:
        words = words_of(Role.MATTER)
        return bool(words.search(self.left) or words.search(self.right))

    @cached_property
    def is_bare(self) -> bool:
        """Whether it says nothing but its hour."""
        words = re.findall(r"\w+", f"{self.left} {self.right}")
        return all(word in _FILLERS for word in words)

    @cached_property
    def is_past(self) -> bool:
        return _PAST.search(self.sentence.words[self.start : self.end]) is not None

    @cached_property
    def is_gone(self) -> bool:
        """Whether it is of yesterday, or of this morning."""
        said = self.time
        is_put_off = not said.is_sure and not (said.has_day or said.is_counted)
        early = is_put_off and said.day > self.sentence.sent.date()
        return _GONE.search(self.text) is not None or early

    @property
    def is_issue(self) -> bool:
        """Whether it is the day of a paper or a programme: « l'édition de samedi »."""
        if self.time.at is not None or self.time.is_end:
            return False
        return bool(_ISSUE_OF.search(self.left) or _ISSUE.match(self.right))

    @property
    def is_last(self) -> bool:
        """Whether it is said to be the last one to answer by."""
        near = f"{self.said} {self.right[:NEAR_CHARACTERS]}"
        return (
            _LAST.search(near) is not None or _LAST.search(self.left[-NEAR_CHARACTERS:]) is not None
        )

    @property
    def is_to_film(self) -> bool:
        is_wanted = self.sentence.asks or (self.has(Role.OURS) and not self._is_due)
        return is_wanted and self.has(Role.FILM)

    @property
    def _is_by(self) -> bool:
        return self.time.for_what is Says.DEADLINE

    @property
    def _is_due(self) -> bool:
        return self._is_by or self.has(Role.DUE)

    def _apart(self, *roles: Role) -> int | None:
        """Return how far the nearest word of *roles* is; None: there is none."""
        before = [len(self.left) - each.end() for each in words_of(*roles).finditer(self.left)]
        after = [2 * each.start() + 5 for each in words_of(*roles).finditer(self.right)]
        inside = [0] if words_of(*roles).search(self.said) else []
        return min([*before, *after, *inside], default=None)

    def of(self) -> tuple[_For | None, bool]:  # noqa: PLR0911
        """Return what its words say that the hour is for, and whether surely; None: nothing."""
        if words_of(Role.EMBARGO).search(self.left) or _INSTEAD.search(self.left):
            return _For.MATTER, True
        on_air = self._apart(Role.AIRED)
        if self.has(Role.MADE) or self.has(Role.OURS):
            shown = self._apart(Role.AIRED, Role.SHOWN)
            on_air = shown
        due = self._apart(Role.DUE, Role.WANTED)
        if self.sentence.asks and due is None:
            due = self._apart(Role.ASKED)
        if self.time.at is not None and _BULLETIN.search(self.near):
            return _For.ON_AIR, self.sentence.broadcasts or self.has(Role.MADE)
        if self.is_issue:
            return (_For.MATTER, True) if self.is_gone else (_For.ON_AIR, True)
        if self._is_by:
            return self._deadline()
        if self.time.for_what is Says.ON_AIR or (
            on_air is not None and (due is None or on_air < due)
        ):
            return self._on_air()
        if self.has(Role.RECORDED) and due is None:
            return _For.RECORDED, False
        if self._is_interview and self.time.at is not None and due is None:
            return _For.SPOKEN, False
        if due is not None:
            if self.time.at is None and not self.time.is_end and due > NEAR_CHARACTERS:
                return _For.MATTER, True
            return self._deadline()
        is_made = words_of(Role.MADE).search(self.left) is not None
        if is_made and self.time.at is not None and not self.sentence.asks:
            return _For.ON_AIR, self.sentence.broadcasts
        return None, False

    def _deadline(self) -> tuple[_For, bool]:  # noqa: PLR0911
        ours = (
            self.has(Role.OURS, Role.ASKED, Role.DUE)
            or self.is_bare
            or (self.has(Role.WANTED) and not self._has_matter)
        )
        if self.sentence.asks:
            if self.is_to_film:
                return _For.DEADLINE, True
            if not self.has(Role.ASKED, Role.DUE, Role.SUITS) and not self.is_bare:
                is_asked = self._has_matter or _ASKING.search(self.text)
                return (_For.MATTER, True) if is_asked else (_For.DEADLINE, False)
            is_matter = words_of(Role.MATTER).search(self.left) is not None
            if is_matter and not self._is_by and not self.has(Role.DUE):
                return _For.MATTER, True
            return _For.DEADLINE, (self._is_by or self.time.is_end) and not is_matter
        if self.is_past or self.is_gone:
            is_ours = self.has(Role.DUE) and not (self.is_gone or _THEIR_DUE.search(self.text))
            if not is_ours and (not self._is_by or _GONE.search(self.text)):
                return _For.MATTER, True
            return (_For.DEADLINE, True) if is_ours else (_For.UNCLEAR, False)
        if _UNTIL.search(self.text) and self.has(Role.REACHED):
            return _For.MATTER, True
        matter = self._apart(Role.MATTER) if self._has_matter else None
        is_due = self.has(Role.DUE) and not _THEIR_DUE.search(self.text)
        if matter is not None and not (is_due or self.has(Role.OURS, Role.ASKED, Role.MADE)):
            is_soft = self.has(Role.WANTED) or _UNTIL.search(self.said)
            return (_For.UNCLEAR, False) if is_soft else (_For.MATTER, True)
        near = self._apart(Role.DUE, Role.WANTED)
        if (
            matter is not None
            and not (self._is_by or is_due)
            and near is not None
            and matter < near
        ):
            return _For.DEADLINE, False
        return (_For.DEADLINE, True) if ours else (_For.UNCLEAR, False)

    def _on_air(self) -> tuple[_For, bool]:
        ours = self.has(Role.OURS, Role.MADE)
        if self.sentence.asks and not ours:
            if self.has(Role.LIVE):
                return _For.ON_AIR, True
            return (_For.SPOKEN, False) if self._is_interview else (_For.MATTER, True)
        if self.is_past or (self.is_gone and self.is_past):
            return (_For.ON_AIR, False) if ours and not self.is_gone else (_For.MATTER, True)
        if self._is_brief:
            return _For.ON_AIR, True
        if self._has_matter and not self.has(Role.OURS):
            return (_For.ON_AIR, False) if ours else (_For.MATTER, True)
        is_led = bool(words_of(Role.AIRED).match(self.text.lstrip()))
        return _For.ON_AIR, ours or is_led or self.sentence.broadcasts

    @property
    def _is_interview(self) -> bool:
        return self.has(Role.INTERVIEW) or (self.sentence.asks and self.has(Role.REACHED))

    @cached_property
    def _is_brief(self) -> bool:
        others = words_of(Role.AIRED).sub("", f"{self.left} {self.right}")
        return len(re.findall(r"\w+", others)) <= FEW_WORDS

    def alone(self, before: _For | None) -> tuple[_For, bool]:  # noqa: PLR0911
        """Return what an hour is for beside which nothing says it; *before*: the one before it."""
        is_hour = self.time.at is not None and not self.time.is_end
        if self.is_to_film:
            return _For.DEADLINE, True
        if self.sentence.asks:
            is_matter = self._has_matter or _ASKING.search(self.text)
            suits = self.has(Role.SUITS) or (self._is_brief and not is_matter)
            if suits and is_hour:
                return _For.DEADLINE, False
            return _For.MATTER, True
        if _LEAVES.search(self.left):
            return _For.UNCLEAR, False
        is_said = _SOURCE.match(self.sentence.flat) is not None
        if self.is_past or is_said or self.has(Role.REACHED) or self._has_matter:
            return _For.MATTER, True
        led = self._led(before)
        if led is not None:
            return led
        if self.is_bare:
            if is_hour and self.sentence.broadcasts:
                return _For.EITHER, False
            return _For.DEADLINE, True
        if not is_hour:
            return (_For.DEADLINE, True) if self.time.is_end else (_For.MATTER, True)
        is_theirs = _WILL.search(self.text) is not None and not self.has(Role.OURS, Role.MADE)
        if self.time.may_last or is_theirs:
            return _For.MATTER, True
        return _For.UNCLEAR, False

    def _led(self, before: _For | None) -> tuple[_For, bool] | None:
        """Return what the clause before says: « Je publie demain, à 5 h »."""
        whole = self.sentence.flat[max(0, self.start - CLAUSE_CHARACTERS) : self.start]
        due = [each.end() for each in words_of(Role.DUE, Role.WANTED).finditer(whole)]
        on_air = [each.end() for each in words_of(Role.AIRED).finditer(whole)]
        if not (due or on_air):
            if words_of(Role.INTERVIEW).search(whole) and self.time.at is not None:
                return _For.SPOKEN, False
            is_more = before is _For.DEADLINE and self._is_brief
            return (_For.DEADLINE, True) if is_more else None
        of = _For.DEADLINE if max(due, default=-1) > max(on_air, default=-1) else _For.ON_AIR
        return of, self._is_brief
