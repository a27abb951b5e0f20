"""Each vendor's alert is read in its own form; a hostile one costs nothing but itself."""

from datetime import UTC, datetime

import pytest

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.clips.alerts.alert_lines import outlet_name, told
from comms_desk.media.clips.alerts.child import read
from comms_desk.media.clips.alerts.links import page_of
from comms_desk.media.clips.alerts.model import (
    FILE_LIMIT_BYTES,
    MOST_ITEMS,
    AlertEmpty,
    AlertItem,
    AlertReason,
    AlertTooLarge,
    AlertUnreadable,
    Vendor,
)
from comms_desk.media.clips.alerts.reading import read_alert
from tests.media.clips import vendors
from tests.media.clips.vendors import mail

BUDGET, SNOW = "https://courrier.example/budget", "https://ledger.example/snow"
GOOGLE = "https%3A%2F%2Fwww.google.com%2Furl"
AT_5_52 = datetime(2026, 11, 24, 10, 52, tzinfo=UTC)
AT_6_12 = datetime(2026, 11, 24, 11, 12, tzinfo=UTC)
THAT_DAY = datetime(2026, 11, 24, tzinfo=CITY_ZONE)


def items(raw: bytes) -> list[AlertItem]:
    return read(raw)[1]


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("form", ["html", "text"])
def test_google_says_title_page_outlet_and_words(encoding: str, form: str) -> None:
    said = {form: vendors.told(f"google.{'html' if form == 'html' else 'txt'}")}
    vendor, found, refused = read(mail(**said, encoding=encoding, **vendors.GOOGLE))

    assert (vendor, dict(refused)) == (Vendor.GOOGLE, {})
    budget, snow = found
    assert budget.title.replace("\u00a0", " ") == "La Ville dépose son budget de 7,7 G$"
    assert budget.link == BUDGET
    assert budget.source == "Le Courrier de l’Île"
    assert budget.text.startswith("La mairesse de Montréal a déposé")
    assert (snow.title, snow.source) == ("Montreal's snow plan", "The Montreal Ledger")
    assert snow.link.startswith("https://ledger.example/2026/snow")


def test_meltwater_says_outlet_hour_and_who_signs() -> None:
    html = vendors.told("meltwater.html")

    vendor, found, _refused = read(mail(html, encoding="base64", **vendors.MELTWATER))

    assert vendor is Vendor.MELTWATER
    assert found == [
        AlertItem(
            title="Montreal mayor defends snow-removal contract",
            link=f"{SNOW}?a=1",
            source="The Montreal Ledger",
            text="…the City of Montreal said that the contract with the contractor stands until "
            "March…",
            author="Sam Ross",
            published_at=AT_6_12,
        ),
        AlertItem(
            title="La Ville dépose son budget",
            link=BUDGET,
            source="Le Courrier de l’Île",
            text="La hausse des taxes est limitée.",
            published_at=AT_5_52,
        ),
    ]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_export_of_meltwater_is_read_in_each_of_its_encodings(codec: str) -> None:
    rows = vendors.told("meltwater.csv")
    rows = rows.replace(",", "\t") if codec == "utf-16" else rows

    vendor, found, refused = read(rows.encode(codec))

    assert vendor is Vendor.MELTWATER
    assert [(each.title, each.link, each.language) for each in found] == [
        ("Montreal mayor defends snow-removal contract", SNOW, "en"),
        ("La Ville dépose son budget", BUDGET, "fr"),
    ]
    assert (found[0].author, found[0].published_at) == ("Sam Ross", AT_6_12)
    assert dict(refused) == {AlertReason.TITLE: 1, AlertReason.LINK: 1}


def test_cision_gives_the_link_of_read_more_to_the_heading_above_it() -> None:
    html = vendors.told("cision.html")

    vendor, found, _refused = read(mail(html, charset="cp1252", **vendors.CISION))

    assert vendor is Vendor.CISION
    assert [(each.title, each.link, each.source) for each in found] == [
        ("Montreal mayor defends snow-removal contract", SNOW, "The Montreal Ledger"),
        ("La Ville dépose son budget", BUDGET, "Le Courrier de l’Île"),
    ]
    assert found[0].author == "Sam Ross"
    assert [each.published_at for each in found] == [THAT_DAY, THAT_DAY]


def test_an_export_of_cision_believes_no_figures_that_could_be_two_days() -> None:
    vendor, found, _refused = read(vendors.told("cision.csv").encode("cp1252"))

    assert vendor is Vendor.CISION
    assert [each.published_at for each in found] == [THAT_DAY, None]
    assert (found[1].source, found[1].link) == ("Le Courrier de l’Île", "")


def test_a_page_of_eureka_says_each_document_and_where_else_it_came_out() -> None:
    vendor, found, refused = read(vendors.told("eureka_page.html").encode())

    assert (vendor, dict(refused)) == (Vendor.EUREKA, {AlertReason.TITLE: 1})
    assert [(each.source, each.title) for each in found] == [
        ("La Gazette du Fleuve", "La Ville dépose son budget"),
        ("Le Nordet", "La Ville dépose son budget"),
        ("La Rive (Québec, QC)", "La Ville dépose son budget"),
        ("The Montreal Ledger", "Snow plan under fire"),
    ]
    assert (found[0].author, found[0].published_at) == ("Zoé Roy", AT_6_12)
    assert "Tous droits" not in found[0].text
    assert "Les taxes montent" in found[0].text


def test_a_mail_of_eureka_says_outlet_and_day_under_each_title() -> None:
    vendor, found, _refused = read(mail(vendors.told("eureka.html"), **vendors.EUREKA))

    assert vendor is Vendor.EUREKA
    assert [(each.source, each.published_at) for each in found] == [
        ("La Gazette du Fleuve", THAT_DAY),
        ("Le Nordet", THAT_DAY),
    ]


def test_an_alert_that_a_colleague_passes_on_is_known_by_where_its_links_lead() -> None:
    vendor, found, _refused = read(mail(vendors.told("google.html"), subject="TR : à voir"))

    assert (vendor, len(found)) == (Vendor.GOOGLE, 2)


@pytest.mark.parametrize("text", ["", "Voir la version HTML."])
def test_outlooks_own_file_is_read_by_its_html(text: str) -> None:
    raw = vendors.outlook(
        vendors.told("google.html"),
        text=text,
        subject="Alerte Google – budget",
        sender="googlealerts-noreply@google.com",
    )

    alert = read_alert(raw, name="alerte.msg")

    assert alert.vendor is Vendor.GOOGLE
    first, _second = alert.items
    assert (first.link, first.source) == (BUDGET, "Le Courrier de l’Île")


def test_what_nobody_knows_is_read_by_its_links_and_leads_nowhere_unsafe() -> None:
    vendor, found, refused = read(mail(vendors.told("other.html")))

    assert (vendor, dict(refused)) == (Vendor.OTHER, {AlertReason.LINK: 1})
    assert [(each.title, each.link) for each in found] == [
        ("La neige coûte cher à la Ville", "https://nordet.example/neige"),
        ("Les parcs rouvrent à Verdun", "https://rive.example/parcs"),
    ]


@pytest.mark.parametrize(
    ("link", "page"),
    [
        ("https://x.example/a?utm_source=b&c=d", "https://x.example/a?c=d"),
        (f"https://www.google.com/url?q={SNOW}&sa=D", SNOW),
        (f"https://can01.safelinks.protection.outlook.com/?url={GOOGLE}%3Furl%3D{SNOW}", SNOW),
        (f"https://urldefense.com/v3/__{SNOW}__;!!abc!x$", SNOW),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__ledger.example_snow&d=D", SNOW),
        ("https://x.example/?url=https://y.example/", "https://x.example/?url=https://y.example/"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://ada:secret@x.example/", ""),
        ("http://[::1", ""),
        ("https://localhost/x", ""),
    ],
)
def test_a_link_is_unwrapped_and_only_the_webs_are_kept(link: str, page: str) -> None:
    assert page_of(link) == page


def test_ten_thousand_links_are_read_up_to_the_limit_and_the_rest_counted() -> None:
    _vendor, found, refused = read(mail(vendors.ENDLESS_HTML))

    assert (len(found), refused[AlertReason.LIMIT]) == (MOST_ITEMS, 10_000 - MOST_ITEMS)


def test_a_mail_of_twenty_megabytes_is_read_in_its_beginning() -> None:
    html = vendors.told("other.html") + "<p>x</p>" * 1_000_000

    alert = read_alert(mail(html, encoding="base64") + b"x" * (9 << 20), name="gros.eml")

    assert len(alert.items) == 2


def test_tags_in_tags_in_tags_are_read_as_far_as_they_go() -> None:
    assert len(items(mail(vendors.DEEP_HTML))) == 1


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", AlertEmpty),
        (b"Bonjour.\n", AlertEmpty),
        (mail("<p>Rien.</p>"), AlertEmpty),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, AlertEmpty),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, AlertUnreadable),
        (b"x" * (FILE_LIMIT_BYTES + 1), AlertTooLarge),
        (mail(vendors.told("google.html"))[:900], AlertEmpty),
    ],
    ids=["empty", "words", "nothing", "picture", "broken msg", "large", "cut"],
)
def test_what_is_no_alert_is_refused_by_name(raw: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_alert(raw, name="piece.eml")


def test_what_stands_under_a_title_is_parted_into_where_when_who_and_what() -> None:
    said = told(["La Presse (site web) | 24 novembre 2026 | Par Zoé Roy", "La Ville a dit non."])

    assert (said.source, said.author, said.text) == ("La Presse", "Zoé Roy", "La Ville a dit non.")
    assert said.published_at == THAT_DAY
    assert (
        told(["A line of the article, which is long enough to be one, and says no day."]).source
        == ""
    )
    assert outlet_name("Le Devoir (site web), no. 41") == "Le Devoir"
