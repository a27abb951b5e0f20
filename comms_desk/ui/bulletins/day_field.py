"""The day of a bulletin: a date, typed or picked from a calendar, saved as ISO text."""

from datetime import date
from typing import cast, override

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QWidget

from comms_desk.i18n import Language, current
from comms_desk.ui.kit.controls import give_role
from comms_desk.ui.kit.fields import CardField

FORMATS = {Language.FRENCH: "d MMMM yyyy", Language.ENGLISH: "MMMM d, yyyy"}


class DayField(CardField):
    """A field that holds a date."""

    @override
    def _build(
        self, lines: int, choices: tuple[tuple[str, str], ...], placeholder: str, *, title: bool
    ) -> QWidget:
        from PySide6.QtCore import QLocale

        day = _Day()
        day.setLocale(QLocale(current().locale))
        day.setDisplayFormat(FORMATS[current()])
        day.setCalendarPopup(True)
        give_role(day, "in-place")
        day.dateChanged.connect(self._pause.key)
        return day


class _Day(QDateEdit):
    def value(self) -> str:
        return cast("date", self.date().toPython()).isoformat()

    def set_value(self, value: str) -> None:
        if value:
            self.setDate(QDate.fromString(value, "yyyy-MM-dd"))
