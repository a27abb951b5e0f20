"""What was done to a thing, by whom, from the command line: for every kind that has a bin."""

from dataclasses import dataclass
from datetime import datetime

import click

from comms_desk.across.history import Past, history
from comms_desk.changes import Ref, Subject
from comms_desk.cli import vocabulary
from comms_desk.cli.context import office
from comms_desk.cli.output import Column, emit, json_option
from comms_desk.cli.parameters import REFERENCE
from comms_desk.i18n import _, format_moment
from comms_desk.internal.bulletins.facts import BLOCK, BLOCK_FACTS
from comms_desk.storage.model import Act, Edit
from comms_desk.storage.paging import Page
from comms_desk.text.discretion import without_secrets

BULLETINS = frozenset({Subject.BULLETIN, Subject.BLOCK})
OF_BLOCKS = {fact.field: fact for fact in (BLOCK, *BLOCK_FACTS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PastShown:
    """One thing that was done; *ref* is a part of the thing where it was done to a part."""

    ref: str
    at: datetime
    by: str
    act: Act
    field: str
    before: str
    after: str


COLUMNS = (
    Column[PastShown](_("When"), lambda past: format_moment(past.at)),
    Column[PastShown](_("By"), lambda past: past.by),
    Column[PastShown](_("What"), lambda past: past.act),
    Column[PastShown](_("Field"), lambda past: vocabulary.of_field(past.field)),
    Column[PastShown](_("From"), lambda past: past.before),
    Column[PastShown](_("To"), lambda past: past.after),
)


@click.command("history")
@click.argument("reference", type=REFERENCE, metavar="KIND:ID")
@json_option
def show_history(reference: Ref, *, as_json: bool) -> None:
    """Show what was done to a thing, the latest first: who, when, from what to what."""
    past = tuple(map(_shown, history(office(), reference)))
    emit(Page(rows=past, total=len(past)), as_json=as_json, columns=COLUMNS)


def _shown(past: Past) -> PastShown:
    edit = past.edit
    return PastShown(
        ref=str(edit.ref),
        at=edit.at,
        by=past.who,
        act=edit.act,
        field=edit.field,
        before=_value(edit, past.before),
        after=_value(edit, past.after),
    )


def _value(edit: Edit, value: object) -> str:
    """Return a value as it is stored; a block, its links and its image, as they are read."""
    noted = OF_BLOCKS.get(edit.change.name) if edit.ref.kind in BULLETINS else None
    if noted is not None and value is not None:
        notation = noted.notation
        value = notation.say(notation.read(str(value)))
    several = value if isinstance(value, list) else [value]
    return without_secrets(", ".join("" if each is None else str(each) for each in several))
