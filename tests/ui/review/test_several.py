"""Several stories of the review at once; a page that is left open; a window with little room."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from pytestqt.qtbot import QtBot

from comms_desk.clock import StillClock
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.reviews.model import ItemState
from comms_desk.settings import REVIEW_READERS, SettingSection
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.review.page import ROOM_PX, ReviewPage
from comms_desk.ui.review.reading import Which
from comms_desk.ui.settings.page import SettingsPage
from comms_desk.ui.shell.window import Window
from tests.support.asked_of_desks import reviews_of_day
from tests.ui.keys import press, type_words
from tests.ui.review.desk_of_five import Desk, rest, rows, shown

SHIFT = Qt.KeyboardModifier.ShiftModifier
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


def choose_two(qtbot: QtBot, page: ReviewPage) -> None:
    """Choose the first two stories by keys."""
    press(page.column.list.list, Qt.Key.Key_J, SHIFT)
    qtbot.waitUntil(page.story.several.isVisible)


def tomorrow(desk: Desk) -> None:
    clock = desk.office.database.clock
    assert isinstance(clock, StillClock)
    clock.advance(timedelta(hours=20))


def test_several_are_put_under_a_section_together_and_put_back_by_one_undo(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.budget, desk.fire, desk.parks)
    shown(qtbot, page)
    choose_two(qtbot, page)
    assert page.story.several.text() == "2 stories chosen"
    assert page.story.section.text() == ""
    assert not page.story.summary.isVisible()

    press(page.column.list.list, ENTER)
    type_words(page.story.section, "City hall")
    with qtbot.waitSignal(page.undoable) as said:
        press(page.story.section, ENTER)
    rest(qtbot, page)
    assert [each.section for each in desk.review.kept] == ["City hall", "City hall", "Parcs"]
    said.args[1]()
    rest(qtbot, page)

    assert [each.section for each in desk.review.kept] == ["Budget", "Feux", "Parcs"]


def test_a_look_at_the_section_of_several_moves_none(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.budget, desk.fire)
    shown(qtbot, page)
    choose_two(qtbot, page)

    press(page.column.list.list, ENTER)
    press(page.story.section, ENTER)
    rest(qtbot, page)

    assert [each.section for each in desk.review.kept] == ["Budget", "Feux"]


def test_several_are_put_aside_together_and_come_back_by_one_undo(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.budget, desk.fire, desk.parks)
    shown(qtbot, page)
    choose_two(qtbot, page)

    with qtbot.waitSignal(page.undoable) as said:
        press(page.column.list.list, Qt.Key.Key_R)
    rest(qtbot, page)
    assert desk.titles() == ["La"]
    assert page.column.list.chosen == desk.review.kept[0].id
    said.args[1]()
    rest(qtbot, page)

    assert len(desk.review.kept) == 3


def test_several_are_kept_together(qtbot: QtBot, page: ReviewPage, desk: Desk) -> None:
    desk.keep(desk.fire)
    shown(qtbot, page)
    page.column.check(Which.TO_SORT)
    rest(qtbot, page)
    press(page.column.list.list, Qt.Key.Key_J, SHIFT)

    press(page.column.list.list, Qt.Key.Key_R)
    rest(qtbot, page)

    assert len(desk.review.kept) == 3


def test_escape_goes_back_to_one_first(qtbot: QtBot, page: ReviewPage, desk: Desk) -> None:
    desk.keep(desk.budget, desk.fire)
    shown(qtbot, page)
    choose_two(qtbot, page)

    with qtbot.assertNotEmitted(page.page_wanted):
        press(page.column.list.list, ESCAPE)

    assert len(page.column.list.list.together()) == 1
    qtbot.waitUntil(page.story.summary.isVisible)


def test_undoing_a_keep_puts_aside_again_what_had_been(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.budget, desk.fire)
    shown(qtbot, page)
    press(page.column.list.list, Qt.Key.Key_R)
    rest(qtbot, page)
    page.changing.keep([ArticleId(desk.budget)])
    with qtbot.waitSignal(page.undoable) as said:
        rest(qtbot, page)

    said.args[1]()
    rest(qtbot, page)

    assert said.args[1].undone == "Put aside again"
    assert [each.state for each in desk.review.aside] == [ItemState.ASIDE]


def test_a_page_left_open_past_midnight_stays_with_its_review_and_says_so(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.fire)
    evening = desk.review
    shown(qtbot, page)
    page.column.check(Which.TO_SORT)
    rest(qtbot, page)
    page.column.list.list.choose(desk.budget)
    tomorrow(desk)

    press(page.column.list.list, Qt.Key.Key_R)
    rest(qtbot, page)
    page.refresh()
    rest(qtbot, page)

    assert len(desk.reviews.get(evening.id).kept) == 2
    assert reviews_of_day(desk.reviews) == ()
    assert page.review is not None
    assert page.review.id == evening.id
    assert page.preview.notice._words.text() == (
        "This is the review of Tuesday, November 24, which was not sent."
    )
    there = page.preview.notice.findChild(Button)
    assert there is not None
    there.click()
    rest(qtbot, page)
    assert page.review is None


def test_where_there_is_little_room_a_summary_is_one_line_until_it_is_written(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.budget, desk.fire)
    page.resize(848, ROOM_PX - 1)
    shown(qtbot, page)
    listed, story = page.column.list.list, page.story
    whole = listed.height()
    assert story.write.text() == "Summary · 0 words of 30"
    assert not story.summary.isVisible()

    press(listed, ENTER)
    assert story.summary.field.editor.hasFocus()
    assert listed.height() < whole
    assert listed.viewport().rect().contains(listed.visualRect(listed.currentIndex()))
    type_words(story.summary.field.editor, "The budget.")
    press(story.summary.field.editor, ENTER)
    assert story.summary.field.editor.hasFocus()
    press(story.summary.field.editor, ESCAPE)

    qtbot.waitUntil(lambda: not story.summary.isVisible() and listed.height() == whole)
    rest(qtbot, page)
    assert [each.entry.summary for each in desk.review.kept] == ["The budget.", ""]


def test_of_a_frozen_review_nothing_is_said_to_be_still_to_write(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.budget)
    assert shown(qtbot, page)[0].detail == "Nothing is written yet"

    desk.reviews.issue(desk.review.id)
    page.refresh()
    rest(qtbot, page)

    assert rows(page)[0].detail == "Nothing was written there"


def gone_to(qtbot: QtBot, errands: Errands, window: Window, desk: Desk) -> ReviewPage:
    """Go to the review, in which one story is kept, and wait until it is shown."""
    desk.keep(desk.budget)
    window.go_to("review")
    page = window.page
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: not page._stale and errands.is_idle)
    return page


def test_every_key_of_the_page_is_in_the_list_of_keys(
    qtbot: QtBot, errands: Errands, window: Window, desk: Desk
) -> None:
    page = gone_to(qtbot, errands, window, desk)

    press(window, Qt.Key.Key_F1)

    listed = {row.moment for row in window.palette_box.list.rows.rows()}
    bound = {each.key().toString() for each in page.findChildren(QShortcut)}
    assert {each.replace("Return", "Enter") for each in bound} <= listed
    moves = {"Alt+Up", "Alt+Down", "Shift+Alt+Up", "Shift+Alt+Down"}
    assert {"J", "K", "Shift+J", "Shift+K", "Enter", "Esc", "Ctrl+C", *moves} <= listed


def test_what_sends_and_what_comes_after_is_found_by_name(
    qtbot: QtBot, errands: Errands, window: Window, desk: Desk
) -> None:
    page = gone_to(qtbot, errands, window, desk)
    by_name = {each.label: each for each in page.commands()}
    assert "Send me a test" in by_name

    by_name["Send · no readers yet"].act()
    settings = window.page
    assert isinstance(settings, SettingsPage)
    qtbot.waitUntil(
        settings.cards[SettingSection.REVIEW].fields[REVIEW_READERS.key].editor.hasFocus
    )
    window.go_to("review")
    desk.reviews.issue(desk.review.id)
    page.refresh()
    qtbot.waitUntil(lambda: not page._stale and errands.is_idle)

    assert "Addendum" in {each.label for each in page.commands()}


@pytest.mark.parametrize("which", [Which.KEPT, Which.TO_SORT])
def test_r_twice_on_the_last_story_is_one_change_with_its_undo(
    qtbot: QtBot, page: ReviewPage, desk: Desk, which: Which
) -> None:
    desk.keep(desk.budget)
    shown(qtbot, page)
    if which is Which.TO_SORT:
        page.column.check(which)
        rest(qtbot, page)
    before = desk.review.items
    done: list[tuple[object, ...]] = []
    page.undoable.connect(lambda *said: done.append(said))

    page.column.list.choose(rows(page)[-1].key)
    page.turn()
    page.turn()
    rest(qtbot, page)
    assert desk.review.items != before
    ((_said, undo),) = done
    assert callable(undo)
    undo()
    rest(qtbot, page)

    assert desk.review.items == before
