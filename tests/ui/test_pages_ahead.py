"""Pages that nobody went to yet are made ahead: a little at a time, and nothing is read."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Change, Ref, Subject
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.steps import Step, Steps, steps
from comms_desk.ui.memory import Memory
from comms_desk.ui.page import Page
from comms_desk.ui.texts.page import TextsPage
from comms_desk.ui.window import Window

MOST_WIDGETS_A_STEP = 100
SHAPE = [[300, 700]]


@pytest.fixture
def window(qtbot: QtBot, errands: Errands) -> Iterator[Window]:
    made = Window(errands, memory=Memory(splitters={"texts": SHAPE}))
    qtbot.addWidget(made)
    made.show()
    made.go_to("today")
    qtbot.waitUntil(lambda: errands.is_idle)
    yield made
    qtbot.waitUntil(lambda: errands.is_idle)


def made_ahead(qtbot: QtBot, window: Window) -> TextsPage:
    window.make_ahead()
    qtbot.waitUntil(lambda: steps().are_done, timeout=20_000)
    (texts,) = window.findChildren(TextsPage)
    return texts


def test_the_page_in_front_stays_there_and_the_one_made_ahead_is_shown(
    qtbot: QtBot, window: Window
) -> None:
    today = window.page
    ahead = made_ahead(qtbot, window)
    assert window.page is today
    assert not ahead.isVisible()

    window.go_to("texts")

    assert window.page is ahead
    assert window.findChildren(TextsPage) == [ahead]


def test_a_page_reads_nothing_before_it_is_shown(
    qtbot: QtBot, window: Window, errands: Errands
) -> None:
    ahead = made_ahead(qtbot, window)
    qtbot.waitUntil(lambda: errands.is_idle)  # whether there is an account to send from

    window.changed(Change.of(Subject.DRAFT, (1,)))
    assert errands.is_idle
    assert not ahead.column.count.text()
    window.go_to("texts")

    qtbot.waitUntil(ahead.column.empty.isVisible)


@pytest.fixture
def asked(window: Window, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the questions that the window asks, in order."""
    keys: list[str] = []
    read = window.errands.read

    def noted(key: str, *more: Any) -> None:
        keys.append(key)
        read(key, *more)

    monkeypatch.setattr(window.errands, "read", noted)
    return keys


def test_the_first_text_is_read_once(
    qtbot: QtBot, window: Window, office: Office, asked: list[str]
) -> None:
    office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Budget 2027"))
    texts = made_ahead(qtbot, window)

    window.go_to("texts")
    qtbot.waitUntil(lambda: texts.card.draft is not None)
    qtbot.waitUntil(lambda: window.errands.is_idle)

    assert asked.count("text") == 1


def test_a_page_that_is_opened_on_a_thing_is_read_once(
    qtbot: QtBot, window: Window, office: Office, asked: list[str]
) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Budget 2027"))
    texts = made_ahead(qtbot, window)

    window.open(Ref(Subject.DRAFT, draft.id))
    qtbot.waitUntil(lambda: texts.card.draft is not None and steps().are_done)
    qtbot.waitUntil(lambda: window.errands.is_idle)

    assert asked.count("rows") == 1


def test_a_page_that_nobody_went_to_keeps_its_shape_of_before(qtbot: QtBot, window: Window) -> None:
    made_ahead(qtbot, window)

    window.close()

    assert window.memory.splitters["texts"] == SHAPE


def test_pages_are_made_ahead_a_little_at_a_time(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A widget costs a tenth of a millisecond: a step that makes hundreds holds the window up."""
    made: list[int] = []
    add = Steps.add

    def counted(self: Steps, owner: QObject, *asked: Step) -> None:
        add(self, owner, *(partial(_count_widgets, step, made) for step in asked))

    monkeypatch.setattr(Steps, "add", counted)
    window.make_ahead()
    qtbot.waitUntil(lambda: steps().are_done, timeout=20_000)

    assert len(window.findChildren(Page)) == len(window.keys)
    assert sum(made) > MOST_WIDGETS_A_STEP
    assert max(made) <= MOST_WIDGETS_A_STEP


def _count_widgets(step: Step, made: list[int]) -> None:
    before = len(QApplication.allWidgets())
    step()
    made.append(len(QApplication.allWidgets()) - before)
