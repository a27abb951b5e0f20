"""One line to take an inquiry in, and what is understood of it as it is typed.

Each part is a chip, in one order: outlet, reporter, telephone, question, what is asked for,
deadline, on air, how it came.  What is not sure is amber.  Enter notes it, incomplete too, and
Escape leaves it as it is typed, for the next time.  Nobody comes into the directory, and no
outlet, but by the chip that says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.clock import Clock, SystemClock
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.mail.bounces.files import MESSAGE_ENDINGS
from comms_desk.media.inquiries.reading.directory_index import DirectoryIndex
from comms_desk.media.inquiries.reading.proposal import InquiryProposal
from comms_desk.storage.model import FormKey, UnfinishedForm, new_form_key
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.forms import FormKeeper
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import ENTER, Chip, Label
from comms_desk.ui.kit.fields import EnteredLine, TypingPause
from comms_desk.ui.kit.local_files import files_ending
from comms_desk.ui.kit.read_chips import ROW_PX, ReadChips
from comms_desk.ui.kit.stacks import PlacedWidget, abreast, stacked
from comms_desk.ui.kit.tabs import put_in_order
from comms_desk.wording.capture import SaidPart, said_parts

if TYPE_CHECKING:
    from comms_desk.across.capture import Captured

MOST_LETTERS = 20_000
ROOM_PX = 2 * ROW_PX + tokens.SPACE_1_PX
"""Under the line, for two rows of chips."""
LINE, BEGUN_AT = "line", "begun_at"
"""The fields of the form under which what is typed is kept, and when that was begun."""


class CaptureBox(QWidget):
    """A line, and the chips of what is understood under it.

    Signals:
        noted: An inquiry was noted; carries a `Captured`.
        left: Escape: what is typed stays.
    """

    noted = Signal(object)
    left = Signal()

    def __init__(self, errands: Errands, *, clock: Clock | None = None) -> None:
        """Build it empty; the directory is read once somebody types here."""
        super().__init__()
        self._errands = errands
        self._clock = clock or SystemClock()
        self._known: DirectoryIndex | None = None
        self._parts: tuple[SaidPart, ...] = ()
        self._sent = ""
        self.opens = False
        """Whether what is noted is to be opened: Ctrl+Enter."""
        self._begun_at: datetime | None = None
        """When what is typed was begun: « av. 15h », left overnight, is no hour of today."""
        self._key = new_form_key()
        self._taken: UnfinishedForm | None = None
        self._forms = FormKeeper(self, errands, _left)
        self._forms.read.connect(self._found)
        self._pause = TypingPause(self)
        self._pause.due.connect(self.keep)
        self.proposal: InquiryProposal | None = None
        self.line = _CaptureLine()
        self.line.textChanged.connect(self._typed)
        self.line.entered.connect(self.save)
        self.line.left.connect(self.left)
        self.line.editingFinished.connect(self.keep)
        self.line.begun.connect(self.read_directory)
        self.refusal = Label("", "note", wraps=True)
        self.refusal.hide()
        self.hint = Label("", "detail", wraps=True)
        self.said = ReadChips(_offer)
        self.said.pressed.connect(self._back_to_line)
        under = QWidget()
        under.setMinimumHeight(ROOM_PX)  # what is under it moves under no hand
        stacked(self.hint, self.said, PlacedWidget(stretch=1), inside=under)
        stacked(self.line, under, self.refusal, inside=self, gap_px=tokens.SPACE_2_PX)

    def parts(self) -> tuple[SaidPart, ...]:
        """Return what is shown as understood, in order."""
        return self._parts

    def chips(self) -> Mapping[str, Chip]:
        """Return the chips of those who can come into the directory, by their names."""
        return self.said.offered()

    @Slot()
    def read_directory(self) -> None:
        """Ask what the directory knows by now."""
        self._errands.read("capture", _read_known, self._knows, self._does_not_know)

    @Slot()
    def keep(self) -> None:
        """Keep what is typed for the next time, unless it is being noted."""
        line = self.line.text()
        if self._sent and line == self._sent:
            return
        if line.strip() and self._begun_at is not None:
            self._forms.keep(_form(self._key, line, self._begun_at), self._taken)
        else:
            self._forms.forget(self._key, self._taken)

    @Slot(object)
    def _found(self, left: Sequence[UnfinishedForm]) -> None:
        """Go on with what was left, where nothing is typed yet."""
        if left and not self.line.text():
            self._taken = left[0]
            begun_at = left[0].fields.get(BEGUN_AT)
            self._begun_at = datetime.fromisoformat(begun_at) if begun_at else None
            self.line.setText(left[0].fields[LINE])

    @Slot()
    def save(self) -> None:
        """Note what is typed; a second Enter before the answer notes nothing more."""
        line = self.line.text()
        if self._sent or self.proposal is None or self._begun_at is None:
            return
        self._sent, self.opens = line, self.line.opens
        adds = frozenset(name for name, chip in self.chips().items() if chip.isChecked())
        read = self.proposal if self._known else partial(_read, line, self._begun_at)
        ends = self._key, self._taken
        job = partial(_capture, line, read, adds=adds, ends=ends)
        self._errands.write(
            None, job, self._was_noted, self._was_refused, dropped=self._was_dropped
        )

    @Slot(object)
    def _knows(self, known: DirectoryIndex) -> None:
        self._known = known
        self._typed()

    @Slot(object)
    def _does_not_know(self, _error: CommsDeskError) -> None:
        """Say nothing: a line is read without it, and once more as it is noted."""

    @Slot(object)
    def _was_noted(self, captured: "Captured") -> None:
        sent, self._sent = self._sent, ""
        if self.line.text() == sent:
            self.line.clear()
        self.keep()
        if captured.added[1:]:
            self.read_directory()
        self.noted.emit(captured)

    @Slot(object)
    def _was_refused(self, error: CommsDeskError) -> None:
        from comms_desk.wording import say

        self._was_dropped()
        self.refusal.setText(say(error).whole)
        self.refusal.show()

    @Slot()
    def _was_dropped(self) -> None:
        self._sent = ""
        self.keep()

    @Slot()
    def _typed(self) -> None:
        line, now = self.line.text(), self._clock.now()
        self.refusal.hide()
        self.proposal = None
        if line.strip():
            self._pause.key()
            self._begun_at = self._begun_at or now
            self.proposal = _read(line, self._begun_at, self._known or DirectoryIndex())
        else:
            self._begun_at = None
        found = () if self.proposal is None else tuple(said_parts(self.proposal, now))
        if self._known is None:  # nobody is new before it is known who is not
            found = tuple(replace(each, adds="") for each in found)
        if found != self._parts:
            self._show(found)

    def _show(self, parts: tuple[SaidPart, ...]) -> None:
        """Show *parts*; who is to come into the directory still is."""
        self._parts = parts
        self.said.show_parts(parts)
        put_in_order(self.line, *self.chips().values())
        self.hint.setVisible(not parts)
        self.said.setVisible(bool(parts))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Show what was left half typed, the first time that somebody sees it."""
        super().showEvent(event)
        self._forms.start()

    @Slot()
    def _back_to_line(self) -> None:
        """Go to the line, once a chip was pressed: Enter notes it."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)


def _offer(name: str) -> str:
    """Return what pressing the chip of somebody new, or of a new outlet, does."""
    return _("Add to the directory: {names}").format(names=name)


class _CaptureLine(EnteredLine):
    """The line.

    Signals:
        begun: The keyboard comes here.
    """

    begun = Signal()

    def __init__(self) -> None:
        """Hold nothing yet."""
        super().__init__()
        self.opens = False
        """Whether Ctrl was held as Enter was pressed."""
        self.setMaxLength(MOST_LETTERS)
        self.setPlaceholderText(_("Métro, how many potholes, for 9 a.m."))
        self.setAccessibleName(_("Note an inquiry"))
        self._key = Label("⏎", "key")
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        abreast(
            PlacedWidget(stretch=1),
            PlacedWidget(self._key, where=Qt.AlignmentFlag.AlignVCenter),
            inside=self,
            edges_px=(0, 0, tokens.SPACE_2_PX, 0),
        )

    @override
    def event(self, event: QEvent) -> bool:
        """Take Enter with any other key; leave a mail that is pasted to the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in ENTER:
                event.accept()
                return True
            if event.matches(QKeySequence.StandardKey.Paste) and _is_mail():
                event.ignore()
                return False
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remember whether Ctrl is held: Enter then opens what it notes."""
        self.opens = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words clear of the key."""
        super().resizeEvent(event)
        self.setTextMargins(0, 0, self._key.sizeHint().width() + tokens.SPACE_2_PX, 0)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that somebody is about to type."""
        super().focusInEvent(event)
        self.begun.emit()


def _is_mail() -> bool:
    """Whether what was copied is more than a line, or mails as files."""
    data = QGuiApplication.clipboard().mimeData()
    return bool(files_ending(data, MESSAGE_ENDINGS)) or "\n" in data.text().strip()


def _form(key: FormKey, line: str, begun_at: datetime) -> UnfinishedForm:
    return UnfinishedForm(
        key=key,
        kind=Subject.INQUIRY,
        changes=None,
        fields={LINE: line, BEGUN_AT: begun_at.isoformat()},
        before={},
        in_front=True,
    )


def _left(office: Office) -> tuple[UnfinishedForm, ...]:
    """Return the lines that were left, the latest first."""
    return tuple(each for each in office.forms.every(Subject.INQUIRY) if LINE in each.fields)


def _read_known(office: Office) -> DirectoryIndex:
    from comms_desk.across.directory_index import known

    return known(office)


def _read(line: str, now: datetime, known: DirectoryIndex) -> InquiryProposal:
    from comms_desk.media.inquiries.reading.line import read_line

    return read_line(line, now=now, known=known)


def _capture(
    line: str,
    read: "InquiryProposal | Callable[[DirectoryIndex], InquiryProposal]",
    office: Office,
    *,
    adds: frozenset[str],
    ends: tuple[FormKey, UnfinishedForm | None],
) -> "Captured":
    """Note *line*; where the directory was not known yet, as it is *read* with that."""
    from comms_desk.across.capture import capture

    proposal = read if isinstance(read, InquiryProposal) else read(_read_known(office))
    return capture(office, line, proposal, adds=adds, ends=ends)
