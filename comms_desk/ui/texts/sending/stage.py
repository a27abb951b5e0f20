"""What takes the place of a text while it is sent: prepared, followed, corrected or withdrawn.

One screen at a time; each is made when it is first shown.
"""

from functools import cached_property

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from comms_desk.media.dispatches.model import DispatchKind
from comms_desk.media.drafting.model import Draft, DraftId
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.stacks import stacked
from comms_desk.ui.texts.sending.amend_panel import AmendPanel
from comms_desk.ui.texts.sending.panel import SendPanel
from comms_desk.ui.texts.sending.sent_panel import SentPanel


class SendingStage(QWidget):
    """The screens of one text that is sent.

    Signals:
        left: Back to the text.
        said: The sentence that says what was done.
        undoable: The same, and a bound callable that undoes it.
        file_made: What was made of the text, and the `Path` of its file.
        coverage_wanted: What the media made of it is to be shown.
    """

    left = Signal()
    said = Signal(str)
    undoable = Signal(str, object)
    file_made = Signal(str, object)
    coverage_wanted = Signal()

    def __init__(self, errands: Errands) -> None:
        """Show nothing before `open`."""
        super().__init__()
        self._errands = errands
        self._draft: Draft | None = None
        self._was_sent = False
        self._stack = QStackedWidget()
        stacked(self._stack, inside=self)

    @property
    def draft(self) -> DraftId | None:
        """The text shown."""
        return None if self._draft is None else self._draft.id

    @property
    def in_front(self) -> QWidget | None:
        """The screen shown."""
        return self._stack.currentWidget()

    @cached_property
    def prepared(self) -> SendPanel:
        """The last screen before it leaves."""
        panel = SendPanel(self._errands)
        panel.left.connect(self._back)
        panel.sent.connect(self._sent)
        panel.said.connect(self.said)
        panel.undoable.connect(self.undoable)
        self._stack.addWidget(panel)
        return panel

    @cached_property
    def followed(self) -> SentPanel:
        """What became of it."""
        panel = SentPanel(self._errands)
        panel.left.connect(self.left)
        panel.more_wanted.connect(self._prepare)
        panel.amendment_wanted.connect(self._amend)
        panel.coverage_wanted.connect(self.coverage_wanted)
        panel.file_made.connect(self.file_made)
        panel.said.connect(self.said)
        self._stack.addWidget(panel)
        return panel

    @cached_property
    def amended(self) -> AmendPanel:
        """The last screen before it is corrected or withdrawn."""
        panel = AmendPanel(self._errands)
        panel.left.connect(self._follow)
        panel.text_wanted.connect(self.left)
        panel.done.connect(self._sent)
        panel.said.connect(self.said)
        panel.undoable.connect(self.undoable)
        self._stack.addWidget(panel)
        return panel

    def open(self, draft: Draft, *, was_sent: bool, amends: DispatchKind | None = None) -> None:
        """Show what would leave of *draft*, or what became of it where it *was_sent*.

        *amends*: how it is to be corrected, or withdrawn, instead.
        """
        self._draft, self._was_sent = draft, was_sent
        if amends is not None:
            self._amend(amends)
        elif was_sent:
            self._follow()
        else:
            self._prepare()

    def refresh(self) -> None:
        """Read again what is shown: something has changed."""
        shown = self.in_front
        if isinstance(shown, SendPanel | SentPanel | AmendPanel):
            shown.refresh()

    def ask(self) -> None:
        """Ask whether to send what is shown (Ctrl+Enter)."""
        shown = self.in_front
        if isinstance(shown, SendPanel | AmendPanel):
            shown.ask()

    def focus_search(self) -> None:
        """Go to the field of whom it goes to, where there is one (/)."""
        if self.in_front is self.__dict__.get("prepared"):
            self.prepared.add.search.setFocus()

    @Slot()
    def _prepare(self) -> None:
        if self._draft is not None:
            self._stack.setCurrentWidget(self.prepared)
            self.prepared.open(self._draft)

    @Slot()
    def _follow(self) -> None:
        if self._draft is not None:
            self._stack.setCurrentWidget(self.followed)
            self.followed.open(self._draft)

    @Slot(object)
    def _amend(self, kind: DispatchKind) -> None:
        if self._draft is not None:
            self._stack.setCurrentWidget(self.amended)
            self.amended.open(self._draft, kind)

    @Slot()
    def _back(self) -> None:
        """Go back to what became of it, or to the text where nothing was sent of it."""
        if self._was_sent:
            self._follow()
        else:
            self.left.emit()

    @Slot(str)
    def _sent(self, said: str) -> None:
        self._was_sent = True
        self.said.emit(said)
        self._follow()
