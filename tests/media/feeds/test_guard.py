"""Only machines of the public Internet are connected to, unless the desk allows more."""

import pytest

from comms_desk.media.feeds.guard import Guard


@pytest.mark.parametrize(
    "machine",
    [
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "127.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "ff02::1",
        "not an address",
    ],
)
def test_a_machine_that_is_not_public_is_refused(machine: str) -> None:
    assert not Guard().allows(machine)


@pytest.mark.parametrize("machine", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_a_public_machine_is_allowed(machine: str) -> None:
    assert Guard().allows(machine)


def test_the_desk_may_allow_a_network_of_its_own() -> None:
    guard = Guard(("10.20.0.0/16",))

    assert guard.allows("10.20.3.4")
    assert guard.allows("::ffff:10.20.3.4")
    assert not guard.allows("10.21.3.4")
