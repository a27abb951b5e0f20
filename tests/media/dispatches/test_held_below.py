"""An embargo on the English text holds the letters that have it below the French one."""

from collections.abc import Sequence

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import Overtaken, Overtaking
from comms_desk.mail.last_check import prove
from comms_desk.media.drafting.model import DraftId
from comms_desk.settings import ENGLISH
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from tests.media.dispatches.sent import MINUTE, TEN, Press, address, in_english, recorded, to

ZOE, LUC = "zoe@journal.example", "luc@radio.example"
ELEVEN = TEN + 60 * MINUTE
NINE = TEN - 60 * MINUTE


@pytest.fixture
def press(database: Database) -> Press:
    DeskSettings(database).set(ENGLISH, True)
    return Press(database)


def both(press: Press) -> tuple[DraftId, DraftId]:
    draft, english = press.draft(), in_english(press)
    press.desk.set_english(draft, recorded(english))
    return draft, english


def said(press: Press, message: Sequence[object]) -> str:
    return OutboxDesk(press.database).message(message[-1]).content.text  # type: ignore[arg-type]


def test_english_put_under_embargo_holds_what_waits_with_it(
    press: Press, clock: StillClock
) -> None:
    draft, english = both(press)
    press.desk.send(draft, to(ZOE, LUC))
    press.embargo(english, TEN)
    worker = press.worker()

    assert worker.carry() == []
    press.embargo(english, ELEVEN)
    clock.at = TEN
    assert worker.carry() == []
    clock.at = ELEVEN
    assert worker.carry() == [ZOE, LUC]


def test_english_whose_embargo_is_lifted_holds_nothing_any_more(press: Press) -> None:
    draft, english = both(press)
    press.desk.send(draft, to(ZOE))
    press.embargo(english, TEN)

    press.embargoes.lift(Ref(Subject.DRAFT, english))

    assert press.worker().carry() == [ZOE]


def test_english_put_under_embargo_holds_what_is_on_the_wire(press: Press) -> None:
    draft, english = both(press)
    press.desk.send(draft, to(ZOE))
    worker = press.worker()
    (claim,) = worker.claim()
    prove(press.database, claim, token=worker.token)
    press.embargo(english, TEN)

    with pytest.raises(Overtaken) as caught:
        prove(press.database, claim, token=worker.token)

    assert caught.value.why is Overtaking.EMBARGO


def test_what_has_no_english_below_it_waits_for_no_other_text(press: Press) -> None:
    draft, english = press.draft(), in_english(press)
    press.desk.send(draft, to(ZOE))
    press.desk.set_english(draft, recorded(english))
    press.embargo(english, TEN)

    assert press.worker().carry() == [ZOE]


def test_what_waits_for_the_english_says_until_when_to_who_signed_both(
    press: Press, clock: StillClock
) -> None:
    draft, english = both(press)
    press.embargo(draft, TEN, ZOE, LUC)
    press.desk.send(draft, to(ZOE, LUC))
    press.embargo(english, ELEVEN, ZOE)
    worker = press.worker()
    assert worker.carry() == []

    assert press.desk.follow_embargoes() == 2

    assert press.desk.follow_embargoes() == 0
    (claim,) = worker.claim()
    prove(press.database, claim, token=worker.token)
    assert claim.to.bare == ZOE
    words = said(press, [claim.message])
    assert "Sous embargo jusqu’au mardi 24 novembre 2026, 11\u00a0h\u00a0(HE)." in words
    assert "10\u00a0h\u00a0(HE)" not in words
    clock.at = TEN
    assert worker.claim() == ()
    clock.at = ELEVEN
    assert [each.to.bare for each in worker.claim()] == [LUC]


def test_who_signed_for_a_text_signed_for_the_english_that_is_public_no_later(
    press: Press,
) -> None:
    draft, english = both(press)
    press.embargo(draft, TEN, ZOE)
    press.desk.send(draft, to(ZOE))
    press.embargo(english, NINE)
    worker = press.worker()

    (claim,) = worker.claim()

    prove(press.database, claim, token=worker.token)


def test_who_signed_for_the_english_alone_has_no_letter_that_says_to_publish(
    press: Press,
) -> None:
    draft, english = both(press)
    press.desk.send(draft, to(ZOE))
    press.embargo(english, TEN, ZOE)
    worker = press.worker()
    assert worker.carry() == []

    press.desk.follow_embargoes()

    assert "Pour diffusion immédiate." in said(press, press.desk.of(draft)[0].messages)
    assert worker.carry() == []


def test_a_test_in_the_house_waits_for_no_embargo(press: Press) -> None:
    draft, english = both(press)
    press.embargo(english, TEN)
    press.desk.test(draft, to(ZOE), address("moi@ville.example"))

    assert press.worker().carry() == ["moi@ville.example"]
