"""The window asks by errands: out of its thread, in order, and only answered while it lives."""

import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import TracebackType

import pytest
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from comms_desk.across.office import Office
from comms_desk.changes import Change, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.keys import Keys
from comms_desk.paths import Paths
from comms_desk.settings_file import PersonSettings
from comms_desk.storage.database import Database
from comms_desk.storage.errors import (
    AnswerLost,
    StorageBusy,
    StorageFull,
    StorageReadOnly,
    StorageUnreachable,
    TextNotStorable,
)
from comms_desk.ui.frame.errands import Errands
from tests.support.windows import BRISK


@pytest.fixture
def errands(sqlite_database: Database, tmp_path: Path) -> Iterator[Errands]:
    paths = Paths.under(tmp_path)

    def office() -> Office:
        settings = PersonSettings.read(paths.settings_file)
        return Office(sqlite_database, paths=paths, settings=settings, keys=Keys())

    made = Errands(office, pauses=BRISK)
    yield made
    made.close()


class Asker(QObject):
    """Hears answers."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.errors: list[CommsDeskError] = []
        self.threads: list[threading.Thread] = []

    @Slot(object)
    def hear(self, answer: object) -> None:
        self.heard.append(answer)
        self.threads.append(threading.current_thread())

    @Slot(object)
    def hear_error(self, error: CommsDeskError) -> None:
        self.errors.append(error)


class Gate:
    """A job that waits until the test lets it through."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.free = threading.Event()

    def __call__(self, _office: Office) -> str:
        self.reached.set()
        assert self.free.wait(60)
        return "gate"


def test_a_question_is_answered_in_the_window_s_thread_and_asked_in_another(
    qtbot: QtBot, errands: Errands
) -> None:
    asker = Asker()

    errands.read("who", lambda _office: threading.current_thread(), asker.hear)

    qtbot.waitUntil(lambda: bool(asker.heard))
    assert asker.heard[0] is not threading.main_thread()
    assert asker.threads == [threading.main_thread()]


def test_the_latest_question_wins(qtbot: QtBot, errands: Errands) -> None:
    asker, gate = Asker(), Gate()
    errands.read("rows", gate, asker.hear)
    qtbot.waitUntil(gate.reached.is_set)

    errands.read("rows", lambda _office: "second", asker.hear)
    errands.read("rows", lambda _office: "third", asker.hear)
    qtbot.waitUntil(lambda: bool(asker.heard))
    gate.free.set()
    errands.read("last", lambda _office: "end", asker.hear)
    qtbot.waitUntil(lambda: "end" in asker.heard)

    assert asker.heard == ["third", "end"]


def test_two_askers_do_not_overtake_each_other(qtbot: QtBot, errands: Errands) -> None:
    one, other = Asker(), Asker()

    errands.read("rows", lambda _office: 1, one.hear)
    errands.read("rows", lambda _office: 2, other.hear)

    qtbot.waitUntil(lambda: bool(one.heard and other.heard))


def test_what_was_read_before_a_write_that_is_answered_is_read_again(
    qtbot: QtBot, errands: Errands
) -> None:
    asker, writer, gate = Asker(), Asker(), Gate()
    stood: list[str] = []

    def read(office: Office) -> tuple[str, ...]:
        found = tuple(stood)
        gate(office)
        return found

    errands.read("card", read, asker.hear, fresh=True)
    qtbot.waitUntil(gate.reached.is_set)
    errands.write(None, lambda _office: stood.append("typed"), writer.hear)
    qtbot.waitUntil(lambda: bool(writer.heard))
    gate.free.set()
    qtbot.waitUntil(lambda: bool(asker.heard))

    assert asker.heard == [("typed",)]
    assert errands.is_idle


def test_writes_keep_their_order(qtbot: QtBot, errands: Errands) -> None:
    asker = Asker()

    for number in range(20):
        errands.write(None, answers(number), asker.hear)

    qtbot.waitUntil(lambda: len(asker.heard) == 20)
    assert asker.heard == list(range(20))


def test_autosaves_that_wait_become_one(qtbot: QtBot, errands: Errands) -> None:
    asker, gate = Asker(), Gate()
    errands.write(None, gate, asker.hear)
    qtbot.waitUntil(gate.reached.is_set)

    for text in ("T", "Te", "Text"):
        errands.write("draft 1", answers(text), asker.hear)
    gate.free.set()

    qtbot.waitUntil(lambda: errands.unwritten == 0)
    assert asker.heard == ["gate", "Text"]


def test_an_autosave_never_passes_a_write_without_a_key(qtbot: QtBot, errands: Errands) -> None:
    asker, gate = Asker(), Gate()
    errands.write(None, gate, asker.hear)
    qtbot.waitUntil(gate.reached.is_set)

    errands.write("draft 1", lambda _office: "typed before", asker.hear)
    errands.write(None, lambda _office: "submit", asker.hear)
    errands.write("draft 1", lambda _office: "typed after", asker.hear)
    gate.free.set()

    qtbot.waitUntil(lambda: errands.unwritten == 0)
    assert asker.heard == ["gate", "typed before", "submit", "typed after"]


def test_a_widget_that_is_gone_is_not_answered(qtbot: QtBot, errands: Errands) -> None:
    gone, asker, gate = Asker(), Asker(), Gate()
    errands.read("rows", gate, gone.hear)
    qtbot.waitUntil(gate.reached.is_set)

    delete(gone)
    gate.free.set()
    errands.read("rows", lambda _office: 1, asker.hear)

    qtbot.waitUntil(lambda: bool(asker.heard))
    assert gone.heard == []


def test_an_expected_error_goes_to_who_asked(qtbot: QtBot, errands: Errands) -> None:
    asker = Asker()

    errands.write(None, _busy, asker.hear, asker.hear_error)

    qtbot.waitUntil(lambda: bool(asker.errors))
    assert isinstance(asker.errors[0], StorageBusy)
    assert asker.heard == []


class Takes:
    """What a database took, in order; it answers by each of *refusals* first, whatever is asked."""

    def __init__(self, *refusals: CommsDeskError) -> None:
        self.refusals = list(refusals)
        self.tried: list[object] = []
        self.taken: list[object] = []

    def job(self, value: object) -> Callable[[Office], object]:
        return partial(self._take, value)

    def _take(self, value: object, _office: Office) -> object:
        self.tried.append(value)
        refusal = self.refusals.pop(0) if self.refusals else None
        if refusal is None or isinstance(refusal, AnswerLost):
            self.taken.append(value)
        if refusal is not None:
            raise refusal
        return value


BUSY = StorageBusy(waited_s=5.0)


def test_a_save_that_the_database_did_not_take_is_asked_again_and_none_passes_it(
    qtbot: QtBot, errands: Errands
) -> None:
    asker, base, gate = Asker(), Takes(BUSY, BUSY), Gate()
    errands.write(None, gate, asker.hear)
    for word in ("un", "deux", "trois"):
        errands.save(None, base.job(word), asker.hear, asker.hear_error)
    gate.free.set()

    qtbot.waitUntil(lambda: errands.unwritten == 0)
    assert base.taken == ["un", "deux", "trois"]
    assert base.tried == ["un", "un", "un", "deux", "trois"]
    assert asker.heard == ["gate", "un", "deux", "trois"]
    assert asker.errors == []


def test_a_save_counts_as_unwritten_until_the_database_took_it(
    qtbot: QtBot, errands: Errands
) -> None:
    asker, base = Asker(), Takes(StorageReadOnly("desk"))
    counted: list[int] = []
    errands.writing.connect(counted.append)

    with qtbot.waitSignal(errands.not_saved):
        errands.save(None, base.job("un"), asker.hear)

    assert errands.unwritten == 1
    assert not errands.waits_its_turn
    qtbot.waitUntil(lambda: asker.heard == ["un"])
    assert counted == [1, 0]


def test_a_save_that_waits_for_a_busy_database_waits_its_turn_and_says_so_once(
    qtbot: QtBot, errands: Errands
) -> None:
    asker, base = Asker(), Takes(BUSY, BUSY)

    errands.save(None, base.job("un"), asker.hear, asker.hear_error, delayed=asker.hear_error)

    qtbot.waitUntil(lambda: bool(asker.errors))
    assert errands.waits_its_turn
    qtbot.waitUntil(lambda: asker.heard == ["un"])
    assert asker.errors == [BUSY]


def test_what_is_typed_next_has_what_waits_asked_again_before_it(
    qtbot: QtBot, errands: Errands
) -> None:
    asker, base = Asker(), Takes(BUSY)
    errands._pause_ms = 60_000
    with qtbot.waitSignal(errands.not_saved):
        errands.save("text", base.job("un"), asker.hear)

    errands.save("text", base.job("deux"), asker.hear)

    qtbot.waitUntil(lambda: asker.heard == ["un", "deux"])


def test_a_save_whose_answer_was_lost_is_asked_again_exactly_as_it_was(
    qtbot: QtBot, errands: Errands
) -> None:
    asker, base, gate = Asker(), Takes(AnswerLost("desk", "gone")), Gate()
    errands.save("text", base.job("un"), asker.hear)
    qtbot.waitUntil(lambda: bool(errands._held))
    errands.write(None, gate, asker.hear)

    for word in ("deux", "trois"):
        errands.save("text", base.job(word), asker.hear)
    gate.free.set()

    qtbot.waitUntil(lambda: errands.unwritten == 0)
    assert base.taken == ["un", "un", "trois"]


def test_a_save_that_is_asked_again_comes_before_one_that_was_asked_meanwhile(
    qtbot: QtBot, errands: Errands
) -> None:
    asker, base, first, second = Asker(), Takes(BUSY), Gate(), Gate()
    errands.write(None, first, asker.hear)
    errands.save(None, base.job("un"), asker.hear)
    errands.write(None, second, asker.hear)
    errands.save(None, base.job("deux"), asker.hear)
    first.free.set()
    qtbot.waitUntil(second.reached.is_set)

    qtbot.waitUntil(lambda: not errands._held)
    second.free.set()

    qtbot.waitUntil(lambda: errands.unwritten == 0)
    assert base.taken == ["un", "deux"]


def test_a_save_that_no_try_would_mend_is_refused_and_holds_up_no_other(
    qtbot: QtBot, errands: Errands
) -> None:
    asker, base = Asker(), Takes(BUSY, TextNotStorable())
    errands.save(None, base.job("un"), asker.hear, asker.hear_error)
    errands.save(None, base.job("deux"), asker.hear, asker.hear_error)

    qtbot.waitUntil(lambda: errands.unwritten == 0)
    assert [type(error) for error in asker.errors] == [TextNotStorable]
    assert asker.heard == ["deux"]


def test_on_a_full_disk_a_save_of_something_else_is_tried_and_one_of_the_same_waits(
    qtbot: QtBot, errands: Errands
) -> None:
    text, title = Asker(), Asker()
    base, full = Takes(StorageFull("desk"), StorageFull("desk")), StorageFull("desk")
    errands._pause_ms = 60_000
    with qtbot.waitSignal(errands.not_saved):
        errands.save(None, base.job("large"), text.hear)

    errands.save(None, base.job("small"), title.hear)
    qtbot.waitUntil(lambda: title.heard == ["small"])
    base.refusals.append(full)
    errands.save(None, base.job("larger"), text.hear)
    qtbot.waitUntil(lambda: base.tried == ["large", "large", "small", "large"])
    assert text.heard == []

    errands.back.emit()
    qtbot.waitUntil(lambda: text.heard == ["large", "larger"])


def test_a_save_that_waits_is_asked_again_as_soon_as_the_database_is_back(
    qtbot: QtBot, errands: Errands
) -> None:
    asker, base = Asker(), Takes(StorageUnreachable("desk", "gone"))
    errands._pause_ms = 60_000
    with qtbot.waitSignal(errands.not_saved):
        errands.save(None, base.job("un"), asker.hear)
    with qtbot.waitSignal(errands.fared):
        errands.read("rows", _away, asker.hear)
    assert asker.heard == []

    with qtbot.waitSignal(errands.back):
        errands.read("rows", answers("rows"), asker.hear)

    qtbot.waitUntil(lambda: "un" in asker.heard)


def test_a_save_of_a_widget_that_is_gone_is_made_all_the_same(
    qtbot: QtBot, errands: Errands
) -> None:
    gone, base = Asker(), Takes(BUSY)
    errands.save(None, base.job("un"), gone.hear, delayed=gone.hear_error)

    delete(gone)

    qtbot.waitUntil(lambda: errands.unwritten == 0)
    assert base.taken == ["un"]
    assert gone.errors == []


class Shower(QWidget):
    """A widget with a place for errors, and a child that asks."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[CommsDeskError] = []
        self.child = Child()
        QVBoxLayout(self).addWidget(self.child)

    def show_error(self, error: CommsDeskError) -> None:
        self.shown.append(error)


class Child(QWidget):
    @Slot(object)
    def hear(self, answer: object) -> None: ...


def test_an_error_nobody_waits_for_is_shown_by_the_nearest_page(
    qtbot: QtBot, errands: Errands
) -> None:
    page = Shower()
    qtbot.addWidget(page)

    errands.read("rows", _busy, page.child.hear)

    qtbot.waitUntil(lambda: bool(page.shown))


def test_an_error_without_any_place_is_the_window_s(qtbot: QtBot, errands: Errands) -> None:
    asker = Asker()

    with qtbot.waitSignal(errands.failed) as failed:
        errands.read("rows", _busy, asker.hear)

    assert isinstance(failed.args[0], StorageBusy)


def test_a_bug_goes_to_the_excepthook(qtbot: QtBot, errands: Errands) -> None:
    asker, bugs = Asker(), []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        bugs.append(error)

    before, sys.excepthook = sys.excepthook, hook
    try:
        errands.read("rows", _bug, asker.hear)
        qtbot.waitUntil(lambda: bool(bugs))
    finally:
        sys.excepthook = before

    assert isinstance(bugs[0], KeyError)


def test_what_is_committed_here_is_announced_here(qtbot: QtBot, errands: Errands) -> None:
    asker = Asker()

    def job(office: Office) -> None:
        with office.database.transaction() as transaction:
            transaction.announce(Change.of(Subject.CONTACT, [7]))

    with qtbot.waitSignal(errands.changed) as heard:
        errands.write(None, job, asker.hear)

    assert heard.args == [Change.of(Subject.CONTACT, [7])]


def test_closing_finishes_every_write(
    qtbot: QtBot, sqlite_database: Database, tmp_path: Path
) -> None:
    written: list[int] = []
    asker = Asker()
    paths = Paths.under(tmp_path)
    settings = PersonSettings.read(paths.settings_file)
    office = Office(sqlite_database, paths=paths, settings=settings, keys=Keys())
    errands = Errands(lambda: office, pauses=BRISK)
    for number in range(10):
        errands.write(None, partial(_note, written, number), asker.hear)

    errands.close()

    assert written == list(range(10))


def test_an_answer_has_to_go_to_a_bound_slot(errands: Errands) -> None:
    with pytest.raises(TypeError):
        errands.read("rows", lambda _office: 1, print)


def _busy(_office: Office) -> None:
    raise StorageBusy(waited_s=5.0)


def _away(_office: Office) -> None:
    raise StorageUnreachable("desk", "gone")


def _bug(_office: Office) -> None:
    raise KeyError("nothing")


def _note(written: list[int], number: int, _office: Office) -> None:
    written.append(number)


def answers(value: object) -> Callable[[Office], object]:
    return lambda _office: value
