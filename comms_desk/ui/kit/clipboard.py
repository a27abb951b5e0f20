"""Rows on the clipboard: a table for Excel, Word and Teams, and the same as text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from comms_desk.text.spreadsheet import pasted_html, pasted_text


@dataclass(frozen=True, slots=True)
class Copied:
    """Rows written out to be pasted; nothing where there were none."""

    html: str = ""
    text: str = ""


def written_out(rows: Iterable[Sequence[str]]) -> Copied:
    """Return *rows*, as long as each other, to be pasted; columns without a word are left out."""
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    told = list(zip(*columns, strict=True))
    return Copied(pasted_html(told), pasted_text(told)) if told else Copied()


def put(copied: Copied) -> None:
    """Put what is *copied* on the clipboard; where it is nothing, what was there before stays."""
    if copied.text:
        data = QMimeData()
        data.setHtml(copied.html)
        data.setText(copied.text)
        QGuiApplication.clipboard().setMimeData(data)


def copy(rows: Iterable[Sequence[str]]) -> None:
    """Put *rows* on the clipboard."""
    put(written_out(rows))
