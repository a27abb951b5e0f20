"""Files dropped or pasted anywhere in the window: taken where they belong, or refused in words."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import override

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.inquiries.model import InquiryTab
from comms_desk.ui.frame.importing.page import ImportingPage
from comms_desk.ui.frame.page import Page
from comms_desk.ui.frame.pages import PLACES
from comms_desk.ui.inquiries.page import InquiriesPage
from comms_desk.ui.kit.menus import Line, PlainText, RichText
from comms_desk.ui.shell.window import Window
from comms_desk.ui.texts.page import TextsPage
from comms_desk.ui.watch.feed_panel import FeedPanel
from tests.documents.word_files import word_file
from tests.media.inquiries.corpora import mails
from tests.support.samples import bring_sample

pytestmark = pytest.mark.long

BASES = (Line, PlainText, RichText)
FIELDS = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)
UI = Path(__file__).parents[2] / "comms_desk" / "ui"
OF_QT = frozenset(
    {
        *("QLineEdit", "QTextEdit", "QPlainTextEdit", "QInputDialog", "QKeySequenceEdit"),
        *("QAbstractSpinBox", "QSpinBox", "QDoubleSpinBox", "QFontComboBox"),
        *("QDateEdit", "QTimeEdit", "QDateTimeEdit", "QStyledItemDelegate", "QItemDelegate"),
    }
)
"""What Qt writes in: a delegate opens an editor of its own where rows may be edited."""
LETS_WRITE = frozenset({"setEditable", "createEditor", "setEditTriggers"})
KEYS = [place.key for place in PLACES]
COPY, LEFT, NO_KEY = (
    Qt.DropAction.CopyAction,
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
)
NAMES = (
    ("mail.eml",),
    ("mail.msg",),
    ("mot.docx",),
    ("mot.md",),
    ("mot.txt",),
    ("table.csv",),
    ("table.xlsx",),
    ("budget.pdf",),
    ("photo.png",),
    ("fils.opml",),
    ("carte.vcf",),
    ("tout.zip",),
    ("chose.inconnu",),
    ("dossier",),
    ("budget.pdf", "mot.docx", "mail.eml"),
)
"""Kinds of file, and several at once; the last but one is a folder."""


def files(folder: Path, *names: str) -> QMimeData:
    """What a file manager gives: the addresses, and beside them the paths as words."""
    paths = [folder / name for name in names]
    for path in paths:
        if path.suffix:
            path.write_bytes(b"")
        else:
            path.mkdir(exist_ok=True)
    return given(*paths)


def given(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def with_words(data: QMimeData) -> QMimeData:
    data.setText("\n".join(url.toString() for url in data.urls()))
    return data


def drop(on: QWidget, data: QMimeData) -> bool:
    """Drop *data* in the middle of *on* as the system does; return whether anything took it."""
    whole = on.window()
    at = QPointF(on.mapTo(whole, on.rect().center()))
    handle: QWindow = whole.windowHandle()
    enter = QDragEnterEvent(at, COPY, data, LEFT, NO_KEY)
    QApplication.sendEvent(handle, enter)
    dropped = QDropEvent(at, COPY, data, LEFT, NO_KEY)
    QApplication.sendEvent(handle, dropped)
    return dropped.isAccepted()


def paste(into: QWidget, data: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(data)
    into.setFocus()
    QTest.keySequence(into, "Ctrl+V")


def said(field: QWidget) -> str:
    if isinstance(field, QTextEdit | QPlainTextEdit):
        return field.toPlainText()
    return field.text() if isinstance(field, QLineEdit) else ""


def fields_of(whole: QWidget) -> list[QWidget]:
    return [
        each
        for each in whole.findChildren(QWidget)
        if isinstance(each, FIELDS) or (isinstance(each, QComboBox) and each.isEditable())
    ]


class Holder(QWidget):
    """What a field stands in, and takes each file that comes to it."""

    def __init__(self, kind: type[Line | PlainText | RichText]) -> None:
        super().__init__()
        self.field = kind()
        self.taken: list[str] = []
        QVBoxLayout(self).addWidget(self.field)
        self.setAcceptDrops(True)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.taken += [url.fileName() for url in event.mimeData().urls()]


@pytest.fixture(params=BASES)
def holder(qtbot: QtBot, request: pytest.FixtureRequest) -> Holder:
    made = Holder(request.param)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def clipboard() -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


@pytest.mark.usefixtures("clipboard")
@pytest.mark.parametrize("words", [False, True])
def test_files_on_a_field_are_for_what_holds_it_and_never_its_words(
    holder: Holder, words: bool, tmp_path: Path
) -> None:
    for names in NAMES:
        for give in (drop, paste):
            data = files(tmp_path, *names)
            give(holder.field, with_words(data) if words else data)

    assert said(holder.field) == ""
    assert holder.taken == [name for names in NAMES for _ in range(2) for name in names]


@pytest.mark.usefixtures("clipboard")
def test_the_address_of_a_file_that_was_copied_as_words_is_not_written_either(
    holder: Holder,
) -> None:
    data = QMimeData()
    data.setText("file:///C:/Users/ada/budget.pdf")

    paste(holder.field, data)

    assert said(holder.field) == ""


def test_nothing_that_is_copied_is_no_file(holder: Holder) -> None:
    QGuiApplication.clipboard().clear()

    QTest.keySequence(holder.field, "Ctrl+V")

    assert said(holder.field) == ""
    assert holder.taken == []


@pytest.mark.usefixtures("clipboard")
def test_an_address_of_the_web_is_written(holder: Holder) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://montreal.ca/neige")])

    paste(holder.field, data)

    assert said(holder.field) == "https://montreal.ca/neige"
    assert holder.taken == []


def test_every_field_of_the_window_is_written_upon_one_of_the_three() -> None:
    """Read of the source: forms and dialogs too, which no page shows at first."""
    others = []
    for file in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = _named(node.func)
                wrong = name in OF_QT | LETS_WRITE
            elif isinstance(node, ast.ClassDef):
                name = node.name
                wrong = bool({_named(base) for base in node.bases} & OF_QT)
            elif isinstance(node, ast.FunctionDef):
                name = node.name
                wrong = name in {"insertFromMimeData", "canInsertFromMimeData", "createEditor"}
            else:
                continue
            if wrong:
                others.append(f"{file.relative_to(UI).as_posix()}: {name}")

    assert sorted(set(others)) == [
        "kit/menus.py: Line",
        "kit/menus.py: PlainText",
        "kit/menus.py: RichText",
        "kit/menus.py: canInsertFromMimeData",
        "kit/menus.py: insertFromMimeData",
        "kit/row_list.py: setEditTriggers",  # to none
        "kit/row_painter.py: RowPainter",  # paints rows that nobody edits
    ]


def _named(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


@pytest.mark.gate
@pytest.mark.usefixtures("clipboard")
@pytest.mark.parametrize("key", KEYS)
def test_every_kind_of_file_on_a_page_and_its_fields_is_taken_or_refused_and_never_written(
    qtbot: QtBot, office: Office, window: Window, key: str, tmp_path: Path
) -> None:
    bring_sample(office)

    def rest() -> None:
        QApplication.processEvents()
        qtbot.waitUntil(lambda: window.errands.is_idle)

    def page() -> Page:
        window.go_to(key)
        rest()
        assert window.page is not None
        return window.page

    page().next_row()
    rest()
    everywhere = [each for each in fields_of(window) if each.isVisible() and each.isEnabled()]
    for names in NAMES:
        here = page()
        window.toast.close_it()
        here.error.hide()
        assert drop(here, with_words(files(tmp_path, *names))), names
        rest()
        is_taken = here.error.isVisible() or window.page is not here or shows_import(here)
        assert is_taken or window.toast.isVisible(), names
        for field in everywhere:
            for give in (drop, paste):
                page()
                if isValid(field) and field.isVisible() and field.isEnabled():
                    give(field, with_words(files(tmp_path, *names)))
                    rest()
                    assert "file:" not in said(field), (names, field.accessibleName())

    assert [each for each in fields_of(window) if "file:" in said(each)] == []
    assert [each for each in fields_of(window) if not is_of_the_three(each)] == []


def shows_import(page: Page) -> bool:
    """Whether a table, or a list of feeds, is read beside the list, where it is said what it is."""
    feeds = page.findChild(FeedPanel)
    if isinstance(page, ImportingPage):
        return not page.shows_card
    return feeds is not None and feeds.isVisible()


def is_of_the_three(field: QWidget) -> bool:
    """Or one that nobody writes in: what was sent, what is shown beside."""
    return isinstance(field, BASES) or (isinstance(field, QTextBrowser) and field.isReadOnly())


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (
            ("photo.png",),
            "An image goes in a bulletin that has not left: open it, and drop it there.",
        ),
        (("fils.opml",), "A list of feeds comes in on the Watch, one at a time: drop it there."),
        (("a.docx", "b.md"), "Texts come in one at a time: drop a single file."),
        (("a.eml", "b.pdf"), "Nothing was taken in: drop files of one kind at a time."),
        (
            ("table.xlsx",),
            (
                "A table comes in one at a time: drop it on the Directory, or on Bulletins if it"
                " lists employees."
            ),
        ),
        (
            ("zoe.vcf",),
            (
                "This file is a vCard, which the desk does not read yet. In the address book that"
                " it comes from, export the contacts as CSV."
            ),
        ),
        (
            ("budget.pdf",),
            (
                "“budget.pdf” was not taken in: save it as .docx in the program that opens it, and"
                " drop that."
            ),
        ),
        (
            ("budget.zip",),
            (
                "“budget.zip” was not taken in. What can be: a mail (.eml, .msg, .mbox), a text"
                " (.docx, .md, .txt), a table (.csv, .xlsx, .ods), a list of feeds (.opml), an"
                " image in a bulletin."
            ),
        ),
    ],
)
def test_what_has_no_place_is_refused_in_words(
    window: Window, names: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    window.go_to("dossiers")
    assert window.page is not None

    assert drop(window.page, files(tmp_path, *names))

    assert window.toast.accessibleName() == words


def test_a_mail_that_is_dropped_on_a_text_is_an_inquiry(
    qtbot: QtBot, office: Office, window: Window, tmp_path: Path
) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Neige"))
    window.open(Ref(Subject.DRAFT, draft.id))
    page = window.page
    assert isinstance(page, TextsPage)
    qtbot.waitUntil(lambda: page.card.draft is not None)
    file = tmp_path / "a.eml"
    file.write_bytes(mails("tuning")[1].raw)

    assert drop(page.card.editor.viewport(), with_words(given(file)))

    qtbot.waitUntil(lambda: office.inquiries.search(view=InquiryTab.ALL).total == 1)
    assert isinstance(window.page, InquiriesPage)
    assert page.card.editor.toPlainText() == ""


def test_a_word_file_that_is_dropped_on_any_page_is_a_text(
    qtbot: QtBot, office: Office, window: Window, tmp_path: Path
) -> None:
    window.go_to("today")
    file = tmp_path / "Allocution.docx"
    file.write_bytes(word_file("Bonjour à toutes."))
    assert window.page is not None

    assert drop(window.page, with_words(given(file)))

    qtbot.waitUntil(lambda: office.drafts.search("").total == 1)
    assert isinstance(window.page, TextsPage)


@pytest.mark.usefixtures("clipboard")
def test_files_that_are_pasted_on_the_inquiries_are_no_question(
    qtbot: QtBot, office: Office, window: Window, tmp_path: Path
) -> None:
    window.go_to("inquiries")
    page = window.page
    assert isinstance(page, InquiriesPage)
    QGuiApplication.clipboard().setMimeData(files(tmp_path, "a.pdf", "b.pdf"))

    page.paste()

    qtbot.waitUntil(lambda: window.errands.is_idle)
    assert office.inquiries.search(view=InquiryTab.ALL).total == 0
    assert window.toast.isVisible()
