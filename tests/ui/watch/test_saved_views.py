"""Any search is saved as a view, for oneself or for the office, and as a theme."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.themes.model import MentionFilter, Tone
from comms_desk.media.themes.saved_views import NewView
from comms_desk.ui.watch.page import WatchPage
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom
from tests.ui.keys import press, type_words
from tests.ui.watch.showing import PARKS, rows, shown


@pytest.fixture
def listed(qtbot: QtBot, page: WatchPage, room: WatchRoom) -> WatchPage:
    """The page with its two mentions listed."""
    assert room.watches.mentions().total == 2
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.errands.is_idle)
    return page


def titles(page: WatchPage) -> list[str]:
    return [row.title for row in rows(page)]


def offered(page: WatchPage) -> dict[str, bool]:
    """What the menu offers, and whether it can be pressed."""
    actions = page.views.menu().actions()
    return {each.text(): each.isEnabled() for each in actions if each.text()}


def trigger(page: WatchPage, verb: str) -> None:
    (action,) = (each for each in page.views.menu().actions() if each.text() == verb)
    action.trigger()


def search(qtbot: QtBot, page: WatchPage, words: str) -> None:
    page.column.search.setText(words)
    page.column.search.ask()
    qtbot.waitUntil(lambda: page.errands.is_idle)


def test_a_search_is_saved_under_a_name_and_undone(
    qtbot: QtBot, listed: WatchPage, office: Office
) -> None:
    assert offered(listed) == {
        "Save this search as a view…": False,
        "Make a watch of this search…": False,
    }
    search(qtbot, listed, "canadien")
    assert titles(listed) == [HOCKEY[0]]

    trigger(listed, "Save this search as a view…")
    assert listed.views.name.text() == "canadien"
    type_words(listed.views.name, "Hockey")
    listed.views.mine.setChecked(True)
    with qtbot.waitSignal(listed.undoable) as saved:
        press(listed.views.name, Qt.Key.Key_Return)

    (view,) = office.saved_views.every()
    assert (view.name, view.query, view.person) == ("Hockey", "canadien", office.database.actor)
    assert listed.views.line.isHidden()
    assert saved.args is not None
    saved.args[1]()
    qtbot.waitUntil(lambda: office.saved_views.every() == ())


def test_a_name_that_is_taken_is_said_where_it_was_typed(
    qtbot: QtBot, listed: WatchPage, office: Office
) -> None:
    office.saved_views.add(NewView(name="Hockey", query="canadien"))
    search(qtbot, listed, "canadiens")
    trigger(listed, "Save this search as a view…")
    type_words(listed.views.name, "HOCKEY")

    press(listed.views.name, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "already a view" in listed.views.error.words)
    assert not listed.views.line.isHidden()
    press(listed.views.name, Qt.Key.Key_Escape)
    assert listed.views.line.isHidden()


def test_a_view_lists_again_what_it_was_narrowed_to(
    qtbot: QtBot, listed: WatchPage, office: Office, room: WatchRoom
) -> None:
    parks = room.watches.mentions().rows[0].id
    room.watches.set_tone(parks, Tone.MIXED)
    (_ville, only) = room.watches.every()
    which = MentionFilter(watch=only.id, tone=Tone.MIXED, is_starred=True)
    view = office.saved_views.add(NewView(name="Parcs", which=which))
    office.triage.star(parks)
    qtbot.waitUntil(lambda: "Parcs" in offered(listed))

    trigger(listed, "Parcs")

    qtbot.waitUntil(lambda: titles(listed) == [PARKS[0]])
    assert listed.filters.starred.isChecked()
    assert listed.themes.chosen == only
    assert listed.filters.tone.currentText() == "Mixed"
    assert "Put the view “Parcs” in the bin" in offered(listed)
    assert not offered(listed)["Save this search as a view…"]
    with qtbot.waitSignal(listed.undoable):
        trigger(listed, "Put the view “Parcs” in the bin")
    assert office.saved_views.every() == ()
    office.saved_views.take_out_of_bin(view.id)
    search(qtbot, listed, "budget")
    listed.open(Ref(Subject.VIEW, view.id))
    qtbot.waitUntil(lambda: titles(listed) == [PARKS[0]])


def test_a_search_becomes_a_theme_that_is_being_written(
    qtbot: QtBot, listed: WatchPage, office: Office
) -> None:
    search(qtbot, listed, "budget OR canadien")
    assert set(titles(listed)) == {BUDGET[0], HOCKEY[0]}

    trigger(listed, "Make a watch of this search…")

    panel = listed.theme_panel
    assert listed.right.currentWidget() is panel
    assert panel.query.toPlainText() == "budget OR canadien"
    panel.name.setText("Budget")
    listed.views.theme_wanted.emit()
    assert panel.name.text() == "Budget"
    assert len(office.themes.every()) == 2
