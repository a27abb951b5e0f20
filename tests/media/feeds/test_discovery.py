"""A site's address is enough: its feeds are looked for, and read once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from comms_desk.errors import CommsDeskError
from comms_desk.media.feeds import errors
from comms_desk.media.feeds.discovery import FoundFeed, find_feeds
from comms_desk.wording import say
from tools.tour import feed_server as serving
from tools.tour.feed_server import FeedServer

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
RSS = (
    "<rss><channel><title>La Une</title><language>fr-ca</language>"
    "<item><title>A</title><link>/a</link></item></channel></rss>"
)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


def find(address: str) -> tuple[FoundFeed, ...]:
    return find_feeds(address, allowed_networks=("127.0.0.0/8",), now=lambda: NOW)


def test_the_address_of_a_feed_is_itself(server: FeedServer) -> None:
    address = server.serve("/rss", serving.feed(RSS))

    assert find(address) == (FoundFeed(address=address, title="La Une", language="fr", entries=1),)


def test_a_page_announces_its_feeds(server: FeedServer) -> None:
    page = (
        "<!DOCTYPE html><html><head><link rel='alternate' type='application/rss+xml'"
        " href='feeds/une?a=1&amp;b=2'><link rel=alternate type=application/atom+xml"
        " href=/broken><link rel=stylesheet href=x.css></head></html>"
    )
    server.serve("/", serving.html(page))
    une = server.serve("/feeds/une?a=1&b=2", serving.feed(RSS))
    server.serve("/broken", serving.html())

    assert [each.address for each in find(server.address("/"))] == [une]


def test_what_a_page_calls_its_feeds_is_kept(server: FeedServer) -> None:
    page = (
        "<html><head><link rel=alternate type=application/rss+xml href=/une title=' Sports\n'>"
        "<link rel=alternate type=application/rss+xml href=/deux></head></html>"
    )
    server.serve("/", serving.html(page))
    for place in ("/une", "/deux"):
        server.serve(place, serving.feed(RSS))

    assert [each.announced_as for each in find(server.address("/"))] == ["Sports", ""]


JSON = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "La Une", "language": "fr",'
    ' "items": [{"id": 1}, {"id": 2}]}'
)


def test_a_json_feed_is_found_by_its_address_and_by_its_page(server: FeedServer) -> None:
    page = (
        "<html><head><link rel=alternate type=application/feed+json href=/une.json title=Une>"
        "</head></html>"
    )
    server.serve("/", serving.html(page))
    address = server.serve("/une.json", serving.feed(JSON))
    une = FoundFeed(address=address, title="La Une", language="fr", entries=2)

    assert find(address) == (une,)
    assert find(server.address("/")) == (replace(une, announced_as="Une"),)


def test_json_that_is_for_programs_does_not_hide_the_feed_beside_it(server: FeedServer) -> None:
    page = (
        "<html><head><link rel=alternate type=application/json href=/wp-json/posts/1>"
        "<link rel=alternate type=application/json href=/une.json></head></html>"
    )
    server.serve("/", serving.html(page))
    server.serve("/wp-json/posts/1", serving.feed('{"id": 1, "items": []}'))
    address = server.serve("/une.json", serving.feed(JSON))

    assert [each.address for each in find(server.address("/"))] == [address]


def test_a_page_that_only_links_to_its_feed_is_enough(server: FeedServer) -> None:
    server.serve("/", serving.html("<html><body><a href='/fil-rss'>RSS</a></body></html>"))
    address = server.serve("/fil-rss", serving.feed(RSS))

    assert [each.address for each in find(server.address("/"))] == [address]


def test_the_usual_places_are_tried_last(server: FeedServer) -> None:
    server.serve("/", serving.html())
    address = server.serve("/rss.xml", serving.feed(RSS))

    assert [each.address for each in find(server.address("/"))] == [address]


def test_a_site_without_a_feed_says_so(server: FeedServer) -> None:
    server.serve("/", serving.html())

    with pytest.raises(errors.NoFeedFound):
        find(server.address("/"))


def test_what_is_neither_page_nor_feed_is_named(server: FeedServer) -> None:
    with pytest.raises(errors.NotAFeed):
        find(server.serve("/pdf", serving.feed(b"%PDF-1.7")))


def test_a_feed_that_is_dangerous_is_said_to_be(server: FeedServer) -> None:
    with pytest.raises(errors.NotFollowed) as caught:
        find(server.serve("/bomb", serving.entity_bomb()))

    assert isinstance(caught.value.trouble, errors.DangerousFeed)


def test_a_page_cannot_lead_to_a_private_machine(server: FeedServer) -> None:
    server.serve(
        "/", serving.html("<html><head><a href='http://10.0.0.1/rss'>RSS</a></head></html>")
    )

    with pytest.raises(errors.NoFeedFound):
        find(server.address("/"))


def test_an_address_that_cannot_be_read_is_not_said_to_be_asked_again() -> None:
    with FeedServer() as gone:
        address = gone.address("/rss")

    with pytest.raises(CommsDeskError) as caught:
        find(address)

    said = say(caught.value)
    assert said.what == f"{address} est injoignable\u00a0: rien ne répond à ce port."
    assert said.way_out == (
        "Rien n’a été ajouté. Vérifiez l’adresse et la connexion de cet ordinateur, puis réessayez."
    )


@pytest.mark.parametrize("status", [410, 429, 500, 503])
def test_a_site_that_fails_while_it_is_looked_at_leaves_nothing_added(
    server: FeedServer, status: int
) -> None:
    server.serve("/", serving.status(status))

    with pytest.raises(CommsDeskError) as caught:
        find(server.address("/"))

    said = say(caught.value)
    assert said.way_out.startswith("Rien n’a été ajouté.")
    assert "redemandée" not in said.way_out
