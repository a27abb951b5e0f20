"""Embargoes: set, lifted and signed."""

from collections.abc import Collection, Mapping
from datetime import datetime

from comms_desk.changes import Ref
from comms_desk.embargo import store, within
from comms_desk.embargo.model import (
    Embargo,
    ExceptionId,
    NoEmbargo,
    NotSigned,
    PassageId,
    PlacedEmbargo,
    SignedPassage,
)
from comms_desk.storage import edits
from comms_desk.storage.database import Database
from comms_desk.storage.model import Act
from comms_desk.text.mailbox import mailbox_key


class EmbargoDesk:
    """One lock a thing: until when, what ends it, who lifted it, who may have it before."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, ref: Ref) -> Embargo | None:
        """Return the lock on *ref*, whether it still holds or not."""
        with self._database.snapshot() as snapshot:
            return within.embargo_of(snapshot, ref)

    def holding(self) -> tuple[Embargo, ...]:
        """Return every lock that holds now, the first to lift first."""
        with self._database.snapshot() as snapshot:
            return within.holding(snapshot)

    def place(self, ref: Ref, *, until: datetime, ends_when: str) -> PlacedEmbargo:
        """Lock *ref* until a moment, or move its lock.

        Raises:
            EmbargoInThePast: *until* is not in the future.
        """
        with self._database.transaction(durable=True) as transaction:
            return within.place(transaction, ref, until=until, ends_when=ends_when)

    def lift(self, ref: Ref) -> Embargo:
        """Let *ref* leave from now on, in the name of the acting person.

        Raises:
            NoEmbargo: Nothing holds it.
        """
        with self._database.transaction() as transaction:
            return within.lift(transaction, ref)

    def put_back(self, before: Embargo | None, *, over: Embargo) -> PlacedEmbargo:
        """Undo a placing, a moving or a lifting, but nothing that was done after it.

        Args:
            before: The lock whose moment and sentence hold again; None lifts the lock.
            over: The lock as it stood once that was done; only if it still does is it changed.

        Raises:
            AnotherEmbargo: Somebody placed or moved the lock since; theirs stays.
            NoEmbargo: Somebody lifted it since, or it has ended by itself.
            EmbargoInThePast: The end of *before* is not in the future any more.
        """
        with self._database.transaction(durable=True) as transaction:
            return within.put_back(transaction, before, over=over)

    def grant(self, ref: Ref, recipient: str, *, signed_by: str, note: str = "") -> Embargo:
        """Let *recipient* have *ref* before: *signed_by* accepted the embargo in writing.

        The recipient is an e-mail address, however it is spelt.

        Raises:
            NoEmbargo: There is no lock on it.
            NotSigned: Nobody signed.
        """
        return self.grant_all(ref, {recipient: signed_by}, note=note)

    def grant_all(self, ref: Ref, signed: Mapping[str, str], *, note: str = "") -> Embargo:
        """Let each recipient of *signed* have *ref* before, by whose signature; all or none.

        Each has an exception of their own, with the same *note*, to be taken back alone.

        Raises:
            NoEmbargo: There is no lock on it.
            NotSigned: Nobody signed for one of them.
        """
        for recipient, by in signed.items():
            if not by.strip():
                raise NotSigned(recipient)
        with self._database.transaction() as transaction:
            row = store.row_of(transaction, ref)
            if row is None:
                raise NoEmbargo(ref)
            known = {each.recipient: each for each in row.exceptions}
            for written, by in signed.items():
                recipient = mailbox_key(written)
                exception = known.get(recipient) or store.ExceptionRow(recipient=recipient)
                exception.signed_by, exception.note = by.strip(), note
                exception.granted_by, exception.granted_at = transaction.actor, transaction.now
                if recipient not in known:
                    known[recipient] = exception
                    row.exceptions.append(exception)
                edits.note(transaction, ref, Act.EDITED, "embargo exception", after=recipient)
            within.announce(transaction, row)
            return store.value(row)

    def let_through(
        self, ref: Ref, passage: str, *, inside: Ref, signed_by: str, reason: str
    ) -> SignedPassage:
        """Let *passage* of *ref* leave in *inside*, in the name of who signs; the rest stays held.

        Raises:
            PassageNotSigned: Nobody signs, or nobody says why.
            NotItsWords: *ref* is not locked, or has no such words.
        """
        with self._database.transaction() as transaction:
            return within.let_through(
                transaction, ref, passage, inside=inside, signed_by=signed_by, reason=reason
            )

    def refuse_words(self, text: str, *, own: Collection[Ref] = ()) -> None:
        """Let *text* be taken out only when it has no words of a text that is locked.

        Raises:
            WordsUnderEmbargo: It has some, and they are not *own*, nor signed for these.
        """
        with self._database.snapshot() as snapshot:
            within.refuse_words(snapshot, text, own=own)

    def passages(self, ref: Ref) -> tuple[SignedPassage, ...]:
        """Return what was let through of the words of *ref*, the first signed first."""
        with self._database.snapshot() as snapshot:
            rows = store.passages_of(snapshot, ref)
            return tuple(within.passage_of(snapshot, each) for each in rows)

    def take_back(self, passage: PassageId) -> None:
        """Have what was let through be held again; what has left has left."""
        with self._database.transaction(durable=True) as transaction:
            within.take_back(transaction, passage)

    def withdraw(self, ref: Ref, exception: ExceptionId) -> Embargo:
        """Take an exception back; what has left has left.

        Raises:
            NoEmbargo: There is no lock on it.
        """
        with self._database.transaction(durable=True) as transaction:
            row = store.row_of(transaction, ref)
            if row is None:
                raise NoEmbargo(ref)
            for each in [each for each in row.exceptions if each.id == exception]:
                row.exceptions.remove(each)
                edits.note(transaction, ref, Act.EDITED, "embargo exception", before=each.recipient)
            within.announce(transaction, row)
            return store.value(row)
