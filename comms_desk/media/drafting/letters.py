"""The words of the office's letters, filled in; and a letter as its reader has it.

The words are Markdown with tags, ``resources/letters/release.fr.md`` and its like, or a Word file
of the office's: the first line is the subject.  A paragraph whose tags say nothing is left out;
what a tag says is never read as Markdown, so that no title can break a letter.  Where who wrote
the text greets in it, the office's words do not a second time.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from itertools import takewhile
from pathlib import Path

from comms_desk.documents.errors import BrokenTemplate, StrictWord, TemplateTooLarge
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language, one_stop
from comms_desk.paths import resource
from comms_desk.text.letter_parts import greeting_of, only_greets
from comms_desk.text.lines import on_one_line
from comms_desk.text.markdown import read_markdown, write_html, write_plain
from comms_desk.text.markdown.model import Block, Document, Run, clean_link

BODY = "body"
"""The tag at which the text itself stands: blocks, and no words."""
TEMPLATE_LIMIT_BYTES = 2_000_000
WORD = ".docx"
SUFFIXES = (".md", WORD)
PLAIN_RULE = "—" * 24

_LINKS = frozenset({"photos"})
"""The tags that are links where they say an address."""
_TAG = re.compile(r"\{\{\s*+([^{}\s]*+)\s*+\}\}")
FACE = "font-family:'Segoe UI',Arial,Helvetica,sans-serif;mso-line-height-rule:exactly"
INK, MUTED, _LINK = "#1F1D1A", "#66625A", "#1D4E89"
STYLE = {
    "p": f"margin:0 0 14px 0;font-size:16px;line-height:24px;color:{INK};{FACE}",
    "h2": f"margin:6px 0 10px 0;font-size:20px;line-height:28px;color:{INK};{FACE}",
    "h3": f"margin:6px 0 8px 0;font-size:16px;line-height:24px;color:{INK};{FACE}",
    "ul": "margin:0 0 14px 24px;padding:0",
    "ol": "margin:0 0 14px 24px;padding:0",
    "li": f"margin:0 0 6px 0;font-size:16px;line-height:24px;color:{INK};{FACE}",
    "blockquote": f"margin:0 0 14px 0;padding:0 0 0 16px;border-left:3px solid {_LINK}",
    "a": f"color:{_LINK};text-decoration:underline",
}
_OPENING = re.compile(r"<([a-z][a-z0-9]*)(?=[ >])")


class LetterTemplateBroken(CommsDeskError):
    """The office's words of a letter cannot be read, or ask for what there is not: *tag*."""

    name: str
    tag: str


@dataclass(frozen=True, slots=True)
class OfficeLetter:
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
            f'{line}{FACE}">\n{styled(write_html(document))}\n</td></tr>'
            for place, (each, document) in enumerate(self.parts)
            for top, line in [("24px", "border-top:1px solid #C9C5BE;" if place else "")]
        )
        page = _PAGE.format(language=language.value, title=escape(self.subject), cells=cells)
        return re.sub(r"{(?={)", "&#123;", page)

    def above(self, other: "OfficeLetter") -> "OfficeLetter":
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


def filled(
    name: str,
    values: Mapping[str, str],
    *,
    templates: Path | None,
    body: tuple[Block, ...] = (),
) -> tuple[str, tuple[Document, ...]]:
    """Return the subject of the letter *name*, and what stands above *body*, it, and below it.

    Args:
        name: Of its words, with their language: ``release.fr``.
        values: What each tag says; a paragraph with an empty one is left out.
        templates: Where the office's own words are.
        body: The text itself, where the words have it.

    Raises:
        LetterTemplateBroken: The office's words ask for something that there is not.
    """
    subject, words = _words(_path(name, templates))
    is_greeted = bool(body) and bool(greeting_of(body[0]))
    parts: list[list[Block]] = [[]]
    for block in words.blocks:
        tags = _TAG.findall(block.text)
        if unknown := set(tags) - values.keys() - {BODY}:
            raise LetterTemplateBroken(name, min(unknown))
        if BODY in tags and len(parts) > 1:
            raise LetterTemplateBroken(name, BODY)  # the text twice, in one letter
        if BODY in tags and body:
            parts += [list(body), []]
        elif BODY not in tags and all(values[tag] for tag in tags):
            said = replace(block, runs=tuple(_runs(block, values)))
            runs = tuple(replace(run, text=one_stop(run.text)) for run in said.runs)
            parts[-1].append(replace(said, runs=runs))
    if is_greeted:
        parts[0] = [each for each in parts[0] if not only_greets(each)]
    return _filled_line(subject, values, name), tuple(Document(tuple(each)) for each in parts)


def untagged(name: str, *, templates: Path | None) -> int:
    """Return how many of the last blocks of the letter *name* have no tag: it is signed in these.

    Raises:
        LetterTemplateBroken: The office's words cannot be read.
    """
    _subject, words = _words(_path(name, templates))
    return sum(1 for _ in takewhile(lambda each: not _TAG.search(each.text), words.blocks[::-1]))


def _runs(block: Block, values: Mapping[str, str]) -> Iterator[Run]:
    for run in block.runs:
        for place, piece in enumerate(_TAG.split(run.text)):
            said = values[piece] if place % 2 else piece
            link = clean_link(said) if piece in _LINKS and place % 2 else None
            yield replace(run, text=link or said, link=link or run.link)


def _filled_line(line: str, values: Mapping[str, str], name: str) -> str:
    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            raise LetterTemplateBroken(name, found[1])
        return values[found[1]]

    return on_one_line(_TAG.sub(value, line)).strip()


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


def styled(fragment: str, style: Mapping[str, str] = STYLE) -> str:
    """Return *fragment*, of our own tags alone, with the *style* of each where Word reads it."""
    return _OPENING.sub(
        lambda found: f'<{found[1]} style="{style[found[1]]}"' if found[1] in style else found[0],
        fragment,
    )
