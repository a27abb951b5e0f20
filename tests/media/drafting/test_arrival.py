"""A Word file that is brought in: one of ours keeps its embargo, and nothing is taken unasked."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from comms_desk.documents.beyond_text import BeyondText, Comment
from comms_desk.documents.errors import TrackedChange
from comms_desk.documents.reading import read_word
from comms_desk.documents.tracked_changes import ChangeKind, Settled
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.media.drafting.arrival import arrive, begin, bring_back
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import (
    DraftKind,
    NewDraft,
    TextFileEmpty,
    TextFileUnreadable,
)
from comms_desk.storage.database import Database
from comms_desk.wording import say
from tests.documents.word_files import changed, member, opened, word_file
from tests.media.drafting.arrivals import LIFTS, NOW, TEXT, came, release, with_first_words


@pytest.fixture
def desk(database: Database) -> DraftDesk:
    return DraftDesk(database)


def test_a_release_brought_back_is_known_and_its_embargo_stays(
    database: Database, desk: DraftDesk, tmp_path: Path
) -> None:
    draft = release(database)
    EmbargoDesk(database).place(draft.ref, until=LIFTS, ends_when="à la conférence")

    arrival = came(desk, tmp_path, desk.word(draft.id).content)
    other = begin(desk, arrival)

    assert arrival.origin is not None
    assert (arrival.origin.draft.id, arrival.until) == (draft.id, LIFTS)
    assert arrival.beyond == {}
    assert other.embargo is not None
    assert (other.embargo.until, other.embargo.ends_when) == (LIFTS, "à la conférence")
    assert (other.title, other.subtitle) == (draft.title, draft.subtitle)
    assert (other.source, other.contact) == (draft.source, draft.contact)
    assert (other.dossier, other.number) == (draft.dossier, "")
    assert desk.text(other.id) == TEXT
    assert bring_back(desk, arrival) is None


def test_what_was_written_in_word_is_set_aside_and_never_overwrites(
    database: Database, desk: DraftDesk, tmp_path: Path
) -> None:
    draft = release(database)

    def edit(document: Any) -> None:
        (line,) = [each for each in document.paragraphs if each.text == "Fin du texte."]
        line.add_run(" Ajout de la direction.")

    arrival = came(desk, tmp_path, with_first_words(desk.word(draft.id).content, edit))
    back, again = bring_back(desk, arrival), bring_back(desk, arrival)

    assert back is not None
    assert again == back
    assert back.aside
    assert back.parent == desk.revisions(draft.id)[-1].id
    assert back.text == TEXT.replace("texte.", "texte. Ajout de la direction.")
    assert desk.text(draft.id) == TEXT


def test_a_place_and_date_that_one_typed_stay(
    database: Database, desk: DraftDesk, tmp_path: Path
) -> None:
    draft = release(database, text="Montréal, le 20 novembre 2026. – La Ville agit.\n")

    arrival = came(desk, tmp_path, desk.word(draft.id).content)

    assert bring_back(desk, arrival) is None


def test_an_embargo_that_was_lifted_is_not_placed_again(
    database: Database, desk: DraftDesk, tmp_path: Path
) -> None:
    draft = release(database)
    embargoes = EmbargoDesk(database)
    embargoes.place(draft.ref, until=LIFTS, ends_when="")
    made = desk.word(draft.id).content
    embargoes.lift(draft.ref)

    arrival = came(desk, tmp_path, made)

    assert (arrival.until, arrival.needs_moment) == (None, False)
    assert begin(desk, arrival).embargo is None


def test_a_mark_that_was_made_up_proves_nothing_and_the_words_still_hold(
    database: Database, desk: DraftDesk, tmp_path: Path
) -> None:
    draft = release(database)
    EmbargoDesk(database).place(draft.ref, until=LIFTS, ends_when="")
    made = desk.word(draft.id).content
    mark = str(opened(made).core_properties.identifier)
    forged = mark[:-1] + ("0" if mark[-1] != "0" else "1")
    properties = ("docProps/core.xml", "docProps/custom.xml")
    made = changed(
        made,
        {each: member(made, each).replace(mark, forged).encode() for each in properties},
    )

    arrival = came(desk, tmp_path, made)

    assert draft.title not in mark
    assert (arrival.origin, arrival.is_foreign) == (None, True)
    assert arrival.until == LIFTS
    lock = begin(desk, arrival).embargo
    assert lock is not None
    assert lock.until == LIFTS


def test_a_file_with_the_marks_of_two_texts_is_under_the_later_embargo(
    database: Database, desk: DraftDesk, tmp_path: Path
) -> None:
    draft, other = release(database), desk.add(NewDraft(kind=DraftKind.RELEASE, title="La paix"))
    EmbargoDesk(database).place(other.ref, until=LIFTS, ends_when="")
    made, mark = desk.word(draft.id).content, opened(desk.word(other.id).content).core_properties
    custom = member(made, "docProps/custom.xml")
    own = str(opened(made).core_properties.identifier)
    made = changed(made, {"docProps/custom.xml": custom.replace(own, mark.identifier).encode()})

    arrival = came(desk, tmp_path, made)

    assert arrival.origin is not None
    assert (arrival.origin.draft.id, arrival.origin.beside) == (draft.id, (desk.get(other.id),))
    assert (arrival.until, arrival.is_locked) == (LIFTS, True)
    bring_back(desk, arrival)
    for lock in (begin(desk, arrival, is_free=True).embargo, desk.get(draft.id).embargo):
        assert lock is not None
        assert lock.until == LIFTS


def test_a_file_of_a_text_in_the_bin_keeps_its_embargo_and_does_not_come_back(
    database: Database, desk: DraftDesk, tmp_path: Path
) -> None:
    draft = release(database)
    EmbargoDesk(database).place(draft.ref, until=LIFTS, ends_when="")
    made = desk.word(draft.id).content
    desk.put_in_bin(draft.id)

    arrival = came(desk, tmp_path, made)

    assert arrival.origin is not None
    assert not arrival.origin.takes_back
    assert arrival.until == LIFTS


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("SOUS EMBARGO jusqu’au mardi 1er décembre 2026 à 10 h (HE)", LIFTS),
        ("Embargo : 1er décembre 2026, 10 h", LIFTS),
        ("EMBARGO 1er décembre 10 h", LIFTS),
        ("EMBARGO mardi 1er décembre 10 h", LIFTS),
        ("Ne pas diffuser avant le 1er décembre 2026 à 10 h", LIFTS),
        ("À ne pas publier avant mardi 1er décembre, 10 h", LIFTS),
        ("Not for release before December 1, 2026, 10 a.m.", LIFTS),
        ("HOLD FOR RELEASE UNTIL Tuesday, December 1, 10:00 a.m. ET", LIFTS),
        ("Hold until December 1, 2026 10:00 a.m.", LIFTS),
        ("Embargoed until Tuesday, December 1, 2026, 10:00 a.m. (ET)", LIFTS),
        ("Sous embargo jusqu’à la conférence de presse", None),
    ],
)
def test_a_strangers_file_that_says_an_embargo_does_not_lose_it(
    desk: DraftDesk, tmp_path: Path, line: str, until: datetime | None
) -> None:
    arrival = came(desk, tmp_path, word_file(line, "La Ville agit."))

    assert (arrival.until, arrival.needs_moment) == (until, until is None)
    assert arrival.asks
    lock = begin(desk, arrival, until=LIFTS).embargo
    assert lock is not None
    assert lock.until == LIFTS


def test_an_ordinary_file_asks_nothing(desk: DraftDesk, tmp_path: Path) -> None:
    said = word_file(
        *("Pour diffusion immédiate", "La levée de l’embargo sur le sel coûte 4 M$"),
        *("The fair will be held until Dec. 3.", "Diffusion avant midi", "Not until noon"),
    )
    ordinary = came(desk, tmp_path, said)
    plain = came(desk, tmp_path, word_file("La Ville agit."), name="plan.docx")

    assert not ordinary.asks
    assert not plain.asks
    assert begin(desk, plain).title == "plan"


def test_an_embargo_that_has_passed_is_asked_about_and_placed_by_nobody(
    desk: DraftDesk, tmp_path: Path
) -> None:
    said = word_file("Sous embargo jusqu’au 3 mars 2026 à 10 h", "La Ville agit.")

    arrival = came(desk, tmp_path, said)

    assert arrival.said is not None
    assert arrival.said.until == datetime(2026, 3, 3, 15, tzinfo=UTC)
    assert (arrival.until, arrival.needs_moment, arrival.asks) == (None, True, True)
    assert begin(desk, arrival, is_free=True).embargo is None


def test_whoever_brings_a_file_in_may_say_another_moment_or_no_embargo(
    desk: DraftDesk, tmp_path: Path
) -> None:
    arrival = came(desk, tmp_path, word_file("EMBARGO 1er décembre 10 h", "La Ville agit."))

    later = LIFTS + timedelta(hours=2)
    moved, free = begin(desk, arrival, until=later), begin(desk, arrival, is_free=True)

    assert (arrival.until, arrival.may_be_free) == (LIFTS, True)
    assert moved.embargo is not None
    assert moved.embargo.until == later
    assert free.embargo is None


def test_no_file_lifts_the_embargo_of_the_text_that_it_was_made_of(
    database: Database, desk: DraftDesk, tmp_path: Path
) -> None:
    draft = release(database)
    EmbargoDesk(database).place(draft.ref, until=LIFTS, ends_when="")

    def edit(document: Any) -> None:
        document.paragraphs[0].insert_paragraph_before("Ne pas diffuser avant l’annonce")

    arrival = came(desk, tmp_path, with_first_words(desk.word(draft.id).content, edit))
    lock = begin(desk, arrival, is_free=True).embargo

    assert arrival.said is not None
    assert "avant l’annonce" in arrival.said.words
    assert (arrival.may_be_free, arrival.needs_moment) == (False, False)
    assert lock is not None
    assert lock.until == LIFTS


def test_an_embargo_written_in_a_return_is_placed_on_its_text(
    database: Database, desk: DraftDesk, tmp_path: Path
) -> None:
    draft, lifted = release(database), desk.add(NewDraft(kind=DraftKind.RELEASE, title="B"))
    embargoes = EmbargoDesk(database)
    embargoes.place(lifted.ref, until=LIFTS + timedelta(days=1), ends_when="")
    embargoes.lift(lifted.ref)

    def edit(document: Any) -> None:
        document.paragraphs[0].insert_paragraph_before("EMBARGO 1er décembre 10 h")

    back = came(desk, tmp_path, with_first_words(desk.word(draft.id).content, edit))
    of_lifted = came(desk, tmp_path, with_first_words(desk.word(lifted.id).content, edit))
    bring_back(desk, back)
    bring_back(desk, of_lifted, is_free=True)
    asides = [each for of in (draft, lifted) for each in desk.open(of.id).asides]

    lock, was = desk.get(draft.id).embargo, desk.get(lifted.id).embargo
    assert (back.needs_moment, of_lifted.needs_moment) == (False, True)
    assert lock is not None
    assert lock.until == LIFTS
    assert was is not None
    assert not was.holds(NOW)
    assert asides == []


def test_an_embargo_that_a_tracked_change_takes_out_is_noticed(
    desk: DraftDesk, tmp_path: Path
) -> None:
    def edit(document: Any) -> None:
        (run,) = document.paragraphs[0].runs
        xml = (
            f'<w:del {nsdecls("w")} w:author="Luc Côté"><w:r><w:delText>{run.text}</w:delText>'
            "</w:r></w:del>"
        )
        run._r.getparent().replace(run._r, parse_xml(xml))

    made = word_file("EMBARGO 1er décembre 10 h", "La Ville agit.", then=edit)

    assert came(desk, tmp_path, made).until == LIFTS


def test_an_embargo_below_blank_lines_in_a_table_or_at_the_foot_is_noticed(
    desk: DraftDesk, tmp_path: Path
) -> None:
    def in_table(document: Any) -> None:
        row = document.add_table(rows=1, cols=2).rows[0]
        row.cells[0].text, row.cells[1].text = "EMBARGO", "1er décembre 2026, 10 h"

    line = "Embargo : 1er décembre 2026, 10 h"
    blank = word_file(*[""] * 30, line, "La Ville agit.")
    foot = word_file(*["La Ville agit."] * 30, line)
    table = word_file("Avis", then=in_table)

    for made in (blank, foot, table):
        assert came(desk, tmp_path, made).until == LIFTS
    named = came(desk, tmp_path, word_file("Un."), name="SOUS EMBARGO 1er décembre 2026 10 h.docx")
    assert named.until == LIFTS


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("**EMBARGO 1er décembre 10 h**\n\nLa Ville agit.\n", LIFTS),
        ("# SOUS EMBARGO jusqu’au 1er décembre 2026, 10 h\n\nLa Ville agit.\n", LIFTS),
        ("---\ntitre : Mot\nembargo : 1er décembre 2026, 10 h\n---\nLa Ville agit.\n", LIFTS),
        ("---\ntitre : Mot\nembargo : demain\n---\nLa Ville agit.\n", None),
        ("Ne pas diffuser avant le 1er décembre\n\nLa Ville agit.\n", None),
    ],
)
def test_a_text_file_that_says_an_embargo_does_not_lose_it(
    desk: DraftDesk, tmp_path: Path, text: str, until: datetime | None
) -> None:
    file = tmp_path / "mot.md"
    file.write_text(text, encoding="utf-8")

    arrival = arrive(desk, file, now=NOW)

    assert (arrival.until, arrival.needs_moment) == (until, until is None)
    lock = begin(desk, arrival, until=LIFTS).embargo
    assert lock is not None
    assert lock.until == LIFTS


def tracked(document: Any) -> None:
    document.paragraphs[0]._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:author="Nadia Roy"><w:r><w:t> ajouté</w:t></w:r></w:ins>'
        )
    )
    document.paragraphs[0]._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:author="Luc Côté"><w:r><w:delText> retiré</w:delText></w:r>'
            "</w:del>"
        )
    )
    gone = document.paragraphs[1]._p.get_or_add_pPr()
    gone.append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:author="Luc Côté"/></w:rPr>'))
    run = document.paragraphs[2].runs[0]
    run.bold = True
    run._r.rPr.append(
        parse_xml(f'<w:rPrChange {nsdecls("w")} w:author="Luc Côté"><w:rPr/></w:rPrChange>')
    )


def test_tracked_changes_are_said_and_nothing_is_taken_before_somebody_chooses(
    desk: DraftDesk, tmp_path: Path
) -> None:
    made = word_file("La Ville agit", "Un", "Deux", then=tracked)

    arrival = came(desk, tmp_path, made)

    assert {each.author: dict(each.counts) for each in arrival.changes} == {
        "Nadia Roy": {ChangeKind.INSERTED: 1},
        "Luc Côté": {ChangeKind.DELETED: 2, ChangeKind.FORMATTED: 1},
    }
    accepted = begin(desk, arrival, how=Settled.ACCEPTED)
    refused = begin(desk, arrival, how=Settled.REFUSED)
    assert desk.text(accepted.id) == "La Ville agit ajouté\n\nUn**Deux**\n"
    assert desk.text(refused.id) == "La Ville agit retiré\n\nUn\n\nDeux\n"
    with pytest.raises(TrackedChange):
        read_word(made, name="modèle.docx")


def test_changes_and_comments_that_libreoffice_saved_are_said_and_no_embargo_goes_with_them(
    desk: DraftDesk, tmp_path: Path
) -> None:
    """In it the line « SOUS EMBARGO… » was deleted, which nobody accepted yet."""
    saved_there = Path(__file__).parent / "samples" / "changes-saved-by-libreoffice.docx"

    arrival = came(desk, tmp_path, saved_there.read_bytes())

    assert {each.author: dict(each.counts) for each in arrival.changes} == {
        "Nadia Roy": {ChangeKind.INSERTED: 1},
        "Luc Côté": {ChangeKind.DELETED: 2, ChangeKind.FORMATTED: 1},
    }
    assert arrival.comments == (Comment("Nadia Roy", "Vrai? À vérifier."),)
    assert arrival.until == LIFTS
    refused = begin(desk, arrival, how=Settled.REFUSED)
    assert desk.text(refused.id) == "La Ville agitretiré.\n\nElle insiste.\n\n48\n\nFin.\n"


def test_what_a_text_cannot_hold_is_counted(desk: DraftDesk, tmp_path: Path) -> None:
    def full(document: Any) -> None:
        line = document.add_paragraph("Une phrase.")
        document.add_comment(runs=line.runs[0], text="À vérifier", author="Nadia Roy")
        document.add_table(rows=1, cols=1).cell(0, 0).text = "48"
        document.sections[0].header.paragraphs[0].text = "Document de travail"
        drawing = f"<w:r {nsdecls('w')}><w:drawing/></w:r>"
        note = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
        box = (
            f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>boîte</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r>"
        )
        for xml in (drawing, drawing, note, box):
            line._p.append(parse_xml(xml))

    arrival = came(desk, tmp_path, word_file(then=full))

    assert arrival.comments == (Comment("Nadia Roy", "À vérifier"),)
    assert arrival.beyond == {
        BeyondText.IMAGE: 2,
        BeyondText.TABLE: 1,
        BeyondText.TEXT_BOX: 1,
        BeyondText.FOOTNOTE: 1,
        BeyondText.HEADER: 1,
        BeyondText.COMMENT: 1,
    }


def test_a_speech_of_ours_has_no_frame_in_its_text(desk: DraftDesk, tmp_path: Path) -> None:
    speech = desk.add(
        NewDraft(
            kind=DraftKind.SPEECH,
            title="Mot d’ouverture",
            speaker="La mairesse",
            occasion="Le dépôt du budget",
            text=TEXT,
        )
    )

    other = begin(desk, came(desk, tmp_path, desk.word(speech.id).content))

    assert desk.text(other.id) == TEXT
    assert (other.kind, other.speaker, other.occasion) == (
        DraftKind.SPEECH,
        "La mairesse",
        "Le dépôt du budget",
    )


@pytest.mark.parametrize("name", ["0.txt", "0.md", "blank.txt", "0.docx"])
def test_a_file_without_words_begins_no_text(desk: DraftDesk, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    empty = {".docx": word_file("")}.get(file.suffix, b"  \n" if name == "blank.txt" else b"")
    file.write_bytes(empty)

    with pytest.raises(TextFileEmpty) as refused:
        arrive(desk, file, now=NOW)

    assert refused.value.name == name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Ouverture du parc.md", b"# Ouverture du parc\n"),
        ("gabarit.md", b"---\nsource : Cabinet de la mairesse\n---\n"),
        (
            "Ouverture du parc.docx",
            word_file(then=lambda made: made.add_heading("Ouverture du parc", 1)),
        ),
    ],
    ids=["a title alone", "a head alone", "a heading that is its name"],
)
def test_a_file_with_a_title_or_a_head_begins_a_text(
    desk: DraftDesk, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)

    assert not arrive(desk, tmp_path / name, now=NOW).read.is_empty


GONE = "ce fichier ou cet emplacement n’existe pas"


@pytest.mark.parametrize("name", ["gone.md", "gone.docx"])
def test_a_file_that_is_gone_is_said_to_be(desk: DraftDesk, tmp_path: Path, name: str) -> None:
    with pytest.raises(TextFileUnreadable) as refused:
        arrive(desk, tmp_path / name, now=NOW)

    assert say(refused.value).what == f"{name} n’a pas pu être lu\N{NO-BREAK SPACE}: {GONE}."
