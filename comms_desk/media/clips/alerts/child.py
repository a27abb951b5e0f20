"""The process in which an alert is read: it may die of it, and harm nothing.

Its standard input is the file, a mail or an export (a table with headings, in either language); it
writes what it tells as JSON.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

from comms_desk.errors import CommsDeskError
from comms_desk.mail.reading.parts import MessagePart
from comms_desk.media.clips.alerts.alert_lines import moment_in, outlet_name
from comms_desk.media.clips.alerts.links import page_of
from comms_desk.media.clips.alerts.mails import AlertMail, items_of, vendor_of
from comms_desk.media.clips.alerts.model import (
    MOST_ITEMS,
    TEXT_CHARACTERS,
    AlertItem,
    AlertReason,
    Vendor,
)
from comms_desk.media.clips.alerts.pieces import AlertPiece, of_html, of_text
from comms_desk.media.feeds.clean import on_one_line
from comms_desk.media.feeds.dates import read_date
from comms_desk.media.feeds.encoding import as_utf8
from comms_desk.text.fold import tokens
from comms_desk.text.tabular import Table, read_table

HEADINGS_WITHIN = 15
"""Lines: some exports say above their headings what was searched for."""
LEAST_HEADINGS = 2
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "title": (
        "headline",
        "news headline",
        "title",
        "titre",
        "article title",
        "manchette",
        "subject",
    ),
    "link": (
        *(
            "url",
            "link",
            "lien",
            "news link",
            "article url",
            "article link",
            "adresse",
            "hyperlien",
        ),
        *("permalink", "lien vers l article", "document url"),
    ),
    "source": (
        *("source", "source name", "outlet", "outlet name", "media outlet", "publication", "media"),
        *(
            "nom du media",
            "publication name",
            "news outlet",
            "nom de la source",
            "titre de la source",
        ),
    ),
    "text": (
        *(
            "hit sentence",
            "opening text",
            "extrait",
            "resume",
            "summary",
            "excerpt",
            "snippet",
            "body",
        ),
        *("news text", "text", "texte", "description", "chapeau", "content", "contenu"),
    ),
    "author": (
        *("author", "auteur", "auteurs", "byline", "journalist", "journaliste", "influencer"),
        *("contact name", "author name", "signature"),
    ),
    "date": (
        *("date", "published", "published date", "publish date", "publication date", "news date"),
        *("date de publication", "date time", "date published", "date de parution"),
    ),
    "hour": ("time", "heure", "publication time", "news time"),
    "language": ("language", "langue"),
}
_OF_MELTWATER = {"hit sentence", "opening text"}
_OF_CISION = {"news headline", "outlet name"}
_LANGUAGES = {
    "french": "fr",
    "francais": "fr",
    "fr": "fr",
    "english": "en",
    "anglais": "en",
    "en": "en",
}
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(.*)")


TEXT_LIMIT_BYTES = 4 << 20
"""Of the HTML or the text of one mail; a digest of a morning has a tenth of it."""
_PAGE = re.compile(
    rb"\A\s*+(?:\xef\xbb\xbf)?\s*+<(?:!doctype|html|head|body|article|div)", re.IGNORECASE
)
_HEADER = re.compile(rb"\A(?:From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]")


def main() -> None:
    """Answer at the standard output."""
    vendor, items, refused = read(sys.stdin.buffer.read())
    said = {
        "vendor": vendor.value,
        "items": [_plain(each) for each in items],
        "refused": {why.value: count for why, count in refused.items()},
    }
    sys.stdout.write(json.dumps(said))


def read(content: bytes) -> tuple[Vendor, list[AlertItem], Counter[AlertReason]]:
    """Return whose alert *content* is, what it tells of, and what of it was not taken."""
    if _PAGE.match(content):
        page = as_utf8(content[:TEXT_LIMIT_BYTES], "").decode("utf-8", "replace")
        return _of_mail(AlertMail(pieces=of_html(page)))
    if not _HEADER.match(content):
        try:
            export = read_export(content)
        except CommsDeskError:
            export = None
        if export is not None:
            vendor, told = export
            return vendor, *_gathered(told)
    return _of_mail(_opened(MessagePart.read(content)))


def _of_mail(mail: AlertMail) -> tuple[Vendor, list[AlertItem], Counter[AlertReason]]:
    vendor = vendor_of(mail)
    return vendor, *_gathered(items_of(mail, vendor))


def _opened(message: MessagePart) -> AlertMail:
    """Open a mail, or the first one in it that tells of something."""
    _name, address = message.mailbox("From")
    every = list(message.every(into_messages=True))
    html = next((each for each in every if each.kind == "text/html" and each.body.strip()), None)
    pieces: tuple[AlertPiece, ...] = ()
    if html is not None:
        pieces = of_html(html.text_up_to(TEXT_LIMIT_BYTES))
    if not any(each.link for each in pieces):
        plain = (each for each in every if each.kind == "text/plain")
        pieces = of_text("\n\n".join(each.text_up_to(TEXT_LIMIT_BYTES) for each in plain)) or pieces
    try:
        sent_at = parsedate_to_datetime(message.header("Date"))
    except (TypeError, ValueError, OverflowError, IndexError):
        sent_at = None
    return AlertMail(
        sender=address, subject=message.header("Subject"), sent_at=sent_at, pieces=pieces
    )


def _gathered(
    told: Iterable[AlertItem | AlertReason],
) -> tuple[list[AlertItem], Counter[AlertReason]]:
    """Return each item once, up to `MOST_ITEMS`, and why others were not taken."""
    found: dict[tuple[str, str, str], AlertItem] = {}
    refused: Counter[AlertReason] = Counter()
    for each in told:
        if isinstance(each, AlertReason):
            refused[each] += 1
            continue
        key = each.link, "" if each.link else each.source, "" if each.link else each.title
        if key in found:
            continue
        if len(found) >= MOST_ITEMS:
            refused[AlertReason.LIMIT] += 1
        else:
            found[key] = each
    return list(found.values()), refused


def _plain(item: AlertItem) -> dict[str, str]:
    at = item.published_at
    return {
        "title": item.title,
        "link": item.link,
        "source": item.source,
        "text": item.text[:TEXT_CHARACTERS],
        "author": item.author,
        "language": item.language,
        "published_at": "" if at is None else at.isoformat(),
    }


def read_export(content: bytes) -> tuple[Vendor, Iterator[AlertItem | AlertReason]] | None:
    """Return whose export *content* is and what it tells of; None: it has no such headings.

    Raises:
        CommsDeskError: It is no table that can be read.
    """
    table = read_table(content)
    for place, record in enumerate(table.records[:HEADINGS_WITHIN]):
        headings = [" ".join(tokens(each)) for each in record.cells]
        fields = _fields(headings)
        if "title" in fields and len(fields) >= LEAST_HEADINGS:
            return _vendor(set(headings)), _items(table, place, fields)
    return None


def _fields(headings: list[str]) -> dict[str, tuple[int, ...]]:
    """Return the columns of each field, the one that says most first."""
    found: dict[str, tuple[int, ...]] = {}
    for field, names in _HEADINGS.items():
        places = tuple(headings.index(name) for name in names if name in headings)
        if places:
            found[field] = places
    return found


def _vendor(headings: set[str]) -> Vendor:
    if headings >= _OF_MELTWATER:
        return Vendor.MELTWATER
    return Vendor.CISION if headings >= _OF_CISION else Vendor.OTHER


def _items(
    table: Table, header: int, fields: Mapping[str, tuple[int, ...]]
) -> Iterator[AlertItem | AlertReason]:
    for record in table.records[header + 1 :]:
        said = {field: _said(record.cells, places) for field, places in fields.items()}
        title, link = said["title"], said.get("link", "")
        if not title:
            yield AlertReason.TITLE
            continue
        page = page_of(link) if link else ""
        if link and not page:
            yield AlertReason.LINK
            continue
        language = " ".join(tokens(said.get("language", "")))
        yield AlertItem(
            title=title,
            link=page,
            source=outlet_name(said.get("source", "")),
            text=said.get("text", ""),
            author=said.get("author", ""),
            language=_LANGUAGES.get(language, ""),
            published_at=_moment(f"{said.get('date', '')} {said.get('hour', '')}".strip()),
        )


def _said(cells: tuple[str, ...], places: tuple[int, ...]) -> str:
    found = (on_one_line(cells[each]) for each in places if each < len(cells))
    return next(filter(None, found), "")


def _moment(written: str) -> datetime | None:
    """Return the moment that is *written*; of figures with slashes, where only one is a month."""
    slashed = _SLASHES.fullmatch(written)
    if slashed is not None:
        one, other, year, rest = slashed.groups()
        if int(one) > 12 >= int(other):  # noqa: PLR2004 - months
            written = f"{year}-{other:0>2}-{one:0>2}{rest}"
        elif int(other) > 12 >= int(one) or one == other:  # noqa: PLR2004
            written = f"{year}-{one:0>2}-{other:0>2}{rest}"
        else:
            return None
    return read_date(written) or moment_in(written)


if __name__ == "__main__":
    main()
