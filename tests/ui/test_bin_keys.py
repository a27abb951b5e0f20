"""Once a thing goes to the bin the keys are the list's: no verb is left under them."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.dossiers.page import DossiersPage
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.page import Page
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.texts.page import TextsPage
from tests.ui.keys import click


def bin_button(page: Page) -> Button:
    (button,) = [
        each
        for each in page.findChildren(Button)
        if each.isVisible() and "bin" in each.accessibleName()
    ]
    return button


@pytest.mark.parametrize("kind", [TextsPage, DirectoryPage, DossiersPage, BulletinsPage])
def test_enter_pressed_again_takes_no_other_thing(
    qtbot: QtBot, errands: Errands, kind: type[Page]
) -> None:
    page = kind(errands)
    qtbot.addWidget(page)
    page.resize(1104, 772)
    page.show()
    page.shown()
    page.new()
    qtbot.waitUntil(lambda: any("bin" in each.accessibleName() for each in shown(page)))
    button = bin_button(page)
    button.setFocus()

    click(button)
    qtbot.waitUntil(lambda: errands.is_idle)

    focused = page.window().focusWidget()
    assert focused is not None
    assert focused is not button
    assert page.column.isAncestorOf(focused)  # type: ignore[attr-defined]


def shown(page: QWidget) -> list[Button]:
    return [each for each in page.findChildren(Button) if each.isVisible()]
