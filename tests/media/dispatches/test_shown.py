"""A correction and a withdrawal are shown as they leave: read back from the bytes themselves."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from comms_desk.mail.desk import OutboxDesk
from comms_desk.media.dispatches.model import Amendment, DispatchKind
from comms_desk.media.drafting.model import DraftId
from comms_desk.storage.database import Database
from tests.media.dispatches.sent import TAKEN, Press, to

ZOE, LUC = "zoe@journal.example", "luc@radio.example"
WRONG = Amendment(wrong="54", right="45")


@pytest.fixture
def press(database: Database) -> Press:
    return Press(database)


def out(press: Press) -> DraftId:
    """Return a text that Zoé has, which is another by now."""
    draft = press.draft("Il y a 54 pistes.")
    press.desk.send(draft, to(ZOE))
    worker = press.worker()
    (claim,) = worker.claim()
    worker.departures.settle(worker.account, claim, TAKEN)
    press.rewrite(draft, "Il y a 45 pistes.")
    return draft


def left(press: Press, draft: DraftId) -> EmailMessage:
    """Return the last letter of *draft* as its reader has it."""
    letter = press.desk.letters(draft).rows[0]
    raw = OutboxDesk(press.database).bytes_of(letter.id)
    return message_from_bytes(raw, policy=default)


@pytest.mark.parametrize("kind", [DispatchKind.CORRECTION, DispatchKind.WITHDRAWAL])
def test_what_is_shown_is_what_leaves(press: Press, kind: DispatchKind) -> None:
    draft = out(press)
    said = WRONG if kind is DispatchKind.CORRECTION else Amendment(note="Voir {{ former }}.")

    (shown,) = press.desk.plan_amendment(draft, kind, said).letters
    if kind is DispatchKind.CORRECTION:
        press.desk.correct(draft, said)
    else:
        press.desk.withdraw(draft, said.note)

    mail = left(press, draft)
    part = mail.get_body(("plain",))
    assert part is not None
    assert shown.text == str(part.get_content()).replace("\r\n", "\n")
    assert (shown.subject, str(shown.sender)) == (mail["Subject"], mail["From"])
    assert [each.name for each in shown.files] == [
        each.get_filename() for each in mail.iter_attachments()
    ]


def test_where_nobody_has_it_the_letter_that_takes_its_place_is_shown(press: Press) -> None:
    draft = press.draft("Il y a 54 pistes.")
    press.desk.send(draft, to(LUC))
    press.rewrite(draft, "Il y a 45 pistes.")

    plan = press.desk.plan_amendment(draft, DispatchKind.CORRECTION, Amendment())

    assert plan.told == ()
    (letter,) = plan.letters
    assert letter.subject.startswith("Communiqué")
    assert "Il y a 45 pistes." in letter.text
    withdrawn = press.desk.plan_amendment(draft, DispatchKind.WITHDRAWAL, Amendment())
    assert withdrawn.letters == ()


def test_a_sentence_that_greets_gets_no_second_greeting(press: Press) -> None:
    draft = out(press)
    said = Amendment(note="Bonjour, il y a 45 pistes, et non 54.")

    (notice,) = press.desk.plan_amendment(draft, DispatchKind.CORRECTION, said).letters

    assert notice.text.count("Bonjour") == 1
    assert "Il y a 45 pistes, et non 54. Cette version" in notice.text
