"""What a Word file holds and a text cannot: pictures, notes, comments; each is counted.

Nothing of it is taken over, so whoever brings the file in is told of it before.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from comms_desk.documents.markup import Element, P, W, words_of

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_BOX = f"{W}txbxContent"


class BeyondText(StrEnum):
    """A thing that a text cannot hold; of a table and a box it keeps the words."""

    IMAGE = "image"
    TABLE = "table"
    TEXT_BOX = "text box"
    FOOTNOTE = "footnote"
    HEADER = "header"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody remarked in the margin; *author* is "" where Word does not say."""

    author: str
    words: str


def beyond_text(body: Element) -> Mapping[BeyondText, int]:
    """Count what the *body* of a file holds that a text cannot; headers and comments apart."""
    found: Counter[BeyondText] = Counter()
    for element in _seen(body):
        tag = element.tag
        if tag == f"{W}tbl":
            found[BeyondText.TABLE] += 1
        elif tag == _BOX:
            found[BeyondText.TEXT_BOX] += 1
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            found[BeyondText.FOOTNOTE] += 1
        elif tag == _MATHS or (
            tag in (f"{W}drawing", f"{W}pict", f"{W}object") and not _has_words(element)
        ):
            found[BeyondText.IMAGE] += 1
    return found


def lines_of(root: Element) -> Iterator[str]:
    """Yield the lines of a header or a footer that say something."""
    for paragraph in root.iter(P):
        words = " ".join(words_of(paragraph).split())
        if words:
            yield words


def comments_of(root: Element) -> Iterator[Comment]:
    """Yield the comments of their part, each on one line."""
    for comment in root.iter(f"{W}comment"):
        words = " ".join(" ".join(map(words_of, comment.iter(P))).split())
        yield Comment((comment.get(f"{W}author") or "").strip(), words)


def _seen(above: Element) -> Iterator[Element]:
    """Yield what stands under *above*, but not what older programs are shown instead."""
    walk = etree.iterwalk(above, events=("start",))
    for _event, element in walk:
        if element.tag == _FALLBACK:
            walk.skip_subtree()
        else:
            yield element


def _has_words(drawing: Element) -> bool:
    """Whether it is a text box, which is counted as one."""
    return next(drawing.iter(_BOX), None) is not None
