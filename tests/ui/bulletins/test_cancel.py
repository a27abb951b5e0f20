"""A bulletin's letters are cancelled on its card: after a question, and only what waits."""

from pytestqt.qtbot import QtBot
from sqlalchemy import update

from comms_desk.across.office import Office
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.internal.bulletins.model import BulletinId
from comms_desk.mail.address import Address
from comms_desk.mail.errors import HungUp, LetterRefused, OutcomeUnknown, Stage
from comms_desk.mail.model import Cancelled, LetterState
from comms_desk.mail.store import LetterRow
from comms_desk.ui.bulletins import words
from comms_desk.ui.bulletins.dialogs import CancelDialog
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import RowTag
from comms_desk.wording.letters import letter_counts
from tests.mail.outbox_support import TAKEN, Worker
from tests.ui.bulletins.shown import NEW, TEXT, open_account, shown, words_of
from tests.ui.keys import click


def sent(office: Office, readers: int) -> BulletinId:
    open_account(office)
    for number in range(readers):
        office.audience.add(
            NewEmployee(
                family_name=f"Roy {number}", email=Address.parse(f"roy{number}@ville.example")
            )
        )
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    office.bulletins.send(bulletin)
    return bulletin


def asked(page: BulletinsPage, qtbot: QtBot) -> CancelDialog:
    click(page.card.cancel)
    qtbot.waitUntil(lambda: page.card.cancelling.question is not None)
    question = page.card.cancelling.question
    assert question is not None
    return question


def test_what_waits_is_cancelled_after_a_question_that_says_how_many(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = sent(office, readers=6)
    worker = Worker(office.database)
    accepted, lost, _on_the_wire = worker.claim(most=3)
    worker.departures.settle(worker.account, accepted, TAKEN)
    worker.departures.settle(worker.account, lost, OutcomeUnknown("smtp", "timed out"))
    shown(page, qtbot, bulletin)
    assert page.card.cancel.text() == "Stop 3 e-mails"

    question = asked(page, qtbot)
    said = words_of(question)
    assert "Entre nous, no.\u00a041: stop 3 e-mails of 6?" in said
    assert "1 e-mail is already being sent. If it returns to the queue, it will be stopped." in said
    assert "The others stay as they are: 1 accepted by the server · 1 uncertain." in said
    assert "A copy of the bulletin would go to everyone, even those who already have it." in said
    assert question.focusWidget() is question.leave
    assert office.outbox.counts()[LetterState.QUEUED] == 3
    with qtbot.waitSignal(page.undoable) as done:
        click(question.verb)

    assert done.args == [
        "3 e-mails stopped · 1 being sent: stopped if it returns to the queue · 1 had already left",
        None,
    ]
    qtbot.waitUntil(page.card.cancel.isHidden)
    assert "3 stopped" in words_of(page.card.notice)
    counts = {state: count for state, count in office.outbox.counts().items() if count}
    assert counts == {
        LetterState.SENT: 1,
        LetterState.SENDING: 1,
        LetterState.UNCERTAIN: 1,
        LetterState.CANCELLED: 3,
    }


def test_what_leaves_while_the_question_is_read_has_left_and_is_said(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = sent(office, readers=5)
    shown(page, qtbot, bulletin)
    question = asked(page, qtbot)

    worker = Worker(office.database)
    accepted, refused, on_the_wire = worker.claim(most=3)
    worker.departures.settle(worker.account, accepted, TAKEN)
    worker.departures.settle(worker.account, refused, LetterRefused(Stage.RECIPIENT, 550, "no"))
    with qtbot.waitSignal(page.undoable) as done:
        click(question.verb)

    assert done.args == [
        "2 e-mails stopped · 1 being sent: stopped if it returns to the queue · 1 had already left",
        None,
    ]
    assert office.outbox.letter(on_the_wire.letter).state is LetterState.SENDING


def test_the_question_follows_what_leaves_while_it_is_read(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    shown(page, qtbot, sent(office, readers=5))
    question = asked(page, qtbot)
    assert "stop 5 e-mails of 5?" in words_of(question)
    assert not question.isModal()

    worker = Worker(office.database)
    accepted, _on_the_wire = worker.claim(most=2)
    worker.departures.settle(worker.account, accepted, TAKEN)

    qtbot.waitUntil(lambda: question.verb.text() == "Stop 3 e-mails")
    said = words_of(question)
    assert "Entre nous, no.\u00a041: stop 3 e-mails of 5?" in said
    assert question.windowTitle() == "Entre nous, no.\u00a041: stop 3 e-mails of 5?"
    assert "1 e-mail is already being sent." in said
    assert "The others stay as they are: 1 accepted by the server." in said
    assert question.focusWidget() is question.leave


def test_the_question_follows_another_process_while_another_page_is_in_front(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    shown(page, qtbot, sent(office, readers=5))
    question = asked(page, qtbot)
    page.hide()

    with office.database.transaction() as transaction:  # and nothing is announced here
        transaction.session.execute(
            update(LetterRow).where(LetterRow.id < 3).values(state=LetterState.SENT)
        )
    page.changed_elsewhere()

    qtbot.waitUntil(lambda: question.verb.text() == "Stop 3 e-mails")


def test_a_question_whose_letters_have_all_left_says_so_and_cancels_nothing(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    shown(page, qtbot, sent(office, readers=2))
    question = asked(page, qtbot)

    worker = Worker(office.database)
    for claim in worker.claim():
        worker.departures.settle(worker.account, claim, TAKEN)

    qtbot.waitUntil(lambda: not question.verb.isEnabled())
    assert question.verb.text() == "Stop the sending · no e-mail is waiting any more"
    assert "Entre nous, no.\u00a041: no e-mail is waiting any more" in words_of(question)
    assert question.isVisible()


def test_letters_queued_since_the_question_was_asked_are_not_cancelled(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = sent(office, readers=2)
    shown(page, qtbot, bulletin)
    question = asked(page, qtbot)

    office.audience.add(
        NewEmployee(family_name="Gagné", email=Address.parse("gagne@ville.example"))
    )
    office.bulletins.send(bulletin)
    qtbot.waitUntil(lambda: "1 e-mail has been added since" in words_of(question))
    assert question.verb.text() == "Stop 2 e-mails"
    with qtbot.waitSignal(page.undoable) as done:
        click(question.verb)

    assert done.args == ["2 e-mails stopped · 1 added since, which will leave", None]
    states = {each.to.bare: each.state for each in office.outbox.letters().rows}
    assert states == {
        "roy0@ville.example": LetterState.CANCELLED,
        "roy1@ville.example": LetterState.CANCELLED,
        "gagne@ville.example": LetterState.QUEUED,
    }


def test_a_question_asked_again_takes_the_place_of_the_one_that_is_open(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    shown(page, qtbot, sent(office, readers=2))
    first = asked(page, qtbot)

    with qtbot.waitSignal(first.rejected):
        click(page.card.cancel)

    second = page.card.cancelling.question
    assert second is not None
    assert second is not first
    assert second.isVisible()


def test_letters_that_are_all_on_their_way_can_be_cancelled_for_when_they_come_back(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = sent(office, readers=2)
    worker = Worker(office.database)
    claims = worker.claim()
    shown(page, qtbot, bulletin)
    assert page.card.cancel.text() == "Stop those that return to the queue"

    question = asked(page, qtbot)
    said = words_of(question)
    assert "Entre nous, no.\u00a041: stop e-mails that return to the queue?" in said
    assert (
        "2 e-mails are already being sent. Those that return to the queue will be stopped." in said
    )
    with qtbot.waitSignal(page.undoable) as done:
        click(question.verb)

    assert done.args == ["2 being sent: stopped if they return to the queue", None]
    qtbot.waitUntil(page.card.cancel.isHidden)
    for claim in claims:
        worker.departures.settle(worker.account, claim, HungUp("smtp", Stage.DATA))
    assert office.outbox.counts()[LetterState.CANCELLED] == 2


def test_letters_claimed_while_the_question_is_on_its_way_are_asked_about(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    shown(page, qtbot, sent(office, readers=2))
    Worker(office.database).claim()

    question = asked(page, qtbot)

    assert question.verb.text() == "Stop those that return to the queue"


def test_a_bulletin_that_was_cancelled_whole_is_listed_as_cancelled(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    shown(page, qtbot, sent(office, readers=2))
    assert [each.text for each in page.column.list.list.rows.rows()[0].tags] == ["Being sent"]

    click(asked(page, qtbot).verb)

    qtbot.waitUntil(
        lambda: (
            [each.text for each in page.column.list.list.rows.rows()[0].tags] == ["Sending stopped"]
        )
    )


def test_a_bulletin_that_was_cancelled_midway_says_how_far_it_went(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = sent(office, readers=6)
    worker = Worker(office.database)
    (claim,) = worker.claim(most=1)
    worker.departures.settle(worker.account, claim, TAKEN)
    shown(page, qtbot, bulletin)
    assert "Sent to" not in words_of(page.card.notice)

    click(asked(page, qtbot).verb)

    qtbot.waitUntil(
        lambda: page.column.list.list.rows.rows()[0].tags == (RowTag("Sent to 1 of 6", Hue.AMBER),)
    )
    qtbot.waitUntil(lambda: words_of(page.card.notice).startswith("Sent to 1 of 6\n"))


def test_to_leave_the_question_cancels_nothing(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    shown(page, qtbot, sent(office, readers=2))

    question = asked(page, qtbot)
    with qtbot.waitSignal(question.rejected):
        click(question.leave)

    assert office.outbox.counts()[LetterState.QUEUED] == 2


def test_letters_that_have_all_left_meanwhile_are_said_to_wait_no_more(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    shown(page, qtbot, sent(office, readers=2))
    worker = Worker(office.database)
    for claim in worker.claim():
        worker.departures.settle(worker.account, claim, TAKEN)

    with qtbot.waitSignal(page.undoable) as done:
        click(page.card.cancel)

    assert done.args == ["No e-mail is waiting any more.", None]
    assert page.card.cancelling.question is None


def test_a_bulletin_that_nothing_waits_of_offers_no_cancelling(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = sent(office, readers=1)
    worker = Worker(office.database)
    (claim,) = worker.claim()
    worker.departures.settle(worker.account, claim, TAKEN)

    shown(page, qtbot, bulletin)

    assert page.card.cancel.isHidden()


def test_letters_are_counted_in_words_that_agree() -> None:
    assert letter_counts({LetterState.SENT: 3, LetterState.SENDING: 1}) == (
        "3 accepted by the server · 1 being sent"
    )
    assert words.not_cancelled({LetterState.QUEUED: 4}) == ""
    assert words.cancelled(Cancelled(cancelled=1, on_the_wire=0), left=0) == "1 e-mail stopped"
    nothing = words.cancelled(Cancelled(cancelled=0, on_the_wire=0), left=2)
    assert nothing == "0 e-mails stopped · 2 had already left"
