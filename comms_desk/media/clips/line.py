"""A clip as typed: « 98,5 7h10 4 min: chef de l'opposition sur la neige – "c'est un échec" ».

Show, hour, length, what it is about, a quote.  Nothing is refused: what no rule knows stays in
what it is about.  An hour has passed: one that has not is yesterday's.  A text of several lines
is a paste, whose first line is its title; an address alone is a page to be asked for.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.articles.model import ArticleOrigin
from comms_desk.media.clips.model import TEXT_LENGTH, TITLE_LENGTH, NewClip, is_address
from comms_desk.media.feeds.clean import clean_link, link_key
from comms_desk.media.inquiries.reading.atoms import Atom, Says
from comms_desk.media.inquiries.reading.clock_words import atoms
from comms_desk.media.inquiries.reading.directory_index import DirectoryIndex, KnownOutlet
from comms_desk.media.inquiries.reading.plain import Span, masked, plain, without
from comms_desk.media.inquiries.reading.who import find_outlet
from comms_desk.media.outlets.model import OutletId
from comms_desk.text.fold import fold

MOST_CHARACTERS = 1_000
"""Of a line that are read; the rest stays in what it is about."""
SOON = timedelta(minutes=10)
"""A clip may be noted a little before it is over."""
LONGEST_NAME_WORDS = 6
SPEAKER_LENGTH = 80

_LENGTH = re.compile(
    r"(?<![\w,.:])(?:(?P<m>\d{1,3}) ?(?:minutes?|mins?\.?)(?: ?(?P<ms>[0-5]?\d)(?: ?s(?:ec)?\b)?"
    r"(?![\w:]))?|(?P<s>\d{1,4}) ?(?:secondes?|seconds?|secs?\.?|s))(?!\w)"
)
_YESTERDAY = re.compile(
    r"(?<![\w-])(?:(?P<before>avant-)?hier|yesterday)(?: (?:matin|soir))?(?!\w)"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"«»]+", re.IGNORECASE)
_QUOTE = re.compile(r"[«“\"]\s?(?P<said>[^«»“”\"]{2,})\s?[»”\"]")
_ABOUT = re.compile(
    r"(?P<who>[^:;.!?]{2,80}?),? (?:sur|a propos d(?:e|u|es)|au sujet d(?:e|u|es)|concernant|on"
    r"|about|regarding) "
)
_LEADS = re.compile(r"(?<!\w)(?:(?:a|at|vers|des|de|le|la|les|l'|the) ?){1,3}$")
"""What leads to an hour or to a show, and says nothing without it."""
_NOBODY = frozenset(
    {"reportage", "retour", "chronique", "entrevue", "debat", "nouvelle", "manchette", "suite"}
    | {"point", "topo", "segment", "capsule", "dossier", "report", "story", "interview", "item"}
)
"""What is about something, and speaks not."""
_EDGES = " \t,;:–—-|·"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipLine:
    """What was read; its fields are those of `NewClip`.

    Attributes:
        outlet: The one of the directory that is named; None: none is.
        outlet_name: How it is called there, or how an unknown show is called here.
    """

    title: str = ""
    outlet: OutletId | None = None
    outlet_name: str = ""
    aired_at: datetime | None = None
    lasts_s: int = 0
    speaker: str = ""
    text: str = ""
    link: str = ""
    origin: ArticleOrigin = ArticleOrigin.CLIP

    def new(self) -> NewClip:
        """Return the clip.

        Raises:
            ClipTitleMissing, ClipTooLong, ClipLinkWrong: It is none yet.
        """
        return NewClip(
            title=self.title,
            outlet=self.outlet,
            aired_at=self.aired_at,
            lasts_s=self.lasts_s,
            speaker=self.speaker,
            text=self.text,
            link=self.link,
            origin=self.origin,
        )


def read_clip(typed: str, *, now: datetime, known: DirectoryIndex) -> ClipLine:
    """Return what *typed* says: a line, a paste, or an address."""
    text = typed.strip()[:TEXT_LENGTH]
    if is_address(text):
        return _of(_owner(text, known), link=clean_link(text), origin=ArticleOrigin.LINK)
    if "\n" in text:
        return _paste(text, known)
    return _line(text, now, known)


def _paste(text: str, known: DirectoryIndex) -> ClipLine:
    """Return the title that its first line is, and what follows; an address in it is its link."""
    lines = [line.strip() for line in text.splitlines()]
    link = next((clean_link(each) for each in lines if is_address(each)), "")
    said = [line for line in lines if not is_address(line)]
    while said and not said[0]:
        del said[0]
    title = said[0] if said else ""
    rest = "\n".join(said[1:]).strip()
    if len(title) > TITLE_LENGTH:
        title, rest = f"{title[: TITLE_LENGTH - 1].rstrip()}…", "\n".join(said).strip()
    owner = _owner(link, known)
    return _of(owner, title=title, text=rest, link=link, origin=ArticleOrigin.PASTE)


def _line(typed: str, now: datetime, known: DirectoryIndex) -> ClipLine:
    text, rest = typed[:MOST_CHARACTERS], typed[MOST_CHARACTERS:]
    address = _ADDRESS.search(text)
    spans: list[Span] = [] if address is None else [address.span()]
    quote = _QUOTE.search(masked(text, spans))
    spans += [] if quote is None else [quote.span()]
    length = _LENGTH.search(plain(masked(text, spans)))
    spans += [] if length is None else [length.span()]
    outlet = find_outlet(masked(text, spans), known, head=0)
    if outlet is not None:
        at = min(outlet.spans)
        outlet = None if at[0] > _end_of_head(text, spans) else outlet
        spans += [] if outlet is None else [_with_lead(text, at)]
    aired_at, of_time = _aired_at(masked(text, spans), now)
    spans += of_time
    show = ""
    if outlet is None and (of_time or length):
        show, span = _show(text, [*of_time, *([] if length is None else [length.span()])])
        spans += span
    title = _begun(without(text, spans).strip(_EDGES) + rest)
    link = "" if address is None else clean_link(address[0].rstrip(".,;)"))
    station = outlet.outlet if outlet is not None else None if show else _owner(link, known)
    title = title or ("" if quote is None else _begun(quote["said"].strip()))
    said = "" if quote is None or title == _begun(quote["said"].strip()) else quote[0]
    if len(title) > TITLE_LENGTH:
        title, said = f"{title[: TITLE_LENGTH - 1].rstrip()}…", title
    return _of(
        station,
        show,
        title=title,
        aired_at=aired_at,
        lasts_s=_seconds(length),
        speaker=_speaker(title, known),
        text=said,
        link=link,
    )


def _end_of_head(text: str, spans: list[Span]) -> int:
    """Return up to where a show is named: before the colon, or before what is quoted."""
    colon = re.search(r":(?= |$)", masked(text, spans))
    return len(text) if colon is None else colon.start()


def _aired_at(shown: str, now: datetime) -> tuple[datetime | None, list[Span]]:
    """Return when it was on air, and where that stands."""
    flat, today = plain(shown), now.astimezone(CITY_ZONE).date()
    ago = _YESTERDAY.search(flat)
    flat = flat if ago is None else masked(flat, [ago.span()])
    found = [each for each in atoms(flat, today) if each.says in (Says.HOUR, Says.DAY)]
    hour = next((each for each in found if each.says is Says.HOUR), None)
    if hour is None:
        return None, []
    near = next((each for each in found if each.says is Says.DAY and _is_beside(each, hour)), None)
    spans = [_with_lead(shown, (hour.start, hour.end))]
    day = today
    if ago is not None:
        day, spans = today - timedelta(days=2 if ago["before"] else 1), [*spans, ago.span()]
    elif near is not None:
        day, spans = near.day, [*spans, (near.start, near.end)]
        while day > today:
            day -= timedelta(days=7 if near.is_weekday else 365)
    at = datetime(day.year, day.month, day.day, hour.hour % 24, hour.minute, tzinfo=CITY_ZONE)
    if at > now + SOON and day == today:
        at -= timedelta(days=1)
    return at.astimezone(UTC), spans


def _with_lead(text: str, span: Span) -> Span:
    """Return *span* with the small words that lead to it."""
    lead = _LEADS.search(plain(text[: span[0]]))
    return (span[0] if lead is None else lead.start(), span[1])


def _begun(title: str) -> str:
    """Return *title* with a capital."""
    return f"{title[:1].upper()}{title[1:]}"


def _is_beside(one: Atom, other: Atom) -> bool:
    return min(abs(one.end - other.start), abs(other.end - one.start)) <= 3  # noqa: PLR2004


def _show(text: str, said: list[Span]) -> tuple[str, list[Span]]:
    """Return the name that stands before an hour or a length, and where."""
    start = min(start for start, _end in said)
    name = text[:start].strip(_EDGES + "(")
    if not name or len(name.split()) > LONGEST_NAME_WORDS or ":" in name:
        return "", []
    return name, [(0, start)]


def _seconds(length: re.Match[str] | None) -> int:
    if length is None:
        return 0
    return 60 * int(length["m"] or 0) + int(length["ms"] or length["s"] or 0)


def _speaker(title: str, known: DirectoryIndex) -> str:
    """Return who spoke: somebody of the directory, else the name before « sur »."""
    folded = fold(title)
    for length in (3, 2):
        for at in range(len(folded.tokens) - length + 1):
            for each in known.reporters_by_words.get(folded.tokens[at : at + length], ()):
                return each.name
    about = _ABOUT.match(plain(title))
    if about is None or len(about["who"].split()) > LONGEST_NAME_WORDS:
        return ""
    if not _NOBODY.isdisjoint(about["who"].split()):
        return ""
    return title[: about.end("who")].strip(_EDGES)[:SPEAKER_LENGTH]


def _owner(link: str, known: DirectoryIndex) -> KnownOutlet | None:
    """Return the outlet of whose site *link* is."""
    host = link_key(link).partition("/")[0].partition(":")[0]
    while "." in host:
        if host in known.outlets_by_domain:
            return known.outlets_by_domain[host]
        host = host.partition(".")[2]
    return None


def _of(outlet: KnownOutlet | None, show: str = "", **fields: Any) -> ClipLine:
    """Return a line of *outlet*, or else of an unknown *show*."""
    return ClipLine(
        outlet=None if outlet is None else outlet.id,
        outlet_name=show if outlet is None else outlet.name,
        **fields,
    )
