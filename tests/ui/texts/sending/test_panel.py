"""The last screen before a text leaves: whom, when, how, and one question; keys alone will do."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.mail.model import LetterState
from comms_desk.media.dispatches.model import LetterForm, SendingTime
from comms_desk.media.drafting.model import Draft, DraftStatus
from comms_desk.media.lists.model import ListId
from comms_desk.storage.model import FieldChange
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.fonts import sized
from comms_desk.ui.kit.look import TEXT_PX
from comms_desk.ui.texts.page import TextsPage
from comms_desk.ui.texts.sending import words
from comms_desk.ui.texts.sending.panel import SendPanel, SendTextDialog, TestDialog
from tests.ui.keys import click, press, tabs_from, type_words

HOUR = timedelta(hours=1)


@pytest.fixture
def panel(qtbot: QtBot, page: TextsPage) -> SendPanel:
    click(page.card.send)
    made = page.sending.prepared
    qtbot.waitUntil(lambda: made.view is not None)
    return made


def counted(qtbot: QtBot, panel: SendPanel) -> None:
    qtbot.waitUntil(lambda: panel.view is not None and panel.view.wanted == panel.wanted)


def with_list(qtbot: QtBot, panel: SendPanel) -> None:
    type_words(panel.add.search, "agen")
    press(panel.add.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(panel.wanted.lists) == 1)
    counted(qtbot, panel)


def asked(qtbot: QtBot, panel: SendPanel) -> SendTextDialog:
    panel.ask()
    qtbot.waitUntil(lambda: isinstance(panel.question, SendTextDialog))
    question = panel.question
    assert isinstance(question, SendTextDialog)
    return question


def test_nobody_is_chosen_and_the_button_says_why_it_cannot(
    panel: SendPanel, agencies: ListId
) -> None:
    assert panel.send.text() == "Send now · nobody chosen"
    assert not panel.send.isEnabled()


def test_a_list_is_chosen_by_its_first_letters_and_everyone_is_counted(
    qtbot: QtBot, panel: SendPanel, agencies: ListId
) -> None:
    with_list(qtbot, panel)

    (line,) = panel.whom.shown
    assert (line.name, line.detail) == ("Agences", "2 people")
    assert panel.not_reached.text() == "Who does not receive it · 1"
    assert [each.name for each in panel.left_out.shown] == ["Ada Singh"]
    qtbot.waitUntil(lambda: panel.send.text() == "Send now · 2 people")
    assert panel.send.isEnabled()
    qtbot.waitUntil(lambda: "Budget 2027" in panel.letter.subject.text())
    assert "Pour diffusion immédiate" in panel.letter.words.toPlainText()


def test_enter_counts_where_nothing_is_offered_yet(
    qtbot: QtBot, panel: SendPanel, agencies: ListId
) -> None:
    panel.add.put_away()
    assert not panel.add.picker.isVisible()

    with_list(qtbot, panel)

    assert panel.wanted.lists == (agencies,)


def test_under_embargo_the_button_says_so_and_whose_exception_is_missing(
    qtbot: QtBot, panel: SendPanel, agencies: ListId, office: Office, text: Draft
) -> None:
    until = office.database.clock.now() + HOUR
    office.embargoes.place(text.ref, until=until, ends_when="")
    with_list(qtbot, panel)

    said = "Send under embargo · 2 unsigned exceptions"
    qtbot.waitUntil(lambda: panel.send.text() == said)

    assert panel.view is not None
    first, *_others = filter(None, (each.address for each in panel.view.plan.left_out))
    office.embargoes.grant(text.ref, first.key, signed_by="Elle")
    panel.refresh()
    qtbot.waitUntil(lambda: panel.send.text() == "Send under embargo · 1 person")


def test_the_button_says_that_nobody_could_call(
    qtbot: QtBot, panel: SendPanel, agencies: ListId, office: Office, text: Draft
) -> None:
    with_list(qtbot, panel)
    office.drafts.edit(text.id, FieldChange("contact", text.contact, ""))

    panel.refresh()

    said = "Send now · 2 people · media contact missing"
    qtbot.waitUntil(lambda: panel.send.text() == said)
    assert not panel.send.isEnabled()
    assert panel.missing.text() == (
        "“Budget 2027” does not say whom the media call. "
        "Fill in “Media contact” in the details of the text, or write it under – 30 –."
    )


def test_the_blind_copy_is_said_beside_the_others() -> None:
    assert words.queued(22, with_copy=True) == "21 e-mails in the outbox, and the blind copy"


def test_that_nothing_is_found_is_said_in_a_box_with_room_around_its_words(
    qtbot: QtBot, panel: SendPanel
) -> None:
    nothing = panel.add.picker.nothing
    box = panel.add.picker.parentWidget()  # it lies over what stands under the field
    assert box is not None

    type_words(panel.add.search, "Tout")
    qtbot.waitUntil(nothing.isVisible)

    assert nothing.text() == "Nothing matches “Tout”."
    room = nothing.fontMetrics().lineSpacing() + 2 * tokens.SPACE_2_PX
    assert box.isVisible()
    assert box.height() >= room


def test_addresses_that_are_typed_are_taken_together(
    qtbot: QtBot, panel: SendPanel, agencies: ListId
) -> None:
    type_words(panel.add.search, "a@fil.example; b@fil.example")
    press(panel.add.search, Qt.Key.Key_Return)
    counted(qtbot, panel)

    qtbot.waitUntil(lambda: len(panel.whom.shown) == 2)
    qtbot.waitUntil(lambda: panel.send.text() == "Send now · 2 people")


def test_what_was_chosen_is_left_out_again(
    qtbot: QtBot, panel: SendPanel, agencies: ListId
) -> None:
    with_list(qtbot, panel)

    click(panel.whom._rows()[0].away)

    qtbot.waitUntil(lambda: panel.whom.shown == ())
    assert panel.wanted.lists == ()


def test_it_is_asked_once_and_then_it_is_in_the_outbox(
    qtbot: QtBot, page: TextsPage, panel: SendPanel, agencies: ListId, office: Office, text: Draft
) -> None:
    with_list(qtbot, panel)
    question = asked(qtbot, panel)
    assert question.title.text() == "Send “Budget 2027” to 2 people?"
    assert question.leave.hasFocus() or question.focusWidget() is question.leave

    with qtbot.waitSignal(page.undoable) as said:
        click(question.verb)

    assert said.args == ["2 e-mails in the outbox", None]
    assert office.outbox.counts()[LetterState.QUEUED] == 2
    assert office.drafts.get(text.id).status is DraftStatus.SCHEDULED
    assert page.sending.in_front is page.sending.followed


def test_to_leave_the_question_sends_nothing(
    qtbot: QtBot, panel: SendPanel, agencies: ListId, office: Office
) -> None:
    with_list(qtbot, panel)

    click(asked(qtbot, panel).leave)

    assert office.outbox.counts()[LetterState.QUEUED] == 0


def test_what_changed_since_it_was_asked_is_refused_and_shown(
    qtbot: QtBot,
    panel: SendPanel,
    agencies: ListId,
    office: Office,
    people: tuple[Ref, ...],
) -> None:
    with_list(qtbot, panel)
    question = asked(qtbot, panel)
    office.lists.take_out_members(agencies, people[:1])

    click(question.verb)

    qtbot.waitUntil(panel.error.isVisible)
    assert office.outbox.counts()[LetterState.QUEUED] == 0
    qtbot.waitUntil(lambda: panel.send.text() == "Send now · 1 person")


def test_under_embargo_it_leaves_as_that_lifts_and_says_so(
    qtbot: QtBot,
    page: TextsPage,
    agencies: ListId,
    office: Office,
    text: Draft,
    clock: StillClock,
) -> None:
    office.embargoes.place(text.ref, until=clock.now() + HOUR, ends_when="")
    page.read_card()
    qtbot.waitUntil(page.card.head.until.isVisible)
    click(page.card.send)
    panel = page.sending.prepared
    qtbot.waitUntil(lambda: panel.view is not None)

    with_list(qtbot, panel)

    assert panel.wanted.when is SendingTime.WHEN_LIFTED
    assert panel.how.lifted.isChecked()
    qtbot.waitUntil(lambda: panel.send.text() == "Send at 8:30\u00a0a.m. · 2 people")


def test_a_notice_of_embargo_that_the_media_would_read_is_said_and_can_be_sent(
    qtbot: QtBot, page: TextsPage, panel: SendPanel, agencies: ListId, office: Office
) -> None:
    assert page.card.draft is not None
    notice = "SOUS EMBARGO JUSQU’AU 8 DÉCEMBRE 2026, 10 H"
    office.drafts.edit(page.card.draft.id, FieldChange("title", page.card.draft.title, notice))

    with_list(qtbot, panel)

    said = f"This text says “{notice}”: the media would read it."
    qtbot.waitUntil(lambda: said in panel.missing.text())
    qtbot.waitUntil(panel.send.isEnabled)
    assert said in [each.text() for each in asked(qtbot, panel).findChildren(QLabel)]


def test_it_says_until_when_this_computer_is_to_be_left_on(
    qtbot: QtBot, panel: SendPanel, agencies: ListId
) -> None:
    with_list(qtbot, panel)

    said = "This sending depends on this computer: leave it on and connected until 7:30\u00a0a.m."
    qtbot.waitUntil(lambda: panel.how.depends.text() == said)
    assert panel.how.depends.isVisible()
    assert said in [each.text() for each in asked(qtbot, panel).findChildren(QLabel)]


def test_for_a_later_hour_the_window_is_to_be_open_too(
    qtbot: QtBot, panel: SendPanel, agencies: ListId
) -> None:
    with_list(qtbot, panel)
    click(panel.how.at)
    panel.how.moment.line.selectAll()
    type_words(panel.how.moment.line, "2026-11-24 14 h")

    qtbot.waitUntil(lambda: "and Comms Desk open, until 2\u00a0p.m." in panel.how.depends.text())


def test_where_another_computer_sends_nothing_depends_on_this_one(
    qtbot: QtBot, panel: SendPanel, agencies: ListId, office: Office
) -> None:
    office.jobs.take("another computer 1 1 1 1")

    with_list(qtbot, panel)

    qtbot.waitUntil(panel.send.isEnabled)
    assert panel.how.depends.isHidden()


def test_another_hour_and_another_form_are_chosen(
    qtbot: QtBot, panel: SendPanel, agencies: ListId
) -> None:
    with_list(qtbot, panel)
    click(panel.how.at)
    counted(qtbot, panel)
    assert panel.how.moment.isVisible()
    panel.how.moment.line.selectAll()
    type_words(panel.how.moment.line, "2026-11-24 14 h")
    counted(qtbot, panel)

    click(panel.how.pdf)
    counted(qtbot, panel)

    assert panel.wanted.forms == {LetterForm.INLINE, LetterForm.PDF}
    qtbot.waitUntil(lambda: panel.send.text() == "Send at 2\u00a0p.m. · 2 people")
    qtbot.waitUntil(lambda: ".pdf" in panel.letter.files.text())


def test_an_hour_that_cannot_be_read_is_not_said_to_be_past(
    qtbot: QtBot, panel: SendPanel, agencies: ListId
) -> None:
    with_list(qtbot, panel)
    click(panel.how.at)
    counted(qtbot, panel)

    type_words(panel.how.moment.line, "vers midi")  # in the place of the hour that stood there
    counted(qtbot, panel)

    assert panel.how.moment.line.text() == "vers midi"
    qtbot.waitUntil(lambda: panel.send.text() == "Send · 2 people · date or time incomplete")
    assert "are incomplete. Write both" in panel.missing.text()


def test_a_test_goes_to_oneself_alone(
    qtbot: QtBot, panel: SendPanel, agencies: ListId, office: Office
) -> None:
    with_list(qtbot, panel)
    click(panel.test)
    question = panel.question
    assert isinstance(question, TestDialog)
    type_words(question.line, "moi@ville.example")

    with qtbot.waitSignal(panel.said) as said:
        click(question.verb)

    assert said.args == ["A test is on its way to moi@ville.example"]
    (letter,) = office.outbox.letters().rows
    assert letter.to.bare == "moi@ville.example"


def test_the_letter_is_read_as_somebody_else(
    qtbot: QtBot, panel: SendPanel, agencies: ListId
) -> None:
    with_list(qtbot, panel)
    qtbot.waitUntil(lambda: panel.letter.reader.text() != "")
    click(panel.letter.reader)
    type_words(panel.letter.picker.search, "luc")

    press(panel.letter.picker.search, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: panel.letter.reader.text() == "Luc Roy")


def test_what_is_chosen_is_there_again_when_one_comes_back(
    qtbot: QtBot, page: TextsPage, panel: SendPanel, agencies: ListId
) -> None:
    with_list(qtbot, panel)
    click(panel.back)
    assert not page.is_sending
    assert page.card.isVisible()

    click(page.card.send)

    qtbot.waitUntil(lambda: len(panel.whom.shown) == 1)


def test_escape_goes_back_to_the_text(qtbot: QtBot, page: TextsPage, panel: SendPanel) -> None:
    press(panel.add.search, Qt.Key.Key_Escape)
    press(panel.add.search, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: not page.is_sending)


def test_the_keys_alone_send(
    qtbot: QtBot, page: TextsPage, agencies: ListId, office: Office
) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.card.editor.setFocus()
    press(page.card.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.is_sending)
    panel = page.sending.prepared
    qtbot.waitUntil(lambda: panel.view is not None)
    with_list(qtbot, panel)
    press(panel.add.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(panel.question, SendTextDialog))
    question = panel.question
    assert question is not None
    press(question.leave, Qt.Key.Key_Tab)

    press(question.verb, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: office.outbox.counts()[LetterState.QUEUED] == 2)


def test_a_letter_in_italics_slants_nothing_of_the_window(
    qtbot: QtBot, panel: SendPanel, agencies: ListId
) -> None:
    with_list(qtbot, panel)
    qtbot.waitUntil(lambda: "Budget 2027" in panel.letter.words.toPlainText())

    assert not sized(TEXT_PX).italic()


def test_tab_follows_the_eye_through_those_chosen(
    qtbot: QtBot, panel: SendPanel, agencies: ListId
) -> None:
    with_list(qtbot, panel)

    walked = tabs_from(panel.back, most=12)

    order = [panel.test, panel.send, panel.whom._rows()[0].away, panel.add.search, panel.how.now]
    places = [walked.index(each) for each in order]
    assert places == sorted(places)


def test_what_was_chosen_is_found_again_by_another_window(
    qtbot: QtBot, panel: SendPanel, agencies: ListId, errands: Errands, office: Office, text: Draft
) -> None:
    with_list(qtbot, panel)
    type_words(panel.how.photos, "ville.example/photos")
    press(panel.how.photos, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: errands.unwritten == 0 and panel.wanted.photos != "")
    qtbot.waitUntil(lambda: errands.is_idle)
    other = SendPanel(errands)
    qtbot.addWidget(other)

    other.open(text)

    qtbot.waitUntil(lambda: other.wanted == panel.wanted)
    assert other.how.photos.text() == "ville.example/photos"


def test_what_was_sent_is_chosen_no_longer(
    qtbot: QtBot, page: TextsPage, panel: SendPanel, agencies: ListId, office: Office
) -> None:
    with_list(qtbot, panel)

    click(asked(qtbot, panel).verb)

    qtbot.waitUntil(lambda: page.sending.in_front is page.sending.followed)
    qtbot.waitUntil(lambda: office.forms.every(Subject.DRAFT) == ())


def test_a_list_that_has_gone_meanwhile_is_chosen_no_longer(
    qtbot: QtBot, page: TextsPage, panel: SendPanel, agencies: ListId, office: Office
) -> None:
    with_list(qtbot, panel)
    click(panel.back)
    qtbot.waitUntil(lambda: len(office.forms.every(Subject.DRAFT)) == 1)
    office.lists.put_in_bin(agencies)

    click(page.card.send)

    qtbot.waitUntil(lambda: panel.wanted.lists == ())
    assert not panel.error.isVisible()
