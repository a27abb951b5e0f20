"""A text put in the bin takes what was typed in it, and goes without disturbing another."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.media.drafting.model import DraftId
from comms_desk.ui.texts import page as texts_page
from comms_desk.ui.texts.page import TextsPage
from tests.support.windows import held_answers, held_writes
from tests.ui.keys import press, type_words
from tests.ui.texts.pages import NEW, opened


def said(page: TextsPage) -> list[str]:
    """Return what is said of what was done, as it is said."""
    heard: list[str] = []
    page.undoable.connect(lambda words, _undo: heard.append(words))
    return heard


def shown(page: TextsPage) -> DraftId | None:
    return None if page.card.draft is None else page.card.draft.id


@pytest.mark.parametrize("when", ["before the click", "after the click"])
def test_a_title_typed_as_its_text_goes_to_the_bin_comes_out_with_it(
    page: TextsPage, qtbot: QtBot, office: Office, when: str
) -> None:
    office.drafts.add(replace(NEW, title="Piscines"))
    draft = office.drafts.add(replace(NEW, title=""))
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


def test_a_text_opened_as_one_typed_in_goes_to_the_bin_stays_open(
    page: TextsPage, qtbot: QtBot, office: Office, clock: StillClock
) -> None:
    wanted = office.drafts.add(replace(NEW, title="Piscines"))
    clock.advance(timedelta(minutes=1))
    office.drafts.add(replace(NEW, title="Neige"))
    clock.advance(timedelta(minutes=1))
    binned = office.drafts.add(NEW)
    opened(page, qtbot, binned)
    heard = said(page)

    type_words(page.card.editor, " Encore.")
    with held_answers(texts_page, "read_opened"):
        page.card.bin_wanted.emit(binned.id)
        page.pick(wanted.id)
        qtbot.waitUntil(lambda: heard != [])
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert shown(page) == wanted.id
    assert heard == [f"“{NEW.title}” is in the bin"]


def test_whoever_puts_a_text_in_the_bin_is_not_told_that_somebody_did(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    opened(page, qtbot, draft)
    heard = said(page)

    type_words(page.card.editor, " Encore.")
    with held_answers(texts_page, "_put_in_bin") as binned:
        page.card.bin_wanted.emit(draft.id)
        qtbot.waitUntil(binned.is_set)
        page.read_card()
        qtbot.waitUntil(lambda: not page.errands._latest)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert heard == [f"“{NEW.title}” is in the bin"]
    assert shown(page) is None


def test_a_text_read_before_it_went_to_the_bin_is_not_shown_after(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    opened(page, qtbot, draft)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    with held_answers(texts_page, "read_opened") as read:
        page.read_card()
        qtbot.waitUntil(read.is_set)
        with qtbot.waitSignal(page.undoable):
            page.card.bin_wanted.emit(draft.id)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert shown(page) is None


def test_texts_that_are_chosen_together_go_to_the_bin_and_come_back_together(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    for title in ("Eau", "Neige", "Piscines"):
        office.drafts.add(replace(NEW, title=title))
    last = office.drafts.add(NEW)
    opened(page, qtbot, last)
    qtbot.waitUntil(lambda: page.column.list.shown == 4)
    rows = page.column.list.list
    press(rows, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    together = [row.key for row in rows.together()]
    qtbot.waitUntil(lambda: shown(page) is not None and shown(page) != last.id)

    with qtbot.waitSignal(page.undoable) as told:
        page.card.bin_wanted.emit(shown(page))

    assert told.args is not None
    assert told.args[0] == "2 texts are in the bin"
    qtbot.waitUntil(lambda: page.errands.is_idle)
    assert {each.ref.id for each in office.bin.search().rows} == set(together)
    told.args[1]()
    qtbot.waitUntil(lambda: page.column.list.shown == 4)
    qtbot.waitUntil(lambda: shown(page) in together)
    qtbot.waitUntil(lambda: page.errands.is_idle)
