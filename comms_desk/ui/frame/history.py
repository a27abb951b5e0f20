"""What was done to the thing of a card: who, when, from what to what, and the way back.

It is asked for when it is opened, and again once something of it changes.  A value that was put
back is an edit like any other: it stands in the history, and Ctrl+Z undoes it.
"""

from collections.abc import Sequence
from functools import partial
from textwrap import shorten
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref
from comms_desk.facts import Facts
from comms_desk.i18n import _, format_moment, format_share
from comms_desk.storage.model import Edit
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, Rule
from comms_desk.ui.kit.layout import Section
from comms_desk.wording.history import done, growth, label, shortened

if TYPE_CHECKING:
    from comms_desk.across.history import Past

MOST_SHOWN = 50
LONGEST_BACK = 24
"""How many of the one that a button puts back."""


class History(Section):
    """The history of one thing, opened and closed by `button`.

    Signals:
        text_wanted: The text that stood there before is to be read; carries its `Past`.

    Attributes:
        button: For the bar of the card.
    """

    text_wanted = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build it closed."""
        super().__init__(_("History"))
        self._errands = errands
        self._ref: Ref | None = None
        self._facts: Facts = ()
        self._stays = ""
        self.button = Button(_("History"), role="quiet", icon="history")
        self.button.setCheckable(True)
        self.button.toggled.connect(self._toggled)
        self.count = Label("", "detail", wraps=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._lines: list[_Line] = []
        self.stand(self.count)
        self.stand(self._rows)
        self.body.addSpacing(tokens.SPACE_2_PX)
        self.hide()

    def show_of(self, ref: Ref, facts: Facts, *, stays: str = "") -> None:
        """Tell of *ref*, whose *facts* name its fields; closed where it was of another thing.

        *stays* says why nothing of it may be put back, where that is so.
        """
        if ref != self._ref:
            self.close_it()
        self._ref, self._facts, self._stays = ref, facts, stays
        self._ask()

    def close_it(self) -> None:
        """Tell nothing."""
        self.button.setChecked(False)
        self._show_lines([])
        self._ref = None

    @Slot(bool)
    def _toggled(self, _is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.setVisible(self.button.isChecked())
        self._ask()

    def _ask(self) -> None:
        if self._ref is not None and self.button.isChecked():
            self._errands.read("history", partial(_history, self._ref), self._show)

    @Slot(object)
    def _show(self, answer: "tuple[Ref, Sequence[Past]]") -> None:
        ref, past = answer
        if ref != self._ref or not self.button.isChecked():
            return
        shown = past[:MOST_SHOWN]
        said = "" if past else _("Nothing was changed yet.")
        if len(shown) < len(past):
            said = format_share(len(shown), len(past))
        self.count.setText("\n".join(part for part in (self._stays, said) if part))
        self.count.setVisible(bool(self.count.text()))
        self._show_lines([self._line(each) for each in shown])

    def _show_lines(self, lines: "list[_Line]") -> None:
        """Show *lines* instead; who had the keys in a line has them in the same one, if any."""
        before, self._lines = self._lines, lines
        held = next((each.past.edit for each in before if each.holds_keys()), None)
        for line in lines:
            self._rows.addWidget(line)
            line.show()
            if held is not None and line.past.edit == held:
                (line.back or line).setFocus()
        for line in before:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()

    def _line(self, past: "Past") -> "_Line":
        from comms_desk.across.history import is_of_text

        what = done(past.edit, past.before, past.after, self._facts)
        when = format_moment(past.edit.at)
        told = (past.who, when, growth(past.grew_by).replace(" ", "\u00a0"))
        back: _Way | None = None
        if is_of_text(past.edit):
            if past.edit.before is not None:
                back = _See(past, what)
                back.wanted.connect(self.text_wanted)
        elif past.back is not None and not self._stays:
            before = shortened(past.edit.field, past.before, self._facts)
            back = _PutBack(past, "" if before == _("nothing") else before, what)
            back.wanted.connect(self._put_back)
        return _Line(past, what, ", ".join(filter(None, told)), back)

    @Slot(object)
    def _put_back(self, past: "Past") -> None:
        self._errands.write(None, partial(_put_back, past), self._was_put_back)

    @Slot(object)
    def _was_put_back(self, edit: Edit) -> None:
        self._errands.edited.emit(edit, label(edit.field, self._facts))
        self._ask()


class _Way(Button):
    """A way to what stood there before.

    Signals:
        wanted: Carries the `Past`.
    """

    wanted = Signal(object)

    def __init__(self, verb: str, past: "Past", what: str) -> None:
        super().__init__(verb, role="link", name=f"{verb} ({what})")
        self._past = past
        self.clicked.connect(self._want)

    @Slot()
    def _want(self) -> None:
        self.wanted.emit(self._past)


class _See(_Way):
    """Shows the text that stood there before: to be read, and put back."""

    def __init__(self, past: "Past", what: str) -> None:
        super().__init__(_("See the text before"), past, what)


class _PutBack(_Way):
    """Puts back what stood there before, and says what that is."""

    def __init__(self, past: "Past", before: str, what: str) -> None:
        value = shorten(before, LONGEST_BACK, placeholder="…")
        verb = _("Put back: {value}").format(value=value) if value else _("Empty it")
        super().__init__(verb, past, what)


class _Line(QWidget):
    """Something that was done, and the way back; where that was taken, the keys stay here."""

    def __init__(self, past: "Past", what: str, when: str, back: _Way | None) -> None:
        super().__init__()
        self.past = past
        self.back = back
        self.setAccessibleName(f"{what}, {when}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, tokens.SPACE_1_PX)
        column.setSpacing(0)
        column.addWidget(Rule())
        column.addSpacing(tokens.SPACE_1_PX)
        column.addWidget(Label(what, "text", wraps=True))
        column.addWidget(Label(when, "detail", wraps=True))
        if back is not None:
            column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)

    def holds_keys(self) -> bool:
        """Whether who types is here."""
        return self.hasFocus() or (self.back is not None and self.back.hasFocus())


def _history(ref: Ref, office: Office) -> "tuple[Ref, Sequence[Past]]":
    from comms_desk.across.history import history

    return ref, history(office, ref)


def _put_back(past: "Past", office: Office) -> Edit:
    from comms_desk.across.history import put_back

    return put_back(office, past)
