"""A plain entry is read word for word as feedparser reads it; whatever else is left to it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from comms_desk.media.feeds.encoding import mend_references
from comms_desk.media.feeds.xml_reader import read_plain, with_feedparser

NAMES = (
    "title",
    "link",
    "guid",
    "description",
    "pubDate",
    "author",
    "category",
    "comments",
    "enclosure",
    "source",
    "language",
    "updated",
    "content",
    "summary",
    "id",
    "image",
    "rating",
    "keywords",
    "name",
    "content:encoded",
    "dc:creator",
    "dc:date",
    "dc:title",
    "dc:description",
    "dc:subject",
    "dcterms:modified",
    "media:content",
    "media:thumbnail",
    "media:title",
    "media:credit",
    "media:description",
    "media:group",
    "wfw:commentRss",
    "slash:comments",
    "wp:post-id",
    "atom:link",
    "atom:author",
    "itunes:author",
    "georss:point",
)
TEXTS = (
    "",
    " ",
    "Le conseil adopte",
    "  Montréal\u00a0: 3,1 %\n",
    "\u00a0\u2009Un titre\u2028",
    "MontrÃ©al dÃ©pose",
    "l&#8217;eau &#146;Windows&#x92;",
    "\x85 suite",
    "R&amp;D",
    "D&amp;eacute;c&amp;egrave;s",
    "&amp;amp;lt;img&amp;amp;gt;",
    "&lt;b&gt;gras&lt;/b&gt;",
    "&lt;p&gt;Un&lt;/p&gt;&lt;p&gt;Deux",
    "&lt;video&gt;x&lt;/video&gt; 3 &lt; 4",
    "<![CDATA[<p>La <b>Ville</b> d&eacute;pose.</p>]]>",
    "<![CDATA[AT&T; & <3]]> puis <!-- rien --> rien",
    "<b>ouvert</b>",
    "<?php echo 1 ?>x",
    "TGEgVmlsbGU=",
    "https://journal.example/a?x=1&amp;y=2",
    "http://journal.example/a;b?x;y",
    "https://journal.example/a b",
    " HTTP://Journal.example ",
    "///journal.example/a",
    "http:////journal.example/a",
    "http://[::1/a",
    "/article/1",
    "tag:journal.example,2026:1",
    "Tue, 24 Nov 2026 14:30:00 -0500",
    "jeanne@journal.example (Jeanne Tremblay)",
    "🌳",
)
ATTRIBUTES = (
    "",
    "",
    "",
    "",
    ' isPermaLink="false"',
    ' isPermaLink="true"',
    ' ispermalink="False"',
    ' domain="https://journal.example/t"',
    ' url="https://journal.example/a.mp3" type="audio/mpeg" length="12"',
    ' url="/a.png" width="10" height="10"',
    ' url="" type="a"',
    ' href="https://journal.example/h"',
    ' type="html"',
    ' mode="base64"',
    ' xml:lang="en"',
    ' xml:base="https://autre.example/"',
    ' rel="alternate" href="/x"',
)
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
    'xmlns:wp="com-wordpress:feed-additions:1" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:georss="http://www.georss.org/georss"'
)
ROOTS = (
    f'<rss version="2.0" {NAMESPACES}>',
    f"<rss {NAMESPACES}>",
    f'<rss version="0.92" {NAMESPACES}>',
    f'<rss xml:base="https://autre.example/" {NAMESPACES}>',
    f'<rss xmlns="http://backend.userland.com/rss2" {NAMESPACES}>',
)
PLAIN = (
    "<item><title>Budget\u00a0: 3,1 % – l&#8217;eau</title>"
    "<link>https://journal.example/a?id=4&amp;utm_source=rss</link>"
    '<guid isPermaLink="false">abc</guid><pubDate>Tue, 24 Nov 2026 14:30:00 -0500</pubDate>'
    "<dc:creator><![CDATA[Jeanne Tremblay]]></dc:creator><dc:creator>Luc Roy</dc:creator>"
    "<category><![CDATA[Montréal]]></category><comments>https://journal.example/a#c</comments>"
    "<description><![CDATA[<p>La <b>Ville</b> d&eacute;pose.</p>]]></description>"
    "<content:encoded><![CDATA[<p>La Ville dépose. Deux.</p>]]></content:encoded>"
    "<slash:comments>0</slash:comments>"
    '<enclosure url="https://journal.example/a.mp3" length="12" type="audio/mpeg"/>'
    '<media:thumbnail url="https://journal.example/a.png"/></item>'
)


def elements() -> some.SearchStrategy[str]:
    """One element, of which the first half are those of most feeds."""
    names = some.one_of(some.sampled_from(NAMES[:8]), some.sampled_from(NAMES))
    parts = some.tuples(names, some.sampled_from(ATTRIBUTES), some.sampled_from(TEXTS))
    return parts.map(lambda each: f"<{each[0]}{each[1]}>{each[2]}</{each[0]}>")


def around(items: str, root: str = ROOTS[0], channel: str = "<channel>") -> bytes:
    text = f"<?xml version='1.0' encoding='utf-8'?>{root}{channel}{items}</channel></rss>"
    return mend_references(text.encode())


@given(
    items=some.lists(some.lists(elements(), max_size=6), min_size=1, max_size=2),
    root=some.sampled_from(ROOTS),
)
@settings(max_examples=300, deadline=None)
def test_what_is_read_quickly_is_what_feedparser_reads(items: list[list[str]], root: str) -> None:
    text = around("".join(f"<item>{''.join(each)}</item>" for each in items), root)

    found = read_plain(text)

    assert found is None or found == list(with_feedparser(text).entries)


@pytest.mark.parametrize("name", NAMES[:8])
@pytest.mark.parametrize("attributes", sorted(set(ATTRIBUTES)))
def test_whatever_one_element_says_is_read_alike(name: str, attributes: str) -> None:
    for words in TEXTS:
        text = around(f"<item><{name}{attributes}>{words}</{name}></item>")

        found = read_plain(text)

        assert found is None or found == list(with_feedparser(text).entries), words


def test_an_entry_such_as_most_feeds_write_is_read_quickly() -> None:
    text = around(PLAIN * 3)

    found = read_plain(text)

    assert found is not None
    assert found == list(with_feedparser(text).entries)
    assert found[0].authors == ["Jeanne Tremblay", "Luc Roy"]
    assert found[0].more == ["https://journal.example/a.mp3", "https://journal.example/a.png"]


@pytest.mark.parametrize(
    "text",
    [
        around("<item><title>Un</title><title>Deux</title></item>"),
        around("<item><title>Un <b>gros</b> titre</title></item>"),
        around("<item><link>/article/1</link></item>"),
        around("<item><dc:title>Un</dc:title></item>"),
        around("<item><title>Un</title></item><image><title>Logo</title></image>"),
        around("<item><title>Un</title>"),
        around(PLAIN, root=ROOTS[3]),
        around(PLAIN, channel='<channel xml:lang="en">'),
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Un</title></entry></feed>",
        b"",
    ],
)
def test_what_is_not_plain_is_left_to_feedparser(text: bytes) -> None:
    assert read_plain(text) is None
