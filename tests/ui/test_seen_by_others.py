"""What one window writes, another window on the same desk sees by itself."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.shell.window import Window
from tests.support.windows import guarded


@pytest.fixture
def window(here: Office, qtbot: QtBot) -> Iterator[Window]:
    """A window with the pauses that it has at work."""
    errands = Errands(lambda: guarded(here))
    window = Window(errands)
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()
    errands.close()


def test_who_begins_to_work_on_an_inquiry_is_seen_in_another_window(
    window: Window, here: Office, there: Office, qtbot: QtBot
) -> None:
    inquiry = here.inquiries.add(NewInquiry(title="Budget")).id
    with qtbot.waitSignal(window.presence.stirred):
        window.watch_others()
        qtbot.waitUntil(lambda: window.errands.is_idle)
        window.presence.look()
        qtbot.waitUntil(lambda: window.errands.is_idle)
        there.at_work.begin(inquiry)

    (seen,) = here.at_work.of(inquiry)
    assert here.people.get(seen.person).logins == ("bao",)
