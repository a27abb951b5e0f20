"""Replies to those who ask: it came, here is the answer, somebody else answers.

What leaves by mail leaves through the outbox, in the thread of each who asked, once: its letters
and what is noted of it are committed together or not at all.  What is shown is read again before
it leaves, and what has changed meanwhile is refused.  An answer leaves as it was approved;
those who wrote it approve it only with a reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import override

from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language
from comms_desk.mail import mailboxes
from comms_desk.mail.address import Address
from comms_desk.mail.errors import MessageTooLarge
from comms_desk.mail.message import NewMessage, ReadAgain
from comms_desk.media.inquiries import store
from comms_desk.media.inquiries.model import AskedForm, Inquiry, InquiryId, NotOpen
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    Moment,
    MomentIncomplete,
    MomentKind,
    NewMoment,
    Resolution,
    course,
)
from comms_desk.media.inquiries.reply import answerers, letter_outcomes, recipients, referrals
from comms_desk.media.inquiries.reply import letters as composing
from comms_desk.media.inquiries.reply import model as reply
from comms_desk.media.inquiries.reply.answerers import Answerer
from comms_desk.media.inquiries.reply.letters import ComposedWords
from comms_desk.media.inquiries.reply.model import (
    Acknowledgement,
    Answer,
    LeftOpen,
    PlannedLetter,
    Referral,
    ReplyLetter,
    ReplyPlan,
)
from comms_desk.media.inquiries.reply.recipients import InquiryAsker
from comms_desk.media.inquiries.rows import InquiryRow, MomentRow
from comms_desk.planning.people import within as people
from comms_desk.storage import edits
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.finding import row_of
from comms_desk.storage.model import Act, FieldChange
from comms_desk.text import letter_parts
from comms_desk.text.markdown import read_markdown

ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready(ReadAgain):
    """What would leave of an answer, as the desk stands."""

    lead: InquiryId
    """The one whose answer it is."""
    text: str
    language: Language
    threads: tuple[tuple[Inquiry, InquiryAsker], ...]
    left_open: tuple[LeftOpen, ...]
    copy_to: Address | None
    reply_to: Address | None
    spokesperson: str
    obstacles: tuple[CommsDeskError, ...]

    @property
    @override
    def leaves(self) -> tuple[object, ...]:
        return self.text, self.threads, self.copy_to, self.reply_to, self.spokesperson


class ReplyDesk:
    """What is said to those who ask; the office's own words are in *templates*/letters."""

    def __init__(self, database: Database, templates: Path | None = None) -> None:
        self._database = database
        self._templates = templates
        self._words = None if templates is None else templates / "letters"

    # ── it came ───────────────────────────────────────────────────────────────────────

    def shown_acknowledgement(self, inquiry: InquiryId, wanted: Acknowledgement) -> PlannedLetter:
        """Return the letter that says that *inquiry* came, as it would leave.

        Raises:
            NotFound: There is none, or it is in the bin.
            CommsDeskError: What `acknowledge` refuses.
        """
        with self._database.snapshot() as snapshot:
            one, asks = self._to_acknowledge(snapshot, inquiry, wanted)
            made = self._acknowledgement(snapshot, one, asks, wanted)
            return composing.planned(snapshot, one, asks, made, wanted.account)

    def acknowledge(
        self,
        inquiry: InquiryId,
        wanted: Acknowledgement,
        *,
        shown: PlannedLetter | None = None,
    ) -> Moment:
        """Tell who asks that *inquiry* came, and until when they wait; or note that one did.

        Args:
            inquiry: Which.
            wanted: How, and the hour that is promised.
            shown: What a person was shown; None: it leaves as it is.

        Raises:
            NotFound: There is none, or it is in the bin.
            NotOpen: It has ended.
            PromiseWithoutHour, PromisePassed: Of the hour before which we come back.
            AcknowledgedAlready: They were told, and not *again*.
            NobodyToReply, ReplyPlaceUnsaid: Nobody knows, or said, where to write to them.
            AnswerChanged: It is not what was *shown* any more.
            LetterTemplateBroken: The office's words ask for what there is not.
            NoAccount, AccountRetired: Nothing is set up, or it would leave by one out of use.
        """
        if wanted.how is not Channel.EMAIL:
            with self._database.transaction() as transaction:
                row = row_of(transaction, InquiryRow, inquiry)
                _refuse_ended(store.value(transaction, row))
                said = NewMoment(
                    what=MomentKind.ACKNOWLEDGED, how=wanted.how, text=wanted.note.strip()
                )
                return store.moment(store.record(transaction, row, said))
        with self._database.snapshot() as snapshot:
            one, asks = self._to_acknowledge(snapshot, inquiry, wanted)
            made = self._acknowledgement(snapshot, one, asks, wanted)
            now = composing.planned(snapshot, one, asks, made, wanted.account)
        if shown is not None and now != shown:
            raise reply.AnswerChanged(one.title)
        with self._database.transaction(durable=True) as transaction:
            again, those = self._to_acknowledge(transaction, inquiry, wanted)
            if (again.title, again.language, those) != (one.title, one.language, asks):
                raise reply.AnswerChanged(one.title)
            row = row_of(transaction, InquiryRow, inquiry)
            letter = composing.queue(transaction, row.ref, made, asks, account=wanted.account)
            said = NewMoment(
                what=MomentKind.ACKNOWLEDGED,
                how=Channel.EMAIL,
                text=made.text.strip(),
                letter=letter,
            )
            return store.moment(store.record(transaction, row, said))

    def _to_acknowledge(
        self, snapshot: Snapshot, inquiry: InquiryId, wanted: Acknowledgement
    ) -> tuple[Inquiry, InquiryAsker]:
        row = row_of(snapshot, InquiryRow, inquiry)
        one = store.value(snapshot, row)
        _refuse_ended(one)
        if wanted.by is None:
            raise reply.PromiseWithoutHour
        if wanted.by <= snapshot.now:
            raise reply.PromisePassed(wanted.by)
        told = letter_outcomes.told(snapshot, row, MomentKind.ACKNOWLEDGED)
        if told is not None and not wanted.again:
            raise reply.AcknowledgedAlready(told.at)
        asks = recipients.asking(snapshot, one)
        if asks.error is not None:
            raise asks.error
        return one, asks

    def _acknowledgement(
        self, snapshot: Snapshot, one: Inquiry, asks: InquiryAsker, wanted: Acknowledgement
    ) -> NewMessage:
        by = wanted.by or snapshot.now
        words = ComposedWords(
            name=wanted.words,
            said={
                "hour": reply.hour_words(by, one.language, now=snapshot.now),
                "note": letter_parts.note_ungreeted(wanted.note),
            },
            templates=self._words,
        )
        return composing.message(snapshot, one, asks, words)

    # ── where to ──────────────────────────────────────────────────────────────────────

    def set_reply_to(
        self, inquiry: InquiryId, to: Address, *, choices: tuple[Address, ...] = ()
    ) -> Inquiry:
        """Send what answers *inquiry* *to* an address; or, with *choices*, ask for it again.

        Raises:
            NotFound: There is none, or it is in the bin.
            NotOpen: It has ended.
        """
        with self._database.transaction(durable=True) as transaction:
            row = row_of(transaction, InquiryRow, inquiry)
            _refuse_ended(store.value(transaction, row))
            if to.bare != row.reply_to:
                change = FieldChange("reply_to", row.reply_to, to.bare)
                edits.apply(transaction, row.ref, row, change)
            row.reply_choices = tuple(each.bare for each in choices)
            store.derive(transaction, row)
            return store.value(transaction, row)

    # ── the answer ────────────────────────────────────────────────────────────────────

    def assemble(self, inquiry: InquiryId) -> Inquiry:
        """Write the answers to the questions of *inquiry* as the one that leaves; an edit.

        Raises:
            NotFound: There is none, or it is in the bin.
            AnswerMissing: No question has an answer.
        """
        with self._database.transaction() as transaction:
            row = row_of(transaction, InquiryRow, inquiry)
            one = store.value(transaction, row)
            text = reply.assembled(one.parts)
            if not text:
                raise reply.AnswerMissing(one.title)
            if text != row.answer:
                edits.apply(transaction, row.ref, row, FieldChange(ANSWER, row.answer, text))
                store.derive(transaction, row)
            return store.value(transaction, row)

    def approve(self, inquiry: InquiryId, text: str, *, reason: str = "") -> Moment:
        """Approve the answer to *inquiry*, which reads *text*; who wrote it says why.

        Raises:
            NotFound: There is none, or it is in the bin.
            NotOpen: It has ended.
            AnswerMissing, NoComment: It is none.
            AnswerChanged: It does not read so any more.
            ApprovesOwn: The approver wrote it, and gives no *reason*.
        """
        with self._database.transaction(durable=True) as transaction:
            row = row_of(transaction, InquiryRow, inquiry)
            one = store.value(transaction, row)
            _refuse_ended(one)
            for error in _text_obstacles(one, row.answer):
                raise error
            if row.answer != text:
                raise reply.AnswerChanged(one.title)
            if not reason.strip() and _is_writer(transaction, row, transaction.actor):
                raise reply.ApprovesOwn(one.title)
            said = NewMoment(what=MomentKind.APPROVED, text=text, reason=reason.strip())
            return store.moment(store.record(transaction, row, said))

    def plan(self, inquiry: InquiryId, wanted: Answer) -> ReplyPlan:
        """Return what would leave of the answer to *inquiry*; its *obstacles* keep it from that.

        Raises:
            NotFound: There is none, or it is in the bin.
            LetterTemplateBroken: The office's words ask for what there is not.
        """
        with self._database.snapshot() as snapshot:
            ready = self._ready(snapshot, inquiry, wanted)
            return self._plan(snapshot, inquiry, ready, wanted)

    def answer(
        self, inquiry: InquiryId, wanted: Answer, *, shown: ReplyPlan | None = None
    ) -> tuple[Moment, ...]:
        """Answer *inquiry* and those that are joined to it, each in its thread; or as it was read.

        What is read by phone answers *inquiry* alone.  What was refused before, and is said here
        instead, is sent again by nobody.

        Args:
            inquiry: The one that is answered.
            wanted: How, and attributed to whom.
            shown: What a person was shown; None: it leaves as it is.

        Raises:
            NotFound: There is none, or it is in the bin.
            CommsDeskError: The first of the *obstacles* of its plan; MessageTooLarge among them.
            AnswerChanged: It is not what was *shown* any more.
        """
        with self._database.snapshot() as snapshot:
            ready = self._ready(snapshot, inquiry, wanted)
            for obstacle in ready.obstacles:
                raise obstacle
            made = self._messages(snapshot, ready, wanted)
            if shown is not None:
                plan = self._plan(snapshot, inquiry, ready, wanted)
                plan.refuse_other(shown, reply.AnswerChanged(ready.threads[0][0].title))
        with self._database.transaction(durable=True) as transaction:
            again = self._ready(transaction, inquiry, wanted)
            for obstacle in again.obstacles:
                raise obstacle
            again.refuse_other(ready, reply.AnswerChanged(again.threads[0][0].title))
            return tuple(map(store.moment, _answered(transaction, again, wanted, made)))

    def _ready(self, snapshot: Snapshot, inquiry: InquiryId, wanted: Answer) -> _Ready:
        row = row_of(snapshot, InquiryRow, inquiry)
        lead = row
        if row.joined_to is not None:
            lead = snapshot.session.get(InquiryRow, row.joined_to) or row
        text = lead.answer
        asked = [row] if wanted.how is not Channel.EMAIL else _together(snapshot, lead, row)
        threads, left_open = list[tuple[Inquiry, InquiryAsker]](), list[LeftOpen]()
        for each in asked:
            one = store.value(snapshot, each)
            if wanted.how is not Channel.EMAIL:
                asks = InquiryAsker(correspondents=(), given_name="")
            else:
                asks = recipients.asking(snapshot, one)
            if each is not row and asks.error is not None:
                left_open.append(LeftOpen(inquiry=one.id, title=one.title, error=asks.error))
            else:
                threads.append((one, asks))
        obstacles = _obstacles(snapshot, row, lead, threads, wanted)
        is_mail = wanted.how is Channel.EMAIL
        return _Ready(
            lead=InquiryId(lead.id),
            text=text,
            language=lead.language,
            threads=tuple(threads),
            left_open=tuple(left_open),
            copy_to=mailboxes.shared(snapshot) if is_mail else None,
            reply_to=mailboxes.reply_to(snapshot) if is_mail else None,
            spokesperson=_spokesperson(snapshot, lead),
            obstacles=tuple(obstacles),
        )

    def _messages(
        self, snapshot: Snapshot, ready: _Ready, wanted: Answer
    ) -> Mapping[InquiryId, NewMessage]:
        if wanted.how is not Channel.EMAIL:
            return {}
        body = read_markdown(ready.text).blocks
        if len(ready.threads) > 1:  # the name that was typed is one of theirs alone
            body = letter_parts.ungreeted(body)
        found: dict[InquiryId, NewMessage] = {}
        for one, asks in ready.threads:
            attribution = ""
            if wanted.attribution is not None:
                attribution = reply.attribution_words(
                    wanted.attribution, one.language, ready.spokesperson
                )
            said = {"attribution": attribution}
            words = ComposedWords(
                name=ANSWER, said=said, body=body, templates=self._words, files=wanted.files
            )
            found[one.id] = composing.message(snapshot, one, asks, words)
        return found

    def _plan(
        self, snapshot: Snapshot, inquiry: InquiryId, ready: _Ready, wanted: Answer
    ) -> ReplyPlan:
        made, obstacles = dict[InquiryId, NewMessage](), ready.obstacles
        try:
            made |= self._messages(snapshot, ready, wanted)
        except MessageTooLarge as error:
            obstacles += (error,)
        one = store.value(snapshot, row_of(snapshot, InquiryRow, inquiry))
        planned = tuple(
            composing.planned(snapshot, each, asks, made[each.id], wanted.account)
            for each, asks in ready.threads
            if each.id in made
        )
        held = (each.shared.words for each in planned if each.shared.words is not None)
        obstacles += tuple(held)
        return ReplyPlan(
            text=ready.text,
            letters=planned,
            left_open=ready.left_open,
            in_other_words=tuple(
                each.title
                for each, _asks in ready.threads
                if each.id in made and each.language is not ready.language
            ),
            unanswered=reply.unanswered(one.parts, ready.text),
            obstacles=obstacles,
        )

    # ── somebody else answers ─────────────────────────────────────────────────────────

    def answerers(self) -> tuple[Answerer, ...]:
        """Return who may answer instead.

        Raises:
            AnswerersBroken: A file of theirs cannot be read as one.
        """
        return answerers.every(self._templates)

    def proposed(self, inquiry: InquiryId) -> Answerer | None:
        """Return who might answer *inquiry* instead, by its words; it is for a person to say.

        Raises:
            NotFound: There is none, or it is in the bin.
            AnswerersBroken: A file of theirs cannot be read as one.
        """
        with self._database.snapshot() as snapshot:
            one = store.value(snapshot, row_of(snapshot, InquiryRow, inquiry))
        text = "\n".join([one.title, *(each.question for each in one.parts)])
        return answerers.proposed(answerers.every(self._templates), text)

    def shown_referral(self, inquiry: InquiryId, wanted: Referral) -> tuple[PlannedLetter, ...]:
        """Return what would leave: to who asked, unless told otherwise; then to who answers.

        Raises:
            NotFound: There is none, or it is in the bin.
            CommsDeskError: What `refer` refuses.
        """
        with self._database.snapshot() as snapshot:
            ready = referrals.read(snapshot, inquiry, wanted, self._templates)
            return referrals.planned(snapshot, ready, wanted)

    def refer(
        self,
        inquiry: InquiryId,
        wanted: Referral,
        *,
        shown: tuple[PlannedLetter, ...] | None = None,
    ) -> Moment:
        """Close *inquiry*, which somebody else answers: who asked is told, who answers is too.

        Args:
            inquiry: Which.
            wanted: To whom, and how who asked is told.
            shown: What a person was shown; None: it leaves as it is.

        Raises:
            NotFound: There is none, or it is in the bin.
            NotOpen: It has ended.
            AnswererUnknown, AnswerersBroken, AnswererUnreachable: Of whom it is referred to.
            NobodyToReply, AnswererExcluded: Of where it would be written to.
            LettersLeaving: An answer to it is about to leave.
            AnswerChanged: Something changed meanwhile.
            LetterTemplateBroken: The office's words ask for what there is not.
            NoAccount, AccountRetired: Nothing is set up, or it would leave by one out of use.
        """
        with self._database.snapshot() as snapshot:
            ready = referrals.read(snapshot, inquiry, wanted, self._templates)
            now = referrals.planned(snapshot, ready, wanted)
        if shown is not None and now != shown:
            raise reply.AnswerChanged(ready.inquiry.title)
        with self._database.transaction(durable=True) as transaction:
            if referrals.read(transaction, inquiry, wanted, self._templates) != ready:
                raise reply.AnswerChanged(ready.inquiry.title)
            return store.moment(referrals.refer(transaction, ready, wanted))

    # ── what became of it ─────────────────────────────────────────────────────────────

    def letters(self, inquiry: InquiryId) -> tuple[ReplyLetter, ...]:
        """Return the letters that told who asked of *inquiry*, in order, and where each stands.

        Raises:
            NotFound: There is no such inquiry, or it is in the bin.
        """
        with self._database.snapshot() as snapshot:
            row_of(snapshot, InquiryRow, inquiry)
            return letter_outcomes.letters(snapshot, [inquiry])


def _refuse_ended(one: Inquiry) -> None:
    if not one.is_open:
        raise NotOpen


def _together(snapshot: Snapshot, lead: InquiryRow, row: InquiryRow) -> list[InquiryRow]:
    """Return *row*, and those of its like that wait for the same answer."""
    ids = (InquiryId(lead.id), *store.joined(snapshot, lead.id))
    others = (row_of(snapshot, InquiryRow, each) for each in ids if each != row.id)
    return [row, *(each for each in others if store.value(snapshot, each).is_open)]


def _obstacles(
    snapshot: Snapshot,
    row: InquiryRow,
    lead: InquiryRow,
    threads: Iterable[tuple[Inquiry, InquiryAsker]],
    wanted: Answer,
) -> Iterable[CommsDeskError]:
    one = store.value(snapshot, row)
    if not one.is_open:
        yield NotOpen()
    yield from _text_obstacles(one, lead.answer)
    if wanted.attribution is None:
        yield MomentIncomplete(MomentKind.ANSWERED, "attribution")
    if wanted.attribution is Attribution.SPOKESPERSON and not _spokesperson(snapshot, lead):
        yield reply.SpokespersonMissing(one.title)
    for each, asks in threads:
        if asks.error is not None:
            yield asks.error
        if not wanted.even_if_sent:
            text = lead.answer if wanted.how is Channel.EMAIL else ""
            yield from letter_outcomes.said_before(snapshot, each.id, text)
    if not wanted.reason.strip() and not _is_approved(snapshot, lead):
        yield reply.AnswerUnapproved(one.title)


def _text_obstacles(one: Inquiry, text: str) -> Iterable[CommsDeskError]:
    if not text.strip():
        yield reply.AnswerMissing(one.title)
    closing = reply.no_comment(text)
    if closing:
        yield reply.NoComment(closing)


def _answered(
    transaction: Transaction,
    ready: _Ready,
    wanted: Answer,
    made: Mapping[InquiryId, NewMessage],
) -> tuple[MomentRow, ...]:
    """Queue what is *ready* in each thread, as *made*; or note that it was read."""
    is_forced = not _is_approved(transaction, store.row(transaction, ready.lead))
    answers: dict[InquiryId, NewMoment] = {}
    for one, asks in ready.threads:
        row = store.row(transaction, one.id)
        if is_forced:
            forced = NewMoment(
                what=MomentKind.APPROVED, text=ready.text, reason=wanted.reason.strip()
            )
            store.record(transaction, row, forced)
        letter_outcomes.supersede(transaction, row)
        letter = None
        if one.id in made:
            letter = composing.queue(
                transaction, row.ref, made[one.id], asks, account=wanted.account
            )
        answers[one.id] = NewMoment(
            what=MomentKind.ANSWERED,
            how=wanted.how,
            who=wanted.who.strip() or ", ".join(each.name for each in one.reporters if each.name),
            text=ready.text,
            letter=letter,
            resolution=wanted.resolution or _resolution(one, wanted.attribution),
            attribution=wanted.attribution,
        )
    return store.answer(transaction, ready.lead, answers)


def _resolution(one: Inquiry, attribution: Attribution | None) -> Resolution:
    if attribution is Attribution.BACKGROUND:
        return Resolution.BACKGROUND
    by_form = {AskedForm.STATEMENT: Resolution.STATEMENT, AskedForm.INTERVIEW: Resolution.INTERVIEW}
    return by_form.get(one.form, Resolution.ANSWERED)


def _spokesperson(snapshot: Snapshot, lead: InquiryRow) -> str:
    if lead.spokesperson is None:
        return ""
    return people.given_names(snapshot, [lead.spokesperson]).get(lead.spokesperson, "")


def _is_approved(snapshot: Snapshot, row: InquiryRow) -> bool:
    """Whether the answer of *row* was approved as it reads, since it was last opened."""
    return course(store.moments(snapshot, row.id), row.answer).approved_at is not None


def _is_writer(snapshot: Snapshot, row: InquiryRow, person: int | None) -> bool:
    """Whether *person* wrote some of the answer since it was last empty; nobody counts as one."""
    if person is None:
        return True
    parts = [Ref(Subject.QUESTION, each.id) for each in store.value(snapshot, row).parts]
    begun = set[Ref]()
    for each in edits.history(snapshot, row.ref, *parts):
        if each.act is not Act.EDITED or each.field != ANSWER or each.ref in begun:
            continue
        if each.by == person:
            return True
        if not str(each.before or "").strip():
            begun.add(each.ref)
    return False
