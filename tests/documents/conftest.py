"""LibreOffice, where it is: it opens what we write as Word would, and saves what others wrote.

The templates of the tests are also tried as LibreOffice saves them again, and as Word's own
templates (.dotx): `saved_so` is one way after the other.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.documents.word_files import SavedSo, Template, Templates, as_dotx

CONVERSION_TIMEOUT_S = 110

Convert = Callable[[Sequence[Path], str, Path], None]
"""Convert files to a format, by its filter, into a folder; all in one run."""

AS_MADE, AS_DOTX = "as made", "dotx"
FILTERS = {
    "LibreOffice, Word 2007": "docx:MS Word 2007 XML",
    "LibreOffice, Office Open XML": "docx:Office Open XML Text",
}


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Convert files by LibreOffice."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        if "libreoffice" in os.environ.get("COMMS_DESK_REQUIRE", ""):
            pytest.fail("LibreOffice is required here (COMMS_DESK_REQUIRE) and is missing")
        pytest.skip("libreoffice: LibreOffice Writer is not on this machine")
    profile = tmp_path_factory.mktemp("libreoffice").as_uri()

    def run(files: Sequence[Path], to: str, folder: Path) -> None:
        subprocess.run(
            [
                *(soffice, "--headless", f"-env:UserInstallation={profile}"),
                *("--convert-to", to, "--outdir", str(folder), *map(str, files)),
            ],
            check=True,
            capture_output=True,
            timeout=CONVERSION_TIMEOUT_S,
        )

    return run


@pytest.fixture(
    scope="module",
    params=[
        AS_MADE,
        AS_DOTX,
        *(pytest.param(name, marks=pytest.mark.libreoffice) for name in FILTERS),
    ],
)
def saved_so(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SavedSo:
    """Return the bytes of a template of this module, as one program saved it.

    All the templates of a module are converted in one run of LibreOffice.
    """
    if request.param == AS_MADE:
        return lambda template: template.data()
    if request.param == AS_DOTX:
        return lambda template: as_dotx(template.data())
    templates: Templates = request.module.TEMPLATES
    folder, again = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("again")
    files = {each: folder / f"{index}.docx" for index, each in enumerate(templates.every)}
    for template, file in files.items():
        file.write_bytes(template.data())
    run: Convert = request.getfixturevalue("convert")
    run(list(files.values()), FILTERS[request.param], again)

    def converted(template: Template) -> bytes:
        return (again / files[template].name).read_bytes()

    return converted
