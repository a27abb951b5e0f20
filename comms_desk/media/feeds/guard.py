"""Which machines a feed may lead to.

A feed's address is written by a stranger, or redirected by one: it must not make this
computer ask things of the City's own network.  The check is made on the address that is
about to be connected to, after the name was resolved and at each redirect, so that a name
that changes its mind between two questions gains nothing.
"""

import errno
import socket
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any

Network = IPv4Network | IPv6Network

MACHINES_KNOWN = 4_096
"""Feeds are asked of the same machines each round."""
_NAT64 = IPv6Network("64:ff9b::/96")


class MachineRefused(OSError):
    """Raised in place of a connection; an `OSError` so that the next address is tried."""

    def __init__(self, machine: str) -> None:
        """Remember which machine was refused; the message is the same for all."""
        super().__init__(errno.EACCES, "address refused")
        self.machine = machine


class Guard:
    """Tells whether a machine may be connected to."""

    def __init__(self, allowed_networks: Iterable[str] = ()) -> None:
        """Refuse every machine that is not on the public Internet, save *allowed_networks*.

        Raises:
            ValueError: One of *allowed_networks* is not a network such as 10.20.0.0/16.
        """
        self._allowed: tuple[Network, ...] = tuple(
            ip_network(network.strip(), strict=False)
            for network in allowed_networks
            if network.strip()
        )

    def allows(self, machine: str) -> bool:
        """Say whether *machine*, an IP address as text, may be connected to."""
        return _allows(machine, self._allowed)

    def open_socket(self, address: tuple[Any, ...]) -> socket.socket:
        """Open the socket for one answer of `getaddrinfo`, or raise `MachineRefused`."""
        family, kind, protocol, _, end = address
        machine = str(end[0])
        if not self.allows(machine):
            raise MachineRefused(machine)
        return socket.socket(family, kind, protocol)


@lru_cache(maxsize=MACHINES_KNOWN)
def _allows(machine: str, allowed: tuple[Network, ...]) -> bool:
    try:
        address = ip_address(machine.partition("%")[0])
    except ValueError:
        return False
    return all(
        _is_public(face) or any(face.version == each.version and face in each for each in allowed)
        for face in _faces(address)
    )


def _faces(address: IPv4Address | IPv6Address) -> tuple[IPv4Address | IPv6Address, ...]:
    """Return the address, or the IPv4 address that it is a cover for."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return (address.ipv4_mapped,)
        if address.sixtofour is not None:
            return (address.sixtofour,)
        if address.teredo is not None:
            return address.teredo
        if address in _NAT64:
            return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return (address,)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast
