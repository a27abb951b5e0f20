"""What somebody wrote in a mail, told apart from what they quote or pass on.

What is quoted begins with ``>``, or stands below the line by which a program says so: « Le … a
écrit : », « ---- Message transféré ---- », or the headers « De :, Envoyé :, Objet : ».  Answers
written between quoted lines are the writer's.  The moment above a quotation is read in French and
in English: « 23 novembre 2026 16:02 », « Tue, Nov 24, 2026 at 8:36 AM », « 24/11/2026 à 08:05 »; it
is an hour of the city unless another zone is said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parseaddr

from comms_desk.i18n import CITY_ZONE
from comms_desk.mail.reading.model import LINES_LIMIT
from comms_desk.text.calendar_names import MONTHS_WRITTEN
from comms_desk.text.fold import tokens

_DIGITS = re.compile(r"(?<!\d)(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(?!\d)")
_HOUR = re.compile(
    r"(?<![\d:])(\d{1,2}) ?(?::|h) ?(\d{2})(?::\d{2})? ?(?:([ap])\.? ?m\b)?", re.IGNORECASE
)
_ZONE = re.compile(r"(?:UTC|GMT) ?([+\-−]) ?(\d{1,2})(?::?(\d{2}))?|([+\-−])(\d{2}):?(\d{2})\s*$")
_UNIVERSAL = re.compile(r"\b(?:UTC|GMT|Z)\s*$")
_CENTURY = 2000
MONTHS_OF_A_YEAR = 12
_LONGEST = 120


HEADERS_MOST = 8
"""Lines among which those of one quoted mail stand."""
INTRODUCTION_MOST = 3
"""Lines over which « Le … a écrit : » may be broken."""
LINE_LIMIT = 2_000

_FORWARDED = re.compile(
    r"-{2,} ?(?:forwarded message|message transféré|message réexpédié|original message"
    r"|message d.origine|message original) ?-{2,}"
    r"|(?:begin forwarded message|début du message (?:transféré|réexpédié)) ?:"
    r"|_{10,}",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"\*?(de|from|envoyé(?: le)?|sent|date|à|pour|to|cc|cci|bcc|objet|subject|sujet"
    r"|répondre à|reply-to|importance) ?:\*? ?(.{0,500})",
    re.IGNORECASE,
)
_FIELDS = {
    "de": "from",
    "from": "from",
    "envoyé": "date",
    "envoyé le": "date",
    "sent": "date",
    "date": "date",
    "objet": "subject",
    "subject": "subject",
    "sujet": "subject",
}
_INTRODUCTION = re.compile(
    r"(?:le (.{4,250}?)(?:,| -) ?(.{1,250}?) a écrit|on (.{4,250}), (.{1,250}?) wrote) ?:",
    re.IGNORECASE,
)
_BEGINS_INTRODUCTION = re.compile(r"(?:le|on) .{0,60}\d", re.IGNORECASE)
_ADDRESSED = re.compile(r"<(?:mailto:)?([^<>\s]{3,300}@[^<>\s]{1,250})>")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedMail:
    """A mail that another quotes; *sent_at* None: no moment of it is said."""

    sender: str = ""
    sender_name: str = ""
    sent_at: datetime | None = None
    subject: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """What somebody wrote themselves, and the first mail that they quote."""

    own: str
    quoted: QuotedMail | None = None


def parted(text: str) -> Parted:
    """Return *text* without what it quotes, and that."""
    lines = [line for each in text.split("\n")[:LINES_LIMIT] for line in _in_pieces(each.strip())]
    for place, line in enumerate(lines):
        bare = _unquoted(line)
        if not bare:
            continue
        is_said = _FORWARDED.fullmatch(bare) is not None
        passed_on = _headers(lines, place + is_said, is_said=is_said)
        if passed_on is not None:
            return Parted(own=_written(lines[:place]), quoted=passed_on)
        introduced = _introduction(lines, place)
        if introduced is not None:
            return _answered(lines, place, introduced)
    own = [line for line in lines if not line.startswith(">")]
    theirs = [_unquoted(line) for line in lines if line.startswith(">")]
    quoted = QuotedMail(text=_written(theirs)) if any(theirs) else None
    return Parted(own=_written(own), quoted=quoted)


def _in_pieces(line: str) -> Iterator[str]:
    """Yield *line*, a paragraph without end say, in pieces that are bounded, each quoted if it is.

    What looks at a line may look at it again from each of its places.
    """
    mark = ">" if line.startswith(">") else ""
    while len(line) > LINE_LIMIT:
        end = line.rfind(" ", LINE_LIMIT // 2, LINE_LIMIT)
        end = end if end > 0 else LINE_LIMIT
        yield line[:end].strip()
        line = mark + line[end:].lstrip()
    yield line


def _unquoted(line: str) -> str:
    """Return *line* without the marks that it is quoted, those of bold, and narrow spaces."""
    line = line.lstrip("> ").strip("* \u200b") if line[:1] in ">*" else line
    return line.replace("\xa0", " ").replace("\u202f", " ")


def _headers(lines: list[str], start: int, *, is_said: bool) -> QuotedMail | None:
    """Return the mail whose headers begin at line *start*, empty lines left out of account.

    Where nothing above them says that it is passed on, the first says of whom it is.
    """
    found: dict[str, str] = {}
    end, last = start, ""
    for place in range(start, min(start + 3 * HEADERS_MOST, len(lines))):
        line = _unquoted(lines[place])
        header = _HEADER.fullmatch(line)
        if header is None:
            if not line and (not found or len(found) < len(set(_FIELDS.values()))):
                continue
            if last and line and _continues(lines[place - 1], found, last):
                found[last] += f" {line}"
                end = place + 1
                continue
            break
        last = _FIELDS.get(header[1].lower(), "")
        if last == "from" and last in found:
            break
        if not found and last != "from" and not is_said:
            return None
        if last:
            found.setdefault(last, header[2].strip())
        else:
            found.setdefault("to", header[2].strip())
        end = place + 1
    if "from" not in found or len(found) < INTRODUCTION_MOST:
        return None
    name, address = _who(found["from"])
    is_quoted = lines[end - 1].startswith(">")
    rest = [_unmarked(line) for line in lines[end:]] if is_quoted else lines[end:]
    return QuotedMail(
        sender=address,
        sender_name=name,
        sent_at=moment_written(found.get("date", "")),
        subject=found.get("subject", ""),
        text="\n".join(rest).strip(),
    )


def _continues(before: str, found: dict[str, str], last: str) -> bool:
    """Whether a header was broken after *before*: an address of it is not closed yet."""
    return last == "from" and found[last].count("<") > found[last].count(">") and bool(before)


def _unmarked(line: str) -> str:
    """Return *line* quoted once less."""
    return line[1:].strip() if line.startswith(">") else line


def _introduction(lines: list[str], place: int) -> tuple[int, re.Match[str]] | None:
    """Return where « Le … a écrit : » that begins at *place* ends, and it."""
    first = _unquoted(lines[place])
    if not _BEGINS_INTRODUCTION.match(first):
        return None
    joined = first
    for end in range(place + 1, min(place + INTRODUCTION_MOST, len(lines)) + 1):
        found = _INTRODUCTION.fullmatch(joined.strip())
        if found is not None:
            return end, found
        if end < len(lines):
            joined += " " + _unquoted(lines[end])
    return None


def _answered(lines: list[str], place: int, introduced: tuple[int, re.Match[str]]) -> Parted:
    """Part an answer: what stands above and between what is quoted is the writer's."""
    end, found = introduced
    rest = lines[end:]
    marked = [_unmarked(line) for line in rest if line.startswith(">")]
    own, theirs = lines[:place], rest
    if marked:
        own = [*own, *(line for line in rest if not line.startswith(">"))]
        theirs = marked
    name, address = _who(found[2] or found[4] or "")
    return Parted(
        own=_written(own),
        quoted=QuotedMail(
            sender=address,
            sender_name=name,
            sent_at=moment_written(found[1] or found[3] or ""),
            text=_written(theirs),
        ),
    )


def _who(written: str) -> tuple[str, str]:
    """Return the name and the address that a quoted header says."""
    address = _ADDRESSED.search(written)
    if address is not None:
        return written[: address.start()].strip(" \"'*"), address[1]
    name, bare = parseaddr(written)
    return (name, bare) if "@" in bare else (written.strip(" \"'*"), "")


def _written(lines: list[str]) -> str:
    return "\n".join(lines).strip()


def moment_written(text: str) -> datetime | None:
    """Return the moment that *text* says, universal; None: it says none."""
    text = " ".join(text[:_LONGEST].replace("\u202f", " ").split())
    day = _day(text)
    hour = _HOUR.search(text)
    if day is None or hour is None:
        return None
    hours = int(hour[1])
    if hour[3]:
        hours = hours % 12 + (12 if hour[3].lower() == "p" else 0)
    try:
        moment = datetime(*day, hours, int(hour[2]), tzinfo=_zone(text[hour.end() :]))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day(text: str) -> tuple[int, int, int] | None:
    """Return the year, the month and the day."""
    digits = _DIGITS.search(text)
    if digits:
        first, month, last = int(digits[1]), int(digits[2]), int(digits[3])
        if first > _CENTURY:
            return first, month, last
        year = last if last > _CENTURY else _CENTURY + last
        return (year, month, first) if month <= MONTHS_OF_A_YEAR else (year, first, month)
    words = tokens(text)
    # « mar. 24 nov. » is a Tuesday: a month stands beside its day, and is the last so named.
    months = [place for place, word in enumerate(words) if word in MONTHS_WRITTEN]
    years = [int(word) for word in words if re.fullmatch(r"20\d\d", word)]
    if not months or not years:
        return None
    place = months[-1]
    around = [words[place - 1] if place else "", *words[place + 1 : place + 2]]
    days = [int(found[1]) for each in around if (found := re.fullmatch(r"(\d{1,2})(?:er)?", each))]
    return (years[0], MONTHS_WRITTEN[words[place]], days[0]) if days else None


def _zone(after: str) -> tzinfo:
    """Return the zone that is said *after* the hour, or the city's."""
    said = _ZONE.search(after)
    if said is None:
        return UTC if _UNIVERSAL.search(after) else CITY_ZONE
    sign, hours, minutes = (said[1], said[2], said[3]) if said[1] else (said[4], said[5], said[6])
    away = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(away if sign == "+" else -away)
