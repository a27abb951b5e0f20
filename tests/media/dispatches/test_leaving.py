"""A text is called released once a letter of it left, and not as they are queued."""

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import OutcomeUnknown, Refused, Stage
from comms_desk.mail.model import Decision, LettersLeaving
from comms_desk.media.dispatches.model import Amendment
from comms_desk.media.drafting.model import DraftId, DraftStatus
from comms_desk.storage import sayings
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.media.dispatches.sent import MINUTE, TAKEN, TEN, Press, to

ZOE, LUC = "zoe@journal.example", "luc@radio.example"


@pytest.fixture
def press(database: Database) -> Press:
    return Press(database)


def status(press: Press, draft: DraftId) -> DraftStatus:
    press.desk.settle_scheduled()
    return press.drafts.get(draft).status


def said(press: Press, draft: DraftId) -> list[str]:
    """What others are told that this text said already."""
    with press.database.snapshot() as snapshot:
        found = sayings.every(snapshot, Ref(Subject.DRAFT, draft))
        return [each.text for each in found if each.at <= snapshot.now]


def test_it_is_scheduled_while_its_letters_wait_and_released_once_one_left(press: Press) -> None:
    draft, worker = press.draft(), press.worker()
    press.desk.send(draft, to(*(f"{place}@journal.example" for place in range(111))))

    assert status(press, draft) is DraftStatus.SCHEDULED
    claims = worker.claim()
    assert status(press, draft) is DraftStatus.SCHEDULED
    assert said(press, draft) == []

    worker.departures.settle(worker.account, claims[0], TAKEN)
    assert status(press, draft) is DraftStatus.RELEASED
    assert len(said(press, draft)) == 1


def test_what_was_stopped_before_it_left_was_never_released(press: Press) -> None:
    draft = press.draft()
    press.desk.send(draft, to(ZOE, LUC))

    press.desk.stop(draft)

    assert press.drafts.get(draft).status is DraftStatus.DRAFT
    press.drafts.put_in_bin(draft)


@pytest.mark.parametrize(
    ("outcome", "became"),
    [
        (OutcomeUnknown("smtp", "reset"), DraftStatus.RELEASED),
        (Refused(Stage.RECIPIENT, 550, "5.1.1 no"), DraftStatus.DRAFT),
    ],
)
def test_what_may_have_left_releases_it_and_what_was_refused_does_not(
    press: Press, outcome: OutcomeUnknown | Refused, became: DraftStatus
) -> None:
    draft, worker = press.draft(), press.worker()
    press.desk.send(draft, to(ZOE))
    (claim,) = worker.claim()

    worker.departures.settle(worker.account, claim, outcome)

    assert status(press, draft) is became


def test_what_was_refused_and_is_sent_again_is_scheduled_and_then_released(press: Press) -> None:
    draft, worker = press.draft(), press.worker()
    press.desk.send(draft, to(ZOE))
    (claim,) = worker.claim()
    refused = Refused(Stage.RECIPIENT, 550, "5.1.1 no")
    worker.departures.settle(worker.account, claim, refused)
    assert status(press, draft) is DraftStatus.DRAFT

    OutboxDesk(press.database).decide(claim.letter, Decision.SEND_AGAIN)

    assert status(press, draft) is DraftStatus.SCHEDULED
    assert worker.carry() == [ZOE]
    assert status(press, draft) is DraftStatus.RELEASED
    assert len(said(press, draft)) == 1


def test_who_has_it_under_embargo_does_not_release_it(press: Press, clock: StillClock) -> None:
    draft, worker = press.draft(), press.worker()
    press.embargo(draft, TEN, ZOE)
    press.desk.send(draft, to(ZOE))

    assert worker.carry() == [ZOE]
    assert status(press, draft) is DraftStatus.SCHEDULED
    assert said(press, draft) == []

    clock.advance(TEN - clock.now() + MINUTE)
    assert status(press, draft) is DraftStatus.RELEASED
    assert len(said(press, draft)) == 1


def test_what_it_said_is_what_left_and_not_what_was_typed_since(press: Press) -> None:
    draft = press.draft("Il y a 54 pistes.")
    press.desk.send(draft, to(ZOE))
    press.rewrite(draft, "Il y a 45 pistes.")

    press.worker().carry()

    assert said(press, draft) == ["Il y a 54 pistes."]


def test_it_is_corrected_once_a_notice_left(press: Press) -> None:
    draft, worker = press.draft("Il y a 54 pistes."), press.worker()
    press.desk.send(draft, to(ZOE))
    worker.carry()
    press.rewrite(draft, "Il y a 45 pistes.")

    press.desk.correct(draft, Amendment(wrong="54", right="45"))
    assert status(press, draft) is DraftStatus.RELEASED

    worker.carry()
    assert status(press, draft) is DraftStatus.CORRECTED
    assert said(press, draft) == ["Il y a 45 pistes."]


def test_a_second_correction_is_said_once_it_left_and_not_as_it_is_queued(
    press: Press, clock: StillClock
) -> None:
    draft, worker = press.draft("Il y a 54 pistes."), press.worker()
    press.desk.send(draft, to(ZOE))
    worker.carry()
    press.rewrite(draft, "Il y a 45 pistes.")
    press.desk.correct(draft, Amendment(wrong="54", right="45"))
    worker.carry()
    assert status(press, draft) is DraftStatus.CORRECTED

    press.rewrite(draft, "Il y a 46 pistes.")
    clock.advance(MINUTE)
    press.desk.correct(draft, Amendment(wrong="45", right="46"))
    status(press, draft)
    assert said(press, draft) == ["Il y a 45 pistes."]
    press.desk.stop(draft)
    status(press, draft)
    assert said(press, draft) == ["Il y a 45 pistes."]

    press.desk.correct(draft, Amendment(wrong="45", right="46"))
    worker.carry()
    assert status(press, draft) is DraftStatus.CORRECTED
    assert said(press, draft) == ["Il y a 46 pistes."]
    assert press.desk.settle_scheduled() == 0


def test_nobody_calls_it_a_draft_while_its_letters_wait(press: Press) -> None:
    draft = press.draft()
    press.desk.send(draft, to(ZOE))
    change = FieldChange("status", DraftStatus.SCHEDULED, DraftStatus.DRAFT)

    with pytest.raises(LettersLeaving):
        press.drafts.edit(draft, change)

    by_hand = press.draft()
    press.drafts.edit(by_hand, FieldChange("status", DraftStatus.DRAFT, DraftStatus.SCHEDULED))
    assert status(press, by_hand) is DraftStatus.SCHEDULED
