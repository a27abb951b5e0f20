"""The freeze of all sending from the command line: on, off, off for one thing, and what waits."""

from dataclasses import dataclass
from datetime import datetime

import click

from comms_desk.across import freeze as freezing
from comms_desk.across.office import Office
from comms_desk.changes import Ref
from comms_desk.cli.context import office
from comms_desk.cli.output import OneALine, OutputColumn, emit, json_option
from comms_desk.cli.parameters import REFERENCE
from comms_desk.i18n import N_, _, format_moment, format_number


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldShown:
    """What waits; *ref* is what `off` takes."""

    ref: str
    title: str
    letters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGoShown:
    """What was let go."""

    ref: str
    title: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeShown:
    """Whether sending is frozen; why, by whom, since when, and what waits."""

    frozen: bool
    reason: str
    by: str
    at: datetime | None
    letters: int
    held: tuple[HeldShown, ...]
    let_go: tuple[LetGoShown, ...]


COLUMNS = (
    OutputColumn[FreezeShown](
        N_("Sending"), lambda shown: _("Frozen") if shown.frozen else _("Normal")
    ),
    OutputColumn[FreezeShown](N_("Reason"), lambda shown: shown.reason),
    OutputColumn[FreezeShown](N_("By"), lambda shown: shown.by),
    OutputColumn[FreezeShown](
        N_("Since"), lambda shown: format_moment(shown.at) if shown.at else ""
    ),
    OutputColumn[FreezeShown](N_("E-mails that wait"), lambda shown: format_number(shown.letters)),
    OutputColumn[FreezeShown](
        N_("Held back"),
        lambda shown: OneALine(
            f"{each.ref} · {each.title} · {format_number(each.letters)}" for each in shown.held
        ),
    ),
    OutputColumn[FreezeShown](
        N_("Let go"), lambda shown: OneALine(f"{each.ref} · {each.title}" for each in shown.let_go)
    ),
)


@click.group()
def freeze() -> None:
    """Stop all that is scheduled to leave, and let it go on."""


@freeze.command()
@click.option("--reason", required=True, help="Why; whoever is stopped by it reads that.")
@json_option
def on(*, reason: str, as_json: bool) -> None:
    """Freeze all sending: nothing is lost, and it leaves once the freeze is lifted."""
    desk = office()
    desk.freezes.freeze(reason)
    emit(_shown(desk), as_json=as_json, columns=COLUMNS)


@freeze.command()
@click.argument("reference", type=REFERENCE, metavar="[KIND:ID]", required=False)
@json_option
def off(reference: Ref | None, *, as_json: bool) -> None:
    """Let everything leave again, or only the thing that has that reference in “freeze show”."""
    desk = office()
    if reference is None:
        desk.freezes.lift()
    else:
        desk.freezes.let_go(reference)
    emit(_shown(desk), as_json=as_json, columns=COLUMNS)


@freeze.command()
@json_option
def show(*, as_json: bool) -> None:
    """Show whether sending is frozen, and what waits."""
    emit(_shown(office()), as_json=as_json, columns=COLUMNS)


def _shown(desk: Office) -> FreezeShown:
    seen = freezing.seen(desk)
    return FreezeShown(
        frozen=seen is not None,
        reason=seen.reason if seen else "",
        by=seen.by if seen else "",
        at=seen.at if seen else None,
        letters=seen.letters if seen else 0,
        held=tuple(
            HeldShown(ref=str(each.ref), title=each.title, letters=each.letters)
            for each in (seen.held if seen else ())
        ),
        let_go=tuple(
            LetGoShown(ref=str(each.ref), title=each.title, by=each.by, at=each.at)
            for each in (seen.let_go if seen else ())
        ),
    )
