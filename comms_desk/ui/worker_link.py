"""The window's worker: a process of its own that is heard by lines and started again if it falls.

The database is the truth and the lines are hints.  It is started again after 1, 5, 30 and
120 s, then given up visibly; one that stayed up for ten minutes starts the count anew.  It
stops by itself at the end of its standard input, so a killed window leaves no orphan; by
the same way, and by no other, come the secrets that only this window holds.
"""

import logging
import sys
from collections.abc import Sequence

from PySide6.QtCore import (
    QElapsedTimer,
    QObject,
    QProcess,
    QProcessEnvironment,
    QTimer,
    Signal,
    Slot,
)

from comms_desk.jobs import reports, whispers
from comms_desk.jobs.reports import Changed, Doing, Failed, Progress, State
from comms_desk.keys import Held, Keys

RESTART_AFTER_S = (1, 5, 30, 120)
STEADY_AFTER_S = 600
STOP_WITHIN_MS = 4_000
COMMAND: tuple[str, ...] = (sys.executable, "-P", "-m", "comms_desk", "worker", "--child")

log = logging.getLogger(__name__)


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
        self._environment = QProcessEnvironment.systemEnvironment()
        for name, value in (environment or {}).items():
            self._environment.insert(name, value)
        self._restart_after_s = tuple(restart_after_s)
        self._falls = 0
        self._stopping = self._is_renewed = False
        self._up = QElapsedTimer()
        self._process: QProcess | None = None
        self._held: Held = {}
        self._secrets_changed.connect(self._hold)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.start)

    @property
    def process_id(self) -> int | None:
        """The worker's process id while it runs."""
        running = self._process is not None and self._process.processId()
        return int(running) or None

    @Slot()
    def start(self) -> None:
        """Start the worker."""
        self._again.stop()
        self._stopping = self._is_renewed = False
        process = QProcess(self)
        self._process = process
        process.setProcessEnvironment(self._environment)
        process.setProgram(self._command[0])
        process.setArguments(list(self._command[1:]))
        process.readyReadStandardOutput.connect(self._hear)
        process.readyReadStandardError.connect(self._hear_complaints)
        process.started.connect(self._whisper)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed_to_start)
        self._up.start()
        self.doing.emit(Doing.STARTING)
        process.start()

    def share(self, keys: Keys) -> None:
        """Whisper to the worker, from now on, what *keys* hold in memory only."""
        keys.subscribe(self._secrets_changed.emit)

    @Slot()
    def start_anew(self) -> None:
        """Start the worker after it was given up, with the whole count before it."""
        self._falls = 0
        self.start()

    def renew(self) -> None:
        """Have another worker take the place of this one, which ends as it does with the window.

        It reads the person's settings as it starts: their language, say.
        """
        process = self._process
        if process is not None and process.state() is QProcess.ProcessState.Running:
            self._is_renewed = True
            process.closeWriteChannel()

    def stop(self) -> None:
        """Let the worker finish what is on the wire, then go; it waits four seconds at most."""
        self._stopping = True
        self._again.stop()
        process = self._process
        if process is None or process.state() is QProcess.ProcessState.NotRunning:
            return
        process.closeWriteChannel()
        if not process.waitForFinished(STOP_WITHIN_MS):
            process.kill()
            process.waitForFinished(STOP_WITHIN_MS)

    @Slot(object)
    def _hold(self, held: Held) -> None:
        """Note what *keys* hold, which came from whatever thread changed it."""
        self._held = held
        self._whisper()

    @Slot()
    def _whisper(self) -> None:
        """Say all that is held, once the worker runs: as it starts, and at each change."""
        process = self._process
        runs = process is not None and process.state() is QProcess.ProcessState.Running
        if process is not None and runs and not (self._stopping or self._is_renewed):
            process.write(whispers.write(self._held))

    @Slot()
    def _hear(self) -> None:
        process = self._process
        while process is not None and process.canReadLine():
            line = reports.read(bytes(process.readLine().data()))
            match line:
                case State(doing):
                    self.doing.emit(doing)
                case Progress():
                    self.progressed.emit(line)
                case Changed(change):
                    self.changed.emit(change)
                case Failed():
                    self.job_failed.emit(line)
                case None:
                    pass

    @Slot()
    def _hear_complaints(self) -> None:
        if self._process is not None:
            said = bytes(self._process.readAllStandardError().data())
            log.warning("worker: %s", said.decode("utf-8", "replace").rstrip())

    @Slot(QProcess.ProcessError)
    def _failed_to_start(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._fell()

    @Slot()
    def _finished(self) -> None:
        self._hear()
        self._fell()

    def _fell(self) -> None:
        if self._process is not None:
            self._process.deleteLater()
            self._process = None
        if self._stopping:
            return
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
