"""A release, sentence by sentence: what is news, who is quoted, what is boilerplate or contact.

The place and date before the first sentence and the dash of a list stand outside of them.  From
« À propos de… » on all is boilerplate; « Source », « Renseignements » and the lines below them that
no mark ends are contact, and so is all after « – 30 – » but a boilerplate.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from comms_desk.media.coverage.forms import Forms
from comms_desk.media.coverage.model import Place, Quote, ReleasePart, ReleaseSentence
from comms_desk.media.coverage.speakers import ROLES
from comms_desk.media.coverage.worded import Worded, worded
from comms_desk.media.drafting.dateline import opens
from comms_desk.text.markdown import BlockKind, Document, paragraph, read_markdown
from comms_desk.text.sentences import sentence_places

MOST_CHARACTERS: Final = 100_000
"""What stands further in a release is not read."""
LEAST_SAID: Final = 8
"""Words between marks that are a quote wherever they stand; fewer are one at the beginning."""
LEAST_ATTRIBUTED: Final = 4
"""The same, where it is told who says them."""

_BLANK = r"[ \u00a0\u202f]"
_DATELINE = re.compile(
    rf"[^\n–—]{{0,120}}?\b\d{{4}}(?: ?/[^/\n]{{1,30}}/)?\)?{_BLANK}?[.:]?{_BLANK}?[–—-]+{_BLANK}*"
)
_ITEM = re.compile(rf"(?:[–—•◦*·▪-]|\d{{1,2}}[.)]){_BLANK}+")
_HEADING = re.compile(r"(?:à propos d|about )[^\n]{0,120}(?<![.!?…:;])(?=\n|\Z)", re.IGNORECASE)
_TITLE = re.compile(r"[^\n]{1,300}(?<![.!?…:;»”\"\s])\s*")
_ENDS: Final = (".", "!", "?", "…", "»", "”", '"', ";")
_OVER = re.compile(rf"[–—-]+{_BLANK}*30{_BLANK}*[–—-]+")
_LABEL = re.compile(
    r"(?:sources?|renseignements?|informations?|contacts?|relations (?:avec les )?médias"
    r"|media (?:contact|relations|inquiries)|demandes? (?:des |de )?(?:médias?|renseignements)"
    r"|pour (?:plus d.)?informations?|for (?:more |further )?information)"
    r"(?: (?:aux|des|pour les|for|for the) (?:médias|journalistes|media|reporters))?"
    rf"{_BLANK}?:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release as it is compared: its sentences, their words, and who says what.

    Attributes:
        forms: Those of its words.
        known: All of those.
    """

    text: str
    sentences: tuple[ReleaseSentence, ...]
    quotes: tuple[Quote, ...]
    worded: tuple[Worded, ...]
    forms: Forms
    known: frozenset[str]


def read_release(text: str) -> Release:
    """Read the *text* of a release, without its title."""
    text = text[:MOST_CHARACTERS]
    places, parts = zip(*_parts(text), strict=True) if text.strip() else ((), ())
    words = worded(text, places)
    sentences = tuple(
        ReleaseSentence(
            text=text[start:end],
            start=start,
            end=end,
            part=ReleasePart.QUOTE if part is ReleasePart.BODY and _is_quote(read) else part,
        )
        for (start, end), part, read in zip(places, parts, words, strict=True)
    )
    forms = Forms(word.folded for each in words for word in each.words)
    return Release(
        text=text,
        sentences=sentences,
        quotes=tuple(_quotes(text, sentences, words)),
        worded=words,
        forms=forms,
        known=frozenset(forms(word.folded) for each in words for word in each.words),
    )


def without_title(text: str) -> str:
    """Return *text* without a first line that no mark ends."""
    first, _end, rest = text.lstrip().partition("\n")
    return rest if rest.strip() and _TITLE.fullmatch(first) else text


def is_sought(sentence: ReleaseSentence) -> bool:
    """Whether an article may have taken it: nobody takes up a heading, nor whom to call."""
    return sentence.part is not ReleasePart.CONTACT and not _HEADING.match(sentence.text)


def as_read(markdown: str) -> str:
    """Return the words of a text in *markdown*, a paragraph each, without headings nor links.

    The heading of the boilerplate stays: it says where that begins.
    """
    paragraphs = []
    for block in read_markdown(markdown).blocks:
        words = block.text.strip()
        if block.kind is not BlockKind.HEADING or _HEADING.match(words):
            paragraphs.append(words)
    return "\n\n".join(filter(None, paragraphs))


def _parts(text: str) -> Iterator[tuple[Place, ReleasePart]]:
    """Yield where each sentence stands and its part, quotes with the body."""
    part = told = ReleasePart.BODY
    line_end = 0
    is_over = False
    dateline = _DATELINE.match(text, len(text) - len(text.lstrip()))
    is_one = dateline and opens(Document((paragraph(dateline.group()),)))
    after = dateline.end() if dateline and is_one else 0
    for start, end in sentence_places(text):
        if end <= after:
            continue
        if start >= line_end:
            line_end = text.find("\n", start)
            line_end = len(text) if line_end < 0 else line_end
            is_over = is_over or _OVER.match(text, start) is not None
            if _HEADING.match(text, start):
                part = told = ReleasePart.BOILERPLATE
            elif is_over or _LABEL.match(text, start):
                part = ReleasePart.CONTACT
            elif text[start:line_end].rstrip().endswith(_ENDS):
                part = told
            item = _ITEM.match(text, start, end)
            if item and item.end() < end and part is not ReleasePart.CONTACT:
                after = item.end()
        yield (max(start, after), end), part


def _is_quote(sentence: Worded) -> bool:
    said = len(sentence.said)
    least = LEAST_ATTRIBUTED if any(word.is_who for word in sentence.words) else LEAST_SAID
    return said > 0 and (sentence.words[0].is_said or said >= least)


def _quotes(
    text: str, sentences: Sequence[ReleaseSentence], words: Sequence[Worded]
) -> Iterator[Quote]:
    """Yield what each person says in each paragraph; "she added" is of who spoke before."""
    who, held = "", list[int]()
    named = ""
    for place, sentence in enumerate(sentences):
        parted = place > 0 and "\n" in text[sentences[place - 1].end : sentence.start]
        name = _speaker(text, words[place])
        if held and (parted or (named and name and name != named)):
            yield Quote(who=named or who, sentences=tuple(held))
            who, named, held = named or who, "", []
        if sentence.part is ReleasePart.QUOTE:
            held.append(place)
            named = named or name
    if held:
        yield Quote(who=named or who, sentences=tuple(held))


def _speaker(text: str, sentence: Worded) -> str:
    """Return the name of who says it, its longest; "" where none is there."""
    names: list[Place] = []
    for word in sentence.words:
        if not (word.is_who and word.is_named) or word.folded in ROLES:
            continue
        if names and text[names[-1][1] : word.start] in {" ", "\u00a0", "-", "’", "'"}:
            names[-1] = names[-1][0], word.end
        else:
            names.append((word.start, word.end))
    return max((text[start:end] for start, end in names), key=_words_of, default="")


def _words_of(name: str) -> int:
    return len(name.split())
