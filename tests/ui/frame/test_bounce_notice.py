"""What came back: marked on the contact's card, asked about on Today, dropped as files."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.files import MESSAGE_ENDINGS
from comms_desk.mail.bounces.model import BounceDecision
from comms_desk.mail.model import ExclusionReason
from comms_desk.media.contacts.model import ContactId, NewContact, NewPosition
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.frame.bounce_notice import AllThatCameBack
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.local_files import FILES_AT_ONCE, files_ending
from comms_desk.ui.today.page import TodayPage
from tests.mail.bounces.bounce_support import message_id, report, sent, withdrawal
from tests.mail.outbox_support import LUC, ZOE
from tests.support.databases import held
from tests.ui.directory.showing import chosen, shown
from tests.ui.keys import click


@pytest.fixture
def today(qtbot: QtBot, errands: Errands) -> TodayPage:
    made = TodayPage(errands)
    qtbot.addWidget(made)
    made.resize(1104, 772)
    made.show()
    return made


@pytest.fixture
def directory(qtbot: QtBot, errands: Errands) -> DirectoryPage:
    made = DirectoryPage(errands)
    qtbot.addWidget(made)
    errands.changed.connect(made.changed)
    made.resize(1100, 760)
    made.show()
    return made


def zoe(office: Office) -> ContactId:
    position = NewPosition(title="journaliste", emails=(ZOE.alone,))
    return office.contacts.add(
        NewContact(given_name="Zoé", family_name="Roy", positions=(position,))
    ).id


def came_back(office: Office, to: Address = ZOE) -> None:
    letter = sent(office.database, to)
    raw = report(to.bare, about=message_id(office.database, letter), own_id=f"<{to.local}@x>")
    office.bounces.take_in(raw)


def dropped(*files: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in files])
    return data


def test_today_asks_about_the_address_and_opens_the_contact(
    qtbot: QtBot, today: TodayPage, office: Office
) -> None:
    contact = zoe(office)
    came_back(office)

    with qtbot.waitSignal(today.counted) as counted:
        today.shown()

    (line,) = today.now.all()
    assert counted.args == [1]
    assert line.line.title == "Zoé Roy"
    assert line.line.detail.startswith(
        "zoe@journal.example · address refused by the server on November 24"
    )
    assert [tag.text for tag in line.line.tags] == ["refused"]
    with qtbot.waitSignal(today.open_wanted) as wanted:
        click(line)
    assert wanted.args == [Ref(Subject.CONTACT, int(contact))]


def test_what_nobody_in_the_directory_has_is_decided_on_today(
    qtbot: QtBot, today: TodayPage, office: Office
) -> None:
    office.bounces.take_in(withdrawal(LUC.bare))
    with qtbot.waitSignal(today.rows_shown):
        today.shown()

    click(today.now.all()[0])
    qtbot.waitUntil(today.came_back.isVisible)
    assert today.came_back.title.text() == LUC.key
    assert not today.came_back.replace.isVisible()
    assert not today.came_back.choices[BounceDecision.WRITE_AGAIN].isVisible()
    with qtbot.waitSignal(today.came_back.decided):
        click(today.came_back.choices[BounceDecision.EXCLUDE])

    qtbot.waitUntil(lambda: today.now.all() == [])
    qtbot.waitUntil(today.came_back.isHidden)
    assert [each.address for each in office.outbox.suppressions()] == [LUC.key]


def test_a_refused_address_that_is_left_excluded_is_asked_about_no_more(
    qtbot: QtBot, today: TodayPage, office: Office
) -> None:
    came_back(office)
    with qtbot.waitSignal(today.rows_shown):
        today.shown()
    click(today.now.all()[0])
    qtbot.waitUntil(today.came_back.isVisible)

    click(today.came_back.choices[BounceDecision.LEAVE])

    qtbot.waitUntil(today.came_back.isHidden)
    qtbot.waitUntil(lambda: today.now.all() == [])
    assert [each.address for each in office.outbox.suppressions()] == [ZOE.key]


def test_the_card_marks_the_address_until_it_was_checked(
    qtbot: QtBot, directory: DirectoryPage, office: Office
) -> None:
    contact = zoe(office)
    came_back(office)
    shown(directory, qtbot, 1)
    chosen(directory, qtbot, contact)
    notice = directory.contact_card.came_back
    qtbot.waitUntil(notice.isVisible)
    assert notice.said.text() == "address refused by the server on November 24"
    assert notice.sentence.text() == "550 5.1.1 User unknown"
    (position,) = directory.contact_card.positions.values()
    click(notice.replace)
    qtbot.waitUntil(position.fields["emails"].isVisible)

    with qtbot.waitSignal(notice.decided):
        click(notice.choices[BounceDecision.LEAVE])

    qtbot.waitUntil(notice.choices[BounceDecision.LEAVE].isHidden)
    assert notice.isVisible()
    assert office.bounces.waiting() == ()
    with qtbot.waitSignal(notice.decided):
        click(notice.choices[BounceDecision.WRITE_AGAIN])
    qtbot.waitUntil(notice.isHidden)
    assert office.outbox.suppressions() == ()


def test_each_of_its_verbs_is_whole_in_a_narrow_window(
    qtbot: QtBot, directory: DirectoryPage, office: Office
) -> None:
    contact = zoe(office)
    came_back(office)
    directory.resize(1024 - tokens.RAIL_WIDTH_PX, 612)
    shown(directory, qtbot, 1)
    chosen(directory, qtbot, contact)
    notice = directory.contact_card.came_back
    qtbot.waitUntil(notice.isVisible)

    for verb in (*notice.choices.values(), notice.replace):
        if verb.isVisible():
            right = verb.mapTo(directory, verb.rect().topRight()).x()
            assert right < directory.width()


@pytest.mark.impatient
def test_a_decision_that_could_not_be_kept_is_said_and_can_be_made_again(
    qtbot: QtBot, today: TodayPage, office: Office
) -> None:
    office.bounces.take_in(withdrawal(LUC.bare))
    with qtbot.waitSignal(today.rows_shown):
        today.shown()
    click(today.now.all()[0])
    notice = today.came_back
    qtbot.waitUntil(notice.isVisible)

    with held(office.database):
        click(notice.choices[BounceDecision.LEAVE])
        qtbot.waitUntil(notice.error.isVisible)

    with qtbot.waitSignal(notice.decided):
        click(notice.choices[BounceDecision.LEAVE])
    qtbot.waitUntil(notice.isHidden)


def test_messages_dropped_on_the_directory_are_each_what_they_are(
    qtbot: QtBot, directory: DirectoryPage, office: Office, tmp_path: Path
) -> None:
    zoe(office)
    letter = sent(office.database)
    one, two = tmp_path / "a.eml", tmp_path / "b.EML"
    one.write_bytes(report(ZOE.bare, about=message_id(office.database, letter)))
    two.write_bytes(b"From: luc@radio.example\n\nCombien d'arbres?")
    directory.shown()

    drop = directory.dropping(dropped(one, two))
    assert drop is not None
    with qtbot.waitSignal(directory.undoable) as said:
        drop()

    assert said.args[0].startswith("1 message read · 1 address refused · Inquiry noted")
    assert office.inquiries.search().total == 1
    assert [each.address for each in office.outbox.suppressions()] == [ZOE.key]


def test_a_report_dropped_on_today_stands_there_at_once(
    qtbot: QtBot, today: TodayPage, office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(report(LUC.bare))
    with qtbot.waitSignal(today.rows_shown):
        today.shown()

    today._messages.take_in([file])

    qtbot.waitUntil(lambda: [each.line.title for each in today.now.all()] == [LUC.key])


def test_a_question_dropped_on_today_is_an_inquiry_and_is_shown(
    qtbot: QtBot, today: TodayPage, office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(b"From: luc@radio.example\nSubject: Arbres\n\nCombien d'arbres?")

    with qtbot.waitSignal(today.open_wanted) as shown:
        today._messages.take_in([file])

    (inquiry,) = office.inquiries.search().rows
    assert shown.args == [Ref(Subject.INQUIRY, inquiry.id)]


def test_who_wants_no_more_and_asks_something_is_heard_twice(
    qtbot: QtBot, today: TodayPage, office: Office, tmp_path: Path
) -> None:
    alone, both, told = (tmp_path / name for name in ("a.eml", "b.eml", "c.eml"))
    alone.write_bytes(b"From: luc@radio.example\nSubject: Retrait\n\nRetrait")
    both.write_bytes(
        b"From: zoe@metro.example\nMessage-ID: <1@metro.example>\nSubject: Retrait\n\n"
        b"Retrait\n\nCombien d'arbres?"
    )

    with qtbot.waitSignal(today.undoable):
        today._messages.take_in([alone, both])
    (asked,) = office.inquiries.search().rows
    told.write_bytes(
        b"From: zoe@metro.example\nMessage-ID: <2@metro.example>\nIn-Reply-To: <1@metro.example>\n"
        b"Subject: Re: Retrait\n\nVoici la photo. Retirez-moi de votre liste.\n"
    )
    with qtbot.waitSignal(today.undoable):
        today._messages.take_in([told])
    assert len(office.inquiry_files.of(asked.id)) == 2  # both mails, as they came

    assert {each.address for each in office.bounces.waiting()} == {
        "luc@radio.example",
        "zoe@metro.example",
    }
    assert office.inquiries.search().total == 1


def test_a_broken_file_of_outlooks_is_kept_whole_and_shown(
    qtbot: QtBot, today: TodayPage, office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "a.msg"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert files_ending(dropped(file), MESSAGE_ENDINGS) == (file,)

    with qtbot.waitSignal(today.open_wanted) as shown:
        today._messages.take_in([file])

    (ref,) = shown.args
    (kept,) = office.inquiry_files.of(InquiryId(ref.id))
    assert kept.size == len(file.read_bytes())


def test_a_table_is_no_message_and_a_thousand_files_are_not_dropped(tmp_path: Path) -> None:
    assert files_ending(dropped(tmp_path / "a.csv"), MESSAGE_ENDINGS) == ()
    assert files_ending(dropped(tmp_path / "a.eml", tmp_path / "a.csv"), MESSAGE_ENDINGS) == ()
    many = [tmp_path / f"{number}.eml" for number in range(FILES_AT_ONCE + 1)]
    assert files_ending(dropped(*many), MESSAGE_ENDINGS) == ()
    assert files_ending(QMimeData(), MESSAGE_ENDINGS) == ()


def unproven(office: Office, *to: Address) -> None:
    for each in to:
        office.bounces.take_in(report(each.bare, own_id=f"<{each.local}@x>"))


def listed(qtbot: QtBot, today: TodayPage) -> AllThatCameBack:
    """Return the list of all that came back, opened from the first of its lines."""
    with qtbot.waitSignal(today.rows_shown):
        today.shown()
    line = today.now.all()[0]
    assert line.line.title == "Addresses to decide about: 2"
    click(line)
    found = today.all_that_came_back
    qtbot.waitUntil(lambda: found.isVisible() and len(found.ticks) == 2)
    return found


def test_what_nothing_proves_is_read_in_one_list_and_closed_with_one_press(
    qtbot: QtBot, today: TodayPage, office: Office
) -> None:
    unproven(office, ZOE, LUC)
    found = listed(qtbot, today)
    words = " ".join(each.text() for each in found.findChildren(Label))
    assert words.count("550 5.1.1 User unknown") == 2

    click(found.choices[BounceDecision.EXCLUDE])

    qtbot.waitUntil(found.isHidden)
    assert {each.address for each in office.outbox.suppressions()} == {ZOE.key, LUC.key}


def test_who_is_not_ticked_is_left_for_later(
    qtbot: QtBot, today: TodayPage, office: Office
) -> None:
    unproven(office, ZOE, LUC)
    found = listed(qtbot, today)

    next(each for each in found.ticks if ZOE.bare in each.text()).setChecked(False)
    assert found.choices[BounceDecision.EXCLUDE].text() == "Write to it no more · 1"
    click(found.choices[BounceDecision.EXCLUDE])

    qtbot.waitUntil(lambda: len(found.ticks) == 1)
    assert [each.address for each in office.outbox.suppressions()] == [LUC.key]


def test_who_was_excluded_without_proof_is_written_to_again_with_one_press(
    qtbot: QtBot, today: TodayPage, office: Office
) -> None:
    unproven(office, ZOE, LUC)
    for each in (ZOE, LUC):
        office.outbox.suppress(
            each, because=ExclusionReason.BOUNCED, note="2026-03-01 · 550 rate limit"
        )
    found = listed(qtbot, today)
    assert "nothing proves" in today.now.all()[0].line.detail

    click(found.choices[BounceDecision.WRITE_AGAIN])

    qtbot.waitUntil(found.isHidden)
    assert office.outbox.suppressions() == ()
