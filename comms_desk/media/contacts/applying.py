"""What the rows of a file made of the directory, written; and taken back.

Written in few statements, whatever the rows: the desk is still as the rows met it, so that
nothing is read again, and what is derived follows from the drafts.
"""

from collections.abc import Iterable, Sequence

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import CITY_ZONE
from comms_desk.imports.importer import Importer
from comms_desk.imports.model import ImportResult, ImportUndone
from comms_desk.media.contacts import do_not_contact, store
from comms_desk.media.contacts.drafts import (
    OF_CONTACT,
    OF_POSITION,
    DraftContact,
    DraftPosition,
    ImportedContact,
)
from comms_desk.media.contacts.headings import COLUMNS
from comms_desk.media.contacts.importing import Newsroom, reader_of
from comms_desk.media.contacts.merging import Merger
from comms_desk.media.contacts.model import (
    Contact,
    ContactId,
    NewContact,
    NewPosition,
)
from comms_desk.media.contacts.origins import AddressOrigin
from comms_desk.media.contacts.rows import ContactTableRow, PositionTableRow
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import NewOutlet, OutletId
from comms_desk.storage import bin as storage_bin
from comms_desk.storage import edits
from comms_desk.storage.database import Transaction
from comms_desk.storage.edits import ChangedFields
from comms_desk.storage.finding import here
from comms_desk.storage.many import joined
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.storage.values import value_of
from comms_desk.text.mailbox import mailbox_key

CHANGED = (*(fact.field for fact in OF_CONTACT), "do_not_contact")
"""What a row can change of who was there."""
REACHED = ("emails", "phones")
"""The same of a newsroom; of a position, this and `OF_POSITION`."""


class Directory(Merger):
    """The directory in memory, which can be written as the rows of a file left it."""

    def write(self, transaction: Transaction, *, file_name: str) -> ImportResult:
        """Write the outlets, then those who were there, then those who are new."""
        at = outlets.keys(transaction)
        new_outlets = self._new_at(at)
        added_outlets = outlets.add_all(transaction, new_outlets.values())
        at |= zip(new_outlets, map(OutletId, added_outlets), strict=True)

        def new_position(draft: DraftPosition) -> NewPosition:
            return value_of(
                NewPosition,
                draft,
                outlet=at[draft.place] if draft.place else None,
            )

        noted = outlets.apply_all(
            transaction,
            [
                ChangedFields(
                    Ref(Subject.OUTLET, each.before.id), _differences(each, each.before, REACHED)
                )
                for each in self.reached
                if each.before is not None
            ],
        )
        changed = [(each, each.before) for each in self.changed if each.before is not None]
        noted = joined(noted, _change(transaction, changed, file_name))
        positions = store.add_positions(
            transaction,
            (
                (before.id, new_position(position))
                for draft, before in changed
                for position in draft.positions
                if position.before is None
            ),
        )
        store.put_in_index(transaction, (before.id for _draft, before in changed))
        contacts, theirs = store.add_all(
            transaction,
            (
                value_of(
                    NewContact,
                    draft.now,
                    positions=tuple(map(new_position, draft.positions)),
                )
                for draft in self.drafts
                if draft.before is None
            ),
            file_name=file_name,
        )
        return ImportResult(
            added={
                Subject.CONTACT: contacts,
                Subject.POSITION: joined(positions, theirs),
                Subject.OUTLET: added_outlets,
            },
            edits=noted,
        )

    def _new_at(self, known: Iterable[str]) -> dict[str, NewOutlet]:
        """Return the outlets to add, by their keys: those of new positions, and newsrooms."""
        new = {
            place: NewOutlet(name=each.outlet, emails=each.emails, phones=each.phones)
            for place, each in self.newsrooms.items()
            if each.before is None and each in self.reached
        }
        known = frozenset(known)
        for draft in self.drafts:
            for each in draft.positions:
                place = each.place
                if each.before is None and place and place not in known and place not in new:
                    new[place] = NewOutlet(name=each.outlet)
        return new


def _change(
    transaction: Transaction, changed: Sequence[tuple[DraftContact, Contact]], file_name: str
) -> range:
    """Change contacts who were there, and their positions; return the ids of the edits."""
    noted = edits.apply_all(
        transaction,
        ContactTableRow,
        [
            ChangedFields(
                Ref(Subject.CONTACT, before.id),
                _differences(draft.now, before, CHANGED),
                {"search_text": store.search_text(draft.now, draft.positions)},
            )
            for draft, before in changed
        ],
    )
    positions = edits.apply_all(
        transaction,
        PositionTableRow,
        [
            ChangedFields(
                Ref(Subject.POSITION, each.before.id),
                differences,
                store.span(each.started_on, each.ended_on),
            )
            for draft, _before in changed
            for each in draft.positions
            if each.before is not None
            and (differences := _differences(each, each.before, (*OF_POSITION, *REACHED)))
        ],
    )
    origin_of = store.origins_of(transaction, file_name)
    come: list[tuple[ContactId, AddressOrigin]] = []
    bars: dict[Ref, str] = {}
    for draft, before in changed:
        known = {mailbox_key(email) for each in before.positions for email in each.emails}
        keys = dict.fromkeys(email.key for each in draft.positions for email in each.emails)
        said = {each.address: each for each in draft.now.origins}
        come += ((before.id, said.get(key) or origin_of(key)) for key in keys if key not in known)
        now = draft.now
        was = before.do_not_contact, before.do_not_contact_reason
        if now.do_not_contact and was != (True, now.do_not_contact_reason):
            bars[Ref(Subject.CONTACT, before.id)] = now.do_not_contact_reason
    store.add_addresses(transaction, come)
    do_not_contact.bar(transaction, bars)
    return joined(noted, positions)


def _differences(now: object, before: object, fields: Iterable[str]) -> list[FieldChange]:
    """Return the changes of those *fields*, as a row holds them, from *before* to *now*."""
    changes = (FieldChange(name, getattr(before, name), _held(now, name)) for name in fields)
    return [change for change in changes if change.before != change.after]


def _held(now: object, name: str) -> object:
    value = getattr(now, name)
    return store.texts(value) if name == "emails" else value


# ── The way back ──────────────────────────────────────────────────────────────────────


def take_back(
    transaction: Transaction, written: ImportResult, edited: Sequence[Edit]
) -> ImportUndone:
    """Put back what was changed; who came goes to the bin, and so do their outlets.

    Who was changed since, or tied to something, stays and is named; so does an outlet that
    something else needs.
    """
    people = edits.revert(transaction, ContactTableRow, edited, among=here(ContactTableRow))
    held = edits.revert(transaction, PositionTableRow, edited, among=store.positions_here())
    newsrooms_kept = outlets.revert(transaction, edited)
    contacts, positions = written.of(Subject.CONTACT), written.of(Subject.POSITION)
    altered = edits.altered(transaction, Subject.POSITION, positions)
    others = [
        position
        for position in store.positions_among(transaction, positions)
        if position.contact not in contacts
    ]
    gone_positions = [each for each in others if each.id not in altered]
    store.remove_positions(transaction, gone_positions)
    store.refresh_all(
        transaction,
        (
            *(row.id for row in people.rows),
            *(position.contact for position in (*held.rows, *gone_positions)),
        ),
    )
    do_not_contact.keep_bars(transaction, people.rows)
    staying = [ContactId(ref.id) for ref in people.kept]
    staying += store.contacts_of(transaction, (ref.id for ref in held.kept))
    staying += (ContactId(each.contact) for each in others if each.id in altered)
    changed = store.changed(transaction, contacts, positions=positions, altered=altered)
    there = store.outside_bin(transaction, contacts)
    staying += (each for each in there if each in changed)
    gone = [each for each in there if each not in changed]
    storage_bin.put_all_in(transaction, ContactTableRow, gone)
    store.take_out_of_index(transaction, gone)
    added_outlets = [OutletId(each) for each in written.of(Subject.OUTLET)]
    outlets_staying = outlets.put_unneeded_in_bin(
        transaction,
        added_outlets,
        held=store.held(
            transaction, added_outlets, but=frozenset(map(ContactId, contacts)).difference(staying)
        ),
        holding=PositionTableRow.__table__.c.outlet,
    )
    return ImportUndone(
        kept=tuple(store.called(transaction, staying)),
        outlets=tuple(dict.fromkeys((*newsrooms_kept, *outlets_staying))),
    )


CONTACTS = Importer[ImportedContact | Newsroom](
    subject=Subject.CONTACT,
    columns=COLUMNS,
    tables={
        Subject.CONTACT: "contacts",
        Subject.POSITION: "positions",
        Subject.OUTLET: "outlets",
    },
    reader=reader_of,
    meet=lambda snapshot: Directory(
        store.everyone(snapshot), outlets.every(snapshot), snapshot.now.astimezone(CITY_ZONE).date()
    ),
    take_back=take_back,
)
