"""A line typed with an ear on the radio says show, hour, length, who, what and a quote."""

from datetime import UTC, datetime

import pytest

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.articles.model import ArticleOrigin
from comms_desk.media.clips.line import MOST_CHARACTERS, ClipLine, read_clip
from comms_desk.media.clips.model import TITLE_LENGTH
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.inquiries.reading.directory_index import (
    DirectoryIndex,
    KnownOutlet,
    KnownReporter,
)
from comms_desk.media.outlets.model import OutletId, OutletKind

NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
"""7:30, on a Tuesday."""
RADIO, SHOW, ENGLISH, PAPER = map(OutletId, range(1, 5))
KNOWN = DirectoryIndex(
    outlets=(
        KnownOutlet(id=RADIO, name="98,5 FM", also_called=("98,5",), kind=OutletKind.RADIO),
        KnownOutlet(id=SHOW, name="Le 15-18", kind=OutletKind.RADIO),
        KnownOutlet(id=ENGLISH, name="CBC Daybreak", also_called=("Daybreak",)),
        KnownOutlet(id=PAPER, name="Le Devoir", domain="ledevoir.com"),
    ),
    reporters=(KnownReporter(contact=ContactId(1), name="Paul Arvida"),),
)


def read(typed: str) -> ClipLine:
    return read_clip(typed, now=NOW, known=KNOWN)


def at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CITY_ZONE)


def test_the_line_of_the_morning_is_understood_whole() -> None:
    line = "98,5 7h10 4 min: chef de l'opposition sur la neige – \"c'est un échec\""

    assert read(line) == ClipLine(
        title="Chef de l'opposition sur la neige",
        outlet=RADIO,
        outlet_name="98,5 FM",
        aired_at=at(24, 7, 10),
        lasts_s=240,
        speaker="Chef de l'opposition",
        text='"c\'est un échec"',
    )


@pytest.mark.parametrize(
    ("typed", "outlet", "name", "aired_at", "lasts_s", "title"),
    [
        ("98,5 7h10: la neige", RADIO, "98,5 FM", at(24, 7, 10), 0, "La neige"),
        ("98,5 17h40: le budget", RADIO, "98,5 FM", at(23, 17, 40), 0, "Le budget"),
        (
            "Le 15-18 hier 17 h 40, 2 min 30 : le BIG",
            *(SHOW, "Le 15-18", at(23, 17, 40), 150, "Le BIG"),
        ),
        (
            "Daybreak 7:05 a.m. 90 s: snow removal",
            *(ENGLISH, "CBC Daybreak", at(24, 7, 5), 90, "Snow removal"),
        ),
        ("lundi 18h10 98,5 – le budget", RADIO, "98,5 FM", at(23, 18, 10), 0, "Le budget"),
        ("Tout un matin 6h45 : la neige", None, "Tout un matin", at(24, 6, 45), 0, "La neige"),
        (
            "TVA Nouvelles 12 h 10 3 min nids-de-poule",
            *(None, "TVA Nouvelles", at(23, 12, 10), 180, "Nids-de-poule"),
        ),
        ("Le 98,5 à 6h05: la neige", RADIO, "98,5 FM", at(24, 6, 5), 0, "La neige"),
        ("La neige partout", None, "", None, 0, "La neige partout"),
        ("Arcand: le 98,5 a tort", None, "", None, 0, "Arcand: le 98,5 a tort"),
    ],
)
def test_show_hour_and_length_are_heard_wherever_they_stand_in_the_head(
    typed: str,
    outlet: OutletId | None,
    name: str,
    aired_at: datetime | None,
    lasts_s: int,
    title: str,
) -> None:
    line = read(typed)

    assert (line.outlet, line.outlet_name) == (outlet, name)
    assert (line.aired_at, line.lasts_s, line.title) == (aired_at, lasts_s, title)
    assert line.origin is ArticleOrigin.CLIP


@pytest.mark.parametrize(
    ("typed", "speaker"),
    [
        ("98,5 7h10: Paul Arvida et la neige", "Paul Arvida"),
        ("98,5 7h10: la mairesse sur le sel", "La mairesse"),
        ("98,5 7h10: mayor on snow", "Mayor"),
        ("98,5 7h10: reportage sur la neige", ""),
        ("98,5 7h10: la neige", ""),
    ],
)
def test_who_spoke_is_of_the_directory_or_stands_before_what_it_is_about(
    typed: str, speaker: str
) -> None:
    assert read(typed).speaker == speaker


def test_an_address_alone_is_a_page_of_its_outlet() -> None:
    line = read(" https://www.ledevoir.com/politique/1?utm_source=x ")

    assert line == ClipLine(
        link="https://www.ledevoir.com/politique/1",
        outlet=PAPER,
        outlet_name="Le Devoir",
        origin=ArticleOrigin.LINK,
    )


def test_a_paste_has_its_first_line_as_its_title_and_its_address_as_its_link() -> None:
    line = read("\nLa neige coûte cher\n\nLa Ville paie.\nhttps://ledevoir.com/1\nEncore.")

    assert (line.title, line.text) == ("La neige coûte cher", "La Ville paie.\nEncore.")
    assert (line.link, line.outlet, line.origin) == (
        "https://ledevoir.com/1",
        PAPER,
        ArticleOrigin.PASTE,
    )


def test_a_paste_without_a_short_line_keeps_all_its_words() -> None:
    words = "mot " * 400

    line = read(f"{words}\nfin")

    assert len(line.title) <= TITLE_LENGTH
    assert line.text == f"{words.strip()}\nfin"


def test_an_address_in_a_line_is_its_link() -> None:
    line = read("98,5 7h10: la neige https://audio.example/1.")

    assert (line.title, line.link) == ("La neige", "https://audio.example/1")


def test_an_endless_line_is_read_in_its_beginning_and_nothing_else_is_lost() -> None:
    line = read("98,5 7h10: " + "a" * 2 * MOST_CHARACTERS)

    assert line.aired_at == at(24, 7, 10)
    assert len(line.title) + len(line.text) >= 2 * MOST_CHARACTERS - 20


def test_a_clip_that_is_about_nothing_yet_is_no_clip() -> None:
    assert read("98,5 7h10").title == ""
    assert read("").title == ""
