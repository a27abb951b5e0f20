"""A verbatim from a file: of Word, of captions (WebVTT), or of plain text; bounded before it is."""

from dataclasses import dataclass
from pathlib import Path

from comms_desk.documents.package import FILE_LIMIT_BYTES
from comms_desk.documents.reading import read_word
from comms_desk.media.verbatims.model import (
    NAME_LENGTH,
    TEXT_LENGTH,
    NotAVerbatim,
    NothingSaid,
    VerbatimTooLong,
)
from comms_desk.text.captions import NotCaptions, read_captions
from comms_desk.text.markdown import write_plain

TEXT_FILE_BYTES = 4 * TEXT_LENGTH
"""What the longest text takes in UTF-8; a longer file is refused unread."""
WORD, CAPTIONS = ".docx", ".vtt"


@dataclass(frozen=True, slots=True)
class ReadVerbatim:
    """What a file says, and who speaks first in it, where that is told."""

    name: str
    text: str
    speaker: str = ""


def read_verbatim(file: Path) -> ReadVerbatim:
    """Read a verbatim, by what its name ends in.

    Raises:
        VerbatimTooLong: Nobody ever spoke so long.
        NothingSaid: It has no words.
        NotAVerbatim: It cannot be read, or is neither text nor captions.
        BrokenTemplate, TemplateTooLarge, StrictWord: It should be of Word, and cannot be read.
        TrackedChange: It is of Word, and nobody said which words hold.
    """
    ending, name = file.suffix.lower(), file.stem.strip()[:NAME_LENGTH]
    content = _bytes_of(file, FILE_LIMIT_BYTES if ending == WORD else TEXT_FILE_BYTES)
    speaker = ""
    if ending == WORD:
        text = write_plain(read_word(content, name=file.name))
    else:
        text = _decoded(content, file.name)
        if ending == CAPTIONS:
            text, speaker = _captions(text, file.name)
    text = text.strip()
    if not text:
        raise NothingSaid(file.name)
    if len(text) > TEXT_LENGTH:
        raise VerbatimTooLong(file.name, TEXT_LENGTH)
    return ReadVerbatim(name, text, speaker)


def _bytes_of(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(most + 1)
    except OSError as error:
        raise NotAVerbatim(file.name, 0) from error
    if len(content) > most and file.suffix.lower() != WORD:
        raise VerbatimTooLong(file.name, TEXT_LENGTH)
    return content


def _decoded(content: bytes, name: str) -> str:
    for codec in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotAVerbatim(name, 0)


def _captions(text: str, name: str) -> tuple[str, str]:
    """Return what captions say, a line a time that somebody speaks, and who speaks first."""
    try:
        said = read_captions(text)
    except NotCaptions as error:
        raise NotAVerbatim(name, error.line) from error
    lines = [f"{each.speaker}\u00a0: {each.words}" if each.speaker else each.words for each in said]
    return "\n".join(lines), next((each.speaker for each in said if each.speaker), "")
