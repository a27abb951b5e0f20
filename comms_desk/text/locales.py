"""Babel, imported late and by one thread at a time.

It takes a tenth of a second, which the window does not have before it is painted.  The package
and its core import one another: of two threads that import two of its parts at once, one may be
handed a core that is half there.
"""

from threading import Event, Lock

_alone = Lock()
_is_there = Event()


def import_babel() -> None:
    """Import the package of Babel, before any part of it; those that come meanwhile wait."""
    if _is_there.is_set():
        return
    with _alone:
        import babel  # noqa: F401

        _is_there.set()
