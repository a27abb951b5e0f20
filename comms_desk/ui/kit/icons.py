"""The icons of the window: our own drawings, vector, in the colour that they are asked in.

Each is a few strokes on a 24-unit square, two units thick at most, so that it stays crisp
from 100 to 200 %.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from comms_desk.paths import APP_NAME, resource

ICON_PX = 16
SCALES = (1.0, 1.5, 2.0)
STROKE_UNITS = 1.7
APPLICATION_PX = (16, 24, 32, 48, 64, 128, 256)

DRAWINGS: dict[str, str] = {
    "today": '<rect x="4" y="5.5" width="16" height="14.5" rx="1.5"/>'
    '<path d="M4 10h16M8.5 3v4M15.5 3v4"/>',
    "texts": '<path d="M4.5 19.5l1-4.2L16.2 4.6a1.8 1.8 0 0 1 2.6 0l.6.6a1.8 1.8 0 0 1 0 2.6'
    'L8.7 18.5zM14.3 6.5l3.2 3.2"/>',
    "settings": '<circle cx="12" cy="12" r="3.2"/><path d="M12 3v2.6M12 18.4V21M3 12h2.6M18.4 12H21'
    'M5.6 5.6l1.9 1.9M16.5 16.5l1.9 1.9M5.6 18.4l1.9-1.9M16.5 7.5l1.9-1.9"/>',
    "figures": '<path d="M4 20h16M6.5 16.5v-5M12 16.5v-11M17.5 16.5v-8"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>',
    "filters": '<path d="M4 7h16M7 12h10M10 17h4"/>',
    "views": '<path d="M7 4.5h10v15l-5-3.8-5 3.8z"/>',
    "add": '<path d="M12 5v14M5 12h14"/>',
    "refresh": '<path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3l2.2 2.1M19.5 4v4.8h-4.8"/>',
    "past": '<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "more": '<path d="M6 12h.01M12 12h.01M18 12h.01" stroke-width="2.6"/>',
    "done": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "warning": '<path d="M12 4L2.8 19.5h18.4zM12 10v4.5M12 17.2v.01"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.7 0l3.5-3.5a4 4 0 0 0-5.7-5.7L12.2 6M14 10a4 4 0 0 0-5.7 0'
    'l-3.5 3.5a4 4 0 0 0 5.7 5.7l1.3-1.2"/>',
    "up": '<path d="M12 19V5M6 11l6-6 6 6"/>',
    "back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "forward": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "down": '<path d="M12 5v14M6 13l6 6 6-6"/>',
    "open": '<path d="M7 10l5 5 5-5"/>',
    "image": '<rect x="3.5" y="5" width="17" height="14" rx="1.5"/><circle cx="9" cy="10" r="1.6"/>'
    '<path d="M4 17.5l5-4.5 3.5 3 3-2.5 4.5 4"/>',
    "history": '<path d="M4.5 12a7.5 7.5 0 1 0 2.2-5.3L4.5 8.8M4.5 4v4.8h4.8M12 8v4.5l3 1.8"/>',
    "bin": '<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7"/>',
    "archive": '<rect x="3.5" y="4.5" width="17" height="4.5" rx="1"/>'
    '<path d="M5 9v10.5h14V9M9.5 13h5"/>',
    "out": '<path d="M13 5h6v6M19 5l-9 9M17 14v4.5a.5.5 0 0 1-.5.5h-11a.5.5 0 0 1-.5-.5v-11'
    'a.5.5 0 0 1 .5-.5H10"/>',
    "save": '<path d="M4.5 4.5h11.5l3.5 3.5v11.5h-15zM8.5 4.5v4.5h6v-4.5M8 19.5v-6h8v6"/>',
    "bold": '<path d="M7.5 5h5.5a3.4 3.4 0 0 1 0 6.8H7.5zM7.5 11.8h6.2a3.6 3.6 0 0 1 0 7.2H7.5z"'
    ' stroke-width="2.4"/>',
    "italic": '<path d="M10 5h7M7 19h7M14 5l-4 14"/>',
    "bullets": '<path d="M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01"/>',
    "numbers": '<path d="M10 6h10M10 12h10M10 18h10M4 4.5l1.5-.8V9M3.8 14.5c.4-1.4 3-1.2 2.6.4'
    '-.2.9-1.8 1.8-2.6 3.1h3"/>',
    "quote": '<path d="M5 17c2.5-1 3.5-3 3.5-5.5H5V6.5h4.5V12'
    'M14 17c2.5-1 3.5-3 3.5-5.5H14V6.5h4.5V12"/>',
}


def paint(painter: QPainter, box: QRectF, name: str, colour: str) -> None:
    """Draw the icon *name* inside *box*."""
    _renderer(name, colour).render(painter, box)


@cache
def icon(name: str, colour: str, *, gap_px: int = 0) -> QIcon:
    """Return the icon *name* in *colour*, for a button; ask again when the theme changes.

    *gap_px* is left empty at its right: a style puts the words too close.
    """
    made = QIcon()
    for scale in SCALES:
        side = round(ICON_PX * scale)
        pixmap = QPixmap(QSize(side + round(gap_px * scale), side))
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            paint(painter, QRectF(0, 0, side, side), name, colour)
        pixmap.setDevicePixelRatio(scale)
        made.addPixmap(pixmap)
    return made


def application() -> QIcon:
    """Return the icon of the program, for the bars of windows and tasks."""
    drawing = QSvgRenderer(str(resource("desktop", f"{APP_NAME}.svg")))
    made = QIcon()
    for side in APPLICATION_PX:
        pixmap = QPixmap(QSize(side, side))
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            drawing.render(painter)
        made.addPixmap(pixmap)
    return made


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none"'
        f' stroke="{colour}" stroke-width="{STROKE_UNITS}" stroke-linecap="round"'
        f' stroke-linejoin="round">{DRAWINGS[name]}</svg>'
    )
    return QSvgRenderer(QByteArray(drawing.encode()))
