"""What the words of a text say of its embargo: noticed, and its moment read or asked.

« EMBARGO 3 décembre 10 h », "Not for release before 10 a.m., December 3", « À diffuser le jeudi 3
décembre à compter de 10 h ».  A notice stands at the beginning of its line, or says of its own text
that it is under embargo: an article about an arms embargo is none.  A line that is one and whose
moment is not understood (no hour, no day, another zone, « demain ») is never dropped.

What says the embargo of a text is no part of it: once the lock has it, the notice goes, else the
public would read it.  Only what is surely a notice goes by itself: of a line that says more, what
it says more stays, and a notice in the middle of a sentence is left to a person.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from comms_desk.i18n import CITY_ZONE
from comms_desk.text.markdown import Block, Document
from comms_desk.text.markdown.model import BREAK
from comms_desk.text.moments import MomentNotRead, month_named, plain_words, read_moment

FIRST_LOOKED_AT, LAST_LOOKED_AT = 12, 4
"""Blocks with words: an embargo is said at the top of a text, or at its end."""
LETTERS_LOOKED_AT = 300
"""Of one line."""
OFFERED_HOUR = "10 h"
"""Where a day alone is said, the hour at which the city's embargoes end as a rule."""


@dataclass(frozen=True, slots=True)
class EmbargoSaid:
    """What a text says of its embargo.

    Attributes:
        words: Its lines that say it, as they stand there.
        until: The latest moment that they say, in UTC, which may have passed; None: none is read.
        offered: Where none is read, the day that they say, at an hour that nobody said.
    """

    words: str
    until: datetime | None
    offered: datetime | None = None


@dataclass(frozen=True, slots=True)
class EmbargoNotice:
    """What says in a line that it may not leave yet, or that it may at once, and no more.

    Attributes:
        at: Which line it is.
        start: The first letter of it in that line.
        end: The letter after its last one.
        is_whole: It is all that the line says.
        is_immediate: It says « Pour diffusion immédiate ».
    """

    at: int
    start: int
    end: int
    is_whole: bool
    is_immediate: bool = False


_SIGNS = re.compile(r"[*_#\[\]«»“”\"|>•~]")
_DASH = re.compile(r" ?[–—―] ?| -+ ?")
_HALF = re.compile(r"\b([ap])\.? ?m\b\.?")
_HOURS = re.compile(r"(?<=\d)( ?)heures?\b(?! d[eu])")
_ORDINAL = re.compile(r"(?<=\d)(?:er|st|nd|rd|th)\b")

_OWN = (
    r"a|above|allocution|and|are|avis|below|ce|cet|cette|ci-dessous|communique|confidentiel|"
    r"confidential|contained|contenu|contenus|dans|de|discours|document|documents|est|et|"
    r"herein|in|information|informations|is|it|la|le|les|material|media|medias|merci|ne|news|"
    r"nous|of|pdf|please|present|presente|presents|press|presse|priere|rapport|release|remain|"
    r"remains|remercions|report|respect|respecter|reste|sont|speech|statement|still|story|strict|"
    r"strictement|strictly|texte|the|this|toujours|veuillez|version|vous"
)
"""Words that stand before a notice in its own line: they are of the text, or of its courtesy."""
_BEFORE = re.compile(rf"(?:[a-z' ]{{1,40}}+[:;.-] ?|[ :;.!()-]|l'|(?:{_OWN})\b)*+")

_UNTIL = r"(?:until|till|jusqu'(?:au|aux|a|en)|jusque)\b(?! (?:now|present|maintenant)\b)"
_PUBLISH = r"(?:(?:diffus|publi|divulgu)(?:er|ez|e)s?|(?:rendre|rendue?s?) publi(?:c|que)s?)"
_PUBLISH = rf"{_PUBLISH}(?:(?: ou| ni| et)?(?: de)? {_PUBLISH})*"
_PUBLIC = r"(?:release|publication|broadcast|distribution|posting)"
_RELEASED = r"(?:releas|publish|broadcast|distribut|post)(?:ed|e)?"
_RELEASED = rf"{_RELEASED}(?: (?:or|nor) {_RELEASED})*"
_HOW = r"(?: (?:absolu|complet|ferme|media|strict|total))*"
_BEFORE_IT = r"(?:before|until|till|prior to)\b"

_SURE = (
    rf"(?:sous|under)(?: strict)? embargo{_HOW}",
    r"embargoed(?: for (?:release|publication))?",
    rf"ne (?:pas|rien|peut|peuvent|doit pas|doivent pas|sera pas)(?: etre)? {_PUBLISH} avant\b",
    r"ne (?:diffus|publi|divulgu)ez (?:pas|rien) avant\b|non (?:publi|diffus)ables? avant\b",
    r"(?:diffusion|publication) (?:interdite|defendue) avant\b",
    r"(?:aucune|pas de) (?:diffusion|publication) avant\b",
    rf"interdi(?:t|ction) de {_PUBLISH} avant\b",
    rf"not for {_PUBLIC}(?: or {_PUBLIC})? {_BEFORE_IT}",
    rf"not (?:to )?be {_RELEASED} {_BEFORE_IT}|do not {_RELEASED} {_BEFORE_IT}",
    rf"no {_PUBLIC} {_BEFORE_IT}",
    rf"hold for {_PUBLIC}|hold {_UNTIL}",
    rf"embargo{_HOW}",
)
_LIKELY = (
    r"(?:ne pas (?:utiliser|imprimer)|utilisation (?:interdite|defendue)) avant\b",
    rf"(?:not for use|do not use|not (?:to )?be used|no use) {_BEFORE_IT}|for use",
    rf"(?:a )?ne {_PUBLISH} qu'(?:a (?:compter|partir)|apres|des)\b",
    r"embargo (?:date|time)|embargo fixe|heure de l'embargo",
    r"(?:release date|date de (?:diffusion|publication)) ?:",
    r"confidenti(?:al|els?|elles?)",
    r"(?:levee|fin) de l'embargo",
    r"embargo (?:(?:sera|est) )?(?:levee?|lift(?:s|ed)|ends|expires)",
    r"(?:a|pour) (?:diffuser|publier|paraitre|diffusion|publication|parution)",
    r"(?:diffusion|publication) (?:autorisee|permise|possible)",
    r"diffusion ?:",
    rf"for {_PUBLIC}",
)
"""What is a notice only where a day or an hour follows."""
_CUE = re.compile(rf"\b(?:(?P<likely>{'|'.join(_LIKELY)})|(?P<sure>{'|'.join(_SURE)}))(?![a-z'])")
_ENDS = re.compile(rf" ?(?:$|[:.!(/-]|{_UNTIL})")
"""What may follow « sous embargo » where it is a notice; a day or an hour may, too."""
_WHERE = re.compile(
    r"[ ;]*+(?:sur|dans|chez|aux editions|in|on the|from)\b"
    r"(?! (?:(?:tous|all) )?(?:les |the )?media)"
)
"""What follows the moment of something else: « À diffuser à 20 h sur l'écran du hall »."""
_PAST = re.compile(r"\b(?:etai(?:t|ent)|avai(?:t|ent)|ete|fut|was|were|had|been)\b")
_MEETING = re.compile(r"\b(?:presentation|seance|session|rencontre|breffage|briefing|huis clos)\b")
"""Before a notice, the hour said after it is that of the meeting."""
_HINT = re.compile(
    rf"{_UNTIL}|\d ?h\b|\d:\d\d|\d ?[ap]m\b|\d/\d|\b(?:conference|depot|annonce|avis contraire"
    r"|nouvel ordre|further notice|announcement|delivery)\b"
)
_LEADS = re.compile(
    rf"(?:[ :;.(/-]|{_UNTIL}|(?:after|apres|at|a|aux?|avant|before|compter|d[eu]|de?s|for|from|is"
    r"|est|la|le|on|par|partir|the|release|publication|media|levee|fin)\b(?![.']))*"
)

_HOUR = (
    r"(?P<hour>midi|noon|\d{1,2} ?h(?: ?\d{2}(?!\d))?|\d{1,2}[:.]\d{2}(?: ?[ap]m)?|\d{1,2} ?[ap]m)"
    r"(?![\da-z])"
)
_NAME = r"[a-z]{3,9}\.?"
_DAY = (
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2}"
    rf"|(?:{_NAME};? )?(?:le |the )?(?:\d{{1,2}} (?:of )?{_NAME}|{_NAME} \d{{1,2}})(?:;? \d{{4}})?)"
    r"(?![\d:h]| ?[h:]\d| h\b| ?[ap]m\b)"
)
_GAP = r"(?:[;:.() -]|(?:a|at|by|compter|d[eu]|des|from|le|next|on|partir|prochain|the|t)\b)*+"
_ZONE = (
    r"(?:[ ;(]*+(?P<zone>heure (?:(?:normale|avancee|locale) ?)?(?:de l'|de la |de |du |d')?[a-z]*"
    r"|(?:eastern|montreal|local|[a-z]{3,9})(?: standard| daylight)? time|eastern|he|et|hne|est|hae"
    r"|edt|gmt|utc|bst|ces?t|p[sd]?t|m[sd]t|c[sd]?t|a[sd]t|n[sd]t|h[na][pcart])\b[ );]*+)?"
)
_DAY_THEN_HOUR = re.compile(rf"{_DAY}(?:{_GAP}|t){_HOUR}{_ZONE}")
_HOUR_THEN_DAY = re.compile(rf"{_HOUR}{_ZONE}{_GAP}{_DAY}{_ZONE.replace('zone', 'zone_after')}")
_DAY_ALONE, _HOUR_ALONE = re.compile(_DAY), re.compile(_HOUR)
_NEAR_DAY = re.compile(
    r"(?:demain|tomorrow|aujourd'hui|today|ce (?:matin|midi|soir)|tonight"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_SLASHES = re.compile(r"\d{1,4}/\d{1,2}")
_HOUR_SAID = rf"(?:{_GAP}(?:{_HOUR}|minuit|midnight){_ZONE})?"
_MOMENTS = (
    _DAY_THEN_HOUR,
    _HOUR_THEN_DAY,
    re.compile(_DAY + _HOUR_SAID),
    re.compile(rf"(?:\d{{1,4}}/\d{{1,2}}(?:/\d{{2,4}})?|{_NEAR_DAY.pattern}){_HOUR_SAID}"),
    re.compile(_HOUR + _ZONE),
)
"""As one says when, be it understood or not."""
_LATER = re.compile(
    r"[ ;(]*(?:\d|(?:ou|or)\b|(?:d[eu]|in the|at) ?(?:l'|la )?(?:apres-midi|soir|nuit|afternoon"
    r"|evening|night))"
)
"""What makes another moment of the one before it."""

_IMMEDIATE = re.compile(
    r"(?:pour )?(?:diffusion|publication) immediate|a (?:diffuser|publier) immediatement"
    r"|(?:for )?immediate (?:release|publication|distribution)"
)
_COURTESY = re.compile(rf"(?:[ :;.!()/-]|[ld]'|(?:{_OWN}|ici|(?:sous|under) embargo)\b)*+")
"""What stands around a notice and says nothing that a reader would miss."""
_CONDITION = re.compile(r"[ ;(]*(?:(?:ou|or)\b)?[^.:;!?-]{1,80}[.!)]*")
"""« (jusqu’à) la fin de la conférence »: what ends an embargo instead of an hour."""
_OR = re.compile(r"[ ;(]*(?:ou|or)\b")
_WAITS = re.compile(rf"{_UNTIL}|{_BEFORE_IT}|\bavant\b")
_BREAK_AFTER = re.compile(r" ?(?:[.:!)]|- )")
_BREAK_BEFORE = re.compile(r"[:.-] ?$")
_SEPARATORS = ' \u00a0\u202f.,;:!)]*_»”"|–—―-\t'

_OURS = re.compile(r"heure(?: locale)?(?: (?:de|du|d')? ?(?:l')?(?:est|montreal|quebec|ottawa))?")
_STANDARD, _SUMMER = frozenset(("est", "hne")), frozenset(("edt", "hae"))
_EASTERN = frozenset(("", "he", "et", "eastern", "eastern time", "montreal time", "local time"))


def embargo_said(
    lines: Iterable[str], *, now: datetime, known: datetime | None = None
) -> EmbargoSaid | None:
    """Return what *lines*, those above a text and on its pages, say of its embargo; None: nothing.

    Args:
        lines: As they stand there.
        now: A year that is not said is that of the next such day.
        known: The end of its embargo that is known already: the lines that say it are no news.
    """
    kept = [line for line in (" ".join(each.split()) for each in lines) if line]
    found = list(_found(kept, now))
    read = {each.until for each in found if each.until is not None}
    said: dict[datetime | str, str] = {}
    for each in found:
        if each.until is not None or not read or not _is_bare(_plain(each.words)):
            said.setdefault(each.until or each.words, each.words)
    if known is not None:
        said.pop(known, "")
    if not said:
        return None
    read &= said.keys()
    offered = max((each.offered for each in found if each.offered is not None), default=None)
    return EmbargoSaid("\n".join(said.values()), max(read, default=None), offered)


def lines_looked_at(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the lines of a text that may say its embargo: the first ones, then the last ones.

    Between them, what is a notice and no more: a second release that somebody pasted has its own.
    """
    known = tuple(blocks)
    for block, start, end in _places(known):
        yield known[block].text[start:end]


def notices_in(lines: Sequence[str]) -> Iterator[EmbargoNotice]:
    """Yield what may go from *lines* once an embargo has what they say, in their order."""
    went_before = False
    for at, line in enumerate(lines):
        following = _plain(lines[at + 1]) if at + 1 < len(lines) else ""
        if went_before:
            went_before = False
            continue
        notice = _notice(at, line)
        if notice is None:
            continue
        yield notice
        went_before = notice.is_whole and _is_bare(_plain(line)) and _is_moment(following)
        if went_before:
            yield EmbargoNotice(at + 1, 0, len(lines[at + 1]), is_whole=True)


def is_notice(text: str) -> bool:
    """Whether *text* says that it may not leave yet, or may at once, and no more."""
    lines = [line for line in text.split(BREAK) if line.strip()]
    return bool(lines) and sum(each.is_whole for each in notices_in(lines)) == len(lines)


def without_notices(
    text: Document, *, goes: Callable[[EmbargoNotice], bool] = lambda _notice: True
) -> tuple[Document, tuple[str, ...]]:
    """Return *text* without the notices that *goes* tells of, and the words that went."""
    blocks, places = list(text.blocks), list(_places(text.blocks))
    lines = [blocks[block].text[start:end] for block, start, end in places]
    spans: dict[int, list[tuple[int, int]]] = {}
    gone: list[str] = []
    for notice in filter(goes, notices_in(lines)):
        block, start, end = places[notice.at]
        gone.append(lines[notice.at][notice.start : notice.end].strip())
        cut = (start, end + 1) if notice.is_whole else (start + notice.start, start + notice.end)
        spans.setdefault(block, []).append(cut)
    for at, cuts in spans.items():
        left = blocks[at].without(cuts)
        end = len(left.text.rstrip(BREAK))
        blocks[at] = left.without(((end, len(left.text)),))
    return Document(tuple(blocks)), tuple(gone)


def _places(blocks: Sequence[Block]) -> Iterator[tuple[int, int, int]]:
    """Yield the lines that are looked at: the block of each, and from where to where."""
    said = [at for at, block in enumerate(blocks) if not block.is_blank]
    last = max(FIRST_LOOKED_AT, len(said) - LAST_LOOKED_AT)
    for count, at in enumerate(said):
        is_within, start = FIRST_LOOKED_AT <= count < last, 0
        for line in blocks[at].text.split(BREAK):
            if not is_within or _is_a_notice_within(line):
                yield at, start, start + len(line)
            start += len(line) + 1


def _is_a_notice_within(line: str) -> bool:
    notice = _notice(0, line) if len(line) <= LETTERS_LOOKED_AT else None
    return notice is not None and notice.is_whole and not notice.is_immediate


def _notice(at: int, line: str) -> EmbargoNotice | None:
    """Return what of *line* is surely a notice."""
    plain = _plain(line)
    if at_once := _IMMEDIATE.search(plain):
        around = plain[: at_once.start()], plain[at_once.end() :]
        if all(map(_COURTESY.fullmatch, around)):
            return EmbargoNotice(at, 0, len(line), is_whole=True, is_immediate=True)
    cues = list(_cues(plain))
    if not cues or not _BEFORE.fullmatch(plain, 0, cues[0].start()):
        return None
    ends = [_end_of(plain, cue.end()) for cue in cues]
    begins, end = cues[0].start(), max(end for end, _has_moment in ends)
    has_moment = any(has_moment for _end, has_moment in ends)
    before, after = plain[:begins], plain[end:]
    is_last = len(line) <= LETTERS_LOOKED_AT and _says_no_more(plain[begins:end], after, has_moment)
    if not is_last and not (has_moment and _BREAK_AFTER.match(after)):
        return None
    is_first = _COURTESY.fullmatch(before) is not None
    if not is_first and not _BREAK_BEFORE.search(before):
        return None
    if is_first and is_last:
        return EmbargoNotice(at, 0, len(line), is_whole=True)
    start = 0 if is_first else _letters_of(line, plain[:begins])
    if is_last:
        start = len(line[:start].rstrip(_SEPARATORS))
        return EmbargoNotice(at, start, len(line), is_whole=False)
    stop = _letters_of(line, plain[:end])
    while stop < len(line) and line[stop] in _SEPARATORS:
        stop += 1
    return EmbargoNotice(at, start, stop, is_whole=False)


def _end_of(plain: str, cue_end: int) -> tuple[int, bool]:
    """Return where the notice ends whose cue ends there, and whether it says a day or an hour."""
    rest = plain[cue_end:]
    after = _after_leads(rest)
    begins = cue_end + len(rest) - len(after)
    found = _moment_in(after)
    return (begins, False) if found is None else (begins + found.end(), True)


def _moment_in(after: str) -> re.Match[str] | None:
    for form in _MOMENTS:
        found = form.match(after)
        if found is not None and _is_day(found.groupdict().get("day") or ""):
            return found
    return None


def _is_moment(plain: str) -> bool:
    """Whether a line says a day or an hour, and no more."""
    end, has_moment = _end_of(plain, 0)
    return has_moment and _COURTESY.fullmatch(plain[end:]) is not None


def _says_no_more(notice: str, after: str, has_moment: bool) -> bool:  # noqa: FBT001 - as read
    """Whether what stands *after* a *notice* is courtesy, or what ends the embargo."""
    if _COURTESY.fullmatch(after):
        return True
    waits = _WAITS.search(notice) is not None and not has_moment
    return (waits or _OR.match(after) is not None) and _CONDITION.fullmatch(after) is not None


def _letters_of(line: str, plain: str) -> int:
    """Return how many letters of *line* say what *plain*, a beginning of it as read, says."""
    wanted = plain.strip()
    for token in re.finditer(r"\w+|\W", line):
        if len(_plain(line[: token.end()])) >= len(wanted):
            return token.end()
    return len(line)


def _found(lines: list[str], now: datetime) -> Iterator[EmbargoSaid]:
    for at, line in enumerate(lines):
        plain = _plain(line)
        cues = list(_cues(plain))
        if not cues:
            continue
        words, until, offered = line, None, None
        for cue in cues:
            read, near = _moment(plain[cue.end() :], now)
            if read is not None and _MEETING.search(plain, 0, cue.start()):
                read, near = None, read
            until, offered = (until or read), (offered or near)
        if until is None and offered is None and at + 1 < len(lines):
            following = _plain(lines[at + 1])
            if _is_bare(plain) and _says_when(following):
                words = f"{line} {lines[at + 1]}"
                until, offered = _moment(following, now)
        yield EmbargoSaid(words, until, None if until is not None else offered)


def _plain(line: str) -> str:
    """Return *line* as it is read: no case, accents, marks; each comma a semicolon."""
    bare = plain_words(_SIGNS.sub(" ", line[:LETTERS_LOOKED_AT]).replace(",", ";"))
    bare = _DASH.sub(" - ", bare)
    return _ORDINAL.sub("", _HOURS.sub(" h", _HALF.sub(r"\1m", bare))).strip()


def _cues(plain: str) -> Iterator[re.Match[str]]:
    """Yield what begins each notice of *plain*: where it ends, its moment may begin."""
    has_begun = False
    for cue in _CUE.finditer(plain):
        rest = plain[cue.end() :]
        stands = has_begun or _BEFORE.fullmatch(plain, 0, cue.start())
        is_past = _PAST.search(plain, 0, cue.start()) is not None
        if not stands and (is_past or not (_ENDS.match(rest) and _says_hour(rest))):
            continue
        if cue["likely"] and _WHERE.match(plain[_end_of(plain, cue.end())[0] :]):
            continue
        is_bare_word = re.match(r"embargo\b", cue["sure"] or "") is not None
        if cue["likely"] or (is_bare_word and _ENDS.match(rest) and rest.strip(" !.;")):
            is_notice = _says_when(rest) or bool(cue["sure"] and _HINT.search(rest[:80]))
        else:
            is_notice = (
                cue["sure"].endswith(("avant", "before", "until", "till", "prior to"))
                or _ENDS.match(rest) is not None
                or _says_when(rest)
            )
        if is_notice:
            has_begun = True
            yield cue


def _after_leads(rest: str) -> str:
    leads = _LEADS.match(rest)
    return rest if leads is None else rest[leads.end() :]


def _says_when(rest: str) -> bool:
    """Whether a day or an hour is what *rest* begins with, as far as one can tell."""
    after = _after_leads(rest)
    if _NEAR_DAY.match(after) or _SLASHES.match(after) or _HOUR_ALONE.match(after):
        return True
    day = _DAY_ALONE.match(after)
    return day is not None and _is_day(day["day"])


def _says_hour(rest: str) -> bool:
    after = _after_leads(rest)
    day = _DAY_THEN_HOUR.match(after) or _HOUR_THEN_DAY.match(after)
    return day is not None and _is_day(day["day"])


def _is_day(day: str) -> bool:
    names = re.findall(r"[a-z]+", day)
    return not names or any(map(_is_month, names))


def _is_month(name: str) -> bool:
    try:
        return month_named(name) > 0
    except ValueError:
        return False


def _is_bare(plain: str) -> bool:
    """Whether a line says that there is an embargo, and no more."""
    cue = _CUE.search(plain)
    return cue is not None and not _after_leads(plain[cue.end() :]).strip(" !")


def _moment(rest: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return the moment that *rest* begins with; else its day, where it says one, to be offered."""
    after = _after_leads(rest)
    found = _DAY_THEN_HOUR.match(after) or _HOUR_THEN_DAY.match(after)
    if found is not None and not _LATER.match(after[found.end() :]):
        until = _read(found["day"], found["hour"].replace(".", ":"), now)
        zones = filter(None, (found["zone"], found.groupdict().get("zone_after")))
        if until is not None and all(_is_ours(zone.strip(), until) for zone in zones):
            return until, None
    day = found or _DAY_ALONE.match(after)
    return None, None if day is None else _read(day["day"], OFFERED_HOUR, now)


def _read(day: str, hour: str, now: datetime) -> datetime | None:
    words = day.replace(";", "").replace(" of ", " ").replace("the ", "")
    try:
        return read_moment(f"{words} {hour}", now=now, zone=CITY_ZONE)
    except MomentNotRead:
        return None


def _is_ours(zone: str, moment: datetime) -> bool:
    """Whether Montréal's clocks are in *zone* at that moment."""
    is_summer = bool(moment.astimezone(CITY_ZONE).dst() or timedelta())
    if zone in _SUMMER or "avancee" in zone or "daylight" in zone:
        return is_summer
    if zone in _STANDARD or "normale" in zone or "standard" in zone:
        return not is_summer
    return zone in _EASTERN or _OURS.fullmatch(zone) is not None
