"""A mail that was opened, whichever program wrote it: what stands in it, and nothing made of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from comms_desk.errors import CommsDeskError

MAIL_LIMIT_BYTES = 25 * 1024 * 1024
"""The original is kept whole, as any file of the desk is."""
TEXT_LIMIT_CHARACTERS = 400_000
LINES_LIMIT = 10_000
"""Of the words of a mail that are read: two seconds of it; the others stand in the original."""


class MailTooLarge(CommsDeskError):
    """A mail has *size* bytes, and at most *limit* are kept."""

    size: int
    limit: int


class MailPart(StrEnum):
    """What of a mail may be left unread; the values are stored."""

    TEXT = "text"
    """Of its words, in kilobytes."""
    FILES = "files"
    WORDS = "words"
    """It has none that is read: another form has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftUnread:
    """Of *what* came with a mail *read* of *total* were read; the original has all of it."""

    what: MailPart
    read: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that came with a mail, of a *media_type* that the mail says."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedMail:
    """What stands in a mail.

    Attributes:
        sender: Their address as it is written, or blank; *sender_name* as it is shown.
        reply_to: Where they want the answer, where that is somewhere else; *reply_also*: where
            else still.
        text: Its words, as plain text; quoted lines begin with ``>``.
        is_automatic: No person sent it to the office in particular.
        files: Those that somebody attached, in order; not the pictures of a signature.
        enclosed: The first mail that it holds whole; *enclosed_files* are all of them.
        left_unread: What of it is beyond what is read, or in a form that is not (RTF), or damaged:
            the original has it.
    """

    sender: str = ""
    sender_name: str = ""
    reply_to: str = ""
    reply_also: tuple[str, ...] = ()
    subject: str = ""
    sent_at: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    text: str = ""
    is_automatic: bool = False
    files: tuple[Attached, ...] = ()
    enclosed: "OpenedMail | None" = None
    enclosed_files: tuple[Attached, ...] = ()
    left_unread: tuple[LeftUnread, ...] = ()
