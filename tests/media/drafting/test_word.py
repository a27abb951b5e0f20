"""A draft that leaves as Word, with its embargo on every page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comms_desk.clock import StillClock
from comms_desk.documents.tags import BODY, TAGS
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.i18n import Language, use
from comms_desk.media.drafting.desk import DraftDesk, new_sitting
from comms_desk.media.drafting.model import DraftKind, NewDraft, TitleMissing
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.storage.database import Database
from tests.documents.word_files import as_dotx, commented, opened, texts, word_file

LIFTS = datetime(2026, 12, 1, 15, tzinfo=UTC)
"""1 December 2026, 10 a.m. in Montréal."""


@pytest.fixture
def desk(sqlite_database: Database) -> DraftDesk:
    return DraftDesk(sqlite_database)


def release(subtitle: str = "", source: str = "") -> NewDraft:
    return NewDraft(
        kind=DraftKind.RELEASE,
        title="Budget 2027 : 3,1 %",
        subtitle=subtitle,
        source=source,
        text="La Ville **agit**.\n",
    )


def headers(content: bytes) -> list[str]:
    section = opened(content).sections[0]
    return [h.paragraphs[0].text for h in (section.header, section.first_page_header)]


def test_a_release_has_its_parts_in_order(desk: DraftDesk) -> None:
    draft = desk.add(release(source="Cabinet", subtitle="Sous-titre"))

    made = desk.word(draft.id)

    assert texts(made.content) == [
        "Pour diffusion immédiate",
        "COMMUNIQUÉ",
        "Budget 2027 : 3,1 %",
        "Sous-titre",
        "Montréal, le 24 novembre 2026. – La Ville agit.",
        "– 30 –",
        "Source\u00a0: Cabinet",
    ]
    assert made.name == "Communiqué - Budget 2027 3,1 %.docx"


def test_a_document_follows_its_own_language(desk: DraftDesk) -> None:
    use(Language.FRENCH)
    draft = desk.add(
        NewDraft(kind=DraftKind.SPEECH, language=Language.ENGLISH, title="Snow", text="Hello.\n")
    )

    made = desk.word(draft.id)

    assert "Check against delivery" in texts(made.content)
    assert "November 24, 2026" in texts(made.content)
    assert opened(made.content).core_properties.language == "en-CA"
    assert made.name == "Speech - Snow.docx"


def test_an_embargo_stands_on_every_page_and_in_the_name(
    sqlite_database: Database, desk: DraftDesk, clock: StillClock
) -> None:
    draft = desk.add(release())
    EmbargoDesk(sqlite_database).place(draft.ref, until=LIFTS, ends_when="La conférence commence")

    held = desk.word(draft.id)
    clock.advance(timedelta(days=30))
    lifted = desk.word(draft.id)

    stamp = "SOUS EMBARGO jusqu’au mardi 1er décembre 2026 à 10\u00a0h (HE)"
    running, first = headers(held.content)
    assert running == stamp
    assert "embargo" not in first.lower()
    assert (
        texts(held.content)[0] == "Sous embargo jusqu’au mardi 1er décembre 2026 à 10\u00a0h (HE)"
    )
    assert "Montréal, le 1er décembre 2026. – La Ville agit." in texts(held.content)
    assert held.name.startswith("SOUS EMBARGO 1er décembre 2026 10 h - Communiqué - Budget")
    assert "EMBARGO" not in "".join([*headers(lifted.content), *texts(lifted.content)])
    assert lifted.name.startswith("Communiqué")


@pytest.mark.parametrize("language", list(Language))
def test_the_notice_is_set_alike_in_both_languages(
    sqlite_database: Database, desk: DraftDesk, language: Language
) -> None:
    free = desk.add(replace(release(), language=language))
    held = desk.add(replace(release(), language=language))
    EmbargoDesk(sqlite_database).place(held.ref, until=LIFTS, ends_when="")

    notices = [texts(desk.word(each.id).content)[0] for each in (free, held)]
    running, _first = headers(desk.word(held.id).content)

    assert (
        notices
        == {
            Language.FRENCH: [
                "Pour diffusion immédiate",
                "Sous embargo jusqu’au mardi 1er décembre 2026 à 10\u00a0h (HE)",
            ],
            Language.ENGLISH: [
                "For immediate release",
                "Embargoed until Tuesday, December 1, 2026, 10\u00a0a.m. (ET)",
            ],
        }[language]
    )
    assert running.split()[0] == notices[1].split()[0].upper()


def test_the_first_page_of_a_speech_is_stamped_since_nothing_in_it_says_the_embargo(
    sqlite_database: Database, desk: DraftDesk
) -> None:
    draft = desk.add(NewDraft(kind=DraftKind.SPEECH, title="Neige", text="Bonjour.\n"))
    EmbargoDesk(sqlite_database).place(draft.ref, until=LIFTS, ends_when="")

    stamps = headers(desk.word(draft.id).content)

    assert stamps == ["SOUS EMBARGO jusqu’au mardi 1er décembre 2026 à 10\u00a0h (HE)"] * 2


def test_what_is_being_typed_is_what_word_opens(desk: DraftDesk) -> None:
    draft = desk.add(release())
    base = desk.open(draft.id).base
    desk.save_working(draft.id, "Plus loin.\n", base=base, sitting=new_sitting("x"))

    assert any("Plus loin." in text for text in texts(desk.word(draft.id).content))


def test_the_office_s_own_template_goes_before_ours(
    sqlite_database: Database, tmp_path: Path
) -> None:
    (tmp_path / "release.fr.docx").write_bytes(word_file("Maison : {{ title }}", "{{ body }}"))
    desk = DraftDesk(sqlite_database, tmp_path)
    draft = desk.add(release())

    assert texts(desk.word(draft.id).content) == ["Maison : Budget 2027 : 3,1 %", "La Ville agit."]


def test_the_office_s_own_template_may_be_one_of_word_s(
    sqlite_database: Database, tmp_path: Path
) -> None:
    template = as_dotx(word_file("Maison : {{ title }}", "{{ body }}"))
    (tmp_path / "release.fr.dotx").write_bytes(template)
    desk = DraftDesk(sqlite_database, tmp_path)
    draft = desk.add(release())

    made = desk.word(draft.id)

    assert texts(made.content) == ["Maison : Budget 2027 : 3,1 %", "La Ville agit."]
    assert made.name.endswith(".docx")


def test_a_document_says_that_the_city_made_it_and_when(
    sqlite_database: Database, desk: DraftDesk, clock: StillClock
) -> None:
    draft = desk.add(release())

    own = opened(desk.word(draft.id).content).core_properties

    assert (own.title, own.author) == ("Budget 2027 : 3,1 %", "Ville de Montréal")
    assert own.created == own.modified == clock.now()


def test_it_is_said_how_many_comments_stay_in_the_template(
    sqlite_database: Database, desk: DraftDesk, tmp_path: Path
) -> None:
    template = tmp_path / "t.docx"
    template.write_bytes(word_file("{{ title }}", "{{ body }}", then=commented))
    draft = desk.add(release())

    assert desk.word(draft.id, template=template).comments_left == 2
    assert desk.word(draft.id).comments_left == 0


def test_every_tag_has_a_value_for_a_draft(sqlite_database: Database, tmp_path: Path) -> None:
    dossier = DossierDesk(sqlite_database).add(NewDossier(code="B-27", name="Budget")).id
    every = [f"{tag} = {{{{ {tag} }}}}" for tag in sorted(TAGS - {BODY})]
    (tmp_path / "release.fr.docx").write_bytes(word_file(*every, "{{ body }}"))
    desk = DraftDesk(sqlite_database, tmp_path)
    draft = desk.add(replace(release("Sous", "Cabinet"), dossier=dossier))

    said = texts(desk.word(draft.id).content)

    assert "dossier = B-27" in said
    assert "source = Cabinet" in said
    assert "duration = 1\u00a0min" in said
    assert not [line for line in said if line.startswith("speaker")]


def test_a_draft_without_a_title_is_not_exported_with_a_hole(desk: DraftDesk) -> None:
    draft = desk.add(NewDraft(kind=DraftKind.RELEASE, text="Un.\n"))

    with pytest.raises(TitleMissing):
        desk.word(draft.id)


def test_a_name_is_one_that_any_system_accepts(desk: DraftDesk) -> None:
    draft = desk.add(NewDraft(kind=DraftKind.RELEASE, title='a/b\\c:d*e?f"g<h>i|j. ' + "k" * 200))

    name = desk.word(draft.id).name

    assert not set(name) & set('<>:"/\\|?*')
    assert len(name) <= 125
    assert name.endswith("k.docx")


def test_a_word_file_counts_the_words_that_are_in_it(desk: DraftDesk, tmp_path: Path) -> None:
    draft = desk.add(release())
    base = desk.open(draft.id).base
    desk.save_working(draft.id, "Un deux.\n", base=base, sitting=new_sitting(""))
    template = tmp_path / "modele.docx"
    template.write_bytes(word_file("{{ words }} mots", "{{ body }}"))

    made = desk.word(draft.id, template=template)

    assert texts(made.content) == ["2 mots", "Un deux."]
