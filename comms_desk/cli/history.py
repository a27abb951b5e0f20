"""What was done to a thing, by whom, from the command line: for every kind that has a bin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import click

from comms_desk.across.history import Past, history, is_of_text
from comms_desk.across.office import Office
from comms_desk.across.things import FACTS
from comms_desk.changes import Ref, Subject
from comms_desk.cli.context import office
from comms_desk.cli.output import OutputColumn, emit, json_option
from comms_desk.cli.parameters import reference_argument
from comms_desk.facts import Facts
from comms_desk.i18n import N_, _, format_moment
from comms_desk.internal.bulletins.facts import BLOCK, BLOCK_FACTS
from comms_desk.storage.model import Act, Edit
from comms_desk.storage.paging import PageOfRows
from comms_desk.text.discretion import without_secrets
from comms_desk.wording.history import growth, label, said

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


@click.command("history")
@reference_argument
@json_option
def show_history(reference: Ref, *, as_json: bool) -> None:
    """Show what was done to a thing, the latest first: who, when, from what to what."""
    emit_past(office(), reference, as_json=as_json)


def emit_past(desk: Office, reference: Ref, *, as_json: bool) -> None:
    """Say what was done to *reference*."""
    past = history(desk, reference)
    rows: Sequence[object] = tuple(map(_shown, past)) if as_json else past
    columns = _columns(FACTS[reference.kind](desk))
    emit(PageOfRows(rows=tuple(rows), total=len(past)), as_json=as_json, columns=columns)


def _columns(facts: Facts) -> tuple[OutputColumn[Past], ...]:
    """Return those of the table, where fields and values are said as on the card."""

    def field(past: Past) -> str:
        if past.edit.act is not Act.EDITED:
            return ""
        called, grew = label(past.edit.field, facts), growth(past.grew_by)
        return f"{called} ({grew})" if grew else called

    def value(past: Past, stored: object, number: object) -> str:
        words = said(past.edit.field, stored, facts)
        if not is_of_text(past.edit) or number is None:
            return words
        return _("revision {number}: {words}").format(number=number, words=words)

    return (
        OutputColumn[Past](N_("When"), lambda past: format_moment(past.edit.at)),
        OutputColumn[Past](N_("By"), lambda past: past.who),
        OutputColumn[Past](N_("What"), lambda past: past.edit.act),
        OutputColumn[Past](N_("Field"), field),
        OutputColumn[Past](N_("From"), lambda past: value(past, past.before, past.edit.before)),
        OutputColumn[Past](N_("To"), lambda past: value(past, past.after, past.edit.after)),
    )


def _shown(past: Past) -> PastShown:
    edit = past.edit
    is_text = is_of_text(edit)  # JSON has the numbers of revisions, that `drafts show` takes
    return PastShown(
        ref=str(edit.ref),
        at=edit.at,
        by=past.who,
        act=edit.act,
        field=edit.field,
        before=_value(edit, edit.before if is_text else past.before),
        after=_value(edit, edit.after if is_text else past.after),
    )


def _value(edit: Edit, value: object) -> str:
    """Return a value as it is stored; a block, its links and its image, as they are read."""
    noted = OF_BLOCKS.get(edit.change.name) if edit.ref.kind in BULLETINS else None
    if noted is not None and value is not None:
        notation = noted.notation
        value = notation.say(notation.read(str(value)))
    several = value if isinstance(value, list) else [value]
    return without_secrets(", ".join("" if each is None else str(each) for each in several))
