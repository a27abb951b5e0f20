"""The whole program: window, errands and the real worker, from opening to leaving."""

import logging
import sqlite3
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import psutil
import pytest
import trustme
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office, open_office
from comms_desk.changes import Subject
from comms_desk.jobs.holder import this_process
from comms_desk.jobs.reports import Doing
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.errors import HandOverCutShort
from comms_desk.mail.handing_over import HandingOver
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterState, NewAccount, Recipient
from comms_desk.media.contacts.model import ContactId, NewContact
from comms_desk.paths import HOME_VARIABLE, Paths
from comms_desk.storage.model import FieldChange
from comms_desk.ui.app import DeskApp, start
from comms_desk.ui.frame.editing import FieldSaver
from comms_desk.ui.frame.memory import Memory
from comms_desk.ui.frame.sample import _load
from comms_desk.ui.kit import single_keys
from comms_desk.ui.kit.fields import CardField, Typed
from comms_desk.ui.kit.look import DARK, LIGHT, Colours, look
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.shell.rail import RailButton
from comms_desk.ui.shell.worker_link import WorkerLink
from comms_desk.ui.today.page import TodayPage
from comms_desk.ui.watch.page import WatchPage
from tests.ui.keys import press, type_words
from tools.tour.smtp_server import LoopbackSmtpServer

pytestmark = pytest.mark.long

PRESSE = Address(local="presse", domain="ville.example")
WORKER_STARTS_WITHIN_MS = 60_000


@pytest.fixture
def started(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], DeskApp]]:
    """Start the program on a person's settings; what a start changes is put back."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    interval, handlers = sys.getswitchinterval(), logging.root.handlers[:]
    desks: list[DeskApp] = []

    def started_with(settings: str) -> DeskApp:
        paths = Paths.under(tmp_path)
        paths.settings_file.parent.mkdir(parents=True, exist_ok=True)
        paths.settings_file.write_text(settings, encoding="utf-8")
        desk = start(qapp, paths, worker=None)
        desks.append(desk)
        qtbot.waitUntil(lambda: desk.window.page is not None and desk.errands.is_idle)
        return desk

    yield started_with
    for desk in desks:
        qtbot.waitUntil(partial(getattr, desk.errands, "is_idle"))
        desk.left.disconnect(qapp.quit)
        with qtbot.waitSignal(desk.left):
            desk.window.close()
        desk.window.deleteLater()
    for words in qapp.findChildren(QTranslator):
        qapp.removeTranslator(words)
    single_keys.use(are_commands=True)
    look().choose(Qt.ColorScheme.Unknown)
    sys.setswitchinterval(interval)
    logging.root.handlers[:] = handlers


def desk_in(home: Path, worker: WorkerLink | None, *, store: bool = True) -> DeskApp:
    def opened() -> Office:
        return open_office(Paths.under(home), keys=Keys(memory_only=not store))

    return DeskApp(Paths.under(home), opened, worker=worker)


def test_the_worker_comes_after_the_window_and_leaves_with_it(qtbot: QtBot, tmp_path: Path) -> None:
    worker = WorkerLink(environment={HOME_VARIABLE: str(tmp_path)})
    doings: list[Doing] = []
    worker.doing.connect(doings.append)
    desk = desk_in(tmp_path, worker)
    qtbot.addWidget(desk.window)

    with qtbot.waitSignal(desk.errands.opened, timeout=WORKER_STARTS_WITHIN_MS):
        desk.window.show()
    assert isinstance(desk.window.page, TodayPage)
    qtbot.waitUntil(lambda: Doing.WORKING in doings, timeout=WORKER_STARTS_WITHIN_MS)
    process_id = worker.process_id
    assert process_id is not None
    with qtbot.waitSignal(desk.left):
        desk.window.close()

    assert not psutil.pid_exists(process_id)
    assert desk.window.memory.page == "today"
    assert Paths.under(tmp_path).window_file.is_file()


def test_a_password_that_only_the_window_holds_sends_letters(qtbot: QtBot, tmp_path: Path) -> None:
    authority, trusted = trustme.CA(), tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(trusted)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    home = tmp_path / "desk"
    worker = WorkerLink(environment={HOME_VARIABLE: str(home), "SSL_CERT_FILE": str(trusted)})

    def send(office: Office) -> None:
        facts = {"host": "localhost", "port": str(server.port), "user": "presse"}
        account = office.accounts.add(NewAccount(name="Presse", sender=PRESSE, facts=facts))
        office.keys.set(account.key, "s3same")
        office.outbox.send(NewMessage(subject="s", text="t"), [Recipient(to=PRESSE)])

    with LoopbackSmtpServer(tls=context, users={"presse": "s3same"}) as server:
        desk = desk_in(home, worker, store=False)
        qtbot.addWidget(desk.window)
        desk.window.show()
        desk.errands.write(None, send, desk._asked_to_stop)
        qtbot.waitUntil(lambda: bool(server.letters_now()), timeout=WORKER_STARTS_WITHIN_MS)
        with qtbot.waitSignal(desk.left):
            desk.window.close()


def test_a_hand_over_that_a_kill_cut_short_is_ended_at_the_next_opening_and_said(
    qtbot: QtBot, tmp_path: Path
) -> None:
    waiting = tmp_path / ".waiting"
    waiting.mkdir()
    (waiting / "001 s.eml").write_bytes(b"")
    process, _space, _started = this_process().rpartition(" ")
    office = open_office(Paths.under(tmp_path), keys=Keys())
    office.accounts.add(NewAccount(name="Outlook", kind="outlook", sender=PRESSE, facts={}))
    letters = office.outbox.send(NewMessage(subject="s", text="t"), [Recipient(to=PRESSE)]).letters
    HandingOver(office.database).claim(
        office.outbox.letter(letters[0]).message,
        cut_short=HandOverCutShort(tmp_path / "drafts", str(waiting), f"{process} 1"),
    )
    office.close()
    desk = desk_in(tmp_path, None)
    qtbot.addWidget(desk.window)
    desk.window.show()

    qtbot.waitUntil(desk.window.toast.isVisible, timeout=WORKER_STARTS_WITHIN_MS)

    assert desk.window.toast.accessibleName() == (
        "Handing over to Outlook was cut short before any draft was there: 1 e-mail waits again."
    )
    with qtbot.waitSignal(desk.left):
        desk.window.close()
    office = open_office(Paths.under(tmp_path), keys=Keys())
    assert office.outbox.letter(letters[0]).state is LetterState.QUEUED
    assert not waiting.exists()
    office.close()


def test_the_sample_desk_is_loaded_from_the_first_page(qtbot: QtBot, tmp_path: Path) -> None:
    desk = desk_in(tmp_path, None)
    qtbot.addWidget(desk.window)
    with qtbot.waitSignal(desk.errands.opened):
        desk.window.show()
    page = desk.window.page
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(page.empty.isVisible)

    page.empty.sample.click()

    qtbot.waitUntil(lambda: len(page.mentions.all()) > 0)
    assert not page.empty.isVisible()
    with qtbot.waitSignal(desk.left):
        desk.window.close()


def test_what_was_typed_last_is_written_before_the_window_leaves(
    qtbot: QtBot, tmp_path: Path
) -> None:
    desk = desk_in(tmp_path, None)
    qtbot.addWidget(desk.window)
    with qtbot.waitSignal(desk.errands.opened):
        desk.window.show()
    note = CardField("note", "Note")
    qtbot.addWidget(note)
    free = threading.Event()
    added: list[int] = []

    def add(office: Office) -> None:
        added.append(office.contacts.add(NewContact(family_name="Ada")).id)

    def save(office: Office, contact: ContactId, typed: Typed) -> object:
        assert free.wait(60)
        change = FieldChange(field=typed.field, before=typed.before, after=typed.after)
        return office.contacts.edit(contact, change)

    desk.errands.write(None, add, desk._asked_to_stop)
    qtbot.waitUntil(lambda: bool(added))
    saver = FieldSaver(desk.errands, Subject.CONTACT, save, [note])
    saver.show_card(added[0], {"note": ""})
    type_words(note.editor, "first")
    saver.save_now()
    type_words(note.editor, ", last")
    saver.save_now()

    with qtbot.waitSignal(desk.left):
        desk.window.close()
        free.set()

    office = open_office(Paths.under(tmp_path), keys=Keys())
    assert office.contacts.get(ContactId(added[0])).note == "first, last"
    office.close()


def test_what_waits_is_on_the_rail_though_its_pages_were_not_opened(
    qtbot: QtBot, started: Callable[[str], DeskApp], tmp_path: Path
) -> None:
    Memory(page="directory").write(Paths.under(tmp_path).window_file)
    desk = started("language = 'en'")
    rail = {button.key: button for button in desk.window.rail.findChildren(RailButton)}
    assert rail["watch"].accessibleName() == "Watch"

    desk.errands.write(None, _load, desk.window.sample._loaded)

    qtbot.waitUntil(lambda: "unread" in rail["watch"].accessibleName())
    assert desk.window.memory.page == "directory"


@pytest.mark.parametrize(("chosen", "worn"), [("dark", DARK), ("light", LIGHT)])
def test_the_window_wears_the_theme_of_the_settings(
    started: Callable[[str], DeskApp], chosen: str, worn: Colours
) -> None:
    look().force(LIGHT if worn is DARK else DARK)

    desk = started(f'theme = "{chosen}"')

    assert worn.canvas in desk.window.styleSheet()
    assert desk.window.palette().window().color().name().upper() == worn.canvas
    look().follow()
    assert look().colours is worn


def test_letters_alone_are_no_commands_where_the_settings_say_so(
    qtbot: QtBot, started: Callable[[str], DeskApp]
) -> None:
    desk = started("language = 'en'\n[keys]\nsingle_letters = false")
    loaded: list[object] = []
    desk.errands.write(None, _load, desk._asked_to_stop)
    desk.errands.written.connect(lambda: loaded.append(1))
    qtbot.waitUntil(lambda: bool(loaded))
    desk.window.go_to("watch")
    page = desk.window.page
    assert isinstance(page, WatchPage)
    qtbot.waitUntil(lambda: page.column.list.shown > 0)
    page.next_row()
    qtbot.waitUntil(lambda: page.card.mention is not None and desk.errands.is_idle)
    chosen = page.column.list.chosen
    tones = {tone: button.isChecked() for tone, button in page.card.tones.buttons.items()}

    for key in (Qt.Key.Key_J, Qt.Key.Key_Slash, Qt.Key.Key_4, Qt.Key.Key_L, Qt.Key.Key_U):
        press(page.column.list.list, key)

    qtbot.waitUntil(lambda: desk.errands.is_idle)
    assert page.column.list.chosen == chosen
    assert {tone: button.isChecked() for tone, button in page.card.tones.buttons.items()} == tones
    assert not page.column.search.hasFocus()
    assert not page.card.dossiers.picker.isVisible()
    assert not page.card.link_it.key
    assert page.card.link_it.toolTip() == ""
    assert page.column.search.toolTip() == "Ctrl+F to search, Esc to clear"


def test_settings_that_cannot_be_read_are_said_once_the_window_is_there(
    started: Callable[[str], DeskApp],
) -> None:
    desk = started("theme = 'pink'")

    (said,) = [bar for bar in desk.window.findChildren(ErrorBar) if bar.isVisible()]
    assert "pink" in said.accessibleName()


def test_a_desk_of_a_newer_version_is_said_in_the_window(
    qtbot: QtBot, started: Callable[[str], DeskApp], tmp_path: Path
) -> None:
    open_office(Paths.under(tmp_path)).database.dispose()
    with closing(sqlite3.connect(tmp_path / "desk.sqlite3")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()

    desk = started("")

    bars = desk.window.findChildren(ErrorBar)
    qtbot.waitUntil(lambda: any(bar.isVisible() for bar in bars))
    (said,) = [bar for bar in bars if bar.isVisible()]
    assert "9999" in said.accessibleName()
