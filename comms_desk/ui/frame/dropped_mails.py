"""Messages dropped on a page as files: read, and said in a toast.

On any page what came back is read as that, and what a journalist asks is taken in; the Watch reads
a vendor's alerts first.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Slot

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.mail.bounces.files import MESSAGE_ENDINGS, files_in, mail_in, messages_in
from comms_desk.mail.bounces.report import NotAMessage, OutlookFileNotRead
from comms_desk.ui.kit.local_files import files_ending

if TYPE_CHECKING:
    from comms_desk.mail.bounces.model import BounceTakenIn as Bounced
    from comms_desk.media.inquiries.case.mails_to_sort import MailToSort
    from comms_desk.media.inquiries.case.taking_in import MailTakenIn
    from comms_desk.ui.frame.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedMails:
    """What came of messages, in words, and those of their things that are in the bin.

    *opens* is what the only one of them made, or belongs to.
    """

    said: str
    binned: tuple[Ref, ...] = ()
    opens: Ref | None = None


def take_in_messages(office: Office, files: Sequence[Path]) -> DroppedMails:
    """Take in the messages of *files*: what came back as that, and what somebody wrote as theirs.

    Where some cannot be read, the others are; why is said where none could.

    Raises:
        CommsDeskError: None could be: why the first was not.
    """
    from comms_desk.wording.bounces import read_said

    of_files, failed = _each(
        files_in(files), lambda file: _each(_messages(file), partial(_take_in, office))
    )
    taken = [each for some, _refused in of_files for each in some]
    failed += [each for _some, refused in of_files for each in refused]
    bounces = [each for each, _mail in taken if each is not None]
    mails = [each for _bounce, each in taken if each is not None]
    if not bounces:
        return _heard(mails, failed=len(failed))
    heard = _heard(mails, failed=0)
    said = (read_said(bounces, failed=len(failed)), heard.said)
    return replace(heard, said=" · ".join(filter(None, said)))


def _messages(file: Path) -> Iterator[tuple[bytes, bytes]]:
    """Yield each message of *file* as a report is read from it, and as a mail is kept."""
    try:
        found = [each.raw for each in messages_in(file)]
    except (NotAMessage, OutlookFileNotRead):  # it may be a mail that is damaged
        found = [b""]
    yield from ((found[0], mail_in(file)),) if len(found) == 1 else zip(found, found, strict=True)


def _take_in(
    office: Office, message: tuple[bytes, bytes]
) -> "tuple[Bounced | None, MailTakenIn | MailToSort | None]":
    """Take in what came back, or what somebody asks; who asks both for no more, and a question."""
    from comms_desk.across.mails import asks, take_in_mail

    as_report, as_mail = message
    bounce = office.bounces.take_in(as_report)
    if bounce.report.refusals or (bounce.report.wants_out and not asks(office, as_mail)):
        return bounce, None
    return bounce if bounce.report.wants_out else None, take_in_mail(office, as_mail)


def take_in_pasted(office: Office, text: str) -> DroppedMails:
    """Take in the *text* of a mail that was copied."""
    from comms_desk.across.mails import take_in_text

    return _heard([take_in_text(office, text)], failed=0)


def _heard(mails: "Sequence[MailTakenIn | MailToSort]", *, failed: int) -> DroppedMails:
    from comms_desk.media.inquiries.case.taking_in import MailOutcome, MailTakenIn
    from comms_desk.wording.mails import taken_said

    taken = [each for each in mails if isinstance(each, MailTakenIn)]
    binned = (each.inquiry.id for each in taken if each.came is MailOutcome.IN_BIN)
    there = [
        Ref(Subject.INQUIRY, each.inquiry.id)
        for each in taken
        if each.came is not MailOutcome.IN_BIN
    ]
    return DroppedMails(
        said=taken_said(mails, failed=failed),
        binned=tuple(Ref(Subject.INQUIRY, each) for each in dict.fromkeys(binned)),
        opens=there[0] if len(there) == 1 else None,
    )


class MessageDrops(QObject):
    """Takes in messages dropped on a page, and says there what they were."""

    def __init__(self, page: "Page") -> None:
        """Speak through *page*."""
        super().__init__(page)
        self._page = page

    def dropping(self, data: QMimeData) -> Callable[[], None] | None:
        """Return what dropping *data* does; None where it is no message."""
        files = files_ending(data, MESSAGE_ENDINGS)
        return partial(self.take_in, files) if files else None

    def take_in(self, files: Sequence[Path]) -> None:
        """Read *files*, keep what they say and say it."""
        self.do(lambda office: take_in_messages(office, files))

    def do(self, job: "Callable[[Office], DroppedMails]") -> None:
        """Do *job*, which says what came of it."""
        self._page.error.hide()
        self._page.errands.write(None, job, self._said, self._failed)

    @Slot(object)
    def _said(self, heard: DroppedMails) -> None:
        """Say it, and show the one; what is in the bin comes out as what was just put there."""
        undo = partial(self._take_out, heard.binned) if heard.binned else None
        self._page.undoable.emit(heard.said, undo)
        if heard.opens is not None:
            self._page.open_wanted.emit(heard.opens)
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


def _each[Thing, Taken](
    things: Iterable[Thing], take_in: Callable[[Thing], Taken]
) -> tuple[list[Taken], list[CommsDeskError]]:
    """Take in each of *things*: what came of it, and why others could not be.

    Raises:
        CommsDeskError: None could be: why the first was not.
    """
    taken: list[Taken] = []
    refused: list[CommsDeskError] = []
    for each in things:
        try:
            taken.append(take_in(each))
        except CommsDeskError as error:
            refused.append(error)
    if refused and not taken:
        raise refused[0]
    return taken, refused
