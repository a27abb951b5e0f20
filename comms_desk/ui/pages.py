"""The pages of the rail: in which order, what makes each, and which shows a thing of a kind.

A page is named here and imported when it is made: the window is painted before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from comms_desk.changes import Subject
from comms_desk.ui.errands import Errands
from comms_desk.ui.page import Page


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the rail: its key, the class that makes it, and what its first reading imports.

    An import in a reading thread holds the window up, a few milliseconds at a time: each of
    these is imported before anybody goes to the page.
    """

    key: str
    module: str
    name: str
    reads: tuple[str, ...] = ()

    def make(self, errands: Errands) -> Page:
        """Import the page and make it."""
        kind = cast("Callable[[Errands], Page]", getattr(import_module(self.module), self.name))
        return kind(errands)

    def warm_up(self) -> None:
        """Import what making and reading the page need; for a reading thread."""
        for module in (self.module, *self.reads):
            import_module(module)


PLACES: tuple[Place, ...] = tuple(
    place
    for place in (
        Place("today", "comms_desk.ui.today_page", "TodayPage"),
        Place(
            "directory",
            "comms_desk.ui.directory_page",
            "DirectoryPage",
            ("comms_desk.media.contacts.desk",),
        ),
        Place("watch", "comms_desk.ui.watch_page", "WatchPage"),
        Place(
            "texts",
            "comms_desk.ui.texts_page",
            "TextsPage",
            ("comms_desk.planning.dossiers.desk", "markdown_it.tree"),
        ),
        Place(
            "bulletins",
            "comms_desk.ui.bulletins_page",
            "BulletinsPage",
            ("comms_desk.internal.bulletins.desk", "comms_desk.internal.bulletins.rendering"),
        ),
        Place("dossiers", "comms_desk.ui.dossiers_page", "DossiersPage"),
    )
    if find_spec(place.module)
)

PLACE_OF: dict[Subject, str] = {
    Subject.CONTACT: "directory",
    Subject.OUTLET: "directory",
    Subject.POSITION: "directory",
    Subject.FEED: "watch",
    Subject.ARTICLE: "watch",
    Subject.WATCH: "watch",
    Subject.MENTION: "watch",
    Subject.DRAFT: "texts",
    Subject.BULLETIN: "bulletins",
    Subject.BLOCK: "bulletins",
    Subject.ISSUE: "bulletins",
    Subject.EMPLOYEE: "bulletins",
    Subject.DOSSIER: "dossiers",
    Subject.LETTER: "today",
}
"""Which page shows a thing of each kind."""
