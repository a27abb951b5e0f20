"""A draft as a document: Word, from the office's own template or from ours; PDF, from ours."""

from datetime import datetime
from pathlib import Path

from comms_desk.documents import pdf
from comms_desk.documents.template import template_at, template_path
from comms_desk.i18n import Language
from comms_desk.media.drafting import boilerplate, dateline
from comms_desk.media.drafting.model import Draft, DraftFile, TitleMissing
from comms_desk.text.markdown import Document, read_markdown

WORD, PDF = ".docx", ".pdf"


def template_of(draft: Draft, templates: Path | None) -> Path:
    """Return the template of *draft*, the office's or the one shipped."""
    return template_path(f"{draft.kind.value}.{draft.language.value}", templates)


def word_of(
    draft: Draft, text: str, *, mark: str, dossier: str, now: datetime, template: Path
) -> DraftFile:
    """Return *draft* as Word; while its embargo holds, each page and the name say so, once.

    A text that begins with its own place and date has no others put before them.  Its *mark* is
    what the file is known again by, once somebody brings it back.

    Raises:
        TitleMissing: The text has no title.
        MissingValue: The template asks for something that the draft has not.
        UnknownTag, NoBodyTag, BodyTwice, BrokenTemplate: The template is not one.
        MacroRefused, ExternalRelationship, FieldRefused: It would run or fetch something.
        TrackedChange, OtherWriting, StrictWord: It is unfinished, or made for another program.
    """
    if not draft.title.strip():
        raise TitleMissing
    written = read_markdown(text)
    until = boilerplate.held_until(draft, now)
    compiled = template_at(template)
    content = compiled.fill(
        boilerplate.values_of(draft, dossier, now, is_dated=dateline.opens(written)),
        written,
        language=draft.language,
        title=draft.title,
        author=boilerplate.AUTHOR,
        now=now,
        identifier=mark,
        stamp=None if until is None else boilerplate.stamp(until, draft.language),
        stamp_tag="notice",
    )
    return DraftFile(
        name=boilerplate.file_name(draft, now, WORD),
        content=content,
        comments_left=compiled.comments,
    )


def pdf_of(draft: Draft, text: str, *, dossier: str, now: datetime) -> DraftFile:
    """Return *draft* as PDF; while its embargo holds, each page and the name say so.

    A text that begins with its own place and date has no others put before them.

    Raises:
        TitleMissing: The text has no title.
        TooLongForPdf: It has more than 400,000 letters.
        LetterNotDrawn: No font of this computer has a letter of it.
    """
    if not draft.title.strip():
        raise TitleMissing
    written = read_markdown(text)
    until = boilerplate.held_until(draft, now)
    content = pdf.pdf_of(
        boilerplate.values_of(draft, dossier, now, is_dated=dateline.opens(written)),
        written,
        layout=draft.kind.value,
        language=draft.language,
        author=boilerplate.AUTHOR,
        now=now,
        stamp="" if until is None else boilerplate.stamp(until, draft.language),
    )
    return DraftFile(name=boilerplate.file_name(draft, now, PDF), content=content)


def sheet_of(
    kind: str,
    title: str,
    date: str,
    body: Document,
    *,
    language: Language,
    now: datetime,
    templates: Path | None,
) -> bytes:
    """Return what is read in the office as Word: its *kind* over its *title*, then its *date*.

    Raises:
        CommsDeskError: What `word_of` says of a template.
    """
    return template_at(template_path(f"sheet.{language.value}", templates)).fill(
        {"kind": kind.upper(), "title": title, "date": date},
        body,
        language=language,
        title=f"{kind} – {title}",
        author=boilerplate.AUTHOR,
        now=now,
    )
