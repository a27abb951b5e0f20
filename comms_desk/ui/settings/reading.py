"""What the Settings page shows, read in one go in a reading thread; and the writing of one."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from comms_desk.across import Office
from comms_desk.mail.kept_passwords import KeptPassword, kept_passwords
from comms_desk.mail.model import Account
from comms_desk.planning.people.model import Person, PersonId
from comms_desk.settings import SETTINGS, Owner, Setting
from comms_desk.storage.model import FieldChange
from comms_desk.storage.paging import PageOfRows
from comms_desk.text.discretion import without_secrets
from comms_desk.ui.kit.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPlace:
    """Where the data is: a file on this computer, or a database on a server."""

    said: str
    folder: Path | None
    """Of a file alone."""
    saved_at: datetime | None
    """When the last backup beside it was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsView(PageOfRows[Row]):
    """The sections that a search leaves, and what each of them shows."""

    values: Mapping[str, Any]
    pinned: Mapping[str, str]
    """What sets a setting that nobody can change here, by its key."""
    person: Person | None
    colleagues: tuple[Person, ...]
    """Who else is of the office, by name; those who left, last."""
    accounts: tuple[Account, ...]
    lists: tuple[str, ...]
    """What the lists are called."""
    place: DataPlace
    proxy: str
    in_bin: int
    has_sample: bool
    kept_passwords: tuple[KeptPassword, ...]
    """To be changed: old backups and logs may hold them."""
    rules: int
    """How many rules of destruction are in force."""


def read(office: Office) -> SettingsView:
    """Read all that the page shows; its rows are not written yet."""
    from comms_desk.across import sample

    theirs = office.desk_settings.every()
    own = [each for each in SETTINGS if each.owner is Owner.PERSON]
    mine = {each.key: office.settings.get(each) for each in own}
    pinned = {each.key: office.settings.pinned_by(each) for each in own}
    actor = office.database.actor
    return SettingsView(
        rows=(),
        total=0,
        values={**theirs, **mine},
        pinned={key: by for key, by in pinned.items() if by},
        person=None if actor is None else office.people.get(PersonId(actor)),
        colleagues=_colleagues(office),
        accounts=office.accounts.every(),
        lists=tuple(each.name for each in office.lists.every()),
        place=_place(office),
        proxy=_proxy(),
        in_bin=office.bin.search(limit=1).total,
        has_sample=sample.is_there(office),
        kept_passwords=kept_passwords(office.database, office.paths),
        rules=sum(each.ended_at is None for each in office.archive.rules()),
    )


def change(office: Office, setting: Setting[Any], typed: str) -> None:
    """Set *setting* to what was *typed*, wherever it stands.

    Raises:
        SettingInvalid: It is none of its values.
        SettingPinned: It is set elsewhere.
    """
    value = setting.from_text(typed)
    if setting.owner is Owner.PERSON:
        office.settings.set(setting, value)
    else:
        office.desk_settings.set(setting, value)


def _colleagues(office: Office) -> tuple[Person, ...]:
    everyone = office.people.every(active_only=False)
    others = (each for each in everyone if not each.is_here)
    return tuple(sorted(others, key=lambda each: not each.active))


def save_person(office: Office, person: PersonId, field: str, before: str, after: str) -> None:
    """Set a *field* of *person* to *after*; who had no name before has one now.

    Raises:
        PersonNameMissing, BadAddress: It cannot be that.
        EditConflict: It was changed meanwhile.
    """
    if field == "name" and not before:
        office.people.rename(person, after)
    else:
        office.people.edit(person, FieldChange(field, before, after))


def _place(office: Office) -> DataPlace:
    database = office.database
    if not database.is_sqlite:
        return DataPlace(said=database.place, folder=None, saved_at=None)
    file = Path(database.place).absolute()
    saved: list[float] = []
    for each in office.paths.backups.glob("*.sqlite3"):
        with suppress(OSError):  # it was moved elsewhere meanwhile
            saved.append(each.stat().st_mtime)
    saved_at = datetime.fromtimestamp(max(saved), UTC) if saved else None
    return DataPlace(said=str(file), folder=file.parent, saved_at=saved_at)


def _proxy() -> str:
    from urllib.request import getproxies

    proxies = getproxies()
    return without_secrets(proxies.get("https") or proxies.get("http") or "")
