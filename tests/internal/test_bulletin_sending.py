"""A bulletin tried, then sent: once to each employee."""

import email
import hashlib
from datetime import timedelta

import pytest

from comms_desk.changes import Change, Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.internal.audience.desk import AudienceDesk
from comms_desk.internal.audience.model import BulletinReader, EmployeeId, NewEmployee
from comms_desk.internal.bulletins.desk import BulletinDesk
from comms_desk.internal.bulletins.model import (
    BulletinAlreadySent,
    BulletinBlockKind,
    BulletinId,
    BulletinLeaving,
    BulletinNotReady,
    Excluded,
    NewBlock,
    NobodyToWriteTo,
    NoLetterReason,
    ProblemKind,
    SentInPart,
    all_cancelled,
    sent_in_part,
)
from comms_desk.internal.bulletins.sending import sort
from comms_desk.mail import within as letters
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import HungUp, LetterRefused, OutcomeUnknown, Stage
from comms_desk.mail.model import AccountRetired, LetterState, NoAccount
from comms_desk.mail.model import ExclusionReason as SuppressedBecause
from comms_desk.storage import sayings
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound, WasSent
from comms_desk.storage.model import FieldChange
from tests.internal.written import DAY, NEW, TEXT, hire, open_account, png
from tests.mail.outbox_support import TAKEN, Worker
from tests.support.imports import bring_in


def test_each_employee_with_a_mailbox_gets_one_letter(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy", "Diallo", "Émile")

    sent = desk.send(bulletin)

    outbox = OutboxDesk(database)
    assert (sent.queued, sent.already) == (2, 0)
    assert [(each.name, each.because) for each in sent.excluded] == [
        ("Émile", NoLetterReason.NO_MAILBOX)
    ]
    letters = outbox.letters().rows
    assert {letter.to.bare for letter in letters} == {"roy@ville.example", "diallo@ville.example"}
    whole = outbox.bytes_of(letters[0].id)
    assert b"Content-ID: <picture" in whole
    assert b"multipart/alternative" in whole
    assert b"Auto-Submitted: auto-generated" in whole


def test_to_send_again_reaches_only_those_who_have_no_letter(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy", "Diallo")
    first = desk.send(bulletin)
    hire(database, "Nouvelle")

    assert desk.recipients(bulletin).count == 1
    again = desk.send(bulletin)

    assert (again.issue, again.queued, again.already) == (first.issue, 1, 2)
    assert OutboxDesk(database).counts()[LetterState.QUEUED] == 3


def test_to_send_again_by_an_account_that_is_out_of_use_is_refused(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy")
    desk.send(bulletin)
    (account,) = AccountDesk(database).every()
    AccountDesk(database).retire(account.id, cancel_letters=True)
    open_account(database)
    hire(database, "Nouvelle")

    with pytest.raises(AccountRetired):
        desk.send(bulletin)

    assert desk.recipients(bulletin).count == 1
    assert OutboxDesk(database).letters().total == 1


def test_an_excluded_address_gets_nothing_and_is_named(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy", "Diallo")
    OutboxDesk(database).suppress(
        Address.parse("ROY@ville.example"), because=SuppressedBecause.ASKED
    )

    before = desk.recipients(bulletin)
    sent = desk.send(bulletin)

    assert (before.count, sent.queued) == (1, 1)
    assert before.excluded == sent.excluded
    assert sent.excluded[0].because is NoLetterReason.EXCLUDED
    counts = OutboxDesk(database).counts()
    assert (counts[LetterState.QUEUED], counts[LetterState.WITHHELD]) == (1, 1)


def test_when_the_last_letter_leaves_is_said_before_it_is_sent(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    hire(database, *(f"Employe{letter}" for letter in "abcdef"))
    assert desk.recipients(bulletin).plan is None
    open_account(database, letters_a_minute=2)

    plan = desk.recipients(bulletin).plan

    assert plan is not None
    assert plan.count == 6
    assert plan.last_leaves_at - database.clock.now() == timedelta(minutes=2)


def test_what_was_sent_is_frozen(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy")
    before = desk.get(bulletin)
    desk.send(bulletin)
    block = before.blocks[0]

    issue = desk.issue(bulletin)
    assert issue is not None
    assert "Le budget est" in issue.html
    assert len(issue.digest) == 64
    for change in (
        lambda: desk.edit(bulletin, FieldChange("subject", "L’essentiel", "x")),
        lambda: desk.add_block(bulletin, TEXT),
        lambda: desk.edit_block(block.id, FieldChange("text", block.text, "x")),
        lambda: desk.edit_block(block.id, FieldChange("position", 1, 2)),
        lambda: desk.remove_block(block.id),
        lambda: desk.set_picture(block.id, png(), name="x.png"),
    ):
        with pytest.raises(BulletinAlreadySent):
            change()
    assert desk.get(bulletin).blocks == before.blocks


def test_a_copy_of_a_sent_bulletin_may_be_changed(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy")
    desk.send(bulletin)

    copy = desk.get(desk.copy(bulletin, day=DAY + timedelta(days=7)).id)

    assert (copy.number, copy.issue) == (42, None)
    assert [block.text for block in copy.blocks] == [
        block.text for block in desk.get(bulletin).blocks
    ]
    assert copy.blocks[1].picture == desk.get(bulletin).blocks[1].picture
    desk.edit(copy.id, FieldChange("subject", copy.subject, "Erratum"))


def test_nothing_is_sent_while_something_must_be_mended(
    desk: BulletinDesk, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy")
    image = NewBlock(kind=BulletinBlockKind.IMAGE, image=png(), image_name="parc.png")
    bulletin = desk.add(NEW, [TEXT, image]).id

    with pytest.raises(BulletinNotReady) as refused:
        desk.send(bulletin)

    assert [each.kind for each in refused.value.problems] == [ProblemKind.ALTERNATIVE_MISSING]
    assert desk.issue(bulletin) is None
    assert OutboxDesk(database).letters().total == 0


def test_nothing_is_frozen_when_nobody_would_get_it(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    with pytest.raises(NoAccount):
        desk.send(bulletin)
    open_account(database)
    hire(database, "Émile")
    with pytest.raises(NobodyToWriteTo):
        desk.send(bulletin)

    assert desk.issue(bulletin) is None


def test_a_test_goes_to_one_address_and_freezes_nothing(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy")

    letter = desk.send_test(bulletin, Address.parse("moi@ville.example"))

    sent = OutboxDesk(database).letter(letter)
    assert sent.subject == "[TEST] L’essentiel"
    assert sent.to.bare == "moi@ville.example"
    assert desk.issue(bulletin) is None
    assert desk.send(bulletin).queued == 1


def test_a_bulletin_goes_to_the_bin_only_once_none_of_its_letters_waits(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy", "Diallo")
    desk.send(bulletin)
    issue = desk.issue(bulletin)
    assert issue is not None

    with pytest.raises(BulletinLeaving) as caught:
        desk.put_in_bin(bulletin)

    assert (caught.value.letters, caught.value.message) == (2, issue.message)
    assert desk.get(bulletin).name == "Entre nous"
    OutboxDesk(database).cancel(issue.message)
    desk.put_in_bin(bulletin)
    with pytest.raises(NotFound):
        desk.get(bulletin)


def test_a_bulletin_of_which_every_letter_was_cancelled_is_listed_as_cancelled(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy", "Diallo", "Ada")
    outbox = OutboxDesk(database)
    outbox.suppress(Address.parse("ada@ville.example"), because=SuppressedBecause.ASKED)
    draft, partly, withheld = (desk.copy(bulletin, day=DAY).id for _ in range(3))
    for each in (bulletin, partly, withheld):
        desk.send(each)
    worker = Worker(database)
    whole_issue, part_issue, other_issue = map(desk.issue, (bulletin, partly, withheld))
    assert whole_issue is not None
    assert part_issue is not None
    assert other_issue is not None

    def listed() -> dict[BulletinId, bool]:
        return {line.id: line.is_cancelled for line in desk.search().rows}

    outbox.cancel(whole_issue.message)
    (claim,) = worker.claim(most=1)
    assert claim.message == part_issue.message
    outbox.cancel(part_issue.message)
    for reader in ("roy", "diallo"):
        outbox.suppress(Address.parse(f"{reader}@ville.example"), because=SuppressedBecause.ASKED)

    assert listed() == {bulletin: True, partly: False, withheld: False, draft: False}
    worker.departures.settle(worker.account, claim, HungUp("smtp", Stage.DATA))
    assert listed()[partly]


def test_a_bulletin_of_which_letters_were_cancelled_is_listed_with_how_far_it_went(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy", "Diallo", "Nguyen", "Ada")
    outbox = OutboxDesk(database)
    outbox.suppress(Address.parse("ada@ville.example"), because=SuppressedBecause.ASKED)
    whole = desk.copy(bulletin, day=DAY).id
    desk.send(bulletin)
    worker, issue = Worker(database), desk.issue(bulletin)
    assert issue is not None

    def listed(which: BulletinId = bulletin) -> SentInPart | None:
        (line,) = (each for each in desk.search().rows if each.id == which)
        assert not line.is_cancelled
        return line.sent_in_part

    accepted, on_the_wire = worker.claim(most=2)
    worker.departures.settle(worker.account, accepted, TAKEN)
    outbox.cancel(issue.message)
    assert listed() is None
    worker.departures.settle(worker.account, on_the_wire, OutcomeUnknown("smtp", "timed out"))
    desk.send(whole)
    for claim in worker.claim():
        worker.departures.settle(worker.account, claim, TAKEN)

    assert listed() == SentInPart(sent=1, of=3)
    assert listed(whole) is None


def test_a_bulletin_of_which_letters_were_refused_or_are_uncertain_is_listed_with_how_far_it_went(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy", "Diallo", "Nguyen")
    refused, whole = desk.copy(bulletin, day=DAY).id, desk.copy(bulletin, day=DAY).id
    worker = Worker(database)
    ends: dict[BulletinId, CommsDeskError] = {
        bulletin: OutcomeUnknown("smtp", "timed out"),
        refused: LetterRefused(Stage.RECIPIENT, 550, "5.1.1 No such user"),
    }

    for each in (bulletin, refused, whole):
        desk.send(each)
        for place, claim in enumerate(worker.claim()):
            end = TAKEN if place else ends.get(each, TAKEN)
            worker.departures.settle(worker.account, claim, end)

    listed = {line.id: line for line in desk.search().rows}
    assert listed[bulletin].sent_in_part == SentInPart(sent=2, of=3)
    assert listed[refused].sent_in_part == SentInPart(sent=2, of=3)
    assert listed[whole].sent_in_part is None
    assert not any(line.is_cancelled or line.is_leaving for line in listed.values())


@pytest.mark.parametrize("state", [LetterState.REFUSED, LetterState.UNCERTAIN])
def test_a_bulletin_of_which_no_letter_left_was_sent_to_nobody(state: LetterState) -> None:
    assert sent_in_part({state: 3, LetterState.WITHHELD: 1}) == SentInPart(sent=0, of=3)
    assert sent_in_part({state: 1, LetterState.CANCELLED: 2}) == SentInPart(sent=0, of=3)
    assert sent_in_part({state: 1, LetterState.QUEUED: 2}) is None


def test_a_bulletin_of_which_all_was_cancelled_but_what_was_withheld_is_cancelled() -> None:
    letters = {LetterState.CANCELLED: 3, LetterState.WITHHELD: 1, LetterState.SENT: 0}

    assert all_cancelled(letters)
    assert sent_in_part(letters) is None
    assert not all_cancelled({LetterState.WITHHELD: 1, LetterState.CANCELLED: 0})


def test_a_bulletin_is_listed_as_leaving_while_a_letter_waits_or_is_on_the_wire(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy", "Diallo")
    desk.copy(bulletin, day=DAY)
    desk.send(bulletin)
    worker = Worker(database)

    def leaving() -> set[BulletinId]:
        return {line.id for line in desk.search().rows if line.is_leaving}

    assert leaving() == {bulletin}
    first, second = worker.claim(most=2)
    worker.departures.settle(worker.account, first, TAKEN)
    assert leaving() == {bulletin}
    worker.departures.settle(worker.account, second, TAKEN)
    assert leaving() == set()


def test_a_bulletin_on_the_wire_stays_out_of_the_bin(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy")
    desk.send(bulletin)
    worker = Worker(database)
    (claim,) = worker.claim()

    with pytest.raises(BulletinLeaving):
        desk.put_in_bin(bulletin)

    worker.departures.settle(worker.account, claim, TAKEN)
    with pytest.raises(WasSent):
        desk.put_in_bin(bulletin)


@pytest.mark.gate
def test_a_bulletin_reaches_twenty_eight_thousand_employees_in_one_go(
    sqlite_database: Database,
) -> None:
    rows = "\n".join(f"{n};Nom{n};e{n}@ville.example" for n in range(28_000))
    content = f"Matricule;Nom;Courriel\n{rows}\n".encode()
    bring_in(sqlite_database, content, Subject.EMPLOYEE)
    open_account(sqlite_database)
    desk = BulletinDesk(sqlite_database)
    bulletin = desk.add(NEW, [TEXT]).id

    assert desk.recipients(bulletin).count == 28_000
    assert desk.send(bulletin).queued == 28_000
    assert desk.send(bulletin).already == 28_000


def test_anyone_can_compute_again_the_digest_of_what_was_sent(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy")
    for name, colour in (("place.png", "#AA0000"), ("ruelle.png", "#0000AA")):
        image = NewBlock(
            kind=BulletinBlockKind.IMAGE,
            alternative="Une place",
            image=png(colour),
            image_name=name,
        )
        desk.add_block(bulletin, image)

    desk.send(bulletin)

    issue = desk.issue(bulletin)
    assert issue is not None
    outbox = OutboxDesk(database)
    letter = email.message_from_bytes(outbox.bytes_of(outbox.letters().rows[0].id))
    pictures = [
        hashlib.sha256(content).digest()
        for each in letter.walk()
        if isinstance(content := each.get_payload(decode=True), bytes)
        and each.get_content_maintype() == "image"
    ]
    assert len(set(pictures)) == 3
    digest = hashlib.sha256()
    for part in (*(map(str.encode, (issue.subject, issue.text, issue.html))), *pictures):
        digest.update(len(part).to_bytes(8, "big") + part)
    assert issue.digest == digest.hexdigest()


def test_two_people_with_one_mailbox_get_one_letter_and_the_second_is_named() -> None:
    roy, diallo = (
        BulletinReader(id=EmployeeId(number), name=name, email=Address.parse(email))
        for number, name, email in (
            (1, "Roy", "garage@ville.example"),
            (2, "Diallo", "Garage@Ville.example"),
        )
    )

    found = sort([roy, diallo], is_suppressed=lambda _key: False)

    assert [each.to.name for each in found.to] == [roy.name]
    assert found.excluded == (
        Excluded("Diallo", "Garage@ville.example", NoLetterReason.SAME_MAILBOX),
    )


def test_a_name_goes_into_a_letter_without_what_no_header_can_have(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    AudienceDesk(database).add(
        NewEmployee(
            family_name="Roy\u200b \u202e  Gagnon", email=Address.parse("roy@ville.example")
        )
    )

    desk.send(bulletin)

    (letter,) = OutboxDesk(database).letters().rows
    assert letter.to.name == "Roy Gagnon"


def test_a_bulletin_that_is_sent_is_told_to_every_window(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy")
    heard: list[Change] = []
    database.announcer.subscribe(heard.append)

    desk.send(bulletin)

    letters = frozenset(letter.id for letter in OutboxDesk(database).letters().rows)
    assert Change.of(Subject.BULLETIN, [bulletin]) in heard
    assert Change(Subject.LETTER, letters) in heard


def test_what_a_bulletin_said_is_found_again_once_it_was_issued(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy")
    ref = Ref(Subject.BULLETIN, bulletin)
    with database.snapshot() as snapshot:
        assert sayings.every(snapshot, ref) == ()

    desk.send(bulletin)

    with database.snapshot() as snapshot:
        (said,) = sayings.every(snapshot, ref)
        assert said.title == desk.get(bulletin).subject
        assert said.text


def test_letters_that_wait_or_were_cancelled_are_none_that_left(
    desk: BulletinDesk, bulletin: BulletinId, database: Database
) -> None:
    open_account(database)
    hire(database, "Roy")
    ref = Ref(Subject.BULLETIN, bulletin)
    with database.snapshot() as snapshot:
        assert not letters.never_left(snapshot, ref)

    desk.send(bulletin)
    with database.snapshot() as snapshot:
        assert letters.never_left(snapshot, ref)

    worker = Worker(database)
    (claim,) = worker.claim()
    worker.departures.settle(worker.account, claim, TAKEN)
    with database.snapshot() as snapshot:
        assert not letters.never_left(snapshot, ref)
