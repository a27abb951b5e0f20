"""What left is corrected and withdrawn, to exactly those who have it; what waits is replaced."""

from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from typing import override

import pytest

from comms_desk.changes import Subject
from comms_desk.clock import StillClock
from comms_desk.errors import CommsDeskError
from comms_desk.mail import within as outbox
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import LetterRefused, OutcomeUnknown, Overtaken, Overtaking, Stage
from comms_desk.mail.model import (
    Account,
    Decision,
    ExclusionReason,
    LetterState,
    NothingToDecide,
)
from comms_desk.mail.store import LetterRow
from comms_desk.media.dispatches.amendments import TextStanding
from comms_desk.media.dispatches.desk import DispatchDesk
from comms_desk.media.dispatches.model import (
    Amendment,
    CorrectionUnsaid,
    DispatchKind,
    NobodyToSendTo,
    NothingWasSent,
    SameAsSent,
    SendingTime,
    SinceSent,
    TextChanged,
    WasWithdrawn,
)
from comms_desk.media.drafting.model import DraftId, DraftStatus
from comms_desk.media.lists.model import LeftOut
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.media.dispatches.sent import (
    MINUTE,
    TAKEN,
    TEN,
    TEXT,
    TITLE,
    Carrier,
    Press,
    address,
    to,
)

ZOE, LUC, ANA = "zoe@journal.example", "luc@radio.example", "ana@tele.example"
WRONG = Amendment(wrong="54", right="45")
UNKNOWN = LetterRefused(Stage.RECIPIENT, 550, "5.1.1 Unknown")


@pytest.fixture
def press(database: Database) -> Press:
    return Press(database)


def sent(press: Press, *addresses: str) -> DraftId:
    draft = press.draft()
    press.desk.send(draft, to(*addresses))
    return draft


def corrected(press: Press, draft: DraftId) -> None:
    press.rewrite(draft, "Il y a 45 pistes.")


def letters(press: Press, draft: DraftId) -> list[tuple[str, str, LetterState]]:
    found = press.desk.letters(draft).rows
    return [(each.to.bare, each.subject.split(" –")[0], each.state) for each in reversed(found)]


def test_those_who_have_it_are_told_and_for_whom_it_waits_it_is_replaced(
    press: Press, clock: StillClock
) -> None:
    draft = sent(press, ZOE, LUC)
    clock.at = TEN + 2 * MINUTE
    worker = press.worker()
    assert worker.carry(most=1) == [ZOE]
    corrected(press, draft)
    clock.at = TEN + 40 * MINUTE
    plan = press.desk.plan_amendment(draft, DispatchKind.CORRECTION, WRONG)

    done = press.desk.correct(draft, WRONG, shown=plan)

    assert [each.bare for each in plan.told] == [ZOE]
    assert [each.bare for each in plan.replaced] == [LUC]
    notice, text = plan.letters
    assert text.subject == f"Communiqué – {TITLE}"
    assert "corrigé" in text.text
    assert "il fallait lire" not in text.text
    assert [each.bare for each in (notice.to, text.to) if each is not None] == [ZOE, LUC]
    assert notice.subject == f"CORRECTION – {TITLE}"
    assert (
        "Dans le communiqué transmis à 10\u00a0h\u00a002, il fallait lire «\u00a045\u00a0» "
        "et non «\u00a054\u00a0». Cette version remplace la précédente." in notice.text
    )
    assert "2026-118 · corrigé, 10\u00a0h\u00a040" in notice.text
    assert (done.told, done.replaced) == (1, 1)
    assert sorted(Carrier(press.database, "worker").carry()) == [LUC, ZOE]
    assert letters(press, draft) == [
        (ZOE, "Communiqué", LetterState.SENT),
        (LUC, "Communiqué", LetterState.CANCELLED),
        (ZOE, "CORRECTION", LetterState.SENT),
        (LUC, "Communiqué", LetterState.SENT),
    ]
    assert press.drafts.get(draft).status is DraftStatus.CORRECTED
    assert press.drafts.get(draft).number == "2026-118"


def test_a_correction_says_when_it_was_out_not_when_some_had_it_under_embargo(
    press: Press, clock: StillClock
) -> None:
    draft = press.draft()
    press.embargo(draft, TEN, ZOE)
    early = press.list("Copie interne", address(ZOE), rank=1, early=5)
    wanted = replace(to(LUC), lists=(early,), when=SendingTime.WHEN_LIFTED)
    clock.at = TEN - 60 * MINUTE
    press.desk.send(draft, wanted)
    clock.at = TEN - 4 * MINUTE
    worker = press.worker()
    assert worker.carry() == [ZOE]
    clock.at = TEN + MINUTE
    assert Carrier(press.database, "worker").carry() == [LUC]
    corrected(press, draft)

    plan = press.desk.plan_amendment(draft, DispatchKind.CORRECTION, WRONG)

    (notice,) = plan.letters
    assert "transmis à 10\u00a0h\u00a001," in notice.text


def test_a_correction_is_to_the_name_that_the_text_was_sent_to(press: Press) -> None:
    draft = press.draft()
    zoe = press.contact("Lavoie", ZOE)
    press.desk.send(draft, replace(to(), also=(zoe, address("Luc Roy <luc@radio.example>"))))
    press.worker().carry()
    corrected(press, draft)

    press.desk.correct(draft, WRONG)

    names = [each.to.name for each in press.desk.letters(draft).rows]
    assert sorted(names) == ["Lavoie", "Lavoie", "Luc Roy", "Luc Roy"]


def test_who_may_have_it_is_told_too_and_nobody_can_send_the_wrong_text_again(
    press: Press,
) -> None:
    draft = sent(press, ZOE, LUC)
    worker = press.worker()
    zoe, luc = worker.claim()
    worker.departures.settle(worker.account, zoe, OutcomeUnknown("smtp.ville.example", "reset"))
    worker.departures.settle(worker.account, luc, LetterRefused(Stage.RECIPIENT, 550, "5.1.1 no"))
    corrected(press, draft)

    done = press.desk.correct(draft, WRONG)

    assert (done.told, done.replaced) == (1, 0)
    assert worker.carry() == [ZOE]
    for letter in (zoe.letter, luc.letter):
        with pytest.raises(NothingToDecide):
            OutboxDesk(press.database).decide(letter, Decision.SEND_AGAIN)


def test_what_is_on_the_wire_counts_as_received_and_never_leaves_again(press: Press) -> None:
    draft = sent(press, ZOE)
    worker = press.worker()
    (claim,) = worker.claim()
    corrected(press, draft)

    press.desk.correct(draft, WRONG)
    worker.departures.settle(worker.account, claim, Overtaken(Overtaking.DECISION))

    assert worker.carry() == [ZOE]
    assert letters(press, draft) == [
        (ZOE, "Communiqué", LetterState.CANCELLED),
        (ZOE, "CORRECTION", LetterState.SENT),
    ]


@pytest.mark.parametrize("outcome", [None, OutcomeUnknown("smtp", "reset"), UNKNOWN])
def test_the_wrong_text_that_fails_on_the_wire_is_sent_again_by_nobody(
    press: Press, outcome: CommsDeskError | None
) -> None:
    draft = sent(press, ZOE)
    worker = press.worker()
    (claim,) = worker.claim()
    corrected(press, draft)

    press.desk.correct(draft, WRONG)
    if outcome is None:  # The worker died meanwhile.
        worker.departures.take_over(worker.token)
    else:
        worker.departures.settle(worker.account, claim, outcome)

    outbox = OutboxDesk(press.database)
    assert outbox.letters(undecided=True).rows == ()
    with pytest.raises(NothingToDecide):
        outbox.decide(claim.letter, Decision.SEND_AGAIN)
    assert worker.carry() == [ZOE]
    worker.departures.settle(worker.account, claim, TAKEN)
    assert outbox.letter(claim.letter).state is LetterState.SENT


def test_where_nobody_has_it_the_text_is_replaced_and_nobody_is_told(press: Press) -> None:
    draft = sent(press, ZOE)
    corrected(press, draft)

    done = press.desk.correct(draft, Amendment())

    assert (done.told, done.replaced) == (0, 1)
    assert press.worker().carry() == [ZOE]
    assert press.drafts.get(draft).status is DraftStatus.RELEASED
    assert [each.kind for each in press.desk.of(draft)] == [DispatchKind.RELEASE] * 2


def test_a_second_correction_reaches_who_had_either(press: Press) -> None:
    draft = sent(press, ZOE)
    worker = press.worker()
    worker.carry()
    corrected(press, draft)
    press.desk.correct(draft, WRONG)
    press.rewrite(draft, "Il y a 46 pistes.")

    done = press.desk.correct(draft, Amendment(note="Il y a 46 pistes."))
    press.desk.send(draft, to(ZOE, LUC))

    assert (done.told, done.replaced) == (1, 0)
    assert worker.carry() == [ZOE, LUC]


def test_under_embargo_those_alone_who_have_it_are_told(press: Press, clock: StillClock) -> None:
    draft = press.draft()
    press.embargo(draft, TEN, ZOE)
    press.desk.send(draft, to(ZOE, LUC))
    worker = press.worker()
    worker.carry()
    corrected(press, draft)

    press.desk.correct(draft, WRONG)

    assert worker.carry() == [ZOE]
    (latest, _first) = press.desk.of(draft)
    message = OutboxDesk(press.database).message(latest.messages[0])
    assert "Sous embargo jusqu’au mardi 24 novembre 2026" in message.content.text
    clock.at = TEN
    assert worker.carry() == []


def test_it_is_withdrawn_from_those_who_have_it_and_stopped_for_the_others(press: Press) -> None:
    draft = sent(press, ZOE, LUC)
    worker = press.worker()
    worker.carry(most=1)

    done = press.desk.withdraw(draft, "Un nom y était de trop.")

    assert (done.told, done.replaced) == (1, 1)
    assert worker.carry() == [ZOE]
    assert letters(press, draft) == [
        (ZOE, "Communiqué", LetterState.SENT),
        (LUC, "Communiqué", LetterState.CANCELLED),
        (ZOE, "RETRAIT", LetterState.SENT),
    ]
    assert press.drafts.get(draft).status is DraftStatus.WITHDRAWN
    with pytest.raises(WasWithdrawn):
        press.desk.send(draft, to(ANA))
    with pytest.raises(WasWithdrawn):
        press.desk.withdraw(draft)


def test_what_keeps_it_from_being_corrected_is_said(press: Press) -> None:
    never, as_sent, unsaid = press.draft(), sent(press, ZOE), sent(press, LUC)
    press.worker().carry()
    corrected(press, unsaid)

    with pytest.raises(NothingWasSent):
        press.desk.correct(never, WRONG)
    with pytest.raises(SameAsSent):
        press.desk.correct(as_sent, WRONG)
    with pytest.raises(CorrectionUnsaid):
        press.desk.correct(unsaid, Amendment(wrong="54"))


def test_a_correction_goes_to_whom_it_was_shown_to_go(press: Press) -> None:
    draft = sent(press, ZOE)
    press.worker().carry()
    corrected(press, draft)
    shown = press.desk.plan_amendment(draft, DispatchKind.CORRECTION, WRONG)
    press.rewrite(draft, "Il y a 46 pistes.")

    with pytest.raises(TextChanged):
        press.desk.correct(draft, WRONG, shown=shown)


class LettersLeave(DispatchDesk):
    """A desk that writes a correction for as long as it takes another letter to leave."""

    def __init__(self, press: Press, worker: Carrier) -> None:
        super().__init__(press.database)
        self._worker = worker

    @override
    def _account_of(self, standing: TextStanding) -> Account | None:
        self._worker.carry(most=1)
        return super()._account_of(standing)


def test_a_correction_tells_who_has_it_by_the_time_it_is_written(press: Press) -> None:
    draft = sent(press, ZOE, LUC, ANA)
    worker = press.worker()
    worker.carry(most=1)
    corrected(press, draft)

    done = LettersLeave(press, worker).correct(draft, WRONG)

    assert (done.told, done.replaced) == (2, 1)
    assert letters(press, draft) == [
        (ZOE, "Communiqué", LetterState.SENT),
        (LUC, "Communiqué", LetterState.SENT),
        (ANA, "Communiqué", LetterState.CANCELLED),
        (ZOE, "CORRECTION", LetterState.QUEUED),
        (LUC, "CORRECTION", LetterState.QUEUED),
        (ANA, "Communiqué", LetterState.QUEUED),
    ]


def test_a_correction_for_whom_nothing_was_written_is_looked_at_again(press: Press) -> None:
    draft = sent(press, ZOE, LUC)
    corrected(press, draft)

    with pytest.raises(TextChanged):
        LettersLeave(press, press.worker()).correct(draft, WRONG)

    assert press.desk.correct(draft, WRONG).told == 1


def test_a_correction_has_the_title_that_was_shown(press: Press) -> None:
    draft = sent(press, ZOE)
    press.worker().carry()
    corrected(press, draft)
    shown = press.desk.plan_amendment(draft, DispatchKind.CORRECTION, WRONG)
    press.drafts.edit(draft, FieldChange("title", TITLE, "Un autre budget"))

    with pytest.raises(TextChanged):
        press.desk.correct(draft, WRONG, shown=shown)


@pytest.mark.parametrize("kind", [DispatchKind.CORRECTION, DispatchKind.WITHDRAWAL])
def test_a_notice_that_was_stopped_is_sent_to_those_who_lack_it(
    press: Press, kind: DispatchKind
) -> None:
    draft = sent(press, ZOE, LUC, ANA)
    worker = press.worker()
    worker.carry(most=2)
    press.desk.stop(draft)
    corrected(press, draft)
    amend: Callable[[], object] = (
        partial(press.desk.correct, draft, WRONG)
        if kind is DispatchKind.CORRECTION
        else partial(press.desk.withdraw, draft, "Un nom y était de trop.")
    )
    amend()
    assert worker.carry(most=1) == [ZOE]
    press.desk.stop(draft)

    plan = press.desk.plan_amendment(draft, kind, WRONG)
    amend()

    assert [each.bare for each in plan.told] == [LUC]
    assert worker.carry() == [LUC]
    assert [each.edition for each in press.desk.of(draft)] == [2, 2, 1]
    with pytest.raises((SameAsSent, WasWithdrawn)):
        amend()


def test_the_history_of_the_text_says_what_it_became(press: Press) -> None:
    draft, worker = sent(press, ZOE), press.worker()
    worker.carry()
    corrected(press, draft)
    press.desk.correct(draft, WRONG)
    assert press.drafts.get(draft).status is DraftStatus.RELEASED
    worker.carry()

    said = [each.after for each in press.drafts.history(draft) if each.field == "status"]

    assert said == ["corrected", "released", "scheduled"]
    assert press.drafts.get(draft).ref.kind is Subject.DRAFT


def test_a_correction_answers_to_each_the_letter_that_they_had(press: Press) -> None:
    draft = sent(press, ZOE, LUC, ANA)
    assert press.worker().carry(most=2) == [ZOE, LUC]
    corrected(press, draft)

    press.desk.correct(draft, WRONG)

    by_reader: dict[str, list[EmailMessage]] = {}
    outbox = OutboxDesk(press.database)
    for each in reversed(press.desk.letters(draft).rows):
        written = message_from_bytes(outbox.bytes_of(each.id), policy=policy.default)
        by_reader.setdefault(each.to.bare, []).append(written)
    for reader in (ZOE, LUC):
        first, notice = by_reader[reader]
        assert first["In-Reply-To"] is None
        assert notice["In-Reply-To"] == notice["References"] == first["Message-ID"]
    # She had nothing: what takes its place is the first that she gets.
    assert [each["In-Reply-To"] for each in by_reader[ANA]] == [None, None]


def test_a_second_correction_answers_the_first(press: Press) -> None:
    draft = sent(press, ZOE)
    worker = press.worker()
    worker.carry()
    corrected(press, draft)
    press.desk.correct(draft, WRONG)
    worker.carry()
    press.rewrite(draft, "Il y a 46 pistes.")

    press.desk.correct(draft, Amendment(wrong="45", right="46"))

    outbox = OutboxDesk(press.database)
    ids = [
        message_from_bytes(outbox.bytes_of(each.id), policy=policy.default)
        for each in reversed(press.desk.letters(draft).rows)
    ]
    assert [each["In-Reply-To"] for each in ids] == [
        None,
        ids[0]["Message-ID"],
        ids[1]["Message-ID"],
    ]


def test_what_was_on_the_wire_as_it_was_corrected_is_not_sent_again(press: Press) -> None:
    draft = sent(press, ZOE)
    worker = press.worker()
    (claim,) = worker.claim()
    corrected(press, draft)
    press.desk.correct(draft, WRONG)
    worker.departures.take_over(worker.token)  # nobody knows whether the wrong text left

    assert press.desk.close_replaced() == 0  # it bears that decision since the correction
    with press.database.transaction() as transaction:
        letter = transaction.session.get_one(LetterRow, claim.letter)
        letter.decided_by = letter.decided_at = None  # as a desk of before knew it

    assert press.desk.close_replaced() == 1

    assert press.desk.close_replaced() == 0
    with pytest.raises(NothingToDecide):
        OutboxDesk(press.database).decide(claim.letter, Decision.SEND_AGAIN)
    assert worker.carry() == [ZOE]


def test_who_is_not_to_be_contacted_since_is_left_out_and_counted_apart(press: Press) -> None:
    draft = press.draft()
    zoe = press.contact("Lavoie", ZOE)
    press.desk.send(draft, replace(to(), also=(zoe, address(LUC), address(ANA))))
    worker = press.worker()
    worker.carry()
    with press.database.transaction() as transaction:
        outbox.bar_all(transaction, {zoe: "À sa demande"})
    OutboxDesk(press.database).suppress(address(LUC), because=ExclusionReason.BOUNCED)
    corrected(press, draft)
    plan = press.desk.plan_amendment(draft, DispatchKind.CORRECTION, WRONG)

    done = press.desk.correct(draft, WRONG, shown=plan)

    assert [each.bare for each in plan.told] == [ANA]
    assert [(each.ref, each.left_out, each.note) for each in plan.left_out] == [
        (zoe, LeftOut.BARRED, "À sa demande"),
        (None, LeftOut.EXCLUDED, ""),
    ]
    assert done.told == 1
    assert worker.carry() == [ANA]


def test_where_nobody_who_has_it_may_be_written_to_it_is_withdrawn_and_not_corrected(
    press: Press,
) -> None:
    draft = sent(press, ZOE)
    press.worker().carry()
    OutboxDesk(press.database).suppress(address(ZOE), because=ExclusionReason.ASKED)
    corrected(press, draft)

    plan = press.desk.plan_amendment(draft, DispatchKind.CORRECTION, WRONG)
    done = press.desk.withdraw(draft)

    assert [type(each) for each in plan.obstacles] == [NobodyToSendTo]
    assert (done.told, done.replaced) == (0, 0)
    assert press.drafts.get(draft).status is DraftStatus.WITHDRAWN


def test_a_text_that_is_written_on_once_it_left_differs_until_its_correction_leaves(
    press: Press,
) -> None:
    draft = press.draft()
    assert press.desk.since_sent(draft) is None
    press.desk.send(draft, to(ZOE))
    assert press.desk.since_sent(draft) is None
    corrected = TEXT.replace("54", "45")
    press.rewrite(draft, corrected)

    assert press.desk.since_sent(draft) == SinceSent(has_left=False, wrong="54", right="45")
    press.worker().carry()
    assert press.desk.since_sent(draft) == SinceSent(has_left=True, wrong="54", right="45")
    typed = press.desk.since_sent(draft, corrected.replace("Une suite", "Une fin"))
    assert typed == SinceSent(has_left=True, wrong="", right="")
    assert press.desk.since_sent(draft, TEXT) is None
    press.desk.correct(draft, WRONG)
    assert press.desk.since_sent(draft) is None
    press.desk.stop(draft)
    assert press.desk.since_sent(draft) == SinceSent(has_left=True, wrong="54", right="45")
    press.rewrite(draft, TEXT)
    assert press.desk.since_sent(draft) is None


def test_a_title_that_changed_differs_and_what_was_withdrawn_or_stopped_does_not(
    press: Press,
) -> None:
    left, stopped = sent(press, ZOE), sent(press, LUC)
    press.desk.stop(stopped)
    press.worker().carry()
    for draft in (left, stopped):
        press.drafts.edit(draft, FieldChange("title", TITLE, TITLE.replace("3,1", "3,2")))

    since = press.desk.since_sent(left)

    assert since is not None
    assert (since.wrong, since.right) == ("3,1\u00a0%", "3,2\u00a0%")
    assert press.desk.since_sent(stopped) is None
    press.desk.withdraw(left)
    assert press.desk.since_sent(left) is None
