"""A worksheet is a table like any other, whoever saved it, and harms nobody."""

import io
import unicodedata
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError
from comms_desk.imports.model import RowFate
from comms_desk.imports.workbook import (
    ResultsMissing,
    WorkbookDamaged,
    WorkbookLocked,
    WorksheetNotThere,
    opened,
)
from comms_desk.imports.workbook_child import TableRefused, convert
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.storage.database import Database
from comms_desk.text.columns import ImportColumn, recognise
from comms_desk.text.decoding import encoded_twice
from comms_desk.text.spreadsheet import MAX_WORKBOOK_CHARACTERS, write_workbook
from comms_desk.text.tabular import MAX_COLUMNS, TableEmpty, TableTooLarge, read_table
from tests.support.imports import bring_in, imports, plan_of

SAVED = Path(__file__).parent / "workbooks"
"""Saved by LibreOffice Calc; `protege` by msoffcrypto, with a password."""
DAMAGES = 60


def saved(name: str) -> bytes:
    return (SAVED / name).read_bytes()


def workbook(rows: Iterable[list[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(content: bytes, worksheet: str | None = None) -> dict[int, tuple[str, ...]]:
    table = read_table(opened(content, worksheet).content)
    return {record.line: record.cells for record in table.records}


@pytest.mark.parametrize("name", ["medias.xlsx", "medias.xls", "medias.ods"])
def test_a_list_saved_by_libreoffice_gives_its_people_with_their_telephones(
    database: Database, name: str
) -> None:
    plan = plan_of(database, saved(name), file_name=name)
    if plan.sheet.proposed:  # of what is merged, a file of ODS says nothing
        assert plan.sheet.proposed == {"(E)": "phones"}
        plan = plan_of(database, saved(name), file_name=name, chosen=plan.sheet.proposed)

    assert (plan.opened.worksheet, plan.opened.worksheets) == (
        "Médias",
        ("Lisez-moi", "Médias", "Vide"),
    )
    assert [(row.line, row.name, row.fate) for row in plan.rows] == [
        (4, "Zoé Tremblay", RowFate.NEW),
        (5, "Bảo Nguyễn", RowFate.NEW),
        (6, "Ada Okafor", RowFate.NEW),
        (8, "O’Neil Roy", RowFate.REFUSED),
    ]
    imports(database).apply(plan)
    ada, _bao, zoe = sorted(ContactDesk(database).export(), key=lambda each: each.given_name)
    assert zoe.positions[0].phones == ("5145550142", "15145550143")
    assert zoe.positions[0].outlet_name == "La Dépêche du Nord"
    assert ada.positions[0].emails == ("ada@avis.example",)


@pytest.mark.parametrize("name", ["medias.xlsx", "medias.xls"])
def test_a_merged_cell_says_what_it_says_on_each_of_its_rows_and_a_heading_on_its_columns(
    name: str,
) -> None:
    rows = rows_of(saved(name))

    assert [each for each in rows[1] if each] == [rows[1][0]]
    assert rows[3].count("Téléphone") == 2
    assert rows[4][0] == rows[5][0] == "La Dépêche du Nord"


def test_a_number_a_date_and_a_tick_are_as_one_would_type_them() -> None:
    moment = datetime(2026, 10, 3, 9, 30)  # noqa: DTZ001 - a workbook knows no zone
    row = [5145550142, 1.5, 12.0, date(2026, 10, 3), moment, True, "deux\nlignes", "=1+1\x0b"]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nom"])
    sheet.append(row[:-1])
    sheet["A3"] = 1234
    sheet["A3"].number_format = "000000"
    out = io.BytesIO()
    book.save(out)

    rows = rows_of(out.getvalue())

    assert rows[2] == (
        "5145550142", "1.5", "12", "2026-10-03", "2026-10-03 09:30", "1", "deux\vlignes"
    )  # fmt: skip
    assert rows[3][0] == "001234"
    assert rows_of(saved("effectif.xlsx"))[2][0] == "001234"


def test_a_line_break_in_a_cell_is_one_again_and_moves_no_line(database: Database) -> None:
    content = workbook(
        [["Nom", "Note"], ["Zoé Tremblay", "le matin\nseulement"], ["Ada Okafor", ""]]
    )

    plan = plan_of(database, content)

    assert [row.line for row in plan.rows] == [2, 3]
    imports(database).apply(plan)
    notes = {each.family_name: each.note for each in ContactDesk(database).export()}
    assert "le matin\nseulement" in notes.values()


class Listening:
    """Who waits for a workbook, and hears how many rows of it are read."""

    wants_stop = False

    def __init__(self) -> None:
        self.heard: list[tuple[int, int]] = []

    def told(self, done: int, total: int) -> None:
        self.heard.append((done, total))


def test_a_workbook_is_opened_once_while_its_columns_are_corrected(
    sqlite_database: Database,
) -> None:
    desk, first, again, other = imports(sqlite_database), Listening(), Listening(), Listening()
    rows = [[f"Roy{number}", "Luc", f"roy{number}@avis.example"] for number in range(600)]
    content = workbook([["Nom", "Prénom", "Joindre"], *rows])

    desk.plan(Subject.CONTACT, content, onlooker=first)
    plan = desk.plan(Subject.CONTACT, content, chosen={"Joindre": "emails"}, onlooker=again)
    desk.plan(Subject.CONTACT, content, worksheet="Sheet", onlooker=other)

    assert first.heard == [(250, 601), (500, 601)]
    assert again.heard == []
    assert plan.sheet.columns["emails"] == ("Joindre",)
    assert other.heard == first.heard


def test_another_worksheet_is_read_where_a_person_chooses_it(database: Database) -> None:
    with pytest.raises(CommsDeskError):
        plan_of(database, saved("medias.xlsx"), worksheet="Lisez-moi")
    with pytest.raises(WorksheetNotThere) as error:
        plan_of(database, saved("medias.xlsx"), worksheet="Ancienne")

    assert error.value.found == ("Lisez-moi", "Médias", "Vide")
    with pytest.raises(TableEmpty):
        opened(saved("medias.xlsx"), "Vide")
    columns = imports(database).columns(
        Subject.CONTACT, saved("medias.xlsx"), worksheet="Lisez-moi"
    )
    assert columns.worksheets == ("Lisez-moi", "Médias", "Vide")


def test_a_plan_from_a_worksheet_is_made_again_where_the_desk_moved(database: Database) -> None:
    plan = plan_of(database, saved("medias.xlsx"))
    bring_in(database, b"Nom;Courriel\nZoe Tremblay;zoe@depeche.example\n")

    done = imports(database).apply(plan)

    assert done.plan.moment != plan.moment
    assert done.plan.opened == plan.opened
    (left,) = imports(database).left_out(done.id).rows
    assert (left.line, left.cells[5]) == (8, "roy@")


def test_what_no_table_can_be_made_of_says_why() -> None:
    with pytest.raises(WorkbookLocked):
        opened(saved("protege.xlsx"))
    with pytest.raises(WorkbookDamaged):
        opened(saved("medias.xlsx")[:3000])
    with pytest.raises(ResultsMissing) as error:
        opened(workbook([["Nom", "Courriel"], ["Roy", '="a"&"@b.example"']]))
    with pytest.raises(TableEmpty):
        opened(workbook([]))

    assert (error.value.count, error.value.cell) == (1, "B2")


def test_the_last_cell_of_the_largest_sheet_is_too_far_and_harms_nothing() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "Nom", "x"
    out = io.BytesIO()
    book.save(out)

    with pytest.raises(TableTooLarge) as error:
        opened(out.getvalue())

    assert (error.value.unit, error.value.limit) == ("columns", MAX_COLUMNS)


def test_entities_within_entities_are_not_followed() -> None:
    doubled = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    entities = f'<!DOCTYPE worksheet [<!ENTITY e0 "aaaaaaaaaa">{doubled}]>'
    source = zipfile.ZipFile(io.BytesIO(workbook([["Nom", "Prénom"], ["Roy", "Luc"]])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in source.namelist():
            text = source.read(part).decode()
            if part.endswith("sheet1.xml"):
                text = entities + text.replace("</row>", '<c t="str"><v>&e11;</v></c></row>', 1)
            made.writestr(part, text)

    with pytest.raises(WorkbookDamaged):
        opened(out.getvalue())


TEXTS = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"))
    .map(str.strip)
    .filter(lambda cell: encoded_twice(cell).text == cell)
)
"""But for what is put back as it is read, since it was encoded twice: see `test_mending`."""


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=6))
@settings(max_examples=30)
def test_what_is_exported_as_a_workbook_is_read_back(rows: list[list[str]]) -> None:
    columns = tuple(ImportColumn(key=key, names=(key,)) for key in ("un", "deux", "trois"))
    _header, table = convert(write_workbook(("un", "deux", "trois"), rows))

    read = recognise(read_table(table), columns)

    expected = [[unicodedata.normalize("NFC", cell).strip() for cell in row] for row in rows]
    found = [[row.text(column.key) for column in columns] for row in read.rows]
    assert found == [row for row in expected if any(row)]


def test_no_cell_of_an_exported_workbook_is_a_formula_or_longer_than_excel_allows() -> None:
    content = write_workbook(("Nom",), [["=1+1"], ["@SUM(A1)"], ["007"], [12]])
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None

    kinds = [(cell.data_type, cell.value) for row in sheet.iter_rows(min_row=2) for cell in row]

    assert kinds == [("s", "'=1+1"), ("s", "'@SUM(A1)"), ("s", "007"), ("n", 12)]
    with pytest.raises(TableTooLarge) as error:
        write_workbook(("Nom",), [["x"], ["y" * (MAX_WORKBOOK_CHARACTERS + 1)]])
    assert error.value.line == 3


@given(st.data())
@settings(max_examples=DAMAGES)
@pytest.mark.parametrize("name", ["medias.xlsx", "medias.ods"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_damaged_workbook_is_read_or_refused_in_words(name: str, data: st.DataObject) -> None:
    # openpyxl leaves what it opened to the end of its process, which is that of the child.
    content = bytearray(saved(name))
    for _hit in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    damaged = bytes(content[:cut] if data.draw(st.booleans()) else content)

    try:
        header, table = convert(damaged)
    except TableRefused as refused:
        said = refused.facts["error"]
    else:
        said = header["error"]
        read_table(table)

    assert said in {"", "locked", "damaged", "empty", "too-large", "no-results"}
