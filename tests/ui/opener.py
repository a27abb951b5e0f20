"""What opens files and addresses in the tests of the window."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot


class Opener(QObject):
    """What opens files and addresses here: it notes them."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[Path] = []
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        self.files.append(Path(url.toLocalFile()))
