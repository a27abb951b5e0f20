"""From blocks to what a reader gets: HTML that Outlook draws, and the same as plain text.

The frame is ``resources/templates/bulletin.mjml``; values alone go into it, escaped once.
Every reader gets the same bytes: no pixel, no address of one's own, and the footer says so.
The document speaks its own language, never that of the window.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from html import escape

from comms_desk.i18n import Language, catalogue, format_date
from comms_desk.internal.bulletins.checks import is_empty
from comms_desk.internal.bulletins.model import (
    Bulletin,
    BulletinBlock,
    BulletinBlockKind,
    Link,
    MailPicture,
    Rendered,
    TemplateBroken,
)
from comms_desk.mail.message import without_pieces
from comms_desk.paths import resource
from comms_desk.text.markdown import read_markdown, write_html, write_plain
from comms_desk.text.markdown.model import clean_link, clean_text

PLAIN_RULE = "—" * 24
_FONT = "font-family:'Segoe UI',Arial,Helvetica,sans-serif"
_LINE = "mso-line-height-rule:exactly"

FRAGMENT_CSS = f"""
p {{ margin:0 0 12px; font-size:16px; line-height:24px; color:#1F1D1A; {_FONT}; {_LINE} }}
h2 {{ margin:4px 0 8px; font-size:20px; line-height:28px; color:#1F1D1A; {_FONT}; {_LINE} }}
h3 {{ margin:4px 0 6px; font-size:16px; line-height:24px; color:#1F1D1A; {_FONT}; {_LINE} }}
ul, ol {{ margin:0 0 12px 24px; padding:0; }}
li ul, li ol {{ margin:6px 0 0 20px; padding:0; }}
li {{ margin:0 0 6px; font-size:16px; line-height:24px; color:#1F1D1A; {_FONT}; {_LINE} }}
blockquote {{ margin:0 0 12px; padding:0 0 0 16px; border-left:3px solid #1D4E89; }}
a {{ color:#1D4E89; text-decoration:underline; }}
"""
_TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "h2", "h3"}
_SCHEMES = {"http", "https", "mailto", "tel"}

_VALUE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_EACH = re.compile(r"<!-- each (\w+) -->((?:(?!<!-- each ).)*?)<!-- end -->", re.DOTALL)
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)

PictureSource = Callable[[MailPicture], str]
"""Where a reader finds a picture: ``cid:…``, a file beside the page, a ``data:`` address."""


def by_content_id(picture: MailPicture) -> str:
    """Return the address of *picture* inside a letter."""
    return f"cid:{picture.content_id}"


def render(bulletin: Bulletin, *, source: PictureSource = by_content_id) -> Rendered:
    """Return *bulletin* as a reader gets it.

    Raises:
        TemplateBroken: The frame is no MJML any more.
    """
    return Rendered(html=_html(bulletin, source), text=_text(bulletin))


def day_and_number(bulletin: Bulletin) -> str:
    """Return « 25 novembre 2026 · nᵒ 41 », in the bulletin's language."""
    day = format_date(bulletin.day, bulletin.language)
    mark = "nᵒ" if bulletin.language is Language.FRENCH else "No."
    return f"{day} · {mark}\N{NO-BREAK SPACE}{bulletin.number}"


def footer(language: Language) -> tuple[str, str]:
    """Return the two sentences that close every bulletin."""
    translated = catalogue(language).gettext
    return _footer(translated)


def _footer(gettext: Callable[[str], str]) -> tuple[str, str]:
    return (
        gettext("Answer this message to write to us: someone reads every answer."),
        gettext("This mailing holds no tracking pixel; nobody is told that you opened it."),
    )


# ── HTML ──────────────────────────────────────────────────────────────────────────────
def _html(bulletin: Bulletin, source: PictureSource) -> str:
    from mjml import mjml2html

    frame, prototypes = _template()
    blocks = "\n".join(
        _filled(prototypes[name], values)
        for block in bulletin.blocks
        if not is_empty(block)
        for name, values in _pieces(block, source)
    )
    page = _filled(
        frame,
        {
            "language": bulletin.language.value,
            "title": _escaped(
                bulletin.subject.strip() or f"{bulletin.name}, {day_and_number(bulletin)}"
            ),
            "preheader": _escaped(bulletin.preheader),
            "name": _escaped(bulletin.name),
            "day_and_number": _escaped(day_and_number(bulletin)),
            "footer": "<br>".join(map(_escaped, footer(bulletin.language))),
            "blocks": blocks,
        },
    )
    try:
        html: str = mjml2html(page, disable_comments=True)
    except ValueError as error:
        raise TemplateBroken(str(error)) from error
    # The outbox would take two braces for a value to fill in for each reader.
    return html.replace("{{", "&#123;&#123;")


@cache
def _template() -> tuple[str, Mapping[str, str]]:
    """Return the frame, with one place for the blocks, and the prototype of each."""
    source = resource("templates", "bulletin.mjml").read_text(encoding="utf-8")
    prototypes = {found[1]: found[2].strip() for found in _EACH.finditer(source)}
    frame = _EACH.sub("{{ blocks }}", source, count=1)
    return _COMMENT.sub("", _EACH.sub("", frame)).strip(), prototypes


def _filled(template: str, values: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        try:
            return values[found[1]]
        except KeyError:
            raise TemplateBroken(found[0]) from None

    return _VALUE.sub(value, template)


def _pieces(block: BulletinBlock, source: PictureSource) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the prototypes that show *block*, with their values."""
    match block.kind:
        case BulletinBlockKind.TEXT:
            yield "text", {"html": _rich(write_html(read_markdown(block.text)))}
        case BulletinBlockKind.IMAGE if block.picture is not None:
            yield (
                "image",
                {
                    "source": escape(source(block.picture)),
                    "alternative": _escaped(block.alternative),
                    "width": str(block.picture.shown_width_px),
                    "height": str(block.picture.shown_height_px),
                },
            )
            if block.text.strip():
                yield "caption", {"caption": _escaped(block.text)}
        case BulletinBlockKind.LINKS:
            heading = f"<h2>{_escaped(block.text)}</h2>" if block.text.strip() else ""
            items = "".join(f"<li>{_anchor(link)}</li>" for link in _shown(block.links))
            yield "links", {"html": _rich(f"{heading}<ul>{items}</ul>")}
        case BulletinBlockKind.BUTTON if (address := clean_link(block.address)) is not None:
            yield "button", {"address": escape(address), "label": _escaped(block.text)}


def _rich(fragment: str) -> str:
    """Return *fragment* with no tag but ours, and every style where Outlook reads it."""
    import css_inline
    import nh3

    clean = nh3.clean(
        fragment, tags=_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel=None
    )
    styled: str = css_inline.inline_fragment(clean, FRAGMENT_CSS)
    return styled


def _shown(links: tuple[Link, ...]) -> Iterator[Link]:
    return (link for link in links if link.label.strip() or link.address.strip())


def _anchor(link: Link) -> str:
    address = clean_link(link.address)
    words = _escaped(link.label.strip() or link.address)
    return f'<a href="{escape(address)}">{words}</a>' if address else words


def _escaped(text: str) -> str:
    """Return *text* on one line, without what a page cannot carry, as HTML."""
    return escape(clean_text(text).replace("\n", " ").strip())


# ── plain text ────────────────────────────────────────────────────────────────────────
def _text(bulletin: Bulletin) -> str:
    head = f"{bulletin.name}\n{day_and_number(bulletin)}"
    blocks = [_plain(block, bulletin.language) for block in bulletin.blocks if not is_empty(block)]
    parts = [head, *filter(None, blocks), PLAIN_RULE + "\n" + "\n".join(footer(bulletin.language))]
    return without_pieces("\n\n".join(parts)) + "\n"


def _plain(block: BulletinBlock, language: Language) -> str:
    match block.kind:
        case BulletinBlockKind.TEXT:
            return write_plain(read_markdown(block.text))
        case BulletinBlockKind.IMAGE:
            image = f"[{block.alternative.strip()}]"
            return f"{image}\n{block.text.strip()}" if block.text.strip() else image
        case BulletinBlockKind.LINKS:
            lines = [
                f"• {_pair(link.label, link.address, language)}" for link in _shown(block.links)
            ]
            return "\n".join(filter(None, [block.text.strip(), *lines]))
        case BulletinBlockKind.BUTTON:
            return _pair(block.text, block.address, language)


def _pair(label: str, address: str, language: Language) -> str:
    """Return the words and their address, with the colon as the language spaces it."""
    colon = "\N{NO-BREAK SPACE}: " if language is Language.FRENCH else ": "
    return colon.join(filter(None, [label.strip(), clean_link(address) or address.strip()]))
