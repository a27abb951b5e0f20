"""Feeds as sites publish them: empty, ill-formed, with warnings on top, with little in them."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from comms_desk.media.feeds import errors
from comms_desk.media.feeds.document import open_document
from comms_desk.media.feeds.parse import FeedEntry, Reading, groups, read

ADDRESS = "https://journal.example/rss"
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
TWO = (
    "<rss><channel><title>Une</title><item><title>Un</title><guid>1</guid></item>"
    "<item><title>Deux</title><guid>2</guid></item></channel></rss>"
)


def readings(text: str) -> list[Reading]:
    document = open_document(text.encode(), content_type="", address=ADDRESS)
    fresh = groups(document, document.unseen(frozenset()))
    return list(read(document, fresh, address=ADDRESS))


def entries(text: str) -> list[FeedEntry]:
    return [entry for reading in readings(text) for entry in reading.entries]


def one(inside: str, namespaces: str = "") -> FeedEntry:
    text = f"<rss {namespaces}><channel><title>Une</title><item>{inside}</item></channel></rss>"
    (entry,) = entries(text)
    return entry


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><title>Une</title></channel></rss>",
        "<rss><channel><title>Une & deux</title></channel></rss>",
        "<rss><channel><title>Une</title><item></item><item/></channel></rss>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Une</title></feed>',
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Une</title><entry/></feed>',
    ],
)
def test_a_sound_feed_without_anything_to_show_is_a_sound_feed(text: str) -> None:
    (reading,) = readings(text)

    assert reading.entries == ()
    assert reading.about.title.startswith("Une")


@pytest.mark.parametrize("text", ["<rss><channel><title>Un", "<rss><channel><item><title>Un"])
def test_a_feed_cut_short_before_its_first_entry_is_broken(text: str) -> None:
    with pytest.raises(errors.BrokenFeed):
        readings(text)


@pytest.mark.parametrize(
    "inside",
    [
        "<guid>g1</guid>",
        "<pubDate>Thu, 26 Nov 2026 17:04:00 -0500</pubDate>",
        "<author>a@b.example (Ann)</author>",
        '<enclosure url="https://a.example/1.mp3" type="audio/mpeg" length="1"/>',
        '<media:content url="https://a.example/1.jpg"/>',
        "<link>https://a.example/1</link>",
    ],
)
def test_an_entry_that_carries_anything_is_kept_without_a_title(inside: str) -> None:
    assert one(inside, MEDIA).title == ""


@pytest.mark.parametrize(
    "inside",
    [
        '<enclosure url="https://a.example/{n}.mp3"/>',
        '<media:content url="https://a.example/{n}.jpg"/>',
        "<pubDate>2{n} Nov 2026 17:04 EST</pubDate>",
    ],
)
def test_two_entries_of_which_nothing_else_is_known_are_two(inside: str) -> None:
    items = "".join(f"<item>{inside.format(n=number)}</item>" for number in (1, 2))

    first, second = entries(f"<rss {MEDIA}><channel>{items}</channel></rss>")

    assert first.key != second.key


def test_an_entry_of_text_alone_is_called_by_its_beginning() -> None:
    assert one("<description>La Ville dépose son budget.</description>").title == (
        "La Ville dépose son budget."
    )


@pytest.mark.parametrize(
    "before",
    [
        "<br />\n<b>Warning</b>:  Undefined variable $x in <b>/var/rss.php</b> on line 12<br />\n",
        "\nDeprecated: Function utf8_encode() is deprecated in /var/www/feed.php on line 4\n",
        "Notice: A non well formed numeric value <?xml version='1.0'?>",
        "\ufeff\n \ufeff",
    ],
)
@pytest.mark.parametrize("prolog", ["", "<?xml version='1.0'?>", "<!DOCTYPE rss>"])
def test_what_a_program_printed_before_the_feed_is_skipped(before: str, prolog: str) -> None:
    assert [entry.key for entry in entries(before + prolog + TWO)] == ["1", "2"]


def test_a_page_that_shows_a_feed_is_still_a_page() -> None:
    with pytest.raises(errors.NotAFeed) as refused:
        entries(f"<html><body><pre>{TWO}</pre></body></html>")

    assert refused.value.found == "html"


@pytest.mark.parametrize(
    "text",
    [
        TWO.replace("Un<", "R&D : a < b<"),
        TWO.replace("</item>", ""),
        TWO.replace("item>", "ITEM>"),
        TWO.replace("Un<", "Un<!-- jamais close<"),
        TWO.replace("<guid>1", "<description><![CDATA[ jamais clos</description><guid>1"),
        TWO.replace("Un<", "Un <b>deux<"),
        TWO.replace("Un<", "Un\x0b<"),
        TWO.replace("<guid>1", "<inconnu:x>y</inconnu:x><guid>1"),
        TWO.replace("</channel></rss>", ""),
        TWO.replace("</channel>", "<br></channel>"),
    ],
)
def test_what_can_be_read_of_an_ill_formed_feed_is_read(text: str) -> None:
    assert [entry.key for entry in entries(text)] == ["1", "2"]


def test_the_text_of_an_ill_formed_entry_is_whole() -> None:
    entry = one("<title>R&D&nbsp;: l&rsquo;an < 2027 &inconnu;</title><guid>1</guid>")

    assert entry.title == "R&D\u00a0: l’an < 2027 &inconnu;"


END = "</guid></item></channel></rss>"
PIECES = [
    *("<item>", "</item>", "<title>", "</title>", "<guid>", "</guid>", "<entry>", "</entry>"),
    *("<!--", "-->", "<![CDATA[", "]]>", "<", ">", "&", "&amp;", "&eacute;", "&#55357;", '"', "'"),
    *("<rss>", "</rss>", "<channel>", "</channel>", "<?xml version='1.0'?>", "<!DOCTYPE rss>"),
    *("</media:player>", "<image>", "</image>", "<author>", "</author>", "<x y='", "é", "\x00"),
    *("{", "}", "[", "]", '{"version":"https://jsonfeed.org/version/1","items":[', '"id":1', ","),
]


@settings(max_examples=200)
@given(
    some.lists(some.sampled_from(PIECES), max_size=30).map("".join),
    some.sampled_from([TWO, "", "<rss><channel>"]),
)
def test_whatever_comes_is_read_or_refused_by_name(text: str, before: str) -> None:
    with suppress(errors.FeedTrouble):
        for reading in readings(before.removesuffix(END) + text):
            assert len(reading.entries) == len(reading.places)


@pytest.mark.parametrize(
    ("inside", "author"),
    [
        ("<author>redaction@journal.example (Jean Bégin)</author>", "Jean Bégin"),
        ("<dc:creator>Jean Bégin</dc:creator>", "Jean Bégin"),
        ("<dc:creator>Ann</dc:creator><dc:creator>Luc</dc:creator>", "Ann, Luc"),
        (
            "<author>a@journal.example (Ann)</author><author>b@journal.example (Luc)</author>",
            "Ann, Luc",
        ),
        ("<dc:creator>Ann</dc:creator><author>a@journal.example (Ann)</author>", "Ann"),
        ("<author>Jean Bégin &lt;jean@journal.example></author>", "Jean Bégin"),
        ("<author>a@journal.example</author>", "a@journal.example"),
        ("<author><name>Ann</name><email>a@journal.example</email></author>", "Ann"),
    ],
)
def test_authors_are_named_whole(inside: str, author: str) -> None:
    assert one(f"<title>T</title>{inside}", DC).author == author


@pytest.mark.parametrize(
    ("inside", "title"),
    [
        ("<title>A</title><dc:title>B</dc:title>", "A"),
        ("<dc:title>B</dc:title><title>A</title>", "A"),
        ("<title>A</title><media:content><media:title>B</media:title></media:content>", "A"),
        ("<media:content><media:title>B</media:title></media:content><title>A</title>", "A"),
        ("<media:title>B</media:title><title>A</title>", "A"),
        ("<dc:title>B</dc:title>", "B"),
        ("<media:group><media:title>B</media:title></media:group>", "B"),
    ],
)
def test_an_entrys_title_is_its_own(inside: str, title: str) -> None:
    assert one(f"{inside}<guid>1</guid>", f"{DC} {MEDIA}").title == title


@pytest.mark.parametrize(
    "inside",
    [
        "<title>A</title><dc:title>B</dc:title>",
        "<dc:title>B</dc:title><title>A</title>",
        "<title>A</title><media:title>B</media:title>",
        "<image><url>u</url><description>d</description><title>B</title></image><title>A</title>",
        "<title>A</title><image><url>u</url><description>d</description><title>B</title></image>",
        "<title>A</title><textInput><description>d</description><title>B</title></textInput>",
    ],
)
def test_a_feeds_title_is_its_own(inside: str) -> None:
    (reading,) = readings(
        f"<rss {DC} {MEDIA}><channel>{inside}<item><title>T</title></item></channel></rss>"
    )

    assert reading.about.title == "A"


@pytest.mark.parametrize(
    ("inside", "moment"),
    [
        (
            "<pubDate>Thu, 26 Nov 2026 8:56 am PST</pubDate>",
            datetime(2026, 11, 26, 16, 56, tzinfo=UTC),
        ),
        (
            "<pubDate>26 novembre 2026 à 17 h 04</pubDate>",
            datetime(2026, 11, 26, 22, 4, tzinfo=UTC),
        ),
        ("<pubDate>Nov 26, 2026 5:04 PM</pubDate>", datetime(2026, 11, 26, 22, 4, tzinfo=UTC)),
        ("<pubDate>2026-11-26</pubDate>", datetime(2026, 11, 26, 5, 0, tzinfo=UTC)),
        ("<dc:date>2026-11-26T17:04:00</dc:date>", datetime(2026, 11, 26, 22, 4, tzinfo=UTC)),
        (
            "<pubDate>hier</pubDate><dc:date>2026-11-26</dc:date>",
            datetime(2026, 11, 26, 5, 0, tzinfo=UTC),
        ),
        ("<pubDate>hier</pubDate>", None),
        ("<pubDate>2026</pubDate>", None),
        ("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>", None),
    ],
)
def test_an_entrys_moment_is_the_one_that_was_meant(inside: str, moment: datetime | None) -> None:
    assert one(f"<title>T</title>{inside}", DC).published_at == moment
