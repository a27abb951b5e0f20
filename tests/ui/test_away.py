"""The database goes away under the window: it is said once, and what was typed is saved after."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.jobs.reports import Doing
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.drafting.model import Draft, DraftKind, NewDraft
from comms_desk.paths import Paths
from comms_desk.storage.database import Database
from comms_desk.ui.app import DeskApp
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.shell.window import Window
from comms_desk.ui.texts.page import TextsPage
from tests.support.away import GoingServer, give_to_somebody_else, only_read, somebody_else
from tests.support.databases import new_desk
from tests.support.mornings import office_on
from tests.support.stuck_writer import stuck_in_a_write
from tests.support.windows import BRISK, guarded
from tests.ui.directory.showing import camille, chosen, shown
from tests.ui.keys import click, press, type_words

SILENT_S = 1.0
STAYS_WITHIN_MS = 8_000
"""What a window takes to leave, and what a loaded machine may add."""
HELD_WITHIN_MS = 20_000
NEW = NewDraft(kind=DraftKind.RELEASE, title="Budget 2027", text="La Ville agit.\n")


@dataclass
class AtWork:
    """A window on a desk, a contact's card and a text open in it."""

    window: Window
    office: Office
    contact: ContactId
    draft: Draft
    qtbot: QtBot

    def type_name(self, words: str) -> None:
        self.window.go_to("directory")
        page = self.window.page
        assert isinstance(page, DirectoryPage)
        shown(page, self.qtbot, 1)
        chosen(page, self.qtbot, self.contact)
        editor = page.contact_card.fields["family_name"].editor
        assert isinstance(editor, QLineEdit)
        editor.selectAll()
        type_words(editor, words)
        press(editor, Qt.Key.Key_Return)

    def open_text(self) -> TextsPage:
        self.window.open(Ref(Subject.DRAFT, self.draft.id))
        page = self.window.page
        assert isinstance(page, TextsPage)
        self.qtbot.waitUntil(lambda: page.card.draft is not None)
        page.card.editor.setFocus()
        page.card.editor.moveCursor(QTextCursor.MoveOperation.End)
        return page

    @property
    def bars(self) -> list[str]:
        """What the bars that are seen say, but for the one of the database."""
        return [bar.words for bar in self.window.findChildren(ErrorBar) if bar.isVisible()]

    @property
    def says_away(self) -> bool:
        return self.window.away.isVisible()


@pytest.fixture
def at_work(qtbot: QtBot) -> Iterator[Callable[[Office], AtWork]]:
    made: list[tuple[Window, Errands]] = []

    def on(office: Office) -> AtWork:
        errands = Errands(lambda: guarded(office), pauses=BRISK)
        window = Window(errands)
        made.append((window, errands))
        qtbot.addWidget(window)
        contact, draft = camille(office), office.drafts.add(NEW)
        window.show()
        window.activateWindow()
        window.watch_others()
        return AtWork(window, office, contact, draft, qtbot)

    yield on
    for window, errands in made:
        window.close()
        errands.close()


@pytest.fixture
def team(
    at_work: Callable[[Office], AtWork],
    going_server: GoingServer,
    clock: StillClock,
    tmp_path: Path,
) -> Iterator[AtWork]:
    """A window on a team's desk."""
    database = going_server.database(clock, silent_s=SILENT_S)
    yield at_work(office_on(database, tmp_path))
    going_server.resume()
    going_server.start()


@pytest.mark.postgresql
@pytest.mark.parametrize("how", [GoingServer.stopped, GoingServer.silent])
def test_what_is_typed_while_the_server_is_away_is_saved_once_it_answers(
    qtbot: QtBot,
    team: AtWork,
    going_server: GoingServer,
    how: Callable[[GoingServer], AbstractContextManager[None]],
) -> None:
    team.type_name("Roy")
    page = team.open_text()
    qtbot.waitUntil(lambda: team.window.errands.is_idle)

    with how(going_server):
        type_words(page.card.editor, " Encore.")
        qtbot.waitUntil(lambda: team.says_away)
        type_words(page.card.editor, " Fin.")
        press(page.card.title.editor, Qt.Key.Key_End)
        type_words(page.card.title.editor, " et plus")
        page.card.save_now()
        qtbot.waitUntil(lambda: team.window.errands.unwritten >= 2)
        assert team.bars == []

    qtbot.waitUntil(lambda: team.window.errands.unwritten == 0)
    qtbot.waitUntil(lambda: not team.says_away)
    assert team.office.drafts.open(team.draft.id).text == "La Ville agit. Encore. Fin.\n"
    assert team.office.drafts.open(team.draft.id).draft.title == "Budget 2027 et plus"
    assert team.bars == []
    assert team.window.status.kept.text().startswith("Saved")


@pytest.mark.postgresql
@pytest.mark.parametrize("how", [GoingServer.stopped, GoingServer.silent])
def test_what_is_typed_while_the_server_is_away_is_closed_over_only_when_asked_again(
    qtbot: QtBot,
    team: AtWork,
    going_server: GoingServer,
    how: Callable[[GoingServer], AbstractContextManager[None]],
) -> None:
    page = team.open_text()
    qtbot.waitUntil(lambda: team.window.errands.is_idle)

    with how(going_server):
        team.window.status.show_doing(Doing.WORKING)
        type_words(page.card.editor, " Encore.")
        qtbot.waitUntil(lambda: team.says_away)

        assert team.window.status.worker.text() == "Feeds and e-mail are waiting for the database"
        assert not team.window.close()
        assert team.window.isVisible()
        click(team.window.away._button)
        assert team.window.isHidden()


@pytest.mark.postgresql
def test_what_changed_while_the_server_was_away_is_read_once_it_answers(
    qtbot: QtBot, team: AtWork, going_server: GoingServer
) -> None:
    team.type_name("Roy")
    qtbot.waitUntil(lambda: team.window.errands.is_idle)
    stirred: list[int] = []
    team.window.stirred.connect(lambda: stirred.append(1))

    with going_server.stopped():
        qtbot.waitUntil(lambda: team.says_away)
        pause_ms = team.window.presence._next.interval()
        qtbot.waitUntil(lambda: team.window.presence._next.interval() > pause_ms)

    qtbot.waitUntil(lambda: bool(stirred) and not team.says_away)
    often_ms = BRISK.looked_every_ms
    qtbot.waitUntil(lambda: team.window.presence._next.interval() == often_ms)


@pytest.mark.postgresql
def test_a_window_that_opens_before_its_server_is_there_opens_with_it(
    qtbot: QtBot, going_server: GoingServer, clock: StillClock, tmp_path: Path
) -> None:
    database = going_server.database(clock, silent_s=SILENT_S)
    office_on(database, tmp_path)
    going_server.stop()
    errands = Errands(lambda: office_on(database, tmp_path), pauses=BRISK)
    window = Window(errands)
    qtbot.addWidget(window)
    window.show()
    window.go_to("directory")
    window.watch_others()
    qtbot.waitUntil(window.away.isVisible)

    with qtbot.waitSignal(errands.opened):
        going_server.start()

    page = window.page
    assert isinstance(page, DirectoryPage)
    qtbot.waitUntil(page.column.empty.isVisible)
    qtbot.waitUntil(window.away.isHidden)
    window.close()
    errands.close()


def test_a_window_closes_over_what_cannot_be_saved_only_when_asked_again(
    qtbot: QtBot,
    at_work: Callable[[Office], AtWork],
    shared_folder: Path,
    clock: StillClock,
) -> None:
    database = new_desk(shared_folder / "desk.sqlite3", clock)
    work = at_work(office_on(database, shared_folder))
    database.dispose()

    with only_read(shared_folder):
        page = work.open_text()
        qtbot.waitUntil(lambda: work.says_away)
        assert work.window.presence.may_close()
        type_words(page.card.editor, " Encore.")
        page.card.save_now()
        qtbot.waitUntil(lambda: work.window.errands.unwritten > 0)

        assert not work.window.close()
        assert "close the window again" in work.window.away._words.text()
        assert "have the right to write there given back" in work.window.away._words.text()
        assert work.window.away._button.isVisible()
        type_words(page.card.editor, " Fin.")

    qtbot.waitUntil(lambda: work.window.errands.unwritten == 0)
    qtbot.waitUntil(lambda: not work.says_away)
    assert work.window.close()
    qtbot.waitUntil(lambda: work.window.errands.unwritten == 0)
    assert work.office.drafts.open(work.draft.id).text == "La Ville agit. Encore. Fin.\n"


@pytest.mark.parametrize("session_ends", [False, True])
def test_a_key_pressed_just_before_is_closed_over_only_when_asked_again_or_at_a_shutdown(
    qtbot: QtBot,
    at_work: Callable[[Office], AtWork],
    shared_folder: Path,
    clock: StillClock,
    session_ends: bool,
) -> None:
    database = new_desk(shared_folder / "desk.sqlite3", clock)
    work = at_work(office_on(database, shared_folder))
    database.dispose()

    with only_read(shared_folder):
        page = work.open_text()
        qtbot.waitUntil(lambda: work.says_away)
        type_words(page.card.editor, " Encore.")
        if session_ends:
            work.window.end_session()
            assert work.window.close()
        else:
            assert not work.window.close()
            qtbot.waitUntil(lambda: work.window.errands.waits_its_turn is False)
            click(work.window.away._button)
        assert work.window.isHidden()


def test_a_window_that_finds_out_as_it_closes_that_it_cannot_save_is_there_again(
    qtbot: QtBot,
    shared_folder: Path,
    clock: StillClock,
    tmp_path: Path,
) -> None:
    database = new_desk(shared_folder / "desk.sqlite3", clock)
    office = office_on(database, shared_folder)
    contact, draft = camille(office), office.drafts.add(NEW)
    desk = DeskApp(Paths.under(tmp_path), lambda: guarded(office))
    qtbot.addWidget(desk.window)
    work = AtWork(desk.window, office, contact, draft, qtbot)
    with qtbot.waitSignal(desk.errands.opened):
        desk.window.show()
    page = work.open_text()
    qtbot.waitUntil(lambda: desk.errands.is_idle)
    database.dispose()

    with only_read(shared_folder):
        type_words(page.card.editor, " Encore.")
        with qtbot.waitSignal(desk.staying):
            assert desk.window.close()
        assert desk.window.isVisible()
        assert "close the window again" in desk.window.away._words.text()

    qtbot.waitUntil(lambda: desk.errands.unwritten == 0)
    with qtbot.waitSignal(desk.left):
        assert desk.window.close()
    assert office.drafts.open(draft.id).text == "La Ville agit. Encore.\n"
    office.close()


@pytest.mark.postgresql
def test_a_window_that_closes_over_a_server_fallen_silent_is_there_again_before_long(
    qtbot: QtBot, going_server: GoingServer, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(going_server.database(clock), tmp_path)  # as patient as it really is
    contact, draft = camille(office), office.drafts.add(NEW)
    desk = DeskApp(Paths.under(tmp_path), lambda: guarded(office))
    qtbot.addWidget(desk.window)
    work = AtWork(desk.window, office, contact, draft, qtbot)
    with qtbot.waitSignal(desk.errands.opened):
        desk.window.show()
    page = work.open_text()
    qtbot.waitUntil(lambda: desk.errands.is_idle)

    with going_server.silent():
        type_words(page.card.editor, " Encore.")
        with qtbot.waitSignal(desk.staying, timeout=STAYS_WITHIN_MS):
            assert desk.window.close()
        assert desk.window.isVisible()
        assert "close the window again" in desk.window.away._words.text()

    qtbot.waitUntil(lambda: desk.errands.unwritten == 0)
    with qtbot.waitSignal(desk.left):
        assert desk.window.close()
    assert office.drafts.open(draft.id).text == "La Ville agit. Encore.\n"
    office.close()


def test_a_desk_that_may_only_be_read_is_said_so_at_first_and_until_it_may_be_written(
    qtbot: QtBot,
    at_work: Callable[[Office], AtWork],
    shared_folder: Path,
    clock: StillClock,
) -> None:
    database = new_desk(shared_folder / "desk.sqlite3", clock)
    work = at_work(office_on(database, shared_folder))
    database.dispose()
    file = Path(database.place)
    give_to_somebody_else(file)

    with somebody_else():
        file.chmod(0o400)
        work.window.status.show_doing(Doing.STARTING)
        qtbot.waitUntil(lambda: work.says_away)
        assert "can only be read" in work.window.away._words.text()
        assert work.window.status.worker.text() == "Feeds and e-mail are waiting for the database"

        file.chmod(0o600)
        qtbot.waitUntil(lambda: not work.says_away)

        assert work.window.status.worker.text() == "Feeds and e-mail are starting"
        database.dispose()


def test_a_desk_that_may_only_be_read_says_so_and_keeps_what_is_typed_until_it_can(
    qtbot: QtBot,
    at_work: Callable[[Office], AtWork],
    shared_folder: Path,
    clock: StillClock,
) -> None:
    database = new_desk(shared_folder / "desk.sqlite3", clock)
    work = at_work(office_on(database, shared_folder))
    database.dispose()  # what is open stays writable, whatever becomes of the rights

    with only_read(shared_folder):
        page = work.open_text()
        qtbot.waitUntil(lambda: work.says_away)
        type_words(page.card.editor, " Encore.")
        page.card.save_now()
        qtbot.waitUntil(lambda: work.window.errands.unwritten > 0)
        assert work.office.drafts.open(work.draft.id).text == "La Ville agit.\n"
        assert work.bars == []

    qtbot.waitUntil(lambda: work.window.errands.unwritten == 0)
    assert work.office.drafts.open(work.draft.id).text == "La Ville agit. Encore.\n"
    qtbot.waitUntil(lambda: not work.says_away)


@pytest.mark.impatient
def test_the_window_says_which_suspended_process_holds_the_database_and_forgets_it(
    qtbot: QtBot, at_work: Callable[[Office], AtWork], database: Database, tmp_path: Path
) -> None:
    desk = at_work(office_on(database, tmp_path))
    qtbot.waitUntil(lambda: desk.window.errands.is_idle)

    with stuck_in_a_write(database) as other:
        qtbot.waitUntil(lambda: desk.says_away, timeout=HELD_WITHIN_MS)
        assert (
            f"Process {other.pid} of this computer is suspended" in desk.window.away._words.text()
        )
        assert desk.bars == []

    qtbot.waitUntil(lambda: not desk.says_away, timeout=HELD_WITHIN_MS)
