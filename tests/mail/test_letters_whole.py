"""A letter to its last byte: each header, each part, and what no message may carry."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from comms_desk.mail.address import Address
from comms_desk.mail.compose import Composer
from comms_desk.mail.errors import HeaderBroken, MessageTooLarge
from comms_desk.mail.message import (
    MESSAGE_LIMIT_BYTES,
    AttachedFile,
    InlineImage,
    NewMessage,
)

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
DESK = Address(name="Service des communications", local="presse", domain="ville.example")
ZOE = Address(local="zoe", domain="journal.example")


def letter(message: NewMessage, *, to: Address = ZOE) -> bytes:
    return Composer(message, sender=DESK).letter(
        to=to, values={}, message_id="<1.x@ville.example>", at=NOON
    )


def headers(raw: bytes) -> list[str]:
    return raw.partition(b"\r\n\r\n")[0].decode().split("\r\n")


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_letter_has_the_headers_of_one_and_no_other() -> None:
    raw = letter(
        NewMessage(
            subject="Budget",
            text="Bonjour",
            reply_to=Address(local="redaction", domain="ville.example"),
        )
    )

    assert headers(raw) == [
        'From: "Service des communications"',
        " <presse@ville.example>",
        "To: zoe@journal.example",
        "Reply-To: redaction@ville.example",
        "Subject: Budget",
        "Date: Tue, 24 Nov 2026 12:00:00 -0500",
        "Message-ID: <1.x@ville.example>",
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: quoted-printable",
    ]
    assert raw.endswith(b"\r\n\r\nBonjour\r\n")


@pytest.mark.parametrize(
    ("unsubscribe", "at_once"),
    [
        ("", None),
        ("mailto:non@ville.example", None),
        ("https://ville.example/non?7", "List-Unsubscribe=One-Click"),
    ],
)
def test_a_reader_can_be_taken_off_by_a_letter_or_at_once(
    unsubscribe: str, at_once: str | None
) -> None:
    found = read(letter(NewMessage(subject="s", text="t", unsubscribe=unsubscribe)))

    assert found["List-Unsubscribe"] == (f"<{unsubscribe}>" if unsubscribe else None)
    assert found["List-Unsubscribe-Post"] == at_once
    assert found["List-Id"] is None


@pytest.mark.parametrize("subject", ["a" * 60, "b " * 30 + "c"])
def test_a_subject_stands_as_it_is_while_it_has_room_on_its_line(subject: str) -> None:
    raw = letter(NewMessage(subject=subject, text="t"))

    as_it_is = f"Subject: {subject}" in headers(raw)
    assert as_it_is == (len(subject) <= 60)
    assert read(raw)["Subject"] == subject


@pytest.mark.parametrize("subject", ["mot " * 25 + "fin", "=?utf-8?q?x?=", "a" * 61])
def test_a_subject_that_has_no_room_or_looks_encoded_is_read_as_it_was_written(
    subject: str,
) -> None:
    raw = letter(NewMessage(subject=subject, text="t"))

    assert read(raw)["Subject"] == subject
    assert f"Subject: {subject}" not in headers(raw)
    assert max(map(len, headers(raw))) <= 78


def test_a_line_that_begins_with_from_is_no_quotation() -> None:
    raw = letter(NewMessage(subject="s", text="From here on\nFrom there"))

    assert raw.endswith(b"\r\n\r\nFrom here on\r\nFrom there\r\n")


def test_pictures_and_files_have_the_names_that_they_were_given() -> None:
    def image(content_id: str, name: str) -> InlineImage:
        return InlineImage(
            content_id=content_id, media_type="image/png", content=b"\x89P\n", name=name
        )

    raw = letter(
        NewMessage(
            subject="s",
            text="t",
            html='<img src="cid:head"><img src="cid:foot">',
            images=(image("head", "tête.png"), image("foot", "")),
            attachments=(
                AttachedFile(name="plan.pdf", media_type="application/pdf", content=b"%PDF"),
            ),
        )
    )

    binary = [each for each in read(raw).walk() if each.get_content_maintype() != "text"]
    found = [
        (
            each.get_content_type(),
            each.get_content_disposition(),
            each.get_filename(),
            each["Content-ID"],
            each["Content-Transfer-Encoding"],
        )
        for each in binary
        if not each.is_multipart()
    ]
    assert found == [
        ("image/png", "inline", "tête.png", "<head>", "base64"),
        ("image/png", "inline", "foot", "<foot>", "base64"),
        ("application/pdf", "attachment", "plan.pdf", None, "base64"),
    ]
    boundaries = re.findall(rb'boundary="([^"]+)"', raw)
    assert len(set(boundaries)) == 3


def file_of(size: int) -> tuple[AttachedFile]:
    return (AttachedFile(name="film.mp4", media_type="video/mp4", content=bytes(size)),)


def test_a_message_may_weigh_what_servers_take_and_not_a_byte_more() -> None:
    assert MESSAGE_LIMIT_BYTES == 26_214_400  # 25 MiB, once encoded: four bytes for three
    heaviest = NewMessage(subject="s", text="", attachments=file_of(19_660_800))

    assert heaviest.size_bytes == MESSAGE_LIMIT_BYTES
    with pytest.raises(MessageTooLarge) as refused:
        NewMessage(subject="s", text="t", attachments=file_of(19_660_800))
    assert refused.value.size_bytes == MESSAGE_LIMIT_BYTES + 1
    assert refused.value.limit_bytes == MESSAGE_LIMIT_BYTES


def image_with(*, content_id: str = "head", media_type: str = "image/png", name: str = "") -> None:
    InlineImage(content_id=content_id, media_type=media_type, content=b"", name=name)


def file_with(*, name: str = "plan.pdf", media_type: str = "application/pdf") -> None:
    AttachedFile(name=name, media_type=media_type, content=b"")


def message_with(*, list_id: str = "", unsubscribe: str = "") -> None:
    NewMessage(subject="s", text="t", list_id=list_id, unsubscribe=unsubscribe)


@pytest.mark.parametrize(
    ("make", "header"),
    [
        (lambda: image_with(content_id="a b"), "Content-ID"),
        (lambda: image_with(content_id="a>"), "Content-ID"),
        (lambda: image_with(media_type="image"), "Content-Type"),
        (lambda: image_with(name="a\nb"), "Content-Disposition"),
        (lambda: file_with(media_type="application/pdf\r\nBcc: x"), "Content-Type"),
        (lambda: file_with(name="a\u2029b"), "Content-Disposition"),
        (lambda: message_with(list_id="une liste"), "List-Id"),
        (lambda: message_with(list_id="<x>"), "List-Id"),
        (lambda: message_with(unsubscribe="http://ville.example"), "List-Unsubscribe"),
        (lambda: message_with(unsubscribe="https://a b"), "List-Unsubscribe"),
    ],
)
def test_what_would_break_a_header_is_refused_by_its_name(
    make: Callable[[], None], header: str
) -> None:
    with pytest.raises(HeaderBroken) as refused:
        make()

    assert refused.value.header == header


def test_what_breaks_no_header_is_let_in() -> None:
    image_with(name="tête de page.png")
    file_with(name="Communiqué.docx")
    message_with(list_id="bulletin.ville.example", unsubscribe="mailto:a@b.example")
