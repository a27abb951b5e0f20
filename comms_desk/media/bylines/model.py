"""What bylines say that the directory does not: who is new, who moved, who fell silent.

The desk proposes, with its evidence; a person says.  Nobody is added, moved or judged by it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from comms_desk.errors import N_, CommsDeskError
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.contacts.model import ContactId, Position, PositionId, byline_key
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage.model import Edit

LEAST_SIGNED = 3
"""Articles: a guest or a reader signs one or two, the staff so many in a week."""
NEW_WITHIN = timedelta(days=60)
"""Long enough for a column every other week."""
MOVED_WITHIN = timedelta(days=30)
SILENT_AFTER = timedelta(days=90)
SIGNED_BEFORE = timedelta(days=180)
"""Before the silence: who signs regularly signed `REGULARLY` times in it."""
REGULARLY = 6
SOURCES_READ_EVERY = timedelta(days=30)
"""What their outlet published was seen so often through the silence: else nobody can tell."""
NOT_NOW_LASTS = timedelta(days=90)


class ProposalKind(StrEnum):
    """What a proposal is about."""

    NEW = "new"
    """Somebody signs whom no card names."""
    MOVED = "moved"
    """A contact signs elsewhere than where their card says that they work."""


class PositionWay(StrEnum):
    """What becomes of the positions of a contact who signs elsewhere."""

    MOVE = "move"
    """Those held end, and the new one begins."""
    ADD = "add"
    """It is added: they work at both."""


class NoLongerProposed(CommsDeskError):
    """What was proposed is not any more: somebody answered, or the directory knows by now."""

    what = N_("One of those is not proposed any more.")
    way_out = N_("Somebody answered it, or the directory knows by now. Read the list again.")


class NameShared(CommsDeskError):
    """Several contacts bear the name that signs: which of them it is, a person says."""

    what = N_("Several contacts are called {name}.")
    way_out = N_("Open the card of whoever signs there, and give them the position.")

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BylineProposal:
    """A name that signs at an outlet, where the directory does not have it.

    Attributes:
        id: The same as long as it is proposed.
        signs_as: What the name is compared by.
        count: How many articles within `NEW_WITHIN`.
        contacts: Who bears the name: nobody of somebody new; several: it is not known who.
        held: What the one contact holds today.
    """

    id: int
    what: ProposalKind
    signs_as: str
    name: str
    outlet: OutletId
    outlet_name: str
    count: int
    first_at: datetime
    last_at: datetime
    last: ArticleId
    contacts: tuple[ContactId, ...] = ()
    held: tuple[Position, ...] = ()

    @property
    def is_shared(self) -> bool:
        """Whether several contacts bear the name."""
        return len(self.contacts) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What was done about a proposal, to be undone."""

    proposal: BylineProposal
    contact: ContactId
    position: PositionId | None
    """Added to who was there already; None: the contact came with it."""
    ended: tuple[tuple[PositionId, Edit], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A contact who signed regularly, and nothing since *last_at*, while their outlet was read.

    *count* is of the articles of `SIGNED_BEFORE`, before the `SILENT_AFTER` that it takes.
    """

    contact: ContactId
    name: str
    outlets: tuple[str, ...]
    last_at: datetime
    count: int


def proposal_id(signs_as: str, outlet: OutletId) -> int:
    """Return the id of what is proposed of a name at *outlet*: it follows from both."""
    return int(byline_key(f"{signs_as}|{outlet}")[:12], 16)
