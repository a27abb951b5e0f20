"""Where a window that was never placed stands, and how small one may be made."""

from PySide6.QtCore import QRect

WIDTH_PX, HEIGHT_PX = 1280, 800
LEAST_WIDTH_PX, LEAST_HEIGHT_PX = 1024, 640
FRAME_PX = 40
"""What the system puts above a window, at most."""


def first_place(available: QRect) -> QRect:
    """Return where a window that was never placed stands on a screen, its frame not counted.

    In the middle of *available*, and no larger than it, but for the least size of all.
    """
    width = max(min(WIDTH_PX, available.width()), LEAST_WIDTH_PX)
    height = max(min(HEIGHT_PX, available.height() - FRAME_PX), LEAST_HEIGHT_PX)
    left = available.left() + max(0, (available.width() - width) // 2)
    top = available.top() + FRAME_PX + max(0, (available.height() - FRAME_PX - height) // 2)
    return QRect(left, top, width, height)
