"""The sheet of an interview, its appointment, and the end of the day."""

from datetime import timedelta
from io import BytesIO

import docx
import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.embargo.model import WordsUnderEmbargo
from comms_desk.mail.freezes import FreezeDesk
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.inquiries.model import AskedForm, Basis, Hour, Reporter
from comms_desk.media.inquiries.moments import Holder, MomentKind, NewMoment
from comms_desk.media.inquiries.papers.desk import (
    Interview,
    InterviewHourMissing,
    NowhereToReport,
    Paper,
    PaperDesk,
)
from comms_desk.settings import COPY_TO
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.model import FieldChange
from tests.media.inquiries.asked import CITY, Newsroom
from tests.text.test_calendar import read


@pytest.fixture
def office(sqlite_database: Database) -> Newsroom:
    return Newsroom(sqlite_database)


def words(paper: Paper) -> list[str]:
    """Return the paragraphs of a Word file, with plain spaces."""
    document = docx.Document(BytesIO(paper.content))
    return [each.text.replace("\u00a0", " ") for each in document.paragraphs if each.text]


def test_a_sheet_says_who_asks_what_where_and_three_hard_questions(office: Newsroom) -> None:
    who = Reporter(name="Roy Lavoie", phone="514 555-0142")
    inquiry = office.asked(
        "Plage de Verdun", form=AskedForm.INTERVIEW, outlet_name="98,5", reporters=(who,)
    )
    office.desk.edit(inquiry, FieldChange("spokesperson", None, office.bao))
    interview = Interview(
        at=office.now + timedelta(days=1),
        place="Studio, en direct",
        angle="Le **retard** de l’ouverture",
        messages=("La plage ouvrira en juin.",),
        hard_questions=("Pourquoi ce retard?",),
    )

    paper = PaperDesk(office.database).sheet(inquiry, interview)

    said = words(paper)
    assert said[:2] == ["FICHE D’ENTREVUE", "Plage de Verdun"]
    for each in (
        "Qui : Roy Lavoie, 514 555-0142 · 98,5",
        "Porte-parole : Bao Nguyen",
        "Où : Studio, en direct",
        "Combien coûte le contrat?",
        "Le retard de l’ouverture",
        "La plage ouvrira en juin.",
    ):
        assert each in said
    assert said[-3:] == ["Pourquoi ce retard?", "à préparer", "à préparer"]
    assert paper.name == "Fiche d’entrevue - Plage de Verdun.docx"


def test_an_interview_is_in_the_calendar_at_its_hour(office: Newsroom) -> None:
    inquiry = office.asked("Plage; Verdun", outlet_name="98,5")
    papers = PaperDesk(office.database)
    at = office.now + timedelta(days=1)

    with pytest.raises(InterviewHourMissing):
        papers.calendar(inquiry, Interview())
    said = dict(read(papers.calendar(inquiry, Interview(at=at, place="Studio")).content))

    assert said["DTSTART"] == f"{at:%Y%m%dT%H%M%SZ}"
    assert said["SUMMARY"] == "Entrevue – 98,5 – Plage; Verdun"
    assert said["LOCATION"] == "Studio"


def test_the_end_of_the_day_names_what_is_open_and_who_has_it(office: Newsroom) -> None:
    papers = PaperDesk(office.database)
    late = Hour(at=office.now - timedelta(hours=1), basis=Basis.GIVEN)
    first = office.asked("Neige", outlet_name="Métro", deadline=late)
    office.asked("Budget", deadline=Hour())
    ended = office.approved(office.asked("Parc"))

    office.replies.answer(ended, CITY)
    office.desk.record(first, NewMoment(what=MomentKind.HANDED, holder=Holder(person=office.bao)))

    evening = papers.evening("A. Okafor, 514 555-0142")

    assert [each.inquiry.title for each in evening.open] == ["Neige", "Budget"]
    letter = papers.evening_letter(evening)
    text = letter.text.replace("\u00a0", " ")
    assert letter.subject.startswith("Fin de journée, mardi 24 novembre 2026")
    assert "2 demandes ouvertes, dont 1 en retard." in text
    assert "De garde ce soir : A. Okafor, 514 555-0142." in text
    assert "Métro – Neige : en retard · 6 h 30" in text
    assert "· Bao Nguyen" in text
    assert "Budget : heure à demander · sans responsable" in text
    assert "Parc" not in text
    assert 'name="viewport"' in letter.html
    paper = papers.evening_word(evening)
    assert words(paper)[0] == "FIN DE JOURNÉE"
    assert "De garde ce soir : A. Okafor, 514 555-0142." in words(paper)


def test_the_end_of_the_day_says_how_each_hour_is_known_and_what_is_urgent_first(
    office: Newsroom,
) -> None:
    papers = PaperDesk(office.database)

    def at(hours: int, basis: Basis) -> Hour:
        return Hour(at=office.now + timedelta(hours=hours), basis=basis)

    office.asked("Supposée", deadline=at(4, Basis.ASSUMED))
    office.asked("Incertaine", deadline=at(5, Basis.UNSURE))
    office.asked("En ondes", deadline=Hour(), on_air=at(22, Basis.GIVEN))
    office.asked("Lointaine", deadline=at(96, Basis.GIVEN))
    office.asked("Urgente", deadline=Hour(basis=Basis.URGENT))
    office.asked("En direct", deadline=Hour(basis=Basis.URGENT), on_air=at(6, Basis.GIVEN))
    office.asked("En retard", deadline=at(-24, Basis.GIVEN))

    text = papers.evening_letter(papers.evening()).text.replace("\u00a0", " ")

    said = [line.partition(" : ")[::2] for line in text.splitlines() if "responsable" in line]
    assert [(name.strip("-•* "), hour) for name, hour in said] == [
        ("En retard", "en retard · hier, 7 h 30 · sans responsable"),
        ("Urgente", "urgent, heure à demander · sans responsable"),
        ("En direct", "urgent, diffusion 13 h 30 · sans responsable"),
        ("Supposée", "11 h 30, supposée · sans responsable"),
        ("Incertaine", "12 h 30? · sans responsable"),
        ("En ondes", "diffusion demain, 5 h 30 · sans responsable"),
        ("Lointaine", "samedi 28 novembre 2026, 7 h 30 · sans responsable"),
    ]


def test_a_day_without_inquiries_says_so(office: Newsroom) -> None:
    papers = PaperDesk(office.database)

    letter = papers.evening_letter(papers.evening())

    assert "Aucune demande n’est ouverte." in letter.text
    assert "personne n’est inscrit" in letter.text


def test_more_than_a_page_of_them_are_all_named(office: Newsroom) -> None:
    for count in range(205):
        office.asked(f"Demande {count}")

    evening = PaperDesk(office.database).evening()

    assert (len(evening.open), evening.more) == (205, 0)


def test_the_end_of_the_day_leaves_for_the_mailbox_of_the_service(office: Newsroom) -> None:
    papers = PaperDesk(office.database)
    with pytest.raises(NowhereToReport):
        papers.send_evening(papers.evening())
    DeskSettings(office.database).set(COPY_TO, "boite@ville.example")
    FreezeDesk(office.database).freeze("Panne")

    papers.send_evening(papers.evening())

    assert office.carry() == ["boite@ville.example"]


def test_no_paper_has_words_under_embargo_until_somebody_signs_for_its_inquiry(
    office: Newsroom,
) -> None:
    words = "les bibliothèques accueilleront le public tous les dimanches dès janvier"
    draft = DraftDesk(office.database).add(
        NewDraft(kind=DraftKind.RELEASE, title="Horaires", text=f"Enfin, {words}.")
    )
    inquiry, desk = office.asked(f"On dit que {words}"), PaperDesk(office.database)
    interview = Interview(at=office.now + timedelta(days=1), messages=(f"Oui, {words}.",))
    embargoes = EmbargoDesk(office.database)
    embargoes.place(draft.ref, until=office.now + timedelta(hours=1), ends_when="")

    for make in (desk.sheet, desk.calendar):
        with pytest.raises(WordsUnderEmbargo):
            make(inquiry, interview)
    with pytest.raises(WordsUnderEmbargo):
        desk.evening_word(desk.evening())

    inside = Ref(Subject.INQUIRY, inquiry)
    embargoes.let_through(draft.ref, words, inside=inside, signed_by="Ève", reason="Huis clos")
    assert desk.sheet(inquiry, interview).content
    assert desk.calendar(inquiry, interview).content
