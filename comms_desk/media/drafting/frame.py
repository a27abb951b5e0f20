"""What a template wrote around a text, told apart from the text: « COMMUNIQUÉ », « – 30 – ».

A document is read beside the templates of the office and ours: a line of theirs is known by its
words, or by the name of its style.  Where no words are a template's, the whole is the text.
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
from comms_desk.media.drafting.boilerplate import DATELINES, IMMEDIATE, UNDER_EMBARGO
from comms_desk.media.drafting.model import DraftKind
from comms_desk.text.markdown import Block, BlockKind, Document, Run

KEPT = frozenset(("title", "subtitle", "source", "contact", "speaker", "occasion"))
"""The tags of a template whose value is a field of a draft, and is taken from the document."""

LONGEST_LINE = 2_000
"""Letters: no line around a text is longer, and a pattern of several tags asks for a bound."""

_NOTICES = "|".join(re.escape(each) for each in (*IMMEDIATE.values(), *UNDER_EMBARGO.values()))
_NOTICE = re.compile(rf"(?:{_NOTICES})\b.*", re.IGNORECASE | re.DOTALL)
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
    def is_proof(self) -> bool:
        return not self.tags or self.tags == ("notice",)

    def says(self, paragraph: Paragraph) -> dict[str, str] | None:
        """Return what *paragraph* says in the place of the tags, None where it is another line."""
        text = paragraph.block.text
        if len(text) > LONGEST_LINE:
            return None
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
            proofs, count, framed = _cut(paragraphs, frame)
            if proofs and (proofs, count) > most:
                best, most = replace(framed, kind=kind, language=language), (proofs, count)
    if best is None:
        return Framed(Document(tuple(each.block for each in paragraphs)))
    if keeps_dateline or best.language is None:
        return best
    return replace(best, text=_without_dateline(best.text, best.language))


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
    others = [line for line in margins if not _NOTICE.fullmatch(line)]
    if framed.kind is None or framed.language is None:
        return len(others)
    name = f"{framed.kind.value}.{framed.language.value}"
    found = (_frame_at(template_path(name, each)) for each in (templates, None))
    ours = {line for frame in found if frame is not None for line in frame.margins}
    known = ours | {_without_figures(" ".join(title.split())) for title in titles}
    return sum(_without_figures(line) not in known for line in others)


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
    if seen == ["notice"] and not has_words:
        return _Line(_NOTICE, ("notice",), style)
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


def _cut(paragraphs: Sequence[Paragraph], frame: _Frame) -> tuple[int, int, Framed]:
    """Return how many lines prove that it is of that frame, how many are, and what is left."""
    said: dict[str, str] = {}
    proofs = count = 0
    ends = [0, 0]
    for side, lines in enumerate((frame.before, frame.after)):
        rest = list(lines) if side == 0 else list(reversed(lines))
        ordered = paragraphs[ends[0] :] if side else paragraphs
        for at, paragraph in enumerate(reversed(ordered) if side else ordered, 1):
            if paragraph.block.is_blank:
                continue
            found = next(_matching(paragraph, rest), None)
            if found is None:
                break
            line, values = found
            del rest[: rest.index(line) + 1]
            proofs, count, ends[side] = proofs + line.is_proof, count + 1, at
            for tag in KEPT & values.keys():
                said[tag] = values[tag]
    body = paragraphs[ends[0] : len(paragraphs) - ends[1]]
    return proofs, count, Framed(Document(tuple(each.block for each in body)), said)


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
    left, runs = found.end(), list[Run]()
    for run in first.runs:
        if left < len(run.text):
            runs.append(replace(run, text=run.text[left:]))
        left = max(0, left - len(run.text))
    return Document((Block(first.kind, tuple(runs), first.level), *text.blocks[1:]))
