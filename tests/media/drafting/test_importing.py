"""A draft from a text file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from comms_desk import i18n
from comms_desk.facts import LANGUAGE, Fact
from comms_desk.i18n import Language
from comms_desk.media.drafting.arrival import arrive
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.importing import (
    DOSSIER,
    FIELDS,
    TEXT_FILE_BYTES,
    read_file,
)
from comms_desk.media.drafting.model import (
    TEXT_LENGTH,
    DraftKind,
    FieldTwice,
    FileTooLong,
    NotText,
    UnknownField,
    WrongField,
)
from comms_desk.paths import resource
from comms_desk.storage.database import Database
from comms_desk.wording import say


@pytest.mark.parametrize("path", sorted(resource("sample", "drafts").glob("*.md")))
def test_the_sample_drafts_are_read(path: object) -> None:
    file = read_file(path.read_bytes(), name=path.name)  # type: ignore[attr-defined]

    draft = file.draft()

    assert draft.title
    assert draft.text
    assert file.dossier
    assert "---" not in draft.text


def test_a_head_says_what_the_draft_is() -> None:
    file = read_file(
        b"---\nkind: speech\nlanguage: en\nscope: VDN\ntitle: A: b\n---\n\nHello *you*.\n",
        name="a.md",
    )

    draft = file.draft()

    assert (draft.kind, draft.language, draft.title) == (DraftKind.SPEECH, Language.ENGLISH, "A: b")
    assert draft.scope.to_text() == "VDN"
    assert draft.text == "Hello _you_.\n"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('"Avis : point de presse"', "Avis : point de presse"),
        ("'L’hiver : 54 haltes'", "L’hiver : 54 haltes"),
        ('"Oui" ou "non"', '"Oui" ou "non"'),
        ('"', '"'),
    ],
)
def test_a_title_in_quotes_for_its_colon_is_sent_without_them(written: str, title: str) -> None:
    draft = read_file(f"---\ntitle: {written}\n---\nx".encode(), name="a.md").draft()

    assert draft.title == title


def test_without_a_head_the_first_heading_is_the_title() -> None:
    file = read_file(b"# Le budget #\r\n\r\nUn.\r\n", name="a.md")

    assert (file.draft().title, file.draft().text) == ("Le budget", "Un.\n")
    assert file.draft(kind=DraftKind.SPEECH, title="Autre").title == "Autre"


BODY = "La Ville ouvre ses patinoires samedi.\n"


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("54 patinoires ouvrent samedi", "54 patinoires ouvrent samedi"),
        (
            "Déneigement : l’opération commence ce soir",
            "Déneigement : l’opération commence ce soir",
        ),
        ("Les patinoires ouvrent samedi.", ""),
        ("COMMUNIQUÉ", ""),
        ("Communiqué de presse – Ville de Montréal", ""),
        ("Pour diffusion immédiate", ""),
        ("SOUS EMBARGO JUSQU’AU 26 NOVEMBRE 2026 À 10 H", ""),
        ("Montréal, le 25 novembre 2026", ""),
        ("MONTRÉAL, le 25 novembre 2026 –", ""),
        ("Bonjour,", ""),
        ("- Un", ""),
        ("1. Un", ""),
        ("a" * 121, ""),
    ],
)
def test_a_short_line_by_itself_over_a_plain_text_is_its_title(first: str, title: str) -> None:
    file = read_file(f"{first}\n\n{BODY}".encode(), name="a.TXT")

    assert file.draft().title == title
    assert (file.text == BODY) is bool(title)
    alone = (f"{first}\n{BODY}", f"{first}\n\n")
    assert not any(read_file(each.encode(), name="a.txt").draft().title for each in alone)
    assert not read_file(f"{first}\n\n{BODY}".encode(), name="a.md").draft().title


def test_an_old_notepad_is_understood() -> None:
    assert read_file("été\n".encode("cp1252"), name="a.txt").text == "été\n"


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"\x81\x8d\x90"])
def test_a_file_that_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(NotText):
        read_file(content, name="a.md")


def test_a_head_that_nobody_understands_is_never_dropped() -> None:
    with pytest.raises(UnknownField) as unknown:
        read_file(b"---\nkind: release\ndelay: demain\n---\nx", name="a.md")
    with pytest.raises(WrongField) as wrong:
        read_file(b"---\nkind: poem\n---\nx", name="a.md")

    assert (unknown.value.field, unknown.value.line) == ("delay", 3)
    assert (wrong.value.value, wrong.value.allowed) == ("poem", ("release", "speech"))


def test_a_file_that_no_draft_could_hold_is_refused_unread(
    sqlite_database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "newlines.md"
    with file.open("wb") as empty:
        empty.truncate(50 * TEXT_FILE_BYTES)

    with pytest.raises(FileTooLong) as refused:
        arrive(DraftDesk(sqlite_database), file, now=datetime(2026, 11, 24, tzinfo=UTC))
    with pytest.raises(FileTooLong):
        read_file(b"\n" * (TEXT_LENGTH + 1), name="newlines.md")

    assert (refused.value.name, refused.value.longest) == ("newlines.md", TEXT_LENGTH)


def test_a_head_is_read_in_french_as_in_english() -> None:
    french = read_file(
        "---\nTitre : Le budget\nSous-titre : En bref\ntype : Allocution\nlangue : français\n"
        "état : diffusé\nnuméro : 2026-118\ndossier : NEIGE-27\narrondissement : Verdun\n"
        "source : La Ville\nRenseignements : 514 555-0100\nprononcée par : La mairesse\n"
        "occasion : Le dépôt\n---\nx".encode(),
        name="a.md",
    )
    english = read_file(
        "---\ntitle: Le budget\nsubtitle: En bref\nkind: speech\nlanguage: fr\nstatus: released\n"
        "number: 2026-118\ndossier: NEIGE-27\nscope: VDN\nsource: La Ville\n"
        "contact: 514 555-0100\nspeaker: La mairesse\noccasion: Le dépôt\n---\nx".encode(),
        name="a.md",
    )

    assert french == english
    assert set(french.fields) == {fact.field for fact in FIELDS} - {DOSSIER}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("fact", FIELDS, ids=lambda fact: str(fact.field))
def test_every_field_is_taken_as_the_window_calls_it(fact: Fact, language: Language) -> None:
    called = i18n.catalogue(language).gettext(fact.label)
    value = {"kind": "speech", "language": "en", "status": "draft", "scope": "VDN"}

    head = f"---\n{called} : {value.get(fact.field, 'x')}\n---\n".encode()
    file = read_file(head, name="a.md")

    assert fact.field in file.fields or file.dossier == "x"


@pytest.mark.parametrize(
    ("typed", "language", "nearest"),
    [
        ("titr", Language.FRENCH, "titre"),
        ("langage", Language.FRENCH, "langue"),
        ("territoir", Language.FRENCH, "territoire"),
        ("titel", Language.ENGLISH, "title"),
        ("lang", Language.ENGLISH, "language"),
        ("délai", Language.FRENCH, ""),
        ("", Language.FRENCH, ""),
    ],
)
def test_a_field_that_no_text_has_is_refused_with_the_nearest(
    typed: str, language: Language, nearest: str
) -> None:
    before = i18n.current()
    i18n.use(language)
    try:
        with pytest.raises(UnknownField) as refused:
            read_file(f"---\n{typed}: x\n---\ny".encode(), name="a.md")
        sentence = say(refused.value)
    finally:
        i18n.use(before)

    assert refused.value.nearest == nearest
    first, *_others = sentence.way_out.split(".")
    assert (nearest in first) if nearest else ("," in first)


def test_a_field_that_stands_in_both_languages_is_refused() -> None:
    with pytest.raises(FieldTwice) as refused:
        read_file(b"---\ntitre: Un\ntitle: Deux\n---\nx", name="a.md")

    assert (refused.value.field, refused.value.line) == ("title", 3)


def test_a_value_that_cannot_be_is_refused_with_those_that_can() -> None:
    with pytest.raises(WrongField) as refused:
        read_file(b"---\nlangue : latin\n---\nx", name="a.md")

    assert refused.value.field == "langue"
    assert refused.value.called == tuple(said for _written, said in LANGUAGE.choices)
