"""What is typed in a text reaches the database, however long somebody else holds it."""

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.errors import CommsDeskError
from comms_desk.media.drafting import model
from comms_desk.media.drafting.model import Draft, DraftKind, NewDraft
from comms_desk.storage.errors import StorageBusy
from comms_desk.ui.texts.page import TextsPage
from tests.support.databases import held
from tests.ui.keys import type_words
from tests.ui.texts.pages import all_written, opened

NEW = NewDraft(kind=DraftKind.RELEASE, title="Budget 2027", text="La Ville agit.\n")
OTHER = NewDraft(kind=DraftKind.RELEASE, title="Neige", text="Il neige.\n")
TYPED = "La Ville agit. Encore."


def told(page: TextsPage) -> list[CommsDeskError]:
    """Hear of what the window itself says, the text being left."""
    heard: list[CommsDeskError] = []
    page.errands.failed.connect(heard.append)
    return heard


def lengths(page: TextsPage) -> list[str]:
    return [row.detail.rpartition(" · ")[2] for row in page.column.list.list.rows.rows()]


def shows(page: TextsPage, draft: Draft) -> bool:
    return page.card.draft is not None and page.card.draft.id == draft.id


@pytest.mark.impatient
def test_a_text_left_while_the_database_is_held_is_kept_after(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft, other = office.drafts.add(NEW), office.drafts.add(OTHER)
    opened(page, qtbot, draft)
    heard = told(page)

    with held(office.database):
        type_words(page.card.editor, " Encore.")
        qtbot.waitUntil(lambda: page.column.list.choose(other.id))
        qtbot.waitUntil(lambda: shows(page, other))
        qtbot.waitUntil(lambda: bool(heard))
    all_written(page, qtbot)

    assert office.drafts.text(draft.id) == f"{TYPED}\n"
    assert office.drafts.text(other.id) == OTHER.text
    assert [type(error) for error in heard] == [StorageBusy]


@pytest.mark.impatient
def test_a_window_does_not_close_over_a_text_that_is_not_written(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    opened(page, qtbot, draft)

    with held(office.database):
        type_words(page.card.editor, " Encore.")
        page.leaving()
        qtbot.waitUntil(page.card.error.isVisible)
        assert page.errands.unwritten > 0
    all_written(page, qtbot)

    assert office.drafts.text(draft.id) == f"{TYPED}\n"
    assert page.card.error.isHidden()


def test_whoever_comes_back_finds_what_is_not_written_yet(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft, other = office.drafts.add(NEW), office.drafts.add(OTHER)
    opened(page, qtbot, draft)

    with held(office.database):
        type_words(page.card.editor, " Encore.")
        qtbot.waitUntil(lambda: page.column.list.choose(other.id))
        qtbot.waitUntil(lambda: shows(page, other))
        qtbot.waitUntil(lambda: page.column.list.choose(draft.id))
        qtbot.waitUntil(lambda: shows(page, draft))
        assert page.card.editor.text().text == TYPED
        page.card.editor.moveCursor(QTextCursor.MoveOperation.End)
        type_words(page.card.editor, " Fin.")
    page.leaving()
    all_written(page, qtbot)

    assert office.drafts.text(draft.id) == f"{TYPED} Fin.\n"
    assert office.drafts.open(draft.id).asides == ()


def test_what_is_typed_while_the_next_text_is_read_is_kept(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft, other = office.drafts.add(NEW), office.drafts.add(OTHER)
    opened(page, qtbot, draft)

    qtbot.waitUntil(lambda: page.column.list.choose(other.id))
    type_words(page.card.editor, " Encore.")
    qtbot.waitUntil(lambda: shows(page, other))
    all_written(page, qtbot)

    assert office.drafts.text(draft.id) == f"{TYPED}\n"


def test_what_no_try_can_save_is_said_once_and_stays_on_the_page(
    page: TextsPage, qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = office.drafts.add(NEW)
    opened(page, qtbot, draft)
    heard: list[object] = []
    page.card.texts.refused.connect(heard.append)
    monkeypatch.setattr(model, "TEXT_LENGTH", 5)

    type_words(page.card.editor, " Encore.")
    qtbot.waitUntil(page.card.error.isVisible)
    all_written(page, qtbot)
    assert not page.card.pause.waits
    page.leaving()
    all_written(page, qtbot)
    monkeypatch.undo()

    assert page.card._dirty
    assert [unsaved.typed for unsaved in page.errands.unsaved.every().values()] == [TYPED]
    page.leaving()
    all_written(page, qtbot)
    assert not page.errands.unsaved.every().values()
    assert office.drafts.text(draft.id) == f"{TYPED}\n"


def test_a_save_that_met_a_bug_keeps_nothing_that_is_typed_after_from_being_saved(
    page: TextsPage, qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = office.drafts.add(NEW)
    opened(page, qtbot, draft)
    monkeypatch.setattr(model, "TEXT_LENGTH", None)
    with qtbot.captureExceptions() as raised:
        type_words(page.card.editor, " Encore.")
        page.card.save_now()
        qtbot.waitUntil(lambda: bool(raised))
    all_written(page, qtbot)
    monkeypatch.undo()

    type_words(page.card.editor, " Fin.")
    page.card.save_now()

    qtbot.waitUntil(lambda: office.drafts.open(draft.id).text == f"{TYPED} Fin.\n")
    page.leaving()
    all_written(page, qtbot)
    assert page.card.texts.unwritten(draft.id) is None


def test_the_list_counts_the_words_that_are_saved_before_the_text_is_left(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Budget 2027"))
    opened(page, qtbot, draft)
    qtbot.waitUntil(lambda: lengths(page) == ["0 words"])

    type_words(page.card.editor, "La Ville agit.")

    qtbot.waitUntil(lambda: lengths(page) == ["3 words"])
    page.refresh()
    qtbot.waitUntil(lambda: page.errands.is_idle)
    assert lengths(page) == ["3 words"]
    assert office.drafts.text(draft.id) == ""
