"""What an article says, its page too, from the command line."""

import json

import pytest

from comms_desk.across.office import Office
from comms_desk.media.articles.model import ArticleMissing, Missing, ReadPage
from tests.cli.asking import ask
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom


def test_a_feed_s_articles_are_read_on_their_page_as_it_is_set(office: Office) -> None:
    room = WatchRoom(office.database)

    ask(office, "feeds", "set", str(room.feed), "full_text", "Before the watches are asked")
    (budget,) = room.deliver(BUDGET)

    assert [each.article for each in office.articles.wanted_pages()] == [budget]
    shown = json.loads(ask(office, "feeds", "show", str(room.feed), "--json").stdout)
    assert shown["full_text"] == "before"


def test_the_full_text_of_an_article_is_shown(office: Office) -> None:
    room = WatchRoom(office.database)
    ask(office, "feeds", "set", str(room.feed), "full_text", "before")
    budget, hockey = room.deliver(BUDGET, HOCKEY)
    waiting = ask(office, "articles", "text", str(budget))
    assert "will be asked of depeche.example" in waiting.stderr
    assert BUDGET[1] in waiting.stdout

    room.articles.keep_pages(
        [
            ReadPage(article=budget, text="La page entière.", for_subscribers=True),
            ReadPage(article=hockey, missing=Missing.BARRED),
        ]
    )

    shown = ask(office, "articles", "text", str(budget))
    assert "Subscribers only: depeche.example shows the beginning" in shown.stderr
    assert shown.stdout == f"{BUDGET[0]}\n\nLa page entière.\n"
    told = json.loads(ask(office, "articles", "text", str(hockey), "--json").stdout)
    assert (told["text"], told["full_text"], told["missing"]) == (HOCKEY[1], "", "barred")
    assert "robots.txt" in told["state"]


def test_an_article_of_which_no_page_was_wanted_shows_its_feed_s_words(office: Office) -> None:
    (budget,) = WatchRoom(office.database).deliver(BUDGET)

    told = json.loads(ask(office, "articles", "text", str(budget), "--json").stdout)

    assert (told["text"], told["full_text"], told["state"]) == (BUDGET[1], "", "")
    with pytest.raises(ArticleMissing):
        ask(office, "articles", "text", "12")
