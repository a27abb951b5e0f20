"""The freeze of all sending, by the names of who stopped it and what waits under it.

It reads through the desks and decides nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from comms_desk.across import Office
from comms_desk.across.things import find
from comms_desk.changes import Ref

if TYPE_CHECKING:
    from comms_desk.mail.model import FreezeId


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldThing:
    """A thing with *letters* waiting; its *title* is empty where it is not on the desk."""

    ref: Ref
    title: str
    letters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGoThing:
    """Something that leaves all the same."""

    ref: Ref
    title: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeSeen:
    """The freeze that holds, by names."""

    id: "FreezeId"
    reason: str
    by: str
    at: datetime
    letters: int
    held: tuple[HeldThing, ...]
    let_go: tuple[LetGoThing, ...]


def seen(office: Office) -> FreezeSeen | None:
    """Return the freeze that holds, by names; None when nothing is frozen."""
    freeze = office.freezes.current()
    if freeze is None:
        return None
    people = {freeze.by, *(each.by for each in freeze.let_go)}
    names = office.people.names({each for each in people if each is not None})
    return FreezeSeen(
        id=freeze.id,
        reason=freeze.reason,
        by=names.get(freeze.by, "") if freeze.by is not None else "",
        at=freeze.at,
        letters=freeze.letters,
        held=tuple(
            HeldThing(ref=each.about, title=_title(office, each.about), letters=each.letters)
            for each in freeze.held
        ),
        let_go=tuple(
            LetGoThing(
                ref=each.about,
                title=_title(office, each.about),
                by=names.get(each.by, "") if each.by is not None else "",
                at=each.at,
            )
            for each in freeze.let_go
        ),
    )


def _title(office: Office, ref: Ref) -> str:
    thing = find(office, ref)
    return "" if thing is None else thing.title
