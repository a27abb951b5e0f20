"""The worker looks into the folder of what comes back."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from comms_desk.across.mails import take_in_sorted
from comms_desk.across.office import Office
from comms_desk.jobs import reports
from comms_desk.keys import Keys
from comms_desk.mail.bounces.desk import BounceDesk
from comms_desk.mail.bounces.model import BounceTakenIn
from comms_desk.mail.folder import MailFolder, Read
from comms_desk.mail.reading.model import MAIL_LIMIT_BYTES, MailTooLarge
from comms_desk.media.inquiries.model import InquiryTab, NewInquiry
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.paths import Paths
from comms_desk.settings import BOUNCES_FOLDER, INQUIRIES_FOLDER
from comms_desk.worker.main import Worker
from comms_desk.worker.returns import Returns
from tests.mail.bounces.bounce_support import message_id, report, sent
from tests.mail.outbox_support import ZOE
from tests.media.inquiries.corpora import folder_mails, mails
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
        def take_in(self, raw: bytes) -> BounceTakenIn:  # type: ignore[explicit-override]
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
    assert office.inquiries.search(view=InquiryTab.ALL).rows == ()
    returns.look()
    returns.look()

    assert len(office.inquiries.search(view=InquiryTab.ALL).rows) == 1
    assert sorted(each.name for each in folder.iterdir()) == ["absence.eml", "read"]


def test_what_no_journalist_says_to_have_written_waits_for_a_person(
    office: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    office.desk_settings.set(INQUIRIES_FOLDER, str(folder))
    mails_of = {name: raw for _expected, name, raw in folder_mails()}
    fall, gala, receipt, question = (
        mails_of[each]
        for each in (
            "a citizen who fell",
            "invitation to a gala",
            "a read receipt",
            "known outlet, a plain question",
        )
    )
    for number, raw in enumerate((fall, gala, receipt, question, b"")):
        (folder / f"{number}.eml").write_bytes(raw)
    outlet = NewOutlet(name="Le Devoir", website="https://www.ledevoir.example")
    office.outlets.add(outlet)
    returns = Returns(office, Event(), lambda _report: None)

    for _look in range(3):
        returns.look()

    assert [each.title for each in office.inquiries.search(view=InquiryTab.ALL).rows] == [
        "Sel de voirie"
    ]
    waiting = office.mails_to_sort.search().rows
    assert {each.subject for each in waiting} == {
        "Chute sur le trottoir",
        "Invitation : Gala Alpha 2026",
    }
    assert sorted(each.name for each in folder.iterdir()) == ["2.eml", "4.eml", "read"]

    (chute,) = (each for each in waiting if "Chute" in each.subject)
    (taken,) = take_in_sorted(office, [chute.id])
    assert taken.inquiry.referral == "311"
    assert len(office.mails_to_sort.search().rows) == 1
    assert [each.name for each in office.inquiry_files.of(taken.inquiry.id)] != []


def test_whoever_comes_back_in_a_thread_waits_for_nobody(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    office.desk_settings.set(INQUIRIES_FOLDER, str(folder))
    asked = NewInquiry(title="Neige", message_id="<un@x.example>", questions=("Combien?",))
    office.inquiries.add(asked)
    (folder / "a.eml").write_bytes(
        b"From: z@x.example\r\nSubject: Re: Neige\r\nMessage-ID: <b@x.example>\r\n"
        b"In-Reply-To: <un@x.example>\r\n\r\nMerci, et depuis quand?\r\n"
    )
    returns = Returns(office, Event(), lambda _report: None)

    for _look in range(2):
        returns.look()

    (inquiry,) = office.inquiries.search(view=InquiryTab.ALL).rows
    assert len(inquiry.parts) == 2
    assert office.mails_to_sort.search().total == 0


def linked(link: Path, to: Path) -> None:
    try:
        link.symlink_to(to, target_is_directory=True)
    except OSError:
        pytest.skip("no links for this person here")


def test_a_folder_that_is_a_link_moves_nothing_elsewhere(
    office: Office, back: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "etc"
    elsewhere.mkdir()
    about = message_id(office.database, sent(office.database))
    (back / "a.eml").write_bytes(report(ZOE.bare, about=about))
    linked(back / "read", elsewhere)
    said: list[reports.Report] = []
    returns = Returns(office, Event(), said.append)

    for _look in range(3):
        returns.look()
    (back / "read").unlink()
    link = tmp_path / "link"
    linked(link, back)
    office.desk_settings.set(BOUNCES_FOLDER, str(link))
    for _look in range(3):
        returns.look()

    assert list(elsewhere.iterdir()) == []
    assert [each.name for each in back.iterdir()] == ["a.eml"]
    assert [each.error for each in said if isinstance(each, reports.Failed)] == ["FolderIsLink"]
    office.desk_settings.set(BOUNCES_FOLDER, str(back))
    for _look in range(3):
        returns.look()
    assert [each.name for each in (back / "read").iterdir()] == ["a.eml"]


def test_a_link_placed_while_messages_are_read_moves_nothing_elsewhere(tmp_path: Path) -> None:
    back, elsewhere = tmp_path / "back", tmp_path / "etc"
    back.mkdir()
    elsewhere.mkdir()
    for name in "ab":
        (back / f"{name}.eml").write_bytes(b"Subject: s\r\n\r\n")

    def read(file: Path) -> Read:
        if file.stem == "b":
            (back / "read").rename(back / "was")
            linked(back / "read", elsewhere)
        return Read(messages=1, is_done=True)

    folder = MailFolder(read)
    folder.look(back)
    folder.look(back)

    assert list(elsewhere.iterdir()) == []
    assert (back / "b.eml").exists()
    assert (back / "was" / "a.eml").exists()


def test_a_folder_of_another_person_is_read_and_said_once(office: Office, back: Path) -> None:
    give = getattr(os, "chown", None)
    if give is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only an administrator can give a folder away")
    about = message_id(office.database, sent(office.database))
    (back / "a.eml").write_bytes(report(ZOE.bare, about=about))
    give(back, 65534, -1)
    said: list[reports.Report] = []
    returns = Returns(office, Event(), said.append)

    for _look in range(3):
        returns.look()

    assert [each.name for each in (back / "read").iterdir()] == ["a.eml"]
    assert [each.error for each in said if isinstance(each, reports.Failed)] == ["FolderOfAnother"]


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
