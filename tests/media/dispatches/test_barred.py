"""Who is not to be contacted has no letter at an address that was nobody's when it was queued."""

from dataclasses import replace

import pytest

from comms_desk.mail.model import LetterState
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.dispatches.model import Amendment, DispatchKind
from comms_desk.media.lists.model import LeftOut
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.media.dispatches.sent import Press, address, to

ZOE, LUC = "zoe@journal.example", "luc@radio.example"
BARRED = NewContact(
    family_name="Roy",
    positions=(NewPosition(emails=(address(ZOE),)),),
    do_not_contact=True,
    do_not_contact_reason="Plainte",
)


@pytest.fixture
def press(database: Database) -> Press:
    return Press(database)


def test_what_waits_for_an_address_is_withheld_once_its_reader_is_barred(press: Press) -> None:
    draft = press.draft()
    press.desk.send(draft, to(ZOE, LUC))

    ContactDesk(press.database).add(BARRED)

    assert press.worker().carry() == [LUC]
    (sent,) = press.desk.of(draft)
    assert sent.counts[LetterState.WITHHELD] == 1


def test_a_correction_leaves_out_whose_address_is_that_of_somebody_barred_by_now(
    press: Press,
) -> None:
    draft, worker = press.draft(), press.worker()
    press.desk.send(draft, to(ZOE, LUC))
    assert worker.carry() == [ZOE, LUC]
    ContactDesk(press.database).add(BARRED)
    press.rewrite(draft, "Il y a 45 pistes.")

    plan = press.desk.plan_amendment(draft, DispatchKind.CORRECTION, Amendment(note="45."))
    press.desk.correct(draft, Amendment(note="45."), shown=plan)

    assert [(each.left_out, each.note) for each in plan.left_out] == [(LeftOut.BARRED, "Plainte")]
    assert worker.carry() == [LUC]


def test_what_waits_for_an_address_is_withheld_once_somebody_barred_has_it(press: Press) -> None:
    contacts, draft = ContactDesk(press.database), press.draft()
    elsewhere = NewPosition(emails=(address("zoe@ailleurs.example"),))
    barred = contacts.add(replace(BARRED, positions=(elsewhere,)))
    press.desk.send(draft, to(ZOE, LUC))

    contacts.edit_position(
        barred.positions[0].id, FieldChange("emails", ("zoe@ailleurs.example",), (ZOE,))
    )

    assert press.worker().carry() == [LUC]
