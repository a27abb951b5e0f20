"""What a message that came back says: of whom, how finally, in what words.

Whether an address is refused for good is asked of the address, not of the letter: one that
nobody has any more is HARD; a full box, a server that sleeps, a filter that did not like us
are SOFT, however finally they said no, since the next letter may well arrive.  Light: no
SQLAlchemy here.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from comms_desk.errors import N_, CommsDeskError

MESSAGE_LIMIT_BYTES = 40 * 1024 * 1024
"""A larger file is no report: servers send back 25 MiB, and base64 adds a third."""
READ_LIMIT_BYTES = 1024 * 1024
"""What is looked at: the report stands before the letter that it sends back."""


class Nature(StrEnum):
    """What a message that came back is; the values are stored."""

    HARD = "hard"
    """The address is refused, and will be."""
    SOFT = "soft"
    """The letter did not arrive, or not yet; the address may be good."""
    AUTO_REPLY = "auto-reply"
    """A machine's answer, such as an absence."""
    HUMAN = "human"
    """Somebody's own words; what is not surely something else is this."""
    RECEIPT = "receipt"
    """The letter arrived, was read or was deleted."""


BOUNCES = (Nature.HARD, Nature.SOFT)
"""What says that a letter did not arrive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedAddress:
    """One address that a report speaks of.

    *nature* is HARD or SOFT; *status* an enhanced status code (RFC 3463) or empty; *sentence*
    what the server said, in its words.
    """

    address: str
    nature: Nature
    status: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceReport:
    """What was understood of one message.

    Attributes:
        nature: What it is; of a report, HARD where any of its addresses is.
        refusals: Each address it speaks of; none unless it is HARD or SOFT.
        about: The Message-ID of the letter that it answers, ``<…>``, or empty.
        envelope: What the letter's envelope was called (ENVID), as a server gives it back.
        wants_out: Whether somebody asks to be written to no more; a person decides.
        sender: The bare address it came from, as it says, or empty.
        own_id: Its own Message-ID, or empty.
        dated: When it was written, as it says.
    """

    nature: Nature
    refusals: tuple[ReportedAddress, ...] = ()
    about: str = ""
    envelope: str = ""
    wants_out: bool = False
    sender: str = ""
    own_id: str = ""
    dated: datetime | None = None


class NotAMessage(CommsDeskError):
    """A file is no e-mail message."""

    what = N_("{name} is not an e-mail message.")
    way_out = N_("Save the message from your e-mail program as an .eml file.")

    name: str


class MessageFileTooLarge(CommsDeskError):
    """A file is far larger than any message that comes back."""

    name: str
    size_bytes: int
    limit_bytes: int


class OutlookFileNotRead(CommsDeskError):
    """A file is in Outlook's own form, and nothing of it can be read."""

    what = N_("{name}, in Outlook’s own format (.msg), could not be read.")
    way_out = N_("Save the message from the new Outlook or Outlook on the web as an .eml file.")

    name: str


class MessageFileUnreadable(CommsDeskError):
    """The system did not let a file, or a folder of them, be read."""

    what = N_("{name} could not be read: {reason}.")
    way_out = N_("Check that it is there and that you may open it.")

    name: str
    reason: str


class FolderIsLink(MessageFileUnreadable):
    """A folder of messages leads elsewhere: who placed it chooses what is read and moved."""

    what = N_("{name} is a link to another folder: no message is read or moved there.")
    way_out = N_("Have a real folder in its place, or choose another in Settings.")


class FolderOfAnother(CommsDeskError):
    """A folder of messages belongs to another person of the computer; it is read all the same."""

    what = N_("{name} belongs to another person: they choose which messages the desk reads.")
    way_out = N_("If that is not intended, choose a folder of your own in Settings.")

    name: str
