"""One dossier whole: itself, who may lead it, and everything that is tied to it.

What is tied comes from several slices: texts whose home it is, and whatever was linked to
it.  It reads through the desks and decides nothing; what is in the bin is not shown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from comms_desk.changes import Ref, Subject
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.outlets.model import OutletId
from comms_desk.planning.dossiers.model import Dossier, DossierId
from comms_desk.planning.people.model import Person
from comms_desk.storage.errors import NotFound

if TYPE_CHECKING:
    from comms_desk.across.office import Office

DRAFTS_SHOWN = 50
LINKS_SHOWN = 200
PROPOSED_OF_EACH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something of another slice, by its name; *is_home*: the dossier is where it lives."""

    ref: Ref
    title: str
    detail: str = ""
    at: datetime | None = None
    is_home: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """What the page of a dossier shows; *tied* counts all, *things* holds the first."""

    dossier: Dossier
    people: tuple[Person, ...]
    things: tuple[Thing, ...]
    tied: int


def view(office: "Office", dossier: DossierId) -> DossierView:
    """Return all that the page of *dossier* shows.

    Raises:
        NotFound: There is none, or it is in the bin.
    """
    kept = office.dossiers.get(dossier)
    drafts = office.drafts.page(dossier=dossier, limit=DRAFTS_SHOWN)
    homes = [
        Thing(ref=each.ref, title=each.title, detail=each.number, at=each.changed_at, is_home=True)
        for each in drafts.rows
    ]
    links = office.dossiers.linked(dossier)
    others = list(named(office, links[:LINKS_SHOWN]))
    return DossierView(
        dossier=kept,
        people=office.people.everyone(active_only=False),
        things=(*homes, *others),
        tied=drafts.total + len(others) + max(len(links) - LINKS_SHOWN, 0),
    )


def proposed(office: "Office", words: str) -> tuple[Thing, ...]:
    """Return the contacts, outlets and texts that *words* may mean, to be tied."""
    if not words.strip():
        return ()
    contacts = office.contacts.search(words, limit=PROPOSED_OF_EACH).rows
    outlets = office.outlets.search(words, limit=PROPOSED_OF_EACH).rows
    drafts = office.drafts.page(words, limit=PROPOSED_OF_EACH).rows
    return (
        *(
            Thing(
                ref=Ref(Subject.CONTACT, each.id),
                title=each.name,
                detail=", ".join(each.outlets),
            )
            for each in contacts
        ),
        *(Thing(ref=Ref(Subject.OUTLET, each.id), title=each.name) for each in outlets),
        *(Thing(ref=each.ref, title=each.title, at=each.changed_at) for each in drafts),
    )


def named(office: "Office", refs: Iterable[Ref]) -> Iterator[Thing]:
    """Return those of *refs* that are on the desk, in order, by their names."""
    refs = tuple(refs)
    articles = {
        each.id: each
        for each in office.articles.by_ids(
            [ArticleId(ref.id) for ref in refs if ref.kind is Subject.ARTICLE]
        )
    }
    for ref in refs:
        if ref.kind is Subject.ARTICLE:
            article = articles.get(ArticleId(ref.id))
            if article is not None:
                yield Thing(
                    ref=ref, title=article.title, detail=article.outlet_name, at=article.moment
                )
            continue
        try:
            yield _thing(office, ref)
        except NotFound:
            continue


def _thing(office: "Office", ref: Ref) -> Thing:
    match ref.kind:
        case Subject.CONTACT:
            contact = office.contacts.get(ContactId(ref.id))
            return Thing(ref=ref, title=contact.name)
        case Subject.OUTLET:
            return Thing(ref=ref, title=office.outlets.get(OutletId(ref.id)).name)
        case Subject.DRAFT:
            from comms_desk.media.drafting.model import DraftId

            draft = office.drafts.get(DraftId(ref.id))
            return Thing(ref=ref, title=draft.title, at=draft.changed_at)
        case _:
            raise NotFound(ref)
