"""Every call of a desk that the window makes, out of the window's thread.

One thread writes, in the order asked; autosaves of one key that still wait become one.  What
somebody typed is saved however often it takes: a save that the database could not take is asked
again, after a pause that grows, with what is typed next, or as soon as a database that was away
is back; exactly as it was, since it may have been made and only its answer lost.  No later save
passes it meanwhile, but for one of somebody else on a full disk: a small one may find room there.

A few threads read; of several questions with one key only the latest is answered.  Answers
come back to the window's thread, to a bound slot of a QObject that is still alive, or
nowhere.  An expected error goes to *failed*, else to the nearest widget above that shows
errors; any other exception is a bug and goes to ``sys.excepthook``.  That a question found the
database away is said once for all of them, by the one listener to `fared`.
"""

import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from comms_desk.across import Office
from comms_desk.changes import Change
from comms_desk.errors import CommsDeskError
from comms_desk.storage.errors import (
    PASSING_FAILURES,
    STORAGE_FAILURES,
    StorageBusy,
    StorageFull,
    StorageUnreachable,
)
from comms_desk.ui.frame.unsaved import UnsavedFields

READERS = 3


Job = Callable[[Office], Any]
Then = Callable[[Any], None]
Failed = Callable[[CommsDeskError], None]
Act = Callable[[], None]
Told = Callable[[Act, BaseException | None], None]
"""Called with what was done and the error that it met, None where all is well."""


@runtime_checkable
class ShowsErrors(Protocol):
    """A widget that has a place for an error and its way out."""

    def show_error(self, error: CommsDeskError) -> None:
        """Show *error*."""


@dataclass(frozen=True, slots=True)
class Fared:
    """What the database made of a question or a write; *failure* None: it took it."""

    writes: bool
    failure: CommsDeskError | None


@dataclass(slots=True)
class _Errand:
    key: object
    job: Job
    then: Then
    failed: Failed | None
    writes: bool
    holds_typed: bool = False
    is_save: bool = False
    was_tried: bool = False
    """Whether it may have been done, and only its answer lost."""
    delayed: Failed | None = None
    result: Any = None
    error: BaseException | None = None
    overtaken: bool = False
    fresh: bool = False
    written_before: int = 0
    """How many writes had been answered when a question was asked of the office."""
    followed: tuple[Act, Told] | None = None
    dropped: Act | None = None

    def let_go(self) -> None:
        """Hold nothing of the window any longer: it is over, and its answer was given.

        The thread that did it holds it for a moment more.  Were it the last one that holds a
        widget, the widget would be deleted there, which Qt does not survive.
        """
        del self.job, self.then, self.failed, self.delayed, self.dropped, self.followed
        del self.result, self.error


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """How long a database that refuses is left before it is asked again, longer each time.

    One that answers is looked at every *looked_every_ms*, and tried to be written to every
    *tried_every_ms*; one that is busy for *held_after_ms* is held by somebody who is stuck.
    """

    first_ms: int = 600
    looked_every_ms: int = 1_000
    longest_ms: int = 8_000
    tried_every_ms: int = 10_000
    held_after_ms: int = 20_000


class Errands(QObject):
    """Runs jobs on the office, and brings back what they answer.

    Signals:
        opened: The office is open; nothing was answered before.
        failed: An expected error that no widget had a place for.
        changed: A `Change` that this process committed.
        writing: How many writes are not in the database yet.
        written: A write is in the database.
        not_saved: What somebody typed was refused, or the database took nothing.
        fared: What the database itself made of an errand (`Fared`).
        back: The database answers again; what it did not take is asked now.
        edited: A field that somebody typed in is saved: the `Edit`, and what the field is called.
        signed: Something happened to an inquiry that others read under the name of who did it.
    """

    opened = Signal()
    failed = Signal(object)
    changed = Signal(object)
    writing = Signal(int)
    written = Signal()
    not_saved = Signal()
    fared = Signal(object)
    back = Signal()
    edited = Signal(object, str)
    signed = Signal()
    _answered = Signal(object)
    _refused = Signal(object, object)

    def __init__(
        self,
        open_office: Callable[[], Office],
        *,
        readers: int = READERS,
        pauses: Pauses = Pauses(),
    ) -> None:
        """Run jobs on what *open_office* returns; it is called once, in a reading thread."""
        super().__init__()
        self.unsaved = UnsavedFields(self)
        self.pauses = pauses
        self._open_office = open_office
        self._office: Office | None = None
        self._opening = threading.Lock()
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="reading")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writing")
        self._latest: dict[object, tuple[_Errand, Future[None]]] = {}
        self._waiting: deque[_Errand] = deque()
        self._held: deque[_Errand] = deque()
        """Saves that the database did not take, and those behind them, in their order."""
        self._held_by: CommsDeskError | None = None
        self._was_busy = False
        self._waiting_lock = threading.Lock()
        """Of what waits, what is held and why: the writing thread moves them too."""
        self._pause_ms = self.pauses.first_ms
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._try_again)
        self.back.connect(self._try_again)
        self._asked: _Errand | None = None
        self._unwritten = 0
        self._answered_writes = 0
        self._closed = False
        self._is_away = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._refused.connect(self._say_delayed, Qt.ConnectionType.QueuedConnection)

    @property
    def is_closed(self) -> bool:
        """Whether nothing is asked any longer: what reads long had better stop."""
        return self._closed

    @property
    def unwritten(self) -> int:
        """How many writes are not in the database yet."""
        return self._unwritten

    @property
    def waits_its_turn(self) -> bool:
        """Whether what is not in the database yet may be once somebody else has written.

        It is under way, or was told that the database was busy.
        """
        with self._waiting_lock:
            is_under_way = self._unwritten > len(self._held)
            return is_under_way or (self._unwritten > 0 and self._was_busy)

    @property
    def is_idle(self) -> bool:
        """Whether nothing that was asked is still to be answered."""
        return not self._latest and not self._unwritten

    def read(
        self, key: str, job: Job, then: Then, failed: Failed | None = None, *, fresh: bool = False
    ) -> None:
        """Ask *job* of the office; a later question of the same owner and key overtakes it.

        Args:
            key: What is asked: "rows", "card".
            job: Called with the office, in a reading thread; it touches no widget.
            then: A bound slot of a QObject, called with the answer in the window's thread.
            failed: The same, for an expected error.
            fresh: What fills fields that are typed in: where a write was answered meanwhile, the
                job is done again, so that nobody types over what stood there before it.
        """
        errand = _Errand(_own(key, then), job, then, failed, writes=False, fresh=fresh)
        if self._closed:
            return
        earlier = self._latest.get(errand.key)
        if earlier is not None:
            earlier[0].overtaken = True
            if earlier[1].cancel():
                earlier[0].let_go()
        self._latest[errand.key] = (errand, self._readers.submit(self._run, errand))

    def write(
        self,
        key: str | None,
        job: Job,
        then: Then,
        failed: Failed | None = None,
        *,
        dropped: Act | None = None,
        holds_typed: bool = False,
    ) -> None:
        """Ask for *job*, which changes something, after all the writes asked before it.

        A write with the same owner and *key* that still waits is replaced by this one, and is
        not answered; a write without a key is never passed by another.

        Args:
            key: What is written, or None.
            job: Called with the office, in the writing thread; it touches no widget.
            then: A bound slot of a QObject, called with the answer in the window's thread.
            failed: The same, for an expected error.
            dropped: The same, once a bug was told: there is no answer.
            holds_typed: What somebody typed is in it, and is not saved where it is refused.
        """
        errand = _Errand(_own(key, then), job, then, failed, writes=True, dropped=dropped)
        errand.holds_typed = holds_typed
        self._ask(errand)

    def save(
        self,
        key: str | None,
        job: Job,
        then: Then,
        failed: Failed | None = None,
        *,
        dropped: Act | None = None,
        delayed: Failed | None = None,
    ) -> None:
        """Ask for *job*, which writes what somebody typed, as `write` does, however often it takes.

        While the database is busy, away, full or only to be read, it is not answered: it counts
        as unwritten, no save asked later passes it (on a full disk, none with the same owner),
        and it is done again.

        Args:
            key: What is written, or None.
            job: As for `write`; done twice it leaves what it leaves done once.
            then: As for `write`.
            failed: The same, for an error that no other try would mend.
            dropped: As for `write`.
            delayed: The same, called once where the database is busy; that it is away, full or
                only to be read is said by the listener to `fared`.
        """
        errand = _Errand(_own(key, then), job, then, failed, writes=True, dropped=dropped)
        errand.holds_typed = errand.is_save = True
        errand.delayed = delayed
        self._try_again()
        self._ask(errand)

    def follow(self, act: Act, told: Told) -> None:
        """Do *act*, and tell what became of the last write that it asked.

        Args:
            act: Called now, in the window's thread.
            told: A bound slot of a QObject, called in the window's thread once that write is
                answered, before its answer is given; at once where *act* asked none.
        """
        asked = self._last_asked_by(act)
        if asked is None:
            told(act, None)
        else:
            asked.followed = act, told

    def close(self) -> None:
        """Finish every write, forget every question, let go of the office.

        It waits: call it once the window is hidden.
        """
        self._closed = True
        self._again.stop()
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        if self._office is not None:
            self._office.close()

    def _last_asked_by(self, act: Act) -> _Errand | None:
        self._asked = None
        act()
        return self._asked

    def _ask(self, errand: _Errand) -> None:
        """Queue *errand* for the writing thread, after what waits or in the place of its like."""
        if self._closed:
            return
        with self._waiting_lock:
            replaced = self._waiting_with(errand.key)
            if replaced is not None:
                replaced.job, replaced.then, replaced.failed = (
                    errand.job,
                    errand.then,
                    errand.failed,
                )
                replaced.dropped, replaced.delayed = errand.dropped, errand.delayed
                self._asked = replaced
                return
            self._waiting.append(errand)
        self._asked = errand
        self._unwritten += 1
        self.writing.emit(self._unwritten)
        self._writer.submit(self._write_next)

    def _waiting_with(self, key: object) -> _Errand | None:
        if key is None:
            return None
        for errand in reversed(self._waiting):
            if errand.key is None:
                return None
            if errand.key == key:
                return None if errand.was_tried else errand
        return None

    @Slot()
    def _try_again(self) -> None:
        """Ask again what the database did not take, before all that was asked since."""
        self._again.stop()
        if self._closed:
            return
        with self._waiting_lock:
            held = len(self._held)
            self._waiting.extendleft(reversed(self._held))
            self._held.clear()
        for _each in range(held):
            self._writer.submit(self._write_next)

    def _write_next(self) -> None:
        with self._waiting_lock:
            errand = self._waiting.popleft()
            if errand.is_save and self._comes_behind_held(errand):
                self._hold(errand)
                return
        self._do(errand)
        with self._waiting_lock:
            self._was_busy = isinstance(errand.error, StorageBusy)
            if errand.is_save and isinstance(errand.error, PASSING_FAILURES):
                self._held_by, errand.error = errand.error, None
                errand.was_tried = True
                self._hold(errand)
                return
        self._answered.emit(errand)

    def _comes_behind_held(self, errand: _Errand) -> bool:
        """Whether a save waits until what the database did not take is saved."""
        if not isinstance(self._held_by, StorageFull):
            return bool(self._held)
        return any(_owner(each.then) is _owner(errand.then) for each in self._held)

    def _hold(self, errand: _Errand) -> None:
        self._held.append(errand)
        self._refused.emit(errand, self._held_by)

    def _run(self, errand: _Errand) -> None:
        if not errand.overtaken:
            self._do(errand)
            self._answered.emit(errand)

    def _do(self, errand: _Errand) -> None:
        errand.written_before = self._answered_writes
        try:
            errand.result = errand.job(self._opened())
        except BaseException as error:  # noqa: BLE001 - carried to the window's thread
            errand.error = error

    def _opened(self) -> Office:
        with self._opening:
            if self._office is None:
                self._office = self._open_office()
                self._office.database.announcer.subscribe(self._announce)
                self.opened.emit()
            return self._office

    def _announce(self, change: Change) -> None:
        self.changed.emit(change)

    @Slot(object)
    def _deliver(self, errand: _Errand) -> None:
        latest = self._latest.get(errand.key)
        if errand.writes:
            self._unwritten -= 1
            self._answered_writes += 1
            self.writing.emit(self._unwritten)
            if errand.error is None:
                self._pause_ms = self.pauses.first_ms
                self.written.emit()
            elif errand.holds_typed or isinstance(errand.error, STORAGE_FAILURES):
                self.not_saved.emit()
        elif latest is not None and latest[0] is errand:
            if self._may_be_old(errand):
                self._latest[errand.key] = (errand, self._readers.submit(self._run, errand))
                return
            del self._latest[errand.key]
        try:
            self._hand_over(errand)
        finally:
            errand.let_go()

    def _hand_over(self, errand: _Errand) -> None:
        """Give the answer to what follows the errand, then to what asked for it."""
        self._say_how_it_fared(errand, errand.error)
        if errand.followed is not None:
            act, told = errand.followed
            if isValid(_owner(told)):
                told(act, errand.error)
        if errand.overtaken or not isValid(_owner(errand.then)):
            return
        if errand.error is None:
            errand.then(errand.result)
        elif isinstance(errand.error, CommsDeskError):
            self._tell(errand, errand.error)
        else:
            error = errand.error
            sys.excepthook(type(error), error, error.__traceback__)
            if errand.dropped is not None:
                errand.dropped()

    @Slot(object, object)
    def _say_delayed(self, errand: _Errand, error: CommsDeskError) -> None:
        """Say once why a save waits, and ask it again after a while."""
        self._answered_writes += 1  # nobody knows: only its answer may be lost
        self.not_saved.emit()
        self._say_how_it_fared(errand, error)
        if not self._again.isActive() and not self._closed:
            self._again.start(self._pause_ms)
            self._pause_ms = min(2 * self._pause_ms, self.pauses.longest_ms)
        delayed = errand.delayed
        if delayed is not None and isinstance(error, StorageBusy) and isValid(_owner(delayed)):
            errand.delayed = None
            delayed(error)

    def _say_how_it_fared(self, errand: _Errand, error: BaseException | None) -> None:
        failure = error if isinstance(error, STORAGE_FAILURES) else None
        self.fared.emit(Fared(errand.writes, failure))
        was_away = self._is_away
        self._is_away = _is_away(errand) or (was_away and failure is not None)
        if was_away and not self._is_away:
            self.back.emit()

    def _may_be_old(self, errand: _Errand) -> bool:
        """Whether a write was answered since the question was asked: it may not know of it."""
        return (
            errand.fresh
            and errand.error is None
            and errand.written_before != self._answered_writes
            and not self._closed
            and isValid(_owner(errand.then))
        )

    def _tell(self, errand: _Errand, error: CommsDeskError) -> None:
        if errand.failed is not None:
            errand.failed(error)
            return
        if _is_away(errand):
            return  # it is said once for all questions
        widget: QObject | None = _owner(errand.then)
        while widget is not None:
            if isinstance(widget, ShowsErrors):
                widget.show_error(error)
                return
            widget = widget.parent()
        self.failed.emit(error)


def _is_away(errand: _Errand) -> bool:
    """Whether a question found the database away."""
    return not errand.writes and isinstance(errand.error, StorageUnreachable)


def _own(key: str | None, then: Then) -> object:
    """Return *key* as one of its owner's."""
    owner = _owner(then)
    return None if key is None else (id(owner), key)


def _owner(then: Callable[..., None]) -> QObject:
    owner = getattr(then, "__self__", None)
    if not isinstance(owner, QObject):
        raise TypeError("an answer goes to a bound slot of a QObject")
    return owner
