"""A text that was chosen is shown, whatever else is read or kept meanwhile."""

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.ui.texts import page as texts_page
from comms_desk.ui.texts.page import TextsPage
from comms_desk.ui.texts.reading import read_opened
from tests.support.windows import held_answers
from tests.ui.keys import press, type_words
from tests.ui.texts.pages import NEW, all_written, opened


def test_a_text_that_was_left_is_not_read_again_over_the_one_chosen(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    left = office.drafts.add(NEW)
    chosen = office.drafts.add(replace(NEW, title="Piscines"))
    opened(page, qtbot, left)
    qtbot.waitUntil(lambda: page.errands.is_idle)
    type_words(page.card.editor, "x")
    press(page.card.editor, Qt.Key.Key_Backspace)

    with held_answers(texts_page, "read_opened"):
        page.pick(chosen.id)
        all_written(page, qtbot)  # the text that was left is kept, and the page has heard of it
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.card.draft is not None
    assert page.card.draft.id == chosen.id


def test_the_details_are_of_the_text_that_is_shown(
    page: TextsPage, office: Office, qtbot: QtBot
) -> None:
    first = office.drafts.add(replace(NEW, title="Budget 2027"))
    second = office.drafts.add(replace(NEW, title="Piscines"))
    details = page.card.details

    page.card.show_opened(read_opened(office, first.id))
    assert details.saver.id == first.id

    page.card.show_opened(read_opened(office, second.id))
    assert details.saver.id == second.id
