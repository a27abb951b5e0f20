"""Who holds the lease: which process of which computer, and whether it still lives.

A worker that was killed on this computer is known to be dead at once, by its process id and
the moment at which it started; one on another computer only when its lease runs out.
"""

import os
import platform

import psutil

SAME_START_S = 2.0
"""Two readings of one process's start may differ by so much."""


def this_process() -> str:
    """Return this process's name as a holder: computer, process, start."""
    started = psutil.Process().create_time()
    return f"{platform.node() or '?'} {os.getpid()} {started:.0f}"


def is_dead(holder: str) -> bool:
    """Whether *holder* was a process of this computer that runs no more."""
    node, *process = holder.rsplit(" ", 2)
    if node != (platform.node() or "?") or not all(part.isdigit() for part in process):
        return False
    process_id, started = map(int, process)
    try:
        found = psutil.Process(process_id)
        if found.status() == psutil.STATUS_ZOMBIE:
            return True
        return abs(found.create_time() - started) > SAME_START_S
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False
