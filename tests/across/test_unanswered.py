"""What the media say that the City did not answer is found, and tied to the inquiry it means."""

from datetime import timedelta
from pathlib import Path

import pytest

from comms_desk.across.office import Office
from comms_desk.across.unanswered import (
    likely,
    note_lost,
    said_unanswered,
    tie,
    unanswered_lately,
)
from comms_desk.clock import StillClock
from comms_desk.media.articles.model import Article, Delivery
from comms_desk.media.feeds.model import NewFeed, Poll
from comms_desk.media.feeds.parse import FeedEntry
from comms_desk.media.inquiries.model import Inquiry, NewInquiry
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    MomentIncomplete,
    MomentKind,
    NewMoment,
    Resolution,
    Status,
)
from comms_desk.media.outlets.model import NewOutlet, OutletId
from comms_desk.storage.database import Database
from tests.support.mornings import office_on

JUDGED = [
    line.split("\t")
    for line in Path(__file__).with_name("unanswered.tsv").read_text("utf-8").splitlines()
]
SAYS = (
    "Le déneigement coûte plus cher. La Ville de Montréal n’a pas répondu à nos questions. Voilà."
)


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


@pytest.fixture
def devoir(office: Office) -> OutletId:
    return office.outlets.add(NewOutlet(name="Le Devoir")).id


def publish(
    office: Office, outlet: OutletId | None, *texts: str, author: str = ""
) -> list[Article]:
    """Have a feed of *outlet* bring an article of each text; return them, the newest first."""
    site = f"https://devoir.example/{len(office.feeds.every())}"
    feed = office.feeds.add(NewFeed(address=site, outlet=outlet)).id
    entries = tuple(
        FeedEntry(
            key=f"{site}/{n}",
            link=f"{site}/{n}",
            title=f"Article {n}",
            summary="",
            text=text,
            author=author,
            published_at=None,
        )
        for n, text in enumerate(texts)
    )
    (due,) = office.feeds.due(only=[feed])
    poll = Poll(feed=due, body_hash=b"h", fingerprints=b"12345678")
    office.articles.take_in([Delivery(poll=poll, entries=entries)])
    return list(office.search.articles("after:2026", limit=len(texts)).rows)


def said(office: Office, article: Article) -> str | None:
    found = said_unanswered(office, article, office.themes.mention(article.id).text)
    return None if found is None else found.passage


def test_what_says_so_is_told_from_what_does_not(office: Office) -> None:
    texts = [text for _verdict, text in JUDGED]
    found = {
        office.themes.mention(article.id).text.text: said(office, article)
        for article in publish(office, None, *texts)
    }

    says = {text for verdict, text in JUDGED if verdict == "yes"}
    assert {text for text, passage in found.items() if passage is not None} == says


def test_the_days_articles_that_say_so_are_found_until_an_inquiry_is_known(
    office: Office, devoir: OutletId, clock: StillClock
) -> None:
    publish(office, devoir, SAYS, "La Ville de Montréal a répondu à nos questions.")
    asked = office.inquiries.add(NewInquiry(title="Déneigement", outlet=devoir))

    (one,) = unanswered_lately(office, limit=10).rows
    assert one.passage == "La Ville de Montréal n’a pas répondu à nos questions."
    moment = tie(office, one, asked.id)

    assert (moment.what, moment.clip) == (MomentKind.UNANSWERED_SAID, one.article.id)
    assert unanswered_lately(office, limit=10).rows == ()
    known = said_unanswered(office, one.article, office.themes.mention(one.article.id).text)
    assert known is not None
    assert known.inquiry == asked.id
    assert office.inquiries.get(asked.id).status is Status.RECEIVED

    office.inquiries.take_back(moment.id)
    assert len(unanswered_lately(office, limit=10).rows) == 1
    clock.advance(timedelta(days=5))
    assert unanswered_lately(office, limit=10).rows == ()


def test_what_the_person_read_is_looked_at(office: Office, devoir: OutletId) -> None:
    (article,) = publish(office, devoir, SAYS)
    assert office.database.actor is not None

    office.articles.mark_read([article.id], person=office.database.actor)

    assert unanswered_lately(office, is_unread=True, limit=10).rows == ()
    assert len(unanswered_lately(office, limit=10).rows) == 1


def test_the_likeliest_inquiry_comes_first(
    office: Office, devoir: OutletId, clock: StillClock
) -> None:
    def ask(title: str, outlet: OutletId) -> Inquiry:
        clock.advance(timedelta(minutes=1))
        return office.inquiries.add(NewInquiry(title=title, outlet=outlet))

    of_snow = ask("Coût du déneigement", devoir)
    of_parks = ask("Heures des parcs", devoir)
    missed, answered = ask("Cônes", devoir), ask("Piscines", devoir)
    ask("Coût du déneigement", office.outlets.add(NewOutlet(name="Métro")).id)
    closed = NewMoment(what=MomentKind.CLOSED, resolution=Resolution.MISSED)
    office.inquiries.record(missed.id, closed)
    left = NewMoment(
        what=MomentKind.ANSWERED,
        how=Channel.PHONE,
        text="Elles ouvrent en juin.",
        attribution=Attribution.CITY,
        resolution=Resolution.INTERVIEW,
    )
    office.inquiries.record(answered.id, left)
    clock.advance(timedelta(hours=1))
    (article,) = publish(office, devoir, SAYS)
    later = ask("Après l’article", devoir)

    found = [each.id for each in likely(office, article)]

    assert found == [of_snow.id, missed.id, of_parks.id]
    assert later.id not in found


def test_a_question_that_nobody_noted_is_noted_from_the_article(
    office: Office, devoir: OutletId, clock: StillClock
) -> None:
    (article,) = publish(office, devoir, SAYS, author="Zoé Tremblay")
    clock.advance(timedelta(hours=2))
    (one,) = unanswered_lately(office, limit=10).rows

    inquiry, moment = note_lost(office, one)

    assert (inquiry.title, inquiry.outlet_name) == (article.title, "Le Devoir")
    assert [each.name for each in inquiry.reporters] == ["Zoé Tremblay"]
    assert inquiry.received_at == article.moment == moment.at
    assert unanswered_lately(office, limit=10).rows == ()
    office.inquiries.put_in_bin(inquiry.id)
    assert len(unanswered_lately(office, limit=10).rows) == 1


def test_that_moment_has_its_article() -> None:
    with pytest.raises(MomentIncomplete) as refused:
        NewMoment(what=MomentKind.UNANSWERED_SAID)
    assert refused.value.field == "clip"
