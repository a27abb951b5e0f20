"""Whom a signature names: by sixty of our own, half of them kept aside while the rule was made."""

from pathlib import Path

import pytest

from comms_desk.media.bylines.persons import persons_in
from comms_desk.media.outlets.model import outlet_key

SIGNATURES = Path(__file__).parent / "signatures"


def judged(half: str) -> list[tuple[str, list[str], list[str]]]:
    """Return each signature of a half, whom it names, and whom the rule says that it names."""
    lines = (SIGNATURES / f"{half}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    outlets = {outlet_key(row[1]) for row in rows}
    return [
        (
            byline,
            [] if names == "-" else names.split("|"),
            list(persons_in(byline, outlets=outlets).values()),
        )
        for byline, _outlet, names in rows
    ]


@pytest.mark.parametrize("half", ["tuning", "aside"])
def test_whoever_signs_is_named_and_nothing_else(half: str) -> None:
    wrong = [each for each in judged(half) if each[1] != each[2]]

    assert not wrong
