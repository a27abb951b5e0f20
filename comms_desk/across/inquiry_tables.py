"""The figures of inquiries as tables in the reader's words: for window, prompt and files."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta

from comms_desk.across.inquiry_figures import (
    NOBODY,
    OFFICE,
    FigureGrouping,
    InquiryCounts,
    InquiryFigures,
    Lasted,
)
from comms_desk.facts import LANGUAGE
from comms_desk.i18n import (
    Language,
    _,
    format_lasted,
    format_number,
    format_share,
    format_some_day,
    ngettext,
)
from comms_desk.media.inquiries.facts import CAUSE, RESOLUTION
from comms_desk.media.outlets.facts import KIND
from comms_desk.media.outlets.model import OutletKind
from comms_desk.text.approximate import Approximate
from comms_desk.text.bars import Bar, BarTable
from comms_desk.text.spreadsheet import Cell


def tables(found: InquiryFigures) -> tuple[BarTable, ...]:
    """Return the tables of what was *found*, those that have a row.

    The bar of a group is of those answered in time, then of the others that came.
    """
    every = (
        BarTable(
            title=_("Where they waited"),
            headings=(_("Held by whom"), _("All together"), _("Inquiries"), _("Each one")),
            bars=tuple(
                Bar(
                    cells=(
                        _holder(name),
                        _minutes(lasted.total),
                        format_number(lasted.number),
                        said(lasted),
                    ),
                    parts=(lasted.total,),
                )
                for name, lasted in sorted(found.waited.items(), key=_longest_first)
            ),
        ),
        _numbers(_("Why they were late"), _("Cause"), _causes(found)),
        _numbers(_("How they ended"), _("Ending"), _ends(found)),
        *(_groups(by, groups) for by, groups in found.by.items()),
    )
    return tuple(table for table in every if table.bars)


def said(lasted: Lasted) -> str:
    """Return the median of some durations and their number; of a few, each of them."""
    if lasted.median is None:
        return "; ".join(map(_minutes, lasted.each))
    told = ngettext("median {time} of {n}", "median {time} of {n}", lasted.number)
    return told.format(time=_minutes(lasted.median), n=format_number(lasted.number))


def in_file(found: InquiryFigures) -> tuple[list[str], list[list[Cell]]]:
    """Return all that was *found* as one table for a spreadsheet: its headings and its rows.

    Durations are minutes: their median, or each of them where they are few.
    """
    headings = [
        *(_("Table"), _("Of what"), _("Inquiries"), _("Of which open still")),
        *(_("Of which answered"), _("Of which with an hour"), _("In time")),
        *(_("Until acknowledged, median (min)"), _("Until acknowledged, each (min)")),
        *(_("Until answered, median (min)"), _("Until answered, each (min)")),
        *(_("Waited, all together (min)"), _("Waited, median (min)"), _("Waited, each (min)")),
    ]
    rows: list[list[Cell]] = [[_("All of them"), "", *_counts(found)]]
    for by, groups in found.by.items():
        rows += [[_by(by)[0], _group(by, name), *_counts(each)] for name, each in groups.items()]
    between: list[Cell] = [None] * 8
    for name, lasted in found.waited.items():
        row = (_holder(name), lasted.number, *between, lasted.total, *_durations(lasted))
        rows.append([_("Where they waited"), *row])
    rows += [[_("Why they were late"), name, number] for name, number in _causes(found)]
    rows += [[_("How they ended"), name, number] for name, number in _ends(found)]
    return headings, [row + [None] * (len(headings) - len(row)) for row in rows]


def _groups(by: FigureGrouping, groups: Mapping[str, InquiryCounts]) -> BarTable:
    title, of = _by(by)
    return BarTable(
        title=title,
        headings=(of, _("Inquiries"), _("In time"), _("Acknowledged after"), _("Answered after")),
        bars=tuple(
            Bar(
                cells=(
                    _group(by, name),
                    format_number(each.received),
                    format_share(each.in_time, each.with_hour) if each.with_hour else "",
                    said(each.to_acknowledge),
                    said(each.to_answer),
                ),
                parts=(each.in_time, each.received - each.in_time),
            )
            for name, each in groups.items()
        ),
    )


def _numbers(title: str, of: str, counted: Iterator[tuple[str, int]]) -> BarTable:
    return BarTable(
        title=title,
        headings=(of, _("Inquiries")),
        bars=tuple(
            Bar(cells=(name, format_number(number)), parts=(number,)) for name, number in counted
        ),
    )


def _causes(found: InquiryFigures) -> Iterator[tuple[str, int]]:
    for cause, number in Counter(found.late_causes).most_common():
        yield CAUSE.say(cause), number
    if found.late_unexplained:
        yield _("Nobody said"), found.late_unexplained


def _ends(found: InquiryFigures) -> Iterator[tuple[str, int]]:
    ended = Counter(found.resolutions)
    return ((RESOLUTION.say(each), number) for each, number in ended.most_common())


def _longest_first(waited: tuple[str, Lasted]) -> int:
    return -waited[1].total


def _holder(name: str) -> str:
    return {OFFICE: _("Communications"), NOBODY: _("With nobody")}.get(name, name)


def _by(by: FigureGrouping) -> tuple[str, str]:
    """Return the title of that table, and of its first column."""
    return {
        FigureGrouping.OUTLET_KIND: (_("By kind of outlet"), _("Kind of outlet")),
        FigureGrouping.LANGUAGE: (_("By language"), _("Language")),
        FigureGrouping.DOSSIER: (_("By dossier"), _("Dossier")),
        FigureGrouping.MONTH: (_("By month"), _("Month")),
    }[by]


def _group(by: FigureGrouping, name: str) -> str:
    match by:
        case FigureGrouping.OUTLET_KIND:
            return KIND.say(OutletKind(name)) if name else _("Outlet not in the directory")
        case FigureGrouping.LANGUAGE:
            return LANGUAGE.say(Language(name))
        case FigureGrouping.DOSSIER:
            return name or _("No dossier")
        case FigureGrouping.MONTH:
            year, month = map(int, name.split("-"))
            return format_some_day(Approximate(year, month))


def _counts(of: InquiryCounts) -> tuple[Cell, ...]:
    counts = (of.received, of.still_open, of.answered, of.with_hour, of.in_time)
    return *counts, *_durations(of.to_acknowledge), *_durations(of.to_answer)


def _durations(lasted: Lasted) -> tuple[Cell, Cell]:
    return lasted.median, "; ".join(map(str, lasted.each))


def _minutes(number: int) -> str:
    return format_lasted(timedelta(minutes=number))
