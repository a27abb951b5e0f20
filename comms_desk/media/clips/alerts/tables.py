"""An alert that is an export: a table with headings, in either language."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from comms_desk.media.clips.alerts.links import page_of
from comms_desk.media.clips.alerts.model import Item, Vendor, Why
from comms_desk.media.clips.alerts.telling import moment_in, outlet_name
from comms_desk.media.feeds.clean import on_one_line
from comms_desk.media.feeds.dates import read_date
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


def read_export(content: bytes) -> tuple[Vendor, Iterator[Item | Why]] | None:
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
) -> Iterator[Item | Why]:
    for record in table.records[header + 1 :]:
        said = {field: _said(record.cells, places) for field, places in fields.items()}
        title, link = said["title"], said.get("link", "")
        if not title:
            yield Why.TITLE
            continue
        page = page_of(link) if link else ""
        if link and not page:
            yield Why.LINK
            continue
        language = " ".join(tokens(said.get("language", "")))
        yield Item(
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
