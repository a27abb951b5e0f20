"""What the desk logs, without anybody's secrets; its files are in `log_file`."""

import logging
from collections.abc import Callable
from typing import override

from comms_desk import versions
from comms_desk.text.discretion import without_secrets


class BegunLater(logging.Handler):
    """A log that is made at its first line: to import what makes its files takes a start 9 ms."""

    def __init__(self, make: Callable[[], logging.Handler]) -> None:
        """Have *make* give the log, once there is a line for it."""
        super().__init__()
        self._make = make
        self._log: logging.Handler | None = None

    @override
    def emit(self, record: logging.LogRecord) -> None:
        if self._log is None:
            self._log = self._make()
            self._log.setFormatter(self.formatter)
        self._log.emit(record)

    @override
    def close(self) -> None:
        if self._log is not None:
            self._log.close()
        super().close()


class Discreet(logging.Formatter):
    """Writes what is logged, without the secrets of the addresses in it.

    A traceback is followed by the version that it is of: a log outlives it.
    """

    @override
    def format(self, record: logging.LogRecord) -> str:
        told = without_secrets(super().format(record))
        return f"{told}\n{versions()}" if record.exc_info else told
