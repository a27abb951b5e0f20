"""What can be done from anywhere in the window: its name, its key, and what does it."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from comms_desk.i18n import _, otherwise
from comms_desk.text.fold import tokens
from comms_desk.text.nearness import (
    BEGINS,
    GUESSED,
    HAS_WORDS,
    BegunRank,
    Guessed,
    folded,
)
from comms_desk.ui.kit.bar import PageBar
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.layout import ListColumn
from comms_desk.ui.kit.more_button import KEYED
from comms_desk.ui.kit.row_list import RowList

CALLED = BEGINS - 1
"""What was typed is what a command is called, or its first words, whole: nothing is nearer."""
_HELD = re.compile(r"\bCtrl\+\S+?(?=\)|$)|(?<=\()(?:[A-Z]|Esc)(?=\)$)")


@dataclass(frozen=True, slots=True)
class Command:
    """A command.

    Attributes:
        label: What it does.
        keys: Its keys as they are read in the reader's language, empty for none.
        act: Does it.
        also: Other words that find it; without any, what it is called in the other language.
        is_offered: Whether it is offered before a word is typed.
    """

    label: str
    keys: str
    act: Callable[[], None]
    also: str = ""
    is_offered: bool = True


def matching(commands: Iterable[Command], words: str) -> list[tuple[int, Command]]:
    """Return the commands that *words* may mean, the nearest first, each with how near it is.

    Without words, those that are offered.  Accents do not count.  Where no command has all the
    words, or their beginnings, they may stand within others, or have letters missing.
    """
    wanted = tokens(words)
    if not wanted:
        return [(HAS_WORDS, command) for command in commands if command.is_offered]
    begun, guessed = BegunRank(wanted), Guessed(wanted)
    whole = f" {' '.join(wanted)} "
    found: list[tuple[int, Command]] = []
    for command in commands:
        names = [folded(name) for name in (command.label, command.also or otherwise(command.label))]
        ranks = [rank for name in names if (rank := begun(name)) is not None]
        if command.is_offered and any(f"{name} ".startswith(whole) for name in names):
            ranks = [CALLED]
        if not ranks and any(guessed(name) is not None for name in names):
            ranks = [GUESSED]
        if ranks:
            found.append((min(ranks), command))
    found.sort(key=itemgetter(0))
    nearest = found[0][0] if found else GUESSED
    return [each for each in found if each[0] <= max(nearest, HAS_WORDS)]


def but_places(commands: Iterable[Command], titles: Collection[str]) -> Iterator[Command]:
    """Yield *commands* without those that are called as a page is: to go there is one already."""
    return (each for each in commands if each.label not in titles)


def of_rows(rows: RowList) -> tuple[Command, ...]:
    """Return what the keys do in a list of *rows*."""
    return (
        Command(_("Copy the chosen rows as a table"), _("Ctrl+C"), rows.copy),
        Command(_("Choose all rows"), _("Ctrl+A"), rows.selectAll),
    )


def of_buttons(page: QWidget) -> Iterator[Command]:
    """Yield what the buttons of *page* do now, by their own words.

    Those over the list and the card, and those that have a key, unless several say the same: of the
    parts of a bulletin nobody knows which is meant.
    """
    pressed = [each for each in page.findChildren(Button) if each.isVisible() and each.isEnabled()]
    said = Counter(button.accessibleName() for button in pressed)
    for button in pressed:
        is_verb = isinstance(button.parentWidget(), PageBar | ListColumn)
        keys = _keys(button)
        has_key = bool(keys) and said[button.accessibleName()] == 1
        if not (is_verb or has_key):
            continue
        menu: QMenu | None = button.menu()
        actions = [] if menu is None else menu.actions()
        if not actions:
            verb = button.accessibleName().removesuffix(f" ({keys})")
            yield Command(verb, keys, button.click)
        for action in actions:
            if action.isEnabled() and action.isVisible() and action.menu() is None:
                verb, _tab, key = action.text().partition(KEYED)
                if verb:
                    yield Command(verb, key, action.trigger)


def _keys(button: Button) -> str:
    """Return the keys that press *button*, as they are shown on it, in its words or its hint."""
    held = _HELD.search(button.toolTip()) or _HELD.search(button.accessibleName())
    return button.key or (held.group() if held else "")


def redo_keys() -> frozenset[str]:
    """Return what is pressed to do again what was undone: on Windows, Ctrl+Y too."""
    of_the_system = QKeySequence.keyBindings(QKeySequence.StandardKey.Redo)
    return frozenset({"Ctrl+Shift+Z", *(keys.toString() for keys in of_the_system)})
