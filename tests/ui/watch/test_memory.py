"""What a theme learns from the Watch: not pertinent, examples, and an edit replayed."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes.model import MentionFilter, NewTheme, ThemeId
from comms_desk.media.themes.remembered import ExampleWanted
from comms_desk.ui.watch.page import WatchPage
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom
from tests.ui.keys import click, press, type_words
from tests.ui.watch.showing import PARKS, opened, rows, shown


def titles(page: WatchPage) -> list[str]:
    return [row.title for row in rows(page)]


@pytest.fixture
def montreal(room: WatchRoom) -> ThemeId:
    """A watch that finds the hockey too."""
    watch = room.watches.add(NewTheme(name="Montréal", query="montréal")).id
    room.catch_up()
    return watch


def to(qtbot: QtBot, page: WatchPage, title: str) -> ArticleId:
    """Show the card of the mention with that title."""
    shown(qtbot, page)
    for _ in range(5):
        page.step(1)
        qtbot.waitUntil(lambda: page.card.mention is not None)
        qtbot.waitUntil(lambda: page.card.ref == page.card_of)
        assert page.card.mention is not None
        if page.card.mention.text.title == title:
            return page.card.mention.id
    raise AssertionError(title)


def test_what_is_not_pertinent_leaves_the_list_by_a_key_and_comes_back(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    first = opened(qtbot, page)

    with qtbot.waitSignal(page.undoable) as done:
        press(page, Qt.Key.Key_X)

    qtbot.waitUntil(lambda: titles(page) == [BUDGET[0]])
    qtbot.waitUntil(lambda: page.card.irrelevant.put_aside.text() == "Pertinent after all")
    assert page.card.mention is not None
    assert page.card.mention.id == first
    assert room.watches.mention(first).irrelevant is not None
    assert done.args is not None
    assert done.args[0].startswith("Not pertinent · “Les parcs de Verdun")
    done.args[1]()
    qtbot.waitUntil(lambda: titles(page) == [PARKS[0], BUDGET[0]])


@pytest.mark.usefixtures("montreal")
def test_j_goes_on_below_what_was_put_aside(qtbot: QtBot, page: WatchPage) -> None:
    _, second, third = [row.key for row in shown(qtbot, page)]
    page.step(1)
    page.step(1)
    qtbot.waitUntil(lambda: page.card.ref == page.card_of and page.card.ref is not None)
    assert page.column.list.chosen == second

    press(page, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: [row.key for row in rows(page)].count(second) == 0)
    page.step(1)

    assert page.column.list.chosen == third


@pytest.mark.usefixtures("room")
def test_what_was_put_aside_is_listed_by_its_filter(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)
    opened(qtbot, page)
    press(page, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: titles(page) == [BUDGET[0]])

    click(page.narrower)
    click(page.filters.irrelevant)

    qtbot.waitUntil(lambda: titles(page) == [PARKS[0]])
    assert page.left_at.endswith("aside")


def test_the_phrase_that_is_proposed_is_ignored_by_a_key_and_that_is_undone(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office, montreal: ThemeId
) -> None:
    hockey = to(qtbot, page, HOCKEY[0])
    panel = page.card.irrelevant
    press(page, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: len(panel.notice.findChildren(type(panel.put_aside))) == 1)
    said = panel.notice.findChildren(type(panel.put_aside))[0]
    qtbot.waitUntil(lambda: said.text() == "Ignore the phrase (I)")
    assert ("Ignore the phrase", "I") in {(each.label, each.keys) for each in page.commands()}

    with qtbot.waitSignal(page.undoable) as done:
        press(page, Qt.Key.Key_I)

    assert room.watches.get(montreal).ignored == ("Canadiens de Montréal",)
    (kept,) = office.memory.examples(montreal)
    assert (kept.example.article, kept.example.wanted) == (hockey, ExampleWanted.MUST_NOT)
    assert kept.holds
    assert done.args is not None
    with qtbot.waitSignal(panel.taught):
        done.args[1]()
    assert room.watches.get(montreal).ignored == ()
    assert office.memory.examples(montreal) == ()


def test_an_article_is_kept_as_an_example_by_a_key(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    shown(qtbot, page)
    first = opened(qtbot, page)

    with qtbot.waitSignal(page.undoable) as done:
        press(page, Qt.Key.Key_T)

    found_by = room.watches.mention(first).watches
    kept = [each for watch in found_by for each in office.memory.examples(watch)]
    assert {each.example.wanted for each in kept} == {ExampleWanted.MUST}
    assert len(kept) == len(found_by) == 2
    assert done.args is not None
    done.args[1]()
    qtbot.waitUntil(lambda: not any(office.memory.examples(watch) for watch in found_by))


def test_an_article_that_no_theme_found_becomes_an_example_of_one_that_is_named(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    shown(qtbot, page)
    type_words(page.column.search, "canadien")
    qtbot.waitUntil(lambda: titles(page) == [HOCKEY[0]])
    opened(qtbot, page)
    picker = page.card.irrelevant.picker

    press(page, Qt.Key.Key_T)
    qtbot.waitUntil(picker.isVisible)
    qtbot.waitUntil(lambda: picker.list.rows.rowCount() == 2)
    type_words(picker.search, "parcs")
    with qtbot.waitSignal(page.undoable):
        press(picker.search, Qt.Key.Key_Return)

    parks = next(watch.id for watch in room.watches.every() if watch.name == "Parcs")
    (kept,) = office.memory.examples(parks)
    assert not kept.holds
    qtbot.waitUntil(lambda: page.themes.shown[parks].property("broken") is True)


def test_an_edit_says_what_it_changes_and_asks_on_its_button_for_what_it_breaks(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    city = next(watch for watch in room.watches.every() if watch.name == "Ville")
    (budget,) = [
        each.id
        for each in room.watches.mentions(MentionFilter(watch=city.id)).rows
        if each.text.title == BUDGET[0]
    ]
    office.memory.keep(budget, [city.id], ExampleWanted.MUST)
    shown(qtbot, page)
    page._edit_theme(city)
    panel = page.theme_panel
    qtbot.waitUntil(lambda: panel.memory.heading.text() == "Examples · 1")

    panel.query.setPlainText("parcs OR canadiens")
    verb = "Save the watch · 1 example broken"
    qtbot.waitUntil(lambda: panel.accept.text() == verb)

    assert panel.memory.said.text() == (
        "1 gained · 1 lost · 1 example broken · among the 3 newest articles"
    )
    assert [row.title for row in panel.memory.gained.rows.rows()] == [HOCKEY[0]]
    assert [row.title for row in panel.memory.lost.rows.rows()] == [BUDGET[0]]
    with qtbot.waitSignal(page.undoable):
        click(panel.accept)
    assert office.memory.broken() == {city.id: 1}
    qtbot.waitUntil(lambda: page.themes.shown[city.id].property("broken") is True)
    assert "1 example broken" in page.themes.shown[city.id].toolTip()


def test_an_edit_that_is_saved_at_once_asks_first_for_what_it_breaks(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    city = next(watch for watch in room.watches.every() if watch.name == "Ville")
    (budget,) = [
        each.id
        for each in room.watches.mentions(MentionFilter(watch=city.id)).rows
        if each.text.title == BUDGET[0]
    ]
    office.memory.keep(budget, [city.id], ExampleWanted.MUST)
    shown(qtbot, page)
    page._edit_theme(city)
    panel = page.theme_panel

    panel.query.setPlainText("parcs")
    click(panel.accept)
    qtbot.waitUntil(lambda: panel.accept.text() == "Save the watch · 1 example broken")
    assert room.watches.get(city.id).query == city.query
    with qtbot.waitSignal(page.undoable):
        click(panel.accept)
    assert room.watches.get(city.id).query == "parcs"


def test_an_edit_that_breaks_nothing_is_saved_by_one_press(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    city = next(watch for watch in room.watches.every() if watch.name == "Ville")
    shown(qtbot, page)
    page._edit_theme(city)

    page.theme_panel.query.setPlainText("parcs")
    with qtbot.waitSignal(page.undoable):
        click(page.theme_panel.accept)

    assert room.watches.get(city.id).query == "parcs"


def test_an_example_is_pasted_turned_round_and_removed_in_the_panel(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    city = next(watch for watch in room.watches.every() if watch.name == "Ville")
    shown(qtbot, page)
    page._edit_theme(city)
    memory = page.theme_panel.memory
    qtbot.waitUntil(lambda: memory.heading.text() == "No example yet")

    click(memory.begin)
    click(memory.add)
    assert page.theme_panel.error.isVisible()
    memory.title.setText("À l’hôtel de ville")
    click(memory.add)
    qtbot.waitUntil(lambda: memory.heading.text() == "Examples · 1")
    (kept,) = office.memory.examples(city.id)
    assert kept.holds
    memory.examples.choose(kept.example.id)
    click(memory.turn)
    qtbot.waitUntil(lambda: bool(memory.examples.rows.rows()[0].tags))
    with qtbot.waitSignal(page.undoable) as done:
        click(memory.remove)

    qtbot.waitUntil(lambda: memory.heading.text() == "No example yet")
    assert done.args is not None
    done.args[1]()
    qtbot.waitUntil(lambda: memory.heading.text() == "Examples · 1")
