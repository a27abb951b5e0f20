"""What is done to the blocks of a bulletin, inside of its transaction, and noted in its history.

A block that was removed comes back as the one that it was: nothing else ever has its id.
"""

from comms_desk.changes import Change, Subject
from comms_desk.internal.bulletins import store
from comms_desk.internal.bulletins.block_history import (
    PLACED,
    SHOWN,
    BlockImage,
    PlacedBlock,
    field_of,
)
from comms_desk.internal.bulletins.model import (
    BlockId,
    BulletinBlock,
    BulletinId,
    MailPicture,
    NewBlock,
)
from comms_desk.storage import edits, holds
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.errors import EditConflict
from comms_desk.storage.finding import row_of
from comms_desk.storage.model import Act, Edit, FieldChange


def add(
    transaction: Transaction,
    bulletin: BulletinId,
    new: NewBlock | BulletinBlock,
    position: int | None,
    picture: MailPicture | None,
) -> BlockId:
    """Add a block at *position*, from 0; None: at the end."""
    count = len(store.block_rows(transaction, bulletin))
    place = count if position is None else max(0, min(position, count))
    again = new.id if isinstance(new, BulletinBlock) else None
    if again is not None and transaction.session.get(store.BlockRow, again) is not None:
        again = None  # it is there, or was put back meanwhile: this is another one
    added = store.add_block(
        transaction, bulletin, new, position=place, picture=picture, again=again
    )
    _note(transaction, row_of(transaction, store.BlockRow, added), is_added=True)
    return added


def remove(transaction: Transaction, row: store.BlockRow) -> Edit:
    """Remove the block of *row* with its edits; what it said last stands in its bulletin's.

    Its edits stay where a hold keeps the bulletin.
    """
    bulletin = BulletinId(row.bulletin_id)
    store.keep_bytes(transaction, bulletin, store.block_value(row).picture)
    edit = _note(transaction, row, is_added=False)
    if not holds.held(transaction, Subject.BULLETIN, [row.bulletin_id]):
        edits.forget(transaction, row.ref)
    transaction.session.delete(row)
    store.order(each for each in store.block_rows(transaction, bulletin) if each is not row)
    return edit


def change(transaction: Transaction, bulletin: BulletinId, wanted: FieldChange) -> Edit:
    """Put a block back that was removed, or remove one that was added and is as it was then.

    Raises:
        NotFound: It was removed meanwhile.
        EditConflict: It is there again, or something is written in it by now.
    """
    if wanted.after is not None:
        back = PLACED.read(str(wanted.after))
        there = transaction.session.get(store.BlockRow, back.block.id)
        if there is not None:
            raise _conflict(transaction, there, wanted.field, yours=PLACED.say(back))
        add(transaction, bulletin, back.block, back.position, back.block.picture)
        return edits.history(transaction, store.ref(bulletin))[0]
    was = PLACED.read(str(wanted.before)).block
    row = row_of(transaction, store.BlockRow, was.id)
    if store.block_value(row) != was:
        raise _conflict(transaction, row, wanted.field, yours="")
    return remove(transaction, row)


def move(transaction: Transaction, row: store.BlockRow, to: int) -> Edit:
    """Have the block of *row* stand at the place *to*, from 1, or as near as there is one."""
    rows = store.block_rows(transaction, BulletinId(row.bulletin_id))
    before = rows.index(row)
    rows.remove(row)
    rows.insert(max(0, to - 1), row)
    store.order(rows)
    after = rows.index(row)
    return edits.note(
        transaction, row.ref, Act.EDITED, "position", before=before + 1, after=after + 1
    )


def show(transaction: Transaction, row: store.BlockRow, wanted: FieldChange) -> Edit:
    """Have the block of *row* show another image, with the words that *wanted* has of it.

    Words that stand there describe the image that goes: they go with it, and come back with it.
    Those that were written before there was any image stay, and so do those of the same one.

    Raises:
        EditConflict: It shows one by now that its writer has not seen.
    """
    block = store.block_value(row)
    stands, after = (
        BlockImage(block.picture, block.alternative),
        SHOWN.read(str(wanted.after or "")),
    )
    if stands.picture not in (SHOWN.read(str(wanted.before or "")).picture, after.picture):
        theirs, yours = SHOWN.say(stands), SHOWN.say(after)
        raise EditConflict(row.ref, wanted.field, theirs=theirs, yours=yours)
    store.keep_bytes(transaction, BulletinId(row.bulletin_id), stands.picture)
    if not after.alternative and (stands.picture is None or _is_same(stands, after)):
        after = BlockImage(after.picture, stands.alternative)
    store.show(row, after.picture)
    row.alternative = after.alternative
    before, now = SHOWN.write(stands), SHOWN.write(after)
    return edits.note(transaction, row.ref, Act.EDITED, "picture", before=before, after=now)


def _is_same(one: BlockImage, other: BlockImage) -> bool:
    """Whether both are the same image, whatever their files were called."""
    return bool(one.picture and other.picture and one.picture.blob == other.picture.blob)


def placed(snapshot: Snapshot, row: store.BlockRow) -> PlacedBlock:
    """Return the block of *row*, and where it stands."""
    rows = store.block_rows(snapshot, BulletinId(row.bulletin_id))
    return PlacedBlock(store.block_value(row), rows.index(row))


def _note(transaction: Transaction, row: store.BlockRow, *, is_added: bool) -> Edit:
    """Note that a block was added, or is about to be removed, and have it announced."""
    bulletin, said = BulletinId(row.bulletin_id), PLACED.write(placed(transaction, row))
    transaction.announce(Change.of(Subject.BULLETIN, [bulletin]))
    before, after = (None, said) if is_added else (said, None)
    field = field_of(BlockId(row.id))
    return edits.note(
        transaction, store.ref(bulletin), Act.EDITED, field, before=before, after=after
    )


def _conflict(snapshot: Snapshot, there: store.BlockRow, field: str, *, yours: str) -> EditConflict:
    theirs = PLACED.say(placed(snapshot, there))
    return EditConflict(there.ref, field, theirs=theirs, yours=yours)
