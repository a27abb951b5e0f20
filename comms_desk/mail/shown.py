"""A letter as it would leave, read back from its very bytes, before anybody has it leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Literal, cast

from comms_desk.mail.address import Address
from comms_desk.mail.compose import Composer
from comms_desk.mail.message import AttachedFile, NewMessage

NOBODY = Address.stored("personne@ville.invalid")
"""Whom a letter is shown from, or to, while nobody is known; it is never said."""
SHOWN = "<0@ville.invalid>"
"""The Message-ID of a letter that is shown: it gets its own as it is queued."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """What the bytes of a letter say to its reader."""

    subject: str
    text: str
    html: str
    files: tuple[AttachedFile, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What its files are called."""
        return tuple(each.name for each in self.files)


def read_back(
    made: NewMessage,
    *,
    sender: Address | None,
    to: Address | None,
    values: Mapping[str, str] | None = None,
) -> ReadBack:
    """Return what the letter *made* says *to* its reader.

    Args:
        made: The message.
        sender: From whom; None while no account is set up.
        to: Its reader; None while nobody is chosen.
        values: What its pieces say to them, if it has some.
    """
    raw = Composer(made, sender=sender or NOBODY).letter(
        to=to or NOBODY,
        values=values or {},
        message_id=SHOWN,
        at=datetime.fromtimestamp(0, UTC),
    )
    mail = message_from_bytes(raw, policy=default)
    return ReadBack(
        subject=str(mail["Subject"]),
        text=_part(mail, "plain"),
        html=_part(mail, "html"),
        files=tuple(
            AttachedFile(
                name=str(each.get_filename()),
                media_type=each.get_content_type(),
                content=cast("bytes", each.get_payload(decode=True)),
            )
            for each in mail.iter_attachments()
        ),
    )


def _part(mail: EmailMessage, kind: Literal["plain", "html"]) -> str:
    part = mail.get_body((kind,))
    return "" if part is None else str(part.get_content()).replace("\r\n", "\n")
