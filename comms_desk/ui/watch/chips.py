"""The chips of the themes: one of them is listed at a time, and each says what waits of it.

The first themes have a chip, as far as the filters stand on one line; the others stand in a
menu, and one that is listed from there takes the place of the last chip.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.themes.model import Theme, ThemeId
from comms_desk.ui.kit.controls import Chip, Label
from comms_desk.ui.kit.layout import ListColumn
from comms_desk.ui.kit.menus import rounded
from comms_desk.ui.kit.plain import plain, without_key
from comms_desk.ui.watch import words
from comms_desk.wording.watch import examples_broken

CHIPS_SHOWN = 3
CHIP_LETTERS, LEAST_LETTERS = 18, 6
"""How many letters of a name its chip shows, and how few where its line is short."""


class ThemeChips(QObject):
    """The chips of the themes on a column, and the menu of those that have none."""

    def __init__(self, column: ListColumn) -> None:
        """Show none yet."""
        super().__init__(column)
        self._column = column
        self.themes: tuple[Theme, ...] = ()
        self.shown: dict[ThemeId, Chip] = {}
        self._wanted: object | None = None
        """What is to be listed once the themes are known."""
        self._waiting: dict[ThemeId, int] = {}
        """How many mentions of each theme are unread."""
        self.spikes: Mapping[ThemeId, str] = {}
        """That a theme has a spike, with its numbers."""
        self._named: Mapping[ThemeId, str] = {}
        self._broken: dict[ThemeId, int] = {}
        """How many examples of each theme do not hold."""
        self.others = Chip("")
        self.others.setCheckable(False)
        self._menu = rounded(_Others(self.others))
        self._menu.chosen.connect(self.choose)
        self.others.setMenu(self._menu)
        self._say_others(())
        self.others.hide()
        self.spike = Label("", "strong", wraps=True)
        self.spike.hide()
        column.add_beside_chips(self.others)
        column.add_under_chips(self.spike)
        column.resized.connect(self._write)
        column.filtered.connect(self._say_spike)

    @property
    def chosen(self) -> Theme | None:
        """The theme that is listed alone."""
        return next((each for each in self.themes if each.id == self._column.filter), None)

    def show_themes(self, themes: tuple[Theme, ...]) -> None:
        """Offer *themes*; the one that is listed stays, if it is still there."""
        if themes != self.themes:
            chosen, self._wanted = self._wanted or self._column.filter, None
            self.themes = themes
            self.choose(chosen)

    @Slot(object)
    def choose(self, chosen: object | None) -> None:
        """List what the theme of that id found; None: what any did."""
        if not self.themes:
            self._wanted = chosen
        first = [each.id for each in self.themes[:CHIPS_SHOWN]]
        known = {each.id: each for each in self.themes}
        chosen = next((each for each in known if each == chosen), None)
        if chosen is not None and chosen not in first:
            first = [*first[: CHIPS_SHOWN - 1], chosen]
        named = {each: known[each].name for each in first}
        if named != self._named:
            self._put(named)
        self._column.check(chosen)
        self._write()
        self._say_spike()

    @Slot(object)
    def show_about(self, about: words.ThemesView) -> None:
        """Say how many mentions of each theme are unread, and which has a spike."""
        self._waiting, self.spikes = dict(about.unread), about.spikes
        self._write()
        self._say_spike()

    @Slot()
    def _say_spike(self) -> None:
        """Say the spike of the theme that is listed alone, if it has one."""
        chosen = self.chosen
        said = self.spikes.get(chosen.id, "") if chosen is not None else ""
        self.spike.setText(said)
        self.spike.setVisible(bool(said))

    @Slot(object)
    def show_broken(self, broken: Mapping[ThemeId, int]) -> None:
        """Mark the themes whose examples do not hold."""
        self._broken = dict(broken)
        self._write()

    def count(self, themes: Iterable[ThemeId], by: int) -> None:
        """Count one mention that these *themes* found as read (-1), or unread again (+1)."""
        for theme in themes:
            self._waiting[theme] = max(0, self._waiting.get(theme, 0) + by)
        self._write()

    def _put(self, named: Mapping[ThemeId, str]) -> None:
        for chip in self.shown.values():
            self._column.chip_row.removeWidget(chip)
            chip.setParent(None)
            chip.deleteLater()
        self._named = named
        self.shown = {each: self._column.add_chip(name, each) for each, name in named.items()}

    @Slot()
    def _write(self) -> None:
        """Say what waits of each theme, on as many chips as stand on one line."""
        waits = {each: words.number(count) for each, count in self._waiting.items() if count}
        for each in self.spikes:
            waits[each] = " · ".join(filter(None, (waits.get(each), _("spike"))))
        for each, chip in self.shown.items():
            spike = self.spikes.get(each, "")
            chip.count(waits.get(each, ""), letters=CHIP_LETTERS)
            self._warn(chip, each, spike)
        kept = list(self.shown)
        self._say_others(kept)
        while self._is_too_wide(kept) and any(each != self._column.filter for each in kept):
            kept.remove(next(each for each in reversed(kept) if each != self._column.filter))
            self._say_others(kept)
        for each in kept:
            for letters in range(CHIP_LETTERS, LEAST_LETTERS, -1):
                if self._is_too_wide(kept):
                    self.shown[each].count(waits.get(each, ""), letters=letters - 1)
        for each, chip in self.shown.items():
            chip.setVisible(each in kept)
        others = [each for each in self.themes if each.id not in kept]
        self.others.setVisible(bool(others))
        self._menu.show_themes(others, waits)

    def _warn(self, chip: Chip, theme: ThemeId, spike: str) -> None:
        """Colour the chip of a theme with broken examples, and say so where it is pointed at."""
        broken = examples_broken(self._broken.get(theme, 0))
        chip.setToolTip(plain("\n".join(filter(None, (self._named[theme], broken, spike)))))
        chip.setAccessibleDescription(" · ".join(filter(None, (broken, spike))))
        chip.warn(broken)

    def _say_others(self, kept: Sequence[ThemeId]) -> None:
        number = len(self.themes) - len(kept)
        more = ngettext("{n} more", "{n} more", number)
        self.others.setText(more.format(n=format_number(number)))
        self.others.setAccessibleName(self.others.text())

    def _is_too_wide(self, kept: Sequence[ThemeId]) -> bool:
        """Whether the filters take a second line with the chips of *kept* among them."""
        left_out = {chip for each, chip in self.shown.items() if each not in kept}
        if len(kept) == len(self.themes):
            left_out.add(self.others)
        line = (chip for chip in self._column.chips if chip not in left_out)
        return self._column.line_px(line) > self._column.width()


class _Others(QMenu):
    """The themes that have no chip, with what waits of each.

    Signals:
        chosen: One is to be listed; carries its id.
    """

    chosen = Signal(object)

    def __init__(self, parent: Chip) -> None:
        super().__init__(parent)
        self.triggered.connect(self._choose)

    def show_themes(self, themes: Sequence[Theme], waits: Mapping[ThemeId, str]) -> None:
        """Offer *themes*; *waits* has how much of each is unread, where anything is."""
        self.clear()
        for theme in themes:
            said = without_key(theme.name)
            waiting = waits.get(theme.id, "")
            action = self.addAction(f"{said} · {waiting}" if waiting else said)
            action.setData(theme.id)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        """Say which in a moment: the menu is written again by that, and what was pressed goes."""
        QTimer.singleShot(0, self, partial(self.chosen.emit, action.data()))
