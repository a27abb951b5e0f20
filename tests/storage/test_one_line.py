"""No line break and no control enters a name, a title or a subject that is stored."""

import pytest
from sqlalchemy import Table

import comms_desk.across.schema  # noqa: F401 - declares every table
from comms_desk.internal.audience.desk import AudienceDesk
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.mail.address import Address
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from comms_desk.storage.rows import Base, OneLine
from comms_desk.text.lines import on_one_line
from tests.support.imports import bring_in, plan_of

SAID = frozenset({"name", "title", "subject", "family_name", "given_name", "service", "site"})
ELSEWHERE = frozenset(
    {
        "article_texts.title",  # on one line as its feed is read
        "messages.subject",  # refused, with the letter
        "attachments.name",
        "message_parts.name",
        "issues.subject",  # the message's
        "feeds.site",  # an address
        "imports.subject",  # a kind of thing
        "import_columns.subject",
        "article_bylines.name",  # folded words, one space apart
        "bylines.name",
    }
)

BROKEN = "Anne\r\nBcc: x@y.example\x85\u2028\x07Roy"
WHOLE = "Anne Bcc: x@y.example Roy"


def tables() -> list[Table]:
    return list(Base.metadata.tables.values())


def test_every_column_of_a_name_a_title_or_a_subject_is_of_one_line() -> None:
    loose = {
        f"{table.name}.{column.name}"
        for table in tables()
        for column in table.columns
        if column.name in SAID and not isinstance(column.type, OneLine)
    }

    assert loose - ELSEWHERE == set()


@pytest.mark.parametrize(
    ("written", "said"),
    [(BROKEN, WHOLE), ("7,7\u00a0G$", "7,7\u00a0G$"), ("\x00 a \n", "a"), ("", "")],
)
def test_a_text_is_put_on_one_line(written: str, said: str) -> None:
    assert on_one_line(written) == said


def test_what_is_added_is_stored_on_one_line(database: Database) -> None:
    outlets, contacts = OutletDesk(database), ContactDesk(database)
    outlet = outlets.add(NewOutlet(name=BROKEN)).id
    position = NewPosition(outlet=outlet, title=BROKEN, beats=(BROKEN,), phones=("514\n5550142",))
    contact = contacts.add(NewContact(family_name=BROKEN, positions=(position,))).id
    employees = AudienceDesk(database)
    employee = employees.add(NewEmployee(family_name=BROKEN, service=BROKEN)).id

    assert outlets.get(outlet).name == WHOLE
    kept = contacts.get(contact)
    assert (kept.family_name, kept.positions[0].title) == (WHOLE, WHOLE)
    assert (kept.positions[0].beats, kept.positions[0].phones) == ((WHOLE,), ("514 5550142",))
    assert (employees.get(employee).family_name, employees.get(employee).service) == (WHOLE, WHOLE)


def test_what_is_edited_is_stored_on_one_line_and_undone(database: Database) -> None:
    contacts = ContactDesk(database)
    contact = contacts.add(NewContact(family_name="Roy")).id

    edit = contacts.edit(contact, FieldChange("family_name", "Roy", BROKEN))
    assert contacts.get(contact).family_name == WHOLE

    contacts.edit(contact, edit.change.inverse())
    assert contacts.get(contact).family_name == "Roy"


def test_a_file_with_breaks_in_its_cells_is_the_same_the_second_time(database: Database) -> None:
    contacts = ContactDesk(database)
    content = (
        'Prénom,Nom,Média,Fonction,Courriel,Note\n"Anne\r\nMarie","Roy\n","Le\nPhare",'
        '"chef\r\nde pupitre",a@x.example,"deux\nlignes"\n'
    ).encode()
    bring_in(database, content)

    (contact,) = contacts.export()

    assert (contact.name, contact.note) == ("Anne Marie Roy", "deux\nlignes")
    assert contact.positions[0].title == "chef de pupitre"
    assert contact.positions[0].outlet_name == "Le Phare"
    assert contact.positions[0].emails == (Address.parse("a@x.example").bare,)
    assert not plan_of(database, content).does_something
