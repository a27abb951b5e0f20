"""The inquiries of the desk: taken in, handed on, said to have happened, found again."""

from collections.abc import Iterable
from datetime import timedelta
from typing import override

from comms_desk.media.inquiries import store
from comms_desk.media.inquiries.case import taking_in
from comms_desk.media.inquiries.case.taking_in import MailTakenIn
from comms_desk.media.inquiries.facts import facts
from comms_desk.media.inquiries.model import (
    ANSWER_LENGTH,
    MOST_PARTS,
    QUESTION_LENGTH,
    AnswerLeft,
    Hour,
    Inquiry,
    InquiryId,
    InquiryTab,
    JoinsItself,
    NewInquiry,
    NotOpen,
    OthersWait,
    PartId,
    Reporter,
    TooManyQuestions,
    check_length,
    check_title,
)
from comms_desk.media.inquiries.moments import (
    BY_TEXT,
    OPEN,
    Moment,
    MomentId,
    MomentKind,
    MomentStays,
    NewMoment,
    NotYet,
)
from comms_desk.media.inquiries.reading.proposal import InquiryProposal
from comms_desk.media.inquiries.rows import InquiryQuestionRow, InquiryRow, MomentRow
from comms_desk.planning.people import within as people
from comms_desk.planning.people.model import PersonId
from comms_desk.storage import archive, edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.errors import NotFound
from comms_desk.storage.finding import RowPlace, row_of
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.storage.paging import PAGE_ROWS, PageOfRows

HOURS = frozenset({"deadline", "on_air"})
"""The hours of an inquiry: an edit says them as `written_hour` does."""
ANSWER = "answer"
STAYS = frozenset({MomentKind.RECEIVED})
AHEAD = timedelta(minutes=1)
"""How much a clock may be ahead of the one by which a moment is noted."""


class InquiryDesk(BinnedDesk[InquiryRow, InquiryId, Inquiry]):
    """The questions of journalists."""

    ROW = InquiryRow
    EDITABLE = frozenset(fact.field for fact in facts()) | {ANSWER}
    DURABLE = True

    def search(
        self,
        words: str = "",
        *,
        view: InquiryTab = InquiryTab.OPEN,
        after: object | None = None,
        limit: int = PAGE_ROWS,
    ) -> PageOfRows[Inquiry]:
        """Return a page of inquiries: those that are open by their hour, the first due first.

        Args:
            words: Each begins a word of the subject, of who asks, of a question; blank finds all.
            view: Which of them; words sought among the open ones find those that ended too.
            after: The last page's *next_key*.
            limit: Rows in the page.
        """
        with self._database.snapshot() as snapshot:
            return store.search(snapshot, words, view, after=after, limit=limit)

    def add(self, new: NewInquiry) -> Inquiry:
        """Take in an inquiry; an outlet that is known by its name is found."""
        with self._writing() as transaction:
            return store.value(transaction, store.add(transaction, new))

    def take_in(self, proposal: InquiryProposal) -> MailTakenIn:
        """Take in what a mail proposes: a new inquiry, or the next mail of one that is here.

        The same mail twice is one; its original and its files are kept.

        Raises:
            BlobTooLarge: It is larger than what is kept.
        """
        with self._writing() as transaction:
            row, came = taking_in.take_in(transaction, proposal)
            return MailTakenIn(inquiry=store.value(transaction, row), came=came)

    def moments(self, inquiry: InquiryId) -> tuple[Moment, ...]:
        """Return all that happened to *inquiry*, in order, with what was taken back.

        Raises:
            NotFound: There is none, or it is in the bin.
        """
        with self._database.snapshot() as snapshot:
            row_of(snapshot, InquiryRow, inquiry)
            return store.moments(snapshot, inquiry)

    def record(self, inquiry: InquiryId, new: NewMoment) -> Moment:
        """Say that something happened to *inquiry*, and return it.

        What is approved, and what leaves as it was written, is said by `replies` alone, which asks
        first whether it may.

        Raises:
            NotFound: There is none, or it is in the bin; or no question of that number, or nobody
                to whom it would be handed.
            NotYet: It is said to happen later.
            NotOpen: It had ended by then, and that happens only while somebody waits.
            EndedBefore: It would end before something that only happens while somebody waits.
        """
        if new.what is MomentKind.APPROVED or new.resolution in BY_TEXT:
            raise ValueError(f"{new.what} is for replies to say")
        with self._writing() as transaction:
            if new.at is not None and new.at > transaction.now + AHEAD:
                raise NotYet
            row = row_of(transaction, InquiryRow, inquiry)
            if new.holder.person is not None:
                people.get(transaction, new.holder.person)
            return store.moment(store.record(transaction, row, new))

    def take_back(self, moment: MomentId) -> Moment:
        """Say that *moment* was noted wrongly; `put_back` undoes it.

        Raises:
            NotFound: There is none.
            MomentStays: The inquiry came in then, or a letter left.
            EndedBefore: It was opened again by that, and more happened since.
        """
        with self._writing() as transaction:
            row = self._moment_row(transaction, moment)
            if row.what in STAYS or row.letter is not None:
                raise MomentStays(row.what)
            if row.taken_back_at is None:
                with store.in_order(transaction, row):
                    row.taken_back_at, row.taken_back_by = transaction.now, transaction.actor
            return store.moment(row)

    def put_back(self, moment: MomentId) -> Moment:
        """Count *moment*, which was taken back, again.

        Raises:
            NotFound: There is none.
            NotOpen, EndedBefore: What happened since leaves no room for it, as in `record`.
        """
        with self._writing() as transaction:
            row = self._moment_row(transaction, moment)
            if row.taken_back_at is not None:
                with store.in_order(transaction, row):
                    row.taken_back_at = row.taken_back_by = None
            return store.moment(row)

    def set_hour(self, inquiry: InquiryId, which: str, hour: Hour | None) -> Inquiry:
        """Say the *deadline*, or when it is *on_air*; None: that is not asked of it.

        Raises:
            NotFound: There is none.
        """
        if which not in HOURS:
            raise ValueError(which)
        with self._writing() as transaction:
            row = row_of(transaction, InquiryRow, inquiry)
            hour = Hour() if hour is None and which == "deadline" else hour
            store.set_hour(transaction, row, which, hour)
            self._derive(transaction, row)
            return store.value(transaction, row)

    def set_reporters(self, inquiry: InquiryId, who: Iterable[Reporter]) -> Inquiry:
        """Set *who* asks.

        Raises:
            NotFound: There is none.
        """
        with self._writing() as transaction:
            row = row_of(transaction, InquiryRow, inquiry)
            store.set_reporters(transaction, row, who)
            self._derive(transaction, row)
            return store.value(transaction, row)

    def add_question(self, inquiry: InquiryId, question: str) -> Inquiry:
        """Add a question to *inquiry*, after the others.

        Raises:
            NotFound: There is none.
            TooManyQuestions, QuestionTooLong: It would be more than anybody asks.
            NotOpen: It has ended: nobody would answer it.
        """
        check_length(question, QUESTION_LENGTH)
        with self._writing() as transaction:
            row = row_of(transaction, InquiryRow, inquiry)
            if row.status not in OPEN:
                raise NotOpen
            if store.count_parts(transaction, row) >= MOST_PARTS:
                raise TooManyQuestions(MOST_PARTS)
            store.add_part(transaction, row, question)
            self._derive(transaction, row)
            return store.value(transaction, row)

    def edit_question(self, part: PartId, change: FieldChange) -> Edit:
        """Change the question, the answer or the hour of one question.

        Raises:
            NotFound: There is none.
            EditConflict: Somebody changed that field since it was read.
            QuestionTooLong: The text is longer than any real one.
            IsArchived: The inquiry was archived.
            AnswerLeft: It was answered.
            NotOpen: The inquiry has ended, and gets no answer.
        """
        if change.field not in {"question", "answer", "due_at"}:
            raise ValueError(f"{change.field} of a question is not edited")
        if change.field != "due_at":
            check_length(str(change.after), ANSWER_LENGTH)
        with self._writing() as transaction:
            row = row_of(transaction, InquiryQuestionRow, part)
            whole = row_of(transaction, InquiryRow, row.inquiry, RowPlace.ANYWHERE)
            archive.refuse_archived(whole)
            if change.field != "due_at" and store.has_left(transaction, row):
                raise AnswerLeft
            if change.field == ANSWER and whole.status not in OPEN:
                raise NotOpen
            edit = edits.apply(transaction, row.ref, row, change)
            self._derive(transaction, whole)
            return edit

    def join(self, inquiry: InquiryId, to: InquiryId | None) -> Inquiry:
        """Give *inquiry* the answer to the inquiry *to*; None: its own again.

        Raises:
            NotFound: There is none of one of them.
            JoinsItself: *to* is itself, or is joined to another; or others are joined to this one.
            NotOpen: One of them has ended, and has its answer.
        """
        with self._writing() as transaction:
            row = row_of(transaction, InquiryRow, inquiry)
            if to is not None:
                lead = row_of(transaction, InquiryRow, to)
                if to == inquiry or lead.joined_to or store.joined(transaction, inquiry):
                    raise JoinsItself
                if not {row.status, lead.status} <= OPEN:
                    raise NotOpen
            store.join(transaction, row, to)
            return store.value(transaction, row)

    def joined(self, inquiry: InquiryId) -> tuple[InquiryId, ...]:
        """Return the inquiries whose answer is that of *inquiry*."""
        with self._database.snapshot() as snapshot:
            return store.joined(snapshot, inquiry)

    def counts(self) -> dict[InquiryTab, int]:
        """Return how many inquiries each view has."""
        with self._database.snapshot() as snapshot:
            return store.counts(snapshot)

    def _moment_row(self, snapshot: Snapshot, moment: MomentId) -> MomentRow:
        row = store.moment_row(snapshot, moment)
        if row is None:
            raise NotFound(store.ref(0))
        row_of(snapshot, InquiryRow, row.inquiry)
        return row

    @override
    def _value(self, snapshot: Snapshot, row: InquiryRow) -> Inquiry:
        return store.value(snapshot, row)

    @override
    def _change(self, transaction: Transaction, row: InquiryRow, change: FieldChange) -> Edit:
        """Change a field of *row*.

        Raises:
            NotFound: Nobody is who would speak.
            InquiryTitleMissing: It would be about nothing.
            QuestionTooLong: The answer is longer than any real one.
            NotOpen: It has ended: the answer is the one that left.
        """
        if change.field == "title":
            check_title(str(change.after))
        if change.field == "spokesperson" and isinstance(change.after, int):
            people.get(transaction, PersonId(change.after))
        if change.field == ANSWER:
            if row.status not in OPEN:
                raise NotOpen
            check_length(str(change.after), ANSWER_LENGTH)
        if change.field == "outlet_name":
            row.outlet = None
            edit = edits.apply(transaction, row.ref, row, change)
            store.name_outlet(transaction, row)
            self._derive(transaction, row)
            return edit
        return super()._change(transaction, row, change)

    @override
    def _put_in(self, transaction: Transaction, row: InquiryRow) -> None:
        """Put it in the bin.

        Raises:
            OthersWait: The answer to others would go with it.
            LettersLeaving: A letter about it has to leave, or to be cancelled, first.
        """
        waiting = store.joined(transaction, InquiryId(row.id))
        if waiting:
            raise OthersWait(len(waiting))
        super()._put_in(transaction, row)

    @override
    def _take_out(self, transaction: Transaction, row: InquiryRow) -> None:
        """Take it out of the bin; the answer it waited for may have another way by now."""
        super()._take_out(transaction, row)
        if row.joined_to is not None and not store.may_lead(transaction, row.joined_to):
            store.join(transaction, row, None)

    @override
    def _derive(self, transaction: Transaction, row: InquiryRow) -> None:
        store.derive(transaction, row)
