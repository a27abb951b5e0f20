"""The folder of what comes back, looked into by the worker.

The folder may be on a network and hold its reader up for minutes: it is looked into in a thread
that nobody waits for at a stop, and a report that is read twice counts once.  That it is away is
said once, and again only once it was there.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from comms_desk.jobs.reports import Failed, Job, Report
from comms_desk.mail.bounces.folder import BounceFolder
from comms_desk.mail.bounces.report import MessageFileUnreadable
from comms_desk.settings import BOUNCES_FOLDER
from comms_desk.wording import say

if TYPE_CHECKING:
    from comms_desk.across.office import Office

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Returns:
    """Takes in what comes back, where the desk's settings name a folder for it."""

    office: "Office"
    stop: Event
    speak: Callable[[Report], None]
    _folder: BounceFolder = field(init=False)
    _is_away: bool = False

    def __post_init__(self) -> None:
        """Remember what is read of one look to the next."""
        self._folder = BounceFolder(self.office.bounces.take_in)

    def look(self) -> None:
        """Take in what stands in the folder.

        Raises:
            StorageBusy: Another process held the lock too long; the rest is read later.
        """
        folder = self.office.desk_settings.get(BOUNCES_FOLDER)
        if not folder:
            return
        try:
            read = self._folder.look(Path(folder), stop=self.stop.is_set)
        except MessageFileUnreadable as error:
            log.info("%s", error)
            if not self._is_away:
                self._is_away = True
                sentence = say(error)
                kind = type(error).__name__
                self.speak(Failed(Job.LETTERS, kind, sentence.what, sentence.way_out))
            return
        self._is_away = False
        if read:
            log.info("%d messages that came back were read", read)
