"""Whoever was refused a text has nothing, and waits for a person when it is corrected too."""

import pytest

from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import LetterRefused, Stage
from comms_desk.mail.model import Decision, LetterReplaced
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.dispatches.model import Amendment, RequestedSending
from comms_desk.media.drafting.model import DraftId
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.media.dispatches.sent import TAKEN, Carrier, Press, address, to

ZOE, LUC, ANA = "zoe@journal.example", "luc@radio.example", "ana@tele.example"
UNKNOWN = LetterRefused(Stage.RECIPIENT, 550, "5.1.1 Unknown")
WRONG = Amendment(wrong="54", right="45")


@pytest.fixture
def press(database: Database) -> Press:
    return Press(database)


def sent(press: Press, *addresses: str) -> DraftId:
    draft = press.draft()
    press.desk.send(draft, to(*addresses))
    return draft


def corrected(press: Press, draft: DraftId) -> None:
    press.rewrite(draft, "Il y a 45 pistes.")


def refused(press: Press, worker: Carrier, *addresses: str) -> None:
    """Have the server take every letter that may leave, but for those to *addresses*."""
    for claim in worker.claim():
        outcome = UNKNOWN if claim.to.bare in addresses else TAKEN
        worker.departures.settle(worker.account, claim, outcome)


def undecided(press: Press) -> list[tuple[str, bool]]:
    found = OutboxDesk(press.database).letters(undecided=True).rows
    return [(each.to.bare, each.is_replaced) for each in found]


def test_whoever_was_refused_waits_for_a_person_after_the_correction_too(press: Press) -> None:
    draft = sent(press, ZOE, LUC)
    worker = press.worker()
    refused(press, worker, LUC)
    corrected(press, draft)

    press.desk.correct(draft, WRONG)

    assert undecided(press) == [(LUC, True)]
    outbox = OutboxDesk(press.database)
    (letter,) = outbox.letters(undecided=True).rows
    with pytest.raises(LetterReplaced):
        outbox.decide(letter.id, Decision.SEND_AGAIN)
    assert press.desk.close_replaced() == 0
    assert worker.carry() == [ZOE]
    outbox.decide(letter.id, Decision.LEAVE)
    assert undecided(press) == []


def test_whoever_was_refused_waits_no_more_once_the_text_is_sent_to_them(press: Press) -> None:
    luc = press.contact("Roy", LUC)
    listed = press.list("Liste", luc, address(ZOE))
    draft = press.draft()
    press.desk.send(draft, RequestedSending(lists=(listed,)))
    worker = press.worker()
    refused(press, worker, LUC)
    corrected(press, draft)
    press.desk.correct(draft, WRONG)
    assert undecided(press) == [(LUC, True)]
    contacts = ContactDesk(press.database)
    (held,) = contacts.get(ContactId(luc.id)).positions
    contacts.edit_position(held.id, FieldChange("emails", (LUC,), (ANA,)))
    assert undecided(press) == [(LUC, True)]

    press.desk.send(draft, RequestedSending(lists=(listed,)))

    assert undecided(press) == []
    assert sorted(worker.carry()) == [ANA, ZOE]


def test_a_second_correction_still_says_who_has_neither_and_a_withdrawal_ends_it(
    press: Press,
) -> None:
    draft = sent(press, ZOE, LUC)
    refused(press, press.worker(), LUC)
    corrected(press, draft)
    press.desk.correct(draft, WRONG)
    press.rewrite(draft, "Il y a 46 pistes.")

    press.desk.correct(draft, Amendment(wrong="45", right="46"))

    assert undecided(press) == [(LUC, True)]
    press.desk.withdraw(draft)
    assert undecided(press) == []


def test_whoever_was_refused_of_a_text_that_reached_nobody_waits_for_a_person_still(
    press: Press,
) -> None:
    draft = sent(press, ZOE, LUC)
    worker = press.worker()
    refused(press, worker, ZOE, LUC)
    corrected(press, draft)

    press.desk.send(draft, to(ZOE))

    assert undecided(press) == [(LUC, True)]
    assert worker.carry() == [ZOE]
