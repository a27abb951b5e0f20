"""A window that somebody types in, for `window_kills`: it says what was typed and what saved.

The real window, page and errands, offscreen; only the drafts' desk says, after each call
that returned, how much of the text it saved.  It types until it is killed.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import override

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from comms_desk.across.office import Office, open_office
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftId, Revision, RevisionId, Saved, Sitting
from comms_desk.paths import Paths
from comms_desk.text.markdown import read_markdown, write_plain
from comms_desk.ui.app import DeskApp
from comms_desk.ui.kit import fonts
from comms_desk.ui.kit.look import look
from comms_desk.ui.texts.page import TextsPage

KEY_EVERY_MS = 12
WORD = "abcdefg "


def letter_at(position: int) -> str:
    """Return what stands at *position* of the endless text that is typed."""
    return WORD[position % len(WORD)]


def say(what: str, length: int) -> None:
    """Say that *length* characters were typed, or saved, and when; end with who listens."""
    try:
        sys.stdout.write(f"{what} {length} {time.monotonic():.4f}\n")
        sys.stdout.flush()
    except OSError:
        os._exit(1)


def plain(text: str) -> str:
    """Return what a draft's *text* reads as, without the space at its end."""
    return write_plain(read_markdown(text)).rstrip()


class SayingDrafts(DraftDesk):
    """The drafts' desk, saying what it saved."""

    @override
    def save_working(
        self, draft: DraftId, text: str, *, base: RevisionId | None, sitting: Sitting
    ) -> Saved:
        saved = super().save_working(draft, text, base=base, sitting=sitting)
        say("saved", len(plain(text)))
        return saved

    @override
    def revise(
        self, draft: DraftId, text: str, *, base: RevisionId | None, sitting: Sitting
    ) -> Revision | None:
        revision = super().revise(draft, text, base=base, sitting=sitting)
        say("saved", len(plain(text)))
        return revision


class Typist(QObject):
    """Types at the end of the first text, a key at a time."""

    def __init__(self, desk: DeskApp, draft: DraftId) -> None:
        super().__init__(desk)
        self._desk = desk
        self._draft = draft
        self._length = -1
        self._keys = QTimer(self, interval=KEY_EVERY_MS)
        self._keys.timeout.connect(self._press)
        self._keys.start()

    @Slot()
    def _press(self) -> None:
        page = self._desk.window.page
        if not isinstance(page, TextsPage):
            self._desk.window.go_to("texts")
            return
        opened = page.card.draft
        if opened is None or opened.id != self._draft:
            return
        editor = page.card.editor
        if self._length < 0:
            self._length = len(editor.toPlainText())
            editor.moveCursor(QTextCursor.MoveOperation.End)
            editor.setFocus()
        QTest.keyClicks(editor, letter_at(self._length))
        self._length += 1
        say("typed", len(editor.toPlainText().rstrip()))


def opener() -> Callable[[], Office]:
    """Return what opens the office, its drafts' desk one that says what it saves."""

    def open_saying() -> Office:
        office = open_office()
        office.__dict__["drafts"] = SayingDrafts(office.database)
        return office

    return open_saying


def main() -> int:
    """Type in the draft whose id is the first argument, until killed."""
    app = QApplication(sys.argv[:1])
    fonts.load(app)
    look().dress(app)
    desk = DeskApp(Paths.find(), opener(), worker=None)
    desk.window.show()
    Typist(desk, DraftId(int(sys.argv[1])))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
