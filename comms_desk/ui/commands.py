"""What can be done from anywhere in the window: its name, its key, and what does it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from comms_desk.text.fold import tokens


@dataclass(frozen=True, slots=True)
class Command:
    """A command; *keys* as they are read in the reader's language, empty for none."""

    label: str
    keys: str
    act: Callable[[], None]


def matching(commands: Iterable[Command], words: str) -> tuple[Command, ...]:
    """Return the commands that have a word beginning by each of *words*; all without words."""
    wanted = [f" {word}" for word in tokens(words)]
    return tuple(
        command
        for command in commands
        if all(word in f" {' '.join(tokens(command.label))}" for word in wanted)
    )
