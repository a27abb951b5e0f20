"""The command line's help follows the person's language, and the sources keep theirs."""

from collections.abc import Iterator

import click
import pytest

from comms_desk import i18n
from comms_desk.cli.contacts import contacts
from comms_desk.cli.helping import said_by, translated


@pytest.fixture(autouse=True)
def language_put_back() -> Iterator[None]:
    before = i18n.current()
    yield
    i18n.use(before)
    translated(contacts)


def help_of(command: click.Command) -> str:
    return command.get_help(click.Context(command))


def test_help_is_said_in_french_then_in_english() -> None:
    i18n.use("fr")
    french = help_of(translated(contacts))

    i18n.use("en")
    english = help_of(translated(contacts))

    assert "Import, list and export contacts." in english
    assert "Import, list and export contacts." not in french


def test_what_the_catalogue_is_asked_for_is_english_whatever_was_said() -> None:
    i18n.use("fr")
    translated(contacts)

    assert "Import, list and export contacts." in set(said_by(contacts))


def test_the_list_of_a_group_is_not_cut_in_mid_sentence() -> None:
    i18n.use("fr")

    listed = help_of(translated(contacts))

    _usage, _line, rest = listed.partition("\n")
    assert "..." not in rest
