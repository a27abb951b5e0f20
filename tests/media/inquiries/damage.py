"""A thousand damaged mails, from the judged ones: what disks, gateways and malice do to them.

Seeded.  One at a time is made and given, for some are of megabytes.  Those that cost much to
make or to read are few; the others share what is left, evenly.
"""

import random
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from tests.media.inquiries.corpora import HALVES, mails

SEED: Final = 20261124
HOW_MANY: Final = 1_000
OF_EACH_HEAVY: Final = 8

DEEP: Final = 500
PARTS: Final = 50_000
MEGABYTE: Final = 1_000_000

END: Final = b"\r\n"
CHARSETS: Final = (
    b"utf-8",
    b"us-ascii",
    b"utf-16",
    b"utf-7",
    b"cp037",
    b"x-inconnu",
    b"iso-8859-1",
)


class Damaged(NamedTuple):
    """A mail, and what was done to it."""

    kind: str
    raw: bytes


type Damage = Callable[[bytes, random.Random], bytes]


def damaged(count: int = HOW_MANY, seed: int = SEED) -> Iterator[Damaged]:
    """Yield *count* damaged mails, kinds in turn, always the same ones for a *seed*."""
    chance = random.Random(seed)
    whole = [each.raw for half in HALVES for each in mails(half)]
    light = list(LIGHT)
    heavy = [kind for kind in HEAVY for _ in range(OF_EACH_HEAVY)]
    apart = max(1, count // len(heavy))
    for number in range(count):
        is_heavy = bool(heavy) and number % apart == 0
        kind = heavy.pop() if is_heavy else light[number % len(light)]
        yield Damaged(kind, KINDS[kind](chance.choice(whole), chance))


# ── By accident ───────────────────────────────────────────────────────────────────────


def truncated(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw))]


def beheaded(raw: bytes, chance: random.Random) -> bytes:
    return raw[chance.randrange(len(raw)) :]


def flipped(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.randrange(1, 200)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def shuffled(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def with_nuls(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw))
    return raw[:at] + bytes(chance.randrange(1, 5_000)) + raw[at:]


def zeroed(raw: bytes, chance: random.Random) -> bytes:
    """A file whose name was written and whose matter was not."""
    start = chance.randrange(len(raw))
    return raw[:start] + bytes(len(raw) - start)


def without_headers(raw: bytes, chance: random.Random) -> bytes:
    return _halves(raw)[1]


def without_body(raw: bytes, chance: random.Random) -> bytes:
    return _halves(raw)[0]


def without_blank_line(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(b"\r\n\r\n", b"\r\n").replace(b"\n\n", b"\n")


def carriage_returns_only(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r")


def in_utf_16(raw: bytes, chance: random.Random) -> bytes:
    return raw.decode("latin-1").encode("utf-16")


def in_a_mailbox_file(raw: bytes, chance: random.Random) -> bytes:
    return b"\xef\xbb\xbf>From - mar nov 24 09:20:00 2026\n" + raw + b"\nFrom - \n" + raw


# ── Lies ──────────────────────────────────────────────────────────────────────────────


def wrong_charset(raw: bytes, chance: random.Random) -> bytes:
    for name in (b"utf-8", b"UTF-8", b"iso-8859-1", b"Windows-1252", b"windows-1252"):
        raw = raw.replace(b"charset=" + name, b"charset=" + chance.choice(CHARSETS))
        raw = raw.replace(b'charset="' + name, b'charset="' + chance.choice(CHARSETS))
    return raw


def wrong_encoding(raw: bytes, chance: random.Random) -> bytes:
    """Quoted-printable said to be base64, base64 said to be nothing known, and the like."""
    names = [b"quoted-printable", b"base64", b"8bit", b"7bit", b"x-uuencode", b"zip", b""]
    for name in names[:4]:
        wrong = chance.choice([each for each in names if each != name])
        raw = raw.replace(b"Encoding: " + name, b"Encoding:  " + wrong)
    return raw


def broken_base64(raw: bytes, chance: random.Random) -> bytes:
    content = bytearray(chance.randbytes(3_000).hex().encode() + b"=?=A=\xff")
    chance.shuffle(content)
    return _with_body(
        raw,
        b'multipart/mixed; boundary="b"',
        b'--b\r\nContent-Type: audio/wav; name="voix.wav"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + bytes(content) + b"\r\n--b--\r\n",
    )


def missing_boundary(raw: bytes, chance: random.Random) -> bytes:
    said = chance.choice(
        [b"", b"boundary", b'boundary=""', b'boundary="ailleurs"', b"boundary=' '"]
    )
    return _with_body(raw, b"multipart/alternative; " + said, _halves(raw)[1])


def unclosed(raw: bytes, chance: random.Random) -> bytes:
    """Parts that open and never close, each with the boundary of its parent."""
    part = b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    return _with_body(raw, b"multipart/mixed; boundary=b", part * chance.randrange(2, 60))


def broken_headers(raw: bytes, chance: random.Random) -> bytes:
    """Words encoded by halves, an impossible day, two senders and no end to a quotation."""
    lies = (
        b"Subject: =?utf-8?b?w6l0w?= =?utf-8?q?=C3?= =?x-inconnu?q?=E9?= =?utf-8?b?",
        b"Date: Tue, 31 Feb 2026 25:61:00 +9999",
        b'From: "Sans fin <a@b@c.example, ;:<<>> =?utf-8?q?=FF=FE?=',
        b"From: deuxieme@courriel.example",
        b"Message-ID: <pas fini",
        b"In-Reply-To: \xff\xfe \x00 <>",
        b"References: " + b"<a@b.example> " * 3_000,
        b"Content-Disposition: attachment; filename*0*=utf-8''%E9%; filename*2=..\\..\\con.eml",
        b": sans nom",
        b"\x80\x81: octets",
    )
    kept = chance.sample(lies, chance.randrange(1, len(lies)))
    return END.join(kept) + END + raw


def names_that_escape(raw: bytes, chance: random.Random) -> bytes:
    """Attachments whose names are paths, devices, empty, or very long."""
    names = (b"../../tombee.txt", b"C:\\Windows\\con", b"", b"a" * 5_000, b"\x00.wav", b"AUX.mp3")
    parts = b"".join(
        b'--b\r\nContent-Disposition: attachment; filename="' + name + b'"\r\n\r\nx\r\n'
        for name in chance.sample(names, 4)
    )
    return _with_body(raw, b"multipart/mixed; boundary=b", parts + b"--b--\r\n")


def nothing_of_a_mail(raw: bytes, chance: random.Random) -> bytes:
    return chance.choice(
        [b"", b"\n", b"\x00", b"PK\x03\x04" + chance.randbytes(400), chance.randbytes(20_000)]
    )


def endless_html(raw: bytes, chance: random.Random) -> bytes:
    tag = chance.choice([b"<div>", b"<blockquote>", b"<table><tr><td>", b"<!--", b"&#99999999;"])
    return _with_body(raw, b"text/html; charset=utf-8", tag * chance.randrange(1_000, 20_000))


# ── Heavy ─────────────────────────────────────────────────────────────────────────────


def nested(raw: bytes, chance: random.Random) -> bytes:
    """Mails attached to mails, or parts in parts, five hundred deep."""
    if chance.randrange(2):
        return (b"Content-Type: message/rfc822\r\n\r\n" * DEEP) + raw
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (deep, deep)
        for deep in range(DEEP)
    )
    return opened + raw


def long_headers(raw: bytes, chance: random.Random) -> bytes:
    """A megabyte of headers: one of that length, folded or not, or very many."""
    one = b"X-Bourrage: " + b"x" * MEGABYTE + END
    folded = b"To: " + b"medias@ville.example,\r\n " * (MEGABYTE // 24) + b"a@ville.example" + END
    many = b"Received: from a.example\r\n" * (MEGABYTE // 26)
    words = b"Subject: " + b"=?utf-8?q?=C3=A9?=\r\n " * (MEGABYTE // 21) + END
    return chance.choice([one, folded, many, words]) + raw


def many_parts(raw: bytes, chance: random.Random) -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nCombien?\r\n"
    return _with_body(raw, b"multipart/mixed; boundary=b", part * PARTS + b"--b--\r\n")


def one_long_line(raw: bytes, chance: random.Random) -> bytes:
    matter = chance.choice([b"> ", b"De : ", b"12h30 ", b"514 555-0142 ", b"?", b"=\xa0"])
    return _with_body(raw, b"text/plain; charset=utf-8", matter * (MEGABYTE // len(matter)))


LIGHT: Final[dict[str, Damage]] = {
    "truncated": truncated,
    "beheaded": beheaded,
    "flipped": flipped,
    "shuffled": shuffled,
    "with NULs": with_nuls,
    "zeroed": zeroed,
    "without headers": without_headers,
    "without body": without_body,
    "without blank line": without_blank_line,
    "carriage returns only": carriage_returns_only,
    "in UTF-16": in_utf_16,
    "in a mailbox file": in_a_mailbox_file,
    "wrong charset": wrong_charset,
    "wrong encoding": wrong_encoding,
    "broken base64": broken_base64,
    "missing boundary": missing_boundary,
    "unclosed": unclosed,
    "broken headers": broken_headers,
    "names that escape": names_that_escape,
    "nothing of a mail": nothing_of_a_mail,
    "endless HTML": endless_html,
}
HEAVY: Final[dict[str, Damage]] = {
    "nested": nested,
    "long headers": long_headers,
    "many parts": many_parts,
    "one long line": one_long_line,
}
KINDS: Final = LIGHT | HEAVY


def _halves(raw: bytes) -> tuple[bytes, bytes]:
    """The headers and the body of *raw*, whichever its ends of line."""
    end = b"\r\n\r\n" if b"\r\n\r\n" in raw else b"\n\n"
    head, _, body = raw.partition(end)
    return head + end, body


def _with_body(raw: bytes, content_type: bytes, body: bytes) -> bytes:
    """Another body under the headers of *raw*, but for those that say what it is."""
    lines = _halves(raw)[0].replace(b"\r\n", b"\n").strip().split(b"\n")
    kept: list[bytes] = []
    leaving = False
    for line in lines:
        leaving = leaving if line[:1] in {b" ", b"\t"} else line.lower().startswith(b"content-")
        if not leaving:
            kept.append(line)
    return END.join([*kept, b"Content-Type: " + content_type, b"", body])
