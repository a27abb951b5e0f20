"""A person who is not to be contacted gets nothing, whatever their address; others still do."""

from collections.abc import Callable

import pytest
from sqlalchemy import insert

from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import Deferred, HungUp, OutcomeUnknown, Overtaken, Overtaking, Stage
from comms_desk.mail.last_check import prove
from comms_desk.mail.message import NewMessage, Purpose
from comms_desk.mail.model import (
    Barred,
    Decision,
    ExclusionReason,
    LetterId,
    LetterState,
    Queued,
    Recipient,
    Withheld,
)
from comms_desk.mail.store import BarredRow
from comms_desk.storage.database import Database
from comms_desk.wording.letters import state_of
from tests.mail.outbox_support import LUC, MINUTE, RELEASE, TAKEN, ZOE, Worker, account, state

ANA = Address(local="ana", domain="tele.example")
CAMILLE, ADA, REDACTION = (
    Ref(Subject.CONTACT, 1),
    Ref(Subject.CONTACT, 2),
    Ref(Subject.OUTLET, 1),
)
QUEUED, WITHHELD = LetterState.QUEUED, LetterState.WITHHELD


@pytest.fixture(autouse=True)
def presse(database: Database) -> None:
    account(database)


def bar(database: Database, *refs: Ref, note: str = "") -> None:
    with database.transaction() as transaction:
        outbox.bar_all(transaction, dict.fromkeys(refs, note))


def unbar(database: Database, *refs: Ref) -> None:
    with database.transaction() as transaction:
        outbox.unbar_all(transaction, refs)


def sent(database: Database, *to: Recipient) -> Queued:
    return OutboxDesk(database).send(NewMessage(subject="Avis", text="Bonjour"), to, about=RELEASE)


def again(database: Database, letter: LetterId, *to: Recipient) -> Queued:
    message = OutboxDesk(database).letter(letter).message
    with database.transaction() as transaction:
        return outbox.queue_all(transaction, message, to)


def only(database: Database) -> LetterId:
    (letter,) = OutboxDesk(database).letters().rows
    return letter.id


def test_who_is_barred_is_known_with_the_reason_and_whose_word_it_is(
    database: Database, clock: StillClock
) -> None:
    bar(database, CAMILLE, REDACTION, note="À sa demande")

    with database.snapshot() as snapshot:
        found = outbox.barred(snapshot, [CAMILLE, ADA])

    said = Barred(ref=CAMILLE, note="À sa demande", by=None, at=clock.now())
    assert found == {CAMILLE: said}


def test_who_is_barred_again_is_by_what_is_said_now(database: Database, clock: StillClock) -> None:
    bar(database, CAMILLE, note="À sa demande")
    clock.advance(MINUTE)

    bar(database, CAMILLE, note="Par téléphone seulement")

    with database.snapshot() as snapshot:
        found = outbox.barred(snapshot, [CAMILLE])[CAMILLE]
    assert (found.note, found.at) == ("Par téléphone seulement", clock.now())


def test_what_is_said_of_an_excluded_address_is_known(
    database: Database, clock: StillClock
) -> None:
    OutboxDesk(database).suppress(ZOE, because=ExclusionReason.BOUNCED, note="boîte pleine")

    with database.snapshot() as snapshot:
        found = outbox.excluded(snapshot, [ZOE.key, LUC.key])

    assert {key: each.note for key, each in found.items()} == {ZOE.key: "boîte pleine"}


def test_a_letter_for_who_is_barred_is_withheld_when_it_is_queued(database: Database) -> None:
    bar(database, CAMILLE)

    done = sent(database, Recipient(to=ZOE, persons=(CAMILLE,)), Recipient(to=LUC))

    assert (len(done.letters), done.withheld) == (1, 1)
    assert Worker(database).claimed() == [LUC.bare]


def test_a_letter_says_what_withholds_it_as_things_stand(database: Database) -> None:
    bar(database, CAMILLE)
    OutboxDesk(database).suppress(LUC, because=ExclusionReason.BOUNCED)
    sent(database, Recipient(to=ZOE, persons=(CAMILLE,)), Recipient(to=LUC), Recipient(to=ANA))

    assert why_withheld(database) == {
        ZOE.bare: (Withheld.BARRED, "Non envoyé (ne pas contacter)"),
        LUC.bare: (Withheld.EXCLUDED, "Non envoyé (exclu)"),
        ANA.bare: (None, "En attente"),
    }

    unbar(database, CAMILLE)
    assert why_withheld(database)[ZOE.bare] == (None, "Non envoyé")
    OutboxDesk(database).suppress(ZOE, because=ExclusionReason.OTHER)
    bar(database, CAMILLE)
    assert why_withheld(database)[ZOE.bare] == (Withheld.BARRED, "Non envoyé (ne pas contacter)")


def why_withheld(database: Database) -> dict[str, tuple[Withheld | None, str]]:
    rows = OutboxDesk(database).letters().rows
    return {each.to.bare: (each.withheld, state_of(each)) for each in rows}


def test_a_bar_is_of_a_person_not_of_an_address(database: Database) -> None:
    bar(database, CAMILLE)

    sent(database, Recipient(to=ZOE))

    assert Worker(database).claimed() == [ZOE.bare]


def test_who_is_barred_does_not_silence_the_others_of_a_newsroom(database: Database) -> None:
    sent(database, Recipient(to=ZOE, persons=(CAMILLE, ADA)))

    bar(database, CAMILLE)

    assert Worker(database).claimed() == [ZOE.bare]


def test_a_letter_that_waits_is_withheld_once_all_that_it_is_for_are_barred(
    database: Database,
) -> None:
    sent(database, Recipient(to=ZOE, persons=(CAMILLE, ADA)), Recipient(to=LUC))
    letter = OutboxDesk(database).letters().rows[-1].id
    bar(database, CAMILLE)
    assert state(database, letter) is QUEUED

    bar(database, ADA)

    assert state(database, letter) is WITHHELD
    assert Worker(database).claimed() == [LUC.bare]


def test_who_is_named_at_the_address_of_who_is_barred_gets_the_letter(database: Database) -> None:
    bar(database, CAMILLE)
    sent(database, Recipient(to=ZOE, persons=(CAMILLE,)))
    letter = only(database)

    done = again(database, letter, Recipient(to=ZOE, persons=(ADA,)))

    assert (done.letters, done.withheld, done.already) == ((letter,), 0, 0)
    assert Worker(database).claimed() == [ZOE.bare]


def test_what_was_withheld_stays_so_until_it_is_named_again(database: Database) -> None:
    camille = Recipient(to=ZOE, persons=(CAMILLE,))
    bar(database, CAMILLE)
    sent(database, camille)
    letter, worker = only(database), Worker(database)

    assert again(database, letter, camille).already == 1
    unbar(database, CAMILLE)
    assert worker.claimed() == []
    assert again(database, letter, camille).letters == (letter,)

    assert worker.claimed() == [ZOE.bare]


def test_both_the_address_and_the_person_must_be_free_again(database: Database) -> None:
    camille = Recipient(to=ZOE, persons=(CAMILLE,))
    bar(database, CAMILLE)
    OutboxDesk(database).suppress(ZOE, because=ExclusionReason.BOUNCED)
    sent(database, camille)
    letter = only(database)

    unbar(database, CAMILLE)
    assert again(database, letter, camille).letters == ()
    OutboxDesk(database).allow(ZOE)
    bar(database, CAMILLE)
    assert again(database, letter, camille).letters == ()
    unbar(database, CAMILLE)

    assert again(database, letter, camille).letters == (letter,)


def test_who_is_barred_on_the_wire_is_proven_to_be_and_the_letter_withheld(
    database: Database,
) -> None:
    sent(database, Recipient(to=ZOE, persons=(CAMILLE, ADA)))
    worker = Worker(database)
    (claim,) = worker.claim()
    bar(database, ADA)
    prove(database, claim, token=worker.lease.token)
    bar(database, CAMILLE)

    with pytest.raises(Overtaken) as caught:
        prove(database, claim, token=worker.lease.token)
    # Taken back at once: the others that waited were withheld, and so is this one.
    unbar(database, CAMILLE, ADA)
    worker.departures.settle(worker.account, claim, caught.value)

    assert caught.value.why is Overtaking.BAR
    assert state(database, claim.letter) is WITHHELD


@pytest.mark.parametrize(
    "outcome",
    [Deferred(Stage.RECIPIENT, 451, "4.2.0 later"), HungUp("smtp.ville.example", Stage.DATA)],
    ids=lambda each: type(each).__name__,
)
def test_a_letter_that_comes_back_to_wait_is_withheld_from_who_was_barred_meanwhile(
    database: Database, outcome: Deferred | HungUp
) -> None:
    sent(database, Recipient(to=ZOE, persons=(CAMILLE,)))
    worker = Worker(database)
    (claim,) = worker.claim()
    bar(database, CAMILLE)

    assert worker.departures.settle(worker.account, claim, outcome) is WITHHELD


def test_what_has_left_has_left(database: Database) -> None:
    sent(database, Recipient(to=ZOE, persons=(CAMILLE,)))
    worker = Worker(database)
    (claim,) = worker.claim()
    bar(database, CAMILLE)

    assert worker.departures.settle(worker.account, claim, TAKEN) is LetterState.SENT


def test_an_uncertain_letter_sent_again_is_withheld_from_who_is_barred(
    database: Database,
) -> None:
    sent(database, Recipient(to=ZOE, persons=(CAMILLE,)))
    worker = Worker(database)
    (claim,) = worker.claim()
    unknown = OutcomeUnknown("smtp.ville.example", "no answer")
    worker.departures.settle(worker.account, claim, unknown)
    bar(database, CAMILLE)

    decided = OutboxDesk(database).decide(claim.letter, Decision.SEND_AGAIN)

    assert decided.state is WITHHELD


@pytest.mark.parametrize("said", [bar, unbar], ids=["barred", "unbarred"])
def test_a_bar_is_announced(
    database: Database, said: Callable[..., None], announced: list[Subject]
) -> None:
    sent(database, Recipient(to=ZOE, persons=(CAMILLE,)))
    announced.clear()

    said(database, CAMILLE)

    assert Subject.SUPPRESSION in announced
    assert (Subject.LETTER in announced) is (said is bar)


@pytest.fixture
def announced(database: Database) -> list[Subject]:
    heard: list[Subject] = []
    database.announcer.subscribe(lambda change: heard.append(change.subject))
    return heard


def test_a_letter_to_an_address_is_withheld_once_it_is_named_as_that_of_who_is_barred(
    database: Database,
) -> None:
    sent(database, Recipient(to=ZOE))
    bar(database, CAMILLE)
    letter = only(database)

    again(database, letter, Recipient(to=ZOE, persons=(CAMILLE,)))

    assert state(database, letter) is WITHHELD


def test_who_is_barred_is_asked_as_letters_are_claimed_however_that_was_said(
    database: Database, clock: StillClock
) -> None:
    sent(database, Recipient(to=ZOE, persons=(CAMILLE,)), Recipient(to=LUC, persons=(CAMILLE, ADA)))
    unheard = {"ref": str(CAMILLE), "note": "", "by": None, "at": clock.now()}
    with database.transaction() as transaction:
        transaction.session.execute(insert(BarredRow), [unheard])

    assert Worker(database).claimed() == [LUC.bare]

    assert OutboxDesk(database).counts()[WITHHELD] == 1


@pytest.mark.parametrize("barred_when", ["queued", "waiting", "on the wire"])
def test_an_answer_leaves_to_who_asked_whenever_they_are_barred(
    database: Database, barred_when: str
) -> None:
    def is_barred() -> None:
        bar(database, CAMILLE)
        OutboxDesk(database).suppress(ZOE, because=ExclusionReason.ASKED, note="Retrait")

    if barred_when == "queued":
        is_barred()
    answer = NewMessage(subject="Re: Neige", text="Oui.", purpose=Purpose.ANSWER)
    queued = OutboxDesk(database).send(answer, [Recipient(to=ZOE, persons=(CAMILLE,))])
    if barred_when == "waiting":
        is_barred()
    worker = Worker(database)
    (claim,) = worker.claim()
    if barred_when == "on the wire":
        is_barred()

    prove(database, claim, token=worker.lease.token)
    worker.departures.settle(worker.account, claim, Deferred(Stage.END, 450, "later"))

    assert queued.withheld == 0
    assert state(database, claim.letter) is QUEUED
