"""Every expected error as a sentence and a way out, once, for window, worker and commands.

A test holds that each subclass of `CommsDeskError` stands here.  Keep the sections in the
order of the house; a sentence says what happened with its facts, the way out what to do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from comms_desk import keys, paths, places, settings
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, and what to do about it; both in the process's language."""

    what: str
    way_out: str


Says = Callable[[Any], tuple[str, str]]

FLOOR: Mapping[type[CommsDeskError], Says] = {
    places.UnknownPlace: lambda e: (
        _("“{word}” is neither the city, the agglomeration nor a borough.").format(word=e.word),
        _("Write city, agglomeration, or borough codes such as VDN,VMA."),
    ),
    paths.SynchronisedFolder: lambda e: (
        _("The database cannot live in {path}: {service} would damage it.").format(
            path=e.path, service=e.service
        ),
        _("Let it live in {allowed}, or in another folder of this computer.").format(
            allowed=e.allowed
        ),
    ),
    paths.FolderNotWritable: lambda e: (
        _("The folder {path} could not be written to: {reason}.").format(
            path=e.path, reason=e.reason
        ),
        _("Give yourself the right to write there, or set COMMS_DESK_HOME to another folder."),
    ),
    keys.SecretMissing: lambda e: (
        _("The password of {name} is not known on this computer.").format(name=e.name),
        _("Type it once, or name a file that holds it in {variable}.").format(variable=e.variable),
    ),
    keys.SecretFileUnreadable: lambda e: (
        _("The secret file {path} could not be read: {reason}.").format(
            path=e.path, reason=e.reason
        ),
        _("Correct the path in {variable}, or the rights of the file.").format(variable=e.variable),
    ),
    settings.SettingInvalid: lambda e: (
        _("{file}: {key} cannot be {value}.").format(
            file=e.file or _("settings"), key=e.key, value=e.value
        ),
        _("Give it {expected}.").format(expected=e.expected),
    ),
    settings.SettingUnknown: lambda e: (
        _("There is no setting called {key}.").format(key=e.key),
        _("Run “comms-desk settings list” to see them all."),
    ),
    settings.SettingsUnreadable: lambda e: (
        _("The settings file {file} could not be read or written: {reason}.").format(
            file=e.file, reason=e.reason
        ),
        _("Correct it in a text editor, or move it away to start from the defaults."),
    ),
}

# Each owner of a slice adds one table below, named for the slice, and lists it in SAYINGS.

SAYINGS: tuple[Mapping[type[CommsDeskError], Says], ...] = (FLOOR,)


def say(error: CommsDeskError) -> Sentence:
    """Return the sentence and the way out for *error*, in the process's language.

    Raises:
        LookupError: Nobody has written a sentence for this kind of error: a bug.
    """
    for table in SAYINGS:
        if type(error) in table:
            return Sentence(*table[type(error)](error))
    raise LookupError(f"no sentence for {type(error).__name__}")
