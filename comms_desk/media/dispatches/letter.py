"""The letter that takes a text to the media, from the office's own words or from ours.

Its words are Markdown with tags, ``resources/letters/release.fr.md`` and its like, or a Word file
of the office's: the first line is the subject.  A paragraph whose tags say nothing is left out;
what a tag says is never read as Markdown, so that no title can break a letter.  No name is merged
in: none is wrong.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from html import escape
from pathlib import Path

from comms_desk.documents.errors import BrokenTemplate, StrictWord, TemplateTooLarge
from comms_desk.i18n import Language, format_day, format_time, format_weekday
from comms_desk.media.dispatches.model import DispatchKind, LetterTemplateBroken
from comms_desk.media.drafting import boilerplate, dateline
from comms_desk.media.drafting.model import Draft, DraftKind
from comms_desk.paths import resource
from comms_desk.text.lines import on_one_line
from comms_desk.text.markdown import read_markdown, write_html, write_plain
from comms_desk.text.markdown.model import (
    Block,
    Document,
    Run,
    clean_link,
    heading,
    paragraph,
)

FRENCH, ENGLISH = Language.FRENCH, Language.ENGLISH
TAGS = frozenset(
    ("title", "what", "notice", "body", "photos", "interviews", "note", "sent", "number")
)
TEMPLATE_LIMIT_BYTES = 2_000_000
WORD = ".docx"
SUFFIXES = (".md", WORD)

WHAT = {
    (DraftKind.RELEASE, FRENCH): "le communiqué",
    (DraftKind.RELEASE, ENGLISH): "the news release",
    (DraftKind.SPEECH, FRENCH): "l’allocution",
    (DraftKind.SPEECH, ENGLISH): "the speech",
}
IN_WHAT = WHAT | {
    (DraftKind.RELEASE, FRENCH): "Dans le communiqué",
    (DraftKind.RELEASE, ENGLISH): "In the news release",
    (DraftKind.SPEECH, FRENCH): "Dans l’allocution",
    (DraftKind.SPEECH, ENGLISH): "In the speech",
}
SENT_WORD = {
    (DraftKind.RELEASE, FRENCH): "transmis",
    (DraftKind.RELEASE, ENGLISH): "sent",
    (DraftKind.SPEECH, FRENCH): "transmise",
    (DraftKind.SPEECH, ENGLISH): "sent",
}
IMMEDIATE = {FRENCH: "Pour diffusion immédiate.", ENGLISH: "For immediate release."}
UNDER_EMBARGO = {
    FRENCH: "Sous embargo jusqu’au {day}, {time}\u00a0(HE).",
    ENGLISH: "Under embargo until {day}, {time} (ET).",
}
CORRECTED = {FRENCH: "corrigé, {time}", ENGLISH: "corrected, {time}"}
INSTEAD = {
    FRENCH: "{what} {sent}, il fallait lire «\u00a0{right}\u00a0» et non «\u00a0{wrong}\u00a0».",
    ENGLISH: "{what} {sent}, “{wrong}” should have read “{right}”.",
}
WAS_CORRECTED = "{what} sent {sent} has been corrected."
"""What an English version says where what was wrong was said in French alone."""
SOURCE = {FRENCH: "Source\u00a0: ", ENGLISH: "Source: "}
CONTACT = {FRENCH: "Renseignements\u00a0: ", ENGLISH: "Media contact: "}
END = "–\u00a030\u00a0–"
PLAIN_RULE = "—" * 24

_TAG = re.compile(r"\{\{\s*+([^{}\s]*+)\s*+\}\}")
_FONT = "font-family:'Segoe UI',Arial,Helvetica,sans-serif"
_LINE = "mso-line-height-rule:exactly"
_INK, _LINK = "#1F1D1A", "#1D4E89"
_STYLE = {
    "p": f"margin:0 0 14px 0;font-size:16px;line-height:24px;color:{_INK};{_FONT};{_LINE}",
    "h2": f"margin:6px 0 10px 0;font-size:20px;line-height:28px;color:{_INK};{_FONT};{_LINE}",
    "h3": f"margin:6px 0 8px 0;font-size:16px;line-height:24px;color:{_INK};{_FONT};{_LINE}",
    "ul": "margin:0 0 14px 24px;padding:0",
    "ol": "margin:0 0 14px 24px;padding:0",
    "li": f"margin:0 0 6px 0;font-size:16px;line-height:24px;color:{_INK};{_FONT};{_LINE}",
    "blockquote": f"margin:0 0 14px 0;padding:0 0 0 16px;border-left:3px solid {_LINK}",
    "a": f"color:{_LINK};text-decoration:underline",
}
_OPENING = re.compile(r"<(p|h2|h3|ul|ol|li|blockquote|a)(?=[ >])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a letter says beside its text; empty words are left out."""

    notice: str = ""
    photos: str = ""
    interviews: str = ""
    note: str = ""
    sent: str = ""
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is read: its subject, and its parts, a rule between each two."""

    subject: str
    parts: tuple[tuple[Language, Document], ...]

    @property
    def text(self) -> str:
        """It, as plain text."""
        rule = f"\n\n{PLAIN_RULE}\n\n"
        return rule.join(write_plain(each).strip() for _language, each in self.parts) + "\n"

    @property
    def html(self) -> str:
        """It, as a page that Outlook draws: one column, every style where Word reads it."""
        language = self.parts[0][0]
        cells = "\n".join(
            f'<tr><td lang="{each.value}" align="left" style="padding:{top} 20px 8px 20px;'
            f'{line}{_FONT}">\n{_styled(write_html(document))}\n</td></tr>'
            for place, (each, document) in enumerate(self.parts)
            for top, line in [("24px", "border-top:1px solid #C9C5BE;" if place else "")]
        )
        return _PAGE.format(language=language.value, title=escape(self.subject), cells=cells)

    def above(self, other: "Letter") -> "Letter":
        """Return it with *other* below: French first, another language never beside or before."""
        return replace(self, parts=self.parts + other.parts)


_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>{title}</title>
</head>
<body style="margin:0;padding:0;background-color:#FFFFFF">
<!--[if mso]><table role="presentation" width="640" cellpadding="0" cellspacing="0" border="0">\
<tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" \
style="max-width:640px;width:100%;border-collapse:collapse">
{cells}
</table>
<!--[if mso]></td></tr></table><![endif]-->
</body>
</html>
"""


def write(
    draft: Draft,
    text: str,
    said: Said,
    *,
    kind: DispatchKind,
    now: datetime,
    templates: Path | None,
) -> Letter:
    """Return the letter that takes *text* of *draft* to the media; "" for none inline.

    Its place and date are those of *now*, where it has none of its own.

    Raises:
        LetterTemplateBroken: The office's words ask for something that there is not.
    """
    language = draft.language
    name = f"{kind.value}.{language.value}"
    subject, body = _words(_path(name, templates))
    values = {
        "title": _line(draft.title),
        "what": WHAT[draft.kind, language],
        "notice": said.notice,
        "photos": _line(said.photos),
        "interviews": said.interviews.strip(),
        "note": said.note.strip(),
        "sent": said.sent,
        "number": draft.number,
    }
    inline = _inline(draft, text, said.corrected, now) if text.strip() else ()
    parts = _parts(body, values, inline, name)
    return Letter(
        _filled_line(subject, values, name),
        tuple((language, each) for each in parts if each.blocks),
    )


def notice(language: Language, until: datetime | None) -> str:
    """Return « Pour diffusion immédiate. », or until when it is under embargo, with its weekday."""
    if until is None:
        return IMMEDIATE[language]
    day, time = format_weekday(until, language), format_time(until, language)
    return UNDER_EMBARGO[language].format(day=day, time=time)


def sent_at(language: Language, sent: datetime, now: datetime) -> str:
    """Return « à 10 h 02 », with its day unless that is today."""
    time, day = format_time(sent, language), format_day(sent, language)
    is_today = day == format_day(now, language)
    if language is FRENCH:
        return f"à {time}" if is_today else f"le {day} à {time}"
    return f"at {time}" if is_today else f"on {day} at {time}"


def correction(draft: Draft, *, wrong: str, right: str, sent: datetime, now: datetime) -> str:
    """Return « Dans le communiqué transmis à 10 h 02, il fallait lire « 45 » et non « 54 ». »."""
    kind = draft.kind, draft.language
    return INSTEAD[draft.language].format(
        what=f"{IN_WHAT[kind]} {SENT_WORD[kind]}",
        sent=sent_at(draft.language, sent, now),
        right=_line(right),
        wrong=_line(wrong),
    )


def was_corrected(draft: Draft, *, sent: datetime, now: datetime) -> str:
    """Return « The news release sent at 10:02 a.m. has been corrected. »."""
    what = WHAT[draft.kind, ENGLISH].capitalize()
    return WAS_CORRECTED.format(what=what, sent=sent_at(ENGLISH, sent, now))


def corrected(language: Language, now: datetime) -> str:
    """Return « corrigé, 10 h 40 »."""
    return CORRECTED[language].format(time=format_time(now, language))


def _inline(draft: Draft, text: str, corrected_at: str, now: datetime) -> tuple[Block, ...]:
    """Return the text as it stands in the letter, its title first."""
    written = read_markdown(text)
    blocks = list(written.blocks)
    language = draft.language
    if blocks and draft.kind is DraftKind.RELEASE and not dateline.opens(written):
        when = boilerplate.long_date(boilerplate.held_until(draft, now) or now, language)
        place = boilerplate.DATELINES[language].format(date=when)
        blocks[0] = replace(blocks[0], runs=(Run(place, bold=True), *blocks[0].runs))
    head = [heading(2, _line(draft.title))]
    if draft.subtitle.strip():
        head.append(paragraph(Run(_line(draft.subtitle), italic=True)))
    numbered = " · ".join(filter(None, (draft.number.strip(), corrected_at)))
    if numbered:
        head.append(paragraph(numbered))
    foot = []
    if draft.kind is DraftKind.RELEASE:
        if END not in written.text.replace(" ", "\u00a0"):
            foot.append(paragraph(END))
        for label, value in ((SOURCE, draft.source), (CONTACT, draft.contact)):
            if value.strip():
                foot.append(paragraph(Run(label[language], bold=True), value.strip()))
    return (*head, *blocks, *foot)


def _parts(
    body: Document, values: Mapping[str, str], inline: tuple[Block, ...], name: str
) -> tuple[Document, ...]:
    """Return what stands above the text, the text, and what stands below it."""
    parts: list[list[Block]] = [[]]
    for block in body.blocks:
        tags = _TAG.findall(block.text)
        if unknown := set(tags) - TAGS:
            raise LetterTemplateBroken(name, min(unknown))
        if "body" in tags and inline:
            parts += [list(inline), []]
        elif "body" not in tags and all(values[tag] for tag in tags):
            parts[-1].append(replace(block, runs=tuple(_runs(block, values))))
    return tuple(Document(tuple(each)) for each in parts)


def _runs(block: Block, values: Mapping[str, str]) -> Iterator[Run]:
    for run in block.runs:
        for place, piece in enumerate(_TAG.split(run.text)):
            said = values[piece] if place % 2 else piece
            link = clean_link(said) if piece == "photos" and place % 2 else None
            yield replace(run, text=link or said, link=link or run.link)


def _filled_line(line: str, values: Mapping[str, str], name: str) -> str:
    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            raise LetterTemplateBroken(name, found[1])
        return values[found[1]]

    return _line(_TAG.sub(value, line))


def _path(name: str, templates: Path | None) -> Path:
    """Return the office's own words, as Markdown or as a Word file, else those shipped."""
    theirs = [] if templates is None else [templates / f"{name}{each}" for each in SUFFIXES]
    ours = resource("letters", f"{name}.md")
    return next((file for file in theirs if file.is_file()), ours)


def _words(path: Path) -> tuple[str, Document]:
    status = path.stat()
    if status.st_size > TEMPLATE_LIMIT_BYTES:
        raise LetterTemplateBroken(path.name, "")
    return _read(path, status.st_mtime_ns)


@lru_cache(maxsize=16)
def _read(path: Path, _modified: int) -> tuple[str, Document]:
    """Return the subject and the words of a template: its first line, and what follows.

    Raises:
        LetterTemplateBroken: It cannot be read, or has no words under its subject.
    """
    try:
        content = path.read_bytes()
        if path.suffix == WORD:
            subject, body = _of_word(content, path.name)
        else:
            subject, _newline, rest = content.decode("utf-8-sig").strip().partition("\n")
            body = read_markdown(rest)
    except (OSError, UnicodeDecodeError, BrokenTemplate, StrictWord, TemplateTooLarge) as error:
        raise LetterTemplateBroken(path.name, "") from error
    if not subject.strip() or not body.blocks:
        raise LetterTemplateBroken(path.name, "")
    return subject, body


def _of_word(content: bytes, name: str) -> tuple[str, Document]:
    from comms_desk.documents.reading import read_word

    blocks = read_word(content, name=name).blocks
    return (blocks[0].text if blocks else ""), Document(blocks[1:])


def _styled(fragment: str) -> str:
    """Return *fragment*, of our own tags alone, with each style where Word reads it."""
    return _OPENING.sub(lambda found: f'<{found[1]} style="{_STYLE[found[1]]}"', fragment)


def _line(words: str) -> str:
    return on_one_line(words).strip()
