"""A release and an article side by side: what was taken, where it stands, and what was changed.

Each class has its ground and its underline, never a colour alone.  A click or the arrows light a
sentence on both sides, and a line says what became of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QTextEdit, QWidget

from comms_desk.i18n import _, format_number
from comms_desk.media.coverage.facts import TAKEN
from comms_desk.media.coverage.model import Compared, Place, Reprised, Taken
from comms_desk.text.differing import difference
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import PART, Label, ShortenedLabel, Tag
from comms_desk.ui.kit.fonts import sized
from comms_desk.ui.kit.marked_text import in_utf16, space_lines
from comms_desk.ui.kit.menus import RichText
from comms_desk.wording.reprise import quotes_said, sentences_said

STEPS: Mapping[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
LINES: Mapping[Taken, QTextCharFormat.UnderlineStyle] = {
    Taken.VERBATIM: QTextCharFormat.UnderlineStyle.SingleUnderline,
    Taken.SHORTENED: QTextCharFormat.UnderlineStyle.DashUnderline,
    Taken.ALTERED: QTextCharFormat.UnderlineStyle.WaveUnderline,
}
HUES: Mapping[Taken, tokens.Hue] = {
    Taken.VERBATIM: tokens.Hue.ACCENT,
    Taken.SHORTENED: tokens.Hue.NEUTRAL,
    Taken.ALTERED: tokens.Hue.AMBER,
}

type Marks = Sequence[tuple[Place, Taken]]


class ComparedText(RichText):
    """One of two texts, with what was taken.

    Signals:
        pressed: A place in it, in characters as Qt counts them.
        stepped: 1 for the next sentence that was taken, -1 for the one before.
    """

    pressed = Signal(int)
    stepped = Signal(int)

    def __init__(self, name: str) -> None:
        """Build an empty one that a screen reader calls *name*."""
        super().__init__()
        self.setReadOnly(True)
        self.setProperty("role", "letter")
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFont(sized(tokens.CARD_TITLE_PX))
        self.document().setDocumentMargin(0)
        self._marks: Marks = ()
        self._lit: Sequence[Place] = ()
        tokens.theme().changed.connect(self._paint)

    def show_text(self, text: str, marks: Marks) -> None:
        """Show *text*, and what was taken at those places; they are in order and apart."""
        self.setPlainText(text)
        places = in_utf16(text, [place for place, _taken in marks])
        self._marks = [(place, taken) for place, (_place, taken) in zip(places, marks, strict=True)]
        space_lines(self.document())
        self.light(())

    def light(self, which: Iterable[int]) -> None:
        """Have those of the marks lit, and seen."""
        self._lit = [self._marks[each][0] for each in which]
        self._paint()
        if self._lit:
            cursor = self.textCursor()
            cursor.setPosition(self._lit[-1][1])
            self.setTextCursor(cursor)
            cursor.setPosition(self._lit[0][0])
            self.setTextCursor(cursor)

    def mark_at(self, position: int) -> int | None:
        """Return which of the marks stands at a *position*; None: none does."""
        for number, ((start, end), _taken) in enumerate(self._marks):
            if start <= position <= end:
                return number
        return None

    @Slot()
    def _paint(self) -> None:
        colours = tokens.colours()
        selections = []
        for place, taken in self._marks:
            form = QTextCharFormat()
            form.setUnderlineStyle(LINES[taken])
            words, ground = tokens.hue_colours(HUES[taken], colours)
            form.setUnderlineColor(QColor(words))
            form.setBackground(QColor(colours.matched if place in self._lit else ground))
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self.document())
            selection.cursor.setPosition(place[0])
            selection.cursor.setPosition(place[1], QTextCursor.MoveMode.KeepAnchor)
            selection.format = form
            selections.append(selection)
        self.setExtraSelections(selections)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next sentence that was taken, or to the one before."""
        step = STEPS.get(event.key(), 0)
        if step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.stepped.emit(step)
            return
        super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Light what was pressed; what is selected stays."""
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            self.pressed.emit(self.cursorForPosition(event.position().toPoint()).position())


class SideBySide(QWidget):
    """A release and an article, and what the second took of the first."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._compared: Compared | None = None
        self._taken: Sequence[Reprised] = ()
        self._places: Sequence[Place] = ()
        self._lit = -1
        self.counts = Label("", "detail", wraps=True)
        self.fate, self.changed = Tag(), Label("", "detail", wraps=True)
        self.changed.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.release_title = ShortenedLabel("", "strong")
        self.article_title = ShortenedLabel("", "strong")
        self.release = ComparedText(_("Text of the release"))
        self.article = ComparedText(_("Text of the article"))
        self.release.pressed.connect(self._press_release)
        self.article.pressed.connect(self._press_article)
        for each in (self.release, self.article):
            each.stepped.connect(self.step)
        line = QHBoxLayout()
        line.setSpacing(tokens.SPACE_2_PX)
        line.addWidget(self.fate, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.changed, 1, Qt.AlignmentFlag.AlignTop)
        self.changed.setMinimumHeight(2 * self.changed.sizeHint().height())
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.SPACE_6_PX)
        grid.setVerticalSpacing(tokens.SPACE_2_PX)
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_2_PX)
        head.addWidget(self.counts, 1)
        for taken, hue in HUES.items():
            head.addWidget(Tag(TAKEN.say(taken), hue), 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(head, 0, 0, 1, 2)
        grid.addLayout(line, 1, 0, 1, 2)
        for column, parts in enumerate(
            ((self.release_title, self.release), (self.article_title, self.article))
        ):
            grid.setColumnStretch(column, 1)
            for row, part in enumerate(parts, 2):
                grid.addWidget(part, row, column)

    def show_compared(self, compared: Compared) -> None:
        """Show both texts, with the first sentence that was taken lit."""
        self._compared, reprise = compared, compared.reprise
        self._taken = [each for each in reprise.sentences if each.into]
        classes: dict[Place, Taken] = {}
        for each in self._taken:
            for place in each.into:
                known = classes.get(place, each.taken)
                classes[place] = each.taken if known is each.taken else Taken.ALTERED
        self._places = sorted(classes)
        self.counts.setText("\n".join((sentences_said(reprise), quotes_said(reprise))).strip())
        self.release_title.setText(compared.release_title)
        outlet_and_title = (compared.outlet, compared.article_title)
        self.article_title.setText(PART.join(filter(None, outlet_and_title)))
        self.release.show_text(
            compared.release, [((each.start, each.end), each.taken) for each in self._taken]
        )
        self.article.show_text(
            compared.article, [(place, classes[place]) for place in self._places]
        )
        self._lit = -1
        self.step(1)

    @Slot(int)
    def step(self, by: int) -> None:
        """Light the sentence that stands so many further among those that were taken."""
        lit = min(max(self._lit + by, 0), len(self._taken) - 1)
        self._light(lit)

    def _light(self, lit: int) -> None:
        self._lit = lit
        if lit < 0 or self._compared is None:
            self.fate.say(TAKEN.say(Taken.NONE))
            self.changed.setText("")
            return
        sentence = self._taken[lit]
        self.release.light([lit])
        self.article.light([self._places.index(place) for place in sentence.into])
        self.fate.say(TAKEN.say(sentence.taken), HUES[sentence.taken])
        where = _("{n} of {count}").format(
            n=format_number(lit + 1), count=format_number(len(self._taken))
        )
        before, after = difference(sentence.text, self._compared.taken_as(sentence))
        change = "" if sentence.taken is Taken.VERBATIM else f"{before} → {after}"
        self.changed.setText(PART.join(filter(None, (where, change))))

    @Slot(int)
    def _press_release(self, position: int) -> None:
        mark = self.release.mark_at(position)
        if mark is not None:
            self._light(mark)

    @Slot(int)
    def _press_article(self, position: int) -> None:
        mark = self.article.mark_at(position)
        if mark is not None:
            place = self._places[mark]
            self._light(next(n for n, each in enumerate(self._taken) if place in each.into))
