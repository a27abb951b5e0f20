"""A file that somebody brings in to be a text: read, looked at, and only then begun.

A Word file may be one of ours brought back, be under embargo by its own words, hold changes that
nobody accepted, and things that no text holds.  All is told before anything is begun of it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from comms_desk.documents.beyond_text import BeyondText, Comment
from comms_desk.documents.package import FILE_LIMIT_BYTES
from comms_desk.documents.reading import WordText, open_word
from comms_desk.documents.tracked_changes import ChangesOf, Settled
from comms_desk.embargo.model import Embargo
from comms_desk.media.drafting import dateline
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.embargo_notice import (
    EmbargoNotice,
    EmbargoSaid,
    embargo_said,
    is_notice,
    lines_looked_at,
    without_notices,
)
from comms_desk.media.drafting.frame import (
    Framed,
    margins_of_others,
    without_frame,
    writes_notice,
)
from comms_desk.media.drafting.importing import TextFile, bytes_of, read_file
from comms_desk.media.drafting.mark import read_mark
from comms_desk.media.drafting.model import (
    TITLE_LENGTH,
    DocumentOrigin,
    Draft,
    NewDraft,
    Revision,
    TextFileEmpty,
    TextFileUnreadable,
)
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.reasons import reason_of
from comms_desk.text.markdown import BlockKind, Document, paragraph, read_markdown, write_markdown

WORD = ".docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A file that was read; nothing is begun of it.

    Attributes:
        name: What the file is called.
        read: What it says, its changes accepted.
        content: The Word file itself, b"" for one of text.
        origin: The draft that it was made of, by a mark that this desk signed.
        is_foreign: It bears a mark of ours that this desk did not sign, or whose draft is gone.
        until: The end of the embargo that a text of it has, None where none is known.
        ends_when: What ends that, in a sentence.
        said: The embargo that it says itself, which the desk does not know better.
        is_locked: The draft that it was made of is under embargo: no file says the contrary.
        goes: The words of its title and text that say that embargo, and go once a lock has it.
    """

    name: str
    read: TextFile
    content: bytes = b""
    origin: DocumentOrigin | None = None
    is_foreign: bool = False
    until: datetime | None = None
    ends_when: str = ""
    said: EmbargoSaid | None = None
    is_locked: bool = False
    goes: tuple[str, ...] = ()
    changes: tuple[ChangesOf, ...] = ()
    comments: tuple[Comment, ...] = ()
    beyond: Mapping[BeyondText, int] | None = None

    @property
    def needs_moment(self) -> bool:
        """Whether it says an embargo that a person has to judge: it is asked.

        It cannot be read, or has passed, or the text that it was made of is under none any more.
        """
        was_lifted = self.origin is not None and self.origin.draft.embargo is not None
        return self.may_be_free and (self.until is None or was_lifted)

    @property
    def may_be_free(self) -> bool:
        """Whether its words alone say an embargo: a person may say that there is none."""
        return self.said is not None and not self.is_locked

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
        TextFileUnreadable: The system does not let it be read.
        TextFileEmpty: It has no words, and nothing is to be asked of it.
        FileTooLong: No draft is so long; the file was not read.
        NotText: It holds something else than text.
        BrokenTemplate: It should be of Word and is not.
        TemplateTooLarge: It would not fit, or unfolds to far more than it says.
        StrictWord: It is of Word, in a form that hardly any program reads.
        UnknownField, FieldTwice, WrongField, UnknownPlace: Its head is not understood.
    """
    arrival = _arrived(desk, file, now=now)
    if arrival.read.is_empty and not arrival.asks:
        raise TextFileEmpty(file.name)
    return arrival


def _arrived(desk: DraftDesk, file: Path, *, now: datetime) -> Arrival:
    try:
        if file.suffix.lower() != WORD:
            read = read_file(bytes_of(file), name=file.name)
            said = embargo_said(_lines_of_text(read, file), now=now)
            return Arrival(
                name=file.name, read=read, until=_latest(now, said), said=said, goes=_goes(read)
            )
        with file.open("rb") as opened:
            content = opened.read(FILE_LIMIT_BYTES + 1)
    except OSError as error:
        raise TextFileUnreadable(file.name, reason_of(error)) from error
    word = open_word(content, name=file.name)
    taken = word.taken
    origin = desk.origin(taken.identifiers)
    framed = _framed(word, desk.templates, origin)
    lock = None if origin is None else origin.draft.embargo
    known = None if lock is None else lock.until  # the desk knows whether that was lifted
    locks = [lock, *(each.embargo for each in ((origin and origin.beside) or ()))]
    said = embargo_said(_lines_of_word(word, content, file), now=now, known=known)
    holding = [each for each in locks if each is not None and each.holds(now)]
    held = max(holding, key=lambda each: each.until, default=None)
    titles = [framed.fields.get("title", ""), "" if origin is None else origin.draft.title]
    margins = margins_of_others(taken.margins, framed, templates=desk.templates, titles=titles)
    beyond = {**taken.beyond, BeyondText.HEADER: margins, BeyondText.COMMENT: len(taken.comments)}
    read = _text_file(framed, file.stem)
    return Arrival(
        name=file.name,
        read=read,
        content=content,
        origin=origin,
        is_foreign=origin is None and any(map(read_mark, taken.identifiers)),
        until=_latest(now, said, held),
        ends_when="" if held is None else held.ends_when,
        said=said,
        is_locked=held is not None,
        goes=_goes(read),
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
    is_free: bool = False,
    dossier: DossierId | None = None,
    **over: Any,
) -> Draft:
    """Begin a text of *arrival*, its changes settled as *how* says, its embargo on it.

    What says that embargo goes from its words then; so does what its template writes by itself.

    Args:
        desk: Where.
        arrival: The file, as it was read.
        how: What was chosen for its tracked changes.
        until: The end of its embargo, where a person said another than the file.
        is_free: A person said that the words of the file are no embargo.
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
    ends = _chosen(arrival, until, is_free=is_free)
    if ends is not None:
        title = _called(new.title) or _called(new.title and Path(arrival.name).stem)
        new = replace(new, title=title, text=_without(new.text))
    elif writes_notice(new.kind, new.language, templates=desk.templates):
        new = replace(new, text=_without(new.text, _is_immediate))
    return desk.add(new, until=ends, ends_when=arrival.ends_when)


def bring_back(
    desk: DraftDesk,
    arrival: Arrival,
    *,
    how: Settled = Settled.ACCEPTED,
    until: datetime | None = None,
    is_free: bool = False,
) -> Revision | None:
    """Set what *arrival* says beside the text that it was made of; None: it says nothing new.

    An embargo that somebody wrote in the file is placed on that text, and goes from its words.

    Raises:
        NotFound: Its draft is in the bin, or it has none.
        IsArchived: Its draft was archived.
        DraftTooLong: It has more than two million characters.
    """
    if arrival.origin is None:
        raise ValueError("a file of no draft")
    text, made_of = settled(desk, arrival, how).text, arrival.origin.made_of
    ends = _chosen(arrival, until, is_free=is_free)
    if arrival.is_locked and not _is_beyond(ends, arrival.origin):
        ends = None  # its own lock has it
    if ends is not None or arrival.is_locked:
        was_said = made_of is not None and made_of.text != _without(made_of.text)
        text = text if was_said else _without(text)
    return desk.come_back(arrival.origin, text, until=ends)


def _is_beyond(ends: datetime | None, origin: DocumentOrigin) -> bool:
    """Whether the draft of another mark is locked for longer than that of the first."""
    own = origin.draft.embargo
    if ends is None or not origin.beside:
        return False
    return own is None or own.lifted_at is not None or ends > own.until


def _goes(read: TextFile) -> tuple[str, ...]:
    title, text = _line(str(read.fields.get("title", ""))), read_markdown(read.text)
    return (*without_notices(title)[1], *without_notices(text)[1])


def _without(text: str, goes: Callable[[EmbargoNotice], bool] = lambda _notice: True) -> str:
    """Return *text* without the notices that *goes* tells of."""
    return write_markdown(without_notices(read_markdown(text), goes=goes)[0])


def _is_immediate(notice: EmbargoNotice) -> bool:
    return notice.is_immediate


def _called(title: str) -> str:
    return without_notices(_line(title))[0].text.strip()


def _line(words: str) -> Document:
    return Document((paragraph(words),))


def _chosen(arrival: Arrival, until: datetime | None, *, is_free: bool) -> datetime | None:
    """Return the end of the embargo; that of the draft of a file is lifted by no file."""
    if arrival.is_locked:
        return max(filter(None, (arrival.until, until)), default=None)
    return None if is_free else until or arrival.until


def settled(desk: DraftDesk, arrival: Arrival, how: Settled) -> TextFile:
    """Return what *arrival* says once its changes are settled so."""
    if how is Settled.ACCEPTED or not arrival.changes:
        return arrival.read
    word = open_word(arrival.content, name=arrival.name, how=how)
    return _text_file(_framed(word, desk.templates, arrival.origin), Path(arrival.name).stem)


def _framed(word: WordText, templates: Path | None, origin: DocumentOrigin | None) -> Framed:
    made_of = None if origin is None else origin.made_of
    keeps = made_of is not None and dateline.opens(read_markdown(made_of.text))
    return without_frame(word.paragraphs, templates=templates, keeps_dateline=keeps)


def _text_file(framed: Framed, stem: str) -> TextFile:
    """Return what a document says; its first heading, or else its name, is its title."""
    fields: dict[str, object] = dict(framed.fields)
    fields |= {"kind": framed.kind, "language": framed.language} if framed.kind else {}
    text, is_named = framed.text, not fields.get("title")
    if is_named:
        at = next((at for at, each in enumerate(text.blocks) if not is_notice(each.text)), None)
        first = None if at is None else text.blocks[at]
        is_title = first is not None and first.kind is BlockKind.HEADING
        is_named = not is_title
        fields["title"] = first.text if first is not None and is_title else stem
        text = Document(tuple(each for each in text.blocks if not is_title or each is not first))
    for name in {"title", "subtitle"} & fields.keys():
        fields[name] = " ".join(str(fields[name]).split())[:TITLE_LENGTH]
    return TextFile(write_markdown(text), fields=fields, is_named_by_file=is_named)


def _latest(now: datetime, *said: EmbargoSaid | Embargo | None) -> datetime | None:
    """Return the last moment that is yet to come; None: there is none."""
    ends = (each.until for each in said if each is not None)
    return max((until for until in ends if until is not None and until > now), default=None)


def _lines_of_word(word: WordText, content: bytes, file: Path) -> Iterator[str]:
    """Yield what may say an embargo, whatever becomes of the tracked changes."""
    yield from word.taken.margins
    yield from lines_looked_at(each.block for each in word.paragraphs)
    if word.taken.changes:
        other = open_word(content, name=file.name, how=Settled.REFUSED)
        yield from lines_looked_at(each.block for each in other.paragraphs)
    yield file.stem


def _lines_of_text(read: TextFile, file: Path) -> Iterator[str]:
    """Yield what may say an embargo in a file of text."""
    if read.embargo:
        yield f"Embargo : {read.embargo}"
    yield str(read.fields.get("title", ""))
    yield from lines_looked_at(read_markdown(read.text).blocks)
    yield file.stem
