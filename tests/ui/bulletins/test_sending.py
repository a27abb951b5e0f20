"""A bulletin tried, confirmed and sent once, from its card."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.internal.bulletins import restored
from comms_desk.mail.address import Address
from comms_desk.storage.model import FieldChange
from comms_desk.ui.bulletins.dialogs import SendBulletinDialog, TrialSendDialog
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.kit.look import Hue
from tests.mail.outbox_support import TAKEN, Worker
from tests.ui.bulletins.shown import (
    NEW,
    TEXT,
    hire,
    open_account,
    shown,
    words_of,
)
from tests.ui.keys import click, press, type_words


def test_the_button_says_why_the_bulletin_may_not_be_sent_yet(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)
    assert page.card.send.text() == "Send · nobody to write to"

    hire(office)
    qtbot.waitUntil(lambda: page.card.send.text() == "Send · no sending account")
    assert page.card.readers.text() == "2 recipients · 1 without an e-mail address"
    open_account(office)
    qtbot.waitUntil(page.card.send.isEnabled)


def test_a_bulletin_is_sent_after_a_question_that_says_to_how_many(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)

    click(page.card.send)
    qtbot.waitUntil(lambda: isinstance(page.sending.question, SendBulletinDialog))
    question = page.sending.question
    assert question is not None
    said = words_of(question)
    assert "Send Entre nous, no.\u00a041 to 2 people?" in said
    assert "1 person will not get it: without an e-mail address." in said
    assert "Bao Nguyen" in said
    assert "The last one leaves about" in said
    assert "November" not in said
    assert office.outbox.letters().total == 0
    click(question.verb)

    qtbot.waitUntil(lambda: office.bulletins.get(bulletin).issue is not None)
    qtbot.waitUntil(lambda: "2 queued" in words_of(page.card.notice))
    assert not page.card.fields["subject"].isEnabled()
    qtbot.waitUntil(lambda: page.card.recipients is not None and not page.card.send.isVisible())
    assert office.outbox.letters().total == 2


def test_nothing_is_sent_when_somebody_was_hired_while_the_question_was_read(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)
    click(page.card.send)
    qtbot.waitUntil(lambda: isinstance(page.sending.question, SendBulletinDialog))
    question = page.sending.question
    assert question is not None
    office.audience.add(NewEmployee(family_name="Côté", email=Address.parse("cote@ville.example")))

    click(question.verb)

    said = "Nothing was sent: it would have gone to 3 people, not 2."
    qtbot.waitUntil(lambda: said in page.error.words)
    assert office.outbox.letters().total == 0
    assert office.bulletins.get(bulletin).issue is None


def test_the_question_says_that_a_bulletin_may_have_been_sent_before_a_restore(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    with office.database.transaction() as transaction:
        restored.doubt(transaction, None)
    shown(page, qtbot, bulletin)

    click(page.card.send)
    qtbot.waitUntil(lambda: isinstance(page.sending.question, SendBulletinDialog))
    question = page.sending.question
    assert isinstance(question, SendBulletinDialog)
    assert "may have been sent before the desk was restored" in words_of(question)
    assert question.verb.text().endswith("to be confirmed")
    assert not question.verb.isEnabled()
    press(question.doubt.confirm, Qt.Key.Key_Space)
    click(question.verb)

    qtbot.waitUntil(lambda: office.bulletins.get(bulletin).issue is not None)


def test_an_account_out_of_use_by_which_it_was_sent_is_said_to_whoever_sends_it_again(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    office.bulletins.send(bulletin)
    office.accounts.retire(office.accounts.every()[0].id, cancel_letters=True)
    open_account(office)
    office.audience.add(
        NewEmployee(family_name="Gagné", email=Address.parse("gagne@ville.example"))
    )
    shown(page, qtbot, bulletin)

    click(page.card.send)
    qtbot.waitUntil(lambda: page.sending.question is not None)
    assert page.sending.question is not None
    click(page.sending.question.verb)

    qtbot.waitUntil(lambda: "Interne, which is out of use" in page.error.words)
    assert office.outbox.letters().total == 2


def test_to_leave_the_question_sends_nothing(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)

    click(page.card.send)
    qtbot.waitUntil(lambda: page.sending.question is not None)
    assert page.sending.question is not None
    with qtbot.waitSignal(page.sending.question.rejected):
        click(page.sending.question.leave)

    assert office.bulletins.get(bulletin).issue is None


def test_a_test_goes_to_the_address_that_is_typed(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)

    click(page.card.test)
    question = page.sending.question
    assert isinstance(question, TrialSendDialog)
    assert not question.verb.isEnabled()
    assert question.focusWidget() is question.line
    type_words(question.line, "moi@ville.example")
    press(question.line, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: office.outbox.letters().total == 1)
    assert office.outbox.letters().rows[0].subject == "[TEST] L’essentiel"


def test_a_bulletin_is_listed_as_sent_once_nothing_of_it_is_still_to_leave(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    office.bulletins.send(bulletin)
    shown(page, qtbot, bulletin)

    def tags() -> list[tuple[str, Hue]]:
        return [
            (tag.text, tag.tone) for row in page.column.list.list.rows.rows() for tag in row.tags
        ]

    assert tags() == [("Being sent", Hue.ACCENT)]
    worker = Worker(office.database)
    for claim in worker.claim():
        worker.departures.settle(worker.account, claim, TAKEN)
    page.refresh()

    qtbot.waitUntil(lambda: tags() == [("Sent", Hue.GREEN)])


def test_to_press_send_twice_asks_one_question(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    hire(office)
    shown(page, qtbot, office.bulletins.add(NEW, [TEXT]).id)

    click(page.card.send)
    click(page.card.send)
    qtbot.waitUntil(lambda: page.errands.is_idle and page.sending.question is not None)

    assert len([each for each in page.findChildren(SendBulletinDialog) if each.isVisible()]) == 1


def test_nothing_is_sent_that_somebody_changed_while_the_question_was_read(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT])
    shown(page, qtbot, bulletin.id)
    click(page.card.send)
    qtbot.waitUntil(lambda: isinstance(page.sending.question, SendBulletinDialog))
    question = page.sending.question
    assert question is not None
    change = FieldChange("text", TEXT.text, "Le budget est retiré.")
    office.bulletins.edit_block(bulletin.blocks[0].id, change)

    click(question.verb)

    qtbot.waitUntil(lambda: "Nothing was sent: someone changed" in page.error.words)
    assert office.outbox.letters().total == 0
