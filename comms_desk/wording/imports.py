"""What an import does, counted in words, for the window and the command line.

Each count names what it counts, or is of one kind of thing only: French agrees with it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module

from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError
from comms_desk.facts import Facts
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.imports.model import (
    Import,
    ImportDone,
    ImportPlan,
    ImportUndone,
    KeptReason,
    LeftOutRow,
    LeftOutRows,
    PlannedChange,
    PlannedRow,
    RowFate,
)
from comms_desk.imports.workbook import OpenedTable
from comms_desk.internal.audience import facts as audience
from comms_desk.mail.errors import BadAddress
from comms_desk.media.contacts import facts as contacts
from comms_desk.media.outlets import facts as outlets
from comms_desk.media.outlets.model import BadPhone
from comms_desk.text.columns import Sheet
from comms_desk.wording import say

BETWEEN = " · "
COME_WITHOUT = frozenset({Subject.CONTACT, Subject.OUTLET})
"""What comes in without an address that is none, if something else reaches it."""
READERS = (
    "comms_desk.internal.audience.importing",
    "comms_desk.media.contacts.importing",
    "comms_desk.media.outlets.importing",
)
"""Of rows, each a kind of things; imported only where a row was left out."""
LINES_SHOWN = 10
NAME_SHOWN = 32
STAYING_NAMED = 3
"""How many names a toast has room for."""


def summary(plan: ImportPlan) -> str:
    """Return how many rows of *plan* become what."""
    if plan.subject is Subject.EMPLOYEE:
        return of_employees(plan.rows, absent=plan.absent)
    return of_outlets(plan.rows) if plan.subject is Subject.OUTLET else of_contacts(plan.rows)


def worksheet_read(table: OpenedTable) -> str:
    """Return which worksheet of a workbook was read, where there are several; else nothing."""
    if len(table.worksheets) < 2:  # noqa: PLR2004 - nothing was chosen
        return ""
    others = [each for each in table.worksheets if each != table.worksheet]
    said = _("worksheet read: {worksheet}; not read: {others}")
    return said.format(worksheet=table.worksheet, others=", ".join(others))


def rows_read(name: str, done: int, total: int) -> str:
    """Return how far the file of that *name* is read; of about how many rows, 0 if nobody knows."""
    shown = name if len(name) <= NAME_SHOWN else f"{name[:NAME_SHOWN]}…"
    if not total:
        return _("Reading {name}: {done} rows").format(name=shown, done=format_number(done))
    return _("Reading {name}: {done} of about {total} rows").format(
        name=shown, done=format_number(done), total=format_number(total)
    )


def imported(done: ImportDone) -> str:
    """Return what an import did, how many rows it left out, whole or in part, and what is beside.

    Of a workbook one sheet came in: the others are easily forgotten.
    """
    counts = done.plan.counts
    count, changed = counts[RowFate.NEW] + counts[RowFate.CHANGED], 0
    if done.plan.subject is Subject.EMPLOYEE:
        said = ngettext("{count} employee imported", "{count} employees imported", count)
    elif done.plan.subject is Subject.OUTLET:
        said = ngettext("{count} outlet imported", "{count} outlets imported", count)
    else:
        count, changed = len(done.written.of(Subject.CONTACT)), len(done.written.edits)
        said = ngettext("{count} contact added", "{count} contacts added", count)
    changes = ngettext("{count} change made", "{count} changes made", changed)
    changes = changes.format(count=format_number(changed)) if changed else ""
    sheets = len(done.plan.opened.worksheets) - 1
    others = ngettext("{count} other sheet in the file", "{count} other sheets in the file", sheets)
    beside = others.format(count=format_number(sheets)) if sheets > 0 else ""
    parts = said.format(count=format_number(count)), changes, left_out_count(done.left_out), beside
    return BETWEEN.join(filter(None, parts))


def left_out_count(count: int) -> str:
    """Return how many rows were left out, whole or in part; nothing where none was."""
    said = ngettext("{count} row left out", "{count} rows left out", count)
    return said.format(count=format_number(count)) if count else ""


def of_contacts(rows: Iterable[PlannedRow]) -> str:
    """Return how many contacts are new, changed and the same, and how many rows are refused.

    Newsrooms are counted apart: they are nobody.
    """
    rows = tuple(rows)
    left_out = sum(len(row.left_out) for row in rows)
    counts = Counter((row.is_newsroom, row.fate) for row in rows)
    new, changed = counts[False, RowFate.NEW], counts[False, RowFate.CHANGED]
    same = counts[False, RowFate.SAME]
    refused = counts[False, RowFate.REFUSED] + counts[True, RowFate.REFUSED]
    newsrooms = sum(count for (is_newsroom, _fate), count in counts.items() if is_newsroom)
    newsrooms -= counts[True, RowFate.REFUSED]
    return _said(
        (
            (ngettext("{count} new contact", "{count} new contacts", new), new),
            (ngettext("{count} contact changed", "{count} contacts changed", changed), changed),
            (ngettext("{count} contact the same", "{count} contacts the same", same), same),
            (ngettext("{count} newsroom", "{count} newsrooms", newsrooms), newsrooms),
            (ngettext("{count} row refused", "{count} rows refused", refused), refused),
            (
                ngettext(
                    "{count} cell left out",
                    "{count} cells left out",
                    left_out,
                ),
                left_out,
            ),
        )
    )


def of_outlets(rows: Iterable[PlannedRow]) -> str:
    """Return how many outlets are new, changed, the same, and how many rows are refused."""
    rows = tuple(rows)
    counts = Counter(row.fate for row in rows)
    new, changed, same, refused = (counts[fate] for fate in RowFate)
    return _said(
        (
            (ngettext("{count} new outlet", "{count} new outlets", new), new),
            (ngettext("{count} outlet changed", "{count} outlets changed", changed), changed),
            (ngettext("{count} outlet the same", "{count} outlets the same", same), same),
            (ngettext("{count} row refused", "{count} rows refused", refused), refused),
        )
    )


def called(row: PlannedRow) -> str:
    """Return what *row* is called in a list of rows."""
    return _("Newsroom") if row.is_newsroom else row.name or _("(no name)")


def fate(value: RowFate) -> str:
    """Return what becomes of a row, in a word."""
    return {
        RowFate.NEW: _("new"),
        RowFate.CHANGED: _("changed"),
        RowFate.SAME: _("same"),
        RowFate.REFUSED: _("refused"),
    }[value]


def remarks(row: PlannedRow, of: Subject) -> list[str]:
    """Return why *row* is refused, else what it changes, and what of it is left out and why."""
    said = [refused(row.reason, of)] if row.reason else []
    if row.namesake:
        said.append(_("someone of that name is already there"))
    if row.disputed:
        said.append(_disputed(row.disputed, of))
    if row.left_out:
        said.append(_without(say(reason).what for reason in row.left_out))
    return said + [_change(column(each.field, of), each) for each in row.changes]


def refused(reason: CommsDeskError, of: Subject) -> str:
    """Return why a row is refused for that *reason*, and how it comes to be refused whole."""
    whole = say(reason).whole
    if isinstance(reason, BadAddress | BadPhone) and of in COME_WITHOUT:
        return f"{whole} {_nothing_else_reaches()}"
    return whole


def _nothing_else_reaches() -> str:
    return _(
        "Nothing else in the row reaches them: with another address or phone, it would come in."
    )


def _without(reasons: Iterable[str]) -> str:
    return _("left out: {reasons}").format(reasons=" ".join(reasons))


def _disputed(fields: Iterable[str], of: Subject) -> str:
    named = ", ".join(column(each, of) for each in fields)
    return _("other rows differ: {fields}").format(fields=named)


def _change(field: str, change: PlannedChange) -> str:
    said = _("{field}: {before} → {after}") if change.before else _("{field} + {after}")
    return said.format(field=field, before=change.before, after=change.after)


def of_import(made: Import) -> str:
    """Return what became of the rows of an import that was made."""
    new, changed, same, refused = (made.counts[fate] for fate in RowFate)
    return _said(
        (
            (ngettext("{count} new row", "{count} new rows", new), new),
            (ngettext("{count} row changed", "{count} rows changed", changed), changed),
            (ngettext("{count} row the same", "{count} rows the same", same), same),
            (ngettext("{count} row refused", "{count} rows refused", refused), refused),
        )
    )


def why(row: LeftOutRow, of: Subject) -> str:
    """Return why *row* of an import of before was left out, whole or in part."""
    reasons = [_reason(each, of, is_whole=row.is_refused) for each in row.reasons]
    said = reasons if row.is_refused or not reasons else [_without(reasons)]
    return BETWEEN.join([*said, _disputed(row.disputed, of)] if row.disputed else said)


def _reason(kept: KeptReason, of: Subject, *, is_whole: bool) -> str:
    kind = _errors().get(kept.error)
    # An error that this version has no more is one of a version before.
    if kind is None:
        return kept.error
    reason = kind(**kept.facts)
    return refused(reason, of) if is_whole else say(reason).what


@cache
def _errors() -> Mapping[str, type[CommsDeskError]]:
    """Return by its name each error for which a row may be left out: what reads rows knows it."""
    for reader in READERS:
        import_module(reader)
    return {kind.stored_name(): kind for kind in CommsDeskError.kinds()}


def on_line(number: int) -> str:
    """Return where a row stands in its file."""
    return _("line {line}").format(line=format_number(number))


def left_out_table(left: LeftOutRows, of: Subject) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Return what was *left* out, to be mended and brought in again: why, then its cells.

    A row keeps its length, so that one whose cells nobody knows apart is not taken for another.
    """
    return (
        (_("Left out because"), *left.headings),
        [(BETWEEN.join((on_line(row.line), why(row, of))), *row.cells) for row in left.rows],
    )


FACTS: Mapping[Subject, Facts] = {
    Subject.CONTACT: (*contacts.FACTS, contacts.OUTLET, *contacts.POSITION_FACTS),
    Subject.OUTLET: outlets.FACTS,
    Subject.EMPLOYEE: audience.FACTS,
}
"""What files of each kind may say, in the words of its card."""


def column(key: str, of: Subject) -> str:
    """Return what a column of a file is taken for, or what a field that a row changes is called."""
    words = {
        "": _("Not read"),
        "id": _("Id"),
        "origins": _("Where addresses come from"),
        "name": _("Name"),
        "family_first": _("Family name, given name"),
        "position": _("Position"),
        "do_not_contact": _("Do not contact"),
    }
    called = (fact.called for fact in FACTS[of] if fact.field == key)
    return words.get(key) or next(called)


def nobody_reached() -> str:
    """Return what is said first of a file of which no address and no telephone came."""
    return _("No address and no phone came out of this file.")


def proposed(columns: Mapping[str, str]) -> str:
    """Return of what kind the cells of *columns*, whose headings say nothing, seem to be."""
    kinds = {"emails": _("e-mail addresses"), "phones": _("phones")}
    return BETWEEN.join(
        _("“{heading}” seems to hold {kind}").format(heading=heading, kind=kinds[key])
        for heading, key in columns.items()
    )


def misread(sheet: Sheet) -> str:
    """Return on which lines letters were put right, and on which something may be wrong."""
    said = []
    mended, doubtful = sheet.mended, sheet.doubtful
    if sheet.undotted:
        said.append(
            _("address with no dot after the @, to be checked on {lines}").format(
                lines=_lines(sheet.undotted)
            )
        )
    if doubtful:
        said.append(_("letters that may be wrong on {lines}").format(lines=_lines(doubtful)))
    if mended:
        said.append(_("accents put right on {lines}").format(lines=_lines(mended)))
    return BETWEEN.join(said)


def _lines(lines: Sequence[int]) -> str:
    shown = ", ".join(map(format_number, lines[:LINES_SHOWN]))
    if len(lines) > LINES_SHOWN:
        shown = _("{lines} and {count} more").format(
            lines=shown, count=format_number(len(lines) - LINES_SHOWN)
        )
    return ngettext("line {lines}", "lines {lines}", len(lines)).format(lines=shown)


def staying(undone: ImportUndone, of: Subject, *, shown: int | None = STAYING_NAMED) -> str:
    """Return whom and what an import that was undone leaves, and why; empty where all went.

    At most *shown* of each are named; None: all.
    """
    kept, outlets = undone.kept, undone.outlets
    said = []
    if kept:
        some = (
            ngettext(
                "{count} employee stays, changed since: {names}",
                "{count} employees stay, changed since: {names}",
                len(kept),
            )
            if of is Subject.EMPLOYEE
            else ngettext(
                "{count} contact stays, changed since: {names}",
                "{count} contacts stay, changed since: {names}",
                len(kept),
            )
        )
        said.append(some.format(count=format_number(len(kept)), names=_first(kept, shown)))
    if outlets:
        some = ngettext(
            "{count} outlet stays, used or changed since: {names}",
            "{count} outlets stay, used or changed since: {names}",
            len(outlets),
        )
        said.append(some.format(count=format_number(len(outlets)), names=_first(outlets, shown)))
    return BETWEEN.join(said)


def sample_gone(staying: Sequence[str], *, shown: int | None = STAYING_NAMED) -> str:
    """Return that the sample desk is gone, and what of it stays; at most *shown* are named."""
    gone = _("The sample desk was taken away.")
    if not staying:
        return gone
    stays = ngettext(
        "{count} thing stays, changed or needed since: {names}",
        "{count} things stay, changed or needed since: {names}",
        len(staying),
    )
    named = stays.format(count=format_number(len(staying)), names=_first(staying, shown))
    return f"{gone} {named}"


def _first(names: Sequence[str], shown: int | None) -> str:
    named = names[:shown]
    return ", ".join(named) + ("…" if len(named) < len(names) else "")


def of_employees(rows: Iterable[PlannedRow], *, absent: int) -> str:
    """Return how many employees are new, changed, the same, refused, and how many stay."""
    counts = Counter(row.fate for row in rows)
    new, changed, same, refused = (counts[fate] for fate in RowFate)
    return _said(
        (
            (ngettext("{count} new person", "{count} new people", new), new),
            (ngettext("{count} changed", "{count} changed", changed), changed),
            (ngettext("{count} the same", "{count} the same", same), same),
            (ngettext("{count} refused", "{count} refused", refused), refused),
            (
                ngettext(
                    "{count} absent from the file, kept",
                    "{count} absent from the file, kept",
                    absent,
                ),
                absent,
            ),
        )
    )


def _said(counts: Iterable[tuple[str, int]]) -> str:
    return BETWEEN.join(
        sentence.format(count=format_number(count)) for sentence, count in counts if count
    )
