"""Mails dropped on the page of inquiries, or pasted there, come in."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from pytestqt.qtbot import QtBot

from comms_desk.across.mails import take_in_mail
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.inquiries.case.taking_in import MailTakenIn
from comms_desk.media.inquiries.model import InquiryTab
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.inquiries.page import InquiriesPage
from comms_desk.ui.shell.window import Window
from tests.media.inquiries.corpora import folder_mails, mails


@pytest.fixture
def page(qtbot: QtBot, errands: Errands) -> InquiriesPage:
    made = InquiriesPage(errands)
    qtbot.addWidget(made)
    made.show()
    return made


def dropped(*files: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in files])
    return data


def test_a_mail_that_is_dropped_is_an_inquiry_and_said(
    qtbot: QtBot, page: InquiriesPage, office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(mails("tuning")[1].raw)
    drop = page.dropping(dropped(file))
    assert drop is not None

    with qtbot.waitSignal(page.undoable) as said:
        drop()

    assert said.args is not None
    assert said.args[0] == "Inquiry noted: Rémunération des cadres"
    (one,) = office.inquiries.search(view=InquiryTab.ALL).rows
    qtbot.waitUntil(lambda: page.card.ref == Ref(Subject.INQUIRY, one.id))


def test_a_mail_whose_inquiry_is_in_the_bin_says_so_and_offers_it(
    qtbot: QtBot, page: InquiriesPage, office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(mails("tuning")[1].raw)
    taken = take_in_mail(office, file.read_bytes())
    assert isinstance(taken, MailTakenIn)
    inquiry = taken.inquiry.id
    office.inquiries.put_in_bin(inquiry)
    drop = page.dropping(dropped(file))
    assert drop is not None

    with qtbot.waitSignal(page.undoable) as said:
        drop()
    assert said.args is not None
    assert said.args[0] == "This mail is already there, in the bin: Rémunération des cadres"
    said.args[1]()

    qtbot.waitUntil(lambda: page.errands.is_idle)
    assert [each.id for each in office.inquiries.search(view=InquiryTab.ALL).rows] == [inquiry]


def test_of_several_it_is_said_whose_they_may_be(
    qtbot: QtBot, page: InquiriesPage, tmp_path: Path
) -> None:
    of_kind = {each.expected["kind"]: each.raw for each in mails("tuning")}
    for kind in ("inquiry", "citizen", "access"):
        (tmp_path / f"{kind}.eml").write_bytes(of_kind[kind])
    drop = page.dropping(dropped(*sorted(tmp_path.glob("*.eml"))))
    assert drop is not None

    with qtbot.waitSignal(page.undoable) as said:
        drop()

    assert said.args is not None
    assert said.args[0] == (
        "3 inquiries noted · To be referred? the person in charge of access (1), 311 (1)"
    )


@pytest.mark.parametrize(
    "name",
    ["a read receipt", "out of office, by its subject", "nobody is known to have written it"],
)
def test_what_nobody_wrote_is_no_inquiry_and_that_is_said(
    qtbot: QtBot, page: InquiriesPage, office: Office, tmp_path: Path, name: str
) -> None:
    (raw,) = (raw for _expected, called, raw in folder_mails() if called == name)
    (tmp_path / "a.eml").write_bytes(raw)
    drop = page.dropping(dropped(tmp_path / "a.eml"))
    assert drop is not None

    drop()
    qtbot.waitUntil(page.error.isVisible)

    assert "an absence, a receipt or an empty file" in page.error.words
    assert office.inquiries.search(view=InquiryTab.ALL).rows == ()


def test_the_text_of_a_mail_is_pasted(qtbot: QtBot, page: InquiriesPage, office: Office) -> None:
    text = (
        "De : Ada Okafor <ada.okafor@lapresse.example>\nEnvoyé : 23 novembre 2026 16:02\n"
        "À : medias@ville.example\nObjet : Budget\n\nCombien? Tombée 17 h."
    )
    QGuiApplication.clipboard().setText(text)

    with qtbot.waitSignal(page.undoable) as said:
        page.paste()

    assert said.args is not None
    assert said.args[0] == "Inquiry noted: Budget"
    (inquiry,) = office.inquiries.search(view=InquiryTab.ALL).rows
    assert [each.name for each in inquiry.reporters] == ["Ada Okafor"]
    assert [each.question for each in inquiry.parts] == ["Combien?"]


def test_a_file_that_is_no_mail_is_not_for_this_page(page: InquiriesPage, tmp_path: Path) -> None:
    assert page.dropping(dropped(tmp_path / "a.csv")) is None


def test_a_mail_that_is_dropped_on_the_window_goes_to_the_inquiries(
    qtbot: QtBot, window: Window, office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(mails("tuning")[1].raw)
    data = dropped(file)
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    assert window._drops.eventFilter(window, drop)

    qtbot.waitUntil(lambda: len(office.inquiries.search(view=InquiryTab.ALL).rows) == 1)
    assert isinstance(window.page, InquiriesPage)


def test_each_mail_of_an_mbox_is_taken_in_once(
    qtbot: QtBot, page: InquiriesPage, office: Office, tmp_path: Path
) -> None:
    zoe = b"From: zoe@metro.example\nMessage-ID: <1@metro.example>\n\nCombien d'arbres?\n"
    luc = b"From: luc@radio.example\nMessage-ID: <2@radio.example>\n\nCombien de pistes?\n"
    (tmp_path / "a.eml").write_bytes(zoe)
    line = b"From - Thu Dec  3 05:00:00 2026\n"
    (tmp_path / "b.mbox").write_bytes(line + zoe + b"\n" + line + luc)

    for name in ("a.eml", "b.mbox"):
        drop = page.dropping(dropped(tmp_path / name))
        assert drop is not None
        with qtbot.waitSignal(page.undoable) as said:
            drop()

    asked = {
        question.question for each in office.inquiries.search().rows for question in each.parts
    }
    assert asked == {"Combien d'arbres?", "Combien de pistes?"}
    assert "1 inquiry noted" in said.args[0]
