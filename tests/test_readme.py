"""What the documents say, point at and have one type is so, and README.md is short."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
import pytest

from comms_desk.cli.main import NOUNS, root

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def test_every_file_that_the_documents_point_at_is_there() -> None:
    written = [*ROOT.glob("*.md"), *ROOT.glob("changes/*.md"), *ROOT.glob("docs/**/*.md")]
    for document in written:
        text = document.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (document.parent / target).exists(), f"{document}: {target}"


def test_each_change_stands_under_a_heading_of_the_changelog() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    headings = "|".join(each["directory"] for each in project["tool"]["towncrier"]["type"])
    names = {each.name for each in (ROOT / "changes").iterdir()} - {"README.md"}

    assert {
        each for each in names if not re.fullmatch(rf"\+[\w-]+\.({headings})\.md", each)
    } == set()


def test_every_noun_of_the_command_line_is_named() -> None:
    commands = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")

    for noun in NOUNS:
        assert f"`{noun}" in commands, noun


def test_every_guide_is_on_the_list_of_the_documents() -> None:
    listed = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")

    guides = {each.name for each in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert {each for each in guides if f"({each})" not in listed} == set()


def test_the_readme_is_read_in_a_page_and_a_half() -> None:
    assert len(README.read_text(encoding="utf-8").split()) < 750


def typed(document: Path) -> Iterator[str]:
    """Yield the commands of the desk that stand in *document*, whole lines and in their text."""
    text = document.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in re.findall(r"^(?:\$ )?comms-desk (.+)$", text, re.MULTILINE):
        yield from re.split("; comms-desk ", line)
    yield from re.findall(r"`comms-desk ([^`\n]+)`", text)


def understand(line: str) -> None:
    command: click.Command = root
    context, words = click.Context(root), shlex.split(line, comments=True)
    while isinstance(command, click.Group) and words:
        name, found, words = command.resolve_command(context, words)
        assert name is not None, line
        assert found is not None, line
        command = found
        context = click.Context(command, parent=context, info_name=name)
    command.make_parser(context).parse_args(list(words))


@pytest.mark.parametrize(
    "document", [README, *sorted((ROOT / "docs").glob("*.md"))], ids=lambda each: each.stem
)
def test_every_command_that_a_document_shows_is_one_with_its_options(document: Path) -> None:
    for line in typed(document):
        with suppress(click.exceptions.Exit):  # its help is asked for, or its version
            understand(line)
