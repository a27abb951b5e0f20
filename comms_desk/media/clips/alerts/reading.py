"""A file that somebody drops on the Watch, as the alert that it is: mail, .msg, export or page."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from comms_desk.apart import Bounds, WorkDied, WorkTooHeavy, WorkTooLong, run_apart
from comms_desk.mail.reading.outlook_file import is_outlook_file, unfolded
from comms_desk.media.clips.alerts.model import (
    FILE_LIMIT_BYTES,
    Alert,
    AlertEmpty,
    AlertItem,
    AlertReason,
    AlertTooLarge,
    AlertUnreadable,
    Vendor,
)

CHILD = "comms_desk.media.clips.alerts.child"
BOUNDS = Bounds(seconds=30, most_seconds=30, memory=600_000_000, answer=80_000_000)


def read_file(file: Path) -> Alert:
    """Return what *file* tells.

    Raises:
        AlertUnreadable: It cannot be opened; or what `read_alert` refuses.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(FILE_LIMIT_BYTES + 1)
    except OSError as error:
        raise AlertUnreadable(file.name) from error
    return read_alert(content, name=file.name)


def read_alert(content: bytes, *, name: str) -> Alert:
    """Return what *content*, the file called *name*, tells.

    Raises:
        AlertTooLarge: It is larger than any alert.
        AlertUnreadable: It cannot be read, or was made to harm.
        AlertEmpty: It tells of no article.
    """
    if len(content) > FILE_LIMIT_BYTES:
        raise AlertTooLarge(name, len(content), FILE_LIMIT_BYTES)
    if is_outlook_file(content):
        content = unfolded(content).raw
        if not content:
            raise AlertUnreadable(name)
    try:
        answer = run_apart(CHILD, content, BOUNDS)
    except (WorkDied, WorkTooHeavy, WorkTooLong) as error:
        raise AlertUnreadable(name) from error
    said = json.loads(answer)
    items = tuple(map(_item, said["items"]))
    refused = tuple((AlertReason(why), count) for why, count in said["refused"].items())
    if not items and not refused:
        raise AlertEmpty(name)
    return Alert(vendor=Vendor(said["vendor"]), items=items, refused=refused)


def _item(said: Mapping[str, Any]) -> AlertItem:
    at = said["published_at"]
    return AlertItem(**{**said, "published_at": datetime.fromisoformat(at) if at else None})
