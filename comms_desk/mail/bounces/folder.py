"""The folder of what comes back: a report that was kept is put aside, a person's message stays."""

from collections.abc import Callable
from pathlib import Path

from comms_desk.mail.bounces.files import messages_in
from comms_desk.mail.bounces.model import BounceTakenIn
from comms_desk.mail.folder import READ_FOLDER, MailFolder, Read

__all__ = ["READ_FOLDER", "BounceFolder"]


class BounceFolder(MailFolder):
    """Takes in what comes back to a folder."""

    def __init__(self, take_in: Callable[[bytes], BounceTakenIn]) -> None:
        """Take each message in by *take_in*."""
        super().__init__(self._taken)
        self._take_in = take_in

    def _taken(self, file: Path) -> Read:
        taken = [self._take_in(each.raw) for each in messages_in(file)]
        is_report = any(each.kept for each in taken)
        wants_out = any(each.report.wants_out for each in taken)
        return Read(messages=len(taken), is_done=is_report and not wants_out)
