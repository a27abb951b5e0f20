"""From anybody's HTML to the model: a page, an e-mail, what Word puts on the clipboard.

Marks are read from tags and from the inline styles that Word and Google write; everything
else about a page is forgotten, except its words.  Scripts and styles are not words.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import override

from comms_desk.text.markdown.model import (
    BREAK,
    LIST_LEVELS,
    Block,
    BlockKind,
    Document,
    Run,
    clean_link,
)

_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}
_BLOCK_TAGS = frozenset(
    (
        *("address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header"),
        *("html", "legend", "main", "nav", "p", "pre", "section", "summary"),
        *("table", "tbody", "tfoot", "thead", "tr"),
    )
)
_HIDDEN_TAGS = frozenset(
    ("head", "iframe", "math", "noscript", "object", "script", "style", "svg", "template", "title")
)
_VOID_TAGS = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr"),
    )
)
_BOLD_TAGS = frozenset(("b", "strong"))
_ITALIC_TAGS = frozenset(("em", "i", "cite", "dfn", "var"))
_CELL_GAP = " | "

_COLLAPSED = re.compile("[ \t\r\n\f]+")
_BOLD_STYLE = re.compile(r"(?<![-\w])font-weight\s*:\s*(bold|bolder|[6-9]00)")
_LIGHT_STYLE = re.compile(r"(?<![-\w])font-weight\s*:\s*(normal|lighter|[1-5]00)")
_ITALIC_STYLE = re.compile(r"(?<![-\w])font-style\s*:\s*(?:italic|oblique)")
_UPRIGHT_STYLE = re.compile(r"(?<![-\w])font-style\s*:\s*normal")
_INLINE_STYLE = re.compile(r"display\s*:\s*inline(?![-\w])")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all")
# Word writes its lists as paragraphs with a style, the marker inside "mso-list:Ignore".
_WORD_ITEM = re.compile(r"mso-list\s*:\s*\S+\s+level(\d+)")
_WORD_MARKER = re.compile(r"mso-list\s*:\s*ignore")
_WORD_HEADING = re.compile(r"mso-outline-level\s*:\s*(\d)|msoheading(\d)")
_WORD_NUMBER = re.compile(r"\s*(?:\d+|[a-z]|[ivxl]+)[.)]", re.IGNORECASE)


def read_html(html: str) -> Document:
    """Read a page or a fragment of HTML, whoever wrote it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finished()


@dataclass(slots=True)
class _Element:
    """An open tag and what it means for the text inside it."""

    tag: str
    bold: bool = False
    italic: bool = False
    link: str | None = None
    hidden: bool = False
    marker: bool = False
    pre: bool = False
    inline: bool = False
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 1


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[_Element] = []
        self._within: Counter[str] = Counter()
        self._blocks: list[Block] = []
        self._runs: list[Run] = []
        self._kind = BlockKind.PARAGRAPH
        self._level = 1
        self._lists: list[BlockKind] = []
        self._word_marker = ""
        self._cells = 0
        self._continues_item = False

    def finished(self) -> Document:
        self._end_block()
        return Document(tuple(self._blocks))

    # Parsing

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._add(BREAK)
            return
        if tag == "img":
            self._words(attributes.get("alt", ""))
            return
        if tag in _VOID_TAGS:
            if tag == "hr":
                self._end_block()
            return
        if tag in ("p", "li", "dd", "dt", "tr", "td", "th"):
            self._close_unclosed(tag)
        element = replace(self._open[-1], tag=tag) if self._open else _Element(tag)
        _apply_style(
            element, f"{attributes.get('style', '')};{attributes.get('class', '')}".lower()
        )
        self._open.append(element)
        self._within[tag] += 1
        self._begin(element, attributes)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID_TAGS:
            self.handle_endtag(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "br":
            self._add(BREAK)
            return
        if not self._within[tag]:
            if tag == "p":
                self._end_block()
            return
        while self._open:
            element = self._open.pop()
            self._within[element.tag] -= 1
            self._end(element)
            if element.tag == tag:
                return

    @override
    def handle_data(self, data: str) -> None:
        self._words(data)

    # Blocks

    def _begin(self, element: _Element, attributes: dict[str, str]) -> None:
        tag, style = element.tag, attributes.get("style", "").lower()
        element.inline = _INLINE_STYLE.search(style) is not None
        if tag in _HIDDEN_TAGS:
            element.hidden = True
        elif tag in _BOLD_TAGS:
            element.bold = element.bold or not _LIGHT_STYLE.search(style)
        elif tag in _ITALIC_TAGS:
            element.italic = element.italic or not _UPRIGHT_STYLE.search(style)
        elif tag == "a":
            element.link = clean_link(attributes.get("href", "")) or element.link
        elif tag in ("td", "th"):
            if self._cells:
                self._add(_CELL_GAP)
            self._cells += 1
        elif tag in ("ul", "ol"):
            self._end_block()
            self._lists.append(BlockKind.BULLET if tag == "ul" else BlockKind.NUMBER)
        elif element.inline:
            return
        elif tag in ("li", "blockquote") or tag in _HEADINGS:
            self._begin_kind(element)
        elif tag in _BLOCK_TAGS:
            self._begin_block(element, attributes)

    def _begin_kind(self, element: _Element) -> None:
        if element.tag == "li":
            element.kind = self._lists[-1] if self._lists else BlockKind.BULLET
            element.level = min(max(len(self._lists), 1), LIST_LEVELS[-1])
        elif element.tag == "blockquote" and not element.kind.is_item:
            element.kind, element.level = BlockKind.QUOTE, 1
        elif element.tag in _HEADINGS and element.kind is BlockKind.PARAGRAPH:
            element.kind, element.level = BlockKind.HEADING, _HEADINGS[element.tag]
        self._start_block(element)

    def _begin_block(self, element: _Element, attributes: dict[str, str]) -> None:
        if self._cells and element.tag not in ("table", "tr"):
            return
        if element.tag == "pre":
            element.pre = True
        looks = f"{attributes.get('style', '')};{attributes.get('class', '')}".lower()
        item, title = _WORD_ITEM.search(looks), _WORD_HEADING.search(looks)
        if item and not element.kind.is_item:
            element.kind, element.level = BlockKind.BULLET, min(int(item[1]), LIST_LEVELS[-1])
        elif title and element.kind is BlockKind.PARAGRAPH:
            element.kind, element.level = (
                BlockKind.HEADING,
                min(max(int(title[1] or title[2]), 2), 3),
            )
        if element.tag == "tr":
            self._cells = 0
        self._start_block(element)

    def _start_block(self, element: _Element) -> None:
        """Begin a block; a second paragraph inside an item continues it."""
        inside_item = element.kind.is_item and element.tag != "li" and self._within["li"]
        if inside_item:
            if self._has_text():
                self._add(BREAK)
            return
        self._end_block()
        self._kind, self._level = element.kind, element.level

    def _end(self, element: _Element) -> None:
        if element.tag in ("ul", "ol"):
            self._end_block()
            if self._lists:
                self._lists.pop()
            return
        if element.tag in ("td", "th") or (self._cells and element.tag not in ("tr", "table")):
            return
        if element.tag in ("tr", "table"):
            self._cells = 0
        ends = (
            element.tag in _BLOCK_TAGS
            or element.tag in _HEADINGS
            or element.tag in ("li", "blockquote")
        )
        if ends and not element.inline and not (element.tag != "li" and self._within["li"]):
            self._end_block()

    def _end_block(self) -> None:
        runs, self._runs = _trimmed(self._runs), []
        kind, level = self._kind, self._level
        if self._word_marker and kind is BlockKind.BULLET and _WORD_NUMBER.match(self._word_marker):
            kind = BlockKind.NUMBER
        self._word_marker = ""
        if runs:
            self._blocks.append(Block(kind, tuple(runs), level))
        above = self._open[-1] if self._open else None
        self._kind, self._level = (above.kind, above.level) if above else (BlockKind.PARAGRAPH, 1)

    def _close_unclosed(self, tag: str) -> None:
        """End what HTML lets people leave open: a p before a p, an li before an li."""
        fence = {
            "li": ("ul", "ol"),
            "tr": ("table",),
            "td": ("tr", "table"),
            "th": ("tr", "table"),
        }.get(tag, ("li", "td", "th", "blockquote", "div", "body", "section", "article"))
        peers = (
            ("td", "th") if tag in ("td", "th") else ("dd", "dt") if tag in ("dd", "dt") else (tag,)
        )
        if not any(self._within[peer] for peer in peers):
            return
        for element in reversed(self._open):
            if element.tag in fence:
                return
            if element.tag in peers:
                self.handle_endtag(element.tag)
                return

    # Words

    def _words(self, data: str) -> None:
        element = self._open[-1] if self._open else None
        if element is not None and element.hidden:
            return
        if element is not None and element.marker:
            self._word_marker += data
            return
        if element is None or not element.pre:
            data = _COLLAPSED.sub(" ", data)
            if data.startswith(" ") and self._ends_with_space():
                data = data[1:]
        self._add(data)

    def _add(self, text: str) -> None:
        element = self._open[-1] if self._open else None
        if element is not None and (element.hidden or element.marker):
            return
        if text == BREAK:
            self._strip_space()
        marks = (element.bold, element.italic, element.link) if element else (False, False, None)
        if self._kind is BlockKind.HEADING:
            marks = (False, *marks[1:]) if element and element.tag in _HEADINGS else marks
        self._runs.append(Run(text, *marks))

    def _has_text(self) -> bool:
        return any(run.text.strip() for run in self._runs)

    def _ends_with_space(self) -> bool:
        for run in reversed(self._runs):
            if run.text:
                return run.text[-1] in (" ", BREAK)
        return True

    def _strip_space(self) -> None:
        if self._runs and self._runs[-1].text.endswith(" "):
            last = self._runs[-1]
            self._runs[-1] = Run(last.text[:-1], *last.marks)


def _apply_style(element: _Element, style: str) -> None:
    if _BOLD_STYLE.search(style):
        element.bold = True
    elif _LIGHT_STYLE.search(style):
        element.bold = False
    if _ITALIC_STYLE.search(style):
        element.italic = True
    elif _UPRIGHT_STYLE.search(style):
        element.italic = False
    if _HIDDEN_STYLE.search(style):
        element.hidden = True
    if _WORD_MARKER.search(style):
        element.marker = True


def _trimmed(runs: list[Run]) -> list[Run]:
    """Drop the spaces and breaks at both edges, as a browser would."""
    runs = [run for run in runs if run.text]
    while runs and not (text := runs[0].text.lstrip(f" {BREAK}")):
        runs.pop(0)
    if runs:
        runs[0] = Run(text, *runs[0].marks)
    while runs and not (text := runs[-1].text.rstrip(f" {BREAK}")):
        runs.pop()
    if runs:
        runs[-1] = Run(text, *runs[-1].marks)
    return runs
