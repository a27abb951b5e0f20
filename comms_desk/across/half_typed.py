"""Watches half written that a former version kept in files of its own: taken up once, as rows.

Each window of it wrote one file in the person's own folder.  A file goes once all of it is in the
database; one that is not understood, or that the system does not let go, stays as it stands.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from comms_desk import own_files
from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError

if TYPE_CHECKING:
    from comms_desk.storage.model import Form

FILE_MAX_BYTES = 1 << 20
NUMBERS = range(1, 1 << 63)

log = logging.getLogger(__name__)


def take_up(office: Office) -> None:
    """Have the desk keep what the files hold, the latest file last; remove each then.

    What is removed is where no power cut undoes it.  Twice the same, by two processes or after a
    kill in between, is kept once.
    """
    folder = office.paths.begun
    if not folder.is_dir():
        return
    for file in sorted(folder.glob("[!.]*.json"), key=_written_at):
        try:
            content = own_files.read(file, most_bytes=FILE_MAX_BYTES)
            forms = tuple(_forms(json.loads(content), file.stem))
            with office.database.all_or_nothing():
                for form in forms:
                    office.forms.keep(form)
            file.unlink()
        except (CommsDeskError, OSError, RecursionError, ValueError) as error:
            log.warning("%s stays as it stands: %s", file, error)
    with suppress(OSError):
        if not any(folder.glob("*.json")):
            for lock in folder.glob("*.lock"):
                lock.unlink()
            folder.rmdir()


def _written_at(file: Path) -> int:
    with suppress(FileNotFoundError):
        return file.stat().st_mtime_ns
    return 0


def _forms(whole: object, name: str) -> Iterator["Form"]:
    """Yield what a file called *name* holds, the one that was in front last.

    Raises:
        ValueError: It is not understood.
    """
    from comms_desk.storage.model import Form, FormKey

    match whole:
        case {"begun": [*entries], "in_front": bool(in_front)}:
            pass
        case _:
            raise ValueError("not a list of watches half written")
    for place, entry in reversed(tuple(enumerate(entries))):
        match entry:
            case {"watch": None | {"id": int()} as watch, "typed": typed}:
                number = None if watch is None else watch["id"]
            case _:
                raise ValueError("not a watch half written")
        if number is not None and number not in NUMBERS:
            raise ValueError("not a number of a watch")
        yield Form(
            key=FormKey(f"{name}-{place}"),
            kind=Subject.WATCH,
            changes=number,
            fields=_fields(typed),
            before={} if watch is None else _fields(watch),
            in_front=in_front and place == 0,
        )


def _fields(typed: object) -> dict[str, str]:
    match typed:
        case {
            "name": str(name),
            "query": str(query),
            "ignored": [*ignored],
            "grade": str(grade),
            "alert": bool(alert),
        } if all(isinstance(each, str) for each in ignored):
            texts = {"name": name, "query": query, "ignored": "\n".join(ignored), "grade": grade}
            return {**texts, "alert": "yes" if alert else ""}
    raise ValueError("not the fields of a watch")
