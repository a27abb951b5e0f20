"""Says that the hour of an inquiry comes: over the foot of the window, and by the system.

`across.reminding` decides what is to be said; what was said is in the memory of the window, and is
not said again when it is opened again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QWidget

from comms_desk.across import Office
from comms_desk.changes import Change, Ref, Subject
from comms_desk.i18n import CITY_ZONE, _, format_moment_within, format_number, format_time, ngettext
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.shell.base import BaseWindow
from comms_desk.ui.shell.call_bar import Calling

if TYPE_CHECKING:
    from comms_desk.across.reminders import Awaited

TITLES_SHOWN = 3
CONCERN = frozenset({Subject.INQUIRY, Subject.QUESTION, Subject.SETTING})

type Waiting = tuple[int, datetime]
"""An inquiry, and its hour."""
type Remembered = tuple[tuple[int, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderView:
    """What is to be said, "" for nothing; *opens* is the inquiry whose hour is the first.

    *about* is the hours that it says, and *still* what is said by now of those that the bar shows,
    as far as they wait.
    """

    line: str
    still: str
    opens: Ref | None
    remembered: Remembered
    about: "frozenset[Waiting]"


class Reminding(Calling):
    """Looks twice a minute whether an hour comes, and says so once."""

    def __init__(
        self,
        errands: Errands,
        window: BaseWindow,
        *,
        alert: Callable[[QWidget], None] = QApplication.alert,
    ) -> None:
        """Look at once, and from now on; *alert* draws the eye to *window*."""
        super().__init__(errands, window, role="notice-amber", alert=alert)
        self._opens: Ref | None = None
        self._about: frozenset[Waiting] = frozenset()
        errands.changed.connect(self.hear)
        window.stirred.connect(self.look)
        self.look()

    @Slot(object)
    def hear(self, change: Change) -> None:
        """Hear of a change: an hour may have been moved, or a setting."""
        if change.subject in CONCERN:
            self.look()

    @Slot()
    @override
    def look(self) -> None:
        """Look whether there is something to say."""
        job = partial(_to_be_said, tuple(self._window.memory.reminded), self._about)
        self._errands.read("reminders", job, self._say, self.not_read)

    @Slot(object)
    def _say(self, view: ReminderView) -> None:
        if not self.bar.isHidden():
            self.bar.say_instead(view.still)
        known = set(self._window.memory.reminded)
        self._window.memory.reminded = list(view.remembered)
        if not view.line or known.issuperset(view.remembered):
            return
        self._opens, self._about = view.opens, view.about
        self.call(view.line, may_open=view.opens is not None)

    @Slot()
    @override
    def open(self) -> None:
        """Open the inquiry whose hour comes first."""
        if self._opens is not None:
            self._window.open(self._opens)


def _to_be_said(
    remembered: Remembered, shown: "frozenset[Waiting]", office: Office
) -> ReminderView:
    from comms_desk.across.reminders import ReminderSaid, to_be_said
    from comms_desk.media.inquiries.model import InquiryId

    known = frozenset(
        ReminderSaid(InquiryId(inquiry), datetime.fromisoformat(hour), minutes)
        for inquiry, hour, minutes in remembered
    )
    found = to_be_said(office, known)
    now = office.database.clock.now()
    still = [each for each in found.waiting if (int(each.inquiry), each.hour) in shown]
    first = next(iter((*found.coming, *found.passed)), None)
    return ReminderView(
        line=line(found.coming, found.passed, now),
        still=line(
            [each for each in still if each.hour > now],
            [each for each in still if each.hour <= now],
            now,
        ),
        about=frozenset((int(each.inquiry), each.hour) for each in (*found.coming, *found.passed)),
        opens=None if first is None else Ref(Subject.INQUIRY, int(first.inquiry)),
        remembered=tuple(
            (int(each.inquiry), each.hour.isoformat(), each.minutes)
            for each in sorted(found.remembered, key=lambda each: (each.hour, each.inquiry))
        ),
    )


def line(coming: "Sequence[Awaited]", passed: "Sequence[Awaited]", now: datetime) -> str:
    """Return all that is to be said, in one line."""
    said = []
    if coming:
        many = ngettext("Due soon: {which}", "{n} inquiries due soon: {which}", len(coming))
        said.append(_some(many, coming, now))
    if passed:
        many = ngettext(
            "The hour has passed: {which}",
            "The hours of {n} inquiries have passed: {which}",
            len(passed),
        )
        said.append(_some(many, passed, now))
    return " — ".join(said)


def _some(many: str, awaited: "Sequence[Awaited]", now: datetime) -> str:
    shown = [_one(each, now) for each in awaited[:TITLES_SHOWN]]
    rest = len(awaited) - len(shown)
    if rest:
        said = ngettext("{n} other", "{n} others", rest)
        shown.append(said.format(n=format_number(rest)))
    return many.format(n=format_number(len(awaited)), which="; ".join(shown))


def _one(awaited: "Awaited", now: datetime) -> str:
    hour = awaited.hour
    is_today = hour.astimezone(CITY_ZONE).date() == now.astimezone(CITY_ZONE).date()
    said = format_time(hour) if is_today else format_moment_within(hour)
    if awaited.is_doubtful:
        said = _("{hour}?").format(hour=said)
    named = f"{awaited.title} ({awaited.outlet})" if awaited.outlet else awaited.title
    return f"{said}, {named}"
