"""A bulletin's letters are cancelled on its card: after a question, and only what waits."""

from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.internal.bulletins.model import BulletinId
from comms_desk.mail.errors import OutcomeUnknown
from comms_desk.mail.model import LetterState
from comms_desk.ui.bulletins import words
from comms_desk.ui.bulletins.dialogs import CancelQuestion
from comms_desk.ui.bulletins_page import BulletinsPage
from tests.mail.outbox_support import TAKEN, Worker
from tests.ui.bulletins.shown import NEW, TEXT, open_account, shown, words_of
from tests.ui.keys import click


def sent(office: Office, readers: int) -> BulletinId:
    open_account(office)
    for number in range(readers):
        office.audience.add(
            NewEmployee(family_name=f"Roy {number}", email=f"roy{number}@ville.example")
        )
    bulletin = office.bulletins.add(NEW, [TEXT])
    office.bulletins.send(bulletin)
    return bulletin


def asked(page: BulletinsPage, qtbot: QtBot) -> CancelQuestion:
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
    assert page.card.cancel.text() == "Cancel 3 letters"

    question = asked(page, qtbot)
    said = words_of(question)
    assert "Entre nous, no. 41: cancel 3 letters of 6?" in said
    assert (
        "The others stay as they are:"
        " 1 accepted by the server · 1 on its way · 1 uncertain." in said
    )
    assert question.focusWidget() is question.leave
    assert office.outbox.counts()[LetterState.QUEUED] == 3
    with qtbot.waitSignal(page.undoable) as done:
        click(question.verb)

    assert done.args == ["3 letters cancelled", None]
    qtbot.waitUntil(page.card.cancel.isHidden)
    assert "3 cancelled" in words_of(page.card.notice)
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
    bulletin = sent(office, readers=3)
    shown(page, qtbot, bulletin)
    question = asked(page, qtbot)

    claims = Worker(office.database).claim(most=1)
    with qtbot.waitSignal(page.undoable) as done:
        click(question.verb)

    assert done.args == ["2 letters cancelled · 1 left meanwhile", None]
    assert office.outbox.letter(claims[0].letter).state is LetterState.SENDING


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
    Worker(office.database).claim()

    with qtbot.waitSignal(page.undoable) as done:
        click(page.card.cancel)

    assert done.args == ["No letter waits any more.", None]
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
    assert words.letters({LetterState.SENT: 3, LetterState.SENDING: 1}) == (
        "3 accepted by the server · 1 on its way"
    )
    assert words.not_cancelled({LetterState.QUEUED: 4}) == ""
    assert words.cancelled(1, 1) == "1 letter cancelled"
