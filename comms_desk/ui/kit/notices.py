"""What the window says by itself: a toast to undo, an error with its way out, an empty page.

None of them is modal, and none takes the focus from the person who types.
"""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import override

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from comms_desk import versions
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, current, pgettext
from comms_desk.storage.errors import STORAGE_FAILURES
from comms_desk.text.discretion import without_secrets
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import COLUMN_SIDE_PX
from comms_desk.ui.kit.controls import Button, Label, give_role
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.open_file import open_file, show_in_folder
from comms_desk.ui.kit.tabs import put_in_order
from comms_desk.wording import say

EMPTY_WIDTH_PX = 340
MOST_RAISED_PX = 240
"""How far over the foot a toast stands, at most, to cover no button."""
TYPED_IN = (QLineEdit, QTextEdit, QPlainTextEdit)
"""What keeps the keys, whatever is asked beside it."""
ONLY_SHOWN = frozenset({".sqlite3"})
"""Files that are shown in their folder, and that no program of a press office opens."""

Undo = Callable[[], None]
Told = Callable[[Undo, BaseException | None], None]
"""Called with an undo and the error that it met, None where all is well."""
Follow = Callable[[Undo, Told], None]
"""Carries an undo out, and tells what became of it."""


class NamedUndo:
    """An undo with words of its own for when it is done: « Lien annulé »."""

    def __init__(self, undo: Undo, undone: str) -> None:
        """Wrap *undo*; *undone* is said once it is in the database."""
        self._undo = undo
        self.undone = undone

    def __call__(self) -> None:
        """Undo what was done."""
        self._undo()


class BriefUndo(NamedUndo):
    """An undo that is offered with its toast and not kept after: done late, it would surprise."""

    def __init__(self, undo: Undo, undone: str = "", *, later: str = "") -> None:
        """Wrap *undo*; without *undone* it is said of what was done that it is undone.

        *later* says how it is undone once the toast has gone, where there is another way.
        """
        super().__init__(undo, undone)
        self.later = later


def in_other_words(undo: Undo | None) -> tuple[str, Undo | None]:
    """Return what is said of something done before the language was changed, and its undo."""
    said = _("What you did before the language was changed")
    if undo is None:
        return said, None
    kind = BriefUndo if isinstance(undo, BriefUndo) else NamedUndo
    return said, kind(undo, _("Undone: {what}").format(what=said))


class Toast(QFrame):
    """What was just done, and Undo, for ten seconds, at the foot of the `room` that it has.

    It stands clear of the buttons there: a click that aims at one never meets another's Undo.
    Of a file that was made, it opens it or shows it in its folder.  What is in it is made with the
    first thing that it says.

    Once it has gone, `undo` still undoes what it said last, unless that was to be undone
    `BriefUndo`; what could not be undone and was said after it ends that.  What was said before
    is undone by `undo_that`.

    It says "Undone" once that is in the database.  Where the database was busy, or could not be
    reached, it says again what was done, and offers to undo it as before.

    Signals:
        closed: It has gone, undone or not.
        offered: It says that something was done, and offers the undo that it carries.
        undoing: That undo is being done.
    """

    closed = Signal()
    offered = Signal(str, object)
    undoing = Signal(object)

    def __init__(self, parent: QWidget, follow: Follow | None = None) -> None:
        """Stay hidden until `offer`.

        Args:
            parent: At whose foot it is.
            follow: Carries an undo out and tells what became of it; without, it is done at once.
        """
        super().__init__(parent)
        self.setProperty("role", "toast")
        self._follow = follow or _at_once
        self._language = current()
        self._undo: Undo | None = None
        self._undoing: Undo | None = None
        self._file: Path | None = None
        self._to: Callable[[], None] | None = None
        self._left: QWidget | None = None
        """What the keys went to before a question had them."""
        self._timer = QTimer(self, singleShot=True, interval=tokens.UNDO_SHOWN_MS)
        self._timer.timeout.connect(self.close_it)
        self.room: Callable[[], QRect] = parent.rect
        """Returns where in the parent it may stand: at the foot of that."""
        parent.installEventFilter(self)
        self.hide()

    def _build(self) -> None:
        self._words = Label("")
        self._button = Button(_("Undo"), role="link", hint=_("Ctrl+Z"))
        self._button.clicked.connect(self.undo)
        self._open = Button(pgettext("a file", "Open"), role="link", does=self._open_file)
        self._show = Button(_("Show"), role="link", hint=_("Show the file in its folder"))
        self._show.clicked.connect(self._show_file)
        self._go = Button(pgettext("a thing", "Open"), role="link", does=self._go_there)
        row = QHBoxLayout(self)
        row.setContentsMargins(
            tokens.SPACE_4_PX, tokens.SPACE_2_PX, tokens.SPACE_4_PX, tokens.SPACE_2_PX
        )
        row.setSpacing(tokens.SPACE_3_PX)
        for widget in (self._words, self._button, self._open, self._show, self._go):
            row.addWidget(widget)

    def offer(
        self,
        done: str,
        undo: Undo | None = None,
        file: Path | None = None,
        *,
        to: Callable[[], None] | None = None,
        asks: str = "",
    ) -> None:
        """Say what was *done*, and offer to *undo* it, or to open the *file* that was made.

        *to* goes to what it was done to, which may not be in front.  Where this *asks* whether to
        do something, that is the verb, and *to* does it: Enter takes it, unless somebody types.
        """
        if self.layout() is None:
            self._build()
        self._undo, self._undoing, self._file, self._to = undo, None, file, to
        self._words.setText(done)
        self._button.setVisible(undo is not None)
        self._open.setVisible(file is not None and file.suffix not in ONLY_SHOWN)
        self._show.setVisible(file is not None)
        self._go.rename(asks or pgettext("a thing", "Open"))
        give_role(self._go, "primary" if asks else "link")
        self._go.setVisible(to is not None)
        self.setAccessibleName(done)
        self._settle()
        self.show()
        self.raise_()
        self._timer.start()
        at = self.window().focusWidget()
        if asks and at is not self._go and not isinstance(at, TYPED_IN):
            self._left = at
            self._go.setFocus(Qt.FocusReason.OtherFocusReason)
        if undo is not None:
            self.offered.emit(done, undo)

    def hand_over(self, to: "Toast") -> None:
        """Move to the toast of another window what this one could undo, and what it says.

        In another language what was done is not said by its words, which are of the one before.
        """
        if not (self.may_undo or self.isVisible()):
            return
        said, undo = self._words.text(), self._undo
        if self._language is not current():
            said, undo = in_other_words(undo)
        if undo is not None or self._file is not None or self._language is current():
            to.offer(said, undo, self._file)
            if not self.isVisible():
                to.close_it()

    @property
    def may_undo(self) -> bool:
        """Whether there is something to undo: what was said last, however long ago."""
        return self._undo is not None

    def offers(self, undo: Undo) -> bool:
        """Whether *undo* is that of what was said last."""
        return undo is self._undo

    @property
    def is_undoing(self) -> bool:
        """Whether what was said last is being undone."""
        return self._undoing is not None

    @Slot()
    def undo(self) -> None:
        """Undo what was done."""
        undo, self._undo = self._undo, None
        self.close_it()
        if undo is not None:
            self._undoing = undo
            self.undoing.emit(undo)
            self._follow(undo, self._answered)

    def undo_that(self, done: str, undo: Undo) -> None:
        """Undo what was *done* before what is said now, as if it were said now."""
        if self.layout() is None:
            self._build()
        self._words.setText(done)
        self.setAccessibleName(done)
        self._undo, self._file, self._to = undo, None, None
        self.undo()

    @Slot()
    def _open_file(self) -> None:
        if self._file is not None:
            open_file(self._file)

    @Slot()
    def _show_file(self) -> None:
        if self._file is not None:
            show_in_folder(self._file)

    @Slot()
    def _go_there(self) -> None:
        if self._to is not None:
            self._to()

    @Slot(object, object)
    def _answered(self, undo: Undo, error: BaseException | None) -> None:
        """Say that it is undone, or offer it again; what was said meanwhile stays."""
        if undo is not self._undoing:
            return
        self._undoing = None
        if error is None:
            undone = undo.undone if isinstance(undo, NamedUndo) else ""
            self.offer(undone or _("Undone: {what}").format(what=self._words.text()))
        elif isinstance(error, STORAGE_FAILURES):
            self.offer(self._words.text(), undo)

    @Slot()
    def close_it(self) -> None:
        """Go away; what was done stays done."""
        if isinstance(self._undo, BriefUndo):
            self._undo = None
        self._timer.stop()
        left, self._left = self._left, None
        if left is not None and isValid(left) and self._go.hasFocus():
            left.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.closed.emit()

    def _settle(self) -> None:
        room = self.room()
        self._fit(room.width() - 2 * tokens.SPACE_4_PX)
        _put_at_foot(self, room)
        foot, highest = self.pos(), room.bottom() - MOST_RAISED_PX
        while covered := self._covered():
            self.move(foot.x(), min(covered) - tokens.SPACE_2_PX - self.height())
            if self.y() < highest:
                self.move(foot)
                break

    def _covered(self) -> list[int]:
        """Return how high each button is that it lies over: a click aimed at one must hit it."""
        over = self.parentWidget() or self
        others = (each for each in over.findChildren(Button) if not self.isAncestorOf(each))
        seen = (each for each in others if not each.visibleRegion().isEmpty())
        places = (QRect(each.mapTo(over, QPoint()), each.size()) for each in seen)
        return [each.top() for each in places if each.intersects(self.geometry())]

    def stand(self) -> None:
        """Move to where there is room now."""
        if self.isVisible():
            self._settle()

    def _fit(self, most: int) -> None:
        """Take one line, or several where it would be wider than *most*: a path is read whole."""
        self._words.setWordWrap(False)
        self._words.setMinimumWidth(0)
        beyond = self.sizeHint().width() - most
        if beyond > 0:
            room = self._words.sizeHint().width() - beyond
            self._words.setWordWrap(True)
            self._words.setMinimumWidth(room)
        self.adjustSize()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the parent's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)


def _put_at_foot(notice: QWidget, room: QRect) -> None:
    notice.move(
        room.left() + max((room.width() - notice.width()) // 2, tokens.SPACE_4_PX),
        room.bottom() + 1 - notice.height() - tokens.SPACE_4_PX,
    )
    notice.raise_()


def _at_once(undo: Undo, told: Told) -> None:
    undo()
    told(undo, None)


class ErrorBar(QFrame):
    """A sentence, a way out, and "Copy details"; in the page or the card that it concerns.

    There is one on each page and on each card, and most never say anything: what is in it is
    made with the first thing that it says.  Over a page, it lies at the foot of the `room` that
    it has: nothing moves under the hand.

    Signals:
        acted: The way out was pressed.
    """

    acted = Signal()

    def __init__(self, over: QWidget | None = None, *, spans: bool = False) -> None:
        """Stay hidden until `say`, then lie *over* that; without, stand where it is laid out.

        One that *spans* a pane under its bar has no box: its words stand where the pane's do.
        """
        super().__init__(over)
        self.setProperty("role", "bar-red" if spans else "notice-red")
        self._left_px = COLUMN_SIDE_PX if spans else tokens.SPACE_4_PX
        self._details = ""
        self.room: Callable[[], QRect] | None = None if over is None else over.rect
        """Returns where it may lie in what it lies over."""
        if over is not None:
            over.installEventFilter(self)
        self.hide()

    def _build(self) -> None:
        self._what = Label("", "strong", wraps=True)
        self._way_out = Label("", "muted", wraps=True)
        self._act = Button("", does=self.acted)
        self._act.hide()
        self._copy = Button(_("Copy details"), role="link", does=self.copy)
        self._close = Button("", role="quiet", icon="close", name=_("Hide this message"))
        self._close.clicked.connect(self.hide)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._what)
        words.addWidget(self._way_out)
        row = QHBoxLayout(self)
        row.setContentsMargins(
            self._left_px, tokens.SPACE_2_PX, tokens.SPACE_2_PX, tokens.SPACE_2_PX
        )
        row.setSpacing(tokens.SPACE_2_PX)
        row.addLayout(words, 1)
        for button in (self._act, self._copy, self._close):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        put_in_order(self, self._act, self._copy, self._close)

    def say(self, what: str, way_out: str = "", *, details: str = "", act: str = "") -> None:
        """Say *what* failed and the *way_out*; *act* names a button that emits `acted`."""
        if self.layout() is None:
            self._build()
        self._details = without_secrets(details) or f"{what}\n{way_out}"
        self._what.setText(what)
        self._way_out.setText(way_out)
        self._way_out.setVisible(bool(way_out))
        self._act.rename(act)
        self._act.setVisible(bool(act))
        self.setAccessibleName(f"{what} {way_out}")
        self._take_the_place()
        self.show()
        self._settle()

    @Slot(object)
    def explain(self, error: CommsDeskError, act: str = "") -> None:
        """Say why something was refused, and the way out; *act* as `say` has it."""
        sentence = say(error)
        self.say(sentence.what, sentence.way_out, details=str(error), act=act)

    def _take_the_place(self) -> None:
        """Hide what was said before, of another page or of the window."""
        if self.room is not None:
            for other in self.window().findChildren(ErrorBar):
                if other is not self and other.room is not None:
                    other.hide()

    def _settle(self) -> None:
        layout = self.layout()
        if self.room is None or layout is None:
            return
        room = self.room()
        width = min(room.width() - 2 * tokens.SPACE_4_PX, tokens.COLUMN_MAX_PX)
        self.resize(width, layout.totalHeightForWidth(width))
        _put_at_foot(self, room)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what it lies over."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    @property
    def words(self) -> str:
        """The sentence shown."""
        return "" if self.layout() is None else self._what.text()

    @Slot()
    def copy(self) -> None:
        """Put the details on the clipboard, with the version that they are of."""
        QGuiApplication.clipboard().setText(f"{self._details}\n\n{versions()}")


class EmptyState(QWidget):
    """A page with nothing in it yet: one sentence, one button, one to load the sample desk.

    A page may offer another way to begin between the two.  The last is there only once it is
    offered: it is for a desk that holds nothing at all.  Most pages are never empty: each button
    is made when it is first offered.

    Signals:
        started: The first thing is to be done.
        second_wanted: The other way to begin was chosen.
        sample_wanted: The sample desk is to be loaded.
    """

    started = Signal()
    second_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, sentence: str = "", verb: str = "") -> None:
        """Say *sentence*, if there is one by now; *verb* names what does the first thing."""
        super().__init__()
        self.follows: QWidget = self
        """What Tab comes to before its buttons."""
        self._verb = verb
        self._sentence = Label("", "muted", wraps=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(tokens.SPACE_3_PX)
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._column.addStretch(2)
        self._column.addWidget(self._sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(3)
        if sentence:
            self.say(sentence)

    @cached_property
    def first(self) -> Button:
        """What does the first thing; hidden until it is offered."""
        button = Button(self._verb, role="primary")
        button.hide()
        button.clicked.connect(self.started)
        self._column.insertWidget(2, button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button

    @cached_property
    def second(self) -> Button:
        """Another way to begin, under the first; hidden until it is offered."""
        button = Button("", role="link")
        button.hide()
        button.clicked.connect(self.second_wanted)
        self._column.insertWidget(
            self._column.indexOf(self.first) + 1, button, 0, Qt.AlignmentFlag.AlignHCenter
        )
        return button

    @cached_property
    def sample(self) -> Button:
        """What loads the sample desk; it stands last, and is hidden until it is offered."""
        button = Button(_("Load the sample desk"), role="link")
        button.hide()
        button.clicked.connect(self.sample_wanted)
        last = self._column.count() - 1
        self._column.insertWidget(last, button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button

    def say(self, sentence: str, *, may_start: bool = True) -> None:
        """Say another *sentence*, such as that a search found nothing."""
        self._sentence.setText(sentence)
        self._fit()
        self._offer("first", offered=may_start and bool(self._verb))

    def offer_sample(self, *, offered: bool) -> None:
        """Offer to load the sample desk, or no longer."""
        self._offer("sample", offered=offered)

    def offer_second(self, verb: str) -> None:
        """Offer another way to begin, or none without a *verb*."""
        if verb:
            self.second.rename(verb)
        self._offer("second", offered=bool(verb))

    def _offer(self, name: str, *, offered: bool) -> None:
        if offered or name in self.__dict__:
            getattr(self, name).setVisible(offered)
        self.order_tabs()

    def order_tabs(self) -> None:
        """Order Tab: the buttons come after what they follow."""
        made = (self.__dict__.get(each) for each in ("first", "second", "sample"))
        put_in_order(self.follows, *(each for each in made if each is not None))

    def _fit(self) -> None:
        """Give the sentence the height of its lines: centred, a layout does not ask for it."""
        width = max(min(EMPTY_WIDTH_PX, self.width() - 2 * tokens.SPACE_4_PX), 1)
        self._sentence.setMinimumWidth(0)  # a label never measures narrower than its minimum
        self._sentence.setFixedSize(width, max(self._sentence.heightForWidth(width), 0))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the sentence inside a narrow column."""
        super().resizeEvent(event)
        self._fit()


class Notice(QFrame):
    """Something to know about the thing shown, and what can be done about it.

    It stands on amber, unless it is told that all is well (green) or under way (accent).  What
    is in it is made with the first thing that it says.

    Signals:
        acted: Its button was pressed.
    """

    acted = Signal()

    def __init__(self) -> None:
        """Stay hidden until `say`."""
        super().__init__()
        self.hide()

    def _build(self) -> None:
        self._words = Label("", wraps=True)
        self._button = Button("")
        self._button.clicked.connect(self.acted)
        row = QHBoxLayout(self)
        row.setContentsMargins(
            tokens.SPACE_4_PX, tokens.SPACE_3_PX, tokens.SPACE_4_PX, tokens.SPACE_3_PX
        )
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        put_in_order(self, self._button)

    def say(self, text: str, act: str = "", tone: Hue = Hue.AMBER) -> None:
        """Say *text*; hide when there is nothing to say."""
        if not text and self.layout() is None:
            return
        if self.layout() is None:
            self._build()
        give_role(self, f"notice-{tone.value}")
        self._words.setText(text)
        self._button.rename(act)
        self._button.setVisible(bool(act))
        self.setVisible(bool(text))

    def focus_button(self) -> None:
        """Give the focus to its button, once it says something: Enter presses it."""
        if self.layout() is not None:
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)
