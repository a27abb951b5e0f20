"""An inquiry is found where one would look: with who asked, in its dossier, and in the palette."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comms_desk.across import dossier_page
from comms_desk.across.history import history
from comms_desk.across.office import Office
from comms_desk.across.palette import INQUIRIES, offered
from comms_desk.across.things import FACTS
from comms_desk.across.timeline import Happening, asked_by, timeline
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.contacts.model import ContactId, NewContact
from comms_desk.media.inquiries.model import Basis, Hour, InquiryId, NewInquiry, Reporter
from comms_desk.media.inquiries.moments import MomentKind, NewMoment, Resolution
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from comms_desk.wording.history import done
from tests.support.mornings import office_on


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


@pytest.fixture
def zoe(office: Office) -> ContactId:
    return office.contacts.add(NewContact(given_name="Zoé", family_name="Tremblay")).id


def ask(office: Office, clock: StillClock, title: str, **otherwise: object) -> InquiryId:
    clock.advance(timedelta(minutes=1))
    return office.inquiries.add(NewInquiry(title=title, **otherwise)).id  # type: ignore[arg-type]


def test_the_timeline_of_a_contact_has_what_they_asked_by_pages(
    office: Office, zoe: ContactId, clock: StillClock
) -> None:
    who = (Reporter(contact=zoe, name="Zoé Tremblay"),)
    asked = [ask(office, clock, f"Question {n}", reporters=who) for n in range(5)]
    ask(office, clock, "Une autre", reporters=(Reporter(name="Zoé Tremblay"),))

    first = timeline(office, zoe, limit=2)
    second = timeline(office, zoe, after=first.next_key, limit=2)
    last = timeline(office, zoe, after=second.next_key, limit=2)

    found = [event.opens for page in (first, second, last) for event in page.rows]
    assert found == [Ref(Subject.INQUIRY, each) for each in reversed(asked)]
    assert {event.kind for event in first.rows} == {Happening.INQUIRY}
    assert (first.total, last.next_key) == (5, None)


def test_an_outlet_has_what_it_asked_the_last_first(office: Office, clock: StillClock) -> None:
    outlet = office.outlets.add(NewOutlet(name="Le Devoir")).id
    first, second = (
        ask(office, clock, title, outlet_name="Le Devoir") for title in ("Neige", "Eau")
    )
    ask(office, clock, "Parcs", outlet_name="La Presse")
    office.inquiries.put_in_bin(ask(office, clock, "Erreur", outlet_name="Le Devoir"))

    assert [each.id for each in asked_by(office, outlet, limit=5).rows] == [second, first]


def test_a_dossier_has_its_inquiries_and_says_how_many_are_open(
    office: Office, clock: StillClock
) -> None:
    snow = office.dossiers.add(NewDossier(code="NEIGE", name="Neige")).id
    ended = ask(office, clock, "Répondue", dossier=snow)
    office.inquiries.record(
        ended, NewMoment(what=MomentKind.CLOSED, resolution=Resolution.WITHDRAWN)
    )
    ask(office, clock, "Ouverte", dossier=snow, outlet_name="The Gazette")

    view = dossier_page.view(office, snow)

    assert [(each.title, each.is_home) for each in view.things] == [
        ("Ouverte", True),
        ("Répondue", True),
    ]
    assert view.things[0].detail == "The Gazette · reçue"
    assert (view.tied, view.open_inquiries) == (2, 1)


@pytest.mark.parametrize("words", ["déneigement", "gazette deneig", "okaf", "combien coute"])
def test_the_palette_finds_an_inquiry_by_its_subject_who_asked_and_its_questions(
    office: Office, clock: StillClock, words: str
) -> None:
    inquiry = ask(
        office,
        clock,
        "Déneigement",
        outlet_name="The Gazette",
        reporters=(Reporter(name="Ada Okafor"),),
        questions=("Combien coûte le contrat?",),
    )
    ask(office, clock, "Parcs")

    found = offered(office, words, ())

    refs = [each.ref for page in (found.named, found.inquiries) for each in page.rows]
    assert refs == [Ref(Subject.INQUIRY, inquiry)]


def test_the_palette_says_how_many_inquiries_it_does_not_show(
    office: Office, clock: StillClock
) -> None:
    for number in range(INQUIRIES + 3):
        ask(office, clock, f"Question {number}", outlet_name="The Gazette")

    found = offered(office, "gazette", ())

    assert len(found.inquiries.rows) == INQUIRIES
    assert found.inquiries.total == INQUIRIES + 3
    assert offered(office, "ga", ()).inquiries.total == 0


def test_the_history_of_an_inquiry_says_each_field_by_its_name_and_hours_in_words(
    office: Office, clock: StillClock
) -> None:
    lead, inquiry = ask(office, clock, "Neige"), ask(office, clock, "Déneigement")
    office.inquiries.edit(inquiry, FieldChange("answer", "", "48 M$."))
    noon = Hour(at=datetime(2026, 11, 24, 17, tzinfo=UTC), basis=Basis.GIVEN)
    office.inquiries.set_hour(inquiry, "deadline", noon)
    office.inquiries.set_hour(inquiry, "on_air", noon)
    (part,) = office.inquiries.add_question(inquiry, "Combien?").parts
    office.inquiries.edit_question(part.id, FieldChange("question", "Combien?", "Combien en tout?"))
    office.inquiries.join(inquiry, lead)

    facts = FACTS[Subject.INQUIRY](office)
    past = history(office, Ref(Subject.INQUIRY, inquiry))
    said = {done(each.edit, each.before, each.after, facts).replace("\u00a0", " ") for each in past}

    assert {
        "Réponse : rien → 48 M$.",
        "Heure de tombée : rien → 24 novembre 2026, 12 h",
        "Source de l’heure de tombée : à demander → donnée",
        "Répondue avec : rien → Neige",
        "Question : Combien? → Combien en tout?",
    } <= said, said
