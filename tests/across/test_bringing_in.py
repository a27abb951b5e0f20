"""What a vendor tells of is in the Watch once, under its outlet, with no more than it lets copy."""

from datetime import date
from pathlib import Path

import pytest

from comms_desk.across.bringing_in import bring_in, take_back
from comms_desk.across.office import Office
from comms_desk.media.articles.model import ArticleOrigin
from comms_desk.media.clips.alerts.model import (
    EXCERPT_CHARACTERS,
    Alert,
    AlertItem,
    AlertReason,
    Vendor,
)
from comms_desk.media.clips.alerts.reading import read_alert
from comms_desk.media.outlets.model import NewOutlet, ReviewLicence
from comms_desk.storage.database import Database
from tests.media.clips import vendors
from tests.media.clips.vendors import mail
from tests.media.themes.newsroom import BUDGET, WatchRoom
from tests.support.mornings import office_on

LONG = "Un mot. " * 400


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


def alert(*items: AlertItem, vendor: Vendor = Vendor.EUREKA) -> Alert:
    return Alert(vendor=vendor, items=items)


def told(link: str = "https://courrier.example/1", **more: object) -> AlertItem:
    return AlertItem(**{"title": "La neige coûte cher", "link": link, **more})  # type: ignore[arg-type]


def test_the_same_mail_dropped_twice_brings_nothing_more(office: Office) -> None:
    read = read_alert(mail(vendors.told("google.html"), **vendors.GOOGLE), name="a.eml")

    first, second = bring_in(office, [read]), bring_in(office, [read])

    assert (len(first.new), first.already, first.vendors) == (2, 0, (Vendor.GOOGLE,))
    assert (len(second.new), second.already) == (0, 2)
    mentions = office.themes.mentions().rows
    assert {each.article.via for each in mentions} == {"Google"}
    assert {each.article.origin for each in mentions} == {ArticleOrigin.ALERT}
    assert {each.article.outlet_name for each in mentions} == {
        "Le Courrier de l’Île",
        "The Montreal Ledger",
    }


def test_what_leads_nowhere_is_known_again_by_outlet_day_and_title(office: Office) -> None:
    read = read_alert(vendors.told("eureka_page.html").encode(), name="eureka.html")

    first, second = bring_in(office, [read]), bring_in(office, [read])

    assert (len(first.new), len(second.new), second.already) == (4, 0, 4)
    assert dict(second.refused) == {AlertReason.TITLE: 1}


def test_an_article_that_a_feed_brought_is_shown_and_stays_the_feeds(office: Office) -> None:
    room = WatchRoom(office.database)
    (there,) = room.deliver(BUDGET)
    (article,) = office.articles.by_ids([there])
    assert office.themes.mentions().rows == ()

    brought = bring_in(office, [alert(told(f"{article.link}?utm_source=x", title=BUDGET[0]))])

    assert (brought.new, brought.already) == ((), 1)
    (mention,) = office.themes.mentions().rows
    assert (mention.id, mention.article.origin) == (there, ArticleOrigin.FEED)
    assert mention.article.title == BUDGET[0]


def test_an_article_under_a_vendors_own_link_is_known_by_outlet_and_title(office: Office) -> None:
    office.outlets.add(NewOutlet(name="Le Courrier de l’Île"))
    at = office.database.clock.now()
    page = told(source="Le Courrier de l’Île", published_at=at)
    bring_in(office, [alert(page)])

    again = bring_in(
        office,
        [alert(told("https://nouveau.eureka.cc/1", source=page.source, published_at=at))],
    )

    assert (again.new, again.already) == ((), 1)


@pytest.mark.parametrize(
    ("source", "link"),
    [("le courrier", "https://x.example/1"), ("?", "https://neige.courrier.example/1")],
)
def test_the_outlet_is_found_by_name_else_by_the_site(
    office: Office, source: str, link: str
) -> None:
    outlet = office.outlets.add(
        NewOutlet(
            name="Le Courrier de l’Île",
            also_called=("Le Courrier",),
            website="https://www.courrier.example",
        )
    )

    brought = bring_in(office, [alert(told(link, source=source))])

    (article,) = office.articles.by_ids(brought.new)
    assert (article.outlet, article.outlet_name) == (outlet.id, "Le Courrier de l’Île")


@pytest.mark.parametrize(
    ("licence", "until", "is_whole"),
    [
        (ReviewLicence.LINK, None, False),
        (ReviewLicence.EXCERPT, None, False),
        (ReviewLicence.FULL_TEXT, None, True),
        (ReviewLicence.FULL_TEXT, date(2026, 11, 23), False),
    ],
)
def test_no_more_words_are_kept_than_the_licence_lets_be_copied(
    office: Office, licence: ReviewLicence, until: date | None, is_whole: bool
) -> None:
    office.outlets.add(NewOutlet(name="Le Courrier", review_licence=licence, licence_until=until))

    brought = bring_in(office, [alert(told(source="Le Courrier", text=LONG.strip()))])

    text = office.articles.text(brought.new[0]).text
    assert (text == LONG.strip()) is is_whole
    assert is_whole or len(text) <= EXCERPT_CHARACTERS + 1


def test_bringing_in_is_undone_as_one_and_spares_what_was_here(office: Office) -> None:
    room = WatchRoom(office.database)
    (there,) = room.deliver(BUDGET)
    (article,) = office.articles.by_ids([there])
    brought = bring_in(office, [alert(told(), told(article.link, title=BUDGET[0]))])

    take_back(office, brought)

    assert office.articles.by_ids(brought.new) == ()
    assert [each.id for each in office.articles.search().rows] == [there]


def test_what_a_feed_shows_later_becomes_the_article_of_the_alert(office: Office) -> None:
    room = WatchRoom(office.database)
    (first,) = room.deliver(BUDGET)
    (article,) = office.articles.by_ids([first])
    number = int(article.link.rpartition("/")[2].lstrip("e")) + 1
    link = f"{article.link.rpartition('/')[0]}/e{number}"
    brought = bring_in(office, [alert(told(link, text="… dit un conseiller de la Ville …"))])

    new = room.deliver(("La neige coûte cher", "La Ville paie le sel. Elle paie le sable."))

    assert new == []
    assert office.articles.text(brought.new[0]).text == "La Ville paie le sel. Elle paie le sable."
