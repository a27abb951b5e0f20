"""Watches half written, kept in the person's own file until they are added or given up.

A query that is not understood yet has no place among the watches of the desk: it is kept
beside the window's shape, 600 ms after the last key, at least every 2 s while one types, and
as the window closes.  A file that cannot be read is the same as none.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from comms_desk.errors import CommsDeskError
from comms_desk.media.watches.model import Grade, Watch, WatchId
from comms_desk.reasons import reason_of
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.theme import TYPING_LONGEST_MS, TYPING_PAUSE_MS
from comms_desk.ui.watch.writing import Typed

if TYPE_CHECKING:
    from comms_desk.across.office import Office


@dataclass(frozen=True, slots=True)
class Begun:
    """A watch as it was before it was begun, None for a new one, and what was typed."""

    watch: Watch | None
    typed: Typed

    @property
    def key(self) -> WatchId | None:
        """The watch that is being changed; None: a new one."""
        return self.watch.id if self.watch else None


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is begun, the one on the panel first, and whether the panel is in front."""

    begun: tuple[Begun, ...] = ()
    in_front: bool = False


class BegunKeeper(QObject):
    """Reads once what was begun before, then keeps what is.

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
        self._last: Kept | None = None
        """What the file holds, or will; None until it was read, or where it is not known."""
        self._is_read = self._is_waited_for = False
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
        """Keep what is begun without waiting for a pause; once the file is read, if it is not."""
        self._pause.stop()
        self._longest.stop()
        now = self._now()
        if now == self._last or (not self._is_read and not now.begun):
            return
        if self._is_read:
            self._last = now
            self._errands.write("begun", partial(_write, now), self._was_kept, self._not_kept)
        elif not self._is_waited_for:
            self._is_waited_for = True
            self._errands.postpone()
            self._read()

    def _read(self) -> None:
        self._errands.read("begun", _read, self._was_read, self._not_read)

    @Slot(object)
    def _was_read(self, kept: Kept) -> None:
        if not self._is_read:
            self._is_read, self._last = True, kept
            self.read.emit(kept)
        self.keep_now()
        self._wait_no_more()

    @Slot(object)
    def _not_read(self, _error: CommsDeskError) -> None:
        """Say nothing, and write over nothing: whoever asks for rows hears why it fails."""
        self._wait_no_more()

    def _wait_no_more(self) -> None:
        if self._is_waited_for:
            self._is_waited_for = False
            self._errands.resume()

    @Slot(object)
    def _was_kept(self, _nothing: None) -> None:
        """Say nothing: the bar says that it is saved."""

    @Slot(object)
    def _not_kept(self, error: CommsDeskError) -> None:
        """Say why; it is tried again with what is typed next."""
        self._last = None
        self.failed.emit(error)


def read(file: Path) -> Kept:
    """Return what is kept in *file*; nothing, if it cannot be read."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        begun = tuple(Begun(_watch(each["watch"]), _typed(each["typed"])) for each in kept["begun"])
        return Kept(begun, in_front=bool(begun and kept["in_front"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Kept()


def write(file: Path, kept: Kept) -> None:
    """Keep *kept* in *file*, whole or not at all; where nothing is begun, there is no file.

    Raises:
        FileNotWritten: The system refused.
    """
    from comms_desk.documents.errors import FileNotWritten
    from comms_desk.documents.files import write_file

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not kept.begun:
            file.unlink(missing_ok=True)
    except OSError as error:
        raise FileNotWritten(file, reason_of(error)) from error
    if kept.begun:
        write_file(file, json.dumps(asdict(kept), ensure_ascii=False).encode())


def _read(office: "Office") -> Kept:
    return read(office.paths.watches_file)


def _write(kept: Kept, office: "Office") -> None:
    write(office.paths.watches_file, kept)


def _watch(fields: dict[str, Any] | None) -> Watch | None:
    if fields is None:
        return None
    typed = _typed(fields)
    return Watch(
        id=WatchId(int(fields["id"])),
        name=typed.name,
        query=typed.query,
        ignored=typed.ignored,
        grade=typed.grade,
        alert=typed.alert,
        is_looking_back=bool(fields["is_looking_back"]),
    )


def _typed(fields: dict[str, Any]) -> Typed:
    return Typed(
        name=str(fields["name"]),
        query=str(fields["query"]),
        ignored=tuple(map(str, fields["ignored"])),
        grade=Grade(fields["grade"]),
        alert=bool(fields["alert"]),
    )
