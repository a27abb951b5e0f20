"""Holds on destruction, by the names of what they are over and of who placed and lifted them.

It reads through the desks and decides nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from comms_desk.across import Office
from comms_desk.across.things import called
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, format_date
from comms_desk.storage.model import Days, Hold


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSeen:
    """A hold, by names: *over* is what it is over, *lifted_by* empty while it runs."""

    hold: Hold
    over: str
    placed_by: str
    lifted_by: str


def every(office: Office) -> tuple[HoldSeen, ...]:
    """Return the holds that run, then those that were lifted; the last placed first."""
    return seen(office, office.holds.every())


def seen(office: Office, holds: tuple[Hold, ...]) -> tuple[HoldSeen, ...]:
    """Return *holds* by names."""
    things = [hold.over for hold in holds if isinstance(hold.over, Ref)]
    titles = called(office, things)
    people = {each for hold in holds for each in (hold.placed_by, hold.lifted_by)}
    people |= {each.id for each in things if each.kind is Subject.PERSON}
    names = office.people.names(each for each in people if each is not None)
    titles |= {Ref(Subject.PERSON, each): name for each, name in names.items()}
    return tuple(
        HoldSeen(
            hold=hold,
            over=over_words(hold.over, titles),
            placed_by=names.get(hold.placed_by or 0, ""),
            lifted_by=names.get(hold.lifted_by or 0, ""),
        )
        for hold in holds
    )


def thing_of(ref: Ref) -> Ref:
    """Return the thing that a hold on *ref* is over: a mention is an article."""
    return Ref(Subject.ARTICLE, ref.id) if ref.kind is Subject.MENTION else ref


def words_over(office: Office, ref: Ref) -> str:
    """Say why the destruction of *ref* is suspended, and since when; "" where it is not."""
    holds = office.holds.over(thing_of(ref))
    said = _("Destruction suspended on {moment}: {reason}")
    return "\n".join(
        said.format(moment=format_date(hold.placed_at), reason=hold.reason) for hold in holds
    )


def over_words(over: Ref | Days | str, titles: Mapping[Ref, str]) -> str:
    """Say what a hold is over; *titles* are what things are called."""
    if isinstance(over, Ref):
        return titles.get(over) or str(over)
    if isinstance(over, str):
        return over
    if over.first == over.last:
        return _("Of {date}").format(date=format_date(over.first))
    first, last = format_date(over.first), format_date(over.last)
    return _("From {first} to {last}").format(first=first, last=last)
