"""The root of every error that its reader can act on.

An expected error carries facts, and its class the sentence and the way out that they fill in,
in English; `wording.say` says both in the process's language.  Where a sentence takes more than
facts (a count, another thing's name, one of two sentences), `wording` has it.  Anything else that
is raised is a bug and goes to the log.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self, dataclass_transform, override


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark *message* for the catalogue without looking it up."""
    return message


@dataclass_transform(eq_default=False)
class CommsDeskError(Exception):
    """Something that was expected to happen one day, and that a person can act on.

    A subclass is a dataclass by itself: it declares its facts as fields, and says itself what
    happened with them unless `wording` does; what it says, its own subclasses do not say.
    """

    what: ClassVar[str]
    """What happened, with a field as ``{field}``; without secrets once `wording.say` says it.

    A day, a moment, several texts and a `reason` of the system's are said in the reader's words.
    """
    way_out: ClassVar[str]
    """What to do about it, likewise."""

    @override
    def __init_subclass__(cls) -> None:
        """Make a dataclass of each error; two of them are never the same one."""
        super().__init_subclass__()
        dataclass(eq=False)(cls)

    stored_as: ClassVar[str] = ""
    """The name by which desks keep one, where its class has another by now."""

    @classmethod
    def stored_name(cls) -> str:
        """Return the name by which one is kept, in a database or a feed's trouble."""
        return cls.__dict__.get("stored_as") or cls.__name__

    @classmethod
    def kinds(cls) -> Iterator[type[Self]]:
        """Yield every kind of this error that is imported, and every kind of each."""
        for kind in cls.__subclasses__():
            yield kind
            yield from kind.kinds()

    @override
    def __str__(self) -> str:
        """Name the error and its facts, in English, for the log; never for a person."""
        me: Any = self
        facts = ", ".join(f"{each.name}={getattr(me, each.name)!r}" for each in fields(me))
        return f"{type(self).__name__}({facts})"


class DeskNotBare(CommsDeskError):
    """The sample desk was to be mixed into a desk that holds something already."""

    what = N_("The sample desk was not loaded: this desk or its bin is not empty.")
    way_out = N_("Only an empty desk takes it in.")


class NoSample(CommsDeskError):
    """There is no sample desk to take away."""

    what = N_("There is no sample desk here to take away.")
    way_out = N_("What was changed of it since is yours: put it in the bin where it stands.")


class NoWindow(CommsDeskError):
    """The window was asked for something, and none is open."""

    what = N_("No window of this desk is open.")
    way_out = N_("Open it, then ask again.")


class CaptureNotShown(CommsDeskError):
    """The window could not be asked for its strip, or could not show it."""

    what = N_("The line for an inquiry could not be shown over your other programs.")
    way_out = N_("Go to the window of this desk: the line is there.")


class NoScreen(CommsDeskError):
    """The window was asked for where nothing can show it."""

    what = N_("There is no screen here to open the window on.")
    way_out = N_("Open it on a computer that has one.")
