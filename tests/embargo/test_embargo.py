"""Nothing leaves before its embargo, but to whoever signed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from comms_desk.changes import Change, Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.embargo import within
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.embargo.model import (
    AnotherEmbargo,
    Embargo,
    EmbargoInThePast,
    ExceptionId,
    NoEmbargo,
    NotSigned,
    UnderEmbargo,
)
from comms_desk.i18n import CITY_ZONE
from comms_desk.storage import edits
from comms_desk.storage.database import Database
from tests.support.disk import commits

RELEASE = Ref(Subject.DRAFT, 41)
HOUR = timedelta(hours=1)
UNTIL_IT_BEGINS = "jusqu’au début de la conférence de presse"


def holds(database: Database, *, to: str | None = None) -> bool:
    with database.snapshot() as snapshot:
        embargo = within.embargo_of(snapshot, RELEASE)
        return embargo is not None and embargo.holds(snapshot.now, to=to)


def test_a_thing_without_embargo_may_leave(database: Database) -> None:
    assert not holds(database)
    assert EmbargoDesk(database).of(RELEASE) is None


def test_an_embargo_holds_until_its_moment(database: Database, clock: StillClock) -> None:
    desk = EmbargoDesk(database)

    placed = desk.place(RELEASE, until=clock.now() + HOUR, ends_when=UNTIL_IT_BEGINS).lock

    assert desk.of(RELEASE) == placed
    assert desk.holding() == (placed,)
    clock.advance(HOUR - timedelta(microseconds=1))
    assert holds(database)
    clock.advance(timedelta(microseconds=1))
    assert not holds(database)
    assert desk.holding() == ()


def test_a_person_lifts_it_and_is_named(database: Database, clock: StillClock) -> None:
    desk = EmbargoDesk(database)
    database.act_as(7)
    desk.place(RELEASE, until=clock.now() + HOUR, ends_when=UNTIL_IT_BEGINS)

    lifted = desk.lift(RELEASE)

    assert not holds(database)
    assert (lifted.lifted_by, lifted.lifted_at) == (7, clock.now())
    with pytest.raises(NoEmbargo):
        desk.lift(RELEASE)


def test_placed_again_it_holds_again(database: Database, clock: StillClock) -> None:
    desk = EmbargoDesk(database)
    first = desk.place(RELEASE, until=clock.now() + HOUR, ends_when=UNTIL_IT_BEGINS).lock
    desk.lift(RELEASE)

    again = desk.place(RELEASE, until=clock.now() + 2 * HOUR, ends_when="demain").lock

    assert again.id == first.id
    assert (again.lifted_at, again.ends_when) == (None, "demain")
    assert holds(database)


def test_a_placing_tells_what_held_until_then(database: Database, clock: StillClock) -> None:
    desk = EmbargoDesk(database)

    first = desk.place(RELEASE, until=clock.now() + HOUR, ends_when=UNTIL_IT_BEGINS)
    moved = desk.place(RELEASE, until=clock.now() + 2 * HOUR, ends_when="demain")
    clock.advance(3 * HOUR)
    late = desk.place(RELEASE, until=clock.now() + HOUR, ends_when="demain")
    desk.lift(RELEASE)
    again = desk.place(RELEASE, until=clock.now() + HOUR, ends_when="demain")

    assert (first.before, moved.before) == (None, first.lock)
    assert (late.before, again.before) == (None, None)


def test_what_is_undone_is_put_back(database: Database, clock: StillClock) -> None:
    desk = EmbargoDesk(database)
    placed = desk.place(RELEASE, until=clock.now() + HOUR, ends_when=UNTIL_IT_BEGINS)
    moved = desk.place(RELEASE, until=clock.now() + 2 * HOUR, ends_when="demain")

    back = desk.put_back(moved.before, over=moved.lock)
    assert (back.before, back.lock.until) == (moved.lock, placed.lock.until)
    assert back.lock.ends_when == UNTIL_IT_BEGINS

    lifted = desk.lift(RELEASE)
    back = desk.put_back(lifted, over=lifted)
    assert desk.holding() == (back.lock,)

    back = desk.put_back(None, over=back.lock)
    assert back.lock.lifted_at == clock.now()
    assert not holds(database)


def test_what_was_done_since_is_not_undone(database: Database, clock: StillClock) -> None:
    desk = EmbargoDesk(database)
    placed = desk.place(RELEASE, until=clock.now() + HOUR, ends_when="")
    lifted = desk.lift(RELEASE)

    with pytest.raises(NoEmbargo):
        desk.put_back(None, over=placed.lock)

    clock.advance(timedelta(seconds=1))
    theirs = desk.place(RELEASE, until=clock.now() + 2 * HOUR, ends_when="la mairesse").lock
    for before, over in ((lifted, lifted), (None, placed.lock), (lifted, placed.lock)):
        with pytest.raises(AnotherEmbargo):
            desk.put_back(before, over=over)
    assert desk.holding() == (theirs,)


def test_a_lock_placed_again_for_the_same_moment_is_another(
    database: Database, clock: StillClock
) -> None:
    desk = EmbargoDesk(database)
    until = clock.now() + HOUR
    placed = desk.place(RELEASE, until=until, ends_when="")
    clock.advance(timedelta(seconds=1))
    desk.place(RELEASE, until=until, ends_when="")

    with pytest.raises(AnotherEmbargo):
        desk.put_back(None, over=placed.lock)

    assert holds(database)


def test_a_signature_since_does_not_hinder_an_undo_and_stays(
    database: Database, clock: StillClock
) -> None:
    desk = EmbargoDesk(database)
    desk.place(RELEASE, until=clock.now() + HOUR, ends_when="")
    moved = desk.place(RELEASE, until=clock.now() + 2 * HOUR, ends_when="")
    desk.grant(RELEASE, "zoe@journal.example", signed_by="Zoé Ébène")

    back = desk.put_back(moved.before, over=moved.lock).lock

    assert back.until == clock.now() + HOUR
    assert [each.recipient for each in back.exceptions] == ["zoe@journal.example"]


def test_an_undo_never_ends_an_embargo_in_the_past(database: Database, clock: StillClock) -> None:
    desk = EmbargoDesk(database)
    desk.place(RELEASE, until=clock.now() + HOUR, ends_when="")
    moved = desk.place(RELEASE, until=clock.now() + 3 * HOUR, ends_when="")
    clock.advance(2 * HOUR)

    with pytest.raises(EmbargoInThePast):
        desk.put_back(moved.before, over=moved.lock)

    assert holds(database)


@pytest.mark.parametrize("fold", [0, 1])
def test_an_hour_that_comes_twice_can_be_undone(
    database: Database, clock: StillClock, fold: int
) -> None:
    desk = EmbargoDesk(database)
    twice = datetime(clock.now().year + 1, 11, 1, 1, 30, tzinfo=CITY_ZONE, fold=fold)
    while twice.replace(fold=0).utcoffset() == twice.replace(fold=1).utcoffset():
        twice += timedelta(days=1)
    placed = desk.place(RELEASE, until=twice, ends_when="")

    desk.put_back(placed.before, over=placed.lock)

    assert not holds(database)


def test_there_is_no_embargo_on_what_is_already_public(
    database: Database, clock: StillClock
) -> None:
    with pytest.raises(EmbargoInThePast):
        EmbargoDesk(database).place(RELEASE, until=clock.now(), ends_when="")


def test_who_signed_may_have_it_before_and_nobody_else(
    database: Database, clock: StillClock
) -> None:
    desk = EmbargoDesk(database)
    desk.place(RELEASE, until=clock.now() + HOUR, ends_when=UNTIL_IT_BEGINS)

    with pytest.raises(NotSigned):
        desk.grant(RELEASE, "zoe@journal.example", signed_by=" ")
    granted = desk.grant(RELEASE, "zoe@journal.example", signed_by="Zoé Ébène")

    assert not holds(database, to="zoe@journal.example")
    assert holds(database, to="luc@radio.example")
    assert holds(database)
    desk.withdraw(RELEASE, granted.exceptions[0].id)
    assert holds(database, to="zoe@journal.example")


@pytest.mark.parametrize(
    ("signed", "asked"),
    [
        ("Zoe@Journal.example", "zoe@journal.example"),
        (" zoe@journal.example ", "zoe@journal.example"),
        ("zoe@journal.example", "ZOE@JOURNAL.example"),
        ("zoé@épinette.example", "Zoe\u0301@xn--pinette-9xa.example"),
    ],
)
def test_who_signed_is_known_however_the_address_is_spelt(
    database: Database, clock: StillClock, signed: str, asked: str
) -> None:
    desk = EmbargoDesk(database)
    desk.place(RELEASE, until=clock.now() + HOUR, ends_when=UNTIL_IT_BEGINS)

    desk.grant(RELEASE, signed, signed_by="Zoé Ébène")
    again = desk.grant(RELEASE, asked, signed_by="Zoé Ébène")

    assert not holds(database, to=asked)
    assert not holds(database, to=signed)
    assert len(again.exceptions) == 1
    assert holds(database, to="luc@radio.example")


def test_an_export_is_refused_while_it_holds(database: Database, clock: StillClock) -> None:
    until = clock.now() + HOUR
    EmbargoDesk(database).place(RELEASE, until=until, ends_when=UNTIL_IT_BEGINS)

    with database.snapshot() as snapshot, pytest.raises(UnderEmbargo) as caught:
        within.refuse_while_it_holds(snapshot, RELEASE)

    assert (caught.value.until, caught.value.ends_when) == (until, UNTIL_IT_BEGINS)


@pytest.mark.parametrize("to", [None, "luc@radio.example"])
def test_an_export_goes_on_where_nothing_holds_it(
    database: Database, clock: StillClock, to: str | None
) -> None:
    another = Ref(Subject.DRAFT, 42)
    EmbargoDesk(database).place(RELEASE, until=clock.now() + HOUR, ends_when="")
    EmbargoDesk(database).grant(RELEASE, "zoe@journal.example", signed_by="Zoé Ébène")

    with database.snapshot() as snapshot:
        within.refuse_while_it_holds(snapshot, another, to=to)
        within.refuse_while_it_holds(snapshot, RELEASE, to="zoe@journal.example")


def test_things_of_one_number_and_things_of_one_kind_have_each_their_own_embargo(
    database: Database, clock: StillClock
) -> None:
    desk = EmbargoDesk(database)
    bulletin, another = Ref(Subject.BULLETIN, 41), Ref(Subject.DRAFT, 42)
    last = desk.place(RELEASE, until=clock.now() + 3 * HOUR, ends_when="").lock
    first = desk.place(bulletin, until=clock.now() + HOUR, ends_when="").lock
    second = desk.place(another, until=clock.now() + 2 * HOUR, ends_when="").lock

    assert desk.holding() == (first, second, last)
    assert (desk.of(RELEASE), desk.of(bulletin), desk.of(another)) == (last, first, second)
    desk.lift(bulletin)
    assert desk.holding() == (second, last)
    assert holds(database)


def test_embargoes_that_end_together_are_listed_as_they_were_placed(
    database: Database, clock: StillClock
) -> None:
    desk = EmbargoDesk(database)
    noon = clock.now() + HOUR
    things = [Ref(Subject.DRAFT, number) for number in (3, 1, 2)]
    for each in things:
        desk.place(each, until=noon + HOUR, ends_when="")

    for each in reversed(things):
        desk.place(each, until=noon, ends_when="")

    assert [each.ref for each in desk.holding()] == things


def test_what_is_written_on_an_embargo_loses_the_spaces_around_it(
    database: Database, clock: StillClock
) -> None:
    desk = EmbargoDesk(database)
    desk.place(RELEASE, until=clock.now() + HOUR, ends_when=f"  {UNTIL_IT_BEGINS} ")

    granted = desk.grant(RELEASE, "zoe@journal.example", signed_by=" Zoé Ébène ")

    assert granted.ends_when == UNTIL_IT_BEGINS
    assert granted.exceptions[0].signed_by == "Zoé Ébène"


def test_nobody_has_an_exception_to_what_was_never_locked(database: Database) -> None:
    desk = EmbargoDesk(database)

    with pytest.raises(NoEmbargo):
        desk.grant(RELEASE, "zoe@journal.example", signed_by="Zoé Ébène")
    with pytest.raises(NoEmbargo):
        desk.withdraw(RELEASE, ExceptionId(1))


def a_day_of(desk: EmbargoDesk, now: datetime) -> Iterator[tuple[str, Embargo]]:
    """Do all that is done to an embargo, one thing at a turn; say what, and how it stands."""
    yield "placed", desk.place(RELEASE, until=now + HOUR, ends_when="").lock
    moved = desk.place(RELEASE, until=now + 2 * HOUR, ends_when="")
    yield "moved", moved.lock
    yield "put back", desk.put_back(moved.before, over=moved.lock).lock
    granted = desk.grant(RELEASE, "zoe@journal.example", signed_by="Zoé Ébène")
    yield "granted", granted
    yield "withdrawn", desk.withdraw(RELEASE, granted.exceptions[0].id)
    yield "lifted", desk.lift(RELEASE)


def test_all_that_changes_an_embargo_is_announced_for_itself_and_for_what_it_locks(
    database: Database, clock: StillClock
) -> None:
    heard: list[Change] = []
    database.announcer.subscribe(heard.append)

    for done, embargo in a_day_of(EmbargoDesk(database), clock.now()):
        assert heard == [Change.of(Subject.EMBARGO, [embargo.id]), Change.of(RELEASE.kind, [41])], (
            done
        )
        heard.clear()


def test_the_audit_says_who_changed_an_embargo_and_from_what_to_what(
    database: Database, clock: StillClock
) -> None:
    one, two = (edits.plain(clock.now() + hours * HOUR) for hours in (1, 2))
    database.act_as(7)

    for _ in a_day_of(EmbargoDesk(database), clock.now()):
        pass

    with database.snapshot() as snapshot:
        noted = edits.history(snapshot, RELEASE)
    assert {each.by for each in noted} == {7}
    assert [(each.field, each.before, each.after) for each in reversed(noted)] == [
        ("embargo", None, one),
        ("embargo", one, two),
        ("embargo", two, one),
        ("embargo exception", None, "zoe@journal.example"),
        ("embargo exception", "zoe@journal.example", None),
        ("embargo", one, None),
    ]


def test_what_makes_a_letter_wait_is_on_the_disk_before_anybody_is_told(
    sqlite_database: Database, clock: StillClock
) -> None:
    safe = {}

    with commits() as on_the_disk:
        for done, _ in a_day_of(EmbargoDesk(sqlite_database), clock.now()):
            safe[done] = all(on_the_disk)
            on_the_disk.clear()

    for done in ("placed", "moved", "put back", "withdrawn"):
        assert safe[done], done
