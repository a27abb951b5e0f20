"""Holds on destruction from the command line: what is kept, why, by whom, and until when it was."""

from dataclasses import dataclass
from datetime import date, datetime

import click

from comms_desk.across import holds as holding
from comms_desk.across.holds import HoldSeen
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.cli.context import colleague, office
from comms_desk.cli.output import OutputColumn, emit, json_option
from comms_desk.cli.parameters import DAY, ID, Reference
from comms_desk.i18n import N_, _, format_moment
from comms_desk.storage.model import Days, Hold, HoldId, NewHold

HELD = Reference(Subject.ARTICLE, Subject.REVIEW, Subject.IMPORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldShown:
    """A hold; *ref* is empty of an address and of days, *lifted_at* None while it runs."""

    id: int
    ref: str
    over: str
    reason: str
    placed_at: datetime
    placed_by: str
    lifted_at: datetime | None
    lifted_by: str
    lifted_because: str


COLUMNS = (
    OutputColumn[HoldShown](N_("Id"), lambda shown: shown.id),
    OutputColumn[HoldShown](N_("Reference"), lambda shown: shown.ref),
    OutputColumn[HoldShown](N_("Over"), lambda shown: shown.over),
    OutputColumn[HoldShown](N_("Reason"), lambda shown: shown.reason),
    OutputColumn[HoldShown](N_("Since"), lambda shown: format_moment(shown.placed_at)),
    OutputColumn[HoldShown](N_("By"), lambda shown: shown.placed_by),
    OutputColumn[HoldShown](
        N_("Lifted on"), lambda shown: format_moment(shown.lifted_at) if shown.lifted_at else ""
    ),
    OutputColumn[HoldShown](N_("Lifted by"), lambda shown: shown.lifted_by),
    OutputColumn[HoldShown](N_("Why it was lifted"), lambda shown: shown.lifted_because),
)


@click.group()
def holds() -> None:
    """Suspend the destruction of a thing, and let it go on."""


@holds.command("list")
@json_option
def show_all(*, as_json: bool) -> None:
    """List the holds that run, then those that were lifted."""
    emit(tuple(map(_shown, holding.every(office()))), as_json=as_json, columns=COLUMNS)


@holds.command()
@click.argument("reference", type=HELD, metavar="[KIND:ID]", required=False)
@click.option("--colleague", "name", metavar="NAME", help="All that this person of the office did.")
@click.option("--address", metavar="EMAIL", help="All that is about whoever has that address.")
@click.option("--from", "first", type=DAY, metavar="DAY", help="All that is of these days.")
@click.option("--to", "last", type=DAY, metavar="DAY", help="The last of them; without, one day.")
@click.option("--reason", required=True, help="Why; the number of a request for access, say.")
@json_option
def add(
    reference: Ref | None,
    *,
    name: str | None,
    address: str | None,
    first: date | None,
    last: date | None,
    reason: str,
    as_json: bool,
) -> None:
    """Have nothing be destroyed of a thing, a person, an address, or some days."""
    desk = office()
    days = None if first is None else Days(first=first, last=last or first)
    person = None if name is None else Ref(Subject.PERSON, colleague(desk, name))
    overs = [each for each in (reference, person, address, days) if each is not None]
    if len(overs) != 1 or (last is not None and first is None):
        raise click.UsageError(_("Say one: KIND:ID, --colleague, --address, or --from with --to."))
    placed = desk.holds.place(NewHold(over=overs[0], reason=reason))
    emit(_one(desk, placed), as_json=as_json, columns=COLUMNS)


@holds.command()
@click.argument("hold", type=ID)
@click.option("--reason", required=True, help="Why it is over.")
@json_option
def lift(hold: int, *, reason: str, as_json: bool) -> None:
    """Lift the hold HOLD: what it kept may be destroyed again; it stays in the list."""
    desk = office()
    emit(_one(desk, desk.holds.lift(HoldId(hold), reason)), as_json=as_json, columns=COLUMNS)


@holds.command()
@click.argument("reference", type=HELD, metavar="KIND:ID")
@json_option
def over(reference: Ref, *, as_json: bool) -> None:
    """List the holds that keep the thing of that reference."""
    desk = office()
    found = holding.seen(desk, desk.holds.over(reference))
    emit(tuple(map(_shown, found)), as_json=as_json, columns=COLUMNS)


def _one(desk: Office, hold: Hold) -> HoldShown:
    return _shown(holding.seen(desk, (hold,))[0])


def _shown(seen: HoldSeen) -> HoldShown:
    hold = seen.hold
    return HoldShown(
        id=hold.id,
        ref=str(hold.over) if isinstance(hold.over, Ref) else "",
        over=seen.over,
        reason=hold.reason,
        placed_at=hold.placed_at,
        placed_by=seen.placed_by,
        lifted_at=hold.lifted_at,
        lifted_by=seen.lifted_by,
        lifted_because=hold.lifted_because,
    )
