"""Rows of bulletins, of their blocks and of what was issued.  Private to the slice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, override

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    SQLColumnExpression,
    Text,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Ref, Subject
from comms_desk.embargo import within as embargo
from comms_desk.i18n import Language
from comms_desk.internal.bulletins.links import links_text, links_value
from comms_desk.internal.bulletins.model import (
    NOT_SENT,
    BlockId,
    Bulletin,
    BulletinBlock,
    BulletinBlockKind,
    BulletinId,
    BulletinLeaving,
    BulletinLine,
    Issue,
    IssueId,
    MailPicture,
    NewBlock,
    NewBulletin,
    all_cancelled,
    sent_in_part,
)
from comms_desk.mail import within as outbox
from comms_desk.mail.model import LetterState, MessageId
from comms_desk.storage import blobs, sayings
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import RowPlace, here, listed, row_of
from comms_desk.storage.model import BlobId, HoldReach
from comms_desk.storage.paging import PageOfRows
from comms_desk.storage.rows import ArchivableRow, Base, NamedRow, RowId, ShortText, unique_in_lists
from comms_desk.storage.values import columns_of, value_of
from comms_desk.text.fold import tokens

if TYPE_CHECKING:
    from comms_desk.internal.bulletins.pictures import ReadyPicture


class BulletinRow(ArchivableRow):
    """A bulletin; *name_key* is its folded name."""

    SUBJECT = Subject.BULLETIN
    CALLED = ("name", "number", "subject")
    __tablename__ = "bulletins"
    __table_args__ = (unique_in_lists("uq_bulletins_name_key_number", "name_key", "number"),)

    name: Mapped[ShortText]
    name_key: Mapped[str]
    number: Mapped[int]
    day: Mapped[date]
    subject: Mapped[ShortText]
    preheader: Mapped[str]
    language: Mapped[Language]
    ground: Mapped[str] = mapped_column(Text)

    @classmethod
    @override
    def sent(cls) -> ColumnElement[bool]:
        """Return the condition that a letter of it left, or may have."""
        issue = IssueRow.message_id == outbox.MESSAGE_ID
        return outbox.may_have_left(issue, IssueRow.bulletin_id == cls.id)

    @override
    def refuse_while_leaving(self, snapshot: Snapshot) -> None:
        """Let it be put away only once no letter of it waits or is on the wire.

        Raises:
            BulletinLeaving: They have to leave, or to be cancelled, first.
        """
        issued = issue_row(snapshot, BulletinId(self.id))
        if issued is None:
            return
        message = MessageId(issued.message_id)
        letters = outbox.leaving(snapshot, message)
        if letters:
            raise BulletinLeaving(self.name, self.number, letters, message)

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
        """Let it be destroyed only once no embargo holds it and no letter of it waits.

        Raises:
            BulletinLeaving, LettersLeaving: One does: a test to oneself, say.
            UnderEmbargo: One holds.
        """
        self.refuse_while_leaving(snapshot)
        outbox.refuse_while_leaving(snapshot, self.ref)
        embargo.refuse_while_it_holds(snapshot, self.ref)

    @override
    def erase(self, transaction: Transaction) -> None:
        """Delete it with its issue, its messages and their letters."""
        session = transaction.session
        session.execute(delete(IssueRow).where(IssueRow.bulletin_id == self.id))
        outbox.erase_about(transaction, self.ref)
        embargo.forget(transaction, self.ref)
        sayings.forget(transaction, self.ref)
        session.execute(delete(BulletinRow).where(BulletinRow.id == self.id))


class BlockRow(NamedRow):
    """A block; *links* is a JSON list of pairs."""

    SUBJECT = Subject.BLOCK
    __tablename__ = "bulletin_blocks"

    bulletin_id: Mapped[int] = mapped_column(
        ForeignKey("bulletins.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    kind: Mapped[BulletinBlockKind]
    text: Mapped[str] = mapped_column(Text)
    alternative: Mapped[str] = mapped_column(Text)
    address: Mapped[str]
    links: Mapped[str] = mapped_column(Text)
    blob_id: Mapped[int | None] = mapped_column(ForeignKey("blobs.id"), index=True)
    picture_name: Mapped[str]
    picture_type: Mapped[str]
    width_px: Mapped[int]
    height_px: Mapped[int]


class IssueRow(Base):
    """What was sent of a bulletin: one issue a bulletin, one message an issue."""

    __tablename__ = "issues"

    id: Mapped[RowId]
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletins.id"), unique=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), unique=True)
    subject: Mapped[str]
    html: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str]
    issued_by: Mapped[int | None]
    issued_at: Mapped[datetime]
    unchosen: Mapped[int]
    """How many could have had it at its last sending, and were not chosen then or before."""


class _Listed(NamedTuple):
    """A bulletin, when it was issued, by which message, and how many were not chosen."""

    row: BulletinRow
    issued_at: datetime | None
    message: int | None
    unchosen: int | None


def ref(bulletin: BulletinId) -> Ref:
    """Return how the whole desk names *bulletin*."""
    return Ref(Subject.BULLETIN, bulletin)


def block_rows(snapshot: Snapshot, bulletin: BulletinId) -> list[BlockRow]:
    """Return the rows of the blocks of *bulletin*, from top to bottom."""
    return list(
        snapshot.session.scalars(
            select(BlockRow)
            .where(BlockRow.bulletin_id == bulletin)
            .order_by(BlockRow.position, BlockRow.id)
        )
    )


def issue_row(snapshot: Snapshot, bulletin: BulletinId) -> IssueRow | None:
    """Return what was sent of *bulletin*; None: nothing yet."""
    return snapshot.session.scalars(
        select(IssueRow).where(IssueRow.bulletin_id == bulletin)
    ).one_or_none()


def get(snapshot: Snapshot, bulletin: BulletinId) -> Bulletin:
    """Return *bulletin*, whole.

    Raises:
        NotFound: There is none.
    """
    return value(snapshot, row_of(snapshot, BulletinRow, bulletin))


def value(snapshot: Snapshot, row: BulletinRow) -> Bulletin:
    """Turn a row into its value, with its blocks."""
    bulletin = BulletinId(row.id)
    issued = issue_row(snapshot, bulletin)
    return value_of(
        Bulletin,
        row,
        id=bulletin,
        blocks=tuple(map(block_value, block_rows(snapshot, bulletin))),
        issue=None if issued is None else IssueId(issued.id),
        issued_at=None if issued is None else issued.issued_at,
        unchosen=0 if issued is None else issued.unchosen,
    )


def search(
    snapshot: Snapshot, words: str, *, where: RowPlace, after: int | None, limit: int
) -> PageOfRows[BulletinLine]:
    """Return the bulletins that every word of *words* finds, the last added first.

    A service writes some fifty a year: they are folded as they are read.
    """
    wanted = tokens(words)
    asked = (
        select(BulletinRow, IssueRow.issued_at, IssueRow.message_id, IssueRow.unchosen)
        .outerjoin(IssueRow, IssueRow.bulletin_id == BulletinRow.id)
        .where(*listed(BulletinRow, where, is_sought=bool(wanted)))
        .order_by(BulletinRow.id.desc())
    )
    found = [
        _Listed(*each)
        for each in snapshot.session.execute(asked)
        if _begins_all(wanted, tokens(f"{each[0].name} {each[0].number} {each[0].subject}"))
    ]
    rest = [each for each in found if after is None or each.row.id < after]
    page = rest[:limit]
    messages = [MessageId(each.message) for each in page if each.message is not None]
    leaving = outbox.still_leaving(snapshot, messages)
    at_rest = [each for each in messages if each not in leaving]
    in_part = [MessageId(each.message) for each in page if each.message and each.unchosen]
    letters = outbox.where_not_all_sent(snapshot, at_rest, NOT_SENT, also=in_part)
    return PageOfRows(
        rows=tuple(
            _line(
                each,
                is_leaving=each.message in leaving,
                letters=letters.get(each.message or 0, {}),
            )
            for each in page
        ),
        total=len(found),
        next_key=page[-1].row.id if len(rest) > limit else None,
    )


def latest(snapshot: Snapshot) -> BulletinRow | None:
    """Return the bulletin that was added last."""
    return snapshot.session.scalars(
        here(BulletinRow).order_by(BulletinRow.id.desc()).limit(1)
    ).first()


def highest_number(snapshot: Snapshot, name: str) -> int:
    """Return the highest number of the bulletins called *name*; 0: there is none."""
    return (
        snapshot.session.scalar(
            select(func.max(BulletinRow.number)).where(
                BulletinRow.name_key == name_key(name), BulletinRow.binned_at.is_(None)
            )
        )
        or 0
    )


def is_taken(snapshot: Snapshot, name: str, number: int, *, but: int | None) -> bool:
    """Whether a bulletin other than *but* has that name and number."""
    found = snapshot.session.scalars(
        select(BulletinRow.id).where(
            BulletinRow.name_key == name_key(name),
            BulletinRow.number == number,
            BulletinRow.binned_at.is_(None),
            BulletinRow.id != (but or 0),
        )
    ).first()
    return found is not None


def add(transaction: Transaction, new: NewBulletin) -> BulletinId:
    """Add a bulletin without blocks."""
    row = BulletinRow(**columns_of(new, name=new.name.strip(), name_key=name_key(new.name)))
    transaction.session.add(row)
    transaction.session.flush()
    return BulletinId(row.id)


def add_block(
    transaction: Transaction,
    bulletin: BulletinId,
    new: NewBlock | BulletinBlock,
    *,
    position: int,
    picture: MailPicture | None = None,
    again: BlockId | None = None,
) -> BlockId:
    """Add a block at *position*, from 0; those below it move down.

    One that was removed comes back *again* under the id that it had: nothing else ever has it.
    """
    transaction.session.execute(
        update(BlockRow)
        .where(BlockRow.bulletin_id == bulletin, BlockRow.position >= position)
        .values(position=BlockRow.position + 1)
        .execution_options(synchronize_session=False)
    )
    row = BlockRow(
        **({} if again is None else {"id": again}),
        bulletin_id=bulletin,
        position=position,
        kind=new.kind,
        text=new.text,
        alternative=new.alternative,
        address=new.address,
        links=links_text(new.links),
    )
    show(row, picture)
    transaction.session.add(row)
    transaction.session.flush()
    return BlockId(row.id)


def keep_picture(transaction: Transaction, ready: "ReadyPicture") -> MailPicture:
    """Keep the bytes of an image; return it as a block shows it."""
    return MailPicture(
        blob=blobs.keep(transaction, ready.content, ready.media_type),
        name=ready.name,
        media_type=ready.media_type,
        width_px=ready.width_px,
        height_px=ready.height_px,
    )


def show(row: BlockRow, picture: MailPicture | None) -> None:
    """Have the block of *row* show *picture*, or none."""
    row.blob_id = picture.blob if picture else None
    row.picture_name = picture.name if picture else ""
    row.picture_type = picture.media_type if picture else ""
    row.width_px = picture.width_px if picture else 0
    row.height_px = picture.height_px if picture else 0


def keep_bytes(transaction: Transaction, bulletin: BulletinId, picture: MailPicture | None) -> None:
    """Keep the bytes of *picture*, which a block shows no longer, for as long as the bulletin.

    Else they would be swept, and the history could not put it back.
    """
    whose = ref(bulletin)
    held = {each.blob for each in blobs.attachments(transaction, whose)}
    if picture is not None and picture.blob not in held:
        blobs.attach(transaction, whose, picture.blob, name=picture.name)


def order(rows: Iterable[BlockRow]) -> None:
    """Give *rows* the positions in which they come."""
    for position, row in enumerate(rows):
        row.position = position


def block_value(row: BlockRow) -> BulletinBlock:
    """Turn a row into its value."""
    picture = None
    if row.blob_id is not None:
        picture = MailPicture(
            blob=BlobId(row.blob_id),
            name=row.picture_name,
            media_type=row.picture_type,
            width_px=row.width_px,
            height_px=row.height_px,
        )
    return value_of(BulletinBlock, row, links=links_value(row.links), picture=picture)


def issue_value(row: IssueRow) -> Issue:
    """Turn a row into its value."""
    return value_of(
        Issue, row, bulletin=BulletinId(row.bulletin_id), message=MessageId(row.message_id)
    )


def _line(listed: _Listed, *, is_leaving: bool, letters: Mapping[LetterState, int]) -> BulletinLine:
    """Return a line of a list; *letters*: where they stand, unless all were sent."""
    row = listed.row
    return value_of(
        BulletinLine,
        row,
        issued_at=listed.issued_at,
        is_leaving=is_leaving,
        is_cancelled=all_cancelled(letters),
        sent_in_part=None if is_leaving else sent_in_part(letters, unchosen=listed.unchosen or 0),
    )


def _begins_all(wanted: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(each) for word in words) for each in wanted)


def name_key(name: str) -> str:
    """Return the form under which two spellings of a bulletin's name are the same."""
    return " ".join(tokens(name))
