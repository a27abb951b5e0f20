"""A message in Outlook's own form, a .msg or a ``winmail.dat``, as the same in everybody's (.eml).

Both are opened in a process apart: see `outlook_file_child`.
"""

from dataclasses import dataclass

from comms_desk.apart import Bounds, WorkDied, WorkTooHeavy, WorkTooLong, run_apart

CHILD = "comms_desk.mail.reading.outlook_file_child"
BEGINNING = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORDS, RTF, NOTHING = b"words", b"rtf", b"nothing"
"""What the first line of the answer says that there is to read; then, how many files it has not."""

BOUNDS = Bounds(seconds=20, most_seconds=20, memory=250_000_000, answer=80_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfolded:
    """What was read of such a file.

    Attributes:
        raw: The message, as .eml; blank: nothing of it can be read.
        is_rtf_only: Its words are in Outlook's own form alone (RTF), which is not read.
        left_out: How many files the message has not, being too many.
    """

    raw: bytes = b""
    is_rtf_only: bool = False
    left_out: int = 0


def is_outlook_file(content: bytes) -> bool:
    """Whether *content* begins as a .msg does."""
    return content.startswith(BEGINNING)


def unfolded(content: bytes) -> Unfolded:
    """Return what can be read of *content*, in either form; it may have been made to harm."""
    try:
        answer = run_apart(CHILD, content, BOUNDS)
    except (WorkDied, WorkTooHeavy, WorkTooLong):
        return Unfolded()
    line, _end, raw = answer.partition(b"\n")
    said, _space, left_out = line.partition(b" ")
    return Unfolded(raw=raw, is_rtf_only=said == RTF, left_out=int(left_out or b"0"))
