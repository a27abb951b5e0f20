"""What the media made of what the City said, from the command line."""

from datetime import date
from pathlib import Path

import click

from comms_desk.cli.context import office
from comms_desk.cli.output import OutputColumn, emit, json_option, note, of_table
from comms_desk.cli.papers import write_paper
from comms_desk.cli.parameters import DAY, ID, docx_option, until_option
from comms_desk.i18n import N_, _
from comms_desk.media.coverage import papers, tables
from comms_desk.media.coverage.report import CoverageReport, ReportRequest
from comms_desk.media.drafting.model import DraftId

COLUMNS = (
    OutputColumn[CoverageReport](N_("Coverage of"), tables.title),
    OutputColumn[CoverageReport](N_("Days"), tables.days),
    OutputColumn[CoverageReport](N_("In all"), lambda found: tables.volume(found.whole)),
    OutputColumn[CoverageReport](N_("Tone"), lambda found: tables.rated(found.whole)),
)


@click.command()
@click.option("--dossier", metavar="CODE", help="Of what is tied to this dossier.")
@click.option("--draft", type=ID, metavar="ID", help="Of this text, since it left.")
@click.option("--since", type=DAY, help="The first day; of a period, 30 days ago otherwise.")
@until_option
@docx_option
@click.option(
    "--xlsx",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write it for Excel, in this folder; or as this .xlsx.",
)
@json_option
def coverage(
    *,
    dossier: str | None,
    draft: int | None,
    since: date | None,
    until: date | None,
    docx: Path | None,
    xlsx: Path | None,
    as_json: bool,
) -> None:
    """Count what the media made of a dossier, of a text, or of some days.

    Stories and clips, their tone as people rated it, by outlet, language, territory and
    journalist, day by day.  Nothing is estimated: no audience, no advertising value.
    """
    if dossier is not None and draft is not None:
        raise click.UsageError(_("--dossier and --draft cannot go together."))
    desk = office().coverage
    asked = ReportRequest(
        dossier=None if dossier is None else office().dossiers.by_code(dossier).id,
        draft=None if draft is None else DraftId(draft),
        since=since,
        until=until,
    )
    found = desk.report(asked)
    if docx is not None:
        _say_written(write_paper(docx, desk.word(found)))
    if xlsx is not None:
        _say_written(write_paper(xlsx, papers.workbook(found)))
    emit(found, as_json=as_json, columns=(*COLUMNS, *map(of_table, tables.tables(found))))


def _say_written(path: Path) -> None:
    note(_("Written: {path}").format(path=path.resolve()))
