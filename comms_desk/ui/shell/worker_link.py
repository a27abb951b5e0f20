"""The window's worker: a process of its own that is heard by lines and started again if it falls.

The database is the truth and the lines are hints.  It is started again after 1, 5, 30 and
120 s, then given up visibly; one that stayed up for ten minutes starts the count anew.  It
stops by itself at the end of its standard input, so a killed window leaves no orphan; by
the same way, and by no other, come the secrets that only this window holds, and the word that
it is to finish without a window.  No QProcess: that kills its child as it goes.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue
from threading import Event, Thread
from typing import IO

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from comms_desk.apart import NO_WINDOW
from comms_desk.jobs import reports, whispers
from comms_desk.jobs.reports import DeskChanged, Doing, Failed, Progress, Report, State
from comms_desk.keys import Held, Keys

RESTART_AFTER_S = (1, 5, 30, 120)
STEADY_AFTER_S = 600
STOP_WITHIN_S = 4.0
COMMAND: tuple[str, ...] = (sys.executable, "-P", "-m", "comms_desk", "worker", "--child")

log = logging.getLogger(__name__)


class _Child:
    """A worker's process, and its lines; each way has a thread, so that nobody waits for a pipe."""

    def __init__(
        self,
        command: Sequence[str],
        environment: dict[str, str],
        *,
        heard: Callable[["_Child", Report], None],
        ended: Callable[["_Child"], None],
    ) -> None:
        """Start *command*; *heard* and *ended* are called in threads.

        Raises:
            OSError: It could not be started.
        """
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(  # noqa: S603 - this program itself
            command,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env=os.environ | environment,
            creationflags=NO_WINDOW,
        )
        self.answered = Event()
        """Set once it has said that it finishes without a window, or has ended."""
        self._heard, self._ended = heard, ended
        self._to_say: SimpleQueue[bytes | None] = SimpleQueue()
        for work in (self._say, self._hear, self._hear_complaints):
            Thread(target=work, name=f"worker {self.process.pid}", daemon=True).start()

    def say(self, line: bytes) -> None:
        """Queue *line*, to be said in its turn."""
        self._to_say.put(line)

    def end_line(self) -> None:
        """Say no more: the worker stops, unless it was told to finish."""
        self._to_say.put(None)

    def hush(self) -> None:
        """Report to nobody from now on: the listener goes, or has another worker."""
        self._heard, self._ended = _unheard, _unheard

    def has_ended(self, *, within_s: float) -> bool:
        """Whether it has ended by then."""
        try:
            self.process.wait(within_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _say(self) -> None:
        with _pipe(self.process.stdin) as line, suppress(OSError):
            while (said := self._to_say.get()) is not None:
                line.write(said)
                line.flush()

    def _hear(self) -> None:
        with _pipe(self.process.stdout) as lines:
            for written in lines:
                line = reports.read(written) if written.endswith(b"\n") else None
                if line == State(Doing.FINISHING):
                    self.answered.set()
                if line is not None:
                    self._heard(self, line)
        self.process.wait()
        self.end_line()
        self.answered.set()
        self._ended(self)

    def _hear_complaints(self) -> None:
        with _pipe(self.process.stderr) as lines:
            for written in lines:
                log.warning("worker: %s", written.decode("utf-8", "replace").rstrip())


def _unheard(*_said: object) -> None:
    """Hear what nobody listens to any more."""


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101 - each was asked for
    return stream


class WorkerLink(QObject):
    """Starts the worker, hears it, starts it again.

    Signals:
        doing: Where the worker stands (`Doing`).
        progressed: How far a job is (`Progress`).
        changed: A `Change` that the worker committed.
        job_failed: A job of the worker failed (`Failed`).
        restarting: It fell; in how many seconds it is started again.
        given_up: It fell once too often.
    """

    doing = Signal(object)
    progressed = Signal(object)
    changed = Signal(object)
    job_failed = Signal(object)
    restarting = Signal(int)
    given_up = Signal()
    _secrets_changed = Signal(object)
    _heard = Signal(object, object)
    _ended = Signal(object)

    def __init__(
        self,
        *,
        command: Sequence[str] = COMMAND,
        environment: dict[str, str] | None = None,
        restart_after_s: Sequence[float] = RESTART_AFTER_S,
    ) -> None:
        """Prepare to start *command*, with *environment* added to this process's own."""
        super().__init__()
        self._command = tuple(command)
        self._environment = dict(environment or {})
        self._restart_after_s = tuple(restart_after_s)
        self._falls = 0
        self._stopping = self._is_renewed = False
        self._up = QElapsedTimer()
        self._child: _Child | None = None
        self._held: Held = {}
        self._secrets_changed.connect(self._hold)
        self._heard.connect(self._hear)
        self._ended.connect(self._finished)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.start)

    @property
    def process_id(self) -> int | None:
        """The worker's process id while it runs."""
        return None if self._child is None else self._child.process.pid

    @Slot()
    def start(self) -> None:
        """Start the worker."""
        self._again.stop()
        self._stopping = self._is_renewed = False
        self._up.start()
        self.doing.emit(Doing.STARTING)
        told = {"heard": self._heard.emit, "ended": self._ended.emit}
        try:
            self._child = _Child(self._command, self._environment, **told)
        except OSError as error:
            log.warning("the worker did not start: %s", error)
            self._fell()
            return
        self._whisper()

    def share(self, keys: Keys) -> None:
        """Whisper to the worker, from now on, what *keys* hold in memory only."""
        keys.subscribe(self._secrets_changed.emit)

    @Slot()
    def start_anew(self) -> None:
        """Start the worker after it was given up, with the whole count before it."""
        self._falls = 0
        self.start()

    def renew(self) -> None:
        """Replace this worker by another; this one ends as it does with the window.

        It reads the person's settings as it starts: their language, say.
        """
        if self._child is not None:
            self._is_renewed = True
            self._child.end_line()

    def stop(self) -> None:
        """Let the worker finish what is on the wire, then go; it waits four seconds at most."""
        child = self._let_go()
        if child is None:
            return
        child.end_line()
        if not child.has_ended(within_s=STOP_WITHIN_S):
            child.process.kill()
            child.has_ended(within_s=STOP_WITHIN_S)

    def finish(self) -> bool:
        """Let the worker go on by itself until all that is due has left.

        Whether it has said that it does: it is waited for, four seconds at most.  One that is
        being renewed hears nothing any more: another takes its place first.
        """
        if self._is_renewed:
            self.stop()
            self.start()
        child = self._let_go()
        if child is None:
            return False
        child.say(whispers.FINISH)
        child.end_line()
        return child.answered.wait(STOP_WITHIN_S) and child.process.poll() is None

    def _let_go(self) -> _Child | None:
        self._stopping = True
        self._again.stop()
        child, self._child = self._child, None
        if child is not None:
            child.hush()
        return child

    @Slot(object)
    def _hold(self, held: Held) -> None:
        """Note what *keys* hold, which came from whatever thread changed it."""
        self._held = held
        self._whisper()

    @Slot()
    def _whisper(self) -> None:
        """Say all that is held: as the worker starts, and at each change."""
        if self._child is not None and not (self._stopping or self._is_renewed):
            self._child.say(whispers.write(self._held))

    @Slot(object, object)
    def _hear(self, child: _Child, line: Report) -> None:
        if child is not self._child:
            return
        match line:
            case State(doing):
                self.doing.emit(doing)
            case Progress():
                self.progressed.emit(line)
            case DeskChanged(change):
                self.changed.emit(change)
            case Failed():
                self.job_failed.emit(line)

    @Slot(object)
    def _finished(self, child: _Child) -> None:
        if child is self._child:
            self._child = None
            self._fell()

    def _fell(self) -> None:
        if self._is_renewed:
            self.start()
            return
        if self._up.elapsed() > STEADY_AFTER_S * 1000:
            self._falls = 0
        if self._falls >= len(self._restart_after_s):
            self.given_up.emit()
            return
        after_s = self._restart_after_s[self._falls]
        self._falls += 1
        self.restarting.emit(max(1, round(after_s)))
        self._again.start(round(after_s * 1000))
