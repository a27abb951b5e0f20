"""What became of the letters to those who asked: an answer that did not leave is no answer.

The moment at which it was sent stays; that its reader has nothing is said beside it.
"""

from collections.abc import Iterable, Iterator

from comms_desk.mail import letter_outcomes, mailboxes
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.model import Letter, LettersLeaving, LetterState
from comms_desk.media.inquiries import store
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.moments import Moment, MomentId, MomentKind, Status
from comms_desk.media.inquiries.reply.model import ReplyLetter, SaidAlready
from comms_desk.media.inquiries.rows import InquiryRow
from comms_desk.storage.database import Snapshot, Transaction

MOST_LETTERS = 500
"""Of one inquiry: nobody is written to so often."""
NOTHING = (LetterState.REFUSED, LetterState.WITHHELD, LetterState.CANCELLED)
LEAVING = (LetterState.QUEUED, LetterState.SENDING)
ANEW = frozenset({MomentKind.FOLLOWED_UP, MomentKind.REOPENED})


def letters(snapshot: Snapshot, inquiries: Iterable[InquiryId]) -> tuple[ReplyLetter, ...]:
    """Return the letters to those who asked, in order; those to the office itself apart."""
    copy_to = mailboxes.shared(snapshot)
    found: list[ReplyLetter] = []
    for inquiry in inquiries:
        row = snapshot.session.get_one(InquiryRow, inquiry)
        about = letter_outcomes.letters_about(snapshot, row.ref, limit=MOST_LETTERS).rows
        by_id = {each.id: each for each in about}
        for moment in _standing(snapshot, row):
            first = None if moment.letter is None else by_id.get(moment.letter)
            if first is None:
                continue
            for letter in reversed(about):
                is_copy = copy_to is not None and letter.to.key == copy_to.key
                if letter.message == first.message and (letter.id == first.id or not is_copy):
                    found.append(_seen(row, moment, letter))
    return tuple(found)


def told(snapshot: Snapshot, row: InquiryRow, what: MomentKind) -> Moment | None:
    """Return when who asks was last told so, unless they came back since, or it never left."""
    known = letter_outcomes.fates(snapshot, row.ref)
    last: Moment | None = None
    for each in _standing(snapshot, row):
        if each.what in ANEW:
            last = None
        elif each.what is what and not (
            each.letter is not None and each.letter in known and known[each.letter].never_left
        ):
            last = each
    return last


def said_before(
    snapshot: Snapshot, inquiry: InquiryId, text: str = ""
) -> Iterator[SaidAlready | LettersLeaving]:
    """Yield why *inquiry* is not answered now by mistake: another answer is about to leave.

    Or *text* left to who asks, may have, or was queued to.
    """
    row = snapshot.session.get_one(InquiryRow, inquiry)
    known, copy_to = letter_outcomes.fates(snapshot, row.ref), mailboxes.shared(snapshot)
    leaving = 0
    for each in _standing(snapshot, row):
        first = None if each.letter is None else known.get(each.letter)
        if each.what is not MomentKind.ANSWERED or first is None:
            continue
        theirs = [fate for fate in known.values() if fate.message == first.message]
        if each.text == text and not all(fate.never_left for fate in theirs):
            yield SaidAlready(each.at)
        leaving += sum(
            fate.state in LEAVING and (copy_to is None or fate.to.key != copy_to.key)
            for fate in theirs
        )
    if leaving:
        yield LettersLeaving(row.ref, leaving)


def supersede(transaction: Transaction, row: InquiryRow) -> None:
    """Keep what was refused, or is uncertain, from being sent again: it is said anew."""
    of = letter_outcomes.letters_about(
        transaction, row.ref, states=letter_outcomes.OPEN, limit=MOST_LETTERS
    )
    letter_outcomes.close(transaction, [each.id for each in of.rows])


def _standing(snapshot: Snapshot, row: InquiryRow) -> Iterator[Moment]:
    return (each for each in store.moments(snapshot, row.id) if each.taken_back_at is None)


def _current(snapshot: Snapshot, row: InquiryRow) -> frozenset[MomentId]:
    """Return the moments at which those who are concerned were last told what holds by now."""
    ends = {Status.ANSWERED: MomentKind.ANSWERED, Status.CLOSED: MomentKind.CLOSED}
    last: dict[MomentKind, MomentId] = {}
    for each in _standing(snapshot, row):
        if each.what in ANEW:
            last.clear()
        elif each.what in {ends.get(row.status, MomentKind.ACKNOWLEDGED), MomentKind.HANDED}:
            last[each.what] = each.id
    return frozenset(last.values())


def _seen(row: InquiryRow, moment: Moment, letter: Letter) -> ReplyLetter:
    return ReplyLetter(
        inquiry=InquiryId(row.id),
        title=row.title,
        moment=moment.id,
        what=moment.what,
        letter=letter,
        is_undelivered=letter.state in NOTHING or letter.bounced is Nature.HARD,
        is_doubtful=letter.state is LetterState.UNCERTAIN,
    )
