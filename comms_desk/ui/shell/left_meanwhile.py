"""Says, as the window opens again, what left since it was closed over e-mails on their way.

Over the foot of the window until it is seen; while some are still to leave it is counted anew.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QWidget

from comms_desk.across import Office
from comms_desk.i18n import CITY_ZONE, _, format_number, format_time_of, ngettext, one_stop
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.shell.base import BaseWindow
from comms_desk.ui.shell.call_bar import Calling

if TYPE_CHECKING:
    from comms_desk.mail.unfinished import LeftSince


class LeftMeanwhile(Calling):
    """Tells once of what left without a window, from its memory of when it was closed."""

    def __init__(
        self,
        errands: Errands,
        window: BaseWindow,
        *,
        alert: Callable[[QWidget], None] = QApplication.alert,
    ) -> None:
        """Look at once, and for as long as what is said is not put away."""
        super().__init__(errands, window, role="notice-accent", alert=alert)
        self._since: datetime | None = datetime.fromisoformat(window.memory.left_alone)
        self.bar.closed.connect(self._put_away)
        window.stirred.connect(self.look)
        self.look()

    @Slot()
    @override
    def look(self) -> None:
        """Count anew."""
        if self._since is not None:
            job = partial(_read, self._since)
            self._errands.read("left meanwhile", job, self._say, self.not_read)

    @Slot(object)
    def _say(self, line: str) -> None:
        if self._since is None or line == self.bar.words:
            return
        if self.bar.isHidden():
            self._window.memory.left_alone = ""
            self.call(line, may_open=False)
        else:
            self.bar.say(line, may_open=False)

    @Slot()
    def _put_away(self) -> None:
        self._since = None
        self._often.stop()


def _read(since: datetime, office: Office) -> str:
    left = office.outbox.left_since(since, _there_again(office, since))
    unfinished = office.outbox.unfinished()
    today = office.database.clock.now().astimezone(CITY_ZONE).date()
    return " ".join(
        filter(None, (_left(left, since, today), _still(unfinished.leaving, left.to_decide)))
    )


def _there_again(office: Office, since: datetime) -> datetime | None:
    """Return from when on a window that is open sends; None: none does yet, as far as is known."""
    from comms_desk.jobs import holder

    lease = office.jobs.holder()
    if lease is None or lease.taken_at < since or not holder.is_here(lease.holder):
        return None
    is_alone = holder.is_service(lease.holder) or holder.is_finishing(lease.holder)
    return None if is_alone else lease.taken_at


def _left(left: "LeftSince", since: datetime, today: date) -> str:
    closed = format_time_of(today, since)
    if left.last_sent_at is None:
        return _("Nothing has left since the window was closed ({closed}).").format(closed=closed)
    said = ngettext(
        "{n} e-mail has left since the window was closed ({closed}), at {last}.",
        "{n} e-mails have left since the window was closed ({closed}), the last one at {last}.",
        left.sent,
    )
    last = format_time_of(today, left.last_sent_at)
    return one_stop(said.format(n=format_number(left.sent), closed=closed, last=last))


def _still(to_leave: int, to_decide: int) -> str:
    said = []
    if to_leave:
        many = ngettext("{n} is still to leave.", "{n} are still to leave.", to_leave)
        said.append(many.format(n=format_number(to_leave)))
    if to_decide:
        many = ngettext("Today has {n} to check.", "Today has {n} to check.", to_decide)
        said.append(many.format(n=format_number(to_decide)))
    return " ".join(said)
