"""From a bulletin to its letters: frozen once, one letter an employee, never a second one.

The issue, its message and its letters are committed together or not at all.  A bulletin has
one issue, an issue one message, and the outbox one letter for a message and an address: to
send again only reaches those whom it has not reached, who were added since or not chosen before.
Whose address changed after a letter left to it has that letter.
"""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from comms_desk.internal.audience import within as audience
from comms_desk.internal.audience.model import BulletinReader, EmployeeId, Segment
from comms_desk.internal.bulletins import checks, rendering, store
from comms_desk.internal.bulletins.model import (
    Bulletin,
    BulletinChanged,
    BulletinId,
    BulletinNotReady,
    Excluded,
    MailPicture,
    NobodyToWriteTo,
    NoLetterReason,
    QueuedBulletin,
)
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.message import InlineImage, NewMessage, Purpose, without_pieces
from comms_desk.mail.model import AccountId, MessageId, Recipient
from comms_desk.storage import blobs, sayings
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.sayings import NewSaying


@dataclass(frozen=True, slots=True)
class SortedEmployees:
    """The employees, sorted by whether a letter can go to them."""

    to: tuple[Recipient, ...]
    suppressed: tuple[Recipient, ...]
    excluded: tuple[Excluded, ...]


def sort(
    readers: Iterable[BulletinReader],
    *,
    is_suppressed: Callable[[str], bool],
    elsewhere: Collection[EmployeeId] = (),
) -> SortedEmployees:
    """Sort *readers*.

    Args:
        readers: The employees.
        is_suppressed: Asked of the compared form of an address.
        elsewhere: Who has it at an address that they had then.
    """
    to: dict[str, Recipient] = {}
    suppressed: dict[str, Recipient] = {}
    excluded: list[Excluded] = []
    for reader in readers:
        if reader.email is None:
            excluded.append(Excluded(reader.name, "", NoLetterReason.NO_MAILBOX))
            continue
        key, recipient = reader.email.key, _recipient(reader.name, reader.email)
        if is_suppressed(key):
            suppressed[key] = recipient
            excluded.append(Excluded(reader.name, reader.email.bare, NoLetterReason.EXCLUDED))
        elif reader.id in elsewhere:
            excluded.append(Excluded(reader.name, reader.email.bare, NoLetterReason.FORMER_ADDRESS))
        elif key in to:
            excluded.append(Excluded(reader.name, reader.email.bare, NoLetterReason.SAME_MAILBOX))
        else:
            to[key] = recipient
    return SortedEmployees(tuple(to.values()), tuple(suppressed.values()), tuple(excluded))


def written_elsewhere(
    snapshot: Snapshot, message: MessageId, readers: Iterable[BulletinReader]
) -> frozenset[EmployeeId]:
    """Return those of *readers* whose address changed after *message* was written to it."""
    written = outbox.written_to(snapshot, message)
    not_here = {each.id for each in readers if each.email and each.email.key not in written}
    return frozenset(
        employee
        for employee, key, until in audience.former_addresses(snapshot)
        if employee in not_here and key in written and (until is None or written[key] <= until)
    )


def compose(snapshot: Snapshot, bulletin: Bulletin, *, subject: str) -> NewMessage:
    """Return *bulletin* as a message, its pictures with it."""
    rendered = rendering.render(bulletin)
    shown = tuple(block.picture for block in bulletin.blocks if block.picture is not None)
    return NewMessage(
        subject=without_pieces(" ".join(subject.split())),
        text=rendered.text,
        html=rendered.html,
        images=tuple(
            InlineImage(
                content_id=picture.content_id,
                media_type=picture.media_type,
                content=blobs.read(snapshot, picture.blob),
                name=picture.name,
            )
            for picture in {each.content_id: each for each in shown}.values()
        ),
        purpose=Purpose.BULLETIN,
    )


def refuse_unready(bulletin: Bulletin) -> None:
    """Let a bulletin go on only when nothing stops it.

    Raises:
        BulletinNotReady: Something must be mended first.
    """
    stopping = tuple(each for each in checks.check(bulletin) if each.stops_sending)
    if stopping:
        raise BulletinNotReady(stopping)


def send(
    transaction: Transaction,
    bulletin: BulletinId,
    *,
    to: Segment | None,
    account: AccountId | None,
    shown: Bulletin | None,
    is_suppressed: Callable[[str], bool],
) -> QueuedBulletin:
    """Freeze *bulletin* if it was not yet, and queue a letter to each of *to* who has none."""
    issued = store.issue_row(transaction, bulletin)
    issued = issued or _issue(transaction, bulletin, account, shown)
    message = MessageId(issued.message_id)
    everyone = audience.readers(transaction)
    readers = everyone if to is None else to.of(everyone)
    elsewhere = written_elsewhere(transaction, message, everyone)
    sorting = partial(sort, is_suppressed=is_suppressed, elsewhere=elsewhere)
    sorted_readers = sorting(readers)
    if not sorted_readers.to and elsewhere.isdisjoint(each.id for each in readers):
        raise NobodyToWriteTo(len(readers))
    # The outbox is told of excluded addresses too: it accounts for each as withheld.
    queued = outbox.queue_all(
        transaction,
        message,
        sorted_readers.to + sorted_readers.suppressed,
    )
    reached_now = {each.to.key for each in sorted_readers.to}
    outbox.leave_refused(transaction, message, _before(transaction, everyone, reached_now))
    issued.unchosen = 0
    if to is not None:
        reached = outbox.addressed(transaction, message)
        issued.unchosen = sum(each.to.key not in reached for each in sorting(everyone).to)
    return QueuedBulletin(
        issue=store.issue_value(issued).id,
        queued=len(queued.letters),
        already=queued.already,
        excluded=sorted_readers.excluded,
    )


def _before(
    snapshot: Snapshot, readers: Sequence[BulletinReader], reached: Collection[str]
) -> frozenset[str]:
    """Return the former addresses of those of *readers* who are written to now, and nobody's else.

    A letter that was refused there would reach them twice, were it sent again.
    """
    now = {each.email.key: each.id for each in readers if each.email is not None}
    written = {now[key] for key in reached}
    return frozenset(
        key
        for employee, key, _until in audience.former_addresses(snapshot)
        if employee in written and key not in now
    )


def _issue(
    transaction: Transaction,
    bulletin: BulletinId,
    account: AccountId | None,
    shown: Bulletin | None,
) -> store.IssueRow:
    whole = store.get(transaction, bulletin)
    if shown not in (None, whole):
        raise BulletinChanged(whole.name, whole.number)
    refuse_unready(whole)
    message = compose(transaction, whole, subject=whole.subject)
    stored = outbox.compose(transaction, message, account=account, about=store.ref(bulletin))
    row = store.IssueRow(
        bulletin_id=bulletin,
        message_id=stored,
        subject=message.subject,
        html=message.html,
        text=message.text,
        digest=_digest(message),
        unchosen=0,
        issued_by=transaction.actor,
        issued_at=transaction.now,
    )
    transaction.session.add(row)
    transaction.session.flush()
    said = NewSaying(title=message.subject, text=message.text, at=row.issued_at)
    sayings.say(transaction, store.ref(bulletin), [said])
    return row


def _digest(message: NewMessage) -> str:
    """Return the SHA-256 of all that readers see."""
    digest = hashlib.sha256()
    pictures = (hashlib.sha256(image.content).digest() for image in message.images)
    for part in (message.subject.encode(), message.text.encode(), message.html.encode(), *pictures):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _recipient(name: str, email: Address) -> Recipient:
    """Return whom to write to, the name as a header may have it."""
    printable = "".join(letter for letter in name if letter.isprintable())
    return Recipient(
        to=Address(name=" ".join(printable.split()), local=email.local, domain=email.domain)
    )


def in_page(snapshot: Snapshot) -> Callable[[MailPicture], str]:
    """Return what puts a picture inside the page: for a browser, never for a letter."""

    def source(picture: MailPicture) -> str:
        content = b64encode(blobs.read(snapshot, picture.blob)).decode("ascii")
        return f"data:{picture.media_type};base64,{content}"

    return source
