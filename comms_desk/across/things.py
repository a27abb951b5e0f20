"""Things of every kind, whichever slice they are of: their desk, and how a line names one.

It reads through the desks and decides nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import CITY_ZONE, _, format_date
from comms_desk.kinds import complete
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.contacts.model import Contact
from comms_desk.media.inquiries.facts import STATUS
from comms_desk.media.reviews.model import ReviewId
from comms_desk.storage import uses
from comms_desk.storage.errors import NotFound, NotInBin
from comms_desk.storage.model import Edit, FieldChange

if TYPE_CHECKING:
    from comms_desk.storage.desks import BinnedDesk

    type AnyDesk = BinnedDesk[Any, Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something of any slice, by its name; *is_home*: the dossier shown is where it lives."""

    ref: Ref
    title: str
    detail: str = ""
    at: datetime | None = None
    is_home: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    title: str
    detail: str = ""
    at: datetime | None = None

    def of(self, ref: Ref) -> Thing:
        return Thing(ref=ref, title=self.title, detail=self.detail, at=self.at)


def _archived(thing: Any, detail: str) -> str:
    """Return *detail*, after the word that *thing* is archived where it is."""
    return _joined(_("Archived") if thing.archived_at is not None else "", detail)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _outlets(contact: Contact, day: date) -> str:
    """Return the outlets where *contact* works on *day*, as far as is known."""
    names = (each.outlet_name for each in contact.current(day))
    return ", ".join(dict.fromkeys(filter(None, names)))


DESKS: Mapping[Subject, "Callable[[Office], AnyDesk]"] = complete(
    lambda kind: kind.is_binned,
    {
        Subject.DOSSIER: lambda office: office.dossiers,
        Subject.OUTLET: lambda office: office.outlets,
        Subject.CONTACT: lambda office: office.contacts,
        Subject.LIST: lambda office: office.lists,
        Subject.FEED: lambda office: office.feeds,
        Subject.WATCH: lambda office: office.watches,
        Subject.EXAMPLE: lambda office: office.memory,
        Subject.WORD_LIST: lambda office: office.word_lists,
        Subject.VIEW: lambda office: office.saved_views,
        Subject.CLIP: lambda office: office.clips,
        Subject.DRAFT: lambda office: office.drafts,
        Subject.INQUIRY: lambda office: office.inquiries,
        Subject.VERBATIM: lambda office: office.verbatims,
        Subject.BULLETIN: lambda office: office.bulletins,
        Subject.EMPLOYEE: lambda office: office.audience,
    },
)
"""The desk of each kind that has a bin: it gets, edits, bins and tells the history of one."""


def put_in_bin(office: Office, refs: Iterable[Ref]) -> None:
    """Put all of *refs*, of kinds that have a bin, there, or none where one of them may not go."""
    with office.database.all_or_nothing():
        for ref in refs:
            DESKS[ref.kind](office).put_in_bin(ref.id)


def take_out_of_bin(office: Office, refs: Iterable[Ref]) -> None:
    """Put all of *refs* back where they were, or none where one of them cannot come."""
    with office.database.all_or_nothing():
        for ref in refs:
            DESKS[ref.kind](office).take_out_of_bin(ref.id)


_PARTS: Mapping[Subject, "Callable[[Office], Callable[[Any, FieldChange], Edit]]"] = complete(
    lambda kind: kind.is_part,
    {
        Subject.POSITION: lambda office: office.contacts.edit_position,
        Subject.QUESTION: lambda office: office.inquiries.edit_question,
        Subject.BLOCK: lambda office: office.bulletins.edit_block,
    },
)
"""How a part of a thing is edited: by the desk of the whole."""

_SAID: Mapping[Subject, Callable[[Any], _Said]] = complete(
    lambda kind: kind.is_binned or kind.is_tied,
    {
        Subject.DOSSIER: lambda dossier: _Said(dossier.name, dossier.code),
        Subject.OUTLET: lambda outlet: _Said(outlet.name),
        Subject.CONTACT: lambda contact: _Said(contact.name),
        Subject.LIST: lambda one: _Said(one.name),
        Subject.FEED: lambda feed: _Said(feed.name, feed.outlet_name),
        Subject.ARTICLE: lambda article: _Said(article.title, article.outlet_name, article.moment),
        Subject.WATCH: lambda watch: _Said(watch.name),
        Subject.EXAMPLE: lambda example: _Said(example.title, example.outlet),
        Subject.WORD_LIST: lambda one: _Said(one.name),
        Subject.VIEW: lambda view: _Said(view.name, view.query),
        Subject.CLIP: lambda clip: _Said(clip.title, clip.outlet_name, clip.aired_at),
        Subject.DRAFT: lambda draft: _Said(
            draft.title, _archived(draft, draft.number), draft.changed_at
        ),
        Subject.INQUIRY: lambda inquiry: _Said(
            inquiry.title,
            _archived(inquiry, _joined(inquiry.outlet_name, STATUS.say(inquiry.status).lower())),
            inquiry.received_at,
        ),
        Subject.VERBATIM: lambda verbatim: _Said(verbatim.name, verbatim.speaker),
        Subject.BULLETIN: lambda bulletin: _Said(
            bulletin.subject or bulletin.name, _archived(bulletin, format_date(bulletin.day))
        ),
        Subject.EMPLOYEE: lambda employee: _Said(employee.name, employee.service),
    },
)
"""What a line says of a value of each kind."""


def named(office: Office, refs: Iterable[Ref]) -> Iterator[Thing]:
    """Yield those of *refs* that are on the desk, in order, by their names."""
    refs = tuple(refs)
    asked = [ArticleId(ref.id) for ref in refs if ref.kind is Subject.ARTICLE]
    articles = {int(each.id): each for each in office.articles.by_ids(asked)}
    for ref in refs:
        if ref.kind is not Subject.ARTICLE:
            thing = find(office, ref)
        else:
            thing = said(ref, articles[ref.id]) if ref.id in articles else None
        if thing is not None:
            yield thing


def find(office: Office, ref: Ref) -> Thing | None:
    """Return what *ref*, an article or of a kind with a bin, is called; None where it is gone."""
    if ref.kind is Subject.ARTICLE:
        return next((said(ref, each) for each in office.articles.by_ids([ArticleId(ref.id)])), None)
    if ref.kind not in DESKS:
        return None
    try:
        value = DESKS[ref.kind](office).get(ref.id)
    except NotFound:
        return None
    thing = said(ref, value)
    if isinstance(value, Contact):
        today = office.database.clock.now().astimezone(CITY_ZONE).date()
        return replace(thing, detail=_outlets(value, today))
    return thing


POINTERS: Mapping[tuple[Subject, str], Subject] = {
    (Subject.POSITION, "outlet"): Subject.OUTLET,
    (Subject.FEED, "outlet_id"): Subject.OUTLET,
    (Subject.CLIP, "outlet_id"): Subject.OUTLET,
    (Subject.DRAFT, "dossier"): Subject.DOSSIER,
    (Subject.INQUIRY, "dossier"): Subject.DOSSIER,
    (Subject.VERBATIM, "dossier"): Subject.DOSSIER,
    (Subject.INQUIRY, "joined_to"): Subject.INQUIRY,
    (Subject.ARTICLE, "story"): Subject.ARTICLE,
}
"""The fields whose value is the number of another thing, or of several, and of what kind it is."""


def called(office: Office, refs: Iterable[Ref]) -> dict[Ref, str]:
    """Return what those of *refs* are called that are on the desk or in the bin."""
    found: dict[Ref, str] = {}
    for ref in refs:
        if (thing := find(office, ref)) is not None:
            found[ref] = thing.title
        else:
            with suppress(NotInBin):
                found[ref] = office.bin.find(ref).name
    return found


def whole(office: Office, ref: Ref) -> Ref | None:
    """Return the thing that *ref*, a part, is of; itself where it is no part, None where gone."""
    if ref.kind not in _PARTS:
        return ref
    with office.database.snapshot() as snapshot:
        return uses.whole_of(snapshot, ref)


def parts(office: Office, ref: Ref) -> tuple[Ref, ...]:
    """Return the parts of *ref*, a thing of a kind that has a bin."""
    with office.database.snapshot() as snapshot:
        return uses.parts_of_thing(snapshot, ref)


def change(office: Office, ref: Ref, change: FieldChange) -> Edit:
    """Change a field of *ref*: what has a bin, a part of it, a review, or an article.

    Raises:
        EditConflict: Somebody has changed that field since.
        NotFound: The thing has left the desk for good.
        CommsDeskError: What its desk refuses: an address is another's, say.
    """
    if ref.kind is Subject.ARTICLE:
        return office.triage.edit(ArticleId(ref.id), change)
    if ref.kind is Subject.REVIEW:
        return office.reviews.edit(ReviewId(ref.id), change)
    if ref.kind in _PARTS:
        return _PARTS[ref.kind](office)(ref.id, change)
    return DESKS[ref.kind](office).edit(ref.id, change)


def said(ref: Ref, value: object) -> Thing:
    """Return *value*, which *ref* points at, by its name."""
    return _SAID[ref.kind](value).of(ref)
