"""The Dossiers page: found, opened, edited in place, tied, and every step undone."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from comms_desk.across import dossier_page
from comms_desk.across.office import Office
from comms_desk.changes import Change, Ref, Subject
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.planning.dossiers.model import Dossier, DossierStatus
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage.errors import StorageBusy
from comms_desk.storage.model import FieldChange
from comms_desk.ui.dossiers.page import DossiersPage
from tests.support.windows import held_answers, held_writes
from tests.ui.dossiers.showing import opened, settled, shown, titles, undone
from tests.ui.keys import click, press, type_words


def typed(page: DossiersPage, text: str) -> None:
    editor = page.card.fields["name"].editor
    assert isinstance(editor, QLineEdit)
    editor.setText(text)
    page.card.save_now()


def test_an_empty_page_says_what_a_dossier_is_for(qtbot: QtBot, page: DossiersPage) -> None:
    shown(qtbot, page)

    assert page.column.empty.isVisible()
    qtbot.waitUntil(page.column.empty.sample.isVisible)
    with qtbot.waitSignal(page.sample_wanted):
        click(page.column.empty.sample)


def test_paragraphs_pasted_in_the_name_are_what_it_is_about(
    qtbot: QtBot, page: DossiersPage, snow: Dossier
) -> None:
    opened(qtbot, page, snow)
    page.card.sheet.edit_title()
    name, about = (page.card.fields[each] for each in ("name", "about"))
    QGuiApplication.clipboard().setText("Un.\n\nDeux.")

    press(name.editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert (name.value, about.value) == ("Déneigement", "Un.\n\nDeux.")
    assert about.editor.hasFocus()


def test_dossiers_are_found_as_one_types(qtbot: QtBot, page: DossiersPage, snow: Dossier) -> None:
    assert shown(qtbot, page) == ["Déneigement", "Piscines extérieures"]

    page.column.search.setText("pisc")
    page.column.search.ask()
    settled(qtbot, page)

    assert titles(page) == ["Piscines extérieures"]


def test_closed_dossiers_stand_apart(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    office.dossiers.edit(snow.id, FieldChange("status", DossierStatus.OPEN, DossierStatus.CLOSED))

    assert shown(qtbot, page) == ["Piscines extérieures"]

    page.column.check(DossierStatus.CLOSED)
    settled(qtbot, page)
    assert titles(page) == ["Déneigement"]


def test_a_dossier_of_any_status_opens_from_elsewhere(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    office.dossiers.edit(snow.id, FieldChange("status", DossierStatus.OPEN, DossierStatus.CLOSED))

    opened(qtbot, page, snow)

    assert page.card.fields["name"].value == "Déneigement"
    assert page.column.list.chosen == snow.id


def test_a_lead_who_never_signed_in_is_named_there(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    opened(qtbot, page, snow)
    field = page.card.fields["lead"]
    editor = field.editor
    assert isinstance(editor, QComboBox)
    before = field.value
    editor.setCurrentIndex(editor.count() - 1)
    question = page.card.new_lead.question
    assert question is not None
    assert field.value == before
    assert not question.verb.isEnabled()
    type_words(question.email, "proy@ville.example")
    type_words(question.name, "Paul Roy")

    click(question.verb)
    qtbot.waitUntil(lambda: len(office.people.every()) > 1)
    settled(qtbot, page)
    page.refresh()

    qtbot.waitUntil(lambda: editor.currentText() == "Paul Roy")
    (paul,) = (each for each in office.people.every() if not each.logins)
    assert (paul.name, paul.email) == ("Paul Roy", "proy@ville.example")
    assert office.dossiers.get(snow.id).lead == paul.id


def test_a_card_says_all_of_a_dossier(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    lead = office.people.add(NewPerson(name="Ève Lavoie"))
    office.dossiers.edit(snow.id, FieldChange("lead", snow.lead, lead.id))

    opened(qtbot, page, snow)

    fields = page.card.fields
    assert [fields[each].value for each in ("code", "status", "lead", "scope")] == [
        "NEIGE",
        "open",
        str(lead.id),
        "VDN,VMA",
    ]


def test_what_is_typed_is_saved(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    opened(qtbot, page, snow)

    typed(page, "Déneigement et verglas")
    settled(qtbot, page)

    assert office.dossiers.get(snow.id).name == "Déneigement et verglas"
    page.changed(Change.of(Subject.DOSSIER, [snow.id]))
    qtbot.waitUntil(lambda: "Déneigement et verglas" in titles(page))


def test_a_code_that_is_taken_is_said_under_the_field(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    opened(qtbot, page, snow)
    editor = page.card.fields["code"].editor
    assert isinstance(editor, QLineEdit)

    editor.setText("piscines")
    page.card.save_now()
    settled(qtbot, page)

    assert office.dossiers.get(snow.id).code == "NEIGE"
    assert page.card.fields["code"].is_unsaved


def test_what_is_said_of_a_fact_moves_nothing_under_it(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    opened(qtbot, page, snow)
    page.resize(1_104, 772)
    page.show()
    page.card.sheet.open("code", "status")
    status, code = page.card.fields["status"], page.card.fields["code"]
    qtbot.waitUntil(lambda: status.y() > code.y() > 0)
    before = status.mapTo(page, status.rect().topLeft())
    editor = code.editor
    assert isinstance(editor, QLineEdit)

    editor.setText("piscines")
    page.card.save_now()
    qtbot.waitUntil(lambda: code.refusal != "")
    QCoreApplication.sendPostedEvents()

    assert status.mapTo(page, status.rect().topLeft()) == before


def test_somebody_elses_text_and_ours_are_both_shown(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    opened(qtbot, page, snow)
    page.card.fields["name"].editor.blockSignals(True)
    office.dossiers.edit(snow.id, FieldChange("name", "Déneigement", "Chargement"))
    page.card.fields["name"].editor.blockSignals(False)

    typed(page, "Verglas")
    settled(qtbot, page)

    assert office.dossiers.get(snow.id).name == "Chargement"
    assert page.card.fields["name"].is_unsaved


def test_a_new_dossier_is_opened_under_its_searched_name_and_undone(
    qtbot: QtBot, page: DossiersPage, office: Office
) -> None:
    shown(qtbot, page)
    page.column.search.setText("Budget 2027")

    undo = undone(qtbot, page, page.new)

    assert page.card.fields["name"].value == "Budget 2027"
    (dossier,) = office.dossiers.search().rows
    assert dossier.code == "D26-1"
    assert page.column.list.chosen == dossier.id
    assert page.column.filter is DossierStatus.OPEN

    undo()
    settled(qtbot, page)
    assert office.dossiers.search().rows == ()


def test_a_dossier_put_in_the_bin_comes_back(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    opened(qtbot, page, snow)

    undo = undone(qtbot, page, page.card._bin.click)
    assert [each.ref.id for each in office.bin.search().rows] == [snow.id]

    undo()
    settled(qtbot, page)
    assert office.bin.search().rows == ()
    assert page.card.fields["name"].value == "Déneigement"


def test_a_dossier_opened_while_another_goes_to_the_bin_stays_open(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    (pools,) = office.dossiers.search("piscines").rows
    opened(qtbot, page, snow)

    with held_writes(page.errands):
        page.card._bin.click()
        page.open(Ref(Subject.DOSSIER, pools.id))
        qtbot.waitUntil(lambda: page.card.fields["name"].value == "Piscines extérieures")
    settled(qtbot, page)

    assert [each.ref.id for each in office.bin.search().rows] == [snow.id]
    assert page.card.thing is not None
    assert page.card.thing.id == pools.id


def test_what_is_undone_is_what_was_said_last(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    (pools,) = office.dossiers.search("piscines").rows
    opened(qtbot, page, snow)
    offered: list[Callable[[], None]] = []

    def undo_the_first(_said: str, undo: Callable[[], None]) -> None:
        offered.append(undo)
        if len(offered) == 1:
            undo()

    page.undoable.connect(undo_the_first)
    with held_writes(page.errands):
        page.card._bin.click()
        page.open(Ref(Subject.DOSSIER, pools.id))
        qtbot.waitUntil(lambda: page.card.fields["name"].value == "Piscines extérieures")
        page.card._bin.click()
    qtbot.waitUntil(lambda: len(offered) == 2)
    settled(qtbot, page)

    assert [each.ref.id for each in office.bin.search().rows] == [pools.id]


def test_a_dossier_that_is_on_its_way_is_not_overtaken_by_the_one_shown(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    (pools,) = office.dossiers.search("piscines").rows
    opened(qtbot, page, snow)

    page.column.list.choose(pools.id)
    page.refresh()
    settled(qtbot, page)

    assert page.card.fields["name"].value == "Piscines extérieures"


def test_a_dossier_that_cannot_be_read_again_stays_and_the_page_says_why(
    qtbot: QtBot, page: DossiersPage, snow: Dossier
) -> None:
    opened(qtbot, page, snow)

    page._gone(StorageBusy(waited_s=5))

    assert page.card.thing is not None
    assert page.error.isVisible()


def test_the_keyboard_goes_through_the_list(
    qtbot: QtBot, page: DossiersPage, snow: Dossier
) -> None:
    shown(qtbot, page)

    page.next_row()
    settled(qtbot, page)
    assert page.card.fields["name"].value == "Déneigement"

    page.next_row()
    settled(qtbot, page)
    assert page.card.fields["name"].value == "Piscines extérieures"


def test_the_name_of_a_new_dossier_is_typed_over(qtbot: QtBot, page: DossiersPage) -> None:
    shown(qtbot, page)

    page.new()
    qtbot.waitUntil(lambda: page.card.thing is not None)
    settled(qtbot, page)
    type_words(page.card.fields["name"].editor, "Marathon")

    assert page.card.fields["name"].value == "Marathon"


def test_a_dossier_read_before_the_bin_is_not_shown_after(
    qtbot: QtBot, page: DossiersPage, snow: Dossier
) -> None:
    opened(qtbot, page, snow)

    with held_answers(dossier_page, "view") as read:
        page.read_card()
        qtbot.waitUntil(read.is_set)
        with qtbot.waitSignal(page.undoable):
            page.card._bin.click()
    settled(qtbot, page)

    assert page.card.thing is None


def test_what_went_to_the_bin_is_named(qtbot: QtBot, page: DossiersPage, snow: Dossier) -> None:
    opened(qtbot, page, snow)

    with qtbot.waitSignal(page.undoable) as done:
        page.card._bin.click()

    assert done.args[0] == "“Déneigement” is in the bin"


def test_a_dossier_says_how_many_inquiries_about_it_are_open(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    office.inquiries.add(NewInquiry(title="Coût du contrat", dossier=snow.id))

    opened(qtbot, page, snow)

    assert page.card.ties.count.text() == "1 open inquiry"
    assert "Coût du contrat" in [line.line.title for line in page.card.ties.lines.all()]
