"""Drafts and Word templates from the command line."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from comms_desk.across.office import Office
from comms_desk.cli.drafts import drafts
from comms_desk.cli.history import show_history
from comms_desk.cli.main import run
from comms_desk.cli.templates import templates
from comms_desk.documents.errors import FileNotWritten, MissingValue
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.facts import NotOneOf
from comms_desk.i18n import format_moment
from comms_desk.media.drafting.desk import new_sitting
from comms_desk.media.drafting.model import DraftId, DraftKind, NewDraft, draft_ref
from comms_desk.paths import resource
from comms_desk.planning.dossiers.model import NewDossier
from tests.documents.pdf_files import read_pdf
from tests.documents.word_files import commented, texts, word_file
from tests.media.drafting.test_arrival import tracked
from tests.support.offices import still_office

SAMPLE = resource("sample", "drafts", "communique.md")


office = pytest.fixture(still_office)


def test_a_draft_begins_from_a_file_and_goes_out_as_word(office: Office, tmp_path: Path) -> None:
    shell = CliRunner()
    office.dossiers.add(NewDossier(code="BIBLIO", name="Bibliothèques"))

    begun = shell.invoke(drafts, ["new", "--from", str(SAMPLE), "--json"], obj=office)
    draft = json.loads(begun.stdout)
    listed = shell.invoke(drafts, ["list", "horaire", "--json"], obj=office)
    shown = shell.invoke(drafts, ["show", str(draft["id"]), "--json"], obj=office)
    out = shell.invoke(
        drafts, ["word", str(draft["id"]), "--out", str(tmp_path), "--json"], obj=office
    )

    assert draft["title"].startswith("Bibliothèques")
    assert json.loads(listed.stdout) == [draft]
    assert json.loads(shown.stdout)["text"].startswith("La Ville de Montréal harmonise")
    written = json.loads(out.stdout)
    assert written["under_embargo"] is False
    assert "– 30 –" in texts(Path(written["file"]).read_bytes())


def test_a_fact_of_a_draft_is_set_as_in_its_details(office: Office) -> None:
    shell = CliRunner()
    budget = office.dossiers.add(NewDossier(code="B-27", name="Budget")).id
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Budget 2027", text="Un."))

    for field, value in (("kind", "allocution"), ("dossier", "b-27"), ("speaker", "La mairesse")):
        done = shell.invoke(drafts, ["set", str(draft.id), field, value], obj=office)
        assert done.exit_code == 0, done.exception

    after = office.drafts.get(draft.id)
    assert (after.kind, after.dossier, after.speaker) == (DraftKind.SPEECH, budget, "La mairesse")
    shown = shell.invoke(drafts, ["show", str(draft.id)], obj=office).stdout
    assert "B-27 · Budget" in shown
    assert shown.endswith("Un.")
    refused = shell.invoke(drafts, ["set", str(draft.id), "dossier", "X"], obj=office)
    assert isinstance(refused.exception, NotOneOf)


def test_a_dossier_that_a_file_names_may_be_unknown_here(office: Office) -> None:
    begun = CliRunner().invoke(drafts, ["new", "--from", str(SAMPLE), "--json"], obj=office)

    assert json.loads(begun.stdout)["dossier"] is None
    assert "BIBLIO" in begun.stderr


def test_a_draft_under_embargo_says_so(office: Office, tmp_path: Path) -> None:
    shell = CliRunner()
    file = tmp_path / "a.md"
    file.write_text("# Titre\n\nUn.\n", encoding="utf-8")
    begun = shell.invoke(drafts, ["new", str(file), "--json"], obj=office)
    draft = DraftId(json.loads(begun.stdout)["id"])
    until = office.database.clock.now() + timedelta(days=3)
    EmbargoDesk(office.database).place(draft_ref(draft), until=until, ends_when="")

    out = shell.invoke(drafts, ["word", str(draft), "--out", str(tmp_path), "--json"], obj=office)

    said = shell.invoke(drafts, ["show", str(draft)], obj=office).stdout

    assert format_moment(until) in said
    written = json.loads(out.stdout)
    assert written["under_embargo"] is True
    assert Path(written["file"]).name.startswith("SOUS EMBARGO")


def test_a_template_is_filled_from_json(tmp_path: Path) -> None:
    template, out = tmp_path / "t.docx", tmp_path / "o.docx"
    template.write_bytes(word_file("{{ title }}", "{{ body }}"))
    data = json.dumps({"title": "Été", "body": "Un.\n\n- deux\n"})

    done = CliRunner().invoke(
        templates, ["fill", str(template), "--data", data, "--out", str(out), "--json"]
    )

    assert json.loads(done.stdout)["tags"] == ["body", "title"]
    assert texts(out.read_bytes()) == ["Été", "Un.", "deux"]


def test_the_comments_that_a_template_keeps_are_said(office: Office, tmp_path: Path) -> None:
    shell = CliRunner()
    template, text = tmp_path / "t.docx", tmp_path / "a.md"
    template.write_bytes(word_file("{{ title }}", "{{ body }}", then=commented))
    text.write_text("# Titre\n\nUn.\n", encoding="utf-8")
    begun = shell.invoke(drafts, ["new", "--from", str(text), "--json"], obj=office)
    draft = str(json.loads(begun.stdout)["id"])
    out = ["--template", str(template), "--out", str(tmp_path / "o.docx")]

    made = shell.invoke(drafts, ["word", draft, *out], obj=office)
    data = ["--data", '{"title": "T"}', "--out", str(tmp_path / "p.docx")]
    filled = shell.invoke(templates, ["fill", str(template), *data])

    for done in (made, filled):
        assert done.exit_code == 0
        assert "2 comments of the template" in done.stderr or "2 commentaires" in done.stderr


def test_a_value_that_is_missing_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    template, out = tmp_path / "t.docx", tmp_path / "o.docx"
    template.write_bytes(word_file("{{ title }}", "{{ body }}"))

    arguments = ["fill", str(template), "--data", "{}", "--out", str(out)]
    done = CliRunner().invoke(templates, arguments)

    assert isinstance(done.exception, MissingValue)
    assert not out.exists()


@pytest.mark.parametrize(
    "data", ["{", "[]", "nowhere.json", '{"language": "de"}', '{"title": ' + "[" * 200_000]
)
def test_data_that_is_no_object_is_wrong_use(tmp_path: Path, data: str) -> None:
    template = tmp_path / "t.docx"
    template.write_bytes(word_file("{{ body }}"))

    done = run(
        ["templates", "fill", str(template), "--data", data, "--out", str(tmp_path / "o.docx")]
    )

    assert done == 2


def test_a_template_that_is_none_ends_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = tmp_path / "t.docx"
    template.write_bytes(b"PK")

    done = run(
        ["templates", "fill", str(template), "--data", "{}", "--out", str(tmp_path / "o.docx")]
    )

    assert done == 1
    assert "t.docx" in capsys.readouterr().err


def test_a_place_where_nothing_can_be_written_is_said(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# Titre\n\nUn.\n", encoding="utf-8")
    shell = CliRunner()
    begun = shell.invoke(drafts, ["new", "--from", str(file), "--json"], obj=office)

    nowhere = tmp_path / "absent" / "x.docx"
    done = shell.invoke(
        drafts, ["word", str(json.loads(begun.stdout)["id"]), "--out", str(nowhere)], obj=office
    )

    assert isinstance(done.exception, FileNotWritten)


def test_a_word_file_has_its_ending_and_replaces_none(office: Office, tmp_path: Path) -> None:
    shell = CliRunner()
    shell.invoke(drafts, ["new", "--from", str(SAMPLE)], obj=office)
    arguments = ["word", "1", "--out", str(tmp_path / "w")]

    written = shell.invoke(drafts, arguments, obj=office)
    again = shell.invoke(drafts, arguments, obj=office)

    assert (written.exit_code, again.exit_code) == (0, 1)
    assert (tmp_path / "w.docx").is_file()
    assert "w.docx" in again.stderr


def test_a_draft_goes_out_as_pdf_with_its_ending_and_replaces_none(
    office: Office, tmp_path: Path
) -> None:
    shell = CliRunner()
    shell.invoke(drafts, ["new", "--from", str(SAMPLE)], obj=office)
    arguments = ["pdf", "1", "--out", str(tmp_path / "w"), "--json"]

    written = shell.invoke(drafts, arguments, obj=office)
    again = shell.invoke(drafts, arguments, obj=office)

    said = json.loads(written.stdout)
    assert (written.exit_code, again.exit_code) == (0, 1)
    assert said == {"draft": 1, "file": str(tmp_path / "w.pdf"), "under_embargo": False}
    assert "Bibliothèques" in read_pdf((tmp_path / "w.pdf").read_bytes()).words
    assert "w.pdf" in again.stderr


def test_the_history_of_a_draft_has_its_texts_and_one_of_them_is_put_back(
    office: Office,
) -> None:
    shell = CliRunner()
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="B", text="La Ville agit.\n"))
    opened = office.drafts.open(draft.id)
    office.drafts.revise(draft.id, "", base=opened.base, sitting=new_sitting(opened.text))
    one = str(draft.id)

    table = shell.invoke(show_history, [f"draft:{one}"], obj=office).stdout
    past = json.loads(shell.invoke(show_history, [f"draft:{one}", "--json"], obj=office).stdout)
    number = past[0]["before"]
    shown = shell.invoke(drafts, ["show", one, "--revision", number, "--json"], obj=office)
    shell.invoke(drafts, ["put-back", one, number], obj=office)

    assert "La Ville agit." in table
    assert "−3 mots" in table
    assert json.loads(shown.stdout)["text"] == "La Ville agit.\n"
    assert office.drafts.text(draft.id) == "La Ville agit.\n"


def test_a_draft_begins_from_one_file(office: Office) -> None:
    shell = CliRunner()

    neither = shell.invoke(drafts, ["new"], obj=office)
    both = shell.invoke(drafts, ["new", str(SAMPLE), "--from", str(SAMPLE)], obj=office)

    assert neither.exit_code == both.exit_code == 1
    assert office.drafts.search().total == 0


def test_a_file_of_ours_brought_in_at_the_prompt_is_asked_about_and_keeps_its_embargo(
    office: Office, tmp_path: Path
) -> None:
    shell = CliRunner()
    new = NewDraft(kind=DraftKind.RELEASE, title="La neige", text="Un.\n", number="2026-041")
    draft = office.drafts.add(new)
    until = office.database.clock.now() + timedelta(days=7)
    EmbargoDesk(office.database).place(draft.ref, until=until, ends_when="")
    file = tmp_path / "retour.docx"
    file.write_bytes(office.drafts.word(draft.id).content)

    unsaid = shell.invoke(drafts, ["new", str(file)], obj=office)
    back = shell.invoke(drafts, ["new", str(file), "--return"], obj=office)
    begun = shell.invoke(drafts, ["new", str(file), "--new-text", "--json"], obj=office)

    assert unsaid.exit_code == 1
    assert "2026-041" in unsaid.stderr
    assert back.exit_code == 1
    assert begun.exit_code == 0
    lock = office.drafts.get(DraftId(json.loads(begun.stdout)["id"])).embargo
    assert lock is not None
    assert lock.until == until
    assert office.drafts.search("").total == 2


def test_at_the_prompt_no_tracked_change_is_taken_before_it_is_chosen(
    office: Office, tmp_path: Path
) -> None:
    shell, file = CliRunner(), tmp_path / "mot.docx"
    file.write_bytes(word_file("La Ville agit", "Un", "Deux", then=tracked))

    unsaid = shell.invoke(drafts, ["new", str(file)], obj=office)
    begun = shell.invoke(drafts, ["new", str(file), "--changes", "refuse", "--json"], obj=office)

    assert unsaid.exit_code == 1
    assert "Nadia Roy" in unsaid.stderr
    assert office.drafts.text(DraftId(json.loads(begun.stdout)["id"])).startswith(
        "La Ville agit retiré"
    )


def test_at_the_prompt_an_embargo_that_a_file_says_is_placed_or_asked_about(
    office: Office, tmp_path: Path
) -> None:
    shell, sure, unsure = CliRunner(), tmp_path / "a.docx", tmp_path / "b.md"
    sure.write_bytes(word_file("EMBARGO 1er décembre 2100, 10 h", "La Ville agit."))
    unsure.write_text("Ne pas diffuser avant l’annonce\n\nLa Ville agit.\n", encoding="utf-8")
    both = ["--no-embargo", "--until", "2100-12-01 10:00"]

    placed = shell.invoke(drafts, ["new", str(sure), "--json"], obj=office)
    asked = shell.invoke(drafts, ["new", str(unsure)], obj=office)
    free = shell.invoke(drafts, ["new", str(unsure), "--no-embargo", "--json"], obj=office)
    neither = shell.invoke(drafts, ["new", str(unsure), *both], obj=office)

    lock = office.drafts.get(DraftId(json.loads(placed.stdout)["id"])).embargo
    assert lock is not None
    assert lock.until == datetime(2100, 12, 1, 15, tzinfo=UTC)
    assert (asked.exit_code, neither.exit_code) == (1, 1)
    assert "avant l’annonce" in asked.stderr
    assert office.drafts.get(DraftId(json.loads(free.stdout)["id"])).embargo is None
