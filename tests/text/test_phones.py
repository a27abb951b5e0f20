"""Telephones typed in every way are shown in one; what is none stays as it was typed."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms_desk.text.phones import LONGEST, Phone, dialled, digits, looked_for, parted, understood

WRITTEN = (
    r"(\+?1[ .-]?)?(\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[ .-]?)[2-9][0-9]{2}[ .-]?[0-9]{4}"
    r"([ ,]{0,2}(p|poste|ext|x|#)\.? ?[0-9]{1,5})?"
)


@pytest.mark.parametrize(
    ("written", "number", "extension"),
    [
        ("514 872-1234", "514 872-1234", ""),
        ("(514) 872-1234", "514 872-1234", ""),
        ("514.872.1234", "514 872-1234", ""),
        ("514/872-1234", "514 872-1234", ""),
        ("514-872\u20131234", "514 872-1234", ""),
        ("514\u00a0872\u20111234", "514 872-1234", ""),
        (" 5148721234 ", "514 872-1234", ""),
        ("1 514 872 1234", "514 872-1234", ""),
        ("+1 (514) 872-1234", "514 872-1234", ""),
        ("+15148721234", "514 872-1234", ""),
        ("212 456-7890", "212 456-7890", ""),
        ("999 999-9999", "999 999-9999", ""),
        ("1-800-267-0100", "1 800 267-0100", ""),
        ("800 267-0100", "1 800 267-0100", ""),
        ("1-900-451-3456", "1 900 451-3456", ""),
        ("514-872-1234 p. 12", "514 872-1234", "12"),
        ("514-872-1234 p.12", "514 872-1234", "12"),
        ("514-872-1234p12", "514 872-1234", "12"),
        ("514 872-1234, poste 1234", "514 872-1234", "1234"),
        ("514 872-1234 (poste 1234)", "514 872-1234", "1234"),
        ("514 872-1234 POSTE 1234", "514 872-1234", "1234"),
        ("514 872-1234 poste : 1234", "514 872-1234", "1234"),
        ("(514) 872-1234 ext. 7", "514 872-1234", "7"),
        ("(514) 872-1234 extension 7", "514 872-1234", "7"),
        ("514 872-1234 Ext 007", "514 872-1234", "007"),
        ("514 872-1234 x12", "514 872-1234", "12"),
        ("514 872-1234 #12", "514 872-1234", "12"),
        ("514 872-1234 poste #12", "514 872-1234", "12"),
        ("514-872-1234;ext=12", "514 872-1234", "12"),
        ("+1 800 267 0100 p. 4", "1 800 267-0100", "4"),
        ("+33 1 23 45 67 89", "+33 1 23 45 67 89", ""),
        ("+33123456789 poste 3", "+33 1 23 45 67 89", "3"),
        ("+33 (0)1 23 45 67 89", "+33 1 23 45 67 89", ""),
        ("011 33 1 23 45 67 89", "+33 1 23 45 67 89", ""),
        ("+44 20 7946 0958", "+44 20 7946 0958", ""),
    ],
)
def test_a_number_is_shown_as_the_others(written: str, number: str, extension: str) -> None:
    assert understood(written) == Phone(number=number, extension=extension)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "311",
        "911",
        "872-1234",
        "abc",
        "à venir",
        "1-800-MONTREAL",
        "Cell : 514 872-1234",
        "514 872-1234 (cell.)",
        "514 872-1234 ou 514 872-9999",
        "514 872-1234 / 514 872-9999",
        "514 872-1234 / 9999",
        "514 872-1234 p. 12 ou 13",
        "514 872-1234 poste",
        "poste 1234",
        "311 poste 2",
        "0033 1 23 45 67 89",
        "12345678901234567",
        "+999 12345678",
        "450 555 12345",
        "==514 872-1234",
    ],
)
def test_what_is_no_number_stays_as_it_is(written: str) -> None:
    assert understood(written) is None


@given(st.from_regex(WRITTEN, fullmatch=True))
def test_a_number_keeps_its_digits_and_is_shown_the_same_again(written: str) -> None:
    phone = understood(written)

    assert phone is not None
    assert digits(written).endswith(digits(phone.number).removeprefix("1") + phone.extension)
    shown = f"{phone.number}, poste {phone.extension}".removesuffix(", poste ")
    assert understood(shown) == phone
    assert parted(f"{shown}; {shown}") == (shown, shown)


def test_what_is_too_long_to_be_a_number_is_left_whole() -> None:
    written = "514 872-1234 p. 12" + " " * LONGEST + "ou 13"

    assert (understood(written), looked_for(written)) == (None, "")


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("514 872-1234, 438 872-1234", ("514 872-1234", "438 872-1234")),
        (
            "514 872-1234, poste 12, 438 872-1234; 311",
            ("514 872-1234, poste 12", "438 872-1234", "311"),
        ),
        ("514 872-1234 ; p. 12", ("514 872-1234 ; p. 12",)),
        ("514 872-1234, 12", ("514 872-1234", "12")),
        (" , ;", ()),
    ],
)
def test_several_numbers_are_parted_and_an_extension_is_no_number(
    written: str, numbers: tuple[str, ...]
) -> None:
    assert parted(written) == numbers


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("514 872-1234, poste 12", "514872123412"),
        ("514 872", "514872"),
        ("+1 514", "1514"),
        ("+1 514 872-1234 p. 12", "514872123412"),
        ("Roy 514", ""),
        ("", ""),
    ],
)
def test_a_number_or_its_beginning_is_looked_for_by_its_digits(written: str, said: str) -> None:
    assert looked_for(written) == said


def test_the_library_is_imported_by_the_first_number_that_is_shown() -> None:
    asked = (
        "import sys; from comms_desk import i18n; print('phonenumbers' in sys.modules);"
        "i18n.format_phone('514.872.1234'); print('phonenumbers' in sys.modules)"
    )

    said = subprocess.run(
        [sys.executable, "-c", asked], check=True, capture_output=True, text=True
    ).stdout

    assert said.split() == ["False", "True"]


@pytest.mark.parametrize(
    ("written", "dials"),
    [
        ("(514) 872-1234 p. 12", "+15148721234;ext=12"),
        ("1-800-267-0100", "+18002670100"),
        ("+33 1 42 76 40 40", "+33142764040"),
        ("311", "311"),
        ("à rappeler : 311", ""),
        ("872-1234", ""),
        ("", ""),
    ],
)
def test_a_telephone_is_dialled_wherever_one_is(written: str, dials: str) -> None:
    assert dialled(written) == dials
