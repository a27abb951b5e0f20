"""What a template surely says at the top of its first page, plain to see.

A page that says the embargo by itself needs no stamp; one that seems to and does not would
leave with nothing on it.  So only a few paragraphs are looked at, and only what is listed here
as harmless may be in them, in their styles and in what the styles are based on: no break,
nothing hidden, pushed down, tiny, pale, tracked or in a frame.  In doubt, nothing is said.
"""

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from comms_desk.documents.tags import BODY, TAG

TOP_LINES = 3
WORDS_LENGTH = 400
"""The words of the lines looked at are no longer than this, in characters."""

HARMLESS = frozenset(
    qn(f"w:{name}")
    for name in (
        *("p", "r", "t", "pPr", "rPr", "pStyle", "rStyle", "proofErr"),
        *("bookmarkStart", "bookmarkEnd", "keepNext", "keepLines", "widowControl", "jc"),
        *("outlineLvl", "contextualSpacing", "pBdr", "top", "bottom", "left", "right"),
        *("rFonts", "b", "bCs", "i", "iCs", "u", "caps", "smallCaps", "kern", "szCs"),
        *("noProof", "lang", "bidi", "suppressAutoHyphens"),
    )
)
MEASURES = {
    qn("w:spacing"): {
        "before": (0, 960),
        "after": (0, 960),
        "line": (200, 960),
        "val": (0, 200),
    },
    qn("w:sz"): {"val": (12, 96)},
}
"""From and to what a measure is harmless: spacings in twips, letters in half points."""
PALE = 0x80
"""A color whose red, green and blue are all lighter may not be seen on paper."""

RGB = re.compile("[0-9A-Fa-f]{6}")

P, T, STYLE, VAL, COLOR = qn("w:p"), qn("w:t"), qn("w:style"), qn("w:val"), qn("w:color")
PPR, RPR = qn("w:pPr"), qn("w:rPr")

Element = Any
"""An element of lxml; python-docx's own classes of them are not typed."""


def tags_at_the_top(body: Element, styles: Element) -> frozenset[str]:
    """Return the tags that surely stand on the first page and are seen, above the text.

    Args:
        body: The ``w:body`` of the template, its tags not yet compiled.
        styles: Its ``w:styles``.
    """
    found: set[str] = set()
    length = 0
    if not all(map(_is_harmless, _defaults(styles))):
        return frozenset()
    for block in list(body)[:TOP_LINES]:
        if block.tag != P or not all(map(_is_harmless, _with_styles(block, styles))):
            break
        words = "".join(text.text or "" for text in block.iter(T))
        length += len(words)
        tags = {match[1].lower() for match in TAG.finditer(words)}
        if BODY in tags or length > WORDS_LENGTH:
            break
        found |= tags
    return frozenset(found)


def _defaults(styles: Element) -> Iterator[Element]:
    for path in ("w:rPrDefault/w:rPr", "w:pPrDefault/w:pPr"):
        above, inner = map(qn, path.split("/"))
        yield from styles.iterfind(f"{qn('w:docDefaults')}/{above}/{inner}")


def _with_styles(paragraph: Element, styles: Element) -> Iterator[Element | None]:
    """Yield a paragraph and the properties of all its styles, None for a style not found."""
    yield paragraph
    named = [each.get(VAL) for each in paragraph.iter(qn("w:pStyle"), qn("w:rStyle"))]
    waiting: list[str | None] = list(named)
    if paragraph.find(f"{PPR}/{qn('w:pStyle')}") is None:
        waiting.append(_default_style(styles))
    seen: set[str | None] = set()
    known: dict[str | None, list[Element]] = {}
    for style in styles.iter(STYLE):
        known.setdefault(style.get(qn("w:styleId")), []).append(style)
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        same = known.get(name, [])
        if len(same) != 1:
            yield None
        for style in same:
            yield from style.iterfind(PPR)
            yield from style.iterfind(RPR)
            waiting += [each.get(VAL) for each in style.iterfind(qn("w:basedOn"))]


def _default_style(styles: Element) -> str | None:
    for style in styles.iter(STYLE):
        is_default = style.get(qn("w:default")) in ("1", "true", "on")
        if is_default and style.get(qn("w:type")) == "paragraph":
            name: str | None = style.get(qn("w:styleId"))
            return name
    return None


def _is_harmless(element: Element | None) -> bool:
    return element is not None and all(map(_is_plain, element.iter("*")))


def _is_plain(element: Element) -> bool:
    if element.tag == COLOR:
        return _is_seen(element)
    if element.tag in MEASURES:
        return all(_is_small(element.tag, name, value) for name, value in element.attrib.items())
    return element.tag in HARMLESS


def _is_small(tag: str, attribute: str, value: str) -> bool:
    name = attribute.rpartition("}")[2]
    if name == "lineRule":
        return value in ("auto", "atLeast")
    lowest, highest = MEASURES[tag].get(name, (0, -1))
    return value.isdecimal() and lowest <= int(value) <= highest


def _is_seen(color: Element) -> bool:
    value = color.get(VAL, "")
    if len(color.attrib) > 1:  # a color of the theme
        return False
    return value == "auto" or (
        RGB.fullmatch(value) is not None and min(bytes.fromhex(value)) <= PALE
    )
