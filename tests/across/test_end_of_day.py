"""The end of the day leaves by itself at its hour: once a day, late if it must, or not at all."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from comms_desk.across.end_of_day import due, send_end_of_day
from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.i18n import CITY_ZONE
from comms_desk.mail.address import Address
from comms_desk.mail.errors import LetterRefused, Stage
from comms_desk.mail.model import LetterState, NewAccount
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.media.inquiries.moments import MomentKind, NewMoment, Resolution
from comms_desk.media.inquiries.papers.desk import EveningLeft
from comms_desk.settings import COPY_TO, END_OF_DAY, ON_DUTY, SettingInvalid
from comms_desk.storage.database import Database
from comms_desk.worker.main import Worker
from tests.mail import outbox_support
from tests.support.databases import alike
from tests.support.mornings import office_on
from tools.tour.smtp_server import LoopbackSmtpServer

BOX = Address.parse("boite@ville.example")
TUESDAY = date(2026, 11, 24)
WITHDRAWN = NewMoment(what=MomentKind.CLOSED, resolution=Resolution.WITHDRAWN)


def at(hour: int, minute: int = 0, *, day: date = TUESDAY) -> datetime:
    """Return that hour of the city."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CITY_ZONE).astimezone(UTC)


@pytest.fixture
def server() -> Iterator[LoopbackSmtpServer]:
    with LoopbackSmtpServer() as running:
        yield running


@pytest.fixture
def office(database: Database, tmp_path: Path, server: LoopbackSmtpServer) -> Office:
    return opened(database, tmp_path, server)


@pytest.fixture
def quick(sqlite_database: Database, tmp_path: Path, server: LoopbackSmtpServer) -> Office:
    return opened(sqlite_database, tmp_path, server)


def opened(database: Database, home: Path, server: LoopbackSmtpServer) -> Office:
    office = office_on(database, home)
    office.desk_settings.set(COPY_TO, BOX.bare)
    office.inquiries.add(NewInquiry(title="Déneigement", outlet_name="Le Devoir"))
    facts = {"host": server.host, "port": str(server.port), "security": "none"}
    office.accounts.add(NewAccount(name="Presse", sender=BOX, facts=facts))
    return office


def texts(office: Office) -> list[str]:
    """Return what is in the outbox, with plain spaces."""
    letters = sorted(office.outbox.letters(limit=50).rows, key=lambda each: each.id)
    assert all(each.to == BOX for each in letters)
    content = (office.outbox.bytes_of(each.id) for each in letters)
    mails = [message_from_bytes(each, policy=default) for each in content]
    bodies = [each.get_body(("plain",)) for each in mails]
    return [
        f"{mail['Subject']}\n{body.get_content()}".replace("\u00a0", " ")
        for mail, body in zip(mails, bodies, strict=True)
        if body is not None
    ]


def test_it_leaves_at_its_hour_and_once(office: Office, clock: StillClock) -> None:
    office.desk_settings.set(ON_DUTY, "A. Okafor")
    clock.at = at(16, 59)
    assert not send_end_of_day(office)
    clock.at = at(17)

    assert send_end_of_day(office)

    for later in (at(17), at(17, 1), at(16, 58), at(17, 2), at(20, 59)):
        clock.at = later
        assert not send_end_of_day(office)
    (said,) = texts(office)
    assert "1 demande ouverte" in said
    assert "De garde ce soir : A. Okafor." in said
    assert "rien n’est parti" not in said


def test_each_day_has_its_own(office: Office, clock: StillClock) -> None:
    for number in range(3):
        clock.at = at(17, number, day=TUESDAY + timedelta(days=number))
        assert send_end_of_day(office)

    assert len(texts(office)) == 3


def test_two_workers_that_begin_at_once_send_one(
    office: Office, clock: StillClock, tmp_path: Path
) -> None:
    clock.at = at(17)
    other = alike(Database(office.database.url, clock=clock))
    offices = office, office_on(other, tmp_path)
    together, sent = Barrier(2), list[bool]()

    def send(one: Office) -> None:
        together.wait()
        sent.append(send_end_of_day(one))

    threads = [Thread(target=send, args=(each,)) for each in offices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.dispose()

    assert sorted(sent) == [False, True]
    assert len(texts(office)) == 1


def test_a_computer_that_slept_sends_it_late_and_says_so(quick: Office, clock: StillClock) -> None:
    clock.at = at(19, 12)

    assert send_end_of_day(quick)

    (said,) = texts(quick)
    assert "C’est l’état de 19 h 12 : rien n’est parti à 17 h." in said


def test_in_the_night_it_is_left(quick: Office, clock: StillClock) -> None:
    clock.at = at(21)

    assert not send_end_of_day(quick)

    quick.desk_settings.set(END_OF_DAY, "21:30")
    clock.at = at(0, 10, day=TUESDAY + timedelta(days=1))
    assert send_end_of_day(quick)
    (said,) = texts(quick)
    assert "Fin de journée, mardi 24 novembre 2026" in said


def test_a_day_without_anything_open_is_told_in_the_week_alone(
    quick: Office, clock: StillClock
) -> None:
    (one,) = quick.inquiries.search().rows
    quick.inquiries.put_in_bin(one.id)
    clock.at = at(17)
    assert not send_end_of_day(quick), "nobody ever asked anything here"

    quick.inquiries.take_out_of_bin(one.id)
    quick.inquiries.record(one.id, WITHDRAWN)
    assert send_end_of_day(quick)
    assert "Aucune demande n’est ouverte." in texts(quick)[0]

    saturday = TUESDAY + timedelta(days=4)
    clock.at = at(17, day=saturday)
    assert not send_end_of_day(quick)
    quick.inquiries.add(NewInquiry(title="Incendie"))
    assert send_end_of_day(quick)


def test_it_leaves_for_nobody_where_nobody_said_whom(quick: Office, clock: StillClock) -> None:
    clock.at = at(17)
    quick.desk_settings.set(COPY_TO, "")
    assert not send_end_of_day(quick)
    quick.desk_settings.set(COPY_TO, BOX.bare)
    quick.desk_settings.set(END_OF_DAY, "")

    assert not send_end_of_day(quick)


def test_that_of_a_person_is_that_of_the_day(office: Office, clock: StillClock) -> None:
    clock.at = at(16, 30)
    papers = office.papers
    papers.send_evening(papers.evening())

    clock.at = at(17)
    assert not send_end_of_day(office)
    with pytest.raises(EveningLeft):
        papers.send_evening(papers.evening())
    papers.send_evening(papers.evening(), Address.parse("garde@ville.example"))
    papers.send_evening(papers.evening(), again=True)

    assert len(office.outbox.letters(limit=50).rows) == 3


def test_what_was_refused_is_tried_again_by_a_person_alone(
    office: Office, clock: StillClock
) -> None:
    clock.at = at(17)
    assert send_end_of_day(office)
    worker = outbox_support.Worker(office.database)
    (claim,) = worker.claim()
    refused = LetterRefused(Stage.RECIPIENT, 550, "5.1.1 unknown")
    worker.departures.settle(worker.account, claim, refused)

    assert not send_end_of_day(office)
    office.papers.send_evening(office.papers.evening())

    states = {each.state for each in office.outbox.letters(limit=50).rows}
    assert states == {LetterState.REFUSED, LetterState.QUEUED}


def test_each_run_of_the_worker_sees_to_it(
    quick: Office, clock: StillClock, server: LoopbackSmtpServer
) -> None:
    clock.at = at(17)

    assert [Worker(quick).run_once().letters for _time in range(2)] == [1, 0]

    assert len(server.letters) == 1


def test_a_kill_between_leaves_neither_the_letter_nor_its_mark(
    quick: Office, clock: StillClock
) -> None:
    clock.at = at(17)
    with quick.database.transaction() as transaction:
        broken = "CREATE TRIGGER killed BEFORE INSERT ON inquiry_evenings BEGIN SELECT {}; END"
        transaction.session.execute(text(broken.format("RAISE(ABORT, 'killed')")))
    with pytest.raises(IntegrityError):
        send_end_of_day(quick)
    assert texts(quick) == []
    with quick.database.transaction() as transaction:
        transaction.session.execute(text("DROP TRIGGER killed"))

    assert send_end_of_day(quick)

    assert len(texts(quick)) == 1


@pytest.mark.parametrize(
    ("day", "hour", "now", "was_due"),
    [
        (date(2026, 11, 1), "01:30", at(1, 45, day=date(2026, 11, 1)), True),
        (date(2027, 3, 14), "02:30", at(4, 0, day=date(2027, 3, 14)), True),
        (TUESDAY, "", at(17), False),
        (TUESDAY, "17:00", at(23), False),
    ],
)
def test_it_is_due_on_days_when_clocks_are_set(
    day: date, hour: str, now: datetime, *, was_due: bool
) -> None:
    found = due(hour, now)

    assert (found is not None) == was_due
    if found is not None:
        assert found.astimezone(CITY_ZONE).date() == day


@pytest.mark.parametrize(
    ("typed", "kept"), [("17", "17:00"), ("17 h", "17:00"), ("7h05", "07:05"), (" ", "")]
)
def test_its_hour_is_typed_as_one_says_it(typed: str, kept: str) -> None:
    assert END_OF_DAY.from_text(typed) == kept


@pytest.mark.parametrize("typed", ["tantôt", "25", "17:60"])
def test_an_hour_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(SettingInvalid):
        END_OF_DAY.from_text(typed)
