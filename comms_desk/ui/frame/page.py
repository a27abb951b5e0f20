"""What every page of the window is: a widget that asks by errands and is told of changes.

The window makes a page when it is first shown and speaks to it only through what stands
here.  A page that is hidden when something changes reads again when it is next shown.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from comms_desk.changes import Change, Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.storage.errors import StorageUnreachable
from comms_desk.ui.frame.commands import Command, of_buttons, of_rows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.memory import PageState
from comms_desk.ui.frame.pages import title_of
from comms_desk.ui.kit import single_keys
from comms_desk.ui.kit.controls import give_role
from comms_desk.ui.kit.layout import ListColumn, TwoPanes
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.kit.stacks import stacked

if TYPE_CHECKING:
    from comms_desk.ui.frame.capture_box import CaptureBox

REFRESH_PAUSE_MS = 150
"""Changes that come together are read together."""


class Page(QWidget):
    """One page of the window.

    A subclass sets `KEY` and `SHOWS`, fills itself with `fill`, and overrides `refresh`,
    `new`, `focus_search`, `step`, `open` and `leaving` as far as it has them.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        file_made: What was made for the person, and the `Path` of its file.
        open_wanted: A `Ref` to show, wherever its page is.
        page_wanted: The key of a page to go to.
        evening_wanted: The end of the day is to be read, before it leaves by itself.
        setting_wanted: A `Section` of the settings to go to, and the key of a setting in it, or "".
        first_thing_wanted: The first thing of a page is to be done; carries the key of the page.
        sample_wanted: The sample desk is to be loaded.
        sample_unwanted: It is to be taken away.
        counted: How many things wait here, for the rail; 0 shows nothing.
        counted_elsewhere: The key of another page, and how many things wait on it.
        remake_wanted: What was chosen here takes another window: its words or its keys.
        works: Something long begins here: its `LongWork`, for the bar at the foot.
        grown: A part of the page was made after it, which stays for good.
    """

    KEY: ClassVar[str]
    SHOWS: ClassVar[frozenset[Subject]] = frozenset()
    """The subjects whose changes make this page read again."""
    HAS_LINE: ClassVar[bool] = False
    """Whether the line that takes inquiries in has a place here (`take_line`)."""

    undoable = Signal(str, object)
    file_made = Signal(str, object)
    open_wanted = Signal(object)
    page_wanted = Signal(str)
    evening_wanted = Signal()
    setting_wanted = Signal(object, str)
    first_thing_wanted = Signal(str)
    sample_wanted = Signal()
    sample_unwanted = Signal()
    counted = Signal(int)
    counted_elsewhere = Signal(str, int)
    remake_wanted = Signal()
    works = Signal(object)
    grown = Signal()

    def __init__(self, errands: Errands) -> None:
        """Build an empty page that asks through *errands*."""
        super().__init__()
        self.errands = errands
        give_role(self, "canvas")
        self.error = ErrorBar(over=self)
        self.error.room = self.beside_list
        self._stale = True
        self._soon = QTimer(self, singleShot=True, interval=REFRESH_PAUSE_MS)
        self._soon.timeout.connect(self._refresh_now)
        self._whole = stacked(inside=self, gap_px=0)

    @property
    def takes_letters(self) -> bool:
        """Whether a letter alone is a command now: not while a form is being filled in."""
        return True

    @property
    def shown_thing(self) -> Ref | None:
        """The thing that the page shows, as the whole desk names it.  For the page to say."""
        return None

    def title(self) -> str:
        """Return the name of the page, in the reader's language."""
        return title_of(self.KEY)

    def beside_list(self) -> QRect:
        """Return what is beside the list, or the whole page: what lies there covers no row."""
        panes = self.findChild(TwoPanes)
        beside = self if panes is None else (panes.widget(1) or self)
        return QRect(beside.mapTo(self, QPoint()), beside.size())

    def fill(self, widget: QWidget) -> None:
        """Give the whole page to *widget*."""
        self._whole.addWidget(widget, 1)

    def bind_keys(self, *keys: str, does: Callable[[], None]) -> None:
        """Call the slot *does* on *keys*, wherever the focus is here; its sender is named so."""
        for each in keys:
            shortcut = QShortcut(QKeySequence(each), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setObjectName(each)
            shortcut.activated.connect(does)

    def bind_letters(self, *letters: str, does: Callable[[], None]) -> None:
        """Bind *letters* as `bind_keys` does, unless the person chose that they are no commands."""
        if single_keys.are_commands():
            self.bind_keys(*letters, does=does)

    def show_error(self, error: CommsDeskError) -> None:
        """Show the sentence for *error* and its way out, in the page's own bar."""
        self.error.explain(error)

    def cannot_read(self, error: CommsDeskError) -> None:
        """Show why something could not be read; that the database is away, the window says."""
        if not isinstance(error, StorageUnreachable):
            self.show_error(error)

    def shown(self) -> None:
        """Hear that the page is the one in front: read again if something changed."""
        if self._stale:
            QTimer.singleShot(0, self, self._refresh_if_stale)  # once it is painted

    def changed(self, change: Change) -> None:
        """Hear of a change: read again soon, if it concerns the page."""
        is_kept = change.subject is Subject.HOLD and self.shown_thing is not None
        if change.subject in self.SHOWS or is_kept:
            self.refresh_soon()

    def changed_elsewhere(self) -> None:
        """Hear that another process changed something; nobody knows what."""
        self.refresh_soon()

    @Slot()
    def refresh_soon(self) -> None:
        """Read again in a moment, or once shown."""
        self._stale = True
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    @Slot()
    def do_first_thing(self) -> None:
        """Do the first thing that the page offers while it is empty."""
        self.new()

    @Slot()
    def refresh(self) -> None:
        """Read again all that the page shows.  For the page to say."""

    def new(self) -> None:
        """Make what the page is about (Ctrl+N)."""

    def focus_search(self) -> None:
        """Go to the page's search (Ctrl+F, /)."""

    def take_line(self, box: "CaptureBox") -> None:
        """Show the line that takes inquiries in.  For a page that has a place for it."""

    def focus_list(self) -> None:
        """Go to the page's list, where single letters are keys and not words."""
        column = self.findChild(ListColumn)
        if column is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            column.take_focus()

    def next_row(self) -> None:
        """Choose the next row of the page's list (J)."""
        self.step(1)

    def previous_row(self) -> None:
        """Choose the row before in the page's list (K)."""
        self.step(-1)

    def step(self, by: int) -> None:
        """Choose the next row (+1) or the one before (-1).  For the page to say."""

    def open(self, ref: Ref) -> None:
        """Show the thing that *ref* points at.  For the page to say."""

    def leaving(self) -> None:
        """Save what was typed: another page comes in front, or the window closes."""

    def splitters(self) -> list[list[int]]:
        """Return the width that the list of each splitter is to have, to be remembered.

        It may have less of it now, in a narrow window.
        """
        return [[panes.wanted_px] for panes in self.findChildren(TwoPanes)]

    def set_splitters(self, sizes: list[list[int]]) -> None:
        """Make the lists as wide as they were left."""
        for panes, widths in zip(self.findChildren(TwoPanes), sizes, strict=False):
            if widths:
                panes.want(widths[0])

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here now: what the buttons of the page say, and its list."""
        column = self.findChild(ListColumn)
        rows = () if column is None else of_rows(column.list.list)
        return (*of_buttons(self), *rows)

    def kept(self) -> PageState | None:
        """Return what the page is left at, to be remembered; None where nothing is."""
        return None

    def recall(self, kept: PageState) -> None:
        """Restore the page as it was left, as far as it is still there; nothing was read yet."""

    def _refresh_if_stale(self) -> None:
        if self._stale:
            self._refresh_now()

    @Slot()
    def _refresh_now(self) -> None:
        self._stale = False
        self.refresh()
