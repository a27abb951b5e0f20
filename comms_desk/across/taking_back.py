"""An edit that is taken back, or done again, and what stood in the way.

It goes through the desk of the thing.  What somebody else changed since stays, and what was sent
is not taken back: both are answers here, since the person who asked is told of them in words.
"""

from dataclasses import dataclass

from comms_desk.across import Office, things
from comms_desk.across.history import Past, history, told
from comms_desk.across.things import FACTS, Thing
from comms_desk.changes import Ref
from comms_desk.facts import Facts
from comms_desk.internal.bulletins.model import BulletinAlreadySent
from comms_desk.storage.errors import EditConflict
from comms_desk.storage.model import Act, Edit


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """An edit that was taken back.

    Attributes:
        past: The edit that did; its inverse does again what was taken back.
        thing: What it was done to, by its name; None where it is not on the desk.
        facts: The facts of its kind.
    """

    past: Past
    thing: Thing | None
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSince:
    """The edit was not taken back: somebody changed that field since, as *past* says."""

    past: Past
    thing: Thing | None
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class SentSince:
    """The edit was not taken back: what it was done to was sent.

    Attributes:
        name: What that is called.
        refs: It, and its parts: no edit of any of them is taken back.
    """

    name: str
    refs: frozenset[Ref]


type Answer = TakenBack | ChangedSince | SentSince


def take_back(office: Office, edit: Edit) -> Answer:
    """Change the field of *edit* back to what it was.

    Raises:
        NotFound: The thing has left the desk for good.
        CommsDeskError: What its desk refuses: an address is another's by now, say.
    """
    whole = things.whole(office, edit.ref)
    named = None if whole is None else things.find(office, whole)
    known = whole is not None and whole.kind in FACTS
    facts = FACTS[whole.kind](office) if whole is not None and known else ()
    try:
        back = things.change(office, edit.ref, edit.change.inverse())
    except BulletinAlreadySent as sent:
        refs = () if whole is None else (whole, *things.parts(office, whole))
        return SentSince(name=sent.name, refs=frozenset((edit.ref, *refs)))
    except EditConflict:
        since = _last_of(office, whole, edit) if whole is not None and known else None
        if since is None:
            raise
        return ChangedSince(past=since, thing=named, facts=facts)
    again = None if whole is None else things.find(office, whole)
    thing = again if again is not None and again.title else named or again
    return TakenBack(past=told(office, back), thing=thing, facts=facts)


def _last_of(office: Office, whole: Ref, edit: Edit) -> Past | None:
    """Return what was done last to the field of *edit*."""
    field = (edit.ref, edit.field)
    done = (each for each in history(office, whole) if each.edit.act is Act.EDITED)
    return next((each for each in done if (each.edit.ref, each.edit.field) == field), None)
