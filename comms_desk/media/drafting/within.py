"""What a higher slice does with a text inside its own open transaction: read it, send it."""

from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import SelectBase, select

from comms_desk.media.drafting import store
from comms_desk.media.drafting.model import (
    Draft,
    DraftFile,
    DraftId,
    DraftStatus,
    Revision,
    SentText,
    draft_ref,
)
from comms_desk.planning.dossiers import within as dossiers
from comms_desk.storage import archive, edits, sayings
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import RowPlace, row_of
from comms_desk.storage.model import FieldChange


def titles(snapshot: Snapshot) -> dict[DraftId, str]:
    """Return what every draft is called, those in the bin too."""
    rows = snapshot.session.execute(select(store.DraftRow.id, store.DraftRow.title))
    return {DraftId(draft): title for draft, title in rows}


def here(snapshot: Snapshot, drafts: Collection[int]) -> dict[DraftId, str]:
    """Return what those of *drafts* are called that are neither archived nor in the bin."""
    row = store.DraftRow
    asked = select(row.id, row.title).where(
        row.id.in_(drafts), row.binned_at.is_(None), row.archived_at.is_(None)
    )
    return {DraftId(draft): title for draft, title in snapshot.session.execute(asked)}


def get(snapshot: Snapshot, draft: DraftId) -> Draft:
    """Return *draft*.

    Raises:
        NotFound: There is none, or it is in the bin.
    """
    return store.value(snapshot, row_of(snapshot, store.DraftRow, draft))


def kept(snapshot: Snapshot, draft: DraftId) -> Revision | None:
    """Return the text of *draft* as it was last kept; None: nothing ever was."""
    row = row_of(snapshot, store.DraftRow, draft)
    head = None if row.head_id is None else snapshot.session.get(store.RevisionRow, row.head_id)
    return None if head is None else store.as_revision(head)


def text_of(snapshot: Snapshot, draft: DraftId, revision: int | None) -> str:
    """Return the text of one *revision* of *draft*; "" where there is none."""
    row = None if revision is None else snapshot.session.get(store.RevisionRow, revision)
    return row.text if row is not None and row.draft_id == draft else ""


def is_typed_in(snapshot: Snapshot, draft: DraftId) -> bool:
    """Whether the acting person has typed in *draft* what is not kept yet."""
    row = row_of(snapshot, store.DraftRow, draft)
    working = store.working_of(snapshot, draft, snapshot.database.actor)
    return working is not None and working.text != store.head_text(snapshot, row)


def refuse_archived(snapshot: Snapshot, draft: DraftId) -> None:
    """Let *draft* be sent only while it is not archived.

    Raises:
        IsArchived: It is.
    """
    archive.refuse_archived(row_of(snapshot, store.DraftRow, draft))


def of_status(
    snapshot: Snapshot, status: DraftStatus, *, among: SelectBase | None = None
) -> tuple[DraftId, ...]:
    """Return the drafts of that *status*, or those *among* some, that are not in the bin."""
    row = store.DraftRow
    asked = select(row.id).where(row.status == status, row.binned_at.is_(None))
    if among is not None:
        asked = asked.where(row.id.in_(among))
    return tuple(map(DraftId, snapshot.session.scalars(asked)))


def says_something(snapshot: Snapshot, draft: DraftId) -> bool:
    """Whether « déjà dit » has something of it."""
    return bool(sayings.every(snapshot, draft_ref(draft)))


def become(
    transaction: Transaction,
    draft: DraftId,
    status: DraftStatus,
    *,
    at: datetime | None = None,
    sent: SentText | None = None,
) -> None:
    """Give *draft* that *status* from now on, and note it, unless it has it.

    What was *sent* of it left *at* that moment; None: its text, and now.
    """
    row = row_of(transaction, store.DraftRow, draft)
    if row.status is not status:
        change = FieldChange("status", row.status, status)
        edits.apply(transaction, row.ref, row, change)
        row.changed_at = transaction.now
    store.say_anew(transaction, row, at=at, sent=sent)
    store.announce(transaction, row)


def files_of(
    snapshot: Snapshot,
    draft: Draft,
    text: str,
    *,
    now: datetime,
    as_word: bool,
    as_pdf: bool,
    templates: Path | None,
) -> Iterator[DraftFile]:
    """Yield *text* as the files of *draft*; while its embargo holds, each page says so.

    Their place and date are those of *now*.

    Raises:
        TitleMissing: The text has no title.
        CommsDeskError: What `export.word_of` says of a template, and `export.pdf_of` of a text.
    """
    from comms_desk.media.drafting import export

    tied = [dossier for dossier in (draft.dossier,) if dossier is not None]
    dossier = "".join(each.code for each in dossiers.some(snapshot, tied).values())
    if as_pdf:
        yield export.pdf_of(draft, text, dossier=dossier, now=now)
    if as_word:
        row = row_of(snapshot, store.DraftRow, draft.id, RowPlace.ANYWHERE)
        yield export.word_of(
            draft,
            text,
            mark=store.mark_of(row, text, base=row.head_id),
            dossier=dossier,
            now=now,
            template=export.template_of(draft, templates),
        )
