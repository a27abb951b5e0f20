"""What a template wrote around a text, told apart from the text: « COMMUNIQUÉ », « – 30 – ».

A document is read beside the templates of the office and ours: a line of theirs is known by its
words, or by the name of its style.  Where no words are a template's, the whole is the text.
What somebody typed outside the frame is of the text: it hides no frame, and does not go with it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product
from pathlib import Path

from comms_desk.documents.reading import Paragraph, open_word
from comms_desk.documents.tags import BODY, TAG
from comms_desk.documents.template import template_path
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language
from comms_desk.media.drafting.boilerplate import DATELINES
from comms_desk.media.drafting.embargo_notice import is_notice
from comms_desk.media.drafting.model import DraftKind
from comms_desk.text.markdown import BlockKind, Document

KEPT = frozenset(("title", "subtitle", "source", "contact", "speaker", "occasion"))
"""The tags of a template whose value is a field of a draft, and is taken from the document."""

LONGEST_LINE = 2_000
"""Letters: no line around a text is longer, and a pattern of several tags asks for a bound."""

MOST_TYPED_OUTSIDE = 3
"""Lines that somebody typed above « COMMUNIQUÉ », or below the foot."""

_DASHES = re.compile("[-‐‒–—―−]")
_SPACES = re.compile(r"[^\S\n]")
_DATE = r"[^.-]{4,40}?"
_NO_STYLES = frozenset(("", "Normal", "Body Text", "Default Paragraph Font"))


@dataclass(frozen=True, slots=True)
class Framed:
    """A document without its frame; *kind* is None where it has none of ours."""

    text: Document
    fields: dict[str, str] = field(default_factory=dict)
    kind: DraftKind | None = None
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a template; *has_words* tells that a document with its words is of it."""

    words: re.Pattern[str] | None
    tags: tuple[str, ...]
    style: str

    @property
    def is_notice(self) -> bool:
        return self.words is None and self.tags == ("notice",)

    @property
    def is_proof(self) -> bool:
        return not self.tags or self.tags == ("notice",)

    def says(self, paragraph: Paragraph) -> dict[str, str] | None:
        """Return what *paragraph* says in the place of the tags, None where it is another line."""
        text = paragraph.block.text
        if len(text) > LONGEST_LINE:
            return None
        if self.is_notice:
            return {} if is_notice(text) else None
        found = None if self.words is None else self.words.fullmatch(_alike(text))
        if found is not None:
            return {tag: text[slice(*found.span(tag))].strip() for tag in found.groupdict()}
        if self.words is not None and self.tags:
            return None
        if self.style in _NO_STYLES or paragraph.style != self.style:
            return None
        return {self.tags[0]: text.strip()} if self.tags else {}


@dataclass(frozen=True, slots=True)
class _Frame:
    before: tuple[_Line, ...]
    after: tuple[_Line, ...]
    margins: frozenset[str]


def without_frame(
    paragraphs: Sequence[Paragraph], *, templates: Path | None, keeps_dateline: bool = False
) -> Framed:
    """Return the text of a document, and what its template said of it around.

    Args:
        paragraphs: The document.
        templates: Where the office has templates of its own, if it does.
        keeps_dateline: Its text began with a place and date before it was a document.
    """
    best, most = None, (0, 0)
    for kind, language in product(DraftKind, Language):
        name = f"{kind.value}.{language.value}"
        for path in dict.fromkeys((template_path(name, templates), template_path(name, None))):
            frame = _frame_at(path)
            if frame is None:
                continue
            proofs, count, framed = _cut(paragraphs, frame, None if keeps_dateline else language)
            if proofs and (proofs, count) > most:
                best, most = replace(framed, kind=kind, language=language), (proofs, count)
    return best or Framed(Document(tuple(each.block for each in paragraphs)))


def margins_of_others(
    margins: Iterable[str], framed: Framed, *, templates: Path | None, titles: Iterable[str]
) -> int:
    """Count the lines of headers and footers that neither a template nor an embargo put there.

    Args:
        margins: Those lines.
        framed: The document without its frame.
        templates: Where the office has templates of its own, if it does.
        titles: What the text is or was called: our headers repeat it.
    """
    others = [line for line in margins if not is_notice(line)]
    if framed.kind is None or framed.language is None:
        return len(others)
    name = f"{framed.kind.value}.{framed.language.value}"
    found = (_frame_at(template_path(name, each)) for each in (templates, None))
    ours = {line for frame in found if frame is not None for line in frame.margins}
    known = ours | {_without_figures(" ".join(title.split())) for title in titles}
    return sum(_without_figures(line) not in known for line in others)


def writes_notice(kind: DraftKind, language: Language, *, templates: Path | None) -> bool:
    """Whether the template of such a text says « Pour diffusion immédiate » by itself."""
    frame = _frame_at(template_path(f"{kind.value}.{language.value}", templates))
    return frame is not None and any("notice" in line.tags for line in frame.before)


def _without_figures(line: str) -> str:
    """Return a line as it is on every page: only their numbers differ."""
    return re.sub(r"\d+", "0", _alike(line))


def _frame_at(path: Path) -> _Frame | None:
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, CommsDeskError):
        return None  # it is refused, with its reason, where a document is made of it


@lru_cache(maxsize=16)
def _read(path: Path, _modified: int) -> _Frame:
    before: list[_Line] = []
    after: list[_Line] = []
    lines = before
    word = open_word(path.read_bytes(), name=path.name)
    for paragraph in word.paragraphs:
        text = paragraph.block.text
        if BODY in {match[1].lower() for match in TAG.finditer(text)}:
            lines = after
        elif text.strip():
            lines.append(_line(text.strip(), paragraph.style))
    margins = frozenset(map(_without_figures, word.taken.margins))
    return _Frame(tuple(before), tuple(after), margins)


def _line(text: str, style: str) -> _Line:
    """Return the line of a template that says *text*."""
    parts, end, seen, has_words = [""], 0, list[str](), False
    for match in TAG.finditer(text):
        between, tag = text[end : match.start()], match[1].lower()
        has_words = has_words or bool(between.strip())
        parts[-1] += _escaped(between)
        parts.append(f"(?P<{tag}>.*)" if tag not in seen else ".*")
        seen.append(tag)
        end = match.end()
    has_words = has_words or bool(text[end:].strip())
    parts[-1] += _escaped(text[end:])
    # Between the first tag and the last, each takes up to what comes next, for good: to try every
    # share of three tags among each other takes a line's length, as often as it has tags.
    first, last = parts[:2], parts[2:][-1:]
    middle = (f"(?>{each.replace('.*', '.*?', 1)})" for each in parts[2:-1])
    written = "".join((*first, *middle, *last))
    words = None
    if has_words:
        words = re.compile(rf"\s*{written}\s*", re.IGNORECASE | re.DOTALL)
    return _Line(words, tuple(seen), style)


def _escaped(words: str) -> str:
    """Return a pattern of *words*, whatever spaces stand between them: all of a run of spaces."""
    return re.sub(r"(?:\\ )*:(?:\\ )*|(?:\\ )+", _spaced, re.escape(_alike(words)))


def _spaced(found: re.Match[str]) -> str:
    return r"(?<!\s)\s*:\s*" if ":" in found[0] else r"(?<!\s)\s+"


def _alike(text: str) -> str:
    """Return *text* with its dashes, apostrophes and spaces alike, letter for letter."""
    plain = _DASHES.sub("-", text.replace("’", "'"))
    return _SPACES.sub(" ", plain)


def _cut(
    paragraphs: Sequence[Paragraph], frame: _Frame, dateline: Language | None
) -> tuple[int, int, Framed]:
    """Return how many lines prove that it is of that frame, how many are, and what is left.

    A dateline is taken off in the language of *dateline*; None: it is left.
    """
    above = _side(paragraphs, frame.before)
    rest = paragraphs[above.end :]
    below = _side(rest[::-1], frame.after[::-1])
    said = dict((*above.says, *below.says))
    body = Document(tuple(each.block for each in rest[: len(rest) - below.end]))
    body = body if dateline is None else _without_dateline(body, dateline)
    first, last = ([each.block for each in side.typed] for side in (above, below))
    framed = Framed(Document((*first, *body.blocks, *reversed(last))), said)
    return above.proofs + below.proofs, above.count + below.count, framed


@dataclass(slots=True)
class _Side:
    """What of a document is above its text, or below it: up to which paragraph, counted inwards.

    *typed* are those in between that no template wrote.
    """

    end: int = 0
    proofs: int = 0
    count: int = 0
    typed: tuple[Paragraph, ...] = ()
    says: tuple[tuple[str, str], ...] = ()


def _side(paragraphs: Sequence[Paragraph], lines: Sequence[_Line]) -> _Side:
    """Return how far the *lines* of a template go, those nearest to the edge first.

    What was typed outside them is passed over where a line proves that more of the frame follows.
    """
    rest, sure, maybe = list(lines), _Side(), _Side()
    for at, paragraph in enumerate(paragraphs, 1):
        if paragraph.block.is_blank:
            continue
        found = next(_matching(paragraph, rest), None)
        if found is None:
            maybe.typed += (paragraph,)
            if len(maybe.typed) > MOST_TYPED_OUTSIDE:
                break
            continue
        line, values = found
        # Somebody may have typed a notice of their own above that of the template.
        del rest[: rest.index(line) + (not line.is_notice)]
        maybe.end, maybe.count = at, maybe.count + 1
        maybe.proofs += line.is_proof
        maybe.says += tuple((tag, values[tag]) for tag in KEPT & values.keys())
        if line.is_proof or maybe.typed == sure.typed:
            sure = replace(maybe)
    return sure


def _matching(paragraph: Paragraph, lines: list[_Line]) -> Iterator[tuple[_Line, dict[str, str]]]:
    """Yield the line that *paragraph* is: by its words before any is by its style."""
    said = [(line, line.says(paragraph)) for line in lines]
    known = [(line, values) for line, values in said if values is not None]
    yield from ((line, values) for line, values in known if line.words is not None)
    yield from known


def _without_dateline(text: Document, language: Language) -> Document:
    """Return *text* without the place and date that a template puts before its first words."""
    if not text.blocks or text.blocks[0].kind is not BlockKind.PARAGRAPH:
        return text
    first = text.blocks[0]
    place, end = (_escaped(each) for each in DATELINES[language].split("{date}"))
    found = re.match(rf"{place}{_DATE}{end}", _alike(first.text))
    if found is None:
        return text
    return Document((first.without(((0, found.end()),)), *text.blocks[1:]))
