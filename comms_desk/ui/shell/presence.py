"""Whether the database is there: looked at every second, and said in one place while it is not.

Looking also notices what other processes commit.  While the database is away it is looked at
less and less often, and once it is back everything is read again.  What the window could not
read or write, and what the worker could not, is one sentence in one bar, which goes by itself;
what was typed meanwhile waits where it was to be saved, and a window that would be closed over it,
or over what was refused, says so first.

A database that is busy for a moment is nobody's fault.  One that stays so is held by a process
that is stuck, or suspended in the middle of a write: whose it is, is said in the same bar.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from functools import partial

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.jobs.reports import Doing, Failed
from comms_desk.storage.errors import (
    AnswerLost,
    DatabaseHeld,
    StorageBusy,
    StorageFull,
    StorageReadOnly,
    StorageUnreachable,
)
from comms_desk.text.discretion import without_secrets
from comms_desk.ui.frame.errands import Errands, Fared
from comms_desk.ui.frame.unsaved import FieldPlace, Unsaved
from comms_desk.ui.kit.notices import Notice
from comms_desk.wording import say

MOST_SAID = 3
"""How many fields that are not saved are named."""
LONGEST_SAID = 60
"""How many characters of what was typed are said."""
SESSION_ENDS_WITHIN_MS = 30_000
"""A session that somebody kept from ending goes on after that, and so do questions."""

LASTING = (StorageUnreachable, StorageFull, StorageReadOnly)
"""What lasts until somebody mends it: said in the bar, where a busy database is not."""
_NAMES = frozenset(each.__name__ for each in (*LASTING, AnswerLost, DatabaseHeld))
"""How the worker names them."""
type _NotSaved = tuple[FieldPlace, str] | None
"""What was refused, where; None: whatever still waits to be saved."""


class _Of(IntEnum):
    """What it was that the database refused; the first is said."""

    READING = 0
    WRITING = 1
    HELD = 2
    WORKER = 3


@dataclass(frozen=True, slots=True)
class _Said:
    what: str
    way_out: str
    failure: CommsDeskError | None = None


class Presence(QObject):
    """Looks whether the database is there and what is new; says in *bar* while it is not.

    Signals:
        stirred: Another process committed something, or the database is back; nobody knows what
            is new.
        away: Whether something is refused that lasts until somebody mends it.
    """

    stirred = Signal()
    away = Signal(bool)

    def __init__(self, errands: Errands, bar: Notice, parent: QObject) -> None:
        """Look at nothing before `watch`; what errands meet is heard from now on."""
        super().__init__(parent)
        self._errands = errands
        self._bar = bar
        self._refused: dict[_Of, _Said] = {}
        self._closing_over: frozenset[_NotSaved] = frozenset()
        """What it is said of that closing would lose it."""
        self._version: int | None = None
        self._session_ends = QTimer(self, singleShot=True, interval=SESSION_ENDS_WITHIN_MS)
        self._pauses = errands.pauses
        self._next = QTimer(self, singleShot=True, interval=self._pauses.looked_every_ms)
        self._next.timeout.connect(self.look)
        self._try = QTimer(self, singleShot=True, interval=self._pauses.longest_ms)
        self._try.timeout.connect(self._try_to_write)
        self._busy = QElapsedTimer()
        """Since when the database has been somebody else's to write in; not running: it is not."""
        errands.fared.connect(self._fared)
        errands.writing.connect(self._say_of_writes)
        errands.unsaved.changed.connect(self._say_of_unsaved)
        errands.back.connect(self.stirred)

    @Slot()
    def watch(self) -> None:
        """Look every so often from now on."""
        if not self._next.isActive():
            self._next.start()

    def rest(self) -> None:
        """Look no more."""
        self._next.stop()
        self._try.stop()

    @property
    def has_asked(self) -> bool:
        """Whether it is said that what waits to be saved is lost with the window."""
        return None in self._closing_over

    def may_close(self) -> bool:
        """Whether the window may go, as far as is known of what was typed; each is said once."""
        is_known = bool(self._refused.keys() & {_Of.READING, _Of.WRITING})
        return self._may_lose(self._not_saved() if is_known else self._not_saved() - {None})

    def may_leave(self) -> bool:
        """Whether what is not saved may be left; each of it is said first, and once.

        Who asks again has read it.  A session that ends is kept by nobody.
        """
        return self._may_lose(self._not_saved())

    def _may_lose(self, lost: frozenset[_NotSaved]) -> bool:
        if lost <= self._closing_over or self._session_ends.isActive():
            return True
        self._closing_over = lost
        self._say()
        return False

    def _not_saved(self) -> frozenset[_NotSaved]:
        refused = frozenset(
            (place, unsaved.typed) for place, unsaved in self._errands.unsaved.every().items()
        )
        return refused | {None} if self._errands.unwritten else refused

    @property
    def session_ends(self) -> bool:
        """Whether the computer is being shut down: nothing is asked."""
        return self._session_ends.isActive()

    def end_session(self) -> None:
        """Ask nothing from now on: the computer is shut down, and nobody may be there."""
        self._session_ends.start()

    @Slot()
    def look(self) -> None:
        """Look now."""
        self._errands.read("version", _data_version, self._looked, self._not_looked)

    @Slot(object)
    def worker_failed(self, failure: Failed) -> bool:
        """Hear that a job of the worker failed; the answer is whether it is said here."""
        if failure.error not in _NAMES:
            return False
        self._refuse(_Of.WORKER, _Said(failure.what, failure.way_out))
        return True

    @Slot(object)
    def worker_does(self, doing: Doing) -> None:
        """Hear where the worker stands: at work, or waiting for another, it has its database."""
        if doing not in (Doing.STARTING, Doing.STOPPING):
            self._take(_Of.WORKER)

    @Slot(object)
    def _looked(self, version: int) -> None:
        if self._version is None:
            self._try_to_write()
        elif version != self._version:
            self.stirred.emit()
        self._version = version
        self._next.start(self._pauses.looked_every_ms)

    @Slot(object)
    def _not_looked(self, error: CommsDeskError) -> None:
        """Look again later, unless the desk could not even be opened, and would never be."""
        if self._version is not None or isinstance(error, StorageUnreachable):
            self._next.start(min(2 * self._next.interval(), self._pauses.longest_ms))

    @Slot()
    def _try_to_write(self) -> None:
        """Ask whether anything may be written; what was typed is tried again by its saver."""
        if self._errands.unwritten:
            self._try.start(self._pauses.tried_every_ms)
        else:
            self._errands.read("may write", _may_write, self._may_write, self._may_not_write)

    @Slot(object)
    def _may_write(self, _answer: object) -> None:
        self._fared(Fared(writes=True, failure=None))
        self._try.start(self._pauses.tried_every_ms)

    @Slot(object)
    def _may_not_write(self, error: CommsDeskError) -> None:
        self._fared(Fared(writes=True, failure=error))
        is_busy = isinstance(error, StorageBusy)
        self._try.start(self._pauses.first_ms if is_busy else self._pauses.longest_ms)

    def _count_busy(self, failure: CommsDeskError | None) -> None:
        """Ask who holds the database once it has been busy, try after try, for long."""
        if not isinstance(failure, StorageBusy):
            self._busy.invalidate()
            self._take(_Of.HELD)
        elif not self._busy.isValid():
            self._busy.start()
        elif self._busy.hasExpired(self._pauses.held_after_ms) and _Of.HELD not in self._refused:
            held_ms = self._busy.elapsed() + round(failure.waited_s * 1000)
            asked = partial(_who_holds, timedelta(milliseconds=held_ms))
            self._errands.read("who holds it", asked, self._held)

    @Slot(object)
    def _held(self, held: DatabaseHeld) -> None:
        if self._busy.isValid():
            sentence = say(held)
            self._refuse(_Of.HELD, _Said(sentence.what, sentence.way_out, held))

    @Slot(object)
    def _fared(self, fared: Fared) -> None:
        of = _Of.WRITING if fared.writes else _Of.READING
        if fared.writes:
            self._count_busy(fared.failure)
        if fared.failure is None:
            self._take(of)
            self._take_what_nobody_tries_again()
        elif isinstance(fared.failure, LASTING if fared.writes else StorageUnreachable):
            sentence = say(fared.failure)
            self._refuse(of, _Said(sentence.what, sentence.way_out, fared.failure))
            if isinstance(fared.failure, StorageReadOnly):
                self._try.start(
                    self._pauses.longest_ms
                )  # the right may be given back while nobody writes

    def _take_what_nobody_tries_again(self) -> None:
        """Say no more that a write found nobody, when one is there and none waits."""
        said = self._refused.get(_Of.WRITING)
        gone = said is not None and isinstance(said.failure, StorageUnreachable)
        if gone and not self._errands.unwritten:
            self._take(_Of.WRITING)

    def _refuse(self, of: _Of, said: _Said) -> None:
        was_away, self._refused[of] = bool(self._refused), said
        self._say()
        if not was_away:
            self.away.emit(True)

    def _take(self, of: _Of) -> None:
        if self._refused.pop(of, None) is not None:
            if not self._refused:
                self._closing_over = frozenset()
            self._say()
            if not self._refused:
                self.away.emit(False)

    @Slot(int)
    def _say_of_writes(self, waiting: int) -> None:
        if self._refused or self._closing_over:
            self._say()
        if self._closing_over and not waiting:  # or what was refused is about to be sent again
            QTimer.singleShot(0, self, self._forget_what_is_saved)

    @Slot()
    def _say_of_unsaved(self) -> None:
        self._say_of_writes(self._errands.unwritten)

    @Slot()
    def _forget_what_is_saved(self) -> None:
        if self._closing_over and not self._errands.unwritten:
            self._closing_over &= self._not_saved()
            self._say()

    def _say(self) -> None:
        """Say the first of what is refused, and that what was typed is not lost, or would be."""
        said = self._refused[min(self._refused)] if self._refused else _Said("", "")
        if self._closing_over:
            lost = self._said_lost()
            self._bar.say(f"{said.what} {said.way_out} {lost}".strip(), _("Close anyway"))
        elif self._refused and self._errands.unwritten:
            kept = _("What you typed is kept here, and saved as soon as it can be.")
            self._bar.say(f"{said.what} {kept}")
        else:
            self._bar.say(f"{said.what} {said.way_out}".strip())

    def _said_lost(self) -> str:
        """Return that something would be lost, and what of it was refused."""
        refused = [
            _said_unsaved(unsaved)
            for place, unsaved in self._errands.unsaved.every().items()
            if (place, unsaved.typed) in self._closing_over
        ]
        if not refused:
            return _(
                "What you typed is not saved: close the window again to leave without saving it."
            )
        more = len(refused) - MOST_SAID
        if more > 0:
            refused[MOST_SAID:] = [
                ngettext("{count} more", "{count} more", more).format(count=format_number(more))
            ]
        if None in self._closing_over and self._errands.unwritten:
            refused.append(_("what waits to be saved"))
        return _(
            "This is not saved: {fields}. Close the window again to leave without saving it."
        ).format(fields="; ".join(refused))


def _said_unsaved(unsaved: Unsaved) -> str:
    words = " ".join(without_secrets(unsaved.typed).split())
    if len(words) > LONGEST_SAID:  # what is wrong may stand at its end
        half = LONGEST_SAID // 2
        words = f"{words[:half]}…{words[-half:]}"
    said = _("{thing}, “{field}”: {words}") if unsaved.of else _("“{field}”: {words}")
    return said.format(thing=unsaved.of, field=unsaved.called, words=words or _("(empty)"))


def _data_version(office: Office) -> int:
    return office.database.data_version()


def _who_holds(for_so_long: timedelta, office: Office) -> DatabaseHeld:
    from comms_desk.jobs.holder import who_holds

    database = office.database
    return who_holds(database, since=database.clock.now() - for_so_long)


def _may_write(office: Office) -> None:
    office.database.try_to_write()
