"""What the tests of the Texts page do to it."""

from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from comms_desk.changes import Ref, Subject
from comms_desk.media.drafting.model import Draft, DraftKind, NewDraft
from comms_desk.ui.texts.page import TextsPage

NEW = NewDraft(kind=DraftKind.RELEASE, title="Budget 2027", text="La Ville **agit**.\n")


def opened(page: TextsPage, qtbot: QtBot, draft: Draft) -> None:
    page.shown()
    page.open(Ref(Subject.DRAFT, draft.id))
    qtbot.waitUntil(lambda: page.card.draft is not None and page.card.draft.id == draft.id)
    page.card.editor.setFocus()
    page.card.editor.moveCursor(QTextCursor.MoveOperation.End)


def all_written(page: TextsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.errands.unwritten == 0)
