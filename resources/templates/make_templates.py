"""Draws the Word templates that the desk ships; run it after changing it.

``python resources/templates/make_templates.py`` writes ``release.fr.docx`` and its like
beside itself.  An office replaces them by its own: any Word file with ``{{ body }}`` will do.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

FONT = "Arial"
INK = RGBColor(0x1F, 0x1D, 0x1A)
GREY = RGBColor(0x5A, 0x56, 0x4F)
RED = "C8102E"
"""The City's own red, for one rule at the top of a page and nothing else."""
LINE = "D5D1C8"
LISTS = ("List Bullet", "List Bullet 2", "List Number", "List Number 2")
LIST_INDENT_EMS = 1.8
"""Room for the number 99 and a space after it, in any of the usual faces."""

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = Inches(8.5), Inches(11), Inches(1)
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
MADE_AT = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Words:
    """What a template says in its language."""

    service: str
    release: str
    source: str
    contact: str
    page: str
    of: str
    speech: str
    check: str
    speaker: str
    duration: str
    order: str


FRENCH = Words(
    service="Service de l’expérience citoyenne et des communications",
    release="COMMUNIQUÉ",
    source="Source\u00a0: ",
    contact="Renseignements\u00a0: ",
    page="Page\u00a0",
    of="\u00a0sur\u00a0",
    speech="ALLOCUTION",
    check="Le texte prononcé fait foi",
    speaker="Prononcée par ",
    duration="Durée\u00a0: environ ",
    order="BON DE DIFFUSION",
)
ENGLISH = Words(
    service="Service de l’expérience citoyenne et des communications",
    release="NEWS RELEASE",
    source="Source: ",
    contact="Media contact: ",
    page="Page\u00a0",
    of="\u00a0of\u00a0",
    speech="SPEECH",
    check="Check against delivery",
    speaker="Delivered by ",
    duration="Length: about ",
    order="NEWSWIRE ORDER",
)


def make_all(folder: Path) -> None:
    """Write the templates in *folder*."""
    for language, words in (("fr", FRENCH), ("en", ENGLISH)):
        _save(_release(words), folder / f"release.{language}.docx", language)
        _save(_speech(words), folder / f"speech.{language}.docx", language)
        _save(_order(words), folder / f"wire-order.{language}.docx", language)
        _save(_review(words), folder / f"review.{language}.docx", language)
        _save(_sheet(words), folder / f"sheet.{language}.docx", language)


def _release(words: Words) -> Any:
    document = _blank(body_points=12, line=1.3, after=9)
    _masthead(document, words)
    _line(document, "Avis de publication", "{{ notice }}")
    _line(document, "Mention", words.release)
    _line(document, "Heading 1", "{{ title }}")
    _line(document, "Subtitle", "{{ subtitle }}")
    text = document.add_paragraph(style="Body Text")
    text.add_run("{{ dateline }}").bold = True
    text.add_run("{{ body }}")
    _line(document, "Fin", "– 30 –")
    for label, tag in ((words.source, "{{ source }}"), (words.contact, "{{ contact }}")):
        line = document.add_paragraph(style="Renseignements")
        line.add_run(label).bold = True
        line.add_run(tag)
    return document


def _speech(words: Words) -> Any:
    document = _blank(body_points=18, line=1.5, after=14)
    # The lower third stays blank: whoever reads aloud keeps their eyes up.
    document.sections[0].bottom_margin = Inches(3.4)
    _keep_together(document, "Body Text", "Quote", *LISTS)
    hyphenation = document.settings.element
    hyphenation.append(hyphenation.makeelement(qn("w:autoHyphenation"), {qn("w:val"): "0"}))
    _masthead(document, words)
    _line(document, "Mention", words.speech)
    _line(document, "Heading 1", "{{ title }}")
    _line(document, "Subtitle", words.speaker + "{{ speaker }}")
    _line(document, "Subtitle", "{{ occasion }}")
    _line(document, "Renseignements", "{{ date }}")
    _line(document, "Renseignements", words.duration + "{{ duration }}")
    _line(document, "Avis de publication", words.check)
    document.add_paragraph("{{ body }}", style="Body Text")
    return document


def _order(words: Words) -> Any:
    document = _blank(body_points=11, line=1.25, after=6)
    _masthead(document, words)
    _line(document, "Mention", words.order)
    _line(document, "Heading 1", "{{ title }}")
    document.add_paragraph("{{ body }}", style="Body Text")
    return document


def _sheet(words: Words) -> Any:
    document = _blank(body_points=11, line=1.25, after=6)
    _masthead(document, words)
    _line(document, "Mention", "{{ kind }}")
    _line(document, "Heading 1", "{{ title }}")
    _line(document, "Subtitle", "{{ date }}")
    document.add_paragraph("{{ body }}", style="Body Text")
    return document


def _review(words: Words) -> Any:
    document = _blank(body_points=11, line=1.25, after=6)
    _spacing(document.styles["Heading 3"], 1.2, 10, 1)
    _keep_together(document, "Body Text", "Quote")
    _masthead(document, words, running="{{ kind }} – {{ title }}")
    # Its kind is not ours to put in capitals: "Addendum" is one too.
    document.add_paragraph(style="Mention").add_run("{{ kind }}").font.all_caps = True
    _line(document, "Heading 1", "{{ title }}")
    _line(document, "Subtitle", "{{ subtitle }}")
    document.add_paragraph("{{ body }}", style="Body Text")
    return document


def _keep_together(document: Any, *names: str) -> None:
    """Have no paragraph of these styles run over to the next page."""
    for name in names:
        document.styles[name].paragraph_format.keep_together = True


def _line(document: Any, style: str, text: str) -> None:
    document.add_paragraph(text, style=style)


def _masthead(document: Any, words: Words, running: str = "{{ title }}") -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    head = section.first_page_header.paragraphs[0]
    head.style = document.styles["Header"]
    name = head.add_run("Ville de Montréal")
    name.bold, name.font.size, name.font.color.rgb = True, Pt(15), INK
    service = section.first_page_header.add_paragraph(words.service, style="Header")
    _rule(_properties(service), "bottom", RED, eighths=18, space=6)
    service.paragraph_format.space_after = Pt(18)
    head = section.header.paragraphs[0]
    head.style = document.styles["Header"]
    head.add_run(running)
    _rule(_properties(head), "bottom", LINE, eighths=6, space=6)
    head.paragraph_format.space_after = Pt(14)
    for footer in (section.first_page_footer, section.footer):
        _foot(document, footer.paragraphs[0], words)


def _foot(document: Any, line: Any, words: Words) -> None:
    line.style = document.styles["Footer"]
    # Word's own footer has stops for another width of page.
    own = document.styles["Footer"].element.get_or_add_pPr()
    for element in own.findall(qn("w:tabs")):
        own.remove(element)
    stops = line.paragraph_format.tab_stops
    stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    line.add_run("Ville de Montréal\u00a0· montreal.ca\t")
    for text, code in ((words.page, "PAGE"), (words.of, "NUMPAGES")):
        line.add_run(text)
        _field(line, code)


def _properties(line: Any) -> Any:
    return line._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no public way


def _field(line: Any, code: str) -> None:
    for kind in ("begin", code, "separate", "1", "end"):
        element = line.add_run()._r  # noqa: SLF001 - python-docx has no public way
        if kind == code:
            instruction = element.makeelement(qn("w:instrText"))
            instruction.text = f" {code} "
            element.append(instruction)
        elif kind == "1":
            element.text = "1"
        else:
            element.append(element.makeelement(qn("w:fldChar"), {qn("w:fldCharType"): kind}))


def _rule(properties: Any, side: str, colour: str, *, eighths: int, space: int) -> None:
    borders = properties.makeelement(qn("w:pBdr"))
    borders.append(
        borders.makeelement(
            qn(f"w:{side}"),
            {
                qn("w:val"): "single",
                qn("w:sz"): str(eighths),
                qn("w:space"): str(space),
                qn("w:color"): colour,
            },
        )
    )
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _blank(*, body_points: int, line: float, after: int) -> Any:
    document: Any = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = MARGIN
    section.top_margin, section.bottom_margin = Inches(0.9), Inches(0.9)
    section.header_distance = section.footer_distance = Inches(0.5)
    styles = document.styles
    _font(styles["Normal"], body_points, INK)
    _spacing(styles["Normal"], line, 0, after)
    _font(styles["Body Text"], body_points, INK)
    _spacing(styles["Body Text"], line, 0, after)
    for level, name in enumerate(LISTS):
        _font(styles[name], body_points, INK)
        _spacing(styles[name], line, 0, after // 2)
        twips = round(LIST_INDENT_EMS * 20 * body_points)
        _hang(document, styles[name], 1 + level % 2, twips)
    _font(styles["Quote"], body_points, INK, italic=False)
    _spacing(styles["Quote"], line, 0, after)
    styles["Quote"].paragraph_format.left_indent = Pt(18)
    _rule(styles["Quote"].element.get_or_add_pPr(), "left", RED, eighths=12, space=10)
    _font(styles["Heading 1"], body_points + 10, INK, bold=True)
    _spacing(styles["Heading 1"], 1.15, 4, 8)
    for level, extra in ((2, 3), (3, 0)):
        _font(styles[f"Heading {level}"], body_points + extra, INK, bold=True)
        _spacing(styles[f"Heading {level}"], 1.2, 14, 5)
    _font(styles["Subtitle"], min(body_points + 2, 18), GREY, italic=False)
    _spacing(styles["Subtitle"], 1.25, 0, 10)
    for name in ("Header", "Footer"):
        _font(styles[name], 9, GREY)
        _spacing(styles[name], 1.1, 0, 0)
    _made(
        document, "Avis de publication", 11, bold=True, before=6, after=max(4, 2 * body_points - 20)
    )
    _made(document, "Mention", 11, bold=True, before=0, after=4, spread=1)
    end = _made(document, "Fin", body_points, bold=False, before=10, after=14)
    end.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _made(document, "Renseignements", 11, bold=False, before=0, after=5)
    return document


def _made(
    document: Any, name: str, points: int, *, bold: bool, before: int, after: int, spread: int = 0
) -> Any:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _font(style, points, INK, bold=bold)
    _spacing(style, 1.2, before, after)
    if spread:
        # Spaced by the style, never by typed blanks: a screen reader says the word.
        properties = style.element.get_or_add_rPr()
        spacing = properties.makeelement(qn("w:spacing"), {qn("w:val"): str(20 * spread)})
        properties.insert_element_before(spacing, "w:sz", "w:szCs", "w:lang")
    return style


def _font(
    style: Any, points: int, colour: RGBColor, *, bold: bool = False, italic: bool = False
) -> None:
    style.font.name, style.font.size = FONT, Pt(points)
    style.font.bold, style.font.italic, style.font.color.rgb = bold, italic, colour
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    for unwanted in ("w:spacing", "w:kern"):
        for element in properties.findall(qn(unwanted)):
            properties.remove(element)


def _spacing(style: Any, line: float, before: int, after: int) -> None:
    shape = style.paragraph_format
    shape.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    shape.line_spacing = line
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.widow_control = True
    # The contextual spacing of Word's own lists would glue their items together.
    properties = style.element.get_or_add_pPr()
    for element in properties.findall(qn("w:contextualSpacing")):
        properties.remove(element)


def _hang(document: Any, style: Any, level: int, twips: int) -> None:
    """Have the words of *style* stand *twips* after their number, whatever line they are on."""
    root = document.part.numbering_part.element
    wanted = style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}").get(qn("w:val"))
    number = next(each for each in root.findall(qn("w:num")) if each.get(qn("w:numId")) == wanted)
    abstract = number.find(qn("w:abstractNumId")).get(qn("w:val"))
    for definition in root.findall(qn("w:abstractNum")):
        if definition.get(qn("w:abstractNumId")) == abstract:
            shape = definition.find(f"{qn('w:lvl')}/{qn('w:pPr')}")
            stops = shape.find(qn("w:tabs"))
            if stops is not None:
                shape.remove(stops)
            indent = shape.find(qn("w:ind"))
            indent.set(qn("w:left"), str(level * twips))
            indent.set(qn("w:hanging"), str(twips))


def _save(document: Any, path: Path, language: str) -> None:
    properties = document.core_properties
    properties.title = path.stem
    properties.author, properties.comments = "Comms Desk", ""
    properties.language = f"{language}-CA"
    properties.created = properties.modified = MADE_AT.replace(tzinfo=None)
    document.save(str(path))


if __name__ == "__main__":
    make_all(Path(__file__).parent)
