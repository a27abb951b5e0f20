"""Keeping the watches that are half written, while they are typed.

A query that is not understood yet has no place among the watches of the desk: it is kept
600 ms after the last key, at least every 2 s while one types, and as the window closes.  Nothing
waits for what an earlier window had begun: that is in files of its own until it is in ours.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from comms_desk.errors import CommsDeskError
from comms_desk.reasons import reason_of
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.theme import TYPING_LONGEST_MS, TYPING_PAUSE_MS
from comms_desk.ui.watch.begun import Held, Kept, Taken, take_up, write

if TYPE_CHECKING:
    from comms_desk.across.office import Office

log = logging.getLogger(__name__)


class BegunKeeper(QObject):
    """Takes up what was begun before, and keeps what is.

    Signals:
        read: What was begun in an earlier window; carries the `Kept`.
        failed: It could not be kept; carries the error.
    """

    read = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject, errands: Errands, now: Callable[[], Kept]) -> None:
        """Keep what *now* returns; what was begun before is read at once."""
        super().__init__(parent)
        self._errands = errands
        self._now = now
        self._own = Held()
        self._taken: tuple[Held, ...] = ()
        """Files whose content is ours now, to be removed once it is in our own."""
        self._written: Kept | None = Kept()
        """What our own file holds; None where something was asked of it since."""
        self._asked: Kept | None = None
        self._reads_again = False
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._longest = QTimer(self, singleShot=True, interval=TYPING_LONGEST_MS)
        for timer in (self._pause, self._longest):
            timer.timeout.connect(self.keep_now)
        self._read()

    @Slot()
    def touch(self) -> None:
        """Hear that something was typed: keep it soon."""
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    @Slot()
    def keep_now(self) -> None:
        """Keep what is begun without waiting for a pause, whatever is read or not of earlier."""
        self._pause.stop()
        self._longest.stop()
        if self._reads_again:
            self._read()
        now = self._now()
        if now == self._written and not self._taken:
            return
        self._written, self._asked = None, now
        job = partial(_write, self._own, now, self._taken)
        self._errands.write("begun", job, self._was_kept, self._not_kept, holds_typed=True)

    def _read(self) -> None:
        self._reads_again = False
        self._errands.read("begun", _read, self._was_read, self._not_read)

    @Slot(object)
    def _was_read(self, taken: Taken) -> None:
        """Go on in the file of the window before; several become one."""
        self._reads_again = not taken.is_all
        if not taken.files:
            return
        is_first = self._asked is None
        if is_first and len(taken.files) == 1 and not taken.files[0].rest:
            self._own, self._written = taken.files[0], taken.kept
        else:
            self._taken += taken.files
        self.read.emit(taken.kept)
        self.keep_now()

    @Slot(object)
    def _not_read(self, _error: CommsDeskError) -> None:
        """Say nothing, and read again later: whoever asks for rows hears why it fails."""
        self._reads_again = True

    @Slot(object)
    def _was_kept(self, done: tuple[Kept, tuple[Held, ...]]) -> None:
        """Say nothing: the bar says that it is saved."""
        kept, removed = done
        self._taken = tuple(each for each in self._taken if each not in removed)
        if kept is self._asked:
            self._written = kept

    @Slot(object)
    def _not_kept(self, error: CommsDeskError) -> None:
        """Say why; it is tried again with what is typed next, and as one leaves."""
        self.failed.emit(error)


def _read(office: "Office") -> Taken:
    """Take up what is begun; the watches first: where they cannot be read, nothing is held."""
    folder = office.paths.begun
    if not folder.is_dir():
        return Taken()
    watches = office.watches.every()
    try:
        taken = take_up(folder)
    except OSError as error:
        log.warning("%s is read again later: %s", folder, reason_of(error))
        return Taken(is_all=False)
    begun = tuple(each.among(watches) for each in taken.kept.begun)
    return replace(taken, kept=replace(taken.kept, begun=begun))


def _write(
    own: Held, kept: Kept, taken: tuple[Held, ...], office: "Office"
) -> tuple[Kept, tuple[Held, ...]]:
    return kept, write(office.paths.begun, own, kept, taken)
