"""What a higher slice may ask of contacts inside its own transaction or snapshot."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import ScalarSelect

from comms_desk.media.contacts import signing
from comms_desk.media.contacts.model import Byline, ContactId, Signature
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage.database import Snapshot, Transaction


def by_names(
    snapshot: Snapshot, bylines: Iterable[str], *, at: OutletId | None = None
) -> Mapping[str, tuple[Byline, ...]]:
    """Return for each of *bylines* the names in it that somebody bears, and who.

    Args:
        snapshot: What is read.
        bylines: As articles have them: « Par Luc Tremblay et Zoé Roy, La Presse canadienne ».
        at: Where it was published: of several who bear a name, those who work or worked there
            alone, if any does.
    """
    return signing.by_names(snapshot, bylines, at=at)


def note_bylines(transaction: Transaction, signed: Mapping[str, datetime]) -> None:
    """Note when names, as `text.bylines.names_in` compares them, were last signed."""
    signing.note(transaction, signed)


def signature(snapshot: Snapshot, contact: ContactId) -> Signature | None:
    """Return how what *contact* signs is known; None: it is not, or they are gone."""
    return signing.signature(snapshot, contact)


def last_byline() -> ScalarSelect[datetime]:
    """Return when the contact of a row of contacts last signed; NULL: never, as far as is known."""
    return signing.last_byline()
