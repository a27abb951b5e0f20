"""Past imports: which file, when, by whom, what became of its rows, and the way back.

It is reached from the palette, and from where files are brought in.  An import is undone for
thirty days; what was changed since stays, and is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import override

from PySide6.QtCore import Qt, Slot

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_date, format_moment, format_number, ngettext
from comms_desk.imports.model import Import, ImportId, ImportUndone, LeftOutRow
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.importing.left_out import saved
from comms_desk.ui.frame.list_page import ListPage, Reading
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.layout import CardPane, TwoPanes, empty_out
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.kit.stacks import stacked
from comms_desk.wording.imports import BETWEEN, left_out_count, of_import, on_line, staying, why
from comms_desk.wording.kinds import MANY

ROWS_AT_ONCE = 50
"""Rows left out that are shown, and shown more at each press."""


@dataclass(frozen=True, slots=True)
class _View:
    """An import, and in words what the window would be slow to work out."""

    made: Import
    left_out: tuple[tuple[str, str], ...]
    """Of each row that is kept: which, and why."""
    kind: str
    counts: str
    by: str
    undone_by: str
    may_undo: bool


class ImportsPage(ListPage[Rows[Row]]):
    """The files that were brought in, the last first."""

    KEY = "imports"
    SHOWS = frozenset({Subject.IMPORT})

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(
            errands,
            _("File…"),
            first="",
            lesson=_("The files that you bring in are kept here, with what became of their rows."),
        )
        self._shown: _View | None = None
        self._stayed: tuple[ImportId, str] | None = None
        self.undo = Button(_("Undo the import"), does=self._undo)
        self.what = Label("", "card-title", wraps=True)
        self.when = Label("", "detail", wraps=True)
        self.counts = Label("", "text", wraps=True)
        self.until = Label("", "detail", wraps=True)
        self.stayed = Label("", "text", wraps=True)
        self.left_out = Label("", "group", wraps=True)
        self.save = Button(_("Save them to mend them"), role="link", does=self._save_left_out)
        self._rows = stacked(gap_px=tokens.SPACE_2_PX)
        self.more = Button(_("Show more"), role="link", does=self._show_more_left_out)
        self.card = self.beside(CardPane(_("Choose an import to see what became of it.")))
        self.card.bar.right(self.undo)
        for label in (self.what, self.when, self.counts, self.until, self.stayed, self.left_out):
            self.card.body.addWidget(label)
        self.card.body.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self.card.body.addLayout(self._rows)
        self.card.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.card.body.addStretch(1)
        self.put_in_front(self.card)
        self.fill(TwoPanes(self.column, self.right))

    # ── The list ──────────────────────────────────────────────────────────────────────

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Rows[Row]]:
        def job(office: Office) -> Rows[Row]:
            found = office.imports.search(searched, after=after, limit=limit)
            names = office.people.names({each.by for each in found.rows if each.by is not None})
            return found.showing(_row(each, _name(each.by, names)) for each in found.rows)

        return job

    @override
    def how_many(self, number: int) -> str:
        return ngettext("{count} file", "{count} files", number)

    @override
    def none_match(self, searched: str) -> str:
        nothing = _("No imported file matches “{words}”.")
        return nothing.format(words=searched) if searched else ""

    @override
    def pick(self, key: int) -> None:
        self._ask_card(Ref(Subject.IMPORT, key))

    @override
    def open(self, ref: Ref) -> None:
        """Show the import that *ref* points at, and its row."""
        self.want(ref)
        self._ask_card(ref)

    # ── The card ──────────────────────────────────────────────────────────────────────

    @override
    def read_card(self) -> None:
        if self.card_of is not None:
            self._ask_card(self.card_of)

    def _ask_card(self, ref: Ref) -> None:
        self.card_of = ref
        self.errands.read("card", partial(_view, ImportId(ref.id)), self._show_card)

    @Slot(object)
    def _show_card(self, view: _View) -> None:
        made = view.made
        if self.card_of != Ref(Subject.IMPORT, made.id):
            return
        is_another = self._shown is None or self._shown.made.id != made.id
        self._shown = view
        self.what.setText(made.file_name)
        when = format_moment(made.at)
        self.when.setText(" · ".join(filter(None, (view.kind, when, view.by))))
        self.counts.setText(view.counts)
        self.until.setText(_until(view))
        self.undo.setVisible(view.may_undo)
        self.undo.allow()
        has_stayed = self._stayed is not None and self._stayed[0] == made.id
        self.stayed.setText(self._stayed[1] if self._stayed and has_stayed else "")
        self.stayed.setVisible(bool(self.stayed.text()))
        if is_another:
            empty_out(self._rows)
            self._show_more_left_out()
        self.card.show_card(shown=True)

    @Slot()
    def _show_more_left_out(self) -> None:
        """Show the rows left out that come next, and say how many of all are shown."""
        if self._shown is None:
            return
        rows, total = self._shown.left_out, self._shown.made.left_out
        first = self._rows.count()
        for which, why_not in rows[first : first + ROWS_AT_ONCE]:
            said = stacked(
                Label(which, "text", wraps=True), Label(why_not, "detail", wraps=True), gap_px=0
            )
            self._rows.addLayout(said)
        shown = self._rows.count()
        of_all = _("Left out, whole or in part: {n} of {total}")
        if not rows:
            of_all = _("Left out, whole or in part: {total}; the rows are not kept any more")
        elif shown == total:
            of_all = _("Left out, whole or in part: {n}")
        self.left_out.setText(of_all.format(n=format_number(shown), total=format_number(total)))
        self.left_out.setVisible(total > 0)
        self.save.setVisible(bool(rows))
        self.more.setVisible(shown < len(rows))

    @Slot()
    def _save_left_out(self) -> None:
        """Write what was left out as a table among the person's documents."""
        if self._shown is not None:
            job = partial(_saved, self._shown.made)
            self.errands.write(None, job, self._was_saved, self.show_error)

    @Slot(object)
    def _was_saved(self, saved: tuple[str, Path]) -> None:
        self.file_made.emit(*saved)

    @Slot()
    def _undo(self) -> None:
        if self._shown is not None:
            self.focus_list()  # the button goes away
            self.undo.forbid(_("undoing"))
            job = partial(_undone, self._shown.made)
            self.errands.write(None, job, self._was_undone, self._not_undone)

    @Slot(object)
    def _was_undone(self, answer: tuple[Import, str]) -> None:
        made, stays = answer
        self._stayed = (made.id, stays) if stays else None
        self.undoable.emit(_("Undone: import of {file}").format(file=made.file_name), None)
        self.refresh()

    @Slot(object)
    def _not_undone(self, error: CommsDeskError) -> None:
        self.undo.allow()
        self.show_error(error)


def _view(asked: ImportId, office: Office) -> _View:
    made = office.imports.get(asked)
    names = office.people.names({each for each in (made.by, made.undone_by) if each is not None})
    left = office.imports.left_out(asked)
    return _View(
        made=made,
        left_out=tuple((_which(row), why(row, made.subject)) for row in left.rows),
        kind=MANY[made.subject]().capitalize(),
        counts=of_import(made),
        by=_name(made.by, names),
        undone_by=_name(made.undone_by, names),
        may_undo=made.undone_at is None and office.database.clock.now() <= made.undoable_until,
    )


def _which(row: LeftOutRow) -> str:
    return BETWEEN.join(filter(None, (on_line(row.line), row.name)))


def _saved(made: Import, office: Office) -> tuple[str, Path]:
    left = office.imports.left_out(made.id)
    return saved(office, left, of=made.subject, source=made.file_name)


def _undone(made: Import, office: Office) -> tuple[Import, str]:
    """Undo an import; return it, and who and what stays."""
    undone: ImportUndone = office.imports.undo(made.id)
    return made, staying(undone, made.subject, shown=None)


def _name(person: int | None, names: Mapping[int, str]) -> str:
    return "" if person is None else names.get(person, "")


def _until(view: _View) -> str:
    """Return until when an import can be undone, or when it was."""
    made = view.made
    if made.undone_at is not None:
        moment = format_moment(made.undone_at)
        if view.undone_by:
            said = _("Undone on {moment} by {name}")
            return said.format(moment=moment, name=view.undone_by)
        return _("Undone on {moment}").format(moment=moment)
    last = format_date(made.undoable_until)
    if view.may_undo:
        return _("Can be undone until {date}").format(date=last)
    return _("Could be undone until {date}").format(date=last)


def _row(made: Import, by: str) -> Row:
    undone = made.undone_at is not None
    return Row(
        key=made.id,
        title=made.file_name or _("(no name)"),
        detail=BETWEEN.join(
            filter(None, (MANY[made.subject]().capitalize(), left_out_count(made.left_out), by))
        ),
        moment=format_date(made.at),
        at=format_moment(made.at),
        tags=(RowTag(_("undone"), Hue.NEUTRAL),) if undone else (),
    )
