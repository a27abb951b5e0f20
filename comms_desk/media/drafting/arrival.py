"""A file that somebody brings in to be a text: read, looked at, and only then begun.

A Word file may be one of ours brought back, be under embargo by its own words, hold changes that
nobody accepted, and things that no text holds.  All is told before anything is begun of it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from comms_desk.documents.beyond_text import Beyond, Comment
from comms_desk.documents.package import FILE_LIMIT_BYTES
from comms_desk.documents.reading import WordText, open_word
from comms_desk.documents.tracked_changes import ChangesOf, Settled
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.drafting import dateline
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.frame import Framed, margins_of_others, without_frame
from comms_desk.media.drafting.importing import TextFile, bytes_of, read_file
from comms_desk.media.drafting.mark import read_mark
from comms_desk.media.drafting.model import (
    TITLE_LENGTH,
    Draft,
    NewDraft,
    NotText,
    Origin,
    Revision,
)
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.text.markdown import BlockKind, Document, read_markdown, write_markdown
from comms_desk.text.markdown.model import BREAK
from comms_desk.text.moments import MomentNotRead, read_moment

WORD = ".docx"
LINES_LOOKED_AT = 12
"""An embargo is said at the top of a text, or on each page."""
LONGEST_LINE = 160

_HELD = re.compile(
    r"\b(?:sous\s+embargo|under\s+embargo|embargoed)\b"
    r"|^\W*embargo(?=\s*[:–—-]|\s+(?:until|jusqu|au\b)|\s+(?:[^\W\d]+\.?,?\s+)?\d)"
    r"|\b(?:ne\s+pas\s+(?:diffuser|publier)|pas\s+pour\s+(?:diffusion|publication)"
    r"|(?:diffusion|publication)\s+interdite)\s+(?=avant\b)"
    r"|\b(?:not|hold|held)\s+(?:to\s+be\s+)?(?:for\s+)?(?:releas|publi|broadcast)\w*\s+"
    r"(?=(?:before|until|till)\b)"
    r"|\bhold\s+for\s+release\b|^\W*hold\s+(?=until\b)",
    re.IGNORECASE,
)
_BEFORE_MOMENT = re.compile(
    r"^[\s:,–—-]*(?:until|before|avant(?:\s+le)?|jusqu['’](?:au|à)|jusqu['’]|till|le|au)?\s*",
    re.IGNORECASE,
)
_AFTER_MOMENT = re.compile(
    r"[(;]|\.(?=\s|$)|\b(?:HE|HNE|HAE|ET|EST|EDT)\b|\bheure de l\b|\b(?:Eastern|eastern)\b"
)


@dataclass(frozen=True, slots=True)
class EmbargoSaid:
    """What a file says of an embargo; *until* is None where that cannot be read."""

    words: str
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A file that was read; nothing is begun of it.

    Attributes:
        name: What the file is called.
        read: What it says, its changes accepted.
        content: The Word file itself, b"" for one of text.
        origin: The draft that it was made of, by a mark that this desk signed.
        is_foreign: It bears a mark of ours that this desk did not sign, or whose draft is gone.
        until: The end of the embargo that a new text of it has, None where none is known.
        ends_when: What ends that, in a sentence.
        said: The embargo that it says itself, where that is what counts.
    """

    name: str
    read: TextFile
    content: bytes = b""
    origin: Origin | None = None
    is_foreign: bool = False
    until: datetime | None = None
    ends_when: str = ""
    said: EmbargoSaid | None = None
    changes: tuple[ChangesOf, ...] = ()
    comments: tuple[Comment, ...] = ()
    beyond: Mapping[Beyond, int] | None = None

    @property
    def needs_moment(self) -> bool:
        """Whether it says that it is under embargo, and not in a way that can be read."""
        return self.until is None and self.said is not None and self.said.until is None

    @property
    def knows_kind(self) -> bool:
        """Whether the file, or the draft that it was made of, says of what kind it is."""
        is_markdown = Path(self.name).suffix == ".md"
        return is_markdown or self.origin is not None or "kind" in self.read.fields

    @property
    def asks(self) -> bool:
        """Whether there is something to tell, or to choose, before a text is begun of it."""
        asked = self.origin, self.is_foreign, self.until, self.needs_moment, self.changes
        return any((*asked, self.comments, self.beyond))


def arrive(desk: DraftDesk, file: Path, *, now: datetime) -> Arrival:
    """Read a file of Word, of Markdown or of plain text, whichever it is by its name.

    Raises:
        FileTooLong: No draft is so long; the file was not read.
        NotText: It cannot be read, or holds something else than text.
        BrokenTemplate: It should be of Word and is not.
        TemplateTooLarge: It would not fit, or unfolds to far more than it says.
        StrictWord: It is of Word, in a form that hardly any program reads.
        UnknownField, FieldTwice, WrongField, UnknownPlace: Its head is not understood.
    """
    try:
        if file.suffix.lower() != WORD:
            return Arrival(name=file.name, read=read_file(bytes_of(file), name=file.name))
        with file.open("rb") as opened:
            content = opened.read(FILE_LIMIT_BYTES + 1)
    except OSError as error:
        raise NotText(file.name) from error
    word = open_word(content, name=file.name)
    taken = word.taken
    origin = desk.origin(taken.identifiers)
    framed = _framed(word, desk.templates, origin)
    said = _embargo_said(word, now)
    until, ends_when = _lock(origin, said, now)
    titles = [framed.fields.get("title", ""), "" if origin is None else origin.draft.title]
    margins = margins_of_others(taken.margins, framed, templates=desk.templates, titles=titles)
    beyond = {**taken.beyond, Beyond.HEADER: margins, Beyond.COMMENT: len(taken.comments)}
    return Arrival(
        name=file.name,
        read=_text_file(framed, file.stem),
        content=content,
        origin=origin,
        is_foreign=origin is None and any(map(read_mark, taken.identifiers)),
        until=until,
        ends_when=ends_when,
        said=said if until is None or until == (said and said.until) else None,
        changes=taken.changes,
        comments=taken.comments,
        beyond={kind: count for kind, count in beyond.items() if count},
    )


def begin(
    desk: DraftDesk,
    arrival: Arrival,
    *,
    how: Settled = Settled.ACCEPTED,
    until: datetime | None = None,
    dossier: DossierId | None = None,
    **over: Any,
) -> Draft:
    """Begin a text of *arrival*, its changes settled as *how* says, its embargo on it.

    Args:
        desk: Where.
        arrival: The file, as it was read.
        how: What was chosen for its tracked changes.
        until: The end of its embargo, where the file says that in no way that can be read.
        dossier: Its dossier; that of the draft that it was made of, where none is said.
        over: Fields that are known better than the file says.

    Raises:
        DraftTooLong: Its text has more than two million characters.
        NotFound: There is no such dossier.
    """
    read, origin = settled(desk, arrival, how), arrival.origin
    given: dict[str, Any] = {}
    if origin is not None:
        of = origin.draft
        given = {"dossier": of.dossier, "scope": of.scope, "kind": of.kind, "language": of.language}
    given |= {"dossier": dossier} if dossier is not None else {}
    new: NewDraft = read.draft(**{**given, **over})
    return desk.add(new, until=arrival.until or until, ends_when=arrival.ends_when)


def bring_back(
    desk: DraftDesk, arrival: Arrival, *, how: Settled = Settled.ACCEPTED
) -> Revision | None:
    """Set what *arrival* says beside the text that it was made of; None: it says nothing new.

    Raises:
        NotFound: Its draft is in the bin, or it has none.
        IsArchived: Its draft was archived.
        DraftTooLong: It has more than two million characters.
    """
    if arrival.origin is None:
        raise ValueError("a file of no draft")
    return desk.come_back(arrival.origin, settled(desk, arrival, how).text)


def settled(desk: DraftDesk, arrival: Arrival, how: Settled) -> TextFile:
    """Return what *arrival* says once its changes are settled so."""
    if how is Settled.ACCEPTED or not arrival.changes:
        return arrival.read
    word = open_word(arrival.content, name=arrival.name, how=how)
    return _text_file(_framed(word, desk.templates, arrival.origin), Path(arrival.name).stem)


def _framed(word: WordText, templates: Path | None, origin: Origin | None) -> Framed:
    made_of = None if origin is None else origin.made_of
    keeps = made_of is not None and dateline.opens(read_markdown(made_of.text))
    return without_frame(word.paragraphs, templates=templates, keeps_dateline=keeps)


def _text_file(framed: Framed, stem: str) -> TextFile:
    """Return what a document says; its first heading, or else its name, is its title."""
    fields: dict[str, object] = dict(framed.fields)
    fields |= {"kind": framed.kind, "language": framed.language} if framed.kind else {}
    text = framed.text
    if not fields.get("title"):
        first = text.blocks[0] if text.blocks else None
        is_title = first is not None and first.kind is BlockKind.HEADING
        fields["title"] = first.text if first is not None and is_title else stem
        text = Document(text.blocks[1:]) if is_title else text
    for name in {"title", "subtitle"} & fields.keys():
        fields[name] = " ".join(str(fields[name]).split())[:TITLE_LENGTH]
    return TextFile(write_markdown(text), fields=fields)


def _lock(
    origin: Origin | None, said: EmbargoSaid | None, now: datetime
) -> tuple[datetime | None, str]:
    """Return until when a new text of the file is held, and what ends that.

    The desk knows better than a file whether an embargo was lifted; of two that hold, the later.
    """
    lock = None if origin is None else origin.draft.embargo
    until = None if said is None else said.until
    if until is not None and (until <= now or (lock is not None and lock.until == until)):
        until = None
    if lock is None or not lock.holds(now):
        return until, ""
    return max(lock.until, until or lock.until), lock.ends_when


def _embargo_said(word: WordText, now: datetime) -> EmbargoSaid | None:
    """Return what a document says of an embargo, on each page or at its top."""
    found: EmbargoSaid | None = None
    for line in _looked_at(word):
        match = _HELD.search(line)
        if match is None:
            continue
        rest = _BEFORE_MOMENT.sub("", line[match.end() :], count=1)
        end = _AFTER_MOMENT.search(rest)
        moment = (rest if end is None else rest[: end.start()]).strip(" ,")
        try:
            return EmbargoSaid(line, read_moment(moment, now=now, zone=CITY_ZONE))
        except MomentNotRead:
            found = found or EmbargoSaid(line, None)
    return found


def _looked_at(word: WordText) -> Iterator[str]:
    """Yield the lines of the pages' margins, then the short ones at the top of the text."""
    yield from word.taken.margins
    for paragraph in word.paragraphs[:LINES_LOOKED_AT]:
        for line in paragraph.block.text.split(BREAK):
            if len(line) <= LONGEST_LINE:
                yield " ".join(line.split())
