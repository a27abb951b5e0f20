"""An alert that was dropped becomes articles, with no more words than licences let be copied.

Each is of an outlet by its name, or by its site.  Nothing is twice: an article that is here, by
a feed or by the alert of before, is shown once.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import batched
from typing import TYPE_CHECKING

from comms_desk.across import Office
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.articles.desk import ARTICLES_AT_ONCE
from comms_desk.media.articles.model import ArticleId, ArticleOrigin, NewArticle
from comms_desk.media.clips.alerts.links import host_of
from comms_desk.media.clips.alerts.model import (
    EXCERPT_CHARACTERS,
    Alert,
    AlertItem,
    AlertReason,
    BroughtIn,
    Vendor,
)
from comms_desk.media.outlets.model import Outlet, OutletId, ReviewLicence
from comms_desk.text.fold import tokens

if TYPE_CHECKING:
    from comms_desk.media.inquiries.reading.directory_index import DirectoryIndex


def bring_in(office: Office, alerts: Sequence[Alert]) -> BroughtIn:
    """Have what *alerts* tell of be articles, in small transactions."""
    from comms_desk.across.directory_index import known

    directory = known(office)
    outlets = {each.id: each for each in office.outlets.every()}
    today = office.database.clock.now().astimezone(CITY_ZONE).date()
    new: list[ArticleId] = []
    told: set[ArticleId] = set()
    refused: Counter[AlertReason] = Counter()
    for alert in alerts:
        refused.update(dict(alert.refused))
        for some in batched(alert.items, ARTICLES_AT_ONCE):
            articles = [_article(each, alert.vendor, directory, outlets, today) for each in some]
            for came in office.clips.take_in(articles):
                if came.is_new:
                    new.append(came.article)
                told.add(came.article)
    return BroughtIn(
        vendors=tuple(dict.fromkeys(each.vendor for each in alerts)),
        new=tuple(new),
        already=len(told.difference(new)),
        refused=tuple(refused.items()),
    )


def take_back(office: Office, brought: BroughtIn) -> None:
    """Undo *brought*: what was new goes, but for what a feed has shown since."""
    for some in batched(brought.new, ARTICLES_AT_ONCE):
        office.clips.take_back(some)


def _article(
    item: AlertItem,
    vendor: Vendor,
    directory: "DirectoryIndex",
    outlets: "dict[OutletId, Outlet]",
    today: date,
) -> NewArticle:
    outlet = _outlet(item, directory)
    lets = None if outlet is None else outlets.get(outlet)
    whole = lets is not None and _lets_copy(lets, today)
    return NewArticle(
        origin=ArticleOrigin.ALERT,
        via=vendor.value,
        title=item.title,
        link=item.link,
        text=item.text if whole else _excerpt(item.text),
        outlet=outlet,
        source=item.source or host_of(item.link),
        author=item.author,
        language=item.language,
        published_at=item.published_at,
    )


def _outlet(item: AlertItem, directory: "DirectoryIndex") -> OutletId | None:
    """Return the outlet of the directory that *item* is of, by name, else by its site."""
    found = directory.outlets_by_words.get(tuple(tokens(item.source)))
    host = host_of(item.link)
    while found is None and "." in host:
        found = directory.outlets_by_domain.get(host)
        host = host.partition(".")[2]
    return None if found is None else found.id


def _lets_copy(outlet: Outlet, today: date) -> bool:
    """Whether the licence of *outlet* lets its whole text be kept."""
    runs = outlet.licence_until is None or outlet.licence_until >= today
    return runs and outlet.review_licence is ReviewLicence.FULL_TEXT


def _excerpt(text: str) -> str:
    """Return the beginning of *text*, as much as is kept of an article to be matched."""
    if len(text) <= EXCERPT_CHARACTERS:
        return text
    return f"{text[:EXCERPT_CHARACTERS].rsplit(' ', 1)[0]}…"
