"""The root of every error that its reader can act on.

An expected error carries facts, not sentences: `wording.say` has the sentence and the way
out, once, in both languages.  Anything else that is raised is a bug and goes to the log.
"""

from dataclasses import dataclass, fields
from typing import Any, dataclass_transform, override


@dataclass_transform(eq_default=False)
class CommsDeskError(Exception):
    """Something that was expected to happen one day, and that a person can act on.

    A subclass is a dataclass by itself: it declares its facts as fields.
    """

    @override
    def __init_subclass__(cls) -> None:
        """Make a dataclass of each error; two of them are never the same one."""
        super().__init_subclass__()
        dataclass(eq=False)(cls)

    @override
    def __str__(self) -> str:
        """Name the error and its facts, in English, for the log; never for a person."""
        me: Any = self
        facts = ", ".join(f"{each.name}={getattr(me, each.name)!r}" for each in fields(me))
        return f"{type(self).__name__}({facts})"


class DeskNotBare(CommsDeskError):
    """The sample desk was to be mixed into a desk that holds something already."""


class NoSample(CommsDeskError):
    """There is no sample desk to take away."""


class NoWindow(CommsDeskError):
    """The window was asked for something, and none is open."""


class CaptureNotShown(CommsDeskError):
    """The window could not be asked for its strip, or could not show it."""


class NoScreen(CommsDeskError):
    """The window was asked for where nothing can show it."""
