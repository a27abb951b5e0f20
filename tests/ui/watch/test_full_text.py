"""The full text of an article in its card, with its marks, its source and its day."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.media.articles.model import ReadPage
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.model import FullTextWhen
from comms_desk.storage.model import FieldChange
from comms_desk.ui.watch.page import WatchPage
from tests.media.themes.newsroom import WatchRoom
from tests.ui.watch.showing import opened, shown

FIRE = ("Un incendie à Verdun", "Les pompiers y étaient.")
PAGE = "Les pompiers y étaient.\n\nÀ l’hôtel de ville, personne n’a répondu."


@pytest.fixture
def fire(room: WatchRoom) -> int:
    """An article of which the page alone says what a watch looks for."""
    change = FieldChange("full_text", FullTextWhen.NEVER, FullTextWhen.BEFORE)
    FeedDesk(room.database).edit(room.feed, change)
    (fire,) = room.deliver(FIRE)
    return fire


def test_a_card_shows_the_whole_page_where_it_was_read(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, fire: int
) -> None:
    (wanted,) = room.articles.wanted_pages()
    room.articles.keep_pages([ReadPage(article=wanted.article, text=PAGE)])
    room.catch_up()

    shown(qtbot, page)
    assert opened(qtbot, page) == fire
    qtbot.waitUntil(page.card.full.isVisible)

    assert page.card.text.toPlainText() == PAGE
    assert page.card.full.text().startswith("Full text of depeche.example, read ")
