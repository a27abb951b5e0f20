"""An embargo that moves takes the letters that wait with it: they say its hour, never another."""

from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from comms_desk.clock import StillClock
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import OutcomeUnknown
from comms_desk.mail.model import Decision
from comms_desk.media.dispatches.desk import DispatchDesk
from comms_desk.media.dispatches.model import Amendment, DispatchKind, SendingTime
from comms_desk.media.drafting.letters import LetterTemplateBroken
from comms_desk.media.drafting.model import DraftId
from comms_desk.storage.database import Database
from tests.media.dispatches.sent import MINUTE, TEN, Press, to

ZOE, LUC = "zoe@journal.example", "luc@radio.example"
ELEVEN = TEN + 60 * MINUTE


@pytest.fixture
def press(database: Database) -> Press:
    return Press(database)


def last_text(press: Press, draft: DraftId) -> str:
    (latest, *_earlier) = press.desk.of(draft)
    return OutboxDesk(press.database).message(latest.messages[-1]).content.text


def test_what_waits_under_embargo_says_its_new_hour(press: Press, clock: StillClock) -> None:
    draft = press.draft()
    copy = press.list("Copie interne", *to(ZOE).also, rank=1, early=5)
    press.embargo(draft, TEN, ZOE)
    press.desk.send(draft, replace(to(LUC), lists=(copy,), when=SendingTime.WHEN_LIFTED))
    press.embargo(draft, ELEVEN)
    worker = press.worker()
    clock.at = TEN - 5 * MINUTE
    assert worker.carry() == []

    assert press.desk.follow_embargoes() == 2

    assert press.desk.follow_embargoes() == 0
    clock.at = ELEVEN - 5 * MINUTE
    (claim,) = worker.claim()
    said = OutboxDesk(press.database).message(claim.message).content.text
    assert claim.to.bare == ZOE
    assert "Sous embargo jusqu’au mardi 24 novembre 2026, 11\u00a0h\u00a0(HE)." in said
    clock.at = ELEVEN
    assert worker.carry() == [LUC]


def test_what_is_lifted_early_says_that_it_is_for_immediate_release(
    press: Press, clock: StillClock
) -> None:
    draft = press.draft()
    copy = press.list("Copie interne", *to(ZOE).also, rank=1, early=5)
    press.embargo(draft, TEN, ZOE)
    press.desk.send(draft, replace(to(), lists=(copy,), when=SendingTime.WHEN_LIFTED))
    clock.at = TEN - 30 * MINUTE
    press.embargoes.lift(press.drafts.get(draft).ref)

    press.desk.follow_embargoes(draft)

    assert press.worker().carry() == [ZOE]
    assert "Pour diffusion immédiate." in last_text(press, draft)


def test_the_text_that_was_sent_is_written_anew_and_not_what_stands_by_now(
    press: Press, clock: StillClock
) -> None:
    draft = press.draft()
    press.embargo(draft, TEN)
    press.desk.send(draft, replace(to(ZOE), when=SendingTime.WHEN_LIFTED))
    press.rewrite(draft, "Il y a 45 pistes.")
    next_day = ELEVEN + 24 * 60 * MINUTE
    press.embargo(draft, next_day)

    press.desk.follow_embargoes()

    assert "54 pistes" in last_text(press, draft)
    assert "Montréal, le 25 novembre 2026. –" in last_text(press, draft)
    clock.at = next_day
    assert press.worker().carry() == [ZOE]


def test_a_notice_stays_a_notice(press: Press, clock: StillClock) -> None:
    draft = press.draft()
    press.embargo(draft, TEN, ZOE)
    press.desk.send(draft, to(ZOE))
    worker = press.worker()
    worker.carry()
    press.rewrite(draft, "Il y a 45 pistes.")
    press.desk.correct(draft, Amendment(wrong="54", right="45"))
    press.embargo(draft, ELEVEN)

    press.desk.follow_embargoes()

    assert worker.carry() == [ZOE]
    text = last_text(press, draft)
    assert "il fallait lire «\u00a045\u00a0»" in text
    assert "corrigé, 7\u00a0h\u00a030" in text
    assert "11\u00a0h\u00a0(HE)" in text
    (letter, *_earlier) = press.desk.letters(draft).rows
    assert b"In-Reply-To: <1." in OutboxDesk(press.database).bytes_of(letter.id)


def test_who_may_have_it_already_is_told_though_it_was_written_anew(press: Press) -> None:
    draft = press.draft()
    press.embargo(draft, TEN, ZOE)
    press.desk.send(draft, to(ZOE))
    worker = press.worker()
    (claim,) = worker.claim()
    worker.departures.settle(worker.account, claim, OutcomeUnknown("smtp", "reset"))
    OutboxDesk(press.database).decide(claim.letter, Decision.SEND_AGAIN)
    press.embargo(draft, ELEVEN)
    assert press.desk.follow_embargoes() == 1
    press.desk.stop(draft)
    press.rewrite(draft, "Il y a 45 pistes.")

    plan = press.desk.plan_amendment(
        draft, DispatchKind.CORRECTION, Amendment(wrong="54", right="45")
    )

    assert [each.bare for each in plan.told] == [ZOE]


def test_a_notice_written_anew_answers_the_letter_that_they_had(press: Press) -> None:
    draft = press.draft()
    press.embargo(draft, TEN, ZOE)
    press.desk.send(draft, to(ZOE))
    press.worker().carry()
    press.rewrite(draft, "Il y a 45 pistes.")
    press.desk.correct(draft, Amendment(wrong="54", right="45"))
    press.embargo(draft, ELEVEN)

    press.desk.follow_embargoes()

    outbox = OutboxDesk(press.database)
    anew, _stopped, first = (
        message_from_bytes(outbox.bytes_of(each.id), policy=policy.default)
        for each in press.desk.letters(draft).rows
    )
    assert anew["In-Reply-To"] == anew["References"] == first["Message-ID"]


def test_a_text_that_cannot_be_written_anew_keeps_no_other_waiting(
    press: Press, tmp_path: Path
) -> None:
    first, second = press.draft(), press.draft()
    press.embargo(first, TEN, ZOE)
    press.desk.send(first, to(ZOE))
    press.worker().carry()
    press.rewrite(first, "Il y a 45 pistes.")
    press.desk.correct(first, Amendment(wrong="54", right="45"))
    press.embargo(second, TEN)
    press.desk.send(second, replace(to(LUC), when=SendingTime.WHEN_LIFTED))
    press.embargo(first, ELEVEN)
    press.embargo(second, ELEVEN)
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "correction.fr.md").write_text("{{ nothing }}", encoding="utf-8")

    with pytest.raises(LetterTemplateBroken):
        DispatchDesk(press.database, tmp_path).follow_embargoes()

    assert len(press.desk.of(second)[0].messages) == 2
