"""A text is called released once a letter of it left, and not as they are queued."""

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.embargo import within as embargoes
from comms_desk.embargo.model import WordsUnderEmbargo
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import LetterRefused, OutcomeUnknown, Stage
from comms_desk.mail.model import Decision, LettersLeaving
from comms_desk.media.dispatches.model import Amendment
from comms_desk.media.drafting.model import DraftId, DraftStatus
from comms_desk.storage import sayings
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.media.dispatches.sent import MINUTE, TAKEN, TEN, Press, to

ZOE, LUC = "zoe@journal.example", "luc@radio.example"
REFUSED = LetterRefused(Stage.RECIPIENT, 550, "5.1.1 no")


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
        (LetterRefused(Stage.RECIPIENT, 550, "5.1.1 no"), DraftStatus.DRAFT),
    ],
)
def test_what_may_have_left_releases_it_and_what_was_refused_does_not(
    press: Press, outcome: OutcomeUnknown | LetterRefused, became: DraftStatus
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
    worker.departures.settle(worker.account, claim, REFUSED)
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


def test_what_was_uncertain_under_embargo_and_sent_again_is_no_draft_once_stopped(
    press: Press, clock: StillClock
) -> None:
    draft, worker = press.draft(), press.worker()
    press.embargo(draft, TEN, ZOE)
    press.desk.send(draft, to(ZOE))
    (claim,) = worker.claim()
    worker.departures.settle(worker.account, claim, OutcomeUnknown("smtp", "reset"))
    OutboxDesk(press.database).decide(claim.letter, Decision.SEND_AGAIN)

    press.desk.stop(draft)

    assert status(press, draft) is DraftStatus.SCHEDULED
    clock.advance(TEN - clock.now() + MINUTE)
    assert status(press, draft) is DraftStatus.RELEASED


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


def corrected_once(press: Press, clock: StillClock) -> DraftId:
    """A text of 54, corrected to 45, in which 46 has been typed since."""
    draft = press.draft("Il y a 54 pistes.")
    press.desk.send(draft, to(ZOE, LUC))
    press.worker().carry()
    for number in (45, 46):
        press.rewrite(draft, f"Il y a {number} pistes.")
        clock.advance(MINUTE)
        if number == 45:
            press.desk.correct(draft, Amendment(wrong="54", right="45"))
            press.worker().carry()
            assert status(press, draft) is DraftStatus.CORRECTED
    return draft


def test_what_was_refused_leaves_later_though_the_rest_was_stopped(press: Press) -> None:
    draft, worker = press.draft(), press.worker()
    press.desk.send(draft, to(ZOE, LUC))
    (claim,) = worker.claim(1)
    worker.departures.settle(worker.account, claim, REFUSED)
    press.desk.stop(draft)
    assert status(press, draft) is DraftStatus.DRAFT

    OutboxDesk(press.database).decide(claim.letter, Decision.SEND_AGAIN)
    worker.carry()

    assert status(press, draft) is DraftStatus.RELEASED
    assert len(said(press, draft)) == 1


def test_a_correction_stopped_while_one_is_on_the_wire_is_said_once_that_left(
    press: Press, clock: StillClock
) -> None:
    draft, worker = corrected_once(press, clock), press.worker()
    clock.advance(-60 * MINUTE)  # another computer's clock: hours are not what tells them apart
    press.desk.correct(draft, Amendment(wrong="45", right="46"))
    clock.advance(61 * MINUTE)
    (claim,) = worker.claim(1)
    press.desk.stop(draft)
    assert status(press, draft) is DraftStatus.CORRECTED
    assert said(press, draft) == ["Il y a 45 pistes."]

    worker.departures.settle(worker.account, claim, TAKEN)

    assert status(press, draft) is DraftStatus.CORRECTED
    assert said(press, draft) == ["Il y a 46 pistes."]
    assert press.desk.settle_scheduled() == 0


def test_a_correction_is_said_as_of_the_hour_at_which_it_left(
    press: Press, clock: StillClock
) -> None:
    draft = press.draft("Il y a 54 pistes.")
    press.desk.send(draft, to(ZOE))
    press.worker().carry()
    press.rewrite(draft, "Il y a 45 pistes.")
    press.desk.correct(draft, Amendment(wrong="54", right="45"))
    clock.advance(120 * MINUTE)
    press.worker().carry()

    assert status(press, draft) is DraftStatus.CORRECTED
    with press.database.snapshot() as snapshot:
        (now_said,) = sayings.every(snapshot, Ref(Subject.DRAFT, draft))
    assert now_said.at == clock.now()


def test_a_status_put_back_says_what_left_and_not_what_was_typed_since(press: Press) -> None:
    secret = "Quarante millions de dollars iront au nouveau stade du parc Jarry dès le printemps."
    held, draft = press.draft(secret, title="Stade"), press.draft("Il y a 54 pistes.")
    press.embargo(held, TEN)
    press.desk.send(draft, to(ZOE))
    press.worker().carry()
    assert status(press, draft) is DraftStatus.RELEASED
    press.rewrite(draft, f"Il y a 54 pistes.\n\n{secret}")

    by_mistake = FieldChange("status", DraftStatus.RELEASED, DraftStatus.WITHDRAWN)
    press.drafts.edit(draft, by_mistake)
    press.drafts.edit(draft, FieldChange("status", by_mistake.after, by_mistake.before))

    assert status(press, draft) is DraftStatus.RELEASED
    assert said(press, draft) == ["Il y a 54 pistes."]
    with press.database.snapshot() as snapshot, pytest.raises(WordsUnderEmbargo):
        embargoes.refuse_words(snapshot, secret)


def test_what_was_withdrawn_is_not_released_again_by_a_status(press: Press) -> None:
    draft, worker = press.draft(), press.worker()
    press.desk.send(draft, to(ZOE))
    worker.carry()
    press.desk.withdraw(draft, "Non")
    worker.carry()

    press.drafts.edit(draft, FieldChange("status", DraftStatus.WITHDRAWN, DraftStatus.DRAFT))

    assert status(press, draft) is DraftStatus.DRAFT
    assert said(press, draft) == []


@pytest.mark.parametrize("called", [DraftStatus.WITHDRAWN, DraftStatus.RELEASED])
def test_nobody_calls_it_otherwise_while_its_letters_wait(
    press: Press, called: DraftStatus
) -> None:
    draft = press.draft()
    press.desk.send(draft, to(ZOE))

    with pytest.raises(LettersLeaving):
        press.drafts.edit(draft, FieldChange("status", DraftStatus.SCHEDULED, called))
