"""Alerts as vendors write them, all invented: mails, exports, one saved page."""

from base64 import encodebytes
from datetime import UTC, datetime
from email.header import Header
from pathlib import Path
from quopri import encodestring

from tests.support.outlook_files import OutlookFile, Value

SENT = "Tue, 24 Nov 2026 06:20:00 -0500"


def mail(
    html: str = "",
    *,
    text: str = "",
    sender: str = "colleague@ville.example",
    subject: str = "Alerte",
    encoding: str = "quoted-printable",
    charset: str = "utf-8",
) -> bytes:
    """A mail of those two forms, or of the one that is said."""
    parts = [
        _part(kind, words.encode(charset), encoding, charset)
        for kind, words in (("plain", text), ("html", html))
        if words
    ]
    return (
        f"From: {sender}\r\nTo: veille@ville.example\r\nDate: {SENT}\r\n"
        f"Subject: {Header(subject, 'utf-8').encode()}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="=_part"\r\n\r\n'
        + "".join(f"--=_part\r\n{part}\r\n" for part in parts)
        + "--=_part--\r\n"
    ).encode()


def _part(kind: str, words: bytes, encoding: str, charset: str) -> str:
    body = encodebytes(words) if encoding == "base64" else encodestring(words)
    return (
        f'Content-Type: text/{kind}; charset="{charset}"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n{body.decode('ascii')}"
    )


def outlook(html: str, *, text: str = "", subject: str, sender: str) -> bytes:
    """The same mail as Outlook saves it."""
    values: dict[int, Value] = {
        0x0037: subject,
        0x0C1A: sender,
        0x5D01: sender,
        0x0039: datetime(2026, 11, 24, 11, 20, tzinfo=UTC),
        0x1013: html.encode(),
        0x3FDE: 65001,
    }
    return OutlookFile(values=values | ({0x1000: text} if text else {})).raw


def told(name: str) -> str:
    """One of the alerts that are kept as files."""
    return (Path(__file__).parent / "told" / name).read_text(encoding="utf-8")


GOOGLE = {
    "sender": "Google Alerts <googlealerts-noreply@google.com>",
    "subject": "Alerte Google – budget Montréal",
}
MELTWATER = {"sender": "Meltwater <no-reply@meltwater.com>", "subject": "Morning report"}
CISION = {"sender": "Cision Alerts <alerts@cision.com>", "subject": "Cision Alert: City"}
EUREKA = {"sender": "Eureka.cc <alertes@eureka.cc>", "subject": "Eureka.cc - Ville (1 document)"}

DEEP_HTML = "<div>" * 50_000 + '<a href="https://x.example/1">Un titre de trois mots</a>'
ENDLESS_HTML = "<html><body>" + "".join(
    f'<p><a href="https://x.example/{number}">Le titre numéro {number}</a></p>'
    for number in range(10_000)
)
