"""What README.md says is so."""

import re
from pathlib import Path

from comms_desk.cli.main import NOUNS
from tools.readme import README, with_table

ROOT = README.parent


def test_the_table_of_settings_is_that_of_the_settings() -> None:
    readme = README.read_text(encoding="utf-8")

    assert with_table(readme) == readme


def test_every_file_that_the_documents_point_at_is_there() -> None:
    for document in (README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"):
        text = document.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / Path(target)).exists(), f"{document.name}: {target}"


def test_every_noun_of_the_command_line_is_named() -> None:
    readme = README.read_text(encoding="utf-8")

    for noun in NOUNS:
        assert f"`{noun}" in readme, noun
