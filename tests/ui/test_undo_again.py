"""An undo that finds the database busy is not said to be done, and is offered again."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.imports.desk import ImportDesk
from comms_desk.internal.bulletins.desk import BulletinDesk
from comms_desk.internal.bulletins.model import BulletinBlockKind, NewBlock
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import NewContact
from comms_desk.media.themes.desk import ThemeDesk
from comms_desk.media.themes.model import NewTheme
from comms_desk.storage.errors import StorageBusy
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.frame import undoing
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.page import Page
from comms_desk.ui.kit.notices import BriefUndo, NamedUndo, Toast
from comms_desk.ui.shell.window import Window
from comms_desk.ui.watch.page import WatchPage
from tests.support.windows import held_writes
from tests.support.years import live_on
from tests.ui.bulletins.shown import NEW
from tests.ui.busy import busy_once
from tests.ui.keys import click, press

FILE = "Nom;Prénom\r\nOkafor;Ada\r\n"

Undone = Callable[[], bool]
"""Whether it is undone, asked of the database."""


def imported(qtbot: QtBot, office: Office, errands: Errands, folder: Path) -> tuple[Page, Undone]:
    page = begun(qtbot, DirectoryPage(errands))
    file = folder / "liste.csv"
    file.write_bytes(FILE.encode("cp1252"))
    page.plan_import(file)
    qtbot.waitUntil(page.panel.accept.hasFocus)
    with qtbot.waitSignal(page.undoable):
        press(page.panel.accept, Qt.Key.Key_Space)
    return page, lambda: not office.contacts.export()


def contact_binned(
    qtbot: QtBot, office: Office, errands: Errands, _folder: Path
) -> tuple[Page, Undone]:
    contact = office.contacts.add(NewContact(family_name="Okafor")).id
    page = begun(qtbot, DirectoryPage(errands))
    with qtbot.waitSignal(page.undoable):
        page._put_in_bin(Ref(Subject.CONTACT, contact))
    return page, lambda: bool(office.contacts.export())


def bulletin_binned(
    qtbot: QtBot, office: Office, errands: Errands, _folder: Path
) -> tuple[Page, Undone]:
    bulletin = office.bulletins.add(NEW).id
    page = begun(qtbot, BulletinsPage(errands))
    page.open(Ref(Subject.BULLETIN, bulletin))
    qtbot.waitUntil(lambda: page.card.bulletin == bulletin)
    with qtbot.waitSignal(page.undoable):
        click(page.card._bin)
    return page, lambda: office.bulletins.search().total == 1


def block_removed(
    qtbot: QtBot, office: Office, errands: Errands, _folder: Path
) -> tuple[Page, Undone]:
    block = NewBlock(kind=BulletinBlockKind.TEXT, text="Bonjour")
    bulletin = office.bulletins.add(NEW, [block]).id
    page = begun(qtbot, BulletinsPage(errands))
    page.open(Ref(Subject.BULLETIN, bulletin))
    qtbot.waitUntil(lambda: len(page.card.blocks.cards) == 1)
    (card,) = page.card.blocks.cards.values()
    with qtbot.waitSignal(page.undoable):
        click(card.bin)
    return page, lambda: len(office.bulletins.get(bulletin).blocks) == 1


def watch_binned(
    qtbot: QtBot, office: Office, errands: Errands, _folder: Path
) -> tuple[Page, Undone]:
    watch = office.themes.add(NewTheme(name="Ville", query="ville"))
    page = begun(qtbot, WatchPage(errands))
    page.theme_panel.start(office.themes.get(watch.id))
    with qtbot.waitSignal(page.undoable):
        page.theme_panel.bin.click()
    return page, lambda: len(office.themes.every()) == 1


def begun[Shown: Page](qtbot: QtBot, page: Shown) -> Shown:
    """Show *page*, and what it offers to undo, as the window does."""
    qtbot.addWidget(page)
    toast = Toast(page, page.errands.follow)
    page.undoable.connect(toast.offer)
    page.errands.changed.connect(page.changed)
    page.show()
    page.shown()
    return page


@pytest.mark.parametrize(
    ("done", "desk", "undo"),
    [
        (imported, ImportDesk, "undo"),
        (contact_binned, ContactDesk, "take_out_of_bin"),
        (bulletin_binned, BulletinDesk, "take_out_of_bin"),
        (block_removed, BulletinDesk, "add_block"),
        (watch_binned, ThemeDesk, "take_out_of_bin"),
    ],
)
def test_an_undo_that_finds_the_database_busy_is_offered_again(
    qtbot: QtBot,
    office: Office,
    errands: Errands,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    done: Callable[[QtBot, Office, Errands, Path], tuple[Page, Undone]],
    desk: type,
    undo: str,
) -> None:
    page, undone = done(qtbot, office, errands, tmp_path)
    toast = page.findChild(Toast)
    assert isinstance(toast, Toast)
    said = toast.accessibleName()
    busy_once(monkeypatch, desk, undo)

    toast.undo()
    while_undoing = (toast.may_undo, toast.is_undoing, toast.isVisible())
    qtbot.waitUntil(lambda: errands.is_idle)

    assert while_undoing == (False, True, False)
    assert (toast.may_undo, toast.isVisible()) == (True, True)
    assert toast.accessibleName() == said
    assert not undone()

    toast.undo()
    qtbot.waitUntil(lambda: errands.is_idle)

    assert undone()
    assert (toast.may_undo, toast.isVisible()) == (False, True)
    assert toast.accessibleName() == f"Undone: {said}"


def test_an_undo_that_can_never_be_done_is_not_offered_again(
    qtbot: QtBot, office: Office, errands: Errands, tmp_path: Path
) -> None:
    page, undone = contact_binned(qtbot, office, errands, tmp_path)
    toast = page.findChild(Toast)
    assert isinstance(toast, Toast)
    live_on(office.database, timedelta(days=31))
    assert office.bin.purge() == 1

    toast.undo()
    qtbot.waitUntil(lambda: errands.is_idle)

    assert not undone()
    assert not toast.may_undo
    assert not toast.isVisible()


def test_what_is_said_while_something_is_undone_stays(
    qtbot: QtBot, office: Office, errands: Errands, tmp_path: Path
) -> None:
    page, undone = bulletin_binned(qtbot, office, errands, tmp_path)
    toast = page.findChild(Toast)
    assert isinstance(toast, Toast)

    with held_writes(errands):
        toast.undo()
        toast.offer("Block removed", page.refresh)
    qtbot.waitUntil(lambda: errands.is_idle)

    assert undone()
    assert toast.accessibleName() == "Block removed"
    assert toast.may_undo


class Asker(QObject):
    """Asks a write, and does nothing with its answer."""

    @Slot(object)
    def hear(self, _answer: object) -> None:
        """Hear the answer."""


def test_the_window_says_that_something_is_undone_once_it_is(
    qtbot: QtBot, errands: Errands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "WAITS_MS", 30_000)  # a loaded machine may hold writes for two
    busy, asker = [True], Asker()

    def put_back(_office: Office) -> None:
        if busy:
            busy.pop()
            raise StorageBusy(waited_s=5.0)

    window = Window(errands, places=())
    qtbot.addWidget(window)
    window.toast.offer("Put in the bin", lambda: errands.write(None, put_back, asker.hear))
    with held_writes(errands):
        window.undoing.undo()
        window.undoing.undo()
    qtbot.waitUntil(lambda: not busy and errands.is_idle)
    assert window.toast.accessibleName() == "Put in the bin"

    window.undoing.undo()

    qtbot.waitUntil(lambda: window.toast.accessibleName() == "Undone: Put in the bin")


def test_an_undo_with_words_of_its_own_is_said_in_them(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    toast = Toast(window)

    toast.offer("Linked to NEIGE", NamedUndo(lambda: None, "Link undone"))
    toast.undo()
    assert toast.accessibleName() == "Link undone"

    toast.offer("Text created", BriefUndo(lambda: None))
    toast.undo()
    assert toast.accessibleName() == "Undone: Text created"


def test_what_can_be_undone_no_longer_is_said_before_what_came_before_it_is_undone(
    qtbot: QtBot, errands: Errands
) -> None:
    window = Window(errands, places=())
    qtbot.addWidget(window)
    undone: list[str] = []
    window.toast.offer("Text created", BriefUndo(lambda: undone.append("text")))
    window.toast.close_it()

    window.undoing.undo()
    assert window.toast.accessibleName() == "It is too late to undo that from here"
    window.undoing.undo()

    assert window.toast.accessibleName() == "Nothing to undo"
    assert undone == []
