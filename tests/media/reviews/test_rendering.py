"""What readers of a review get: read on a phone, in its language, and what it holds alone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from typing import override
from urllib.parse import unquote

import pytest

from comms_desk import i18n
from comms_desk.i18n import Language
from comms_desk.media.articles.model import ArticleOrigin
from comms_desk.media.reviews.edition import Edition, EditionSection
from comms_desk.media.reviews.rendering import (
    SUBJECT_LENGTH,
    carried,
    document_of,
    message_of,
    subject_of,
)
from comms_desk.text.markdown import read_html
from tests.media.reviews.editions import ADDENDUM, MORNING, NOTHING, TUESDAY, at, entry

READ = (
    "Sources lues jusqu’à 7\u00a0h\u00a015; 1\u00a0silencieuse, 2\u00a0en panne. Usage interne.\n"
)
SECTIONS = ("Budget", "Neige", "Arrondissements", "Radio et télé")
GMAIL_CLIPS_BYTES = 102_000


@pytest.fixture(params=Language)
def window(request: pytest.FixtureRequest) -> Iterator[None]:
    before = i18n.current()
    i18n.use(request.param)
    yield
    i18n.use(before)


class Page(HTMLParser):
    """A page as it is read aloud: its tags, and the words of each heading."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[str, str]] = []
        self.feed(html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((tag, ""))

    @override
    def handle_data(self, data: str) -> None:
        if self.headings and self.tags[-1][0] in (self.headings[-1][0], "a"):
            tag, said = self.headings.pop()
            self.headings.append((tag, said + data.rstrip("\n")))


def of(*sections: EditionSection) -> Edition:
    return replace(MORNING, highlights=(), agenda=(), sections=sections)


def test_it_speaks_the_language_of_the_edition_whatever_that_of_the_window(window: None) -> None:
    french, english = message_of(MORNING), message_of(ADDENDUM)

    assert french.subject == "Revue de presse, 24 nov. – Budget; Neige; Arrondissements"
    assert "Mardi 24 novembre · 7\u00a0h\u00a025 · 8\u00a0sujets, 25\u00a0retombées" in french.text
    assert f"\n\n{READ}" in french.text
    assert "98,5 · 7\u00a0h\u00a010 · en ondes\u00a0: P. Arvida · noté par A. Okafor" in french.html
    assert '<html lang="fr-CA">' in french.html
    assert english.subject == "Addendum, Nov 24 – Budget"
    assert english.text.startswith("Addendum · Tuesday, November 24 · 9:05\u00a0a.m. · ")
    assert "Also: CTV" in english.html
    assert "Sources read until 9\u00a0a.m. Internal use." in english.text
    assert '<html lang="en-CA">' in english.html


def test_its_headings_are_headings_one_below_the_other() -> None:
    headings = Page(message_of(MORNING).html).headings

    assert [tag for tag, _said in headings].count("h1") == 1
    assert [said for tag, said in headings if tag == "h2"] == [
        "L’essentiel", *(f"{each}\u00a0–" for each in ("Aujourd’hui", *SECTIONS))
    ]  # fmt: skip
    assert ("h3", "L’opposition promet un contre-budget") in headings


def test_a_phone_has_one_column_to_read_and_nothing_to_fetch() -> None:
    html = message_of(MORNING).html
    page = Page(html)

    names = {tag for tag, _attributes in page.tags}
    assert not names & {"table", "td", "img", "link", "script", "svg"}
    assert {key for _tag, attributes in page.tags for key in attributes} <= {
        "lang", "charset", "name", "content", "style", "href"
    }  # fmt: skip
    assert "url(" not in html
    sizes = {int(each) for each in re.findall(r"font-size:(\d+)px", html)}
    assert sizes == {14, 16}
    styled = {tag: attributes["style"] for tag, attributes in page.tags if "style" in attributes}
    assert "font-size:16px" in str(styled["p"])
    assert "font-size:16px" in str(styled["li"])


def test_a_phone_shows_a_story_as_one_paragraph_that_is_read_aloud_by_its_headings() -> None:
    html = message_of(MORNING).html
    _head, *shown = read_html(html).blocks
    _head, *heard = read_html(re.sub(' style="[^"]*"', "", html)).blocks

    said = [block.text for block in shown]
    assert said[0] == "L’essentiel"
    assert said[4] == "Aujourd’hui\u00a0– 9\u00a0h\u00a030 conseil · 10\u00a0h\u00a045 budget"
    assert said[6] == (
        "L’opposition promet un contre-budget Le Devoir, J. Aubin-Rivard\u00a0– Le chef annonce un "
        "contre-budget pour le 2 décembre et demande que la réserve de neige soit rétablie à "
        "60\u00a0M$ avant le vote du conseil."
    )
    assert said[5].startswith("Budget\u00a0– La Ville dépose un budget")
    assert said[5].endswith("mutation. Aussi\u00a0: Le Devoir, Métro, CTV")
    written = document_of(MORNING).blocks
    assert [(each.kind, each.level) for each in heard] == [
        (each.kind, each.level) for each in written
    ]


def test_only_a_page_has_a_dash_after_the_name_of_a_section() -> None:
    assert "\nBUDGET\n" in message_of(MORNING).text
    names = [each.text for each in document_of(MORNING).blocks if each.level == 2]
    assert names == ["L’essentiel", "Aujourd’hui", *SECTIONS]


def test_a_link_is_as_high_as_a_thumb_asks_for() -> None:
    link = dict(Page(message_of(MORNING).html).tags)["a"]["style"]

    assert "padding:4px 0" in str(link)  # 24 px with letters of 16


def test_every_colour_has_another_in_the_dark() -> None:
    html = message_of(MORNING).html
    inline, dark = html.partition("</style>")[::2][::-1]

    assert set(re.findall(r"[^-]color:(#\w+)", inline)) == {"#1F1D1A", "#66625A", "#1D4E89"}
    for tag in ("h1", "h2", "h3", "p", "li", "em", "a", "body", "div"):
        assert re.search(rf"\b{tag}\b[^}}]*{{[^}}]*!important", dark), tag


def test_all_the_copies_of_a_story_are_counted_and_few_are_named() -> None:
    text = message_of(MORNING).text
    twice = message_of(
        of(EditionSection(name="A", entries=(entry("Titre", "Métro", copies=2),)))
    ).text

    assert "Aussi\u00a0: 1\u00a0autre retombée" in twice
    assert "Aussi\u00a0: Le Devoir, Métro, CTV\n" in text
    assert "Aussi\u00a0: Le Soleil, Noovo, 98,5, La Voix de l’Est, Le Droit et 9 autres\n" in text


def test_a_clip_says_who_spoke_and_its_day_where_that_is_another() -> None:
    clip = MORNING.sections[-1].entries[0]
    before = replace(clip, on_air_at=at(7, 10) - timedelta(days=1), noted_by="")

    assert carried(clip, Language.FRENCH, TUESDAY).startswith("98,5 · 7\u00a0h\u00a010 · ")
    said = carried(before, Language.ENGLISH, TUESDAY)
    assert said == "98,5 · Nov 23, 7:10\u00a0a.m. · on air: P. Arvida"
    read = replace(clip, origin=ArticleOrigin.PASTE, on_air_at=None, noted_by="")
    assert carried(read, Language.FRENCH, TUESDAY) == "98,5, P. Arvida"


def test_an_agency_that_signs_with_its_name_is_named_once() -> None:
    wire = entry("Titre", "Agence Fleuve", author="Agence Fleuve")

    assert "Agence Fleuve\n" in message_of(of(EditionSection(name="A", entries=(wire,)))).text


def test_a_title_is_never_read_as_anything_else() -> None:
    title = "<b>Budget</b> {{ prenom }}\r\nBcc: tous@x.example"
    odd = of(
        EditionSection(name="{{ body }}\n<i>", entries=(entry(title, "<p>", link="javascript:x"),))
    )

    message = message_of(odd)

    assert message.pieces == frozenset()
    assert "\n" not in message.subject
    assert not {"b", "i"} & {tag for tag, _attributes in Page(message.html).tags}
    assert "javascript" not in message.html


def test_a_story_without_a_title_keeps_its_link() -> None:
    sound = replace(entry("x", "Le son", link="https://a.example/1"), title="")
    untold = of(EditionSection(name="Budget", entries=(sound,)))

    page = Page(message_of(untold).html)

    assert ("h3", "(sans titre)") in page.headings
    assert ("a", "https://a.example/1") in [(tag, each.get("href")) for tag, each in page.tags]


def test_a_link_with_braces_leads_where_it_led() -> None:
    link = "https://a.example/{{name}}/1?q={{ville}}"
    edition = of(EditionSection(name="Budget", entries=(entry("x", "Le son {{name}}", link=link),)))

    message = message_of(edition)

    for sent in (message.text, unescape(message.html)):
        assert {unquote(each) for each in re.findall(r"https://a\.example[^\s<>\"')]+", sent)} == {
            link
        }
        assert "Le son {\N{WORD JOINER}{name}}" in sent
    assert not message.pieces


def test_an_outlet_is_quoted_no_further_than_the_edition_holds() -> None:
    quoted = entry("Titre", "Le Devoir", excerpt="Les mots du journal.")

    assert (
        "Les mots du journal." in message_of(of(EditionSection(name="A", entries=(quoted,)))).html
    )
    bare = message_of(of(EditionSection(name="A", entries=(replace(quoted, excerpt=""),))))
    assert "<blockquote" not in bare.html
    assert bare.text.split("\n\n")[1:] == [
        "A",
        "Titre (https://media.example/titre)",
        "Le Devoir",
        READ,
    ]


def test_words_of_another_language_are_marked_as_such() -> None:
    def marked(edition: Edition) -> list[tuple[str, str | None]]:
        tags = Page(message_of(edition).html).tags[1:]
        return [(tag, said["lang"]) for tag, said in tags if "lang" in said]

    assert marked(MORNING) == [("div", "fr-CA"), ("h3", "en")]
    quoted = entry("Title", "The Gazette", excerpt="Their words.", language="en")
    french = replace(of(EditionSection(name="A", entries=(quoted,))), language=Language.FRENCH)
    assert marked(french)[1:] == [("h3", "en"), ("p", "en")]
    assert marked(replace(french, language=Language.ENGLISH)) == [("div", "en-CA")]


def test_a_morning_of_nothing_says_so() -> None:
    message = message_of(NOTHING)

    assert message.subject == "Revue de presse, 24 nov. – Rien à signaler"
    assert "Rien à signaler." in message.text
    assert "retombée" not in message.text
    assert "9\u00a0h\u00a030 conseil" in message.text


def test_what_the_office_adds_stands_below_all_stories() -> None:
    text = message_of(replace(MORNING, extra=("3 demandes attendent une réponse",))).text

    assert text.index("À TITRE D’INFORMATION") > text.index("RADIO ET TÉLÉ")
    assert "• 3 demandes attendent une réponse" in text


def test_a_subject_names_whole_sections_and_always_one() -> None:
    story = (entry("Titre", "Métro"),)
    long = "Service de l’expérience citoyenne et des communications numériques"
    several = of(*(EditionSection(name=f"Section {n}", entries=story) for n in range(9)))
    empty = of(EditionSection(name="Vide", entries=()), EditionSection(name=long, entries=story))

    assert len(subject_of(several)) <= SUBJECT_LENGTH
    assert subject_of(several).endswith("; Section 3")
    assert subject_of(empty).endswith(f" – {long}")


def test_a_heading_that_has_almost_all_gives_its_place_in_the_subject() -> None:
    headline = "Neige\u00a0: la mairesse promet un plan pour les trottoirs, enfin"
    city = EditionSection(name="Ville", entries=(entry(headline, "Métro"),) * 4)
    radio = EditionSection(name="Radio et télé", entries=(entry("Entrevue", "98,5"),))
    lines = (
        "Budget 2027\u00a0: 3,1\u00a0%",
        "neige, trois avis de plus pour la Ville",
        "BIG",
        "Le BIG recommande de résilier un contrat",
    )

    told = replace(of(city, radio), highlights=lines[:3])
    assert (
        subject_of(told) == "Revue de presse, 24 nov. – Budget 2027\u00a0: 3,1\u00a0%; neige; BIG"
    )
    told = replace(told, highlights=lines[3:])
    assert subject_of(told).endswith(" – Le BIG recommande de résilier un…")
    assert subject_of(of(city, radio)).endswith(" – Neige; Radio et télé")
    few = replace(city, entries=city.entries[:3])
    assert subject_of(of(few)).endswith(" – Ville")
    assert subject_of(of(radio, replace(radio, name="Neige"), few)).endswith("; Ville")
    untold = (replace(entry("x", "Métro"), title=""),) * 4
    assert subject_of(of(replace(city, entries=untold))).endswith(" – Ville")


def test_a_later_addendum_has_its_number() -> None:
    assert subject_of(replace(ADDENDUM, number=3)).startswith("Addendum\u00a02, ")


def test_sixty_stories_are_shown_whole_by_gmail() -> None:
    full = MORNING.sections[0].entries * 20

    assert (
        len(message_of(of(EditionSection(name="A", entries=full))).html.encode())
        < GMAIL_CLIPS_BYTES
    )
