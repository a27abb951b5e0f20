"""From a text to its letters, inside one transaction: nobody twice, nobody forgotten.

What is asked for is read once, shown to a person, and read again as it is sent: what has
changed meanwhile is refused.  Messages are made before the lock is taken; the letters, whom
they are for and the state of the text are committed together or not at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import override

from comms_desk.changes import Ref, Subject
from comms_desk.embargo import within as embargoes
from comms_desk.embargo.model import NOTHING_SHARED, Embargo, SharedWords
from comms_desk.errors import CommsDeskError
from comms_desk.mail import letter_outcomes as letters
from comms_desk.mail import mailboxes
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.letter_outcomes import LetterOutcome
from comms_desk.mail.message import NewMessage, ReadAgain
from comms_desk.mail.model import Account, AccountId, LetterId, MessageId, Recipient
from comms_desk.media.contacts import reached as contacts
from comms_desk.media.dispatches import addressees, english, message, steps, store
from comms_desk.media.dispatches.addressees import Having, LetterToBe, SortedAddressees
from comms_desk.media.dispatches.english import Beside
from comms_desk.media.dispatches.model import (
    AllHaveIt,
    DispatchId,
    DispatchKind,
    HourMissing,
    HourPassed,
    LetterForm,
    MediaContactMissing,
    NobodyToSendTo,
    NothingToLift,
    RequestedSending,
    SendingTime,
    SentDiffers,
    SourceMissing,
    TextMaybeSent,
    TextMissing,
    TextNotKept,
    WasWithdrawn,
)
from comms_desk.media.drafting import within as drafts
from comms_desk.media.drafting.foot import foot_of
from comms_desk.media.drafting.model import (
    Draft,
    DraftId,
    DraftKind,
    DraftStatus,
    Revision,
    TitleMissing,
)
from comms_desk.media.lists import within as lists
from comms_desk.media.lists.model import LeftOut, List
from comms_desk.storage import doubts
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.text.markdown import read_markdown, write_plain

FORMER = "{{ former }}"
"""In a message, the Message-ID of what its reader had before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyToSend(ReadAgain):
    """What is asked for, as the desk stands: two that are alike would send the same.

    *edition* is the one that its letters are of; *superseded* are letters that came to nothing,
    whose readers are named again; nobody sends again what is *closed*.  *copy_to* is the mailbox
    of the service, where it has none of this edition yet.
    """

    draft: Draft
    revision: Revision | None
    edition: int
    until: datetime | None
    lists: tuple[List, ...]
    sorted: SortedAddressees
    superseded: frozenset[LetterId]
    closed: frozenset[LetterId]
    copy_to: Address | None
    corrected_at: datetime | None
    english: Beside | None
    shared: SharedWords
    """What it shares with other texts, which are under embargo."""
    obstacles: tuple[CommsDeskError, ...]

    @property
    def text(self) -> str:
        """The text that would leave."""
        return "" if self.revision is None else self.revision.text

    @property
    def digest(self) -> str:
        """Of all that the media would read."""
        return english.digest(self.draft, self.text, self.english)

    @property
    @override
    def leaves(self) -> tuple[object, ...]:
        said = self.digest, self.edition, self.until
        return *said, self.sorted, self.superseded, self.copy_to


def read(snapshot: Snapshot, draft: DraftId, wanted: RequestedSending) -> ReadyToSend:
    """Return what *wanted* would send of *draft* now, and what stands in its way.

    Raises:
        NotFound: There is no such draft or list, or it is in the bin.
    """
    value = drafts.get(snapshot, draft)
    kept = drafts.kept(snapshot, draft)
    text = "" if kept is None else kept.text
    series = store.dispatches(snapshot, draft)
    known = letters.fates(snapshot, value.ref)
    edition = series[-1].edition if series else 1
    differs = bool(series) and not english.is_as_sent(snapshot, value, text, series[-1].digest)
    closed: frozenset[LetterId] = frozenset()
    if differs and all(fate.never_left for fate in known.values()):
        # Whatever was queued came to nothing: nobody has it, and this is what they get.
        edition, differs, closed = edition + 1, False, frozenset(known)
    having = having_of(snapshot, draft, edition, known)
    named = lists.addressees(snapshot, wanted.lists, also=wanted.also)
    some = lists.some(snapshot, wanted.lists)
    lock = value.embargo if value.embargo and value.embargo.holds(snapshot.now) else None
    below = english.beside(snapshot, value)
    shared = shared_words(snapshot, value, text, below, wanted.photos, wanted.interviews)
    found = addressees.sort(
        named, wanted, lists=some, embargo=lock, having=having, now=snapshot.now
    )
    copy_to = _copy_to(snapshot, found, having)
    return ReadyToSend(
        draft=value,
        revision=kept,
        edition=edition,
        until=None if lock is None else lock.until,
        lists=some,
        sorted=found,
        superseded=_superseded(found.readers, copy_to, having),
        closed=closed,
        copy_to=copy_to,
        corrected_at=corrected_at(series, edition),
        english=below,
        shared=shared,
        obstacles=(
            *_obstacles(snapshot, value, text, wanted, found, lock=lock, differs=differs),
            *([] if shared.words is None else [shared.words]),
        ),
    )


def having_of(
    snapshot: Snapshot, draft: DraftId, edition: int, known: Mapping[LetterId, LetterOutcome]
) -> Having:
    """Return who has an *edition* of *draft*, or is about to.

    A letter that was for nobody by name is that of the person who has its address by now.
    """
    addresses = store.addressees(snapshot, draft).get(edition, {})
    named = store.persons(snapshot, draft, edition)
    by_name = frozenset(named.values())
    bare = [key for key, letter in addresses.items() if letter not in by_name]
    held = {
        Ref(Subject.CONTACT, holder): addresses[key]
        for key, holder in contacts.by_addresses(snapshot, bare).items()
    }
    return Having(
        addresses=addresses,
        refs=held | named,
        live=frozenset(letter for letter, fate in known.items() if not fate.never_left),
    )


def corrected_at(series: Iterable[store.DispatchRow], edition: int) -> datetime | None:
    """Return when an *edition* corrected the former one; None: it corrects nothing."""
    first = next((row for row in series if row.edition == edition), None)
    is_correction = first is not None and first.kind is DispatchKind.CORRECTION
    return first.made_at if first is not None and is_correction else None


NOBODY = Address(local="presse", domain="comms-desk.invalid")
"""Whom a letter that is only looked at comes from, where no account is set up."""


def office(
    snapshot: Snapshot, account: Account | None, templates: Path | None
) -> message.SendingOffice:
    """Return what the office sends under."""
    return message.SendingOffice(
        sender=NOBODY if account is None else account.sender,
        reply_to=mailboxes.reply_to(snapshot),
        templates=templates,
    )


def _copy_to(snapshot: Snapshot, found: SortedAddressees, having: Having) -> Address | None:
    mailbox = mailboxes.shared(snapshot)
    if mailbox is None or having.addresses.get(mailbox.key) in having.live:
        return None
    return None if any(each.to.key == mailbox.key for each in found.readers) else mailbox


def _superseded(
    readers: Iterable[LetterToBe], copy_to: Address | None, having: Having
) -> frozenset[LetterId]:
    """Return the letters that came to nothing, of those who are written to again."""
    former = {having.addresses.get(reader.to.key) for reader in readers}
    if copy_to is not None:
        former.add(having.addresses.get(copy_to.key))
    former |= {having.refs.get(ref) for reader in readers for ref in reader.refs}
    return frozenset(letter for letter in former if letter is not None)


def _obstacles(
    snapshot: Snapshot,
    draft: Draft,
    text: str,
    wanted: RequestedSending,
    found: SortedAddressees,
    *,
    lock: Embargo | None,
    differs: bool,
) -> Iterable[CommsDeskError]:
    yield from text_obstacles(snapshot, draft, text)
    if not wanted.even_if_sent and doubts.is_doubted(snapshot, draft.ref):
        yield TextMaybeSent(draft.title)
    if draft.status is DraftStatus.WITHDRAWN:
        yield WasWithdrawn(draft.title)
    elif differs:
        yield SentDiffers(draft.title)
    yield from _foot_obstacles(draft, text)
    below = english.beside(snapshot, draft)
    if below is not None:
        yield from _foot_obstacles(below.draft, below.text)
    if wanted.when is SendingTime.AT:
        if wanted.at is None:
            yield HourMissing()
        elif wanted.at <= snapshot.now:
            yield HourPassed(wanted.at)
    if wanted.when is SendingTime.WHEN_LIFTED and lock is None:
        yield NothingToLift(draft.title)
    if not found.readers:
        already = sum(each.left_out is LeftOut.ALREADY for each in found.left_out)
        if already and already == len(found.left_out):
            yield AllHaveIt(already)
        else:
            yield NobodyToSendTo(len(found.left_out))


def shared_words(
    snapshot: Snapshot, draft: Draft, text: str, below: Beside | None, *said: str
) -> SharedWords:
    """Return what *text* of *draft*, and what is *said* beside, share with texts under embargo."""
    if not embargoes.holding(snapshot):
        return NOTHING_SHARED
    parts, own = [*said], {draft.ref}
    for each, written in [(draft, text)] + ([] if below is None else [(below.draft, below.text)]):
        own.add(each.ref)
        parts += [each.title, each.subtitle, write_plain(read_markdown(written))]
    return embargoes.shared_words(snapshot, "\n".join(parts), own=own)


def text_obstacles(snapshot: Snapshot, draft: Draft, text: str) -> Iterable[CommsDeskError]:
    """Yield what keeps a text from leaving at all, to anybody."""
    try:
        drafts.refuse_archived(snapshot, draft.id)
    except CommsDeskError as error:
        yield error
    if not draft.title.strip():
        yield TitleMissing()
    if not text.strip():
        yield TextMissing(draft.title)
    elif drafts.is_typed_in(snapshot, draft.id):
        yield TextNotKept(draft.title)
    yield from english.obstacles(snapshot, draft, text)


def _foot_obstacles(draft: Draft, text: str) -> Iterable[CommsDeskError]:
    """Yield what a release does not say under its text: whom it comes from, whom the media call.

    It keeps nobody from correcting what left without.
    """
    says_both = draft.source.strip() and draft.contact.strip()
    if draft.kind is not DraftKind.RELEASE or says_both or not text.strip():
        return
    said = foot_of(read_markdown(text))
    if not (draft.source.strip() or said.source):
        yield SourceMissing(draft.title)
    if not (draft.contact.strip() or said.contact):
        yield MediaContactMissing(draft.title)


def leaves_at(wanted: RequestedSending, until: datetime | None, now: datetime) -> datetime:
    """Return when what is wanted begins to leave."""
    match wanted.when:
        case SendingTime.AT if wanted.at is not None:
            return max(wanted.at, now)
        case SendingTime.WHEN_LIFTED if until is not None:
            return until
        case _:
            return now


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterBatch:
    """Letters of one message that are queued alike, in their order."""

    message: NewMessage
    readers: tuple[LetterToBe, ...]
    due_at: datetime | None
    copy_to: Address | None = None
    is_notice: bool = False
    is_held: bool = True
    """By the embargo of the text."""
    under_embargo: bool = False
    written_for: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What is noted of a dispatch beside its letters."""

    draft: Draft
    text: str
    revision: Revision | None
    edition: int
    kind: DispatchKind
    when: SendingTime
    at: datetime | None
    forms: frozenset[LetterForm]
    account: AccountId | None
    photos: str
    interviews: str
    note: str = ""
    note_in_english: str = ""


def queue(
    transaction: Transaction,
    head: Heading,
    batches: Sequence[LetterBatch],
    *,
    superseded: frozenset[LetterId] = frozenset(),
    closed: frozenset[LetterId] = frozenset(),
) -> tuple[DispatchId, int]:
    """Note a dispatch and queue its letters, all or none; its id, and how many letters.

    Raises:
        NoAccount, AccountRetired: Nothing is set up, or it would leave by an account out of use.
    """
    draft = head.draft
    row = store.DispatchRow(
        draft_id=draft.id,
        edition=head.edition,
        kind=head.kind,
        leaves=head.when,
        at=head.at,
        revision_id=None if head.revision is None else head.revision.id,
        version=draft.version,
        title=draft.title,
        subtitle=draft.subtitle,
        digest=english.digest(draft, head.text, english.beside(transaction, draft)),
        forms=tuple(sorted(each.value for each in head.forms)),
        account_id=head.account,
        photos=head.photos,
        interviews=head.interviews,
        note=head.note,
        note_in_english=head.note_in_english,
        by=transaction.actor,
        made_at=transaction.now,
    )
    transaction.session.add(row)
    transaction.session.flush()
    letters.replace(transaction, closed)
    count = write(transaction, row, draft, batches, account=head.account, superseded=superseded)
    if draft.kind is DraftKind.RELEASE:
        steps.begin(transaction, draft.id, head.edition)
    return DispatchId(row.id), count


def write(
    transaction: Transaction,
    dispatch: store.DispatchRow,
    draft: Draft,
    batches: Sequence[LetterBatch],
    *,
    account: AccountId | None,
    superseded: frozenset[LetterId],
) -> int:
    """Queue letters of *dispatch*, in the place of those that are *superseded*; how many.

    Raises:
        NoAccount, AccountRetired: Nothing is set up, or it would leave by an account out of use.
    """
    by_key: dict[str, LetterId] = {}
    by_ref: dict[Ref, LetterId] = {}
    stored: dict[int, MessageId] = {}
    for batch in batches:
        of = stored.get(id(batch.message))
        if of is None:
            of = outbox.compose(transaction, batch.message, account=account, about=draft.ref)
            stored[id(batch.message)] = of
            transaction.session.add(
                store.DispatchMessageRow(
                    message_id=of,
                    dispatch_id=dispatch.id,
                    is_notice=batch.is_notice,
                    under_embargo=batch.under_embargo,
                    written_for=batch.written_for,
                )
            )
        _queue_batch(transaction, of, draft.ref, batch)
    for of in stored.values():
        by_key |= letters.letters_of(transaction, of)
    for batch in batches:
        by_ref |= {ref: by_key[each.to.key] for each in batch.readers for ref in each.refs}
    letters.close(transaction, superseded)
    letters.close(
        transaction,
        store.former(transaction, draft.id, dispatch.edition, keys=by_key, refs=by_ref),
    )
    transaction.session.flush()
    store.address_letters(
        transaction,
        draft.id,
        dispatch.edition,
        keys=by_key,
        refs=by_ref,
        never_left=superseded,
    )
    return len(by_key)


def _queue_batch(transaction: Transaction, of: MessageId, ref: Ref, batch: LetterBatch) -> None:
    answered = [each.answers for each in batch.readers if each.answers is not None]
    ids = outbox.message_ids(transaction, answered)
    for lead, some in groupby(batch.readers, key=lambda reader: reader.lead):
        outbox.queue_all(
            transaction,
            of,
            [_recipient(each, ids) for each in some],
            due_at=batch.due_at,
            embargo=ref,
            before_lift=lead,
            is_held=batch.is_held,
        )
    if batch.copy_to is not None:
        copy = Recipient(to=batch.copy_to)
        at = batch.due_at
        outbox.queue_all(transaction, of, [copy], due_at=at, embargo=ref, before_lift=timedelta())


def _recipient(reader: LetterToBe, ids: Mapping[LetterId, str]) -> Recipient:
    """Return whom to write to; the name as a header may have it, and none of several people.

    A correction is to the name that the former letter was to.
    Of *ids*, the Message-IDs of what readers had, each answers their own.
    """
    name = (reader.people[0].name if len(reader.people) == 1 else "") or reader.to.name
    printable = "".join(letter for letter in name if letter.isprintable())
    to = Address(name=" ".join(printable.split()), local=reader.to.local, domain=reader.to.domain)
    values = {} if reader.answers is None else {"former": ids[reader.answers]}
    return Recipient(to=to, values=values, persons=reader.refs)
