"""What Google, Outlook and Apple export, opened in LibreOffice Calc and saved again as XLSX.

``python -m tests.imports.calc_files`` makes the workbooks of `workbooks/calc` again, with the
LibreOffice of this computer; the tests read those that are there.  A person more stands in each,
whose telephones are figures alone: Calc takes them for numbers.
"""

import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from comms_desk.text.fold import tokens
from tests.media.contacts.forms import EMAILS, FORMS, PHONES, Form

FOLDER = Path(__file__).parent / "workbooks" / "calc"
NAMES = tuple(name for name in FORMS if re.match("google|outlook|an Apple", name))
BAO_EMAILS = ("bao.nguyen@avis.example", "bao@pige.example")
BAO_PHONES = ("5145550143", "+14385550144")
CHARSETS = {"utf-8": 76, "cp1252": 1, "utf-16": 65535}
"""LibreOffice's numbers for them: "Filter Options for CSV" in its help; the last is Unicode."""

_BAO = {
    **dict(zip(EMAILS, BAO_EMAILS, strict=True)),
    **dict(zip(PHONES, BAO_PHONES, strict=True)),
    "Zoé": "Bao",
    "Tremblay": "Nguyen",
    "La Dépêche": "Avis",
}


def file_of(name: str) -> Path:
    return FOLDER / f"{'-'.join(tokens(name))}.xlsx"


def table_of(form: Form) -> bytes:
    """Return the file of *form*, of Zoé and of Bao."""
    said = re.compile("|".join(map(re.escape, _BAO)))
    other = {
        heading: said.sub(lambda found: _BAO[found[0]], cell)
        for heading, cell in form.cells.items()
    }
    _headings, row = Form(form.headings, other, form.delimiter).content().decode().splitlines()
    return (form.content().decode(form.encoding) + row + "\r\n").encode(form.encoding)


def main() -> None:
    """Make the workbooks again."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        form = FORMS[name]
        with TemporaryDirectory() as folder:
            table = Path(folder) / f"{file_of(name).stem}.csv"
            table.write_bytes(table_of(form))
            read_as = f"CSV:{ord(form.delimiter)},34,{CHARSETS[form.encoding]},1"
            subprocess.run(
                [
                    *("soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"),
                    *(f"--infilter={read_as}", "--convert-to", "xlsx", "--outdir", str(FOLDER)),
                    str(table),
                ],
                check=True,
                capture_output=True,
            )


if __name__ == "__main__":
    main()
