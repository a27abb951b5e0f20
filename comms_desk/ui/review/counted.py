"""A text in place, under its name and how long it is, which is said as it is typed.

Of one that is limited no beginning is saved while it is typed: it would leave in the place of what
is refused.  It is saved as a whole, on Enter and once it is left.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from comms_desk.i18n import Language
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Label, give_role
from comms_desk.ui.kit.fields import CardField

type Count = Callable[[str], tuple[str, bool]]
"""Returns how long a text is, in words, and whether that is longer than is aimed at."""


class Counted(QWidget):
    """One text of a card, and its count."""

    def __init__(
        self,
        field: str,
        label: str,
        *,
        lines: int,
        hint: str,
        count: Count,
        is_limited: bool = False,
    ) -> None:
        """Build it, empty.

        Args:
            field: The name of the field in the model.
            label: Its name for the reader.
            lines: How many it shows at once.
            hint: Shown while it is empty.
            count: Says how long a text is.
            is_limited: Whether a longer one is refused: that is said as soon as it is too long.
        """
        super().__init__()
        self._say, self._is_limited, self._is_long = count, is_limited, False
        self.field = CardField(
            field, label, lines=lines, placeholder=hint, title=True, whole=is_limited
        )
        self.count = Label("", "detail")
        head = QHBoxLayout()
        head.setContentsMargins(tokens.HANG_PX, 0, tokens.HANG_PX, 0)
        head.addWidget(Label(label, "strong"))
        head.addStretch()
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.field)
        if isinstance(self.field.editor, QPlainTextEdit):
            self.field.editor.textChanged.connect(self._typed)

    def write_in(self, language: Language) -> None:
        """Have what is typed have the marks of *language*, and what is there be counted."""
        self.field.write_in(language.value)
        self.recount()

    @Slot()
    def _typed(self) -> None:
        was_long = self._is_long
        self.recount()
        if self._is_limited and self._is_long and not was_long:
            self.field.save_now()  # which is refused, and says why

    def recount(self) -> None:
        """Say how long it is now, and mark what is longer than is aimed at, or may be."""
        said, self._is_long = self._say(self.field.value)
        self.count.setText(said)
        too_long = "word-red" if self._is_limited else "remark"
        give_role(self.count, too_long if self._is_long else "detail")
        self.field.editor.setAccessibleDescription(said)
