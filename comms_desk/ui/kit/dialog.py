"""A question over the window, which it never blocks: the page goes on when it is accepted."""

from typing import TypeGuard

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from comms_desk.i18n import _
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, give_role
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked

DIALOG_WIDTH_PX = 460


class Dialog(QDialog):
    """A title, what there is to know, a verb and a way back."""

    def __init__(self, parent: QWidget, title: str, verb: str) -> None:
        """Build the question; add to `body`."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(DIALOG_WIDTH_PX)
        give_role(self, "surface")
        self.verb = Button(verb, role="primary", does=self.accept)
        self.leave = Button(_("Leave"), does=self.reject)
        self.body = stacked(gap_px=tokens.SPACE_2_PX)
        self.title = Label(title, "card-title", wraps=True)
        self.body.addWidget(self.title)
        self.buttons = buttons = abreast(STRETCH, self.leave, self.verb, gap_px=tokens.SPACE_2_PX)
        stacked(
            self.body,
            buttons,
            inside=self,
            gap_px=tokens.SPACE_6_PX,
            edges_px=(tokens.SPACE_6_PX,) * 4,
        )

    def fit(self) -> None:
        """Take the height of what is shown now."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            # Not `adjustSize`: of words that wrap it asks how high they are at their ease.
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))
            room = self.screen().availableGeometry()
            below = self.frameGeometry().bottom() - room.bottom()
            if below > 0:  # it grew at its foot, where its buttons are
                self.move(self.x(), max(room.top(), self.y() - below))

    def tell(self, text: str, role: str = "") -> None:
        """Add a sentence."""
        if text:
            self.body.addWidget(Label(text, role, wraps=True))


def is_open(question: Dialog | None) -> TypeGuard[Dialog]:
    """Return whether *question* waits for an answer: a second would be answered for it."""
    return question is not None and isValid(question) and question.isVisible()
