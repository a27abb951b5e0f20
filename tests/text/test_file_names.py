"""A name of a file reads as it is, and any system takes it."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms_desk.text.file_names import LONGEST_BYTES, as_given, file_name

TURNED = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)]
UNSEEN = [chr(code) for code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, 0x061C, 0xE0041)]


@pytest.mark.parametrize("mark", [*TURNED, *UNSEEN], ids=lambda mark: f"U+{ord(mark):04X}")
def test_no_mark_that_cannot_be_seen_comes_into_a_name(mark: str) -> None:
    assert file_name(f"Budget{mark}xcod", ".docx") == "Budgetxcod.docx"
    assert as_given(f"Budget{mark}xcod.exe") == "Budgetxcod.exe"


def test_a_name_is_what_the_title_says() -> None:
    assert file_name("Communiqué - Budget 2027\u00a0: l’héritage", ".docx") == (
        "Communiqué - Budget 2027 l’héritage.docx"
    )


@pytest.mark.parametrize(
    "title", ["CON", "nul.docx", "../../etc/passwd", "C:\\Windows\\a", ". .", ""]
)
def test_a_name_is_never_a_place_nor_a_device(title: str) -> None:
    name = file_name(title, ".docx")

    assert Path(name).name == name
    assert not {"/", "\\", ":"} & set(name)
    assert name.partition(".")[0].lower() not in {"con", "nul"}


@given(st.text(max_size=400))
def test_any_title_makes_a_name_that_can_be_written(title: str) -> None:
    name = file_name(title, ".docx")

    assert len(name.encode()) <= LONGEST_BYTES + 1
    assert name.endswith(".docx")
    assert not any(unicodedata.category(each) in {"Cc", "Cf", "Cs"} for each in name)


def test_a_long_title_of_wide_letters_is_written(tmp_path: Path) -> None:
    (tmp_path / file_name("🏙" * 120, ".docx")).write_bytes(b"")

    assert len(list(tmp_path.iterdir())) == 1
