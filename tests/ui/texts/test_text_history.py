"""What was done to a text beside its words: said in its details, put back there, or by Ctrl+Z."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.drafting.model import Draft
from comms_desk.storage.model import FieldChange
from comms_desk.ui.errands import Errands
from comms_desk.ui.history import _PutBack
from comms_desk.ui.texts.page import TextsPage
from comms_desk.ui.window import Window
from tests.ui.keys import click, press, type_words
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
