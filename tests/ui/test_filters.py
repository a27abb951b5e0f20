"""The filters over a list stand on one line, in either language and in the narrowest window."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.media.themes.model import NewTheme
from comms_desk.media.themes.views import Figures
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.list_page import ListPage
from comms_desk.ui.shell.window import Window
from comms_desk.ui.watch import words
from comms_desk.ui.watch.page import WatchPage
from tests.support.samples import bring_sample
from tests.support.windows import BRISK, guarded

FILTERED = ("directory", "watch", "texts", "bulletins", "dossiers")
WIDTHS_PX = (1024, 1280, 1366, 1920)


@pytest.fixture(params=["fr", "en"])
def window(request: pytest.FixtureRequest, qtbot: QtBot, office: Office) -> Iterator[Window]:
    """The window of the sample desk in either language, as narrow as a small screen."""
    i18n.use(request.param)
    bring_sample(office)
    errands = Errands(lambda: guarded(office), pauses=BRISK)
    made = Window(errands)
    qtbot.addWidget(made)
    made.resize(1024, 640)
    made.show()
    yield made
    made.close()
    errands.close()


def shown(window: Window, qtbot: QtBot, key: str) -> ListPage:  # type: ignore[type-arg]
    """Return the page of that key, once its rows are there."""
    window.go_to(key)
    page = window.page
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.column.list.shown > 0)
    return page


def lines(page: ListPage) -> int:  # type: ignore[type-arg]
    return len({chip.y() for chip in page.column.chips if chip.isVisible()})


@pytest.mark.parametrize("key", FILTERED)
def test_the_filters_of_a_page_stand_on_one_line(window: Window, qtbot: QtBot, key: str) -> None:
    page = shown(window, qtbot, key)

    for width in WIDTHS_PX:
        window.resize(width, 640)
        qtbot.waitUntil(lambda: page.column.filters_px <= page.column.width())
        assert (window.width(), lines(page)) == (width, 1)


def test_a_list_that_was_left_narrower_has_its_filters_on_one_line(
    window: Window, qtbot: QtBot
) -> None:
    page = shown(window, qtbot, "texts")

    page.set_splitters([[310]])

    assert lines(page) == 1


def test_themes_for_which_the_line_is_too_short_stand_in_the_menu_and_the_one_listed_stays(
    window: Window, qtbot: QtBot, office: Office
) -> None:
    last = "Mobilité, métro et MMMMM"
    for name in ("Logement et itinérance", "Déneigement des rues", last):
        office.themes.add(NewTheme(name=name, query="perdu"))
    page = shown(window, qtbot, "watch")
    assert isinstance(page, WatchPage)
    chosen = next(each.id for each in office.themes.every() if each.name == last)

    page.themes.choose(chosen)

    for width in WIDTHS_PX:
        window.resize(width, 640)
        qtbot.waitUntil(lambda: page.column.filters_px <= page.column.width())
        assert lines(page) == 1
        chip = page.themes.shown[chosen]
        assert chip.isVisible()
        assert chip.isChecked()
        assert last in chip.accessibleName()
        seen = sum(each.isVisible() for each in page.themes.shown.values())
        assert page.themes.others.isVisible()
        assert len(page.themes._menu.actions()) == len(page.themes.themes) - seen


def test_the_watch_counts_whole_beside_its_title_on_a_usual_screen(
    window: Window, qtbot: QtBot
) -> None:
    window.resize(1366, 768)
    page = shown(window, qtbot, "watch")
    many = words.heading(
        Figures(unread=143, unread_is_capped=False, this_week=1208, this_week_is_capped=False)
    )

    page.column.count.setText(many)

    assert page.column.count.text() == many
