"""New mentions of themes that alert, and spikes: said over the foot of the window, by the system.

`across.alerting` decides what is to be told; up to where it was told is in the memory of the
window.  Whichever process works (this window's worker, the service, another computer), the
database knows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from comms_desk.across import Office
from comms_desk.changes import Change, Ref, Subject
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.memory import AlertsHeard
from comms_desk.ui.shell.base import BaseWindow
from comms_desk.ui.shell.call_bar import Calling
from comms_desk.wording.spikes import spike_of
from comms_desk.wording.waiting import said_when

if TYPE_CHECKING:
    from comms_desk.across.alerts import Alerts

LOOK_AFTER_MS = 2_000
"""A round of the feeds commits often."""
THEMES_NAMED = 4
CONCERN = frozenset({Subject.MENTION, Subject.WATCH, Subject.SETTING})


@dataclass(frozen=True, slots=True)
class AlertView:
    """What is to be told, "" for nothing, what it opens, and up to where all is told with it.

    *after* is the mention after which it tells of some, None where it tells of a spike too; what
    was told before it may be seen by now.
    """

    line: str
    opens: Ref | None
    heard: AlertsHeard
    after: int | None
    is_seen: bool


class Attention(Calling):
    """Hears what themes alert of, and says it, by the system too."""

    def __init__(
        self,
        errands: Errands,
        window: BaseWindow,
        *,
        alert: Callable[[QWidget], None] = QApplication.alert,
    ) -> None:
        """Look at once, and from now on; *alert* draws the eye to *window*."""
        super().__init__(errands, window, role="notice-accent", alert=alert)
        self._opens: Ref | None = None
        self._after: int | None = None
        self._soon = QTimer(self, interval=LOOK_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self.look)
        errands.changed.connect(self.hear)
        window.stirred.connect(self._look_soon)
        self.look()

    @Slot(object)
    def hear(self, change: Change) -> None:
        """Hear that something changed: there may be mentions."""
        if change.subject in CONCERN:
            self._look_soon()

    @Slot()
    def _look_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    @override
    def look(self) -> None:
        """Look whether there is something to tell."""
        after = None if self.bar.isHidden() else self._after
        job = partial(_to_be_told, self._window.memory.heard, after)
        self._errands.read("alerts", job, self._told, self.not_read)

    @Slot(object)
    def _told(self, view: AlertView) -> None:
        self._window.memory.heard = view.heard
        if view.line:
            if self.bar.isHidden() or view.after is None:
                self._after = view.after
            self._opens = view.opens
            self.call(view.line, may_open=True)
        elif view.is_seen:
            self.bar.close_it()

    @Slot()
    @override
    def open(self) -> None:
        """Show what calls: the mention or the theme where it is one, else all that is unread."""
        if self._opens is None:
            self._window.go_to("watch")
        else:
            self._window.open(self._opens)


def _to_be_told(heard: AlertsHeard, after: int | None, office: Office) -> AlertView:
    from comms_desk.across import alerts as alerting
    from comms_desk.media.themes.model import ThemeId

    found = alerting.to_be_told(
        office,
        alerting.AlertsTold(
            at=datetime.fromisoformat(heard.at) if heard.at else None,
            mention=heard.mention,
            spikes={ThemeId(each): datetime.fromisoformat(until) for each, until in heard.spikes},
        ),
    )
    told = found.heard
    return AlertView(
        line=alerts_said(found, office.database.clock.now()),
        opens=_opened(found),
        heard=AlertsHeard(
            told.at.isoformat() if told.at else "",
            told.mention,
            tuple((int(each), until.isoformat()) for each, until in sorted(told.spikes.items())),
        ),
        after=None if found.spikes else heard.mention,
        is_seen=after is not None and alerting.is_seen(office, after),
    )


def alerts_said(alerts: "Alerts", now: datetime) -> str:
    """Return all that themes call for, in one line; "" for nothing.

    What was held back is a summary: how many alerts since when, of which themes.
    """
    mentions = len(alerts.articles)
    found = [f"{theme} ({format_number(number)})" for _id, theme, number in alerts.themes]
    if alerts.held_since is not None and alerts:
        found += [_("spike: {theme}").format(theme=theme) for theme, _spike in alerts.spikes]
        number = mentions + len(alerts.spikes)
        many = ngettext(
            "{n} alert since {moment}: {which}", "{n} alerts since {moment}: {which}", number
        )
        when = said_when(alerts.held_since, now)
        return many.format(n=format_number(number), moment=when, which=_listed(found))
    said = [spike_of(theme, spike, now) for theme, spike in alerts.spikes[:THEMES_NAMED]]
    if mentions:
        many = ngettext("{n} new mention: {which}", "{n} new mentions: {which}", mentions)
        said.append(many.format(n=format_number(mentions), which=_listed(found)))
    return " — ".join(said)


def _listed(themes: Sequence[str]) -> str:
    rest = len(themes) - THEMES_NAMED
    shown = list(themes[:THEMES_NAMED])
    if rest > 0:
        shown.append(ngettext("{n} other", "{n} others", rest).format(n=format_number(rest)))
    return ", ".join(shown)


def _opened(found: "Alerts") -> Ref | None:
    if len(found.articles) == 1 and not found.spikes:
        return Ref(Subject.MENTION, int(found.articles[0]))
    themes = {each for each, _name, _number in found.themes}
    themes |= {spike.watch for _name, spike in found.spikes}
    return Ref(Subject.WATCH, int(min(themes))) if len(themes) == 1 else None
