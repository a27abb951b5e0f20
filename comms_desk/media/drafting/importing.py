"""A draft from a text file: an optional head between two lines of dashes, then Markdown.

Without a head, a first line ``# Title`` is the title; of a .txt also a short first line that stands
by itself over the text.  The head names its fields, and what they
may be, in French or in English.  What it names must be known, and named once: a field that nobody
reads would be lost in silence.
"""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePath
from typing import Any

from comms_desk.facts import Fact, Facts, NotOneOf, folded
from comms_desk.media.drafting.dateline import opens
from comms_desk.media.drafting.embargo_notice import FIRST_LOOKED_AT, notices_in
from comms_desk.media.drafting.facts import facts
from comms_desk.media.drafting.model import (
    TEXT_LENGTH,
    DraftKind,
    FieldTwice,
    FileTooLong,
    NewDraft,
    NotText,
    UnknownField,
    WrongField,
)
from comms_desk.text.markdown import read_markdown, write_markdown

TEXT_FILE_BYTES = 4 * TEXT_LENGTH
"""What the longest text takes in UTF-8, at most; a longer file is refused unread."""

QUOTES = "\"'"
_FENCE = re.compile(r"-{3,}\s*")
PLAIN_ENDING = ".txt"
PLAIN_TITLE_LENGTH = 120
"""Of the longest title that a .txt has without saying so."""
_PLAIN_TITLE = re.compile(
    rf"\A\s*(?P<title>(?![-*+>#|]|\d+[.)]\s)[^\n]{{1,{PLAIN_TITLE_LENGTH}}})\n[ \t]*\n(?=\s*\S)"
)
_NO_TITLE = re.compile(
    r"(?:communiqu[ée]s?|news release|press release|media advisory|convocation|avis aux m[ée]dias"
    r"|pour (?:diffusion|publication)|for (?:immediate|release)|(?:sous |under )?embargo"
    r"|[àa] (?:diffuser|publier)|bonjour|madame|monsieur|hello|dear|jusqu|until|confidentiel"
    r"|confidential|ne pas|do not|sujet à embargo|publication|objet|subject|note aux m[ée]dias"
    r"|\d{1,2}(?:er)? \w+ \d{4}|[–—•·]|\w\))(?!\w).*",
    re.IGNORECASE,
)
"""What stands over the title of a release, or greets, and is no title."""
_TITLE = re.compile(r"\A\s*#[ \t]+(?P<title>[^\n]+?)[ \t]*#*[ \t]*(?:\n|\Z)")

DOSSIER = "dossier"
EMBARGO = "embargo"
FIELDS: Facts = facts()
_MEANT = {
    folded(name): fact for fact in FIELDS for name in (fact.field, *fact.headings) if folded(name)
}


@dataclass(frozen=True, slots=True)
class TextFile:
    """What a text file says: the fields of its head, and its text in our Markdown.

    *dossier* is a code; the caller looks it up.  *embargo* is what its head says of
    one, in words.  *is_named_by_file* where nothing but the file's own name is its title.
    """

    text: str
    dossier: str = ""
    embargo: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    is_named_by_file: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing, in its text or its head."""
        unsaid = {"kind", "language", *({"title"} if self.is_named_by_file else ())}
        said = (value for name, value in self.fields.items() if name not in unsaid)
        return not any((self.text.strip(), self.dossier, self.embargo, *said))

    def draft(self, **over: Any) -> NewDraft:
        """Return the draft, with *over* before what the file says; a release by default."""
        given = {name: value for name, value in over.items() if value is not None}
        return NewDraft(**{"kind": DraftKind.RELEASE, **self.fields, **given}, text=self.text)


def read_file(content: bytes, *, name: str) -> TextFile:
    """Read a text file in UTF-8 (or cp1252, as an old notepad writes).

    Raises:
        FileTooLong: No draft is so long.
        NotText: It holds something else than text.
        UnknownField: Its head names something that a draft has not.
        FieldTwice: Its head names something again.
        WrongField: Its head gives a value that cannot be.
        UnknownPlace: It is about a place that is none.
    """
    if len(content) > TEXT_FILE_BYTES:
        raise FileTooLong(name, TEXT_LENGTH)
    text = _decoded(content, name).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > TEXT_LENGTH:
        raise FileTooLong(name, TEXT_LENGTH)
    lines = text.split("\n")
    end = 0
    if _FENCE.fullmatch(lines[0]):
        end = next((i for i, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(line)), 0)
    given = _head(lines[1:end])
    body = "\n".join(lines[end + 1 :]) if end else text
    lead, body = _notices_first(body)
    title = _TITLE.match(body)
    if title is None and not end and PurePath(name).suffix.lower() == PLAIN_ENDING:
        title = _plain_title(body)
    if title is not None and "title" not in given:
        given["title"] = title["title"]
        body = body[title.end() :]
    body = lead + body
    dossier = str(given.pop(DOSSIER, ""))
    embargo = str(given.pop(EMBARGO, ""))
    return TextFile(write_markdown(read_markdown(body)), dossier, embargo, given)


def _plain_title(body: str) -> re.Match[str] | None:
    """Return the first line of *body* where it stands as a title does: short, and by itself."""
    found = _PLAIN_TITLE.match(body)
    if found is None:
        return None
    said = found["title"].strip()
    ends = said.endswith((".", ",", ";", ":"))
    return None if ends or _NO_TITLE.match(said) or opens(read_markdown(said)) else found


def _notices_first(body: str) -> tuple[str, str]:
    """Return what says above a text whether it may leave, each line by itself, and what follows."""
    most = 2 * FIRST_LOOKED_AT  # blank ones stand between them
    lines = body.split("\n", most)[:most]
    whole = {notice.at for notice in notices_in(lines) if notice.is_whole}
    end = next(
        (at for at, line in enumerate(lines) if line.strip() and at not in whole), len(lines)
    )
    end = max((at + 1 for at in whole if at < end), default=0)
    lead = "".join(f"{line}\n\n" for line in lines[:end])
    return lead, body[sum(len(line) + 1 for line in lines[:end]) :]


def bytes_of(file: Path) -> bytes:
    """Return what a text file holds, never more than one byte over what `read_file` accepts."""
    with file.open("rb") as opened:
        return opened.read(TEXT_FILE_BYTES + 1)


def _decoded(content: bytes, name: str) -> str:
    if b"\x00" in content:
        raise NotText(name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise NotText(name) from error


def _head(lines: list[str]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        key, _colon, value = (each.strip() for each in line.partition(":"))
        value = _unquoted(value)
        fact = _MEANT.get(folded(key))
        if fact is None and folded(key) != EMBARGO:
            raise _unknown(key, number)
        field_named = EMBARGO if fact is None else fact.field
        if field_named in given:
            raise FieldTwice(key, number)
        is_read = fact is not None and field_named != DOSSIER
        given[field_named] = _read(fact, key, value) if fact is not None and is_read else value
    return given


def _unquoted(value: str) -> str:
    """Return what stands between two quotes, as YAML asks for where a title has a colon."""
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in QUOTES
    return value[1:-1] if quoted and value[0] not in value[1:-1] else value


def _read(fact: Fact, key: str, value: str) -> Any:
    try:
        return fact.notation.read(value)
    except NotOneOf as error:
        written = tuple(each for each, _said in fact.notation.choices)
        raise WrongField(key, value, written, error.choices) from error


def _unknown(key: str, line: int) -> UnknownField:
    """Return the refusal of *key*, with what it may mean, as the reader calls that."""
    near = get_close_matches(folded(key), _MEANT, n=1)
    nearest = _MEANT[near[0]].called.lower() if near else ""
    return UnknownField(key, line, tuple(each.called.lower() for each in FIELDS), nearest)
