"""What is written of the row chosen, under the list: our summary of a story, or the essentials.

It keeps its place, so that nothing moves while one types; Enter goes from a summary to the next.
Where the list would have little room, a summary is one line until it is written.  How long a text
is, is said as it is typed.  One that is limited is saved as a whole, on Enter and once it is left:
a beginning saved while it is typed would leave in the place of what is refused.
"""

from collections.abc import Callable, Sequence
from typing import override

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from comms_desk.changes import Subject
from comms_desk.i18n import Language, _
from comms_desk.media.reviews.model import Review, ReviewItem
from comms_desk.ui.frame.editing import FieldSaver, Save
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.check import Check
from comms_desk.ui.kit.controls import ENTER, Button, Label, Rule, give_role
from comms_desk.ui.kit.fields import CardField, EnteredLine
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.stacks import abreast, filling, stacked
from comms_desk.ui.review import words
from comms_desk.ui.review.article import FirstWords

type Count = Callable[[str], tuple[str, bool]]
"""Returns how long a text is, in words, and whether that is longer than is aimed at."""
SIDE_PX = tokens.SPACE_4_PX - tokens.HANG_PX
"""The words of its fields stand under those of the rows."""
SUMMARY_LINES, HIGHLIGHT_LINES, AGENDA_LINES = 4, 7, 2
FOLDED_SOON_MS = 50
ONWARDS = {Qt.KeyboardModifier.NoModifier: 1, Qt.KeyboardModifier.ShiftModifier: -1}


class ReviewFoot(QWidget):
    """Fields under the list.

    Signals:
        left: Escape; what was typed is kept.
    """

    left = Signal()

    def __init__(self, errands: Errands, kind: Subject, save: Save, *fields: CardField) -> None:
        """Save each of *fields* by *save*."""
        super().__init__()
        self._fields = fields
        for field in fields:
            field.editor.installEventFilter(self)
        self.saver = FieldSaver(errands, kind, save, fields)
        self.column = stacked(
            Rule(), inside=self, gap_px=tokens.SPACE_2_PX, edges_px=(0, 0, 0, tokens.SPACE_2_PX)
        )

    def begin(self) -> None:
        """Go to what is written first."""
        raise NotImplementedError

    def go_to(self, field: str) -> None:
        """Go to the *field* of that name, where it is one of these and they are shown."""
        for each in self._fields:
            if each.field == field and self.isVisible():
                self.unfold()
                each.setFocus()

    def unfold(self) -> None:
        """Show all of it.  For one that is folded."""

    def stand(self, *parts: QWidget, label: str = "") -> QHBoxLayout:
        """Add *parts*, in one row, after what it is called."""
        row = abreast(edges_px=(SIDE_PX + (tokens.HANG_PX if label else 0), 0, SIDE_PX, 0))
        if label:
            row.addWidget(Label(label, "detail"))
        for part in parts:
            row.addWidget(part, 1 if part is parts[0] else 0)
        self.column.addLayout(row)
        return row

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave on Escape, and give nothing back: Ctrl+Z does."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.saver.save_now()
            self.left.emit()
            return True
        return self.pressed(watched, event)

    def pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        """Hear of another key in a field, and say whether it is taken."""
        raise NotImplementedError


class StoryFoot(ReviewFoot):
    """Our summary of the story chosen, its section, and whether an excerpt goes with it.

    Of several there is the section alone, which they are put under together.

    Signals:
        next_wanted: Enter in the summary: another story is to be chosen, and written of; +1 or -1.
        section_wanted: It is to stand under another heading; carries its words.
        rename_wanted: Its heading is to have other words.
        excerpt_wanted: An excerpt is to go with it, or not.
        unfolded: It takes more room of the list.
    """

    next_wanted = Signal(int)
    section_wanted = Signal(str)
    rename_wanted = Signal(str)
    excerpt_wanted = Signal(bool)
    unfolded = Signal()

    def __init__(self, errands: Errands, kind: Subject, save: Save) -> None:
        """Build it, empty."""
        hint = _("What it says, in about thirty words")
        self.summary = CountedField(
            "summary", _("Summary"), lines=SUMMARY_LINES, hint=hint, count=words.summary_count
        )
        super().__init__(errands, kind, save, self.summary.field)
        self.section = EnteredLine()
        self.section.setAccessibleName(_("Section"))
        self.section.setPlaceholderText(_("Section"))
        self.section.setToolTip(plain(_("Enter moves this story; Shift+Enter renames its section")))
        give_role(self.section, "in-place")
        self.excerpt = Check(_("With an excerpt"))
        self.first_words = FirstWords()
        self.stand(self.first_words)
        self.stand(self.summary)
        line = self.stand(self.section, self.excerpt, label=_("Section"))
        self.several = Label("", "strong")
        self.write = Button("", role="link", hint=_("Enter"), does=self.begin)
        line.insertWidget(0, self.several)
        line.insertWidget(1, self.write)
        self._count, self._may_quote, self._has_room, self._is_written = 1, False, True, False
        self._soon = QTimer(self, singleShot=True, interval=FOLDED_SOON_MS)
        self._soon.timeout.connect(self._fold)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._soon.start)
        self.excerpt.clicked.connect(self.excerpt_wanted)
        self.section.entered.connect(self._enter)
        self.section.editingFinished.connect(self._say_section)
        self.section.installEventFilter(self)

    def show_story(self, review: Review, item: ReviewItem, together: Sequence[ReviewItem]) -> None:
        """Show what is written of *item*; of the same one, what is being typed stays.

        It is one of those that are chosen *together*: their section is shown if they have one.
        """
        self.saver.show_card(
            (review.id, item.id), {"summary": item.entry.summary}, of=item.entry.title
        )
        self.summary.write_in(review.language)
        if not self.section.hasFocus():
            sections = {each.section for each in together}
            self.section.setText(item.section if len(sections) == 1 else "")
        self._count, self._may_quote = len(together), bool(item.excerpt)
        self.several.setText(words.chosen(len(together)))
        self.excerpt.setToolTip(plain(item.excerpt))
        self.excerpt.setChecked(item.wants_excerpt)
        self._stand()

    def have_room(self, *, has_room: bool) -> None:
        """Show it whole, or as one line until it is written."""
        self._has_room = has_room
        self._stand()

    def _stand(self) -> None:
        is_one, is_whole = self._count == 1, self._has_room or self._is_written
        for part in (self.first_words, self.summary):
            part.setVisible(is_one and is_whole)
        self.excerpt.setVisible(is_one and is_whole and self._may_quote)
        self.several.setVisible(not is_one)
        self.write.setVisible(is_one and not is_whole)
        self.write.rename(f"{_('Summary')} · {self.summary.count.text()}")

    @override
    def unfold(self) -> None:
        self._is_written = True
        self._stand()
        self.unfolded.emit()

    @Slot()
    def _fold(self) -> None:
        """Show one line again, once the focus is elsewhere: not under a button that is held."""
        to: QWidget | None = self.window().focusWidget()
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._soon.start()
        elif self._is_written and to is not None and not self.isAncestorOf(to):
            self._is_written = False
            self._stand()

    @Slot()
    @override
    def begin(self) -> None:
        """Write the summary; of several, put them under a section."""
        if self._count == 1:
            self.unfold()
            self.summary.field.setFocus()
        else:
            self.section.setFocus()
            self.section.selectAll()

    @Slot()
    def _enter(self) -> None:
        self._say_section()
        self.left.emit()

    @Slot()
    def _say_section(self) -> None:
        self.section_wanted.emit(self.section.text().strip())

    @override
    def pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        """Take Enter in the summary, which is one paragraph, and Shift+Enter in the section."""
        by = ONWARDS.get(event.modifiers(), 0) if event.key() in ENTER else 0
        if watched is not self.section:
            if by:
                self.next_wanted.emit(by)
            return bool(by)
        if by < 0:
            self.rename_wanted.emit(self.section.text().strip())
            self.left.emit()
        return by < 0


class EssentialsFoot(ReviewFoot):
    """The essentials, a line each, and what is to come that day."""

    def __init__(self, errands: Errands, kind: Subject, save: Save) -> None:
        """Build it, empty."""
        self.highlights = CountedField(
            "highlights",
            _("Highlights"),
            lines=HIGHLIGHT_LINES,
            hint=_("What to remember of the day: three lines"),
            count=words.highlights_count,
            is_limited=True,
        )
        self.agenda = CountedField(
            "agenda",
            _("Today"),
            lines=AGENDA_LINES,
            hint=_("What is to come, a line each: 9:30 council"),
            count=words.agenda_count,
            is_limited=True,
        )
        super().__init__(errands, kind, save, self.highlights.field, self.agenda.field)
        for counted in (self.highlights, self.agenda):
            self.stand(counted)

    def show_review(self, review: Review) -> None:
        """Show what is written of *review*; of the same one, what is being typed stays."""
        values = {"highlights": "\n".join(review.highlights), "agenda": "\n".join(review.agenda)}
        self.saver.show_card(review.id, values)
        for counted in (self.highlights, self.agenda):
            counted.write_in(review.language)

    @override
    def begin(self) -> None:
        self.highlights.field.setFocus()

    @override
    def pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        """Save the lines that are finished, as Enter begins another."""
        if event.key() in ENTER:
            self.saver.save_now()
        return False


def over(column: QWidget, feet: Sequence[ReviewFoot]) -> QWidget:
    """Return *column* over *feet*, which are hidden so far."""
    whole = QWidget()
    give_role(whole, "column")
    parts = stacked(filling(column), inside=whole, gap_px=0)
    for foot in feet:
        foot.hide()
        parts.addWidget(foot)
    return whole


class CountedField(QWidget):
    """One text of a card, and its count."""

    def __init__(
        self,
        field: str,
        label: str,
        *,
        lines: int,
        hint: str,
        count: Count,
        is_limited: bool = False,
    ) -> None:
        """Build it, empty.

        Args:
            field: The name of the field in the model.
            label: Its name for the reader.
            lines: How many it shows at once.
            hint: Shown while it is empty.
            count: Says how long a text is.
            is_limited: Whether a longer one is refused: that is said as soon as it is too long.
        """
        super().__init__()
        self._say, self._is_limited, self._is_long = count, is_limited, False
        self.field = CardField(
            field, label, lines=lines, placeholder=hint, title=True, whole=is_limited
        )
        self.count = Label("", "detail")
        head = QHBoxLayout()
        head.setContentsMargins(tokens.HANG_PX, 0, tokens.HANG_PX, 0)
        head.addWidget(Label(label, "strong"))
        head.addStretch()
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.field)
        if isinstance(self.field.editor, QPlainTextEdit):
            self.field.editor.textChanged.connect(self._typed)

    def write_in(self, language: Language) -> None:
        """Type with the marks of *language*, and count what is there."""
        self.field.write_in(language.value)
        self.recount()

    @Slot()
    def _typed(self) -> None:
        was_long = self._is_long
        self.recount()
        if self._is_limited and self._is_long and not was_long:
            self.field.save_now()  # which is refused, and says why

    def recount(self) -> None:
        """Say how long it is now, and mark what is longer than is aimed at, or may be."""
        said, self._is_long = self._say(self.field.value)
        self.count.setText(said)
        too_long = "word-red" if self._is_limited else "remark"
        give_role(self.count, too_long if self._is_long else "detail")
        self.field.editor.setAccessibleDescription(said)
