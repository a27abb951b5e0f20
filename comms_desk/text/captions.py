"""Captions of a recording, WebVTT (W3C, *The Web Video Text Tracks Format*), read for their words.

Strict where a file would be something else, and lenient to what programs of meetings write: a cue
has its times, perhaps a name before it, and words with marks, of which ``<v Name>`` says who
speaks.  Times, places on the screen, styles and notes are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final

from comms_desk.errors import CommsDeskError

SIGNATURE: Final = "WEBVTT"
_ARROW = "-->"
_TIME = r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
_TIMES = re.compile(rf"{_TIME}[ \t]+{_ARROW}[ \t]+{_TIME}(?:[ \t].*)?")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]([^<>]*)>")
_MARK = re.compile(r"</?[a-z0-9:.][^<>]*>", re.IGNORECASE)
_LEFT_OUT = ("NOTE", "STYLE", "REGION")


class NotCaptions(CommsDeskError):
    """A text is not of captions: *line* is the first that is not understood."""

    line: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody said without stopping; *speaker* is "" where nobody is named."""

    speaker: str
    words: str


def read_captions(text: str) -> tuple[Spoken, ...]:
    """Return what was said, in order, what one said in several cues as one.

    Raises:
        NotCaptions: It does not begin as captions do, or a block has no times.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0] != SIGNATURE and not lines[0].startswith((f"{SIGNATURE} ", f"{SIGNATURE}\t")):
        raise NotCaptions(1)
    found: list[Spoken] = []
    for number, block in _blocks(lines):
        for each in _cue(number, block):
            if found and found[-1].speaker == each.speaker:
                found[-1] = Spoken(each.speaker, f"{found[-1].words} {each.words}")
            else:
                found.append(each)
    return tuple(found)


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield each block after the head, and the number of its first line."""
    block: list[str] = []
    is_head = True
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append(line)
            continue
        if block and not is_head:
            yield number - len(block), block
        block, is_head = [], False


def _cue(number: int, block: list[str]) -> Iterator[Spoken]:
    if block[0].startswith(_LEFT_OUT) and _ARROW not in block[0]:
        return
    at = next((place for place, line in enumerate(block[:2]) if _ARROW in line), None)
    if at is None or not _TIMES.fullmatch(block[at].strip()):
        raise NotCaptions(number + (at or 0))
    speaker = ""
    # What stands before the first voice is nobody's; then a name and its words in turn.
    before, *voiced = _VOICE.split(" ".join(block[at + 1 :]))
    for name, words in (("", before), *zip(voiced[::2], voiced[1::2], strict=True)):
        speaker = " ".join(unescape(name).split()) or speaker
        said = " ".join(unescape(_MARK.sub("", words)).split())
        if said:
            yield Spoken(speaker, said)
