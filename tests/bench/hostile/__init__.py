"""Bad inputs, one module a topic: what each costs is measured by `bench_hostile`.

A case is made in one process and met in another, so that what it costs to make is not counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One bad input.

    Attributes:
        name: What it is, in a few words.
        make: Writes it into a folder of its own; not measured.
        meet: Has the desk meet it, in a process of its own, and returns in a few words what the
            desk said of it; measured. What it raises is a missed goal.
    """

    name: str
    make: Callable[[Path], None]
    meet: Callable[[Path], str]
