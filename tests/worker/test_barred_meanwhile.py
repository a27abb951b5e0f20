"""Somebody is barred at the prompt while the worker has their letter on the wire.

Two real processes: the worker, held by the server at one stage after another, and the command
that says that nobody is to contact one of two people any more.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.errors import Stage
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterState, NewAccount, Recipient
from comms_desk.media.contacts.model import NewContact
from comms_desk.paths import Paths
from tests.soak.workers import Workers
from tests.support.forked import run_forked
from tests.support.offices import new_office
from tools.tour.smtp_server import Hold, LoopbackSmtpServer, recipients

pytestmark = pytest.mark.long

ADA, NEWSROOM, ZOE = (
    Address(local=name, domain="journal.example") for name in ("ada", "nouvelles", "zoe")
)
SHORT = "Le texte du communiqué.\n"
LONG = ("Le texte du communiqué. " * 35 + "\n") * 6_000
"""More than what the system keeps for a server that does not read."""
WITHIN_S = 60.0


@pytest.fixture
def server() -> Iterator[LoopbackSmtpServer]:
    with LoopbackSmtpServer() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, server: LoopbackSmtpServer) -> Iterator[Office]:
    made = new_office(Paths.under(tmp_path / "desk"), keys=Keys({}))
    made.accounts.add(
        NewAccount(
            name="Presse",
            sender=Address(name="Ville", local="presse", domain="ville.example"),
            facts={"host": server.host, "port": str(server.port), "security": "none"},
            lines=2,
            letters_a_minute=1000,
        )
    )
    yield made
    made.close()


def contact(office: Office, name: str) -> Ref:
    return Ref(Subject.CONTACT, office.contacts.add(NewContact(family_name=name)).id)


@pytest.mark.parametrize("stage", [Stage.SENDER, Stage.RECIPIENT, Stage.DATA, Stage.BODY])
def test_who_is_barred_at_the_prompt_gets_nothing_and_the_newsroom_its_letter(
    office: Office, server: LoopbackSmtpServer, stage: Stage
) -> None:
    ada, zoe = contact(office, "Okafor"), contact(office, "Roy")
    holds = [Hold(), Hold()]
    server.fail(stage, *holds)
    to = [
        Recipient(to=ADA, persons=(ada,)),
        Recipient(to=NEWSROOM, persons=(ada, zoe)),
        Recipient(to=ZOE, persons=(zoe,)),
    ]
    text = LONG if stage is Stage.BODY else SHORT
    letters = office.outbox.send(NewMessage(subject="Communiqué", text=text), to).letters
    workers = Workers(office)
    worker = workers.start()
    assert all(hold.reached.wait(WITHIN_S) for hold in holds)

    words = ("comms_desk", "contacts", "set", str(ada.id), "do_not_contact", "ne pas contacter")
    assert run_forked(words, within_s=WITHIN_S, env=workers.environ).returncode == 0
    for hold in holds:
        hold.go_on()
    server.wait_for_letters(2, WITHIN_S)
    workers.close(worker)

    assert workers.faults == []
    assert sorted(recipients(server.letters)) == [NEWSROOM.bare, ZOE.bare]
    states = [office.outbox.letter(each).state for each in letters]
    assert states == [LetterState.WITHHELD, LetterState.SENT, LetterState.SENT]
