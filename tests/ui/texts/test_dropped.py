"""A file dropped on the Texts page is a text."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.drafting.model import Draft, DraftKind, NewDraft
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.storage.model import FieldChange
from comms_desk.text.markdown import read_markdown
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.texts.page import TextsPage
from tests.documents.word_files import opened, saved, word_file
from tests.ui.keys import press
from tests.ui.texts.pages import all_written
from tests.ui.texts.pages import opened as opened_on


def drop(page: TextsPage, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    page.dropEvent(
        QDropEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_the_head_of_a_file_dropped_on_the_page_says_its_dossier(
    page: TextsPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    dossier = office.dossiers.add(NewDossier(code="NEIGE-27", name="Neige"))
    file, other = tmp_path / "mot.md", tmp_path / "autre.md"
    file.write_text("---\ntitre : Mot\ndossier : neige-27\n---\nBonjour.", encoding="utf-8")
    other.write_text("---\ndossier : NEIGE-72\n---\nBonjour.", encoding="utf-8")
    page.shown()

    drop(page, file)
    qtbot.waitUntil(lambda: page.card.draft is not None)
    drop(page, other)
    qtbot.waitUntil(page.error.isVisible)

    assert page.card.draft is not None
    assert page.card.draft.dossier == dossier.id
    assert office.drafts.search("").total == 1


def test_a_word_file_dropped_on_the_page_is_a_text(
    page: TextsPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "Allocution.docx"
    file.write_bytes(word_file("Bonjour à toutes."))
    page.shown()

    drop(page, file)

    qtbot.waitUntil(lambda: page.card.draft is not None)
    assert page.card.draft is not None
    assert page.card.draft.title == "Allocution"
    assert page.card.editor.text().text == "Bonjour à toutes."


LIFTS = datetime(2100, 12, 1, 15, tzinfo=UTC)


def brought_back(page: TextsPage, qtbot: QtBot, office: Office, folder: Path) -> Draft:
    """Drop on the page a document of a release under embargo, which a colleague changed."""
    new = NewDraft(kind=DraftKind.RELEASE, title="La neige", text="Un.\n", number="2026-041")
    draft = office.drafts.add(new)
    office.embargoes.place(draft.ref, until=LIFTS, ends_when="")
    document = opened(office.drafts.word(draft.id).content)
    (line,) = [each for each in document.paragraphs if each.text.endswith("Un.")]
    line.add_run(" Deux.")
    change = parse_xml(
        f'<w:ins {nsdecls("w")} w:author="Nadia Roy"><w:r><w:t> Trois.</w:t></w:r></w:ins>'
    )
    line._p.append(change)
    file = folder / "retour.docx"
    file.write_bytes(saved(document))
    page.shown()
    drop(page, file)
    qtbot.waitUntil(lambda: "arrival" in page.__dict__ and page.arrival.isVisible())
    return draft


def test_a_file_of_ours_is_asked_about_and_nothing_is_begun_before(
    page: TextsPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    brought_back(page, qtbot, office, tmp_path)
    asked = page.arrival

    assert "2026-041" in asked.whose.text()
    assert "2026-041" in asked.back.text()
    assert asked.embargo.isVisible()
    assert "Nadia Roy" in asked.changes.text()
    assert not asked.new.isEnabled()
    assert not asked.back.isEnabled()
    assert office.drafts.search("").total == 1


def test_a_new_text_after_one_of_ours_is_under_its_embargo(
    page: TextsPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    draft = brought_back(page, qtbot, office, tmp_path)

    page.arrival.refuse.click()
    page.arrival.new.click()

    qtbot.waitUntil(lambda: page.card.draft is not None and page.card.draft.id != draft.id)
    shown = page.card.draft
    assert shown is not None
    assert shown.embargo is not None
    assert shown.embargo.until == LIFTS
    assert (shown.title, shown.number) == ("La neige", "")
    assert page.card.editor.text().text == "Un. Deux."
    assert page.card.isVisible()


def test_a_return_is_set_aside_and_offered_beside_the_text(
    page: TextsPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    draft = brought_back(page, qtbot, office, tmp_path)

    page.arrival.accept.click()
    page.arrival.back.click()

    qtbot.waitUntil(page.card.head.aside.isVisible)
    assert page.card.draft is not None
    assert page.card.draft.id == draft.id
    assert office.drafts.text(draft.id) == "Un.\n"
    assert office.drafts.open(draft.id).asides[0].text == "Un. Deux. Trois.\n"


def test_a_file_that_one_leaves_begins_nothing(
    page: TextsPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    brought_back(page, qtbot, office, tmp_path)

    page.arrival.left.emit()

    assert not page.arrival.isVisible()
    assert office.drafts.search("").total == 1


def brought(page: TextsPage, qtbot: QtBot, folder: Path, *lines: str) -> None:
    """Drop on the page a Word file of a stranger, about which something is asked."""
    file = folder / "recu.docx"
    file.write_bytes(word_file(*lines))
    page.shown()
    drop(page, file)
    qtbot.waitUntil(lambda: "arrival" in page.__dict__ and page.arrival.isVisible())


def test_an_embargo_that_a_strangers_file_says_is_proposed_and_placed(
    page: TextsPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    brought(page, qtbot, tmp_path, "EMBARGO 1er décembre 2100, 10 h", "La Ville agit.")
    asked = page.arrival

    assert "EMBARGO 1er décembre 2100" in asked.embargo.text()
    assert asked.held.isChecked()
    assert asked.until.moment == LIFTS
    asked.new.click()

    qtbot.waitUntil(lambda: page.card.draft is not None)
    assert page.card.draft is not None
    assert page.card.draft.embargo is not None
    assert page.card.draft.embargo.until == LIFTS


def test_an_embargo_whose_hour_is_not_said_is_asked_for_with_its_day(
    page: TextsPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    brought(page, qtbot, tmp_path, "Ne pas diffuser avant le 1er décembre 2100", "La Ville agit.")
    asked = page.arrival

    assert not asked.new.isEnabled()
    assert not asked.until.isVisible()
    asked.held.click()
    assert asked.until.isVisible()
    assert asked.until.line.selectedText() == asked.until.line.text()
    assert asked.until.moment == LIFTS
    asked.new.click()

    qtbot.waitUntil(lambda: page.card.draft is not None)
    assert page.card.draft is not None
    assert page.card.draft.embargo is not None
    assert page.card.draft.embargo.until == LIFTS


def test_words_that_are_no_embargo_are_said_to_be_none(
    page: TextsPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    brought(page, qtbot, tmp_path, "Sous embargo jusqu’au 3 mars 2020 à 10 h", "La Ville agit.")
    asked = page.arrival

    assert not asked.new.isEnabled()
    asked.free.click()
    asked.new.click()

    qtbot.waitUntil(lambda: page.card.draft is not None)
    assert page.card.draft is not None
    assert page.card.draft.embargo is None


def test_an_embargo_that_pasted_words_say_is_noticed_and_placed_with_two_presses(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="La neige"))
    opened_on(page, qtbot, draft)
    pasted = QMimeData()
    pasted.setText("Not for release before December 1, 2100, 10 a.m.\nLa Ville agit.")
    assert not page.card.head.embargo.isVisible()

    page.card.editor.insertFromMimeData(pasted)
    qtbot.waitUntil(page.card.head.embargo.isVisible)
    page.card.head.embargo.acted.emit()
    assert page.card.details.embargo.until.moment == LIFTS
    with qtbot.waitSignal(page.undoable) as done:
        page.card.details.embargo.place_now()

    qtbot.waitUntil(lambda: not page.card.head.embargo.isVisible())
    lock = office.drafts.get(draft.id).embargo
    assert lock is not None
    assert lock.until == LIFTS
    assert page.card.editor.text().text == "La Ville agit."
    assert done.args is not None
    assert done.args[0].endswith("“Not for release before December 1, 2100, 10 a.m.”")


NOTICE = "**SOUS EMBARGO JUSQU’AU 1er DÉCEMBRE 2100, 10 H**"


def test_the_moment_that_a_text_says_stays_offered_however_often_it_is_read_anew(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="La neige", text=NOTICE))
    opened_on(page, qtbot, draft)
    qtbot.waitUntil(page.card.head.embargo.isVisible)
    page.card.head.embargo.acted.emit()
    office.drafts.edit(draft.id, FieldChange("number", "", "2026-41"))
    details = page.card.details

    page.refresh()
    qtbot.waitUntil(lambda: page.card.draft is not None and page.card.draft.number == "2026-41")

    assert details.embargo.until.moment == LIFTS


def test_a_line_that_says_another_hour_than_the_embargo_stays_and_is_said(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="La neige", text=NOTICE))
    opened_on(page, qtbot, draft)
    head, panel = page.card.head, page.card.details.embargo
    qtbot.waitUntil(head.embargo.isVisible)
    panel.until.show_moment(LIFTS + timedelta(hours=2), now=LIFTS, offered=True)
    panel.place_now()
    all_written(page, qtbot)
    qtbot.waitUntil(lambda: page.card.draft is not None and page.card.draft.embargo is not None)
    assert page.card.editor.text() == read_markdown(NOTICE)
    assert any("but its embargo holds" in each.text() for each in head.embargo.findChildren(Label))

    head.embargo.acted.emit()
    assert panel.until.moment == LIFTS
    panel.place_now()
    all_written(page, qtbot)

    qtbot.waitUntil(lambda: not head.embargo.isVisible())
    assert page.card.editor.text().text.strip() == ""
    lock = office.drafts.get(draft.id).embargo
    assert lock is not None
    assert lock.until == LIFTS


def under_embargo(page: TextsPage, qtbot: QtBot, office: Office, *lines: str) -> Draft:
    """Open a text of those lines on the page, and place its embargo there."""
    new = NewDraft(kind=DraftKind.RELEASE, title="La neige", text="\n\n".join(lines))
    draft = office.drafts.add(new)
    opened_on(page, qtbot, draft)
    page.card.details.embargo.until.show_moment(LIFTS, now=LIFTS, offered=True)
    page.card.details.embargo.place_now()
    all_written(page, qtbot)
    qtbot.waitUntil(lambda: page.card.draft is not None and page.card.draft.embargo is not None)
    return draft


def test_one_ctrl_z_gives_the_text_its_notice_back_and_the_media_would_read_it(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    lines = (NOTICE, "## La neige", "La Ville *agit*.")
    draft = under_embargo(page, qtbot, office, *lines)
    editor, head = page.card.editor, page.card.head
    without = editor.text()

    press(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == read_markdown("\n\n".join(lines))
    page.card.save_now()
    qtbot.waitUntil(head.embargo.isVisible)
    head.embargo.acted.emit()
    all_written(page, qtbot)

    assert without == editor.text() == read_markdown("## La neige\n\nLa Ville *agit*.")
    assert office.drafts.get(draft.id).embargo is not None
    qtbot.waitUntil(lambda: not head.embargo.isVisible())


@pytest.mark.parametrize("typed", ["", " Demain aussi."])
def test_to_undo_the_embargo_gives_the_words_back_that_said_it(
    page: TextsPage, qtbot: QtBot, office: Office, typed: str
) -> None:
    draft = under_embargo(page, qtbot, office, NOTICE, "La Ville agit.")
    undo = page.card.notices.undo_offered
    page.card.editor.insertPlainText(typed)

    assert undo is not None
    undo()
    all_written(page, qtbot)

    lock = office.drafts.get(draft.id).embargo
    assert lock is not None
    assert not lock.holds(office.database.clock.now())
    page.card.save_now()
    qtbot.waitUntil(lambda: page.card.notices.said is not None)
    first, last = page.card.editor.text().blocks
    assert first.text == NOTICE.strip("*")
    assert last.text == f"La Ville agit.{typed}"


def test_a_notice_among_other_words_stays_and_is_said(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    line = "Le plan, sous embargo jusqu’au 1er décembre 2100 à 10 h, coûte 4 M$."

    under_embargo(page, qtbot, office, line)

    assert page.card.editor.text().text == line
    assert page.card.head.embargo.isVisible()


def test_pasted_words_about_an_embargo_are_no_notice(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="La neige"))
    opened_on(page, qtbot, draft)
    pasted = QMimeData()
    pasted.setText("Pour diffusion immédiate\nL’embargo sur le sel coûte 4 M$ à la Ville.")

    page.card.editor.insertFromMimeData(pasted)
    page.card.save_now()
    all_written(page, qtbot)

    assert not page.card.head.embargo.isVisible()


def test_of_a_file_the_words_that_its_embargo_takes_out_are_said_before_it_does(
    page: TextsPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    lead = "EMBARGO 1er décembre 2100, 10 h – La Ville agit."
    brought(page, qtbot, tmp_path, lead)
    asked = page.arrival

    assert lead[:31] in asked.goes.text()
    asked.free.click()
    assert not asked.goes.isVisible()
    asked.held.click()
    asked.new.click()

    qtbot.waitUntil(lambda: page.card.draft is not None)
    assert page.card.editor.text().text == "La Ville agit."
