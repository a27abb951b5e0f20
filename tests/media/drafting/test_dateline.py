"""A text that begins with its own place and date has no others put before them."""

from dataclasses import replace

import pytest

from comms_desk.i18n import Language
from comms_desk.media.drafting import dateline
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.storage.database import Database
from comms_desk.text.markdown import read_markdown
from tests.documents.word_files import texts

DATED = (
    "Montréal, le 27 novembre 2026. – La Ville agit.",
    "Montréal, le 27 novembre 2026 – La Ville agit.",
    "Montréal, le 27\u00a0novembre\u202f2026.\u2009—\u00a0La Ville agit.",
    "Montre\u0301al, le 27 novembre 2026 - La Ville agit.",
    "Montréal, le 27 novembre 2026.–La Ville agit.",
    "**Montréal, le 27 novembre 2026. –** La Ville agit.",
    "*MONTRÉAL, le 1er décembre 2026* -- La Ville agit.",
    "Montréal, le vendredi 27 novembre 2026. La Ville agit.",
    "Montréal, vendredi 28 novembre 2026 – La Ville agit.",  # a slip is the writer's
    "Montréal, le 27 nov. 2026 – La Ville agit.",
    "Montréal le 27 novembre 2026 – La Ville agit.",
    "Montréal (Québec), le 27 novembre – La Ville agit.",
    "Montréal, le 27 novembre 2026 /CNW Telbec/ - La Ville agit.",
    "Montréal, le 27 novembre 2026\n\nLa Ville agit.",
    "## Montréal, le 27 novembre 2026\n\nLa Ville agit.",
    "Le 27 novembre 2026 – La Ville agit.",
    "Québec, le 3 mars 2027. – La Ville agit.",
    "Sainte-Anne-de-Bellevue, le 27 novembre 2026. – La Ville agit.",
    "Notre-Dame-de-l’Île-Perrot, le 27 novembre 2026. – La Ville agit.",
    "MONTRÉAL, November 27, 2026 – The City acts.",
    "MONTREAL, Nov. 27, 2026 /CNW/ - The City acts.",
    "Montréal, QC, November 27, 2026 — The City acts.",
    "MONTRÉAL (November 27, 2026) – The City acts.",
    "Montréal, Friday, November 27, 2026. The City acts.",
    "St. John’s, November 27, 2026 – The City acts.",
    "Montréal, 2026-11-27 – La Ville agit.",
)
UNDATED = (
    "La Ville agit.",
    "",
    "Montréal – une ville – agit.",
    "Le 27 novembre 2026, la Ville agit.",
    "Montréal, le 27 novembre 2026, la Ville agit.",
    "La séance du 27 novembre 2026 – la dernière – est publique.",
    "Conférence de presse, le 27 novembre 2026 : la Ville agit.",
    "Tel que promis, le 27 novembre 2026 – jour de fête – la Ville agit.",
    "Montréal, métropole. – La Ville agit.",
    "- Montréal, le 27 novembre 2026 – La Ville agit.",
    "On November 27, 2026, the City acts.",
    "The vote of November 27, 2026 – the last one – is public.",
    "La Ville agit.\n\nMontréal, le 27 novembre 2026. – Et encore.",
)


@pytest.mark.parametrize("text", DATED)
def test_a_place_and_date_are_known_however_they_are_typed(text: str) -> None:
    assert dateline.opens(read_markdown(text))


@pytest.mark.parametrize("text", UNDATED)
def test_a_sentence_with_a_date_is_no_place_and_date(text: str) -> None:
    assert not dateline.opens(read_markdown(text))


@pytest.mark.parametrize(
    ("language", "begun", "without"),
    [
        (
            Language.FRENCH,
            "Montréal, le 27\u00a0novembre 2026. — La Ville agit.",
            "Montréal, le 24 novembre 2026. – La Ville agit.",
        ),
        (
            Language.ENGLISH,
            "MONTREAL, Nov. 27, 2026 - The City acts.",
            "MONTRÉAL, November 24, 2026 – The City acts.",
        ),
        (
            Language.FRENCH,
            "Québec, le 3 mars 2027 – La Ville agit.",
            "Montréal, le 24 novembre 2026. – La Ville agit.",
        ),
    ],
)
def test_a_word_file_has_one_place_and_date_and_it_is_the_writer_s(
    sqlite_database: Database, language: Language, begun: str, without: str
) -> None:
    desk = DraftDesk(sqlite_database)
    new = NewDraft(kind=DraftKind.RELEASE, language=language, title="Budget", text=begun)
    sentence = begun.rpartition("– ")[2].rpartition("— ")[2].rpartition(" - ")[2]

    dated = desk.word(desk.add(new).id)
    undated = desk.word(desk.add(replace(new, text=sentence)).id)

    assert begun in texts(dated.content)
    assert without in texts(undated.content)
    assert without not in texts(dated.content)
