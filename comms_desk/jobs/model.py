"""Who may do the desk's work, and what the worker has been asked.  Light: no SQLAlchemy."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from comms_desk.changes import Ref
from comms_desk.errors import N_, CommsDeskError

CommandId = NewType("CommandId", int)

LEASE_LASTS = timedelta(seconds=45)
"""A worker that has not renewed for so long is taken for dead."""

LEASE_RENEWED_EVERY_S = 10.0

NOBODY = ""
"""The holder of a lease that was given back: it is free, whatever the clocks say."""


class LeaseHeld(CommsDeskError):
    """Another worker has this desk's work in hand."""

    holder: str
    until: datetime


class LeaseLost(CommsDeskError):
    """Another worker has taken the work over: this one must stop at once."""

    what = N_("Feeds and e-mail are now run elsewhere.")
    way_out = N_("No action needed: e-mails are sent and feeds are read from there.")

    token: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to do the desk's work, until a moment.

    *token* grows with each taking: a worker that slept through its lease finds its token
    old as soon as it claims something.
    """

    token: int
    holder: str
    taken_at: datetime
    until: datetime
    idle_since: datetime | None = field(default=None, compare=False)
    """Since when nobody had it as it was taken, as far as it says; None: nobody ever had."""


class CommandKind(StrEnum):
    """What a window may ask the worker; the values are stored."""

    POLL_NOW = "poll now"
    STOP_JOB = "stop job"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerCommand:
    """Something asked of the worker; *ref* says of what, None: of all."""

    id: CommandId
    kind: CommandKind
    ref: Ref | None
    asked_by: int | None
    asked_at: datetime
    done_at: datetime | None = None
