"""The dialog that chooses one file to bring in."""

from PySide6.QtCore import QDir, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from comms_desk.i18n import _


def file_dialog(parent: QWidget, title: str, files: str) -> QFileDialog:
    """Return a dialog called *title* that chooses one of *files* (``Images (*.png *.jpg)``).

    It begins in the person's documents, or where they went last: Qt would begin where the
    process was started.  Where a dialog was put last is the process's.
    Two words that Qt's own French lacks are ours; a system's own dialog has its own.
    """
    dialog = QFileDialog(parent, title)
    if dialog.directory() == QDir.current():
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        dialog.setDirectory(QStandardPaths.writableLocation(documents))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(files)
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("Look in:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("Files of type:"))
    return dialog
