"""Tab follows the eye, for what is made late or moved too: Qt has it come last in the window."""

from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLayout, QWidget

TAKE_TAB = frozenset(
    {Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus}
)


def put_in_order(place: QWidget, *made: QWidget) -> None:
    """Order Tab: it comes to what was *made*, in that order, right after *place*.

    *place* is what they stand in, or the control that they follow.  Where nothing up to there
    takes the focus in its window, they stay where they are.
    """
    before: QWidget | None = place
    while before is not None and not _stops_at(before, made):
        before = None if before.isWindow() else before.previousInFocusChain()
    if before is None:
        return
    for each in made:
        QWidget.setTabOrder(before, each)
        before = each


def _stops_at(widget: QWidget, made: tuple[QWidget, ...]) -> bool:
    return widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and widget not in made


def order_tabs(*parts: QWidget) -> None:
    """Order Tab through all of *parts* as they are laid out, from what it reaches first there.

    That one stays where it is in the window.
    """
    every = (stop for part in parts for stop in stops(part))
    for before, after in pairwise(every):
        QWidget.setTabOrder(before, after)


def stops(widget: QWidget) -> Iterator[QWidget]:
    """Give what takes Tab in *widget*, seen or not, as it is laid out."""
    if widget.focusPolicy() in TAKE_TAB:
        yield widget
    layout = widget.layout()
    if layout is not None:
        yield from _laid_out(layout, [each for each in widget.children() if each.isWidgetType()])


def _laid_out(layout: QLayout, within: list[QObject]) -> Iterator[QWidget]:
    """Give what takes Tab in *layout*, which lays out some of the widgets *within*.

    `itemAt` is not asked: it would leave a wrapper of an item that Qt deletes with its widget.
    """
    parts = [each for each in (*within, *layout.children()) if isinstance(each, QWidget | QLayout)]
    placed = [(place, each) for each in parts if (place := layout.indexOf(each)) >= 0]
    for _place, part in sorted(placed, key=itemgetter(0)):
        if isinstance(part, QWidget):
            yield from stops(part)
        else:
            yield from _laid_out(part, within)
