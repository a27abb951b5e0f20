"""LibreOffice, where it is: it opens what we write as Word would, and makes a PDF of it."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

CONVERSION_TIMEOUT_S = 110

ToPdf = Callable[[Path], Path]


@pytest.fixture(scope="session")
def to_pdf(tmp_path_factory: pytest.TempPathFactory) -> ToPdf:
    """Turn a Word file into a PDF beside it, by LibreOffice."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        if "libreoffice" in os.environ.get("COMMS_DESK_REQUIRE", ""):
            pytest.fail("LibreOffice is required here (COMMS_DESK_REQUIRE) and is missing")
        pytest.skip("libreoffice: LibreOffice Writer is not on this machine")
    profile = tmp_path_factory.mktemp("libreoffice").as_uri()

    def convert(word: Path) -> Path:
        subprocess.run(
            [
                *(soffice, "--headless", f"-env:UserInstallation={profile}"),
                *("--convert-to", "pdf", "--outdir", str(word.parent), str(word)),
            ],
            check=True,
            capture_output=True,
            timeout=CONVERSION_TIMEOUT_S,
        )
        return word.with_suffix(".pdf")

    return convert
