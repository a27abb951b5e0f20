"""An alert that came as a mail, or as a page of Eureka that was saved.

One way of reading for each vendor whose form is known, and one for the others: links with titles,
and what stands under each.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from comms_desk.media.clips.alerts.alert_lines import moment_in, outlet_name, told
from comms_desk.media.clips.alerts.links import host_of, is_service, page_of
from comms_desk.media.clips.alerts.model import AlertItem, AlertReason, Vendor
from comms_desk.media.clips.alerts.pieces import HEADING, AlertPiece

LEAST_TITLE_WORDS = 3
TITLE_LENGTH = 500
HOSTS_LOOKED_AT = 400

_MORE = re.compile(
    r"(?:lire|voir|consulter|ouvrir|read|view|see|open)\b.{0,40}"
    r"|(?:en savoir|learn) (?:plus|more).*"
    r"|(?:texte int[ée]gral|full (?:text|article|story)|more|suite|link|lien|article)\W*",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r".*(?:d[ée]sabonn|unsubscribe|abonnement|modifier cette alerte|edit this alert|non pertinent"
    r"|irrelevant|autres r[ée]sultats|more results|toutes vos alertes|all your alerts|voir en ligne"
    r"|view (?:this email )?(?:in|on).{0,20}browser|dans (?:un|votre) navigateur|politique|policy"
    r"|confidentialit|privacy|tous droits|all rights|facebook|twitter|linkedin|instagram"
    r"|create an alert|cr[ée]er une (?:autre )?alerte|fil rss|rss feed|aide|help|support"
    r"|contactez|contact us|tableau de bord|dashboard|pr[ée]f[ée]rences).*",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"^(?:aussi paru dans|also (?:appeared|published) in"
    r"|[ée]galement (?:paru|publi[ée]) dans)\s*:?\s*",
    re.IGNORECASE,
)
_END = re.compile(
    r"^(?:©|\(c\)) ?\d{4}|^tous droits r[ée]serv|^news·|^document news", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertMail:
    """A mail, as far as an alert needs it; *pieces* are those of its HTML, else of its text."""

    sender: str = ""
    subject: str = ""
    sent_at: datetime | None = None
    pieces: tuple[AlertPiece, ...] = ()


type Told = Iterator[AlertItem | AlertReason]


def vendor_of(mail: AlertMail) -> Vendor:
    """Return whose alert *mail* is, by who sent it or, passed on, by where its links lead."""
    sender = mail.sender.rpartition("@")[2].lower()
    subject = mail.subject.lower()
    hosts = [host_of(each.link) for each in mail.pieces if each.link][:HOSTS_LOOKED_AT]
    marks = {mark for each in mail.pieces[:HOSTS_LOOKED_AT] for mark in each.marks}
    for vendor, (domains, words, mark) in _SIGNS.items():
        if any(_is_at(sender, each) for each in domains) or any(word in subject for word in words):
            return vendor
        if mark in marks or any(_is_at(host, each) for host in hosts for each in domains):
            return vendor
    return Vendor.OTHER


_SIGNS: Mapping[Vendor, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    Vendor.EUREKA: (
        ("eureka.cc", "europresse.com", "cedrom-sni.com", "cedrom-sni.qc.ca"),
        ("eureka",),
        "DocPublicationName",
    ),
    Vendor.MELTWATER: (("meltwater.com", "meltwater.io"), ("meltwater",), "meltwater"),
    Vendor.CISION: (("cision.com", "cision.one", "mediavantage.com"), ("cision",), "cision"),
    Vendor.GOOGLE: (
        ("googlealerts-noreply", "google.com"),
        ("alerte google", "google alert", "alertes google"),
        "googlealerts",
    ),
}


def items_of(mail: AlertMail, vendor: Vendor) -> Told:
    """Yield what *mail* tells of, in order, and why something of it was not taken."""
    return _READERS.get(vendor, _titled)(mail)


# ── Google: each result says what it is ───────────────────────────────────────────────


def _google(mail: AlertMail) -> Told:
    if not any("description" in each.marks or "publisher" in each.marks for each in mail.pieces):
        yield from _titled(mail)
        return
    for title, under in _parted(mail.pieces, _is_result):
        page = page_of(title.link)
        if not page:
            yield AlertReason.LINK
            continue
        source = next((each.text for each in under if "publisher" in each.marks), "")
        said = " ".join(each.text for each in under if "description" in each.marks)
        yield AlertItem(title=title.text, link=page, source=outlet_name(source), text=said)


def _is_result(piece: AlertPiece) -> bool:
    return _is_title(piece) and piece.marks.isdisjoint(("publisher", "description"))


# ── Eureka: each document begins with its publication ─────────────────────────────────


def _eureka(mail: AlertMail) -> Told:
    if not any("DocPublicationName" in each.marks for each in mail.pieces):
        yield from _titled(mail)
        return
    for name, under in _parted(mail.pieces, lambda each: "DocPublicationName" in each.marks):
        title = " ".join(each.text for each in under if _marked(each, "titreArticle"))
        title = title or " ".join(each.text for each in under if "TitreArticleVisu" in each.marks)
        if not title:
            yield AlertReason.TITLE
            continue
        headers = [each.text for each in under if "DocHeader" in each.marks]
        link = next((page_of(each.link) for each in under if _marked(each, "titreArticle")), "")
        authors = " ".join(each.text for each in under if _marked(each, "docAuthors", "Author"))
        text, also = _text_and_also(
            each.text for each in under if _marked(each, "DocText", "docOcurr", "texte")
        )
        also = (*also, *(each.text for each in under if _ALSO.match(each.text)))
        at = next(filter(None, map(moment_in, headers)), None)
        item = AlertItem(
            title=title[:TITLE_LENGTH],
            link=link,
            source=outlet_name(name.text),
            text=text,
            author=authors,
            published_at=at,
        )
        yield item
        yield from _copies(item, also)


def _marked(piece: AlertPiece, *marks: str) -> bool:
    return any(own.startswith(mark) for own in piece.marks for mark in marks)


def _text_and_also(lines: Iterator[str] | Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the text, up to who owns it, and the lines that say where else it came out."""
    words: list[str] = []
    also: list[str] = []
    for line in lines:
        if _END.match(line):
            break
        (also if _ALSO.match(line) else words).append(line)
    return "\n".join(words), tuple(also)


def _copies(item: AlertItem, also: Sequence[str]) -> Iterator[AlertItem]:
    """Yield the same article as it came out elsewhere, without a link of its own."""
    names: dict[str, None] = {}
    for line in also:
        for part in re.split(r"[;•|]|\s[-–—]\s", _ALSO.sub("", line)):
            name = outlet_name(part)
            if name and moment_in(part) is None and name != item.source:
                names[name] = None
    for name in names:
        yield AlertItem(
            title=item.title,
            source=name,
            text=item.text,
            author=item.author,
            published_at=item.published_at,
        )


# ── The others: a link that is a title, and what stands under it ──────────────────────


def _titled(mail: AlertMail) -> Told:
    for title, under in _parted(_with_titles(mail.pieces), _is_title):
        page = page_of(title.link)
        if not page:
            yield AlertReason.LINK
            continue
        lines = [each for each in _lines(under) if not _SERVICE.fullmatch(each)]
        also = tuple(each for each in lines if _ALSO.match(each))
        said = told(each for each in lines if each not in also and not _END.match(each))
        item = AlertItem(
            title=title.text[:TITLE_LENGTH],
            link=page,
            source=said.source,
            text=said.text,
            author=said.author,
            published_at=said.published_at,
        )
        yield item
        yield from _copies(item, also)


def _with_titles(pieces: Sequence[AlertPiece]) -> tuple[AlertPiece, ...]:
    """Give a heading without a link that of the « Lire la suite » that follows it."""
    made: list[AlertPiece] = []
    heading: int | None = None
    for each in pieces:
        is_more = bool(each.link) and _MORE.fullmatch(each.text) is not None
        if is_more and heading is not None:
            made[heading] = AlertPiece(made[heading].line, made[heading].text, each.link)
            heading = None
            continue
        if HEADING in each.marks and not each.link and _is_worded(each.text):
            heading = len(made)
        elif _is_title(each):
            heading = None
        made.append(each)
    return tuple(made)


def _is_title(piece: AlertPiece) -> bool:
    if not piece.link or not _is_worded(piece.text) or is_service(piece.link):
        return False
    return _MORE.fullmatch(piece.text) is None and _SERVICE.fullmatch(piece.text) is None


def _is_worded(text: str) -> bool:
    return len(text.split()) >= LEAST_TITLE_WORDS and "://" not in text


def _parted(
    pieces: Sequence[AlertPiece], begins: Callable[[AlertPiece], bool]
) -> Iterator[tuple[AlertPiece, list[AlertPiece]]]:
    """Yield each piece that *begins* something, and those up to the next one."""
    first: AlertPiece | None = None
    under: list[AlertPiece] = []
    for each in pieces:
        if begins(each):
            if first is not None:
                yield first, under
            first, under = each, []
        elif first is not None:
            under.append(each)
    if first is not None:
        yield first, under


def _lines(pieces: Sequence[AlertPiece]) -> Iterator[str]:
    """Yield the lines of *pieces*, without links that serve the alert."""
    line: int | None = None
    words: list[str] = []
    for each in pieces:
        if each.line != line and words:
            yield " ".join(words)
            words = []
        line = each.line
        if not (each.link and (is_service(each.link) or _MORE.fullmatch(each.text))):
            words.append(each.text)
    if words:
        yield " ".join(words)


def _is_at(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


_READERS: Mapping[Vendor, Callable[[AlertMail], Told]] = {
    Vendor.GOOGLE: _google,
    Vendor.EUREKA: _eureka,
}
