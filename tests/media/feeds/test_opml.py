"""Lists of feeds go in and out."""

from pathlib import Path

import pytest

from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.errors import NotAFeedList
from comms_desk.media.feeds.opml import read_list, write_list
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
    assert listed.refused == ("nowhere",)


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


def test_our_own_list_comes_with_its_outlets_and_goes_out_again(database: Database) -> None:
    desk = FeedDesk(database)
    listed = read_list(DEFAULTS.read_bytes(), name=DEFAULTS.name)

    added = desk.add_all(listed.feeds)
    again = read_list(write_list(desk.every(), title="Sources"), name="out.opml")

    assert len(added.new) == len(listed.feeds) > 30
    assert listed.refused == ()
    assert {feed.outlet_name for feed in desk.every()} >= {"La Presse", "Radio-Canada"}
    assert set(again.feeds) == set(listed.feeds)
