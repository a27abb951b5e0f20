"""What the inquiries of some days teach, from the command line."""

from datetime import date, timedelta
from pathlib import Path

import click

from comms_desk.across.inquiry_figures import InquiryFigures, inquiry_figures
from comms_desk.across.inquiry_tables import in_file, said, tables
from comms_desk.cli.context import office
from comms_desk.cli.files import table_option, write_out
from comms_desk.cli.output import OutputColumn, emit, json_option, of_table
from comms_desk.cli.parameters import DAY, until_option
from comms_desk.i18n import CITY_ZONE, N_, format_number, format_share

DAYS = 30
COLUMNS = (
    OutputColumn[InquiryFigures](N_("First day"), lambda found: found.since),
    OutputColumn[InquiryFigures](N_("Last day"), lambda found: found.until),
    OutputColumn[InquiryFigures](
        N_("Inquiries received"), lambda found: format_number(found.received)
    ),
    OutputColumn[InquiryFigures](
        N_("Of which open still"), lambda found: format_number(found.still_open)
    ),
    OutputColumn[InquiryFigures](
        N_("Of which answered"), lambda found: format_number(found.answered)
    ),
    OutputColumn[InquiryFigures](
        N_("In time, of those whose hour was known"),
        lambda found: format_share(found.in_time, found.with_hour),
    ),
    OutputColumn[InquiryFigures](
        N_("Until acknowledged"), lambda found: said(found.to_acknowledge)
    ),
    OutputColumn[InquiryFigures](N_("Until answered"), lambda found: said(found.to_answer)),
)


@click.command()
@click.option("--since", type=DAY, help="The first day on which they came; 30 days ago otherwise.")
@until_option
@click.option("--csv", "as_csv", is_flag=True, help="As one table (CSV) on standard output.")
@table_option
@json_option
def figures(
    since: date | None, until: date | None, out: Path | None, *, as_csv: bool, as_json: bool
) -> None:
    """Count inquiries: answered in time, where they waited, why they were late.

    Then by kind of outlet, language, dossier and month; never by person.
    """
    desk = office()
    last = until or desk.database.clock.now().astimezone(CITY_ZONE).date()
    first = since or last - timedelta(days=DAYS)
    found = inquiry_figures(desk, since=first, until=last)
    if out is not None or (as_csv and not as_json):
        write_out(out, *in_file(found), count=found.received)
    if as_json or not (as_csv or out):
        emit(found, as_json=as_json, columns=(*COLUMNS, *map(of_table, tables(found))))
