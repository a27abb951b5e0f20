"""The only reader of Markdown: CommonMark in, the subset out, and never a word lost.

What the subset cannot say becomes text: raw HTML and tables stay as they were written, code
and images give their words, other headings the nearest level, deeper lists the second level,
a numbered list that does not start at 1 its numbers.  A paragraph with so many marks that
nobody can have meant them is text as it stands: reading it would take minutes and gigabytes.
Nothing is executed or fetched.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from comms_desk.text.markdown.model import (
    BREAK,
    HEADING_LEVELS,
    LIST_LEVELS,
    Block,
    BlockKind,
    Document,
    Run,
    clean_link,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.tree import SyntaxTreeNode

MAX_NESTING = 60
"""Quotes and lists inside one another, beyond which CommonMark's reader would drop text."""

MOST_MARKS = 4_000
"""In one paragraph: the marks that are not escaped, beyond which they are all text."""
LONGEST_MARK = 200
"""Of one and the same character in a row, likewise."""
MOST_OPEN_BRACKETS = 20
"""Each bracket that is never closed has the rest of its paragraph read again."""

_MARK = re.compile(r"\\.|[*_`\[\]]", re.DOTALL)
_LONG_MARK = re.compile(rf"([*_`\[])\1{{{LONGEST_MARK}}}")
_LISTS = ("bullet_list", "ordered_list")


def read_markdown(text: str) -> Document:
    """Read Markdown, whoever wrote it."""
    from markdown_it.tree import SyntaxTreeNode

    try:
        tokens = _parser().parse(text)
        if any(token.level >= MAX_NESTING - 2 for token in tokens):
            return _lines(text)
        return Document(tuple(_blocks(SyntaxTreeNode(tokens).children, quoted=False)))
    except RecursionError:
        return _lines(text)


def _lines(text: str) -> Document:
    """Return every line as a paragraph: what is left to do with marks nested without end."""
    return Document(tuple(Block(BlockKind.PARAGRAPH, (Run(line),)) for line in text.splitlines()))


@lru_cache(maxsize=1)
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    # Which links may be followed is the model's rule, and it keeps the others' addresses as text.
    parser.normalizeLink = str  # type: ignore[method-assign, assignment]
    parser.validateLink = bool  # type: ignore[method-assign, assignment]
    parser.core.ruler.at("inline", _inline_rule)
    return parser


def _inline_rule(state: "StateCore") -> None:
    """Parse what stands in each paragraph, unless it has more marks than anybody means."""
    from markdown_it.token import Token

    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if not _is_overloaded(token.content):
            state.md.inline.parse(token.content, state.md, state.env, token.children)
            continue
        for number, line in enumerate(token.content.split("\n")):
            if number:
                token.children.append(Token("softbreak", "br", 0))
            token.children.append(Token("text", "", 0, content=line))


def _is_overloaded(content: str) -> bool:
    if len(content) <= LONGEST_MARK:
        return False
    if _LONG_MARK.search(content):
        return True
    marks = Counter(match[0] for match in _MARK.finditer(content) if len(match[0]) == 1)
    return marks["["] - marks["]"] > MOST_OPEN_BRACKETS or marks.total() > MOST_MARKS


def _blocks(nodes: "Sequence[SyntaxTreeNode]", *, quoted: bool) -> Iterator[Block]:
    plain = BlockKind.QUOTE if quoted else BlockKind.PARAGRAPH
    for node in nodes:
        if node.type == "blockquote":
            yield from _blocks(node.children, quoted=True)
        elif node.type in _LISTS:
            yield from _items(node, level=1)
        elif node.type == "heading" and not quoted:
            yield Block(
                BlockKind.HEADING,
                _block_runs(node),
                min(max(int(node.tag[1:]), *HEADING_LEVELS[:1]), 3),
            )
        else:
            yield Block(plain, _block_runs(node))


def _items(node: "SyntaxTreeNode", *, level: int) -> Iterator[Block]:
    start = int(node.attrs.get("start", 1))
    numbered = node.type == "ordered_list"
    keeps_its_numbers = numbered and start != 1
    kind = BlockKind.NUMBER if numbered else BlockKind.BULLET
    if keeps_its_numbers:
        kind = BlockKind.PARAGRAPH if level == 1 else BlockKind.BULLET
    for position, item in enumerate(node.children):
        marker = (Run(f"{start + position}{item.markup} "),) if keeps_its_numbers else ()
        yield from _item(item, kind, marker, level)


def _item(
    item: "SyntaxTreeNode", kind: BlockKind, marker: tuple[Run, ...], level: int
) -> Iterator[Block]:
    runs: tuple[Run, ...] = marker
    for child in _flattened(item):
        if child.type in _LISTS:
            yield Block(kind, runs, level)
            runs = ()
            yield from _items(child, level=min(level + 1, LIST_LEVELS[-1]))
        else:
            more = _block_runs(child)
            runs = (*runs, Run(BREAK), *more) if runs and runs != marker else (*runs, *more)
    yield Block(kind, runs, level)


def _flattened(node: "SyntaxTreeNode") -> "Iterator[SyntaxTreeNode]":
    for child in node.children:
        if child.type == "blockquote":
            yield from _flattened(child)
        else:
            yield child


def _block_runs(node: "SyntaxTreeNode") -> tuple[Run, ...]:
    if node.children:
        return tuple(run for child in node.children for run in _inline(child, Run("")))
    if node.type == "hr":
        return (Run(node.markup[:3]),)
    if node.type in ("fence", "code_block", "html_block"):
        return (
            Run(f"{node.info}{BREAK}" if node.info.strip() else ""),
            Run(node.content.rstrip("\n")),
        )
    return ()


def _inline(node: "SyntaxTreeNode", marks: Run) -> Iterator[Run]:
    match node.type:
        case "softbreak":
            yield _like(marks, " ")
        case "hardbreak":
            yield _like(marks, BREAK)
        case "image":
            yield _like(marks, _image(node))
        case "link":
            yield from _link(node, marks)
        case _ if not node.children:
            yield _like(marks, node.content)
        case kind:
            within = Run(
                "", marks.bold or kind == "strong", marks.italic or kind == "em", marks.link
            )
            for child in node.children:
                yield from _inline(child, within)


def _like(marks: Run, text: str) -> Run:
    return Run(text, marks.bold, marks.italic, marks.link)


def _link(node: "SyntaxTreeNode", marks: Run) -> Iterator[Run]:
    address = str(node.attrs.get("href", ""))
    title = str(node.attrs.get("title", ""))
    link = clean_link(address)
    for child in node.children:
        yield from _inline(child, Run("", marks.bold, marks.italic, link))
    kept = [part for part in (address if link is None else "", title) if part]
    if kept:
        yield _like(marks, f" ({', '.join(kept)})")


def _image(node: "SyntaxTreeNode") -> str:
    words = node.content or "".join(
        run.text for child in node.children for run in _inline(child, Run(""))
    )
    kept = [
        part for part in (str(node.attrs.get("src", "")), str(node.attrs.get("title", ""))) if part
    ]
    return f"{words} ({', '.join(kept)})" if kept else words
