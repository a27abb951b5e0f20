"""Figures are read in both languages' forms, and those that differ stand side by side."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms_desk.text.figures import FigureKind, differing, figures

NO_BREAK, NARROW = "\u00a0", "\u202f"

READ = [
    ("Le coût est de 44 M$.", FigureKind.AMOUNT, "44000000", ""),
    (f"Le coût est de 44,2{NO_BREAK}M$.", FigureKind.AMOUNT, "44200000", ""),
    ("44,250 M$ sont prévus", FigureKind.AMOUNT, "44250000", ""),
    ("44,2 millions de dollars", FigureKind.AMOUNT, "44200000", ""),
    ("un million 1 million de dollars", FigureKind.AMOUNT, "1000000", ""),
    ("1,3 milliard de dollars", FigureKind.AMOUNT, "1300000000", ""),
    ("2 G$ en dix ans", FigureKind.AMOUNT, "2000000000", ""),
    (f"12{NARROW}500{NO_BREAK}$ par année", FigureKind.AMOUNT, "12500", ""),
    ("12 500,50 $", FigureKind.AMOUNT, "12500.50", ""),
    ("12 500 dollars", FigureKind.AMOUNT, "12500", ""),
    ("650 k$", FigureKind.AMOUNT, "650000", ""),
    ("It cost $44.2 million.", FigureKind.AMOUNT, "44200000", ""),
    ("It cost $44.2M.", FigureKind.AMOUNT, "44200000", ""),
    ("$12,500 a year", FigureKind.AMOUNT, "12500", ""),
    ("$12,500.75", FigureKind.AMOUNT, "12500.75", ""),
    ("CA$3 billion", FigureKind.AMOUNT, "3000000000", ""),
    ("44.2 million dollars", FigureKind.AMOUNT, "44200000", ""),
    ("a $900 fine", FigureKind.AMOUNT, "900", ""),
    (f"une hausse de 2,5{NO_BREAK}%", FigureKind.PERCENT, "2.5", ""),
    ("une hausse de 2,5%", FigureKind.PERCENT, "2.5", ""),
    ("3 pour cent", FigureKind.PERCENT, "3", ""),
    ("up 2.5 percent", FigureKind.PERCENT, "2.5", ""),
    ("up 2.5 per cent", FigureKind.PERCENT, "2.5", ""),
    ("100 % des rues", FigureKind.PERCENT, "100", ""),
    ("le 3 mars 2026", FigureKind.DATE, "303", "2026"),
    ("le 1er décembre", FigureKind.DATE, "1201", ""),
    (f"le{NO_BREAK}1er août{NO_BREAK}2025", FigureKind.DATE, "801", "2025"),
    ("mardi 24 novembre 2026", FigureKind.DATE, "1124", "2026"),
    ("on March 3, 2026", FigureKind.DATE, "303", "2026"),
    ("on March 3rd", FigureKind.DATE, "303", ""),
    ("3 March 2026", FigureKind.DATE, "303", "2026"),
    ("le 2026-03-03", FigureKind.DATE, "303", "2026"),
    ("15 févr. 2026", FigureKind.DATE, "215", "2026"),
    ("1 240 lits sont ouverts", FigureKind.COUNT, "1240", "lit"),
    (f"1{NO_BREAK}240 lits", FigureKind.COUNT, "1240", "lit"),
    ("1,240 beds", FigureKind.COUNT, "1240", "bed"),
    ("12 arénas", FigureKind.COUNT, "12", "arena"),
    ("6515 baigneurs accueillis", FigureKind.COUNT, "6515", "baigneur"),
    ("2 000 kilomètres de rues", FigureKind.COUNT, "2000", "kilometre"),
    ("1,5 kilomètre de rues", FigureKind.COUNT, "1.5", "kilometre"),
]

NO_FIGURES = [
    "en 2026 dans Verdun",
    "de 2020 à 2021 pour la neige",
    "à 10 h 30 et à 7 h",
    "au 514 872-0311, poste 12",
    "au 275, rue Notre-Dame",
    "au 275 rue Notre-Dame",
    "l'article 12.4 du règlement 02-002",
    "la ligne 311",
    "D26-1, CA26 12 034",
    "",
]

OF_SNOW = (
    "Le déneigement coûte 6 300 $ par kilomètre en 2025 et 6 000 $ en 2024, total 43 M$ en 2025.",
    "La neige a coûté 44,2 millions de dollars en 2025, soit 6 100 $ par kilomètre. 48 M$ en 2026.",
)
DIFFER = [
    (*OF_SNOW, ["6 300 $ / 6 100 $", "43 M$ / 44,2 millions de dollars"]),
    (
        "Le contrat coûte 48 M$ en 2026, contre 44 M$ en 2025.",
        "Le contrat coûte 44,2 M$.",
        ["44 M$ / 44,2 M$"],
    ),
    ("Le contrat est de 44 M$ en 2026.", "Le contrat était de 40 M$ en 2025.", []),
    ("En 2025, 44 M$ pour la neige.", "44,2 M$ pour la neige en 2025.", ["44 M$ / 44,2 M$"]),
    ("La neige coûte 12 $ le mètre.", "La neige coûte 12 M$.", []),
    ("Il coûte 44 M$ le printemps venu.", "Il coûte 44,2 M$.", ["44 M$ / 44,2 M$"]),
    ("It costs $12,500 a year.", "12 000 $ par an.", ["$12,500 / 12 000 $"]),
    ("Le parc coûte 5 M$.", "Le parc coûte 900 $.", []),
    ("Le coût est de 44 M$.", "Le coût était de 44,2 M$.", ["44 M$ / 44,2 M$"]),
    ("Le coût est de 44,2 M$.", "It costs $44.2 million.", []),
    ("It costs $44 million.", "Le coût est de 44,2 M$.", ["$44 million / 44,2 M$"]),
    ("La hausse est de 3 %.", "La hausse est de 2,5 %.", ["3 % / 2,5 %"]),
    ("Dès le 3 mars.", "Dès le 3 mars 2026.", []),
    ("Dès le 4 mars.", "Dès le 3 mars 2026.", ["4 mars / 3 mars 2026"]),
    ("Le 3 mars 2025.", "Le 3 mars 2026.", ["3 mars 2025 / 3 mars 2026"]),
    ("120 lits sont ouverts.", "150 lits sont ouverts.", ["120 lits / 150 lits"]),
    ("120 lits sont ouverts.", "150 chambres sont ouvertes.", []),
    ("44 M$ et 150 lits.", "150 lits, 45 M$.", ["44 M$ / 45 M$"]),
    (
        "Le déneigement coûte 180 M$ et le sel 12 M$.",
        "Le sel a coûté 13 M$. Le déneigement a coûté 180 M$.",
        ["12 M$ / 13 M$"],
    ),
    ("Rien de chiffré.", "Le coût est de 44 M$.", []),
]


@pytest.mark.parametrize(("text", "kind", "value", "of"), READ)
def test_a_figure_is_read(text: str, kind: FigureKind, value: str, of: str) -> None:
    (found,) = (each for each in figures(text) if each.kind is kind)

    assert (found.value, found.of) == (Decimal(value), of)
    assert text[found.start : found.end].strip() == found.written


@pytest.mark.parametrize("text", NO_FIGURES)
def test_years_hours_and_numbers_of_other_things_are_no_figures(text: str) -> None:
    assert figures(text) == ()


@pytest.mark.parametrize(("writing", "before", "expected"), DIFFER)
def test_figures_that_differ_stand_side_by_side(
    writing: str, before: str, expected: list[str]
) -> None:
    found = [f"{each.written} / {each.before}" for each in differing(writing, before)]

    assert found == expected


@given(st.text(alphabet="0123456789 .,$%MkKmars\u00a0hdelits-/\n1er", max_size=200))
def test_a_text_never_differs_from_itself(text: str) -> None:
    assert differing(text, text) == ()


@given(st.decimals(min_value="0.1", max_value="999.9", places=1), st.sampled_from(" \u00a0\u202f"))
def test_an_amount_is_the_same_in_every_form(number: Decimal, space: str) -> None:
    french = f"{number}".replace(".", ",")
    forms = [
        f"{french}{space}M$",
        f"{french}{space}millions{space}de{space}dollars",
        f"${number}{space}million",
        f"${number}M",
        f"{number}{space}million{space}dollars",
    ]

    assert {each.value for form in forms for each in figures(form)} == {
        (number * 1_000_000).normalize()
    }


@given(st.integers(min_value=1, max_value=999_999_999), st.sampled_from(" \u00a0\u202f,"))
def test_thousands_are_parted_by_any_space_or_an_english_comma(count: int, between: str) -> None:
    written = f"{count:,}".replace(",", between)

    (found,) = figures(f"{written} arbres")

    assert (found.value, found.of) == (Decimal(count).normalize(), "arbre")
