"""Lists of feeds go in and out."""

import csv
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest

from comms_desk.media.feeds.desk import FeedDesk, starter
from comms_desk.media.feeds.errors import NotAFeedList
from comms_desk.media.feeds.model import NewFeed
from comms_desk.media.feeds.opml import FEED_LIMIT, RefusedFeed, WhyNot, read_list, write_list
from comms_desk.paths import resource
from comms_desk.storage.database import Database

DEFAULTS = Path(__file__).parents[3] / "resources" / "feeds" / "montreal.opml"


def test_every_outline_with_an_address_is_a_feed() -> None:
    content = (
        b"<?xml version='1.0' encoding='iso-8859-1'?><opml><body><outline text='Presse'>"
        b"<outline title='La Une \xe9' xmlUrl='https://a.example/rss'/>"
        b"<outline text='Bis' XMLURL='https://a.example/rss#x'/>"
        b"<outline text='Rien' xmlUrl='nowhere'/><outline text='Note'/></outline></body></opml>"
    )

    listed = read_list(content, name="feeds.opml")

    assert [(feed.address, feed.title) for feed in listed.feeds] == [
        ("https://a.example/rss", "La Une é")
    ]
    assert listed.refused == (RefusedFeed(line=1, address="nowhere", why=WhyNot.NO_ADDRESS),)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG",
        b"<opml><body></body></opml>",
        b"<html><body>Bonjour</body></html>",
        b"<opml>" + b" " * (6 << 20),
        b"<!DOCTYPE o ["
        + b"".join(
            b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10 if level else b"lol")
            for level in range(10)
        )
        + b"]><opml><body><outline text='&l9;' xmlUrl='&l9;'/></body></opml>",
    ],
)
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(NotAFeedList):
        read_list(content, name="x.opml")


def outline(title: str, name: str, more: str = "") -> str:
    return f'<outline text="{title}" xmlUrl="https://{name}.example/rss"{more}/>'


def opml(*outlines: str, root: str = "opml") -> str:
    lines = "\n".join(outlines)
    return f"<?xml version='1.0'?>\n<{root}><head/><body>\n{lines}\n</body></opml>"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Sports & loisirs", "Sports & loisirs"),
        ("R&D &amp; nous", "R&D & nous"),
        ("a < b", "a < b"),
        ("<b>Une</b>", "<b>Une</b>"),
        ("Montr&eacute;al, l&rsquo;&icirc;le", "Montréal, l’île"),
        ("&inconnu;", "&inconnu;"),
        ("&amp;lt;i&amp;gt;", "&lt;i&gt;"),
        ("Une &#55357;&#56832;", "Une \U0001f600"),
        ("Une &#xD800;", "Une \ufffd"),
    ],
)
def test_a_title_that_is_not_escaped_loses_no_feed(written: str, title: str) -> None:
    listed = read_list(opml(outline(written, "a"), outline("B", "b")).encode(), name="x")

    assert [feed.title for feed in listed.feeds] == [title, "B"]
    assert (listed.total, listed.refused) == (2, ())


@pytest.mark.parametrize(
    "content",
    [
        opml(outline("É", "a"), root="opml xmlns='http://opml.org/spec2'").encode(),
        opml(outline("É", "a")).upper().replace("HTTPS://A.EXAMPLE/RSS", "https://a.example/rss"),
        opml(outline("É", "a")).encode("utf-16"),
        opml(outline("É", "a")).encode("utf-8-sig"),
        opml(outline("É", "a")).replace("xmlUrl", "xml_url"),
        opml(outline("É", "a", " type='rss'")).replace("xmlUrl", "url"),
        opml(outline("É", "a", " type='application/feed+json'")),
        opml(outline("É", "a")).replace("<head/>", ""),
        "\n" + opml(outline("É", "a")),
        opml(outline("É", "a")).removesuffix("</body></opml>"),
        opml("<outline text='d1'><outline text='d2'>" + outline("É", "a") + "</outline></outline>"),
        "<!DOCTYPE opml [<!ENTITY x 'y'>]>" + opml(outline("É", "a")).partition("?>")[2],
    ],
    ids=range(12),
)
def test_every_way_in_which_lists_are_written_is_read(content: str | bytes) -> None:
    whole = content.encode() if isinstance(content, str) else content

    (feed,) = read_list(whole, name="x").feeds

    assert (feed.address, feed.title) == ("https://a.example/rss", "É")


def test_what_becomes_no_feed_is_listed_with_its_line_and_why() -> None:
    content = opml(
        outline("A", "a"),
        "<!--\n" + outline("Avant", "avant") + "-->",
        outline('Le "Devoir"', "guillemets"),
        outline("Source", "source", ' type="source"'),
        '<outline text="Nue" xmlUrl=https://nue.example/rss />',
        '<outline xmlUrl="http://user:secret@c.example/rss"/>',
        outline("Fin", "fin") + "<outline text='note'/>",
    )

    listed = read_list(content.encode(), name="x")

    assert [feed.title for feed in listed.feeds] == ["A", "Fin"]
    assert [(each.line, each.address, each.why) for each in listed.refused] == [
        (6, "https://guillemets.example/rss", WhyNot.UNREADABLE),
        (7, "https://source.example/rss", WhyNot.NO_FEED),
        (8, "https://nue.example/rss", WhyNot.UNREADABLE),
        (9, "http://***@c.example/rss", WhyNot.LOGIN),
    ]


def test_of_a_list_too_long_the_first_come_in_and_all_are_counted() -> None:
    listed = read_list(
        opml(*(outline("A", f"a{number}") for number in range(FEED_LIMIT + 3))).encode(), name="x"
    )

    assert (len(listed.feeds), listed.total) == (FEED_LIMIT, FEED_LIMIT + 3)


@pytest.mark.parametrize("worst", ["<!--", "<", "&", " a='", "<outline xmlUrl='x'/>", "<a b='<&'>"])
def test_a_list_made_to_hurt_is_refused_or_read_soon(worst: str) -> None:
    content = opml(outline("A", "a")) + worst * ((4 << 20) // len(worst))
    began = process_time()

    with suppress(NotAFeedList):
        read_list(content.encode(), name="x")

    assert process_time() - began < 10


def test_folders_come_in_and_go_out_again(database: Database) -> None:
    desk = FeedDesk(database)
    content = opml(
        "<outline text='Presse'>",
        outline("A", "a"),
        "<outline title='Locale & quartiers'>",
        outline("B", "b"),
        outline("C", "c"),
        "</outline></outline>",
        outline("D", "d"),
    )
    desk.add_all(read_list(content.encode(), name="x").feeds)

    listed = read_list(write_list(desk.every(), title="Sources"), name="out.opml")

    assert {feed.title: feed.folder for feed in listed.feeds} == {
        "A": "Presse",
        "B": "Presse / Locale & quartiers",
        "C": "Presse / Locale & quartiers",
        "D": "",
    }
    assert write_list(desk.every(), title="Sources").count(b'text="Presse"') == 1


def test_what_is_paused_goes_out_and_comes_in_so(database: Database) -> None:
    desk = FeedDesk(database)
    read = desk.add(NewFeed(address="https://a.example/rss"))
    paused = desk.add(NewFeed(address="https://b.example/rss", paused=True))

    listed = read_list(write_list(desk.every(), title="Sources"), name="out.opml")

    assert [each.id for each in desk.due()] == [read.id]
    assert {feed.address: feed.paused for feed in listed.feeds} == {
        read.address: False,
        paused.address: True,
    }


def test_our_own_list_comes_with_its_outlets_and_goes_out_again(database: Database) -> None:
    desk = FeedDesk(database)
    listed = read_list(DEFAULTS.read_bytes(), name=DEFAULTS.name)

    added = desk.add_all(listed.feeds)
    again = read_list(write_list(desk.every(), title="Sources"), name="out.opml")

    assert len(added.new) == len(listed.feeds) > 30
    assert listed.refused == ()
    assert {feed.outlet_name for feed in desk.every()} >= {"La Presse", "Radio-Canada"}
    assert set(again.feeds) == set(listed.feeds)


def test_the_newsrooms_of_montreal_are_those_of_the_directory() -> None:
    with resource("outlets", "montreal.csv").open(encoding="utf-8-sig") as file:
        names = {row["name"] for row in csv.DictReader(file)}

    feeds = starter()

    assert {feed.outlet_name for feed in feeds} - names == {"montreal.ca"}
    assert all(feed.on_trial and feed.folder and feed.title for feed in feeds)
    assert {feed.language for feed in feeds} == {"fr", "en"}


def test_what_has_no_address_or_a_login_in_it_is_listed_with_that_reason() -> None:
    content = opml(
        outline("Bon", "a"),
        '<outline text="Presse" xmlUrl="">',
        outline("Bis", "b"),
        "</outline>",
        '<outline text="Sans adresse" type="rss" xmlUrl=""/>',
        '<outline text="Blanc" type="rss" xmlUrl=" "/>',
        '<outline text="Secret" xmlUrl="http://julie:m0tdepasse@c.example/rss"/>',
    )

    listed = read_list(content.encode(), name="x.opml")

    assert [(feed.title, feed.folder) for feed in listed.feeds] == [("Bon", ""), ("Bis", "Presse")]
    assert [(each.line, each.why) for each in listed.refused] == [
        (7, WhyNot.EMPTY),
        (8, WhyNot.EMPTY),
        (9, WhyNot.LOGIN),
    ]
    assert [each.address for each in listed.refused[:2]] == ["Sans adresse", "Blanc"]
    assert "m0tdepasse" not in listed.refused[2].address
