"""A file opened with whatever opens its kind here, or shown in its folder."""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def open_file(file: Path) -> None:
    """Open *file* with the program that the system has for its kind."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))


def show_in_folder(file: Path) -> None:
    """Open the folder of *file*; on Windows the file is selected there."""
    if sys.platform == "win32":
        QProcess.startDetached("explorer", ["/select,", str(file)])
    else:
        open_file(file.parent)


def open_address(address: str) -> None:
    """Open *address* (``mailto:``, ``tel:``, ``https:``) with what the system has for it."""
    QDesktopServices.openUrl(QUrl(address, QUrl.ParsingMode.StrictMode))
