"""What is copied pastes as a table of words: no formula, and no mark-up of a stranger's."""

from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from comms_desk.text.spreadsheet import as_written, pasted_html, pasted_text

ROWS = (
    ("Côté, Rosalie", "<b>Noovo</b> & Cie <img src=x onerror=y>", "007"),
    ("=HYPERLINK(0)", "one\ttwo\r\nthree", ""),
)


def pasted(page: str) -> list[list[str]]:
    """Return the cells of the table, as a browser reads it."""
    lines = document_fromstring(page).iter("tr")
    return [["".join(map(str, cell.itertext())) for cell in line.iter("td")] for line in lines]


def test_the_words_of_strangers_are_words_in_the_table() -> None:
    page = document_fromstring(pasted_html(ROWS))

    assert pasted(pasted_html(ROWS)) == [
        ["Côté, Rosalie", "<b>Noovo</b> & Cie <img src=x onerror=y>", "007"],
        ["'=HYPERLINK(0)", "one two three", ""],
    ]
    assert {each.tag for each in page.iter()} <= {
        "html",
        "head",
        "meta",
        "body",
        "table",
        "tr",
        "td",
    }


def test_as_text_a_row_is_a_line_and_a_cell_stands_between_tabs() -> None:
    assert pasted_text(ROWS) == (
        "Côté, Rosalie\t<b>Noovo</b> & Cie <img src=x onerror=y>\t007\n"
        "'=HYPERLINK(0)\tone two three\t"
    )


def test_excel_is_told_that_every_cell_is_text() -> None:
    page = document_fromstring(pasted_html([("12-11", "007")]))

    assert [cell.get("style") for cell in page.iter("td")] == ['mso-number-format:"\\@"'] * 2


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_no_cell_is_a_formula_and_none_is_changed_otherwise(cell: str) -> None:
    (line,) = pasted_text([(cell,)]).split("\n")

    assert line[0] not in "=+-@\uff1d\uff0b\uff0d\uff20"
    assert as_written(line) == cell
    assert pasted(pasted_html([(cell,)])) == [[line]]
