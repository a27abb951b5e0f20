"""Messages in files, and a folder that is looked into again and again."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from comms_desk.mail.bounces.desk import BounceDesk
from comms_desk.mail.bounces.files import FoundMessage, files_in, messages_in
from comms_desk.mail.bounces.folder import READ_FOLDER, BounceFolder
from comms_desk.mail.bounces.model import BounceTakenIn
from comms_desk.mail.bounces.reading import read
from comms_desk.mail.bounces.report import (
    MESSAGE_LIMIT_BYTES,
    MessageFileTooLarge,
    MessageFileUnreadable,
    Nature,
    NotAMessage,
    OutlookFileNotRead,
)
from comms_desk.storage.database import Database
from comms_desk.storage.errors import StorageBusy
from tests.mail.bounces.bounce_support import report, withdrawal

HUMAN = b"From: zoe@journal.example\r\nSubject: Question\r\n\r\nBonjour?\r\n"


def in_file(folder: Path, raw: bytes, name: str = "a.eml") -> Path:
    file = folder / name
    file.write_bytes(raw)
    return file


# ── files ───────────────────────────────────────────────────────────────────────────────


def test_a_file_is_one_message(tmp_path: Path) -> None:
    file = in_file(tmp_path, b"\xef\xbb\xbf" + HUMAN)

    assert list(messages_in(file)) == [FoundMessage(file=file, raw=HUMAN)]


def test_an_mbox_is_all_its_messages(tmp_path: Path) -> None:
    one, two = report("a@x.example", own_id="<1@x>"), report("b@x.example", own_id="<2@x>")
    from_ = b"From MAILER-DAEMON Tue Nov 24 12:00:00 2026\r\n"
    file = in_file(tmp_path, from_ + one + b"\r\n" + from_ + two, "all.mbox")

    found = [read(each.raw).refusals[0].address for each in messages_in(file)]

    assert found == ["a@x.example", "b@x.example"]


@pytest.mark.parametrize(
    "begins", [b"From ", b"From the desk\r\n", b"From " + b"x" * 400 + b"\r\n"]
)
def test_a_file_that_begins_like_an_mbox_and_is_none_is_one_message_or_none(
    tmp_path: Path, begins: bytes
) -> None:
    file = in_file(tmp_path, begins + report("a@x.example"))

    assert len(list(messages_in(file))) == 1


def test_a_sentence_that_begins_with_from_parts_no_message(tmp_path: Path) -> None:
    said = b"From x Tue Nov 24 12:00:00 2026\r\n" + HUMAN + b"\r\nFrom now on, write to me.\r\n"

    assert len(list(messages_in(in_file(tmp_path, said)))) == 1


def test_a_report_of_which_the_lines_end_as_on_an_old_mac_is_read(tmp_path: Path) -> None:
    (found,) = messages_in(in_file(tmp_path, report("a@x.example").replace(b"\r\n", b"\r")))

    assert read(found.raw).refusals[0].address == "a@x.example"


def test_a_folder_is_its_messages_by_name(tmp_path: Path) -> None:
    two, one = in_file(tmp_path, HUMAN, "b.eml"), in_file(tmp_path, HUMAN, "a.EML")
    in_file(tmp_path, b"x", "c.txt")

    assert list(files_in([tmp_path])) == [one, two]


@pytest.fixture
def back(tmp_path: Path) -> Path:
    """Return a folder with nothing else in it."""
    folder = tmp_path / "back"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"%PDF-1.7", b"a,b\n1,2\n", b"PK\x03\x04"])
def test_what_is_no_message_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NotAMessage):
        list(messages_in(in_file(tmp_path, content)))


def test_outlooks_own_files_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(OutlookFileNotRead):
        list(messages_in(in_file(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)))


def test_a_file_without_end_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    with file.open("wb") as opened:
        opened.truncate(MESSAGE_LIMIT_BYTES + 1)

    with pytest.raises(MessageFileTooLarge):
        list(messages_in(file))


def test_a_file_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(MessageFileUnreadable):
        list(messages_in(tmp_path / "gone.eml"))


# ── a folder ────────────────────────────────────────────────────────────────────────────


class Taking:
    """Remembers what it was given."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.failing: list[Exception] = []

    def __call__(self, raw: bytes) -> BounceTakenIn:
        if self.failing:
            raise self.failing.pop()
        self.taken.append(raw)
        return BounceTakenIn(report=read(raw))


def test_a_file_is_read_once_it_stands_still(back: Path) -> None:
    taking = Taking()
    folder = BounceFolder(taking)
    whole = report("a@x.example")
    file = in_file(back, whole[:50])

    assert folder.look(back) == 0
    file.write_bytes(whole)
    assert folder.look(back) == 0
    assert folder.look(back) == 1

    assert taking.taken == [whole]


def test_a_report_is_put_aside_and_a_persons_message_stays(
    back: Path, sqlite_database: Database
) -> None:
    desk = BounceDesk(sqlite_database)
    folder = BounceFolder(desk.take_in)
    in_file(back, report("a@x.example"), "report.eml")
    in_file(back, HUMAN, "question.eml")
    in_file(back, withdrawal("zoe@journal.example"), "retrait.eml")
    folder.look(back)

    assert folder.look(back) == 3
    assert folder.look(back) == 0

    assert sorted(each.name for each in back.iterdir()) == [
        "question.eml",
        READ_FOLDER,
        "retrait.eml",
    ]
    assert [each.name for each in (back / READ_FOLDER).iterdir()] == ["report.eml"]
    assert len(desk.waiting()) == 2


def test_two_reports_of_one_name_are_both_there(back: Path, sqlite_database: Database) -> None:
    folder = BounceFolder(BounceDesk(sqlite_database).take_in)
    for number in range(2):
        in_file(back, report("a@x.example", own_id=f"<{number}@x>"))
        folder.look(back)
        folder.look(back)

    names = sorted(each.name for each in (back / READ_FOLDER).iterdir())
    assert names == ["a (2).eml", "a.eml"]


def test_a_folder_where_nothing_may_be_moved_is_read_all_the_same(
    back: Path, sqlite_database: Database
) -> None:
    desk = BounceDesk(sqlite_database)
    in_file(back, report("a@x.example"))
    in_file(back, b"", READ_FOLDER)  # a file where the folder would be

    for _restart in range(2):
        folder = BounceFolder(desk.take_in)
        folder.look(back)
        assert folder.look(back) == 1
        assert folder.look(back) == 0

    assert [each.letters for each in desk.waiting()] == [1]


def test_a_folder_that_is_away_is_said_to_be_and_looked_into_again(back: Path) -> None:
    folder = BounceFolder(Taking())
    with pytest.raises(MessageFileUnreadable):
        folder.look(back / "away")

    (back / "away").mkdir()

    assert folder.look(back / "away") == 0


def test_what_could_not_be_kept_is_read_at_the_next_look(back: Path) -> None:
    taking = Taking()
    taking.failing.append(StorageBusy(waited_s=1.0))
    folder = BounceFolder(taking)
    in_file(back, report("a@x.example"))
    folder.look(back)

    with pytest.raises(StorageBusy):
        folder.look(back)

    assert folder.look(back) == 1


def test_one_that_nobody_can_read_holds_up_no_other(back: Path) -> None:
    taking = Taking()
    taking.failing.append(OverflowError("date value out of range"))
    folder = BounceFolder(taking)
    in_file(back, report("a@x.example"))
    in_file(back, HUMAN, "b.eml")
    folder.look(back)

    with pytest.raises(OverflowError):
        folder.look(back)

    assert taking.taken == [HUMAN]
    assert (back / "a.eml").exists()
    assert folder.look(back) == 0


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: (folder / "a.eml").mkdir(),
        lambda folder: (folder / "a.eml").symlink_to(folder / "b.eml"),
        lambda folder: in_file(folder, report("a@x.example"), ".hidden.eml"),
        lambda folder: in_file(folder, report("a@x.example"), "a.eml.part"),
    ],
)
def test_what_is_no_file_of_a_message_is_left_alone(
    back: Path, make: Callable[[Path], object]
) -> None:
    taking = Taking()
    folder = BounceFolder(taking)
    make(back)

    folder.look(back)
    folder.look(back)

    assert taking.taken == []


def test_a_file_that_is_no_message_is_looked_at_once(back: Path) -> None:
    taking = Taking()
    folder = BounceFolder(taking)
    file = in_file(back, b"nothing")
    folder.look(back)
    folder.look(back)

    file.write_bytes(HUMAN)
    os.utime(file, ns=(1, 1))
    folder.look(back)
    folder.look(back)

    assert taking.taken == [HUMAN]
    assert read(HUMAN).nature is Nature.HUMAN


def test_a_stop_is_heard_between_two_files(back: Path) -> None:
    taking = Taking()
    folder = BounceFolder(taking)
    for number in range(3):
        in_file(back, HUMAN, f"{number}.eml")
    folder.look(back)

    assert folder.look(back, stop=lambda: len(taking.taken) == 1) == 1


def test_another_folder_is_begun_anew(back: Path) -> None:
    taking = Taking()
    folder = BounceFolder(taking)
    other = back / "other"
    other.mkdir()
    for place in (back, other):
        in_file(place, HUMAN)
    folder.look(back)
    folder.look(back)

    assert folder.look(other) == 0
    assert folder.look(other) == 1
    assert folder.look(other) == 0


def test_what_is_no_message_or_away_by_then_is_not_counted(back: Path) -> None:
    folder = BounceFolder(Taking())
    in_file(back, b"nothing")
    folder.look(back)

    assert folder.look(back) == 0
