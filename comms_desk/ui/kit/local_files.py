"""Files that are dropped or pasted: never words of a field, whose page or window decides.

Qt writes their addresses where it is asked for text (`QMimeData.text`): a path of the disk would
stand in a release.
"""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QClipboard, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from comms_desk.i18n import _
from comms_desk.ui.kit.plain import plain

ELSEWHERE = frozenset({"http", "https", "ftp", "mailto", "tel"})
"""The schemes of addresses that a reader takes for words; any other is a place of files."""

FILES_AT_ONCE = 200


def holds_files(data: QMimeData) -> bool:
    """Say whether *data* is files, or begins each of its lines with the address of one."""
    if any(url.scheme() not in ELSEWHERE for url in data.urls()):
        return True
    lines = data.text().split("\n") if data.hasText() else []
    return any(lines) and all(each.lower().startswith("file:") for each in lines if each.strip())


def files_ending(data: QMimeData, endings: frozenset[str]) -> tuple[Path, ...]:
    """Return the files of *data*, `FILES_AT_ONCE` at most, if all their names end so; else none."""
    files = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    if len(files) != len(data.urls()) or len(files) > FILES_AT_ONCE:
        return ()
    return files if all(each.suffix.lower() in endings for each in files) else ()


def are_copied(mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> bool:
    """Say whether files are what was copied last."""
    data: QMimeData | None = QGuiApplication.clipboard().mimeData(mode)  # none where it is empty
    return data is not None and holds_files(data)


def hand_on(from_: QWidget, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> None:
    """Give the files that were copied to what holds *from_*, as if they were dropped there.

    Where nothing around it takes files, as in a question over the window, that is said.
    """
    data = QGuiApplication.clipboard().mimeData(mode)
    copy, none, keys = Qt.DropAction.CopyAction, Qt.MouseButton.NoButton, Qt.KeyboardModifier
    enter = QDragEnterEvent(QPointF(), copy, data, none, keys.NoModifier)
    QApplication.sendEvent(from_, enter)  # Qt asks whatever stands around it, the window last
    if enter.isAccepted():
        QApplication.sendEvent(from_, QDropEvent(QPointF(), copy, data, none, keys.NoModifier))
    else:
        at = from_.mapToGlobal(from_.rect().bottomLeft())
        QToolTip.showText(
            at, plain(_("No file is taken here, and its address is not written.")), from_
        )
