"""Files kept on the desk: images, attachments, what was sent.

Bytes are stored once by their SHA-256, in the database, so that one backup holds all; 25 MiB
each at most.  An attachment says what the file is called and shows, and whose it is.
"""

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, delete, exists, select
from sqlalchemy.orm import Mapped, deferred, mapped_column

from comms_desk.changes import Change, Ref, Subject
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.errors import BlobTooLarge
from comms_desk.storage.model import BLOB_LIMIT_BYTES, Attachment, AttachmentId, BlobId
from comms_desk.storage.rows import Base, RowId
from comms_desk.text.digests import digest_of


class BlobRow(Base):
    """Some bytes, once."""

    __tablename__ = "blobs"
    SEALED = "content", "sha256"

    id: Mapped[RowId]
    sha256: Mapped[str] = mapped_column(unique=True)
    media_type: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))


class AttachmentRow(Base):
    """A file of a thing."""

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_kind_row_id", "kind", "row_id"),)

    id: Mapped[RowId]
    kind: Mapped[Subject]
    row_id: Mapped[int]
    blob_id: Mapped[int] = mapped_column(ForeignKey("blobs.id"), index=True)
    name: Mapped[str]
    alternative_text: Mapped[str]


def keep(transaction: Transaction, content: bytes, media_type: str) -> BlobId:
    """Keep *content*, once whatever the number of times it is given.

    Raises:
        BlobTooLarge: It is larger than 25 MiB.
    """
    if len(content) > BLOB_LIMIT_BYTES:
        raise BlobTooLarge(len(content), BLOB_LIMIT_BYTES)
    digest = digest_of(content)
    session = transaction.session
    known = session.scalars(select(BlobRow.id).where(BlobRow.sha256 == digest)).first()
    if known is not None:
        return BlobId(known)
    row = BlobRow(sha256=digest, media_type=media_type, size=len(content), content=content)
    session.add(row)
    session.flush()
    return BlobId(row.id)


def read(snapshot: Snapshot, blob: BlobId) -> bytes:
    """Return the bytes of *blob*.

    Raises:
        LookupError: There is no such blob: a bug, foreign keys hold them.
    """
    content = snapshot.session.scalars(
        select(BlobRow.content).where(BlobRow.id == blob)
    ).one_or_none()
    if content is None:
        raise LookupError(f"no blob {blob}")
    return content


def attach(
    transaction: Transaction, ref: Ref, blob: BlobId, *, name: str, alternative_text: str = ""
) -> AttachmentId:
    """Have *blob* belong to *ref* under *name*."""
    row = AttachmentRow(
        kind=ref.kind, row_id=ref.id, blob_id=blob, name=name, alternative_text=alternative_text
    )
    transaction.session.add(row)
    transaction.session.flush()
    transaction.announce(Change.of(ref.kind, [ref.id]))
    return AttachmentId(row.id)


def attachments(snapshot: Snapshot, ref: Ref) -> tuple[Attachment, ...]:
    """Return the files of *ref*, in the order in which they came."""
    rows = snapshot.session.execute(
        select(AttachmentRow, BlobRow.media_type, BlobRow.size)
        .join(BlobRow, BlobRow.id == AttachmentRow.blob_id)
        .where(AttachmentRow.kind == ref.kind, AttachmentRow.row_id == ref.id)
        .order_by(AttachmentRow.id)
    )
    return tuple(
        Attachment(
            id=AttachmentId(row.id),
            ref=ref,
            blob=BlobId(row.blob_id),
            name=row.name,
            alternative_text=row.alternative_text,
            media_type=media_type,
            size=size,
        )
        for row, media_type, size in rows
    )


def forget(transaction: Transaction, ref: Ref) -> None:
    """Detach every file of *ref*; `sweep` then removes the bytes nobody else has."""
    transaction.session.execute(
        delete(AttachmentRow).where(AttachmentRow.kind == ref.kind, AttachmentRow.row_id == ref.id)
    )


def sweep(transaction: Transaction) -> int:
    """Remove the bytes to which no row of any table points; how many."""
    unused = delete(BlobRow)
    for column in _pointers():
        unused = unused.where(~exists().where(column == BlobRow.id))
    result = transaction.session.execute(unused.returning(BlobRow.id))
    return len(result.all())


def _pointers() -> list[Column[Any]]:
    return [
        key.parent
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == BlobRow.__tablename__
    ]
