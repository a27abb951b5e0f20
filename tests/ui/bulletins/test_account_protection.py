"""The form of a sending account is read whole, in both languages."""

import pytest
from PySide6.QtWidgets import QStyle, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.i18n import Language
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.frame.accounts.dialog import AccountDialog


@pytest.mark.parametrize("language", list(Language))
def test_each_protection_is_read_whole(
    page: BulletinsPage, qtbot: QtBot, language: Language
) -> None:
    i18n.use(language)
    dialog = AccountDialog(page, page.errands, None)
    dialog.open()
    combo = dialog.form.protection
    qtbot.waitUntil(combo.isVisible)
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    words = combo.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox,
        option,
        QStyle.SubControl.SC_ComboBoxEditField,
        combo,
    )

    longest = max(
        combo.fontMetrics().horizontalAdvance(combo.itemText(place))
        for place in range(combo.count())
    )

    assert longest <= words.width()
    assert abs(combo.width() - dialog.form.server.width()) <= 1
    dialog.close()
