"""Of somebody who has several posts, the one that a row speaks of; and of two of a name, whose."""

from dataclasses import replace
from datetime import timedelta

import pytest

from comms_desk.i18n import Language
from comms_desk.imports.model import RowFate
from comms_desk.media.contacts.model import AddressTaken, Contact, ContactId
from comms_desk.media.outlets.model import MoreThanOnePerson
from tests.media.contacts.memory import TODAY, Planned, after

HEADINGS = "Nom complet,Média,Titre,Courriel,Téléphone,Couverture"
TWO_POSTS = (
    "Anne Roy,Avis,journaliste,a@avis.example,,",
    "Anne Roy,Avis,cheffe,chef@avis.example,,",
)
TWO_OUTLETS = (
    "Anne Roy,Avis,,a@avis.example; anne@roy.example,,",
    "Anne Roy,Zenith,,anne@roy.example,,",
)


def imported(directory: list[Contact], *rows: str) -> tuple[list[Contact], Planned]:
    return after(directory, "\n".join((HEADINGS, *rows, "")).encode())


def posts(directory: list[Contact]) -> list[str]:
    """Each post of everybody, as one reads it."""
    return sorted(
        ", ".join(
            filter(None, (post.outlet_name, post.title, *post.beats, *post.emails, *post.phones))
        )
        for contact in directory
        for post in contact.positions
    )


@pytest.mark.parametrize(
    ("before", "row", "left"),
    [
        (
            TWO_POSTS,
            "Anne Roy,Avis,,chef@avis.example,514 555-0101,",
            ["Avis, cheffe, chef@avis.example, 514 555-0101", "Avis, journaliste, a@avis.example"],
        ),
        (
            TWO_POSTS,
            "Anne Roy,Avis,cheffe,,514 555-0101,",
            ["Avis, cheffe, chef@avis.example, 514 555-0101", "Avis, journaliste, a@avis.example"],
        ),
        (
            TWO_POSTS,
            "Anne Roy,Avis,rédactrice,chef@avis.example,,",
            ["Avis, journaliste, a@avis.example", "Avis, rédactrice, chef@avis.example"],
        ),
        (
            TWO_OUTLETS,
            "Anne Roy,,cheffe,a@avis.example,,",
            ["Avis, cheffe, a@avis.example, anne@roy.example", "Zenith, anne@roy.example"],
        ),
        (
            TWO_OUTLETS,
            "Anne Roy,Zenith,cheffe,,,",
            ["Avis, a@avis.example, anne@roy.example", "Zenith, cheffe, anne@roy.example"],
        ),
    ],
    ids=["address", "title", "another title", "no outlet", "outlet"],
)
def test_a_row_speaks_of_the_post_of_its_outlet_its_title_or_its_address(
    before: tuple[str, ...], row: str, left: list[str]
) -> None:
    directory, _plan = imported([], *before)
    assert len(directory) == 1

    directory, plan = imported(directory, row)

    assert posts(directory) == left
    assert [row.fate for row in plan.rows] == [RowFate.CHANGED]
    assert plan.does_something


def test_a_post_without_a_title_takes_the_first_that_is_said_of_it() -> None:
    directory, _plan = imported([], "Anne Roy,Avis,,,,", *TWO_POSTS)

    assert posts(directory) == [
        "Avis, cheffe, chef@avis.example",
        "Avis, journaliste, a@avis.example",
    ]


def test_what_is_followed_is_what_the_newest_file_says_or_all_that_one_file_says() -> None:
    directory, _plan = imported([], 'Anne Roy,Avis,,,,"budget, logement"')

    newer, _plan = imported(directory, "Anne Roy,Avis,,,,transport")
    both, _plan = imported(directory, "Anne Roy,Avis,,,,transport", "Anne Roy,Avis,,,,neige")

    assert posts(newer) == ["Avis, transport"]
    assert posts(both) == ["Avis, budget, logement, transport, neige"]


def having_left(directory: list[Contact], outlet: str) -> list[Contact]:
    """The same people, who have left their post there."""
    yesterday = TODAY - timedelta(days=1)
    return [
        replace(
            contact,
            positions=tuple(
                replace(post, ended_on=yesterday) if post.outlet_name == outlet else post
                for post in contact.positions
            ),
        )
        for contact in directory
    ]


def test_the_address_of_a_post_that_was_left_leads_to_the_one_that_is_held() -> None:
    directory, _plan = imported([], *TWO_OUTLETS)
    directory = having_left(directory, "Avis")

    directory, _plan = imported(directory, "Anne Roy,,cheffe,a@avis.example,,")

    assert posts(directory) == [
        "Avis, a@avis.example, anne@roy.example",
        "Zenith, cheffe, anne@roy.example, a@avis.example",
    ]


def test_of_several_that_are_held_it_leads_to_none_of_them() -> None:
    directory, _plan = imported([], *TWO_OUTLETS, "Anne Roy,Écho,,anne@roy.example,,")
    directory = having_left(directory, "Avis")

    directory, _plan = imported(directory, "Anne Roy,,cheffe,a@avis.example,,")

    assert posts(directory) == [
        "Avis, a@avis.example, anne@roy.example",
        "Zenith, anne@roy.example",
        "cheffe, a@avis.example",
        "Écho, anne@roy.example",
    ]


def test_of_two_people_of_one_name_at_one_outlet_a_row_is_whose_it_leaves_as_they_are() -> None:
    (one,), _plan = imported([], "Anne Roy,Avis,,,514 555-0101,")
    (other,), _plan = imported([], "Anne Roy,Avis,,,514 555-0102,")
    directory = [one, replace(other, id=ContactId(9))]

    for phone in ("514 555-0101", "514 555-0102"):
        left, plan = imported(directory, f"Anne Roy,Avis,,,{phone},")

        assert [row.fate for row in plan.rows] == [RowFate.SAME]
        assert left == directory


def test_somebody_who_has_as_much_as_anybody_may_have_can_still_change() -> None:
    outlets = [f"Avis {number}" for number in range(30)]
    directory, plan = imported([], *(f"Anne Roy,{each},,a@roy.example,," for each in outlets))
    assert plan.counts[RowFate.REFUSED] == 0

    (changed,) = imported(directory, "Anne Roy,Avis 3,cheffe,,,")[1].rows
    (refused,) = imported(directory, "ANNE ROY,Avis 30,,a@roy.example,,")[1].rows

    assert changed.fate is RowFate.CHANGED
    assert isinstance(refused.reason, MoreThanOnePerson)
    assert (refused.reason.name, refused.reason.limit) == ("Anne Roy", 30)


def test_a_newsroom_has_no_more_than_anybody_has() -> None:
    addresses = "; ".join(f"a{number}@avis.example" for number in range(30))

    _left, plan = imported([], f",Avis,,{addresses},,", ",Avis,,trop@avis.example,,")

    full, refused = plan.rows
    assert (full.fate, full.changes, refused.fate, refused.changes) == (
        RowFate.NEW,
        (),
        RowFate.REFUSED,
        (),
    )
    assert isinstance(refused.reason, MoreThanOnePerson)
    assert (refused.reason.name, refused.reason.limit) == ("Avis", 30)


def test_a_file_does_something_where_a_row_is_new_and_nothing_where_all_are_refused() -> None:
    addresses = "; ".join(f"a{number}@avis.example" for number in range(31))

    _left, new = imported([], "Anne Roy,Avis,,,,")
    _left, refused = imported([], f"Anne Roy,Avis,,{addresses},,")

    assert [row.fate for row in (*new.rows, *refused.rows)] == [RowFate.NEW, RowFate.REFUSED]
    assert new.does_something
    assert not refused.does_something


def test_a_row_that_has_the_addresses_of_two_people_of_its_name_is_refused() -> None:
    both = ("Marc Roy,Avis,,marc@avis.example,,", "Marc Roy,Zenith,,marc@zenith.example,,")
    directory, _plan = imported([], *both)
    assert len(directory) == 2

    (row,) = imported(directory, "Marc Roy,,,marc@avis.example; marc@zenith.example,,")[1].rows

    assert isinstance(row.reason, AddressTaken)
    assert row.reason.address == "marc@zenith.example"


def test_what_is_left_out_of_a_newsroom_is_said_where_the_rest_comes_in() -> None:
    addresses = "; ".join(f"a{number}@avis.example" for number in range(31))

    _left, sound = imported([], ",Avis,,redaction@avis.example; redaction@@,,")
    _left, refused = imported([], f",Avis,,{addresses}; redaction@@,,")

    assert [(row.fate, len(row.left_out)) for row in (*sound.rows, *refused.rows)] == [
        (RowFate.NEW, 1),
        (RowFate.REFUSED, 0),
    ]


def test_what_rows_of_one_name_dispute_is_what_the_directory_has_or_else_the_first_said() -> None:
    head = "Nom complet,Note,Langue\n"
    rows = f"{head}Anne Roy,le soir,en\nAnne Roy,le midi,fr\n".encode()

    new, plan = after([], rows)
    known, again = after(after([], f"{head}Anne Roy,le matin,en\n".encode())[0], rows)

    assert [(each.note, each.language) for each in new] == [("le soir", Language.ENGLISH)]
    assert [row.disputed for row in plan.rows] == [(), ("language", "note")]
    assert [(each.note, each.language) for each in known] == [("le matin", Language.ENGLISH)]
    assert [row.disputed for row in again.rows] == [("note",), ("language", "note")]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("a@avis.example,", "b@avis.example,", ("emails", "a@avis.example", "b@avis.example")),
        (",514 555-0101", ",514 555-0102", ("phones", "514 555-0101", "514 555-0102")),
    ],
)
def test_a_newsroom_is_new_once_in_a_file(
    first: str, second: str, said: tuple[str, str, str]
) -> None:
    _left, plan = imported([], f",Avis,,{first},", f",Avis,,{second},", f",AVIS,,{first},")

    new, changed, same = plan.rows
    assert (new.fate, changed.fate, same.fate) == (RowFate.NEW, RowFate.CHANGED, RowFate.SAME)
    assert (new.changes, same.changes) == ((), ())
    (change,) = changed.changes
    field, before, added = said
    assert (change.field, change.before, change.after) == (field, before, f"{before}, {added}")
    assert plan.new_outlets == ("Avis",)
