"""From an issued review to its letters: one message for all its readers, and none of them twice.

The outbox has one letter for a message and an address: to send again only reaches those who do not
have it yet.  Whose letter was stopped or refused before it left has another message by the next
yes, and nobody can send the former one again.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from comms_desk.changes import Ref, Subject
from comms_desk.mail import letter_outcomes
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage, Purpose
from comms_desk.mail.model import Account, AccountId, LetterState, MessageId, Recipient
from comms_desk.media.lists import within as lists
from comms_desk.media.lists.model import Addressee, ListId
from comms_desk.media.reviews import rendering, store
from comms_desk.media.reviews.edition import Edition
from comms_desk.media.reviews.model import (
    AccountMissing,
    AllHaveTheReview,
    ReadersMissing,
)
from comms_desk.settings import REVIEW_ACCOUNT, REVIEW_READERS
from comms_desk.storage import desk_settings, links
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.text.fold import tokens

TEST = "[TEST]"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyReview:
    """To whom a review would leave now, as `model.Sending` says it."""

    list_name: str
    readers: tuple[Addressee, ...]
    left_out: tuple[Addressee, ...]
    already: int

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """The letters to be, one an address."""
        found: dict[str, Recipient] = {}
        for each in self.readers:
            if each.address is not None:
                persons = () if each.ref is None else (each.ref,)
                former = found.get(each.address.key)
                found[each.address.key] = Recipient(
                    to=each.address if former is None else former.to,
                    persons=persons if former is None else (*former.persons, *persons),
                )
        return tuple(found.values())


def read(snapshot: Snapshot, review: Ref) -> ReadyReview:
    """Return whom *review* would leave to now.

    Raises:
        ReadersMissing: No list is chosen, or it is not on the desk any more.
    """
    name, of = _readers(snapshot)
    found = lists.addressees(snapshot, [of])
    open_to = [each for each in found if each.left_out is None and each.address is not None]
    have = _of(open_to, *had(snapshot, review))
    return ReadyReview(
        list_name=name,
        readers=tuple(each for each in open_to if each not in have),
        left_out=tuple(each for each in found if each.left_out is not None),
        already=len({_key(each) for each in have}),
    )


def missed(snapshot: Snapshot, review: Ref) -> int:
    """Return to how many addresses *review* would leave now to which it was to leave before."""
    try:
        readers = read(snapshot, review).readers
    except ReadersMissing:
        return 0
    failed = [each for each in letter_outcomes.fates(snapshot, review).values() if each.never_left]
    return len({_key(each) for each in _of(readers, *_whose(snapshot, failed))})


def _of(
    readers: Sequence[Addressee], keys: Collection[str], persons: Collection[Ref]
) -> list[Addressee]:
    """Return those of *readers* whose letter is to one of *keys*, or for one of *persons*."""
    return [each for each in readers if each.ref in persons or _key(each) in keys]


def _key(reader: Addressee) -> str:
    return "" if reader.address is None else reader.address.key


def had(snapshot: Snapshot, review: Ref) -> tuple[frozenset[str], frozenset[Ref]]:
    """Return which addresses have *review*, may have or wait for it, and whose letters those are.

    Who has another address by now has it too.
    """
    found = letter_outcomes.fates(snapshot, review).values()
    return _whose(snapshot, [each for each in found if not each.never_left])


def _whose(
    snapshot: Snapshot, some: Sequence[letter_outcomes.LetterOutcome]
) -> tuple[frozenset[str], frozenset[Ref]]:
    persons = frozenset(letter_outcomes.persons_of(snapshot, *(each.letter for each in some)))
    return frozenset(each.to.key for each in some), persons


def letters(snapshot: Snapshot, review: Ref) -> Mapping[LetterState, int]:
    """Return where the letters of *review* stand, how many of each: the last to each address."""
    last = {each.to.key: each.state for each in letter_outcomes.fates(snapshot, review).values()}
    return Counter(last.values())


def _readers(snapshot: Snapshot) -> tuple[str, ListId]:
    name = desk_settings.value(snapshot, REVIEW_READERS)
    found = lists.called(snapshot, name)
    if found is None:
        raise ReadersMissing(name)
    return found.name, found.id


def account(snapshot: Snapshot) -> Account:
    """Return the account by which reviews leave.

    Raises:
        NoAccount: None is set up.
        AccountMissing: None in use is called as the desk's settings say.
    """
    name = desk_settings.value(snapshot, REVIEW_ACCOUNT)
    known = outbox.accounts(snapshot)
    if not name:
        return known[0]
    for each in known:
        if tokens(each.name) == tokens(name):
            return each
    raise AccountMissing(name)


def queue(
    transaction: Transaction,
    row: store.ReviewRow,
    edition: Edition,
    ready: ReadyReview,
    by: AccountId,
) -> int:
    """Queue a letter to each reader of *ready*, all or none; return how many.

    Raises:
        AllHaveTheReview: Nobody is left to send it to.
        AccountRetired: It would leave by an account out of use.
    """
    if not ready.recipients:
        raise AllHaveTheReview(ready.already, len(ready.left_out))
    gone = [
        each for each in letter_outcomes.fates(transaction, row.ref).values() if each.never_left
    ]
    for message in {each.message for each in gone}:
        outbox.leave_refused(transaction, message, [each.to.key for each in gone])
    last = None if row.message_id is None else MessageId(row.message_id)
    if last is None or not _may_have_more(transaction, last, ready, by):
        made = compose(edition)
        last = outbox.compose(transaction, made, account=by, about=row.ref)
        row.message_id = last
    return len(outbox.queue_all(transaction, last, ready.recipients).letters)


def _may_have_more(
    snapshot: Snapshot, message: MessageId, ready: ReadyReview, by: AccountId
) -> bool:
    """Whether *message* leaves *by* that account, and none of its letters was stopped."""
    keys = {each.to.key for each in ready.recipients}
    is_by = outbox.account_of(snapshot, message) == by
    return is_by and keys.isdisjoint(outbox.addressed(snapshot, message))


def queue_test(
    transaction: Transaction, row: store.ReviewRow, edition: Edition, to: Address
) -> None:
    """Queue one letter of it as it stands to *to* alone, marked as a test.

    It is about nothing, as who reads a test has no review by that; tied to it, it goes with it.
    """
    made = compose(edition, mark=f"{TEST} ")
    by = account(transaction).id
    message = outbox.compose(transaction, made, account=by, own={row.ref})
    outbox.queue(transaction, message, to=to)
    links.link(transaction, row.ref, Ref(Subject.MESSAGE, message))


def compose(edition: Edition, *, mark: str = "") -> NewMessage:
    """Return *edition* as one message for all, its subject after *mark*.

    It does not wait behind a bulletin of thousands: its hour is the cabinet's.
    """
    made = rendering.message_of(edition)
    return replace(made, subject=f"{mark}{made.subject}", purpose=Purpose.LETTER, blind=True)
