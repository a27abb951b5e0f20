"""What a window whispers to its worker is heard as it was said, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms_desk.jobs import whispers


@given(st.dictionaries(st.text(), st.text(st.characters(exclude_categories=()))))
def test_secrets_are_heard_as_they_were_said_on_one_line(held: dict[str, str]) -> None:
    line = whispers.write(held)

    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert whispers.read(line) == held


@given(st.binary())
def test_what_is_no_whisper_says_nothing(line: bytes) -> None:
    assert whispers.read(line) is None


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b'{"secrets": null}',
        b'{"secrets": ["a"]}',
        b'{"secrets": {"mail/main": 3}}',
        b'{"secrets": {"mail/main": "s3cr',
        b"[" * 60_000,
        b"\xff\xfe\x00",
    ],
)
def test_a_whisper_that_is_wrong_says_nothing(line: bytes) -> None:
    assert whispers.read(line) is None
