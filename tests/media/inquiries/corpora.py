"""The judges of what reads inquiries: lines as typed, and what should be made of them.

README.md says what each key means.  The half kept aside is for the end.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from comms_desk.i18n import CITY_ZONE

HERE: Final = Path(__file__).parent
HALVES: Final = ("tuning", "aside")
FOLDERS: Final = tuple(sorted(each.name for each in (HERE / "mails").iterdir() if each.is_dir()))
"""Of mails: the two halves, and what was written later to judge by once."""
NOW: Final = datetime(2026, 11, 24, 9, 20, tzinfo=CITY_ZONE)
"""A Tuesday, while the press review goes round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """A line of the strip, and what it should propose."""

    line: str
    expected: dict[str, Any]


@cache
def lines(half: str) -> tuple[JudgedLine, ...]:
    written = (HERE / f"lines_{half}.jsonl").read_text(encoding="utf-8").splitlines()
    read = [json.loads(each) for each in written]
    return tuple(JudgedLine(line=each["line"], expected=each["expect"]) for each in read)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedMail:
    """A mail as it came, and what should be understood of it."""

    name: str
    raw: bytes
    expected: dict[str, Any]


@cache
def mails(half: str) -> tuple[JudgedMail, ...]:
    return tuple(
        JudgedMail(
            name=f"{half}/{each.stem}",
            raw=each.read_bytes(),
            expected=json.loads(each.with_suffix(".json").read_text(encoding="utf-8")),
        )
        for each in sorted((HERE / "mails" / half).glob("*.eml"))
    )


def folder_mails() -> list[tuple[str, str, bytes]]:
    """Return each mail of ``folder_mails.txt``: whose it is, what it is called, as it came."""
    found = []
    text = (HERE / "folder_mails.txt").read_text(encoding="utf-8")
    _about, *those = re.split(r"^== ", text, flags=re.MULTILINE)
    for number, each in enumerate(those):
        head, _end, mail = each.partition("\n")
        expected, _space, name = head.partition(" ")
        if mail.strip():
            heads = "To: medias@ville.example\nDate: Tue, 24 Nov 2026 09:00:00 -0500\n"
            mail = f"Message-ID: <{number}@folder.example>\n{heads}{mail}"
            if "\nContent-Type:" not in mail:
                mail = f"Content-Type: text/plain; charset=utf-8\n{mail}"
        found.append((expected, name, mail.encode()))
    return found
