"""The pages of the rail: in which order, what each is called, and which shows a kind of thing.

A page is named here and imported when it is made: the window is painted before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, pgettext
from comms_desk.kinds import complete
from comms_desk.ui.frame.errands import Errands

if TYPE_CHECKING:
    from comms_desk.ui.frame.page import Page


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the rail: its key (its icon's too), its title, and the class that makes it."""

    key: str
    title: Callable[[], str]
    module: str
    name: str
    is_on_rail: bool = True
    """One that is not is reached from the palette."""
    is_at_foot: bool = False
    """Whether it stands apart, at the foot of the rail."""
    mode_of: str = ""
    """The page of the rail of which it is another face, and to which Escape goes back."""

    def make(self, errands: Errands) -> "Page":
        """Import the page and make it."""
        kind = cast("Callable[[Errands], Page]", getattr(import_module(self.module), self.name))
        return kind(errands)


PLACES: tuple[Place, ...] = tuple(
    place
    for place in (
        Place("today", lambda: _("Today"), "comms_desk.ui.today.page", "TodayPage"),
        Place("inquiries", lambda: _("Inquiries"), "comms_desk.ui.inquiries.page", "InquiriesPage"),
        Place(
            "directory",
            lambda: _("Directory"),
            "comms_desk.ui.directory.page",
            "DirectoryPage",
        ),
        Place("watch", lambda: pgettext("page", "Watch"), "comms_desk.ui.watch.page", "WatchPage"),
        Place(
            "texts",
            lambda: _("Texts"),
            "comms_desk.ui.texts.page",
            "TextsPage",
        ),
        Place(
            "bulletins",
            lambda: _("Bulletins"),
            "comms_desk.ui.bulletins.page",
            "BulletinsPage",
        ),
        Place("dossiers", lambda: _("Dossiers"), "comms_desk.ui.dossiers.page", "DossiersPage"),
        Place(
            "settings",
            lambda: _("Settings"),
            "comms_desk.ui.settings.page",
            "SettingsPage",
            is_on_rail=False,
            is_at_foot=True,
        ),
        Place(
            "review",
            lambda: _("Press review"),
            "comms_desk.ui.review.page",
            "ReviewPage",
            is_on_rail=False,
            mode_of="watch",
        ),
        Place("bin", lambda: _("Bin"), "comms_desk.ui.bin.page", "BinPage", is_on_rail=False),
        Place(
            "rules",
            lambda: _("Rules of destruction"),
            "comms_desk.ui.rules.page",
            "RulesPage",
            is_on_rail=False,
        ),
        Place(
            "holds",
            lambda: _("Holds on destruction"),
            "comms_desk.ui.holds.page",
            "HoldsPage",
            is_on_rail=False,
        ),
        Place(
            "verbatims",
            lambda: _("Verbatims"),
            "comms_desk.ui.verbatims.page",
            "VerbatimsPage",
            is_on_rail=False,
        ),
        Place(
            "figures",
            lambda: _("What inquiries teach"),
            "comms_desk.ui.inquiry_figures.page",
            "InquiryFiguresPage",
            is_on_rail=False,
            mode_of="inquiries",
        ),
        Place(
            "coverage",
            lambda: _("Coverage report"),
            "comms_desk.ui.coverage.page",
            "CoveragePage",
            is_on_rail=False,
            mode_of="watch",
        ),
        Place(
            "imports",
            lambda: _("Past imports"),
            "comms_desk.ui.imports.page",
            "ImportsPage",
            is_on_rail=False,
        ),
    )
    if find_spec(place.module)
)

TO_CHECK = Ref(Subject.CONTACT, 0)
"""Opened, it lists what bylines would have the Directory say: no contact has that id."""


@dataclass(frozen=True, slots=True)
class CoverageOf(Ref):
    """A dossier or a text; opened, its coverage report is shown, and not the thing itself."""


PAGE_OF = complete(
    lambda kind: kind.is_shown,
    {
        Subject.CONTACT: "directory",
        Subject.OUTLET: "directory",
        Subject.LIST: "directory",
        Subject.FEED: "watch",
        Subject.ARTICLE: "watch",
        Subject.WATCH: "watch",
        Subject.EXAMPLE: "watch",
        Subject.WORD_LIST: "watch",
        Subject.VIEW: "watch",
        Subject.MENTION: "watch",
        Subject.CLIP: "watch",
        Subject.DRAFT: "texts",
        Subject.INQUIRY: "inquiries",
        Subject.VERBATIM: "verbatims",
        Subject.REVIEW: "review",
        Subject.BULLETIN: "bulletins",
        Subject.EMPLOYEE: "bulletins",
        Subject.DOSSIER: "dossiers",
        Subject.IMPORT: "imports",
        Subject.LETTER: "today",
        Subject.ACCOUNT: "settings",
    },
)
"""Which page shows a thing of each kind."""


def page_of(ref: Ref) -> str | None:
    """Return the key of the page that *ref* opens."""
    if ref.kind is Subject.SETTING:
        return "settings"
    return "coverage" if isinstance(ref, CoverageOf) else PAGE_OF.get(ref.kind)


def title_of(page: str) -> str:
    """Return what the page of that key is called, in the reader's language."""
    return next(place.title() for place in PLACES if place.key == page)


def page_behind(page: str) -> str:
    """Return the key of the page of which the page of that key is another face."""
    return next(place.mode_of for place in PLACES if place.key == page)
