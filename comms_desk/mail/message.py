"""What is to be said: a subject, its two texts, and what they carry.

A message is stored once and goes out as many letters; what differs from one reader to the
next stands in it as ``{{ piece }}``.  It has no recipient and no date: a letter has.
"""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from comms_desk.changes import Ref
from comms_desk.errors import CommsDeskError
from comms_desk.mail.address import Address, has_control
from comms_desk.mail.errors import (
    HeaderBroken,
    ImageMissing,
    MessageTooLarge,
    PieceInBlindCopies,
)

MESSAGE_LIMIT_BYTES = 25 * 1024 * 1024
"""What the servers of most organisations take, pictures and attachments included."""

PIECE = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
_ADDRESS = re.compile(r"""\b(?:https?://|mailto:|www\.)[^\s<>"']+""", re.IGNORECASE)
_SHOWN_IMAGE = re.compile(r"""["'(\s=]cid:([^"'\s>)]+)""", re.IGNORECASE)
_CONTENT_ID = re.compile(r"[A-Za-z0-9._+-]+(@[A-Za-z0-9.-]+)?")
_MESSAGE_ID = re.compile(r"<[^<>@\s\x00-\x1f\x7f]{1,255}@[^<>@\s\x00-\x1f\x7f]{1,255}>")
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")


class Purpose(StrEnum):
    """Why a message goes out: its headers follow; the values are stored."""

    LETTER = "letter"
    """From a person of the service, to be answered."""
    BULLETIN = "bulletin"
    """From the service to its list: no out-of-office reply is wanted."""
    ANSWER = "answer"
    """To what its reader asked us: who asks is answered, whatever bars them from the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineImage:
    """A picture that the HTML shows as ``cid:content_id``."""

    content_id: str
    media_type: str
    content: bytes
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse what would break a header."""
        if not _CONTENT_ID.fullmatch(self.content_id):
            raise HeaderBroken("Content-ID", self.content_id)
        _check_part(self.media_type, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """A file that goes with the message.

    *words* is what it says, in plain words, which an embargo is asked about; None: it could not
    be read.  They are kept with the message, not with the file.
    """

    name: str
    media_type: str
    content: bytes
    words: str | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Refuse what would break a header."""
        _check_part(self.media_type, self.name)


class ReadAgain(ABC):
    """What is shown to a person, or made ready, and read again before it leaves."""

    __slots__ = ()

    @property
    @abstractmethod
    def leaves(self) -> tuple[object, ...]:
        """What a reader would notice of it: while that is the same, it may leave."""

    def refuse_other(self, before: Self | None, error: CommsDeskError) -> None:
        """Raise *error* unless the same leaves as *before*; None: nobody was shown any."""
        if before is not None and self.leaves != before.leaves:
            raise error


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLetter:
    """A letter as it would leave, read back from its bytes.

    Attributes:
        to: Each of those who have one alone.
        copy_to: The mailbox of the service, which has one too.
        sender: From whom; None: no account is set up.
    """

    to: tuple[Address, ...]
    copy_to: Address | None = None
    sender: Address | None
    subject: str
    text: str
    html: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message ready to be stored.

    *html* may be empty; *list_id* is a list's name in the form of a domain
    (``bulletin.ville.example``, RFC 2919); *unsubscribe* is a ``mailto:`` or ``https:``
    address (RFC 2369).  *in_reply_to* and *references* are Message-IDs, ``<…@…>`` (RFC 5322
    §3.6.4), or one piece each, ``{{ former }}``: what each reader had before has its own.
    *embargoed_until* is the end of an embargo as its words say it: while that ends at another
    moment it leaves to nobody.  *below* is another thing whose words it has under its own: an
    embargo on that holds it too.  One that is *blind* says the same to all, and leaves to many at
    once, none of whom sees another: its letters stay one a reader.
    """

    subject: str
    text: str
    html: str = ""
    images: tuple[InlineImage, ...] = ()
    attachments: tuple[AttachedFile, ...] = ()
    purpose: Purpose = Purpose.LETTER
    reply_to: Address | None = None
    list_id: str = ""
    unsubscribe: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    embargoed_until: datetime | None = None
    below: Ref | None = None
    blind: bool = False

    def __post_init__(self) -> None:
        """Refuse a message that could not be read as it was written.

        Raises:
            HeaderBroken: A line break or a control character stands in a header.
            ImageMissing: The HTML and the pictures do not name the same Content-IDs.
            MessageTooLarge: It weighs more than `MESSAGE_LIMIT_BYTES`.
            PieceInBlindCopies: It is blind, and would say something else to each reader.
        """
        headers = (
            ("Subject", self.subject),
            ("List-Id", self.list_id),
            ("List-Unsubscribe", self.unsubscribe),
        )
        for header, text in headers:
            if has_control(text):
                raise HeaderBroken(header, text)
        if self.list_id and not re.fullmatch(r"[a-z0-9.-]+", self.list_id):
            raise HeaderBroken("List-Id", self.list_id)
        if self.unsubscribe and not re.fullmatch(r"(mailto|https):[^\s<>]+", self.unsubscribe):
            raise HeaderBroken("List-Unsubscribe", self.unsubscribe)
        for header, answered in (
            ("In-Reply-To", (self.in_reply_to,) if self.in_reply_to else ()),
            ("References", self.references),
        ):
            for text in answered:
                if not PIECE.fullmatch(text):
                    check_message_id(header, text)
        carried = {image.content_id for image in self.images}
        for content_id in carried ^ set(_SHOWN_IMAGE.findall(self.html)):
            raise ImageMissing(content_id)
        if self.size_bytes > MESSAGE_LIMIT_BYTES:
            raise MessageTooLarge(self.size_bytes, MESSAGE_LIMIT_BYTES)
        for piece in sorted(self.pieces) if self.blind else ():
            raise PieceInBlindCopies(piece)

    @property
    def size_bytes(self) -> int:
        """Return roughly what it will weigh once encoded."""
        texts = len(self.text.encode()) + len(self.html.encode())
        carried = sum(len(image.content) for image in self.images)
        carried += sum(len(file.content) for file in self.attachments)
        return texts + carried * 4 // 3

    @property
    def words_of_files(self) -> str:
        """Return what its files say, as far as they could be read."""
        said = dict.fromkeys(each.words for each in self.attachments if each.words)
        return "\n".join(said)

    @property
    def pieces(self) -> frozenset[str]:
        """Return the names of the pieces that each letter must fill."""
        return pieces_of(self.subject, self.text, self.html, self.in_reply_to, *self.references)


def check_message_id(header: str, text: str) -> None:
    """Refuse what is no Message-ID, where a *header* names one.

    Raises:
        HeaderBroken: It is none.
    """
    if not (text.isascii() and _MESSAGE_ID.fullmatch(text)):
        raise HeaderBroken(header, text)


def pieces_of(*texts: str) -> frozenset[str]:
    """Return the names of the pieces that stand in *texts*."""
    return frozenset(name for text in texts for name in PIECE.findall(text))


def without_pieces(text: str) -> str:
    """Return *text* in which no value is filled in for each reader, whatever a person wrote.

    Within an address a brace is escaped (RFC 3986, 2.1): it leads where it led.
    """
    text = _ADDRESS.sub(lambda address: re.sub("{(?={)", "%7B", address[0]), text)
    return re.sub(r"{(?={)", "{\N{WORD JOINER}", text)


def _check_part(media_type: str, name: str) -> None:
    if not _MEDIA_TYPE.fullmatch(media_type):
        raise HeaderBroken("Content-Type", media_type)
    if has_control(name):
        raise HeaderBroken("Content-Disposition", name)
