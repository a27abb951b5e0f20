"""The worker as a process, and as threads on a desk: it starts, works, hears stops, gives way."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import psutil
import pytest

from comms_desk.across.office import Office
from comms_desk.changes import Change, Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.jobs import holder, reports
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.model import CommandKind, Lease, LeaseHeld
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.errors import Stage
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterState, NewAccount, Recipient
from comms_desk.media.dispatches.model import RequestedSending
from comms_desk.media.drafting.model import DraftKind, DraftStatus, NewDraft
from comms_desk.media.feeds.model import FullTextWhen, NewFeed
from comms_desk.media.themes.model import NewTheme
from comms_desk.paths import Paths
from comms_desk.settings import ALLOWED_NETWORKS
from comms_desk.storage.errors import StorageUnreachable
from comms_desk.worker.main import Worker
from comms_desk.worker.window_lines import Speaker
from tests.support.offices import new_office
from tests.support.releases import FOOT
from tools.tour.feed_server import FeedServer, feed, html
from tools.tour.smtp_server import Hold, LoopbackSmtpServer, recipients

pytestmark = pytest.mark.long

WITHIN_S = 60.0
DUE = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)

RSS = """<rss version="2.0"><channel><title>Journal</title>
<item><title>La Ville de Montréal annonce</title><link>https://journal.example/1</link>
<guid>1</guid></item></channel></rss>"""


@pytest.fixture
def server() -> Iterator[LoopbackSmtpServer]:
    with LoopbackSmtpServer() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, server: LoopbackSmtpServer) -> Iterator[Office]:
    opened = new_office(Paths.under(tmp_path / "desk"), keys=Keys({}))
    opened.desk_settings.set(ALLOWED_NETWORKS, ("127.0.0.0/8",))
    opened.accounts.add(
        NewAccount(
            name="Presse",
            sender=Address(local="presse", domain="ville.example"),
            facts={"host": server.host, "port": str(server.port), "security": "none"},
        )
    )
    yield opened
    opened.close()


def queue(office: Office, *names: str) -> None:
    office.outbox.send(
        NewMessage(subject="Communiqué", text="Bonjour"),
        [Recipient(to=Address(local=name, domain="ville.example")) for name in names],
    )


class Listener(Speaker):
    """Hears what a worker says."""

    def __init__(self) -> None:
        self.said: list[reports.Report] = []

    def say(self, line: reports.Report) -> None:  # type: ignore[explicit-override]
        self.said.append(line)


@contextmanager
def working(office: Office, speaker: Speaker | None = None) -> Iterator[Worker]:
    worker = Worker(office, speaker or Speaker())
    thread = Thread(target=worker.run)
    thread.start()
    try:
        yield worker
    finally:
        worker.stop.set()
        thread.join(WITHIN_S)
        assert not thread.is_alive()


def child(office: Office, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "comms_desk", "worker", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"COMMS_DESK_HOME": str(office.paths.data)},
    )


def test_one_run_sends_polls_and_finds_mentions(office: Office, server: LoopbackSmtpServer) -> None:
    queue(office, "zoe", "luc")
    office.themes.add(NewTheme(name="Ville", query="Montréal"))
    with FeedServer() as feeds:
        large = f"<item><title>{'a' * (1 << 20)}</title></item></channel>"
        page = feed(RSS.replace("</channel>", large))
        office.feeds.add(NewFeed(address=feeds.serve("/rss", page)))

        done = Worker(office).run_once()

    assert (done.letters, done.feeds, done.new_articles, done.mentions) == (2, 1, 1, 1)
    assert done.left_out == 1
    assert len(server.letters) == 2
    assert office.jobs.holder() is None


def test_one_run_calls_released_what_it_sent(office: Office) -> None:
    title = "Les pistes ouvrent"
    draft = office.drafts.add(
        NewDraft(title=title, kind=DraftKind.RELEASE, text="Dès lundi.", **FOOT)
    )
    zoe = Address(local="zoe", domain="journal.example")
    office.dispatches.send(draft.id, RequestedSending(also=(zoe,)))

    assert Worker(office).run_once().letters == 1

    assert office.drafts.get(draft.id).status is DraftStatus.RELEASED


def test_only_one_worker_works_on_a_desk(office: Office) -> None:
    office.jobs.take("another computer 1 1")

    with pytest.raises(LeaseHeld):
        Worker(office).run_once()


def test_one_run_reads_the_pages_that_a_feed_wants_before_its_watches_are_asked(
    office: Office,
) -> None:
    page = "<p>" + "Au neuvième paragraphe, la Ville de Montréal n’a rien dit, jeudi. " * 5
    office.themes.add(NewTheme(name="Ville", query='"ville de montreal"'))
    with FeedServer() as feeds:
        link = feeds.serve("/1", html(f"<html><body>{page}</body></html>"))
        item = f"<item><title>Un incendie à Verdun</title><link>{link}</link></item>"
        rss = f"<rss version='2.0'><channel><title>Journal</title>{item}</channel></rss>"
        address = feeds.serve("/rss", feed(rss))
        office.feeds.add(NewFeed(address=address, full_text=FullTextWhen.BEFORE))

        done = Worker(office).run_once()

    assert (done.new_articles, done.mentions) == (1, 1)


def test_each_reason_to_wait_is_said_once_however_often_the_lease_is_asked_for(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = LeaseHeld("Ada's 1 1", DUE), LeaseHeld("Zoe's 1 1", DUE)
    away = StorageUnreachable("desk", "gone")
    answers: list[CommsDeskError] = [first, first, away, away, away, second, second]
    heard = Listener()
    worker = Worker(office, heard, asked_every_s=0.001)

    class Jobs(JobDesk):
        def take(self, *_args: object, **_more: object) -> Lease:  # type: ignore[explicit-override]
            if answers:
                raise answers.pop(0)
            worker.stop.set()
            raise first

    office.__dict__["jobs"] = Jobs(office.database)

    assert worker.run()

    waiting = reports.State(reports.Doing.WAITING)
    assert heard.said.count(waiting) == 3
    assert [line.error for line in heard.said if isinstance(line, reports.Failed)] == [
        "StorageUnreachable"
    ]
    assert caplog.text.count("waiting: ") == 4


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (holder.this_process(), reports.Doing.WAITING_HERE),
        (holder.this_process(as_service=True), reports.Doing.WAITING_FOR_SERVICE),
        ("another computer 1 1", reports.Doing.WAITING),
    ],
    ids=["this computer", "its service", "another"],
)
def test_a_worker_that_waits_says_whether_for_one_of_this_computer(
    office: Office, who: str, said: reports.Doing
) -> None:
    class Hears(Listener):
        def say(self, line: reports.Report) -> None:  # type: ignore[explicit-override]
            super().say(line)
            if isinstance(line, reports.State) and line.doing.value.startswith("waiting"):
                worker.stop.set()

    heard = Hears()
    worker = Worker(office, heard, asked_every_s=0.001)
    office.jobs.take(who)

    worker.run()

    waiting = [each.doing for each in heard.said if isinstance(each, reports.State)]
    assert said in waiting
    assert len([each for each in waiting if each.value.startswith("waiting")]) == 1


def test_a_letter_queued_while_it_runs_leaves_by_itself(
    office: Office, server: LoopbackSmtpServer
) -> None:
    heard = Listener()
    with working(office, heard):
        queue(office, "zoe")
        server.wait_for_letters(1, WITHIN_S)

    assert office.outbox.counts()[LetterState.SENT] == 1
    assert heard.said[0] == reports.State(reports.Doing.STARTING)
    assert reports.State(reports.Doing.STOPPING) in heard.said
    assert reports.DeskChanged(Change.of(Subject.LETTER, [1])) in heard.said


def test_a_letter_leaves_while_a_feed_is_slow(office: Office, server: LoopbackSmtpServer) -> None:
    asked = Event()

    async def slow(request: object) -> object:
        import asyncio

        asked.set()
        await asyncio.sleep(WITHIN_S)
        return None

    with FeedServer() as feeds:
        office.feeds.add(NewFeed(address=feeds.serve("/slow", slow)))  # type: ignore[arg-type]
        with working(office):
            assert asked.wait(WITHIN_S)
            queue(office, "zoe")
            server.wait_for_letters(1, WITHIN_S)

    assert recipients(server.letters) == ["zoe@ville.example"]


def test_a_window_may_ask_for_a_poll_and_for_its_stop(office: Office) -> None:
    asked = Event()

    async def slow(request: object) -> object:
        import asyncio

        asked.set()
        await asyncio.sleep(WITHIN_S)
        return None

    with FeedServer() as feeds:
        added = office.feeds.add(NewFeed(address=feeds.serve("/slow", slow)))  # type: ignore[arg-type]
        office.jobs.ask(CommandKind.POLL_NOW, Ref(Subject.FEED, added.id))
        finished = Event()
        office.database.announcer.subscribe(
            lambda change: finished.set() if change.subject is Subject.JOB and change.ids else None
        )
        with working(office):
            assert asked.wait(WITHIN_S)
            finished.clear()
            office.jobs.ask(CommandKind.STOP_JOB)
            waiting = {each.kind for each in office.jobs.waiting()}
            assert CommandKind.STOP_JOB in waiting or finished.is_set()
            while office.jobs.waiting():
                assert finished.wait(WITHIN_S)
                finished.clear()


def test_a_child_stops_at_the_end_of_its_standard_input(
    office: Office, server: LoopbackSmtpServer
) -> None:
    queue(office, "zoe")
    process = child(office, "--child")
    server.wait_for_letters(1, WITHIN_S)

    said, complaints = process.communicate(timeout=WITHIN_S)

    assert (process.returncode, complaints) == (0, b"")
    heard = [reports.read(line) for line in said.splitlines()]
    assert None not in heard
    assert heard[0] == reports.State(reports.Doing.STARTING)
    assert reports.State(reports.Doing.STOPPING) in heard
    assert office.outbox.counts()[LetterState.SENT] == 1
    assert office.jobs.holder() is None


def test_a_child_told_to_stop_finishes_the_letter_on_the_wire(
    office: Office, server: LoopbackSmtpServer
) -> None:
    queue(office, "zoe", "luc")
    hold = Hold()
    server.fail(Stage.DATA, hold)
    process = child(office, "--child")
    assert hold.reached.wait(WITHIN_S)

    assert process.stdin is not None
    process.stdin.close()
    process.stdin = None
    hold.go_on()
    process.communicate(timeout=WITHIN_S)

    counts = office.outbox.counts()
    assert (counts[LetterState.SENT], counts[LetterState.QUEUED]) == (1, 1)


def test_a_worker_that_waits_for_a_server_to_stop_keeps_its_lease(
    office: Office, server: LoopbackSmtpServer
) -> None:
    queue(office, "zoe")
    hold = Hold()
    server.fail(Stage.END, hold)
    worker = Worker(office, renewed_every_s=0.01)
    running = Thread(target=worker.run)
    running.start()
    assert hold.reached.wait(WITHIN_S)
    worker.stop.set()

    seen: set[datetime] = set()
    while len(seen) < 3:
        lease = office.jobs.holder()
        assert lease is not None
        seen.add(lease.until)
    hold.go_on()
    running.join(WITHIN_S)

    assert office.jobs.holder() is None
    assert office.outbox.counts()[LetterState.SENT] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a service of Windows is told otherwise")
def test_a_service_stops_on_a_signal_and_not_at_the_end_of_standard_input(
    office: Office, server: LoopbackSmtpServer
) -> None:
    process = child(office)
    assert process.stdin is not None
    process.stdin.close()
    process.stdin = None
    queue(office, "zoe")
    server.wait_for_letters(1, WITHIN_S)
    assert process.poll() is None

    process.terminate()
    process.communicate(timeout=WITHIN_S)

    assert process.returncode == 0
    assert office.jobs.holder() is None


def test_a_killed_workers_lease_is_free_at_once_on_the_same_computer(
    office: Office, server: LoopbackSmtpServer
) -> None:
    queue(office, "zoe")
    process = child(office, "--child")
    server.wait_for_letters(1, WITHIN_S)
    held = office.jobs.holder()
    assert held is not None
    assert not holder.is_dead(held.holder)

    process.kill()
    process.communicate(timeout=WITHIN_S)

    assert holder.is_dead(held.holder)
    assert Worker(office).run_once().letters == 0


def test_a_holder_on_another_computer_is_never_taken_for_dead() -> None:
    assert not holder.is_dead("elsewhere 1 1")
    assert not holder.is_dead("")
    assert not holder.is_dead(holder.this_process())
    node, process_id, started = holder.this_process().rsplit(" ", 2)
    assert holder.is_dead(f"{node} {process_id} {int(started) - 100}")
    assert holder.is_dead(f"{node} {max(psutil.pids()) + 4_000_000} {started}")


def test_a_computer_of_the_same_name_is_another_computer() -> None:
    name, address, switched_on, process_id, started = holder.this_process().rsplit(" ", 4)
    gone = max(psutil.pids()) + 4_000_000

    assert not holder.is_dead(f"{name} {gone} {started}")
    assert not holder.is_dead(f"{name} 02deadbeef00 {switched_on} {gone} {started}")
    assert not holder.is_dead(f"{name} {address} {int(switched_on) - 60} {gone} {started}")
    assert holder.is_dead(f"{name} {address} {int(switched_on) - 1} {gone} {started}")
    assert not holder.is_dead(f"{name} {address} {switched_on} {process_id} {started}")


def test_two_commands_cannot_go_together(office: Office) -> None:
    process = child(office, "--child", "--once")

    _, complaint = process.communicate(timeout=WITHIN_S)

    assert process.returncode == 2
    assert b"--once" in complaint
