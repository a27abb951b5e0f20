"""Declared facts at the command line: the columns of a list, `show` and `set` of one thing."""

from collections.abc import Callable
from typing import Any, override

import click

from comms_desk.across import things
from comms_desk.across.kinds import PAGES
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.cli.context import office
from comms_desk.cli.output import OutputColumn, emit, json_option, warn_of_words
from comms_desk.cli.parameters import ID, listing
from comms_desk.facts import Facts, folded, listed
from comms_desk.i18n import N_, Language, catalogue
from comms_desk.kinds import KINDS
from comms_desk.storage.model import Edit, FieldChange


def columns(facts: Facts) -> tuple[OutputColumn[Any], ...]:
    """Return a column for each of *facts*."""
    return tuple(OutputColumn(fact.label, fact.said) for fact in facts)


def list_columns(facts: Facts) -> tuple[OutputColumn[Any], ...]:
    """Return the columns of a list of things that are asked for by their ids."""
    return (_id_column(), *columns(listed(facts)))


class FactName(click.Choice[str]):
    """The field of a fact, or what `show` calls it, in French or in English."""

    def __init__(self, facts: Facts) -> None:
        """Take the names of *facts*."""
        super().__init__([fact.field for fact in facts])
        french = catalogue(Language.FRENCH)
        self._fields = {
            folded(called): fact.field
            for fact in facts
            for called in (fact.label, french.gettext(fact.label))
        }

    @override
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the field that *value* names."""
        return super().convert(self._fields.get(folded(str(value)), value), param, ctx)


def plain_commands(
    kind: Subject, facts: Facts, *, asked_by: str, lists: str, begin: str = ""
) -> click.Group:
    """Return the commands of a plain *kind*: ``list``, and what `show_and_set` gives.

    Args:
        kind: That of the things.
        facts: Theirs.
        asked_by: The word for what names one, in English.
        lists: What ``list`` does, in English.
        begin: The command that a person is told of while there is none.
    """
    group = click.Group(KINDS[kind].noun, help=PAGES[kind].help)

    def show_all(words: str, limit: int, *, as_json: bool) -> None:
        desk: Any = things.DESKS[kind](office())
        found = desk.search(words, limit=limit)
        told = "" if words else begin
        emit(found, as_json=as_json, columns=list_columns(facts), begin=told)

    show_all.__doc__ = lists
    listing(group)(show_all)
    show_and_set(
        group, kind, facts, asked_by=asked_by, offered=lambda desk: things.offered(desk, kind)
    )
    return group


def show_and_set(
    group: click.Group,
    kind: Subject,
    facts: Facts,
    *,
    asked_by: str,
    find: Callable[[Office, str], Any] | None = None,
    offered: Callable[[Office], Facts] | None = None,
    more: Callable[[], tuple[OutputColumn[Any], ...]] = tuple,
    change: Callable[[Office, Ref, FieldChange], Edit] = things.change,
    plainly: Callable[[Any], object] = lambda thing: thing,
) -> None:
    """Give *group* two commands: one that shows a thing whole, one that sets a fact of it.

    Args:
        group: The commands of the kind.
        kind: That of the things.
        facts: Theirs.
        asked_by: The word for what names one, in English.
        find: Finds one by that word; None: it is the id.
        offered: Returns *facts* with what the office offers to choose among.
        more: The columns of what one has beside its facts.
        change: Changes a field, where its desk alone does not.
        plainly: Returns what JSON has of one, where that is not all of it.
    """
    one = click.argument("one", metavar=asked_by, type=str if find else ID)

    def found(desk: Office, asked: Any) -> Any:
        return find(desk, asked) if find else things.DESKS[kind](desk).get(asked)

    def known(desk: Office) -> Facts:
        return offered(desk) if offered else facts

    def emit_one(desk: Office, thing: object, *, as_json: bool) -> None:
        named = () if find else (_id_column(),)
        shown = plainly(thing) if as_json else thing
        emit(shown, as_json=as_json, columns=(*named, *columns(known(desk)), *more()))

    @click.command()
    @one
    @json_option
    def show(one: Any, *, as_json: bool) -> None:
        """Show one of them whole."""
        thing = found(office(), one)
        emit_one(office(), thing, as_json=as_json)
        if as_json:
            warn_of_words(office(), plainly(thing), own={Ref(kind, thing.id)})

    @click.command("set")
    @one
    @click.argument("field", type=FactName(facts))
    @click.argument("value")
    @json_option
    def set_field(one: Any, field: str, value: str, *, as_json: bool) -> None:
        """Give FIELD of one of them another VALUE, written as on its card."""
        desk = office()
        thing = found(desk, one)
        (fact,) = (fact for fact in known(desk) if fact.field == field)
        wanted = FieldChange(field, getattr(thing, field), fact.notation.read(value))
        change(desk, Ref(kind, thing.id), wanted)
        emit_one(desk, things.DESKS[kind](desk).get(thing.id), as_json=as_json)

    for command in (show, set_field):
        if command.name not in group.commands:  # a text is shown, a contact set, in its own way
            group.add_command(command)


def _id_column() -> OutputColumn[Any]:
    return OutputColumn(N_("Id"), lambda thing: thing.id)
