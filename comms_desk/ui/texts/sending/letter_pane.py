"""A letter as one of its readers will have it: from whom, its subject, its words, its files."""

from typing import override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QStackedLayout,
    QTextBrowser,
    QWidget,
)

from comms_desk.across import Office
from comms_desk.i18n import _, format_number
from comms_desk.mail.message import AttachedFile
from comms_desk.media.lists.model import Addressee
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.text.markdown import Document
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, Rule, give_role, shortened
from comms_desk.ui.kit.letter_text import draw
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.scroll_bar import ScrollBar
from comms_desk.ui.kit.stacks import STRETCH, abreast, filling, stacked
from comms_desk.ui.texts.sending.reading import PreviewView, readers
from comms_desk.ui.texts.sending.screen import PANE_PX

NAME_LETTERS, FEW_LETTERS = 18, 9


class LetterPane(QWidget):
    """One letter, and the choice of whose.

    Signals:
        reader_wanted: The letter of somebody else is to be read; carries who, and their name.
    """

    reader_wanted = Signal(object, str)

    def __init__(self, errands: Errands) -> None:
        """Show nothing until `show_letter`."""
        super().__init__()
        give_role(self, "column")
        self._readers: tuple[Addressee, ...] = ()
        self.reader = Button("", icon="open", hint=_("Read it as somebody else"))
        self.reader.setCheckable(True)
        self.reader.toggled.connect(self._choose)
        head = abreast(Label(_("As read by"), "strong"), STRETCH, self.reader)
        self.from_whom, self.subject = (
            Label("", "detail", wraps=True),
            Label("", "strong", wraps=True),
        )
        self.words = QTextBrowser()
        self.words.setFrameShape(QFrame.Shape.NoFrame)
        self.words.setOpenLinks(False)
        self.words.setAccessibleName(_("The letter"))
        self.words.viewport().setAutoFillBackground(False)
        self.words.document().setDocumentMargin(0)
        self.words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        give_role(self.words, "letter")
        ScrollBar(self.words)
        self.files = Label("", "detail", wraps=True)
        self.picker = Picker(
            errands,
            self._find,
            asks=_("Whose letter?"),
            offers=_("Those who will have it"),
            none_match=_("Nothing matches “{words}”."),
        )
        self.picker.chosen.connect(self._take)
        self.picker.left.connect(self._leave)
        choosing = QWidget()
        stacked(self.picker, STRETCH, inside=choosing)
        self._stack = QStackedLayout()
        stacked(
            head,
            filling(self._stack),
            inside=self,
            gap_px=tokens.SPACE_3_PX,
            edges_px=(tokens.SPACE_4_PX, tokens.SPACE_3_PX, tokens.SPACE_4_PX, tokens.SPACE_4_PX),
        )
        self._stack.addWidget(self._frame())  # in its place first: else it is a window for a while
        self._stack.addWidget(choosing)
        self._letter: Document | None = None
        self._is_first = True
        self._letters, self._reader = NAME_LETTERS, ""
        tokens.look().changed.connect(self._dress)

    def _frame(self) -> QFrame:
        letter = QFrame()
        give_role(letter, "card")
        stacked(
            self.from_whom,
            self.subject,
            Rule(),
            filling(self.words),
            self.files,
            inside=letter,
            gap_px=tokens.SPACE_2_PX,
            edges_px=(tokens.SPACE_4_PX,) * 4,
        )
        return letter

    @property
    def readers(self) -> tuple[Addressee, ...]:
        """Those whose letter may be read."""
        return self._readers

    def _name(self, reader: str) -> None:
        self._reader = reader
        self.reader.rename(shortened(reader, self._letters))

    def offer(self, those: tuple[Addressee, ...]) -> None:
        """Offer the letters of *those*."""
        self._readers = those
        if those and self._is_first:
            first = those[0]
            self._name(first.name or (first.address.bare if first.address else ""))
        self.reader.setVisible(bool(those))

    def show_letter(self, view: PreviewView) -> None:
        """Show a letter."""
        self._is_first = view.to is None
        if not self._is_first:
            self._name(view.reader)
        self.from_whom.setText(
            _("From: {sender}").format(sender=view.sender) if view.sender else ""
        )
        self.from_whom.setVisible(bool(view.sender))
        self.subject.setText(view.letter.subject)
        self._letter = view.words
        self._dress()
        self.files.setText("\n".join(map(_file, view.letter.files)))
        self.files.setVisible(bool(view.letter.files))

    def say_none(self, why: str) -> None:
        """Say why there is no letter to show."""
        self._letter = None
        self.from_whom.hide()
        self.files.hide()
        self.subject.setText("")
        self.words.setPlainText(why)

    @Slot()
    def _dress(self) -> None:
        """Write the letter in the colours of now."""
        if self._letter is None:
            return
        place = self.words.verticalScrollBar().value()
        draw(self._letter, self.words.document())
        self.words.verticalScrollBar().setValue(place)

    def _find(self, _office: Office, searched: str) -> Rows[Row]:
        return readers(self._readers, searched)

    @Slot(bool)
    def _choose(self, wanted: bool) -> None:  # noqa: FBT001 - the signal's
        self._stack.setCurrentIndex(1 if wanted else 0)
        if wanted:
            self.picker.ask()

    @Slot(object)
    def _take(self, key: object) -> None:
        row = self.picker.list.rows.row(self.picker.list.rows.position_of(key))
        self._leave()
        self.reader_wanted.emit(key, "" if row is None else row.title)

    @Slot()
    def _leave(self) -> None:
        self.reader.setChecked(False)
        self.reader.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say fewer letters of the reader's name where it is narrow."""
        self._letters = FEW_LETTERS if event.size().width() < PANE_PX else NAME_LETTERS
        self._name(self._reader)
        super().resizeEvent(event)


def _file(each: AttachedFile) -> str:
    kilobytes = max(round(len(each.content) / 1000), 1)
    return _("{name} · {n}\u00a0KB").format(name=each.name, n=format_number(kilobytes))
