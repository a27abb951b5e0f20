"""Why a file is not read as a table, and why an import is not undone."""

from collections.abc import Mapping

from comms_desk.apart import WorkTooHeavy, WorkTooLong
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.imports import workbook
from comms_desk.text import columns, decoding, tabular
from comms_desk.wording.sentence import Says

BYTES_IN_A_MEGABYTE = 1024 * 1024
WORDS_SHOWN = 8
"""How many headings an error names."""


def _not_a_table(error: decoding.NotATable) -> tuple[str, str]:
    if error.kind is decoding.FileKind.BINARY:
        return (
            _("This file is not text: line {line} holds characters that no table has.").format(
                line=error.line
            ),
            _("Export the list again as CSV."),
        )
    if error.kind is decoding.FileKind.VCARD:
        return (
            _("This file is a vCard, which the desk does not read yet."),
            _("In the address book that it comes from, export the contacts as CSV."),
        )
    kinds = {
        decoding.FileKind.PDF: _("This file is a PDF, not a table."),
        decoding.FileKind.IMAGE: _("This file is an image, not a table."),
        decoding.FileKind.ARCHIVE: _("This file is an archive, not a table."),
    }
    return kinds[error.kind], _("Choose a CSV file or a workbook.")


def _table_too_large(error: tabular.TableTooLarge) -> tuple[str, str]:
    limit = format_number(error.limit)
    sentences = {
        "bytes": _("This file is too large: at most {limit}\u00a0MB are read.").format(
            limit=format_number(error.limit // BYTES_IN_A_MEGABYTE)
        ),
        "rows": _("This file has too many rows: at most {limit} are read.").format(limit=limit),
        "columns": _("Line {line} has too many columns: at most {limit} are read.").format(
            line=error.line, limit=limit
        ),
        "cells": _("This worksheet has too many cells: at most {limit} are read.").format(
            limit=limit
        ),
        "characters": _("A cell of line {line} is too long: at most {limit} characters.").format(
            line=error.line, limit=limit
        ),
    }
    return sentences[error.unit], _("Make sure that it is a list, or cut it in several files.")


def _listed(words: tuple[str, ...]) -> str:
    """Return *words*, each between quotation marks: a heading may have a comma in it."""
    shown = _quoted(words[:WORDS_SHOWN])
    if len(words) <= WORDS_SHOWN:
        return shown
    return _("{words} and {count} more").format(
        words=shown, count=format_number(len(words) - WORDS_SHOWN)
    )


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(_("“{word}”").format(word=word) for word in words)


TABLES: Mapping[type[CommsDeskError], Says] = {
    decoding.NotATable: _not_a_table,
    tabular.TableTooLarge: _table_too_large,
    workbook.WorksheetNotThere: lambda e: (
        _("The workbook has no worksheet called “{worksheet}”.").format(worksheet=e.worksheet),
        _("Choose among: {found}.").format(found=_listed(e.found)),
    ),
    workbook.ResultsMissing: lambda e: (
        ngettext(
            "Cell {cell} holds a formula without its result.",
            "{count} cells hold a formula without its result, from {cell}.",
            e.count,
        ).format(cell=e.cell, count=format_number(e.count)),
        _("Open the workbook in Excel, save it, then choose it again."),
    ),
    WorkTooLong: lambda e: (
        _("This file is not read after {seconds} seconds.").format(
            seconds=format_number(e.seconds)
        ),
        _("Keep the list alone in the workbook, or save it as CSV."),
    ),
    WorkTooHeavy: lambda e: (
        _("To read this file takes more than {limit}\u00a0MB of memory.").format(
            limit=format_number(e.limit // BYTES_IN_A_MEGABYTE)
        ),
        _("Keep the list alone in the workbook, or save it as CSV."),
    ),
    columns.NoKnownColumn: lambda e: (
        _("No column was recognised among: {found}.").format(found=_listed(e.found)),
        _("Give the file a header line with, for example: {expected}.").format(
            expected=_quoted(e.expected[:WORDS_SHOWN])
        ),
    ),
    columns.ColumnsMissing: lambda e: (
        _("The file lacks the column {missing}.").format(missing=_listed(e.missing)),
        _("Add it to line {line}, which has: {found}.").format(line=e.line, found=_listed(e.found)),
    ),
    columns.HeadingNotThere: lambda e: (
        _("No column is called “{heading}”.").format(heading=e.heading),
        _("Write the heading as line {line} has it: {found}.").format(
            line=e.line, found=_quoted(e.found)
        ),
    ),
}
