"""One of a few values of ours, offered in words."""

from enum import StrEnum

from comms_desk.facts import OneOf
from comms_desk.ui.kit.elided import ElidedChoice

CHOICE_WIDTH_PX = 200


class Choice[T: StrEnum](ElidedChoice):
    """One of a few values, or none yet."""

    def __init__(self, name: str, words: OneOf[T], asks: str = "") -> None:
        """Offer *words*; *asks* is shown until one is chosen, where none is to begin with."""
        super().__init__()
        self.setAccessibleName(name)
        self._values: list[T | None] = [*([None] if asks else []), *words.values]
        """In their order: what Qt keeps with an item is a text, and no value of ours."""
        self.addItems([asks if value is None else words.say(value) for value in self._values])
        self.setFixedWidth(CHOICE_WIDTH_PX)

    @property
    def value(self) -> T | None:
        """The one chosen."""
        return self._values[max(self.currentIndex(), 0)]

    def choose(self, value: T | None) -> None:
        """Choose *value*."""
        self.setCurrentIndex(self._values.index(value))
