"""The text of an article out of the page of a newspaper's site, in a process that may die over it.

What it is given is hostile: the server's word on its kind, a line, then the page itself.  Pure.
What the page itself says is its text (``articleBody``, in JSON-LD) is believed unless the page
shows more.  Else what is no text is taken away (menus, what to read next, comments), and the part
is looked for that holds nearly all of the words that are no links.  It shows nobody's comments and
runs no script: a page that only a browser can make gives nothing (docs/adr/0037).
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from comms_desk import apart
from comms_desk.media.feeds.encoding import as_utf8

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_CHARACTERS = 200_000
"""Of a text; a longer one is cut."""
LEAST_WORDS = 25
"""A part with fewer is no article."""
SHORT_WORDS = 120
"""With fewer, a page that speaks of subscribers shows only the beginning."""
MOST_OF = 0.7
"""A child that holds so much of the words is where the text is."""
LIST_OF = 3
"""So many headings that are links, side by side, are a list of other articles."""
ASIDE_WORDS = 40
"""A line that is longer is never taken for one that invites to read something else."""
MOST_OF_A_NAME = 300
LONGEST_LINE = 1_000
MOST_DATA = 100_000
"""Values walked in what a page says of itself."""

_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE
)
_META_BYTES = 4_096
_SPACES = re.compile(r"\s+")
_TAG = re.compile(r"<[^<>]{1,500}>")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h\d)\b[^<>]{0,200}>", re.IGNORECASE)

_DROPPED = frozenset(
    {"script", "style", "noscript", "template", "nav", "footer", "aside", "figure", "figcaption"}
    | {"form", "button", "input", "select", "textarea", "svg", "canvas", "iframe", "object"}
    | {"video", "audio", "amp-sidebar", "amp-consent", "amp-ad", "amp-img", "amp-list"}
)
_SILENT = frozenset(("script", "style", "noscript", "template"))
_NEVER_BY_NAME = frozenset(("article", "main", "p"))
_BLOCKS = frozenset(
    {"p", "div", "li", "ul", "ol", "section", "article", "main", "body", "td", "tr", "table"}
    | {"tbody", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "header", "dl", "dt"}
    | {"dd", "center", "details", "summary", "hr", "br"}
)
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_NOT_TEXT = re.compile(
    r"comment|relat|similar|recommand|recommend|trending|popular|newsletter|infolettre|share|sharing"
    r"|partage|social|cookie|consent|onetrust|didomi|promo|sponsor|outbrain|taboola|paywall|regwall"
    r"|subscri|abonn|breadcrumb|sidebar|menu|masthead|byline|author|signature|caption|credit"
    r"|(?:^|[\s_-])(?:ads?|pub|tags?|nav|footer|video|player|widget-area|tools|skip)(?:$|[\s_-])"
    r"|ad__|embed|twitter-tweet|correction|shop|disclaimer|postmedia-notice|published|timestamp",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"article-?_?(?:body|content|text|main-txt)|story-?_?(?:body|content|text)|entry-content"
    r"|post-content|document-body|articlebody|main-content|c-text|content-body",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"^\W*(?:à lire|a lire|lire aussi|lisez|voir aussi|read more|read also|related|watch\b|listen"
    r"|écoutez|regardez|(?:this )?advertisement|publicité|article content|sign up|inscrivez"
    r"|abonnez|subscribe|you can save this article|début du widget|fin du widget|partager\b|share\b"
    r"|suivez-nous|follow us|recommended from|avec les informations d|story continues below"
    r"|la suite de cet article|cliquez ici|click here|loading|chargement|shopping trends)",
    re.IGNORECASE,
)
_SUBSCRIBERS = re.compile(
    r"\bréservé(?:e?s?) (?:à|aux) (?:nos |ses )?abonné|il vous reste \d+ ?% de cet article"
    r"|available (?:only )?to subscribers|subscribe to (?:continue|keep) reading|already a (?:\w+ )"
    r"{0,3}subscriber|déjà (?:un )?abonné|for subscribers only|keep reading for",
    re.IGNORECASE,
)


def _work(given: bytes) -> bytes:
    content_type, _line, page = given.partition(b"\n")
    return json.dumps(asdict(extract(page, content_type.decode()))).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What a page says: a line a paragraph, an empty line between them; empty where nothing."""

    text: str
    for_subscribers: bool
    """Whether only the beginning is shown to who does not pay."""


def extract(page: bytes, content_type: str) -> Extracted:
    """Return the text of *page*, whose server said that it is *content_type*."""
    import lxml.html

    source = as_utf8(page, _with_charset(page, content_type)).replace(b"\0", b"")
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = lxml.html.document_fromstring(source, parser=parser) if source.strip() else None
    if tree is None:
        return Extracted(text="", for_subscribers=False)
    said, is_free = _said(tree)
    is_gated = not is_free or _speaks_of_subscribers(tree)
    shown = "\n\n".join(_shown(tree))
    text = said if _words(said) >= MOST_OF * _words(shown) else shown
    return Extracted(
        text=text[:MOST_CHARACTERS],
        for_subscribers=is_gated and _words(text) < SHORT_WORDS,
    )


def _with_charset(page: bytes, content_type: str) -> str:
    """Return *content_type* with the charset that the page declares, after the server's own."""
    declared = _META_CHARSET.search(page[:_META_BYTES])
    return content_type + (f"; charset={declared[1].decode('ascii')}" if declared else "")


def _words(text: str) -> int:
    return len(text.split())


# ── what the page says of itself ────────────────────────────────────────────────────────────


def _said(tree: "HtmlElement") -> tuple[str, bool]:
    """Return the longest ``articleBody`` that the page declares, and whether all may read it."""
    best, is_free = "", True
    for script in tree.iter("script"):
        if script.get("type", "").lower() != "application/ld+json" or not script.text:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            if str(thing.get("isAccessibleForFree", "")).lower() == "false":
                is_free = False
            body = thing.get("articleBody")
            if isinstance(body, str) and len(body) > len(best):
                best = body
    return _plain(best), is_free


def _things(data: Any) -> Iterator[dict[str, Any]]:
    """Yield each object in *data*, without recursion."""
    waiting, walked = [data], 0
    while waiting and walked < MOST_DATA:
        each, walked = waiting.pop(), walked + 1
        if isinstance(each, dict):
            yield each
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def _plain(body: str) -> str:
    """Return *body*, which may be HTML, as plain paragraphs."""
    if "&" in body:
        body = html.unescape(body)
    if "<" in body:
        body = _TAG.sub(" ", _BREAK.sub("\n", body))
    lines = (_SPACES.sub(" ", line).strip() for line in body.splitlines())
    return "\n\n".join(filter(None, lines))


# ── what it shows ───────────────────────────────────────────────────────────────────────────


def _shown(tree: "HtmlElement") -> list[str]:
    """Return the paragraphs of the part of *tree* that looks like an article."""
    body = tree.find("body")
    if body is None:
        return []
    skipped = _no_text(body)
    counts = _counts(body, skipped)
    root = _part(body, counts)
    if counts.get(root, 0) < LEAST_WORDS:
        return []
    return [line for line in _lines(root, skipped) if not _is_aside(line)]


def _no_text(body: "HtmlElement") -> "set[HtmlElement]":
    """Return what of *body* is no text: by its tag, by its role, by its name; and all in it.

    Nothing is taken out of the tree: lxml is quadratic in what is, and forgotten.
    """
    counts = _counts(body)
    skipped: set[HtmlElement] = set()
    for each in counts:
        skipped.update(_leading_elsewhere(each))
        if each is body:
            continue
        is_named_so = each.tag not in _NEVER_BY_NAME and _NOT_TEXT.search(_name(each))
        # A name may be that of all the page: "layout-with-sidebar".
        if (
            each.getparent() in skipped
            or each.tag in _DROPPED
            or _is_hidden(each)
            or (is_named_so and counts[each] < counts[body] / 2)
        ):
            skipped.add(each)
    return skipped


def _name(each: "HtmlElement") -> str:
    return f"{each.get('class', '')} {each.get('id', '')}"[:MOST_OF_A_NAME]


def _is_hidden(each: "HtmlElement") -> bool:
    return (
        each.get("hidden") is not None
        or each.get("aria-hidden") == "true"
        or each.get("role") in ("dialog", "navigation", "search", "alert")
    )


def _leading_elsewhere(each: "HtmlElement") -> "list[HtmlElement]":
    """Return the children of *each* that are under headings with links, where most of them are."""
    children = len(each)
    if children < LIST_OF:
        return []
    leading = [child for child in each if _leads_elsewhere(child)]
    return leading if len(leading) >= LIST_OF and len(leading) > children / 2 else []


def _leads_elsewhere(child: "HtmlElement") -> bool:
    heading = next(child.iter(*_HEADINGS), None)
    if heading is None:
        return False
    parent, link = heading.getparent(), heading.find("a")
    return (link is not None and link.get("href") is not None) or (
        parent is not None and parent.tag == "a"
    )


def _counts(
    body: "HtmlElement", skipped: "set[HtmlElement] | None" = None
) -> "dict[HtmlElement, int]":
    """Return how many words each element holds; but for what is *skipped* and links, if given."""
    counts: dict[HtmlElement, int] = {}
    leading: set[HtmlElement] = set()
    for each in body.iter("*"):
        if skipped is not None and (
            each.tag == "a" or each in skipped or each.getparent() in leading
        ):
            leading.add(each)
        is_text = each not in leading and each.tag not in _SILENT
        counts[each] = _words(each.text or "") if is_text else 0
    for each in reversed(list(counts)):
        if each is not body:
            parent = each.getparent()
            counts[parent] += counts[each]
            if parent not in leading:
                counts[parent] += _words(each.tail or "")
    return counts


def _part(body: "HtmlElement", counts: "dict[HtmlElement, int]") -> "HtmlElement":
    """Return the smallest part that holds nearly all the words of the article."""
    named = [
        each
        for each in counts
        if (each.get("itemprop") == "articleBody" or _TEXT.search(_name(each)))
        and counts[each] >= LEAST_WORDS
    ]
    if not named:
        named = [each for each in counts if each.tag in ("article", "main")]
    here = max(named, key=lambda each: counts[each], default=body)
    if counts[here] < LEAST_WORDS:
        here = body
    while True:
        inside = max(here, key=lambda each: counts.get(each, 0), default=None)
        if inside is None or counts.get(inside, 0) < MOST_OF * counts[here] or _is_line(inside):
            return here
        here = inside


def _is_line(each: "HtmlElement") -> bool:
    """Whether *each* is one paragraph: what stands beside it is its article's too."""
    return each.tag == "p" or not any(child.tag in _BLOCKS for child in each)


def _lines(root: "HtmlElement", skipped: "set[HtmlElement]") -> Iterator[str]:
    """Yield the paragraphs of *root* that are neither *skipped* nor wholly links."""
    from lxml.etree import iterwalk

    words: list[str] = []
    linked = 0

    def line() -> Iterator[str]:
        nonlocal linked
        text = _SPACES.sub(" ", "".join(words)).strip()
        is_link = text and linked >= MOST_OF * len(text)
        words.clear()
        linked = 0
        if text and not is_link:
            yield text

    depth_of_link = 0
    walk = iterwalk(root, events=("start", "end"))
    for event, each in walk:
        is_skipped = each in skipped
        if each.tag in _BLOCKS:
            yield from line()
        if event == "start":
            depth_of_link += each.tag == "a"
            piece = "" if is_skipped else each.text or ""
            if is_skipped:
                walk.skip_subtree()
        else:
            depth_of_link -= each.tag == "a"
            piece = (each.tail or "") if each is not root else ""
        words.append(piece)
        linked += len(piece) if depth_of_link else 0
    yield from line()


def _is_aside(line: str) -> bool:
    return _INVITES.match(line) is not None and _words(line) <= ASIDE_WORDS


def _speaks_of_subscribers(tree: "HtmlElement") -> bool:
    """Whether a line of *tree* says so; what is longer than a line is the text of something."""
    for each in tree.iter("*"):
        if each.tag not in _SILENT:
            for line in (each.text, each.tail):
                if line and len(line) <= LONGEST_LINE and _SUBSCRIBERS.search(line):
                    return True
    return False


if __name__ == "__main__":
    apart.serve(_work)
