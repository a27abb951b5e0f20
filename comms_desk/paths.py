"""Where the desk keeps its files, and where it refuses to.

`COMMS_DESK_HOME` moves everything.  A SQLite database in WAL mode breaks inside a folder
that is synchronised or on a network (sqlite.org/wal.html, "All processes using a database
must be on the same host computer"), so such a place is refused with the place where it may
live.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath, PureWindowsPath

from comms_desk import own_files
from comms_desk.errors import N_, CommsDeskError
from comms_desk.reasons import reason_of

APP_NAME = "comms-desk"
HOME_VARIABLE = "COMMS_DESK_HOME"

SYNCHRONISED_FOLDERS = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "my drive",
    "mon disque",
    "mon drive",
    "icloud drive",
    "iclouddrive",
    "nextcloud",
    "owncloud",
    "box sync",
    "pcloud",
    "synologydrive",
    "synology drive",
    "cloudstation",
    "cloud station",
    "protondrive",
    "proton drive",
    "cloudstorage",
    "mobile documents",
)
"""How the folders of the usual services begin, in lower case.

A second account, or an organisation, adds to the name: ``Nextcloud2``, ``OneDrive - Ville``.  On a
Mac all of them stand in ``~/Library/CloudStorage``, as ``Box-Box`` or ``ProtonDrive-…``.
"""

SYNCHRONISED_NAMES = frozenset({"box"})
"""Folders of services whose name is too short for others not to begin so."""

SYNCHRONISED_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Environment variables in which Windows says where OneDrive is."""

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs"}
    | {"9p", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "afs", "glusterfs", "ceph", "lustre"}
)


class SynchronisedFolder(CommsDeskError):
    """The database would stand in a folder that a service synchronises or a server shares."""

    what = N_("The database cannot be in {path}: {service} would damage it.")
    way_out = N_("Put it in {allowed}, or in another folder of this computer.")

    path: Path
    service: str
    allowed: Path


class FolderNotWritable(CommsDeskError):
    """A folder of the desk could not be made or written to."""

    what = N_("The folder {path} could not be written to: {reason}.")
    way_out = N_("Get permission to write there.")

    path: Path
    reason: str


class WindowFileUnreadable(CommsDeskError):
    """What the window had remembered of its shape was not understood."""

    path: Path
    kept_as: Path
    reason: str


class HomeUnknown(CommsDeskError):
    """``COMMS_DESK_HOME`` names the home of somebody whom this computer does not know."""

    what = N_("{variable} is {value}, and this computer knows no such home.")
    way_out = N_("Set it to the whole path of a folder.")

    variable: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """The folders and files of one desk on this computer."""

    config: Path
    data: Path
    state: Path
    cache: Path
    documents: Path
    """Where the person keeps their documents: what is made for them goes there."""

    @classmethod
    def find(cls, environ: Mapping[str, str] | None = None) -> "Paths":
        """Return the paths for this user, or all of them under ``COMMS_DESK_HOME``.

        Raises:
            HomeUnknown: That variable names no folder that could be.
        """
        environ = os.environ if environ is None else environ
        if moved := environ.get(HOME_VARIABLE):
            try:
                return cls.under(Path(moved).expanduser().absolute())
            except RuntimeError as error:
                raise HomeUnknown(HOME_VARIABLE, moved) from error
        from platformdirs import PlatformDirs

        folders = PlatformDirs(APP_NAME, appauthor=False, roaming=False)
        return cls(
            config=folders.user_config_path,
            data=folders.user_data_path,
            state=folders.user_state_path,
            cache=folders.user_cache_path,
            documents=folders.user_documents_path,
        )

    @classmethod
    def under(cls, home: Path) -> "Paths":
        """Return the paths of a desk that lives wholly in *home*."""
        return cls(
            config=home,
            data=home,
            state=home / "state",
            cache=home / "cache",
            documents=home / "documents",
        )

    @property
    def settings_file(self) -> Path:
        """The person's settings (TOML)."""
        return self.config / "settings.toml"

    @property
    def database_file(self) -> Path:
        """The desk's database, when it is SQLite."""
        return self.data / "desk.sqlite3"

    @property
    def backups(self) -> Path:
        """Where a copy is put before the database is brought up to date."""
        return self.data / "backups"

    @property
    def logs(self) -> Path:
        """Where the log is written."""
        return self.state / "logs"

    @property
    def window_file(self) -> Path:
        """What the window remembers of its shape."""
        return self.state / "window.json"

    @property
    def door(self) -> str:
        """Where the window that is open hears other processes of this person.

        It stands in the system's own folder for such things where there is one that is this
        person's alone, else with what the desk remembers; never where others may write, who
        would take the name first.  Its name is made of where the desk is.
        """
        known_as = f"{APP_NAME}-{sha256(os.fsencode(self.state)).hexdigest()[:16]}"
        if os.name == "nt":
            return rf"\\.\pipe\{known_as}"
        own = os.environ.get("XDG_RUNTIME_DIR", "")
        return str((Path(own) if own and _is_own_folder(Path(own)) else self.state) / known_as)

    def make(self) -> None:
        """Make every folder, for this person only.

        Raises:
            FolderNotWritable: The system refused.
        """
        for folder in (self.config, self.data, self.state, self.cache, self.backups, self.logs):
            try:
                own_files.make_folder(folder)
            except OSError as error:
                raise FolderNotWritable(folder, reason_of(error)) from error
        self._tighten()

    def _tighten(self) -> None:
        """Take from others what they may read: a file that was copied here, say.

        Only what the desk itself names: whoever moves it into a folder of their own may keep
        other things there.
        """
        own_files.tighten(self.config, (f"{self.settings_file.name}*",))
        own_files.tighten(self.data, (f"{self.database_file.name}*",))
        own_files.tighten(self.state, (f"{self.window_file.name}*",))
        own_files.tighten(self.cache, ("bulletin-*.html",))
        for folder in (self.backups, self.logs):
            own_files.tighten(folder)


def resource(*parts: str) -> Path:
    """Return the path of a file that the desk ships: ``resource("locale")``.

    The folder stands beside the package in a checkout, and inside it once packaged.
    """
    package = Path(__file__).parent
    packaged = package / "resources"
    root = packaged if packaged.is_dir() else package.parent / "resources"
    return root.joinpath(*parts)


def _is_own_folder(folder: Path) -> bool:
    try:
        return folder.is_dir() and own_files.is_own(folder.stat())
    except OSError:
        return False


def refuse_synchronised(
    file: Path, *, allowed: Path, environ: Mapping[str, str] | None = None
) -> None:
    """Refuse a database file in a place where SQLite's WAL is known to break.

    Args:
        file: Where the database would stand.
        allowed: The place to offer instead.
        environ: The environment; the process's own when None.

    Raises:
        SynchronisedFolder: *file* is under OneDrive, Dropbox, Google Drive, iCloud, Nextcloud,
            Box, pCloud, Synology or Proton, a UNC path or a network mount.
    """
    environ = os.environ if environ is None else environ
    service = (
        _share(file)
        or _service(file)
        or _announced_service(file, environ)
        or _service(file.resolve())
        or _network_mount(file.resolve())
    )
    if service:
        raise SynchronisedFolder(file, service, allowed)


def _share(file: PurePath) -> str:
    drive = PureWindowsPath(file).drive
    return drive if drive.startswith("\\\\") else ""


def _service(file: PurePath) -> str:
    for part in PureWindowsPath(file).parent.parts:
        name = part.lower()
        if name.startswith(SYNCHRONISED_FOLDERS) or name in SYNCHRONISED_NAMES:
            return part
    return ""


def _announced_service(file: Path, environ: Mapping[str, str]) -> str:
    for variable in SYNCHRONISED_VARIABLES:
        folder = environ.get(variable)
        if folder and file.is_relative_to(folder):
            return "OneDrive"
    return ""


def _network_mount(file: Path) -> str:
    """Return the kind of network file system that holds *file*, or nothing."""
    from psutil import disk_partitions

    best = ""
    found = ""
    for partition in disk_partitions(all=True):
        mount = partition.mountpoint
        if len(mount) >= len(best) and file.is_relative_to(mount):
            remote = partition.fstype.lower() in NETWORK_FILE_SYSTEMS or (
                "remote" in partition.opts.split(",")
            )
            best, found = mount, (partition.fstype or "network") if remote else ""
    return found
