"""What a higher slice does with the outbox inside its own open transaction.

So that a release is scheduled and its letters queued together, or neither.  Whether nothing
is sent to an address or to a person is asked here, and again when a letter is claimed; an embargo
holds a letter back at the claim, however it came into the queue.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import batched

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    and_,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)

from comms_desk.changes import Change, Ref, Subject
from comms_desk.embargo import within as embargoes
from comms_desk.mail import store, threads
from comms_desk.mail.address import Address
from comms_desk.mail.errors import PieceMissing
from comms_desk.mail.exclusions import (
    bar_all,
    barred,
    excluded,
    suppress,
    suppress_all,
    unbar_all,
    withhold_barred,
)
from comms_desk.mail.message import NewMessage, Purpose, pieces_of
from comms_desk.mail.model import (
    MAY_HAVE_LEFT,
    NEVER_LEFT,
    SECRET_BYTES,
    Account,
    AccountId,
    AccountRetired,
    Cancelled,
    Decision,
    LetterId,
    LettersLeaving,
    LetterState,
    MessageId,
    NoAccount,
    Queued,
    Recipient,
    urgency,
)
from comms_desk.mail.threads import Answered, answered, message_ids
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.errors import NotFound
from comms_desk.storage.finding import row_of
from comms_desk.storage.many import WRITTEN_AT_ONCE, insert_on_conflict
from comms_desk.storage.model import Act, FieldChange, HoldReach

__all__ = [
    "CANCELLED_AT_ONCE",
    "MESSAGE_ABOUT",
    "MESSAGE_ID",
    "Answered",
    "account_of",
    "accounts",
    "addressed",
    "answered",
    "bar_all",
    "barred",
    "cancel",
    "compose",
    "erase_about",
    "excluded",
    "is_any_letter",
    "leave_refused",
    "leaving",
    "leaving_about",
    "letter_of_message_id",
    "may_have_left",
    "message_ids",
    "never_left",
    "queue",
    "queue_all",
    "refuse_while_leaving",
    "still_leaving",
    "suppress",
    "suppress_all",
    "unbar_all",
    "was_cancelled",
    "where_not_all_sent",
    "written_to",
]

MESSAGE_ID = store.MessageRow.id
MESSAGE_ABOUT = store.MessageRow.about
CANCELLED_AT_ONCE = 20_000
"""Letters named in one statement: either engine takes them, and all other writes wait for few."""
_BY_STATE_FIRST = store.LetterRow.message_id + 0
"""The message of a letter, told from the row: by its index SQLite would read every letter sent."""

_Due = dict[str, datetime | int | None]
"""When letters are to leave, by column."""

_CANCELLATION = "cancelled letters"
"""What the edits of a message call its cancellation."""


def accounts(snapshot: Snapshot) -> tuple[Account, ...]:
    """Return the accounts in use, the first set up first.

    Raises:
        NoAccount: None has been set up.
    """
    found = tuple(map(store.account, store.accounts(snapshot)))
    if not found:
        raise NoAccount
    return found


def account_of(snapshot: Snapshot, message: MessageId) -> AccountId:
    """Return the account by which *message* leaves.

    Raises:
        NotFound: There is no such message.
    """
    return AccountId(row_of(snapshot, store.MessageRow, message).account_id)


def compose(
    transaction: Transaction,
    message: NewMessage,
    *,
    account: AccountId | None = None,
    about: Ref | None = None,
    own: Collection[Ref] = (),
    to: Iterable[Address] = (),
) -> MessageId:
    """Store *message*, once and for ever; nothing leaves yet.

    Here it is asked, once for all its letters, whether it has words of a text that is under
    embargo, or a file of it does.  A press review is not: what it tells was published.

    Args:
        transaction: The caller's.
        message: What is to be said.
        account: By which account it will leave; the first one set up when None.
        about: What it speaks of: an embargo on that holds its letters too.
        own: What else it rightly has the words of: a test of a text, say.
        to: To whom, where that is known: who signed an exception may have the words.

    Raises:
        WordsUnderEmbargo: It has words of another text, which may not leave yet.
        NoAccount: None has been set up.
        NotFound: There is no such account, or it is out of use.
    """
    known = {each.id: each for each in store.accounts(transaction)}
    if not known:
        raise NoAccount
    if account is not None and account not in known:
        raise NotFound(Ref(Subject.ACCOUNT, account))
    theirs = {*own, *(each for each in (about, message.below) if each is not None)}
    if all(each.kind is not Subject.REVIEW for each in theirs):
        said = f"{message.subject}\n{message.text}"
        files = [(each.name, each.words) for each in message.attachments]
        keys = [each.key for each in to]
        embargoes.refuse_words(transaction, said, own=theirs, to=keys, files=files)
    row = store.MessageRow(
        account_id=min(known) if account is None else account,
        subject=message.subject,
        text=message.text,
        html=message.html,
        words_of_files=message.words_of_files,
        purpose=message.purpose,
        reply_to_name=message.reply_to.name if message.reply_to else "",
        reply_to=message.reply_to.bare if message.reply_to else "",
        list_id=message.list_id,
        unsubscribe=message.unsubscribe,
        in_reply_to=message.in_reply_to,
        references=message.references,
        embargoed_until=message.embargoed_until,
        below=None if message.below is None else str(message.below),
        about=None if about is None else str(about),
        blind=message.blind,
        secret=secrets.token_hex(SECRET_BYTES),
        created_by=transaction.actor,
        created_at=transaction.now,
    )
    transaction.session.add(row)
    transaction.session.flush()
    store.add_parts(transaction, row, message)
    transaction.announce(Change.of(Subject.MESSAGE, [row.id]))
    return MessageId(row.id)


def queue(
    transaction: Transaction,
    message: MessageId,
    *,
    to: Address,
    due_at: datetime | None = None,
    embargo: Ref | None = None,
    values: Mapping[str, str] | None = None,
) -> LetterId:
    """Put a letter in the outbox, to leave no earlier than *due_at* (UTC; None: at once).

    The same message to the same address is the same letter, however often it is queued.

    Raises:
        PieceMissing: *values* lacks one of the message's pieces.
        AccountRetired: The message's account is out of use.
        NotFound: There is no such message.
    """
    recipient = Recipient(to=to, values=values or {})
    queue_all(transaction, message, [recipient], due_at=due_at, embargo=embargo)
    return store.already_queued(transaction, message, [to.key])[to.key]


def addressed(snapshot: Snapshot, message: MessageId) -> frozenset[str]:
    """Return the addresses that *message* has a letter to, in their compared form.

    But for what is withheld, which leaves once the address may be written to and is named again.
    """
    keys = snapshot.session.scalars(
        select(store.LetterRow.address_key).where(
            store.LetterRow.message_id == message, not_(_only_withheld())
        )
    )
    return frozenset(keys)


def written_to(snapshot: Snapshot, message: MessageId) -> Mapping[str, datetime]:
    """Return the addresses that *message* leaves to, left to or may have, and since when."""
    letter = store.LetterRow
    rows = snapshot.session.execute(
        select(letter.address_key, letter.queued_at).where(
            letter.message_id == message, letter.state.not_in(NEVER_LEFT)
        )
    )
    return dict(iter(rows))


def queue_all(
    transaction: Transaction,
    message: MessageId,
    recipients: Sequence[Recipient],
    *,
    due_at: datetime | None = None,
    embargo: Ref | None = None,
    before_lift: timedelta | None = None,
    is_held: bool = True,
) -> Queued:
    """Put a letter to each of *recipients* in the outbox, all or none.

    An address on the exclusion list gets a letter that is WITHHELD, so that the list can
    be accounted for, and so do persons none of whom is to be contacted; named again once that
    is no longer so, that letter is queued.  An answer to what its reader asked never is withheld.
    Without an *embargo* the letters are held by that of what the message is about.  An address
    named twice has one letter, for all the persons who were named with it, then or later.

    Args:
        transaction: The caller's.
        message: What is said.
        recipients: To whom; in their order the letters leave.
        due_at: When they may leave at the earliest; None: at once.
        embargo: Of what they are held by.
        before_lift: How long before their embargo ends, whenever that will be, they are due to
            those who have signed an exception to it; None: they are as soon as they may leave.
        is_held: By an embargo; what says nothing that its readers do not have is held by none.

    Raises:
        PieceMissing: A recipient lacks a value for one of the message's pieces.
        AccountRetired: A letter is to leave, and the message's account is out of use.
        NotFound: There is no such message.
    """
    row = transaction.session.get(store.MessageRow, message)
    if row is None:
        raise NotFound(Ref(Subject.MESSAGE, message))
    wanted: dict[str, Recipient] = {}
    persons: dict[str, dict[Ref, None]] = {}
    for each in recipients:
        wanted.setdefault(each.to.key, each)
        persons.setdefault(each.to.key, {}).update(dict.fromkeys(each.persons))
    _check_pieces(row, wanted.values())
    known = store.already_queued(transaction, message, wanted)
    fresh = {key: each for key, each in wanted.items() if key not in known}
    joined = {letter: persons[key] for key, letter in known.items() if persons[key]}
    _add_persons(transaction, joined)
    withhold_barred(transaction, joined)
    lead_s = None if before_lift is None else round(before_lift.total_seconds())
    due: _Due = {"due_at": due_at or transaction.now, "lead_s": lead_s}
    no_longer = _no_longer_withheld(transaction, message, known, due)
    if fresh or no_longer:
        _refuse_retired(transaction, row.account_id)
    withheld = set[str]()
    if row.purpose is not Purpose.ANSWER:
        withheld = store.suppressed(transaction, fresh)
        barred_now = store.barred(transaction, {ref for key in fresh for ref in persons[key]})
        withheld |= {key for key in fresh if persons[key] and persons[key].keys() <= barred_now}
    common = {
        "message_id": message,
        "account_id": row.account_id,
        "urgency": urgency(row.purpose),
        **due,
        "embargo": (str(embargo) if embargo else row.about) if is_held else None,
        "attempts": 0,
        "deferrals": 0,
        "queued_by": transaction.actor,
        "queued_at": transaction.now,
        "receipt": "",
    }
    rows = [
        common
        | {
            "address_name": each.to.name,
            "address": each.to.bare,
            "address_key": key,
            "pieces": dict(each.values),
            "state": LetterState.WITHHELD if key in withheld else LetterState.QUEUED,
        }
        for key, each in fresh.items()
    ]
    if rows:
        transaction.session.execute(insert(store.LetterRow), rows)
    queued = store.already_queued(transaction, message, fresh)
    _add_persons(transaction, {letter: persons[key] for key, letter in queued.items()})
    letters = (*no_longer, *(queued[key] for key in fresh if key not in withheld))
    transaction.announce(Change.of(Subject.LETTER, letters))
    return Queued(
        letters=letters,
        withheld=len(withheld),
        already=len(recipients) - len(fresh) - len(no_longer),
    )


def _add_persons(transaction: Transaction, letters: Mapping[LetterId, Iterable[Ref]]) -> None:
    """Note for whom each of *letters* is, too."""
    rows = [
        {"letter_id": letter, "ref": str(ref)} for letter, refs in letters.items() for ref in refs
    ]
    noting = insert_on_conflict(transaction, store.LetterPersonRow).on_conflict_do_nothing()
    for some in batched(rows, WRITTEN_AT_ONCE):
        transaction.session.execute(noting, list(some))


def leave_refused(transaction: Transaction, message: MessageId, keys: Iterable[str]) -> None:
    """Keep the letters of *message* to *keys* that the server refused from being sent again.

    Who was to have them is written to at another address.
    """
    letter, left = store.LetterRow, list[int]()
    for some in batched(keys, store.VARIABLES_LIMIT):
        left += transaction.session.scalars(
            update(letter)
            .where(
                letter.message_id == message,
                letter.address_key.in_(some),
                letter.state == LetterState.REFUSED,
                letter.decided_at.is_(None),
            )
            .values(decided_by=transaction.actor, decided_at=transaction.now)
            .returning(letter.id)
            .execution_options(synchronize_session="fetch")
        )
    said = FieldChange("decision", LetterState.REFUSED.value, Decision.LEAVE.value)
    those = ((Ref(Subject.LETTER, each), said) for each in left)
    edits.note_all(transaction, Act.EDITED, those)
    if left:
        transaction.announce(Change.of(Subject.LETTER, left))


def _only_withheld() -> ColumnElement[bool]:
    """Return the condition that a letter never left and that no person decided about it."""
    return and_(store.LetterRow.state == LetterState.WITHHELD, store.LetterRow.decided_at.is_(None))


def _no_longer_withheld(
    transaction: Transaction, message: MessageId, keys: Iterable[str], due: _Due
) -> Sequence[LetterId]:
    """Queue the letters of *message* that were withheld, and would not be any more."""
    letter, found = store.LetterRow, list[LetterId]()
    for some in batched(keys, store.VARIABLES_LIMIT):
        letters = transaction.session.scalars(
            update(letter)
            .where(
                letter.message_id == message,
                letter.address_key.in_(some),
                _only_withheld(),
                not_(or_(store.is_excluded(), store.is_barred())),
            )
            .values(
                state=LetterState.QUEUED,
                queued_by=transaction.actor,
                queued_at=transaction.now,
                **due,
            )
            .returning(letter.id)
            .execution_options(synchronize_session="fetch")
        )
        found += map(LetterId, letters)
    return found


def letter_of_message_id(snapshot: Snapshot, message_id: str) -> LetterId | None:
    """Return the letter that has *message_id*, ``<…>``; None: none of ours has it."""
    row = threads.letter_of(snapshot, message_id)
    return None if row is None else LetterId(row.id)


def leaving(snapshot: Snapshot, message: MessageId) -> int:
    """Return how many letters of *message* wait or are on the wire."""
    on_their_way = (LetterState.QUEUED, LetterState.SENDING)
    asked = select(func.count()).where(
        store.LetterRow.message_id == message, store.LetterRow.state.in_(on_their_way)
    )
    return snapshot.session.scalar(asked) or 0


def leaving_about(snapshot: Snapshot, about: Ref) -> int:
    """Return how many letters wait or are on the wire, of all that is said of *about*."""
    on_their_way = (LetterState.QUEUED, LetterState.SENDING)
    asked = select(func.count()).where(
        store.LetterRow.message_id.in_(_about(about)), store.LetterRow.state.in_(on_their_way)
    )
    return snapshot.session.scalar(asked) or 0


def refuse_while_leaving(snapshot: Snapshot, about: Ref, *, also: Iterable[MessageId] = ()) -> None:
    """Let a thing be put away only once no letter about it, nor of *also*, waits or is on the wire.

    Raises:
        LettersLeaving: They have to leave, or to be cancelled, first.
    """
    letters = leaving_about(snapshot, about) + sum(leaving(snapshot, each) for each in also)
    if letters:
        raise LettersLeaving(about, letters)


def may_have_left(*of: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a letter of a message that *of* select left, or may have.

    They speak of `MESSAGE_ID` and `MESSAGE_ABOUT`.
    """
    return exists().where(
        store.LetterRow.message_id == store.MessageRow.id,
        store.LetterRow.state.in_(MAY_HAVE_LEFT),
        *of,
    )


def never_left(snapshot: Snapshot, about: Ref) -> bool:
    """Whether there are letters about *about*, and none of them left, or may have."""
    states = _states(snapshot, about)
    return bool(states) and states.isdisjoint(MAY_HAVE_LEFT)


def something_left(snapshot: Snapshot, about: Ref) -> bool:
    """Whether a letter about *about* left, or may have."""
    return not _states(snapshot, about).isdisjoint(MAY_HAVE_LEFT)


def _states(snapshot: Snapshot, about: Ref) -> frozenset[LetterState]:
    of_them = store.LetterRow.message_id.in_(_about(about))
    asked = select(store.LetterRow.state).where(of_them).distinct()
    return frozenset(snapshot.session.scalars(asked))


def reached(
    kind: Subject, row_id: SQLColumnExpression[int], reach: HoldReach
) -> Iterator[ColumnElement[bool]]:
    """Yield how a hold may reach a thing of *kind* by the letters about it: to whom, and when."""
    message, letter, person = store.MessageRow, store.LetterRow, store.LetterPersonRow
    about = message.about == literal(f"{kind}:") + cast(row_id, String)
    letters = exists().where(about, letter.message_id == message.id)
    if reach.keys:
        yield letters.where(letter.address_key.in_(reach.keys))
    if reach.refs:
        theirs = person.ref.in_(sorted(map(str, reach.refs)))
        yield letters.where(person.letter_id == letter.id, theirs)
    if reach.since is not None and reach.until is not None:
        sent = letter.sent_at >= reach.since, letter.sent_at < reach.until
        yield letters.where(*sent)


def erase_about(transaction: Transaction, about: Ref, *, also: Iterable[MessageId] = ()) -> None:
    """Delete every message about *about*, and *also* these; their letters, what was noted of them.

    The caller has refused it while one of them waits.
    """
    session = transaction.session
    messages, letter = [*session.scalars(_about(about)), *also], store.LetterRow
    letters = select(letter.id).where(letter.message_id.in_(messages))
    edits.forget_all(transaction, Subject.LETTER, letters)
    for each in messages:
        edits.forget(transaction, Ref(Subject.MESSAGE, each))
    session.execute(delete(letter).where(letter.message_id.in_(messages)))
    session.execute(delete(store.MessageRow).where(store.MessageRow.id.in_(messages)))
    transaction.announce(Change.of(Subject.LETTER))


def _about(about: Ref) -> Select[int]:
    return select(store.MessageRow.id).where(store.MessageRow.about == str(about))


def cancel(
    transaction: Transaction, message: MessageId, *, only: Collection[LetterId] | None = None
) -> Cancelled:
    """Cancel those letters of *message* that wait, and those on the wire that come back.

    What is on the wire goes on, and bears the decision: once it would wait again, it is
    cancelled.  Where *only* some letters are named, no other one is touched.

    Raises:
        NotFound: There is no such message.
    """
    if transaction.session.get(store.MessageRow, message) is None:
        raise NotFound(Ref(Subject.MESSAGE, message))
    cancelled: list[int] = []
    on_the_wire: list[int] = []
    queued, sending = LetterState.QUEUED, LetterState.SENDING
    for those in [None] if only is None else batched(sorted(only), CANCELLED_AT_ONCE):
        cancelled += _decide(transaction, message, queued, those, becomes=LetterState.CANCELLED)
        on_the_wire += _decide(transaction, message, sending, those, becomes=sending)
    edits.note(
        transaction,
        Ref(Subject.MESSAGE, message),
        Act.EDITED,
        _CANCELLATION,
        after=len(cancelled),
    )
    transaction.announce(Change.of(Subject.LETTER, [*cancelled, *on_the_wire]))
    return Cancelled(cancelled=len(cancelled), on_the_wire=len(on_the_wire))


def was_cancelled(snapshot: Snapshot, message: MessageId) -> bool:
    """Whether somebody ever cancelled what waited of *message*."""
    done = edits.history(snapshot, Ref(Subject.MESSAGE, message))
    return any(each.field == _CANCELLATION for each in done)


def is_any_letter(snapshot: Snapshot) -> bool:
    """Whether a letter was ever queued, whatever became of it."""
    return snapshot.session.scalar(select(store.LetterRow.id).limit(1)) is not None


def still_leaving(snapshot: Snapshot, messages: Collection[MessageId]) -> frozenset[int]:
    """Return those of *messages* that have a letter queued or on the wire.

    What has left or failed is not read, however many letters there are.
    """
    found = select(store.LetterRow.message_id).where(
        store.LetterRow.state.in_([LetterState.QUEUED, LetterState.SENDING]),
        _BY_STATE_FIRST.in_(messages),
    )
    return frozenset(snapshot.session.scalars(found.distinct()))


def where_not_all_sent(
    snapshot: Snapshot,
    messages: Collection[MessageId],
    unsent: Sequence[LetterState],
    *,
    also: Collection[MessageId] = (),
) -> Mapping[int, Mapping[LetterState, int]]:
    """Return where the letters stand, of those of *messages* that have one of *unsent*.

    None of *messages* is leaving.  No letter is read of one that was wholly sent, unless it is
    asked for *also*; of the others, those that were sent are counted together.
    """
    letter = store.LetterRow
    by_state = (
        select(letter.message_id, letter.state, func.count())
        .where(
            _BY_STATE_FIRST.in_(messages),
            letter.state.in_([*unsent, LetterState.WITHHELD]),
        )
        .group_by(letter.message_id, letter.state)
    )
    found: dict[int, dict[LetterState, int]] = {}
    for message, state, count in snapshot.session.execute(by_state):
        found.setdefault(message, {})[state] = count
    some = {message for message, states in found.items() if not states.keys().isdisjoint(unsent)}
    some.update(each for each in messages if each in also)
    in_all = (
        select(letter.message_id, func.count())
        .where(letter.message_id.in_(some))
        .group_by(letter.message_id)
    )
    return {
        message: {**states, LetterState.SENT: count - sum(states.values())}
        for message, count in snapshot.session.execute(in_all)
        for states in (found.get(message, {}),)
    }


def _decide(
    transaction: Transaction,
    message: MessageId,
    state: LetterState,
    those: Collection[LetterId] | None,
    *,
    becomes: LetterState,
) -> Sequence[int]:
    """Note the acting person's decision on the letters of *message* in *state*; return their ids.

    On all of them, or on *those* alone.
    """
    which = [store.LetterRow.message_id == message, store.LetterRow.state == state]
    if those is not None:
        which.append(store.LetterRow.id.in_(those))
    return transaction.session.scalars(
        update(store.LetterRow)
        .where(*which)
        .values(state=becomes, decided_by=transaction.actor, decided_at=transaction.now)
        .returning(store.LetterRow.id)
        .execution_options(synchronize_session="fetch")
    ).all()


def _refuse_retired(snapshot: Snapshot, account: int) -> None:
    row = snapshot.session.get_one(store.AccountRow, account)
    if row.retired_at is not None:
        raise AccountRetired(row.name.removesuffix(f" ({row.id})"))


def _check_pieces(row: store.MessageRow, recipients: Iterable[Recipient]) -> None:
    pieces = pieces_of(row.subject, row.text, row.html, row.in_reply_to, *row.references)
    for recipient in recipients:
        for missing in sorted(pieces - recipient.values.keys()):
            raise PieceMissing(missing)
