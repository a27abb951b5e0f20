"""Things of every kind, whichever slice they are of: their desk, and how a line names one.

It reads through the desks and decides nothing.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

from comms_desk.across import Office
from comms_desk.across.kinds import PAGES, Facts, complete_by
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import CITY_ZONE
from comms_desk.kinds import KINDS
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.contacts.model import Contact
from comms_desk.storage import uses
from comms_desk.storage.errors import NotFound, NotInBin
from comms_desk.storage.model import Edit, FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something of any slice, by its name; *is_home*: the dossier shown is where it lives."""

    ref: Ref
    title: str
    detail: str = ""
    at: datetime | None = None
    is_home: bool = False


def _outlets(contact: Contact, day: date) -> str:
    """Return the outlets where *contact* works on *day*, as far as is known."""
    names = (each.outlet_name for each in contact.current(day))
    return ", ".join(dict.fromkeys(filter(None, names)))


DESKS = complete_by(lambda kind: kind.is_binned, "desk", lambda page: page.desk)
"""The desk of each kind that has a bin: it gets, edits, bins and tells the history of one."""

FACTS = complete_by(
    lambda kind: kind.is_binned or kind.subject is Subject.ARTICLE, "facts", lambda page: page.facts
)
"""What may have been changed of a thing of each kind, and of its parts."""


def offered(office: Office, kind: Subject) -> Facts:
    """Return the facts of a thing of *kind* that is edited, with what there is to choose among."""
    return (PAGES[kind].offered or FACTS[kind])(office)


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


def pointed_at(kind: Subject, field: str) -> Subject | None:
    """Return the kind whose number, or numbers, a *field* of a *kind* holds; None: of none."""
    return PAGES[kind].points_at.get(field)


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
    if not KINDS[ref.kind].is_part:
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
    edit = PAGES[ref.kind].edit
    return (
        DESKS[ref.kind](office).edit(ref.id, change)
        if edit is None
        else edit(office)(ref.id, change)
    )


def said(ref: Ref, value: object) -> Thing:
    """Return *value*, which *ref* points at, by its name."""
    line = PAGES[ref.kind].line(value)
    return Thing(ref=ref, title=line.title, detail=line.detail, at=line.at)
