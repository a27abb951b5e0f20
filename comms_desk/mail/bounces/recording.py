"""Keeping what a report says, once: of which letter, and the address excluded where it is proven.

Anybody can write a report.  So an address is excluded by one alone that bears what only the letter
to that very address had (`threads.proven`), and only where it is refused for good; about any other
a person decides.  Which letter it may be of is shown all the same: that of the id that it names,
else the last one to that address of the last 30 days.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select

from comms_desk.changes import Change, Subject
from comms_desk.mail import store, threads, within
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.model import LOOKED_BACK, Bounce, BounceTakenIn
from comms_desk.mail.bounces.report import BounceReport, Nature, ReportedAddress
from comms_desk.mail.errors import BadAddress
from comms_desk.mail.model import MAY_HAVE_LEFT, ExclusionReason, LetterId, LetterState
from comms_desk.mail.store import BounceRow, LetterRow
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.text.lines import on_one_line

BELIEVED_FOR = timedelta(days=366)
NOTE_LIMIT_CHARACTERS = 300


def digest_of(raw: bytes, report: BounceReport) -> str:
    """Return what a message is known by: its own id, which it keeps wherever it is saved."""
    return sha256(report.own_id.encode("utf-8", "replace") or raw).hexdigest()


def record(transaction: Transaction, report: BounceReport, *, digest: str) -> BounceTakenIn:
    """Keep what *report* says of each address, and exclude those that it proves."""
    told = _told(report)
    kept: list[Bounce] = []
    is_known = bool(told)
    for refusal in told:
        proven = threads.proven(
            transaction, message_id=report.about, envelope=report.envelope, to=refusal.address
        )
        if proven is not None and not _left_lately(transaction, proven):
            proven = None
        letter = proven or threads.letter_of(transaction, report.about, to=refusal.address)
        found = letter if letter is not None and len(told) == 1 else None
        if found is None:
            is_foreign = letter is None and bool(report.about.strip())
            found = _last_to(transaction, refusal.address, among=letter, is_foreign=is_foreign)
        key = refusal.address if found is None else found.address_key
        said = sha256(f"{digest}|{key}|{refusal.nature.value}".encode()).hexdigest()
        known = transaction.session.scalar(select(BounceRow).where(BounceRow.digest == said))
        if known is not None:
            kept.append(bounce(transaction, known))
            continue
        is_known = False
        row = BounceRow(
            letter_id=None if found is None else found.id,
            address_key=key,
            kind=refusal.nature,
            is_proven=proven is not None,
            status=refusal.status,
            sentence=on_one_line(refusal.sentence),
            at=_at(report.dated, transaction.now),
            digest=said,
        )
        transaction.session.add(row)
        if refusal.nature is Nature.HARD and proven is not None:
            _exclude(transaction, row)
        transaction.session.flush()
        kept.append(bounce(transaction, row))
    if kept and not is_known:
        letters = [each.letter for each in kept if each.letter is not None]
        transaction.announce(Change.of(Subject.LETTER, letters))
    return BounceTakenIn(report=report, kept=tuple(kept), is_known=is_known)


def bounce(snapshot: Snapshot, row: BounceRow) -> Bounce:
    """Turn a row into its value."""
    return Bounce(
        letter=None if row.letter_id is None else LetterId(row.letter_id),
        address=row.address_key,
        nature=row.kind,
        status=row.status,
        sentence=row.sentence,
        at=row.at,
        is_excluded=bool(store.suppressed(snapshot, [row.address_key])),
    )


def _told(report: BounceReport) -> Sequence[ReportedAddress]:
    """Return what is kept of a report: of whom wants out, that they do, and no word of theirs."""
    if not report.wants_out:
        return [
            ReportedAddress(
                address=key,
                nature=each.nature,
                status=each.status,
                sentence=each.sentence,
            )
            for each in report.refusals
            if (key := _key(each.address))
        ]
    key = _key(report.sender)
    return (
        [ReportedAddress(address=key, nature=Nature.HUMAN, status="", sentence="")] if key else []
    )


def _key(address: str) -> str:
    try:
        return Address.parse(address).key
    except BadAddress:
        return ""


def _last_to(
    transaction: Transaction, address_key: str, *, among: LetterRow | None, is_foreign: bool
) -> LetterRow | None:
    """Return the last letter to an address that may have left lately.

    A report that names a message which is none of ours can speak of a letter that was handed over
    alone: the program that sent it gave it its name.
    """
    if among is not None and among.address_key == address_key:
        return among
    left = (LetterState.HANDED_OVER,) if is_foreign else MAY_HAVE_LEFT
    left_at = func.coalesce(LetterRow.sent_at, LetterRow.claimed_at, LetterRow.queued_at)
    return transaction.session.scalar(
        select(LetterRow)
        .where(
            LetterRow.address_key == address_key,
            LetterRow.state.in_(left),
            left_at > transaction.now - LOOKED_BACK,
        )
        .order_by(left_at.desc(), LetterRow.id.desc())
        .limit(1)
    )


def _left_lately(snapshot: Snapshot, letter: LetterRow) -> bool:
    """Whether a report of *letter* may come now: a server gives up within days.

    Who found an older one, in a thread or in an archive, has its id, and excludes nobody by it.
    """
    left_at = letter.sent_at or letter.claimed_at or letter.queued_at
    return letter.state in MAY_HAVE_LEFT and left_at > snapshot.now - LOOKED_BACK


def _exclude(transaction: Transaction, row: BounceRow) -> None:
    """Put the address on the exclusion list, unless it stands there: who asked is not unsaid."""
    if store.suppressed(transaction, [row.address_key]):
        return
    note = f"{row.at:%Y-%m-%d} · {row.sentence or row.status}"[:NOTE_LIMIT_CHARACTERS]
    address = Address.stored(row.address_key)
    within.suppress(transaction, address, because=ExclusionReason.BOUNCED, note=note)


def _at(dated: datetime | None, now: datetime) -> datetime:
    """Return when it came back, as it says where that can be."""
    return dated if dated is not None and now - BELIEVED_FOR < dated <= now else now
