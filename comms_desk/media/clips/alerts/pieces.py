"""A mail in pieces: what stands on one line, where it leads, and what its tags say it is.

It reads no style and runs nothing.  The parser of the standard library goes through a page once,
whatever is damaged in it.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import override

from comms_desk.media.feeds.clean import on_one_line

MOST_PIECES = 30_000
"""A longer mail is read up to there."""
AT_ONCE_CHARACTERS = 512 * 1024
MARKS_LENGTH = 300
HEADING = "heading"
"""Marks what is bold, or a heading."""
_BLOCKS = frozenset(
    {"p", "br", "div", "li", "ul", "ol", "tr", "td", "th", "table", "article", "section", "header"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote", "dt", "dd", "footer"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "b", "strong"})
_SILENT = frozenset({"script", "style", "title", "head", "noscript", "template"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "wbr"})
_URL = re.compile(r"<?(?P<link>https?://[^\s<>\"]+)>?")


@dataclass(frozen=True, slots=True)
class AlertPiece:
    """A part of a line: its words, its link, and the classes and properties around it."""

    line: int
    text: str
    link: str = ""
    marks: frozenset[str] = frozenset()


def of_html(html: str) -> tuple[AlertPiece, ...]:
    """Return the pieces of *html*, in order."""
    reader = _Reader()
    for start in range(0, len(html), AT_ONCE_CHARACTERS):
        reader.feed(html[start : start + AT_ONCE_CHARACTERS])
        if len(reader.pieces) >= MOST_PIECES:
            break
    else:
        reader.close()
    reader.end_line()
    return tuple(reader.pieces)


def of_text(text: str) -> tuple[AlertPiece, ...]:
    """Return the pieces of a plain *text*: an address is the link of what stands before it.

    That is the words of its own line, « Titre <https://…> », or else the first line above, up
    to an empty one.
    """
    pieces: list[AlertPiece] = []
    first: int | None = None
    """Where the block that is read begins; None: the next line begins one."""
    is_led = False
    """Whether it has its link."""
    last = -1
    for number, line in enumerate(text.splitlines()[:MOST_PIECES]):
        if not line.strip():
            first = None if is_led else first
            continue
        found = _URL.search(line)
        words = on_one_line(line if found is None else line[: found.start()]).strip(" *•-–<")
        link = "" if found is None else found["link"].rstrip(".,;)")
        if words:
            if first is None or (not is_led and number - last > 1):
                first, is_led = len(pieces), False
            is_led, last = is_led or bool(link), number
            pieces.append(AlertPiece(number, words, link))
        elif link and first is not None and not is_led:
            pieces[first] = AlertPiece(pieces[first].line, pieces[first].text, link)
            is_led = True
    return tuple(pieces)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[AlertPiece] = []
        self._open: list[tuple[str, frozenset[str]]] = []
        self._line = 0
        self._links: list[str] = []
        self._words: list[str] = []
        self._silent = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_line()
        if tag in _VOID:
            return
        if tag in _SILENT:
            self._silent += 1
        values = {name: value or "" for name, value in attrs}
        if tag == "a":
            self._end_piece()
            self._links.append(values.get("href", ""))
        said = f"{values.get('class', '')} {values.get('itemprop', '')}"[:MARKS_LENGTH]
        marks = frozenset(said.split()) | (
            frozenset({HEADING}) if tag in _HEADINGS else frozenset()
        )
        if marks:
            self._end_piece()
        self._open.append((tag, marks))

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_line()
        if not any(each == tag for each, _marks in self._open[-30:]):
            return
        while self._open:
            name, marks = self._open[-1]
            if marks or name == "a":
                self._end_piece()
            self._open.pop()
            if name in _SILENT:
                self._silent -= 1
            if name == "a" and self._links:
                self._links.pop()
            if name == tag:
                return

    @override
    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(data)

    def end_line(self) -> None:
        """End what stands on one line."""
        self._end_piece()
        self._line += 1

    def _end_piece(self) -> None:
        words, self._words = on_one_line(" ".join("".join(self._words).split())), []
        if not words:
            return
        link = self._links[-1] if self._links else ""
        marks = frozenset(mark for _tag, own in self._open for mark in own)
        last = self.pieces[-1] if self.pieces else None
        if last is not None and (last.line, last.link) == (self._line, link) and link:
            self.pieces[-1] = AlertPiece(
                self._line, f"{last.text} {words}", link, last.marks | marks
            )
        else:
            self.pieces.append(AlertPiece(self._line, words, link, marks))
