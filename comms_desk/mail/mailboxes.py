"""The mailboxes of the service: which one reads the answers, which one has copies."""

from comms_desk.mail.address import Address
from comms_desk.settings import COPY_TO, REPLY_TO, Setting
from comms_desk.storage import desk_settings
from comms_desk.storage.database import Snapshot


def reply_to(snapshot: Snapshot) -> Address | None:
    """Return the mailbox that reads the answers; None: that of the sender."""
    return _mailbox(snapshot, REPLY_TO)


def shared(snapshot: Snapshot) -> Address | None:
    """Return the mailbox of the service, which has a letter of its own; None: there is none."""
    return _mailbox(snapshot, COPY_TO)


def _mailbox(snapshot: Snapshot, which: Setting[str]) -> Address | None:
    written = desk_settings.value(snapshot, which)
    return Address.parse(written) if written else None
