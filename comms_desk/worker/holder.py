"""Who holds the lease: which process of which computer, and whether it still lives.

A worker that was killed on this computer is known to be dead at once, by its process id and
the moment at which it started; one on another computer only when its lease runs out.  Names
say little of which computer it is: cloned images share theirs.  It is this one only when its
network address and the moment at which it was switched on are this one's too.
"""

import os
import platform
from uuid import getnode

import psutil

SAME_START_S = 2.0
"""Two readings of one start, of a process or of a computer, may differ by so much."""


def this_process() -> str:
    """Return this process's name as a holder: computer, address, its start, process, start."""
    started = psutil.Process().create_time()
    return f"{_name()} {_address()} {psutil.boot_time():.0f} {os.getpid()} {started:.0f}"


def is_dead(holder: str) -> bool:
    """Whether *holder* was a process of this computer, since its start, that runs no more."""
    name, *facts = holder.rsplit(" ", 4)
    if name != _name() or not all(fact.isdecimal() for fact in facts[1:]):
        return False
    match facts:
        case [address, switched_on, process, started]:
            here = address == _address()
            if not here or abs(psutil.boot_time() - int(switched_on)) > SAME_START_S:
                return False
            return not _runs(int(process), int(started))
        case _:
            return False


def _runs(process: int, started: int) -> bool:
    try:
        found = psutil.Process(process)
        if found.status() == psutil.STATUS_ZOMBIE:
            return False
        return abs(found.create_time() - started) <= SAME_START_S
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def _name() -> str:
    return platform.node() or "?"


def _address() -> str:
    """Return the address of a network card; without any, one of this process only."""
    return f"{getnode():012x}"
