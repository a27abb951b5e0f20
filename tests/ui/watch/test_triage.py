"""Mentions are starred, noted, rated and explained on their card, one or several at a time."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.stories.desk import StoryDesk
from comms_desk.media.themes.model import MentionFilter, Tone
from comms_desk.media.themes.triage import TriageDesk
from comms_desk.storage.model import FieldChange
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.watch.page import WatchPage
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom
from tests.ui.keys import press, type_words
from tests.ui.watch.showing import opened, rows, shown

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def first(qtbot: QtBot, page: WatchPage, room: WatchRoom) -> ArticleId:
    """The first mention, open, with the keys on the list."""
    assert room.watches.mentions().total == 2
    shown(qtbot, page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    article = opened(qtbot, page)
    page.column.list.setFocus()
    qtbot.waitUntil(lambda: page.errands.is_idle)
    return article


def listed(room: WatchRoom, which: MentionFilter) -> list[ArticleId]:
    return [each.id for each in room.watches.mentions(which).rows]


def undone(qtbot: QtBot, page: WatchPage, letter: str) -> str:
    """Press *letter*, undo what it did, and return what was said of it."""
    with qtbot.waitSignal(page.undoable) as done:
        press(page.column.list.list, letter)
    said, undo = done.args or ("", None)
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: page.errands.is_idle)
    return str(said)


def test_a_star_is_given_and_taken_back_by_one_key(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, first: ArticleId
) -> None:
    press(page.column.list.list, "S")
    qtbot.waitUntil(lambda: rows(page)[0].glyph == "★")

    assert rows(page)[0].spoken == "starred"
    qtbot.waitUntil(lambda: "Anne Roy" in page.card.marks.starred.text())
    assert undone(qtbot, page, "S").startswith("Star removed · “")
    assert listed(room, MentionFilter(is_starred=True)) == [first]


def test_a_note_is_written_where_it_is_read_and_saved_as_one_types(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, first: ArticleId
) -> None:
    press(page.column.list.list, "A")
    marks = page.card.marks
    assert marks.note.editor.hasFocus()
    type_words(marks.note.editor, "Sans doute: 4 a lire")

    qtbot.waitUntil(lambda: listed(room, MentionFilter(is_noted=True)) == [first])
    note = room.watches.mention(first).note
    assert note is not None
    assert (note.text, note.by) == ("Sans doute: 4 a lire", room.reader)
    assert room.watches.mention(first).star is None
    qtbot.waitUntil(lambda: "Anne Roy" in marks.noted.text())
    page.column.list.setFocus()
    qtbot.waitUntil(lambda: [tag.text for tag in rows(page)[0].tags][:1] == ["note"])


def test_a_tone_is_that_of_whoever_was_named_just_before(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, first: ArticleId
) -> None:
    press(page.column.list.list, "5")
    picker = page.card.marks.picker
    qtbot.waitUntil(picker.search.hasFocus)
    type_words(picker.search, "La mairesse")
    qtbot.waitUntil(lambda: [row.title for row in picker.list.rows.rows()] == ["La mairesse"])
    press(picker.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.card.tones.of == "La mairesse")

    with qtbot.waitSignal(page.undoable) as done:
        press(page.card.tones.buttons[Tone.POSITIVE], "4")

    assert (done.args or [""])[0].startswith("Tone of La mairesse: Negative · “")
    qtbot.waitUntil(lambda: not page.card.marks.toned.isHidden())
    press(page.card.tones.buttons[Tone.POSITIVE], "2")
    qtbot.waitUntil(lambda: room.watches.mention(first).tone is Tone.NEUTRAL)
    assert room.watches.mention(first).toned == (("La mairesse", Tone.NEGATIVE),)
    (again,) = page.card.marks.toned.findChildren(Button)
    assert again.text() == "− La mairesse: negative"


def test_one_key_tells_which_term_found_it_and_where(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, first: ArticleId
) -> None:
    assert room.watches.mention(first).watches
    why = page.card.marks.why

    press(page.column.list.list, "W")

    qtbot.waitUntil(lambda: not why.isHidden())
    told = {label.text() for label in why.findChildren(Label)}
    assert told == {'"hôtel de ville" (text)', "parcs (title) · rouvrent (title)"}
    press(page.column.list.list, "W")
    assert why.isHidden()
    press(page.column.list.list, "W")
    qtbot.waitUntil(lambda: not why.isHidden())
    with qtbot.waitSignal(page.open_wanted):
        why.findChildren(Button)[0].click()


def test_several_are_chosen_by_keys_and_done_to_with_one_undo(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, first: ArticleId
) -> None:
    both = [row.key for row in rows(page)]
    press(page.column.list.list, "J", SHIFT)
    qtbot.waitUntil(lambda: page.right.currentWidget() is page.chosen)

    assert page.chosen.title.text() == "2 chosen"
    qtbot.waitUntil(lambda: page.chosen.of.text() == "1 unread")
    assert page.chosen.articles == tuple(both)
    assert undone(qtbot, page, "S") == "Starred · 2 mentions"
    assert listed(room, MentionFilter(is_starred=True)) == []
    assert undone(qtbot, page, "4") == "Tone: Negative · 2 mentions"
    assert listed(room, MentionFilter(tone=Tone.NEGATIVE)) == []
    press(page.column.list.list, "K", SHIFT)
    qtbot.waitUntil(lambda: page.right.currentWidget() is page.card)
    assert page.chosen.articles == (first,)
    press(page.column.list.list, "A", CTRL)
    qtbot.waitUntil(lambda: page.right.currentWidget() is page.chosen)
    assert undone(qtbot, page, "X") == "Not pertinent · 2 mentions"
    assert listed(room, MentionFilter()) == both


def test_to_choose_a_row_with_others_is_not_to_read_it(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, first: ArticleId
) -> None:
    qtbot.waitUntil(lambda: room.watches.mention(first).article.is_read)
    press(page.column.list.list, "J", SHIFT)
    qtbot.waitUntil(lambda: page.right.currentWidget() is page.chosen)
    qtbot.waitUntil(lambda: page.errands.is_idle)
    other = page.chosen.articles[1]
    assert not room.watches.mention(other).article.is_read

    assert undone(qtbot, page, "U") == "Read · 2 mentions"
    assert not room.watches.mention(other).article.is_read
    assert room.watches.mention(first).article.is_read
    press(page.column.list.list, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.card.mention is not None and page.card.mention.id == other)


def test_the_list_is_narrowed_to_what_has_a_star_or_a_note(
    qtbot: QtBot, page: WatchPage, office: Office, first: ArticleId
) -> None:
    office.triage.star(first)
    page.filters.starred.click()
    qtbot.waitUntil(lambda: [row.key for row in rows(page)] == [first])

    page.filters.noted.click()

    qtbot.waitUntil(lambda: rows(page) == [])
    assert page.filters.left_at == ",,,starred,noted"


def test_the_keys_go_back_to_the_list_from_what_was_done_to_several(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, first: ArticleId
) -> None:
    press(page.column.list.list, "A", CTRL)
    qtbot.waitUntil(lambda: page.right.currentWidget() is page.chosen)
    assert first in page.chosen.articles
    (aside,) = (each for each in page.chosen.findChildren(Button) if each.key == "X")
    aside.setFocus()

    aside.click()

    qtbot.waitUntil(lambda: rows(page) == [])
    qtbot.waitUntil(lambda: page.right.currentWidget() is page.card)
    assert page.column.list.list.hasFocus()
    assert room.watches.mentions().total == 0


def test_a_star_is_of_the_whole_story_and_its_row_tells_the_note_of_a_copy(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    text = " ".join(f"mot{n}" for n in range(60)) + " à l’hôtel de ville."
    one, other = room.deliver(("Le budget est déposé", text), ("Budget : le dépôt", text))
    room.catch_up()
    StoryDesk(room.database).join(one, other)
    TriageDesk(room.database).edit(other, FieldChange("note", "", "Voir le tableau"))
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    page.column.list.choose(one)

    qtbot.waitUntil(lambda: page.card.marks.elsewhere.text() == "Note, La Dépêche: Voir le tableau")
    (row,) = (each for each in rows(page) if each.key == one)
    assert "note" in [tag.text for tag in row.tags]
    page.activateWindow()
    page.column.list.setFocus()
    press(page.column.list.list, "S")
    qtbot.waitUntil(lambda: set(listed(room, MentionFilter(is_starred=True))) == {one, other})


def test_a_star_that_a_copy_had_before_outlives_the_undo(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    text = " ".join(f"mot{n}" for n in range(60)) + " à l’hôtel de ville."
    one, other = room.deliver(("Le budget est déposé", text), ("Budget : le dépôt", text))
    room.catch_up()
    TriageDesk(room.database).star(other)
    StoryDesk(room.database).join(one, other)
    shown(qtbot, page)
    page.column.list.choose(one)
    page.activateWindow()
    page.column.list.setFocus()
    qtbot.waitUntil(lambda: page.errands.is_idle)

    undone(qtbot, page, "S")

    assert listed(room, MentionFilter(is_starred=True)) == [other]


def test_its_history_tells_who_starred_noted_and_grouped_it(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, first: ArticleId
) -> None:
    (other,) = room.deliver(BUDGET)
    StoryDesk(room.database).join(first, other)
    triage = TriageDesk(room.database)
    triage.star(first)
    triage.edit(first, FieldChange("note", "", "Voir le tableau"))
    history = page.card.marks.history

    history.button.toggle()

    def said() -> str:
        return " | ".join(label.text() for label in history.findChildren(Label))

    qtbot.waitUntil(lambda: "Voir le tableau" in said())
    assert "Star: no star → starred" in said()
    assert BUDGET[0] in said()
    assert "Anne Roy" in said()


@pytest.mark.usefixtures("room")
def test_a_page_that_opens_a_mention_hears_of_what_is_chosen_too(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    every = office.articles.search(limit=10).rows
    hockey = next(each for each in every if each.title == HOCKEY[0])  # in no row: no mention
    page.open(Ref(Subject.MENTION, hockey.id))
    shown(qtbot, page)

    page.column.list.list.selectAll()

    qtbot.waitUntil(lambda: page.right.currentWidget() is page.chosen)
