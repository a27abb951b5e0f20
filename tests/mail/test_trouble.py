"""A trouble is stored as facts and worded later, in the language of whoever reads it."""

import json
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest

from comms_desk.errors import CommsDeskError
from comms_desk.keys import SecretFileUnreadable, SecretMissing
from comms_desk.mail import errors
from comms_desk.mail.errors import MailError, Overtaking, Stage
from comms_desk.mail.trouble import Trouble, Unexplained
from comms_desk.wording import say

EXAMPLES = {
    str: "smtp.ville.example",
    int: 450,
    float: 1.5,
    Stage: Stage.BODY,
    Path: Path("a"),
    Overtaking: Overtaking.EMBARGO,
}


LEAVES = [kind for kind in MailError.kinds() if not kind.__subclasses__()]


def test_what_a_desk_kept_of_a_refusal_by_the_name_of_before_is_read_again() -> None:
    facts = {"stage": "recipient", "code": 550, "text": "5.1.1 no such user"}

    again = Trouble("Refused", facts).to_error()

    assert type(again) is errors.LetterRefused
    assert (again.stage, again.code) == (Stage.RECIPIENT, 550)
    assert Trouble.of(again).error == "Refused"


@pytest.mark.parametrize("kind", [*LEAVES, SecretMissing, SecretFileUnreadable])
def test_every_error_of_mail_comes_back_from_the_database_as_it_was(
    kind: type[CommsDeskError],
) -> None:
    hints = get_type_hints(kind, vars(errors))
    error = kind(*(EXAMPLES[hints[fact.name]] for fact in fields(kind)))  # type: ignore[arg-type]

    stored = json.loads(json.dumps({"facts": Trouble.of(error).facts}))
    again = Trouble(kind.stored_name(), stored["facts"]).to_error()

    assert type(again) is kind
    assert vars(again) == vars(error)
    assert say(again) == say(error)


def test_an_error_of_a_later_version_is_unexplained_and_not_a_crash() -> None:
    found = Trouble("WrittenByALaterVersion", {"anything": 1}).to_error()

    assert isinstance(found, Unexplained)
    assert "WrittenByALaterVersion" in say(found).what


@pytest.mark.parametrize(
    ("error", "facts"),
    [
        ("HungUp", {"host": "smtp.ville.example", "stage": "a new stage"}),
        ("Overtaken", {"why": "a new reason"}),
        ("Refused", {"stage": "body", "code": 550, "text": "no", "more": 1}),
    ],
)
def test_facts_of_a_later_version_are_unexplained_and_not_a_crash(
    error: str, facts: dict[str, object]
) -> None:
    found = Trouble(error, facts).to_error()

    assert isinstance(found, Unexplained)
