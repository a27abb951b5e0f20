"""The name by which Windows' task bar groups the windows of a program, and takes its icon.

Without one a window of ours is Python's, under Python's icon.  Elsewhere there is no such name:
bars go by the desktop file (`resources/desktop`).
"""

import os
from typing import Any

IS_WINDOWS = os.name == "nt"


def be_known_as(name: str) -> bool:
    """Name this process *name* for the task bar, before its first window; whether it took it."""
    if not IS_WINDOWS:
        return False
    import ctypes

    system: Any = ctypes
    try:
        return int(system.windll.shell32.SetCurrentProcessExplicitAppUserModelID(name)) >= 0
    except (OSError, AttributeError):
        return False  # an old or a pared-down Windows: the icon is Python's, and nothing else
