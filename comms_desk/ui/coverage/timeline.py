"""The timeline of a report: our own drawing, copied as a picture or as its table."""

from typing import TYPE_CHECKING, override

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy

from comms_desk.i18n import _
from comms_desk.media.coverage.drawing import HEIGHT_PX, PAPER, WIDTH_PX, Ink, drawn
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.charts import Tabled
from comms_desk.ui.kit.look import colours

if TYPE_CHECKING:
    from comms_desk.media.coverage.report import CoverageReport

PICTURE_SCALE = 2
"""A picture is pasted in papers that are printed."""


class CoverageChart(Tabled):
    """The drawing, in the colours of the window; no wider than it is drawn."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._found: CoverageReport | None = None
        self._drawing = QSvgRenderer(self)
        self.setAccessibleName(_("Day by day"))
        self.setMaximumWidth(WIDTH_PX)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.setFixedHeight(HEIGHT_PX)
        tokens.look().changed.connect(self._draw)

    def show_report(self, found: "CoverageReport") -> None:
        """Show the timeline of *found*."""
        from comms_desk.media.coverage.tables import timeline

        table = timeline(found)
        self._found, self.rows = found, table.rows
        self.setAccessibleName(table.heard)
        self._draw()

    @Slot()
    def copy_picture(self) -> None:
        """Put the drawing on the clipboard, as it is on paper."""
        if self._found is None:
            return
        image = QImage(
            QSize(WIDTH_PX, HEIGHT_PX) * PICTURE_SCALE, QImage.Format.Format_ARGB32_Premultiplied
        )
        image.fill(Qt.GlobalColor.white)
        with QPainter(image) as painter:
            QSvgRenderer(_bytes(drawn(self._found, PAPER))).render(painter)
        QGuiApplication.clipboard().setImage(image)

    @Slot()
    def _draw(self) -> None:
        if self._found is None:
            return
        palette = colours()
        ink = Ink(
            ground=palette.surface,
            text=palette.text,
            muted=palette.muted,
            line=palette.edge,
            bar=palette.accent,
        )
        self._drawing.load(_bytes(drawn(self._found, ink)))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(WIDTH_PX, HEIGHT_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it as wide as there is room, never out of shape."""
        share = min(1.0, self.width() / WIDTH_PX)
        with QPainter(self) as painter:
            room = QRectF(0, 0, WIDTH_PX * share, HEIGHT_PX * share)
            self._drawing.render(painter, room)


def _bytes(svg: str) -> QByteArray:
    return QByteArray(svg.encode())
