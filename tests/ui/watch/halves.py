"""Watches half written: what a window types of one, leaves and finds."""

from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.media.themes.model import Theme
from comms_desk.storage.model import UnfinishedForm
from comms_desk.ui.watch.page import WatchPage
from comms_desk.ui.watch.theme_form import TypedTheme, UnfinishedTheme
from comms_desk.ui.watch.theme_panel import ThemePanel
from tests.media.themes.newsroom import WatchRoom
from tests.ui.keys import type_words

HALF = TypedTheme(name="Hockey", query="(canadien", ignored=("hors jeu",), alert=True)


def rest(qtbot: QtBot, page: WatchPage) -> None:
    """Wait until nothing is asked any more."""
    qtbot.waitUntil(lambda: not page._stale and page.errands.is_idle)


def write_half(page: WatchPage) -> None:
    page.new()
    panel = page.theme_panel
    type_words(panel.name, HALF.name)
    type_words(panel.query, HALF.query)
    panel.ignored.show_phrases(HALF.ignored)
    panel.alert.setChecked(HALF.alert)


def saved(qtbot: QtBot, page: WatchPage) -> None:
    page.leaving()
    qtbot.waitUntil(lambda: not page.errands.unwritten)


def closed(qtbot: QtBot, page: WatchPage) -> None:
    saved(qtbot, page)
    page.close()


def left(office: Office, half: UnfinishedTheme, *, in_front: bool = True) -> UnfinishedForm:
    """Leave a watch half written as another window does; return how."""
    form = half.form(in_front=in_front)
    office.forms.keep(form)
    return form


def forms(office: Office) -> tuple[UnfinishedForm, ...]:
    return office.forms.every(Subject.WATCH)


def names(office: Office) -> list[str]:
    return [form.fields["name"] for form in forms(office)]


def parks_of(room: WatchRoom) -> Theme:
    return next(watch for watch in room.watches.every() if watch.name == "Parcs")


def on(panel: ThemePanel) -> TypedTheme:
    return panel._typed
