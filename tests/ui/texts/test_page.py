"""The Texts page: written, saved as one types, recovered, shared, taken out as Word."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QDesktopServices, QTextCursor
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language
from comms_desk.media.drafting.desk import new_sitting
from comms_desk.media.drafting.model import DraftId, DraftKind, NewDraft
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.text.markdown import Run
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.text_bridge import ITEM_GAP_PX, PARAGRAPH_GAP_PX
from comms_desk.ui.texts.page import TextsPage
from comms_desk.ui.texts.reading import read_opened
from tests.documents.pdf_files import read_pdf
from tests.documents.word_files import commented, texts, word_file
from tests.support.windows import held_writes
from tests.ui.keys import click, press, type_words
from tests.ui.opener import Opener
from tests.ui.texts.pages import NEW, all_written, opened


def test_an_empty_page_teaches(page: TextsPage, qtbot: QtBot) -> None:
    page.shown()

    qtbot.waitUntil(page.column.empty.isVisible)
    click(page.column.empty.first)

    qtbot.waitUntil(lambda: page.card.draft is not None)
    assert page.card.draft is not None
    assert page.card.draft.kind is DraftKind.RELEASE
    qtbot.waitUntil(page.card.title.editor.hasFocus)


def test_a_new_text_stays_open_beside_the_one_that_was(
    page: TextsPage, qtbot: QtBot, office: Office, clock: StillClock
) -> None:
    old = office.drafts.add(NEW)
    clock.advance(timedelta(minutes=3))
    opened(page, qtbot, old)
    qtbot.waitUntil(lambda: page.column.list.chosen == old.id)

    page.new()
    qtbot.waitUntil(lambda: page.column.list.chosen not in {None, old.id})
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.card.draft is not None
    assert page.card.draft.id != old.id
    assert page.card.title.editor.hasFocus()


@pytest.mark.parametrize(
    ("language", "written"), [(Language.FRENCH, "«\u00a0a\u00a0»"), (Language.ENGLISH, "“a”")]
)
def test_quotation_marks_are_those_of_the_texts_language(
    page: TextsPage, qtbot: QtBot, office: Office, language: Language, written: str
) -> None:
    draft = office.drafts.add(replace(NEW, text="", language=language))
    opened(page, qtbot, draft)

    type_words(page.card.editor, '"a"')
    all_written(page, qtbot)

    [block] = page.card.editor.text().blocks
    assert [run.text for run in block.runs] == [written]


def test_titles_have_the_quotation_marks_of_the_texts_language(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(replace(NEW, title="", subtitle=""))
    opened(page, qtbot, draft)

    for field in (page.card.title, page.card.subtitle):
        type_words(field.editor, 'L\'"a"')
        assert field.value == "L’«\u00a0a\u00a0»"
        press(field.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert field.value == 'L’«\u00a0a"'
    all_written(page, qtbot)


def test_what_is_typed_is_saved_and_kept_on_leaving(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    opened(page, qtbot, draft)

    type_words(page.card.editor, " Encore.")
    qtbot.waitUntil(lambda: office.drafts.open(draft.id).text == "La Ville **agit**. Encore.\n")
    assert office.drafts.text(draft.id) == NEW.text
    page.leaving()
    all_written(page, qtbot)

    assert office.drafts.text(draft.id) == "La Ville **agit**. Encore.\n"
    assert office.drafts.get(draft.id).version == 2


def test_someone_who_never_pauses_is_saved_all_the_same(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    opened(page, qtbot, draft)

    def one_more_key_and_look() -> bool:
        type_words(page.card.editor, "a")
        return office.drafts.open(draft.id).recovered_at is not None

    qtbot.waitUntil(one_more_key_and_look)


def test_a_killed_window_gives_its_text_back(page: TextsPage, qtbot: QtBot, office: Office) -> None:
    draft = office.drafts.add(NEW)
    base = office.drafts.open(draft.id).base
    office.drafts.save_working(draft.id, "Tapé.\n", base=base, sitting=new_sitting(NEW.text))

    opened(page, qtbot, draft)

    assert page.card.editor.text().text == "Tapé."
    assert page.card.head.recovered.isVisible()
    page.leaving()
    all_written(page, qtbot)
    assert office.drafts.text(draft.id) == "Tapé.\n"
    assert office.drafts.open(draft.id).asides == ()


def test_marks_are_set_by_keys(page: TextsPage, qtbot: QtBot, office: Office) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, text=""))
    opened(page, qtbot, draft)
    editor, control = page.card.editor, Qt.KeyboardModifier.ControlModifier

    press(editor, Qt.Key.Key_B, control)
    type_words(editor, "gras")
    press(editor, Qt.Key.Key_B, control)
    type_words(editor, " et ")
    press(editor, Qt.Key.Key_I, control)
    type_words(editor, "italique")
    press(editor, Qt.Key.Key_I, control)
    type_words(editor, " ici")
    editor.moveCursor(QTextCursor.MoveOperation.WordLeft, QTextCursor.MoveMode.KeepAnchor)
    press(editor, Qt.Key.Key_K, control)
    type_words(page.card.head.toolbar.link_line.address, "montreal.ca")
    press(page.card.head.toolbar.link_line.address, Qt.Key.Key_Return)
    page.leaving()
    all_written(page, qtbot)

    text = "**gras** et _italique_ [ici](https://montreal.ca)\n"
    assert office.drafts.text(draft.id) == text


def test_shapes_come_from_what_is_typed(page: TextsPage, qtbot: QtBot, office: Office) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, text=""))
    opened(page, qtbot, draft)
    editor = page.card.editor

    for line in ("## Titre", "texte", "- un", "deux"):
        type_words(editor, line)
        press(editor, Qt.Key.Key_Return)
    press(editor, Qt.Key.Key_Tab)
    type_words(editor, "sous")
    press(editor, Qt.Key.Key_Return)
    for _each in range(2):
        press(editor, Qt.Key.Key_Return)
    type_words(editor, "1. premier")
    press(editor, Qt.Key.Key_Return)
    press(editor, Qt.Key.Key_Return)
    type_words(editor, "> dit")
    page.leaving()
    all_written(page, qtbot)

    assert office.drafts.text(draft.id) == (
        "## Titre\n\ntexte\n\n- un\n- deux\n  - sous\n\n1. premier\n\n> dit\n"
    )


def test_the_items_of_a_list_that_is_typed_stand_together(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    opened(page, qtbot, office.drafts.add(NewDraft(kind=DraftKind.RELEASE, text="")))
    editor = page.card.editor

    type_words(editor, "- un")
    for item in ("deux", "trois"):
        press(editor, Qt.Key.Key_Return)
        type_words(editor, item)

    def gaps() -> list[float]:
        blocks = map(editor.document().findBlockByNumber, range(3))
        return [block.blockFormat().bottomMargin() for block in blocks]

    qtbot.waitUntil(lambda: gaps() == [ITEM_GAP_PX, ITEM_GAP_PX, PARAGRAPH_GAP_PX])
    editor.undo()
    assert editor.text().blocks[0].runs == (Run("un"),)


def test_buttons_shape_and_follow_the_cursor(page: TextsPage, qtbot: QtBot, office: Office) -> None:
    draft = office.drafts.add(NEW)
    opened(page, qtbot, draft)
    toolbar = page.card.head.toolbar
    heading = next(button for button in toolbar._shapes if button.text() == "H2")

    click(heading)
    assert heading.isChecked()
    click(heading)

    assert not heading.isChecked()
    page.card.editor.moveCursor(QTextCursor.MoveOperation.WordLeft)
    assert toolbar.bold.isChecked()


def test_what_is_pasted_comes_down_to_the_subset(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE))
    opened(page, qtbot, draft)
    type_words(page.card.editor, "avant ")
    web = QMimeData()
    web.setHtml("<script>x</script><b>gras</b> <span style='color:red'>rouge</span>")
    page.card.editor.insertFromMimeData(web)
    word = QMimeData()
    word.setHtml("<h1>T</h1><table><tr><td>a<td>b</table><ul><li>c</ul>")

    page.card.editor.insertFromMimeData(word)
    plain = QMimeData()
    plain.setText("d\r\n\r\ne")
    press(page.card.editor, Qt.Key.Key_Return)
    press(page.card.editor, Qt.Key.Key_Return)
    page.card.editor.insertFromMimeData(plain)
    page.leaving()
    all_written(page, qtbot)

    assert office.drafts.text(draft.id) == (
        "avant **gras** rouge\n\n## T\n\na | b\n\n- c\n\nd\n\ne\n"
    )


def test_a_copy_carries_its_marks(page: TextsPage, qtbot: QtBot, office: Office) -> None:
    draft = office.drafts.add(NEW)
    opened(page, qtbot, draft)
    page.card.editor.selectAll()

    copied = page.card.editor.createMimeDataFromSelection()

    assert copied.html() == "<p>La Ville <strong>agit</strong>.</p>"
    assert copied.text() == "La Ville agit."


def test_titles_and_details_are_saved_in_place(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    dossier = office.dossiers.add(NewDossier(code="B-27", name="Budget"))
    draft = office.drafts.add(NEW)
    opened(page, qtbot, draft)

    page.card.title.editor.setFocus()
    type_words(page.card.title.editor, "Le ")
    press(page.card.title.editor, Qt.Key.Key_Return)
    assert page.card.subtitle.editor.hasFocus()
    choice = page.card.details.fields["dossier"].editor
    choice.setCurrentIndex(1)  # type: ignore[attr-defined]

    qtbot.waitUntil(lambda: office.drafts.get(draft.id).title == "Le Budget 2027")
    qtbot.waitUntil(lambda: office.drafts.get(draft.id).dossier == dossier.id)


def test_an_embargo_is_placed_and_lifted(page: TextsPage, qtbot: QtBot, office: Office) -> None:
    draft = office.drafts.add(NEW)
    opened(page, qtbot, draft)
    panel = page.card.details.embargo
    offered = panel.until.moment

    click(panel.place)
    qtbot.waitUntil(panel.lift.isVisible)

    lock = office.drafts.get(draft.id).embargo
    assert lock is not None
    assert lock.until == offered
    assert (offered.hour, offered - office.database.clock.now() > timedelta(hours=20)) == (15, True)
    qtbot.waitUntil(page.card.lock.isVisible)
    with qtbot.waitSignal(page.undoable):
        click(panel.lift)
    qtbot.waitUntil(page.card.lock.isHidden)


def chosen(page: TextsPage, file: Path) -> None:
    """Choose *file* in the dialog that is open."""
    (dialog,) = page.card.findChildren(QFileDialog)
    dialog.selectFile(str(file))
    dialog.accept()


def saved_as(page: TextsPage, file: Path) -> None:
    click(page.card.elsewhere)
    chosen(page, file)


def test_word_opens_what_is_on_the_page(page: TextsPage, qtbot: QtBot, office: Office) -> None:
    draft = office.drafts.add(NEW)
    opened(page, qtbot, draft)
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "take")  # type: ignore[arg-type] # the stub
    try:
        type_words(page.card.editor, " Vite.")
        click(page.card.word)
        qtbot.waitUntil(lambda: bool(opener.files))
    finally:
        QDesktopServices.unsetUrlHandler("file")

    (file,) = opener.files
    assert file.parent == office.paths.documents / "Comms Desk"
    assert any("La Ville agit. Vite." in line for line in texts(file.read_bytes()))


def test_word_files_are_set_beside_what_is_there_and_said(
    page: TextsPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    opened(page, qtbot, office.drafts.add(NEW))
    opener = Opener()
    taken = tmp_path / "Texte.docx"
    taken.write_bytes(b"theirs")
    QDesktopServices.setUrlHandler("file", opener, "take")  # type: ignore[arg-type] # the stub
    try:
        for _time in range(2):
            with qtbot.waitSignal(page.file_made):
                click(page.card.word)
        with qtbot.waitSignal(page.file_made) as said:
            saved_as(page, taken)
    finally:
        QDesktopServices.unsetUrlHandler("file")

    first, second = opener.files
    assert second == first.with_name(f"{first.stem} (2).docx")
    assert taken.read_bytes() == b"theirs"
    words, file = said.args
    assert file == tmp_path / "Texte (2).docx"
    assert str(file) in words
    assert "La Ville agit." in " ".join(texts(file.read_bytes()))


def test_a_text_is_saved_as_pdf_where_its_name_or_the_form_chosen_says_so(
    page: TextsPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    opened(page, qtbot, office.drafts.add(NEW))

    with qtbot.waitSignal(page.file_made) as named:
        saved_as(page, tmp_path / "Texte.pdf")
    click(page.card.elsewhere)
    dialog = page.card.findChildren(QFileDialog)[-1]
    dialog.selectNameFilter(dialog.nameFilters()[1])
    dialog.filterSelected.emit(dialog.selectedNameFilter())
    with qtbot.waitSignal(page.file_made) as formed:
        dialog.selectFile(str(tmp_path / "Autre"))
        dialog.accept()

    assert [said.args[1].name for said in (named, formed)] == ["Texte.pdf", "Autre.pdf"]
    assert "La Ville" in read_pdf((tmp_path / "Texte.pdf").read_bytes()).words
    assert "Texte.pdf" in named.args[0]


def test_a_folder_that_cannot_be_written_is_said_and_another_offered(
    page: TextsPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    opened(page, qtbot, office.drafts.add(NEW))
    office.paths.documents.write_bytes(b"no folder")

    click(page.card.word)
    qtbot.waitUntil(page.card.error.isVisible)

    assert str(office.paths.documents) in page.card.error.words
    with qtbot.waitSignal(page.file_made) as said:
        page.card.error.acted.emit()
        chosen(page, tmp_path / "Ailleurs")
    assert said.args[1] == tmp_path / "Ailleurs.docx"
    assert page.card.error.isHidden()


def test_the_window_says_that_comments_stay_in_the_template(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    folder = office.paths.data / "templates"
    folder.mkdir(parents=True)
    template = word_file("{{ title }}", "{{ body }}", then=commented)
    (folder / "release.fr.docx").write_bytes(template)
    opened(page, qtbot, office.drafts.add(NEW))
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "take")  # type: ignore[arg-type] # the stub
    try:
        with qtbot.waitSignal(page.card.file_made) as said:
            click(page.card.word)
    finally:
        QDesktopServices.unsetUrlHandler("file")

    assert "2 commentaires du modèle" in said.args[0] or "2 comments of" in said.args[0]


def test_a_text_without_a_title_says_what_word_misses(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, text="Un.\n"))
    opened(page, qtbot, draft)

    click(page.card.word)

    qtbot.waitUntil(page.card.error.isVisible)
    assert "This text has no title." in page.card.error.words


def test_what_was_said_of_a_text_is_not_said_over_the_next_one(
    page: TextsPage, qtbot: QtBot, office: Office, errands: Errands
) -> None:
    nameless = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, text="Un.\n"))
    other = office.drafts.add(NEW)
    above: list[CommsDeskError] = []
    errands.failed.connect(above.append)
    opened(page, qtbot, nameless)
    click(page.card.word)
    qtbot.waitUntil(page.card.error.isVisible)

    opened(page, qtbot, other)

    assert page.card.error.isHidden()
    opened(page, qtbot, nameless)
    qtbot.waitUntil(lambda: errands.is_idle)  # else the page is read into the card once more
    page.card.open_in_word()
    page.card.show_opened(read_opened(office, other.id))
    qtbot.waitUntil(lambda: bool(above))
    assert page.card.error.isHidden()


def test_a_removed_text_comes_back_by_undo(page: TextsPage, qtbot: QtBot, office: Office) -> None:
    draft = office.drafts.add(NEW)
    opened(page, qtbot, draft)

    with qtbot.waitSignal(page.undoable) as done:
        click(page.card.details.bin)
    assert done.args[0] == f"“{draft.title}” is in the bin"
    assert office.drafts.search().rows == ()
    page.take_out_of_bin(draft.id)

    qtbot.waitUntil(lambda: page.card.draft is not None)
    assert [each.id for each in office.drafts.search().rows] == [DraftId(draft.id)]


def test_the_list_is_narrowed_by_kind_and_words(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    office.drafts.add(NEW)
    office.drafts.add(NewDraft(kind=DraftKind.SPEECH, title="Mot d’ouverture"))
    page.shown()
    rows = page.column.list.list.rows
    qtbot.waitUntil(lambda: len(rows.rows()) == 2)

    page.column.check(DraftKind.SPEECH)
    qtbot.waitUntil(lambda: [row.title for row in rows.rows()] == ["Mot d’ouverture"])
    page.column.search.setText("budget")
    page.column.search.ask()

    qtbot.waitUntil(page.column.empty.isVisible)


def test_plus_names_what_it_makes(page: TextsPage, qtbot: QtBot, office: Office) -> None:
    page.shown()
    page.column.check(DraftKind.RELEASE)
    release, speech = page.new_one.menu().actions()
    assert (release.text(), speech.text()) == ("New release", "New speech")

    speech.trigger()

    qtbot.waitUntil(lambda: page.card.draft is not None)
    (draft,) = office.drafts.search().rows
    assert draft.kind is DraftKind.SPEECH
    assert page.new_one.toolTip() == "New text (Ctrl+N)"


def test_every_control_has_a_name(page: TextsPage, qtbot: QtBot, office: Office) -> None:
    opened(page, qtbot, office.drafts.add(NEW))

    for widget in page.findChildren(QObject):
        policy = getattr(widget, "focusPolicy", None)
        name = getattr(widget, "accessibleName", None)
        if policy is None or name is None or not widget.isVisible():  # type: ignore[attr-defined]
            continue
        if policy() & Qt.FocusPolicy.TabFocus and not widget.objectName().startswith("qt_"):
            assert name(), f"{widget} has no accessible name"


def test_a_text_opened_while_another_goes_to_the_bin_stays_open(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    kept = office.drafts.add(replace(NEW, title="Piscines"))
    binned = office.drafts.add(NEW)
    opened(page, qtbot, binned)
    all_written(page, qtbot)

    with qtbot.waitSignal(page.undoable), held_writes(page.errands):
        page.card.bin_wanted.emit(binned.id)
        opened(page, qtbot, kept)

    assert page.card.draft is not None
    assert page.card.draft.id == kept.id


def test_nothing_that_is_said_lies_over_the_foot_of_the_text(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    opened(page, qtbot, office.drafts.add(NEW))

    foot = page.card.length.mapTo(page, QPoint()).y()

    assert page.beside_list().bottom() < foot
