"""The root of every error that its reader can act on.

An expected error carries facts, not sentences: `wording.say` has the sentence and the way
out, once, in both languages.  Anything else that is raised is a bug and goes to the log.
"""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, override


class CommsDeskError(Exception):
    """Something that was expected to happen one day, and that a person can act on.

    Subclasses are ``@dataclass(eq=False)`` with their facts as fields.
    """

    @override
    def __str__(self) -> str:
        """Name the error and its facts, in English, for the log; never for a person."""
        me: Any = self
        names = [field.name for field in fields(me)] if is_dataclass(me) else []
        facts = ", ".join(f"{name}={getattr(me, name)!r}" for name in names)
        return f"{type(self).__name__}({facts})"


@dataclass(eq=False)
class CommandFailed(CommsDeskError):
    """A command of ours, run in a process of its own, did not end well."""

    command: str
    said: str


@dataclass(eq=False)
class DeskNotBare(CommsDeskError):
    """The sample desk was to be mixed into a desk that holds something already."""


@dataclass(eq=False)
class NoScreen(CommsDeskError):
    """The window was asked for where nothing can show it."""
