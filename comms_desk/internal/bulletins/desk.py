"""Bulletins: written block by block, looked at, tried on oneself, then sent once.

A bulletin that was sent is never changed; copy it and correct the copy.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, override

from comms_desk.changes import Change, Subject
from comms_desk.embargo import within as embargo
from comms_desk.embargo.model import SharedWords
from comms_desk.internal.audience import within as audience
from comms_desk.internal.audience.model import EmployeeId, Segment
from comms_desk.internal.bulletins import (
    blocks,
    checks,
    rendering,
    restored,
    sending,
    store,
)
from comms_desk.internal.bulletins.block_history import SHOWN, BlockImage
from comms_desk.internal.bulletins.facts import BLOCK, BLOCK_FACTS, FACTS, NUMBER
from comms_desk.internal.bulletins.links import links_value
from comms_desk.internal.bulletins.model import (
    BlockId,
    Bulletin,
    BulletinAlreadySent,
    BulletinBlock,
    BulletinId,
    BulletinLine,
    BulletinNameMissing,
    BulletinNumberTaken,
    BulletinPreview,
    Issue,
    NewBlock,
    NewBulletin,
    QueuedBulletin,
    ReadersChanged,
    Recipients,
    RemovedBlock,
    check_number,
)
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.model import AccountId, LetterId, MessageId, NoAccount
from comms_desk.storage import archive, blobs, doubts, edits
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.finding import RowPlace, row_of
from comms_desk.storage.model import BlobId, Edit, FieldChange
from comms_desk.storage.paging import PAGE_ROWS, PageOfRows

if TYPE_CHECKING:
    from comms_desk.internal.bulletins.pictures import ReadyPicture

BLOCK_EDITABLE = frozenset(fact.field for fact in BLOCK_FACTS)


class BulletinDesk(BinnedDesk[store.BulletinRow, BulletinId, Bulletin]):
    """The employee bulletins."""

    ROW = store.BulletinRow
    EDITABLE = frozenset(fact.field for fact in FACTS)
    PARTS = (BLOCK.field,)

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._outbox = OutboxDesk(database)

    def search(
        self,
        words: str = "",
        *,
        where: RowPlace = RowPlace.HERE,
        after: object | None = None,
        limit: int = PAGE_ROWS,
    ) -> PageOfRows[BulletinLine]:
        """Return the bulletins that every word of *words* finds, the last added first.

        Those of the archive are found by words, or where *where* asks for them alone.
        """
        key = after if isinstance(after, int) else None
        with self._database.snapshot() as snapshot:
            return store.search(snapshot, words, where=where, after=key, limit=limit)

    def add(self, new: NewBulletin, first: Sequence[NewBlock] = ()) -> Bulletin:
        """Add a bulletin and its *first* blocks.

        Raises:
            BulletinNameMissing, BulletinNumberWrong: It has no name, or no number that may be.
            BulletinNumberTaken: Another one has its name and number.
            NotAPicture, PictureTooLarge, PictureMoves: An image cannot be carried.
        """
        ready = [_ready(block.image, block.image_name) for block in first]
        with self._database.transaction() as transaction:
            added = _add(transaction, new)
            for position, (block, image) in enumerate(zip(first, ready, strict=True)):
                picture = None if image is None else store.keep_picture(transaction, image)
                store.add_block(transaction, added, block, position=position, picture=picture)
            return store.get(transaction, added)

    def add_next(self, *, name: str, day: date) -> Bulletin:
        """Add an empty bulletin that follows the last one; *name* is for the very first."""
        with self._database.transaction() as transaction:
            last = store.latest(transaction)
            name = name if last is None else last.name
            number = store.highest_number(transaction, name) + 1
            added = _add(transaction, NewBulletin(name=name, number=number, day=day))
            return store.get(transaction, added)

    def copy(self, bulletin: BulletinId, *, day: date) -> Bulletin:
        """Add a bulletin with the blocks of another one, under the next number.

        Raises:
            NotFound: There is none.
        """
        with self._database.transaction() as transaction:
            source = store.get(transaction, bulletin)
            new = NewBulletin(
                name=source.name,
                number=store.highest_number(transaction, source.name) + 1,
                day=day,
                subject=source.subject,
                preheader=source.preheader,
                language=source.language,
                ground=source.ground,
            )
            added = _add(transaction, new)
            for position, block in enumerate(source.blocks):
                store.add_block(transaction, added, block, position=position, picture=block.picture)
            return store.get(transaction, added)

    def add_block(
        self, bulletin: BulletinId, new: NewBlock | BulletinBlock, *, position: int | None = None
    ) -> BlockId:
        """Add a block at *position*, from 0; None: at the end.

        One that `remove_block` removed is put back so, as the block that it was.

        Raises:
            NotFound: There is no such bulletin.
            BulletinAlreadySent: It cannot be changed any more.
            NotAPicture, PictureTooLarge, PictureMoves: Its image cannot be carried.
        """
        ready = _ready(new.image, new.image_name) if isinstance(new, NewBlock) else None
        with self._database.transaction() as transaction:
            _open_row(transaction, bulletin)
            picture = new.picture if isinstance(new, BulletinBlock) else None
            if ready is not None:
                picture = store.keep_picture(transaction, ready)
            return blocks.add(transaction, bulletin, new, position, picture)

    def edit_block(self, block: BlockId, change: FieldChange) -> Edit:
        """Change one field of *block*; *links* are in the form of `links.links_text`.

        Its *position* is counted from 1, and its *picture* one that it showed before.

        Raises:
            NotFound: It was removed meanwhile.
            EditConflict: Somebody changed that field since it was read.
            BulletinAlreadySent: It cannot be changed any more.
        """
        if change.field not in BLOCK_EDITABLE:
            raise ValueError(change.field)
        if change.field == "links":
            links_value(str(change.after))
        with self._database.transaction() as transaction:
            row, bulletin = _open_block(transaction, block)
            if change.field == "position":
                edit = blocks.move(transaction, row, int(str(change.after)))
            elif change.field == "picture":
                edit = blocks.show(transaction, row, change)
            else:
                edit = edits.apply(transaction, row.ref, row, change)
            transaction.announce(Change.of(Subject.BULLETIN, [bulletin]))
        return edit

    def set_picture(self, block: BlockId, content: bytes, *, name: str) -> Edit:
        """Have *block* show the image *content*, a file called *name*.

        The alternative text of another image goes with that one: the undo brings both back.

        Raises:
            NotFound: It was removed meanwhile.
            BulletinAlreadySent: It cannot be changed any more.
            NotAPicture, PictureTooLarge, PictureMoves: The image cannot be carried.
        """
        from comms_desk.internal.bulletins.pictures import prepare

        ready = prepare(content, name=name)
        with self._database.transaction() as transaction:
            row, bulletin = _open_block(transaction, block)
            before = SHOWN.write(BlockImage(store.block_value(row).picture))
            after = SHOWN.write(BlockImage(store.keep_picture(transaction, ready)))
            edit = blocks.show(transaction, row, FieldChange("picture", before, after))
            transaction.announce(Change.of(Subject.BULLETIN, [bulletin]))
        return edit

    def picture(self, blob: BlobId) -> bytes:
        """Return the bytes of a picture of a block."""
        with self._database.snapshot() as snapshot:
            return blobs.read(snapshot, blob)

    def remove_block(self, block: BlockId) -> RemovedBlock:
        """Remove *block* and its edits; what is returned puts it back, by `add_block`.

        No one finds the edits of a block that is gone: they would outlive the bulletin itself.
        What it said last stands in those of the bulletin, and is put back from there too.

        Raises:
            NotFound: It was removed meanwhile.
            BulletinAlreadySent: It cannot be changed any more.
        """
        with self._database.transaction() as transaction:
            row, bulletin = _open_block(transaction, block)
            removed = blocks.placed(transaction, row)
            blocks.remove(transaction, row)
        return RemovedBlock(bulletin=bulletin, position=removed.position, block=removed.block)

    def preview(self, bulletin: BulletinId) -> BulletinPreview:
        """Return *bulletin* as a browser shows it, whole in one page, and what is wrong.

        Raises:
            NotFound: There is none.
        """
        with self._database.snapshot() as snapshot:
            whole = store.get(snapshot, bulletin)
            page = rendering.render(whole, source=sending.in_page(snapshot))
            message = sending.compose(snapshot, whole, subject=whole.subject or whole.name)
        return BulletinPreview(
            html=page.html, message=message, problems=checks.check(whole, html=message.html)
        )

    def words_held(self, bulletin: BulletinId) -> SharedWords:
        """Return what *bulletin* shares with a text that is under embargo.

        Raises:
            NotFound: There is none.
        """
        with self._database.snapshot() as snapshot:
            whole = store.get(snapshot, bulletin)
            said = f"{whole.subject}\n{rendering.render(whole).text}"
            return embargo.shared_words(snapshot, said, own={store.ref(bulletin)})

    def recipients(
        self,
        bulletin: BulletinId,
        *,
        to: Segment | None = None,
        account: AccountId | None = None,
    ) -> Recipients:
        """Return who would get *bulletin* now, who would not and why, and when it ends.

        Args:
            bulletin: The bulletin.
            to: Only these employees; None: every one.
            account: By which it would leave; None: the first one, or that by which it left.

        Raises:
            NotFound: There is no such bulletin or account.
        """
        suppressed = {each.address for each in self._outbox.suppressions()}
        with self._database.snapshot() as snapshot:
            row_of(snapshot, store.BulletinRow, bulletin)
            issued = store.issue_row(snapshot, bulletin)
            readers = audience.readers(snapshot)
            reached: frozenset[str] = frozenset()
            elsewhere: frozenset[EmployeeId] = frozenset()
            if issued is not None:
                message = MessageId(issued.message_id)
                reached = outbox.addressed(snapshot, message)
                elsewhere = sending.written_elsewhere(snapshot, message, readers)
            doubted = doubts.is_doubted(snapshot, store.ref(bulletin))
        sort = partial(sending.sort, is_suppressed=suppressed.__contains__, elsewhere=elsewhere)
        everyone = sort(readers)
        found = everyone if to is None else sort(to.of(readers))
        count = sum(each.to.key not in reached for each in found.to)
        try:
            plan = self._outbox.plan(count, account=account)
        except NoAccount:
            plan = None
        return Recipients(
            count=count,
            of=sum(each.to.key not in reached for each in everyone.to),
            already=len(reached),
            excluded=found.excluded,
            plan=plan,
            is_issued=issued is not None,
            may_be_sent=doubted,
        )

    def send(
        self,
        bulletin: BulletinId,
        *,
        to: Segment | None = None,
        account: AccountId | None = None,
        counted: int | None = None,
        shown: Bulletin | None = None,
        even_if_sent: bool = False,
    ) -> QueuedBulletin:
        """Freeze *bulletin* and queue one letter an employee, all or none; never twice.

        Args:
            bulletin: The bulletin.
            to: Only these employees; None: every one who was not written to yet.
            account: By which it leaves; None: the first one.
            counted: To how many, as a person was told; None: nobody was.
            shown: What that person was shown; None: it goes as it is.
            even_if_sent: A person says that it has not left before a restore.

        Raises:
            NotFound: There is no such bulletin or account.
            IsArchived: It was archived.
            BulletinMaybeSent: It may have left before a restore; a person says *even_if_sent*.
            BulletinNotReady: Something must be mended first.
            BulletinChanged: It is not what was *shown* any more.
            NobodyToWriteTo: None of them has a mailbox.
            ReadersChanged: It would go to more or to fewer than were *counted*.
            NoAccount, AccountRetired: Nothing is set up, or it left by an account out of use.
            WordsUnderEmbargo: It has words of a text that may not leave yet.
        """
        suppressed = {each.address for each in self._outbox.suppressions()}
        with self._database.transaction(durable=True) as transaction:
            archive.refuse_archived(row_of(transaction, store.BulletinRow, bulletin))
            restored.refuse_doubted(transaction, bulletin, even_if_sent=even_if_sent)
            sent = sending.send(
                transaction,
                bulletin,
                to=to,
                account=account,
                shown=shown,
                is_suppressed=suppressed.__contains__,
            )
            if counted is not None and sent.queued != counted:
                raise ReadersChanged(counted, sent.queued)
            transaction.announce(Change.of(Subject.BULLETIN, [bulletin]))
        return sent

    def send_test(
        self, bulletin: BulletinId, to: Address, *, account: AccountId | None = None
    ) -> LetterId:
        """Queue one letter of *bulletin* to *to*, its subject marked as a test.

        Raises:
            NotFound: There is no such bulletin or account.
            NoAccount: No sending account has been set up.
            WordsUnderEmbargo: It has words of a text that may not leave yet.
        """
        with self._database.transaction(durable=True) as transaction:
            whole = store.get(transaction, bulletin)
            subject = f"[TEST] {whole.subject.strip() or whole.name}"
            message = sending.compose(transaction, whole, subject=subject)
            stored = outbox.compose(
                transaction, message, account=account, about=store.ref(bulletin)
            )
            return outbox.queue(transaction, stored, to=to)

    def issue(self, bulletin: BulletinId) -> Issue | None:
        """Return what was sent of *bulletin*, as it was; None: nothing yet."""
        with self._database.snapshot() as snapshot:
            row = store.issue_row(snapshot, bulletin)
            return None if row is None else store.issue_value(row)

    @override
    def _value(self, snapshot: Snapshot, row: store.BulletinRow) -> Bulletin:
        return store.value(snapshot, row)

    @override
    def _change(
        self, transaction: Transaction, row: store.BulletinRow, change: FieldChange
    ) -> Edit:
        """Change a field of *row*.

        Raises:
            BulletinAlreadySent: It cannot be changed any more.
            BulletinNameMissing, BulletinNumberWrong: The value is none.
            BulletinNumberTaken: Another one has its name and number.
            EditConflict: The block is there again, or was changed since.
        """
        _refuse_sent(transaction, row)
        if change.name == BLOCK.field:
            return blocks.change(transaction, BulletinId(row.id), change)
        after = str(change.after)
        name = after if change.field == "name" else row.name
        number = NUMBER.read(after) if change.field == "number" else row.number
        if change.field in ("name", "number"):
            _refuse_wrong(transaction, name, number, but=BulletinId(row.id))
        row.name_key = store.name_key(name)
        return super()._change(transaction, row, change)


def _add(transaction: Transaction, new: NewBulletin) -> BulletinId:
    check_number(new.number)
    _refuse_wrong(transaction, new.name, new.number, but=None)
    added = store.add(transaction, new)
    transaction.announce(Change.of(Subject.BULLETIN, [added]))
    return added


def _refuse_wrong(
    transaction: Transaction, name: str, number: int, *, but: BulletinId | None
) -> None:
    if not store.name_key(name):
        raise BulletinNameMissing
    if store.is_taken(transaction, name, number, but=but):
        raise BulletinNumberTaken(name, number)


def _open_row(transaction: Transaction, bulletin: BulletinId) -> store.BulletinRow:
    """Return the row of a bulletin that may still be changed; one of the bin takes it too."""
    row = row_of(transaction, store.BulletinRow, bulletin, RowPlace.ANYWHERE)
    archive.refuse_archived(row)
    _refuse_sent(transaction, row)
    return row


def _refuse_sent(transaction: Transaction, row: store.BulletinRow) -> None:
    issued = store.issue_row(transaction, BulletinId(row.id))
    if issued is not None:
        raise BulletinAlreadySent(row.name, row.number, issued.issued_at)


def _open_block(transaction: Transaction, block: BlockId) -> tuple[store.BlockRow, BulletinId]:
    row = row_of(transaction, store.BlockRow, block)
    _open_row(transaction, BulletinId(row.bulletin_id))
    return row, BulletinId(row.bulletin_id)


def _ready(image: bytes, name: str) -> "ReadyPicture | None":
    if not image:
        return None
    from comms_desk.internal.bulletins.pictures import prepare

    return prepare(image, name=name)
