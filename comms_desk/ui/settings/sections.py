"""The sections of the Settings page: what each is called, and all the words that find it.

Light: the palette reads it before the page is imported.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from comms_desk.i18n import _, otherwise
from comms_desk.settings import SETTINGS, Setting, SettingSection
from comms_desk.ui.frame.commands import Command

_CALLED: Mapping[SettingSection, Callable[[], str]] = {
    SettingSection.DISPLAY: lambda: _("Display"),
    SettingSection.KEYBOARD: lambda: _("Keyboard"),
    SettingSection.ME: lambda: _("Me"),
    SettingSection.ACCOUNTS: lambda: _("Sending accounts"),
    SettingSection.FEEDS: lambda: _("Feeds"),
    SettingSection.DATA: lambda: _("Data"),
    SettingSection.BIN: lambda: _("Bin"),
    SettingSection.RULES: lambda: _("Rules of destruction"),
    SettingSection.RELEASES: lambda: _("Releases"),
    SettingSection.INQUIRIES: lambda: _("Inquiries"),
    SettingSection.REVIEW: lambda: _("Press review"),
    SettingSection.COLLEAGUES: lambda: _("Colleagues"),
    SettingSection.ABOUT: lambda: _("About"),
}

_BESIDE: Mapping[SettingSection, Callable[[], Sequence[str]]] = {
    SettingSection.ME: lambda: (_("Who I am"), _("Name"), _("E-mail")),
    SettingSection.ACCOUNTS: lambda: (_("Add an account"), _("Check")),
    SettingSection.FEEDS: lambda: (_("Proxy"),),
    SettingSection.DATA: lambda: (_("Back up now"), _("Last backup"), _("Open the folder")),
    SettingSection.BIN: lambda: (_("Open the bin"),),
    SettingSection.INQUIRIES: lambda: (_("Reminders"),),
    SettingSection.REVIEW: lambda: (_("Reproduction licence"),),
    SettingSection.COLLEAGUES: lambda: (_("Add a colleague"), _("Name"), _("E-mail")),
    SettingSection.RULES: lambda: (_("Open the rules"), _("Retention schedule"), _("Archives")),
    SettingSection.ABOUT: lambda: (_("Version"), _("Licence")),
}
"""What can be done or read in a section beside its settings."""

type Show = Callable[[SettingSection, str], None]
"""Shows a section, and goes to the setting of that key in it; "" for none."""


def called(section: SettingSection) -> str:
    """Return the title of *section*."""
    return _CALLED[section]()


def within(section: SettingSection) -> list[Setting[Any]]:
    """Return the settings of *section*, in order."""
    return [each for each in SETTINGS if each.section is section]


def words_of(section: SettingSection) -> str:
    """Return all that is said in *section*, in both languages."""
    said = [called(section), *_beside(section)]
    for setting in within(section):
        said += [_(setting.label), _(setting.help), *map(_, setting.words.values())]
    return " ".join((*said, *map(otherwise, said)))


def commands(show: Show) -> Iterator[Command]:
    """Yield what shows each section and each setting, found once a word of it is typed."""
    for section in SettingSection:
        label = _("Settings: {section}").format(section=called(section))
        said = (_("Settings"), called(section), *_beside(section))
        yield _found(label, said, partial(show, section, ""))
        for setting in within(section):
            said = (_(setting.label), *map(_, setting.words.values()))
            yield _found(said[0], said, partial(show, section, setting.key))


def _found(label: str, said: Sequence[str], act: Callable[[], None]) -> Command:
    also = " ".join((*said, *map(otherwise, said)))
    return Command(label, "", act, also=also, is_offered=False)


def _beside(section: SettingSection) -> Sequence[str]:
    return _BESIDE[section]() if section in _BESIDE else ()
