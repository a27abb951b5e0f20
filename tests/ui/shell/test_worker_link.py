"""The window's worker is heard by whole lines, started again when it falls, and let go."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
from pytestqt.qtbot import QtBot

from comms_desk.changes import Change, Subject
from comms_desk.jobs.reports import Doing, Job, Progress
from comms_desk.keys import Keys
from comms_desk.ui.shell.worker_link import COMMAND, RESTART_AFTER_S, WorkerLink

TALKS = """
import sys, time
print('{"line": "state", "doing": "working"}', flush=True)
sys.stdout.write('{"line": "prog'); sys.stdout.flush()
sys.stdout.write('ress", "job": "feeds", "done": 3, "total": 9}\\n'); sys.stdout.flush()
print('not a line', flush=True)
print('{"line": "changed", "subject": "mention", "ids": [4]}', flush=True)
sys.stdin.read()
"""
LISTENS = """
import json, sys
for line in sys.stdin:
    held = json.loads(line)["secrets"]
    ids = sorted(map(int, held.values()))
    print(json.dumps({"line": "changed", "subject": "account", "ids": ids}), flush=True)
    if 9 in ids:
        sys.exit(3)
"""
FINISHES = """
import os, sys, threading
print('{"line": "state", "doing": "working"}', flush=True)
for line in sys.stdin:
    if line == '{"finish": true}\\n':
        print('{"line": "state", "doing": "finishing"}', flush=True)
        break
sys.stdin.read()
while not os.path.exists(sys.argv[1]):
    threading.Event().wait(0.02)
"""
FALLS = "import sys; sys.exit(3)"


def link(script: str, *, restart_after_s: tuple[float, ...] = ()) -> WorkerLink:
    return WorkerLink(command=(sys.executable, "-c", script), restart_after_s=restart_after_s)


def test_a_file_where_the_desk_was_started_does_not_stop_the_worker(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise SystemExit('not ours')")

    done = subprocess.run((*COMMAND, "--help"), cwd=tmp_path, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr


def test_lines_are_heard_whole_and_others_left_out(qtbot: QtBot) -> None:
    worker = link(TALKS)
    progress: list[Progress] = []
    worker.progressed.connect(progress.append)
    doing: list[Doing] = []
    worker.doing.connect(doing.append)

    with qtbot.waitSignal(worker.changed) as changed:
        worker.start()
    worker.stop()

    assert doing[:2] == [Doing.STARTING, Doing.WORKING]
    assert progress == [Progress(Job.FEEDS, 3, 9)]
    assert changed.args == [Change.of(Subject.MENTION, [4])]


def test_a_worker_is_renewed_without_a_fall(qtbot: QtBot) -> None:
    worker = link(TALKS)
    fallen: list[object] = []
    worker.restarting.connect(fallen.append)
    worker.given_up.connect(lambda: fallen.append("given up"))
    with qtbot.waitSignal(worker.changed):
        worker.start()
    first = worker.process_id

    with qtbot.waitSignal(worker.changed):
        worker.renew()

    assert worker.process_id not in {None, first}
    assert first is not None
    assert not psutil.pid_exists(first)
    assert fallen == []
    worker.stop()


def test_a_worker_stopped_while_it_was_renewed_hears_the_secrets_when_it_starts_again(
    qtbot: QtBot,
) -> None:
    worker = link(LISTENS)
    keys = Keys({}, memory_only=True)
    keys.set("mail/presse", "1")
    worker.share(keys)
    with qtbot.waitSignal(worker.changed):
        worker.start()
    worker.renew()
    worker.stop()

    with qtbot.waitSignal(worker.changed) as changed:
        worker.start()

    assert changed.args == [Change.of(Subject.ACCOUNT, [1])]
    worker.stop()


def test_a_worker_that_falls_is_started_again_then_given_up(qtbot: QtBot) -> None:
    worker = link(FALLS, restart_after_s=(0.01, 0.02))
    said: list[int] = []
    worker.restarting.connect(said.append)

    with qtbot.waitSignal(worker.given_up):
        worker.start()

    assert len(said) == 2


def test_a_program_that_is_not_there_is_given_up_too(qtbot: QtBot, tmp_path: Path) -> None:
    worker = WorkerLink(command=(str(tmp_path / "nothing"),), restart_after_s=())

    with qtbot.waitSignal(worker.given_up):
        worker.start()


def test_the_waits_are_those_of_the_design() -> None:
    assert RESTART_AFTER_S == (1, 5, 30, 120)


def test_letting_go_ends_the_worker_and_does_not_start_it_again(qtbot: QtBot) -> None:
    worker = link(TALKS, restart_after_s=(0.01,))
    with qtbot.waitSignal(worker.changed):
        worker.start()
    process_id = worker.process_id
    assert process_id is not None

    worker.stop()

    assert worker.process_id is None
    assert not psutil.pid_exists(process_id)


def test_secrets_held_for_the_run_are_whispered_at_the_start_and_at_each_change(
    qtbot: QtBot,
) -> None:
    worker = link(LISTENS, restart_after_s=(0.01,))
    keys = Keys({}, memory_only=True)
    keys.set("mail/presse", "1")
    worker.share(keys)
    heard: list[frozenset[int]] = []
    worker.changed.connect(lambda change: heard.append(change.ids))

    with qtbot.waitSignal(worker.changed):
        worker.start()
    with qtbot.waitSignal(worker.changed), ThreadPoolExecutor(1) as writing:
        writing.submit(keys.set, "mail/interne", "2").result()
    with qtbot.waitSignal(worker.changed):
        keys.forget("mail/presse")
    with qtbot.waitSignals([worker.changed, worker.restarting, worker.changed]):
        keys.set("mail/presse", "9")
    worker.stop()
    keys.set("mail/presse", "3")

    assert heard[:3] == [{1}, {1, 2}, {2}]
    assert set(heard[3:]) == {frozenset({2, 9})}


def test_a_worker_whose_window_holds_nothing_is_told_so(qtbot: QtBot) -> None:
    worker = link(LISTENS)

    with qtbot.waitSignal(worker.changed) as changed:
        worker.start()
    worker.stop()

    assert changed.args == [Change.of(Subject.ACCOUNT)]


def test_a_worker_that_finishes_outlives_its_window(qtbot: QtBot, tmp_path: Path) -> None:
    end = tmp_path / "end"
    command = (sys.executable, "-c", FINISHES, str(end))
    worker = WorkerLink(command=command, restart_after_s=(0.01,))
    with qtbot.waitSignal(worker.doing, check_params_cb=lambda doing: doing is Doing.WORKING):
        worker.start()
    process = psutil.Process(worker.process_id)

    assert worker.finish()

    assert worker.process_id is None
    assert process.is_running()
    end.touch()
    process.wait(60)


def test_a_worker_that_was_just_renewed_finishes_by_another(qtbot: QtBot, tmp_path: Path) -> None:
    end = tmp_path / "end"
    end.touch()  # whoever has heard enough ends at once
    worker = WorkerLink(command=(sys.executable, "-c", FINISHES, str(end)), restart_after_s=(0.01,))
    with qtbot.waitSignal(worker.doing, check_params_cb=lambda doing: doing is Doing.WORKING):
        worker.start()
    before = psutil.Process(worker.process_id)
    worker.renew()
    end.unlink()

    finishes = worker.finish()

    assert finishes
    assert not before.is_running()
    end.touch()


def test_a_worker_that_has_ended_finishes_nothing(qtbot: QtBot) -> None:
    worker = link(FALLS, restart_after_s=(60,))
    with qtbot.waitSignal(worker.restarting):
        worker.start()

    assert not worker.finish()
