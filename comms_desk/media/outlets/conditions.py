"""Conditions on outlets, for a higher slice that chooses many of them by what the desk knows."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, select

from comms_desk.changes import Subject
from comms_desk.mail import letter_outcomes
from comms_desk.mail.address import Address
from comms_desk.media.outlets.model import OutletId, OutletKind, OutletLanguage
from comms_desk.media.outlets.store import BY_NAME, OutletRow
from comms_desk.places import Scope
from comms_desk.storage.database import Snapshot

type Condition = ColumnElement[bool]


def those(snapshot: Snapshot, condition: Condition) -> tuple[OutletId, ...]:
    """Return the outlets outside the bin for which *condition* is true, by name."""
    return tuple(map(OutletId, snapshot.session.scalars(ids(condition).order_by(*BY_NAME))))


def is_one(snapshot: Snapshot, outlet: OutletId, condition: Condition) -> bool:
    """Whether *condition* is true of one *outlet*, which is outside the bin."""
    return snapshot.session.scalar(ids(condition).where(OutletRow.id == outlet)) is not None


def ids(condition: Condition) -> Select[int]:
    """Return the query for the outlets outside the bin for which *condition* is true."""
    return select(OutletRow.id).where(OutletRow.binned_at.is_(None), condition)


def among(outlets: Select[int | None] | Iterable[int]) -> Condition:
    """Return the condition that an outlet is one of *outlets*."""
    return OutletRow.id.in_(outlets if isinstance(outlets, Select) else list(outlets))


def has_address(snapshot: Snapshot, keys: Collection[str]) -> Condition:
    """Return the condition that a newsroom has an address of one of *keys*."""
    rows = snapshot.session.execute(select(OutletRow.id, OutletRow.emails)) if keys else ()
    return among(each for each, emails in rows if _keys(emails) & set(keys))


def _keys(emails: Iterable[str]) -> set[str]:
    return {Address.stored(each).key for each in emails}


def is_of(kinds: Iterable[OutletKind]) -> Condition:
    """Return the condition that an outlet is of one of *kinds*."""
    return OutletRow.kind.in_(list(kinds))


def publishes_in(languages: Iterable[OutletLanguage]) -> Condition:
    """Return the condition that what an outlet publishes in is one of *languages*."""
    return OutletRow.language.in_(list(languages))


def concerns(snapshot: Snapshot, scopes: Iterable[Scope]) -> Condition:
    """Return the condition that where an outlet is at home has one of *scopes* in it."""
    wanted = tuple(scopes)
    known = snapshot.session.scalars(select(OutletRow.scope).distinct())
    meant = [each for each in known if any(each.meets(one) for one in wanted)]
    return OutletRow.scope.in_(meant) if meant else false()


def written_before(moment: datetime) -> Condition:
    """Return the condition that the last letter for a newsroom left before *moment*, or none."""
    return letter_outcomes.written_before(Subject.OUTLET, OutletRow.id, moment)
