"""Words under embargo in a bulletin are shown in both places, and let through one by one."""

from datetime import timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.internal.bulletins.model import BulletinBlockKind, NewBlock
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.ui.bulletins.page import BulletinsPage
from tests.ui.bulletins.shown import NEW, shown
from tests.ui.keys import click, press, type_words

FIRST = "les bibliothèques accueilleront le public tous les dimanches dès janvier"
SECOND = "la piscine du parc sera ouverte tous les matins de la semaine"
PASTED = NewBlock(
    kind=BulletinBlockKind.TEXT, text=f"{FIRST}. Et {SECOND}. Coût : 340 000 $ pour la piscine."
)


def test_a_passage_is_signed_with_a_name_and_a_reason_and_the_next_one_is_asked(
    qtbot: QtBot, page: BulletinsPage, office: Office
) -> None:
    text = f"Enfin, {FIRST}.\n\nPuis {SECOND}. La piscine coûtera 340 000 $."
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Horaires", text=text)).id
    until = office.database.clock.now() + timedelta(hours=1)
    office.embargoes.place(Ref(Subject.DRAFT, draft), until=until, ends_when="")
    bulletin = office.bulletins.add(NEW).id
    office.bulletins.add_block(bulletin, PASTED)
    shown(page, qtbot, bulletin)
    passage = page.card.passage
    qtbot.waitUntil(passage.isVisible)
    assert f"“{FIRST}”" in passage.said.text()
    assert f"In “Horaires”: “Enfin, {FIRST}.”" in passage.said.text()
    assert passage.warned.text().startswith("340 000 $: this figure is in “Horaires”")

    click(passage.sign)
    qtbot.waitUntil(passage.refused.isVisible)
    type_words(passage.signed_by, "Ève Lavoie")
    type_words(passage.reason, "Dit au conseil")
    press(passage.reason, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: f"“{SECOND}”" in passage.said.text())
    assert passage.refused.isHidden()
    type_words(passage.reason, "Aussi")
    with qtbot.waitSignal(page.undoable) as undo:
        click(passage.sign)
    qtbot.waitUntil(lambda: not passage.sign.isVisible())
    assert passage.warned.isVisible()
    assert office.bulletins.words_held(bulletin).words is None

    assert undo.args is not None
    assert undo.args[0] == "Words let through by Ève Lavoie"
    undo.args[1]()
    qtbot.waitUntil(lambda: passage.sign.isVisible() and f"“{SECOND}”" in passage.said.text())
