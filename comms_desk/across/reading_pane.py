"""What stands around an article as it is read: who signed it, what the City said on it, who asked.

It proposes and says so: an inquiry stands here where the outlet asked about the same dossier or in
the words of the article, not because somebody said that the article came from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from comms_desk.across import Office
from comms_desk.across.already_answered import said_on
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.articles.model import Article
from comms_desk.media.contacts.model import Byline, Contact, Position
from comms_desk.media.inquiries.case import past_inquiries
from comms_desk.media.inquiries.model import Inquiry
from comms_desk.media.themes.model import Mention
from comms_desk.storage.sayings import Saying
from comms_desk.text.families import telling

AUTHORS, PIECES, SAID, ASKED = 2, 3, 4, 3
"""How many of each are shown."""
LOOKED_AT = 40
"""Inquiries of the outlet, the last received first."""
LEAD_LETTERS = 1_200
"""Of the text, which say what it is about."""
LEAST_SHARED = 2
"""Words of the title of an inquiry that the article has, and half of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who in the directory signed it, where they work now, and what they signed last."""

    contact: Contact
    positions: tuple[Position, ...]
    pieces: tuple[Article, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """All of it, the last first in each.

    Attributes:
        asked: What its outlet had asked of the same.
    """

    authors: tuple[Author, ...] = ()
    said: tuple[Saying, ...] = ()
    asked: tuple[Inquiry, ...] = ()


def around(office: Office, mention: Mention, signed: Sequence[Byline]) -> Around:
    """Return what stands around *mention*, which is *signed* so."""
    article, dossiers = mention.article, [each.id for each in mention.dossiers]
    title, known = mention.text.title, [each for each in signed if len(each.contacts) == 1]
    return Around(
        authors=tuple(_author(office, each, article) for each in known[:AUTHORS]),
        said=said_on(office, title, at=article.moment, dossiers=dossiers, limit=SAID),
        asked=tuple(_asked(office, mention)[:ASKED]),
    )


def _author(office: Office, byline: Byline, article: Article) -> Author:
    contact = office.contacts.get(byline.contacts[0])
    signed = office.articles.search(by=contact.id, limit=PIECES + 1).rows
    return Author(
        contact=contact,
        positions=contact.current(article.moment.astimezone(CITY_ZONE).date()),
        pieces=tuple(each for each in signed if each.id != article.id)[:PIECES],
    )


def _asked(office: Office, mention: Mention) -> list[Inquiry]:
    with office.database.snapshot() as snapshot:
        found = past_inquiries.before(snapshot, mention.article, limit=LOOKED_AT)
    if not found:
        return []
    dossiers = {each.id for each in mention.dossiers}
    lead = mention.text.all_text[:LEAD_LETTERS]
    told = set(telling(f"{mention.text.title}\n{lead}"))

    def is_on_it(inquiry: Inquiry) -> bool:
        words = telling(inquiry.title)
        shared = len(told.intersection(words))
        return inquiry.dossier in dossiers or shared >= max(LEAST_SHARED, len(words) / 2)

    return [each for each in found if is_on_it(each)]
