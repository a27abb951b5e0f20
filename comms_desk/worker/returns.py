"""The folders of what comes back and of what journalists write, looked into by the worker.

A folder may be on a network and hold its reader up for minutes: it is looked into in a thread
that nobody waits for at a stop, and a report that is read twice counts once.  That it is away is
said once, and again only once it was there; that it is another person's, once.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.jobs.reports import Failed, Job, Report
from comms_desk.mail.bounces.folder import BounceFolder
from comms_desk.mail.bounces.report import FolderOfAnother, MessageFileUnreadable
from comms_desk.mail.folder import MailFolder, Read
from comms_desk.settings import BOUNCES_FOLDER, INQUIRIES_FOLDER, Setting
from comms_desk.wording import say

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Returns:
    """Takes in what is saved into folders, where the desk's settings name them."""

    office: Office
    stop: Event
    speak: Callable[[Report], None]
    _folders: tuple[tuple[Setting[str], MailFolder], ...] = field(init=False)
    _away: set[str] = field(default_factory=set)
    _of_others: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Remember what is read of one look to the next."""
        self._folders = (
            (BOUNCES_FOLDER, BounceFolder(self.office.bounces.take_in)),
            (INQUIRIES_FOLDER, MailFolder(self._read_mail)),
        )

    def look(self) -> None:
        """Take in what stands in the folders.

        Raises:
            StorageBusy: Another process held the lock too long; the rest is read later.
        """
        for setting, messages in self._folders:
            folder = self.office.desk_settings.get(setting)
            if folder:
                self._look(setting.key, messages, Path(folder))

    def _read_mail(self, file: Path) -> Read:
        from comms_desk.across.mails import read_from_folder

        return read_from_folder(self.office, file)

    def _look(self, key: str, messages: MailFolder, folder: Path) -> None:
        try:
            read = messages.look(folder, stop=self.stop.is_set)
        except MessageFileUnreadable as error:
            log.info("%s", error)
            if key not in self._away:
                self._away.add(key)
                self._say(error)
            return
        self._away.discard(key)
        if folder not in self._of_others and self._is_of_another(folder):
            self._of_others.add(folder)
            self._say(FolderOfAnother(str(folder)))
        if read:
            log.info("%d messages that were saved were read", read)

    def _is_of_another(self, folder: Path) -> bool:
        """Whether another person has *folder* than has the desk; of all on Windows, nobody has."""
        with suppress(OSError):
            return folder.stat().st_uid != self.office.paths.data.stat().st_uid
        return False

    def _say(self, error: CommsDeskError) -> None:
        sentence = say(error)
        self.speak(Failed(Job.LETTERS, type(error).__name__, sentence.what, sentence.way_out))
