"""The card of letters that wait for a person: a decision that fails says why, and stays open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import OutcomeUnknown
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Decision, Letter, LetterState, Recipient
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.storage.database import Database
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.today.letter_card import LIST_HEIGHT_MOST_PX, LetterCard
from comms_desk.ui.today.view import LetterGroupKey
from tests.support.databases import held
from tests.support.mornings import office_on, spoil
from tests.support.windows import BRISK, guarded
from tests.ui.keys import click


@pytest.fixture
def office(sqlite_database: Database, tmp_path: Path, clock: StillClock) -> Office:
    office = office_on(sqlite_database, tmp_path)
    spoil(office, clock)
    return office


@pytest.fixture
def card(qtbot: QtBot, office: Office) -> Iterator[LetterCard]:
    errands = Errands(lambda: guarded(office), pauses=BRISK)
    made = LetterCard(errands)
    qtbot.addWidget(made)
    made.closed.connect(made.hide)
    made.resize(380, 420)
    made.show()
    yield made
    errands.close()


def waiting(office: Office, state: LetterState) -> list[Letter]:
    return [each for each in office.outbox.letters(undecided=True).rows if each.state is state]


def shown(card: LetterCard, qtbot: QtBot, office: Office, state: LetterState) -> None:
    card.show_letters(LetterGroupKey(waiting(office, state)[0].message, state))
    qtbot.waitUntil(lambda: card.letters.chosen is not None)


def decided_elsewhere(office: Office, letter: Letter) -> None:
    elsewhere = Database(office.database.url, clock=office.database.clock)
    OutboxDesk(elsewhere).decide(letter.id, Decision.LEAVE)
    elsewhere.dispose()


def test_what_happened_to_the_letter_chosen_is_read_whole(
    card: LetterCard, qtbot: QtBot, office: Office
) -> None:
    shown(card, qtbot, office, LetterState.UNCERTAIN)

    assert card.reason.text().startswith("The e-mail was sent in full")
    qtbot.waitUntil(lambda: card.reason.height() >= card.reason.heightForWidth(card.reason.width()))
    assert card.letters.height() < LIST_HEIGHT_MOST_PX
    shown(card, qtbot, office, LetterState.REFUSED)
    qtbot.waitUntil(lambda: card.letters.rows.rowCount() == 2)
    assert "5.1.1 unknown" in card.reason.text()


@pytest.mark.impatient
def test_a_decision_that_could_not_be_kept_says_why_and_can_be_made_again(
    card: LetterCard, qtbot: QtBot, office: Office
) -> None:
    shown(card, qtbot, office, LetterState.UNCERTAIN)

    with held(office.database):
        click(card.leave)
        qtbot.waitUntil(card.error.isVisible)
    assert "nothing was saved" in card.error.words
    assert "Try again in a moment" in card.error.accessibleName()
    card.read_again()
    qtbot.waitUntil(lambda: card.letters.rows.rowCount() == 1)
    assert card.error.isVisible()
    with qtbot.waitSignal(card.decided):
        click(card.leave)

    qtbot.waitUntil(card.isHidden)
    assert waiting(office, LetterState.UNCERTAIN) == []


def test_the_last_letter_decided_elsewhere_is_said_before_the_card_goes_away(
    card: LetterCard, qtbot: QtBot, office: Office
) -> None:
    shown(card, qtbot, office, LetterState.UNCERTAIN)
    decided_elsewhere(office, waiting(office, LetterState.UNCERTAIN)[0])

    click(card.leave)
    qtbot.waitUntil(card.error.isVisible)
    qtbot.waitUntil(lambda: card.letters.rows.rowCount() == 0)

    assert card.isVisible()
    assert not card.again.isEnabled()
    assert not card.leave.isEnabled()
    click(card.close_card)
    assert card.isHidden()


def test_of_letters_decided_elsewhere_the_others_can_still_be_decided(
    card: LetterCard, qtbot: QtBot, office: Office
) -> None:
    shown(card, qtbot, office, LetterState.REFUSED)
    first = next(
        each for each in waiting(office, LetterState.REFUSED) if each.id == card.letters.chosen
    )
    decided_elsewhere(office, first)

    click(card.leave)
    qtbot.waitUntil(lambda: card.letters.rows.rowCount() == 1)
    assert card.error.isVisible()
    click(card.leave)

    qtbot.waitUntil(card.isHidden)
    assert waiting(office, LetterState.REFUSED) == []


def test_one_decides_of_all_that_left_together_where_one_says_so(
    card: LetterCard, qtbot: QtBot, office: Office
) -> None:
    shown(card, qtbot, office, LetterState.UNCERTAIN)
    assert card.together.isHidden()
    to = [Recipient(to=Address(local=f"r{n}", domain="ville.example")) for n in range(3)]
    office.outbox.send(NewMessage(subject="Revue", text="Bonjour", blind=True), to)
    departures, account = Departures(office.database), office.accounts.every()[0].id
    lease = JobDesk(office.database).take("test")
    claims = departures.claim(lease.token, account, most=1)
    for claim in claims:
        departures.settle(account, claim, OutcomeUnknown("smtp.ville.example", "closed"))
    card.show_letters(LetterGroupKey(claims[0].message, LetterState.UNCERTAIN))
    qtbot.waitUntil(card.together.isVisible)
    assert not card.together.isChecked()
    click(card.leave)
    qtbot.waitUntil(lambda: card.letters.rows.rowCount() == 2)
    assert card.isVisible()

    card.together.setChecked(True)
    click(card.leave)

    qtbot.waitUntil(card.isHidden)
    letters = office.outbox.letters(message=claims[0].message).rows
    assert all(each.decided_at for each in letters)


def test_the_text_that_a_letter_takes_is_opened_from_there(
    card: LetterCard, qtbot: QtBot, office: Office
) -> None:
    text = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Budget 2027"))
    to = [Recipient(to=Address(local="zoe", domain="journal.example"))]
    office.outbox.send(NewMessage(subject="Budget 2027", text="Bonjour"), to, about=text.ref)
    departures, account = Departures(office.database), office.accounts.every()[0].id
    lease = JobDesk(office.database).take("test")
    (claim,) = departures.claim(lease.token, account, most=1)
    departures.settle(account, claim, OutcomeUnknown("smtp.ville.example", "closed"))
    card.show_letters(LetterGroupKey(claim.message, LetterState.UNCERTAIN))
    qtbot.waitUntil(card.open_thing.isVisible)

    with qtbot.waitSignal(card.open_wanted) as wanted:
        click(card.open_thing)

    assert wanted.args == [text.ref]


def test_a_letter_about_no_text_offers_none(card: LetterCard, qtbot: QtBot, office: Office) -> None:
    shown(card, qtbot, office, LetterState.UNCERTAIN)

    assert not card.open_thing.isVisible()
