"""A filter as somebody builds it: conditions and groups, each value picked by a few letters.

It keeps what is begun and says nothing yet (a condition without a value) to itself: what is
saved asks for something.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.media.lists.filters import (
    BY_DAY,
    OF_CONTACTS_ALONE,
    By,
    Condition,
    Filter,
    Finds,
    Joined,
    Value,
)
from comms_desk.media.lists.saying import SINCE, called, say_finds
from comms_desk.storage.paging import Page as Rows
from comms_desk.text.fold import tokens
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit import theme as tokens_of
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.menus import Line, rounded
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked
from comms_desk.wording import say

OF_CONTACTS = (By.KIND, By.OUTLET, By.OUTLET_LANGUAGE, By.BEAT, By.TERRITORY, By.LANGUAGE)
OF_THE_REST = (By.LIST, By.LETTER_BEFORE, By.LETTER_SINCE, By.BYLINE_BEFORE, By.BYLINE_SINCE)
DAY_WIDTH_PX = 220

type Choices = Mapping[By, Mapping[Value, str]]
"""What may be chosen for each condition, in words."""


def pruned(filter_: Filter) -> Filter:
    """Return *filter_* without what asks for nothing yet."""
    parts = (pruned(each) if isinstance(each, Filter) else each for each in filter_.of)
    kept = (each for each in parts if (each.of if isinstance(each, Filter) else each.values))
    return replace(filter_, of=tuple(kept))


class _Part(QWidget):
    """A condition or a group of them.

    Signals:
        changed: It asks for something else; carries itself.
        away: It is to go; carries itself.
    """

    changed = Signal(object)
    away = Signal(object)
    part: Condition | Filter

    @Slot()
    def go(self) -> None:
        """Have it taken away."""
        self.away.emit(self)


class _Condition(_Part):
    """One condition: what it asks, its values, and a picker for one more."""

    def __init__(self, errands: Errands, condition: Condition, choices: Choices) -> None:
        super().__init__()
        self.part: Condition = condition
        self._choices = choices
        self._errands = errands
        self.head = Label(called(condition.by), "strong")
        self.is_not = ElidedChoice()
        """Whether it must hold, or must not, in its words; of a day that is another condition."""
        self.is_not.setAccessibleName(_("Whether it holds or not"))
        for each in (False, True) if condition.by not in BY_DAY else ():
            self.is_not.addItem(called(condition.by, is_not=each), each)
        self.is_not.setCurrentIndex(int(condition.is_not))
        self.is_not.activated.connect(self._turn)
        self.remove = Button(
            "",
            role="quiet",
            icon="close",
            hint=_("Remove this condition"),
            name=_("Remove the condition {what}").format(what=called(condition.by)),
        )
        self.remove.clicked.connect(self.go)
        self.add = Button(_("Add a value"), role="link")
        self.values = QWidget()
        self._chips = FlowLayout(self.values, row_px=tokens_of.BUTTON_HEIGHT_PX)
        self._chips.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.setSpacing(tokens_of.SPACE_1_PX)
        head.addWidget(self.head if condition.by in BY_DAY else self.is_not)
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
        if condition.by in BY_DAY:
            self._build_day(column)
        else:
            self._build_picker(column)

    def ask(self) -> None:
        """Go where a value is chosen."""
        if self.part.by in BY_DAY:
            self.day.setFocus()
        else:
            self._open_picker()

    def _build_day(self, column: QVBoxLayout) -> None:
        self.day = Line()
        self.day.setMaximumWidth(DAY_WIDTH_PX)
        self.day.setPlaceholderText(_("March 1, 2026, or 30 days"))
        self.day.setAccessibleName(called(self.part.by))
        self.refused = Label("", "detail", wraps=True)
        self.refused.hide()
        self.day.returnPressed.connect(self._take_day)
        self.day.editingFinished.connect(self._take_day)
        if self.part.values:
            self.day.setText(SINCE.write(self.part.values[0]))  # type: ignore[arg-type]
        self.values.hide()
        column.addWidget(self.day)
        column.addWidget(self.refused)

    def _build_picker(self, column: QVBoxLayout) -> None:
        self.picker = Picker(
            self._errands,
            self._offered,
            asks=_("Type a few letters…"),
            offers=called(self.part.by),
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

    def _offered(self, _office: Office, words: str) -> Rows[Row]:
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

    def _say(self, condition: Condition) -> None:
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
        self.values.setVisible(bool(self.part.values) and self.part.by not in BY_DAY)

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


class Group(_Part):
    """Conditions and groups, all or one of which must hold."""

    def __init__(
        self, errands: Errands, filter_: Filter, choices: Choices, *, is_inner: bool = False
    ) -> None:
        """Build the group, with what is in it."""
        super().__init__()
        self.part: Filter = filter_
        self._errands, self._choices = errands, choices
        self.parts: list[_Condition | Group] = []
        self.joined = ElidedChoice()
        self.joined.setAccessibleName(_("How the conditions are joined"))
        for joined, said in (
            (Joined.ALL, _("All of these hold")),
            (Joined.ANY, _("One of these holds")),
        ):
            self.joined.addItem(said, joined)
        self.joined.setCurrentIndex(list(Joined).index(filter_.joined))
        self.joined.activated.connect(self._join)
        self.remove = Button("", role="quiet", icon="close", hint=_("Remove this group"))
        if not is_inner:
            self.remove.hide()
        self.remove.clicked.connect(self.go)
        self.add = Button(_("Add a condition"), icon="add")
        menu = rounded(QMenu(self.add))
        for by in (*OF_CONTACTS, *OF_THE_REST):
            menu.addAction(called(by), partial(self._begin, by))
        self.add.setMenu(menu)
        self.add_group = Button(_("Add a group"), role="link", does=self._begin_group)
        self._lay_out(is_inner=is_inner)
        for each in filter_.of:
            self._show(each)

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

    def _show(self, part: Condition | Filter) -> "_Condition | Group":
        made: _Condition | Group
        if isinstance(part, Condition):
            made = _Condition(self._errands, part, self._choices)
        else:
            made = Group(self._errands, part, self._choices, is_inner=True)
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
        made = self._show(Filter((), Joined.ANY))
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
    def _drop(self, part: "_Condition | Group") -> None:
        self.parts.remove(part)
        self._column.removeWidget(part)
        self.add.setFocus()
        part.hide()
        part.deleteLater()
        self._say()

    def _say(self) -> None:
        joined = Joined(self.joined.currentData())
        self.part = Filter(tuple(each.part for each in self.parts), joined)
        self.changed.emit(self)


class FilterEditor(QWidget):
    """The filter of a list, built in place.

    Signals:
        changed: It asks for something else; carries the `Filter`.
    """

    changed = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build an editor of nothing."""
        super().__init__()
        self._errands = errands
        self._choices: Choices = {}
        self.group: Group | None = None
        self.finds = ElidedChoice()
        self.finds.setAccessibleName(_("Whom the filter finds"))
        for each in Finds:
            self.finds.addItem(say_finds(each), each)
        self.finds.activated.connect(self._find)
        self.note = Label("", "detail", wraps=True)
        finds = QHBoxLayout()
        finds.addWidget(self.finds)
        finds.addStretch()
        self._column = stacked(finds, self.note, inside=self)

    def show_filter(self, filter_: Filter, choices: Choices, *, is_other: bool) -> None:
        """Show a filter; of the same list what is begun stays, unless somebody changed it."""
        is_same = self.group is not None and self._asked(self.group) == filter_
        if is_same and not is_other:
            return
        self._choices = choices
        if self.group is not None:
            self.group.hide()
            self.group.deleteLater()
        self.finds.setCurrentIndex(list(Finds).index(filter_.finds))
        self.group = Group(self._errands, replace(filter_, finds=Finds.PEOPLE), choices)
        self.group.changed.connect(self._changed)
        self._column.addWidget(self.group)
        self._say_of_newsrooms(filter_)

    def _asked(self, group: Group) -> Filter:
        return replace(pruned(group.part), finds=Finds(self.finds.currentData()))

    def _say_of_newsrooms(self, asked: Filter) -> None:
        """Say which conditions no newsroom meets, where newsrooms are to be found."""
        alone = {each.by for each in asked.conditions()} & OF_CONTACTS_ALONE
        said = _("No newsroom has this, which finds contacts alone: {conditions}.").format(
            conditions=", ".join(called(each) for each in By if each in alone)
        )
        self.note.setText(said if alone and asked.finds.newsrooms else "")
        self.note.setVisible(bool(self.note.text()))

    @Slot()
    def _find(self) -> None:
        if self.group is not None:
            self._changed(self.group)

    @Slot(object)
    def _changed(self, group: Group) -> None:
        asked = self._asked(group)
        self._say_of_newsrooms(asked)
        self.changed.emit(asked)
