"""The bin from the command line: the way in, what is in it, until when, and the way out."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

import click

from comms_desk.across import out_of_bin
from comms_desk.across.things import DESKS
from comms_desk.changes import Ref, Subject
from comms_desk.cli.context import office
from comms_desk.cli.output import OutputColumn, emit, json_option
from comms_desk.cli.parameters import listing, reference_argument
from comms_desk.i18n import N_, format_moment
from comms_desk.storage.model import Binned


@dataclass(frozen=True, slots=True, kw_only=True)
class BinnedShown:
    """A thing of the bin as the command line lists it; *ref* is what `restore` takes."""

    ref: str
    kind: Subject
    name: str
    binned_at: datetime
    binned_by: str
    kept_until: datetime
    held_because: str
    """Why it stays longer; empty where no hold keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletShown:
    """An outlet that came out of the bin with who works there."""

    ref: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredShown(BinnedShown):
    """What came out of the bin, as it stood there, and the *outlets* that came with it."""

    outlets: tuple[OutletShown, ...]


REFERENCE_AND_KIND = (
    OutputColumn[BinnedShown](N_("Reference"), lambda shown: shown.ref),
    OutputColumn[BinnedShown](N_("Kind"), lambda shown: shown.kind),
)
BY = OutputColumn[BinnedShown](N_("By"), lambda shown: shown.binned_by)
NAME = OutputColumn[BinnedShown](N_("Name"), lambda shown: shown.name)
COLUMNS = (
    *REFERENCE_AND_KIND,
    OutputColumn[BinnedShown](N_("In the bin since"), lambda shown: format_moment(shown.binned_at)),
    BY,
    OutputColumn[BinnedShown](N_("Kept until"), lambda shown: format_moment(shown.kept_until)),
    OutputColumn[BinnedShown](N_("Destruction suspended"), lambda shown: shown.held_because),
    NAME,
)
RESTORED = (
    *REFERENCE_AND_KIND,
    OutputColumn[BinnedShown](
        N_("Put in the bin on"), lambda shown: format_moment(shown.binned_at)
    ),
    BY,
    NAME,
)
"""Of what came out: it is kept until no day."""
OUTLETS = OutputColumn[RestoredShown](
    N_("Outlets that came with them"), lambda shown: tuple(each.name for each in shown.outlets)
)


@click.group("bin")
def the_bin() -> None:
    """Put things in the bin, see what is there, and take it out."""


@listing(the_bin)
def show_all(words: str, limit: int, *, as_json: bool) -> None:
    """List what was put in the bin, the last first, and until when it is kept."""
    desk = office()
    page = desk.bin.search(words, limit=limit)
    names = desk.people.names({each.by for each in page.rows if each.by is not None})
    emit(page.showing(_shown(each, names) for each in page.rows), as_json=as_json, columns=COLUMNS)


@the_bin.command()
@reference_argument
@json_option
def put(reference: Ref, *, as_json: bool) -> None:
    """Put a thing in the bin: it comes out again with “bin restore” for as long as it is kept."""
    desk = office()
    DESKS[reference.kind](desk).put_in_bin(reference.id)
    binned = desk.bin.find(reference)
    names = desk.people.names([] if binned.by is None else [binned.by])
    emit(_shown(binned, names), as_json=as_json, columns=COLUMNS)


@the_bin.command()
@reference_argument
@json_option
def restore(reference: Ref, *, as_json: bool) -> None:
    """Take out of the bin what has that reference in “bin list”."""
    desk = office()
    taken = out_of_bin.take_out(desk, reference)
    by = taken.binned.by
    shown = _shown(taken.binned, desk.people.names([] if by is None else [by]))
    restored = RestoredShown(
        **{each.name: getattr(shown, each.name) for each in fields(shown)},
        outlets=tuple(
            OutletShown(ref=str(Ref(Subject.OUTLET, each.id)), name=each.name)
            for each in taken.outlets
        ),
    )
    emit(restored, as_json=as_json, columns=(*RESTORED, OUTLETS) if taken.outlets else RESTORED)


def _shown(binned: Binned, names: Mapping[int, str]) -> BinnedShown:
    return BinnedShown(
        ref=str(binned.ref),
        kind=binned.ref.kind,
        name=binned.name,
        binned_at=binned.at,
        binned_by="" if binned.by is None else names.get(binned.by, ""),
        kept_until=binned.kept_until,
        held_because="" if binned.hold is None else binned.hold.reason,
    )
