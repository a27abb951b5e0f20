"""What a file held and an import leaves out, saved among the person's documents to be mended."""

from pathlib import Path

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.imports.model import LeftOutRows
from comms_desk.text.file_names import file_name
from comms_desk.text.spreadsheet import write_table
from comms_desk.wording.imports import left_out_table


def saved(office: Office, left: LeftOutRows, *, of: Subject, source: str) -> tuple[str, Path]:
    """Save what was *left* out of a file, beside whatever stands there.

    Args:
        office: Whose documents they are.
        left: The rows.
        of: What they are of.
        source: What the file is called.

    Returns:
        What to say of it, and where it is.

    Raises:
        FileNotWritten: The system refused.
    """
    from comms_desk.documents.files import write_new_file

    name = _("{file}, left out").format(file=Path(source).stem)
    wanted = office.paths.documents / _("Comms Desk") / file_name(name, ".csv")
    file = write_new_file(wanted, write_table(*left_out_table(left, of)))
    shown, total = format_number(len(left.rows)), format_number(left.total)
    if len(left.rows) < left.total:
        said = _("{shown} rows of {total} in {file}").format(shown=shown, total=total, file=file)
    else:
        said = ngettext("{count} row in {file}", "{count} rows in {file}", left.total)
        said = said.format(count=total, file=file)
    return said, file
