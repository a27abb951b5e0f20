"""The desk's logs: of a bounded size, for its person's eyes only."""

from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING, cast, override

from comms_desk import own_files

if TYPE_CHECKING:
    from io import TextIOWrapper


class Log(RotatingFileHandler):
    """A log in a file, and in those that it begins once that one is full."""

    @override
    def _open(self) -> "TextIOWrapper":
        opened = open(  # noqa: SIM115 - the handler closes it
            self.baseFilename,
            self.mode,
            encoding=self.encoding,
            errors=self.errors,
            opener=own_files.opener,
        )
        return cast("TextIOWrapper", opened)
