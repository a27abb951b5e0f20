"""What leaves was seen whole, and neither greets nor signs a second time."""

from dataclasses import replace

import pytest

from comms_desk.mail.address import Address
from comms_desk.mail.message import AttachedFile
from comms_desk.media.inquiries.model import Reporter
from comms_desk.media.inquiries.moments import Attribution, Moment
from comms_desk.media.inquiries.reply.model import Answer, AnswerChanged
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.settings import COPY_TO
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.model import FieldChange
from comms_desk.text import letter_parts
from comms_desk.text.markdown import read_markdown
from tests.media.inquiries.asked import CITY, Newsroom
from tests.media.inquiries.reply.test_desk import plain, read


@pytest.fixture
def office(database: Database) -> Newsroom:
    return Newsroom(database)


@pytest.fixture
def quick(sqlite_database: Database) -> Newsroom:
    return Newsroom(sqlite_database)


def body_of(quick: Newsroom, answered: Moment) -> str:
    return plain(read(quick, answered.letter))


@pytest.mark.parametrize(
    "typed", ["Bonjour Zoé,\n\nC’est 48 M$.", "Bonjour, c’est 48 M$.", "Madame,\n\nC’est 48 M$."]
)
def test_who_greets_in_the_text_greets_once(quick: Newsroom, typed: str) -> None:
    inquiry = quick.approved(quick.asked(), typed)

    (answered,) = quick.replies.answer(inquiry, CITY)

    left = body_of(quick, answered)
    assert left.startswith(typed.partition("\n")[0].replace("\u00a0", " "))
    assert left.count("Bonjour") + left.count("Madame") == 1


def test_who_signs_the_text_signs_once(quick: Newsroom) -> None:
    typed = "C’est 48 M$.\n\nAda Roy\\\nRelations avec les médias"
    inquiry = quick.approved(quick.asked(), typed)

    (answered,) = quick.replies.answer(inquiry, CITY)

    assert body_of(quick, answered).count("Relations avec les médias") == 1
    assert "Attribution" in body_of(quick, answered)


CORDIALLY = "Cordialement,\n\nMaude Bélanger-Côté\n\nRelations médias\n\nVille de Montréal"
CITYS = "Attribution : Ville de Montréal."
OURS = "Relations avec les médias, Ville de Montréal"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (
            f"C’est 48 M$.\n\n{CORDIALLY}\n\n– 30 –",
            (
                f"{CITYS}\n\nCordialement,\n\nMaude Bélanger-Côté\nRelations médias\n"
                "Ville de Montréal\n\n– 30 –"
            ),
        ),
        (
            "C’est 48 M$.\n\nBonne soirée,\n\nMaude Bélanger-Côté\n\nP.-S. Une photo suit.",
            f"{CITYS}\n\nBonne soirée,\n\nMaude Bélanger-Côté\n{OURS}\n\nP.-S. Une photo suit.",
        ),
        (
            "C’est 48 M$.\n\n- 30 -\n\nDe : Zoé\n\nEnvoyé : hier\n\nObjet : Contrat",
            f"{CITYS}\n\n{OURS}\n\n– 30 –\n\nDe : Zoé\n\nEnvoyé : hier\n\nObjet : Contrat",
        ),
        (
            "C’est 48 M$.\n\n– 30 –\n\nIl n’y aura pas d’entrevue.\n\nMerci,\n\nMaude",
            f"– 30 –\n\nIl n’y aura pas d’entrevue.\n\n{CITYS}\n\nMerci,\n\nMaude\n{OURS}",
        ),
        (
            "C’est 48 M$.\n\nMerci de dire que la porte-parole est Maude Bélanger-Côté.",
            f"Merci de dire que la porte-parole est Maude Bélanger-Côté.\n\n{CITYS}\n\n{OURS}",
        ),
    ],
)
def test_an_answer_with_its_own_ending_ends_once(quick: Newsroom, typed: str, left: str) -> None:
    inquiry = quick.approved(quick.asked(), typed)

    (answered,) = quick.replies.answer(inquiry, CITY)

    assert body_of(quick, answered).strip() == f"Bonjour Zoé,\n\nC’est 48 M$.\n\n{left}"


def test_to_whom_it_is_attributed_is_never_the_signature_of_the_office(quick: Newsroom) -> None:
    inquiry = quick.approved(quick.asked(), f"C’est 48 M$.\n\n{CORDIALLY}")
    PeopleDesk(quick.database).rename(quick.bao, "Mylène Drouin, M.D.")
    quick.desk.edit(inquiry, FieldChange("spokesperson", None, quick.bao))

    (answered,) = quick.replies.answer(inquiry, Answer(attribution=Attribution.SPOKESPERSON))

    assert "C’est 48 M$.\n\nAttribution : Mylène Drouin, M.D.\n\nCordialement," in body_of(
        quick, answered
    )


def test_a_sentence_of_ones_own_greets_nobody_twice(quick: Newsroom) -> None:
    wanted = quick.promised(note="Bonjour Zoé, la Voirie cherche.")

    told = quick.replies.acknowledge(quick.asked(), wanted)

    assert body_of(quick, told).count("Bonjour") == 1
    assert "La Voirie cherche." in body_of(quick, told)


def test_the_office_named_in_a_sentence_is_no_signature(quick: Newsroom) -> None:
    typed = (
        "Les Relations avec les médias de la Ville rappellent que le contrat est public depuis "
        "le printemps, et que ses annexes le seront en janvier."
    )
    inquiry = quick.approved(quick.asked(), typed)

    (answered,) = quick.replies.answer(inquiry, CITY)

    assert body_of(quick, answered).strip().endswith("Relations avec les médias, Ville de Montréal")


def test_those_who_ask_the_same_are_not_greeted_by_the_name_of_one(quick: Newsroom) -> None:
    first = quick.asked()
    paul = Address.parse("paul.roy@courrier.example")
    other = quick.asked(
        reporters=(Reporter(name="Paul Roy", email=paul),),
        reply_to=paul,
        message_id="<b@c.example>",
    )
    quick.desk.join(other, first)
    quick.approved(first, "Bonjour Zoé, c’est 48 M$.")

    answered = quick.replies.answer(first, CITY)

    said = sorted(body_of(quick, each)[:33] for each in answered)
    assert said == [
        "Bonjour Paul,\n\nC’est 48 M$.\n\nAttr",
        "Bonjour Zoé,\n\nC’est 48 M$.\n\nAttri",
    ]


def test_what_is_shown_is_read_back_from_what_leaves_with_its_copy(office: Newsroom) -> None:
    DeskSettings(office.database).set(COPY_TO, "boite@ville.example")
    inquiry = office.approved(office.asked(), "Voir {{ title }}.")
    paper = AttachedFile(name="bilan.pdf", media_type="application/pdf", content=b"%PDF")
    wanted = replace(CITY, files=(paper,))

    (shown,) = office.replies.plan(inquiry, wanted).letters
    (answered,) = office.replies.answer(inquiry, wanted)

    mail = read(office, answered.letter)
    assert shown.text.replace("\u00a0", " ").strip() == plain(mail).strip()
    assert shown.subject == mail["Subject"]
    assert [str(each) for each in shown.to] == [mail["To"]]
    assert str(shown.sender) == mail["From"]
    assert shown.copy_to is not None
    assert shown.copy_to.bare == "boite@ville.example"
    assert shown.files == ("bilan.pdf",)


def test_what_changed_since_it_was_shown_does_not_leave(office: Newsroom) -> None:
    inquiry = office.asked()
    wanted = office.promised()
    shown = office.replies.shown_acknowledgement(inquiry, wanted)
    DeskSettings(office.database).set(COPY_TO, "boite@ville.example")

    with pytest.raises(AnswerChanged):
        office.replies.acknowledge(inquiry, wanted, shown=shown)

    assert office.replies.letters(inquiry) == ()
    again = office.replies.shown_acknowledgement(inquiry, wanted)
    assert office.replies.acknowledge(inquiry, wanted, shown=again).letter is not None


@pytest.mark.parametrize(
    "said",
    [
        "Madame la mairesse a dit oui",
        "Monsieur Tremblay, chef de division",
        "Chère Madame, voici la réponse",
        "Bonjour Marie\\\nLa Ville confirme",
        "Bonjour Marie",
    ],
)
def test_no_sentence_is_taken_for_a_greeting_and_no_letter_is_left_empty(said: str) -> None:
    body = read_markdown(said).blocks

    assert letter_parts.ungreeted(body) == body


def test_a_greeting_in_two_parts_goes_whole() -> None:
    body = read_markdown("Good day, Ms. Roy,\n\nYes.").blocks

    assert [each.text for each in letter_parts.ungreeted(body)] == ["Yes."]
