"""A letter as it leaves, shown whole before it does."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea

from comms_desk.i18n import _
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Label, give_role
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.scroll_bar import ScrollBar

if TYPE_CHECKING:
    from comms_desk.mail.message import ShownLetter
    from comms_desk.mail.model import LetterState

MOST_LETTER_PX = 220
"""At 1024 × 640 the verb under a letter of that height is in sight."""
LETTERS_APART = "\n\n" + "—" * 24 + "\n\n"


class WholeLetter(QScrollArea):
    """What leaves, whole: to whom, its subject, its files, and its words, read from its bytes.

    One that is long is scrolled: the verb stays in sight.
    """

    def __init__(self, most_px: int = MOST_LETTER_PX) -> None:
        """Build it with nothing to show, *most_px* high at most."""
        super().__init__()
        self._most_px = most_px
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMaximumWidth(tokens.COLUMN_MAX_PX)
        self.setAccessibleName(_("The letter"))
        self.setWidgetResizable(True)
        give_role(self.viewport(), "canvas")
        self.words = Label("", "text", wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setContentsMargins(0, 0, 0, tokens.SPACE_2_PX)
        self.setWidget(self.words)
        ScrollBar(self)
        self.say("")

    def show_letters(self, letters: "Sequence[ShownLetter]", *, warned: Sequence[str] = ()) -> None:
        """Show what leaves, one letter under the other, below what is *warned* of."""
        give_role(self.words, "text")
        head = "".join(f"{each}\n\n" for each in warned)
        self._put(head + LETTERS_APART.join(map(whole, letters)))

    def say(self, why: str) -> None:
        """Say *why* there is none to show."""
        give_role(self.words, "note")
        self._put(why)

    def text(self) -> str:
        """Return what is shown."""
        return self.words.text()

    def _put(self, words: str) -> None:
        self.words.setText(words)
        self.setVisible(bool(words))
        self._fit()

    def _fit(self) -> None:
        """Grow as high as what is shown, up to what leaves the verb in sight."""
        width = min(self.viewport().width(), tokens.COLUMN_MAX_PX)
        self.setFixedHeight(max(0, min(self.words.heightForWidth(width), self._most_px)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height of the words at this width."""
        super().resizeEvent(event)
        self._fit()


def whole(letter: "ShownLetter") -> str:
    """Return all that a letter says: what stands in its head, its files, its words."""
    head = [_("To: {addresses}").format(addresses=", ".join(map(str, letter.to)))]
    if letter.copy_to is not None:
        head.append(_("Copy: {address}").format(address=letter.copy_to))
    if letter.sender is not None:
        head.append(_("From: {sender}").format(sender=letter.sender))
    head.append(_("Subject: {subject}").format(subject=letter.subject))
    if letter.files:
        head.append(_("Files: {names}").format(names=", ".join(letter.files)))
    return "\n".join(head) + f"\n\n{letter.text.strip()}"


def letters_tone(counts: "Mapping[LetterState, int]") -> Hue:
    """Return green once every letter was accepted, amber where one asks to be looked at."""
    # Late: the shell, which shows whole letters, would wait 25 ms for the whole model.
    from comms_desk.mail.model import LetterState

    there = {state for state, count in counts.items() if count}
    if there <= {LetterState.SENT}:
        return Hue.GREEN
    moving = {LetterState.QUEUED, LetterState.SENDING, LetterState.HANDED_OVER}
    if there <= {LetterState.SENT, *moving}:
        return Hue.ACCENT
    return Hue.AMBER
