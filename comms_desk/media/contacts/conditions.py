"""Conditions on contacts, for a higher slice that chooses many of them by what the desk knows.

What is of a position is of one that they hold today.  Beats and places are few, of many contacts:
those that are meant are told apart here, by words, and the engine compares them as stored.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, Text, false, or_, select, type_coerce

from comms_desk.changes import Subject
from comms_desk.i18n import CITY_ZONE, Language
from comms_desk.mail import letter_outcomes
from comms_desk.media.contacts import bylines, search
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.contacts.rows import ContactAddressRow, ContactTableRow, PositionTableRow
from comms_desk.places import Scope
from comms_desk.storage.database import Snapshot
from comms_desk.storage.finding import each_of
from comms_desk.storage.rows import TextTuple
from comms_desk.text.fold import tokens

type Condition = ColumnElement[bool]


def those(snapshot: Snapshot, condition: Condition) -> tuple[ContactId, ...]:
    """Return the contacts outside the bin of whom *condition* is true, by name."""
    asked = select(ContactTableRow.id).where(ContactTableRow.binned_at.is_(None), condition)
    by_name = asked.order_by(ContactTableRow.sort_key, ContactTableRow.id)
    return tuple(map(ContactId, snapshot.session.scalars(by_name)))


def is_one(snapshot: Snapshot, contact: ContactId, condition: Condition) -> bool:
    """Whether *condition* is true of one *contact*, who is outside the bin."""
    asked = select(ContactTableRow.id).where(
        ContactTableRow.id == contact, ContactTableRow.binned_at.is_(None), condition
    )
    return snapshot.session.scalar(asked) is not None


def found(snapshot: Snapshot, words: str, among: range | None = None) -> tuple[ContactId, ...]:
    """Return the contacts that the Directory finds by *words*, by name."""
    return search.every_id(snapshot, words, among=among)


def still_here(snapshot: Snapshot, contacts: Iterable[int]) -> tuple[ContactId, ...]:
    """Return those of *contacts* that are outside the bin, by name."""
    return those(snapshot, each_of(snapshot, ContactTableRow.id, contacts))


def among(ids: Select[int] | Select[int | None]) -> Condition:
    """Return the condition that a contact is one of *ids*."""
    return ContactTableRow.id.in_(ids)


def works_at(
    snapshot: Snapshot, outlets: Select[int] | Iterable[int], *, of: ContactId | None = None
) -> Condition:
    """Return the condition that a contact works at one of *outlets*; asked *of* one, if said."""
    listed = outlets if isinstance(outlets, Select) else list(outlets)
    return among(_held(snapshot, of).where(PositionTableRow.outlet.in_(listed)))


def covers(snapshot: Snapshot, beats: Iterable[str], *, of: ContactId | None = None) -> Condition:
    """Return the condition that a contact covers one of *beats*, whatever its spelling.

    It is asked *of* one contact, if one is said: nobody else's beats are then read.
    """
    wanted = {beat_key(each) for each in beats}
    stored = type_coerce(PositionTableRow.beats, Text)
    rows = select(stored).distinct()
    known = snapshot.session.scalars(rows if of is None else rows.where(_position_of(of)))
    meant = [each for each in known if wanted & set(map(beat_key, TextTuple.read(each)))]
    return among(_held(snapshot, of).where(stored.in_(meant))) if meant else false()


def concerns(
    snapshot: Snapshot, scopes: Iterable[Scope], *, of: ContactId | None = None
) -> Condition:
    """Return the condition that what a contact covers has one of *scopes* in it.

    The whole city is not each of its boroughs: who covers one is looked for by its name.  It is
    asked *of* one contact, if one is said.
    """
    wanted = tuple(scopes)
    rows = select(ContactTableRow.scope).distinct()
    known = snapshot.session.scalars(rows if of is None else rows.where(ContactTableRow.id == of))
    meant = [each for each in known if any(each.meets(one) for one in wanted)]
    return ContactTableRow.scope.in_(meant) if meant else false()


def speaks(languages: Iterable[Language]) -> Condition:
    """Return the condition that a contact's language is one of *languages*."""
    return ContactTableRow.language.in_(list(languages))


def has_address(keys: Select[str | None]) -> Condition:
    """Return the condition that a contact has, or had, an address of one of *keys*."""
    holders = select(ContactAddressRow.contact).where(ContactAddressRow.key.in_(keys))
    return among(holders)


def signed_before(moment: datetime) -> Condition:
    """Return the condition that the last article of a contact came before *moment*, or none did."""
    last = bylines.last_byline()
    return or_(last.is_(None), last < moment)


def written_before(moment: datetime) -> Condition:
    """Return the condition that the last letter for a contact left before *moment*, or none did."""
    return letter_outcomes.written_before(Subject.CONTACT, ContactTableRow.id, moment)


def beats(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the beats of all contacts today, each in one spelling, by name."""
    stored = type_coerce(PositionTableRow.beats, Text)
    rows = snapshot.session.scalars(
        select(stored).where(*search.is_held(_today(snapshot))).distinct()
    )
    spelt: dict[str, str] = {}
    for each in sorted(one for row in rows for one in TextTuple.read(row)):
        spelt.setdefault(beat_key(each), each)
    return tuple(spelt[key] for key in sorted(spelt) if key)


def beat_key(beat: str) -> str:
    """Return the form in which two spellings of a beat are one."""
    return " ".join(tokens(beat))


def _held(snapshot: Snapshot, of: ContactId | None) -> Select[int]:
    held = select(PositionTableRow.contact).where(*search.is_held(_today(snapshot)))
    return held if of is None else held.where(_position_of(of))


def _position_of(contact: ContactId) -> Condition:
    return PositionTableRow.contact == contact


def _today(snapshot: Snapshot) -> date:
    return snapshot.now.astimezone(CITY_ZONE).date()
