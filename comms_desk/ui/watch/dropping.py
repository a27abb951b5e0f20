"""What may be dropped on the Watch."""

from pathlib import Path

from PySide6.QtCore import QMimeData

LIST_ENDINGS = frozenset({".opml", ".xml"})
WEB_SCHEMES = frozenset({"http", "https"})


def dropped(data: QMimeData) -> Path | str | None:
    """Return the file or the address that *data* holds; None for anything else."""
    urls = data.urls()
    if len(urls) != 1:
        return None
    if not urls[0].isLocalFile():
        return urls[0].toString() if urls[0].scheme() in WEB_SCHEMES else None
    file = Path(urls[0].toLocalFile())
    return file if file.suffix.lower() in LIST_ENDINGS else None
