"""What a person types after an option, refused in their language; options of several commands.

click has types of its own, whose refusals are English wherever the name of the type stands.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, override

import click

from comms_desk.changes import Ref, Subject
from comms_desk.cli.context import office
from comms_desk.cli.output import json_option
from comms_desk.i18n import CITY_ZONE, _, format_number
from comms_desk.kinds import those
from comms_desk.mail.model import LetterState
from comms_desk.text.moments import read_moment

LARGEST_ID = 2**63 - 1
"""What SQLite and PostgreSQL can hold; beyond it the driver itself fails."""
LARGEST_COUNT = 1_000_000


class Whole(click.ParamType[int]):
    """A whole number, within bounds."""

    name = "number"

    def __init__(self, least: int | None = None, most: int | None = None) -> None:
        """Take numbers from *least* to *most*, both included; None: no bound."""
        self.least, self.most = least, most

    @override
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number that was typed, or refuse it."""
        try:
            number = int(value)
        except ValueError:
            self.fail(_("“{typed}” is not a whole number.").format(typed=value), param, ctx)
        if self.least is not None and number < self.least:
            least = format_number(self.least)
            self.fail(_("The smallest is {least}.").format(least=least), param, ctx)
        if self.most is not None and number > self.most:
            most = format_number(self.most)
            self.fail(_("The largest is {most}.").format(most=most), param, ctx)
        return number


class Day(click.ParamType[date]):
    """A day, as 2026-11-24."""

    name = "day"

    @override
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day that was typed, or refuse it."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            said = _("“{typed}” is not a date; write it as 2026-11-24.")
            self.fail(said.format(typed=value), param, ctx)


class TypedMoment(click.ParamType[datetime]):
    """A moment, as a person writes it: 10 h, demain 10 h 30, 2026-11-25 10:00."""

    name = "moment"

    @override
    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the moment that was typed; what is none is refused by `read_moment`."""
        if isinstance(value, datetime):
            return value
        return read_moment(str(value), now=office().database.clock.now(), zone=CITY_ZONE)


class Reference(click.ParamType[Ref]):
    """A thing of a kind that has a bin, or of *more*, as contact:12."""

    name = "reference"

    def __init__(self, *more: Subject) -> None:
        """Take references to what has a bin, and to *more*."""
        self.kinds = (*those(lambda kind: kind.is_binned), *more)

    @override
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Ref:
        """Return the reference that was typed, or refuse it."""
        try:
            reference = value if isinstance(value, Ref) else Ref.from_text(value)
        except ValueError:
            reference = None
        kinds = self.kinds
        is_one = reference is not None and reference.kind in kinds
        if reference is None or not is_one or not 1 <= reference.id <= LARGEST_ID:
            said = _("“{typed}” is no reference; write it as contact:12. There are: {kinds}.")
            self.fail(said.format(typed=value, kinds=", ".join(kinds)), param, ctx)
        return reference


ID = Whole(1, LARGEST_ID)
"""The type of every argument and option that is an id."""
COUNT = Whole(1, LARGEST_COUNT)
"""The type of every option that is a limit or an ordinary number."""
NUMBER = Whole()
"""A number whose bounds are for the desk to say."""
DAY = Day()
MOMENT = TypedMoment()
REFERENCE = Reference()

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
"""A file to read."""
PLACE = click.Path(path_type=Path)
"""A file to write, or the folder of one."""

out_option = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    metavar="FOLDER",
    help="The folder to write into.",
)
file_or_folder_option = click.option("--out", type=PLACE, help="A file, or a folder to put it in.")
docx_option = click.option(
    "--docx",
    type=PLACE,
    metavar="FOLDER",
    help="Write it for Word, in this folder; or as this .docx.",
)

watch_option = click.option("--watch", type=ID, metavar="ID", help="Only what this watch found.")
states_option = click.option(
    "--state", "states", type=click.Choice([each.value for each in LetterState]), multiple=True
)
until_option = click.option("--until", type=DAY, help="The last; today otherwise.")


def limit_option(
    shown: int = 100, *, most: int = LARGEST_COUNT
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option of how many rows are listed: *shown* where it is not said."""
    return click.option("--limit", type=Whole(1, most), default=shown, show_default=True)


dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Show what would be done, and do nothing."
)
dry_send_option = click.option(
    "--dry-run", is_flag=True, help="Show who would get it, and send nothing."
)
even_if_sent_option = click.option(
    "--even-if-sent",
    is_flag=True,
    help="Send one that may have left before the desk was restored.",
)
account_option = click.option(
    "--account", type=ID, help="The sending account; the first one otherwise."
)
dossier_option = click.option("--dossier", default="", help="The code of its dossier.")
worksheet_option = click.option(
    "--worksheet", help="Of a workbook: which one; the first that is a list otherwise."
)

reference_argument = click.argument("reference", type=REFERENCE, metavar="KIND:ID")
articles_argument = click.argument("articles", nargs=-1, required=True, type=ID, metavar="ID")
mails_argument = click.argument(
    "files", type=click.Path(path_type=Path, exists=True), nargs=-1, required=True, metavar="FILE"
)


def listing[Command: Callable[..., Any]](group: click.Group) -> Callable[[Command], click.Command]:
    """Make a function the command ``list`` of *group*: it has the words, a limit, and JSON."""
    words = click.argument("words", nargs=-1, callback=_in_one_text)
    return lambda function: group.command("list")(words(limit_option()(json_option(function))))


def _in_one_text(_context: click.Context, _parameter: click.Parameter, said: Iterable[str]) -> str:
    return " ".join(said)
