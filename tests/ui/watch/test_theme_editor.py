"""The editor of a watch: mistakes at their place, what each term finds, phrases and lists."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.media.themes.model import NewTheme, NewWordList
from comms_desk.media.themes.word_lists_desk import WordListDesk
from comms_desk.ui.kit.controls import Chip
from comms_desk.ui.watch.page import WatchPage
from comms_desk.ui.watch.theme_panel import ThemePanel
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom
from tests.ui.keys import click, press, type_words
from tests.ui.watch.showing import shown


@pytest.fixture
def panel(qtbot: QtBot, page: WatchPage, room: WatchRoom) -> ThemePanel:
    WordListDesk(room.database).add(NewWordList(name="sport", terms=("Canadiens", "hockey")))
    shown(qtbot, page)
    page.new()
    return page.theme_panel


def said(chips: list[Chip]) -> list[str]:
    return [chip.text() for chip in chips]


def test_a_mistake_is_underlined_at_its_place_and_reached_by_a_key(
    qtbot: QtBot, panel: ThemePanel
) -> None:
    panel.query.setPlainText(" 🌳parc OR @nobody OR parc")
    qtbot.waitUntil(panel.notes[panel.query].isVisible)

    (wrong,) = panel.query.extraSelections()
    assert wrong.cursor.selectedText() == "@nobody"
    assert "@nobody" in panel.query.accessibleDescription()
    assert [each.keys for each in panel.query.commands()] == ["F8"]
    press(panel.query, Qt.Key.Key_F8)
    assert panel.query.textCursor().selectedText() == "@nobody"


def test_a_query_that_is_not_finished_is_underlined_at_its_end(
    qtbot: QtBot, panel: ThemePanel
) -> None:
    type_words(panel.query, "parc OR")
    qtbot.waitUntil(panel.notes[panel.query].isVisible)

    (wrong,) = panel.query.extraSelections()
    assert wrong.cursor.selectedText() == "R"
    type_words(panel.query, " parc")
    qtbot.waitUntil(lambda: not panel.query.extraSelections())


def test_nothing_moves_while_a_query_is_not_understood(qtbot: QtBot, panel: ThemePanel) -> None:
    def places() -> list[int]:
        parts = (panel.terms, panel.ignored, panel.grade, panel.alert, panel.found)
        return [each.mapTo(panel, each.rect().topLeft()).y() for each in parts]

    type_words(panel.query, "montreal OR @sport")
    qtbot.waitUntil(lambda: len(panel.terms.chips) == 2)
    before = places()

    type_words(panel.query, " OR")
    qtbot.waitUntil(panel.notes[panel.query].isVisible)

    assert places() == before


def test_each_term_says_what_it_finds_and_is_tried_alone_by_a_press(
    qtbot: QtBot, panel: ThemePanel
) -> None:
    type_words(panel.query, "@sport OR zamboni OR title:budget")
    qtbot.waitUntil(lambda: len(panel.terms.chips) == 3)
    sport, zamboni, budget = panel.terms.chips
    assert said(panel.terms.chips) == ["@sport · 1", "zamboni · 0", "title:budget · 1"]
    assert [chip.property("unsure") for chip in panel.terms.chips] == [False, True, False]
    assert zamboni.accessibleDescription() == "Finds nothing."
    assert len(panel.found.rows.rows()) == 2

    click(budget)
    qtbot.waitUntil(lambda: panel.said.text().startswith("title:budget alone: 1 of"))
    assert [row.title for row in panel.found.rows.rows()] == [BUDGET[0]]
    click(sport)
    qtbot.waitUntil(lambda: [row.title for row in panel.found.rows.rows()] == [HOCKEY[0]])
    assert not budget.isChecked()

    click(sport)
    qtbot.waitUntil(lambda: panel.said.text().startswith("2 of"))


def test_phrases_to_ignore_are_taken_changed_and_let_go_by_keys(
    qtbot: QtBot, panel: ThemePanel
) -> None:
    type_words(panel.query, "montreal")
    field = panel.ignored
    field.line.setText("Canadiens de Montréal")
    press(field.line, Qt.Key.Key_Return)
    field.line.setText("CF Montréal")
    assert panel._typed.ignored == ("Canadiens de Montréal", "CF Montréal")
    press(field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: said(field.shelf.chips) == ["Canadiens de Montréal · 1", "CF Montréal · 0"]
    )

    click(field.shelf.chips[1])
    assert field.line.text() == "CF Montréal"
    assert panel._typed.ignored == ("Canadiens de Montréal", "CF Montréal")
    field.line.clear()
    press(field.shelf.chips[0], Qt.Key.Key_Delete)

    assert not field.phrases
    assert field.line.hasFocus()


def test_a_list_is_made_while_a_watch_is_written_which_then_names_it(
    qtbot: QtBot, page: WatchPage, panel: ThemePanel, room: WatchRoom
) -> None:
    type_words(panel.query, "@argent")
    qtbot.waitUntil(panel.notes[panel.query].isVisible)
    click(panel.lists)
    qtbot.waitUntil(lambda: bool(page.lists_panel.lists.rows.rows()))
    click(page.lists_panel.add)
    form = page.list_form
    type_words(form.name, "argent")
    form.terms.setPlainText("budget\n=Taxe")

    with qtbot.waitSignal(page.undoable):
        click(form.accept)
    click(form.leave)
    click(page.lists_panel.leave)

    assert page.right.currentWidget() is panel
    assert panel.query.toPlainText() == "@argent"
    qtbot.waitUntil(lambda: panel.said.text().startswith("1 of"))
    (words,) = [each for each in WordListDesk(room.database).every() if each.name == "argent"]
    assert words.terms == ("budget", "=Taxe")


def test_a_list_is_changed_from_its_row_and_changed_back(
    qtbot: QtBot, page: WatchPage, panel: ThemePanel, room: WatchRoom
) -> None:
    desk = WordListDesk(room.database)
    (sport,) = desk.every()
    room.watches.add(NewTheme(name="Clubs", query="@sport"))
    click(panel.lists)
    qtbot.waitUntil(lambda: bool(page.lists_panel.lists.rows.rows()))
    (row,) = page.lists_panel.lists.rows.rows()
    assert (row.title, row.moment) == ("@sport", "1 watch")
    page.lists_panel.lists.activated_row.emit(row.key)
    form = page.list_form
    qtbot.waitUntil(lambda: form.by.text() == "Named by: “Clubs”")

    form.terms.setPlainText("budget")
    qtbot.waitUntil(lambda: form.would.text().startswith("“Clubs”: 1 gained · 1 lost\namong the "))
    form.terms.setPlainText("Canadiens\nhockey")
    qtbot.waitUntil(form.would.isHidden)
    form.terms.setPlainText("budget")
    with qtbot.waitSignal(page.undoable) as done:
        click(form.accept)
    assert desk.get(sport.id).terms == ("budget",)
    click(form.bin)
    qtbot.waitUntil(form.error.isVisible)
    assert desk.get(sport.id).name == "sport"

    assert done.args is not None
    done.args[1]()
    qtbot.waitUntil(lambda: desk.get(sport.id) == sport)
    qtbot.waitUntil(lambda: form.terms.toPlainText() == "Canadiens\nhockey")


def test_a_list_half_typed_is_there_again_in_the_next_window(
    qtbot: QtBot,
    page: WatchPage,
    panel: ThemePanel,
    next_page: Callable[[], WatchPage],
    room: WatchRoom,
) -> None:
    (sport,) = WordListDesk(room.database).every()
    click(panel.lists)
    page.lists_panel.opened.emit(sport.id)
    qtbot.waitUntil(lambda: page.list_form.id == sport.id)
    page.list_form.terms.setPlainText("Canadiens")
    page.lists_panel.opened.emit(None)
    type_words(page.list_form.name, "argent")
    page.leaving()
    qtbot.waitUntil(lambda: not page.errands.unwritten)
    page.close()

    again = next_page()
    again.lists_panel.opened.emit(None)
    form = again.list_form
    qtbot.waitUntil(lambda: form.name.text() == "argent")
    again.lists_panel.opened.emit(sport.id)
    qtbot.waitUntil(lambda: form.terms.toPlainText() == "Canadiens")
    assert WordListDesk(room.database).get(sport.id) == sport

    click(form.leave)
    again.lists_panel.opened.emit(sport.id)
    qtbot.waitUntil(lambda: form.terms.toPlainText() == "Canadiens\nhockey")


def test_what_is_typed_of_a_list_that_is_refused_stays(
    qtbot: QtBot, page: WatchPage, panel: ThemePanel
) -> None:
    click(panel.lists)
    click(page.lists_panel.add)
    form = page.list_form
    type_words(form.name, "argent")
    type_words(form.terms, "@sport")

    click(form.accept)

    qtbot.waitUntil(form.error.isVisible)
    assert form.terms.hasFocus()
    assert form.terms.toPlainText() == "@sport"
