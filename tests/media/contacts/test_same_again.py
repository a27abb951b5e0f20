"""The same file brought in again is the same to its last row, however its rows repeat."""

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms_desk.imports.model import RowFate
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.storage.database import Database
from comms_desk.text.spreadsheet import Flavour, write_table
from tests.media.contacts.memory import after
from tests.support.imports import bring_in, plan_of

HEADINGS = (
    "Nom",
    "Prénom",
    "Média",
    "Fonction",
    "Courriel",
    "Téléphone",
    "Couverture",
    "Langue",
    "Note",
    "Ne pas contacter",
)
MANY = 20_000

type Said = tuple[tuple[str, str], str, str, list[str], str, str, str, str, str]

people = st.sampled_from([("Roy", "Anne"), ("Roy", "Luc"), ("Nguyen", "Bao")])
rows = st.lists(
    st.tuples(
        people,
        st.sampled_from(["", "Avis", "Zénith"]),
        st.sampled_from(["", "journaliste", "cheffe"]),
        st.lists(st.sampled_from(["a@x.example", "b@x.example", "c@x.example"]), max_size=2),
        st.sampled_from(["", "514 555-0101", "514 555-0102"]),
        st.sampled_from(["", "budget", "budget, logement", "transport"]),
        st.sampled_from(["", "fr", "en"]),
        st.sampled_from(["", "une note", "une autre"]),
        st.sampled_from(["", "", "oui"]),
    ),
    min_size=1,
    max_size=7,
)


def written(said: Iterable[Said]) -> bytes:
    """Write a file of contacts whose rows say *said*."""
    return write_table(
        HEADINGS,
        [
            (*person, outlet, title, "; ".join(emails), *others)
            for person, outlet, title, emails, *others in said
        ],
        flavour=Flavour.PLAIN,
    )


@given(rows, rows)
@settings(max_examples=200)
def test_a_file_brought_in_twice_changes_nothing_the_second_time(
    before: list[Said], said: list[Said]
) -> None:
    directory, _plan = after([], written(before))

    for content in (written(said), written(reversed(said))):
        once, first = after(directory, content)
        twice, second = after(once, content)

        refused = [row.line for row in first.rows if row.fate is RowFate.REFUSED]
        assert twice == once
        assert not second.does_something
        assert [row.line for row in second.rows if row.fate is RowFate.REFUSED] == refused


def test_rows_of_one_name_and_outlet_do_not_write_over_each_other(database: Database) -> None:
    desk = ContactDesk(database)
    content = (
        "Nom,Média,Fonction,Courriel,Note\n"
        "Anne Roy,Avis,journaliste,a@x.example,le matin\n"
        "Anne Roy,Avis,cheffe,b@x.example,le soir\n"
        "Anne Roy,Avis,,c@x.example,\n"
    ).encode()
    bring_in(database, content)

    plan = plan_of(database, content)

    assert [row.fate for row in plan.rows] == [RowFate.SAME] * 3
    assert [row.disputed for row in plan.rows] == [(), ("note",), ()]
    (anne,) = desk.export()
    assert anne.note == "le matin"
    assert {each.title for each in anne.positions} == {"journaliste", "cheffe"}
    assert sum(len(each.emails) for each in anne.positions) == 3


@pytest.mark.gate
def test_many_rows_are_the_same_to_the_last() -> None:
    content = written(
        (
            (f"Nom{each % 6_000}", f"P{each % 7}"),
            f"Média {each % 400}",
            ("", "journaliste", "cheffe", "recherchiste")[each % 4],
            [f"n{each % 18_000}@x{each % 300}.example"],
            f"514 555-{each % 10_000:04}",
            ("", "budget", "logement")[each % 3],
            ("", "fr", "en")[each % 11 % 3],
            "",
            "",
        )
        for each in range(MANY)
    )

    directory, first = after([], content)
    _again, second = after(directory, content)

    assert len(first.rows) == MANY
    counted = Counter(row.fate for row in second.rows)
    assert counted[RowFate.NEW] == counted[RowFate.CHANGED] == 0
    assert counted[RowFate.REFUSED] == first.counts[RowFate.REFUSED]
    assert counted[RowFate.SAME] > MANY // 2
