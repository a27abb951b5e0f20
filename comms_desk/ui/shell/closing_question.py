"""What becomes of e-mails that are on their way, asked once as the window closes.

Enter lets the worker finish them without a window.  What is for later is not waited for: that a
window or the service must be there then is said in the same question.  Nothing is asked where
another worker sends, where nothing waits, or as the computer is shut down; what is only on the
wire is finished without a question.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from comms_desk.across import Office
from comms_desk.changes import Change, Subject
from comms_desk.clock import SystemClock
from comms_desk.i18n import CITY_ZONE, _, format_number, format_time_of, ngettext
from comms_desk.jobs.reports import Doing
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.dialog import Dialog, is_open
from comms_desk.ui.shell.base import BaseWindow

if TYPE_CHECKING:
    from comms_desk.mail.unfinished import Unfinished

COUNTED_WITHIN_MS = 2_000
"""A database that does not say by then what waits keeps no window open."""
OURS = frozenset({Doing.STARTING, Doing.WORKING, Doing.STOPPING})
"""Where this window's own worker sends, or the one that takes its place as it is renewed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingView:
    """What is to be asked, written out; without a *title* nothing is.

    *said* is about what leaves now, *later* about the rest.  *since* is from when on what left
    without a window is told as it opens again (ISO); "": nothing is on its way.
    """

    title: str = ""
    said: str = ""
    later: str = ""
    since: str = ""


class ClosingDialog(Dialog):
    """Let them leave, close without sending them, or come back."""

    def __init__(self, parent: BaseWindow, view: ClosingView, *, can_finish: bool) -> None:
        """Ask what *view* says."""
        leaves = bool(view.since) and can_finish
        super().__init__(parent, view.title, _("Let them leave") if leaves else _("Close anyway"))
        self._can_finish = can_finish
        self.leave.rename(_("Stay"))
        self.said, self.later = Label("", wraps=True), Label("", "word-amber", wraps=True)
        for label, words in ((self.said, view.said), (self.later, view.later)):
            self.body.addWidget(label)
            label.setText(words)
            label.setVisible(bool(words))
        self.without = Button(_("Close without sending"), does=self._close_without)
        self.without.setVisible(leaves)
        self.buttons.insertWidget(self.buttons.count() - 1, self.without)
        self.lets_finish = leaves
        if leaves:
            self.verb.setDefault(True)
            self.verb.setFocus()
        else:
            self.leave.setDefault(True)
            self.leave.setFocus()
        self.fit()

    def tell_anew(self, view: ClosingView) -> None:
        """Say what became of them while the question stood open: *view*."""
        title = view.title or _("No e-mail is on its way any more. Close?")
        self.setWindowTitle(title)
        for label, words in (
            (self.title, title),
            (self.said, view.said),
            (self.later, view.later),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        self.lets_finish = bool(view.since) and self._can_finish
        close = _("Close anyway") if view.title else _("Close")
        self.verb.rename(_("Let them leave") if self.lets_finish else close)
        self.without.setVisible(self.lets_finish)
        self.fit()

    @Slot()
    def _close_without(self) -> None:
        self.lets_finish = False
        self.accept()


class ClosingQuestion(QObject):
    """Says whether the window may close, and whether its worker finishes then."""

    def __init__(self, errands: Errands, window: BaseWindow) -> None:
        """Ask over *window*, once it has a worker."""
        super().__init__(window)
        self._errands, self._window = errands, window
        self.has_worker = False
        self.lets_finish = False
        """What was decided: the worker goes on without a window."""
        self.dialog: ClosingDialog | None = None
        self._is_decided = False
        self._view = ClosingView()
        self._patience = QTimer(self, singleShot=True, interval=COUNTED_WITHIN_MS)
        self._patience.timeout.connect(self._go)
        errands.changed.connect(self._hear)

    def may_close(self) -> bool:
        """Whether the window may go; where it may not yet, it is closed again once it may."""
        if self._is_decided or not self.has_worker or self._window.presence.session_ends:
            return True
        doing = self._window.status.doing
        if doing is not None and doing not in OURS:  # another worker sends
            if doing is Doing.WAITING_FOR_LETTERS:
                self._window.memory.left_alone = SystemClock().now().isoformat()
            return True
        if is_open(self.dialog):
            self.dialog.raise_()
        elif not self._patience.isActive():
            self._patience.start()
            self.lets_finish = doing in OURS
            # What was asked to be sent just now is in the outbox first.
            ask = self._errands.write if self._errands.unwritten else self._errands.read
            ask("on their way", partial(_read, can_finish=doing in OURS), self._ask, self._not_read)
        return False

    @property
    def dialog_is_open(self) -> bool:
        """Whether it waits for an answer."""
        return is_open(self.dialog)

    def begin_again(self) -> None:
        """Ask anew when the window is closed the next time: it stays."""
        self._is_decided = self.lets_finish = False

    @Slot(object)
    def _ask(self, view: ClosingView) -> None:
        if not self._patience.isActive():
            return
        self._patience.stop()
        self._view = view
        self.lets_finish = self.lets_finish and bool(view.since)
        if not view.title:
            self._go()
            return
        window = self._window
        if window.isMinimized():
            window.showNormal()
        self.dialog = ClosingDialog(window, view, can_finish=self.lets_finish)
        self.dialog.accepted.connect(self._answered)
        self.dialog.open()

    @Slot(object)
    def _hear(self, change: Change) -> None:
        """Count anew what is on its way, as long as the question stands open."""
        if change.subject is Subject.LETTER and self.dialog_is_open:
            job = partial(_read, can_finish=self.lets_finish)
            self._errands.read("on their way", job, self._tell_anew, self._not_told)

    @Slot(object)
    def _tell_anew(self, view: ClosingView) -> None:
        if self.dialog is None or not self.dialog_is_open:
            return
        if view.title or not view.since:  # or else the last ones are on the wire: soon known
            self._view = view
            self.dialog.tell_anew(view)

    @Slot(object)
    def _not_told(self, _error: object) -> None:
        """Leave the question as it stands: nobody can say what became of them."""

    @Slot(object)
    def _not_read(self, _error: object) -> None:
        """Close as ever: nothing can be sent where nothing can be read."""
        if self._patience.isActive():
            self._patience.stop()
            self.lets_finish = False
            self._go()

    @Slot()
    def _answered(self) -> None:
        if self.dialog is not None:
            self.lets_finish = self.dialog.lets_finish
        self._go()

    @Slot()
    def _go(self) -> None:
        self._is_decided = True
        self._window.memory.left_alone = self._view.since
        if self.lets_finish and not self._view.since:  # nobody said in time what waits
            self._window.memory.left_alone = SystemClock().now().isoformat()
        QTimer.singleShot(0, self._window, self._window.close)


def _read(office: Office, *, can_finish: bool) -> ClosingView:
    from comms_desk.across.unattended import goes_on_alone

    left = office.outbox.unfinished()
    now = office.database.clock.now()
    today, since = now.astimezone(CITY_ZONE).date(), now.isoformat() if left.leaving else ""
    if not (left.now or left.later) or goes_on_alone(office):
        return ClosingView(since=since)
    count = left.leaving if left.now else left.later
    title = (
        ngettext(
            "Close while {n} e-mail is leaving?", "Close while {n} e-mails are leaving?", count
        )
        if left.now
        else ngettext(
            "Close before {n} e-mail has left?", "Close before {n} e-mails have left?", count
        )
    )
    said = ""
    if left.now and can_finish:
        said = _(
            "The window closes and the sending goes on, until around {time}: leave this computer"
            " on and connected. What is not sent waits until the window is open again."
        ).format(time=format_time_of(today, left.last_leaves_at))
    elif left.now:
        said = _("Feeds and e-mail have stopped: what waits leaves once they run again.")
    return ClosingView(
        title=title.format(n=format_number(count)),
        said=said,
        later=_later(left, today),
        since=since,
    )


def _later(left: "Unfinished", today: date) -> str:
    if not left.later:
        return ""
    if left.from_when is None:
        said = ngettext(
            "{n} e-mail waits for something else: it leaves only while Comms Desk is open, or its"
            " service installed.",
            "{n} e-mails wait for something else: they leave only while Comms Desk is open, or its"
            " service installed.",
            left.later,
        )
        return said.format(n=format_number(left.later))
    said = ngettext(
        "{n} e-mail is for later ({time}): it leaves only if Comms Desk is open then, or its"
        " service installed.",
        "{n} e-mails are for later (the first: {time}): they leave only if Comms Desk is open then,"
        " or its service installed.",
        left.later,
    )
    time = format_time_of(today, left.from_when)
    return said.format(n=format_number(left.later), time=time)
