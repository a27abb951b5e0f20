"""Qt's own words, those of its file dialog, are in the language of the window."""

from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from comms_desk import i18n
from comms_desk.ui.app import speak_qts_words


def test_the_buttons_of_qts_dialogs_are_in_french(qapp: QApplication) -> None:
    i18n.use("fr")

    speak_qts_words(qapp)
    said = QCoreApplication.translate("QPlatformTheme", "Cancel")

    for words in qapp.findChildren(QTranslator):
        qapp.removeTranslator(words)
    assert said == "Annuler"
