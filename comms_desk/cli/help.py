"""The help of the command line, in the reader's language.

A command's help is its docstring and those of its options, in English in the sources; here
they are looked up in the catalogue, which knows them because its tool asks `said_by`.
click's own words go through the standard library's gettext: `speak` points it at ours.
"""

import gettext
import os
import re
from collections.abc import Iterator
from io import StringIO
from weakref import WeakKeyDictionary

import click

from comms_desk.i18n import DOMAIN, N_, NN_, Language, _, current
from comms_desk.paths import resource
from comms_desk.text.discretion import without_secrets

CLICKS_OWN = (
    N_("Usage:"),
    N_("Options"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("required"),
    N_("default: {default}"),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Choose from:\n\t{choices}"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Could not open file {filename!r}: {message}"),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is not readable."),
    N_("{name} {filename!r} is not writable."),
    N_("file"),
    N_("directory"),
    N_("path"),
    NN_("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    NN_("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    NN_("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    NN_("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
"""What click says to people, in its own catalogue's words; the rest is for programmers."""


def speak() -> None:
    """Make click speak the process's language."""
    os.environ["LANGUAGE"] = current().locale
    gettext.bindtextdomain(DOMAIN, resource("locale"))
    gettext.textdomain(DOMAIN)


def complaint(error: click.ClickException) -> str:
    """Return what click says of *error*, its quotation marks those of the process's language."""
    said = StringIO()
    error.show(file=said)
    words = without_secrets(said.getvalue())
    if current() is not Language.FRENCH:
        return words
    return _STRAIGHT_QUOTES.sub("«\u00a0\\2\u00a0»", words)


_STRAIGHT_QUOTES = re.compile(r"""(?<!\w)(['"])(.{1,200}?)\1(?!\w)""")
"""click writes them around what was typed and around names; within a word it is an apostrophe."""
_ENGLISH: WeakKeyDictionary[object, str] = WeakKeyDictionary()
"""The help in the sources, by the command or the option that has been translated."""
_PLACES: WeakKeyDictionary[object, str] = WeakKeyDictionary()
"""What stands for a value in the sources, by the argument, the option or the group."""


def translated[C: click.Command](command: C) -> C:
    """Return *command*, its help and that of all below it in the process's language."""
    for each in _with_help(command):
        english = _ENGLISH.setdefault(each, _folded(each.help or ""))
        each.help = _(english)
        if isinstance(each, click.Command):
            # Without it click cuts the help in the list of the group, in mid-sentence.
            each.short_help = each.help.split("\n\n", maxsplit=1)[0]
    for place, english in _with_place(command):
        _PLACES[place] = english
        if isinstance(place, click.Group):
            place.subcommand_metavar = _(english)
        elif isinstance(place, click.Argument):
            word = _(english) if place.required else f"[{_(english)}]"
            place.metavar = word if place.nargs == 1 else _("{word}...").format(word=word)
        else:
            place.metavar = _(english)
    return command


def said_by(command: click.Command) -> Iterator[str]:
    """Yield every word of help of *command* and of all below it, as in the catalogue."""
    for each in _with_help(command):
        yield _ENGLISH.get(each, _folded(each.help or ""))
    for _place, english in _with_place(command):
        yield english


def _with_place(
    command: click.Command,
) -> Iterator[tuple[click.Group | click.Argument | click.Option, str]]:
    """Yield whatever has a word in place of a value, with that word in English."""
    for each in _below(command):
        if isinstance(each, click.Group):
            yield each, _PLACES.get(each, each.subcommand_metavar)
        for parameter in each.params:
            english = _PLACES.get(parameter) or _stands_for(parameter)
            if english and isinstance(parameter, click.Argument | click.Option):
                yield parameter, english


def _stands_for(parameter: click.Parameter) -> str:
    """Return the word that click would put for a value; nothing where it lists the choices."""
    listed = isinstance(parameter.type, click.Choice)
    if parameter.metavar is not None or listed or getattr(parameter, "is_flag", False):
        return parameter.metavar or ""
    if isinstance(parameter, click.Argument):
        return (parameter.name or "").upper()
    is_file = isinstance(parameter.type, click.Path | click.File)
    return "FILE" if is_file else parameter.type.name.upper()


def _with_help(command: click.Command) -> Iterator[click.Command | click.Option]:
    for each in _below(command):
        if each.help:
            yield each
        for option in each.params:
            if isinstance(option, click.Option) and option.help:
                yield option


def _below(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _below(command.commands[name])


def _folded(help_text: str) -> str:
    """Return a docstring with each paragraph on one line."""
    paragraphs = help_text.split("\f", maxsplit=1)[0].strip().split("\n\n")
    return "\n\n".join(" ".join(each.split()) for each in paragraphs)
