"""What a reader of a bulletin gets, whatever the mail program."""

import re
from datetime import date
from html.parser import HTMLParser
from typing import override

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms_desk.i18n import Language
from comms_desk.internal.bulletins.checks import check
from comms_desk.internal.bulletins.model import (
    BlockId,
    Bulletin,
    BulletinBlock,
    BulletinBlockKind,
    BulletinId,
    Link,
    MailPicture,
    Problem,
    ProblemKind,
)
from comms_desk.internal.bulletins.rendering import render
from comms_desk.mail.message import InlineImage, NewMessage
from comms_desk.storage.model import BlobId

VOID = {"br", "img", "meta", "link", "hr", "input"}
PICTURE = MailPicture(
    blob=BlobId(7), name="parc.png", media_type="image/png", width_px=1104, height_px=420
)


def block(kind: BulletinBlockKind, **said: object) -> BulletinBlock:
    facts: dict[str, object] = {"text": "", "alternative": "", "address": "", "links": ()}
    facts |= {"picture": None, "id": BlockId(len(str(said)))} | said
    return BulletinBlock(kind=kind, **facts)  # type: ignore[arg-type]


def bulletin(*blocks: BulletinBlock, **said: object) -> Bulletin:
    facts: dict[str, object] = {
        "id": BulletinId(1),
        "name": "Entre nous",
        "number": 41,
        "day": date(2026, 11, 25),
        "subject": "L’essentiel",
        "preheader": "En trois minutes",
        "language": Language.FRENCH,
        "ground": "",
        "issue": None,
        "issued_at": None,
    }
    return Bulletin(blocks=blocks, **(facts | said))  # type: ignore[arg-type]


TEXT = block(
    BulletinBlockKind.TEXT, text="## Budget\n\nVoir [le budget](https://b.example) & **tout**."
)
IMAGE = block(
    BulletinBlockKind.IMAGE, picture=PICTURE, alternative="Le parc « La Fontaine »", text="F. Roy"
)
LINKS = block(
    BulletinBlockKind.LINKS, text="À lire", links=(Link("Le calendrier", "https://c.example"),)
)
BUTTON = block(BulletinBlockKind.BUTTON, text="Consulter", address="https://d.example/?a=1&b=2")
WHOLE = bulletin(TEXT, IMAGE, LINKS, BUTTON)


class Page(HTMLParser):
    """Every tag of a page, and whether each one is closed where it should be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(html)
        self.close()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    @override
    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for each, attributes in self.tags if each == tag]


def test_a_bulletin_says_its_language_and_its_title_and_has_one_first_heading() -> None:
    html = render(WHOLE).html

    page = Page(html)
    assert page.all("html")[0]["lang"] == "fr"
    assert "<title>L’essentiel</title>" in html
    assert len(page.all("h1")) == 1
    assert len(page.all("h2")) == 2


def test_every_table_is_a_frame_and_says_so() -> None:
    tables = Page(render(WHOLE).html).all("table")

    assert tables
    assert all(table.get("role") == "presentation" for table in tables)


def test_an_image_goes_by_content_id_with_its_alternative_text_and_real_size() -> None:
    (image,) = Page(render(WHOLE).html).all("img")

    assert image["src"] == "cid:picture7@bulletin"
    assert image["alt"] == "Le parc « La Fontaine »"
    assert (image["width"], image["height"]) == ("552", "210")


def test_nothing_in_a_bulletin_follows_its_reader() -> None:
    html = render(WHOLE).html

    sources = [image["src"] for image in Page(html).all("img")]
    assert all(str(source).startswith("cid:") for source in sources)
    assert "url(" not in html
    assert "@import" not in html
    assert "<link" not in html
    assert "<script" not in html


def test_the_footer_says_that_nobody_is_followed_in_the_language_of_the_document() -> None:
    english = render(bulletin(TEXT, language=Language.ENGLISH))

    assert "no tracking pixel" in english.html
    assert "no tracking pixel" in english.text
    assert 'lang="en"' in english.html


def test_every_link_has_a_colour_and_an_underline_where_outlook_reads_them() -> None:
    links = Page(render(bulletin(TEXT, LINKS)).html).all("a")

    assert [link["href"] for link in links] == ["https://b.example", "https://c.example"]
    for link in links:
        assert "color:" in str(link["style"]).replace(" ", "")
        assert "underline" in str(link["style"])


def test_the_plain_text_says_all_that_the_html_says() -> None:
    text = render(WHOLE).text

    for words in (
        "Entre nous",
        "nᵒ\N{NO-BREAK SPACE}41",
        "Budget",
        "https://b.example",
        "La Fontaine",
    ):
        assert words in text
    assert "• Le calendrier\N{NO-BREAK SPACE}: https://c.example" in text
    assert "Consulter\N{NO-BREAK SPACE}: https://d.example/?a=1&b=2" in text


def test_markup_and_scripts_in_any_field_are_shown_as_words_or_left_out() -> None:
    evil = "<script>alert(1)</script><img src=x onerror=y>"
    html = render(
        bulletin(
            block(BulletinBlockKind.TEXT, text=f"{evil}\n\n[x](javascript:alert(1))"),
            block(BulletinBlockKind.IMAGE, picture=PICTURE, alternative=f'"{evil}', text=evil),
            block(BulletinBlockKind.LINKS, text=evil, links=(Link(evil, "javascript:alert(1)"),)),
            block(BulletinBlockKind.BUTTON, text=evil, address="javascript:alert(1)"),
            name=evil,
            subject=evil,
            preheader=evil,
        )
    ).html

    page = Page(html)
    assert not page.all("script")
    assert len(page.all("img")) == 1
    assert not [link for link in page.all("a") if str(link["href"]).startswith("javascript")]


def test_two_braces_in_a_text_are_not_a_value_for_the_outbox_to_fill() -> None:
    rendered = render(
        bulletin(block(BulletinBlockKind.TEXT, text="Écrire {{ prenom }} et {{name}}"))
    )

    message = NewMessage(subject="s", text=rendered.text, html=rendered.html)
    assert not message.pieces
    assert "{{ prenom }}" in Page(rendered.html).words


def test_a_letter_takes_the_rendered_bulletin_as_it_is() -> None:
    rendered = render(WHOLE)

    message = NewMessage(
        subject="s",
        text=rendered.text,
        html=rendered.html,
        images=(
            InlineImage(content_id=PICTURE.content_id, media_type="image/png", content=b"png"),
        ),
    )
    assert len(message.html.encode()) < 100 * 1024


def test_a_small_image_is_not_blown_up() -> None:
    small = MailPicture(
        blob=BlobId(1), name="p", media_type="image/png", width_px=120, height_px=90
    )

    html = render(bulletin(block(BulletinBlockKind.IMAGE, picture=small, alternative="Logo"))).html

    assert re.search(r'width="120"', html)
    assert "max-width:120px" in html


@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_any_words_make_a_well_formed_page(text: str, label: str, address: str) -> None:
    rendered = render(
        bulletin(
            block(BulletinBlockKind.TEXT, text=text),
            block(BulletinBlockKind.LINKS, text=label, links=(Link(label, address),)),
            block(BulletinBlockKind.BUTTON, text=label, address=address),
            name=label or "x",
            preheader=text,
        )
    )

    assert Page(rendered.html).open == []


@pytest.mark.parametrize(
    ("each", "kind"),
    [
        (block(BulletinBlockKind.IMAGE, picture=PICTURE), ProblemKind.ALTERNATIVE_MISSING),
        (
            block(BulletinBlockKind.IMAGE, picture=PICTURE, alternative="parc.png"),
            ProblemKind.ALTERNATIVE_IS_FILE_NAME,
        ),
        (
            block(BulletinBlockKind.IMAGE, picture=PICTURE, alternative="IMG_2031"),
            ProblemKind.ALTERNATIVE_IS_FILE_NAME,
        ),
        (
            block(BulletinBlockKind.IMAGE, picture=PICTURE, alternative="a " * 80),
            ProblemKind.ALTERNATIVE_LONG,
        ),
        (block(BulletinBlockKind.IMAGE, alternative="Le parc"), ProblemKind.PICTURE_MISSING),
        (block(BulletinBlockKind.TEXT, text="### Petit titre"), ProblemKind.HEADING_SKIPPED),
        (
            block(BulletinBlockKind.TEXT, text="[Cliquez ici](https://a.example)"),
            ProblemKind.LABEL_VAGUE,
        ),
        (
            block(BulletinBlockKind.LINKS, links=(Link("https://a.example", "https://a.example"),)),
            ProblemKind.LABEL_VAGUE,
        ),
        (block(BulletinBlockKind.BUTTON, text="Consulter"), ProblemKind.ADDRESS_WRONG),
        (block(BulletinBlockKind.BUTTON, address="https://a.example"), ProblemKind.LABEL_MISSING),
    ],
)
def test_what_a_reader_would_miss_is_said_of_its_block(
    each: BulletinBlock, kind: ProblemKind
) -> None:
    assert Problem(kind, each.id) in check(bulletin(each, TEXT))


def test_a_whole_bulletin_has_nothing_wrong() -> None:
    assert check(WHOLE, html=render(WHOLE).html) == ()


def test_a_bulletin_needs_a_subject_something_to_read_and_a_ground_for_english() -> None:
    kinds = {problem.kind for problem in check(bulletin(subject=" ", language=Language.ENGLISH))}

    assert kinds == {
        ProblemKind.SUBJECT_MISSING,
        ProblemKind.NOTHING_TO_READ,
        ProblemKind.GROUND_MISSING,
    }
