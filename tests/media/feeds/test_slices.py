"""Cutting a document into entries changes nothing that is read in it."""

import io
from html import escape
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from comms_desk.media.feeds.document import open_document
from comms_desk.media.feeds.parse import groups, read

ADDRESS = "https://journal.example/rss"
TRAPS = [
    "</item>",
    "<item>",
    "]]",
    "<!--",
    "-->",
    "<![CDATA[",
    "</channel>",
    "é",
    "&amp;",
    " ",
    "x",
]

words = some.lists(some.sampled_from(TRAPS), max_size=6).map("".join)


@some.composite
def texts(draw: Any) -> str:
    """A text as feeds write them: escaped, or in CDATA, with or without a comment beside."""
    text: str = draw(words)
    if draw(some.booleans()):
        return "<![CDATA[" + text.replace("]]>", "]] >").replace("]]", "] ]") + "]]>"
    beside: str = draw(some.sampled_from(["", "<!-- </item> <item> -->"]))
    return escape(text) + beside


@some.composite
def items(draw: Any) -> str:
    number = draw(some.integers(0, 5))
    return (
        f"<item{draw(some.sampled_from(['', ' ', ' a="1"']))}><title>T{number} {draw(texts())}"
        f"</title><guid>g{number}</guid><description>{draw(texts())}</description>"
        f"</item{draw(some.sampled_from(['', ' ']))}>"
    )


@given(some.lists(items(), max_size=6), some.sampled_from(["", "<ttl>5</ttl>", "<!-- <item> -->"]))
@settings(max_examples=80)
def test_what_is_read_in_slices_is_what_is_read_whole(parts: list[str], between: str) -> None:
    text = f"<rss version='2.0'><channel><title>Une</title>{between.join(parts)}</channel></rss>"
    opened = open_document(text.encode(), content_type="", address=ADDRESS)

    every = tuple(range(len(opened.slices)))
    known = [
        e
        for part in read(opened, groups(opened, every), address=ADDRESS, is_known=True)
        for e in part.entries
    ]

    whole = feedparser.parse(io.BytesIO(text.encode()), sanitize_html=False)
    assert len(opened.slices) == len(parts)
    assert [entry.key for entry in known] == [entry.id for entry in whole.entries]
    read_whole = [
        e for part in read(opened, groups(opened, every), address=ADDRESS) for e in part.entries
    ]
    assert known == read_whole


@pytest.mark.parametrize("beside", ["<image><title>Logo</title>", "<textInput><name>q</name>"])
@pytest.mark.parametrize("is_known", [False, True])
def test_entries_after_a_picture_that_is_not_closed_are_read(
    beside: str, *, is_known: bool
) -> None:
    text = f"<rss version='2.0'><channel>{beside}<item><title>Un</title></item></channel></rss>"
    opened = open_document(text.encode(), content_type="", address=ADDRESS)

    (found,) = read(opened, groups(opened, [0]), address=ADDRESS, is_known=is_known)

    assert [each.title for each in found.entries] == ["Un"]
