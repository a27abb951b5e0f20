"""A watch that alerts draws the eye to the window, once there is something to see."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Change, Subject
from comms_desk.media.watches.model import NewWatch
from comms_desk.ui.errands import Errands
from comms_desk.ui.watch.attention import Attention
from tests.media.watches.newsroom import BUDGET, HOCKEY, WatchRoom


def test_new_mentions_of_a_watch_that_alerts_draw_the_eye(
    qtbot: QtBot, office: Office, errands: Errands
) -> None:
    room = WatchRoom(office.database)
    room.watches.add(NewWatch(name="Ville", query="budget", alert=True))
    room.watches.add(NewWatch(name="Hockey", query="perdu"))
    budget, hockey = room.deliver(BUDGET, HOCKEY)
    room.catch_up()
    window = QWidget()
    qtbot.addWidget(window)
    alerted: list[QWidget] = []
    attention = Attention(errands, window, alert=alerted.append)

    with qtbot.waitSignal(attention.called) as called:
        attention.hear(Change.of(Subject.MENTION, [budget, hockey]))

    assert called.args == [1]
    assert alerted == [window]
    with qtbot.assertNotEmitted(attention.called, wait=50):
        attention.hear(Change.of(Subject.MENTION, [hockey]))
        attention.hear(Change.of(Subject.ARTICLE, [budget]))
