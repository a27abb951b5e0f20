"""Secrets: the passwords and sign-ins of sending accounts, and nothing else.

This is the only module that imports keyring.  A secret is never written to the database,
the log, an argument or a report.  Only the system's own stores are used: keyrings.alt, when
installed, would silently keep base64 text, so whatever is not on the list below counts as
no store at all.  Then a secret lives in memory for the run, and is asked for again; so it
does when the system's store refuses it, which is said.

Windows holds 2,560 bytes a secret, 1,280 characters as it is written there, and a sign-in may
be longer.  A long one is kept in parts; its head is written last and says which they are, so
that one that was cut short by a crash is never read: the one before it still is.

A service gives a secret by a file: for the key ``mail/main`` the variable
``COMMS_DESK_KEY_MAIL_MAIN_FILE`` names a file whose first line is the secret.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from comms_desk import own_files
from comms_desk.errors import N_, CommsDeskError
from comms_desk.reasons import Reason, reason_of

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "comms-desk"
MOST_SECRET_BYTES = 10_000
"""Of the file that holds a password."""
PART_LIMIT = 1_200
"""Characters of two bytes, as Windows counts them, in one entry of the system's store."""
MOST_PARTS = 64
_IN_PARTS = "in parts:"
"""What the head of a secret in parts begins with: its side, how many they are, their seal."""
_SIDES = ("a", "b")
ALLOWED_BACKENDS = (
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.macOS.Keyring",
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.libsecret.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
)


class SecretMissing(CommsDeskError):
    """A secret is needed and nobody has given it yet."""

    what = N_("The password of {name} is not known on this computer.")
    way_out = N_("Give it again in the sending account, on the Bulletins page.")

    name: str
    variable: str


class SecretFileUnreadable(CommsDeskError):
    """The file named by a ``*_FILE`` variable could not be read."""

    what = N_("The secret file {path} could not be read: {reason}.")
    way_out = N_("Have the path to that file, or its rights, corrected.")

    variable: str
    path: Path
    reason: str


class SecretStoreRefused(CommsDeskError):
    """This computer's own store is locked, or keeps or gives nothing; *reason* is its own."""

    what = N_("This computer’s store of passwords refused that of {name}: {reason}.")
    way_out = N_("Unlock it, then give the password again.")

    name: str
    variable: str
    reason: str


def file_variable(name: str) -> str:
    """Return the environment variable that may name the file of the secret *name*."""
    return f"COMMS_DESK_KEY_{re.sub('[^A-Z0-9]+', '_', name.upper()).strip('_')}_FILE"


Held = Mapping[str, str]
"""The secrets that a process holds in memory for its run, by name."""


@dataclass(slots=True)
class Keys:
    """The secrets of this person on this computer; any thread may ask."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    memory_only: bool = False
    _held: Held = field(default_factory=dict, repr=False)
    _listeners: list[Callable[[Held], None]] = field(default_factory=list, repr=False)
    _changing: Lock = field(default_factory=Lock, repr=False)

    def get(self, name: str) -> str | None:
        """Return the secret *name*, or None when nobody gave it.

        Raises:
            SecretFileUnreadable: A ``*_FILE`` variable names a file that cannot be read.
            SecretStoreRefused: The system's own store is locked, or out of order.
        """
        variable = file_variable(name)
        if path := self.environ.get(variable):
            return _first_line(variable, Path(path))
        held = self._held.get(name)
        if held is not None:
            return held
        with _refusals(name):
            backend = self._store()
            return None if backend is None else _read(backend, name)

    def need(self, name: str) -> str:
        """Return the secret *name*.

        Raises:
            SecretMissing: Nobody gave it.
            SecretFileUnreadable, SecretStoreRefused: As for `get`.
        """
        secret = self.get(name)
        if secret is None:
            raise SecretMissing(name, file_variable(name))
        return secret

    @property
    def is_kept(self) -> bool:
        """Whether what is set outlives the run: this computer has a store that we trust."""
        return self._store() is not None

    def is_given(self, name: str) -> bool:
        """Whether a file gives the secret *name*: nothing that is kept counts then."""
        return bool(self.environ.get(file_variable(name)))

    def set(self, name: str, secret: str) -> bool:
        """Keep *secret*; the answer is False when it will be forgotten at the end of the run.

        Raises:
            SecretStoreRefused: The system's own store would not have it; it is held for the
                run all the same.
        """
        try:
            with _refusals(name, secret):
                backend = self._store()
                if backend is not None:
                    _write(backend, name, secret)
        except SecretStoreRefused:
            self._hold(name, secret)
            raise
        self._hold(name, secret if backend is None else None)
        return backend is not None

    def forget(self, name: str) -> None:
        """Remove the secret *name*, if it was kept.

        Raises:
            SecretStoreRefused: The system's own store is locked, or out of order.
        """
        self._hold(name, None)
        with _refusals(name):
            backend = self._store()
            if backend is not None and (head := backend.get_password(SERVICE, name)) is not None:
                backend.delete_password(SERVICE, name)
                for side in _SIDES if head.startswith(_IN_PARTS) else ():
                    _delete_parts(backend, name, side)

    def subscribe(self, listener: Callable[[Held], None]) -> None:
        """Tell *listener* what is held in memory, at once and at each change, in any thread.

        What the system's own store has is not told: whoever needs it asks that store.
        """
        with self._changing:
            self._listeners.append(listener)
            listener(self._held)

    def hold(self, held: Held) -> None:
        """Hold *held* in memory and nothing else, as whoever started this process does."""
        with self._changing:
            self._held = dict(held)

    def _hold(self, name: str, secret: str | None) -> None:
        with self._changing:
            others = {known: kept for known, kept in self._held.items() if known != name}
            held = others if secret is None else others | {name: secret}
            if held != self._held:
                self._held = held
                for listener in self._listeners:
                    listener(held)

    def _store(self) -> "KeyringBackend | None":
        return None if self.memory_only else _system_store()


def _first_line(variable: str, path: Path) -> str:
    try:
        content = own_files.read(path, most_bytes=MOST_SECRET_BYTES)
        lines = content.decode("utf-8-sig").splitlines()  # Notepad writes its mark
    except own_files.OwnFileTooLarge as error:
        raise SecretFileUnreadable(
            variable, path, Reason.TOO_LARGE.with_facts(path.name)
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SecretFileUnreadable(variable, path, reason_of(error)) from error
    if not lines or not lines[0]:
        raise SecretFileUnreadable(variable, path, Reason.EMPTY)
    return lines[0]


def _read(backend: "KeyringBackend", name: str) -> str | None:
    """Return what the store keeps under *name*, put together again; None: nothing whole."""
    head = backend.get_password(SERVICE, name)
    while head is not None and head.startswith(_IN_PARTS):
        secret = _put_together(backend, name, head)
        if secret is not None:
            return secret
        now = backend.get_password(SERVICE, name)
        if now == head:  # Else another process kept another one meanwhile.
            return None
        head = now
    return head


def _put_together(backend: "KeyringBackend", name: str, head: str) -> str | None:
    side, _, count_and_seal = head.removeprefix(_IN_PARTS).partition(":")
    count, _, seal = count_and_seal.partition(":")
    if side not in _SIDES or not count.isdecimal() or int(count) > MOST_PARTS:
        return None
    parts = [backend.get_password(SERVICE, f"{name}/{side}{each}") for each in range(int(count))]
    secret = "".join(part for part in parts if part is not None)
    return secret if None not in parts and _seal(secret) == seal else None


def _write(backend: "KeyringBackend", name: str, secret: str) -> None:
    before = backend.get_password(SERVICE, name) or ""
    head, side, parts = secret, "", list[str]()
    if len(secret.encode("utf-16-le")) > 2 * PART_LIMIT or secret.startswith(_IN_PARTS):
        size = PART_LIMIT // 2  # A character may take two of Windows' own.
        parts = [secret[at : at + size] for at in range(0, len(secret), size)]
        # The two sides take turns: what the head speaks of is never written over.
        side = _SIDES[before.startswith(f"{_IN_PARTS}{_SIDES[0]}:")]
        head = f"{_IN_PARTS}{side}:{len(parts)}:{_seal(secret)}"
        for number, part in enumerate(parts):
            backend.set_password(SERVICE, f"{name}/{side}{number}", part)
    backend.set_password(SERVICE, name, head)
    if before.startswith(_IN_PARTS) or parts:
        for each in _SIDES:
            _delete_parts(backend, name, each, beyond=len(parts) if each == side else 0)


def _delete_parts(backend: "KeyringBackend", name: str, side: str, *, beyond: int = 0) -> None:
    """Delete the parts on one *side*, the last first; those before *beyond* stay."""
    end = beyond
    while backend.get_password(SERVICE, f"{name}/{side}{end}") is not None:
        end += 1
    for number in reversed(range(beyond, end)):
        backend.delete_password(SERVICE, f"{name}/{side}{number}")


def _seal(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@contextmanager
def _refusals(name: str, secret: str = "") -> Iterator[None]:
    """Let what the system's store refuses be an error that a person can act on.

    A store is code of strangers: beside keyring's own errors it raises those of D-Bus, of
    Windows (a password over 2,560 bytes) or of its libraries.
    """
    try:
        yield
    except Exception as error:
        reason = str(getattr(error, "strerror", None) or error).strip().rstrip(".!")
        if secret and (secret in f"{reason} {error}" or repr(secret)[1:-1] in f"{error!r}"):
            raise SecretStoreRefused(name, file_variable(name), type(error).__name__) from None
        reason = reason or type(error).__name__
        raise SecretStoreRefused(name, file_variable(name), reason) from error


@cache
def _system_store() -> "KeyringBackend | None":
    """Return the system's own store, or None when it has none that we trust."""
    from keyring import backend

    trusted = [
        store
        for store in backend.get_all_keyring()
        if f"{type(store).__module__}.{type(store).__qualname__}" in ALLOWED_BACKENDS
        and store.priority > 0
    ]
    return max(trusted, key=lambda store: store.priority, default=None)
