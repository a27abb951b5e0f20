"""What the window says by itself is heard, can be undone, and can be copied."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from comms_desk import versions
from comms_desk.ui.kit.controls import Button, SearchField
from comms_desk.ui.kit.look import UNDO_SHOWN_MS
from comms_desk.ui.kit.notices import BriefUndo, EmptyState, ErrorBar, Toast
from tests.ui.keys import click, press, type_words
from tests.ui.opener import Opener


def offered(toast: Toast) -> list[Button]:
    return [button for button in toast.findChildren(Button) if button.isVisible()]


def test_a_backup_is_shown_in_its_folder_and_not_opened(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    toast = Toast(parent)

    toast.offer("The desk is backed up", file=Path("/desk/backups/desk.sqlite3"))

    assert [button.text() for button in offered(toast)] == ["Show"]


def test_a_toast_undoes_once(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    undone: list[bool] = []
    toast = Toast(parent)
    toast.offer("Contact moved to the bin.", lambda: undone.append(True))

    toast.undo()
    toast.undo()

    assert undone == [True]
    assert not toast.may_undo
    assert toast.accessibleName() == "Undone: Contact moved to the bin."


def test_a_toast_stands_clear_of_the_buttons_of_the_page(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(400, 400)
    rows = [Button("Not pertinent"), Button("Open the article"), Button("Far over them")]
    for button, y in zip(rows, (350, 310, 20), strict=True):
        button.setParent(page)
        button.setGeometry(80, y, 240, 30)
    page.show()
    toast = Toast(page)

    for said in ("Kept for the review", "Starred"):
        toast.offer(said, lambda: None)
        assert not any(toast.geometry().intersects(each.geometry()) for each in rows)
        assert toast.geometry().bottom() < rows[1].geometry().top()
    rows[0].hide()
    rows[1].hide()
    toast.stand()

    assert toast.geometry().bottom() > rows[0].geometry().top()


def test_a_toast_opens_the_file_that_was_made_and_shows_its_folder(
    qtbot: QtBot, tmp_path: Path
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    file = tmp_path / "Texte no 1.docx"
    toast = Toast(parent)
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "take")  # type: ignore[arg-type] # the stub
    try:
        toast.offer("Word file", file=file)
        for button in offered(toast):
            button.click()
    finally:
        QDesktopServices.unsetUrlHandler("file")

    assert opener.files == [file, tmp_path]
    toast.offer("Bin", lambda: None)
    assert [button.text() for button in offered(toast)] == ["Undo"]


def test_what_is_undone_while_shown_is_not_kept_after(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    undone: list[str] = []
    toast = Toast(parent)
    toast.offer("Under embargo.", BriefUndo(lambda: undone.append("embargo")))
    toast.undo()
    assert undone == ["embargo"]

    toast.offer("Under embargo.", BriefUndo(lambda: undone.append("embargo again")))
    toast.close_it()

    assert not toast.may_undo


def test_a_toast_leaves_ten_seconds_to_undo() -> None:
    assert UNDO_SHOWN_MS == 10_000


def test_an_error_can_be_copied_with_its_details_and_the_version(qtbot: QtBot) -> None:
    bar = ErrorBar()
    qtbot.addWidget(bar)
    bar.say(
        "The server refused the letter.", "Check the account.", details="RefusedLetter(code=550)"
    )

    bar.copy()

    assert QGuiApplication.clipboard().text() == f"RefusedLetter(code=550)\n\n{versions()}"


def test_what_is_copied_of_an_error_tells_no_secret(qtbot: QtBot) -> None:
    bar = ErrorBar()
    qtbot.addWidget(bar)

    bar.say("It failed.", details="WrongAddress(address='http://ada:s3same@site.example/rss')")
    bar.copy()

    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("WrongAddress(address='http://***@site.example/rss')\n")


def test_an_empty_page_offers_its_first_thing_and_the_sample_desk(qtbot: QtBot) -> None:
    empty = EmptyState("No contact yet.", "Import a file")
    qtbot.addWidget(empty)
    empty.show()

    assert not empty.sample.isVisible()
    empty.offer_sample(offered=True)
    with qtbot.waitSignal(empty.started):
        click(empty.first)
    with qtbot.waitSignal(empty.sample_wanted):
        click(empty.sample)


def test_a_button_that_may_not_be_used_says_why_on_itself(qtbot: QtBot) -> None:
    approve = Button("Approve", role="primary")
    qtbot.addWidget(approve)

    approve.forbid("2 points")

    assert approve.text() == "Approve · 2 points"
    assert not approve.isEnabled()
    approve.allow()
    assert approve.text() == "Approve"


def test_the_search_is_asked_once_typing_pauses(qtbot: QtBot) -> None:
    search = SearchField("Name")
    qtbot.addWidget(search)
    asked: list[str] = []
    search.asked.connect(asked.append)

    with qtbot.waitSignal(search.asked):
        type_words(search, "budget ")

    assert asked == ["budget"]


def test_escape_empties_the_search_at_once(qtbot: QtBot) -> None:
    search = SearchField("Name")
    qtbot.addWidget(search)
    with qtbot.waitSignal(search.asked):
        type_words(search, "x")

    with qtbot.waitSignal(search.asked) as said:
        press(search, Qt.Key.Key_Escape)

    assert said.args == [""]


def test_a_sentence_is_whole_in_a_narrow_column(qtbot: QtBot) -> None:
    empty = EmptyState("Nothing is written yet. Begin a release or a speech, or drop a file.", "Go")
    qtbot.addWidget(empty)
    empty.resize(600, 400)
    empty.show()
    wide = empty._sentence.height()

    empty.resize(200, 400)

    qtbot.waitUntil(lambda: empty._sentence.height() > wide)
    assert empty._sentence.height() >= empty._sentence.heightForWidth(empty._sentence.width())


def test_a_long_toast_is_read_whole_in_a_narrow_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 640)
    window.show()
    toast = Toast(window)
    path = "/home/camille.theoret/Documents/" + "communiques/" * 8 + "2026-11-25_Piscines.docx"

    toast.offer(f"Word file: {path}")

    assert window.rect().contains(toast.geometry())
    lines = toast.height() // toast.fontMetrics().lineSpacing()
    assert lines >= toast.fontMetrics().horizontalAdvance(path) / toast.width()
    toast.offer("Word file: short.docx")
    assert toast.width() < 400


def test_an_error_lies_over_the_foot_and_moves_nothing(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column, row = QVBoxLayout(page), QWidget()
    column.addWidget(row)
    bar = ErrorBar(over=page)
    page.resize(500, 400)
    page.show()
    before = row.geometry()

    bar.say("The database is busy. " * 8, "Try again in a moment.")

    assert row.geometry() == before
    assert page.rect().contains(bar.geometry())
    assert bar.geometry().top() > page.height() // 2
    page.resize(900, 600)
    assert page.rect().contains(bar.geometry())


def test_what_failed_last_is_read_and_not_what_failed_before_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    before, last = ErrorBar(over=window), ErrorBar(over=window)

    before.say("The server is out of reach.")
    last.say("6 e-mails have yet to leave.")

    assert last.isVisible()
    assert not before.isVisible()
