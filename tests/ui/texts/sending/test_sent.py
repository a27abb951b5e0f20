"""What became of a text that was sent, on its card and on a screen; corrected and withdrawn."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.i18n import format_time
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.doors import Receipt
from comms_desk.mail.errors import Deferred, LetterRefused, OutcomeUnknown, Stage
from comms_desk.mail.model import LetterState
from comms_desk.media.dispatches.model import (
    Amendment,
    DispatchKind,
    RequestedSending,
    SendingTime,
    Step,
)
from comms_desk.media.drafting.desk import new_sitting
from comms_desk.media.drafting.model import Draft, DraftStatus
from comms_desk.media.lists.model import ListId
from comms_desk.storage.model import FieldChange
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.look import PAGE_BAR_HEIGHT_PX
from comms_desk.ui.kit.notices import Notice
from comms_desk.ui.texts.page import TextsPage
from comms_desk.ui.texts.sending import sent_words
from comms_desk.ui.texts.sending.amend_panel import AmendPanel
from comms_desk.ui.texts.sending.reading import read_view
from comms_desk.ui.texts.sending.screen import Screen
from comms_desk.ui.texts.sending.sent_panel import SentPanel, read_sent, rows
from comms_desk.ui.texts.sending.wire import WireDialog
from comms_desk.ui.today.letter_card import LetterCard
from comms_desk.ui.today.view import AddressKey, LetterGroupKey
from comms_desk.ui.today.words import read_today
from tests.mail.bounces.bounce_support import report
from tests.ui.keys import click, press, type_words

NARROW = QSize(848, 584)
"""A page of the smallest window, beside its rail."""
TAKEN = Receipt(code=250, text="2.0.0 taken")


@pytest.fixture
def sent(page: TextsPage, qtbot: QtBot, office: Office, text: Draft, agencies: ListId) -> SentPanel:
    """The first letter was taken, of the second nobody knows; a third one waits."""
    also = ("c@fil.example",)

    office.dispatches.send(
        text.id, RequestedSending(lists=(agencies,), also=tuple(map(Address.parse, also)))
    )
    departures = Departures(office.database)
    lease = JobDesk(office.database).take("a worker")
    account = office.accounts.every()[0].id
    first, second = departures.claim(lease.token, account, most=2)
    departures.settle(account, first, TAKEN)
    departures.settle(account, second, OutcomeUnknown("smtp.ville.example", "closed"))
    page.read_card()
    qtbot.waitUntil(page.card.head.sent.isVisible)
    click(page.card.send)
    panel = page.sending.followed
    qtbot.waitUntil(lambda: panel.view is not None)
    return panel


def amended(qtbot: QtBot, page: TextsPage) -> AmendPanel:
    panel = page.sending.amended
    qtbot.waitUntil(lambda: panel.planned is not None)
    return panel


def test_the_card_says_in_a_line_what_became_of_it(page: TextsPage, sent: SentPanel) -> None:
    opened = page.card.opened
    assert opened is not None
    assert opened.sent.startswith("Released at 7:30")
    assert "Uncertain: 1" in opened.sent
    assert page.card.send.accessibleName() == "Follow the sending"


def test_each_fate_is_counted_and_opens_its_letters(
    qtbot: QtBot, page: TextsPage, sent: SentPanel
) -> None:
    assert [chip.text() for chip in sent.chips] == [
        "All · 3",
        "Uncertain · 1",
        "Queued · 1",
        "Accepted by server · 1",
    ]
    click(sent.chips[1])

    qtbot.waitUntil(lambda: sent.letters.shown == 1)
    qtbot.waitUntil(sent.again.isVisible)


def test_an_uncertain_letter_is_decided_there(
    qtbot: QtBot, page: TextsPage, sent: SentPanel, office: Office
) -> None:
    click(sent.chips[1])
    qtbot.waitUntil(sent.leave_it.isVisible)
    assert sent.leave_it.text() == "Received: do not send again"

    click(sent.leave_it)

    qtbot.waitUntil(lambda: office.outbox.letters(undecided=True).total == 0)


def test_what_waits_is_stopped_after_a_question(
    qtbot: QtBot, page: TextsPage, sent: SentPanel, office: Office
) -> None:
    assert sent.stop.text() == "Stop the sending · 1"
    click(sent.stop)
    question = sent.question
    assert question is not None

    with qtbot.waitSignal(page.undoable) as said:
        click(question.verb)

    assert said.args == ["1 e-mail stopped", None]
    assert office.outbox.counts()[LetterState.CANCELLED] == 1


def test_the_text_is_copied_for_the_citys_own_site(
    qtbot: QtBot, page: TextsPage, sent: SentPanel
) -> None:
    with qtbot.waitSignal(sent.said):
        click(sent.copy_text)

    assert "Budget 2027" in QGuiApplication.clipboard().text()
    assert "<strong>agit</strong>" in QGuiApplication.clipboard().mimeData().html()


def test_what_is_done_outside_is_ticked_there(
    qtbot: QtBot, page: TextsPage, sent: SentPanel, office: Office
) -> None:
    check = sent.steps[Step.WIRE]
    assert check.text() == "Newswire: give the order"

    check.click()

    qtbot.waitUntil(lambda: [each.step for each in office.dispatches.to_do()] == [Step.WEB])
    qtbot.waitUntil(lambda: bool(check.toolTip()))


def test_under_embargo_it_says_when_what_waits_leaves_and_when_the_site_may_have_it(
    sent: SentPanel, office: Office, text: Draft
) -> None:
    until = office.database.clock.now() + timedelta(hours=2)
    office.embargoes.place(text.ref, until=until, ends_when="")

    view = read_sent(office, text.id, None)

    assert f"leaves as the embargo lifts, {format_time(until)}" in view.lines[0].detail
    assert {each.step: each.said for each in view.steps} == {
        Step.WIRE: "Newswire: give the order",
        Step.WEB: f"montreal.ca: put the text there\nnot before {format_time(until)}",
    }
    waiting = read_sent(office, text.id, LetterState.QUEUED)
    assert [each.moment for each in rows(waiting.letters, waiting)] == [format_time(until)]


def test_until_when_it_is_left_on_is_the_same_before_it_is_sent_and_after(
    office: Office, text: Draft, agencies: ListId
) -> None:
    (account,) = office.accounts.every()
    office.accounts.edit(account.id, FieldChange("letters_a_minute", account.letters_a_minute, 1))
    at = office.database.clock.now() + timedelta(hours=2)
    wanted = RequestedSending(lists=(agencies,), when=SendingTime.AT, at=at)

    asked = read_view(office, text.id, wanted).depends
    office.dispatches.send(text.id, wanted)

    assert f"open, until {format_time(at + timedelta(minutes=1))}" in asked
    assert read_sent(office, text.id, None).depends == asked


def test_today_says_what_is_to_be_done_outside_and_opens_the_text(
    sent: SentPanel, office: Office, text: Draft
) -> None:
    outside = [line for line in read_today(office).now if line.key == text.ref]

    (line,) = outside
    assert line.detail == "montreal.ca: put the text there · Newswire: give the order"
    assert line.title == "Budget 2027"
    office.dispatches.tick(text.id, Step.WEB)
    (line,) = [line for line in read_today(office).now if line.key == text.ref]
    assert line.detail == "Newswire: give the order"


def test_while_sending_is_frozen_today_asks_for_nothing_outside(
    sent: SentPanel, office: Office, text: Draft
) -> None:
    before = read_today(office).waiting

    office.freezes.freeze("Décès d’un conseiller")

    view = read_today(office)
    outside = [line for line in view.now if line.key == text.ref]
    said = "montreal.ca: put the text there · Newswire: give the order, once the freeze is lifted"
    assert [line.detail for line in outside] == [said]
    assert {tag.text for line in outside for tag in line.tags} == {"frozen"}
    assert view.waiting == before - 1 + 1


def test_what_came_back_stands_above_what_is_to_be_done_outside(
    sent: SentPanel, office: Office, text: Draft
) -> None:
    office.bounces.take_in(report("a@fil.example"))

    keys = [line.key for line in read_today(office).now]

    assert keys.index(AddressKey("a@fil.example")) < keys.index(text.ref)


def test_a_letter_that_is_put_off_says_when_it_is_tried_again(
    sent: SentPanel, office: Office, text: Draft, clock: StillClock
) -> None:
    clock.advance(timedelta(minutes=1))
    departures = Departures(office.database)
    lease = JobDesk(office.database).take("another worker")
    account = office.accounts.every()[0].id
    (claim,) = departures.claim(lease.token, account, most=1)
    departures.settle(account, claim, Deferred(Stage.RECIPIENT, 451, "4.7.1 Greylisted"))

    (letter,) = office.dispatches.letters(text.id, states=[LetterState.QUEUED]).rows
    again = f"Will be tried again at {format_time(letter.due_at)}"
    assert sent_words.letter(letter, clock.now()).detail == again
    assert ("What comes next", again) in sent_words.fate(letter, clock.now())
    assert sent_words.put_off(letter, letter.due_at) == ""


def test_the_order_to_the_newswire_is_a_file_and_text_to_paste(
    qtbot: QtBot, page: TextsPage, sent: SentPanel
) -> None:
    click(sent.prepare_order)
    question = sent.question
    assert isinstance(question, WireDialog)
    assert "circuits missing" in question.verb.text()
    type_words(question.circuits, "Quebec, en francais")
    type_words(question.contact, "A. Okafor, 514 555-0100")

    with qtbot.waitSignal(page.file_made) as made:
        click(question.verb)

    assert made.args is not None
    assert made.args[1].suffix == ".docx"
    assert "A. Okafor" in QGuiApplication.clipboard().text()


def test_what_has_not_changed_is_not_corrected_and_leads_back_to_its_words(
    qtbot: QtBot, page: TextsPage, sent: SentPanel
) -> None:
    click(sent.correct)
    panel = amended(qtbot, page)
    assert not panel.send.isEnabled()
    qtbot.waitUntil(lambda: "nothing has changed" in panel.send.text())

    click(panel.to_text)

    assert not page.is_sending
    assert page.card.editor.hasFocus()


def test_a_text_that_changed_since_it_left_says_so_and_its_correction_says_what(
    qtbot: QtBot, page: TextsPage, sent: SentPanel, office: Office, text: Draft
) -> None:
    click(sent.back)
    said = page.card.head.sent
    page.card.editor.selectAll()
    type_words(page.card.editor, "La Ville veille.")
    qtbot.waitUntil(lambda: "What left differs from this text" in shown_by(said))
    assert said.property("role") == "notice-amber"
    assert page.card._dirty  # it is said as it is typed

    click(said.findChildren(Button)[0])
    panel = amended(qtbot, page)

    qtbot.waitUntil(panel.send.isEnabled)
    assert (panel.right.text(), panel.wrong.text()) == ("veille", "agit")
    assert panel.right.selectedText() == "veille"
    letter = panel.letter.words.toPlainText()
    assert "il fallait lire « veille » et non « agit »" in letter
    assert not panel.to_text.isVisible()
    panel.wrong.clear()  # by whoever writes a sentence of their own
    panel.right.clear()
    panel.refresh()
    qtbot.waitUntil(lambda: not panel.send.isEnabled())
    assert panel.typed == Amendment()
    office.dispatches.correct(text.id, Amendment(wrong="agit", right="veille"))
    page.read_card()
    qtbot.waitUntil(lambda: "differs" not in shown_by(said))


def shown_by(notice: Notice) -> str:
    return " ".join(each.text() for each in notice.findChildren(QLabel))


def test_a_correction_goes_to_those_who_have_it_and_says_what_changed(
    qtbot: QtBot, page: TextsPage, sent: SentPanel, office: Office, text: Draft
) -> None:
    office.drafts.edit(text.id, FieldChange("title", "Budget 2027", "Budget 2028"))
    click(sent.correct)
    panel = amended(qtbot, page)
    qtbot.waitUntil(panel.send.isEnabled)
    assert (panel.right.text(), panel.wrong.text()) == ("2028", "2027")
    qtbot.waitUntil(lambda: panel.send.text() == "Send the correction · 2 people")
    assert "Of 1 nobody knows" in panel.told.text()
    assert not panel.warned.isVisible()
    assert not panel.in_english.isVisible()
    assert "2028" in panel.letter.words.toPlainText()
    assert panel.letter.subject.text().startswith("CORRECTION")
    told, waits = panel.letter.readers
    assert told.name.split(" – ")[1] == "CORRECTION"
    panel.letter.reader_wanted.emit(waits.address, waits.name)  # as whoever picks it
    assert not panel.letter.subject.text().startswith("CORRECTION")
    assert "il fallait lire" not in panel.letter.words.toPlainText()
    assert panel.depends.isHidden()  # another computer sends
    lease = office.jobs.holder()
    assert lease is not None
    office.jobs.release(lease)
    panel.refresh()
    qtbot.waitUntil(panel.depends.isVisible)
    qtbot.waitUntil(panel.send.isEnabled)
    panel.ask()
    qtbot.waitUntil(lambda: panel.question is not None)
    question = panel.question
    assert question is not None
    until = "This sending depends on this computer: leave it on and connected until 7:30 a.m."
    assert until in [each.text() for each in question.findChildren(QLabel)]

    with qtbot.waitSignal(page.undoable) as said:
        click(question.verb)

    assert said.args == ["The notice is leaving for 2 addresses", None]
    assert office.dispatches.of(text.id)[0].kind is DispatchKind.CORRECTION
    assert page.sending.in_front is sent


def test_a_correction_whose_title_has_still_what_was_wrong_says_so(
    qtbot: QtBot, page: TextsPage, sent: SentPanel, office: Office, text: Draft
) -> None:
    office.drafts.edit(text.id, FieldChange("title", "Budget 2027", "Le budget 2027"))
    click(sent.correct)
    panel = amended(qtbot, page)
    type_words(panel.right, "2028")
    panel.wrong.selectAll()
    type_words(panel.wrong, "2027")
    press(panel.wrong, Qt.Key.Key_Tab)

    qtbot.waitUntil(panel.warned.isVisible)
    assert panel.warned.text() == "“2027” still stands in what is sent: Title."
    qtbot.waitUntil(panel.send.isEnabled)
    panel.ask()
    qtbot.waitUntil(lambda: panel.question is not None)
    assert panel.question is not None
    said = [each.text() for each in panel.question.findChildren(QLabel)]
    assert panel.warned.text() in said


def test_in_a_narrow_window_the_titles_are_whole_and_each_bar_is_one_row(
    qtbot: QtBot, page: TextsPage, sent: SentPanel
) -> None:
    page.resize(NARROW)

    has_whole_title(qtbot, sent)
    click(sent.withdraw)
    has_whole_title(qtbot, amended(qtbot, page))
    click(page.sending.amended.back)
    click(sent.others)
    has_whole_title(qtbot, page.sending.prepared)


def has_whole_title(qtbot: QtBot, screen: Screen) -> None:
    """Wait until the bar of *screen* spans the page, and look at what is in it."""
    qtbot.waitUntil(lambda: screen.isVisible() and screen.bar.width() == NARROW.width())
    qtbot.waitUntil(lambda: screen.bar.height() == PAGE_BAR_HEIGHT_PX)
    assert screen.heading.isVisible()
    assert screen.heading.width() >= screen.heading.sizeHint().width()


def test_a_withdrawal_asks_and_stops_what_waits(
    qtbot: QtBot, page: TextsPage, sent: SentPanel, office: Office, text: Draft
) -> None:
    click(sent.withdraw)
    panel = amended(qtbot, page)
    assert "1 e-mail waits still: it is stopped." in panel.replaced.text()
    panel.ask()
    qtbot.waitUntil(lambda: panel.question is not None)
    question = panel.question
    assert question is not None

    with qtbot.waitSignal(page.undoable):
        click(question.verb)

    assert office.drafts.get(text.id).status is DraftStatus.WITHDRAWN


def test_the_same_text_goes_to_others_and_to_nobody_twice(
    qtbot: QtBot, page: TextsPage, sent: SentPanel, agencies: ListId
) -> None:
    click(sent.others)
    panel = page.sending.prepared
    qtbot.waitUntil(lambda: panel.view is not None)
    type_words(panel.add.search, "agen")
    qtbot.waitUntil(lambda: panel.add.picker.list.rows.rowCount() > 0)
    press(panel.add.search, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "everyone has it" in panel.send.text() or len(panel.left_out.shown) > 1)
    assert not panel.send.isEnabled()
    click(panel.back)
    assert page.sending.in_front is sent


def test_escape_goes_back_to_the_text_from_what_became_of_it(
    qtbot: QtBot, page: TextsPage, sent: SentPanel
) -> None:
    press(sent.letters.list, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: not page.is_sending)


def test_whoever_was_refused_stands_on_today_after_the_correction_without_its_wrong_text(
    qtbot: QtBot, sent: SentPanel, errands: Errands, office: Office, text: Draft, clock: StillClock
) -> None:
    clock.advance(timedelta(minutes=1))
    departures = Departures(office.database)
    lease = JobDesk(office.database).take("another worker")
    (claim,) = departures.claim(lease.token, office.accounts.every()[0].id, most=1)
    departures.settle(
        office.accounts.every()[0].id, claim, LetterRefused(Stage.RECIPIENT, 550, "no")
    )
    opened = office.drafts.open(text.id)
    office.drafts.revise(
        text.id, "Une autre suite.", base=opened.base, sitting=new_sitting(opened.text)
    )
    office.dispatches.correct(text.id, Amendment(note="Une date y manquait."))

    refused = {
        each.key: each.detail
        for each in read_today(office).now
        if isinstance(each.key, LetterGroupKey)
    }
    ((key, detail),) = refused.items()
    assert "1 refused e-mail: the corrected text was not sent to it" in detail
    card = LetterCard(errands)
    qtbot.addWidget(card)
    card.show()
    card.show_letters(key)
    qtbot.waitUntil(card.leave.isEnabled)
    qtbot.waitUntil(card.open_thing.isVisible)
    assert not card.again.isVisible()
    assert "has neither" in card.explanation.text()
    click(card.leave)
    qtbot.waitUntil(
        lambda: not any(isinstance(each.key, LetterGroupKey) for each in read_today(office).now)
    )


def test_while_some_wait_it_says_until_when_this_computer_is_to_be_left_on(
    qtbot: QtBot, sent: SentPanel, office: Office
) -> None:
    assert sent.depends.isHidden()  # another computer sends
    lease = office.jobs.holder()
    assert lease is not None

    office.jobs.release(lease)
    sent.refresh()

    qtbot.waitUntil(sent.depends.isVisible)
    assert sent.depends.text().startswith("This sending depends on this computer: leave it on")
