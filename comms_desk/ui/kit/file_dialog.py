"""The dialogs that choose one file, to bring in or to take out, or a folder."""

from PySide6.QtCore import QDir, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from comms_desk.i18n import _
from comms_desk.ui.kit import icons
from comms_desk.ui.kit.look import colours

ICONS = {
    "backButton": "back",
    "forwardButton": "forward",
    "toParentButton": "up",
    "newFolderButton": "add",
    "listModeButton": "bullets",
    "detailModeButton": "watch",
}
"""Ours for the buttons of Qt's dialog, whose own are black in the dark."""


def file_dialog(parent: QWidget, title: str, files: str) -> QFileDialog:
    """Return a dialog called *title* that chooses one of *files* (``Images (*.png *.jpg)``).

    It begins in the person's documents, or where they went last: Qt would begin where the
    process was started.  Where a dialog was put last is the process's.  It is deleted as it
    closes.
    Two words that Qt's own French lacks are ours; a system's own dialog has its own.
    """
    dialog = _dialog(parent, title, files)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return dialog


def save_dialog(parent: QWidget, title: str, files: str, name: str) -> QFileDialog:
    """Return a dialog as `file_dialog` does, that chooses where to put a file called *name*.

    It asks nothing of a file that is there: the new one is written beside it.
    """
    dialog = _dialog(parent, title, files)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    return dialog


def folder_dialog(parent: QWidget, title: str) -> QFileDialog:
    """Return a dialog as `file_dialog` does, that chooses a folder in which something is put."""
    dialog = _dialog(parent, title, "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return dialog


def _dialog(parent: QWidget, title: str, files: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if dialog.directory() == QDir.current():
        dialog.setDirectory(_documents())
    dialog.setNameFilter(files)
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("Look in:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("Files of type:"))
    for button in dialog.findChildren(QToolButton):  # a system's own dialog has none
        if button.objectName() in ICONS:
            button.setIcon(icons.icon(ICONS[button.objectName()], colours().text))
    return dialog


def _documents() -> str:
    """Return the folder of the person's documents, or theirs where they have none."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return documents if QDir(documents).exists() else QDir.homePath()
