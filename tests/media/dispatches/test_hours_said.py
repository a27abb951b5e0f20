"""The hours that a correction and a withdrawal say: never one that only who had signed knew."""

from dataclasses import replace
from pathlib import Path

from comms_desk.clock import StillClock
from comms_desk.mail.desk import OutboxDesk
from comms_desk.media.dispatches.desk import DispatchDesk
from comms_desk.media.dispatches.model import DispatchKind, SendingTime
from comms_desk.media.drafting.model import DraftId
from tests.media.dispatches.sent import MINUTE, TEN, Carrier, Press, address, to
from tests.media.dispatches.test_amendments import (
    LUC,
    WRONG,
    ZOE,
    corrected,
    press,
    sent,
)

__all__ = ["press"]


def corrected_at_ten_forty(press: Press, clock: StillClock) -> DraftId:
    """Send a release at 10:02, and its correction: both left."""
    draft = sent(press, ZOE, LUC)
    clock.at = TEN + 2 * MINUTE
    worker = press.worker()
    worker.carry()
    corrected(press, draft)
    clock.at = TEN + 40 * MINUTE
    press.desk.correct(draft, WRONG)
    worker.carry()
    return draft


def test_a_withdrawal_names_each_version_that_left_and_asks_for_no_other_withdrawal(
    press: Press, clock: StillClock
) -> None:
    draft = corrected_at_ten_forty(press, clock)

    press.desk.withdraw(draft, "Un nom y était de trop.")

    (latest, *_before) = press.desk.of(draft)
    left = OutboxDesk(press.database).message(latest.messages[0]).content
    said = left.text.replace("\u00a0", " ")
    assert (
        "transmis à 10 h 02, puis dans une version corrigée à 10 h 40 : ni l’une ni l’autre ne "
        "doit être publiée." in said
    )
    assert "Retrait »" not in said
    assert left.unsubscribe.startswith("mailto:")


def test_a_withdrawal_says_no_hour_at_which_only_who_had_signed_had_the_text(
    press: Press, clock: StillClock
) -> None:
    draft = press.draft()
    press.embargo(draft, TEN, ZOE)
    early = press.list("Copie interne", address(ZOE), rank=1, early=5)
    clock.at = TEN - 60 * MINUTE
    press.desk.send(draft, replace(to(LUC), lists=(early,), when=SendingTime.WHEN_LIFTED))
    clock.at = TEN - 4 * MINUTE
    assert press.worker().carry() == [ZOE]
    corrected(press, draft)
    press.desk.correct(draft, WRONG)
    clock.at = TEN + MINUTE
    assert sorted(Carrier(press.database, "worker").carry()) == [LUC, ZOE]

    (notice, *_others) = press.desk.plan_amendment(draft, DispatchKind.WITHDRAWAL).letters

    assert "transmis à 10\u00a0h\u00a001." in notice.text
    assert "puis dans une version" not in notice.text


def test_an_offices_own_words_of_a_correction_have_an_hour(
    press: Press, clock: StillClock, tmp_path: Path
) -> None:
    draft = corrected_at_ten_forty(press, clock)
    press.rewrite(draft, "Il y a 46 pistes.")
    own = tmp_path / "letters" / "correction.fr.md"
    own.parent.mkdir()
    own.write_text("Correction\n\nCelui de {{ sent }} est faux.\n", encoding="utf-8")
    desk = DispatchDesk(press.database, templates=tmp_path)

    (notice,) = desk.plan_amendment(draft, DispatchKind.CORRECTION, WRONG).letters

    assert "Celui de à 10\u00a0h\u00a040 est faux." in notice.text
