"""What is taken out at the prompt has no words under embargo; what is read there says so."""

import csv
import json
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner, Result

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.cli.main import root
from comms_desk.embargo.model import WordsUnderEmbargo
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage.model import FieldChange
from tests.internal.written import open_account

SENTENCE = "les bibliothèques accueilleront le public tous les dimanches dès janvier"


def said(office: Office, *command: str) -> Result:
    return CliRunner().invoke(root, list(command), obj=office)


def test_tables_and_mails_that_are_taken_out_wait_and_json_says_what_it_has(
    office: Office, tmp_path: Path
) -> None:
    draft = office.drafts.add(
        NewDraft(kind=DraftKind.RELEASE, title="Horaires", text=f"Enfin, {SENTENCE}.")
    )
    other = office.drafts.add(NewDraft(kind=DraftKind.SPEECH, title="Mot", text=SENTENCE))
    office.outlets.add(NewOutlet(name="Métro-Nord", note=f"Su d’eux : {SENTENCE}."))
    inquiry = office.inquiries.add(NewInquiry(title="Horaires")).id
    office.inquiries.edit(inquiry, FieldChange("answer", "", f"Oui, {SENTENCE}."))
    open_account(office.database)
    with office.database.transaction() as transaction:
        new = NewMessage(subject="Horaires", text=f"Oui, {SENTENCE}.")
        message = outbox.compose(transaction, new, about=Ref(Subject.INQUIRY, inquiry))
        outbox.queue(transaction, message, to=Address.parse("zoe@journal.example"))
    until = office.database.clock.now() + timedelta(hours=1)
    office.embargoes.place(draft.ref, until=until, ends_when="")
    table, mail = tmp_path / "médias.csv", tmp_path / "lettre.eml"
    taken_out = (
        ["outlets", "export", "--out", str(table)],
        ["outbox", "export", "1", "--out", str(mail)],
    )

    for command in taken_out:
        assert isinstance(said(office, *command).exception, WordsUnderEmbargo), command
    assert not table.exists()
    assert not mail.exists()
    for command in (
        ["inquiries", "show", str(inquiry), "--json"],
        ["inquiries", "list", "--json"],
        ["outlets", "export", "--json"],
        ["drafts", "show", str(other.id), "--json"],
    ):
        read = said(office, *command)
        assert json.loads(read.stdout)
        assert "In “Horaires”: “Enfin, les bibliothèques" in read.stderr, command
    assert said(office, "drafts", "show", str(draft.id), "--json").stderr == ""

    office.embargoes.lift(draft.ref)
    for command in taken_out:
        assert said(office, *command).exit_code == 0
    with table.open(encoding="utf-8-sig", newline="") as rows:
        assert SENTENCE in str(list(csv.reader(rows, delimiter=";")))
