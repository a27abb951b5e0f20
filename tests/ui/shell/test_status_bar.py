"""The bar at the foot says what the worker does, how far it is, and that it fell."""

from functools import partial

from pytestqt.qtbot import QtBot
from shiboken6 import delete

from comms_desk import i18n
from comms_desk.jobs.reports import Doing, Job, Progress
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.long_work import LongWork
from comms_desk.ui.shell.status_bar import StatusBar
from comms_desk.wording.imports import rows_read
from tests.ui.keys import click


def bar(qtbot: QtBot) -> StatusBar:
    made = StatusBar()
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_asking_of_feeds_can_be_stopped(qtbot: QtBot) -> None:
    status = bar(qtbot)

    status.show_progress(Progress(Job.FEEDS, 131, 212))

    assert status.worker.text() == "Feeds: refreshing, 131 of 212"
    assert status.progress.isVisible()
    with qtbot.waitSignal(status.stop_wanted):
        click(status.stop)


def test_large_counts_are_written_as_french_writes_them(qtbot: QtBot) -> None:
    i18n.use("fr")
    status = bar(qtbot)

    status.show_progress(Progress(Job.LETTERS, 1_200, 27_000))

    assert status.worker.text() == "Envois\u00a0: 1\u00a0200 sur 27\u00a0000"


def test_letters_that_leave_are_not_stopped_here(qtbot: QtBot) -> None:
    status = bar(qtbot)
    status.show_progress(Progress(Job.FEEDS, 131, 212))

    status.show_progress(Progress(Job.LETTERS, 5, 55))

    assert status.progress.isVisible()
    assert not status.stop.isVisible()


def test_a_job_that_is_done_leaves_no_progress(qtbot: QtBot) -> None:
    status = bar(qtbot)
    status.show_progress(Progress(Job.FEEDS, 131, 212))

    status.show_progress(Progress(Job.FEEDS, 212, 212))

    assert not status.progress.isVisible()
    assert not status.stop.isVisible()
    assert "212" not in status.worker.text()


def test_a_worker_that_waits_says_where_the_other_one_is(qtbot: QtBot) -> None:
    status = bar(qtbot)

    status.show_doing(Doing.WAITING_HERE)
    here = status.worker.text()
    status.show_doing(Doing.WAITING_FOR_SERVICE)
    service = status.worker.text()
    status.show_doing(Doing.WAITING)

    assert here == "Feeds and e-mail already run on this computer, outside this window"
    assert service == "Feeds and e-mail are run by this computer’s service"
    assert "this computer" not in status.worker.text()


def test_nothing_is_at_work_nor_being_saved_while_the_database_is_away(qtbot: QtBot) -> None:
    status = bar(qtbot)
    status.show_doing(Doing.STARTING)
    status.show_saving(is_saving=True)

    status.show_away(True)

    assert status.worker.text() == "Feeds and e-mail are waiting for the database"
    assert status.kept.text() == "Not saved"
    status.show_progress(Progress(Job.FEEDS, 131, 212))
    status.show_doing(Doing.WORKING)
    assert status.worker.text() == "Feeds and e-mail are waiting for the database"
    assert not status.progress.isVisible()

    status.show_away(False)

    assert status.worker.text() == "Feeds and e-mail are running"
    assert status.kept.text() == "Saving…"


def test_a_worker_that_does_not_stay_up_is_said_and_can_be_started(qtbot: QtBot) -> None:
    status = bar(qtbot)

    status.show_given_up()

    assert status.restart.isVisible()
    with qtbot.waitSignal(status.restart_wanted):
        click(status.restart)
    status.show_doing(Doing.STARTING)
    assert not status.restart.isVisible()


def test_a_file_that_is_read_says_how_far_it_is_and_may_be_stopped(
    qtbot: QtBot, errands: Errands
) -> None:
    i18n.use("fr")
    status = bar(qtbot)
    work = LongWork(status, errands, partial(rows_read, "Liste {2026}.xlsx"))
    status.follow(work)
    assert not status.stop_work.isVisible()

    work.told(4_000, 10_000)
    assert status.work.text() == (
        "Lecture en cours\u00a0: Liste {2026}.xlsx, 4\u00a0000 lignes sur environ 10\u00a0000"
    )
    click(status.stop_work)

    assert work.wants_stop
    work.end()
    assert not any(
        each.isVisible() for each in (status.work, status.work_progress, status.stop_work)
    )


def test_of_how_many_rows_is_said_only_where_it_is_known(qtbot: QtBot, errands: Errands) -> None:
    status = bar(qtbot)
    work = LongWork(status, errands, partial(rows_read, "a.xlsx"))
    status.follow(work)

    work.told(250, 0)

    assert status.work.text() == "Reading a.xlsx: 250 rows"
    assert status.work_progress.maximum() == 0


def test_only_the_last_reading_is_shown(qtbot: QtBot, errands: Errands) -> None:
    status = bar(qtbot)
    first = LongWork(status, errands, partial(rows_read, "a.xlsx"))
    second = LongWork(status, errands, partial(rows_read, "b.xlsx"))
    status.follow(first)
    first.told(250, 0)

    status.follow(second)
    first.told(500, 0)
    assert not status.work.isVisible()
    second.told(250, 0)

    assert status.work.text() == "Reading b.xlsx: 250 rows"


def test_what_is_read_for_a_window_that_is_gone_is_read_no_further(
    qtbot: QtBot, errands: Errands
) -> None:
    status = bar(qtbot)
    gone, there = (LongWork(status, errands, partial(rows_read, "a.xlsx")) for _ in range(2))

    delete(gone)

    assert gone.wants_stop
    assert not there.wants_stop
    gone.told(250, 0)
