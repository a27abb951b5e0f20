"""A bulletin sent to a chosen few, then to those whom it has not reached: never twice."""

from datetime import timedelta

import pytest

from comms_desk.changes import Subject
from comms_desk.clock import StillClock
from comms_desk.internal.audience.desk import AudienceDesk
from comms_desk.internal.audience.model import (
    EmployeeGroup,
    EmployeeId,
    GroupKind,
    NewEmployee,
    Segment,
)
from comms_desk.internal.bulletins.desk import BulletinDesk
from comms_desk.internal.bulletins.model import (
    BulletinId,
    NobodyToWriteTo,
    NoLetterReason,
    ReadersChanged,
    SentInPart,
)
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import LetterRefused, Stage
from comms_desk.mail.model import Decision, LetterState, NothingToDecide
from comms_desk.mail.model import ExclusionReason as SuppressedBecause
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.internal.written import open_account
from tests.mail.outbox_support import TAKEN, Worker
from tests.support.imports import bring_in, undo_import

ROADS = Segment(services=frozenset({"voirie"}))
DEPOT = Segment(sites=frozenset({"Garage Atwater"}))


@pytest.fixture
def hired(database: Database) -> dict[str, EmployeeId]:
    open_account(database)
    desk = AudienceDesk(database)
    hired: dict[str, EmployeeId] = {}
    for name, service, site in (
        ("Roy", "Voirie", "Garage Atwater"),
        ("Diallo", "VOIRIE", "Chalet"),
        ("Nguyen", "Eau", "Garage Atwater"),
        ("Okafor", "Eau", "Usine"),
    ):
        email = Address.parse(f"{name.lower()}@ville.example")
        new = NewEmployee(family_name=name, email=email, service=service, site=site)
        hired[name] = desk.add(new).id
    desk.add(NewEmployee(family_name="Sans-courriel", service="Voirie"))
    return hired


def written_to(database: Database) -> list[str]:
    return sorted(letter.to.local for letter in OutboxDesk(database).letters().rows)


def test_the_services_and_the_workplaces_are_counted_whatever_their_spelling(
    database: Database, hired: dict[str, EmployeeId]
) -> None:
    groups = AudienceDesk(database).groups()

    assert [(each.kind.value, each.name.lower(), each.count) for each in groups] == [
        ("service", "eau", 2),
        ("service", "voirie", 3),
        ("site", "chalet", 1),
        ("site", "garage atwater", 2),
        ("site", "usine", 1),
    ]
    assert AudienceDesk(database).groups("gar atw") == (
        EmployeeGroup(kind=GroupKind.SITE, name="Garage Atwater", count=2),
    )


def test_a_service_alone_gets_it_and_the_count_says_of_how_many(
    desk: BulletinDesk, bulletin: BulletinId, database: Database, hired: dict[str, EmployeeId]
) -> None:
    counted = desk.recipients(bulletin, to=ROADS)
    assert (counted.count, counted.of) == (2, 4)
    assert [(each.name, each.because) for each in counted.excluded] == [
        ("Sans-courriel", NoLetterReason.NO_MAILBOX)
    ]

    sent = desk.send(bulletin, to=ROADS)

    assert (sent.queued, sent.already) == (2, 0)
    assert written_to(database) == ["diallo", "roy"]


def test_who_was_reached_is_never_written_to_again_however_they_are_chosen(
    desk: BulletinDesk, bulletin: BulletinId, database: Database, hired: dict[str, EmployeeId]
) -> None:
    desk.send(bulletin, to=ROADS)

    assert desk.recipients(bulletin, to=DEPOT).count == 1
    again = desk.send(bulletin, to=DEPOT)
    assert (again.queued, again.already) == (1, 1)
    named = desk.send(bulletin, to=Segment(people=frozenset({hired["Roy"]})))
    assert (named.queued, named.already) == (0, 1)
    assert desk.recipients(bulletin).count == 1
    rest = desk.send(bulletin)

    assert (rest.queued, rest.already) == (1, 3)
    assert written_to(database) == ["diallo", "nguyen", "okafor", "roy"]
    assert desk.recipients(bulletin).count == 0


def test_a_bulletin_sent_to_a_chosen_few_is_listed_as_sent_to_so_many_of_all(
    desk: BulletinDesk, bulletin: BulletinId, database: Database, hired: dict[str, EmployeeId]
) -> None:
    OutboxDesk(database).suppress(
        Address.parse("okafor@ville.example"), because=SuppressedBecause.ASKED
    )
    worker = Worker(database)

    def listed() -> SentInPart | None:
        for claim in worker.claim():
            worker.departures.settle(worker.account, claim, TAKEN)
        (line,) = desk.search().rows
        return line.sent_in_part

    desk.send(bulletin, to=Segment(people=frozenset({hired["Roy"]})))
    (line,) = desk.search().rows
    assert (line.is_leaving, line.sent_in_part) == (True, None)
    assert listed() == SentInPart(sent=1, of=3, unchosen=2)
    assert desk.get(bulletin).unchosen == 2
    desk.send(bulletin, to=ROADS)
    assert listed() == SentInPart(sent=2, of=3, unchosen=1)
    desk.send(bulletin)

    assert listed() is None


def test_an_address_on_the_exclusion_list_is_withheld_where_it_was_chosen_and_only_there(
    desk: BulletinDesk, bulletin: BulletinId, database: Database, hired: dict[str, EmployeeId]
) -> None:
    outbox = OutboxDesk(database)
    for name in ("roy", "okafor"):
        outbox.suppress(Address.parse(f"{name}@ville.example"), because=SuppressedBecause.ASKED)

    desk.send(bulletin, to=ROADS)

    assert written_to(database) == ["diallo", "roy"]
    counted = desk.recipients(bulletin)
    assert (counted.count, counted.already) == (1, 1)


def test_nobody_chosen_sends_nothing_and_leaves_the_bulletin_a_draft(
    desk: BulletinDesk, bulletin: BulletinId, hired: dict[str, EmployeeId]
) -> None:
    with pytest.raises(NobodyToWriteTo):
        desk.send(bulletin, to=Segment())

    assert desk.issue(bulletin) is None


def test_who_leaves_the_exclusion_list_gets_it_with_the_next_sending(
    desk: BulletinDesk, bulletin: BulletinId, database: Database, hired: dict[str, EmployeeId]
) -> None:
    outbox, roy = OutboxDesk(database), Address.parse("roy@ville.example")
    outbox.suppress(roy, because=SuppressedBecause.ASKED)
    desk.send(bulletin, to=ROADS)
    outbox.allow(roy)

    counted = desk.recipients(bulletin)
    assert (counted.count, counted.already) == (3, 1)
    sent = desk.send(bulletin)

    assert (sent.queued, sent.already) == (3, 1)
    assert outbox.counts()[LetterState.QUEUED] == 4
    again = desk.send(bulletin)
    assert (again.queued, again.already) == (0, 4)


@pytest.mark.parametrize("days", [1, -90])
def test_whose_address_changed_since_is_not_written_to_twice_and_is_named(
    desk: BulletinDesk,
    bulletin: BulletinId,
    database: Database,
    clock: StillClock,
    hired: dict[str, EmployeeId],
    days: int,
) -> None:
    audience = AudienceDesk(database)
    desk.send(bulletin, to=ROADS)
    clock.advance(timedelta(days=days))
    change = FieldChange("email", "roy@ville.example", "a.roy@ville.example")
    audience.edit(hired["Roy"], change)

    counted = desk.recipients(bulletin)
    assert (counted.count, counted.of) == (2, 2)
    assert ("Roy", NoLetterReason.FORMER_ADDRESS) in [(e.name, e.because) for e in counted.excluded]
    sent = desk.send(bulletin)

    assert sent.queued == 2
    assert sent.excluded == counted.excluded
    assert written_to(database) == ["diallo", "nguyen", "okafor", "roy"]


def test_what_was_refused_at_a_former_address_is_not_sent_again_beside_the_new_one(
    desk: BulletinDesk,
    bulletin: BulletinId,
    database: Database,
    clock: StillClock,
    hired: dict[str, EmployeeId],
) -> None:
    desk.send(bulletin, to=ROADS)
    worker, outbox = Worker(database), OutboxDesk(database)
    refused = LetterRefused(Stage.RECIPIENT, 550, "5.1.1 No such user")
    for claim in worker.claim():
        worker.departures.settle(worker.account, claim, refused)
    clock.advance(timedelta(days=1))
    change = FieldChange("email", "roy@ville.example", "a.roy@ville.example")
    AudienceDesk(database).edit(hired["Roy"], change)

    desk.send(bulletin, to=Segment(people=frozenset({hired["Roy"]})))

    letters = {letter.to.local: letter.id for letter in outbox.letters().rows}
    assert sorted(letters) == ["a.roy", "diallo", "roy"]
    with pytest.raises(NothingToDecide):
        outbox.decide(letters["roy"], Decision.SEND_AGAIN)
    assert outbox.decide(letters["diallo"], Decision.SEND_AGAIN).state is LetterState.QUEUED


def test_who_is_brought_in_again_under_another_address_is_not_written_to_twice(
    desk: BulletinDesk, bulletin: BulletinId, database: Database, clock: StillClock
) -> None:
    headings = "Matricule;Nom;Courriel"
    open_account(database)
    first = f"{headings}\n100;Roy;z.oe@ville.example\n101;Diallo;diallo@ville.example".encode()
    done = bring_in(database, first, Subject.EMPLOYEE)
    roy = next(each for each in AudienceDesk(database).search("Roy").rows)
    desk.send(bulletin)
    clock.advance(timedelta(days=1))
    change = FieldChange("email", "z.oe@ville.example", "zoe@ville.example")
    AudienceDesk(database).edit(roy.id, change)
    AudienceDesk(database).put_in_bin(roy.id)
    undo_import(database, done)
    again = f"{headings}\n100;Roy;roy@ville.example\n101;Diallo;d@ville.example".encode()
    bring_in(database, again, Subject.EMPLOYEE)
    AudienceDesk(database).add(
        NewEmployee(family_name="Neuf", email=Address.parse("neuf@ville.example"), number="102")
    )

    counted = desk.recipients(bulletin)
    assert counted.count == 1
    assert [(each.name, each.because) for each in counted.excluded] == [
        ("Diallo", NoLetterReason.FORMER_ADDRESS),
        ("Roy", NoLetterReason.FORMER_ADDRESS),
    ]
    desk.send(bulletin)

    assert written_to(database) == ["diallo", "neuf", "z.oe"]


def test_who_left_an_address_before_another_was_written_to_at_it_still_gets_it(
    desk: BulletinDesk,
    bulletin: BulletinId,
    database: Database,
    clock: StillClock,
    hired: dict[str, EmployeeId],
) -> None:
    audience = AudienceDesk(database)
    change = FieldChange("email", "okafor@ville.example", "a.okafor@ville.example")
    audience.edit(hired["Okafor"], change)
    audience.edit(hired["Roy"], FieldChange("email", "roy@ville.example", "okafor@ville.example"))
    clock.advance(timedelta(days=1))
    desk.send(bulletin, to=ROADS)

    assert desk.send(bulletin).queued == 2
    assert written_to(database) == ["a.okafor", "diallo", "nguyen", "okafor"]


def test_nothing_leaves_when_others_would_get_it_than_were_counted(
    desk: BulletinDesk, bulletin: BulletinId, database: Database, hired: dict[str, EmployeeId]
) -> None:
    counted = desk.recipients(bulletin, to=ROADS).count
    email = Address.parse("nouvelle@ville.example")
    AudienceDesk(database).add(NewEmployee(family_name="Nouvelle", email=email, service="Voirie"))

    with pytest.raises(ReadersChanged) as refused:
        desk.send(bulletin, to=ROADS, counted=counted)

    assert (refused.value.counted, refused.value.now) == (2, 3)
    assert desk.issue(bulletin) is None
    assert desk.send(bulletin, to=ROADS, counted=3).queued == 3
