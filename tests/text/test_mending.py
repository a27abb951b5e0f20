"""Two programs wrote one file: its letters are put right, or their lines are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms_desk.text.decoding import decode

HEADER = "Nom;Prénom;Média\r\n"
COTE, BELANGER, ROY = "Côté;Zoé;L’Œil d’août\r\n", "Bélanger;Noëlle;Ça\r\n", "Roy;Luc;Avis\r\n"
WHOLE = HEADER + COTE + BELANGER + ROY


def twice(text: str) -> str:
    """Return *text* as a program shows that reads UTF-8 as cp1252."""
    return "".join(
        bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte))
        for byte in text.encode()
    )


@pytest.mark.parametrize(
    ("content", "mended"),
    [
        (HEADER.encode() + COTE.encode("cp1252") + BELANGER.encode() + ROY.encode(), (2,)),
        (
            HEADER.encode("cp1252") + COTE.encode() + (BELANGER + ROY).encode("cp1252"),
            (1, 3),
        ),
        (
            b"\xef\xbb\xbf" + HEADER.encode() + (COTE + BELANGER).encode("cp1252") + ROY.encode(),
            (2, 3),
        ),
        ((HEADER + twice(COTE) + BELANGER + ROY).encode(), (2,)),
        ((HEADER + COTE).encode() + (BELANGER + ROY).encode("cp1252"), (3,)),
        (twice(WHOLE).encode(), (1, 2, 3)),
        ("Côté;".encode() + "Zoé;L’Œil d’août\r\n".encode("cp1252"), (1,)),
    ],
    ids=["utf-8", "cp1252", "mark", "twice", "half and half", "all twice", "one line"],
)
def test_what_was_encoded_otherwise_is_put_right(content: bytes, mended: tuple[int, ...]) -> None:
    read = decode(content)

    assert read.text == (WHOLE if content.count(b"\n") > 1 else COTE)
    assert (read.mended, read.doubtful) == (mended, ())


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("C\ufffdt\ufffd;Zoé".encode(), "C\ufffdt\ufffd;Zoé"),
        ("Ãžor;Zoé".encode(), "Ãžor;Zoé"),
        ("LÃ  bas;Zoé".encode(), "LÃ  bas;Zoé"),
    ],
)
def test_what_nobody_can_be_certain_of_is_left_and_said(line: bytes, read: str) -> None:
    found = decode(HEADER.encode() + line + b"\r\n")

    assert found.text.split("\r\n")[1] == read
    assert (found.mended, found.doubtful) == ((), (2,))


@pytest.mark.parametrize(
    "text", ["JOÃO;SÃO", "« CAFÉ»;É»", "Dvořák;Łódź", "Ångström;Âge", "à\u00a0;À\u00a0«", WHOLE]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_sound_file_is_left_as_it_is(text: str, encoding: str) -> None:
    read = decode(text.encode(encoding))

    assert read.text.removeprefix("\ufeff") == text
    assert (read.mended, read.doubtful) == ((), ())


french = st.text("abcdeéèêëàâîïôùûüç- ;", max_size=12)


@given(st.lists(st.tuples(french, st.sampled_from(["utf-8", "cp1252", "twice"])), max_size=6))
def test_any_mixture_of_french_lines_is_read_as_french(lines: list[tuple[str, str]]) -> None:
    content = "Prénom\n".encode() + b"\n".join(
        twice(text).encode() if how == "twice" else text.encode(how) for text, how in lines
    )

    read = decode(content)

    assert read.text.split("\n")[1:] == [text for text, _how in lines] or not lines
    assert read.doubtful == ()
