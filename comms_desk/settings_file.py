"""The settings of the person at this computer: a TOML file, read whole and changed key by key."""

import os
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comms_desk import own_files
from comms_desk.reasons import Reason, reason_of
from comms_desk.settings import (
    SETTINGS,
    Owner,
    Setting,
    SettingPinned,
    SettingsTooLarge,
    SettingsUnreadable,
)
from comms_desk.text.discretion import MOST_SHOWN_CHARACTERS, in_short

MOST_FILE_KB = 64
MOST_FILE_BYTES = MOST_FILE_KB * 1_000
"""Every command reads the person's file: a longer one is no settings file, and slows them all."""
MOST_LINE_CHARACTERS = 1_000
"""A key of n parts (a.b.c…) costs tomllib n²: 64 KB of them on one line, nine seconds."""
MOST_UNKNOWN = 20


@dataclass(slots=True)
class PersonSettings:
    """The settings of the person at this computer, from their TOML file."""

    file: Path
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    unknown: tuple[str, ...] = ()
    _values: dict[str, object] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path, environ: Mapping[str, str] | None = None) -> "PersonSettings":
        """Read *file*; a missing one is an empty one.  Unknown keys are kept in *unknown*.

        Raises:
            SettingsUnreadable: The file is not TOML.
            SettingsTooLarge: It cannot be a settings file.
            SettingInvalid: A value is none that its setting can have.
        """
        settings = cls(file, os.environ if environ is None else environ)
        _text, document = read_document(file)
        known = {each.key: each for each in SETTINGS if each.owner is Owner.PERSON}
        values = dict(_flat(document))
        for key in values.keys() & known.keys():
            known[key].read(values[key], file=str(file))
        unknown = sorted(values.keys() - known.keys())[:MOST_UNKNOWN]
        settings.unknown = tuple(key[:MOST_SHOWN_CHARACTERS] for key in unknown)
        settings._values = {key: value for key, value in values.items() if key in known}
        return settings

    def get[T](self, setting: Setting[T]) -> T:
        """Return the value of *setting*: the environment's, the file's, or the default."""
        if setting.variable and (pinned := self.environ.get(setting.variable)):
            return setting.read(pinned, file=setting.variable)
        if setting.key in self._values:
            return setting.read(self._values[setting.key], file=str(self.file))
        return setting.default

    def pinned_by(self, setting: Setting[Any]) -> str:
        """Return the variable that sets *setting*, or the file that may only be read; else ""."""
        if setting.variable and self.environ.get(setting.variable):
            return setting.variable
        may_only_be_read = self.file.is_file() and not os.access(self.file, os.W_OK)
        return str(self.file) if may_only_be_read else ""

    def set(self, setting: Setting[Any], value: object) -> None:
        """Write *value* into the file, keeping its comments and its unknown keys.

        Raises:
            SettingInvalid: *value* is none that the setting can have.
            SettingPinned: Another value takes precedence, or the file may only be read.
            SettingsUnreadable: The file could not be read or written; it is as it was.
            SettingsTooLarge: It cannot be a settings file.
        """
        import tomlkit

        setting.read(value, file=str(self.file))
        pinned_by = self.pinned_by(setting)
        if pinned_by:
            raise SettingPinned(setting.key, pinned_by)
        text, _read = read_document(self.file)
        document: Any = tomlkit.parse(text)
        *tables, name = setting.key.split(".")
        table = document
        for each in tables:
            table = table.setdefault(each, tomlkit.table())
            if not isinstance(table, MutableMapping):
                reason = Reason.UNFIT.with_facts(each, in_short(table))
                raise SettingsUnreadable(self.file, reason)
        table[name] = list(value) if isinstance(value, tuple) else value
        try:
            own_files.write(self.file, tomlkit.dumps(document).encode())
        except OSError as error:
            raise SettingsUnreadable(self.file, reason_of(error)) from error
        self._values[setting.key] = value


def read_document(file: Path) -> tuple[str, dict[str, Any]]:
    """Return the text of a settings *file* and what it says; of none, nothing.

    Raises:
        SettingsUnreadable: The file is not TOML.
        SettingsTooLarge: It cannot be a settings file.
    """
    try:
        text = own_files.read(file, most_bytes=MOST_FILE_BYTES).decode("utf-8-sig")
        for number, line in enumerate(text.splitlines(), 1):
            if len(line) > MOST_LINE_CHARACTERS:
                reason = Reason.MISPLACED.with_facts(number, MOST_LINE_CHARACTERS)
                raise SettingsUnreadable(file, reason)
        import tomllib

        return text, tomllib.loads(text)
    except FileNotFoundError:
        return "", {}
    except own_files.OwnFileTooLarge as error:
        raise SettingsTooLarge(file, MOST_FILE_KB) from error
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsUnreadable(file, reason_of(error)) from error


def _flat(document: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    tables = [("", document)]
    while tables:
        prefix, table = tables.pop()
        for key, value in table.items():
            if isinstance(value, Mapping):
                tables.append((f"{prefix}{key}.", value))
            else:
                yield f"{prefix}{key}", value
