"""A damaged file comes in, or is refused in words: no row is lost in silence, and nothing falls.

A thousand files, always the same: half of them tables, half workbooks, which are read here in the
process of the test (theirs is a child that may die: see `test_workbooks`).
"""

import random
from time import monotonic

import pytest

from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError
from comms_desk.imports.desk import ImportDesk
from comms_desk.imports.model import ImportPlan, RowFate
from comms_desk.imports.workbook_child import TableRefused, convert
from comms_desk.storage.database import Database
from comms_desk.text.tabular import read_table
from comms_desk.wording import say
from comms_desk.wording.imports import remarks
from tests.imports.damaging import damaged, damaged_within, tables, workbooks
from tests.support.imports import imports

BATCHES = range(10)
FILES = 50
"""In a batch."""
SLOWEST_S = 30
"""Damage may say that a sheet has a million rows, which are looked through."""
REASONS = {"damaged", "empty", "locked", "no-results", "too-large"}
PANIC = "PanicException"
"""What calamine raises where it falls: in its own process that is the end of it, and is said."""

pytestmark = pytest.mark.long


def planned(desk: ImportDesk, table: bytes) -> ImportPlan | None:
    """Return the plan of a table, of which no row is lost; None where it is refused in words."""
    try:
        plan = desk.plan(Subject.CONTACT, table)
    except CommsDeskError as refused:
        sentence = say(refused)
        assert sentence.what
        assert sentence.way_out
        return None
    below = [each.line for each in read_table(table).records if each.line > plan.sheet.header_line]
    assert sorted(row.line for row in plan.rows) == below
    for row in plan.rows:
        assert row.fate is not RowFate.REFUSED or remarks(row, Subject.CONTACT)
    return plan


def as_table(workbook: bytes) -> bytes | None:
    """Return the worksheet of a workbook as a table; None where it is refused for a known reason.

    Raises:
        BaseException: Anything else: a fault of ours.
    """
    try:
        return convert(workbook)[1]
    except TableRefused as refused:
        if refused.facts["error"] not in REASONS:
            raise
    except BaseException as fallen:
        if type(fallen).__name__ != PANIC:
            raise
    return None


@pytest.mark.parametrize("batch", BATCHES)
def test_a_damaged_table_comes_in_or_is_refused_in_words(
    batch: int, sqlite_database: Database
) -> None:
    desk, chance, known = imports(sqlite_database), random.Random(batch), list(tables().values())

    plans = [planned(desk, damaged(chance.choice(known), chance)) for _number in range(FILES)]

    assert any(plans)
    assert None in plans


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.filterwarnings("ignore")
def test_a_damaged_workbook_comes_in_or_is_refused_in_words(
    batch: int, sqlite_database: Database
) -> None:
    # openpyxl warns of what it does not know, and leaves open what it could not read.
    desk, chance, known = imports(sqlite_database), random.Random(batch), list(workbooks().values())
    plans = []
    for number in range(FILES):
        content = chance.choice(known)
        within = number % 4 > 0
        workbook = (damaged_within if within else damaged)(content, chance)

        begun_at = monotonic()
        table = as_table(workbook)

        assert monotonic() - begun_at < SLOWEST_S
        plans.append(None if table is None else planned(desk, table))

    assert any(plans)
    assert None in plans


def test_what_comes_in_of_a_damaged_file_is_there_the_second_time(
    sqlite_database: Database,
) -> None:
    desk, chance, known = imports(sqlite_database), random.Random(27), list(tables().values())
    tried = 0
    while tried < FILES:
        table = damaged(chance.choice(known), chance)
        plan = planned(desk, table)
        if plan is None or not plan.does_something:
            continue
        tried += 1

        desk.apply(plan)

        again = planned(desk, table)
        assert again is not None
        assert not again.does_something
        assert sorted(row.line for row in again.refused) == sorted(row.line for row in plan.refused)
