"""Comms Desk: the workstation of a city's communications service."""

__version__ = "0.2.0"


def versions() -> str:
    """Return what whoever looks after a desk asks first: its version, and those of what it runs on.

    Said by *About* in the settings, with the copied details of an error, and after each traceback
    in a log.
    """
    import platform
    import sqlite3
    from importlib.metadata import PackageNotFoundError, version

    try:
        qt = f"Qt {version('PySide6-Essentials')}, "
    except PackageNotFoundError:
        qt = ""
    return (
        f"Comms Desk {__version__}, Python {platform.python_version()}, {qt}"
        f"SQLite {sqlite3.sqlite_version}, {platform.platform()}"
    )
