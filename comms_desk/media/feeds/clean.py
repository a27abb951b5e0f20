"""A stranger's HTML turned into plain text, once, as it arrives.

nh3 (the ammonia sanitizer) drops scripts, styles, forms and whatever else is not text;
paragraphs and list items become lines.  What is stored is plain text: labels show it as
it is, and the matched words are offsets in it.
"""

import html
import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from comms_desk.media.feeds.left_out import LeftOutReason
from comms_desk.media.feeds.markup import too_much

if TYPE_CHECKING:
    import nh3

_BLOCKS = frozenset(
    {"p", "br", "div", "li", "ul", "ol", "tr", "table", "blockquote", "section", "article"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "figure", "figcaption", "dt", "dd", "td"}
)
_BLOCK_TAG = re.compile(r"</?(\w++)[^<>]*+>")
_SPACES = re.compile(r"[ \t\r\f\v]{2,}|[\t\r\f\v]")
"""What is not one space already."""
_BREAKS = re.compile("[ \t\r\n\f\v\x85\u2028\u2029]+")
"""What a title on one line folds; its no-break spaces stay (7,7 G$)."""
_SPACED_LINES = re.compile(r" ?\n ?")
_MANY_LINES = re.compile(r"\n{3,}")
_SIGNS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff"
_UNPRINTABLE = re.compile(f"[{_SIGNS}]")
_UNSEEN = re.compile(f"[{_SIGNS}\u00ad\u200b\ufeff\u2060]")
"""What cannot be printed, or takes no place."""
_TRACKING = re.compile(
    r"(?:utm_\w+|at_medium|at_campaign|fbclid|gclid|mc_[ce]id)=.*|cmp=rss", re.IGNORECASE
)


class MarkupTooDeep(ValueError):
    """The markup would take nh3 very long."""

    def __init__(self, why: LeftOutReason) -> None:
        super().__init__(why)
        self.why = why


def plain_text(markup: str) -> str:
    """Return the text of *markup*: one line a paragraph, an empty line between them.

    Raises:
        MarkupTooDeep: It would take very long.
    """
    if "<" in markup:
        _check(markup)
        markup = _BLOCK_TAG.sub(_line, _cleaner().clean(markup))
    return _tidy(html.unescape(markup) if "&" in markup else markup)


def one_line(text: str, *, is_markup: bool = False) -> str:
    """Return a title or a name on one line, its references read, once.

    Read a second time, the words "&lt;img&gt;" of a text about HTML would become a tag.
    """
    if is_markup and "<" in text:
        import nh3

        _check(text)
        text = nh3.clean(text, tags=set(), attributes={}, link_rel=None)
    return on_one_line(html.unescape(text) if "&" in text else text)


def on_one_line(text: str) -> str:
    """Return *text*, whose references were read already, on one line."""
    return _BREAKS.sub(" ", _UNSEEN.sub("", text)).strip()


def clean_link(link: str) -> str:
    """Return *link* without what only serves to follow readers (``utm_…`` and the like)."""
    link = _UNPRINTABLE.sub("", link).strip()
    if not link.lower().startswith(("http://", "https://")):
        return ""
    if "?" not in link:
        return link
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    kept = "&".join(piece for piece in parts.query.split("&") if not _TRACKING.fullmatch(piece))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, kept, parts.fragment))


def link_key(link: str) -> str:
    """Return what two links to the same page have in common: no scheme, www or last slash."""
    bare = link.partition("#")[0].partition("://")[2]
    host, slash, rest = bare.partition("/")
    return host.lower().removeprefix("www.") + (slash + rest).rstrip("/")


@cache
def _cleaner() -> "nh3.Cleaner":
    import nh3

    return nh3.Cleaner(tags=set(_BLOCKS), attributes={}, link_rel=None)


def _check(markup: str) -> None:
    if (why := too_much(markup.encode("utf-8", "replace"), is_html=True)) is not None:
        raise MarkupTooDeep(why)


def _line(tag: re.Match[str]) -> str:
    name = tag.group(1)
    if name in ("br", "li", "tr", "dt", "dd"):
        return "\n" if tag.group()[1] != "/" else ""
    return "\n\n" if name in _BLOCKS and name != "td" else " "


def _tidy(text: str) -> str:
    text = _UNSEEN.sub("", text)
    text = _SPACES.sub(" ", text)
    if "\n" in text:
        text = _MANY_LINES.sub("\n\n", _SPACED_LINES.sub("\n", text))
    return text.strip()
