"""A watch as it is written: its query tried on what is already here while one types."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, current
from comms_desk.media.watches.model import Grade, NewWatch, Watch, WatchId
from comms_desk.storage.model import FieldChange
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.bar import PageBar
from comms_desk.ui.kit.controls import Button, Label, give_role
from comms_desk.ui.kit.layout import scrolled
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.kit.row_list import RowList
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.watch import words

if TYPE_CHECKING:
    from comms_desk.across.office import Office

TRY_PAUSE_MS = 400
TRIED_SHOWN = 30
QUERY_LINES = 4
IGNORED_LINES = 3


@dataclass(frozen=True, slots=True)
class _Tried:
    said: str
    rows: tuple[Row, ...]


class WatchPanel(QWidget):
    """A new watch, or one to change.

    Signals:
        kept: A watch was added or changed; carries its id.
        left: The watch is done with: kept, removed or given up.
        undoable: What was just done, and a bound callable that undoes it.
    """

    kept = Signal(object)
    left = Signal()
    undoable = Signal(str, object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty panel."""
        super().__init__()
        give_role(self, "surface")
        self._errands = errands
        self._watch: Watch | None = None
        self._turn = 0
        self._undo: Callable[[Office], object] | None = None
        self.error = ErrorBar()
        self.accept = Button(_("Add the watch"), role="primary")
        self.leave = Button(_("Back"), role="quiet")
        self.bin = Button(_("Put in the bin"), icon="bin")
        self.city = Button(_("Add the City’s watches"), role="link")
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("City, snow, council…"))
        self.query = _text(QUERY_LINES, _('"hôtel de ville" OR (mayor NEAR/5 budget)'))
        self.ignored = _text(IGNORED_LINES, _("Canadiens de Montréal"))
        self.grade = QComboBox()
        self.grade.addItem(_("Mentions of the City"), Grade.KEEP)
        self.grade.addItem(_("Mentions to check"), Grade.TO_CHECK)
        self.alert = QCheckBox(_("Draw my attention to new mentions"))
        self.said = Label("", "muted", wraps=True)
        self.found = RowList(_("What it would find"))
        self._pause = QTimer(self, singleShot=True, interval=TRY_PAUSE_MS)
        self._lay_out()
        self._listen()

    def start(self, watch: Watch | None = None, *, offer_the_citys: bool = False) -> None:
        """Show an empty watch, or *watch* to be changed; the City's own may be offered."""
        self._watch = watch
        self._turn += 1
        self._title.setText(_("Change the watch") if watch else _("New watch"))
        self.name.setText(watch.name if watch else "")
        self.query.setPlainText(watch.query if watch else "")
        self.ignored.setPlainText("\n".join(watch.ignored) if watch else "")
        self.grade.setCurrentIndex(self.grade.findData(watch.grade if watch else Grade.KEEP))
        self.alert.setChecked(bool(watch and watch.alert))
        self.accept.rename(_("Change the watch") if watch else _("Add the watch"))
        self.bin.setVisible(watch is not None)
        self.city.setVisible(offer_the_citys and watch is None)
        self.error.hide()
        self.said.setText("")
        self.found.rows.replace([])
        self.name.setFocus()

    def show_error(self, error: CommsDeskError) -> None:
        """Show why the watch was not kept; what was typed stays."""
        from comms_desk.wording import say

        sentence = say(error)
        self.error.say(sentence.what, sentence.way_out, details=str(error))

    @Slot()
    def keep(self) -> None:
        """Add or change the watch."""
        self.error.hide()
        typed = _Typed(
            name=self.name.text(),
            query=self.query.toPlainText().strip(),
            ignored=self._ignored(),
            grade=Grade(self.grade.currentData()),
            alert=self.alert.isChecked(),
        )
        turn, watch = self._turn, self._watch
        if watch is None:
            self._errands.write(None, lambda office: (turn, _add(typed, office)), self._added)
        else:
            self._errands.write(
                None, lambda office: (turn, *_change(watch, typed, office)), self._changed
            )

    def _leave(self, turn: int) -> None:
        """Leave, unless another watch was begun since *turn*."""
        if turn == self._turn:
            self.left.emit()

    def _lay_out(self) -> None:
        bar = PageBar()
        bar.left(self.accept, self.leave)
        bar.right(self.bin)
        self._title = Label(_("New watch"), "page-title")
        inner = QWidget()
        inner.setMaximumWidth(tokens.READING_LIST_WIDTH_PX + 240)
        body = QVBoxLayout(inner)
        body.setContentsMargins(28, tokens.SPACE_6_PX, 28, tokens.SPACE_4_PX)
        body.setSpacing(tokens.SPACE_1_PX)
        body.addWidget(self._title)
        body.addWidget(self.city, 0, Qt.AlignmentFlag.AlignLeft)
        for name, widget in (
            (_("Name"), self.name),
            (_("Query"), self.query),
            (_("Phrases to ignore, one a line"), self.ignored),
            (_("What it finds"), self.grade),
        ):
            label = Label(name, "detail")
            label.setBuddy(widget)
            widget.setAccessibleName(name)
            body.addSpacing(tokens.SPACE_2_PX)
            body.addWidget(label)
            body.addWidget(widget)
            if widget is self.query:
                body.addWidget(Label(_how_to_ask(), "detail", wraps=True))
        body.addSpacing(tokens.SPACE_2_PX)
        body.addWidget(self.alert)
        body.addSpacing(tokens.SPACE_3_PX)
        body.addWidget(self.said)
        self.found.setMinimumHeight(4 * tokens.TALL_ROW_HEIGHT_PX)
        body.addWidget(self.found, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.error)
        column.addWidget(scrolled(inner), 1)

    def _listen(self) -> None:
        self.accept.clicked.connect(self.keep)
        self.leave.clicked.connect(self.left)
        self.bin.clicked.connect(self._put_in_bin)
        self.city.clicked.connect(self._add_the_citys)
        self.query.textChanged.connect(self._pause.start)
        self.ignored.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self._try)

    def _ignored(self) -> tuple[str, ...]:
        lines = (line.strip() for line in self.ignored.toPlainText().splitlines())
        return tuple(filter(None, lines))

    @Slot()
    def _try(self) -> None:
        query, ignored = self.query.toPlainText().strip(), self._ignored()
        if not query:
            self.said.setText("")
            self.found.rows.replace([])
            return

        def job(office: "Office") -> _Tried:
            watch = NewWatch(name=_("New watch"), query=query, ignored=ignored)
            answer = office.watches.try_out(watch, limit=TRIED_SHOWN)
            now = office.database.clock.now()
            return _Tried(words.tried(answer), words.tried_rows(answer, now))

        self._errands.read("try", job, self._show_tried, self._not_understood)

    @Slot(object)
    def _show_tried(self, tried: _Tried) -> None:
        self.said.setText(tried.said)
        self.found.rows.replace(tried.rows)

    @Slot(object)
    def _not_understood(self, error: CommsDeskError) -> None:
        from comms_desk.wording import say

        sentence = say(error)
        self.said.setText(f"{sentence.what} {sentence.way_out}")
        self.found.rows.replace([])

    @Slot(object)
    def _added(self, done: tuple[int, WatchId]) -> None:
        turn, watch = done
        self._undo = partial(_remove, watch)
        self._leave(turn)
        self.kept.emit(watch)
        self.undoable.emit(_("Watch added"), self.undo)

    @Slot(object)
    def _changed(self, done: "tuple[int, Watch, tuple[FieldChange, ...]]") -> None:
        turn, watch, changes = done
        self._undo = partial(_apply, watch.id, tuple(each.inverse() for each in reversed(changes)))
        self._leave(turn)
        self.kept.emit(watch.id)
        self.undoable.emit(_("Watch changed"), self.undo)

    @Slot()
    def _put_in_bin(self) -> None:
        turn, watch = self._turn, self._watch
        if watch is not None:
            self._errands.write(
                None, lambda office: (turn, _remove(watch.id, office)), self._binned
            )

    @Slot(object)
    def _binned(self, done: tuple[int, WatchId]) -> None:
        turn, watch = done
        self._undo = partial(_restore, watch)
        self._leave(turn)
        self.undoable.emit(_("Watch put in the bin"), self.undo)

    @Slot()
    def _add_the_citys(self) -> None:
        turn = self._turn
        self._errands.write(None, lambda office: (turn, _add_shipped(office)), self._citys_added)

    @Slot(object)
    def _citys_added(self, done: tuple[int, tuple[WatchId, ...]]) -> None:
        turn, watches = done
        self._leave(turn)
        self.kept.emit(watches[0])

    @Slot()
    def undo(self) -> None:
        """Undo what was last kept or removed."""
        if self._undo is not None:
            undo, self._undo = self._undo, None
            self._errands.write(None, undo, self._undone)

    @Slot(object)
    def _undone(self, _answer: object) -> None:
        """Say nothing: the page hears of the change and reads again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    name: str
    query: str
    ignored: tuple[str, ...]
    grade: Grade
    alert: bool

    def watch(self) -> NewWatch:
        return NewWatch(
            name=self.name,
            query=self.query,
            ignored=self.ignored,
            grade=self.grade,
            alert=self.alert,
        )


def _how_to_ask() -> str:
    return _(
        'Words, "phrases", AND OR NOT, brackets, prefix*, NEAR/5, =Exact, title: outlet: author: '
        "lang: after: before:"
    )


def _text(lines: int, placeholder: str) -> QPlainTextEdit:
    text = QPlainTextEdit()
    text.setPlaceholderText(placeholder)
    text.setTabChangesFocus(True)
    text.setFixedHeight(lines * tokens.TITLE_LINE_PX + 2 * tokens.SPACE_2_PX)
    return text


def _add(typed: _Typed, office: "Office") -> WatchId:
    return office.watches.add(typed.watch()).id


def _add_shipped(office: "Office") -> tuple[WatchId, ...]:
    from comms_desk.media.watches.lexicon import shipped_watches

    return tuple(office.watches.add(each).id for each in shipped_watches(current().value))


def _change(watch: Watch, typed: _Typed, office: "Office") -> tuple[Watch, tuple[FieldChange, ...]]:
    wanted = typed.watch()
    changes = tuple(
        FieldChange(field=field, before=before, after=after)
        for field in ("name", "query", "ignored", "grade", "alert")
        if (before := getattr(watch, field)) != (after := getattr(wanted, field))
    )
    _apply(watch.id, changes, office)
    return watch, changes


def _apply(watch: WatchId, changes: tuple[FieldChange, ...], office: "Office") -> None:
    for change in changes:
        office.watches.edit(watch, change)


def _remove(watch: WatchId, office: "Office") -> WatchId:
    office.watches.remove(watch)
    return watch


def _restore(watch: WatchId, office: "Office") -> None:
    office.watches.restore(watch)
