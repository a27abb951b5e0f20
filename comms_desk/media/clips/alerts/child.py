"""The process in which an alert is read: it may die of it, and harm nothing.

Its standard input is the file; it writes what it tells as JSON.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from email.utils import parsedate_to_datetime

from comms_desk.errors import CommsDeskError
from comms_desk.mail.reading.parts import Part
from comms_desk.media.clips.alerts.mails import Opened, items_of, vendor_of
from comms_desk.media.clips.alerts.model import (
    MOST_ITEMS,
    TEXT_CHARACTERS,
    Item,
    Vendor,
    Why,
)
from comms_desk.media.clips.alerts.pieces import Piece, of_html, of_text
from comms_desk.media.clips.alerts.tables import read_export
from comms_desk.media.feeds.encoding import as_utf8

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


def read(content: bytes) -> tuple[Vendor, list[Item], Counter[Why]]:
    """Return whose alert *content* is, what it tells of, and what of it was not taken."""
    if _PAGE.match(content):
        page = as_utf8(content[:TEXT_LIMIT_BYTES], "").decode("utf-8", "replace")
        return _of_mail(Opened(pieces=of_html(page)))
    if not _HEADER.match(content):
        try:
            export = read_export(content)
        except CommsDeskError:
            export = None
        if export is not None:
            vendor, told = export
            return vendor, *_gathered(told)
    return _of_mail(_opened(Part.read(content)))


def _of_mail(mail: Opened) -> tuple[Vendor, list[Item], Counter[Why]]:
    vendor = vendor_of(mail)
    return vendor, *_gathered(items_of(mail, vendor))


def _opened(message: Part) -> Opened:
    """Open a mail, or the first one in it that tells of something."""
    _name, address = message.mailbox("From")
    every = list(message.every(into_messages=True))
    html = next((each for each in every if each.kind == "text/html" and each.body.strip()), None)
    pieces: tuple[Piece, ...] = ()
    if html is not None:
        pieces = of_html(html.text_up_to(TEXT_LIMIT_BYTES))
    if not any(each.link for each in pieces):
        plain = (each for each in every if each.kind == "text/plain")
        pieces = of_text("\n\n".join(each.text_up_to(TEXT_LIMIT_BYTES) for each in plain)) or pieces
    try:
        sent_at = parsedate_to_datetime(message.header("Date"))
    except (TypeError, ValueError, OverflowError, IndexError):
        sent_at = None
    return Opened(sender=address, subject=message.header("Subject"), sent_at=sent_at, pieces=pieces)


def _gathered(told: Iterable[Item | Why]) -> tuple[list[Item], Counter[Why]]:
    """Return each item once, up to `MOST_ITEMS`, and why others were not taken."""
    found: dict[tuple[str, str, str], Item] = {}
    refused: Counter[Why] = Counter()
    for each in told:
        if isinstance(each, Why):
            refused[each] += 1
            continue
        key = each.link, "" if each.link else each.source, "" if each.link else each.title
        if key in found:
            continue
        if len(found) >= MOST_ITEMS:
            refused[Why.LIMIT] += 1
        else:
            found[key] = each
    return list(found.values()), refused


def _plain(item: Item) -> dict[str, str]:
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


if __name__ == "__main__":
    main()
