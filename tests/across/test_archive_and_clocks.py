"""A clock that is wrong, as something is archived or as it is to go, destroys nothing early."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.changes import Ref
from comms_desk.clock import StillClock
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftKind, DraftStatus, NewDraft
from comms_desk.storage.archive import Archive
from comms_desk.storage.database import Database
from comms_desk.storage.elapsed import LONGEST_STEP
from comms_desk.storage.errors import NotArchived
from comms_desk.storage.model import Archived, DestructionRule
from tests.contracts.calls_archive import RULE
from tests.support.years import live_on

DEAD_BATTERY = datetime(2016, 1, 1, tzinfo=UTC)
TEN_YEARS = timedelta(days=3_653)
A_MONTH = timedelta(days=30)
NEARLY_A_YEAR = timedelta(days=364)


@pytest.fixture
def archive(database: Database) -> Archive:
    return Archive(database)


@pytest.fixture
def rule(archive: Archive) -> DestructionRule:
    """Texts are kept for a year."""
    return archive.add_rule(RULE)


def released(database: Database, title: str = "Budget 2027") -> Ref:
    new = NewDraft(kind=DraftKind.RELEASE, title=title, status=DraftStatus.RELEASED)
    return DraftDesk(database).add(new).ref


def due(archive: Archive, rule: DestructionRule) -> tuple[Ref, ...]:
    """Return what the rule would destroy; it destroys nothing else, whatever it is asked."""
    said = archive.due(rule.id)
    for each in said.later:
        with pytest.raises(NotArchived):
            archive.destroy(rule.id, each.ref)
    assert archive.how_many_due() == {rule.id: len(said.things) + len(said.held)}
    return tuple(each.ref for each in said.things)


def kept_until(archived: Archived) -> datetime:
    assert archived.kept_until is not None
    return archived.kept_until


def test_nothing_goes_early_because_the_clock_was_in_the_past_as_it_was_archived(
    database: Database, archive: Archive, rule: DestructionRule, clock: StillClock
) -> None:
    release, today = released(database), clock.now()
    clock.at = DEAD_BATTERY
    archive.put_in(release)
    clock.at = today

    assert due(archive, rule) == ()
    live_on(database, NEARLY_A_YEAR)
    assert due(archive, rule) == ()
    assert archive.find(release).at == DEAD_BATTERY
    assert kept_until(archive.find(release)) == today.replace(year=2027)
    live_on(database, A_MONTH)
    assert due(archive, rule) == (release,)


def test_nothing_goes_early_because_the_clock_was_in_the_future_as_it_was_archived(
    database: Database, archive: Archive, rule: DestructionRule, clock: StillClock
) -> None:
    release, today = released(database), clock.now()
    clock.advance(TEN_YEARS)
    archive.put_in(release)
    clock.at = today
    live_on(database, NEARLY_A_YEAR)

    assert due(archive, rule) == ()

    archive.take_out(release)
    archive.put_in(release)
    live_on(database, NEARLY_A_YEAR + A_MONTH)
    assert due(archive, rule) == (release,)


def test_nothing_goes_early_because_the_clock_is_in_the_future(
    database: Database, archive: Archive, rule: DestructionRule, clock: StillClock
) -> None:
    release = released(database)
    archive.put_in(release)
    live_on(database, A_MONTH)

    clock.advance(TEN_YEARS)

    assert due(archive, rule) == ()
    live_on(database, A_MONTH)  # and what is done meanwhile makes it no truer
    assert due(archive, rule) == ()
    live_on(database, NEARLY_A_YEAR)
    assert due(archive, rule) == (release,)


def test_a_clock_that_was_wrong_and_is_right_again_changes_no_more_than_days(
    database: Database, archive: Archive, rule: DestructionRule, clock: StillClock
) -> None:
    release = released(database)
    archive.put_in(release)
    was = kept_until(archive.find(release))
    live_on(database, A_MONTH)
    for wrong in (clock.now() + TEN_YEARS, DEAD_BATTERY):
        right = clock.now()
        clock.at = wrong
        live_on(database, A_MONTH)
        clock.at = right + A_MONTH
        live_on(database, A_MONTH)

    assert was <= kept_until(archive.find(release)) < was + LONGEST_STEP
    live_on(database, NEARLY_A_YEAR)
    assert due(archive, rule) == (release,)


def test_of_several_that_were_archived_each_is_counted_by_its_own_clock(
    database: Database, archive: Archive, rule: DestructionRule, clock: StillClock
) -> None:
    today = clock.now()
    past, right, late = (released(database, title) for title in ("Un", "Deux", "Trois"))
    archive.put_in(right)
    clock.at = DEAD_BATTERY
    archive.put_in(past)
    clock.at = today
    live_on(database, NEARLY_A_YEAR + A_MONTH)
    archive.put_in(late)

    assert sorted(each.id for each in due(archive, rule)) == [past.id, right.id]
    assert {each.uncounted for each in archive.due(rule.id).later} == {timedelta()}


def test_an_office_that_was_closed_keeps_as_much_longer(
    database: Database, archive: Archive, rule: DestructionRule, clock: StillClock
) -> None:
    release = released(database)
    archive.put_in(release)
    live_on(database, NEARLY_A_YEAR - 2 * A_MONTH)
    clock.advance(LONGEST_STEP + timedelta(days=1))
    live_on(database, 2 * A_MONTH)

    assert due(archive, rule) == ()
    live_on(database, LONGEST_STEP)
    assert due(archive, rule) == (release,)


def test_all_that_is_due_is_counted_by_the_rule_that_runs_for_its_kind(
    database: Database, archive: Archive, rule: DestructionRule
) -> None:
    for number in range(3):
        archive.put_in(released(database, f"Texte {number}"))
    live_on(database, NEARLY_A_YEAR + A_MONTH)
    archive.put_in(released(database, "Le dernier"))
    assert archive.how_many_due() == {rule.id: 3}

    archive.end_rule(rule.id)
    after = archive.add_rule(replace(RULE, years=2))

    assert archive.how_many_due() == {after.id: 0}
