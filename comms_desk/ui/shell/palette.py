"""The palette (Ctrl+K): one field over everything that has a name, and over every command.

A command that is called as was typed comes first, then what is named so, the commands that have
such words, and what only says them.  The row that Enter takes is lit, and it is the first unless
the arrows chose another.  Enter waits for what answers the words before it: it never takes a row
that is there for other words.  The palette lies over the window and moves nothing under it; Escape,
or a click beside it, closes it, and the focus goes back to where it was.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_date, format_share
from comms_desk.text.nearness import BEGINS, GUESSED, HAS_LETTERS, HAS_WORDS
from comms_desk.ui.frame.commands import CALLED, Command, matching
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Label, give_role
from comms_desk.ui.kit.look import colours
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.row_list import RowList
from comms_desk.ui.kit.rows import Row
from comms_desk.wording.kinds import ONE

type Answer = tuple[str, Sequence[Row], Sequence[Row]]
"""Some words; the rows of what is named so; those of what else they may mean."""

if TYPE_CHECKING:
    from comms_desk.across.things import Thing
    from comms_desk.storage.paging import PageOfRows

WIDTH_PX = 620
TOP_PX = 96
HEIGHT_PX = 476
SIDE_PX = 40
"""What stays free around it in a small window."""
MOST_LETTERS = 200
VEIL = 190
"""How far what lies behind is hidden, of 255."""


class Palette(QWidget):
    """The palette of a window, over all of it.

    Signals:
        opened: A thing was chosen; carries its `Ref`.
    """

    opened = Signal(object)

    def __init__(self, window: QWidget, errands: Errands) -> None:
        """Stay hidden over *window* until `ask`."""
        super().__init__(window)
        self._window = window
        self._errands = errands
        self._commands: Sequence[Command] = ()
        self._recent: Sequence[Ref] = ()
        self._has_things = True
        self._answered = self._failed = self._is_taken_soon = False
        self._before: QWidget | None = None
        self.field = Line()
        self.field.setAccessibleName(_("Search, or run a command"))
        self.field.setPlaceholderText(_("Search, or run a command"))
        self.field.setMaxLength(MOST_LETTERS)
        give_role(self.field, "palette")
        self.list = RowList(_("What was found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.walked_from = self.field
        self.nothing = Label("", "muted")
        self.nothing.setContentsMargins(tokens.SPACE_4_PX, 0, 0, tokens.SPACE_4_PX)
        self._box = QFrame(self)
        give_role(self._box, "toast")
        column = QVBoxLayout(self._box)
        column.setContentsMargins(1, tokens.SPACE_2_PX, 1, 1)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.list.activated_row.connect(self._take)
        self.list.clicked.connect(self._clicked)
        window.installEventFilter(self)
        self.hide()

    def ask(
        self, commands: Sequence[Command], *, recent: Sequence[Ref] = (), things: bool = True
    ) -> None:
        """Open it.

        Args:
            commands: What can be done now.
            recent: What was opened last, the latest first.
            things: Whether things are found too, or commands alone.
        """
        if self.isHidden():
            self._before = QApplication.focusWidget()
        self._commands, self._recent, self._has_things = commands, recent, things
        self.field.clear()
        self._settle()
        self.show()
        self.raise_()
        self.field.setFocus()
        self._typed()
        if things:  # read once, 150 ms over 20,000 names: sooner than the first letter is typed
            self._errands.read("names", _read_names, self._names_read, self._names_not_read)

    @Slot(object)
    def _names_read(self, _found: object) -> None:
        """Nothing to show: the first letter is answered at once by that."""

    @Slot(object)
    def _names_not_read(self, _error: CommsDeskError) -> None:
        """Nothing to say: the first letter will, if it is so still."""

    @Slot()
    def close_it(self) -> None:
        """Go back to where the focus was, and close it.

        In that order: a field that is hidden with the focus in it is one that went away under
        somebody who types, and letters would be no commands until they looked up.
        """
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus()
        self.hide()

    @Slot()
    def _typed(self) -> None:
        words = self.field.text()
        self._answered = self._failed = self._is_taken_soon = False
        if self._has_things:
            job = partial(_offered, words, self._recent)
            self._errands.read("palette", job, self._show, self._not_read)
        else:
            self._show((words, (), ()))

    @Slot(object)
    def _show(self, answer: Answer) -> None:
        words, named, saying = answer
        if words != self.field.text() or self.isHidden():
            return
        self._answered = True
        commands = matching(self._commands, words)
        rows = [
            *_rows_of_commands(commands, CALLED),
            *named,
            *_rows_of_commands(commands, BEGINS, HAS_WORDS),
            *saying,
            *_rows_of_commands(commands, HAS_LETTERS, GUESSED),
        ]
        self.list.rows.replace(rows)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.nothing.setText(_("Nothing matches “{words}”.").format(words=words.strip()))
        if rows:
            self.list.choose(rows[0].key)
        self._settle()
        if self._is_taken_soon:
            self._take_lit()

    @Slot(object)
    def _not_read(self, error: CommsDeskError) -> None:
        """Say why; Enter asks again."""
        self._failed, self._is_taken_soon = True, False
        self._errands.failed.emit(error)

    def _take_lit(self) -> None:
        """Take the row that is lit, once the list answers the words of the field."""
        if self._failed:
            self._typed()
        self._is_taken_soon = not self._answered
        if self._answered and self.list.chosen is not None:
            self._take(self.list.chosen)

    @Slot(object)
    def _take(self, key: object) -> None:
        self.close_it()
        if isinstance(key, Command):
            key.act()
        elif isinstance(key, Ref):
            self.opened.emit(key)

    @Slot()
    def _clicked(self) -> None:
        self._take(self.list.chosen)

    def _settle(self) -> None:
        whole = self._window.rect()
        self.setGeometry(whole)
        width = min(WIDTH_PX, whole.width() - 2 * SIDE_PX)
        height = min(self._wanted_px(), HEIGHT_PX, whole.height() - TOP_PX - SIDE_PX)
        self._box.setGeometry(QRect((whole.width() - width) // 2, TOP_PX, width, height))

    def _wanted_px(self) -> int:
        """Return the height of the field and of all the rows under it."""
        count = self.list.rows.rowCount()
        if not count:
            return self._box.sizeHint().height()
        self.list.doItemsLayout()
        top, last = (self.list.visualRect(self.list.rows.index(at)) for at in (0, count - 1))
        rows = last.bottom() - top.top() + 2 * tokens.SPACE_2_PX
        return self.field.sizeHint().height() + rows + 2 * tokens.SPACE_3_PX

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk and take the rows from the field; follow the window's size."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            return isinstance(event, QKeyEvent) and self._key(event)
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Do what a key does here; whether it does anything."""
        match event.key():
            case Qt.Key.Key_Down:
                self.list.step(1)
            case Qt.Key.Key_Up:
                self.list.step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._take_lit()
            case Qt.Key.Key_Escape:
                self.close_it()
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                pass  # there is nothing else here to go to
            case _:
                return False
        return True

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close it on a click beside it."""
        if not self._box.geometry().contains(event.position().toPoint()):
            self.close_it()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a veil over what lies behind."""
        veil = QColor(colours().canvas)
        veil.setAlpha(VEIL)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), veil)


def _rows(found: "PageOfRows[Thing]", group: str) -> Iterator[Row]:
    """Yield the rows of what was *found* under the heading *group*: how many of how many."""
    if found.is_cut:
        shown = format_share(len(found.rows), found.total, capped=found.capped)
        group = f"{group} · {shown}"
    for each in found.rows:
        yield _row_of(each, group)


def _row_of(thing: "Thing", group: str) -> Row:
    parts = (thing.detail, "" if thing.at is None else format_date(thing.at))
    return Row(
        key=thing.ref,
        title=thing.title or _("Untitled"),
        detail=" · ".join(part for part in parts if part),
        moment=ONE[thing.ref.kind](),
        group=group,
    )


def _rows_of_commands(commands: Sequence[tuple[int, Command]], *ranks: int) -> Iterator[Row]:
    for rank, each in commands:
        if rank in ranks:
            yield Row(key=each, title=each.label, moment=each.keys, group=_("Commands"))


def _read_names(office: Office) -> object:
    return office.names.find("a", limit=1)


def _offered(words: str, recent: Sequence[Ref], office: Office) -> Answer:
    from comms_desk.across.palette import offered

    found = offered(office, words, recent)
    named = tuple(_rows(found.named, _("Found by name")))
    saying = (*_rows(found.inquiries, _("Inquiries")), *_rows(found.articles, _("Articles")))
    return (words, (), (*named, *saying)) if found.is_guessed else (words, named, saying)
