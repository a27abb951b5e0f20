"""How typing becomes a revision, and what happens when two people type in one text.

No text is ever overwritten by another's: a revision whose base is no longer the latest one
is kept aside, and typing that another window of the same person had not kept is kept aside
before this one's takes its row.  Called inside the desk's transactions.
"""

from comms_desk.media.drafting import store
from comms_desk.media.drafting.model import (
    TEXT,
    WORK_BETWEEN_REVISIONS,
    Revision,
    RevisionId,
    Saved,
    Sitting,
)
from comms_desk.storage.database import Transaction
from comms_desk.storage.errors import EditConflict, NotFound
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.text.digests import digest_of


def save_working(
    transaction: Transaction,
    draft: store.DraftRow,
    text: str,
    *,
    base: RevisionId | None,
    sitting: Sitting,
) -> Saved:
    """Overwrite what this person has typed in *draft*; keep it every ten minutes of work."""
    row = _my_row(transaction, draft, base=base, sitting=sitting)
    row.text, row.saved_at = text, transaction.now
    worked_long = transaction.now - row.begun_at >= WORK_BETWEEN_REVISIONS
    kept = None
    if worked_long and row.base_id == draft.head_id and draft.archived_at is None:
        kept = _become_head(transaction, draft, text, parent=row.base_id)
        row.base_id, row.begun_at = kept.id, transaction.now
    transaction.session.flush()
    return Saved(
        at=transaction.now,
        base=None if row.base_id is None else RevisionId(row.base_id),
        overtaken=row.base_id != draft.head_id,
        kept=None if kept is None else store.as_revision(kept),
    )


def revise(
    transaction: Transaction,
    draft: store.DraftRow,
    text: str,
    *,
    base: RevisionId | None,
    sitting: Sitting,
) -> Revision | None:
    """Keep *text*: as the draft's, or aside when another became it, or it was archived, meanwhile.

    None when it says nothing new.
    """
    row = _my_row(transaction, draft, base=base, sitting=sitting)
    parent = row.base_id
    transaction.session.delete(row)
    head_text = store.head_text(transaction, draft)
    if text == head_text:
        transaction.session.flush()
        return None
    if parent == draft.head_id and draft.archived_at is None:
        return store.as_revision(_become_head(transaction, draft, text, parent=parent))
    if text == _text_of(transaction, parent):
        # Nothing was typed here: the other's revision stands.
        transaction.session.flush()
        return None
    return store.as_revision(_put_aside(transaction, draft, text, parent=parent))


def settle(
    transaction: Transaction,
    draft: store.DraftRow,
    aside: store.RevisionRow,
    text: str,
    *,
    over: RevisionId | None,
) -> Revision | None:
    """End a choice between two texts: *text* is the draft's now, *aside* is settled.

    When another text than *over* has become the draft's meanwhile, it stays, and what was
    chosen is kept aside, unless it is the very text that the other was written over.
    """
    overtaken = over != draft.head_id
    if overtaken and text == aside.text:
        store.announce(transaction, draft)
        return store.as_revision(aside)
    aside.aside = False
    transaction.session.flush()
    if text == store.head_text(transaction, draft):
        store.announce(transaction, draft)
        return None
    if not overtaken:
        return store.as_revision(_become_head(transaction, draft, text, parent=over))
    if text == _text_of(transaction, over):
        store.announce(transaction, draft)
        return None
    return store.as_revision(_put_aside(transaction, draft, text, parent=over))


def come_back(
    transaction: Transaction, draft: store.DraftRow, text: str, *, made_of: Revision | None
) -> Revision | None:
    """Keep aside what a document of *draft* says by now; None when that is nothing new.

    One that was brought back twice is aside once.
    """
    if text == store.head_text(transaction, draft) or (made_of and text == made_of.text):
        return None
    for aside in store.revisions(transaction, draft.id, aside=True):
        if aside.text == text:
            return aside
    parent = None if made_of is None else made_of.id
    return store.as_revision(_put_aside(transaction, draft, text, parent=parent))


def put_back(transaction: Transaction, draft: store.DraftRow, change: FieldChange) -> Edit:
    """Make the text of one revision the draft's again, as a new one: no revision goes.

    Raises:
        EditConflict: The draft's text is another than that of the revision before the change.
        NotFound: One of the revisions is not of this draft.
    """
    before, text = (_kept(transaction, draft, each) for each in (change.before, change.after))
    if store.head_text(transaction, draft) not in (before, text):
        raise EditConflict(draft.ref, TEXT, theirs=draft.head_id, yours=change.after)
    made = _become_head(transaction, draft, text, parent=draft.head_id)
    return store.as_revision(made).edit


def first_revision(transaction: Transaction, draft: store.DraftRow, text: str) -> None:
    """Give a new draft its text."""
    _become_head(transaction, draft, text, parent=None)


def _my_row(
    transaction: Transaction,
    draft: store.DraftRow,
    *,
    base: RevisionId | None,
    sitting: Sitting,
) -> store.WorkingRow:
    row = store.working_of(transaction, draft.id, transaction.actor)
    if row is not None and row.sitting == sitting:
        return row
    if row is None:
        row = store.WorkingRow(draft_id=draft.id, person=transaction.actor or 0, text="")
        transaction.session.add(row)
    elif row.text != store.head_text(transaction, draft) and not _was_opened(row, sitting):
        _put_aside(transaction, draft, row.text, parent=row.base_id)
    row.sitting, row.base_id = sitting, base
    row.begun_at = row.saved_at = transaction.now
    transaction.session.flush()
    return row


def _was_opened(row: store.WorkingRow, sitting: Sitting) -> bool:
    """Say whether this sitting began with what the row holds: it was recovered."""
    return sitting.endswith(digest_of(row.text))


def _kept(transaction: Transaction, draft: store.DraftRow, revision: object) -> str:
    """Return the text of a revision of *draft*, as an edit has it; before the first, ""."""
    if revision is None:
        return ""
    row = store.revision_row(transaction, RevisionId(int(str(revision))))
    if row is None or row.draft_id != draft.id:
        raise NotFound(draft.ref)
    return row.text


def _text_of(transaction: Transaction, revision: int | None) -> str:
    row = None if revision is None else store.revision_row(transaction, RevisionId(revision))
    return "" if row is None else row.text


def _become_head(
    transaction: Transaction, draft: store.DraftRow, text: str, *, parent: int | None
) -> store.RevisionRow:
    made = _revision(transaction, draft, text, parent=parent, aside=False)
    draft.head_id, draft.version = made.id, draft.version + 1
    draft.changed_at = transaction.now
    store.index(draft, text)
    transaction.session.flush()
    store.announce(transaction, draft)
    return made


def _put_aside(
    transaction: Transaction, draft: store.DraftRow, text: str, *, parent: int | None
) -> store.RevisionRow:
    made = _revision(transaction, draft, text, parent=parent, aside=True)
    store.announce(transaction, draft)
    return made


def _revision(
    transaction: Transaction,
    draft: store.DraftRow,
    text: str,
    *,
    parent: int | None,
    aside: bool,
) -> store.RevisionRow:
    made = store.RevisionRow(
        draft_id=draft.id,
        parent_id=parent,
        text=text,
        title=draft.title,
        subtitle=draft.subtitle,
        hash=digest_of(text),
        by=transaction.actor,
        at=transaction.now,
        aside=aside,
    )
    transaction.session.add(made)
    transaction.session.flush()
    return made
