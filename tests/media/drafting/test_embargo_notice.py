"""Lines as offices write them: which say that a text is under embargo, and until when.

Two halves, written before the reader and from other angles than its patterns; the second was kept
aside until the reader stood.  Those of "doubted" were written after, against it: 15 of its 39
notices were missed at first, and 40 of 82 ordinary lines were taken for one; 26 of these still are,
all but one of them asked about, and are not in it.  Each line stands alone: "until" is Montréal's
time, "ask" where the moment cannot be known, null where the line is an ordinary one.
"""

import json
from datetime import datetime
from pathlib import Path

import pytest

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.drafting.embargo_notice import embargo_said, notices_in, without_notices
from comms_desk.text.markdown import read_markdown, write_markdown

NOW = datetime(2026, 11, 24, 10, tzinfo=CITY_ZONE)
ASKED = "ask"


def read(*lines: str) -> str | None:
    said = embargo_said(lines, now=NOW)
    if said is None or said.until is None:
        return None if said is None else ASKED
    return said.until.astimezone(CITY_ZONE).strftime("%Y-%m-%dT%H:%M")


def judged(half: str) -> list[tuple[str, str | None]]:
    file = Path(__file__).parent / f"embargo_lines_{half}.jsonl"
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [(row["line"], row["until"]) for row in rows]


@pytest.mark.parametrize("half", ["tuning", "aside", "doubted"])
def test_no_embargo_is_missed_or_misread_and_no_ordinary_line_is_one(half: str) -> None:
    lines = judged(half)

    wrong = [(line, until, read(line)) for line, until in lines if read(line) != until]

    assert len(lines) > 80
    assert wrong == []


@pytest.mark.parametrize(
    ("lines", "until"),
    [
        (("EMBARGO", "3 décembre 2026, 10 h", "La Ville agit"), "2026-12-03T10:00"),
        (("SOUS EMBARGO", "Jusqu’au jeudi 3 décembre à 10 h"), "2026-12-03T10:00"),
        (("EMBARGO", "La Ville agit le 3 décembre à 10 h"), ASKED),
        (("Sous embargo jusqu’au 3 décembre, 10 h", "EMBARGO"), "2026-12-03T10:00"),
        (
            ("Sous embargo jusqu’au 3 décembre, 10 h", "Embargo levé le 4 décembre à 6 h"),
            "2026-12-04T06:00",
        ),
        (("La Ville agit", "Le 3 décembre à 10 h"), None),
        (("Embargo : 3 décembre, 2 h de l’après-midi",), ASKED),
        (("Embargo : 3 décembre à 10 h, ou à la fin de la conférence",), ASKED),
        (("Sous embargo jusqu’au 3 décembre à 10 h (heure de Paris)",), ASKED),
        (("Sous embargo jusqu’au 3 juillet 2027 à 10 h HNE",), ASKED),
    ],
)
def test_a_notice_of_several_lines_or_with_a_condition(
    lines: tuple[str, ...], until: str | None
) -> None:
    assert read(*lines) == until


def test_what_was_not_understood_is_said_and_its_day_offered() -> None:
    said = embargo_said(
        ["Titre", "Embargo : 3 décembre", "NE PAS DIFFUSER AVANT L’ANNONCE"], now=NOW
    )

    assert said is not None
    assert said.words == "Embargo : 3 décembre\nNE PAS DIFFUSER AVANT L’ANNONCE"
    assert said.offered == datetime(2026, 12, 3, 10, tzinfo=CITY_ZONE)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "**SOUS EMBARGO JUSQU’AU MARDI 8 DÉCEMBRE 2026, 10 H**\n\nLa Ville agit.",
            "La Ville agit.",
        ),
        ("EMBARGO\n\n3 décembre 2026, 10 h\n\nLa Ville agit.", "La Ville agit."),
        ("**EMBARGO**\\\n3 décembre, 10 h\\\nLa Ville _agit_.", "La Ville _agit_."),
        ("Communiqué — Embargo : 3 décembre à 10 h (HE)\n\nLa Ville agit.", "La Ville agit."),
        ("EMBARGO 3 décembre 10 h – La Ville agit.", "La Ville agit."),
        ("Sous embargo jusqu’au 3 décembre, 10 h. La Ville **agit**.", "La Ville **agit**."),
        ("Neige – embargoed until Dec. 3, 10 a.m. ET", "Neige"),
        ("Sous embargo jusqu’à la fin de la conférence\n\nLa Ville agit.", "La Ville agit."),
        ("Un.\n\nPour diffusion immédiate\n\nDeux.", "Un.\n\nDeux."),
    ],
)
def test_what_says_an_embargo_goes_and_no_other_word(text: str, left: str) -> None:
    kept, gone = without_notices(read_markdown(text))

    assert write_markdown(kept).strip() == left
    assert gone


@pytest.mark.parametrize(
    "text",
    [
        "La Ville dévoile son plan, sous embargo jusqu’au 3 décembre à 10 h, aux médias inscrits.",
        "EMBARGO : la Ville agit le 3 décembre à 10 h",
        "Sous embargo jusqu’au 3 décembre à 10 h la Ville agit",
        "Un embargo frappe le sel jusqu’au 3 décembre.",
        "Pour diffusion immédiate, appelez la salle de presse.",
        f"Embargo : 3 décembre à 10 h {'la Ville agit ' * 30}",
    ],
)
def test_a_notice_that_cannot_be_told_from_the_words_around_it_stays(text: str) -> None:
    assert without_notices(read_markdown(text)) == (read_markdown(text), ())


def test_no_ordinary_line_goes_and_hardly_a_notice_stays() -> None:
    lines = [each for half in ("tuning", "aside") for each in judged(half)]
    at_once = {"pour diffusion immédiate", "for immediate release", "for immediate publication"}

    gone = {line for line, _until in lines if list(notices_in([line]))}
    said = {line for line, until in lines if until is not None}

    assert {line.lower() for line in gone - said} == at_once
    assert len(said - gone) <= 2
