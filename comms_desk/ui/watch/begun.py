"""Watches half written, kept in the person's own folder until they are added or given up.

Each window writes one file, of its own, and holds it while it lives (`QLockFile`: the process,
the computer and its start).  A window that opens takes up only the files of windows that are
gone; it holds those too, and removes one only once what was in it is on the disk in its own.
So no window writes over, or removes, what another one has; and what cannot be read, is too
large, or is not understood stays as it stands, entry by entry, for whoever can read it.
"""

import json
import logging
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QLockFile

from comms_desk import own_files
from comms_desk.media.watches.model import Grade, Watch, WatchId
from comms_desk.reasons import Reason, reason_of
from comms_desk.ui.watch.writing import Typed

KEPT_MAX_BYTES = 1 << 20
"""A file holds so much, and a window takes up so much in all: beyond, it would be held up."""
HELD_WITHIN_MS = 1_000
"""Another window looks for a moment at a file that is there no more."""
LARGEST_ID = (1 << 63) - 1

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """A watch as it was before it was begun, None for a new one, and what was typed."""

    watch: Watch | None
    typed: Typed
    is_astray: bool = False
    """Whether the desk has another watch, or none, in the place of *watch*."""

    @property
    def changes(self) -> Watch | None:
        """The watch that is being changed; None: a new one, or one that went astray."""
        return None if self.is_astray else self.watch

    @property
    def key(self) -> WatchId | None:
        """The number of the watch that is being changed."""
        return self.changes.id if self.changes else None

    @property
    def is_touched(self) -> bool:
        """Whether something was typed."""
        return self.typed != Typed.of(self.changes)

    def among(self, watches: Collection[Watch]) -> "Begun":
        """Return it as it is to be gone on with where the desk has *watches*.

        The state folder may be of another desk's, or of before a backup was restored: a watch of
        that number, of another name or query, is not the one that was begun.
        """
        was = self.watch
        is_there = was is None or any(
            (was.id, was.name, was.query) == (each.id, each.name, each.query) for each in watches
        )
        return replace(self, is_astray=not is_there)


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is begun, the one on the panel first, and whether the panel is in front."""

    begun: tuple[Begun, ...] = ()
    in_front: bool = False


@dataclass(eq=False, slots=True)
class Held:
    """A file that this window holds, once it does: no other window takes it up."""

    name: str = field(default_factory=lambda: uuid4().hex)
    rest: bytes = b""
    """What is to stay of a file that was taken up, for whoever understands it."""
    _lock: QLockFile | None = None

    def file(self, folder: Path) -> Path:
        """Return the file, which may not be there yet."""
        return folder / f"{self.name}.json"

    @property
    def is_held(self) -> bool:
        """Whether it is ours to write and to remove."""
        return self._lock is not None

    def hold(self, folder: Path, *, within_ms: int = 0) -> str:
        """Hold the file until `let_go`, or until the process ends; return why not, if not."""
        if self.is_held:
            return ""
        lock = QLockFile(str(folder / f"{self.name}.lock"))
        lock.setStaleLockTime(0)
        if lock.tryLock(within_ms):
            self._lock = lock
            own_files.tighten(folder, (f"{self.name}.lock",))  # Qt makes it for everybody
        return _REFUSED.get(lock.error(), "")

    def let_go(self) -> None:
        """Hold the file no longer."""
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What windows that are gone had begun, the latest first, and the files that it is still in."""

    kept: Kept = Kept()
    files: tuple[Held, ...] = ()
    is_all: bool = True
    """Whether nothing is left that could not be read for the moment."""


def take_up(folder: Path) -> Taken:
    """Hold the files in *folder* of windows that are gone, and return what is understood in them.

    Raises:
        OSError: The folder cannot be looked into for the moment.
    """
    begun: list[Begun] = []
    files: list[Held] = []
    in_front, is_all, room_bytes = False, True, KEPT_MAX_BYTES
    for held in map(Held, _latest_first(folder)):
        refused = held.hold(folder)
        if refused:
            is_all = is_all and refused == Reason.IN_USE
            continue
        try:
            content = _content(held.file(folder), room_bytes)
            kept, held.rest = parse(content)
        except FileNotFoundError:
            held.let_go()
        except OSError as error:
            log.warning("%s is read again later: %s", held.file(folder), reason_of(error))
            is_all = False
            held.let_go()
        except ValueError as error:
            log.warning("%s stays as it stands: %s", held.file(folder), error)
            held.let_go()
        else:
            in_front = kept.in_front if not files else in_front
            begun.extend(kept.begun)
            files.append(held)
            room_bytes -= len(content)
    return Taken(Kept(tuple(dict.fromkeys(begun)), in_front), tuple(files), is_all)


def write(folder: Path, own: Held, kept: Kept, taken: tuple[Held, ...] = ()) -> tuple[Held, ...]:
    """Keep *kept* in our *own* file, whole or not at all; then remove what it was *taken* from.

    Where nothing is begun, there is no file.

    Returns:
        Those of *taken* that were removed; a file that the system keeps is tried again.

    Raises:
        FileNotWritten: The system refused, or it is too large to be taken up.
    """
    from comms_desk.documents.errors import FileNotWritten

    file = own.file(folder)
    content = _as_bytes([_plain(each) for each in kept.begun], in_front=kept.in_front)
    if len(content) > KEPT_MAX_BYTES:
        raise FileNotWritten(file, Reason.TOO_LARGE.with_facts(file.name))
    try:
        if kept.begun:
            own_files.make_folder(folder)
            if refused := own.hold(folder, within_ms=HELD_WITHIN_MS):
                raise FileNotWritten(file, refused)
            own_files.write(file, content)
        else:
            file.unlink(missing_ok=True)
            own.let_go()
        if kept.begun and taken:
            with file.open("rb+") as written:
                os.fsync(written.fileno())
    except OSError as error:
        raise FileNotWritten(file, reason_of(error)) from error
    return tuple(held for held in taken if _is_removed(held, folder))


def parse(content: bytes) -> tuple[Kept, bytes]:
    """Return what is understood of *content*, and as a file what is not.

    Raises:
        ValueError: Nothing of it is understood.
    """
    try:
        match json.loads(content):
            case {"begun": [*entries], "in_front": bool(in_front), **more} if not more:
                pass
            case _:
                raise ValueError("not a list of watches half written")
        begun, strange = [], []
        for entry in entries:
            try:
                begun.append(_begun(entry))
            except ValueError:
                strange.append(entry)
        if not begun:
            raise ValueError("no entry is understood")
        rest = _as_bytes(strange, in_front=False) if strange else b""
    except RecursionError as error:
        raise ValueError("too deep") from error
    return Kept(tuple(begun), in_front), rest


_REFUSED = {
    QLockFile.LockError.LockFailedError: Reason.IN_USE,
    QLockFile.LockError.PermissionError: Reason.FORBIDDEN,
    QLockFile.LockError.UnknownError: Reason.FAILED,
}


def _is_removed(held: Held, folder: Path) -> bool:
    """Remove what was taken up of a file, unless a write not answered yet has; whether it is."""
    if not held.is_held:
        return True
    try:
        if held.rest:
            own_files.write(held.file(folder), held.rest)
        else:
            held.file(folder).unlink(missing_ok=True)
    except OSError as error:
        log.warning("%s is removed later: %s", held.file(folder), error)
        return False
    held.let_go()
    return True


def _latest_first(folder: Path) -> list[str]:
    def moments() -> Iterator[tuple[int, str]]:
        for file in folder.iterdir():
            if file.suffix == ".json" and not file.name.startswith("."):  # nor one being written
                with suppress(FileNotFoundError):
                    yield file.stat().st_mtime_ns, file.stem

    return [name for _moment, name in sorted(moments(), reverse=True)]


def _content(file: Path, limit_bytes: int) -> bytes:
    return own_files.read(file, most_bytes=limit_bytes)


def _as_bytes(entries: list[object], *, in_front: bool) -> bytes:
    """Half a letter, from a file or a paste, is kept as it is."""
    whole = {"begun": entries, "in_front": in_front}
    plain = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return plain.encode("utf-8", "surrogatepass")


def _plain(begun: Begun) -> object:
    return {"watch": begun.watch and asdict(begun.watch), "typed": asdict(begun.typed)}


def _begun(entry: object) -> Begun:
    match entry:
        case {"watch": None, "typed": typed, **more} if not more:
            return Begun(None, _typed(typed))
        case {"watch": watch, "typed": typed, **more} if not more:
            return Begun(_watch(watch), _typed(typed))
    raise ValueError(entry)


def _watch(entry: object) -> Watch:
    match entry:
        case {"id": int(number), "is_looking_back": bool(is_looking_back), **fields} if (
            0 < number <= LARGEST_ID
        ):
            typed = _typed(fields)
            return Watch(
                id=WatchId(number),
                name=typed.name,
                query=typed.query,
                ignored=typed.ignored,
                grade=typed.grade,
                alert=typed.alert,
                is_looking_back=is_looking_back,
            )
    raise ValueError(entry)


def _typed(entry: object) -> Typed:
    match entry:
        case {
            "name": str(name),
            "query": str(query),
            "ignored": [*ignored],
            "grade": str(grade),
            "alert": bool(alert),
            **more,
        } if not more and all(isinstance(each, str) for each in ignored):
            return Typed(
                name=name, query=query, ignored=tuple(ignored), grade=Grade(grade), alert=alert
            )
    raise ValueError(entry)
