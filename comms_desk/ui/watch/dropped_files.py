"""What may be dropped on the Watch, or chosen: a list of feeds, an address, vendors' alerts.

A mail that is no alert comes in as it does elsewhere: as what a journalist asks, or what came back.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from comms_desk.across import Office
from comms_desk.i18n import _
from comms_desk.mail.bounces.files import MESSAGE_ENDINGS
from comms_desk.ui.frame.dropped_mails import DroppedMails, MessageDrops, take_in_messages
from comms_desk.ui.kit.file_dialog import file_dialog
from comms_desk.ui.kit.notices import BriefUndo

if TYPE_CHECKING:
    from comms_desk.media.clips.alerts.model import Alert, BroughtIn
    from comms_desk.ui.frame.page import Page

LIST_ENDINGS = frozenset({".opml", ".xml"})
ALERT_ENDINGS = frozenset({".eml", ".msg", ".csv", ".htm", ".html"})
WEB_SCHEMES = frozenset({"http", "https"})
FILES_AT_ONCE = 50


def dropped(data: QMimeData) -> Path | str | None:
    """Return the file or the address that *data* holds; None for anything else."""
    urls = data.urls()
    if len(urls) != 1:
        return None
    if not urls[0].isLocalFile():
        return urls[0].toString() if urls[0].scheme() in WEB_SCHEMES else None
    file = Path(urls[0].toLocalFile())
    return file if file.suffix.lower() in LIST_ENDINGS else None


class AlertDrops(QObject):
    """Brings in the alerts that are dropped on a page, or chosen, and says there what came of them.

    Signals:
        came: Something came in, or was here already.
    """

    came = Signal()

    def __init__(self, page: "Page") -> None:
        """Speak through *page*."""
        super().__init__(page)
        self._page = page
        self._mails = MessageDrops(page)

    def dropping(self, data: QMimeData) -> Callable[[], None] | None:
        """Return what dropping *data* does; None where not all of it may be alerts."""
        files = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
        if not 0 < len(files) == len(data.urls()) <= FILES_AT_ONCE:
            return None
        are_alerts = all(each.suffix.lower() in ALERT_ENDINGS for each in files)
        return partial(self.bring_in, files) if are_alerts else None

    @Slot()
    def choose_files(self) -> None:
        """Let the person choose alerts."""
        endings = " ".join(f"*{ending}" for ending in sorted(ALERT_ENDINGS))
        dialog = file_dialog(self._page, _("Bring in alerts"), f"{_('Alerts')} ({endings})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._chosen)
        dialog.open()

    @Slot(list)
    def _chosen(self, files: list[str]) -> None:
        for some in batched(files, FILES_AT_ONCE):
            self.bring_in(tuple(map(Path, some)))

    def bring_in(self, files: Sequence[Path]) -> None:
        """Read *files* apart, then have what they tell of be articles; take the other mails in."""
        self._page.error.hide()
        key = f"alerts {files[0]}"  # one that is dropped meanwhile overtakes none
        job = partial(_read, files)
        self._page.errands.read(key, job, self._were_read, self._page.show_error)

    @Slot(object)
    def _were_read(self, found: "tuple[tuple[Alert, ...], tuple[Path, ...]]") -> None:
        alerts, mails = found
        if alerts:
            job = partial(_bring_in, alerts)
            self._page.errands.write(None, job, self._came, self._page.show_error)
        if mails:
            self._mails.do(partial(_take_in, mails))

    @Slot(object)
    def _came(self, brought: "BroughtIn") -> None:
        from comms_desk.wording.alerts import brought_in

        undo = partial(self._page.errands.write, None, partial(_take_back, brought), self._undone)
        offered = BriefUndo(undo, _("Addition undone")) if brought.new else None
        self._page.undoable.emit(brought_in(brought), offered)
        self.came.emit()

    @Slot(object)
    def _undone(self, _nothing: object) -> None:
        self._page.refresh_soon()


def _read(files: Sequence[Path], office: Office) -> "tuple[tuple[Alert, ...], tuple[Path, ...]]":
    """Return the alerts of *files*, and the mails among these that are none."""
    from comms_desk.media.clips.alerts.model import AlertEmpty
    from comms_desk.media.clips.alerts.reading import read_file

    alerts: list[Alert] = []
    mails: list[Path] = []
    for file in files:
        is_mail = file.suffix.lower() in MESSAGE_ENDINGS
        try:
            alert = read_file(file)
        except AlertEmpty:
            if not (is_mail and _asks(office, file, as_press=False)):
                raise
            mails.append(file)
            continue
        if is_mail and not alert.vendor and _asks(office, file, as_press=True):
            mails.append(file)  # its links are those of who asks
        else:
            alerts.append(alert)
    return tuple(alerts), tuple(mails)


def _asks(office: Office, file: Path, *, as_press: bool) -> bool:
    """Whether the mail *file* asks something, *as_press*: and says that a journalist does.

    A review that somebody sends only tells.
    """
    from comms_desk.across.mails import proposed
    from comms_desk.mail.bounces.files import mail_in

    proposal = proposed(office, mail_in(file))
    return bool(proposal.questions) and (proposal.is_of_press or not as_press)


def _take_in(mails: Sequence[Path], office: Office) -> DroppedMails:
    """Take in *mails* as they are on any page.

    Raises:
        AlertEmpty: Nobody wrote any: here it is an alert that tells of nothing.
    """
    from comms_desk.media.clips.alerts.model import AlertEmpty
    from comms_desk.media.inquiries.model import NobodyWrote

    try:
        return take_in_messages(office, mails)
    except NobodyWrote as error:
        raise AlertEmpty(mails[0].name) from error


def _bring_in(alerts: "tuple[Alert, ...]", office: Office) -> "BroughtIn":
    from comms_desk.across.bringing_in import bring_in

    return bring_in(office, alerts)


def _take_back(brought: "BroughtIn", office: Office) -> None:
    from comms_desk.across.bringing_in import take_back

    take_back(office, brought)
