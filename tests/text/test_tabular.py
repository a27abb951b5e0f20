"""Files that people really send: Excel's, an export's, a hand's, and what is no table."""

import csv
import io
import tracemalloc
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms_desk.text.columns import (
    ColumnsMissing,
    ImportColumn,
    NoHeadingsThere,
    NoKnownColumn,
    Sheet,
    headings_of,
    recognise,
    taken_for,
)
from comms_desk.text.decoding import FileKind, NotATable, encoded_twice
from comms_desk.text.spreadsheet import Flavour, write_table
from comms_desk.text.tabular import (
    HEADER_SEARCH_ROWS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TABLE_BYTES,
    QuoteNeverClosed,
    TableEmpty,
    TableTooLarge,
    TextAfterQuote,
    read_table,
)

COLUMNS = (
    ImportColumn(key="name", names=("Nom", "Name"), required=True),
    ImportColumn(key="email", names=("Courriel", "Adresse courriel", "E-mail")),
    ImportColumn(key="phone", names=("Téléphone", "Phone"), many=True),
)
FRENCH = "Nom;Courriel;Téléphone\r\nHélène Brûlé;helene@media.example;514 555-0101\r\n"


def sheet(content: bytes) -> Sheet:
    return recognise(read_table(content), COLUMNS)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (FRENCH.encode("cp1252"), "cp1252"),
        (FRENCH.encode("mac_roman"), "mac_roman"),
        (FRENCH.encode(), "utf-8"),
        (FRENCH.encode("utf-8-sig"), "utf-8"),
        (FRENCH.encode("utf-16"), "utf-16"),
        (FRENCH.encode("utf-16-le"), "utf-16"),
        (FRENCH.encode("utf-16-be"), "utf-16"),
    ],
)
def test_the_encoding_of_a_file_is_recognised(content: bytes, encoding: str) -> None:
    read = sheet(content)

    assert read.encoding == encoding
    assert read.rows[0].get("name") == "Hélène Brûlé"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_the_delimiter_of_a_file_is_recognised(delimiter: str, line_end: str) -> None:
    content = FRENCH.replace(";", delimiter).replace("\r\n", line_end).encode()

    read = sheet(content)

    assert read.delimiter == delimiter
    assert read.rows[0].get("email") == "helene@media.example"
    assert read.rows[0].line == 2


def test_commas_inside_texts_do_not_pass_for_the_delimiter() -> None:
    read = sheet("Nom;Courriel\nRoy, Anne;a@m.example\nCôté, Luc;l@m.example\n".encode())

    assert [row.get("name") for row in read.rows] == ["Roy, Anne", "Côté, Luc"]


def test_excels_own_word_on_the_delimiter_is_believed_and_counts_as_a_line() -> None:
    read = sheet(b"sep=,\r\nNom,Courriel\r\nAnne;Roy,a@m.example\r\n")

    assert read.rows[0].get("name") == "Anne;Roy"
    assert read.rows[0].line == 3


def test_a_file_of_one_column_is_a_table_too() -> None:
    assert [row.get("name") for row in sheet(b"Nom\nAnne\nLuc\n").rows] == ["Anne", "Luc"]


def test_headings_are_recognised_without_case_accents_or_punctuation() -> None:
    read = sheet(b"NOM ;adresse_courriel;TELEPHONE\nAnne;a@m.example;311\n")

    assert read.columns == {
        "name": ("NOM",),
        "email": ("adresse_courriel",),
        "phone": ("TELEPHONE",),
    }


def test_a_heading_that_nobody_knows_is_reported() -> None:
    assert sheet(b"Nom,Signe astral\nAnne,Lion\n").unknown == ("Signe astral",)


def test_two_columns_fill_one_only_where_several_may() -> None:
    read = sheet("Nom,Téléphone,Phone,Name\nAnne,1,2,Anna\n".encode())

    assert read.rows[0].all("phone") == ("1", "2")
    assert read.rows[0].all("name") == ("Anne",)
    assert read.unknown == ("Name",)


def test_lines_above_the_header_are_kept_and_reported() -> None:
    read = sheet(b"Liste du 24 novembre\n\nNom,Courriel\nAnne,a@m.example\n")

    assert read.header_line == 3
    assert [record.line for record in read.above] == [1]
    assert read.rows[0].line == 4


def test_a_ragged_row_is_set_aside_with_its_line_and_never_dropped() -> None:
    read = sheet(b"Nom,Courriel\nAnne\nLuc,l@m.example\nEve,e@m.example,extra\nIda,i@m.example,,\n")

    assert [(ragged.line, len(ragged.cells)) for ragged in read.ragged] == [(2, 1), (4, 3)]
    assert [row.get("name") for row in read.rows] == ["Luc", "Ida"]


def test_a_file_without_header_says_what_was_found_and_expected() -> None:
    with pytest.raises(NoKnownColumn) as refused:
        sheet(b"Anne,a@m.example\nLuc,l@m.example\n")

    assert refused.value.found == ("Anne", "a@m.example")
    assert "Courriel" in refused.value.expected


def test_a_line_about_somebody_is_no_header_whatever_word_it_has() -> None:
    table = read_table(
        "Liste;;\nQui;Quoi;Joindre\nKarine Bélanger;Phone;karine@echo.example\n".encode()
    )

    assert headings_of(table, COLUMNS) == ("Qui", "Quoi", "Joindre")
    with pytest.raises(NoKnownColumn):
        recognise(table, COLUMNS)


def test_two_columns_of_one_heading_are_told_apart_and_each_may_be_chosen() -> None:
    table = read_table(b"Nom,Courriel,Nom\nMme,a@m.example,Anne\n")

    taken, cells = taken_for(table, COLUMNS)
    assert taken == {"Nom": "name", "Courriel": "email", "Nom (2)": ""}
    assert (cells["Nom"], cells["Nom (2)"]) == (("Mme",), ("Anne",))

    read = recognise(table, COLUMNS, chosen={"Nom": "", "Courriel": "email", "Nom (2)": "name"})
    assert [row.get("name") for row in read.rows] == ["Anne"]


def test_a_required_column_that_is_missing_is_named() -> None:
    with pytest.raises(ColumnsMissing) as refused:
        sheet(b"Courriel\na@m.example\n")

    assert refused.value.missing == ("Nom",)
    assert refused.value.line == 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", FileKind.PDF),
        (b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
        (b"\x1f\x8b\x08", FileKind.ARCHIVE),
        (b"PK\x03\x04rest", FileKind.ARCHIVE),
    ],
)
def test_a_file_of_a_known_kind_that_is_no_table_is_called_by_its_name(
    content: bytes, kind: FileKind
) -> None:
    with pytest.raises(NotATable) as refused:
        read_table(content)

    assert refused.value.kind is kind


def test_a_binary_file_is_refused_with_the_line_where_it_shows() -> None:
    with pytest.raises(NotATable) as refused:
        read_table(b"Nom,Courriel\nAnne,a@m.example\nLuc,\x01\x02\x03\n")

    assert (refused.value.kind, refused.value.line) == (FileKind.BINARY, 3)


def test_a_quote_never_closed_is_refused_with_the_line_where_it_opens() -> None:
    with pytest.raises(QuoteNeverClosed) as refused:
        read_table(b'Nom,Courriel\nLuc,l@m.example\n"Anne,a@m.example\nEve,e@m.example\n')

    assert refused.value.line == 3


def test_a_quote_never_closed_in_a_long_file_names_the_same_line() -> None:
    rest = b"Eve,e@m.example\n" * 20_000
    with pytest.raises(QuoteNeverClosed) as refused:
        read_table(b'Nom,Courriel\n"Anne,a@m.example\n' + rest)

    assert refused.value.line == 2


def test_text_after_a_closed_quote_is_refused_with_its_line() -> None:
    with pytest.raises(TextAfterQuote) as refused:
        read_table(b'Nom,Titre\nLuc,"Le "Devoir""\n')

    assert refused.value.line == 2


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b";;;\n;;\n"])
def test_an_empty_file_is_said_to_be_empty(content: bytes) -> None:
    with pytest.raises(TableEmpty):
        read_table(content)


@pytest.mark.parametrize(
    ("content", "unit"),
    [
        (b" " * (MAX_TABLE_BYTES + 1), "bytes"),
        (b"a,b\n" * (MAX_ROWS + HEADER_SEARCH_ROWS + 1), "rows"),
        (b"," * 100_000, "columns"),
        (b"a," * (MAX_COLUMNS + 1), "columns"),
        (b"a" * 200_000, "characters"),
    ],
)
def test_a_file_past_a_limit_says_which(content: bytes, unit: str) -> None:
    with pytest.raises(TableTooLarge) as refused:
        read_table(content)

    assert refused.value.unit == unit


def test_what_many_cells_say_is_kept_once() -> None:
    numbers = range(9999)
    rows = b"".join(b"Ada %d;m%d@media.example;francophone\n" % (each, each) for each in numbers)

    records = read_table(b"Nom;Courriel;Langue\n" + rows).records

    assert len({id(each.cells[2]) for each in records[1:]}) == 1
    assert records[-1].cells == ("Ada 9998", "m9998@media.example", "francophone")


def test_the_widest_text_takes_a_bounded_amount_of_memory() -> None:
    content = "\N{GRINNING FACE}".encode() + b"a" * 90_000 + b"\n" + b"b,c\n" * 4_000_000
    tracemalloc.start()
    with pytest.raises(TableTooLarge):
        read_table(content[:MAX_TABLE_BYTES])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 200 * 1024 * 1024


CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=12
).filter(lambda cell: encoded_twice(cell).text == cell)
"""But for what is put back as it is read, since it was encoded twice: see `test_mending`."""
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6)


def read_back(content: bytes) -> list[list[str]]:
    columns = tuple(ImportColumn(key=key, names=(key,)) for key in ("un", "deux", "trois"))
    read = recognise(read_table(content), columns)
    assert not read.ragged
    return [[row.text(column.key) for column in columns] for row in read.rows]


@given(ROWS, st.sampled_from(list(Flavour)))
def test_what_is_exported_is_read_back(rows: list[list[str]], flavour: Flavour) -> None:
    content = write_table(("un", "deux", "trois"), rows, flavour=flavour)

    expected = [[unicodedata.normalize("NFC", cell).strip() for cell in row] for row in rows]
    assert read_back(content) == [row for row in expected if any(row)]


@given(ROWS)
def test_no_exported_text_begins_like_a_formula(rows: list[list[str]]) -> None:
    content = write_table(("un", "deux", "trois"), rows)

    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"):
        assert not any(cell.startswith(tuple("=+-@\t\r")) for cell in row)


def test_numbers_leave_as_numbers() -> None:
    assert write_table(("a",), [[-5]], flavour=Flavour.PLAIN) == b'"a"\r\n-5\r\n'


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_an_expected_refusal(content: bytes) -> None:
    try:
        table = read_table(content)
    except (NotATable, TableEmpty, TableTooLarge, QuoteNeverClosed, TextAfterQuote):
        return
    assert table.records


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=8))
def test_every_cell_of_a_file_is_in_a_row_or_among_the_ragged(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([["Nom", "Courriel", "Téléphone"], *rows])

    read = recognise(read_table(b"sep=;\n" + out.getvalue().encode()), COLUMNS)

    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(read.rows) + len(read.ragged) == len(filled)


def test_the_header_and_what_stands_above_it_are_no_rows() -> None:
    rows = b"Anne;a@b.example\n" * MAX_ROWS

    assert len(sheet(b"Liste de presse;\n\nNom;Courriel\n" + rows).rows) == MAX_ROWS
    with pytest.raises(TableTooLarge) as refused:
        sheet(b"Nom;Courriel\n" + rows + b"Luc;l@b.example\n")
    assert (refused.value.limit, refused.value.line) == (MAX_ROWS, MAX_ROWS + 2)


def test_a_column_without_a_heading_is_called_by_its_letter_where_it_holds_something() -> None:
    table = read_table(b"Nom;;Courriel;\nRoy;514 555-0142;roy@avis.example;\n")

    sheet = recognise(table, COLUMNS)

    assert sheet.headings == ("Nom", "(B)", "Courriel")
    assert sheet.unknown == ("(B)",)


ABOVE = "\r\n".join(
    [
        *(f"Note {number}" for number in range(1, 13)),
        "Nom,Courriel,Téléphone",
        "Hélène Brûlé,helene@media.example,514 555-0101",
        "",
    ]
).encode()


def test_headings_are_where_a_person_says_though_nobody_would_look_there() -> None:
    with pytest.raises(NoKnownColumn):
        recognise(read_table(ABOVE), COLUMNS)

    read = recognise(read_table(ABOVE, header_line=13), COLUMNS)

    assert (read.header_line, [row.line for row in read.rows]) == (13, [14])
    assert [record.line for record in read.above] == list(range(1, 13))
    assert [record.line for record in read.first] == list(range(1, 11))


def test_a_line_on_which_nothing_stands_has_no_headings() -> None:
    with pytest.raises(NoHeadingsThere):
        recognise(read_table(ABOVE, header_line=99), COLUMNS)
