"""An embargo: until when a thing may not leave, what ends it, and who may have it before.

It is an agreement, so it is explicit: a moment, one sentence that says what ends it, and
the written acceptance of who receives it earlier.  Light: no SQLAlchemy here.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NewType

from comms_desk.changes import Ref
from comms_desk.errors import N_, CommsDeskError
from comms_desk.text.mailbox import mailbox_key

EmbargoId = NewType("EmbargoId", int)
ExceptionId = NewType("ExceptionId", int)
PassageId = NewType("PassageId", int)


class UnderEmbargo(CommsDeskError):
    """It may not leave yet, by any channel."""

    ref: Ref
    until: datetime
    ends_when: str


class WordsUnderEmbargo(CommsDeskError):
    """It has words of a text that may not leave yet.

    *title* is what that text is called, and *there* the sentence of it; *words* are those of
    this one, as they stand in it.  *own* is what this one is of, for which they may be signed;
    *file* the name of the file of it that has them, "" where they are its own.
    """

    ref: Ref
    title: str
    words: tuple[str, ...]
    until: datetime
    there: str
    own: tuple[Ref, ...]
    file: str = ""


class EmbargoInThePast(CommsDeskError):
    """An embargo ends in the future: there is none on what is already public."""

    what = N_("This embargo would end on {moment}, which has passed.")
    way_out = N_("Choose a later moment: what is already public has no embargo.")

    moment: datetime


class NoEmbargo(CommsDeskError):
    """Nothing holds this thing, or nothing holds it any more."""

    what = N_("No embargo holds this any more.")
    way_out = N_("There is no embargo to lift: the text may go out.")

    ref: Ref


class AnotherEmbargo(CommsDeskError):
    """What was to be undone is no longer the last word: another lock holds by now."""

    what = N_("Someone has placed another embargo since; it stays.")
    way_out = N_("If it is wrong, change its time or lift it.")

    ref: Ref


class NotSigned(CommsDeskError):
    """An exception needs the name of the person who accepted the embargo in writing."""

    what = N_("No one has accepted the embargo for {recipient}.")
    way_out = N_("Write the name of whoever accepted it in writing.")

    recipient: str


class PassageNotSigned(CommsDeskError):
    """To let a passage through needs the name of the person who does, and why."""

    what = N_("No one has signed for these words.")
    way_out = N_("Write the name of whoever lets them through, and why.")


class NotItsWords(CommsDeskError):
    """The text under embargo has no such passage: there is nothing to let through."""

    what = N_("No text under embargo has these words any more.")
    way_out = N_("There is nothing to let through: send it.")

    ref: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedException:
    """A recipient that may have the thing before the embargo lifts.

    *recipient* is an e-mail address in its compared form; *signed_by* accepted the embargo
    in writing on the recipient's behalf.
    """

    id: ExceptionId
    recipient: str
    signed_by: str
    note: str
    granted_by: int | None
    granted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Embargo:
    """One lock on one thing.

    It ends at *until* by the clock, or earlier when a person lifts it.  *ends_when* is the
    sentence shown with it: "until the news conference begins".
    """

    id: EmbargoId
    ref: Ref
    until: datetime
    ends_when: str
    set_by: int | None
    set_at: datetime
    lifted_by: int | None = None
    lifted_at: datetime | None = None
    exceptions: tuple[SignedException, ...] = ()

    def holds(self, now: datetime, *, to: str | None = None, lead: timedelta | None = None) -> bool:
        """Whether the thing may not leave at *now*, to the recipient *to* if one is named.

        Who signed an exception may have it at any time, or no earlier than *lead* before the end.
        """
        if self.lifted_at is not None or now >= self.until:
            return False
        signed = {mailbox_key(each.recipient) for each in self.exceptions}
        if to is None or mailbox_key(to) not in signed:
            return True
        return lead is not None and now < self.until - lead

    def stands_as(self, other: "Embargo") -> bool:
        """Whether nobody placed, moved or lifted it between *other* and this."""
        return replace(self, exceptions=()) == replace(other, exceptions=())


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPassage:
    """Words of *ref* that somebody let through *inside* one other thing.

    *there* is the sentence of *ref* that has them; "": it has them no more.
    """

    id: PassageId
    ref: Ref
    inside: Ref
    there: str
    signed_by: str
    reason: str
    granted_by: int | None
    granted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedWords:
    """The words that a lock holds, as numbers (`text.fingerprints`); *title* is their text's.

    *figures* are those of the text with what they are of, of which it is only warned.
    """

    embargo: Embargo
    title: str
    numbers: frozenset[int]
    figures: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedFigures:
    """Figures of a message, as *written* there, that a text under embargo says of the same."""

    ref: Ref
    title: str
    until: datetime
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedWords:
    """What a message shares with texts under embargo: *words* hold it, *figures* warn.

    *unread* are files of it whose words nobody could read: of them it is not known.
    """

    words: WordsUnderEmbargo | None = None
    figures: tuple[LockedFigures, ...] = ()
    unread: tuple[str, ...] = ()


NOTHING_SHARED = SharedWords()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedEmbargo:
    """A lock as it stands now, and the one that held until then, None when nothing did."""

    before: Embargo | None
    lock: Embargo
