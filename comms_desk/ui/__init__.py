"""The window: it shows and asks; it decides nothing and never waits for the database."""

import builtins

import PySide6.QtCore  # noqa: F401 - takes the imports here, so that they can be given back


def give_back() -> None:
    """Give imports back to Python, in every thread.

    PySide puts itself before every import of the process for `from __feature__ import …`, which
    this program never says.  At the first import of a module it reads all of its source, in search
    of the word PySide6, and keeps it in memory.  What it learns is for switching features: where
    nothing is switched, nobody asks for it.
    """
    taken = getattr(builtins, "__feature_import__", None)
    own = getattr(builtins, "__orig_import__", None)
    if own is not None and builtins.__import__ is taken:
        builtins.__import__ = own


give_back()  # before anything else of the window is imported
