"""The archive from the command line: the way in and out, the rules, and what they destroyed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import click

from comms_desk.changes import Ref, Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import columns
from comms_desk.cli.output import OutputColumn, emit, json_option, note, nothing_done
from comms_desk.cli.parameters import (
    COUNT,
    DAY,
    ID,
    Whole,
    limit_option,
    listing,
    reference_argument,
)
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import N_, _, format_date, format_moment, format_number, ngettext
from comms_desk.kinds import those
from comms_desk.storage.errors import STORAGE_FAILURES
from comms_desk.storage.facts import RULE_FACTS
from comms_desk.storage.model import (
    MOST_YEARS,
    Archived,
    Destruction,
    DestructionRule,
    KeptByHold,
    NewRule,
    RuleId,
)
from comms_desk.wording import say

YEARS = Whole(1, MOST_YEARS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedShown:
    """A thing of the archive; *ref* is what `restore` takes, *kept_until* None without a rule."""

    ref: str
    kind: Subject
    name: str
    archived_at: datetime
    archived_by: str
    kept_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleShown:
    """A rule of destruction; *ended_at* None while it runs."""

    id: int
    kind: Subject
    years: int
    reference: str
    signed_by: str
    signed_on: date
    added_at: datetime
    added_by: str
    ended_at: datetime | None
    ended_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionShown:
    """What was destroyed, when, by whom, and by which rule."""

    ref: str
    kind: Subject
    name: str
    destroyed_at: datetime
    destroyed_by: str
    rule: int
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroying:
    """What a rule would destroy, or did: *destroyed* is False for a dry run."""

    rule: RuleShown
    archived: int
    things: tuple[ArchivedShown, ...]
    held: tuple[ArchivedShown, ...]
    destroyed: bool


COLUMNS = (
    OutputColumn[ArchivedShown](N_("Reference"), lambda shown: shown.ref),
    OutputColumn[ArchivedShown](N_("Kind"), lambda shown: shown.kind),
    OutputColumn[ArchivedShown](
        N_("Archived since"), lambda shown: format_moment(shown.archived_at)
    ),
    OutputColumn[ArchivedShown](N_("By"), lambda shown: shown.archived_by),
    OutputColumn[ArchivedShown](
        N_("Kept until"),
        lambda shown: "" if shown.kept_until is None else format_date(shown.kept_until),
    ),
    OutputColumn[ArchivedShown](N_("Name"), lambda shown: shown.name),
)
RULE_COLUMNS = (
    OutputColumn[RuleShown](N_("Id"), lambda rule: rule.id),
    OutputColumn[RuleShown](N_("Kind"), lambda rule: rule.kind),
    *columns(RULE_FACTS),
    OutputColumn[RuleShown](
        N_("Ended"), lambda rule: "" if rule.ended_at is None else format_moment(rule.ended_at)
    ),
)
DESTRUCTION_COLUMNS = (
    OutputColumn[DestructionShown](N_("Reference"), lambda gone: gone.ref),
    OutputColumn[DestructionShown](N_("Kind"), lambda gone: gone.kind),
    OutputColumn[DestructionShown](
        N_("Destroyed on"), lambda gone: format_moment(gone.destroyed_at)
    ),
    OutputColumn[DestructionShown](N_("By"), lambda gone: gone.destroyed_by),
    OutputColumn[DestructionShown](N_("Retention schedule"), lambda gone: gone.reference),
    OutputColumn[DestructionShown](N_("Name"), lambda gone: gone.name),
)


@click.group()
def archive() -> None:
    """Archive what was sent, see what is there, and destroy it by rule."""


@listing(archive)
def show_all(words: str, limit: int, *, as_json: bool) -> None:
    """List what is archived, the last first, and until when it is kept."""
    page = office().archive.search(words, limit=limit)
    emit(page.showing(_all_shown(page.rows)), as_json=as_json, columns=COLUMNS)


@archive.command()
@reference_argument
@json_option
def put(reference: Ref, *, as_json: bool) -> None:
    """Archive what was sent: it leaves the lists, and search still finds it."""
    emit(_shown(office().archive.put_in(reference)), as_json=as_json, columns=COLUMNS)


@archive.command()
@reference_argument
@json_option
def restore(reference: Ref, *, as_json: bool) -> None:
    """Take out of the archive what has that reference in “archive list”."""
    desk = office().archive
    found = _shown(desk.find(reference))
    desk.take_out(reference)
    emit(found, as_json=as_json, columns=COLUMNS)


# ── Rules of destruction ──────────────────────────────────────────────────────────────


@archive.group()
def rules() -> None:
    """Show, add and end the rules of destruction."""


@rules.command("list")
@json_option
def show_rules(*, as_json: bool) -> None:
    """List the rules, those that have ended too."""
    every = tuple(map(_rule, office().archive.rules()))
    emit(every, as_json=as_json, columns=RULE_COLUMNS, begin="archive rules add")


@rules.command("add")
@click.argument("kind", type=click.Choice([str(each) for each in those(lambda k: k.is_ruled)]))
@click.option(
    "--years",
    type=YEARS,
    required=True,
    help="How long it is kept, once archived or issued.",
)
@click.option("--schedule", "reference", required=True, help="Reference of the schedule.")
@click.option("--signed-by", required=True, help="Who signed it.")
@click.option("--signed-on", type=DAY, required=True, help="When, as 2026-11-24.")
@json_option
def add_rule(
    kind: str, years: int, reference: str, signed_by: str, signed_on: date, *, as_json: bool
) -> None:
    """Set how long a kind of thing is kept once archived or issued; it destroys nothing."""
    new = NewRule(
        kind=Subject(kind),
        years=years,
        reference=reference,
        signed_by=signed_by,
        signed_on=signed_on,
    )
    emit(_rule(office().archive.add_rule(new)), as_json=as_json, columns=RULE_COLUMNS)


@rules.command("end")
@click.argument("rule", type=ID)
@json_option
def end_rule(rule: int, *, as_json: bool) -> None:
    """End the rule RULE: it destroys nothing any more."""
    emit(_rule(office().archive.end_rule(RuleId(rule))), as_json=as_json, columns=RULE_COLUMNS)


@archive.command()
@click.argument("rule", type=ID)
@click.option(
    "--for-good", "agreed", type=COUNT, help="Destroy: as many as it said without this option."
)
@json_option
def destroy(rule: int, agreed: int | None, *, as_json: bool) -> None:
    """Show what the rule RULE would destroy; with --for-good, destroy it."""
    desk = office().archive
    due = desk.due(RuleId(rule))
    if agreed is not None and agreed != len(due.things):
        said = ngettext(
            "The rule would destroy {count} thing, not {agreed}: nothing was destroyed.",
            "The rule would destroy {count} things, not {agreed}: nothing was destroyed.",
            len(due.things),
        )
        nothing_done(said.format(count=format_number(len(due.things)), agreed=agreed))
    things, held = list(due.things), list(due.held)
    for thing in due.things if agreed is not None else ():
        try:
            desk.destroy(due.rule.id, thing.ref)
        except CommsDeskError as error:
            if isinstance(error, STORAGE_FAILURES):
                raise
            things.remove(thing)
            held.append(KeptByHold(thing, error))
    shown = Destroying(
        rule=_rule(due.rule),
        archived=due.archived,
        things=_all_shown(things),
        held=_all_shown(each.thing for each in held),
        destroyed=agreed is not None,
    )
    emit(shown if as_json else shown.things, as_json=as_json, columns=COLUMNS)
    note(_said(shown))
    for each in held:
        note(f"{each.thing.name}: {say(each.why).what}")


@archive.command()
@click.argument("words", nargs=-1)
@limit_option()
@json_option
def destroyed(words: tuple[str, ...], limit: int, *, as_json: bool) -> None:
    """List what was destroyed and is called so, when, by whom and by which rule."""
    page = office().archive.destroyed(" ".join(words), limit=limit)
    emit(page.showing(map(_gone, page.rows)), as_json=as_json, columns=DESTRUCTION_COLUMNS)


def _said(done: Destroying) -> str:
    number, total = format_number(len(done.things)), format_number(done.archived)
    if done.destroyed:
        return _("{n} of {total} destroyed for good.").format(n=number, total=total)
    would = _("{n} of {total} would be destroyed; nothing was.").format(n=number, total=total)
    if not done.things:
        return would
    how = _("“--for-good {n}” destroys them.").format(n=len(done.things))
    return f"{would} {how}"


def _all_shown(things: Iterable[Archived]) -> tuple[ArchivedShown, ...]:
    return tuple(map(_shown, things))


def _shown(thing: Archived) -> ArchivedShown:
    return ArchivedShown(
        ref=str(thing.ref),
        kind=thing.ref.kind,
        name=thing.name,
        archived_at=thing.at,
        archived_by=_name(thing.by),
        kept_until=thing.kept_until,
    )


def _rule(rule: DestructionRule) -> RuleShown:
    return RuleShown(
        id=rule.id,
        kind=rule.kind,
        years=rule.years,
        reference=rule.reference,
        signed_by=rule.signed_by,
        signed_on=rule.signed_on,
        added_at=rule.added_at,
        added_by=_name(rule.added_by),
        ended_at=rule.ended_at,
        ended_by=_name(rule.ended_by),
    )


def _gone(gone: Destruction) -> DestructionShown:
    return DestructionShown(
        ref=str(gone.ref),
        kind=gone.ref.kind,
        name=gone.name,
        destroyed_at=gone.at,
        destroyed_by=_name(gone.by),
        rule=gone.rule.id,
        reference=gone.rule.reference,
    )


def _name(person: int | None) -> str:
    """Return the name of a person; empty for the desk itself."""
    return "" if person is None else office().people.names([person]).get(person, "")
