"""A file dropped on the Texts page is a text."""

from datetime import UTC, datetime
from pathlib import Path

from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.drafting.model import Draft, DraftKind, NewDraft
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.ui.texts.page import TextsPage
from tests.documents.word_files import opened, saved, word_file


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
