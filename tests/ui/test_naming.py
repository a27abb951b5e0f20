"""Nobody is known by a login: whoever sits at the desk is asked their name, over the page."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.planning.people.model import PersonId
from comms_desk.ui.window import Window
from tests.ui.keys import click, type_words


@pytest.fixture
def asked(qtbot: QtBot, window: Window) -> Window:
    window.naming.read()
    qtbot.waitUntil(window.naming.isVisible)
    return window


def called(office: Office) -> str:
    return office.people.get(PersonId(office.database.actor or 0)).name


def test_one_whom_only_a_login_names_is_asked_their_name(
    qtbot: QtBot, asked: Window, office: Office
) -> None:
    assert "“anne”" in asked.naming.said.text()
    assert not asked.naming.line.hasFocus()
    assert not asked.naming.keep.isEnabled()

    type_words(asked.naming.line, "Anne Tremblay")
    click(asked.naming.keep)

    qtbot.waitUntil(asked.naming.isHidden)
    qtbot.waitUntil(lambda: asked.errands.is_idle)
    assert called(office) == "Anne Tremblay"
    asked.naming.read()
    qtbot.waitUntil(lambda: asked.errands.is_idle)
    assert asked.naming.isHidden()


def test_a_login_is_no_answer(asked: Window) -> None:
    type_words(asked.naming.line, "Anne")
    assert not asked.naming.keep.isEnabled()


def test_it_can_wait(asked: Window, office: Office) -> None:
    click(asked.naming.later)

    assert asked.naming.isHidden()
    assert called(office) == "anne"


def test_who_has_a_name_is_not_asked(qtbot: QtBot, window: Window, office: Office) -> None:
    office.people.rename(PersonId(office.database.actor or 0), "Anne Tremblay")

    window.naming.read()

    qtbot.waitUntil(lambda: window.errands.is_idle)
    assert window.naming.isHidden()


def test_a_name_given_elsewhere_is_not_asked_for_any_more(
    qtbot: QtBot, asked: Window, office: Office
) -> None:
    office.people.rename(PersonId(office.database.actor or 0), "Anne Tremblay")
    asked.stirred.emit()

    qtbot.waitUntil(asked.naming.isHidden)
