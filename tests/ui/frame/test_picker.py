"""The dossier that is clicked is the one taken, and a question that fails leaves a way on."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import DossierId, NewDossier
from comms_desk.storage.errors import StorageBusy
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.watch import reading
from tests.support.windows import BRISK, guarded, held_answers
from tests.ui.keys import press, type_words


@pytest.fixture
def water(office: Office) -> DossierId:
    return office.dossiers.add(NewDossier(code="EAU", name="Eau")).id


@pytest.fixture
def snow(office: Office) -> DossierId:
    return office.dossiers.add(NewDossier(code="NEIGE", name="Neige")).id


@pytest.fixture
def picker(qtbot: QtBot, office: Office, water: DossierId, snow: DossierId) -> Iterator[Picker]:
    """A picker that shows both dossiers."""
    errands = Errands(lambda: guarded(office), pauses=BRISK)
    made = Picker(errands, reading.dossiers, asks="Name", offers="Dossiers", none_match="None")
    qtbot.addWidget(made)
    made.resize(400, 400)
    made.ask()
    qtbot.waitUntil(lambda: len(made.list.rows.rows()) == len({water, snow}))
    yield made
    errands.close()


def taken(picker: Picker) -> list[object]:
    heard: list[object] = []
    picker.chosen.connect(heard.append)
    return heard


def click_row(picker: Picker, dossier: DossierId) -> None:
    index = picker.list.rows.index(picker.list.rows.position_of(dossier))
    QTest.mouseClick(
        picker.list.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        picker.list.visualRect(index).center(),
    )


def refuse_once(picker: Picker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the question "ne" refused, as one types, and no later one."""

    def busy(*_args: object, **_named: object) -> None:
        raise StorageBusy(waited_s=5.0)

    with monkeypatch.context() as patch:
        patch.setattr(DossierDesk, "search", busy)
        type_words(picker.search, "ne")
        picker.search.ask()
        qtbot.waitUntil(picker.error.isVisible)


def test_the_row_clicked_is_taken_while_a_question_is_unanswered(
    picker: Picker, qtbot: QtBot, snow: DossierId
) -> None:
    heard = taken(picker)

    with held_answers(DossierDesk, "search") as searched:
        type_words(picker.search, "e")
        qtbot.waitUntil(searched.is_set)
        click_row(picker, snow)
        assert heard == [snow]
    qtbot.waitUntil(lambda: picker._answered)

    assert heard == [snow]


def test_a_row_is_clicked_after_a_question_that_failed(
    picker: Picker, qtbot: QtBot, water: DossierId, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = taken(picker)

    refuse_once(picker, qtbot, monkeypatch)
    click_row(picker, water)

    assert heard == [water]


def test_enter_asks_again_after_a_question_that_failed(
    picker: Picker, qtbot: QtBot, snow: DossierId, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = taken(picker)

    refuse_once(picker, qtbot, monkeypatch)
    assert heard == []
    press(picker.search, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: heard == [snow])
    assert not picker.error.isVisible()


def test_how_many_are_offered_of_how_many_is_said_where_some_are_not(
    picker: Picker, qtbot: QtBot, office: Office, water: DossierId
) -> None:
    assert not picker.more.isVisible()
    for number in range(reading.DOSSIERS_OFFERED):
        office.dossiers.add(NewDossier(code=f"P-{number}", name=f"Parc {number}"))

    picker.left_out = {water}
    picker.ask()
    qtbot.waitUntil(picker.more.isVisible)
    assert picker.more.text() == "19 of 21"

    type_words(picker.search, "neige")
    qtbot.waitUntil(lambda: len(picker.list.rows.rows()) == 1)
    assert not picker.more.isVisible()


def test_what_enter_takes_is_lit_while_the_keys_are_in_the_field(picker: Picker) -> None:
    picker.search.setFocus()

    assert picker.list.chosen is not None
    assert picker.list.is_lit
