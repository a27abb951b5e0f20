"""Lists of terms from the command line: make one, see them, put terms in, take some out."""

import click

from comms_desk.changes import Ref, Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import list_columns, show_and_set
from comms_desk.cli.output import OutputColumn, emit, json_option, note
from comms_desk.cli.watches import change
from comms_desk.i18n import N_, _, format_number
from comms_desk.media.themes.facts import LIST_FACTS
from comms_desk.media.themes.model import NewWordList, NoSuchWordList, WordList, WordListId, term
from comms_desk.media.themes.remembered import Follows
from comms_desk.media.themes.word_lists_desk import WordListDesk
from comms_desk.storage.model import FieldChange
from comms_desk.wording.watch import among, replayed_list

TERMS = click.argument("terms", metavar="TERM", nargs=-1, required=True)
_dry_run = click.option(
    "--dry-run", is_flag=True, help="Show what the watches would gain and lose, and change nothing."
)

FOLLOWS = (
    OutputColumn[Follows](N_("Watch"), lambda each: each.name),
    OutputColumn[Follows](N_("Gained"), lambda each: format_number(each.gained)),
    OutputColumn[Follows](N_("Lost"), lambda each: format_number(each.lost)),
    OutputColumn[Follows](N_("Examples broken"), lambda each: format_number(len(each.breaks))),
)


@click.group()
def terms() -> None:
    """Make, list and change the lists of terms that queries name, as @NAME."""


@terms.command("list")
@json_option
def show_all(*, as_json: bool) -> None:
    """List the lists of terms."""
    found = office().word_lists.every()
    emit(found, as_json=as_json, columns=list_columns(LIST_FACTS), begin="watches add --city")


@terms.command()
@click.argument("name")
@TERMS
@json_option
def add(name: str, terms: tuple[str, ...], *, as_json: bool) -> None:
    """Make the list NAME, of so many terms."""
    new = office().word_lists.add(NewWordList(name=name, terms=terms))
    emit(new, as_json=as_json, columns=list_columns(LIST_FACTS))


@terms.command()
@click.argument("name")
@TERMS
@_dry_run
@json_option
def put(name: str, terms: tuple[str, ...], *, dry_run: bool, as_json: bool) -> None:
    """Put more terms in the list NAME, and apply the watches that name it again."""
    words = _found(office().word_lists, name)
    known = {*map(term, words.terms)}
    new = (each for each in dict.fromkeys(terms) if term(each) not in known)
    _change(words, (*words.terms, *new), dry_run=dry_run, as_json=as_json)


@terms.command()
@click.argument("name")
@TERMS
@_dry_run
@json_option
def remove(name: str, terms: tuple[str, ...], *, dry_run: bool, as_json: bool) -> None:
    """Take terms out of the list NAME, and apply the watches that name it again."""
    words = _found(office().word_lists, name)
    gone = {*map(term, terms)}
    if not gone.issubset(map(term, words.terms)):
        raise click.UsageError(_("A term to take out is not in the list."))
    kept = tuple(each for each in words.terms if term(each) not in gone)
    _change(words, kept, dry_run=dry_run, as_json=as_json)


show_and_set(
    terms,
    Subject.WORD_LIST,
    LIST_FACTS,
    asked_by="NAME",
    find=lambda desk, asked: _found(desk.word_lists, asked),
    change=change,
)


def _found(desk: WordListDesk, asked: str) -> WordList:
    """Return the list that is called so, or else that has that number."""
    try:
        return desk.called(asked)
    except NoSuchWordList:
        if not asked.isdecimal():
            raise
        return desk.get(WordListId(int(asked)))


def _change(words: WordList, wanted: tuple[str, ...], *, dry_run: bool, as_json: bool) -> None:
    if dry_run:
        told = office().memory.replay_list(words.id, wanted)
        if as_json or told.follows:
            emit(told if as_json else told.follows, as_json=as_json, columns=FOLLOWS)
            note(among(told))
        else:
            note(replayed_list(told) or among(told))
        return
    if wanted != words.terms:
        ref = Ref(Subject.WORD_LIST, words.id)
        change(office(), ref, FieldChange("terms", words.terms, wanted))
    shown = office().word_lists.get(words.id)
    emit(shown, as_json=as_json, columns=list_columns(LIST_FACTS))
