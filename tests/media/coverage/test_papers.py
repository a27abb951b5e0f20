"""What a coverage report says in words, on paper and in a workbook."""

from datetime import timedelta
from io import BytesIO

import docx
import openpyxl
import pytest

from comms_desk import i18n
from comms_desk.media.coverage import papers, tables
from comms_desk.media.coverage.drawing import drawn
from comms_desk.media.themes.model import Tone
from tests.media.coverage.test_report import TUESDAY, carried, reported


@pytest.fixture(autouse=True)
def french() -> None:
    i18n.use("fr")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_share_has_its_percentage_only_where_there_are_enough() -> None:
    assert plain(tables.share(12, 19)) == "12 sur 19"
    assert plain(tables.share(12, 41)) == "12 sur 41 (29 %)"


def test_the_words_say_how_many_were_rated_and_by_whom() -> None:
    found = reported(
        carried(tone=Tone.NEGATIVE, raters=("Anne Roy",)),
        carried(),
        before=[carried()],
    )

    assert plain(tables.volume(found.whole)) == "2 sujets · 2 retombées"
    assert plain(tables.rated(found.whole)) == "Cotées : 1 sur 2 · défavorable : 1"
    told = plain(" ".join(tables.told(found)))
    assert "Les 3 jours d’avant : 1 sujet · 1 retombée" in told
    assert "Cotées par Anne Roy (1)" in told
    assert "valeur publicitaire" in told


def test_the_tables_say_what_there_is_and_no_more() -> None:
    found = reported(carried(tone=Tone.MIXED, raters=("Anne",)), carried("", kind=None))

    made = {each.title: each.rows[1:] for each in tables.tables(found)}

    assert made["Par média"] == (
        ("La Presse", "1", "1", "±\u00a01"),
        ("Média inconnu", "1", "1", ""),
    )
    assert made["Ton envers la Ville"][-1] == ("Non cotées", "1", "")
    assert "Par journaliste" not in made
    assert [each.cells[0] for each in tables.timeline(found).bars] == ["24 novembre"]


def test_the_drawing_has_a_lane_for_each_tone_and_no_mark_of_what_is_not() -> None:
    found = reported(carried(tone=Tone.POSITIVE), carried(days=2), carried("<&>"))

    svg = drawn(found)

    assert svg.count("<rect") == 1 + 2 + 1
    for tone in ("Favorable", "Neutre", "Mixte", "Défavorable"):
        assert tone in svg
    assert drawn(reported()).count("<rect") == 1


def test_the_paper_has_its_chart_its_tables_and_its_stories() -> None:
    first = carried(story=1, title="Budget", link="https://presse.example/1")
    found = reported(first, carried("Métro", story=1), carried("CTV", title=""))

    made = papers.word(found)

    assert made.name == "Bilan de couverture, Du 24 novembre 2026 au 26 novembre 2026.docx"
    document = docx.Document(BytesIO(made.content))
    said = [plain(each.text) for each in document.paragraphs]
    assert "2 sujets · 3 retombées" in said
    assert "Budget · La Presse · aussi : Métro" in said
    assert "(sans titre) · CTV" in said
    assert len(document.inline_shapes) == 1
    assert len(document.tables) == 5
    assert not any("⟦" in each for each in said)


def test_a_column_without_a_value_is_left_out() -> None:
    rated = tables.timeline(reported(carried(tone=Tone.MIXED), carried(days=1)))
    unrated = tables.timeline(reported(carried()))

    assert rated.headings == ("Jour", "Retombées", "Sujets", "Ton")
    assert unrated.rows == (("Jour", "Retombées", "Sujets"), ("24 novembre", "1", "1"))


def test_a_long_paper_has_the_rows_with_the_most_clips_and_the_workbook_all() -> None:
    many = [
        carried(f"Média {outlet:02}", days=outlet % 3, story=outlet, title=f"Sujet {outlet}")
        for outlet in range(30)
        for _clip in range(2 if outlet in {20, 25} else 1)
    ]
    found = reported(*many)

    document = docx.Document(BytesIO(papers.word(found).content))
    book = openpyxl.load_workbook(BytesIO(papers.workbook(found).content))

    said = [plain(each.text) for each in document.paragraphs]
    by_outlet = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert [each[0] for each in by_outlet[1:4]] == ["Média 20", "Média 25", "Média 00"]
    assert len(by_outlet) == 1 + 10
    assert "10 sur 30, où il y a le plus de retombées; tout est dans le classeur." in said
    assert "25 sur 30, où il y a le plus de retombées; tout est dans le classeur." in said
    assert said.count("Du 24 novembre 2026 au 26 novembre 2026") == 1
    assert "Décompte du 24 novembre 2026, 12 h" in said
    assert sum(row[0].value == "Par média" for row in book["Chiffres"].iter_rows()) == 30


def test_of_a_long_table_the_fullest_rows_stay_in_their_order() -> None:
    days = [carried(days=day) for day in (0, 1, 1, 2, 2, 3, 4)]
    whole = tables.timeline(reported(*days, until=TUESDAY + timedelta(days=4)))

    shown = tables.shortened(whole, 2)

    assert [each.cells[:2] for each in shown.bars] == [("25 novembre", "2"), ("26 novembre", "2")]
    assert tables.shortened(whole, 3) is whole


def test_a_paper_of_nothing_says_so_and_has_no_chart() -> None:
    document = docx.Document(BytesIO(papers.word(reported()).content))

    assert "0 sujet · 0 retombée" in [plain(each.text) for each in document.paragraphs]
    assert (len(document.inline_shapes), document.tables) == (0, [])


def test_the_workbook_has_the_figures_and_each_clip() -> None:
    found = reported(carried(story=5), carried("Métro", story=5, title="=1+1"))

    book = openpyxl.load_workbook(BytesIO(papers.workbook(found).content))

    assert book.sheetnames == ["Chiffres", "Retombées"]
    lines = [[cell.value for cell in row] for row in book["Retombées"].iter_rows()]
    assert lines[1][:3] == ["2026-11-24", "12\u00a0h", "La Presse"]
    assert [each[9] for each in lines[1:]] == [1, 1]
    assert lines[2][7] == "'=1+1"
    assert ["Par média", "Métro", 1, 1, 0, 0, 0, 0, 0] in [
        [cell.value for cell in row] for row in book["Chiffres"].iter_rows()
    ]
