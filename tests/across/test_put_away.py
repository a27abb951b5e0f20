"""No letter leaves of what is in the bin or archived."""

import pytest

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.changes import Ref, Subject
from comms_desk.internal.bulletins.desk import BulletinDesk
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import LetterRefused, Stage
from comms_desk.mail.model import Decision, LettersLeaving
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.storage.archive import Archive
from comms_desk.storage.database import Database
from comms_desk.storage.errors import IsArchived, NotFound
from tests.internal.written import NEW, TEXT, hire, open_account
from tests.mail.outbox_support import TAKEN, Worker, account, queued


def test_a_text_stays_out_of_the_bin_while_a_letter_about_it_waits(database: Database) -> None:
    account(database)
    desk = DraftDesk(database)
    draft = desk.add(NewDraft(kind=DraftKind.RELEASE, title="Budget 2027"))
    waiting = queued(database, about=draft.ref)

    with pytest.raises(LettersLeaving):
        desk.put_in_bin(draft.id)

    OutboxDesk(database).cancel(OutboxDesk(database).letter(waiting.letters[0]).message)
    desk.put_in_bin(draft.id)
    assert Worker(database).claimed() == []


@pytest.mark.parametrize("puts_away", ["bin", "archive"])
def test_a_letter_is_not_sent_again_while_what_it_is_about_is_put_away(
    database: Database, puts_away: str
) -> None:
    archive = Archive(database)
    open_account(database)
    hire(database, "Roy", "Tremblay")
    desk = BulletinDesk(database)
    bulletin = desk.add(NEW, [TEXT]).id
    desk.send(bulletin)
    worker, outbox = Worker(database), OutboxDesk(database)
    first, second = worker.claim()
    refused = LetterRefused(Stage.RECIPIENT, 550, "5.1.1 no such mailbox")
    worker.departures.settle(worker.account, first, refused)
    worker.departures.settle(worker.account, second, refused if puts_away == "bin" else TAKEN)
    if puts_away == "bin":
        desk.put_in_bin(bulletin)
    else:
        archive.put_in(Ref(Subject.BULLETIN, bulletin))

    with pytest.raises((NotFound, IsArchived)):
        outbox.decide(first.letter, Decision.SEND_AGAIN)
    assert worker.claimed() == []

    if puts_away == "bin":
        desk.take_out_of_bin(bulletin)
    else:
        archive.take_out(Ref(Subject.BULLETIN, bulletin))
    outbox.decide(first.letter, Decision.SEND_AGAIN)
    assert worker.claimed() == ["roy@ville.example"]
