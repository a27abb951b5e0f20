"""The sections of the Settings page: what each is called, and all the words that find it.

Light: the palette reads it before the page is imported.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from comms_desk.i18n import _, otherwise
from comms_desk.settings import SETTINGS, Section, Setting
from comms_desk.ui.frame.commands import Command

_CALLED: Mapping[Section, Callable[[], str]] = {
    Section.DISPLAY: lambda: _("Display"),
    Section.KEYBOARD: lambda: _("Keyboard"),
    Section.ME: lambda: _("Me"),
    Section.ACCOUNTS: lambda: _("Sending accounts"),
    Section.FEEDS: lambda: _("Feeds"),
    Section.DATA: lambda: _("Data"),
    Section.BIN: lambda: _("Bin"),
    Section.RULES: lambda: _("Rules of destruction"),
    Section.RELEASES: lambda: _("Releases"),
    Section.INQUIRIES: lambda: _("Inquiries"),
    Section.REVIEW: lambda: _("Press review"),
    Section.COLLEAGUES: lambda: _("Colleagues"),
    Section.ABOUT: lambda: _("About"),
}

_BESIDE: Mapping[Section, Callable[[], Sequence[str]]] = {
    Section.ME: lambda: (_("Who I am"), _("Name"), _("E-mail")),
    Section.ACCOUNTS: lambda: (_("Add an account"), _("Check")),
    Section.FEEDS: lambda: (_("Proxy"),),
    Section.DATA: lambda: (_("Back up now"), _("Last backup"), _("Open the folder")),
    Section.BIN: lambda: (_("Open the bin"),),
    Section.INQUIRIES: lambda: (_("Reminders"),),
    Section.REVIEW: lambda: (_("Reproduction licence"),),
    Section.COLLEAGUES: lambda: (_("Add a colleague"), _("Name"), _("E-mail")),
    Section.RULES: lambda: (_("Open the rules"), _("Retention schedule"), _("Archives")),
    Section.ABOUT: lambda: (_("Version"), _("Licence")),
}
"""What can be done or read in a section beside its settings."""

type Show = Callable[[Section, str], None]
"""Shows a section, and goes to the setting of that key in it; "" for none."""


def called(section: Section) -> str:
    """Return the title of *section*."""
    return _CALLED[section]()


def within(section: Section) -> list[Setting[Any]]:
    """Return the settings of *section*, in order."""
    return [each for each in SETTINGS if each.section is section]


def words_of(section: Section) -> str:
    """Return all that is said in *section*, in both languages."""
    said = [called(section), *_beside(section)]
    for setting in within(section):
        said += [_(setting.label), _(setting.help), *map(_, setting.words.values())]
    return " ".join((*said, *map(otherwise, said)))


def commands(show: Show) -> Iterator[Command]:
    """Yield what shows each section and each setting, found once a word of it is typed."""
    for section in Section:
        label = _("Settings: {section}").format(section=called(section))
        said = (_("Settings"), called(section), *_beside(section))
        yield _found(label, said, partial(show, section, ""))
        for setting in within(section):
            said = (_(setting.label), *map(_, setting.words.values()))
            yield _found(said[0], said, partial(show, section, setting.key))


def _found(label: str, said: Sequence[str], act: Callable[[], None]) -> Command:
    also = " ".join((*said, *map(otherwise, said)))
    return Command(label, "", act, also=also, is_offered=False)


def _beside(section: Section) -> Sequence[str]:
    return _BESIDE[section]() if section in _BESIDE else ()
