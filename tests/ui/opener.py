"""What opens files in the tests of the window."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot


class Opener(QObject):
    """What opens files here: it notes them."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.files.append(Path(url.toLocalFile()))
