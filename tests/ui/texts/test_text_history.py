"""What was done to a text beside its words: said in its details, put back there, or by Ctrl+Z."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.drafting.desk import new_sitting
from comms_desk.media.drafting.model import Draft
from comms_desk.storage.model import FieldChange
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.history import _PutBack, _See
from comms_desk.ui.shell.window import Window
from comms_desk.ui.texts import page as texts_page
from comms_desk.ui.texts.page import TextsPage
from tests.support.windows import held_answers, held_writes
from tests.ui.keys import asked_by, click, press, type_words
from tests.ui.texts.pages import NEW, opened

UNDO = (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def window(qtbot: QtBot, errands: Errands) -> Iterator[Window]:
    made = Window(errands)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    yield made
    made.close()


def texts(window: Window, qtbot: QtBot, draft: Draft) -> TextsPage:
    window.open(Ref(Subject.DRAFT, draft.id))
    page = window.page
    assert isinstance(page, TextsPage)
    opened(page, qtbot, draft)
    return page


def test_the_details_say_what_was_changed_and_put_it_back(
    window: Window, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    office.drafts.edit(draft.id, FieldChange("kind", "release", "speech"))
    until = office.database.clock.now() + timedelta(days=1)
    office.embargoes.place(draft.ref, until=until, ends_when="")
    details = texts(window, qtbot, draft).card.details
    history = details.history

    click(history.button)

    def said() -> list[str]:
        return [each.text() for each in history.findChildren(QLabel) if each.isVisible()]

    qtbot.waitUntil(lambda: "Kind: Release → Speech" in said())
    assert any(each.startswith("Embargo: nothing → ") for each in said())
    (back,) = [each for each in history.findChildren(_PutBack) if each.isVisible()]
    back.setFocus()
    press(back, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: office.drafts.get(draft.id).kind == NEW.kind)
    qtbot.waitUntil(lambda: "Kind: Speech → Release" in said())
    qtbot.waitUntil(lambda: window.errands.is_idle)
    stays = window.focusWidget()
    assert stays is not None
    assert stays.accessibleName().startswith("Kind: Release → Speech")


def test_a_title_that_was_saved_is_undone_by_the_window_and_one_that_was_not_by_the_field(
    window: Window, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    page = texts(window, qtbot, draft)
    title = page.card.title.editor
    title.setFocus()
    type_words(title, "Le ")
    page.card.saver.save_now()
    qtbot.waitUntil(lambda: office.drafts.get(draft.id).title == "Le Budget 2027")
    qtbot.waitUntil(lambda: page.errands.is_idle)
    type_words(title, "x")

    press(title, *UNDO)
    assert page.card.title.value == "Le Budget 2027"
    page.card.saver.save_now()
    qtbot.waitUntil(lambda: page.errands.is_idle)
    press(title, *UNDO)

    qtbot.waitUntil(lambda: office.drafts.get(draft.id).title == "Budget 2027")
    qtbot.waitUntil(lambda: page.card.title.value == "Budget 2027")


def test_what_was_read_before_a_save_and_comes_after_it_does_not_stand_over_what_was_saved(
    window: Window, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    page = texts(window, qtbot, draft)
    title = page.card.title.editor
    title.setFocus()
    type_words(title, "Le ")

    with held_answers(texts_page, "read_opened") as read:
        page.refresh()
        qtbot.waitUntil(read.is_set)
        page.card.saver.save_now()
        qtbot.waitUntil(lambda: office.drafts.get(draft.id).title == "Le Budget 2027")
        qtbot.waitUntil(lambda: not page.card.title.is_unsaved)
    qtbot.waitUntil(lambda: page.errands.is_idle)
    type_words(title, "x")
    press(title, *UNDO)

    assert page.card.title.value == "Le Budget 2027"


def emptied(page: TextsPage, qtbot: QtBot, office: Office, draft: Draft) -> None:
    """Delete all of the text, and go away: the empty text is kept."""
    page.card.editor.selectAll()
    press(page.card.editor, Qt.Key.Key_Delete)
    page.leaving()
    qtbot.waitUntil(lambda: page.errands.is_idle)
    assert office.drafts.text(draft.id) == ""


def seen(page: TextsPage, qtbot: QtBot) -> _See:
    history = page.card.details.history
    click(history.button)

    def shown() -> list[_See]:
        return [each for each in history.findChildren(_See) if each.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()) and page.errands.is_idle)
    return shown()[0]


def test_a_body_that_was_deleted_is_in_the_history_and_is_put_back_from_there(
    window: Window, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    page = texts(window, qtbot, draft)
    emptied(page, qtbot, office, draft)

    click(seen(page, qtbot))
    qtbot.waitUntil(page.card.past.isVisible)
    said = [each.text() for each in page.card.details.history.findChildren(QLabel)]
    assert "Text: La Ville agit. → nothing" in said
    assert page.card.past.then.toPlainText() == "La Ville agit."
    click(page.card.past.take)

    qtbot.waitUntil(lambda: office.drafts.text(draft.id) == NEW.text)
    assert page.card.editor.text().text == "La Ville agit."
    assert [each.text for each in office.drafts.revisions(draft.id)] == [NEW.text, "", NEW.text]


def test_what_was_typed_since_is_kept_when_an_earlier_text_is_put_back(
    window: Window, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    page = texts(window, qtbot, draft)
    emptied(page, qtbot, office, draft)
    click(seen(page, qtbot))
    qtbot.waitUntil(page.card.past.isVisible)
    click(page.card.past.back)
    type_words(page.card.editor, "Autre chose.")

    page.card.past.take.click()

    qtbot.waitUntil(lambda: page.errands.is_idle)
    assert office.drafts.text(draft.id) == NEW.text
    assert office.drafts.revisions(draft.id)[1].text == "Autre chose.\n"
    assert office.drafts.open(draft.id).asides == ()


def test_an_earlier_text_is_put_beside_what_somebody_else_kept_since(
    window: Window, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    page = texts(window, qtbot, draft)
    emptied(page, qtbot, office, draft)
    click(seen(page, qtbot))
    qtbot.waitUntil(page.card.past.isVisible)
    base = office.drafts.open(draft.id).base

    with held_writes(page.errands):
        page.card.past.take.click()
        office.drafts.revise(draft.id, "La leur.\n", base=base, sitting=new_sitting(""))
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert office.drafts.text(draft.id) == "La leur.\n"
    assert [each.text for each in office.drafts.open(draft.id).asides] == [NEW.text]


def test_once_the_editor_has_nothing_to_undo_the_last_text_that_was_kept_is_taken_back(
    window: Window, qtbot: QtBot, office: Office
) -> None:
    draft, other = office.drafts.add(NEW), office.drafts.add(replace(NEW, title="Autre"))
    page = texts(window, qtbot, draft)
    emptied(page, qtbot, office, draft)
    opened(page, qtbot, other)
    opened(page, qtbot, draft)

    press(page.card.editor, *UNDO)

    qtbot.waitUntil(lambda: office.drafts.text(draft.id) == NEW.text)
    qtbot.waitUntil(lambda: page.card.editor.text().text == "La Ville agit.")


def test_what_is_being_typed_in_a_text_is_what_is_undone_from_its_list(
    window: Window, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    page = texts(window, qtbot, draft)
    title = page.card.title.editor
    title.setFocus()
    type_words(title, "Le ")
    page.card.saver.save_now()
    qtbot.waitUntil(lambda: page.errands.is_idle)
    type_words(page.card.editor, " Encore.")
    page.focus_list()

    press(page.column.list, *UNDO)

    qtbot.waitUntil(lambda: page.card.editor.text().text == "La Ville agit.")
    assert office.drafts.get(draft.id).title == "Le Budget 2027"
    assert "La Ville **agit**. Encore.\n" in [
        each.text for each in office.drafts.revisions(draft.id)
    ]


def test_a_text_that_was_put_back_just_after_it_was_deleted_is_undone_by_itself(
    window: Window, qtbot: QtBot, office: Office
) -> None:
    draft, other = office.drafts.add(NEW), office.drafts.add(replace(NEW, title="Autre"))
    page = texts(window, qtbot, draft)
    emptied(page, qtbot, office, draft)
    click(seen(page, qtbot))
    qtbot.waitUntil(page.card.past.isVisible)
    click(page.card.past.take)
    qtbot.waitUntil(lambda: page.errands.is_idle)
    opened(page, qtbot, other)

    for text in ("", NEW.text):
        window.undo()
        click(asked_by(window.toast, qtbot))
        qtbot.waitUntil(lambda: page.errands.is_idle)
        assert office.drafts.text(draft.id) == text
