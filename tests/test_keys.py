"""Secrets in the system's own store, when that store will not have them."""

from collections.abc import Callable
from typing import override

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringError, KeyringLocked, PasswordSetError

from comms_desk.keys import Keys, SecretStoreRefused
from comms_desk.mail.trouble import Trouble
from comms_desk.wording import say

NAME = "mail/main"


class RefusingStore(KeyringBackend):
    """A store of the system that refuses all that it is asked."""

    def __init__(self, refusal: KeyringError) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.refusal = refusal

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise self.refusal

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.refusal

    @override
    def delete_password(self, service: str, username: str) -> None:
        raise self.refusal


class KeysOfARefusingStore(Keys):
    """Keys on a computer whose store refuses."""

    def __init__(self, refusal: KeyringError) -> None:
        super().__init__(environ={})
        self.refusal = refusal

    @override
    def _store(self) -> KeyringBackend:
        return RefusingStore(self.refusal)


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
    ],
)
def test_a_store_that_is_locked_is_said_with_its_way_out(
    ask: Callable[[Keys], object], refusal: KeyringError, reason: str
) -> None:
    with pytest.raises(SecretStoreRefused) as caught:
        ask(KeysOfARefusingStore(refusal))

    said = say(caught.value)
    assert NAME in said.what
    assert said.what.endswith(f"{reason}.")
    assert "COMMS_DESK_KEY_MAIL_MAIN_FILE" in said.way_out
    assert "s3cret" not in f"{said} {caught.value} {vars(caught.value)}"


def test_a_locked_store_is_kept_as_the_trouble_of_an_account() -> None:
    refused = SecretStoreRefused(NAME, "VARIABLE", "locked")

    assert vars(Trouble.of(refused).to_error()) == vars(refused)
