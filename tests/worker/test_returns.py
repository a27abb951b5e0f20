"""The worker looks into the folder of what comes back."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from comms_desk.across.office import Office
from comms_desk.jobs import reports
from comms_desk.keys import Keys
from comms_desk.mail.bounces.desk import BounceDesk
from comms_desk.mail.bounces.model import TakenIn
from comms_desk.media.inquiries.mails.model import MAIL_LIMIT_BYTES, MailTooLarge
from comms_desk.media.inquiries.model import View
from comms_desk.paths import Paths
from comms_desk.settings import BOUNCES_FOLDER, INQUIRIES_FOLDER
from comms_desk.worker.main import Worker
from comms_desk.worker.returns import Returns
from tests.mail.bounces.bounce_support import message_id, report, sent
from tests.mail.outbox_support import ZOE
from tests.media.inquiries.corpora import mails
from tests.support.offices import new_office

WITHIN_S = 60.0


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = new_office(Paths.under(tmp_path / "desk"), keys=Keys({}))
    yield opened
    opened.close()


@pytest.fixture
def back(tmp_path: Path, office: Office) -> Path:
    folder = tmp_path / "back"
    folder.mkdir()
    office.desk_settings.set(BOUNCES_FOLDER, str(folder))
    return folder


def test_without_a_folder_nothing_is_looked_at(office: Office) -> None:
    said: list[reports.Report] = []

    Returns(office, Event(), said.append).look()

    assert said == []


def test_a_folder_that_is_away_is_said_once_until_it_was_there(office: Office, back: Path) -> None:
    said: list[reports.Report] = []
    returns = Returns(office, Event(), said.append)
    back.rmdir()
    returns.look()
    returns.look()
    assert len(said) == 1

    back.mkdir()
    returns.look()
    back.rmdir()
    returns.look()

    assert [each.error for each in said if isinstance(each, reports.Failed)] == [
        "MessageFileUnreadable",
        "MessageFileUnreadable",
    ]


def test_a_report_saved_while_it_works_is_taken_in_by_itself(office: Office, back: Path) -> None:
    letter = sent(office.database)
    taken = Event()

    class Hears(BounceDesk):
        def take_in(self, raw: bytes) -> TakenIn:  # type: ignore[explicit-override]
            done = super().take_in(raw)
            taken.set()
            return done

    office.__dict__["bounces"] = Hears(office.database)
    worker = Worker(office, returns_every_s=0.01)
    thread = Thread(target=worker.run)
    thread.start()
    try:
        about = message_id(office.database, letter)
        (back / "a.eml").write_bytes(report(ZOE.bare, about=about))
        assert taken.wait(WITHIN_S)
    finally:
        worker.stop.set()
        thread.join(WITHIN_S)

    assert not thread.is_alive()
    assert [each.address for each in office.outbox.suppressions()] == [ZOE.key]


def test_mails_of_journalists_saved_into_a_folder_are_taken_in(
    office: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    office.desk_settings.set(INQUIRIES_FOLDER, str(folder))
    question, absence = (each.raw for each in (mails("tuning")[1], mails("tuning")[20]))
    (folder / "question.eml").write_bytes(question)
    (folder / "absence.eml").write_bytes(absence)
    said: list[reports.Report] = []
    returns = Returns(office, Event(), said.append)

    returns.look()
    assert office.inquiries.search(view=View.ALL).rows == ()
    returns.look()
    returns.look()

    assert len(office.inquiries.search(view=View.ALL).rows) == 1
    assert sorted(each.name for each in folder.iterdir()) == ["absence.eml", "read"]


def test_a_mail_that_is_too_large_to_be_kept_is_said_once(office: Office, tmp_path: Path) -> None:
    office.desk_settings.set(INQUIRIES_FOLDER, str(tmp_path))
    with (tmp_path / "question.eml").open("wb") as file:
        file.write(mails("tuning")[1].raw)
        file.truncate(MAIL_LIMIT_BYTES + 1)
    returns = Returns(office, Event(), lambda _said: None)
    returns.look()

    with pytest.raises(MailTooLarge):
        returns.look()
    returns.look()

    assert (tmp_path / "question.eml").exists()
