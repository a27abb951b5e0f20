"""Whatever a stranger sends, it is read within bounds or not at all."""

import base64
import random
from pathlib import Path
from time import process_time

import pytest

from comms_desk.mail.bounces.reading import REFUSALS_LIMIT, read
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.reading import parts
from comms_desk.mail.reading.parts import MessagePart

CORPUS = Path(__file__).parent / "corpus"
HEAD = b"From: MAILER-DAEMON@x.example\r\nSubject: failure\r\nTo: us@ville.example\r\n"
SAID = b"could not be delivered\n"
WORST = {
    "one word": b"a" * 100_000,
    "addresses begun": b"<a@" * 33_000,
    "addresses": b"a@b.example " * 8_000,
    "brackets": b"<" * 100_000,
    "spaces": b" " * 100_000,
    "lines": b"\n" * 100_000,
    "lines of a space": b" \n" * 50_000,
    "dashes": b"-" * 100_000,
    "dots": b"a@" + b"a." * 50_000,
    "ids": b"Message-ID: <" * 8_000,
    "quotes": b"Le a a \xc3\xa9crit\n" * 7_000,
    "refusals": b"".join(b"<a%d@b.example>: 550 5.1.1 no\n" % each for each in range(3_300)),
    "entities": b"&amp;" * 20_000,
}


def nested(levels: int) -> bytes:
    return b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (each, each)
        for each in range(levels)
    )


def test_a_message_of_ten_thousand_parts_is_cut_short() -> None:
    whole = MessagePart.read(
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 10_000
    )

    assert len(list(whole.every())) == 1 + parts.PARTS_LIMIT


def test_a_message_in_a_message_in_a_message_ends_somewhere() -> None:
    assert max(part.depth for part in MessagePart.read(nested(3_000)).every()) == parts.DEPTH_LIMIT
    carried = MessagePart.read(b"Content-Type: message/rfc822\n\n" * 3_000)
    assert max(part.depth for part in carried.every(into_messages=True)) == parts.DEPTH_LIMIT


def test_parts_of_parts_count_together() -> None:
    inner = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 90
    whole = b"Content-Type: multipart/mixed; boundary=a\n\n" + (b"--a\n" + inner) * 90

    assert len(list(MessagePart.read(whole).every())) == 1 + parts.PARTS_LIMIT


def test_headers_of_a_megabyte_hold_nobody_up() -> None:
    long = HEAD + b"X-Long: " + b"a" * 1_000_000 + b"\r\n\r\n" + SAID
    many = HEAD + b"X: y\n" * 200_000 + b"\n" + SAID
    words = b"Subject: " + b"=?utf-8?q?a?= " * 80_000 + b"\n\nx"

    assert read(long).nature is Nature.HUMAN
    assert read(many).nature is Nature.HUMAN
    assert read(words).nature is Nature.HUMAN


def test_a_parameter_of_sixty_thousand_semicolons_holds_nobody_up() -> None:
    endless = b'--a\nContent-Type: text/x; n="' + b";" * 60_000 + b"\n\nx\n"
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=a\n\n" + endless * 5

    assert spent_s(raw) < 1.0


@pytest.mark.parametrize("name", WORST)
def test_the_worst_text_costs_no_more_than_its_length(name: str) -> None:
    raw = HEAD + b"\r\n" + SAID + WORST[name]

    assert spent_s(raw) < 20 * spent_s(HEAD + b"\r\n" + SAID + b"Bonjour. " * 11_000) + 0.1


def test_of_an_endless_list_of_refusals_the_first_are_taken() -> None:
    assert len(read(HEAD + b"\r\n" + SAID + WORST["refusals"]).refusals) == REFUSALS_LIMIT


def test_a_text_that_swells_is_cut() -> None:
    body = base64.encodebytes(b"a" * 3_000_000)
    raw = b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + body

    assert len(MessagePart.read(raw).text) <= parts.TEXT_LIMIT_BYTES


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 1_000,
        b"\r\n\r\n\r\n",
        b"\xff\xfe" + "Subject: Non remis".encode("utf-16-le"),
        b"Content-Type: text/plain; charset=klingon\n\nn\xe9ant",
        b"Content-Type: text/plain; charset=idna\n\n\xe9",
        b"Content-Type: text/plain; charset=undefined\n\nx",
        b"Content-Type: text/plain; charset=hex\n\nx",
        b"Content-Type: text/plain; charset=unicode-escape\n\n\\q",
        b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" * 100_000,
        b"Content-Type: text/plain; charset*=\"utf-8''%\"\n\nx",
        b"Content-Type: multipart/report\n\nno boundary",
        b'Content-Type: multipart/report; boundary=""\n\n--\n\nx',
        b"Content-Type: multipart/report; boundary*0=a; boundary*2=c\n\n--a\n\nx",
        b"Content-Transfer-Encoding: base64\n\n=====a",
        b"Subject: =?utf-8?b?a?=\n\nx",
        b"Subject: =?klingon?q?=E9?=\n\nx",
        b"From: =?utf-8?b?\xff?= <a@b>\n\nx",
        b"Content-Type: message/delivery-status\n\nAction: failed\n\n\n: \n",
        b"Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822;\nAction: failed\n",
        b"Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822;@@@\nAction: failed\n",
    ],
)
def test_a_broken_message_is_somebodys(raw: bytes) -> None:
    report = read(raw)

    assert report.nature is Nature.HUMAN
    assert report.refusals == ()


def test_no_damage_to_a_message_breaks_the_reading() -> None:
    chance = random.Random(21)
    for file in sorted(CORPUS.glob("*/*.eml")):
        raw = bytearray(file.read_bytes())
        for _ in range(4):
            for _ in range(20):
                raw[chance.randrange(len(raw))] = chance.randrange(256)
            start = chance.randrange(len(raw))
            read(bytes(raw))
            read(bytes(raw[:start]))
            read(bytes(raw[start:]))


def spent_s(raw: bytes) -> float:
    begun = process_time()
    read(raw)
    return process_time() - begun
