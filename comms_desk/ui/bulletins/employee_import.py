"""The employees of a file: chosen or dropped, shown as what they would change, then imported."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.imports.model import ImportDone, ImportPlan
from comms_desk.imports.reading import bytes_of
from comms_desk.ui.bulletins import import_words
from comms_desk.ui.bulletins.dialogs import ImportQuestion
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.file_dialog import file_dialog

if TYPE_CHECKING:
    from comms_desk.across.office import Office

TABLE_ENDINGS = frozenset({".csv", ".tsv", ".txt"})


class EmployeeImport(QObject):
    """Asks before it imports; errors go to the page that it belongs to.

    Signals:
        imported: The sentence that says what was done.
    """

    imported = Signal(str)

    def __init__(self, page: QWidget, errands: Errands) -> None:
        """Belong to *page*."""
        super().__init__(page)
        self._page = page
        self._errands = errands
        self._file_name = ""
        self._files: QFileDialog | None = None
        self.question: ImportQuestion | None = None

    @Slot()
    def choose_file(self) -> None:
        """Let the person choose the file of employees."""
        dialog = file_dialog(
            self._page, _("Import the employees"), _("Tables of employees") + " (*.csv *.tsv *.txt)"
        )
        dialog.fileSelected.connect(self._file_chosen)
        dialog.open()
        self._files = dialog

    def plan_import(self, file: Path) -> None:
        """Read *file* and ask whether to import its employees."""
        self._file_name = file.name

        def job(office: "Office") -> ImportPlan:
            return office.imports.plan(Subject.EMPLOYEE, bytes_of(file), file_name=file.name)

        self._errands.read("plan", job, self._confirm)

    @Slot(str)
    def _file_chosen(self, file: str) -> None:
        self.plan_import(Path(file))

    @Slot(object)
    def _confirm(self, plan: ImportPlan) -> None:
        question = ImportQuestion(self._page, self._file_name, plan)
        question.accepted.connect(self._import)
        self.question = question
        question.open()

    @Slot()
    def _import(self) -> None:
        if self.question is not None:
            plan = self.question.plan
            self._errands.write(None, lambda office: office.imports.apply(plan), self._imported)

    @Slot(object)
    def _imported(self, done: ImportDone) -> None:
        self.imported.emit(import_words.imported(done.plan))


def table_in(mime: QMimeData) -> Path | None:
    """Return the first table among the files that are dragged, if any."""
    files = (Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    return next((file for file in files if file.suffix.lower() in TABLE_ENDINGS), None)
