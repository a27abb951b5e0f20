"""To whom an inquiry is handed, or who speaks: found by a few letters, or named there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.inquiries.model import Inquiry
from comms_desk.media.inquiries.moments import Holder
from comms_desk.planning.people.model import NewPerson
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.inquiries.page import InquiriesPage
from tests.ui.inquiries.showing import done, opened
from tests.ui.keys import click, press, type_words


def test_one_question_is_handed_by_itself(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    second = list(page.card.questions.rows.values())[1]
    click(second.holder)
    picker = page.card.verbs.hand_panel.picker
    type_words(picker.search, "Roads")

    done(qtbot, page, lambda: press(picker.search, Qt.Key.Key_Return))

    inquiry = office.inquiries.get(snow.id)
    assert inquiry.parts[1].holder == Holder(body="Roads")
    assert not inquiry.holder
    assert second.holder.text() == "Held by: Roads"


def handing(qtbot: QtBot, page: InquiriesPage, snow: Inquiry) -> Picker:
    opened(qtbot, page, snow.id)
    page.card.verbs.hand.click()
    return page.card.verbs.hand_panel.picker


def details(picker: Picker) -> dict[str, str]:
    return {row.title: row.detail for row in picker.list.rows.rows()}


def test_it_is_handed_to_a_colleague_who_never_signed_in_and_is_named_by_that(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    picker = handing(qtbot, page, snow)
    type_words(picker.search, "Paul Roy")
    qtbot.waitUntil(lambda: next(iter(details(picker)), "") == "+ Paul Roy")
    assert "no address: type it after the name" in details(picker)["+ Paul Roy"]
    type_words(picker.search, " proy@ville.example")
    qtbot.waitUntil(lambda: "proy@ville.example" in details(picker).get("+ Paul Roy", ""))

    done(qtbot, page, lambda: press(picker.search, Qt.Key.Key_Return))

    (paul,) = (each for each in office.people.every() if not each.logins)
    assert (paul.name, paul.email) == ("Paul Roy", "proy@ville.example")
    assert office.inquiries.get(snow.id).holder == Holder(person=paul.id)


def test_a_name_that_reads_as_a_services_is_a_services_first(
    qtbot: QtBot, page: InquiriesPage, snow: Inquiry
) -> None:
    picker = handing(qtbot, page, snow)

    for name in ("Travaux Publics", "paul roy", "SIM Nord"):
        picker.search.empty()
        type_words(picker.search, name)
        qtbot.waitUntil(lambda: f"+ {picker.search.text()}" in details(picker))
        assert next(iter(details(picker))) == name


def test_a_spokesperson_who_never_signed_in_is_named_there(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    known = office.people.add(NewPerson(name="Ève Lavoie"))
    opened(qtbot, page, snow.id)
    editor = page.card.fields["spokesperson"].editor
    assert isinstance(editor, QComboBox)
    editor.setCurrentIndex(editor.count() - 1)
    question = page.card.new_speaker.question
    assert question is not None
    type_words(question.name, "Eve Lavoie")

    press(question.name, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: office.inquiries.get(snow.id).spokesperson == known.id)


def test_handing_over_shows_the_address_of_a_colleague_or_takes_it_after_the_name(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    office.people.add(NewPerson(name="Ève Lavoie", email="elavoie@ville.example"))
    paul = office.people.add(NewPerson(name="Paul Roy"))
    picker = handing(qtbot, page, snow)
    qtbot.waitUntil(lambda: "Paul Roy" in details(picker))
    assert "elavoie@ville.example" in details(picker)["Ève Lavoie"]
    assert "no address" in details(picker)["Paul Roy"]
    type_words(picker.search, "paul roy@ville.example")

    done(qtbot, page, lambda: press(picker.search, Qt.Key.Key_Return))

    assert office.inquiries.get(snow.id).holder == Holder(person=paul.id)
    assert office.people.get(paul.id).email == "roy@ville.example"
