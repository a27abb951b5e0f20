"""The documents about the code say what is there: a picture, a path or a word that went is told."""

import re

import pytest

from tests.test_architecture import EVERYTHING, PACKAGE, ROOT
from tools.catalogue import stored
from tools.docs import written

DOCS = ROOT / "docs"


def is_there(named: str) -> bool:
    """Whether *named* is a file, a folder, or a module that has what stands after its dot."""
    path, _dot, name = named.partition(".")
    modules = (PACKAGE / f"{path}.py", PACKAGE / path / "__init__.py")
    module = next((each for each in modules if each.exists()), None)
    if module is None or name == "py":
        return any((root / named).exists() for root in (PACKAGE, ROOT))
    text = module.read_text(encoding="utf-8")
    return not name or bool(re.search(rf"^(?:class |def |type )?{name}\b", text, re.MULTILINE))


def test_the_picture_of_the_house_and_the_table_of_settings_are_those_of_the_code() -> None:
    for file, text in written().items():
        assert file.read_text(encoding="utf-8") == text, f"{file.name}: make docs"


@pytest.mark.parametrize("page", ["architecture", "glossary"])
def test_each_module_that_is_named_is_there_with_what_is_named_of_it(page: str) -> None:
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")

    named = re.findall(r"`([\w/]+/[\w/]+(?:\.\w+)?|[\w/]+\.[A-Za-z]\w*)`", text)
    assert named
    assert [each for each in named if not is_there(each)] == []


def test_contributing_leads_to_files_that_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

    named = re.findall(r"`(\w+/[\w/]+(?:\.\w+)?)`", text)
    assert [each for each in named if not is_there(each)] == []


def test_the_french_of_the_glossary_is_that_of_the_window() -> None:
    said = " ".join(str(message.string) for message in stored()).casefold()

    for line in (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [each.strip() for each in line.split("|")]
        if len(cells) == 6 and "`" in cells[3] and not cells[2].startswith("*"):
            for word in re.split("[,;] ", cells[2]):
                assert re.search(rf"\b{word.casefold()}\b", said), line


def test_each_package_of_the_house_has_its_line_in_the_architecture() -> None:
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")

    packages = {each.parent.name for each in EVERYTHING if each.name == "__init__.py"}
    assert {each.name for each in PACKAGE.iterdir() if each.name in packages} - set(
        re.findall(r"`(\w+)`", page)
    ) == set()
