"""A thousand damaged mails: none breaks the reading, and what can be read of each is."""

import subprocess
import sys

import pytest

from tests.media.inquiries.corpora import HERE
from tests.media.inquiries.damage import HOW_MANY

MOST_BYTES = 300_000_000
READABLE = 750
"""Of which a subject or a question is still there."""


@pytest.mark.gate
@pytest.mark.long
def test_a_thousand_damaged_mails_are_read_as_far_as_they_go() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "tests.media.inquiries.reads_damaged"],
        cwd=HERE.parents[2],
        check=True,
        capture_output=True,
        text=True,
    )

    count, readable, most = map(int, said.stdout.split())
    assert said.stderr == ""
    assert count == HOW_MANY
    assert readable > READABLE
    assert most < MOST_BYTES
