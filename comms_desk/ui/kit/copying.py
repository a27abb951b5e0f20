"""Rows on the clipboard: a table for Excel, Word and Teams, and the same as text."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from comms_desk.text.spreadsheet import pasted_html, pasted_text


def copy(rows: Iterable[Sequence[str]]) -> None:
    """Put *rows*, as long as each other, on the clipboard; columns without a word are left out.

    Where there is none, what was copied before stays.
    """
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    told = list(zip(*columns, strict=True))
    if not told:
        return
    data = QMimeData()
    data.setHtml(pasted_html(told))
    data.setText(pasted_text(told))
    QGuiApplication.clipboard().setMimeData(data)
