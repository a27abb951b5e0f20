"""The whole program: window, errands and the real worker, from opening to leaving."""

from pathlib import Path

import psutil
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office, open_office
from comms_desk.jobs.lines import Doing
from comms_desk.keys import Keys
from comms_desk.paths import HOME_VARIABLE, Paths
from comms_desk.ui.app import Desk
from comms_desk.ui.today_page import TodayPage
from comms_desk.ui.worker_link import WorkerLink

WORKER_STARTS_WITHIN_MS = 30_000


def desk_in(home: Path, worker: WorkerLink | None) -> Desk:
    def opened() -> Office:
        return open_office(Paths.under(home), keys=Keys())

    return Desk(Paths.under(home), opened, worker=worker)


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
    desk.window.close()

    assert not psutil.pid_exists(process_id)
    assert desk.window.memory.page == "today"
    assert Paths.under(tmp_path).window_file.is_file()


def test_the_sample_desk_is_loaded_from_the_first_page(qtbot: QtBot, tmp_path: Path) -> None:
    desk = desk_in(tmp_path, None)
    qtbot.addWidget(desk.window)
    with qtbot.waitSignal(desk.errands.opened):
        desk.window.show()
    page = desk.window.page
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(page.empty.isVisible)

    page.empty.sample.click()

    qtbot.waitUntil(lambda: len(page.mentions.all()) > 0, timeout=30_000)
    assert not page.empty.isVisible()
    desk.window.close()
