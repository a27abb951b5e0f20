"""Opens the window: paints the shell first, then opens the office in a reading thread.

The order is the point: the excepthook before any widget, the shell before anything of the
desk is imported, the worker after the first rows.  Leaving is the reverse: what is typed is
written, the worker ends, then the database is let go of.

Leaving ends, whatever holds it.  Python waits for its threads as it exits, and one that waits for a
server which went away waits for ever: the window would be gone, and the program still there.
"""

import gc
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QObject,
    Qt,
    QTimer,
    QTranslator,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QApplication

from comms_desk import i18n
from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.logs import BegunLater, Discreet
from comms_desk.paths import APP_NAME, Paths
from comms_desk.settings import LANGUAGE, SINGLE_LETTERS, THEME
from comms_desk.settings_file import PersonSettings
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.memory import Memory
from comms_desk.ui.kit import fonts, icons, single_keys, taskbar
from comms_desk.ui.kit.look import SCHEMES, look
from comms_desk.ui.shell.excepthook import BugNotice
from comms_desk.ui.shell.garbage import Sweeper
from comms_desk.ui.shell.window import Window
from comms_desk.ui.shell.worker_link import WorkerLink

if TYPE_CHECKING:
    from comms_desk.across.handover import CutShort
    from comms_desk.keys import Keys

END_WITHIN_S = 10.0
"""A window that was closed is gone by then, once nothing typed waits for its turn: five times as
long as the window takes between two signs that it waits, or a slow computer would lose the text."""
WRITTEN_WITHIN_MS = 2_000
"""What cannot be written (a disk that is full, a server that is away) is tried again so long."""
TURN_WITHIN_MS = 20_000
"""What only waits for its turn to be written, because somebody else writes, is awaited so long."""
FAILED = 1
"""The exit status of a process that did not end by itself."""
LOG_FILE_NAME = "window.log"
LOG_BYTES = 1_000_000
LOG_FILES = 3
SWITCH_INTERVAL_S = 0.001
"""A reading thread lets the window go on within a millisecond (Python's own: five)."""
WORKER_AFTER_MS = 1_500
"""The first rows come before the worker, which would take their processor."""

MOST_HAND_OVERS = 20
"""What is refused so often, as a window is to be made again, is refused for good."""
ASKED_AGAIN_MS = 500
"""How often a window that is to be made again looks whether a dialog is still open."""

OpenOffice = Callable[[], Office]


class DeskApp(QObject):
    """The running program: the window, its errands and its worker, from opening to leaving.

    Signals:
        leaving: The window is closed; said again while what was typed waits for its turn.
        staying: The window is there again: what was typed could not be saved.
        left: All that was typed is written, the worker is gone, the database is let go of.
    """

    leaving = Signal()
    staying = Signal()
    left = Signal()

    def __init__(
        self, paths: Paths, open_office: OpenOffice, *, worker: WorkerLink | None = None
    ) -> None:
        """Build the shell and show it; the first page is made once it is painted."""
        super().__init__()
        self._paths = paths
        self._sweeper = Sweeper(self)
        self.errands = Errands(open_office)
        self.worker = worker
        self._is_remade, self._is_settled = True, False
        self._handed_over = 0
        self._before: Window | None = None
        self.window = self._made_window(Memory.read(paths.window_file))
        self.errands.opened.connect(self._opened)
        self.errands.writing.connect(self._remake_soon)
        self._later = QTimer(self, singleShot=True, interval=WORKER_AFTER_MS)
        self._later.timeout.connect(self._settle)
        self._has_left = self._is_leaving = self._starts_later = self._is_there = False
        self._turns = 0
        self._patience = QTimer(self, singleShot=True, interval=WRITTEN_WITHIN_MS)
        self._patience.timeout.connect(self._lose_patience)
        if worker is not None:
            self._later.timeout.connect(worker.start)

    @Slot(str)
    def show_bug(self, trace: str) -> None:
        """Say in the window that the desk itself is at fault."""
        self.window.show_bug(trace)

    @Slot()
    def end_session(self) -> None:
        """Make the window hand over what is typed: the session ends."""
        self.window.end_session()

    def _made_window(self, memory: Memory) -> Window:
        window = Window(self.errands, memory=memory)
        window.painted.connect(self._show_first_page)
        window.closing.connect(self._leave)
        window.page_made.connect(self._sweeper.set_aside, Qt.ConnectionType.QueuedConnection)
        window.remake_wanted.connect(self._remake)
        if self.worker is not None:
            self._listen(self.worker, window)
        return window

    def _listen(self, worker: WorkerLink, window: Window) -> None:
        status = window.status
        window.closing_question.has_worker = True
        worker.doing.connect(status.show_doing)
        worker.doing.connect(window.presence.worker_does)
        worker.progressed.connect(status.show_progress)
        worker.restarting.connect(status.show_restarting)
        worker.given_up.connect(status.show_given_up)
        worker.changed.connect(window.changed)
        worker.job_failed.connect(window.show_job_failure)
        window.restart_wanted.connect(worker.start_anew)
        window.stop_wanted.connect(self._stop_job)

    @Slot()
    def _remake(self) -> None:
        """Replace this window by another, once all that is typed is saved."""
        self._is_remade, self._handed_over = False, 0
        self._remake_soon()

    @Slot()
    def _remake_soon(self) -> None:
        """Go on once nothing of the window is on the way: it is what asked."""
        if not self._is_remade:
            QTimer.singleShot(0, self, self._remake_if_written)

    def _remake_if_written(self) -> None:
        if self._is_remade or self._is_leaving or self._has_left:
            return
        before = self.window
        if self._handed_over == MOST_HAND_OVERS and self.errands.unsaved.every():
            self._is_remade = True  # each is refused again: it stays where it is, and why is said
            return
        self._handed_over += 1
        before.hand_over()
        if self.errands.unwritten:
            return
        if QApplication.activeModalWidget() is not None:  # what is typed there would be lost
            QTimer.singleShot(ASKED_AGAIN_MS, self, self._remake_if_written)
            return
        self._is_remade = True
        settings, refused = _settings_in(self._paths)
        if refused is not None:
            before.show_error(refused)
            return
        spoken = i18n.current()
        _take_up(settings)
        if self.worker is not None and i18n.current() is not spoken:
            self.worker.renew()
        before.remember()
        self.window = self._made_window(before.memory)
        self.window.go_on_from(before)
        self.window.show()
        self._before = before  # until Qt has deleted it: what waits for it may still come
        before.destroyed.connect(self._forget_before, Qt.ConnectionType.QueuedConnection)
        before.hide()
        before.deleteLater()

    @Slot()
    def _forget_before(self) -> None:
        self._before = None

    @Slot()
    def _show_first_page(self) -> None:
        self.window.go_to(self.window.memory.page)
        if self._is_settled:
            self._attend()
        self.window.watch_others()  # a desk that could not be opened yet is looked at again
        if QApplication.windowIcon().isNull():
            QApplication.setWindowIcon(icons.application())

    @Slot()
    def _opened(self) -> None:
        self._later.start()
        self.errands.read("keys", _keys_of, self._share_secrets)

    @Slot(object)
    def _share_secrets(self, keys: "Keys") -> None:
        if self.worker is not None:
            self.worker.share(keys)

    @Slot()
    def _settle(self) -> None:
        """Do what the first rows did not need."""
        fonts.load_italic()
        self._sweeper.start()
        self._is_settled = True
        self._attend()
        self._open_the_door()
        self.errands.read("cut short", _cut_short, self._end_cut_short)

    @Slot(object)
    def _end_cut_short(self, those: "Sequence[CutShort]") -> None:
        """Make hand-overs to Outlook that a kill cut short whole, or undo them, and say which."""
        if those:
            self.errands.write(None, partial(_end_hand_overs, those), self._say_ended)

    @Slot(object)
    def _say_ended(self, those: "Sequence[CutShort]") -> None:
        for each in those:
            n = len(each.claims)
            self.window.toast.offer(
                _cut_short_but_given(n) if each.is_given else _cut_short_and_waiting(n),
                file=each.facts.path if each.is_given else None,
            )

    def _open_the_door(self) -> None:
        """Bring the strip when another process of the person, or Windows' own key, asks for it."""
        from comms_desk.ui.shell.door import WindowDoor
        from comms_desk.ui.shell.hot_key import HotKey

        app = QCoreApplication.instance()
        assert app is not None  # noqa: S101 - there is one before there is a window
        self._door, self._hot_key = WindowDoor(self), HotKey(app)
        self._door.capture_wanted.connect(self._capture)
        self._hot_key.pressed.connect(self._capture)
        if self._door.open(self._paths.door):
            self._hot_key.take()

    @Slot()
    def _capture(self) -> None:
        self.window.capturing.bring()
        if self.window.capturing.box.isVisible():
            self._door.say_shown()

    def _attend(self) -> None:
        """Count what waits, say who is on duty, remind of hours, call out new mentions."""
        from comms_desk.ui.shell.attention import Attention
        from comms_desk.ui.shell.counts import RailCounts
        from comms_desk.ui.shell.left_meanwhile import LeftMeanwhile
        from comms_desk.ui.shell.on_duty import DutyInBar
        from comms_desk.ui.shell.reminders import Reminding

        RailCounts(self.errands, self.window)
        DutyInBar(self.errands, self.window)
        Reminding(self.errands, self.window).said.connect(self._keep_said)
        if self.window.memory.left_alone:
            LeftMeanwhile(self.errands, self.window).said.connect(self._keep_said)
        attention = Attention(self.errands, self.window)
        attention.said.connect(self._keep_said)
        self.window.freezing.read()
        self.window.naming.read()
        if self.worker is not None:
            self.worker.changed.connect(attention.hear)

    @Slot()
    def _keep_said(self) -> None:
        """Keep for the next window what reminded, however this one ends."""
        self.window.memory.write(self._paths.window_file)

    @Slot()
    def _stop_job(self) -> None:
        self.errands.write("stop job", _ask_to_stop, self._asked_to_stop)

    @Slot(object)
    def _asked_to_stop(self, _command: object) -> None:
        """Nothing to do: the worker says itself that it stopped."""

    @Slot()
    def _leave(self) -> None:
        """Leave once all is written: a save that is answered may ask for the next one."""
        if self._is_leaving or self._has_left:
            return
        self._is_leaving = True
        self.leaving.emit()
        self._starts_later = self._later.isActive()
        self._later.stop()
        self._turns = TURN_WITHIN_MS // WRITTEN_WITHIN_MS
        self._patience.start()
        self._ask_whether_it_is_there()
        self.errands.writing.connect(self._leave_soon)
        self.window.memory.write(self._paths.window_file)
        self._leave_if_written()

    @Slot()
    def _leave_soon(self) -> None:
        QTimer.singleShot(0, self, self._leave_if_written)

    @Slot()
    def _lose_patience(self) -> None:
        """Go on waiting for a turn to write; for nothing else: it had its chance.

        A database that answers no question either gives nobody a turn.
        """
        self._turns -= 1
        is_told = self.window.presence.has_asked
        has_a_turn = self.errands.waits_its_turn and self._is_there
        if self._turns > 0 and has_a_turn and not is_told:
            self.leaving.emit()
            self._patience.start()
            self._ask_whether_it_is_there()
        else:
            self._leave_if_written()

    def _ask_whether_it_is_there(self) -> None:
        self._is_there = False
        self.errands.read("there", _ask_anything, self._found_there, self._found_away)

    @Slot(object)
    def _found_there(self, _answer: object) -> None:
        self._is_there = True

    @Slot(object)
    def _found_away(self, _error: object) -> None:
        self._is_there = False

    @Slot()
    def _leave_if_written(self) -> None:
        is_awaited = self.errands.unwritten and self._patience.isActive()
        if not self._is_leaving or is_awaited:
            return
        if not self.window.presence.may_leave():
            self._stay()
            return
        self._is_leaving, self._has_left = False, True
        self._patience.stop()
        with ExitStack() as leaving:  # the last one named is the first one done
            leaving.callback(self.left.emit)
            if self._is_settled:
                leaving.callback(self._door.close)
                leaving.callback(self._hot_key.leave)
            leaving.callback(self.errands.close)
            if self.worker is not None:
                lets_finish = self.window.closing_question.lets_finish
                leaving.callback(self.worker.finish if lets_finish else self.worker.stop)

    def _stay(self) -> None:
        """Show the window again over what cannot be saved: it says so, and asks."""
        self._is_leaving = False
        self.staying.emit()
        if self._starts_later:
            self._later.start()
        self.errands.writing.disconnect(self._leave_soon)
        self.window.closing_question.begin_again()
        self.window.stay()


def main() -> int:
    """Open the desk of this person; return the process's exit status once the window closes."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)  # noqa: S101 - a window needs the widgets' one
    desk = start(app, Paths.find(), worker=WorkerLink())
    last_resort = LastResort()
    desk.leaving.connect(last_resort.set)
    desk.staying.connect(last_resort.rest)
    status = app.exec()
    del desk
    return status


def start(app: QApplication, paths: Paths, *, worker: WorkerLink | None) -> DeskApp:
    """Show the window of the desk in *paths*; the rest comes once its shell is painted."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.disable()  # a tenth of the imports' time; the `Sweeper` takes over
    QCoreApplication.setApplicationName(APP_NAME)
    app.setDesktopFileName(APP_NAME)
    taskbar.be_known_as(APP_NAME)
    notice = BugNotice()
    notice.install()
    settings, refused = _settings_in(paths)
    refused = _log(paths) or refused
    _take_up(settings)
    fonts.load(app)
    look().dress(app)
    look().choose(SCHEMES[settings.get(THEME)])
    desk = DeskApp(paths, _open_office, worker=worker)
    app.commitDataRequest.connect(desk.end_session)
    notice.setParent(desk)
    notice.noticed.connect(desk.show_bug)
    app.setQuitOnLastWindowClosed(False)
    desk.left.connect(app.quit)
    desk.window.show()
    refused = refused or desk.window.memory.trouble
    if refused is not None:
        desk.window.show_error(refused)
    return desk


def _ask_anything(office: Office) -> None:
    office.database.data_version()


def _open_office() -> Office:
    from comms_desk.across.office import open_office

    return open_office()


def _keys_of(office: Office) -> "Keys":
    return office.keys


def _ask_to_stop(office: Office) -> object:
    from comms_desk.jobs.desk import JobDesk
    from comms_desk.jobs.model import CommandKind

    return JobDesk(office.database).ask(CommandKind.STOP_JOB)


def _cut_short(office: Office) -> "Sequence[CutShort]":
    from comms_desk.across.handover import Handover

    return Handover(office).cut_short()


def _end_hand_overs(those: "Sequence[CutShort]", office: Office) -> "Sequence[CutShort]":
    from comms_desk.across.handover import Handover

    Handover(office).end(those)
    return those


def _cut_short_but_given(letters: int) -> str:
    said = ngettext(
        "Handing over to Outlook was cut short, but its drafts are all there: {n} e-mail.",
        "Handing over to Outlook was cut short, but its drafts are all there: {n} e-mails.",
        letters,
    )
    return said.format(n=format_number(letters))


def _cut_short_and_waiting(letters: int) -> str:
    said = ngettext(
        "Handing over to Outlook was cut short before any draft was there: {n} e-mail waits again.",
        "Handing over to Outlook was cut short before any draft was there: {n} e-mails wait again.",
        letters,
    )
    return said.format(n=format_number(letters))


def _take_up(settings: PersonSettings) -> None:
    """Set what the next window is made with as the person chose: its words and its keys."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 - there is one before there is a window
    i18n.use(settings.get(LANGUAGE))
    speak_qts_words(app)
    app.setApplicationDisplayName(_("Comms Desk"))
    single_keys.use(are_commands=settings.get(SINGLE_LETTERS))


def speak_qts_words(app: QApplication) -> None:
    """Translate Qt's own words, those of its file dialog, into the language of the process."""
    for before in app.findChildren(QTranslator):
        app.removeTranslator(before)
        before.deleteLater()
    words = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.load(f"qtbase_{i18n.current().value}", folder):
        app.installTranslator(words)


def _settings_in(paths: Paths) -> tuple[PersonSettings, CommsDeskError | None]:
    """Return the person's settings, or the defaults and why theirs could not be read."""
    try:
        return PersonSettings.read(paths.settings_file), None
    except CommsDeskError as error:
        return PersonSettings(paths.settings_file), error


def _log(paths: Paths) -> CommsDeskError | None:
    """Open the log; return why it could not be."""
    try:
        paths.make()
    except CommsDeskError as error:
        return error
    log_file = BegunLater(partial(_log_file, paths.logs / LOG_FILE_NAME))
    log_file.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[log_file])
    return None


def _log_file(file: Path) -> logging.Handler:
    from comms_desk.log_file import Log

    return Log(file, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", delay=True)


class LastResort:
    """Ends the process a while after it was set last, unless it has ended before."""

    def __init__(self) -> None:
        """Wait to be set."""
        self._timer: Timer | None = None

    def set(self) -> None:
        """Let the process end by itself for `END_WITHIN_S` from now, and no longer."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = Timer(END_WITHIN_S, os._exit, (FAILED,))
        self._timer.daemon = True
        self._timer.start()

    def rest(self) -> None:
        """Let the process go on: the window stays."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
