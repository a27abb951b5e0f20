"""The conditions of a saved filter, whatever they are asked of: here of the trees of a park."""

from datetime import date

from sqlalchemy import literal, select, union_all

from comms_desk.i18n import N_
from comms_desk.storage.conditions import (
    Asked,
    Condition,
    Conditions,
    Joined,
    day_or_ago,
    describe,
    say_condition,
    unpacked,
    where,
)
from comms_desk.storage.database import Database
from comms_desk.text.approximate import Ago, Unit


class OfTrees(Asked):
    """What is asked of a tree."""

    RANK = "rank", N_("Rank"), int
    SINCE = "since", N_("A letter since"), day_or_ago, N_("A letter in {time}")


TALL = Condition(OfTrees.RANK, (3, 4), is_not=True)


def test_conditions_are_stored_read_and_said_without_knowing_of_what() -> None:
    days = (Ago(2, Unit.MONTH), date(2026, 3, 2))
    inner = Conditions(tuple(Condition(OfTrees.SINCE, (each,)) for each in days), Joined.ANY)
    asked = Conditions((TALL, inner))

    said = unpacked(asked.stored(of="trees"))

    assert (said.pop("of"), Conditions.read(said, OfTrees)) == ("trees", asked)
    assert describe(asked, lambda each: say_condition(each, str), who="Arbres") == (
        "Arbres – rang n’est pas\u00a0: 3 ou 4, et "
        "(envoi dans les 2 derniers mois, ou envoi depuis le 2026-03-02)"
    )


def test_what_conditions_ask_is_asked_of_any_rows(database: Database) -> None:
    trees = union_all(*(select(literal(each).label("rank")) for each in (3, 20))).subquery()

    def found(*asked: Condition[OfTrees]) -> list[int]:
        tree = where(Conditions(asked), lambda each: trees.c.rank.in_(each.values))
        with database.snapshot() as snapshot:
            return list(snapshot.session.scalars(select(trees).where(tree)))

    assert found(TALL) == [20]
    assert found(TALL, Condition(OfTrees.RANK, (), is_not=True)) == [], "what asks for nothing"
    assert found() == []
