"""Who wrote an entry is said by name, however the feed writes it."""

import pytest

from comms_desk.media.feeds.parse import names


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Jeanne Tremblay", ["Jeanne Tremblay"]),
        ("redaction@journal.example (Jean Bégin)", ["Jean Bégin"]),
        ("redaction@journal.montreal (Jean Bégin)", ["Jean Bégin"]),
        ("Jean Bégin <redaction@journal.example>", ["Jean Bégin"]),
        ('"Bégin, Jean" <redaction@journal.example>', ["Bégin, Jean"]),
        ("Jean Bégin (redaction@journal.example)", ["Jean Bégin"]),
        ("mailto:redaction@journal.example", ["redaction@journal.example"]),
        ("a@b.example (Ann), c@d.example (Luc)", ["Ann", "Luc"]),
        ("a@b.example (Ann, La Presse)", ["Ann, La Presse"]),
        ("Ann (La Presse) <a@b.example>; Luc", ["Ann (La Presse)", "Luc"]),
        ("a@b.example, c@d.example", ["a@b.example", "c@d.example"]),
        ("Ann et Luc", ["Ann et Luc"]),
        ("(", ["("]),
        ("@", ["@"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_a_name_is_told_from_an_address(written: str, said: list[str]) -> None:
    assert names(written) == said
