"""Answers to a person have words where those to a program have codes and field names."""

import ast
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

import comms_desk
from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.across.restore import Restored
from comms_desk.across.sample import SampleLoaded
from comms_desk.changes import Subject
from comms_desk.cli import output
from comms_desk.cli.drafts import WrittenFile
from comms_desk.cli.files import plan_columns
from comms_desk.cli.main import run
from comms_desk.cli.templates import Filled
from comms_desk.i18n import Language
from comms_desk.media.contacts.model import NewContact
from comms_desk.media.drafting.model import DraftKind
from comms_desk.paths import Paths, resource
from comms_desk.places import Scope
from comms_desk.worker.main import RunSummary
from tests.support.offices import new_office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("COMMS_DESK_HOME", str(tmp_path / "desk"))
    opened = new_office(Paths.find())
    yield opened
    opened.close()
    i18n.use("fr")


@pytest.mark.parametrize("kind", [Language, DraftKind])
def test_every_code_of_a_list_has_its_words(kind: type[Language]) -> None:
    assert all(output.of_code(each) for each in kind)


@pytest.mark.parametrize("answer", [RunSummary, Restored, SampleLoaded, WrittenFile, Filled])
def test_every_field_of_an_answer_has_its_heading(answer: type[RunSummary]) -> None:
    assert [each.name for each in fields(answer) if output.of_field(each.name) == each.name] == []


def test_a_contact_is_shown_in_words(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    contact = office.contacts.add(
        NewContact(family_name="Roy", given_name="Zoé", scope=Scope.of_boroughs(["VDN", "VMA"]))
    ).id

    assert run(["contacts", "show", str(contact)]) == 0

    shown = capsys.readouterr().out
    assert "Verdun, Ville-Marie" in shown
    assert "family_name" not in shown
    assert "{" not in shown


def test_a_sender_is_an_address_and_stays_an_object_in_json(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    add = ["accounts", "add", "Presse", "--from", "Cy <cy@ville.example>"]
    assert run([*add, "--server", "smtp.ville.example"]) == 0
    assert "Cy <cy@ville.example>" in capsys.readouterr().out

    assert run(["accounts", "list", "--json"]) == 0

    [listed] = json.loads(capsys.readouterr().out)
    assert listed["sender"] == {"name": "Cy", "local": "cy", "domain": "ville.example"}


def test_a_sound_desk_is_said_in_french(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 0

    assert capsys.readouterr().out.startswith("En bon état\u00a0: oui")


def test_the_settings_are_explained_in_french(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["settings", "list"]) == 0
    listed = capsys.readouterr().out
    assert run(["settings", "set", "theme", "blue"]) == 1
    refused = capsys.readouterr().err

    assert "jours" in listed
    assert "Clair, sombre" in listed
    assert "Valeur attendue\u00a0: system, light ou dark." in refused


def test_a_wrong_setting_is_said_in_the_language_of_its_file(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.paths.settings_file.write_text('language = "en"\ntheme = "blue"\n', encoding="utf-8")

    assert run(["settings", "list"]) == 1

    assert "The value “blue” is not allowed: theme" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        ("contacts", "import"),
        ("employees", "import"),
        ("feeds", "import"),
        ("drafts", "new", "--from"),
        ("templates", "fill"),
    ],
)
def test_a_missing_file_has_one_answer(
    office: Office, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(office.paths.data / "nope.csv")

    assert run([*command, missing]) == 2

    assert "nope.csv\u00a0» n’existe pas" in capsys.readouterr().err


def test_each_column_of_an_import_has_a_heading() -> None:
    assert all(column.title for column in plan_columns(Subject.CONTACT))


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("outbox", "list", "--bidon"), "L’option «\u00a0--bidon\u00a0» n’existe pas."),
        (("bidon",), "Aucune commande «\u00a0bidon\u00a0»."),
        (("contacts", "import", "bidon"), "«\u00a0bidon\u00a0» n’existe pas."),
        (("contacts", "show"), "Il manque l’argument «\u00a0CONTACT\u00a0»."),
        (("outbox", "decide", "1", "bidon"), "«\u00a0bidon\u00a0» n’est aucun de ceux-ci"),
        (("contacts", "import", "l'été"), "«\u00a0l'été\u00a0» n’existe pas."),
        (("contacts", "show", "1", "l'été d'hier"), "Un argument de trop\u00a0: l'été d'hier"),
    ],
)
def test_wrong_use_is_said_in_french_with_its_own_quotation_marks(
    capsys: pytest.CaptureFixture[str], typed: tuple[str, ...], said: str
) -> None:
    assert run(typed) == 2

    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("{", "on ne le comprend pas à la ligne 1, colonne 2."),
        ('{"title":\n }', "on ne le comprend pas à la ligne 2, colonne 2."),
        ('{"title": ' + "9" * 5000 + "}", "Ce n’est pas du JSON."),
    ],
)
def test_what_is_not_json_is_said_in_french(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: str, said: str
) -> None:
    out = tmp_path / "essai.docx"
    shipped = str(resource("templates", "release.fr.docx"))

    assert run(["templates", "fill", shipped, "--data", data, "--out", str(out)]) == 2

    assert said in capsys.readouterr().err


def test_an_empty_list_says_what_to_begin_with(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["contacts", "list"]) == 0
    assert run(["contacts", "list", "roy"]) == 0

    whole, searched = capsys.readouterr().err.splitlines()
    assert "comms-desk contacts import" in whole
    assert "comms-desk" not in searched


def test_what_has_no_value_is_said_to_have_none(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check"]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[1:] == [f"{line.split(chr(160))[0]}\u00a0: —" for line in said[1:]]


def test_only_the_last_column_may_be_long(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["settings", "list"]) == 0

    assert "…" not in capsys.readouterr().out


WRONG_BULLETINS = {
    "{}": "« name » manque",
    '{"name": "x", "number": "abc"}': "la valeur « abc » n’est pas permise\u00a0: number",
    '{"name": "x", "number": 3, "day": "a:b"}': "la valeur « a:b » n’est pas permise\u00a0: day",
    '{"name": "x", "number": 3, "blocks": [{"kind": "z"}]}': "la valeur « z » n’est pas permise",
    '{"name": "x", "number": 3, "blocks": [{"kind": "image", "file": "z"}]}': "« z » manque",
}


@pytest.mark.parametrize(("content", "said"), WRONG_BULLETINS.items())
def test_a_wrong_bulletin_file_says_what_is_wrong_in_french(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    file = tmp_path / "bulletin.json"
    file.write_text(content, encoding="utf-8")

    assert run(["bulletins", "new", "--from", str(file)]) == 1

    assert said.replace("« ", "«\u00a0").replace(" »", "\u00a0»") in capsys.readouterr().err


def test_a_list_has_the_columns_of_the_language_of_now(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.contacts.add(NewContact(family_name="Roy"))
    heads = []

    for language in ("en", "fr", "en"):
        assert run(["settings", "set", "language", language]) == 0
        capsys.readouterr()
        for words in (("contacts", "list"), ("contacts", "show", "1"), ("settings", "list")):
            assert run(list(words)) == 0
            heads.append(capsys.readouterr().out.splitlines()[0].split()[0])

    assert heads[:3] == heads[6:] == ["Id", "Id:", "Setting"]
    assert heads[3:6] == ["Identifiant", "Identifiant", "Paramètre"]


def test_no_word_is_said_as_the_program_is_imported() -> None:
    """It would stay in the language of that moment, whatever is chosen since."""
    said = [
        f"{file.name}:{call.lineno}"
        for file in Path(comms_desk.__file__).parent.rglob("*.py")
        for call in _called_at_import(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext", "pgettext"}
    ]

    assert said == []


def _called_at_import(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.GeneratorExp):
            continue
        if isinstance(node, ast.Call):
            yield node
        yield from _called_at_import(node)
