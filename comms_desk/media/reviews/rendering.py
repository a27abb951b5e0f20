"""From an edition to what its readers get: a subject, a page for a phone, the same as plain text.

The page is one column of text at 16 px: no picture, no table, nothing to fetch.  Headings are
headings; what is smaller (who carries a story, who carries it too) is emphasis in the document.
An edition speaks its own language, never that of the window, and says what it holds: no more.
"""

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from comms_desk.i18n import Language, catalogue, format_short_day, format_time, format_weekday_near
from comms_desk.mail.message import NewMessage, Purpose, without_pieces
from comms_desk.media.drafting.letters import FACE, INK, MUTED, STYLE, styled
from comms_desk.media.reviews.edition import Edition, Entry
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
_SMALL = f"font-size:14px;font-weight:normal;color:{MUTED}"
_STYLE = STYLE | {
    "h1": f"margin:0 0 16px 0;line-height:20px;{_SMALL};{FACE}",
    "h2": f"margin:24px 0 6px 0;font-size:18px;line-height:24px;color:{INK};{FACE}",
    "h3": f"margin:14px 0 0 0;font-size:16px;line-height:24px;font-weight:normal;{FACE}",
    "p": f"margin:0 0 10px 0;font-size:16px;line-height:22px;color:{INK};{FACE}",
    "ol": "margin:0 0 10px 0;padding:0 0 0 22px",
    "ul": "margin:0 0 10px 0;padding:0 0 0 22px",
    "li": f"margin:0 0 4px 0;font-size:16px;line-height:22px;color:{INK};{FACE}",
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
<div lang="{language}" style="max-width:640px;padding:16px;overflow-wrap:anywhere;\
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
    return Document(tuple(_blocks(edition)))


def _blocks(edition: Edition) -> Iterator[Block]:
    gettext = catalogue(edition.language).gettext
    if edition.highlights:
        yield heading(2, gettext("Highlights"))
        yield from (number(on_one_line(each)) for each in edition.highlights)
    if edition.stories == 0:
        yield paragraph(gettext("Nothing to report."))
    if edition.agenda:
        yield heading(2, gettext("Today"))
        yield paragraph(BETWEEN.join(map(on_one_line, edition.agenda)))
    for section in edition.sections:
        if section.entries:
            yield heading(2, on_one_line(section.name))
        for entry in section.entries:
            yield from _entry(entry, edition.language)
    if edition.extra:
        yield heading(2, gettext("For information"))
        yield from (bullet(on_one_line(each)) for each in edition.extra)
    yield paragraph(Run(_read(edition), italic=True))


def _entry(entry: Entry, language: Language) -> Iterator[Block]:
    title = on_one_line(entry.title) or catalogue(language).gettext("(untitled)")
    yield heading(3, Run(title, link=entry.link or None))
    said = [Run(carried(entry, language), italic=True)]
    if entry.summary.strip():
        said += [Run(BREAK), Run(on_one_line(entry.summary))]
    if entry.excerpt.strip():
        yield paragraph(*said)
        yield quote(on_one_line(entry.excerpt))
        said = []
    if also := also_by(entry, language):
        said += [Run(BREAK), Run(also, italic=True)] if said else [Run(also, italic=True)]
    if said:
        yield paragraph(*said)


def carried(entry: Entry, language: Language) -> str:
    """Return « La Presse, C. Théorêt · abonnés », « 98,5 · 7 h 10 · noté par A. Okafor »."""
    gettext = catalogue(language).gettext
    said = [", ".join(dict.fromkeys(filter(None, map(on_one_line, (entry.outlet, entry.author)))))]
    if entry.on_air_at is not None:
        said.append(format_time(entry.on_air_at, language))
    if entry.noted_by:
        said.append(gettext("noted by {person}").format(person=on_one_line(entry.noted_by)))
    if entry.for_subscribers:
        said.append(gettext("subscribers"))
    return BETWEEN.join(filter(None, said))


def also_by(entry: Entry, language: Language) -> str:
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
    """Return « Sources lues jusqu’à 7 h 15; non lues : 2. Usage interne. »."""
    gettext = catalogue(edition.language).gettext
    internal = gettext("Internal use.")
    if edition.read_until is None:
        return internal
    read = gettext("Sources read until {time}; not read: {n}.")
    until = format_time(edition.read_until, edition.language)
    return f"{read.format(time=until, n=edition.unread)} {internal}"


def _html(edition: Edition) -> str:
    head = f"<h1><em>{escape(_head(edition))}</em></h1>"
    return _PAGE.format(
        language=edition.language.locale.replace("_", "-"),
        title=escape(subject_of(edition)),
        ink=INK,
        font=FACE,
        body=styled(f"{head}\n{write_html(document_of(edition))}", _STYLE),
    )


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
