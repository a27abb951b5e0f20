"""Today: one ordered column of what waits, and beside it what the night brought and what fails.

Every line opens the thing itself.  On a desk with nothing in it yet, it offers the sample
desk instead of an empty column.
"""

from typing import override

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _
from comms_desk.kinds import those
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.layout import Card, scrolled
from comms_desk.ui.kit.line import LineButton, Lines
from comms_desk.ui.kit.notices import EmptyState
from comms_desk.ui.letter_card import LetterCard
from comms_desk.ui.page import Page
from comms_desk.ui.today.words import LetterGroupKey, TodayView, read_today

SIDE_WIDTH_PX = 380
SIDE_PX = 28
READ_AGAIN_EVERY_MS = 60_000


class TodayPage(Page):
    """What waits, what the night brought, what is failing.

    Signals:
        rows_shown: The first answer is on the screen.
    """

    KEY = "today"
    SHOWS = frozenset(
        {
            Subject.LETTER,
            Subject.ACCOUNT,
            Subject.EMBARGO,
            Subject.MENTION,
            Subject.ARTICLE,
            *those(lambda kind: kind.is_binned),  # the first of any kind: the desk is not bare
        }
    )
    rows_shown = Signal()

    def __init__(self, errands: Errands) -> None:
        """Build the page; it is filled when shown."""
        super().__init__(errands)
        self.day = Label("", "page-title")
        self.hour = Label("", "detail")
        self.now_heading = Label(_("Now"), "group")
        self.now = Lines(time_column=True)
        self.later_heading = Label(_("Today"), "group")
        self.later = Lines(time_column=True)
        self.coming_heading = Label(_("In the coming days"), "group")
        self.coming = Lines(time_column=True)
        self.calm = Label(_("Nothing to act on."), "muted")
        self.letter = LetterCard(errands)
        self.night = Card(_("Unread in the watch"))
        self.night_count = Label("", "detail")
        self.mentions = Lines()
        self.failing = Card(_("To look at"))
        self.troubles = Lines()
        self.troubles_more = Label("", "detail")
        self.mentions_more = Label("", "detail")
        self.empty = EmptyState(
            _("The desk is empty. Import a contact file, add a feed, or look around first."),
            _("Import contacts"),
        )
        self._lay_out()
        self._listen()
        self._minute = QTimer(self, interval=READ_AGAIN_EVERY_MS)
        self._minute.timeout.connect(self.refresh_soon)
        self._minute.start()

    @Slot()
    @override
    def refresh(self) -> None:
        """Read the morning again."""
        self.errands.read("today", read_today, self._show)
        self.letter.read_again()

    @override
    def step(self, by: int) -> None:
        """Move the focus to the next line (+1) or the one before (-1)."""
        lines = self._lines()
        if not lines:
            return
        at = next((place for place, line in enumerate(lines) if line.hasFocus()), None)
        to = 0 if at is None else min(max(at + by, 0), len(lines) - 1)
        lines[to].setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the lines by the arrows as by J and K, wherever one stands on the page."""
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.step(by)

    @override
    def open(self, ref: Ref) -> None:
        """Show the letter that *ref* points at, where it waits."""
        self.refresh_soon()

    def _lines(self) -> list[LineButton]:
        groups = (self.now, self.later, self.coming, self.troubles, self.mentions)
        return [line for group in groups for line in group.all()]

    @Slot(object)
    def _show(self, view: TodayView) -> None:
        self.day.setText(view.title)
        self.hour.setText(view.subtitle)
        self.now.show_lines(view.now)
        self.now_heading.setVisible(bool(view.now))
        self.later.show_lines(view.later)
        self.later_heading.setVisible(bool(view.later))
        self.coming.show_lines(view.coming)
        self.coming_heading.setVisible(bool(view.coming))
        self.calm.setVisible(not (view.now or view.later or view.coming))
        self.mentions.show_lines(view.night)
        self.night_count.setText(view.night_count)
        self.mentions_more.setText(view.night_more)
        self.mentions_more.setVisible(bool(view.night_more))
        self.troubles.show_lines(view.failing)
        self.failing.setVisible(bool(view.failing))
        self.troubles_more.setText(view.failing_more)
        self.troubles_more.setVisible(bool(view.failing_more))
        is_bare = view.is_empty and not (view.waiting or view.coming)
        self._stack.setCurrentWidget(self.empty if is_bare else self._morning)
        self.empty.offer_sample(offered=is_bare)
        self.counted.emit(view.waiting)
        self.counted_elsewhere.emit("watch", view.unread)
        self.rows_shown.emit()

    @Slot(object)
    def _open(self, key: object) -> None:
        if isinstance(key, LetterGroupKey):
            self.letter.show()
            self.letter.show_letters(key)
        elif isinstance(key, Ref):
            self.open_wanted.emit(key)

    @Slot()
    def _import_contacts(self) -> None:
        self.open_wanted.emit(Ref(Subject.CONTACT, 0))

    def _listen(self) -> None:
        for lines in (self.now, self.later, self.coming, self.mentions, self.troubles):
            lines.opened.connect(self._open)
        self.letter.decided.connect(self.refresh)
        self.letter.closed.connect(self.letter.hide)
        self.empty.sample_wanted.connect(self.sample_wanted)
        self.empty.started.connect(self._import_contacts)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_3_PX)
        head.addWidget(self.day)
        head.addWidget(self.hour, 1, Qt.AlignmentFlag.AlignBottom)
        self.hour.setContentsMargins(0, 0, 0, 3)
        columns = QHBoxLayout()
        columns.setSpacing(22)
        columns.addLayout(self._main_column(), 63)
        columns.addWidget(self._side_column(), 37)
        inner = QWidget()
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(SIDE_PX, 0, SIDE_PX, tokens.SPACE_6_PX)
        whole.addLayout(columns, 1)
        self._morning = scrolled(inner)
        body = QWidget()
        under = QVBoxLayout(body)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(0)
        head.setContentsMargins(SIDE_PX, 22, SIDE_PX, tokens.SPACE_2_PX)
        under.addLayout(head)
        self._stack = QStackedLayout()
        under.addLayout(self._stack, 1)
        self._stack.addWidget(self._morning)
        self._stack.addWidget(self.empty)
        self.fill(body)

    def _main_column(self) -> QVBoxLayout:
        main = QVBoxLayout()
        main.setSpacing(tokens.SPACE_1_PX)
        for heading, lines in (
            (self.now_heading, self.now),
            (self.later_heading, self.later),
            (self.coming_heading, self.coming),
        ):
            main.addWidget(heading)
            main.addWidget(lines)
        main.addWidget(self.calm)
        for heading in (self.now_heading, self.later_heading, self.coming_heading, self.calm):
            heading.setContentsMargins(6, tokens.SPACE_4_PX, 0, tokens.SPACE_1_PX)
            heading.hide()
        self.calm.setContentsMargins(0, tokens.SPACE_4_PX, 0, tokens.SPACE_1_PX)
        main.addStretch()
        return main

    def _side_column(self) -> QWidget:
        head = QHBoxLayout()
        self.night.body.removeWidget(self.night.title)
        head.addWidget(self.night.title)
        head.addWidget(self.night_count, 1, Qt.AlignmentFlag.AlignBottom)
        self.night.body.insertLayout(0, head)
        self.night.body.addWidget(self.mentions)
        self.night.body.addWidget(self.mentions_more)
        self.failing.body.addWidget(self.troubles)
        self.failing.body.addWidget(self.troubles_more)
        self.letter.hide()
        self.failing.hide()
        beside = QWidget()
        beside.setMaximumWidth(SIDE_WIDTH_PX)
        side = QVBoxLayout(beside)
        side.setContentsMargins(0, tokens.SPACE_2_PX, 0, 0)
        side.setSpacing(14)
        for card in (self.letter, self.failing, self.night):
            side.addWidget(card)
        side.addStretch()
        return beside
