"""Words of another text under embargo are signed where a text leaves, corrected or not; undone."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.embargo.model import SignedPassage
from comms_desk.media.dispatches.model import DispatchKind, RequestedSending
from comms_desk.media.drafting.desk import new_sitting
from comms_desk.media.drafting.model import Draft, DraftKind, NewDraft
from comms_desk.media.lists.model import ListId
from comms_desk.ui.frame.passage_exceptions import PassageSigning
from comms_desk.ui.texts.page import TextsPage
from tests.media.dispatches.sent import Carrier
from tests.ui.keys import click, press, type_words

SENTENCE = "les bibliothèques accueilleront le public tous les dimanches dès janvier"


@pytest.fixture
def other(office: Office, text: Draft) -> Draft:
    """Another text, under embargo, of which the one that leaves has a sentence and a figure."""
    said = f"{SENTENCE}. La piscine coûtera 340 000 $."
    made = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Horaires", text=said))
    until = office.database.clock.now() + timedelta(hours=1)
    office.embargoes.place(made.ref, until=until, ends_when="")
    return made


def paste(office: Office, text: Draft) -> None:
    opened = office.drafts.open(text.id)
    said = f"Voilà : {SENTENCE}, et 340 000 $ pour la piscine."
    office.drafts.revise(text.id, said, base=opened.base, sitting=new_sitting(opened.text))


def sign(passage: PassageSigning) -> None:
    type_words(passage.signed_by, "Ève Lavoie")
    type_words(passage.reason, "Dit au conseil")
    press(passage.reason, Qt.Key.Key_Return)


def signed(office: Office, other: Draft) -> tuple[SignedPassage, ...]:
    return office.embargoes.passages(other.ref)


def test_a_passage_is_signed_on_the_last_screen_before_a_text_leaves(
    qtbot: QtBot, page: TextsPage, office: Office, text: Draft, other: Draft, agencies: ListId
) -> None:
    paste(office, text)
    click(page.card.send)
    panel = page.sending.prepared
    qtbot.waitUntil(lambda: panel.view is not None)
    panel.have(RequestedSending(lists=(agencies,)))
    qtbot.waitUntil(lambda: panel.send.text() == "Send now · 2 people · words under embargo")
    assert f"In “Horaires”: “{SENTENCE}.”" in panel.passage.said.text()
    assert panel.passage.warned.text().startswith("340 000 $: this figure is in “Horaires”")
    assert not panel.missing.isVisible()

    with qtbot.waitSignal(page.undoable) as done:
        sign(panel.passage)

    qtbot.waitUntil(panel.send.isEnabled)
    (passage,) = signed(office, other)
    assert (passage.inside, passage.reason) == (text.ref, "Dit au conseil")
    assert panel.passage.warned.isVisible()
    assert done.args is not None
    done.args[1]()
    qtbot.waitUntil(lambda: panel.send.text() == "Send now · 2 people · words under embargo")
    assert signed(office, other) == ()


def test_a_passage_is_signed_on_the_last_screen_of_a_correction(
    qtbot: QtBot, page: TextsPage, office: Office, text: Draft, other: Draft, agencies: ListId
) -> None:
    office.dispatches.send(text.id, RequestedSending(lists=(agencies,)))
    Carrier(office.database, "worker").carry()
    paste(office, text)
    page.sending.open(office.drafts.get(text.id), was_sent=True)
    page.sending.followed.amendment_wanted.emit(DispatchKind.CORRECTION)
    panel = page.sending.amended
    qtbot.waitUntil(lambda: panel.planned is not None)
    type_words(panel.note, "Une phrase manquait.")
    press(panel.note, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: panel.send.text().endswith("words under embargo"))

    sign(panel.passage)

    qtbot.waitUntil(panel.send.isEnabled)
    assert [each.inside for each in signed(office, other)] == [Ref(Subject.DRAFT, text.id)]


def test_a_text_with_words_of_another_is_not_copied_for_the_citys_own_site(
    qtbot: QtBot, page: TextsPage, office: Office, text: Draft, other: Draft, agencies: ListId
) -> None:
    office.dispatches.send(text.id, RequestedSending(lists=(agencies,)))
    page.sending.open(office.drafts.get(text.id), was_sent=True)
    panel = page.sending.followed
    qtbot.waitUntil(lambda: panel.view is not None)
    paste(office, text)
    QGuiApplication.clipboard().setText("avant")

    click(panel.copy_text)

    qtbot.waitUntil(lambda: "which is under embargo until" in panel.error.accessibleName())
    assert QGuiApplication.clipboard().text() == "avant"


def test_what_was_let_through_stands_under_the_embargo_and_is_held_again_there(
    qtbot: QtBot, page: TextsPage, office: Office, text: Draft, other: Draft
) -> None:
    passage = office.embargoes.let_through(
        other.ref, SENTENCE, inside=text.ref, signed_by="Ève Lavoie", reason="Dit au conseil"
    )
    page.open(other.ref)
    listed = page.card.details.embargo.exceptions.passages
    qtbot.waitUntil(listed.isVisible)
    (button,) = listed.all()
    assert button.line.title == "Budget 2027"
    assert button.line.detail == f"signed: Ève Lavoie · Dit au conseil · “{SENTENCE}.”"

    with qtbot.waitSignal(page.undoable) as said:
        listed.away_wanted.emit(passage.id)

    assert said.args == ["These words are held again", None]
    qtbot.waitUntil(lambda: not listed.isVisible())
