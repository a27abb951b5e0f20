"""From an edition to what its readers get: a subject, a page for a phone, the same as plain text.

The page is one column of text at 16 px: no picture, no table, nothing to fetch.  Headings are
headings; what is smaller (who carries a story, who carries it too) is emphasis in the document.
An edition speaks its own language, never that of the window, and says what it holds: no more.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import escape
from itertools import chain

from comms_desk.i18n import (
    Language,
    catalogue,
    format_short_day,
    format_time,
    format_time_of,
    format_weekday_near,
    one_stop,
)
from comms_desk.mail.message import NewMessage, Purpose, without_pieces
from comms_desk.media.articles.model import ArticleOrigin
from comms_desk.media.drafting.letters import FACE, INK, MUTED, STYLE, styled
from comms_desk.media.reviews.edition import Edition, EditionEntry
from comms_desk.media.reviews.model import ReviewLine
from comms_desk.text.lines import on_one_line
from comms_desk.text.markdown import bullet, heading, number, paragraph, quote, write_html
from comms_desk.text.markdown.model import BREAK, Block, BlockKind, Document, Run
from comms_desk.text.markdown.to_plain import write_plain

SUBJECT_LENGTH = 70
"""What a list of messages shows of a subject; sections that do not fit are left to the page."""
ALMOST_ALL = 0.75
FEW_STORIES = 3
"""A heading of more stories than these, which has almost all there are, says nothing of them."""
TOPIC_WORDS = 6
ALSO_NAMED = 5
"""Other outlets that are named; a wire copy is carried by thirty, and those are counted."""

BETWEEN = " · "
_DASH = "\u00a0–"
"""Between what stands on one line of a page, and is a line each in Word."""
_SMALL = f"font-size:14px;font-weight:normal;color:{MUTED}"
_LINE = f"font-size:16px;line-height:135%;color:{INK};{FACE}"
_STYLE = STYLE | {
    "h1": f"margin:0 0 8px 0;line-height:135%;{_SMALL};{FACE}",
    "div": "margin:0 0 8px 0",
    "h2": f"display:inline;margin:0;font-weight:bold;{_LINE}",
    "h3": f"display:inline;margin:0;font-weight:normal;{_LINE}",
    "p": f"display:inline;margin:0;{_LINE}",
    "blockquote": STYLE["blockquote"].replace("14px", "0", 1),
    "ol": "margin:0;padding:0 0 0 22px",
    "ul": "margin:0;padding:0 0 0 22px",
    "li": f"margin:0;{_LINE}",
    "a": f"{STYLE['a']};padding:4px 0",
    "em": _SMALL,
}
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{title}</title>
<style>
em {{ font-style:normal; }}
@media (prefers-color-scheme: dark) {{
body, div {{ background-color:#171614 !important; }}
h2, h3, p, li {{ color:#ECE9E2 !important; }}
h1, em {{ color:#A8A297 !important; }}
a {{ color:#8AB4F0 !important; }}
blockquote {{ border-color:#8AB4F0 !important; }}
}}
</style>
</head>
<body style="margin:0;padding:0;background-color:#FFFFFF">
<div lang="{language}" style="max-width:640px;padding:12px;overflow-wrap:anywhere;\
color:{ink};background-color:#FFFFFF;{font}">
{body}
</div>
</body>
</html>
"""


def message_of(edition: Edition) -> NewMessage:
    """Return *edition* as the message that takes it to its readers, the same for all of them."""
    return NewMessage(
        subject=without_pieces(subject_of(edition)),
        text=without_pieces(_text(edition)),
        html=without_pieces(_html(edition)),
        purpose=Purpose.BULLETIN,
    )


def subject_of(edition: Edition) -> str:
    """Return « Revue de presse, 24 nov. – Budget; Neige »: as many as are shown whole.

    They are sections; the essentials instead of one that has almost all stories.
    """
    gettext = catalogue(edition.language).gettext
    day = format_short_day(edition.day, edition.language)
    about = gettext("Nothing to report") if edition.stories == 0 else ""
    for name in _topics(edition):
        longer = "; ".join(filter(None, (about, name)))
        if about and len(f"{kind_of(edition)}, {day} – {longer}") > SUBJECT_LENGTH:
            break
        about = longer
    return f"{kind_of(edition)}, {day} – {about}"


def _topics(edition: Edition) -> Iterator[str]:
    for section in edition.sections:
        count = len(section.entries)
        if count > max(FEW_STORIES, ALMOST_ALL * edition.stories):
            said = filter(None, map(_topic, edition.highlights or (section.entries[0].title,)))
            yield from list(said) or [on_one_line(section.name)]
        elif count:
            yield on_one_line(section.name)


def _topic(said: str) -> str:
    """Return *said*, where it is too long up to its first comma or colon, or a few words of it."""
    said = on_one_line(said).strip()
    for mark in (", ", ": "):
        if said.count(" ") >= TOPIC_WORDS:
            said = said.partition(mark)[0].strip()
    words = said.split(" ")
    return said if len(words) <= TOPIC_WORDS else f"{' '.join(words[:TOPIC_WORDS])}…"


def kind_of(of: Edition | ReviewLine) -> str:
    """Return « Revue de presse », « Addendum », « Addendum 2 »."""
    gettext = catalogue(of.language).gettext
    if of.number == 1:
        return gettext("Press review")
    addendum = gettext("Addendum")
    return addendum if of.number == 2 else f"{addendum}\u00a0{of.number - 1}"  # noqa: PLR2004


def counted(edition: Edition) -> str:
    """Return « 7 h 25 · 18 sujets, 41 retombées »: when it leaves, and what it comes to."""
    ngettext = catalogue(edition.language).ngettext
    said = [format_time(edition.closes_at, edition.language)]
    if edition.stories:
        stories = ngettext("{n} story", "{n} stories", edition.stories)
        clips = ngettext("{n} clip", "{n} clips", edition.articles)
        said.append(f"{stories.format(n=edition.stories)}, {clips.format(n=edition.articles)}")
    return BETWEEN.join(said)


def document_of(edition: Edition) -> Document:
    """Return what *edition* says, below its head, for every form of it."""
    return Document(tuple(chain.from_iterable(_parts(edition))))


def _parts(edition: Edition) -> Iterator[tuple[Block, ...]]:
    """Yield what *edition* says, by what is one paragraph on a phone: a story, whole."""
    gettext = catalogue(edition.language).gettext
    if edition.highlights:
        lines = (number(on_one_line(each)) for each in edition.highlights)
        yield heading(2, gettext("Highlights")), *lines
    if edition.stories == 0:
        yield (paragraph(gettext("Nothing to report.")),)
    if edition.agenda:
        agenda = paragraph(BETWEEN.join(map(on_one_line, edition.agenda)))
        yield heading(2, gettext("Today")), agenda
    for section in edition.sections:
        name = [heading(2, on_one_line(section.name))]
        for entry in section.entries:
            yield *name, *_entry(entry, edition)
            name = []
    if edition.extra:
        lines = (bullet(on_one_line(each)) for each in edition.extra)
        yield heading(2, gettext("For information")), *lines
    yield (paragraph(Run(_read(edition), italic=True)),)


def _entry(entry: EditionEntry, edition: Edition) -> Iterator[Block]:
    language = edition.language
    title = on_one_line(entry.title) or catalogue(language).gettext("(untitled)")
    theirs = "" if entry.language[:2].lower() == language.value else entry.language
    yield heading(3, Run(title, link=entry.link or None), language=theirs)
    said = [Run(carried(entry, language, edition.day), italic=True)]
    if entry.summary.strip():
        said += [Run(BREAK), Run(on_one_line(entry.summary))]
    if entry.excerpt.strip():
        yield paragraph(*said)
        yield quote(on_one_line(entry.excerpt), language=theirs)
        said = []
    if also := also_by(entry, language):
        said += [Run(BREAK), Run(also, italic=True)] if said else [Run(also, italic=True)]
    if said:
        yield paragraph(*said)


def carried(entry: EditionEntry, language: Language, day: date | None = None) -> str:
    """Return « La Presse, C. Théorêt · abonnés », « 98,5 · 7 h 10 · en ondes : P. Arvida ».

    A clip of another day than *day* says its own.
    """
    gettext = catalogue(language).gettext
    is_clip = entry.origin is ArticleOrigin.CLIP
    signed = (entry.outlet, "" if is_clip else entry.author)
    said = [", ".join(dict.fromkeys(filter(None, map(on_one_line, signed))))]
    if entry.on_air_at is not None:
        said.append(format_time_of(day, entry.on_air_at, language))
    if is_clip and entry.author:
        said.append(gettext("on air: {speaker}").format(speaker=on_one_line(entry.author)))
    if entry.noted_by:
        said.append(gettext("noted by {person}").format(person=on_one_line(entry.noted_by)))
    if entry.for_subscribers:
        said.append(gettext("subscribers"))
    return BETWEEN.join(filter(None, said))


def also_by(entry: EditionEntry, language: Language) -> str:
    """Return « Aussi : Le Devoir, Métro et 2 autres »: all the copies but the first are counted."""
    named = ", ".join(map(on_one_line, entry.also[:ALSO_NAMED]))
    more = entry.copies - 1 - len(entry.also[:ALSO_NAMED])
    said = catalogue(language)
    if more > 0:
        many = (
            said.ngettext("{names} and {count} other", "{names} and {count} others", more)
            if named
            else said.ngettext("{count} other clip", "{count} other clips", more)
        )
        named = many.format(names=named, count=more)
    return said.gettext("Also: {outlets}").format(outlets=named) if named else ""


def _read(edition: Edition) -> str:
    """Return « Sources lues jusqu’à 7 h 15; 1 silencieuse, 2 en panne. Usage interne. »."""
    said = catalogue(edition.language)
    internal = said.gettext("Internal use.")
    if edition.read_until is None:
        return internal
    read = said.gettext("Sources read until {time}").format(
        time=format_time(edition.read_until, edition.language)
    )
    read = "; ".join(filter(None, (read, not_read(edition, edition.language))))
    return f"{one_stop(f'{read}.')} {internal}"


def not_read(edition: Edition, language: Language) -> str:
    """Return « 1 silencieuse, 2 en panne », as the head of the watch does; "" for none."""
    ngettext = catalogue(language).ngettext
    failing = edition.unread - edition.silent
    counts = (
        (edition.silent, ngettext("{n} silent", "{n} silent", edition.silent)),
        (failing, ngettext("{n} failing", "{n} failing", failing)),
    )
    return ", ".join(words.format(n=n) for n, words in counts if n)


def _html(edition: Edition) -> str:
    head = f"<h1><em>{escape(_head(edition))}</em></h1>"
    parts = map(_part, _parts(edition))
    return _PAGE.format(
        language=edition.language.locale.replace("_", "-"),
        title=escape(subject_of(edition)),
        ink=INK,
        font=FACE,
        body=styled("\n".join((head, *(f"<div>\n{part}\n</div>" for part in parts))), _STYLE),
    )


def _part(part: tuple[Block, ...]) -> str:
    """Return *part* on one line: a name that a list follows stands alone over it."""
    line = write_html(Document(part)).replace("</em><br>", f"</em>{_DASH} ").replace("<br>", " ")
    for follows in ("h3", "p"):
        line = line.replace(f"</h2>\n<{follows}", f"{_DASH}</h2>\n<{follows}")
    return line


def _text(edition: Edition) -> str:
    """Return it as plain text; what would be large is in capitals."""
    blocks = [
        replace(block, runs=(Run(block.text.upper()),))
        if block.kind is BlockKind.HEADING and block.level == 2  # noqa: PLR2004 - of a section
        else block
        for block in document_of(edition).blocks
    ]
    return f"{_head(edition)}\n\n{write_plain(Document(tuple(blocks)))}\n"


def _head(edition: Edition) -> str:
    """Return « Mardi 24 novembre · 7 h 25 · 18 sujets, 41 retombées »."""
    day = format_weekday_near(edition.day, edition.language)
    said = [day[:1].upper() + day[1:], counted(edition)]
    return BETWEEN.join(said if edition.number == 1 else [kind_of(edition), *said])
