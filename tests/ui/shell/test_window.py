"""The window: its pages come when shown, its keys reach them, its shape is remembered."""

import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, override

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Slot
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Change, Ref, Subject
from comms_desk.keys import Keys
from comms_desk.paths import Paths
from comms_desk.settings_file import PersonSettings
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound, StorageBusy
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.memory import Memory
from comms_desk.ui.frame.page import Page
from comms_desk.ui.kinds import Place
from comms_desk.ui.kit.controls import SearchField
from comms_desk.ui.kit.layout import CardPane, ListColumn, TwoPanes
from comms_desk.ui.kit.look import DARK, LIGHT, look
from comms_desk.ui.kit.notices import EmptyState
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.shell.first_place import first_place
from comms_desk.ui.shell.window import Window
from tests.ui.keys import press


class TestedPage(Page):
    """A page that notes what it is told."""

    __test__ = False
    KEY = "directory"
    SHOWS = frozenset({Subject.CONTACT})
    made: ClassVar[list[str]] = []

    def __init__(self, errands: Errands) -> None:
        super().__init__(errands)
        self.form_is_open = False
        self.told: list[str] = []
        self.opened: list[Ref] = []
        self.column = ListColumn("Directory", "Name", empty=EmptyState("Nothing."))
        self.fill(TwoPanes(self.column, CardPane("Choose one.")))
        self.made.append(self.KEY)

    @Slot()
    @override
    def refresh(self) -> None:
        self.told.append("refresh")

    @property
    @override
    def takes_letters(self) -> bool:
        return not self.form_is_open

    @override
    def new(self) -> None:
        self.told.append("new")

    @override
    def focus_search(self) -> None:
        self.column.search.setFocus()

    @override
    def step(self, by: int) -> None:
        self.told.append(f"step {by}")

    @override
    def open(self, ref: Ref) -> None:
        self.opened.append(ref)

    @override
    def leaving(self) -> None:
        self.told.append("leaving")


class OtherPage(TestedPage):
    """Another one."""

    KEY = "dossiers"
    SHOWS = frozenset({Subject.DOSSIER})


@pytest.fixture
def places() -> Iterator[tuple[Place, ...]]:
    module = types.ModuleType("tested_pages")
    module.__dict__.update(TestedPage=TestedPage, OtherPage=OtherPage)
    sys.modules["tested_pages"] = module
    TestedPage.made.clear()
    yield (
        Place("directory", lambda: "Directory", "tested_pages", "TestedPage"),
        Place("dossiers", lambda: "Dossiers", "tested_pages", "OtherPage"),
    )
    del sys.modules["tested_pages"]


@pytest.fixture
def errands(sqlite_database: Database, tmp_path: Path) -> Iterator[Errands]:
    paths = Paths.under(tmp_path)
    settings = PersonSettings.read(paths.settings_file)
    office = Office(sqlite_database, paths=paths, settings=settings, keys=Keys())
    made = Errands(lambda: office)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, errands: Errands, places: tuple[Place, ...]) -> Window:
    made = Window(errands, places=places)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.go_to("directory")
    return made


def in_front(window: Window) -> TestedPage:
    page = window.page
    assert isinstance(page, TestedPage)
    return page


def test_a_page_is_made_when_it_is_first_shown(window: Window) -> None:
    assert TestedPage.made == ["directory"]

    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)

    assert TestedPage.made == ["directory", "dossiers"]
    assert in_front(window).KEY == "directory"


class ShownWindows(QObject):
    """Notes every top-level widget that is shown, even for an instant."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_show = event.type() == QEvent.Type.Show
        if is_show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_making_a_page_opens_no_other_window(window: Window, qapp: QApplication) -> None:
    watch = ShownWindows()
    qapp.installEventFilter(watch)

    window.go_to("dossiers")

    qapp.removeEventFilter(watch)
    assert watch.shown == []


def test_a_page_that_is_left_saves(window: Window) -> None:
    page = in_front(window)

    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)

    assert page.told[-1] == "leaving"


def test_the_keys_reach_the_page_in_front(window: Window) -> None:
    page = in_front(window)

    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_J)
    press(window, Qt.Key.Key_K)

    assert page.told[-3:] == ["new", "step 1", "step -1"]


def test_letters_alone_do_nothing_while_a_form_is_open(window: Window) -> None:
    page = in_front(window)
    page.form_is_open = True
    told = list(page.told)

    for key in (Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_Slash):
        press(window, key)

    assert page.told == told
    assert not page.column.search.hasFocus()


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Slash, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_two_keys_go_to_the_search(
    qtbot: QtBot, window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    window.activateWindow()

    press(window, key, modifier)

    qtbot.waitUntil(in_front(window).column.search.hasFocus)


def test_a_letter_typed_in_a_field_is_a_letter(qtbot: QtBot, window: Window) -> None:
    page = in_front(window)
    window.activateWindow()
    page.column.search.setFocus()
    qtbot.waitUntil(page.column.search.hasFocus)

    press(page.column.search, Qt.Key.Key_J)

    assert page.column.search.text().lower() == "j"
    assert "step 1" not in page.told


def test_the_window_wears_the_colours_of_now(window: Window) -> None:
    assert LIGHT.canvas in window.styleSheet()

    look().force(DARK)

    assert DARK.canvas in window.styleSheet()
    assert in_front(window).palette().window().color().name().upper() == DARK.canvas


def test_a_change_makes_the_pages_that_show_it_read_again(qtbot: QtBot, window: Window) -> None:
    page = in_front(window)
    reads = page.told.count("refresh")

    window.changed(Change.of(Subject.DOSSIER, [1]))
    window.changed(Change.of(Subject.CONTACT, [1]))
    window.changed(Change.of(Subject.CONTACT, [2]))

    qtbot.waitUntil(lambda: page.told.count("refresh") == reads + 1)


def test_what_another_process_commits_is_noticed(
    qtbot: QtBot, window: Window, sqlite_database: Database, tmp_path: Path
) -> None:
    page = in_front(window)
    window.watch_others()
    window.presence.look()
    qtbot.waitUntil(lambda: window.presence._version is not None)
    reads = page.told.count("refresh")
    other = Database(f"sqlite:///{tmp_path / 'desk.sqlite3'}")

    with other.transaction() as transaction:
        transaction.session.connection().exec_driver_sql("CREATE TABLE noticed (id INTEGER)")
    other.dispose()

    qtbot.waitUntil(lambda: page.told.count("refresh") > reads)


def test_a_thing_is_opened_on_its_page(window: Window) -> None:
    window.open(Ref(Subject.DOSSIER, 5))

    assert in_front(window).KEY == "dossiers"
    assert in_front(window).opened == [Ref(Subject.DOSSIER, 5)]


def test_an_error_is_a_sentence_in_the_window(window: Window) -> None:
    in_front(window).show_error(StorageBusy(waited_s=5.0))

    assert in_front(window).error.isVisible()
    assert "StorageBusy" not in in_front(window).error.words


def test_a_bug_is_a_bar_and_its_details_can_be_copied(window: Window) -> None:
    window.show_bug("Traceback: it broke")

    assert window.error.isVisible()
    assert "Traceback" not in window.error.words


def test_a_window_that_was_never_placed_fits_the_screen(window: Window) -> None:
    available = window.screen().availableGeometry()
    assert available.width() < 1280 or available.height() < 800, "the screen of the tests is small"

    assert window.size() == first_place(available).size()


def test_the_shape_is_remembered(
    qtbot: QtBot, window: Window, errands: Errands, places: tuple[Place, ...], tmp_path: Path
) -> None:
    window.resize(1024, 700)
    window.go_to("dossiers")
    in_front(window).set_splitters([[300, 500]])
    left = in_front(window).splitters()
    window.close()
    file = tmp_path / "window.json"
    window.memory.write(file)

    again = Window(errands, places=places, memory=Memory.read(file))
    qtbot.addWidget(again)
    again.show()
    again.go_to(again.memory.page)

    assert again.size() == window.size()
    assert in_front(again).KEY == "dossiers"
    assert in_front(again).splitters() == left == [[300]]


def test_a_write_is_said_to_be_saved(qtbot: QtBot, window: Window, errands: Errands) -> None:
    errands.write(None, lambda _office: 1, window.sample._loaded)

    assert window.status.kept.text() == "Saving…"
    qtbot.waitUntil(lambda: window.status.kept.text().startswith("Saved at"))


def ctrl_z(window: Window) -> None:
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_what_was_done_last_is_undone_after_the_toast_has_gone(window: Window) -> None:
    undone: list[str] = []
    in_front(window).undoable.emit("Put in the bin", lambda: undone.append("bin"))
    window.toast.close_it()

    ctrl_z(window)

    assert undone == ["bin"]
    assert window.toast.isVisible()
    assert window.toast.accessibleName() == "Undone: Put in the bin"
    ctrl_z(window)
    assert undone == ["bin"]
    assert window.toast.accessibleName() == "Nothing to undo"


def test_what_cannot_be_undone_is_said_before_anything_else_is_undone(window: Window) -> None:
    undone: list[str] = []
    in_front(window).undoable.emit("Put in the bin", lambda: undone.append("bin"))
    in_front(window).undoable.emit("The bulletin was sent", None)

    ctrl_z(window)

    assert undone == []
    assert window.toast.accessibleName() == "It cannot be undone: The bulletin was sent"
    ctrl_z(window)
    assert undone == ["bin"]


def test_a_write_that_is_refused_is_no_longer_being_saved(
    qtbot: QtBot, window: Window, errands: Errands
) -> None:
    def refused(_office: Office) -> None:
        raise StorageBusy(waited_s=5.0)

    errands.write(None, refused, window.sample._loaded)

    assert window.status.kept.text() == "Saving…"
    qtbot.waitUntil(lambda: errands.is_idle)
    assert window.status.kept.text() == "Not saved"
    errands.write(None, lambda _office: 1, window.sample._loaded)
    qtbot.waitUntil(lambda: window.status.kept.text().startswith("Saved at"))


def test_what_is_refused_and_was_not_typed_leaves_what_is_saved_saved(
    qtbot: QtBot, window: Window, errands: Errands
) -> None:
    def refused(_office: Office) -> None:
        raise NotFound(Ref(Subject.DRAFT, 1))

    errands.write(None, lambda _office: 1, window.sample._loaded)
    qtbot.waitUntil(lambda: window.status.kept.text().startswith("Saved at"))

    errands.write(None, refused, window.sample._loaded)
    assert window.status.kept.text() == "Saving…"
    qtbot.waitUntil(lambda: errands.is_idle)

    assert window.status.kept.text().startswith("Saved at")
    errands.write(None, refused, window.sample._loaded, holds_typed=True)
    qtbot.waitUntil(lambda: errands.is_idle)
    assert window.status.kept.text() == "Not saved"


def test_everything_that_takes_the_focus_has_a_name(window: Window) -> None:
    nameless = [
        type(widget).__name__
        for widget in window.findChildren(SearchField) + window.findChildren(QLineEdit)
        if not widget.accessibleName()
    ]

    assert nameless == []


def test_a_page_that_comes_in_front_leaves_letters_to_be_keys(qtbot: QtBot, window: Window) -> None:
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)

    page = in_front(window)
    qtbot.waitUntil(page.column.hasFocus)
    press(page.column, Qt.Key.Key_J)
    assert page.told[-1] == "step 1"
    assert page.column.search.text() == ""


def test_down_and_escape_leave_the_search_for_the_list(qtbot: QtBot, window: Window) -> None:
    column = in_front(window).column
    rows = [Row(key=1, title="Une"), Row(key=2, title="Deux")]
    column.list.show_first(rows, total=2, next_key=None)
    column.search.setFocus()
    qtbot.waitUntil(column.search.hasFocus)

    press(column.search, Qt.Key.Key_Escape)
    assert column.hasFocus()
    assert column.list.chosen is None

    column.search.setFocus()
    press(column.search, Qt.Key.Key_Down)
    assert column.list.list.hasFocus()
    assert column.list.chosen == 1


def test_a_toast_stands_beside_the_rows_and_over_the_bar_at_the_foot(
    qtbot: QtBot, window: Window
) -> None:
    window.resize(1_024, 640)
    page = in_front(window)

    window.toast.offer("Linked to NEIGE-27 · Déneigement", lambda: None)

    (card,) = page.findChildren(CardPane)
    toast = window.toast.geometry()
    room = QRect(card.mapTo(window, QPoint()), card.size())
    assert room.contains(toast)
    assert not toast.intersects(window.status.geometry())
    window.show_bug("trace")
    window.toast.stand()
    assert not window.toast.geometry().intersects(window.error.geometry())


def test_the_first_thing_of_another_page_is_done_there(window: Window) -> None:
    page = in_front(window)

    page.first_thing_wanted.emit("dossiers")

    assert in_front(window).KEY == "dossiers"
    assert "new" in in_front(window).told
