"""A day and an hour, typed as one writes them; the arrows up and down change the day.

What was understood is said under the field, with its weekday, as it is typed: nobody finds out
afterwards that another moment was taken.
"""

from datetime import UTC, datetime, timedelta
from typing import override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from comms_desk.clock import SystemClock
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import CITY_ZONE, _, current, format_time, format_weekday
from comms_desk.text.locales import import_babel
from comms_desk.text.moments import MomentNotRead, read_moment
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Label, give_role
from comms_desk.ui.kit.elided import ElidedLine
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.stacks import stacked
from comms_desk.wording import say

INSET_PX = 7
SAID_LINES = 2
"""The room of what is said under the field, kept whatever it is."""
ARROWS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
"""By how many days an arrow moves."""


class MomentField(QWidget):
    """A moment in the city's time."""

    def __init__(self, name: str) -> None:
        """Build the field; *name* is what a screen reader calls it."""
        super().__init__()
        self._shown = datetime.fromtimestamp(0, UTC)
        self._ahead = timedelta()
        self._is_offered = False
        self._typed: datetime | None = None
        self.line = _DayLine()
        self.line.setAccessibleName(name)
        self.line.setToolTip(plain(_("Date and time; the arrows ↑ and ↓ change the date")))
        self.line.textChanged.connect(self._read)
        self.line.days_wanted.connect(self.move_by)
        self.understood = Label("", "detail", wraps=True)
        self.understood.setContentsMargins(INSET_PX, 0, 0, 0)
        its = self.understood.sizePolicy()
        its.setRetainSizeWhenHidden(True)  # what stands below stays there as one types
        self.understood.setSizePolicy(its)
        self.understood.ensurePolished()
        self.understood.setMinimumHeight(SAID_LINES * self.understood.fontMetrics().lineSpacing())
        self.understood.setAlignment(Qt.AlignmentFlag.AlignTop)
        stacked(self.line, self.understood, inside=self, gap_px=tokens.SPACE_1_PX)

    @property
    def moment(self) -> datetime:
        """The moment in the field, in UTC.

        Raises:
            MomentNotRead: What is typed there is none.
        """
        if not self.is_touched:
            return self._shown
        if self._typed is None:
            raise MomentNotRead(self.line.text())
        return self._typed

    @property
    def is_touched(self) -> bool:
        """Whether something else stands there than was shown."""
        return self.line.text() != written(self._shown)

    def show_moment(self, moment: datetime, *, now: datetime, offered: bool = False) -> None:
        """Show *moment*; *now* says by how much the desk's clock is another than this one's.

        One that is only *offered* is muted until it is touched: it is not so yet.
        """
        self._is_offered = offered
        self._ahead, self._shown = now - SystemClock().now(), moment.astimezone(UTC)
        self.line.setText(written(moment))
        self.line.setCursorPosition(0)
        self._read()

    def refuse(self, error: CommsDeskError) -> None:
        """Say why what is typed cannot be used, and go there; the way out is its tooltip.

        Of what is no moment anybody sees that: how one is written is said.
        """
        sentence = say(error)
        is_none = isinstance(error, MomentNotRead)
        self._say(sentence.way_out if is_none else sentence.what, "word-red")
        self.understood.setToolTip(plain(sentence.whole))
        self.understood.setAccessibleName(sentence.whole)
        self.ask()

    @Slot()
    def ask(self) -> None:
        """Go there: what is typed takes the place of the moment that stands there."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    @Slot(int)
    def move_by(self, days: int) -> None:
        """Go some days further, at the same hour; nothing where no moment is typed."""
        try:
            local = self.moment.astimezone(CITY_ZONE)
            self.line.setText(written((local + timedelta(days=days)).astimezone(UTC)))
        except (MomentNotRead, OverflowError):
            return

    @Slot()
    def _read(self) -> None:
        """Read what is typed as of now: what is said is what is kept, however long after."""
        now = SystemClock().now() + self._ahead
        try:
            self._typed = read_moment(self.line.text(), now=now, zone=CITY_ZONE)
        except MomentNotRead:
            self._typed = None
        give_role(self.line, "offered" if self._is_offered and not self.is_touched else "")
        if not self.is_touched:
            self._say("", "detail")
        elif self._typed is None:
            self._say(_("Date or time incomplete"), "word-red")
        else:
            said = f"{format_weekday(self._typed)}, {format_time(self._typed)}"
            self._say(said, "detail")

    def _say(self, words: str, role: str) -> None:
        self.understood.setText(words)
        self.understood.setToolTip("")
        self.understood.setAccessibleName(words)
        self.understood.setVisible(bool(words))
        if self.understood.property("role") != role:
            give_role(self.understood, role)


class _DayLine(ElidedLine):
    """A line in which the arrows up and down go from day to day.

    Signals:
        days_wanted: By how many days to move.
    """

    days_wanted = Signal(int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next day or to the one before."""
        by = ARROWS.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.days_wanted.emit(by)


def written(moment: datetime) -> str:
    """Return *moment* as the field shows it, and reads it: « 27 nov. 2026, 6 h »."""
    import_babel()
    from babel.dates import format_date

    day = format_date(moment.astimezone(CITY_ZONE).date(), format="medium", locale=current().locale)
    return f"{day}, {format_time(moment)}"
