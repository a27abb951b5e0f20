"""A text that left the house is archived from its card, read there, and taken out again."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.drafting.model import Draft, DraftStatus
from comms_desk.storage.errors import WasSent
from comms_desk.storage.model import FieldChange
from comms_desk.ui.frame.putting_away import ARCHIVED
from comms_desk.ui.kit.controls import Chip
from comms_desk.ui.texts.page import TextsPage
from tests.ui.keys import click, type_words
from tests.ui.texts.pages import NEW, opened


@pytest.fixture
def sent(office: Office) -> Draft:
    return office.drafts.add(replace(NEW, status=DraftStatus.RELEASED))


def rows(page: TextsPage) -> list[object]:
    listed = page.column.list.list.rows
    return [row.key for n in range(listed.rowCount()) if (row := listed.row(n)) is not None]


def test_the_button_of_the_bin_archives_what_was_sent_and_undo_takes_it_out(
    page: TextsPage, qtbot: QtBot, office: Office, sent: Draft
) -> None:
    opened(page, qtbot, sent)
    assert page.card.details.bin.text() == "Archive"

    with qtbot.waitSignal(page.undoable) as done:
        page.card.details.bin.click()
    qtbot.waitUntil(lambda: page.card.draft is None)
    qtbot.waitUntil(lambda: rows(page) == [])
    assert done.args[0] == "“Budget 2027” is archived"
    assert office.archive.find(sent.ref).name == "Budget 2027"

    done.args[1]()
    qtbot.waitUntil(lambda: page.card.draft is not None)
    qtbot.waitUntil(lambda: rows(page) == [sent.id])
    assert page.card.details.bin.text() == "Archive"
    assert not page.card.head.archived.isVisible()


def test_an_archived_text_is_found_read_and_not_written(
    page: TextsPage, qtbot: QtBot, office: Office, sent: Draft
) -> None:
    office.archive.put_in(sent.ref)
    page.shown()
    qtbot.waitUntil(lambda: page.errands.is_idle)
    assert rows(page) == []

    page.column.search.setText("budget")
    qtbot.waitUntil(lambda: rows(page) == [sent.id])
    opened(page, qtbot, sent)

    notice = page.card.head.archived
    qtbot.waitUntil(notice.isVisible)
    assert notice._words.text().startswith("Archived on ")
    assert notice._words.text().endswith("No rule lets it be destroyed.")
    type_words(page.card.editor, "Autre chose")
    assert page.card.editor.toPlainText() == "La Ville agit."
    assert not page.card.title.isEnabled()
    notice.acted.emit()
    qtbot.waitUntil(lambda: not page.card.editor.isReadOnly())
    assert office.archive.search().rows == ()


def test_the_archive_is_listed_alone_and_says_when_it_is_empty(
    page: TextsPage, qtbot: QtBot, office: Office, sent: Draft
) -> None:
    office.drafts.add(NEW)
    page.shown()
    (chip,) = [each for each in page.column.findChildren(Chip) if each.key == ARCHIVED]

    click(chip)
    qtbot.waitUntil(page.column.empty.isVisible)
    office.archive.put_in(sent.ref)

    qtbot.waitUntil(lambda: rows(page) == [sent.id])


def test_what_was_sent_since_it_was_read_is_not_binned_and_the_way_out_is_said(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    opened(page, qtbot, draft)
    office.drafts.edit(draft.id, FieldChange("status", "draft", "released"))

    page.card.bin_wanted.emit(draft.id)
    qtbot.waitUntil(page.error.isVisible)
    qtbot.waitUntil(lambda: page.card.details.bin.text() == "Archive")

    assert office.drafts.get(draft.id).title == "Budget 2027"
    with pytest.raises(WasSent):
        office.drafts.put_in_bin(draft.id)


def test_a_text_of_which_a_word_file_was_made_still_goes_to_the_bin(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    office.drafts.word(draft.id)
    opened(page, qtbot, draft)
    assert page.card.details.bin.text() == "Put in the bin"

    page.card.details.bin.click()

    qtbot.waitUntil(lambda: rows(page) == [])
    qtbot.waitUntil(lambda: [each.ref for each in office.bin.search().rows] == [draft.ref])
