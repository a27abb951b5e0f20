"""The lines of the last screen: an hour, a name, what is said of it, a tag, a way to take it away.

One row of words each; where there is no room for all of them, what is said of the name is cut.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, Rule, ShortenedLabel, Tag
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.stacks import abreast, stacked
from comms_desk.ui.texts.sending.words import ScreenLine

TIME_PX = 76
AWAY_PX = 28


class WhomLines(QWidget):
    """Lines under one another, with a rule above each.

    Signals:
        away_wanted: A line is to be taken away; carries its key.
    """

    away_wanted = Signal(object)

    def __init__(self, *, time_column: bool = False) -> None:
        """Build no line; with *time_column*, hours stand at the left."""
        super().__init__()
        self._time_column = time_column
        self._shown: tuple[ScreenLine, ...] = ()
        self._column = stacked(inside=self, gap_px=0)

    @property
    def shown(self) -> tuple[ScreenLine, ...]:
        """The lines shown."""
        return self._shown

    def show_lines(self, lines: Sequence[ScreenLine]) -> None:
        """Show *lines* instead of what was shown; the button that had the keys keeps them."""
        lines = tuple(lines)
        if lines == self._shown:
            return
        held = next((each.line.key for each in self._rows() if each.away.hasFocus()), None)
        self._shown = lines
        empty_out(self._column)
        hours = [Label(line.when, "muted") for line in lines] if self._time_column else []
        widest = max((each.sizeHint().width() for each in hours), default=0)
        for place, line in enumerate(lines):
            hour = hours[place] if hours else None
            if hour is not None:
                hour.setFixedWidth(max(TIME_PX, widest + tokens.SPACE_2_PX))
            row = _Row(line, hour)
            row.away_wanted.connect(self.away_wanted)
            rule = Rule()
            for widget in (rule, row):
                self._column.addWidget(widget)
                widget.show()
            if held is not None and line.key == held:
                row.away.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rows(self) -> list["_Row"]:
        return [each for each in self.findChildren(_Row) if not each.isHidden()]


class _Row(QWidget):
    """One line.

    Signals:
        away_wanted: It is to be taken away; carries its key.
    """

    away_wanted = Signal(object)

    def __init__(self, line: ScreenLine, hour: Label | None) -> None:
        super().__init__()
        self.line = line
        self.setFixedHeight(tokens.ROW_HEIGHT_PX)
        name, detail = Label(line.name, "strong"), ShortenedLabel(line.detail, "muted")
        name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        name.setToolTip(plain(line.name))
        tag = Tag(line.tag, line.tone)
        self.away = Button("", role="quiet", icon="close", name=line.away, hint=line.away)
        self.away.setFixedWidth(AWAY_PX)
        self.away.clicked.connect(self._away)
        row = abreast(inside=self, gap_px=tokens.SPACE_2_PX)
        if hour is not None:
            row.addWidget(hour)
        row.addWidget(name)
        row.addWidget(detail, 1)
        row.addWidget(tag)
        row.addWidget(self.away)
        tag.setVisible(bool(line.tag))
        self.away.setVisible(bool(line.away))

    @Slot()
    def _away(self) -> None:
        self.away_wanted.emit(self.line.key)
