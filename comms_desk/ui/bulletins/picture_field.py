"""An image of a block: dropped, chosen or pasted by its file; shown as readers see it."""

from pathlib import Path
from typing import override

from PySide6.QtCore import QMimeData, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from comms_desk.i18n import _
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.file_dialog import file_dialog
from comms_desk.ui.kit.look import colours
from comms_desk.ui.kit.plain import plain

IMAGE_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"})
EMPTY_HEIGHT_PX = 120
LEAST_HEIGHT_PX = 24
SHOWN_HEIGHT_PX = 220


def images_in(mime: QMimeData) -> tuple[Path, ...]:
    """Return the files of what is dragged if all of them are images; else none."""
    files = tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    are_images = all(file.suffix.lower() in IMAGE_ENDINGS for file in files)
    return files if are_images and len(files) == len(mime.urls()) else ()


class PictureField(QWidget):
    """The image, or the place to drop one.  Pressed, or by Enter or Space, it lets one choose.

    Signals:
        given: A picture is to be shown; carries the paths of the files: it can show one of them.
    """

    given = Signal(object)

    def __init__(self) -> None:
        """Build an empty place."""
        super().__init__()
        self._image: QImage | None = None
        self._sharp = QImage()
        """The image as it was painted last: scaling it takes some milliseconds."""
        self._over = False
        self._dialog: QFileDialog | None = None
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_image(None)

    def show_image(self, image: QImage | None) -> None:
        """Show *image*, or the place to drop one."""
        self._image = None if image is None or image.isNull() else image
        self._sharp = QImage()
        self.setAccessibleName(_("Image: choose another") if self._image else _("Choose an image"))
        self.setToolTip(plain(_("Drop an image here, or choose one")))
        self._fit()
        self.update()

    @Slot()
    def choose(self) -> None:
        """Let the person choose a file."""
        endings = " ".join(f"*{ending}" for ending in sorted(IMAGE_ENDINGS))
        dialog = file_dialog(self, _("Choose an image"), f"{_('Images')} ({endings})")
        dialog.fileSelected.connect(self._chosen)
        dialog.open()
        self._dialog = dialog

    @Slot(str)
    def _chosen(self, file: str) -> None:
        self.given.emit((Path(file),))

    def _fit(self) -> None:
        height = EMPTY_HEIGHT_PX
        if self._image is not None:
            width = min(self.width(), self._image.width())
            height = min(SHOWN_HEIGHT_PX, width * self._image.height() // self._image.width())
        self.setFixedHeight(max(height, LEAST_HEIGHT_PX) + 2)

    def _hover(self, *, over: bool) -> None:
        self._over = over
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the proportions of the image."""
        super().resizeEvent(event)
        self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the image, or a dashed edge around the words that say what to do."""
        palette = colours()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            frame = self.rect().adjusted(1, 1, -1, -1)
            if self._image is None or self._over:
                style = Qt.PenStyle.SolidLine if self._over else Qt.PenStyle.DashLine
                painter.setPen(
                    QPen(QColor(palette.accent if self._over else palette.edge), 1, style)
                )
                if self._over:
                    painter.setBrush(QColor(palette.accent_ground))
                painter.drawRoundedRect(frame, tokens.RADIUS_PX, tokens.RADIUS_PX)
                painter.setPen(QColor(palette.muted))
                painter.drawText(
                    frame,
                    Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                    _("Drop an image here, or choose one"),
                )
            else:
                painter.drawImage(frame.topLeft(), self._scaled(self._image, frame.size()))

    def _scaled(self, image: QImage, room: QSize) -> QImage:
        """Return *image* as large as it may be in *room*, in pixels of the screen."""
        size = image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        scale = self.devicePixelRatioF()
        wanted = size.boundedTo(image.size()) * scale
        if self._sharp.size() != wanted:
            self._sharp = image.scaled(
                wanted,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        self._sharp.setDevicePixelRatio(scale)
        return self._sharp

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take image files."""
        if self.isEnabled() and images_in(event.mimeData()):
            event.acceptProposedAction()
            self._hover(over=True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show the image again."""
        self._hover(over=False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Say which files were dropped."""
        self._hover(over=False)
        files = images_in(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.given.emit(files)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the person choose a file."""
        self.choose()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the person choose a file, by Enter or Space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.choose()
        else:
            super().keyPressEvent(event)
