"""Messages that came back, dropped on a page as files: read, and said in a toast."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Slot

from comms_desk.errors import CommsDeskError
from comms_desk.mail.bounces.files import MESSAGE_ENDINGS, files_in, messages_in
from comms_desk.mail.bounces.model import TakenIn

if TYPE_CHECKING:
    from comms_desk.across.office import Office
    from comms_desk.ui.page import Page

FILES_AT_ONCE = 200


def messages_dropped(data: QMimeData) -> tuple[Path, ...]:
    """Return the files of *data* if all of them may be messages; else none."""
    files = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    if len(files) != len(data.urls()) or len(files) > FILES_AT_ONCE:
        return ()
    return files if all(each.suffix.lower() in MESSAGE_ENDINGS for each in files) else ()


class MessageDrops(QObject):
    """Takes in messages dropped on a page, and says there what they were."""

    def __init__(self, page: "Page") -> None:
        """Speak through *page*."""
        super().__init__(page)
        self._page = page

    def dropping(self, data: QMimeData) -> Callable[[], None] | None:
        """Return what dropping *data* does; None where it is no message."""
        files = messages_dropped(data)
        return partial(self.take_in, files) if files else None

    def take_in(self, files: Sequence[Path]) -> None:
        """Read *files*, keep what they say and say it."""
        self._page.error.hide()
        self._page.errands.write(None, partial(_take_in, files=files), self._said, self._failed)

    @Slot(str)
    def _said(self, what: str) -> None:
        self._page.undoable.emit(what, None)
        self._page.refresh_soon()

    @Slot(object)
    def _failed(self, error: CommsDeskError) -> None:
        self._page.show_error(error)


def _take_in(office: "Office", *, files: Sequence[Path]) -> str:
    """Read *files*; where some cannot be, the others are, and why is said where none could."""
    from comms_desk.wording.bounces import read_said

    taken: list[TakenIn] = []
    failed: list[CommsDeskError] = []
    for file in files_in(files):
        try:
            taken += [office.bounces.take_in(each.raw) for each in messages_in(file)]
        except CommsDeskError as error:
            failed.append(error)
    if failed and not taken:
        raise failed[0]
    return read_said(taken, failed=len(failed))
