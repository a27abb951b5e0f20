"""Messages dropped on a page as files: read, and said in a toast.

Most pages read in them what came back; that of inquiries takes in what journalists ask.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Slot

from comms_desk.errors import CommsDeskError
from comms_desk.mail.bounces.files import MESSAGE_ENDINGS, files_in, mail_in, messages_in

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


def read_what_came_back(office: "Office", files: Sequence[Path]) -> str:
    """Read *files*; where some cannot be, the others are, and why is said where none could."""
    from comms_desk.wording.bounces import read_said

    taken, failed = _each(
        files,
        lambda file: [office.bounces.take_in(each.raw) for each in messages_in(file)],
    )
    return read_said([one for each in taken for one in each], failed=failed)


def take_in_mails(office: "Office", files: Sequence[Path]) -> str:
    """Take in the mails of *files*; where some cannot be read, as `read_what_came_back`."""
    from comms_desk.across.mails import take_in_mail
    from comms_desk.wording.mails import taken_said

    taken, failed = _each(files, lambda file: take_in_mail(office, mail_in(file)))
    return taken_said(taken, failed=failed)


def take_in_pasted(office: "Office", text: str) -> str:
    """Take in the *text* of a mail that was copied."""
    from comms_desk.across.mails import take_in_text
    from comms_desk.wording.mails import taken_said

    return taken_said([take_in_text(office, text)], failed=0)


class MessageDrops(QObject):
    """Takes in messages dropped on a page, and says there what they were."""

    def __init__(
        self,
        page: "Page",
        read: "Callable[[Office, Sequence[Path]], str]" = read_what_came_back,
    ) -> None:
        """Speak through *page*; *read* is what is done with files, and says what came of it."""
        super().__init__(page)
        self._page = page
        self._read = read

    def dropping(self, data: QMimeData) -> Callable[[], None] | None:
        """Return what dropping *data* does; None where it is no message."""
        files = messages_dropped(data)
        return partial(self.take_in, files) if files else None

    def take_in(self, files: Sequence[Path]) -> None:
        """Read *files*, keep what they say and say it."""
        self.do(lambda office: self._read(office, files))

    def do(self, job: "Callable[[Office], str]") -> None:
        """Have *job* done, which says what came of it."""
        self._page.error.hide()
        self._page.errands.write(None, job, self._said, self._failed)

    @Slot(str)
    def _said(self, what: str) -> None:
        self._page.undoable.emit(what, None)
        self._page.refresh_soon()

    @Slot(object)
    def _failed(self, error: CommsDeskError) -> None:
        self._page.show_error(error)


def _each[Taken](
    files: Sequence[Path], take_in: Callable[[Path], Taken]
) -> tuple[list[Taken], int]:
    """Take in each of *files*, and return what came of it, and how many could not be read.

    Raises:
        CommsDeskError: None could be: why the first was not.
    """
    taken: list[Taken] = []
    failed: list[CommsDeskError] = []
    for file in files_in(files):
        try:
            taken.append(take_in(file))
        except CommsDeskError as error:
            failed.append(error)
    if failed and not taken:
        raise failed[0]
    return taken, len(failed)
