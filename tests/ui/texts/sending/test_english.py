"""The English version below a French text: recorded whole, said where it leaves, taken off."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.i18n import Language
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail.departures import Departures
from comms_desk.mail.doors import Receipt
from comms_desk.media.dispatches.model import Ground, NewEnglish, RequestedSending
from comms_desk.media.drafting.desk import new_sitting
from comms_desk.media.drafting.model import Draft, DraftKind, NewDraft
from comms_desk.media.lists.model import ListId
from comms_desk.settings import ENGLISH
from comms_desk.ui.texts.page import TextsPage
from comms_desk.ui.texts.sending.english_panel import EnglishDialog, EnglishPanel
from comms_desk.ui.texts.sending.panel import SendPanel
from tests.support.releases import FOOT
from tests.ui.keys import click, press, tabs_from, type_words


@pytest.fixture
def below(office: Office) -> Draft:
    """An English text."""
    return office.drafts.add(
        NewDraft(
            kind=DraftKind.RELEASE,
            language=Language.ENGLISH,
            title="The 2027 budget",
            text="The City.\n",
            **FOOT,
        )
    )


@pytest.fixture
def allowed(office: Office, below: Draft) -> None:
    office.desk_settings.set(ENGLISH, True)


def recorded(office: Office, text: Draft, below: Draft) -> None:
    new = NewEnglish(
        english=below.id,
        ground=Ground.SAFETY,
        audience="English media",
        approved_by="A. Okafor",
        approved_on=date(2026, 11, 23),
    )
    office.dispatches.set_english(text.id, new)


def rewritten(office: Office, text: Draft) -> None:
    base = office.drafts.open(text.id).base
    office.drafts.revise(text.id, "Autre.\n", base=base, sitting=new_sitting("x"))


def prepared(qtbot: QtBot, page: TextsPage, agencies: ListId) -> SendPanel:
    click(page.card.send)
    panel = page.sending.prepared
    qtbot.waitUntil(lambda: panel.view is not None and panel.how.english.view is not None)
    panel.have(RequestedSending(lists=(agencies,)))
    qtbot.waitUntil(lambda: panel.view is not None and panel.view.wanted == panel.wanted)
    return panel


def line(dialog: EnglishDialog, name: str) -> QLineEdit:
    editor = dialog.fields[name].editor
    assert isinstance(editor, QLineEdit)
    return editor


def asked(qtbot: QtBot, panel: EnglishPanel) -> EnglishDialog:
    qtbot.waitUntil(panel.record.isVisible)
    click(panel.record)
    question = panel.question
    assert isinstance(question, EnglishDialog)
    return question


def filled(qtbot: QtBot, dialog: EnglishDialog) -> None:
    """Fill it in with the keys alone."""
    type_words(dialog.picker.search, "bud")
    press(dialog.picker.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.english is not None)
    ground = dialog.fields["ground"].editor
    assert isinstance(ground, QComboBox)
    press(ground, Qt.Key.Key_Down)
    press(ground, Qt.Key.Key_Down)
    type_words(line(dialog, "audience"), "English media")
    type_words(line(dialog, "approved_by"), "A. Okafor")


@pytest.mark.usefixtures("allowed")
def test_tab_goes_through_the_question_as_the_eye_does(qtbot: QtBot, page: TextsPage) -> None:
    page.activateWindow()
    page.read_card()
    dialog = asked(qtbot, page.card.details.english)
    filled(qtbot, dialog)
    fields = [field.editor for field in dialog.fields.values()]

    assert tabs_from(dialog.change, most=7)[:7] == [
        dialog.change,
        *fields,
        dialog.leave,
        dialog.verb,
    ]


def test_nothing_is_shown_of_it_where_the_office_does_not_allow_it(
    qtbot: QtBot, page: TextsPage, agencies: ListId
) -> None:
    panel = prepared(qtbot, page, agencies)

    assert not panel.how.english.isVisible()
    assert page.card.details.english.isHidden()


@pytest.mark.usefixtures("allowed")
def test_it_is_recorded_beside_the_text_by_the_keys_alone(
    qtbot: QtBot, page: TextsPage, office: Office, text: Draft, below: Draft
) -> None:
    page.read_card()
    dialog = asked(qtbot, page.card.details.english)
    assert "choose the text" in dialog.verb.text()
    filled(qtbot, dialog)
    assert dialog.verb.isEnabled()

    with qtbot.waitSignal(page.undoable) as said:
        press(line(dialog, "approved_by"), Qt.Key.Key_Return)

    assert said.args == ["English version recorded", None]
    kept = office.dispatches.english(text.id)
    assert kept is not None
    assert (kept.english, kept.audience, kept.approved_by) == (
        below.id,
        "English media",
        "A. Okafor",
    )
    assert kept.approved_on == date(2026, 11, 24)
    panel = page.card.details.english
    qtbot.waitUntil(lambda: panel.title.text() == "The 2027 budget")


@pytest.mark.usefixtures("allowed")
def test_what_is_missing_is_said_on_the_button_and_what_is_refused_at_its_field(
    qtbot: QtBot, page: TextsPage, office: Office, text: Draft
) -> None:
    page.read_card()
    dialog = asked(qtbot, page.card.details.english)
    filled(qtbot, dialog)
    line(dialog, "audience").clear()
    assert "say for whom" in dialog.verb.text()
    type_words(line(dialog, "audience"), "Media")
    line(dialog, "approved_on").setText("un jour")

    press(line(dialog, "audience"), Qt.Key.Key_Return)

    assert "is not a date" in dialog.fields["approved_on"].refusal
    assert dialog.isVisible()
    assert office.dispatches.english(text.id) is None


@pytest.mark.usefixtures("allowed")
def test_an_office_that_allows_it_no_more_refuses_it_in_the_question(
    qtbot: QtBot, page: TextsPage, office: Office
) -> None:
    page.read_card()
    dialog = asked(qtbot, page.card.details.english)
    filled(qtbot, dialog)
    office.desk_settings.set(ENGLISH, False)

    click(dialog.verb)

    qtbot.waitUntil(dialog.error.isVisible)
    assert dialog.isVisible()


@pytest.mark.usefixtures("allowed")
def test_the_last_screen_says_it_and_shows_it_in_the_letter(
    qtbot: QtBot, page: TextsPage, office: Office, text: Draft, below: Draft, agencies: ListId
) -> None:
    recorded(office, text, below)
    panel = prepared(qtbot, page, agencies)

    assert panel.how.english.isVisible()
    assert panel.how.english.title.text() == "The 2027 budget"
    assert panel.how.english.state.text() == "Public safety · for: English media"
    assert "A. Okafor" in panel.how.english.approval.text()
    assert not panel.how.english.wrong.isVisible()
    assert panel.view is not None
    assert panel.view.english.startswith("English below · Public safety")
    qtbot.waitUntil(lambda: "The City." in panel.letter.words.toPlainText())


@pytest.mark.usefixtures("allowed")
def test_a_french_text_that_changed_since_has_it_approved_again_on_the_last_screen(
    qtbot: QtBot, page: TextsPage, office: Office, text: Draft, below: Draft, agencies: ListId
) -> None:
    recorded(office, text, below)
    rewritten(office, text)
    panel = prepared(qtbot, page, agencies)
    qtbot.waitUntil(lambda: "English outdated" in panel.send.text())
    assert "has changed since" in panel.how.english.wrong.text()
    dialog = asked(qtbot, panel.how.english)
    assert dialog.english == below.id
    assert dialog.fields["audience"].value == "English media"
    assert dialog.fields["approved_by"].value == ""
    type_words(line(dialog, "approved_by"), "A. Okafor")

    click(dialog.verb)

    qtbot.waitUntil(panel.send.isEnabled)
    kept = office.dispatches.english(text.id)
    assert kept is not None
    assert not kept.is_stale


@pytest.mark.usefixtures("allowed")
def test_it_is_taken_off_once_that_was_asked(
    qtbot: QtBot, page: TextsPage, office: Office, text: Draft, below: Draft, agencies: ListId
) -> None:
    recorded(office, text, below)
    panel = prepared(qtbot, page, agencies)
    click(panel.how.english.take_off)
    question = panel.how.english.question
    assert question is not None

    with qtbot.waitSignal(page.undoable) as said:
        click(question.verb)

    assert said.args == ["English version taken off", None]
    assert office.dispatches.english(text.id) is None
    qtbot.waitUntil(lambda: panel.how.english.state.text() == "The French text leaves alone.")


@pytest.mark.usefixtures("allowed")
def test_an_english_text_in_the_bin_is_said_and_another_is_chosen(
    qtbot: QtBot, page: TextsPage, office: Office, text: Draft, below: Draft
) -> None:
    recorded(office, text, below)
    office.drafts.put_in_bin(below.id)
    page.read_card()
    panel = page.card.details.english

    qtbot.waitUntil(lambda: "in the bin" in panel.wrong.text())


def test_what_the_office_allows_no_more_is_said_and_taken_off(
    qtbot: QtBot, page: TextsPage, office: Office, text: Draft, below: Draft, allowed: None
) -> None:
    recorded(office, text, below)
    office.desk_settings.set(ENGLISH, False)
    page.read_card()
    panel = page.card.details.english
    qtbot.waitUntil(panel.wrong.isVisible)

    assert panel.wrong.text().startswith("The office has not allowed an English version")
    assert not panel.record.isVisible()
    assert panel.take_off.isVisible()


def test_an_english_text_alone_says_how_it_is_set_up(
    qtbot: QtBot, page: TextsPage, below: Draft, agencies: ListId
) -> None:
    page.open(below.ref)
    qtbot.waitUntil(lambda: page.card.draft is not None and page.card.draft.id == below.id)
    panel = prepared(qtbot, page, agencies)

    qtbot.waitUntil(lambda: "not in French" in panel.send.text())
    assert "Have it allowed in the settings" in panel.missing.text()


@pytest.mark.usefixtures("allowed")
def test_a_correction_has_the_english_approved_again_where_it_leaves(
    qtbot: QtBot, page: TextsPage, office: Office, text: Draft, below: Draft, agencies: ListId
) -> None:
    recorded(office, text, below)
    office.dispatches.send(text.id, RequestedSending(lists=(agencies,)))
    rewritten(office, text)
    page.read_card()
    qtbot.waitUntil(page.card.head.sent.isVisible)
    click(page.card.send)
    followed = page.sending.followed
    qtbot.waitUntil(lambda: followed.view is not None)
    click(followed.correct)
    panel = page.sending.amended
    qtbot.waitUntil(lambda: panel.planned is not None)
    qtbot.waitUntil(lambda: "English outdated" in panel.send.text())
    assert not panel.missing.isVisible()
    dialog = asked(qtbot, panel.english)
    type_words(line(dialog, "approved_by"), "A. Okafor")

    click(dialog.verb)

    qtbot.waitUntil(panel.send.isEnabled)
    assert not panel.english.wrong.isVisible()


@pytest.mark.usefixtures("allowed")
def test_a_sentence_in_french_alone_is_said_and_may_be_given_in_english(
    qtbot: QtBot, page: TextsPage, office: Office, text: Draft, below: Draft, agencies: ListId
) -> None:
    office.dispatches.send(text.id, RequestedSending(lists=(agencies,)))
    departures = Departures(office.database)
    lease = JobDesk(office.database).take("a worker")
    account = office.accounts.every()[0].id
    (first, *_others) = departures.claim(lease.token, account, most=1)
    departures.settle(account, first, Receipt(code=250, text="2.0.0 taken"))
    rewritten(office, text)
    recorded(office, text, below)
    page.read_card()
    qtbot.waitUntil(page.card.head.sent.isVisible)
    click(page.card.send)
    qtbot.waitUntil(lambda: page.sending.followed.view is not None)
    click(page.sending.followed.correct)
    panel = page.sending.amended
    qtbot.waitUntil(panel.in_english.isVisible)
    for proposed in (panel.wrong, panel.right):
        proposed.clear()
    type_words(panel.note, "Il y a 45 pistes.")
    press(panel.note, Qt.Key.Key_Tab)
    qtbot.waitUntil(panel.warned.isVisible)
    assert "only says that there is a correction" in panel.warned.text()

    type_words(panel.in_english, "There are 45 lanes.")
    press(panel.in_english, Qt.Key.Key_Tab)

    qtbot.waitUntil(lambda: "There are 45 lanes." in panel.letter.words.toPlainText())
    assert not panel.warned.isVisible()
