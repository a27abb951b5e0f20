"""A mention with words of a text under embargo says so, with both places."""

from datetime import timedelta

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.watch.page import WatchPage
from tests.media.themes.newsroom import WatchRoom
from tests.ui.keys import click
from tests.ui.watch.showing import opened, shown

WORDS = "le déneigement de tous les quartiers sera terminé avant le lever du jour"


def test_a_breach_is_said_on_the_mention_and_opens_the_text(
    qtbot: QtBot, page: WatchPage, office: Office, room: WatchRoom
) -> None:
    new = NewDraft(kind=DraftKind.RELEASE, title="Neige", text=f"Dès lundi, {WORDS}.")
    draft = Ref(Subject.DRAFT, office.drafts.add(new).id)
    until = office.database.clock.now() + timedelta(hours=1)
    office.embargoes.place(draft, until=until, ends_when="")
    room.deliver(("Neige à l’hôtel de ville", f"Exclusif : à l’hôtel de ville, {WORDS}."))
    room.catch_up()
    shown(qtbot, page)
    opened(qtbot, page)
    qtbot.waitUntil(page.card.breach.isVisible)

    said = page.card.breach.findChildren(QLabel)[0].text()

    assert said.startswith("Breach of the embargo")
    assert f"“{WORDS}”" in said
    assert f"In “Neige”: “Dès lundi, {WORDS}.”" in said
    with qtbot.waitSignal(page.open_wanted) as wanted:
        click(page.card.breach.findChildren(Button)[0])
    assert wanted.args == [draft]
