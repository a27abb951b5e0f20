"""Tab follows the eye, for what is made late too: Qt has it come last in the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_in_order(place: QWidget, *made: QWidget) -> None:
    """Have Tab come to what was *made*, in that order, right after *place*.

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
