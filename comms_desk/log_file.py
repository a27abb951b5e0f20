"""The files of a log: of a bounded size, for its person's eyes only.

A log that cannot be written, on a full disk or where the desk can only be read, loses its lines
and nothing else: no line of it is worth a traceback at each.
"""

import logging
import sys
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

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        """Leave the line out where the system refuses it; anything else is a bug, and is told."""
        if not isinstance(sys.exception(), OSError):
            super().handleError(record)
