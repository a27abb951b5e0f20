"""What a line was read to say, as chips: amber where it is not sure, pressed to be accepted."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Chip, Tag
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.plain import plain, without_key

ROW_PX = 22


class ReadPart(Protocol):
    """A part of what was read."""

    @property
    def words(self) -> str:
        """What its chip says."""

    @property
    def is_sure(self) -> bool:
        """Whether it needs no second look."""

    @property
    def adds(self) -> str:
        """By what it is accepted; "": there is nothing to accept."""


class ReadChips(QWidget):
    """The chips, in the order of the parts; those that can be accepted keep whether they are.

    Signals:
        pressed: One was accepted, or is not any more.
    """

    pressed = Signal()

    def __init__(self, offers: Callable[[str], str]) -> None:
        """Show none yet; *offers* says what pressing the chip of a name does."""
        super().__init__()
        self._offers = offers
        self._row = FlowLayout(self, row_px=ROW_PX, gap_px=tokens.SPACE_1_PX)
        self._row.setContentsMargins(0, 0, 0, 0)

    def offered(self) -> Mapping[str, Chip]:
        """Return the chips that can be accepted, by what they add."""
        return {str(each.key): each for each in self.findChildren(Chip) if not each.isHidden()}

    def show_parts(self, parts: Sequence[ReadPart]) -> None:
        """Show *parts*; what was accepted still is."""
        accepted = {adds for adds, chip in self.offered().items() if chip.isChecked()}
        empty_out(self._row)
        for each in parts:
            made = self._to_accept(each, accepted) if each.adds else _tag(each)
            self._row.add(made)
            made.show()

    def _to_accept(self, part: ReadPart, accepted: Collection[str]) -> Chip:
        made = _Accepting(part, self._offers(part.adds), checked=part.adds in accepted)
        made.clicked.connect(self.pressed)
        return made


def _tag(part: ReadPart) -> Tag:
    return Tag(part.words, Hue.NEUTRAL if part.is_sure else Hue.AMBER)


class _Accepting(Chip):
    """What comes in once it is pressed."""

    def __init__(self, part: ReadPart, offer: str, *, checked: bool) -> None:
        """Offer what *part* adds."""
        super().__init__("", checked=checked, key=part.adds)
        self._words = part.words
        self.setAccessibleName(offer)
        self.setToolTip(plain(offer))
        self.setProperty("unsure", not part.is_sure)
        self.toggled.connect(self._say)
        self._say()

    @Slot()
    def _say(self) -> None:
        self.setText(without_key(("✓ " if self.isChecked() else "+ ") + self._words))
