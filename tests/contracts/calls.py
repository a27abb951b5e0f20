"""How the owner of a slice gives an example call of each public method of its desks.

Write ``tests/contracts/calls_<slice>.py`` with one function::

    def calls(database: Database) -> Iterator[Call]:
        desk = ContactDesk(database)
        tremblay = desk.add(NewContact(name="A. Tremblay"))
        yield writes(desk.add, lambda: desk.add(NewContact(name="B. Roy")))
        yield reads(desk.get, lambda: desk.get(tremblay.id))

What stands before the first ``yield``, and between two, runs while nobody holds the lock:
prepare there.  Then each call is run twice: once while another process holds the write lock
(a writer must raise `StorageBusy` and change nothing, a reader must answer), and once when
the lock is free (both must answer), so that an example that would fail anyway is caught.

A method that writes only sometimes gets two calls.  One that waits for the network is given
its fake port.  A public method of a ``*Desk`` class without any call fails the test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import ismethod
from typing import override


@dataclass(frozen=True, slots=True)
class Call:
    """One example call of a method of one desk; *writes*: it needs the lock."""

    method: Callable[..., object]
    run: Callable[[], object]
    writes: bool

    @override
    def __str__(self) -> str:
        """Name the desk and the method, wherever the desk has it from."""
        assert ismethod(self.method)
        return f"{type(self.method.__self__).__qualname__}.{self.method.__name__}"


def writes(method: Callable[..., object], run: Callable[[], object]) -> Call:
    """Return the example call of a method that changes something."""
    return Call(method, run, writes=True)


def reads(method: Callable[..., object], run: Callable[[], object]) -> Call:
    """Return the example call of a method that only reads."""
    return Call(method, run, writes=False)
