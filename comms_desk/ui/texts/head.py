"""What stands above the words of a text: what there is to say of it, the tools, its titles.

A title is edited in place: one paragraph that wraps, so that it is always read whole.
"""

import re
from typing import override

from PySide6.QtCore import QMimeData, QObject, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from comms_desk.i18n import _
from comms_desk.media.drafting import dateline
from comms_desk.media.drafting.embargo_notice import is_notice
from comms_desk.media.drafting.model import TITLE_LENGTH, DraftStatus, Manuscript
from comms_desk.text.markdown.model import BREAK, Block, BlockKind, Document, Run
from comms_desk.ui.frame.putting_away import ArchiveStanding
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Label, give_role
from comms_desk.ui.kit.fields import CardField, is_for_the_window
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.menus import TITLE_LINES, PlainText
from comms_desk.ui.kit.notices import Notice
from comms_desk.ui.kit.stacks import stacked
from comms_desk.ui.kit.text_editor import TextEditor, said_by, said_in_plain
from comms_desk.ui.kit.text_toolbar import Toolbar
from comms_desk.ui.texts import words
from comms_desk.ui.texts.reading import OpenedText

ROOM_PX = 12
MOST_LINES = 12
"""What is longer is refused, or pasted by mistake: it scrolls, and the page stays where it was."""
INSET_PX = 3
"""What the frame of a field in place takes: its words stand in line with the text."""


class TextHead(QWidget):
    """The notices, the toolbar, the embargo and the titles, each in line with the text."""

    def __init__(self, editor: TextEditor) -> None:
        """Build the head of what *editor* shows; no notice is shown."""
        super().__init__()
        self.archived, self.sent, self.kept, self.embargo = (Notice() for _each in range(4))
        self.recovered, self.others, self.overtaken, self.aside = (Notice() for _each in range(4))
        self.toolbar = Toolbar(editor)
        self.until = Label("", "word-amber", wraps=True)
        self.until.setContentsMargins(INSET_PX, 0, 0, 0)
        self.title = TitleField("title", _("Title"), role="writing-title")
        self.subtitle = TitleField("subtitle", _("Subtitle"), role="writing-subtitle")
        self._pasted = WholePasted(self.title, self.subtitle, editor)
        column = stacked(inside=self, gap_px=tokens.SPACE_1_PX)
        for notice in (
            self.kept,
            self.archived,
            self.sent,
            self.embargo,
            self.recovered,
            self.others,
            self.overtaken,
            self.aside,
        ):
            column.addWidget(notice)
            notice.hide()
        for widget in (self.toolbar, self.until, self.title, self.subtitle):
            column.addWidget(widget)

    def write_in(self, language: str) -> None:
        """Write the titles with the quotation marks of *language*."""
        for field in (self.title, self.subtitle):
            field.write_in(language)

    def say_company(self, manuscript: Manuscript) -> None:
        """Say who else writes in this text, and whether one of two texts is set aside."""
        names = ", ".join(writer.name or _("Someone") for writer in manuscript.others)
        self.others.say(
            _("Unsaved text here too: {names}. All versions will be kept.").format(names=names)
            if names
            else ""
        )
        aside = bool(manuscript.asides)
        self.aside.say(
            _("Two people wrote in this text; one of the two is set aside.") if aside else "",
            _("Compare") if aside else "",
        )

    def say_sent(self, opened: OpenedText) -> None:
        """Say what became of the text that was sent, and that it is another by now."""
        said, differs = opened.sent, words.differs(opened.since)
        waits = opened.manuscript.draft.status is DraftStatus.SCHEDULED
        act = _("Correct…") if differs and opened.standing.archived is None else ""
        tone = Hue.AMBER if waits or differs else Hue.GREEN
        self.sent.say("\n".join(filter(None, (said, differs))), act, tone)

    def say_archived(self, standing: ArchiveStanding) -> None:
        """Say how the text *stands*; in the archive it is read, and not written."""
        act = _("Take out of the archive") if standing.archived else ""
        self.archived.say(standing.said(), act, Hue.ACCENT)
        is_written = standing.archived is None
        self.toolbar.setVisible(is_written)
        for field in (self.title, self.subtitle):
            field.setEnabled(is_written)

    def align(self, side_px: int) -> None:
        """Align the titles with the text, *side_px* from the left."""
        side_px -= INSET_PX
        self.setContentsMargins(side_px, tokens.SPACE_2_PX, side_px, tokens.SPACE_1_PX)


class TitleField(CardField):
    """A title or a subtitle.

    Signals:
        finished: Enter was pressed: go on to what comes after.
    """

    finished = Signal()

    def __init__(self, field: str, label: str, *, role: str) -> None:
        """Build the field; *role* is its look in the stylesheet."""
        self._role = role
        super().__init__(field, label, placeholder=label, title=True)

    @override
    def _build(
        self, lines: int, choices: tuple[tuple[str, str], ...], placeholder: str, *, title: bool
    ) -> QWidget:
        line = _WrappedLine()
        line.setPlaceholderText(placeholder)
        give_role(line, self._role)
        line.textChanged.connect(self._pause.key)
        line.entered.connect(self._entered)
        return line

    @Slot()
    def _entered(self) -> None:
        self.save_now()
        self.finished.emit()


class WholePasted(QObject):
    """A whole text that was pasted in its title: its first line is that, its text has the rest.

    One Ctrl+Z in the text takes both back.
    """

    def __init__(self, title: TitleField, subtitle: TitleField, editor: TextEditor) -> None:
        """Hear of what is pasted in the titles, which stand over the text in *editor*."""
        super().__init__(editor)
        self._title, self._editor = title, editor
        self._pasted = ""
        """What became the title, until another text is shown."""
        self._is_there = False
        self._steps = 0
        """How many steps Ctrl+Z had in the text before."""
        for field in (title, subtitle):
            field.leave_paragraphs_to(self._write)
        editor.typed.connect(self._follow)
        editor.replaced.connect(self._forget)

    def _write(self, source: QMimeData) -> None:
        self._forget()
        editor = self._editor
        said = said_by(source)
        if len(said.blocks) == 1 and BREAK not in said.blocks[0].text:
            said = said_in_plain(source)  # its paragraphs were not made with tags
        blocks = said.blocks
        steps = editor.document().availableUndoSteps()
        is_blank = not (self._title.value.strip() or editor.toPlainText().strip())
        title, rest = _first_line(blocks)
        if is_blank and is_title(title):
            blocks = rest
            self._line.write_line(title)
        pasted = self._title.value if is_blank else ""
        editor.moveCursor(QTextCursor.MoveOperation.End)
        editor.write_in(Document(blocks))
        editor.setFocus()
        self._pasted, self._is_there, self._steps = pasted, True, steps

    @property
    def _line(self) -> "_WrappedLine":
        line = self._title.editor
        assert isinstance(line, _WrappedLine)  # noqa: S101 - as it was built
        return line

    @Slot()
    def _follow(self) -> None:
        """Undo or redo the title with the rest of what was pasted."""
        is_there = self._editor.document().availableUndoSteps() > self._steps
        if not self._pasted or is_there == self._is_there:
            return
        self._is_there = is_there
        if is_there and not self._title.value:
            self._line.redo()
        elif not is_there and self._title.value == self._pasted:
            self._line.undo()

    @Slot()
    def _forget(self) -> None:
        self._pasted = ""


_NO_TITLE = re.compile(r"(?i)(?:communiqu[ée]|press release|news release|avis aux m[ée]dias|\W)")
"""How a line begins that is above the title, or an item of a list."""
_IN_A_SENTENCE = (".", ":", ";", ",", "…")


def is_title(line: str) -> bool:
    """Say whether the first *line* of a text reads as its title."""
    words = line.strip()
    return (
        0 < len(words) <= TITLE_LENGTH
        and not words.endswith(_IN_A_SENTENCE)
        and _NO_TITLE.match(words.lstrip('«“" \u00a0\u202f')) is None
        and not is_notice(words)
        and not dateline.opens(Document((Block(BlockKind.PARAGRAPH, (Run(words),)),)))
    )


def _first_line(blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """Return the first line of *blocks*, which may be cut in two, and what stands below it."""
    if not blocks:
        return "", ()
    first, *rest = blocks
    if rest and first.text.count(BREAK) < TITLE_LINES and BREAK * 2 not in first.text:
        return first.text, tuple(rest)
    line, _break, below = first.text.partition(BREAK)
    left = first.without([(0, len(first.text) - len(below.lstrip()))])
    return line, Document((left, *rest)).blocks


class _WrappedLine(PlainText):
    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def value(self) -> str:
        return " ".join(self.document().toRawText().split("\u2029"))

    def set_value(self, value: str) -> None:
        self.setPlainText(value)
        self._grow()

    def set_kept(self) -> None:
        self.document().setModified(False)

    @Slot()
    def _grow(self) -> None:
        # The layout of a plain text measures its height in lines.
        lines = min(max(1, round(self.document().size().height())), MOST_LINES)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + ROOM_PX)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif is_for_the_window(
            event,
            is_typed=self.document().isModified(),
            is_back=self.document().isRedoAvailable(),
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    @override
    def write(self, source: QMimeData) -> None:
        self.write_line(source.text())

    def write_line(self, words: str) -> None:
        self.insertPlainText(" ".join(words.splitlines()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()
