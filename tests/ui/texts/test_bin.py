"""A text put in the bin takes what was typed in it, and goes without disturbing another."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.ui.texts_page import TextsPage
from tests.support.windows import held_writes
from tests.ui.keys import type_words
from tests.ui.texts.pages import NEW, opened


@pytest.mark.parametrize("when", ["before the click", "after the click"])
def test_a_title_typed_as_its_text_goes_to_the_bin_comes_out_with_it(
    page: TextsPage, qtbot: QtBot, office: Office, when: str
) -> None:
    office.drafts.new(replace(NEW, title="Piscines"))
    draft = office.drafts.new(replace(NEW, title=""))
    opened(page, qtbot, draft)
    refused: list[object] = []
    page.errands.failed.connect(refused.append)

    with qtbot.waitSignal(page.undoable), held_writes(page.errands):
        if when == "before the click":
            type_words(page.card.title.editor, "Budget")
            page.card.title.save_now()  # its save waits for the database
            type_words(page.card.title.editor, " 2027")
            page.card.bin_wanted.emit(draft.id)
        else:
            page.card.bin_wanted.emit(draft.id)
            type_words(page.card.title.editor, "Budget 2027")
    qtbot.waitUntil(lambda: page.errands.is_idle)

    page.take_out_of_bin()
    qtbot.waitUntil(lambda: page.card.draft is not None and page.card.draft.id == draft.id)
    assert page.card.title.value == office.drafts.get(draft.id).title == "Budget 2027"
    assert refused == []
