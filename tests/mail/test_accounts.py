"""Sending accounts: each with its own name, key and pace, and told of as it changes."""

import pytest

from comms_desk.changes import Change, Subject
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.errors import HungUp, Stage
from comms_desk.mail.model import (
    ACCOUNT_RESTS_FOR,
    AccountId,
    AccountMisdescribed,
    AccountNameTaken,
    NewAccount,
)
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import FieldChange
from tests.mail.outbox_support import ZOE, Worker, account

HOST = {"host": "smtp.ville.example"}
CUT = HungUp("smtp.ville.example", Stage.CONNECT)


def named(name: str) -> NewAccount:
    return NewAccount(name=name, sender=ZOE, facts=HOST)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Presse", "mail/presse"),
        ("(Relations) Médias!", "mail/relations-m-dias"),
        ("官網", "mail/account"),
    ],
)
def test_an_accounts_secret_is_kept_under_its_name(database: Database, name: str, key: str) -> None:
    assert AccountDesk(database).add(named(name)).key == key


def test_no_account_gets_the_secret_of_one_that_had_its_name(database: Database) -> None:
    desk = AccountDesk(database)
    keys = []

    for _year in range(3):
        made = desk.add(named("Presse"))
        keys.append(made.key)
        desk.retire(made.id)

    assert keys == ["mail/presse", "mail/presse-2", "mail/presse-3"]


def test_a_new_account_is_told_of_and_rests_as_shortly_as_any(database: Database) -> None:
    told: list[Change] = []
    database.announcer.subscribe(told.append)

    made = account(database)

    assert told == [Change.of(Subject.ACCOUNT, [made.id])]
    worker = Worker(database)
    until = worker.departures.rest(made.id, CUT)
    assert until == database.clock.now() + ACCOUNT_RESTS_FOR[0]


def test_an_account_that_was_put_right_rests_as_shortly_as_a_new_one(database: Database) -> None:
    made = account(database)
    worker = Worker(database)
    for _time in range(3):
        worker.departures.rest(made.id, CUT)

    AccountDesk(database).edit(made.id, FieldChange("lines", 8, 2))

    until = worker.departures.rest(made.id, CUT)
    assert until == database.clock.now() + ACCOUNT_RESTS_FOR[0]


def test_two_accounts_never_share_a_name_whichever_way_it_comes(database: Database) -> None:
    desk = AccountDesk(database)
    desk.add(named("Presse"))
    other = desk.add(named("Interne"))

    with pytest.raises(AccountNameTaken) as added:
        desk.add(named("Presse"))
    with pytest.raises(AccountNameTaken) as renamed:
        desk.edit(other.id, FieldChange("name", "Interne", "Presse"))

    assert added.value.name == renamed.value.name == "Presse"
    assert [each.name for each in desk.every()] == ["Presse", "Interne"]


def test_the_facts_of_a_server_are_facts_by_name_and_their_change_is_told(
    database: Database,
) -> None:
    made = account(database)
    desk = AccountDesk(database)

    with pytest.raises(AccountMisdescribed) as refused:
        desk.edit(made.id, FieldChange("facts", made.facts, "host=smtp.ville.example"))
    edit = desk.edit(made.id, FieldChange("facts", made.facts, HOST | {"port": "2465"}))

    assert refused.value.field == "facts"
    assert edit.before == ["host=smtp.ville.example", "port=465", "security=tls"]
    assert edit.after == ["host=smtp.ville.example", "port=2465", "security=tls"]


def test_what_an_account_is_by_nature_is_refused_by_what_can_be_changed(
    database: Database,
) -> None:
    made = account(database)

    with pytest.raises(AccountMisdescribed) as refused:
        AccountDesk(database).edit(made.id, FieldChange("key", made.key, "mail/other"))

    assert refused.value.field == "key"
    assert "letters_a_minute" in refused.value.expected


def test_an_account_that_is_not_there_is_neither_changed_nor_taken_out_of_use(
    database: Database,
) -> None:
    desk = AccountDesk(database)
    gone = account(database)
    desk.retire(gone.id)

    for nobody in (AccountId(99), gone.id):
        with pytest.raises(NotFound):
            desk.edit(nobody, FieldChange("lines", 8, 2))
        with pytest.raises(NotFound):
            desk.retire(nobody)
