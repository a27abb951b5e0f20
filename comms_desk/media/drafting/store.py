"""Rows of drafts, of working texts and of revisions.  Private to the slice."""

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, override

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    SQLColumnExpression,
    String,
    UniqueConstraint,
    cast,
    delete,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Ref, Subject
from comms_desk.embargo import within as embargo
from comms_desk.i18n import Language
from comms_desk.mail import within as outbox
from comms_desk.media.drafting.mark import SECRET_BYTES, written_mark
from comms_desk.media.drafting.model import (
    Draft,
    DraftId,
    DraftKind,
    DraftStatus,
    NewDraft,
    Revision,
    RevisionId,
    SentText,
    draft_ref,
    text_edit,
)
from comms_desk.places import Scope
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.storage import edits, sayings
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import RowPlace, begun, listed, page_of
from comms_desk.storage.model import Act, Edit, HoldReach
from comms_desk.storage.paging import PageOfRows
from comms_desk.storage.rows import ArchivableRow, Base, RowId, ShortText
from comms_desk.storage.sayings import NewSaying
from comms_desk.storage.values import columns_of, value_of
from comms_desk.text.digests import digest_of
from comms_desk.text.fold import tokens

WORD, PDF = "word", "pdf"
"""What the edits of a draft call that it was taken out as Word, or as PDF."""


LEFT = frozenset({DraftStatus.RELEASED, DraftStatus.CORRECTED})
"""What a draft is that was said to everybody, and still stands."""
NOT_OUT = frozenset({DraftStatus.DRAFT, DraftStatus.SCHEDULED})
"""The statuses of a draft while nothing of it is known to have left."""


class DraftRow(ArchivableRow):
    """One draft; *head_id* is the revision that is its text, *search_key* its folded words."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_changed_at_id", "changed_at", "id"),)
    SUBJECT: ClassVar = Subject.DRAFT
    CALLED: ClassVar = ("title",)

    id: Mapped[RowId]
    kind: Mapped[DraftKind]
    language: Mapped[Language]
    title: Mapped[ShortText]
    subtitle: Mapped[str]
    dossier: Mapped[int | None] = mapped_column(
        "dossier_id", ForeignKey("dossiers.id", ondelete="SET NULL"), index=True
    )
    scope: Mapped[Scope]
    status: Mapped[DraftStatus]
    number: Mapped[ShortText]
    source: Mapped[str]
    contact: Mapped[str]
    speaker: Mapped[str]
    occasion: Mapped[str]
    head_id: Mapped[int | None]
    words: Mapped[int]
    version: Mapped[int]
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    search_key: Mapped[str]
    secret: Mapped[str]
    """What signs the marks of its documents; in none of them."""

    @classmethod
    @override
    def sent(cls) -> ColumnElement[bool]:
        """Return the condition that it is or ever was released, or may have left by mail.

        A Word file is how a draft is reviewed and approved: to make one is not to issue it.
        """
        about = literal(f"{cls.SUBJECT}:") + cast(cls.id, String)
        return or_(
            cls.status.not_in(NOT_OUT),
            edits.was_noted(
                cls.SUBJECT,
                cls.id,
                act=Act.EDITED,
                field="status",
                after=DraftStatus.RELEASED,
            ),
            outbox.may_have_left(about == outbox.MESSAGE_ABOUT),
        )

    @override
    def refuse_while_leaving(self, snapshot: Snapshot) -> None:
        """Let it be put away only once no letter about it waits or is on the wire.

        Raises:
            LettersLeaving: They have to leave, or to be cancelled, first.
        """
        outbox.refuse_while_leaving(snapshot, self.ref)

    @classmethod
    @override
    def reached(
        cls, row_id: SQLColumnExpression[int], reach: HoldReach
    ) -> Iterator[ColumnElement[bool]]:
        """Yield that a letter of it went to them, or then, or that they might have it before."""
        yield from outbox.reached(cls.SUBJECT, row_id, reach)
        yield from embargo.reached(cls.SUBJECT, row_id, reach)

    @override
    def refuse_while_held(self, snapshot: Snapshot) -> None:
        """Let it be destroyed only once no embargo holds it and no letter about it waits.

        Raises:
            LettersLeaving: One does.
            UnderEmbargo: One holds.
        """
        self.refuse_while_leaving(snapshot)
        embargo.refuse_while_it_holds(snapshot, self.ref)

    @override
    def erase(self, transaction: Transaction) -> None:
        """Delete it with its revisions, what is typed in it, and the messages about it."""
        outbox.erase_about(transaction, self.ref)
        embargo.forget(transaction, self.ref)
        sayings.forget(transaction, self.ref)
        transaction.session.execute(delete(DraftRow).where(DraftRow.id == self.id))


class WorkingRow(Base):
    """What one person has typed in one draft since it was last kept; 0 is nobody signed in."""

    __tablename__ = "draft_workings"
    __table_args__ = (UniqueConstraint("draft_id", "person"),)

    id: Mapped[RowId]
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    person: Mapped[int]
    sitting: Mapped[str]
    base_id: Mapped[int | None]
    text: Mapped[str]
    begun_at: Mapped[datetime]
    saved_at: Mapped[datetime]


class RevisionRow(Base):
    """A text that was kept."""

    __tablename__ = "draft_revisions"
    SEALED = "text", "hash"

    id: Mapped[RowId]
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[int | None]
    text: Mapped[str]
    title: Mapped[ShortText]
    subtitle: Mapped[str]
    hash: Mapped[str]
    by: Mapped[int | None]
    at: Mapped[datetime]
    aside: Mapped[bool]


class NumberRow(Base):
    """A number that a text was given: it outlives that, and stays given.

    *key* is its compared form; in each language a number is given once.
    """

    __tablename__ = "draft_numbers"

    language: Mapped[Language] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[ShortText]
    draft_id: Mapped[int] = mapped_column(index=True)
    by: Mapped[int | None]
    at: Mapped[datetime]


def add(transaction: Transaction, new: NewDraft) -> DraftRow:
    """Add a draft, without its text."""
    row = DraftRow(
        **columns_of(new, "text", title=new.title.strip(), subtitle=new.subtitle.strip()),
        head_id=None,
        words=0,
        version=0,
        created_by=transaction.actor,
        created_at=transaction.now,
        changed_at=transaction.now,
        search_key="",
        secret=secrets.token_hex(SECRET_BYTES),
    )
    index(row, "")
    transaction.session.add(row)
    transaction.session.flush()
    announce(transaction, row)
    return row


def index(row: DraftRow, text: str) -> None:
    """Set what is derived from the titles and the text of *row*."""
    from comms_desk.text.markdown import count_words, read_markdown

    row.words = count_words(read_markdown(text))
    row.search_key = " ".join(["", *tokens(f"{row.number} {row.title} {row.subtitle}")])


def announce(transaction: Transaction, row: DraftRow) -> None:
    """Announce a change of *row*, and index what it says, if it left."""
    say(transaction, row)
    keep_words(transaction, row)
    transaction.announce(Change.of(Subject.DRAFT, [row.id]))


def keep_words(transaction: Transaction, row: DraftRow) -> None:
    """Give an embargo on *row* the words that it has now; its titles are no text."""
    text = _plain(head_text(transaction, row))
    names = f"{row.title}\n{row.subtitle}\n{row.source}\n{row.contact}\n{row.speaker}"
    embargo.keep_words(transaction, row.ref, text, title=row.title, names=names)


def _kept(snapshot: Snapshot, ref: Ref) -> str:
    """Return the text of a draft in plain words, as it was last kept."""
    row = snapshot.session.get(DraftRow, ref.id)
    return "" if row is None else _plain(head_text(snapshot, row))


def _typed(snapshot: Snapshot, ref: Ref) -> Sequence[str]:
    """Return the text of a draft in plain words, as each person has typed it since."""
    asked = select(WorkingRow.text).where(WorkingRow.draft_id == ref.id).order_by(WorkingRow.id)
    return [_plain(each) for each in snapshot.session.scalars(asked)]


def _plain(text: str) -> str:
    from comms_desk.text.markdown import read_markdown, write_plain

    return write_plain(read_markdown(text))


embargo.read_written(Subject.DRAFT, _kept, _typed)


def say(transaction: Transaction, row: DraftRow) -> None:
    """Index what *row* said as it left, and nothing of one that did not leave.

    What left by e-mail is said by what it was sent as, and never by what was typed since.
    """
    before = sayings.every(transaction, row.ref)
    if row.status not in LEFT:
        sayings.say(transaction, row.ref, ())
    elif before and before[0].text:
        kept = before[0]
        said = NewSaying(title=kept.title, text=kept.text, at=kept.at, dossier=row.dossier)
        sayings.say(transaction, row.ref, [said])
    elif not outbox.something_left(transaction, row.ref):
        say_anew(transaction, row)


def say_anew(
    transaction: Transaction,
    row: DraftRow,
    *,
    at: datetime | None = None,
    sent: SentText | None = None,
) -> None:
    """Index the text of *row*, or what was *sent* of it, as what it says since *at*, or now."""
    left = sent or SentText(row.title, head_text(transaction, row))
    text = _plain(left.text)
    said = NewSaying(title=left.title, text=text, at=at or row.changed_at, dossier=row.dossier)
    sayings.say(transaction, row.ref, [said] if row.status in LEFT else ())


def search(
    snapshot: Snapshot,
    words: str,
    *,
    kind: DraftKind | None,
    dossier: DossierId | None,
    where: RowPlace,
    after: object | None,
    limit: int,
) -> PageOfRows[Draft]:
    """Return a page of drafts whose titles have a word beginning by each of *words*."""
    is_sought = bool(words.strip()) or dossier is not None
    matching = select(DraftRow).where(
        *listed(DraftRow, where, is_sought=is_sought), *begun(DraftRow.search_key, words)
    )
    if kind is not None:
        matching = matching.where(DraftRow.kind == kind)
    if dossier is not None:
        matching = matching.where(DraftRow.dossier == dossier)
    found = page_of(
        snapshot,
        matching,
        DraftRow.changed_at,
        DraftRow.id,
        after=after,
        limit=limit,
        last_first=True,
    )
    typed = _words_typed(snapshot, [row.id for row in found.rows])
    return found.showing(_value(snapshot, row, typed) for row in found.rows)


def working_of(snapshot: Snapshot, draft: int, person: int | None) -> WorkingRow | None:
    """Return what *person* has typed in *draft* and not kept."""
    return snapshot.session.scalars(
        select(WorkingRow).where(WorkingRow.draft_id == draft, WorkingRow.person == (person or 0))
    ).one_or_none()


def workings_of_others(
    snapshot: Snapshot, draft: int, person: int | None
) -> tuple[WorkingRow, ...]:
    """Return what everybody else has typed in *draft* and not kept, the latest first."""
    rows = (
        select(WorkingRow)
        .where(WorkingRow.draft_id == draft, WorkingRow.person != (person or 0))
        .order_by(WorkingRow.saved_at.desc())
    )
    return tuple(snapshot.session.scalars(rows))


def head_text(snapshot: Snapshot, row: DraftRow) -> str:
    """Return the text of a draft as it was last kept."""
    if row.head_id is None:
        return ""
    head = snapshot.session.get(RevisionRow, row.head_id)
    return "" if head is None else head.text


def mark_of(row: DraftRow, text: str, *, base: int | None) -> str:
    """Return the mark of a document of *row* that says *text*, written over the revision *base*."""
    return written_mark(row.id, base, digest_of(text), secret=row.secret)


def revision_row(snapshot: Snapshot, revision: RevisionId) -> RevisionRow | None:
    """Return a revision's row."""
    return snapshot.session.get(RevisionRow, revision)


def revisions(snapshot: Snapshot, draft: int, *, aside: bool | None) -> tuple[Revision, ...]:
    """Return the revisions of *draft*, the latest first; only those aside, or not, if asked."""
    rows = select(RevisionRow).where(RevisionRow.draft_id == draft)
    if aside is not None:
        rows = rows.where(RevisionRow.aside == aside)
    return tuple(map(as_revision, snapshot.session.scalars(rows.order_by(RevisionRow.id.desc()))))


def text_edits(snapshot: Snapshot, draft: int) -> Iterator[Edit]:
    """Yield what became the text of *draft*, one over the other, the latest first.

    A text that was set aside, and not chosen, never was the draft's; the one that the draft was
    begun with changed nothing.
    """
    row = snapshot.session.get(DraftRow, draft)
    if row is None:
        return
    columns = (RevisionRow.id, RevisionRow.parent_id, RevisionRow.by, RevisionRow.at)
    rows = snapshot.session.execute(select(*columns).where(RevisionRow.draft_id == draft))
    kept = {each.id: each for each in rows}
    at = kept.get(row.head_id)
    while at is not None and (at.parent_id is not None or at.at != row.created_at):
        yield text_edit(DraftId(draft), at.parent_id, at.id, by=at.by, at=at.at)
        at = kept.get(at.parent_id)


def value(snapshot: Snapshot, row: DraftRow) -> Draft:
    """Turn a row into its value, its embargo included."""
    return _value(snapshot, row, _words_typed(snapshot, [row.id]))


def _value(snapshot: Snapshot, row: DraftRow, typed: Mapping[int, int]) -> Draft:
    return value_of(
        Draft,
        row,
        words=typed.get(row.id, row.words),
        embargo=embargo.embargo_of(snapshot, draft_ref(DraftId(row.id))),
    )


def _words_typed(snapshot: Snapshot, drafts: Collection[int]) -> Mapping[int, int]:
    """Count what the acting person has typed in those of *drafts* that they have not left."""
    person = snapshot.database.actor or 0
    rows = select(WorkingRow.draft_id, WorkingRow.text).where(
        WorkingRow.draft_id.in_(drafts), WorkingRow.person == person
    )
    typed = snapshot.session.execute(rows).all()
    if not typed:
        return {}  # Today looks at drafts before the first rows are shown: it reads no text
    from comms_desk.text.markdown import count_words, read_markdown

    return {draft: count_words(read_markdown(text)) for draft, text in typed}


def as_revision(row: RevisionRow) -> Revision:
    """Turn a row into its value."""
    return value_of(
        Revision,
        row,
        draft=DraftId(row.draft_id),
        parent=None if row.parent_id is None else RevisionId(row.parent_id),
    )
