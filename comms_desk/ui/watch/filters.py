"""By source, tone, dossier, star and note, under the chips of the Watch, asked together."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.changes import Ref
from comms_desk.i18n import _
from comms_desk.media.themes.model import MentionFilter, Tone
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Chip
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.watch import words
from comms_desk.ui.watch.reading import OfferedFilters

CHOICE_WIDTH_PX, CHOICE_GAP_PX = 113, 4
STARRED, NOTED, ASIDE = "starred", "noted", "aside"


class Filters(QWidget):
    """What the mentions are narrowed by; hidden until it is asked for.

    Signals:
        narrowed: Another choice was made.
    """

    narrowed = Signal()

    def __init__(self) -> None:
        """Choose nothing."""
        super().__init__()
        row = FlowLayout(self, row_px=tokens.FIELD_HEIGHT_PX, gap_px=CHOICE_GAP_PX)
        row.setContentsMargins(0, 0, 0, 0)
        self.source = _Choice(_("Source"), _("Any source"))
        self.tone = _Choice(_("Tone"), _("Any tone"))
        self.dossier = _Choice(_("Dossier"), _("Any dossier"))
        self.tone.offer([(tone, words.tone_name(tone)) for tone in Tone])
        self.choices = (self.source, self.tone, self.dossier)
        self._expected: tuple[str, ...] = ()
        """What was chosen when the page was left, until it is offered again."""
        for choice in self.choices:
            row.add(choice)
            choice.currentIndexChanged.connect(self.narrowed)
        self.starred, self.noted = Chip(_("Starred")), Chip(_("With a note"))
        self.irrelevant = Chip(_("Put aside"))
        self.chips = {STARRED: self.starred, NOTED: self.noted, ASIDE: self.irrelevant}
        for chip in self.chips.values():
            row.add(chip)
            chip.clicked.connect(self.narrowed)
        self.hide()

    @property
    def are_on(self) -> bool:
        """Whether anything is left out."""
        return self.narrow(MentionFilter()) != MentionFilter()

    def narrow(self, which: MentionFilter) -> MentionFilter:
        """Return *which* with what is chosen here."""
        return replace(
            which,
            source=cast("Ref | None", self.source.chosen),
            tone=cast("Tone | None", self.tone.chosen),
            dossier=cast("DossierId | None", self.dossier.chosen),
            is_irrelevant=self.irrelevant.isChecked(),
            is_starred=self.starred.isChecked(),
            is_noted=self.noted.isChecked(),
        )

    def choose(self, which: MentionFilter) -> None:
        """Choose what *which* says, and say nothing of it; it need not be offered yet."""
        self._expected = ()
        keys = (which.source, which.tone, which.dossier)
        for choice, key in zip(self.choices, keys, strict=True):
            choice.choose(key)
        checked = (which.is_starred, which.is_noted, which.is_irrelevant)
        for chip, is_checked in zip(self.chips.values(), checked, strict=True):
            chip.setChecked(is_checked)
        self.setVisible(self.are_on)

    @property
    def left_at(self) -> str:
        """What is chosen, as it is remembered; empty where all is."""
        checked = (name for name, chip in self.chips.items() if chip.isChecked())
        left = (*(choice.left_at for choice in self.choices), *checked)
        return ",".join(left) if self.are_on else ""

    def expect(self, left_at: str) -> bool:
        """Choose what was *left_at* once it is offered; say whether that was anything."""
        self._expected = tuple(left_at.split(",")) if left_at else ()
        for name, chip in self.chips.items():
            chip.setChecked(name in self._expected[len(self.choices) :])
        self.setVisible(bool(left_at))
        return bool(left_at)

    @Slot(object)
    def offer(self, offered: OfferedFilters) -> None:
        """Offer these; what is chosen stays."""
        self.source.offer(offered.sources)
        self.dossier.offer(offered.dossiers)
        expected, self._expected = self._expected, ()
        for choice, left_at in zip(self.choices, expected, strict=False):
            choice.recall(left_at)

    def clear(self) -> None:
        """Leave nothing out."""
        self._expected = ()
        if self.are_on:
            for chip in self.chips.values():
                chip.setChecked(False)
            for choice in self.choices:
                choice.choose(None)
            self.narrowed.emit()


class _Choice(ElidedChoice):
    """One of several values, or all of them."""

    def __init__(self, name: str, of_all: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedWidth(CHOICE_WIDTH_PX)
        self._keys: list[object | None] = [None]
        self.addItem(of_all)

    @property
    def chosen(self) -> object | None:
        """What is chosen; None: all."""
        return self._keys[max(self.currentIndex(), 0)]

    @property
    def left_at(self) -> str:
        """What is chosen, as it is remembered; empty for all."""
        return "" if self.chosen is None else str(self.chosen)

    def choose(self, key: object | None) -> None:
        """Choose *key*, which is named once it is offered, and say nothing of it; None: all."""
        self.blockSignals(True)
        if key not in self._keys:
            self._keys.append(key)
            self.addItem("…")
        self.setCurrentIndex(self._keys.index(key))
        self.blockSignals(False)

    def recall(self, left_at: str) -> None:
        """Choose what was *left_at*, if it is still offered."""
        for place, key in enumerate(self._keys):
            if key is not None and str(key) == left_at:
                self.setCurrentIndex(place)

    def offer(self, values: Sequence[tuple[object, str]]) -> None:
        """Offer *values* after all of them; the one chosen stays, though it is offered no more."""
        keys = [None, *(key for key, _said in values)]
        chosen, said = self.chosen, self.currentText()
        if chosen not in keys:
            keys.append(chosen)
            values = (*values, (chosen, said))
        self.blockSignals(True)
        while self.count() > 1:
            self.removeItem(1)
        for _key, each in values:
            self.addItem(each)
        self._keys = keys
        self.setCurrentIndex(keys.index(chosen))
        self.blockSignals(False)
