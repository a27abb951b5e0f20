"""A mail that was read comes in: as an inquiry, or as the next mail of one that is here.

Who comes back in a thread, theirs or ours, opens the same inquiry again; the same mail twice
is one.  What nobody wrote (an absence, a receipt) is kept with its inquiry and opens nothing.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from comms_desk.i18n import Language, _, format_moment
from comms_desk.mail import within as outbox
from comms_desk.media.inquiries import store
from comms_desk.media.inquiries.model import ANSWER_LENGTH, MOST_PARTS, Basis, Hour, Inquiry
from comms_desk.media.inquiries.moments import Channel, MomentKind, NewMoment
from comms_desk.media.inquiries.reading.mail_sender import is_public
from comms_desk.media.inquiries.reading.proposal import (
    MAIL_TYPE,
    OUTLOOK_TYPE,
    SURE,
    TEXT_TYPE,
    InquiryProposal,
    LineKind,
)
from comms_desk.media.inquiries.rows import InquiryRow, MailRow, MomentRow
from comms_desk.storage import blobs
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.many import insert_on_conflict
from comms_desk.storage.model import BLOB_LIMIT_BYTES
from comms_desk.text.fold import tokens

ENDINGS = {MAIL_TYPE: ".eml", OUTLOOK_TYPE: ".msg", TEXT_TYPE: ".txt"}

SAID = frozenset({Basis.GIVEN, Basis.ASKED})
"""Hours that somebody said so; the others are what was supposed."""


class MailOutcome(StrEnum):
    """As what a mail came in."""

    NEW = "new"
    FOLLOWED_UP = "followed up"
    """In the thread of an inquiry that is here; it is open again."""
    KEPT = "kept"
    """In its thread too; nobody asked anything."""
    KNOWN = "known"
    """It had come before."""
    IN_BIN = "in the bin"
    """It had, and its inquiry is in the bin: a person takes it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTakenIn:
    """The inquiry that a mail made, or belongs to."""

    inquiry: Inquiry
    came: MailOutcome


def take_in(transaction: Transaction, proposal: InquiryProposal) -> tuple[InquiryRow, MailOutcome]:
    """Take in what *proposal* says, and keep its original and its files.

    Raises:
        BlobTooLarge: The original is larger than what is kept.
    """
    keys = _keys(proposal)
    known = _known(transaction, proposal)
    if known is not None:
        there = transaction.session.get_one(InquiryRow, known)
        return there, MailOutcome.KNOWN if there.binned_at is None else MailOutcome.IN_BIN
    row, came = _in_thread(transaction, proposal), MailOutcome.FOLLOWED_UP
    if row is None:
        row, came = _new(transaction, proposal), MailOutcome.NEW
    elif proposal.kind is LineKind.NOT_A_QUESTION:
        came = MailOutcome.KEPT
    else:
        _follow_up(transaction, row, proposal)
    noting = insert_on_conflict(transaction, MailRow).on_conflict_do_nothing()
    rows = [{"inquiry": row.id, "key": key} for key in keys]
    transaction.session.execute(noting, rows)
    _keep_files(transaction, row, proposal)
    return row, came


def is_of_an_inquiry(snapshot: Snapshot, proposal: InquiryProposal) -> bool:
    """Whether the mail came before, or is in the thread of an inquiry that is here."""
    if _known(snapshot, proposal) is not None:
        return True
    return _in_thread(snapshot, proposal) is not None


def _known(snapshot: Snapshot, proposal: InquiryProposal) -> int | None:
    """Return the inquiry that has that very mail."""
    asked = select(MailRow.inquiry).where(MailRow.key.in_(_keys(proposal)[1:]))
    return snapshot.session.scalars(asked.limit(1)).first()


def _keys(proposal: InquiryProposal) -> list[str]:
    """Return its id, and by what a mail is known again: it may come from two mailboxes.

    Its id is not enough: a program may give one to all that it sends.
    """
    words = hashlib.sha256(" ".join(tokens(proposal.text)).encode()).hexdigest()
    digest = hashlib.sha256(proposal.original).hexdigest()
    its_own = proposal.message_id or digest
    return [its_own, f"{its_own} {words}", f"sha256:{digest}"]


def _new(transaction: Transaction, proposal: InquiryProposal) -> InquiryRow:
    title = proposal.called() or _("Mail without a subject")
    # The reader knew the outlet by a name; its row may have gone since.
    new = proposal.new(title=title, outlet=None, received_at=_received(transaction, proposal))
    return store.add(transaction, new)


def _received(transaction: Transaction, proposal: InquiryProposal) -> datetime:
    """Return when they wrote; a clock that runs ahead is not believed."""
    return min(proposal.received_at or transaction.now, transaction.now)


def _in_thread(snapshot: Snapshot, proposal: InquiryProposal) -> InquiryRow | None:
    """Return the inquiry to whose thread a mail belongs: the nearest mail that is known says it.

    The question of somebody else who writes in it, to all, is theirs: its answer goes to them.
    """
    for message_id in filter(None, (proposal.message_id, *reversed(proposal.references))):
        letter = outbox.letter_of_message_id(snapshot, message_id)
        of_ours = MomentRow.letter == letter
        mail = select(MailRow.inquiry).where(MailRow.key == message_id)
        asked = select(InquiryRow).where(
            InquiryRow.binned_at.is_(None), InquiryRow.archived_at.is_(None)
        )
        if letter is None:
            theirs = (InquiryRow.message_id == message_id) | InquiryRow.id.in_(mail)
            asked = asked.where(theirs)
        else:
            ours = select(MomentRow.inquiry).where(of_ours)
            asked = asked.where(InquiryRow.id.in_(ours))
        for row in snapshot.session.scalars(asked.order_by(InquiryRow.id)):
            if proposal.kind is LineKind.NOT_A_QUESTION or _is_theirs(snapshot, row, proposal):
                return row
    return None


def _is_theirs(snapshot: Snapshot, row: InquiryRow, proposal: InquiryProposal) -> bool:
    """Whether who writes is one of those who ask, or of their newsroom, as far as is known."""
    asks = store.value(snapshot, row)
    theirs = [each.email for each in asks.reporters] + [asks.reply_to]
    addresses = {each for each in theirs if each is not None}
    names = {frozenset(tokens(each.name)) for each in asks.reporters if each.name}
    sender, who = proposal.sender, [each.value for each in proposal.reporters]
    if sender is None or not who or not (addresses or names):
        return True
    outlet = None if proposal.outlet is None else proposal.outlet.value.id
    return (
        sender.key in {each.key for each in addresses}
        or (sender.domain in {each.domain for each in addresses} and not is_public(sender.bare))
        or (outlet is not None and outlet == asks.outlet)
        or any(frozenset(tokens(each.name)) in names for each in who)
    )


def _follow_up(transaction: Transaction, row: InquiryRow, proposal: InquiryProposal) -> None:
    """Say that they came back, add what they ask now, and by when; it is to be replied to."""
    received = _received(transaction, proposal)
    crossed = row.ended_at is not None and received <= row.ended_at
    room = MOST_PARTS - store.count_parts(transaction, row)
    for question in proposal.questions[: max(room, 0)]:
        store.add_part(transaction, row, question)
    if proposal.wants_hour and not _keeps_its_hour(row, proposal, received):
        _propose(transaction, row, "deadline", proposal.deadline, received)
    if proposal.on_air is not None:
        _propose(transaction, row, "on_air", proposal.on_air, received)
    who = next((each.value.name for each in proposal.reporters), "")
    moment = NewMoment(
        what=MomentKind.FOLLOWED_UP,
        # One that crossed our answer is still to be read: it counts from now on.
        at=None if crossed or received < row.received_at else received,
        how=proposal.channel or Channel.EMAIL,
        who=who,
        text=proposal.text[:ANSWER_LENGTH],
    )
    store.record(transaction, row, moment)
    store.add_left_unread(row, proposal.left_unread)
    if proposal.reply_choices:
        row.reply_choices = tuple(each.bare for each in proposal.reply_choices)
    if proposal.message_id and proposal.message_id not in row.references:
        before = (*row.references, row.message_id, *proposal.references)
        row.references = tuple(
            dict.fromkeys(each for each in before if each and each != proposal.message_id)
        )
        row.message_id = proposal.message_id


def _keeps_its_hour(row: InquiryRow, proposal: InquiryProposal, received: datetime) -> bool:
    """Whether the hour stands that was given for what waits: an unsure one puts nothing off."""
    at = _given(row, "deadline", received)
    if at is None or proposal.deadline.basis in SURE:
        return False
    said = (proposal.deadline, proposal.on_air)
    return not any(each.at < at for each in said if each is not None and each.at is not None)


def _propose(
    transaction: Transaction, row: InquiryRow, which: str, hour: Hour, received: datetime
) -> None:
    """Say the *hour* that they write now: where another one was given, a person confirms it."""
    if hour.at is not None and _given(row, which, received) not in {None, hour.at}:
        hour = Hour(at=hour.at, basis=Basis.UNSURE)
    store.set_hour(transaction, row, which, hour)


def _given(row: InquiryRow, which: str, received: datetime) -> datetime | None:
    """Return the hour *which* that was given for what waits, and was to come; None: none was."""
    at: datetime | None = getattr(row, f"{which}_at")
    is_given = row.ended_at is None and getattr(row, f"{which}_basis") in SAID
    return at if is_given and at is not None and at > received else None


def _keep_files(transaction: Transaction, row: InquiryRow, proposal: InquiryProposal) -> None:
    """Keep the original and what came with it; what is too large alone stands in the original.

    The original is called by when it came too: the next mail of a thread has the same subject.
    """
    kind = proposal.original_type
    came = format_moment(_received(transaction, proposal), Language.FRENCH)
    name = f"{proposal.called() or row.title}, {came}{ENDINGS[kind]}"
    files: Iterable[tuple[str, str, bytes]] = (
        (each.name, each.media_type, each.data) for each in proposal.attachments
    )
    for called, media_type, data in ((name, kind, proposal.original), *files):
        if data and (data is proposal.original or len(data) <= BLOB_LIMIT_BYTES):
            blob = blobs.keep(transaction, data, media_type)
            blobs.attach(transaction, row.ref, blob, name=called)
