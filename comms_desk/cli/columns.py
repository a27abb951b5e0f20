"""What a person says, on the command line, that the columns of a file are."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, override

import click

from comms_desk.i18n import _
from comms_desk.text.columns import ImportColumn


class ColumnChoice(click.ParamType[tuple[str, str]]):
    """``HEADING=KIND``: a column that a person says is of a kind; of none where it is empty."""

    name = "column"

    def __init__(self, columns: Sequence[ImportColumn]) -> None:
        """Know the kinds, which are the keys of *columns*."""
        self._keys = [column.key for column in columns]

    @override
    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        heading, equals, key = str(value).rpartition("=")
        if not equals or key not in ("", *self._keys):
            how = _("Write it as HEADING=emails, with one of these kinds or with none: {kinds}.")
            self.fail(how.format(kinds=", ".join(self._keys)))
        return heading, key


def column_option[Command: Callable[..., Any]](
    columns: Sequence[ImportColumn],
) -> Callable[[Command], Command]:
    """Return the option by which the columns of a file are said; None: as they were last."""
    return click.option(
        "--column",
        "columns",
        multiple=True,
        metavar="HEADING=KIND",
        type=ColumnChoice(columns),
        callback=_chosen,
        help=(
            "Read the column of that heading as that kind, or not at all where KIND is empty; one"
            " that does not exist has them named. May be given several times, and holds for later"
            " files of the same headings."
        ),
    )


def _chosen(
    _ctx: click.Context, _param: click.Parameter, said: Sequence[tuple[str, str]]
) -> Mapping[str, str] | None:
    return dict(said) or None
