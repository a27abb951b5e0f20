"""An edition on paper: Word, from the office's own template or from ours; PDF, from ours.

Both are made at the moment that the edition names, so that the same edition gives the same file.
"""

from pathlib import Path

from comms_desk.documents import pdf
from comms_desk.documents.template import template_at, template_path
from comms_desk.i18n import format_date, format_weekday
from comms_desk.media.drafting import boilerplate
from comms_desk.media.drafting.export import PDF, WORD
from comms_desk.media.drafting.model import DraftFile
from comms_desk.media.reviews import rendering
from comms_desk.media.reviews.edition import Edition
from comms_desk.text import file_names

TEMPLATE = "review"
"""What its template is called, before its language: ``review.fr.docx``."""


UNDRAWN = "\N{WHITE SQUARE}"


def word_of(edition: Edition, *, templates: Path | None) -> DraftFile:
    """Return *edition* for Word.

    Raises:
        CommsDeskError: What the office's own template asks for and there is not.
    """
    template = template_at(template_path(f"{TEMPLATE}.{edition.language.value}", templates))
    content = template.fill(
        _values(edition),
        rendering.document_of(edition),
        language=edition.language,
        title=rendering.subject_of(edition),
        author=boilerplate.AUTHOR,
        now=edition.closes_at,
    )
    return DraftFile(name=_name(edition, WORD), content=content, comments_left=template.comments)


def pdf_of(edition: Edition) -> DraftFile:
    """Return *edition* as PDF.

    Its headlines are not ours to change: a sign that no font of this computer draws is a square.

    Raises:
        TooLongForPdf: It has more than 400,000 letters.
        LetterNotDrawn: No font has any of so many signs that it is no headline.
    """
    content = pdf.pdf_of(
        _values(edition),
        rendering.document_of(edition),
        layout=TEMPLATE,
        language=edition.language,
        author=boilerplate.AUTHOR,
        now=edition.closes_at,
        undrawn=UNDRAWN,
    )
    return DraftFile(name=_name(edition, PDF), content=content)


def _values(edition: Edition) -> dict[str, str]:
    day = format_weekday(edition.day, edition.language)
    return {
        "kind": rendering.kind_of(edition),
        "title": day[:1].upper() + day[1:],
        "subtitle": rendering.counted(edition),
        "number": "",
        "date": format_date(edition.day, edition.language),
        "place": "Montréal",
        "language": edition.language.value,
    }


def _name(edition: Edition, suffix: str) -> str:
    """Return « Revue de presse 2026-11-24.docx »: by day, in the order of the days."""
    return file_names.file_name(f"{rendering.kind_of(edition)} {edition.day.isoformat()}", suffix)
