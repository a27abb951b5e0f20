"""Files that the desk makes for a person, and what is said of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from comms_desk.across import Office
from comms_desk.i18n import _
from comms_desk.text.spreadsheet import Cell, words_of_table, write_table, write_workbook

WORKBOOK, TABLE = ".xlsx", ".csv"

type Exported = tuple[Sequence[str], Sequence[Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is to be written, read once all that was typed is in; how many they are, in words."""

    file: Path
    table: Exported
    count: str

    def write(self, office: Office) -> tuple[str, Path]:
        """Write the file, beside whatever stands there; return what to say, and where it is.

        It is CSV for Excel, or a workbook where its name says so.

        Raises:
            FileNotWritten: The system refused.
            WordsUnderEmbargo: It has words of a text that may not leave yet.
            TableTooLarge: A text is longer than a cell of Excel may be.
        """
        from comms_desk.documents.files import write_new_file

        header, rows = self.table
        office.embargoes.refuse_words(words_of_table(header, rows))
        write = write_workbook if self.file.suffix.casefold() == WORKBOOK else write_table
        file = write_new_file(self.file, write(*self.table))
        return _("{what} in {file}").format(what=self.count, file=file), file


@dataclass(frozen=True, slots=True)
class FileMade:
    """Where a document stands, and how many comments stayed in its template."""

    file: Path
    comments_left: int

    def said(self) -> str:
        """Return what the window says of it."""
        from comms_desk.wording.drafting import comments_left

        words = _("PDF: {file}") if is_pdf(self.file) else _("Word file: {file}")
        said = words.format(file=self.file)
        return f"{said}. {comments_left(self.comments_left)}" if self.comments_left else said


def is_pdf(file: Path) -> bool:
    """Whether *file* is to be a PDF, by its name."""
    return file.suffix.lower() == ".pdf"
