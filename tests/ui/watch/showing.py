"""What the tests of the Watch page do first: show it, and open its first mention."""

from pytestqt.qtbot import QtBot

from comms_desk.media.articles.model import ArticleId
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.watch.page import WatchPage

PARKS = ("Les parcs de Verdun 🌳 rouvrent", "La mairesse de Montréal 🌳 et l’hôtel de ville.")


def shown(qtbot: QtBot, page: WatchPage) -> list[Row]:
    """Show the page and wait for its rows."""
    page.show()
    with qtbot.waitSignal(page.counted):
        page.shown()
    return page.column.list.list.rows.rows()


def rows(page: WatchPage) -> list[Row]:
    return page.column.list.list.rows.rows()


def opened(qtbot: QtBot, page: WatchPage) -> ArticleId:
    """Choose the first row and wait for its card."""
    page.step(1)
    qtbot.waitUntil(lambda: page.card.mention is not None)
    mention = page.card.mention
    assert mention is not None
    return mention.id
