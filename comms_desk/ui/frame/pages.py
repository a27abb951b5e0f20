"""The pages of the window: in which order, what each is called, and which shows a kind of thing.

Those that show the things of a kind stand in the book of kinds (`ui.kinds`); the others, here.
"""

from dataclasses import dataclass

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _
from comms_desk.kinds import complete
from comms_desk.ui.kinds import BOOK, Place, places
from comms_desk.ui.kit.icons import DRAWINGS

ORDER = (
    *("today", "inquiries", "directory", "watch", "texts", "bulletins", "dossiers", "settings"),
    *("review", "bin", "rules", "holds", "verbatims", "figures", "coverage", "imports"),
)
"""From the top of the rail to its foot, then those that the palette offers; others follow."""

OF_NO_KIND = (
    Place(
        "today",
        lambda: _("Today"),
        "comms_desk.ui.today.page",
        "TodayPage",
        shows=(Subject.LETTER,),
    ),
    Place(
        "settings",
        lambda: _("Settings"),
        "comms_desk.ui.settings.page",
        "SettingsPage",
        shows=(Subject.ACCOUNT,),
        is_on_rail=False,
        is_at_foot=True,
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
)
"""What shows several things at once, whatever they are."""

PLACES: tuple[Place, ...] = tuple(
    sorted(
        (*OF_NO_KIND, *places()),
        key=lambda place: ORDER.index(place.key) if place.key in ORDER else len(ORDER),
    )
)
"""All pages, in their order."""

DRAWINGS.update({place.key: place.drawing for place in PLACES if place.drawing})

TO_CHECK = Ref(Subject.CONTACT, 0)
"""Opened, it lists what bylines would have the Directory say: no contact has that id."""


@dataclass(frozen=True, slots=True)
class CoverageOf(Ref):
    """A dossier or a text; opened, its coverage report is shown, and not the thing itself."""


_SHOWN = {kind: place.key for place in PLACES for kind in place.shows}
PAGE_OF = dict(
    complete(lambda kind: kind.is_shown, "page", lambda kind: _SHOWN.get(kind.subject), book=BOOK)
)
"""Which page shows a thing of each kind; the window does not start while one has none."""


def place_of(key: str) -> Place:
    """Return the place of that *key*.

    Raises:
        LookupError: None has it: a fault of the program.
    """
    for place in PLACES:
        if place.key == key:
            return place
    raise LookupError(f"no page of the window is called '{key}', in {BOOK} or in ui/frame/pages.py")


def page_of(ref: Ref) -> str | None:
    """Return the key of the page that *ref* opens."""
    if ref.kind is Subject.SETTING:
        return "settings"
    return "coverage" if isinstance(ref, CoverageOf) else PAGE_OF.get(ref.kind)


def title_of(page: str) -> str:
    """Return what the page of that key is called, in the reader's language."""
    return place_of(page).title()


def page_behind(page: str) -> str:
    """Return the key of the page that the page of that key is a mode of."""
    return place_of(page).mode_of
