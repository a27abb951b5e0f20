"""The files that go with an answer: chosen one by one, named, and taken off again by a press."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.mail.message import AttachedFile
from comms_desk.media.inquiries.attaching import attached
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.file_dialog import file_dialog
from comms_desk.ui.kit.stacks import abreast, filling
from comms_desk.wording import say


class Attaching(QWidget):
    """The files of one answer.

    Signals:
        changed: One came, or they went.
    """

    changed = Signal()

    def __init__(self, errands: Errands) -> None:
        """Build it without any."""
        super().__init__()
        self._errands = errands
        self._dialog: QFileDialog | None = None
        self.files: tuple[AttachedFile, ...] = ()
        self.add = Button(_("Attach a file…"), role="link", does=self._choose)
        self.said = Label("", "detail", wraps=True)
        self.away = Button(_("Attach none"), role="link", does=self.clear)
        abreast(self.add, filling(self.said), self.away, inside=self, gap_px=tokens.SPACE_3_PX)
        self._show()

    def take(self, file: Path) -> None:
        """Have *file* too, once it is read."""
        self._errands.read(
            f"attached {file}", lambda _office: attached(file), self._taken, self._refused
        )

    @Slot()
    def clear(self) -> None:
        """Have none."""
        had, self.files = self.files, ()
        self._show()
        if had:
            self.changed.emit()

    def _show(self, refused: str = "") -> None:
        names = ", ".join(each.name for each in self.files)
        self.said.setText("\n".join(filter(None, (names, refused))))
        self.away.setVisible(bool(self.files))

    @Slot()
    def _choose(self) -> None:
        dialog = file_dialog(self, _("File that goes with the answer"), _("All files") + " (*)")
        dialog.fileSelected.connect(self._chosen)
        dialog.open()
        self._dialog = dialog

    @Slot(str)
    def _chosen(self, file: str) -> None:
        self.take(Path(file))

    @Slot(object)
    def _taken(self, file: AttachedFile) -> None:
        self.files = (*self.files, file)
        self._show()
        self.changed.emit()

    @Slot(object)
    def _refused(self, error: CommsDeskError) -> None:
        self._show(say(error).whole)
