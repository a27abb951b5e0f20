"""Lists of terms from the command line: make one, see them, put terms in, take some out."""

import click

from comms_desk.changes import Ref, Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import list_columns, show_and_set
from comms_desk.cli.output import emit, json_option
from comms_desk.cli.watches import change
from comms_desk.i18n import _
from comms_desk.media.watches.facts import LIST_FACTS
from comms_desk.media.watches.model import NewWordList, NoSuchWordList, WordList, WordListId, term
from comms_desk.media.watches.word_lists_desk import WordListDesk
from comms_desk.storage.model import FieldChange

TERMS = click.argument("terms", metavar="TERM", nargs=-1, required=True)


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
@json_option
def put(name: str, terms: tuple[str, ...], *, as_json: bool) -> None:
    """Put more terms in the list NAME, and apply the watches that name it again."""
    words = _found(office().word_lists, name)
    known = {*map(term, words.terms)}
    new = (each for each in dict.fromkeys(terms) if term(each) not in known)
    _change(words, (*words.terms, *new), as_json=as_json)


@terms.command()
@click.argument("name")
@TERMS
@json_option
def remove(name: str, terms: tuple[str, ...], *, as_json: bool) -> None:
    """Take terms out of the list NAME, and apply the watches that name it again."""
    words = _found(office().word_lists, name)
    gone = {*map(term, terms)}
    if not gone.issubset(map(term, words.terms)):
        raise click.UsageError(_("A term to take out is not in the list."))
    kept = tuple(each for each in words.terms if term(each) not in gone)
    _change(words, kept, as_json=as_json)


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


def _change(words: WordList, wanted: tuple[str, ...], *, as_json: bool) -> None:
    if wanted != words.terms:
        ref = Ref(Subject.WORD_LIST, words.id)
        change(office(), ref, FieldChange("terms", words.terms, wanted))
    shown = office().word_lists.get(words.id)
    emit(shown, as_json=as_json, columns=list_columns(LIST_FACTS))
