"""What may have left before the desk was restored: what a person is asked to confirm.

The tick is never kept: it is asked again each time the screen is opened.
"""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.errors import CommsDeskError
from comms_desk.media.dispatches.model import TextMaybeSent
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.check import Check
from comms_desk.ui.kit.controls import Label
from comms_desk.wording import say


class Doubt(QWidget):
    """What is not known, and a person's word that it may leave all the same.

    Signals:
        decided: It was ticked, or is ticked no more.
    """

    decided = Signal()

    def __init__(self) -> None:
        """Ask nothing before `ask` or `show_obstacles`."""
        super().__init__()
        self.why = Label("", "word-amber", wraps=True)
        self.confirm = Check()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, tokens.SPACE_2_PX)
        column.setSpacing(tokens.SPACE_2_PX)
        column.addWidget(self.why)
        column.addWidget(self.confirm)
        self.confirm.clicked.connect(self.decided)
        self.hide()

    @property
    def is_confirmed(self) -> bool:
        """Whether a person says that it may leave."""
        return self.confirm.isChecked()

    def ask_of(self, said: str) -> None:
        """Begin again; *said* is what a person says who ticks it."""
        self.confirm.setChecked(False)
        self.confirm.setText(said)
        self.confirm.setAccessibleName(said)
        self.hide()

    def show_obstacles(self, obstacles: Iterable[CommsDeskError]) -> None:
        """Ask where it is in doubt; what was ticked here stays to be seen, and to be taken back."""
        doubt = next((each for each in obstacles if isinstance(each, TextMaybeSent)), None)
        if doubt is not None:
            self.ask(doubt)
        else:
            self.setVisible(self.is_confirmed)

    def ask(self, doubt: CommsDeskError) -> None:
        """Say why it is in doubt, and ask."""
        self.why.setText(say(doubt).whole)
        self.show()
