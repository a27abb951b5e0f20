"""A new file is put whole beside what is there, or not at all."""

from pathlib import Path

import pytest

from comms_desk.documents.errors import FileNotWritten
from comms_desk.documents.files import write_new_file


def test_a_number_is_added_where_something_stands(tmp_path: Path) -> None:
    wanted = tmp_path / "new" / "Texte v1.2.docx"

    places = [write_new_file(wanted, content) for content in (b"one", b"two", b"three")]

    assert [place.name for place in places] == [
        "Texte v1.2.docx",
        "Texte v1.2 (2).docx",
        "Texte v1.2 (3).docx",
    ]
    assert [place.read_bytes() for place in places] == [b"one", b"two", b"three"]
    assert sorted(each.name for each in wanted.parent.iterdir()) == sorted(
        place.name for place in places
    )


def test_a_folder_of_that_name_is_left_too(tmp_path: Path) -> None:
    (tmp_path / "Texte.docx").mkdir()

    assert write_new_file(tmp_path / "Texte.docx", b"one") == tmp_path / "Texte (2).docx"


@pytest.mark.parametrize("name", ["file/Texte.docx", f"{'x' * 400}.docx"])
def test_a_place_that_cannot_be_is_said_and_nothing_is_left(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(FileNotWritten) as raised:
        write_new_file(tmp_path / name, b"one")

    assert raised.value.path == tmp_path / name
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
