"""A coverage report as files: a workbook, and a paper for Word with its chart."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from comms_desk.documents.insertions import InsertedPicture, WordTable, insert, place, png_of
from comms_desk.i18n import _, current
from comms_desk.media.coverage import tables
from comms_desk.media.coverage.drawing import drawn
from comms_desk.media.coverage.report import Carried, CoverageReport, told_apart
from comms_desk.media.drafting.export import sheet_of
from comms_desk.media.inquiries.papers.desk import Paper
from comms_desk.text.file_names import file_name
from comms_desk.text.markdown import bullet, heading, paragraph
from comms_desk.text.markdown.model import Block, Document, Run
from comms_desk.text.spreadsheet import write_worksheets

MOST_ROWS, MOST_STORIES = 10, 25
"""On paper: all of them are in the workbook."""


def workbook(found: CoverageReport) -> Paper:
    """Return the report for Excel: its figures, and each clip on a line of its own."""
    sheets: dict[str | None, tables.InFile] = {
        _("Figures"): tables.figures_in_file(found),
        _("Clips"): tables.clips_in_file(found),
    }
    if found.pickup is not None:
        sheets[_("Taken up")] = tables.pickup_in_file(found, found.pickup)
    return Paper(name=_name(found, ".xlsx"), content=write_worksheets(sheets))


def word(found: CoverageReport, templates: Path | None = None) -> Paper:
    """Return the report for Word, in the reader's language, by the template of a sheet.

    Raises:
        CommsDeskError: What the office's own template asks for and there is not.
    """
    inserts: list[WordTable | InsertedPicture] = []
    body = Document(tuple(_body(found, inserts)))
    made = sheet_of(
        _("Coverage report"),
        tables.title(found),
        tables.days(found) if found.called else tables.made(found),
        body,
        language=current(),
        now=found.made_at,
        templates=templates,
    )
    return Paper(name=_name(found, ".docx"), content=insert(made, inserts))


def _body(found: CoverageReport, inserts: list[WordTable | InsertedPicture]) -> Iterator[Block]:
    yield paragraph(Run(tables.volume(found.whole), bold=True))
    if found.rows:
        yield paragraph(tables.rated(found.whole))
        timeline = tables.timeline(found)
        yield heading(2, timeline.title)
        yield _placed(inserts, InsertedPicture(png=png_of(drawn(found)), says=timeline.heard))
        for table in (timeline, *tables.tables(found)):
            if table is not timeline:
                yield heading(2, table.title)
            short = tables.shortened(table, MOST_ROWS)
            yield _placed(inserts, WordTable(title=table.title, rows=short.rows))
            yield from _cut(len(short.bars), len(table.bars))
        yield heading(2, _("Stories"))
        yield from _stories(told_apart(found.rows))
    yield heading(2, _("How it was counted"))
    yield from map(paragraph, tables.told(found))


def _placed(inserts: list[WordTable | InsertedPicture], each: WordTable | InsertedPicture) -> Block:
    inserts.append(each)
    return paragraph(place(len(inserts) - 1))


def _stories(stories: Sequence[Sequence[Carried]]) -> Iterator[Block]:
    for some in stories[:MOST_STORIES]:
        title, said = tables.story(some)
        yield bullet(Run(title, link=some[0].link or None), f"{tables.BETWEEN}{said}")
    yield from _cut(MOST_STORIES, len(stories))


def _cut(shown: int, total: int) -> Iterator[Block]:
    if said := tables.cut(shown, total):
        yield paragraph(said)


def _name(found: CoverageReport, suffix: str) -> str:
    said = _("Coverage, {of}").format(of=tables.title(found))
    return file_name(said, suffix)
