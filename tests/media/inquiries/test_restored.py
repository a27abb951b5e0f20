"""An answer that left before a restore does not leave again, and what it said is not lost."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from comms_desk.across import restore
from comms_desk.clock import StillClock
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail.freezes import FreezeDesk
from comms_desk.media.inquiries.model import NotOpen
from comms_desk.media.inquiries.moments import Channel, MomentKind, NewMoment, Status
from comms_desk.media.inquiries.reply.model import AcknowledgedAlready
from comms_desk.storage import backup
from comms_desk.storage.database import Database
from tests.media.inquiries.asked import CITY, TEXT, ZOE, Newsroom
from tests.support.asked_of_desks import course_of
from tests.support.databases import new_desk


@pytest.fixture
def database(tmp_path: Path, clock: StillClock) -> Iterator[Database]:
    made = new_desk(tmp_path / "desk.sqlite3", clock)
    yield made
    made.dispose()


@pytest.fixture
def office(database: Database) -> Newsroom:
    return Newsroom(database)


def restored(office: Newsroom, file: Path, folder: Path) -> Newsroom:
    """Have the desk be what *file* holds; the worker of before has stopped."""
    JobDesk(office.database).release(office.worker.lease)
    restore.restore(office.database, file, folder / "backups")
    return Newsroom(office.database)


def test_an_answer_that_left_since_the_backup_is_known(office: Newsroom, tmp_path: Path) -> None:
    told, other = office.asked(), office.asked("Budget")
    inquiry = office.approved(office.asked())
    file = backup.save(office.database, tmp_path / "desk.backup")
    office.replies.acknowledge(told, office.promised())
    office.replies.answer(inquiry, CITY)
    assert office.carry() == [ZOE.bare, ZOE.bare]
    before = [course_of(office.desk, each) for each in (told, other, inquiry)]

    office = restored(office, file, tmp_path)

    assert [course_of(office.desk, each) for each in (told, other, inquiry)] == before
    (*_, answered) = office.desk.moments(inquiry)
    assert (answered.what, answered.text, answered.letter) == (MomentKind.ANSWERED, TEXT, None)
    with pytest.raises(NotOpen):
        office.replies.answer(inquiry, CITY)
    with pytest.raises(AcknowledgedAlready):
        office.replies.acknowledge(told, office.promised())
    assert office.carry() == []


def test_what_was_taken_back_since_the_backup_stays_so(office: Newsroom, tmp_path: Path) -> None:
    inquiry = office.asked()
    called = office.desk.record(inquiry, NewMoment(what=MomentKind.ACKNOWLEDGED, how=Channel.PHONE))
    file = backup.save(office.database, tmp_path / "desk.backup")
    office.desk.take_back(called.id)

    office = restored(office, file, tmp_path)

    assert office.desk.get(inquiry).status is Status.RECEIVED


def test_an_answer_that_never_left_is_still_to_be_sent(office: Newsroom, tmp_path: Path) -> None:
    inquiry = office.approved(office.asked())
    file = backup.save(office.database, tmp_path / "desk.backup")
    FreezeDesk(office.database).freeze("Incendie majeur")
    office.replies.answer(inquiry, CITY)

    office = restored(office, file, tmp_path)

    assert office.desk.get(inquiry).status is Status.APPROVED


def test_an_inquiry_that_has_the_id_of_another_by_now_keeps_its_own(
    office: Newsroom, clock: StillClock, tmp_path: Path
) -> None:
    first = backup.save(office.database, tmp_path / "first.backup")
    inquiry = office.asked("Budget")
    file = backup.save(office.database, tmp_path / "desk.backup")
    office = restored(office, first, tmp_path)
    clock.advance(timedelta(minutes=5))
    assert office.approved(office.asked()) == inquiry
    office.replies.answer(inquiry, CITY)
    office.carry()

    office = restored(office, file, tmp_path)

    assert office.desk.get(inquiry).title == "Budget"
    assert office.desk.get(inquiry).is_open
