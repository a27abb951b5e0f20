"""A draft from a text file."""

from pathlib import Path

import pytest

from comms_desk.i18n import Language
from comms_desk.media.drafting.importing import TEXT_FILE_BYTES, read_any, read_file
from comms_desk.media.drafting.model import (
    TEXT_LENGTH,
    DraftKind,
    FileTooLong,
    NotText,
    UnknownField,
    WrongField,
)
from comms_desk.paths import resource


@pytest.mark.parametrize("path", sorted(resource("sample", "drafts").glob("*.md")))
def test_the_sample_drafts_are_read(path: object) -> None:
    file = read_file(path.read_bytes(), name=path.name)  # type: ignore[attr-defined]

    draft = file.draft()

    assert draft.title
    assert draft.text
    assert file.dossier
    assert "---" not in draft.text


def test_a_head_says_what_the_draft_is() -> None:
    file = read_file(
        b"---\nkind: speech\nlanguage: en\nscope: VDN\ntitle: A: b\n---\n\nHello *you*.\n",
        name="a.md",
    )

    draft = file.draft()

    assert (draft.kind, draft.language, draft.title) == (DraftKind.SPEECH, Language.ENGLISH, "A: b")
    assert draft.scope.to_text() == "VDN"
    assert draft.text == "Hello _you_.\n"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('"Avis : point de presse"', "Avis : point de presse"),
        ("'L’hiver : 54 haltes'", "L’hiver : 54 haltes"),
        ('"Oui" ou "non"', '"Oui" ou "non"'),
        ('"', '"'),
    ],
)
def test_a_title_in_quotes_for_its_colon_is_sent_without_them(written: str, title: str) -> None:
    draft = read_file(f"---\ntitle: {written}\n---\nx".encode(), name="a.md").draft()

    assert draft.title == title


def test_without_a_head_the_first_heading_is_the_title() -> None:
    file = read_file(b"# Le budget #\r\n\r\nUn.\r\n", name="a.md")

    assert (file.draft().title, file.draft().text) == ("Le budget", "Un.\n")
    assert file.draft(kind=DraftKind.SPEECH, title="Autre").title == "Autre"


def test_an_old_notepad_is_understood() -> None:
    assert read_file("été\n".encode("cp1252"), name="a.txt").text == "été\n"


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"\x81\x8d\x90"])
def test_a_file_that_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(NotText):
        read_file(content, name="a.md")


def test_a_head_that_nobody_understands_is_never_dropped() -> None:
    with pytest.raises(UnknownField) as unknown:
        read_file(b"---\nkind: release\nembargo: demain\n---\nx", name="a.md")
    with pytest.raises(WrongField) as wrong:
        read_file(b"---\nkind: poem\n---\nx", name="a.md")

    assert (unknown.value.field, unknown.value.line) == ("embargo", 3)
    assert (wrong.value.value, wrong.value.allowed) == ("poem", ("release", "speech"))


def test_a_file_that_no_draft_could_hold_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "newlines.md"
    with file.open("wb") as empty:
        empty.truncate(50 * TEXT_FILE_BYTES)

    with pytest.raises(FileTooLong) as refused:
        read_any(file)
    with pytest.raises(FileTooLong):
        read_file(b"\n" * (TEXT_LENGTH + 1), name="newlines.md")

    assert (refused.value.name, refused.value.longest) == ("newlines.md", TEXT_LENGTH)
