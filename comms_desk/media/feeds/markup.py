"""Marks in a stranger's text, found in one pass whatever it holds, and the bounds on them.

Parsers of feeds and of HTML are quadratic in the attributes of a tag, and in how deep tags
stand: 50,000 attributes took feedparser a minute, 200,000 open ``<div>`` nh3 longer.  Here is
looked first.  No pattern goes back over what it has read: each match takes all it looked at.
"""

import re
from collections.abc import Iterator

from comms_desk.media.feeds.left_out import LeftOutReason

TAG_LIMIT = 20_000
"""Tags in one entry, or around the entries of a document."""
BRACKET_LIMIT = 60_000
"""Opening angle brackets, in CDATA and text too: a text of `TAG_LIMIT` tags stands there twice."""
AMPERSAND_LIMIT = 100_000
ATTRIBUTE_LIMIT = 100
"""Attributes of one tag."""
DEPTH_LIMIT = 200
"""Tags open one inside the other."""

_MARK = re.compile(
    rb"<(?:!--|!\[CDATA\[|[?!]|(/?)([A-Za-z_:\x80-\xff][^\s/><=\"']*+)"
    rb"(?:[^<>\"']++|\"[^\"<]*+\"?|'[^'<]*+'?)*+(>?))"
)
_QUOTED = re.compile(rb"\"[^\"]*+\"?|'[^']*+'?")
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_NEVER_DEEP = frozenset(
    b"area base br col embed hr img input link meta p param source track wbr".split()
)
"""What HTML closes by itself, or at its own next."""
_CLOSED_BY_NEXT = frozenset(b"dd dt li optgroup option rp rt".split())
_ROWS = frozenset(b"tbody td tfoot th thead tr".split())
_TABLE = frozenset((b"table", *_ROWS))


def tags(text: bytes, *, is_html: bool = False) -> Iterator[re.Match[bytes]]:
    """Yield each tag: its groups are its slash when it closes, its name, its end.

    Comments, CDATA and instructions are stepped over, except in HTML, which may end them
    elsewhere: what stands in them is then taken for tags.  What does not end is text.
    """
    if is_html:
        yield from (found for found in _MARK.finditer(text) if found[2] is not None)
        return
    position = 0
    endless: set[bytes] = set()
    while (found := _MARK.search(text, position)) is not None:
        position = found.end()
        if found.group(2) is not None:
            yield found
            continue
        end_mark = _ENDS.get(found.group())
        if end_mark is None or end_mark in endless:
            continue
        end = text.find(end_mark, position)
        if end < 0:
            endless.add(end_mark)
        else:
            position = end + len(end_mark)


def too_much(text: bytes, *, is_html: bool = False) -> LeftOutReason | None:
    """Return which bound the marks of *text*, in UTF-8, pass; None: it may be parsed."""
    brackets = text.count(b"<")
    if brackets > BRACKET_LIMIT or text.count(b"&") > AMPERSAND_LIMIT:
        return LeftOutReason.TOO_MANY_TAGS
    if brackets <= DEPTH_LIMIT and text.count(b"=") <= ATTRIBUTE_LIMIT:
        return None
    unclosed: list[bytes] = []
    for number, tag in enumerate(tags(text, is_html=is_html)):
        if number >= TAG_LIMIT:
            return LeftOutReason.TOO_MANY_TAGS
        whole, closing, name = tag.group(0, 1, 2)
        if len(whole) > ATTRIBUTE_LIMIT and _attributes(whole) > ATTRIBUTE_LIMIT:
            return LeftOutReason.TOO_MANY_ATTRIBUTES
        name = name.lower()
        if name in _NEVER_DEEP:
            continue
        if closing:
            _close(unclosed, name)
        elif is_html or not whole.endswith(b"/>"):
            if name in _CLOSED_BY_NEXT and unclosed[-1:] == [name]:
                continue
            unclosed.append(name)
            if len(unclosed) > DEPTH_LIMIT:
                return LeftOutReason.TOO_DEEP
    return None


def has_rich_tag(text: bytes) -> bool:
    """Say whether a tag of *text* has more attributes than any that is honest."""
    return any(
        len(tag[0]) > ATTRIBUTE_LIMIT and _attributes(tag[0]) > ATTRIBUTE_LIMIT
        for tag in tags(text)
    )


def open_tags(text: bytes) -> list[tuple[bytes, bytes]]:
    """Return the start tags of *text* that nothing in it closes, each after its name."""
    unclosed: list[tuple[bytes, bytes]] = []
    for tag in tags(text):
        if tag.group(1):
            while unclosed and unclosed.pop()[0] != tag.group(2):
                pass
        elif tag.group(3) and not tag.group().endswith(b"/>"):
            unclosed.append((tag.group(2), tag.group()))
    return unclosed


def _close(unclosed: list[bytes], name: bytes) -> None:
    """Close what a browser surely would: an end tag out of its place may close nothing."""
    last = len(unclosed) - 1
    while last >= 0 and unclosed[last] != name:
        passes = unclosed[last] in _CLOSED_BY_NEXT or (name in _TABLE and unclosed[last] in _ROWS)
        if not passes:
            return
        last -= 1
    if last >= 0:
        del unclosed[last:]


def _attributes(tag: bytes) -> int:
    return len(_QUOTED.sub(b" ", tag).split()) - 1
