"""What stands around an article as it is read: what the City said on it, who asked, who signed."""

from datetime import timedelta
from pathlib import Path

import pytest

from comms_desk.across.office import Office
from comms_desk.across.reading_pane import Around, around
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.media.verbatims.model import NewVerbatim
from comms_desk.planning.dossiers.model import DossierId, NewDossier
from comms_desk.storage.database import Database
from tests.media.stories.press import BUDGET, FIRE, Press
from tests.support.imports import counted
from tests.support.mornings import office_on
from tests.support.replies import answered

COST = "Le contrat de déneigement coûtera 48 M$ à Montréal"
SNOW = "La Ville a conclu un contrat de déneigement qui coûtera 48 M$ sur trois ans à Montréal."


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


@pytest.fixture
def press(office: Office) -> Press:
    return Press(office.database)


def around_of(office: Office, article: ArticleId) -> Around:
    mention = office.themes.mention(article)
    shown = mention.article
    return around(office, mention, office.contacts.signed_by(shown.author, at=shown.outlet))


def said(office: Office, article: ArticleId) -> list[str]:
    return [each.title for each in around_of(office, article).said]


def asked(office: Office, article: ArticleId) -> list[str]:
    return [each.title for each in around_of(office, article).asked]


def test_what_the_city_said_in_the_words_of_a_headline_stands_by_it(
    office: Office, press: Press, clock: StillClock
) -> None:
    answered(office, "Neige", SNOW)
    answered(office, "Arénas", "Deux arénas de Montréal ferment cet été, et la Ville le regrette.")
    clock.advance(timedelta(hours=3))

    told = press.publishes("Le Devoir", FIRE, title=COST)
    other = press.publishes("Le Devoir", FIRE, title="La Ville de Montréal perd un contrat")

    assert said(office, told) == ["Neige"]
    assert said(office, other) == []


def test_what_was_said_long_before_is_not_on_it(
    office: Office, press: Press, clock: StillClock
) -> None:
    answered(office, "Neige", SNOW)
    clock.advance(timedelta(days=15))

    assert said(office, press.publishes("Le Devoir", FIRE, title=COST)) == []


def test_what_was_said_of_its_dossier_is_on_it_whatever_its_words(
    office: Office, press: Press
) -> None:
    snow, other = (
        office.dossiers.add(NewDossier(code=code, name=code)).id for code in ("NEIGE", "EAU")
    )
    answered(office, "Coût", SNOW, dossier=snow)
    answered(office, "Conduite", "La conduite sera réparée.", dossier=other)
    day = office.database.clock.now().date() - timedelta(days=1)
    office.verbatims.add(
        NewVerbatim(name="Mêlée", speaker="Ada Roy", day=day, text="Oui.", dossier=snow)
    )
    article = press.publishes("The Gazette", FIRE, title="Mayor defends contract")
    assert said(office, article) == []

    office.themes.link(article, snow)

    assert set(said(office, article)) == {"Coût", "Mêlée · Ada Roy"}


def test_what_waits_under_an_embargo_was_not_said(
    office: Office, press: Press, clock: StillClock
) -> None:
    inquiry = answered(office, "Neige", SNOW)
    office.embargoes.place(
        Ref(Subject.INQUIRY, inquiry.id), until=clock.now() + timedelta(hours=2), ends_when="dépôt"
    )

    assert said(office, press.publishes("Le Devoir", FIRE, title=COST)) == []


def test_what_its_outlet_had_asked_of_the_same_stands_by_it(
    office: Office, press: Press, clock: StillClock
) -> None:
    dossier = office.dossiers.add(NewDossier(code="BUD", name="Budget")).id

    def ask(title: str, outlet: str = "Le Devoir", dossier: DossierId | None = None) -> None:
        office.inquiries.add(NewInquiry(title=title, outlet_name=outlet, dossier=dossier))

    ask("Coût du déneigement")
    ask("Heures des piscines")
    ask("Coût du déneigement", "La Presse")
    ask("Entrevue", dossier=dossier)
    clock.advance(timedelta(hours=1))
    article = press.publishes("Le Devoir", BUDGET, title="Ce que coûte le déneigement")
    clock.advance(timedelta(hours=1))
    ask("Coût du déneigement en 2027")

    assert asked(office, article) == ["Coût du déneigement"]
    office.themes.link(article, dossier)
    assert asked(office, article) == ["Entrevue", "Coût du déneigement"]


def test_who_signed_it_stands_there_with_what_they_signed_last(
    office: Office, press: Press, clock: StillClock
) -> None:
    contact = office.contacts.add(
        NewContact(
            given_name="Zoé",
            family_name="Roy",
            positions=(NewPosition(outlet=None, title="Chroniqueuse"),),
        )
    )
    articles = []
    for number in range(6):
        clock.advance(timedelta(hours=1))
        articles.append(press.publishes("Le Devoir", FIRE, title=f"{number}", author="Zoé Roy"))

    (author,) = around_of(office, articles[-1]).authors

    assert author.contact.id == contact.id
    assert [each.title for each in author.positions] == ["Chroniqueuse"]
    assert [each.title for each in author.pieces] == ["4", "3", "2"]

    office.contacts.add(NewContact(given_name="Zoé", family_name="Roy"))
    assert around_of(office, articles[-1]).authors == ()


def test_it_takes_as_many_questions_of_the_database_whatever_there_is(
    office: Office, press: Press
) -> None:
    office.contacts.add(NewContact(given_name="Zoé", family_name="Roy"))

    def questions() -> int:
        article = press.publishes("Le Devoir", FIRE, title=COST, author="Zoé Roy")
        mention = office.themes.mention(article)
        signed = office.contacts.signed_by("Zoé Roy", at=mention.article.outlet)
        with counted() as sent:
            around(office, mention, signed)
        return len(sent)

    def fill(times: int) -> None:
        for _each in range(times):
            answered(office, "Neige", SNOW)
            office.inquiries.add(NewInquiry(title="Coût du contrat", outlet_name="Le Devoir"))
            press.publishes("Le Devoir", FIRE, title=COST, author="Zoé Roy")

    fill(5)
    before = questions()
    fill(20)

    assert questions() <= before
