"""Secrets in the system's own store, when that store will not have them."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import override

import pytest
from keyring import backend
from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, PasswordSetError

from comms_desk.keys import (
    Held,
    Keys,
    SecretFileUnreadable,
    SecretMissing,
    SecretStoreRefused,
    _system_store,
)
from comms_desk.mail.trouble import Trouble
from comms_desk.wording import say_at_the_prompt

NAME = "mail/main"


class RefusingStore(KeyringBackend):
    """A store of the system that refuses all that it is asked, until it is mended."""

    def __init__(self, refusal: Exception | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.refusal = refusal
        self.kept: dict[str, str] = {}

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self.refuse()
        return self.kept.get(username)

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.refuse()
        self.kept[username] = password

    @override
    def delete_password(self, service: str, username: str) -> None:
        self.refuse()
        del self.kept[username]

    def refuse(self) -> None:
        if self.refusal is not None:
            raise self.refusal


class PlainStore(RefusingStore):
    """A store that anybody reads, and that keyring would prefer to all others."""

    priority = 100

    def __init__(self) -> None:
        super().__init__(None)


class KeysOfARefusingStore(Keys):
    """Keys on a computer whose store refuses."""

    def __init__(self, refusal: Exception) -> None:
        super().__init__(environ={})
        self.store = RefusingStore(refusal)

    @override
    def _store(self) -> KeyringBackend:
        return self.store


class KeysWithoutAStoreToFind(Keys):
    """Keys on a computer where even looking for a store fails."""

    @override
    def _store(self) -> KeyringBackend:
        raise BusRefusal("no bus")


class WindowsRefusal(Exception):
    """What Windows raises, as pywin32 words it: a number, a function and a sentence."""

    def __init__(self, number: int, function: str, sentence: str) -> None:
        super().__init__(number, function, sentence)
        self.winerror, self.funcname, self.strerror = number, function, sentence


class BusRefusal(Exception):
    """What a library of D-Bus raises: an error of no family that keyring knows."""


@pytest.mark.parametrize(
    "ask",
    [
        lambda keys: keys.set(NAME, "s3cret"),
        lambda keys: keys.get(NAME),
        lambda keys: keys.need(NAME),
        lambda keys: keys.forget(NAME),
    ],
)
@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (KeyringLocked("Failed to unlock the collection!"), "Failed to unlock the collection"),
        (PasswordSetError("no room"), "no room"),
        (InitError(), "InitError"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (RuntimeError("No recommended backend"), "No recommended backend"),
        (ValueError("too long"), "too long"),
        (BusRefusal("org.freedesktop.DBus.Error.NoReply."), "org.freedesktop.DBus.Error.NoReply"),
        (BusRefusal(), "BusRefusal"),
        (WindowsRefusal(1783, "CredWrite", "Bad data"), "Bad data"),
    ],
)
def test_a_store_that_is_locked_is_said_with_its_way_out(
    ask: Callable[[Keys], object], refusal: Exception, reason: str
) -> None:
    with pytest.raises(SecretStoreRefused) as caught:
        ask(KeysOfARefusingStore(refusal))

    said = say_at_the_prompt(caught.value)
    assert NAME in said.what
    assert said.what.endswith(f"{reason}.")
    assert "COMMS_DESK_KEY_MAIL_MAIN_FILE" in said.way_out
    assert "s3cret" not in f"{said} {caught.value} {vars(caught.value)}"


def test_a_locked_store_is_kept_as_the_trouble_of_an_account() -> None:
    refused = SecretStoreRefused(NAME, "VARIABLE", "locked")

    assert vars(Trouble.of(refused).to_error()) == vars(refused)


def test_a_refused_secret_lasts_for_the_run_all_the_same() -> None:
    keys = KeysOfARefusingStore(ValueError("too long"))
    with pytest.raises(SecretStoreRefused):
        keys.set(NAME, "s3cret")

    assert keys.need(NAME) == "s3cret"
    with pytest.raises(SecretStoreRefused):
        keys.forget(NAME)
    with pytest.raises(SecretStoreRefused):
        keys.get(NAME)


def test_what_a_mended_store_has_goes_before_what_was_held_for_the_run() -> None:
    keys = KeysOfARefusingStore(KeyringLocked("locked"))
    with pytest.raises(SecretStoreRefused):
        keys.set(NAME, "old")
    keys.store.refusal = None

    assert keys.set(NAME, "new")

    assert keys.get(NAME) == "new"
    keys.forget(NAME)
    with pytest.raises(SecretMissing):
        keys.need(NAME)


def test_a_computer_where_no_store_can_be_looked_for_says_so() -> None:
    keys = KeysWithoutAStoreToFind(environ={})

    with pytest.raises(SecretStoreRefused) as caught:
        keys.set(NAME, "s3cret")

    assert caught.value.reason == "no bus"
    assert keys.get(NAME) == "s3cret"


def test_a_store_that_keeps_plain_text_is_never_used_though_it_be_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As keyrings.alt, where nothing else is installed."""
    plain = PlainStore()
    monkeypatch.setattr(backend, "get_all_keyring", lambda: [plain])
    _system_store.cache_clear()
    try:
        keys = Keys(environ={})
        assert not keys.is_kept
        assert not keys.set(NAME, "s3cret")
        assert (keys.get(NAME), plain.kept) == ("s3cret", {})
        with pytest.raises(SecretMissing) as missing:
            Keys(environ={}).need(NAME)
    finally:
        _system_store.cache_clear()
    assert "COMMS_DESK_KEY_MAIL_MAIN_FILE" in say_at_the_prompt(missing.value).way_out


def test_a_secret_file_that_never_ends_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    with file.open("wb") as endless:
        endless.truncate(1_000_000_000)

    with pytest.raises(SecretFileUnreadable):
        Keys({"COMMS_DESK_KEY_MAIL_MAIN_FILE": str(file)}).need(NAME)


def test_a_secret_file_written_by_notepad_is_read_without_its_mark(tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_bytes("\ufeffs3cret\r\n".encode())

    assert Keys({"COMMS_DESK_KEY_MAIL_MAIN_FILE": str(file)}).need(NAME) == "s3cret"


@pytest.mark.parametrize(
    "refusal",
    [ValueError("cannot keep s3c'ret"), WindowsRefusal(8, "f", "s3c'ret"), OSError(5, "s3c'ret")],
)
def test_a_store_that_repeats_the_secret_is_not_repeated(refusal: Exception) -> None:
    with pytest.raises(SecretStoreRefused) as caught:
        KeysOfARefusingStore(refusal).set(NAME, "s3c'ret")

    assert caught.value.reason == type(refusal).__name__
    assert caught.value.__suppress_context__


def test_what_is_held_for_the_run_is_told_at_once_and_at_each_change() -> None:
    told: list[Held] = []
    keys = Keys({}, memory_only=True)
    keys.set("mail/old", "0ld")

    keys.subscribe(told.append)
    keys.set(NAME, "s3cret")
    keys.set(NAME, "s3cret")
    keys.forget("mail/old")

    assert told == [
        {"mail/old": "0ld"},
        {"mail/old": "0ld", NAME: "s3cret"},
        {NAME: "s3cret"},
    ]
    assert "s3cret" not in repr(keys)


def test_what_the_systems_store_has_is_told_to_nobody() -> None:
    told: list[Held] = []
    keys = KeysOfARefusingStore(KeyringLocked("locked"))
    keys.store.refusal = None
    keys.subscribe(told.append)

    keys.set(NAME, "s3cret")

    assert told == [{}]


def test_a_secret_is_told_no_more_once_the_store_has_it() -> None:
    told: list[Held] = []
    keys = KeysOfARefusingStore(KeyringLocked("locked"))
    keys.subscribe(told.append)
    with pytest.raises(SecretStoreRefused):
        keys.set(NAME, "s3cret")
    keys.store.refusal = None

    keys.set(NAME, "s3cret")

    assert told == [{}, {NAME: "s3cret"}, {}]


class WindowsStore(KeyringBackend):
    """A store that holds as much as Windows does: 2,560 bytes, two a character and more.

    *dies_after* so many changes, as a process does.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[str, str] = {}
        self.dies_after: int | None = None

    @override
    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self._change()
        if len(password.encode("utf-16-le")) > 2_560:
            raise WindowsRefusal(1783, "CredWrite", "The stub received bad data.")
        self.kept[username] = password

    @override
    def delete_password(self, service: str, username: str) -> None:
        self._change()
        del self.kept[username]

    def _change(self) -> None:
        if self.dies_after is not None:
            if self.dies_after == 0:
                raise KeyringLocked("the process died")
            self.dies_after -= 1


class KeysOnWindows(Keys):
    """Keys on a computer whose store holds little in one place."""

    def __init__(self) -> None:
        super().__init__(environ={})
        self.store = WindowsStore()

    @override
    def _store(self) -> KeyringBackend:
        return self.store


@pytest.mark.parametrize(
    "secret",
    ["s3cret", "x" * 1_200, "x" * 1_201, "y" * 5_000, "\U0001f511" * 2_000, "in parts:a:1:0"],
)
def test_a_secret_longer_than_the_store_holds_in_one_place_is_kept(secret: str) -> None:
    keys = KeysOnWindows()

    assert keys.set(NAME, secret)

    assert keys.need(NAME) == secret
    assert keys.set(NAME, "short")
    assert keys.store.kept == {NAME: "short"}
    keys.set(NAME, secret)
    keys.forget(NAME)
    assert keys.store.kept == {}


@pytest.mark.parametrize("before", ["short", "b" * 4_000, "b" * 2_000])
def test_a_long_secret_that_was_cut_short_leaves_the_one_before_it(before: str) -> None:
    after = "a" * 3_000
    for changes in range(12):
        keys = KeysOnWindows()
        keys.set(NAME, "z" * 4_000)
        keys.set(NAME, before)
        keys.store.dies_after = changes
        with suppress(SecretStoreRefused):
            keys.set(NAME, after)
        keys.store.dies_after = None

        after_a_restart = KeysOnWindows()
        after_a_restart.store = keys.store
        assert after_a_restart.need(NAME) in {before, after}
        after_a_restart.set(NAME, "c" * 2_000)
        after_a_restart.forget(NAME)
        assert after_a_restart.store.kept == {}


def test_a_long_secret_of_which_a_part_is_gone_is_no_secret() -> None:
    keys = KeysOnWindows()
    keys.set(NAME, "a" * 3_000)
    del keys.store.kept[f"{NAME}/a1"]

    with pytest.raises(SecretMissing):
        keys.need(NAME)


class OvertakenStore(WindowsStore):
    """A store in which another process keeps another secret while this one reads."""

    @override
    def get_password(self, service: str, username: str) -> str | None:
        found = super().get_password(service, username)
        if username == f"{NAME}/a0" and (after := self.after) is not None:
            self.after = None
            other = KeysOnWindows()
            other.store = self
            other.set(NAME, after)
        return found

    after: str | None = None


def test_a_long_secret_that_is_replaced_while_it_is_read_is_read_whole() -> None:
    keys = KeysOnWindows()
    keys.store = store = OvertakenStore()
    keys.set(NAME, "a" * 3_000)
    store.after = "b" * 3_000

    assert keys.need(NAME) == "b" * 3_000
