"""A page whose things also come from files: a file is looked at beside the list, then imported.

What came stands in the list under a filter of its own, "Just imported", and can be taken back from
the toast.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QMimeData, Slot

from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.imports.model import ImportDone
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.frame.card_page import CardPage
from comms_desk.ui.frame.list_page import file_in
from comms_desk.ui.frame.memory import PageState
from comms_desk.ui.kit.controls import Chip
from comms_desk.ui.kit.layout import ListColumn
from comms_desk.ui.kit.notices import BriefUndo
from comms_desk.ui.kit.rows import Row

if TYPE_CHECKING:
    from comms_desk.ui.frame.importing.panel import ImportPanel

JUST_IMPORTED = "just imported"
"""Its key among the filters of the list."""
TABLE_ENDINGS = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".vcf"})
"""Of the files that may be dropped; the last is not read, and what to do is said."""


class ImportingPage[Found: Rows[Row]](CardPage[Found]):
    """A list filtered by kind, where some kinds also come from files."""

    def filter_kinds(self, chips: Mapping[Subject, Chip]) -> None:
        """Filter the list by kind with *chips*, and with another one by what came last."""
        self.chips = chips
        self.came = JustImported(self.column)

    @property
    def comes_from_files(self) -> Subject:
        """The kind of what a file brings now: that of the list."""
        return self.subject

    @cached_property
    def panel(self) -> "ImportPanel":
        """The file that is looked at before it is imported."""
        from comms_desk.ui.frame.importing.panel import ImportPanel

        panel = self.beside(ImportPanel(self.errands, self.comes_from_files))
        panel.planned.connect(self._show_plan)
        panel.imported.connect(self._was_imported)
        panel.undone.connect(self._import_undone)
        panel.file_made.connect(self.file_made)
        panel.works.connect(self.works)
        panel.left.connect(self._leave_import)
        panel.past_wanted.connect(self.show_past_imports)
        panel.directory_wanted.connect(self._go_to_directory)
        return panel

    @override
    def kept(self) -> PageState:
        """Return also the file that is looked at, and what came."""
        looked_at = None if self.shows_card else self.panel.looked_at
        return replace(super().kept(), looked_at=looked_at, came=self.came.done)

    @override
    def recall(self, kept: PageState) -> None:
        self.came.offer(kept.came)
        super().recall(kept)

    @override
    def _go_on_as_left(self) -> None:
        """Look again at the file, over the card of what was chosen."""
        looked_at = self._left_at.looked_at
        super()._go_on_as_left()
        if looked_at is not None:
            self.panel.look_at(looked_at)

    def plan_import(self, file: Path) -> None:
        """Read *file* and show what importing it would do."""
        self.error.hide()
        self.panel.subject = self.comes_from_files
        self.panel.plan_import(file)

    @Slot()
    def choose_file(self) -> None:
        """Let the person choose a file."""
        self.panel.subject = self.comes_from_files
        self.panel.choose_file()

    @override
    def dropping(self, data: QMimeData) -> Callable[[], None] | None:
        """Take one file that may be a table: it is shown before it is imported."""
        file = file_in(data, TABLE_ENDINGS)
        return None if file is None else partial(self.plan_import, file)

    @property
    @override
    def shows_card(self) -> bool:
        return "panel" not in vars(self) or self.right.currentWidget() is not self.panel

    @Slot()
    def show_past_imports(self) -> None:
        """Go to the page of what was imported before."""
        if not self.shows_card:
            self._leave_import()
        self.page_wanted.emit("imports")

    @Slot()
    def _go_to_directory(self) -> None:
        self._leave_import()
        self.page_wanted.emit("directory")

    @Slot()
    def _show_plan(self) -> None:
        self.leaving()
        self.put_in_front(self.panel)
        self.panel.take_focus()

    @Slot(str)
    def _was_imported(self, said: str) -> None:
        """List what came, where its kind is listed; else go back to what was shown."""
        done = self.panel.done
        if done is not None and self.subject is done.plan.subject and not self.came.leave(done):
            self.list_kind(done.plan.subject)
        self._leave_import()
        self.refresh()
        later = _("“Undo the import”, in Past imports, undoes it for 30 days")
        self.undoable.emit(said, BriefUndo(self.panel.undo_import, later=later))

    @Slot(str)
    def _import_undone(self, staying: str) -> None:
        if self.came.subject is not None:
            self.list_kind(self.came.subject)
        self.came.forget()
        self.refresh_soon()
        if staying:
            self.undoable.emit(staying, None)

    @Slot()
    def _leave_import(self) -> None:
        self.bring_card(self.subject)

    def list_kind(self, kind: Subject) -> None:
        """List the things of *kind*, all of them."""
        self.chips[kind].setChecked(True)


class JustImported:
    """The filter, which stands there only once something came."""

    def __init__(self, column: ListColumn) -> None:
        """Stand, unseen, after the other filters of *column*."""
        self._column = column
        self._done: ImportDone | None = None
        self.chip = column.add_chip(_("Just imported"), JUST_IMPORTED)
        self.chip.hide()

    @property
    def done(self) -> ImportDone | None:
        """The last import that brought anything."""
        return self._done

    @property
    def subject(self) -> Subject | None:
        """The kind of what it leaves; None where another filter is checked."""
        if self._done is None or self._column.filter is not JUST_IMPORTED:
            return None
        return self._done.plan.subject

    @property
    def among(self) -> range | None:
        """The ids that it leaves; None where another filter is checked."""
        subject = self.subject
        return self._done.written.of(subject) if self._done and subject else None

    def leave(self, done: ImportDone) -> bool:
        """Leave what *done* added; whether it added anything."""
        came = bool(done.written.of(done.plan.subject))
        self.offer(done if came else None)
        if came:
            self._column.search.empty()
            self.chip.setChecked(True)
        return came

    def offer(self, done: ImportDone | None) -> None:
        """Offer the filter of what *done* added; None: nothing came."""
        self._done = done
        self.chip.setVisible(done is not None)

    def none_left(self, searched: str) -> str:
        """Return what to say where it leaves nothing, and nothing is *searched*."""
        if searched or self.subject is None:
            return ""
        return _("Nothing of what was imported is here any more.")

    def forget(self) -> None:
        """Hide: what came was undone.  Another filter is for the page to check."""
        self.offer(None)
