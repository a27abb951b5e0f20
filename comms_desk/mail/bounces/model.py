"""What is kept of what came back, and what a person is asked about it.  Light: no SQLAlchemy."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from comms_desk.errors import N_, CommsDeskError
from comms_desk.mail.bounces.report import BounceReport, Nature
from comms_desk.mail.model import ExclusionReason, LetterId

SOFT_ASKED_AFTER = 5
"""Letters to an address that did not arrive before a person is asked about it."""
LOOKED_BACK = timedelta(days=30)
"""Of what one counts, and among which letters one looks for the one that came back."""


class BounceDecision(StrEnum):
    """What a person decides about an address from which something came back."""

    LEAVE = "leave"
    """All stays as it is."""
    WRITE_AGAIN = "write again"
    """It was verified: it is taken off the exclusion list, unless somebody asked to be on it."""
    EXCLUDE = "exclude"
    """Nothing is sent there any more."""


class NothingCameBack(CommsDeskError):
    """Nothing is asked about an address, or somebody decided already."""

    what = N_("Nothing is to be decided about {address}.")
    way_out = N_("Someone may have decided already.")

    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """What one message said of one address; *letter* is the one that it is about, if known."""

    letter: LetterId | None
    address: str
    nature: Nature
    status: str
    sentence: str
    at: datetime
    is_excluded: bool
    """Whether nothing is sent there now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceTakenIn:
    """What was understood of a message, and what is kept of it.

    *is_known* says that it had been read before: nothing counts twice.
    """

    report: BounceReport
    kept: tuple[Bounce, ...] = ()
    is_known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressToDecide:
    """An address about which somebody must decide, and the last that was said of it.

    *nature* is HARD, SOFT where several letters did not arrive, or HUMAN where somebody asked to
    be written to no more; *letters* how many did not arrive.  *is_proven* where only its own letter
    can have caused the report.  *is_decided* where somebody left it excluded: it is shown, and not
    asked about any more.
    """

    address: str
    nature: Nature
    status: str
    sentence: str
    at: datetime
    letters: int
    excluded: ExclusionReason | None
    """Why nothing is sent there now; None where something is."""
    is_proven: bool = False
    is_decided: bool = False
