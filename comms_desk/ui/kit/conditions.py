"""A filter as somebody builds it: conditions and groups, each value picked by a few letters.

It keeps what is begun and says nothing yet (a condition without a value) to itself: what is
saved asks for something (`pruned`).  Of whom it is asked it does not know: a kind of filter gives
what may be asked, and a picker.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.storage.conditions import (
    SINCE,
    Asked,
    Condition,
    Conditions,
    Joined,
    Part,
    Value,
)
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.text.fold import tokens
from comms_desk.ui.kit import look as tokens_of
from comms_desk.ui.kit.controls import Button, Label, SearchField
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.menus import Line, rounded
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked
from comms_desk.wording import say

DAY_WIDTH_PX = 220

type Choices[By: Asked] = Mapping[By, Mapping[Value, str]]
"""What may be chosen for each condition, in words."""


def pruned[By: Asked](tree: Conditions[By]) -> Conditions[By]:
    """Return *tree* without what asks for nothing yet."""
    parts = (pruned(each) if isinstance(each, Conditions) else each for each in tree.of)
    kept = (each for each in parts if (each.of if isinstance(each, Conditions) else each.values))
    return replace(tree, of=tuple(kept))


class ValuePicker(QWidget):
    """Where a value is picked by a few letters.

    Signals:
        chosen: Carries the key of the row that was taken.
        left: Escape: nothing is to be taken.
    """

    chosen = Signal(object)
    left = Signal()
    search: SearchField
    left_out: Collection[object]
    """Keys that are not offered: what has them is taken already."""

    def ask(self) -> None:
        """Offer all that there is without a word, and wait for letters."""
        raise NotImplementedError

    def forget(self) -> None:
        """Empty the field, and offer nothing."""
        raise NotImplementedError


class MakePicker(Protocol):
    """Makes a picker of the rows that *offered* returns for some words, "" for none."""

    def __call__(
        self, offered: Callable[[str], Rows[Row]], *, asks: str, offers: str, none_match: str
    ) -> ValuePicker:
        """Return it; *asks*, *offers* and *none_match* are what it says of itself."""


class _Part(QWidget):
    """A condition or a group of them.

    Signals:
        changed: It asks for something else; carries itself.
        away: It is to go; carries itself.
    """

    changed = Signal(object)
    away = Signal(object)

    @Slot()
    def go(self) -> None:
        """Say that it is to be taken away."""
        self.away.emit(self)


class _Condition[By: Asked](_Part):
    """One condition: what it asks, its values, and a picker for one more."""

    def __init__(
        self, condition: Condition[By], choices: Choices[By], make_picker: MakePicker
    ) -> None:
        super().__init__()
        self.part = condition
        self._choices = choices
        by = condition.by
        self.head = Label(by.called(), "strong")
        self.is_not = ElidedChoice()
        """Whether it must hold, or must not, in its words; of a day that is another condition."""
        self.is_not.setAccessibleName(_("Whether it holds or not"))
        for each in (False, True) if not by.is_by_day else ():
            self.is_not.addItem(by.called(is_not=each), each)
        self.is_not.setCurrentIndex(int(condition.is_not))
        self.is_not.activated.connect(self._turn)
        self.remove = Button(
            "",
            role="quiet",
            icon="close",
            hint=_("Remove this condition"),
            name=_("Remove the condition {what}").format(what=by.called()),
        )
        self.remove.clicked.connect(self.go)
        self.add = Button(_("Add a value"), role="link")
        self.values = QWidget()
        self._chips = FlowLayout(self.values, row_px=tokens_of.BUTTON_HEIGHT_PX)
        self._chips.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.setSpacing(tokens_of.SPACE_1_PX)
        head.addWidget(self.head if by.is_by_day else self.is_not)
        head.addWidget(self.remove)
        head.addStretch()
        column = stacked(
            head,
            self.values,
            inside=self,
            gap_px=tokens_of.SPACE_1_PX,
            edges_px=(0, 0, 0, tokens_of.SPACE_2_PX),
        )
        self._say_values()
        if by.is_by_day:
            self._build_day(column)
        else:
            self._build_picker(column, make_picker)

    def ask(self) -> None:
        """Go where a value is chosen."""
        if self.part.by.is_by_day:
            self.day.setFocus()
        else:
            self._open_picker()

    def _build_day(self, column: QVBoxLayout) -> None:
        self.day = Line()
        self.day.setMaximumWidth(DAY_WIDTH_PX)
        self.day.setPlaceholderText(_("March 1, 2026, or 30 days"))
        self.day.setAccessibleName(self.part.by.called())
        self.refused = Label("", "detail", wraps=True)
        self.refused.hide()
        self.day.returnPressed.connect(self._take_day)
        self.day.editingFinished.connect(self._take_day)
        if self.part.values:
            self.day.setText(SINCE.write(self.part.values[0]))  # type: ignore[arg-type]
        self.values.hide()
        column.addWidget(self.day)
        column.addWidget(self.refused)

    def _build_picker(self, column: QVBoxLayout, make_picker: MakePicker) -> None:
        self.picker = make_picker(
            self._offered,
            asks=_("Type a few letters…"),
            offers=self.part.by.called(),
            none_match=_("Nothing matches “{words}”."),
        )
        self.picker.hide()
        self.picker.chosen.connect(self._take)
        self.picker.left.connect(self._close_picker)
        self.add.clicked.connect(self._open_picker)
        column.addLayout(abreast(self.add, STRETCH))
        column.addWidget(self.picker)

    @Slot()
    def _open_picker(self) -> None:
        self.add.hide()
        self.picker.left_out = set(map(str, map(_key, self.part.values)))
        self.picker.ask()

    @Slot()
    def _close_picker(self) -> None:
        self.picker.forget()
        self.picker.hide()
        self.add.show()
        self.add.setFocus()

    def _offered(self, words: str) -> Rows[Row]:
        wanted = tokens(words)
        rows = [
            Row(key=str(_key(value)), title=said)
            for value, said in self._choices.get(self.part.by, {}).items()
            if all(any(each.startswith(word) for each in tokens(said)) for word in wanted)
        ]
        return Rows(rows=tuple(rows), total=len(rows))

    @Slot(object)
    def _take(self, key: str) -> None:
        known = {str(_key(value)): value for value in self._choices[self.part.by]}
        if key in known and known[key] not in self.part.values:
            self._say(replace(self.part, values=(*self.part.values, known[key])))
        self._open_picker()

    @Slot()
    def _turn(self) -> None:
        self._say(replace(self.part, is_not=bool(self.is_not.currentData())))

    @Slot()
    def _take_day(self) -> None:
        typed = self.day.text().strip()
        try:
            day = SINCE.read(typed)
        except CommsDeskError as error:
            self.refused.setText(say(error).whole)
            self.refused.show()
            return
        self.refused.hide()
        values = () if day is None else (day,)
        if values != self.part.values:
            self._say(replace(self.part, values=values))

    def _say(self, condition: Condition[By]) -> None:
        self.part = condition
        self._say_values()
        self.changed.emit(self)

    def _say_values(self) -> None:
        empty_out(self._chips)
        for value in self.part.values:
            said = self._choices.get(self.part.by, {}).get(value, str(value))
            chip = _Value(said, value)
            chip.away.connect(self._drop)
            self._chips.add(chip)
            chip.show()
        self.values.setVisible(bool(self.part.values) and not self.part.by.is_by_day)

    @Slot(object)
    def _drop(self, value: object) -> None:
        kept = tuple(each for each in self.part.values if each != value)
        self.add.setFocus()
        self._say(replace(self.part, values=kept))


def _key(value: Value) -> object:
    return value.to_text() if hasattr(value, "to_text") else value


class _Value(Button):
    """A value that was chosen; pressed, it goes.

    Signals:
        away: It is to go; carries it.
    """

    away = Signal(object)

    def __init__(self, said: str, value: Value) -> None:
        super().__init__(said, icon="close", name=_("Remove {value}").format(value=said))
        self._value = value
        self.clicked.connect(self._go)

    @Slot()
    def _go(self) -> None:
        self.away.emit(self._value)


class Group[By: Asked](_Part):
    """Conditions and groups; all of them must hold, or one."""

    def __init__(
        self,
        part: Conditions[By],
        by: Iterable[By],
        choices: Choices[By],
        make_picker: MakePicker,
        *,
        is_inner: bool = False,
    ) -> None:
        """Build the group, with what is in it.

        Args:
            part: What it asks.
            by: What may be asked, in the order in which it is offered.
            choices: The values to choose among, of what is not asked by a day.
            make_picker: Makes the picker of a condition.
            is_inner: Whether it is a part of another one.
        """
        super().__init__()
        self.part = part
        self._by, self._choices, self._make_picker = tuple(by), choices, make_picker
        self.parts: list[_Condition[By] | Group[By]] = []
        self.joined = ElidedChoice()
        self.joined.setAccessibleName(_("How the conditions are joined"))
        for joined, said in (
            (Joined.ALL, _("All of these hold")),
            (Joined.ANY, _("One of these holds")),
        ):
            self.joined.addItem(said, joined)
        self.joined.setCurrentIndex(list(Joined).index(part.joined))
        self.joined.activated.connect(self._join)
        self.remove = Button("", role="quiet", icon="close", hint=_("Remove this group"))
        if not is_inner:
            self.remove.hide()
        self.remove.clicked.connect(self.go)
        self.add = Button(_("Add a condition"), icon="add")
        menu = rounded(QMenu(self.add))
        for each in self._by:
            menu.addAction(each.called(), partial(self._begin, each))
        self.add.setMenu(menu)
        self.add_group = Button(_("Add a group"), role="link", does=self._begin_group)
        self._lay_out(is_inner=is_inner)
        for inner in part.of:
            self._show(inner)

    def _lay_out(self, *, is_inner: bool) -> None:
        head = abreast(self.joined, self.remove, STRETCH, gap_px=tokens_of.SPACE_1_PX)
        foot = abreast(self.add, self.add_group, STRETCH, gap_px=tokens_of.SPACE_2_PX)
        self._column = stacked(gap_px=tokens_of.SPACE_1_PX)
        whole = QVBoxLayout(self)
        left = tokens_of.SPACE_6_PX if is_inner else 0
        whole.setContentsMargins(left, 0, 0, tokens_of.SPACE_2_PX)
        whole.setSpacing(tokens_of.SPACE_2_PX)
        whole.addLayout(head)
        whole.addLayout(self._column)
        whole.addLayout(foot)

    def _show(self, part: Part[By]) -> "_Condition[By] | Group[By]":
        made: _Condition[By] | Group[By]
        if isinstance(part, Condition):
            made = _Condition(part, self._choices, self._make_picker)
        else:
            made = Group(part, self._by, self._choices, self._make_picker, is_inner=True)
        made.changed.connect(self._changed)
        made.away.connect(self._drop)
        self.parts.append(made)
        self._column.addWidget(made)
        return made

    def _begin(self, by: By) -> None:
        made = self._show(Condition(by, ()))
        if isinstance(made, _Condition):
            made.ask()
        self._say()

    @Slot()
    def _begin_group(self) -> None:
        made = self._show(replace(self.part, of=(), joined=Joined.ANY))
        if isinstance(made, Group):
            made.add.setFocus()
        self._say()

    @Slot()
    def _join(self) -> None:
        self._say()

    @Slot(object)
    def _changed(self, _part: object) -> None:
        self._say()

    @Slot(object)
    def _drop(self, part: "_Condition[By] | Group[By]") -> None:
        self.parts.remove(part)
        self._column.removeWidget(part)
        self.add.setFocus()
        part.hide()
        part.deleteLater()
        self._say()

    def _say(self) -> None:
        joined = Joined(self.joined.currentData())
        self.part = replace(self.part, of=tuple(each.part for each in self.parts), joined=joined)
        self.changed.emit(self)
