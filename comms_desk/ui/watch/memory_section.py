"""What a theme remembers, in its panel: what an edit would change, and its examples.

The edit is replayed at each pause in typing; counts first, then the newest that are gained and
lost, side by side.  An example can be pasted, turned round, or removed, each undone.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_moment, format_number
from comms_desk.media.articles.titles import article_title
from comms_desk.media.themes.facts import WANTED
from comms_desk.media.themes.model import Theme, ThemeId
from comms_desk.media.themes.remembered import (
    Checked,
    ExampleEmpty,
    ExampleId,
    ExampleWanted,
    NewExample,
)
from comms_desk.storage.model import FieldChange
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.layout import BODY_SIDE_PX, inset
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.menus import Line, PlainText
from comms_desk.ui.kit.notices import NamedUndo
from comms_desk.ui.kit.row_list import RowList
from comms_desk.ui.kit.row_painter import MARGIN_PX
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked
from comms_desk.ui.watch.irrelevant import forget
from comms_desk.ui.watch.words import answering_rows
from comms_desk.wording.watch import replayed

PATIENCE_S = 0.8
"""A replay says what it came to by then, and among how many."""
SHOWN = 30
SIDE_ROWS, EXAMPLE_ROWS = 4, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayView:
    """A replay, written out; *breaks* examples hold now and would not."""

    edit: tuple[str, tuple[str, ...]]
    said: str
    gained: tuple[Row, ...]
    lost: tuple[Row, ...]
    breaks: int


class MemorySection(QWidget):
    """The replay of an edit of a theme, and its examples; hidden while a new one is written.

    Signals:
        breaks: How many examples that hold would not, once the edit is saved.
        undoable: What was just done, and a bound callable that undoes it.
        refused: Why an example was not added.
    """

    breaks = Signal(int)
    undoable = Signal(str, object)
    refused = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build it hidden."""
        super().__init__()
        self._errands = errands
        self._theme: Theme | None = None
        self._replayed: tuple[str, tuple[str, ...]] | None = None
        """The edit whose effect is shown."""
        self.said = Label("", "strong", wraps=True)
        self.gained, self.lost = RowList(_("Gained")), RowList(_("Lost"))
        self.sides, self.gaining, self.losing = QWidget(), QWidget(), QWidget()
        self.heading = Label(_("Examples"), "strong")
        self.examples = RowList(_("Examples"))
        self.turn = Button(_("Turn round"), hint=_("Must be found, or must not be"))
        self.remove = Button(_("Remove"), icon="bin", does=self._remove)
        self.begin = Button(_("Add an example"), icon="add", does=self._begin)
        self.form = QWidget()
        self.title, self.outlet = Line(), Line()
        self.text = PlainText()
        self.wanted = ElidedChoice()
        self.add = Button(_("Add the example"), does=self._add)
        self._lay_out()
        self.turn.clicked.connect(self._turn_round)
        self.examples.picked.connect(self._picked)
        self.hide()

    def show_of(self, theme: Theme | None) -> None:
        """Show the examples of *theme*; None: it is not saved yet, and has none."""
        if self._theme is None or theme is None or theme.id != self._theme.id:
            self.form.hide()
            self._forget()
        self._theme = theme
        self.setVisible(theme is not None)
        if theme is not None:
            self._errands.read("examples", partial(_examples, theme.id), self._show, self._gone)

    def replay(self, query: str, ignored: tuple[str, ...]) -> None:
        """Say what another query, or other phrases to ignore, would change."""
        theme = self._theme
        if theme is None:
            return
        job = partial(_replay, theme.id, query, ignored)
        self._errands.read("replay", job, self._show_replay, self._not_understood)

    def has_replayed(self, query: str, ignored: tuple[str, ...]) -> bool:
        """Say whether what that edit would change is said already."""
        return self._replayed == (query, ignored)

    def say_nothing(self) -> None:
        """Say nothing of an edit: there is none."""
        self._errands.read("replay", _nothing, self._forget)
        self._forget()

    def _lay_out(self) -> None:
        sides = abreast(inside=self.sides, gap_px=0)
        for name, part, rows in (
            (_("Gained"), self.gaining, self.gained),
            (_("Lost"), self.losing, self.lost),
        ):
            stacked(inset(Label(name, "detail"), MARGIN_PX), rows, inside=part, gap_px=0)
            rows.setFixedHeight(SIDE_ROWS * tokens.TALL_ROW_HEIGHT_PX)
            sides.addWidget(part, 1)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(3 * tokens.TITLE_LINE_PX + 2 * tokens.SPACE_2_PX)
        for wanted in ExampleWanted:
            self.wanted.addItem(WANTED.say(wanted), wanted)
        form = stacked(inside=self.form, gap_px=tokens.SPACE_1_PX)
        for name, field in (
            (_("Title"), self.title),
            (_("Text"), self.text),
            (_("Outlet"), self.outlet),
            (_("Expected"), self.wanted),
        ):
            label = Label(name, "detail")
            label.setBuddy(field)
            field.setAccessibleName(name)
            form.addWidget(label)
            form.addWidget(field)
        form.addLayout(abreast(self.add, STRETCH))
        verbs = abreast(self.begin, self.turn, self.remove, STRETCH, gap_px=tokens.SPACE_2_PX)
        column = stacked(inside=self, gap_px=tokens.SPACE_2_PX)
        hung = BODY_SIDE_PX - MARGIN_PX
        column.addLayout(inset(self.said, BODY_SIDE_PX))
        column.addLayout(inset(self.sides, hung))
        column.addLayout(inset(self.heading, BODY_SIDE_PX))
        column.addLayout(inset(self.examples, hung))
        verbs.setContentsMargins(BODY_SIDE_PX, 0, BODY_SIDE_PX, 0)
        column.addLayout(verbs)
        column.addLayout(inset(self.form, BODY_SIDE_PX))

    @Slot(object)
    def _show(self, answer: tuple[ThemeId, tuple[Row, ...]]) -> None:
        theme, rows = answer
        if self._theme is None or theme != self._theme.id:
            return
        self.examples.show_again(rows)
        self.examples.setFixedHeight(
            min(max(len(rows), 1), EXAMPLE_ROWS) * tokens.TALL_ROW_HEIGHT_PX
        )
        self.examples.setVisible(bool(rows))
        count = format_number(len(rows))
        self.heading.setText(
            _("Examples · {count}").format(count=count) if rows else _("No example yet")
        )
        self._picked(self.examples.chosen)

    @Slot(object)
    def _picked(self, _key: object) -> None:
        is_chosen = self.examples.chosen is not None and self.examples.isVisibleTo(self)
        self.turn.setVisible(is_chosen)
        self.remove.setVisible(is_chosen)

    @Slot(object)
    def _show_replay(self, view: ReplayView) -> None:
        self._replayed = view.edit
        self.said.setText(view.said)
        self.said.show()
        self.gained.rows.replace(view.gained)
        self.lost.rows.replace(view.lost)
        self.gaining.setVisible(bool(view.gained))
        self.losing.setVisible(bool(view.lost))
        self.sides.setVisible(bool(view.gained or view.lost))
        self.breaks.emit(view.breaks)

    @Slot(object)
    def _forget(self, _answer: object = None) -> None:
        self._replayed = None
        self.said.hide()
        self.sides.hide()
        self.breaks.emit(0)

    @Slot(object)
    def _not_understood(self, _error: CommsDeskError) -> None:
        """Say nothing of what is still being typed; the field says what is wrong with it."""
        self._forget()

    @Slot(object)
    def _gone(self, _error: CommsDeskError) -> None:
        """Say nothing: to keep the theme says that it is gone."""

    @Slot()
    def _begin(self) -> None:
        self.form.show()
        self.title.setFocus()

    @Slot()
    def _add(self) -> None:
        if self._theme is None:
            return
        try:
            new = NewExample(
                watch=self._theme.id,
                wanted=ExampleWanted(self.wanted.currentData()),
                title=self.title.text(),
                text=self.text.toPlainText(),
                outlet=self.outlet.text(),
            )
        except ExampleEmpty as error:
            self._not_added(error)
        else:
            self._errands.write(None, partial(_add, new), self._added, self._not_added)

    @Slot(object)
    def _added(self, example: ExampleId) -> None:
        for field in (self.title, self.text, self.outlet):
            field.clear()
        self.form.hide()
        self.begin.setFocus()
        undo = self._undo(partial(forget, (example,)))
        self.undoable.emit(_("Example added"), NamedUndo(undo, _("No longer an example")))
        self.show_of(self._theme)

    @Slot(object)
    def _not_added(self, error: CommsDeskError) -> None:
        self.title.setFocus()
        self.refused.emit(error)

    @Slot()
    def _turn_round(self) -> None:
        if isinstance(chosen := self.examples.chosen, int):
            self._errands.write(None, partial(_turn, ExampleId(chosen)), self._turned)

    @Slot(object)
    def _turned(self, example: ExampleId) -> None:
        self.undoable.emit(_("Example turned round"), self._undo(partial(_turn, example)))
        self.show_of(self._theme)

    @Slot()
    def _remove(self) -> None:
        if isinstance(chosen := self.examples.chosen, int):
            self._errands.write(None, partial(_remove, ExampleId(chosen)), self._removed)

    @Slot(object)
    def _removed(self, example: ExampleId) -> None:
        self.begin.setFocus()
        undo = self._undo(lambda office: office.memory.take_out_of_bin(example))
        self.undoable.emit(_("Example put in the bin"), undo)
        self.show_of(self._theme)

    def _undo(self, job: "Callable[[Office], object]") -> Callable[[], None]:
        return partial(self._errands.write, None, job, self._undone)

    @Slot(object)
    def _undone(self, _answer: object) -> None:
        self.show_of(self._theme)


def _replay(theme: ThemeId, query: str, ignored: tuple[str, ...], office: Office) -> ReplayView:
    until = monotonic() + PATIENCE_S
    told = office.memory.replay(
        theme, query=query, ignored=ignored, shown=SHOWN, stop=lambda: monotonic() >= until
    )
    now = office.database.clock.now()
    return ReplayView(
        edit=(query, ignored),
        said=replayed(told),
        gained=answering_rows(told.newly, now),
        lost=answering_rows(told.no_more, now),
        breaks=len(told.breaks),
    )


def _nothing(_office: Office) -> None:
    """Overtake a replay that is still asked."""


def _examples(theme: ThemeId, office: Office) -> tuple[ThemeId, tuple[Row, ...]]:
    kept = office.memory.examples(theme)
    names = office.people.names({each.example.by for each in kept if each.example.by is not None})

    def row(checked: Checked) -> Row:
        example = checked.example
        who = "" if example.by is None else names.get(example.by, "")
        parts = (WANTED.say(example.wanted), example.outlet, who, format_moment(example.at))
        return Row(
            key=example.id,
            title=article_title(example.title),
            detail=" · ".join(filter(None, parts)),
            tags=() if checked.holds else (RowTag(_("broken"), Hue.AMBER),),
            strong=False,
        )

    return theme, tuple(map(row, kept))


def _add(new: NewExample, office: Office) -> ExampleId:
    return office.memory.add(replace(new, moment=office.database.clock.now())).id


def _turn(example: ExampleId, office: Office) -> ExampleId:
    kept = office.memory.get(example)
    other = ExampleWanted.MUST if kept.wanted is ExampleWanted.MUST_NOT else ExampleWanted.MUST_NOT
    office.memory.edit(example, FieldChange("wanted", kept.wanted, other))
    return example


def _remove(example: ExampleId, office: Office) -> ExampleId:
    office.memory.put_in_bin(example)
    return example
