"""Lists from the command line: make one, fill it, see who is in it, take it out as a file."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, override

import click

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import list_columns, show_and_set
from comms_desk.cli.files import table_option, write_out, xlsx_option
from comms_desk.cli.output import (
    OneALine,
    OutputColumn,
    emit,
    json_option,
    note,
    nothing_done,
    plain,
)
from comms_desk.cli.parameters import FILE, LARGEST_ID, NUMBER, listing, worksheet_option
from comms_desk.facts import LANGUAGE, PLACE, BadDate, NotOneOf, folded
from comms_desk.i18n import N_, _
from comms_desk.imports.reading import bytes_of
from comms_desk.mail.address import Address
from comms_desk.media.lists.conditions import By, Filter, Finds, read_filter, say_filter
from comms_desk.media.lists.exporting import in_table
from comms_desk.media.lists.facts import facts
from comms_desk.media.lists.model import (
    RANK,
    Addressee,
    List,
    ListId,
    ListKind,
    ListMember,
    NewList,
    Pasted,
)
from comms_desk.media.outlets.facts import KIND
from comms_desk.media.outlets.facts import LANGUAGE as OUTLET_LANGUAGE
from comms_desk.storage.conditions import SINCE, Condition, Joined, Value
from comms_desk.text.approximate import Ago
from comms_desk.wording import say
from comms_desk.wording.media_lists import left_out, pasted

MOST_SHOWN = 1_000_000
LIST = "LIST"


@click.group()
def lists() -> None:
    """Make, fill, show and change lists of whom one writes to."""


def _named(desk: Office, asked: str) -> List:
    """Return the list called *asked*, or of that id.

    Raises:
        NotFound: None has that id.
        NotOneOf: None is called so.
    """
    every = {folded(each.name): each for each in desk.lists.every()}
    found = every.get(folded(asked))
    if found is not None:
        return found
    if asked.isascii() and asked.isdigit() and 1 <= int(asked) <= LARGEST_ID:
        return desk.lists.get(ListId(int(asked)))
    raise NotOneOf(asked, tuple(each.name for each in every.values()))


class _Since(click.ParamType[date | Ago]):
    """A day, or how long ago it is: "30 days"."""

    name = "day"

    @override
    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | Ago:
        """Return what was typed, or refuse it."""
        try:
            read = SINCE.read(str(value))
        except BadDate:
            read = None
        if read is None:
            said = _("“{typed}” is neither a date, as 2026-11-24, nor how long ago, as 30 days.")
            self.fail(said.format(typed=value), param, ctx)
        return read


_SINCE = _Since()
_CONDITIONS: Mapping[str, By] = {
    "kinds": By.KIND,
    "outlets": By.OUTLET,
    "beats": By.BEAT,
    "territories": By.TERRITORY,
    "languages": By.LANGUAGE,
    "outlet_languages": By.OUTLET_LANGUAGE,
    "in_lists": By.LIST,
    "no_letter_since": By.LETTER_BEFORE,
    "letter_since": By.LETTER_SINCE,
    "no_byline_since": By.BYLINE_BEFORE,
    "byline_since": By.BYLINE_SINCE,
}
_NOT = "not_"
"""Before the name of a condition that must not hold."""


def _condition_options[Command: Callable[..., Any]](command: Command) -> Command:
    """Give *command* an option for each condition of a filter, and for its "not"."""
    for option in (
        click.option("--kind", "kinds", multiple=True, help="Works at an outlet of this kind."),
        click.option("--outlet", "outlets", multiple=True, help="Works at this outlet."),
        click.option("--beat", "beats", multiple=True, help="Covers this."),
        click.option("--territory", "territories", multiple=True, help="Covers this place: VDN."),
        click.option("--language", "languages", multiple=True, help="Is written to in it."),
        click.option(
            "--outlet-language", "outlet_languages", multiple=True, help="Publishes in it."
        ),
        click.option("--in-list", "in_lists", multiple=True, help="Is in that list."),
        click.option("--not-kind", "not_kinds", multiple=True, help="Works at none of this kind."),
        click.option("--not-outlet", "not_outlets", multiple=True, help="Does not work there."),
        click.option("--not-beat", "not_beats", multiple=True, help="Does not cover this."),
        click.option(
            "--not-territory", "not_territories", multiple=True, help="Does not cover this place."
        ),
        click.option(
            "--not-language", "not_languages", multiple=True, help="Is not written to in it."
        ),
        click.option(
            "--not-outlet-language",
            "not_outlet_languages",
            multiple=True,
            help="Does not publish in it.",
        ),
        click.option("--not-in-list", "not_in_lists", multiple=True, help="Is not in that list."),
        click.option(
            "--no-letter-since",
            type=_SINCE,
            help="Was not written to since that day, or for so long: 30 days.",
        ),
        click.option("--letter-since", type=_SINCE, help="Was written to since then."),
        click.option("--no-byline-since", type=_SINCE, help="Signed nothing since then."),
        click.option("--byline-since", type=_SINCE, help="Signed an article since then."),
    ):
        command = option(command)
    return command


@lists.command()
@click.argument("name")
@click.option("--rank", type=NUMBER, default=RANK, show_default=True, help="1 leaves first.")
@click.option("--early", type=NUMBER, default=0, help="Minutes before the others.")
@click.option("--note", "about", default="", help="What to know of it.")
@_condition_options
@click.option(
    "--finds",
    type=click.Choice([each.value for each in Finds]),
    default=Finds.PEOPLE.value,
    help="Whom the filter finds.",
    show_default=True,
)
@click.option("--any", "is_any", is_flag=True, help="One condition is enough; else all must hold.")
@click.option("--filter", "stored", help="A filter as `lists show --json` writes it.")
@json_option
def new(
    name: str,
    rank: int,
    early: int,
    about: str,
    stored: str | None,
    *,
    finds: str,
    is_any: bool,
    as_json: bool,
    **conditions: Any,
) -> None:
    """Make the list NAME: a filter where conditions are given, else a fixed list."""
    desk = office()
    joined = Joined.ANY if is_any else Joined.ALL
    of = tuple(_conditions(desk, conditions))
    filter_ = Filter(of, joined, Finds(finds)) if of else None
    if stored:
        filter_ = read_filter(stored)
    made = desk.lists.add(
        NewList(
            name=name,
            kind=ListKind.FIXED if filter_ is None else ListKind.FILTER,
            rank=rank,
            early_minutes=early,
            filter=filter_,
            note=about,
        )
    )
    _emit(desk, made, as_json=as_json)


def _conditions(desk: Office, typed: Mapping[str, Any]) -> Iterator[Condition[By]]:
    """Yield what the options ask for."""
    for option, by in _CONDITIONS.items():
        for name in (option, f"{_NOT}{option}"):
            if typed.get(name):
                yield Condition(by, _values(desk, by, typed[name]), is_not=name != option)


def _values(desk: Office, by: By, typed: Sequence[str] | date | Ago) -> tuple[Value, ...]:
    """Return what is *typed* of a condition as its values.

    Raises:
        NotOneOf, UnknownPlace: Something is none of what may be chosen.
    """
    if isinstance(typed, date | Ago):
        return (typed,)
    read: Mapping[By, Callable[[str], Value]] = {
        By.KIND: KIND.read,
        By.TERRITORY: PLACE.read,
        By.LANGUAGE: LANGUAGE.read,
        By.OUTLET_LANGUAGE: OUTLET_LANGUAGE.read,
        By.OUTLET: lambda name: _outlet(desk, name),
        By.LIST: lambda name: _named(desk, name).id,
        By.BEAT: str,
    }
    return tuple(map(read[by], typed))


def _outlet(desk: Office, name: str) -> int:
    every = {folded(each.name): each for each in desk.outlets.every()}
    if folded(name) not in every:
        raise NotOneOf(name, tuple(each.name for each in every.values()))
    return int(every[folded(name)].id)


@listing(lists)
def show_all(words: str, limit: int, *, as_json: bool) -> None:
    """List the lists whose name has all the given words, in the order in which they leave."""
    desk = office()
    found = desk.lists.search(words, limit=limit)
    if as_json:
        emit([_plainly(each) for each in found.rows], as_json=True)
    else:
        columns = list_columns(facts(*desk.lists.names()))
        emit(found, as_json=False, columns=columns, begin="" if words else "lists new")


def _people(one: List) -> OneALine:
    """Return who is in a list, one a line, and why nothing is sent to some."""
    return OneALine(map(_said, office().lists.members(one.id, limit=MOST_SHOWN).rows))


def _said(one: Addressee) -> str:
    at = one.address.bare if one.address else ""
    return " · ".join(filter(None, (one.name, at, _why(one))))


def _plainly(one: List, *, with_people: bool = False) -> Mapping[str, object]:
    """Return what JSON has of a list: its filter as `lists new --filter` takes it, and in words."""
    desk = office()
    said = "" if one.filter is None else say_filter(one.filter, *desk.lists.names())
    (asked,) = (fact for fact in facts() if fact.field == "filter")
    stored = json.loads(asked.written(one)) if one.filter else None
    whole = {**plain(one), "filter": stored, "filter_said": said}
    if with_people:
        people = desk.lists.members(one.id, limit=MOST_SHOWN).rows
        whole["people"] = list(map(_plain_one, people))
    return whole


def _plain_one(one: Addressee) -> Mapping[str, object]:
    return {
        "ref": None if one.ref is None else str(one.ref),
        "name": one.name,
        "address": one.address.bare if one.address else None,
        "left_out": one.left_out,
        "note": one.note,
    }


def _emit(desk: Office, one: List, *, as_json: bool) -> None:
    if as_json:
        emit(_plainly(one, with_people=True), as_json=True)
    else:
        columns = (*list_columns(facts(*desk.lists.names())), _PEOPLE)
        emit(one, as_json=False, columns=columns)


_PEOPLE = OutputColumn[List](N_("People"), _people)

show_and_set(
    lists,
    Subject.LIST,
    facts(),
    asked_by=LIST,
    find=_named,
    offered=lambda desk: facts(*desk.lists.names()),
    more=lambda: (_PEOPLE,),
    plainly=lambda one: _plainly(one, with_people=True),
)


@lists.command()
@click.argument("asked", metavar=LIST)
@click.argument("name")
@json_option
@click.pass_context
def rename(context: click.Context, asked: str, name: str, *, as_json: bool) -> None:
    """Call a LIST by another NAME."""
    context.invoke(lists.commands["set"], one=asked, field="name", value=name, as_json=as_json)


@lists.command()
@click.argument("asked", metavar=LIST)
@json_option
def fix(asked: str, *, as_json: bool) -> None:
    """Make a LIST that is a filter a fixed one of whom it finds now."""
    desk = office()
    of = _named(desk, asked).id
    desk.lists.make_fixed(of)
    _emit(desk, desk.lists.get(of), as_json=as_json)


members_argument = click.argument("members", nargs=-1, required=True, metavar="WHO")


@lists.command()
@click.argument("asked", metavar=LIST)
@members_argument
@json_option
def add(asked: str, members: tuple[str, ...], *, as_json: bool) -> None:
    """Put WHO in a fixed LIST: contact:12, outlet:3, or an address with or without a name."""
    desk = office()
    into = _named(desk, asked)
    if desk.lists.put_members(into.id, _read(members)) is None:
        nothing_done(_("All of them are in the list already."))
    _emit(desk, into, as_json=as_json)


@lists.command()
@click.argument("asked", metavar=LIST)
@members_argument
@json_option
def remove(asked: str, members: tuple[str, ...], *, as_json: bool) -> None:
    """Take WHO out of a fixed LIST: contact:12, outlet:3, or an address."""
    desk = office()
    of = _named(desk, asked)
    if desk.lists.take_out_members(of.id, _read(members)) is None:
        nothing_done(_("None of them is in the list."))
    _emit(desk, of, as_json=as_json)


def _read(members: Iterable[str]) -> list[Ref | Address]:
    """Return what is typed of members as what they are.

    Raises:
        BadAddress: An address is none.
        NoSuchMember: Something is nothing that stands in a list.
    """
    read: list[Ref | Address] = []
    for each in members:
        if "@" in each:
            read.append(Address.parse(each))
        else:
            ref = ListMember.from_text(each).ref
            read += [ref] if ref else []
    return read


@lists.command()
@click.argument("asked", metavar=LIST)
@click.argument("file", type=click.File(encoding="utf-8", errors="replace"), default="-")
@json_option
def paste(asked: str, file: Any, *, as_json: bool) -> None:
    """Put all addresses of FILE, or of standard input, in a fixed LIST; refused ones are listed."""
    desk = office()
    _say_pasted(desk.lists.paste(_named(desk, asked).id, file.read()), as_json=as_json)


def _say_pasted(done: Pasted, *, as_json: bool) -> None:
    if as_json:
        emit(_pasted(done), as_json=True)
        return
    note(pasted(done))
    for each in done.refused:
        note(_("Line {line}: {why}").format(line=each.line, why=say(each.reason).what))


def _pasted(done: Pasted) -> Mapping[str, object]:
    fates = {"known": done.known, "new": done.new, "already": done.already, "again": done.again}
    return {
        **{
            fate: [
                {
                    "line": one.line,
                    "address": one.address.bare if one.address else None,
                    "name": one.name,
                    "ref": None if one.ref is None else str(one.ref),
                }
                for one in ones
            ]
            for fate, ones in fates.items()
        },
        "refused": [
            {"line": each.line, "text": each.text, "reason": say(each.reason).what}
            for each in done.refused
        ],
    }


@lists.command()
@click.argument("asked", metavar=LIST)
@table_option
@xlsx_option
@json_option
def export(asked: str, out: Path | None, *, xlsx: bool, as_json: bool) -> None:
    """Write who is in a LIST as CSV or XLSX; the export is noted in the audit."""
    desk = office()
    people = desk.lists.export(_named(desk, asked).id)
    if as_json:
        emit([_plain_one(each) for each in people], as_json=True)
    if as_json and out is None:
        return
    header, rows = in_table((each, _why(each)) for each in people)
    write_out(out, header, rows, count=len(rows), as_workbook=xlsx)


def _why(one: Addressee) -> str:
    return left_out(one.left_out, one.note) if one.left_out else ""


@lists.command("import")
@click.argument("asked", metavar=LIST)
@click.argument("file", type=FILE)
@worksheet_option
@json_option
def bring_in(asked: str, file: Path, worksheet: str | None, *, as_json: bool) -> None:
    """Put whoever stands in a CSV, XLSX, XLS or ODS FILE in a fixed LIST."""
    desk = office()
    of = _named(desk, asked).id
    _say_pasted(desk.lists.bring_in(of, bytes_of(file), worksheet=worksheet), as_json=as_json)
