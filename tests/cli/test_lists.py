"""Lists from the command line: made, filled, shown, taken out and brought in."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.cli.lists import lists
from comms_desk.facts import NotOneOf
from comms_desk.mail.address import Address
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.lists.model import FilterMissing, ListIsFilter, ListIsFixed, RankOutOfRange
from comms_desk.media.outlets.model import NewOutlet, OutletKind
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import Act
from comms_desk.wording import say
from tests.support.offices import still_office

office = pytest.fixture(still_office)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = i18n.current()
    i18n.use("en")
    yield
    i18n.use(before)


@pytest.fixture
def ada(office: Office) -> int:
    outlet = office.outlets.add(NewOutlet(name="Avis", kind=OutletKind.DAILY)).id
    held = NewPosition(
        outlet=outlet, beats=("Transports",), emails=(Address.parse("ada@avis.example"),)
    )
    new = NewContact(family_name="Okafor", given_name="Ada", positions=(held,))
    return office.contacts.add(new).id


def run(office: Office, *arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(lists, list(arguments), obj=office, input=typed)


def told(office: Office, *arguments: str, typed: str = "") -> Any:
    answer = run(office, *arguments, "--json", typed=typed)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_a_fixed_list_is_made_filled_shown_and_emptied(office: Office, ada: int) -> None:
    made = told(office, "new", "Agences", "--rank", "2", "--early", "5", "--note", "Tôt")
    assert (made["kind"], made["rank"], made["early_minutes"]) == ("fixed", 2, 5)
    assert (made["filter"], made["filter_said"], made["people"]) == (None, "", [])

    filled = told(office, "add", "agences", f"contact:{ada}", "Fil <fil@agence.example>")
    assert filled["people"] == [
        {
            "ref": None,
            "name": "Fil",
            "address": "fil@agence.example",
            "left_out": None,
            "note": "",
        },
        {
            "ref": f"contact:{ada}",
            "name": "Ada Okafor",
            "address": "ada@avis.example",
            "left_out": None,
            "note": "",
        },
    ]
    assert told(office, "show", "AGENCES") == filled
    assert "Ada Okafor · ada@avis.example" in run(office, "show", str(made["id"])).stdout
    emptied = told(office, "remove", "Agences", "fil@agence.example", f"contact:{ada}")
    assert emptied["people"] == []
    assert run(office, "remove", "Agences", "fil@agence.example").exit_code == 1


def test_a_filter_is_made_of_conditions_and_shown_in_words(office: Office, ada: int) -> None:
    office.contacts.add(NewContact(family_name="Zhao"))

    made = told(
        office, "new", "Routes", "--kind", "daily", "--beat", "transports", "--outlet", "AVIS"
    )

    assert made["filter_said"] == (
        "Kind of outlet: Daily newspaper, and outlet: Avis, and beat: transports"
    )
    assert [each["ref"] for each in made["people"]] == [f"contact:{ada}"]
    again = told(office, "new", "Copie", "--filter", json.dumps(made["filter"]))
    assert again["people"] == made["people"]
    either = told(
        office,
        *("new", "Tous", "--in-list", "Routes", "--no-byline-since", "2026-03-01", "--any"),
        *("--territory", "VDN", "--language", "en", "--outlet-language", "fr"),
        *("--no-letter-since", "2026-03-01"),
    )
    assert len(either["people"]) == 2


def test_a_filter_says_not_and_how_long_ago_finds_newsrooms_and_is_made_fixed(
    office: Office, ada: int
) -> None:
    zhao = office.contacts.add(NewContact(family_name="Zhao")).id

    made = told(
        office,
        *("new", "Sans nouvelles", "--not-kind", "radio", "--no-letter-since", "30 days"),
        *("--finds", "both"),
    )

    assert made["filter_said"] == (
        "Contacts and newsrooms – kind of outlet is not: Radio, and no letter in the last 30 days"
    )
    assert {each["ref"] for each in made["people"]} == {
        f"contact:{ada}",
        f"contact:{zhao}",
        "outlet:1",
    }
    refused = run(office, "new", "Autre", "--byline-since", "souvent")
    assert refused.exit_code == 2
    assert "how long ago" in refused.stderr

    fixed = told(office, "fix", "Sans nouvelles")

    assert (fixed["kind"], fixed["filter"]) == ("fixed", None)
    assert fixed["people"] == made["people"]
    assert isinstance(run(office, "fix", "Sans nouvelles").exception, ListIsFixed)


def test_a_list_is_renamed_and_its_facts_are_set(office: Office) -> None:
    run(office, "new", "Agences")

    assert told(office, "rename", "Agences", "Fils de presse")["name"] == "Fils de presse"
    assert told(office, "set", "Fils de presse", "rank", "7")["rank"] == 7

    assert [each["name"] for each in told(office, "list", "fils")] == ["Fils de presse"]
    assert isinstance(
        run(office, "set", "Fils de presse", "rank", "zéro").exception, RankOutOfRange
    )


def test_what_is_asked_for_wrongly_is_refused_with_what_there_is(office: Office) -> None:
    run(office, "new", "Agences")
    run(office, "new", "Anglais", "--language", "en")

    gone = run(office, "show", "Presse").exception
    assert isinstance(gone, NotOneOf)
    assert "Agences" in say(gone).whole
    assert isinstance(run(office, "show", "").exception, NotOneOf)
    assert isinstance(run(office, "show", "99").exception, NotFound)
    assert isinstance(run(office, "show", "9" * 40).exception, NotOneOf)
    unknown = run(office, "new", "Autre", "--outlet", "Nulle part").exception
    assert isinstance(unknown, NotOneOf)
    assert ": ," not in say(unknown).whole  # "none" is a choice, and has no name to write
    assert isinstance(run(office, "add", "Anglais", "a@b.example").exception, ListIsFilter)
    assert isinstance(run(office, "set", "Agences", "filter", "").exception, FilterMissing)


def test_pasted_addresses_are_each_accounted_for(office: Office, ada: int) -> None:
    run(office, "new", "Agences")
    text = "Ada <ADA@avis.example>; Fil <fil@agence.example>\npersonne; fil@agence.example\n"

    done = told(office, "paste", "Agences", typed=text)

    assert [each["ref"] for each in done["known"]] == [f"contact:{ada}"]
    assert [each["address"] for each in done["new"]] == ["fil@agence.example"]
    assert [each["line"] for each in done["again"]] == [2]
    assert done["refused"] == [
        {
            "line": 2,
            "text": "personne",
            "reason": "“personne” has no e-mail address in it.",
        }
    ]
    said = run(office, "paste", "Agences", typed="personne")
    assert said.stderr == "1 refused\nLine 1: “personne” has no e-mail address in it.\n"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_list_leaves_as_a_file_and_comes_back(
    office: Office, ada: int, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"liste.{ending}"
    run(office, "new", "Agences")
    run(office, "add", "Agences", f"contact:{ada}", "Fil <fil@agence.example>")

    assert run(office, "export", "Agences", "--out", str(file)).exit_code == 0
    run(office, "new", "Autre")
    done = told(office, "import", "Autre", str(file))

    assert (len(done["known"]), len(done["new"]), done["refused"]) == (1, 1, [])
    assert told(office, "show", "Autre")["people"] == told(office, "show", "Agences")["people"]
    exported = office.lists.every()[0].id
    assert office.lists.history(exported)[0].act is Act.EXPORTED
