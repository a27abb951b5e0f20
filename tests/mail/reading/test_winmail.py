"""What Outlook wraps in a ``winmail.dat`` is read, whatever befell it, and harms nothing."""

import base64
import random
import struct

import pytest

from comms_desk.mail.reading.model import LeftUnread, MailPart, OpenedMail
from comms_desk.mail.reading.opening import open_mail
from comms_desk.mail.reading.outlook_file import NOTHING, RTF, WORDS, unfolded
from comms_desk.mail.reading.outlook_file_child import unfold
from tests.support.winmail import attribute, properties, wrapped

BODY, RTF_BODY, HTML = 0x1000, 0x1009, 0x1013
HOW_MANY = 1_000
SEED = 20261202
DATA = b"%PDF" * 2_000 + b"\0\0\0"
WHOLE = wrapped({BODY: "Combien coûte le déneigement?"}, [("Procès-verbal.pdf", DATA)])


def mail(raw: bytes, *, text: str = "", kind: str = "application/ms-tnef") -> OpenedMail:
    words = f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n" if text else ""
    head = (
        "From: zoe@ledevoir.example\r\nSubject: Neige\r\n"
        f'Content-Type: multipart/mixed; boundary="b"\r\n\r\n{words}'
        f'--b\r\nContent-Type: {kind}; name="winmail.dat"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return open_mail(head.encode() + base64.encodebytes(raw) + b"--b--\r\n")


@pytest.mark.parametrize("kind", ["application/ms-tnef", "application/octet-stream"])
def test_the_words_and_the_files_in_it_are_those_of_the_mail(kind: str) -> None:
    opened = mail(WHOLE, kind=kind)

    assert opened.text == "Combien coûte le déneigement?"
    assert [(each.name, each.data) for each in opened.files] == [("Procès-verbal.pdf", DATA)]
    assert opened.left_unread == ()


def test_files_in_it_come_with_a_mail_that_has_words_of_its_own() -> None:
    opened = mail(WHOLE, text="Voici le document. Est-il exact?")

    assert opened.text.strip() == "Voici le document. Est-il exact?"
    assert [each.name for each in opened.files] == ["Procès-verbal.pdf"]


def test_words_of_html_alone_are_read() -> None:
    assert mail(wrapped({HTML: b"<p>Combien?</p>"})).text == "Combien?"


def test_words_in_rtf_alone_are_said_not_to_be_read_and_it_is_kept() -> None:
    opened = mail(wrapped({RTF_BODY: b"\x10\0\0\0LZFu"}, [("a.pdf", b"%PDF")]))

    assert opened.left_unread == (LeftUnread(what=MailPart.WORDS),)
    assert [each.name for each in opened.files] == ["a.pdf", "winmail.dat"]


def test_the_rtf_of_a_mail_that_has_its_words_in_plain_text_is_no_file() -> None:
    opened = mail(wrapped({RTF_BODY: b"\x10\0\0\0LZFu"}), text="Combien?")

    assert (opened.files, opened.left_unread) == ((), ())


def test_of_too_many_files_it_says_how_many_were_read_and_is_kept() -> None:
    opened = mail(wrapped({BODY: "Voici."}, [("a.pdf", b"%PDF")] * 80))

    assert opened.left_unread == (LeftUnread(what=MailPart.FILES, read=51, total=81),)
    assert opened.files[-1].name == "winmail.dat"


def test_a_message_within_it_is_a_file() -> None:
    inner = bytes.fromhex("0703020000000000c000000000000046") + wrapped(
        {BODY: "Dedans", 0x0037: "Sujet"}
    )
    held = struct.pack("<IHHII", 1, 0xD, 0x3701, 1, len(inner)) + inner + bytes(-len(inner) % 4)
    raw = wrapped({BODY: "Voyez le courriel."}) + attribute(0x00069002, b"", level=2)

    opened = mail(raw + attribute(0x00069005, held, level=2))

    assert [each.name for each in opened.files] == ["Sujet.eml"]


def test_what_cannot_be_read_is_kept_and_said() -> None:
    opened = mail(b"\x78\x9f\x3e\x22" + b"\xff" * 400)

    assert [each.name for each in opened.files] == ["winmail.dat"]
    assert opened.left_unread == (LeftUnread(what=MailPart.WORDS),)


def test_a_thousand_damaged_ones_harm_nothing() -> None:
    chance = random.Random(SEED)
    said = set()
    for number in range(HOW_MANY):
        changed = bytearray(WHOLE)
        for _ in range(chance.choice((1, 4, 40, 400))):
            changed[chance.randrange(4, len(changed))] = chance.randrange(256)
        cut = chance.randrange(4, len(changed)) if number % 5 == 0 else len(changed)
        said.add(unfold(bytes(changed[:cut]))[0])

    assert said <= {WORDS, RTF, NOTHING}


@pytest.mark.parametrize(
    "hostile",
    [
        # A list that says that it has four thousand million properties, or values of one.
        struct.pack("<I", 0xFFFFFFFF) + bytes(4_000),
        struct.pack("<IHHI", 1, 0x1102, BODY, 0xFFFFFFFF) + bytes(4_000),
        struct.pack("<IHHI", 1, 0x1003, BODY, 0xFFFFFFFF) + bytes(4_000),
        struct.pack("<IHHII", 1, 0x1F, BODY, 1, 0xFFFFFFFF) + b"a\0",
        struct.pack("<IHH16sII", 1, 0x1F, 0x8001, bytes(16), 1, 0xFFFFFFFF) + b"a\0",
        properties({BODY: "a" * 3_000_000}),
    ],
)
def test_a_list_made_to_harm_ends_where_it_ends(hostile: bytes) -> None:
    raw = wrapped({}) + attribute(0x00069003, hostile)

    assert unfolded(raw).left_out == 0


def test_messages_within_messages_are_opened_twice_and_no_deeper() -> None:
    raw = wrapped({BODY: "Au fond"})
    for _deep in range(300):
        inner = bytes.fromhex("0703020000000000c000000000000046") + raw
        held = struct.pack("<IHHII", 1, 0xD, 0x3701, 1, len(inner)) + inner + bytes(-len(inner) % 4)
        raw = (
            wrapped({}) + attribute(0x00069002, b"", level=2) + attribute(0x00069005, held, level=2)
        )

    assert unfolded(raw).raw.count(b"message/rfc822") == 2
