"""What the inquiries of some days teach, from the command line."""

from collections.abc import Mapping
from datetime import date, timedelta

import click

from comms_desk.across.inquiry_figures import (
    NOBODY,
    OFFICE,
    InquiryFigures,
    Lasted,
    inquiry_figures,
)
from comms_desk.cli.context import office
from comms_desk.cli.output import Column, OneALine, emit, json_option
from comms_desk.cli.parameters import DAY
from comms_desk.i18n import CITY_ZONE, N_, _, format_number, format_share, ngettext, pgettext
from comms_desk.media.inquiries.facts import CAUSE, RESOLUTION

DAYS = 30
COLUMNS = (
    Column[InquiryFigures](N_("First day"), lambda found: found.since),
    Column[InquiryFigures](N_("Last day"), lambda found: found.until),
    Column[InquiryFigures](N_("Inquiries received"), lambda found: format_number(found.received)),
    Column[InquiryFigures](
        N_("Of which open still"), lambda found: format_number(found.still_open)
    ),
    Column[InquiryFigures](N_("Of which answered"), lambda found: format_number(found.answered)),
    Column[InquiryFigures](
        N_("In time, of those whose hour was known"),
        lambda found: format_share(found.in_time, found.with_hour),
    ),
    Column[InquiryFigures](N_("Until acknowledged"), lambda found: _lasted(found.to_acknowledge)),
    Column[InquiryFigures](N_("Until answered"), lambda found: _lasted(found.to_answer)),
    Column[InquiryFigures](N_("Where they waited"), lambda found: _waited(found.waited)),
    Column[InquiryFigures](
        N_("Why they were late"),
        lambda found: _causes(found),  # noqa: PLW0108 - it is written further down
    ),
    Column[InquiryFigures](
        N_("How they ended"),
        lambda found: OneALine(
            _count(RESOLUTION.say(each), number) for each, number in found.resolutions.items()
        ),
    ),
)


@click.command()
@click.option("--since", type=DAY, help="The first day on which they came; 30 days ago otherwise.")
@click.option("--until", type=DAY, help="The last; today otherwise.")
@json_option
def figures(since: date | None, until: date | None, *, as_json: bool) -> None:
    """Count inquiries: answered in time, where they waited, why they were late."""
    desk = office()
    last = until or desk.database.clock.now().astimezone(CITY_ZONE).date()
    first = since or last - timedelta(days=DAYS)
    emit(inquiry_figures(desk, since=first, until=last), as_json=as_json, columns=COLUMNS)


def _causes(found: InquiryFigures) -> OneALine:
    said = [_count(CAUSE.say(cause), number) for cause, number in found.late_causes.items()]
    if found.late_unexplained:
        said.append(_count(_("Nobody said"), found.late_unexplained))
    return OneALine(said)


def _waited(waited: Mapping[str, Lasted]) -> OneALine:
    called = {OFFICE: _("Communications"), NOBODY: _("With nobody")}
    return OneALine(
        f"{called.get(name, name)}, {_lasted(lasted)}" for name, lasted in waited.items()
    )


def _lasted(lasted: Lasted) -> str:
    """Return the median of some durations and their number; of a few, each of them."""
    if lasted.median is None:
        return "; ".join(map(_minutes, lasted.each))
    said = ngettext("median {time} of {n}", "median {time} of {n}", lasted.number)
    return said.format(time=_minutes(lasted.median), n=format_number(lasted.number))


def _minutes(number: int) -> str:
    return _("{n}\u00a0min").format(n=format_number(number))


def _count(name: str, number: int) -> str:
    return pgettext("figure", "{name}: {n}").format(name=name, n=format_number(number))
