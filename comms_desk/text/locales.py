"""Babel, imported late and by one thread at a time.

It takes a tenth of a second, which the window does not have before it is painted.  Its parts
import one another in a ring: two threads that import two of them at once may each be handed a
module that is half there.
"""

from threading import Event, Lock

_alone = Lock()
_is_there = Event()


def import_babel() -> None:
    """Import the parts of Babel that the desk uses; those that come meanwhile wait."""
    if _is_there.is_set():
        return
    with _alone:
        import babel.dates
        import babel.numbers  # noqa: F401

        _is_there.set()
