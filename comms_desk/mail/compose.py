"""From a message to the bytes of one letter (RFC 5322), many times and quickly.

The message is built and encoded once, by the standard library's ``email`` under its SMTP
policy; only its pieces, and the few headers that are one letter's own, are encoded again
for each reader.  A value can add neither a header nor markup: header text is checked, and
what goes into HTML is escaped.
"""

import hmac
import re
import secrets
from base64 import encodebytes
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from email.generator import BytesGenerator
from email.header import Header
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.quoprimime import body_encode
from email.utils import format_datetime, quote
from functools import lru_cache
from html import escape
from io import BytesIO

from comms_desk.i18n import CITY_ZONE
from comms_desk.mail.address import Address, has_control
from comms_desk.mail.errors import HeaderBroken, PieceMissing
from comms_desk.mail.message import (
    PIECE,
    AttachedFile,
    InlineImage,
    NewMessage,
    Purpose,
    check_message_id,
)
from comms_desk.text import file_names
from comms_desk.text.mailbox import ascii_domain

PLAIN_HEADER_LIMIT = 60
"""Characters of a header text that may stand as they are, on one line."""
MARK_CHARACTERS = 24
"""Of a Message-ID, what only the desk can make: 96 bits."""
SHARED = "b"
"""What the Message-ID of a message begins with whose letters share it."""
WORDS_KEPT = 16
"""Header texts kept as they were encoded: most letters of a message share theirs."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n|\x85|\u2028|\u2029|\v|\f")
_SOFT_BREAK = "=\n"


class Composer:
    """Turns one message into any number of letters from one sender."""

    def __init__(self, message: NewMessage, *, sender: Address) -> None:
        self._message = message
        self._sender = sender
        self._mark = f"piece{secrets.token_hex(12)}"
        self._segments = self._split(_flatten(self._skeleton()))
        self._marks = frozenset(self._segments[1::2])

    def letter(
        self, *, to: Address, values: Mapping[str, str], message_id: str, at: datetime
    ) -> bytes:
        """Return the bytes of the letter to *to*, lines ended by CR LF.

        Args:
            to: Its only recipient; one in blind copies goes to the sender.
            values: What each piece says to this reader.
            message_id: ``<…@…>``, its own for ever: a letter sent again keeps it, so that
                a server that took it the first time can recognise it.
            at: The moment written in it, shown in city time.

        Raises:
            PieceMissing: A piece of the message has no value.
            HeaderBroken: A value of the subject, or *message_id*, holds a line break, or what
                it answers has no Message-ID.
        """
        if has_control(message_id):
            raise HeaderBroken("Message-ID", message_id)
        date = f"Date: {format_datetime(at.astimezone(CITY_ZONE))}"
        shown_to = self._sender if self._message.blind else to
        headers = [*self._own_headers(shown_to, values), date, f"Message-ID: {message_id}"]
        headers += self._answering(values)
        return _lines(headers) + self._body(values)

    def draft(self, *, blind_copies: Sequence[Address], values: Mapping[str, str]) -> bytes:
        """Return the bytes of a draft to the sender, that a mail program opens to be sent.

        It has neither date nor Message-ID: the program that sends it gives them.

        Args:
            blind_copies: Who gets it; none of them sees another.
            values: What each piece says to all of them.

        Raises:
            PieceMissing: A piece of the message has no value.
            HeaderBroken: A value of the subject holds a line break.
        """
        hidden = (_mailbox("Bcc", each).partition(": ")[2] for each in blind_copies)
        headers = [
            *self._own_headers(self._sender, values),
            f"Bcc: {',\r\n '.join(hidden)}",
            "X-Unsent: 1",
        ]
        return _lines(headers) + self._body(values)

    def _body(self, values: Mapping[str, str]) -> bytes:
        written = {mark: _piece(mark, values) for mark in self._marks}
        said = (
            written[segment] if place % 2 else segment
            for place, segment in enumerate(self._segments)
        )
        return b"".join(said)

    def _own_headers(self, to: Address, values: Mapping[str, str]) -> list[str]:
        subject = PIECE.sub(
            lambda found: _value(values, found[1], html=False), self._message.subject
        )
        if has_control(subject):
            raise HeaderBroken("Subject", subject)
        headers = [_mailbox("From", self._sender), _mailbox("To", to)]
        if self._message.reply_to:
            headers.append(_mailbox("Reply-To", self._message.reply_to))
        return [*headers, f"Subject: {_words('Subject', subject)}"]

    def _answering(self, values: Mapping[str, str]) -> Iterator[str]:
        """Yield what says to what a letter of these *values* answers; a piece may be blank."""
        message = self._message
        said = {"In-Reply-To": (message.in_reply_to,), "References": message.references}
        for header, those in said.items():
            named = [
                PIECE.sub(lambda found: _value(values, found[1], html=False), each)
                for each in those
            ]
            written = list(dict.fromkeys(filter(None, named)))
            for each in written:
                check_message_id(header, each)
            if written:
                # Folded by hand: the policies write a long one as an encoded word.
                yield f"{header}: " + "\r\n ".join(written)

    def _skeleton(self) -> EmailMessage:
        """Return the message with marks where its pieces go, and none of a letter's headers."""
        whole = EmailMessage(policy=SMTP)
        self._add_common_headers(whole)
        message = self._message
        body = self._text_part("plain", message.text)
        if message.html:
            shown = self._text_part("html", message.html)
            if message.images:
                shown = _together("related", shown, *map(_image_part, message.images))
            body = _together("alternative", body, shown)
        if message.attachments:
            body = _together("mixed", body, *map(_attachment_part, message.attachments))
        for name, value in body.items():
            whole[name] = value
        whole.set_payload(body.get_payload())
        return whole

    def _add_common_headers(self, whole: EmailMessage) -> None:
        message = self._message
        whole["MIME-Version"] = "1.0"
        if message.list_id:
            whole["List-Id"] = f"<{message.list_id}>"
        if message.unsubscribe:
            whole["List-Unsubscribe"] = f"<{message.unsubscribe}>"
            if message.unsubscribe.startswith("https:"):
                whole["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        if message.purpose is Purpose.BULLETIN:
            whole["Auto-Submitted"] = "auto-generated"
            whole["X-Auto-Response-Suppress"] = "OOF, AutoReply"

    def _text_part(self, subtype: str, text: str) -> MIMEPart:
        part = MIMEPart(policy=SMTP)
        part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
        part["Content-Transfer-Encoding"] = "quoted-printable"
        text = _with_line_feeds(text)
        pieces = PIECE.split(text if text.endswith("\n") else text + "\n")
        encoded = [
            f"{self._mark}<{subtype[0]}.{piece}>" if place % 2 else _quoted_lines(piece)
            for place, piece in enumerate(pieces)
        ]
        part.set_payload(_SOFT_BREAK.join(encoded))
        return part

    def _split(self, whole: bytes) -> list[bytes]:
        """Cut *whole* at its marks: fixed bytes and ``where.piece`` in turn."""
        return re.split(rb"%s<([a-z]\.[a-z0-9_]+)>" % self._mark.encode("ascii"), whole)


def new_message_id(
    letter: int, *, secret: str, sender: Address, shared_by: int | None = None
) -> str:
    """Return the Message-ID of a letter.

    *secret*, its message's own, is in no letter: who has one cannot make up the id of another's.
    All letters of a message in blind copies are the same, and have one, *shared_by* that message.
    That of a message of before ids were signed stands in its letters as it is, and what came
    back, or answers them, names it.
    """
    if len(secret) == MARK_CHARACTERS:
        return f"<{letter}.{secret}@{ascii_domain(sender.domain)}>"
    name = str(letter) if shared_by is None else f"{SHARED}{shared_by}"
    mark = hmac.digest(secret.encode("ascii"), name.encode("ascii"), "sha256").hex()
    return f"<{name}.{mark[:MARK_CHARACTERS]}@{ascii_domain(sender.domain)}>"


def new_envelope_id(letter: int, *, secret: str) -> str:
    """Return what the envelope of a letter that leaves alone is called (ENVID, RFC 3461 §4.4).

    Servers alone see it, and a report gives it back.  Empty for a message of before ids were
    signed: its secret stands in its letters.
    """
    if len(secret) == MARK_CHARACTERS:
        return ""
    mark = hmac.digest(secret.encode("ascii"), f"envelope {letter}".encode("ascii"), "sha256").hex()
    return f"{letter}.{mark[:MARK_CHARACTERS]}"


def _lines(headers: Sequence[str]) -> bytes:
    return "".join(f"{header}\r\n" for header in headers).encode("utf-8")


def _piece(mark: bytes, values: Mapping[str, str]) -> bytes:
    """Return what stands at *mark*, ``where.piece``, in the letter of these *values*."""
    where, _, name = mark.decode("ascii").partition(".")
    return _quoted(_value(values, name, html=where == "h")).encode("ascii")


def _value(values: Mapping[str, str], name: str, *, html: bool) -> str:
    try:
        value = values[name]
    except KeyError:
        raise PieceMissing(name) from None
    return escape(value) if html else value


def _mailbox(header: str, address: Address) -> str:
    """Return *address* as a header line; the address itself is never encoded as a word."""
    if not address.name:
        return f"{header}: {address.on_the_wire}"
    name = address.name
    written = f'"{quote(name)}"' if _is_plain(name) else _words(header, name)
    return f"{header}: {written}\r\n <{address.on_the_wire}>"


@lru_cache(WORDS_KEPT)
def _words(header: str, text: str) -> str:
    """Return *text* as the words of a header (RFC 2047), folded.

    WORKAROUND(CPython 3.13.5): the policies' own folding puts two encoded words side by
    side without a space (``=?utf-8?q?_?==?utf-8?q?…``), which readers then show as they
    stand or with a space too many; `email.header.Header` does not.
    """
    if _is_plain(text):
        return text
    return Header(text, "utf-8", header_name=header, maxlinelen=76).encode(linesep="\r\n")


def _is_plain(text: str) -> bool:
    return text.isascii() and len(text) <= PLAIN_HEADER_LIMIT and "=?" not in text


def _with_line_feeds(text: str) -> str:
    return _LINE_BREAK.sub("\n", text)


def _quoted_lines(text: str) -> str:
    """Return *text*, line feeds kept, as quoted-printable of its UTF-8 (RFC 2045 §6.7)."""
    return body_encode(text.encode("utf-8").decode("latin-1"))


def _quoted(value: str) -> str:
    return _quoted_lines(_with_line_feeds(value)).replace("\n", "\r\n")


def _together(subtype: str, *parts: MIMEPart) -> MIMEPart:
    whole = MIMEPart(policy=SMTP)
    whole["Content-Type"] = f'multipart/{subtype}; boundary="={subtype}={secrets.token_hex(12)}"'
    whole.set_payload(list(parts))
    return whole


def _image_part(image: InlineImage) -> MIMEPart:
    part = _binary_part(image.media_type, image.content)
    part["Content-ID"] = f"<{image.content_id}>"
    name = file_names.as_given(image.name) or image.content_id
    part.add_header("Content-Disposition", "inline", filename=name)
    return part


def _attachment_part(file: AttachedFile) -> MIMEPart:
    part = _binary_part(file.media_type, file.content)
    part.add_header("Content-Disposition", "attachment", filename=file_names.as_given(file.name))
    return part


def _binary_part(media_type: str, content: bytes) -> MIMEPart:
    part = MIMEPart(policy=SMTP)
    part["Content-Type"] = media_type
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(encodebytes(content).decode("ascii"))
    return part


def _flatten(message: EmailMessage) -> bytes:
    out = BytesIO()
    BytesGenerator(out, mangle_from_=False, policy=SMTP).flatten(message)
    return out.getvalue()
