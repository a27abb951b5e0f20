"""The mails of the folder that wait for a person: each is taken with Enter, or left with Delete."""

from collections.abc import Sequence
from functools import partial
from typing import override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent

from comms_desk.across import Office
from comms_desk.i18n import _, format_moment, format_number
from comms_desk.media.inquiries.case.mails_to_sort import MailToSort, MailToSortId
from comms_desk.storage.paging import PageOfRows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import PART, Button, Label
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.layout import Card
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.kit.rows import Row

SHOWN_TOGETHER = 50
"""Mails of one list; the others come up as these are sorted."""


class MailsToSort(Card):
    """Every mail that somebody must take or leave, in one list; hidden where there is none.

    Signals:
        decided: Somebody took or left some of them.
        undoable: What was done, and a bound callable that undoes it, or None.
    """

    decided = Signal()
    undoable = Signal(str, object)

    def __init__(self, errands: Errands) -> None:
        """Build it hidden."""
        super().__init__(" ")
        self._errands = errands
        self._shown: Sequence[MailToSort] = ()
        self._takes_focus = False
        self.error = ErrorBar()
        self.keys = Label(
            _("Enter takes one as an inquiry, Delete leaves it."), "detail", wraps=True
        )
        self.lines = Lines()
        self.leave_all = Button("", does=self._leave_all)
        row = FlowLayout(row_px=tokens.BUTTON_HEIGHT_PX)
        row.add(self.leave_all)
        for widget in (self.error, self.keys, self.lines):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        margins = self.body.contentsMargins()  # the words of the lines under the title
        self.body.setContentsMargins(
            margins.left() - tokens.HANG_PX, margins.top(), margins.right(), margins.bottom()
        )
        for part in (self.title, self.keys, row):
            part.setContentsMargins(tokens.HANG_PX, 0, 0, 0)
        self.lines.opened.connect(self._take)
        self.lines.away_wanted.connect(self._leave_one)
        self.hide()

    def begin(self) -> None:
        """Show which there are, with the first one lit."""
        self._takes_focus = True
        self.read()

    @Slot()
    def read(self) -> None:
        """Ask which there are now."""
        self._errands.read(
            "mails to sort",
            lambda office: office.mails_to_sort.search(limit=SHOWN_TOGETHER),
            self._show,
            self.error.explain,
        )

    @Slot()
    def read_again(self) -> None:
        """Ask again, where it is shown."""
        if self._shown:
            self.read()

    @Slot(object)
    def _show(self, found: PageOfRows[MailToSort]) -> None:
        takes_focus = self._takes_focus or any(line.hasFocus() for line in self.lines.all())
        self._takes_focus = False
        self._shown = found.rows
        self.title.setText(
            _("Mails to sort: {total}").format(total=format_number(found.total))
            if not found.is_cut
            else _("Mails to sort: {n} of {total}").format(
                n=format_number(len(found.rows)), total=format_number(found.total)
            )
        )
        self.lines.show_lines([_row(each) for each in found.rows])
        self.leave_all.setText(_("Leave all {n}").format(n=format_number(len(found.rows))))
        self.leave_all.setVisible(len(found.rows) > 1)
        self.setVisible(bool(found.rows))
        lines = self.lines.all()
        if lines and takes_focus and not any(line.hasFocus() for line in lines):
            lines[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the mail that is lit."""
        lit = next((line.line.key for line in self.lines.all() if line.hasFocus()), None)
        if event.key() == Qt.Key.Key_Delete and lit is not None:
            self._leave_one(lit)
        else:
            super().keyPressEvent(event)

    @Slot(object)
    def _take(self, key: object) -> None:
        self.error.hide()
        job = partial(_take_in, mails=self._of(key))
        self._errands.write(None, job, self._taken, self.error.explain)

    @Slot(object)
    def _leave_one(self, key: object) -> None:
        self._leave(self._of(key))

    def _of(self, key: object) -> tuple[MailToSortId, ...]:
        return tuple(each.id for each in self._shown if each.id == key)

    @Slot()
    def _leave_all(self) -> None:
        self._leave(tuple(each.id for each in self._shown))

    def _leave(self, mails: tuple[MailToSortId, ...]) -> None:
        self.error.hide()
        self._errands.write(None, partial(_left, mails=mails), self._done, self.error.explain)

    @Slot(object)
    def _done(self, mails: tuple[MailToSortId, ...]) -> None:
        said = _("Left: {n}").format(n=format_number(len(mails)))
        self.undoable.emit(said, partial(self._undo, mails))
        self._sorted()

    def _undo(self, mails: tuple[MailToSortId, ...]) -> None:
        self._errands.write(
            None, lambda office: office.mails_to_sort.leave(*mails, is_left=False), self._sorted
        )

    @Slot(object)
    def _taken(self, said: str) -> None:
        self.undoable.emit(said, None)
        self._sorted()

    @Slot(object)
    def _sorted(self, _nothing: object = None) -> None:
        self.read()
        self.decided.emit()


def _row(mail: MailToSort) -> Row:
    detail = PART.join(filter(None, (mail.sender, mail.begins)))
    return Row(
        key=mail.id,
        tooltip=format_moment(mail.received_at),
        title=mail.subject or _("Mail without a subject"),
        detail=detail,
        away=_("Leave it"),
    )


def _take_in(office: Office, *, mails: tuple[MailToSortId, ...]) -> str:
    from comms_desk.across.mails import take_in_sorted
    from comms_desk.wording.mails import taken_said

    return taken_said(take_in_sorted(office, mails), failed=0)


def _left(office: Office, *, mails: tuple[MailToSortId, ...]) -> tuple[MailToSortId, ...]:
    office.mails_to_sort.leave(*mails)
    return mails
