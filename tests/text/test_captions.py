"""Captions are read for what was said and by whom; what is none is refused at its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms_desk.text.captions import NotCaptions, Spoken, read_captions

MEETING = """\ufeffWEBVTT - Mêlée\r
X-TIMESTAMP-MAP=LOCAL:00:00:00.000\r
\r
NOTE fait par une machine\r
\r
STYLE\r
::cue { color: red }\r
\r
1\r
00:00:01.000 --> 00:00:03.000 align:start\r
<v Zoé Tremblay>Combien co&ucirc;te\r
la neige?</v>\r
\r
00:03.000 --> 00:05.500\r
<v.fort Porte-parole><b>44,2&nbsp;M$</b></v>\r
\r
00:05.500 --> 00:06.000\r
<v Porte-parole>par année.\r
"""


def test_what_each_said_is_read_in_order() -> None:
    assert read_captions(MEETING) == (
        Spoken("Zoé Tremblay", "Combien coûte la neige?"),
        Spoken("Porte-parole", "44,2 M$ par année."),
    )


def test_two_who_speak_in_one_cue_are_told_apart() -> None:
    cue = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Oui.</v> <v B>Non.</v>\n"

    assert read_captions(cue) == (Spoken("A", "Oui."), Spoken("B", "Non."))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("WEBVTTX", 1),
        ("1\n00:00:01,000 --> 00:00:02,000\nSubRip", 1),
        ("WEBVTT\n\nune ligne sans heure\n", 3),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nOui.\n\n1\n00:61.000 --> 01:02.000\nNon.\n", 7),
    ],
)
def test_what_is_no_captions_is_refused_at_its_line(text: str, line: int) -> None:
    with pytest.raises(NotCaptions) as refused:
        read_captions(text)

    assert refused.value.line == line


@given(st.text(alphabet="WEBVTT\n0123:.->< v&;/abc", max_size=300))
def test_whatever_comes_is_read_or_refused(text: str) -> None:
    try:
        said = read_captions(f"WEBVTT\n\n{text}")
    except NotCaptions:
        return
    assert all(each.words for each in said)
