"""Messages dropped on a page as files: read, and said in a toast.

Most pages read in them what came back; that of inquiries takes in what journalists ask.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Slot

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.mail.bounces.files import MESSAGE_ENDINGS, files_in, mail_in, messages_in

if TYPE_CHECKING:
    from comms_desk.media.inquiries.taking_in import TakenIn
    from comms_desk.ui.page import Page

FILES_AT_ONCE = 200


def messages_dropped(data: QMimeData) -> tuple[Path, ...]:
    """Return the files of *data* if all of them may be messages; else none."""
    files = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    if len(files) != len(data.urls()) or len(files) > FILES_AT_ONCE:
        return ()
    return files if all(each.suffix.lower() in MESSAGE_ENDINGS for each in files) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of messages, in words, and those of their things that are in the bin.

    *opens* is what the only one of them made, or belongs to.
    """

    said: str
    binned: tuple[Ref, ...] = ()
    opens: Ref | None = None


def read_what_came_back(office: Office, files: Sequence[Path]) -> Heard:
    """Read *files*; where some cannot be, the others are, and why is said where none could."""
    from comms_desk.wording.bounces import read_said

    taken, failed = _each(
        files,
        lambda file: [office.bounces.take_in(each.raw) for each in messages_in(file)],
    )
    return Heard(said=read_said([one for each in taken for one in each], failed=failed))


def take_in_mails(office: Office, files: Sequence[Path]) -> Heard:
    """Take in the mails of *files*; where some cannot be read, as `read_what_came_back`."""
    from comms_desk.across.mails import take_in_mail

    taken, failed = _each(files, lambda file: take_in_mail(office, mail_in(file)))
    return _heard(taken, failed=failed)


def take_in_pasted(office: Office, text: str) -> Heard:
    """Take in the *text* of a mail that was copied."""
    from comms_desk.across.mails import take_in_text

    return _heard([take_in_text(office, text)], failed=0)


def _heard(taken: "Sequence[TakenIn]", *, failed: int) -> Heard:
    from comms_desk.media.inquiries.taking_in import Came
    from comms_desk.wording.mails import taken_said

    binned = (each.inquiry.id for each in taken if each.came is Came.IN_BIN)
    there = [
        Ref(Subject.INQUIRY, each.inquiry.id) for each in taken if each.came is not Came.IN_BIN
    ]
    return Heard(
        said=taken_said(taken, failed=failed),
        binned=tuple(Ref(Subject.INQUIRY, each) for each in dict.fromkeys(binned)),
        opens=there[0] if len(there) == 1 else None,
    )


class MessageDrops(QObject):
    """Takes in messages dropped on a page, and says there what they were."""

    def __init__(
        self,
        page: "Page",
        read: "Callable[[Office, Sequence[Path]], Heard]" = read_what_came_back,
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

    def do(self, job: "Callable[[Office], Heard]") -> None:
        """Have *job* done, which says what came of it."""
        self._page.error.hide()
        self._page.errands.write(None, job, self._said, self._failed)

    @Slot(object)
    def _said(self, heard: Heard) -> None:
        """Say it, and show the one; what is in the bin comes out as what was just put there."""
        undo = partial(self._take_out, heard.binned) if heard.binned else None
        self._page.undoable.emit(heard.said, undo)
        if heard.opens is not None:
            self._page.open(heard.opens)
        self._page.refresh_soon()

    def _take_out(self, binned: tuple[Ref, ...]) -> None:
        def job(office: Office) -> None:
            from comms_desk.across import things

            things.take_out_of_bin(office, binned)

        self._page.errands.write(None, job, self._taken_out)

    @Slot(object)
    def _taken_out(self, _nothing: object) -> None:
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
