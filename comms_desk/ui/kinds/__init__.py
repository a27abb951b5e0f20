"""The book of kinds, in the window: a page of the book for each page that shows things of a kind.

It says where that page is, and what is drawn for it on the rail.  It is read before the window is
painted: it imports nothing of what it names.  All modules of this folder are pages of the book.
"""

from collections.abc import Callable, Iterator
from dataclasses import KW_ONLY, dataclass
from importlib import import_module
from pkgutil import iter_modules

from comms_desk.changes import Subject

BOOK = "ui/kinds"


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the window: its key, its title, and the class that makes it."""

    key: str
    title: Callable[[], str]
    module: str
    name: str
    _: KW_ONLY
    shows: tuple[Subject, ...] = ()
    """The kinds of things that it shows."""
    drawing: str = ""
    """The icon of the rail, as `kit.icons` draws; one may stand there under the key."""
    is_on_rail: bool = True
    """One that is not is reached from the palette."""
    is_at_foot: bool = False
    """Whether it stands apart, at the foot of the rail."""
    mode_of: str = ""
    """The page of the rail that it is a mode of; Escape goes back there."""


def places() -> Iterator[Place]:
    """Yield the places that the pages of the book say."""
    for module in iter_modules(__path__, f"{__name__}."):
        yield import_module(module.name).PLACE
