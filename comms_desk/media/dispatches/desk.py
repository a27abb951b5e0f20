"""Texts that leave: planned, looked at, tried on oneself, sent once, and followed.

What was sent is undone by nothing: what waits can be stopped, what left is corrected.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from comms_desk.changes import Change, Ref, Subject
from comms_desk.embargo import within as embargoes
from comms_desk.embargo.model import WordsUnderEmbargo
from comms_desk.errors import CommsDeskError
from comms_desk.mail import letter_outcomes as fates_of
from comms_desk.mail import mailboxes, shown
from comms_desk.mail import within as outbox
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.report import BOUNCES
from comms_desk.mail.desk import LETTERS_SHOWN, OutboxDesk
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import (
    Account,
    AccountId,
    Letter,
    LetterId,
    LetterState,
    MessageId,
    NoAccount,
)
from comms_desk.media.dispatches import (
    amendments,
    draft_status,
    english,
    letter,
    message,
    plans,
    rewording,
    sending,
    steps,
    store,
    wire,
)
from comms_desk.media.dispatches.addressees import LetterToBe
from comms_desk.media.dispatches.amendments import TextStanding
from comms_desk.media.dispatches.model import (
    Amended,
    Amendment,
    AmendmentPlan,
    Dispatch,
    DispatchId,
    DispatchKind,
    English,
    LetterForm,
    LetterPreview,
    NewEnglish,
    NewWireOrder,
    Plan,
    RequestedSending,
    SendingTime,
    Sent,
    SinceSent,
    Step,
    Stopped,
    TextChanged,
    ToDo,
    TrialElsewhere,
    WireOrder,
)
from comms_desk.media.dispatches.sending import Heading, LetterBatch, ReadyToSend
from comms_desk.media.drafting import within as drafts
from comms_desk.media.drafting.model import Draft, DraftId, DraftStatus, RevisionId
from comms_desk.storage import doubts, edits
from comms_desk.storage.database import Database, Snapshot
from comms_desk.storage.errors import PASSING_FAILURES, NotFound, StorageReadOnly
from comms_desk.storage.model import Act
from comms_desk.storage.paging import PageOfRows

TEST = "[TEST]"


class DispatchDesk:
    """What leaves of the texts; the office's own words and templates are in *templates*."""

    def __init__(self, database: Database, templates: Path | None = None) -> None:
        self._database = database
        self._templates = templates
        self._outbox = OutboxDesk(database)
        self._accounts = AccountDesk(database)

    # ── before it leaves ──────────────────────────────────────────────────────────────

    def plan(self, draft: DraftId, wanted: RequestedSending) -> Plan:
        """Return what would leave, to whom and when; its *obstacles* keep it from leaving.

        Raises:
            NotFound: There is no such draft or list, or it is in the bin.
        """
        account = self._account(wanted.account)
        with self._database.snapshot() as snapshot:
            ready = sending.read(snapshot, draft, wanted)
            now = snapshot.now
        return plans.plan(self._outbox, ready, wanted, account=account, now=now)

    def preview(
        self, draft: DraftId, wanted: RequestedSending, to: Address | Ref | None = None
    ) -> LetterPreview:
        """Return the letter as *to* would have it; None: as the first reader.

        Raises:
            NotFound: There is no such draft or list, or it is in the bin.
            TitleMissing: The text has no title.
            CommsDeskError: What the office's own templates ask for and there is not.
        """
        account = self._account(wanted.account)
        with self._database.snapshot() as snapshot:
            ready = sending.read(snapshot, draft, wanted)
            reader = _reader(ready.sorted.readers, to)
            is_early = reader.under_embargo if reader is not None else False
            made = self._message(
                snapshot, ready, wanted, account, until=ready.until if is_early else None
            )
        return _preview(made, account, reader)

    def test(self, draft: DraftId, wanted: RequestedSending, to: Address) -> LetterId:
        """Queue one letter to *to*, its subject marked as a test; it is about nothing.

        Raises:
            NotFound: There is no such draft, list or account.
            NoAccount: No sending account has been set up.
            TrialElsewhere: The text is under embargo, and *to* is not of the office.
            CommsDeskError: What the office's own templates ask for and there is not.
        """
        account = self._account(wanted.account)
        if account is None:
            raise NoAccount
        with self._database.snapshot() as snapshot:
            ready = sending.read(snapshot, draft, wanted)
            below = [] if ready.english is None else [ready.english.draft]
            locks = [each.embargo for each in (ready.draft, *below) if each.embargo is not None]
            if any(each.holds(snapshot.now, to=to.key) for each in locks):
                office = {account.sender.domain}
                copy_to = mailboxes.shared(snapshot)
                office |= {copy_to.domain} if copy_to is not None else set()
                if to.domain not in office:
                    raise TrialElsewhere(to.bare)
            made = self._message(snapshot, ready, wanted, account, until=ready.until)
        # A test is for the house, whatever embargo holds.
        marked = replace(made, subject=f"{TEST} {made.subject}", below=None)
        with self._database.transaction(durable=True) as transaction:
            own = {ready.draft.ref, *(each.ref for each in below)}
            stored = outbox.compose(transaction, marked, account=account.id, own=own)
            return outbox.queue(transaction, stored, to=to)

    # ── it leaves ─────────────────────────────────────────────────────────────────────

    def send(self, draft: DraftId, wanted: RequestedSending, *, shown: Plan | None = None) -> Sent:
        """Queue one letter for each address, all or none; nobody has an edition twice.

        Args:
            draft: The text, as it was kept.
            wanted: To whom, when and how.
            shown: What a person was shown; None: it goes as it is.

        Raises:
            NotFound: There is no such draft, list or account, or it is in the bin.
            CommsDeskError: The first of the *obstacles* of its plan.
            TextChanged: It is not what was *shown* any more.
        """
        account = self._account(wanted.account)
        with self._database.snapshot() as snapshot:
            ready = sending.read(snapshot, draft, wanted)
            now = snapshot.now
            for obstacle in plans.obstacles(ready, account):
                raise obstacle
            batches = self._batches(snapshot, ready, wanted, account)
        if shown is not None:
            plan = plans.plan(self._outbox, ready, wanted, account=account, now=now)
            plan.refuse_other(shown, TextChanged(ready.draft.title))
        with self._database.transaction(durable=True) as transaction:
            again = sending.read(transaction, draft, wanted)
            if again.obstacles:
                raise again.obstacles[0]
            again.refuse_other(ready, TextChanged(again.draft.title))
            head = Heading(
                draft=again.draft,
                text=again.text,
                revision=again.revision,
                edition=again.edition,
                kind=DispatchKind.RELEASE,
                when=wanted.when,
                at=wanted.at,
                forms=wanted.forms,
                account=wanted.account,
                photos=wanted.photos,
                interviews=wanted.interviews,
            )
            dispatch, count = sending.queue(
                transaction, head, batches, superseded=again.superseded, closed=again.closed
            )
            doubts.lift(transaction, again.draft.ref)
            if again.draft.status is DraftStatus.DRAFT:
                drafts.become(transaction, draft, DraftStatus.SCHEDULED)
            transaction.announce(Change.of(Subject.DRAFT, [draft]))
        return Sent(
            dispatch=dispatch,
            letters=count,
            people=len(ready.sorted.people),
            left_out=ready.sorted.left_out,
        )

    def follow_embargoes(self, draft: DraftId | None = None) -> int:
        """Write anew what waits and says another hour than its embargo; how many letters.

        The worker does so again and again; of *draft* alone, or of all texts.

        Raises:
            CommsDeskError: What the office's own templates ask for and there is not.
        """
        with self._database.snapshot() as snapshot:
            those = rewording.waiting_drafts(snapshot) if draft is None else (draft,)
        count, failed = 0, list[CommsDeskError]()
        for each in those:
            try:
                count += self._reword(each)
            except PASSING_FAILURES:
                raise
            except CommsDeskError as error:
                failed.append(error)  # The other texts do not wait for this one.
        if failed:
            raise failed[0]
        return count

    def close_replaced(self) -> int:
        """Keep what a correction or a withdrawal replaced from being sent again; return how many.

        The worker does so again and again: a letter may have been on the wire meanwhile.
        """
        with self._database.snapshot() as snapshot:
            if not amendments.replaced(snapshot):
                return 0
        with self._database.transaction(durable=True) as transaction:
            those = amendments.replaced(transaction)
            fates_of.close(transaction, those)
            return len(those)

    def settle_scheduled(self) -> int:
        """Note the texts that left as released, or the others as drafts again; return how many.

        The worker does so again and again.
        """
        with self._database.snapshot() as snapshot:
            if not draft_status.changed(snapshot):
                return 0
        with self._database.transaction() as transaction:
            those = draft_status.changed(transaction)
            for each in those:
                draft_status.settle(transaction, each)
            return len(those)

    def _reword(self, draft: DraftId) -> int:
        with self._database.snapshot() as snapshot:
            of = rewording.read(snapshot, draft)
            if not of.stale:
                return 0
            account = self._account_by(store.dispatches(snapshot, draft)[-1].account_id)
            made = rewording.batches(snapshot, of, account=account, templates=self._templates)
        with self._database.transaction(durable=True) as transaction:
            if rewording.read(transaction, draft) != of:
                return 0  # Something moved meanwhile: it is looked at again.
            by = None if account is None else account.id
            rewording.write(transaction, of, made, account=by)
            transaction.announce(Change.of(Subject.DRAFT, [draft]))
        return len(of.stale)

    # ── it was wrong ──────────────────────────────────────────────────────────────────

    def plan_amendment(
        self, draft: DraftId, kind: DispatchKind, said: Amendment | None = None
    ) -> AmendmentPlan:
        """Return what a correction or a withdrawal would do; its *obstacles* keep it from it.

        Raises:
            NotFound: There is no such draft, or it is in the bin.
            CommsDeskError: What the office's own templates ask for and there is not.
        """
        said = said or Amendment()
        with self._database.snapshot() as snapshot:
            standing = amendments.read(snapshot, draft, kind, said)
            letters: tuple[LetterPreview, ...] = ()
            if all(isinstance(each, WordsUnderEmbargo) for each in standing.obstacles):
                account = self._account_of(standing)
                office = sending.office(snapshot, account, self._templates)
                firsts = standing.first_of_each
                made = amendments.write(snapshot, replace(standing, to=firsts), office=office)
                letters = tuple(_preview(made[each.group], account, each.reader) for each in firsts)
        return amendments.plan_of(standing, letters)

    def correct(
        self, draft: DraftId, said: Amendment, *, shown: AmendmentPlan | None = None
    ) -> Amended:
        """Send the text as it stands to exactly those who have the former one, or may.

        For whom that waits still, it is replaced, without a notice.

        Raises:
            NotFound: There is no such draft, or it is in the bin.
            CommsDeskError: The first of the *obstacles* of its plan.
            TextChanged: It, or who has it, is not what was *shown* any more.
        """
        return self._amend(draft, DispatchKind.CORRECTION, said, shown)

    def withdraw(
        self,
        draft: DraftId,
        note: str = "",
        *,
        shown: AmendmentPlan | None = None,
        even_if_sent: bool = False,
    ) -> Amended:
        """Ask exactly those who have the text, or may, not to publish it; stop what waits of it.

        Raises:
            NotFound: There is no such draft, or it is in the bin.
            CommsDeskError: The first of the *obstacles* of its plan.
            TextChanged: Who has it is not what was *shown* any more.
        """
        said = Amendment(note=note, even_if_sent=even_if_sent)
        return self._amend(draft, DispatchKind.WITHDRAWAL, said, shown)

    def _amend(
        self,
        draft: DraftId,
        kind: DispatchKind,
        said: Amendment,
        shown: AmendmentPlan | None,
    ) -> Amended:
        with self._database.snapshot() as snapshot:
            standing = amendments.read(snapshot, draft, kind, said)
            for obstacle in standing.obstacles:
                raise obstacle
            if shown is not None:
                plan = amendments.plan_of(standing, ())
                plan.refuse_other(shown, TextChanged(standing.draft.title))
            account = self._account_of(standing)
            office = sending.office(snapshot, account, self._templates)
            written = amendments.write(snapshot, standing, office=office)
        with self._database.transaction(durable=True) as transaction:
            again = amendments.read(transaction, draft, kind, said)
            for obstacle in again.obstacles:
                raise obstacle
            again.refuse_other(standing, TextChanged(again.draft.title))
            # Who has it by now: while it leaves, that changes faster than anything is written.
            made = amendments.batches(again, written)
            by = None if account is None else account.id
            return amendments.amend(transaction, again, made, account=by)

    def stop(self, draft: DraftId) -> Stopped:
        """Stop for good what waits of *draft*; what is on the wire goes on.

        Raises:
            NotFound: There is no such draft, or it is in the bin.
        """
        with self._database.transaction(durable=True) as transaction:
            drafts.get(transaction, draft)
            rows = store.dispatches(transaction, draft)
            written = store.messages(transaction, [row.id for row in rows])
            stopped = on_the_wire = 0
            for row in rows:
                before = stopped + on_the_wire
                for each in written.get(row.id, ()):
                    done = outbox.cancel(transaction, each)
                    stopped += done.cancelled
                    on_the_wire += done.on_the_wire
                if stopped + on_the_wire > before:
                    row.stopped_at = transaction.now
            draft_status.settle(transaction, draft)
            transaction.announce(Change.of(Subject.DRAFT, [draft]))
        return Stopped(stopped=stopped, on_the_wire=on_the_wire)

    # ── what became of it ─────────────────────────────────────────────────────────────

    def of(self, draft: DraftId) -> tuple[Dispatch, ...]:
        """Return what was sent of *draft*, the latest first, with where its letters stand."""
        with self._database.snapshot() as snapshot:
            return sent_of(snapshot, draft)

    def since_sent(self, draft: DraftId, text: str | None = None) -> SinceSent | None:
        """Return how *text*, None: as it was kept, differs from what was sent of *draft*.

        None: it does not, or nothing was sent that stands.

        Raises:
            NotFound: There is no such draft, or it is in the bin.
        """
        with self._database.snapshot() as snapshot:
            return draft_status.since_sent(snapshot, draft, text)

    def letters(
        self,
        draft: DraftId,
        *,
        states: Collection[LetterState] = (),
        after: object | None = None,
        limit: int = LETTERS_SHOWN,
    ) -> PageOfRows[Letter]:
        """Return the letters of *draft*; tests to oneself are none of them.

        Uncertain and refused ones come first, which somebody decides about; then the latest.

        Args:
            draft: The draft.
            states: Only those in one of them; all when none is named.
            after: The *next_key* of the page before.
            limit: How many a page.
        """
        about = Ref(Subject.DRAFT, draft)
        with self._database.snapshot() as snapshot:
            return fates_of.letters_about(snapshot, about, states=states, after=after, limit=limit)

    # ── beside it ─────────────────────────────────────────────────────────────────────

    def english(self, draft: DraftId) -> English | None:
        """Return what is recorded of the English version of *draft*; None: nothing is.

        Raises:
            NotFound: There is no such draft, or it is in the bin.
        """
        with self._database.snapshot() as snapshot:
            return english.of(snapshot, *_kept(snapshot, draft))

    def set_english(self, draft: DraftId, new: NewEnglish | None) -> English | None:
        """Record the English version that goes below *draft*; None: none does.

        Raises:
            NotFound: There is no such draft, or it is in the bin.
            EnglishNotAllowed: The office allows none.
            GroundIncomplete: It does not say for whom, or who approved it.
            NotInEnglish: It is no English text, or *draft* is no French one.
        """
        with self._database.transaction() as transaction:
            value, text = _kept(transaction, draft)
            transaction.announce(Change.of(Subject.DRAFT, [draft]))
            if new is None:
                english.take_off(transaction, value)
                return None
            return english.record(transaction, value, text, new)

    def to_do(self, draft: DraftId | None = None) -> tuple[ToDo, ...]:
        """Return what is to be done outside for what left, the oldest first.

        Of all texts what nobody has done; of *draft* what is done too.
        """
        with self._database.snapshot() as snapshot:
            return steps.to_do(snapshot, draft)

    def wire_order(self, draft: DraftId, new: NewWireOrder) -> WireOrder:
        """Return the order that has a newswire carry *draft*, and note that it was made.

        Raises:
            NotFound: There is no such draft, or it is in the bin.
            TitleMissing: The text has no title.
            OrderIncomplete: It says no circuits, or nobody to call.
            WordsUnderEmbargo: It has words of another text, which may not leave before it may.
            CommsDeskError: What the office's own template asks for and there is not.
        """
        with self._database.snapshot() as snapshot:
            value, text = _kept(snapshot, draft)
            made = wire.order(value, text, new, now=snapshot.now, templates=self._templates)
            embargoes.refuse_words(snapshot, made.text, own={value.ref})
        with suppress(StorageReadOnly), self._database.transaction() as transaction:
            edits.note(transaction, value.ref, Act.EXPORTED, "wire order", after=made.name)
        return made

    def tick(self, draft: DraftId, step: Step, *, done: bool = True) -> None:
        """Note that somebody did *step* for what left last of *draft*, or did not after all."""
        with self._database.transaction() as transaction:
            steps.tick(transaction, draft, step, done=done)
            transaction.announce(Change.of(Subject.DRAFT, [draft]))

    # ── how ───────────────────────────────────────────────────────────────────────────

    def _account(self, wanted: AccountId | None) -> Account | None:
        """Return by which account it leaves; None: none is set up.

        Raises:
            NotFound: There is none of that number, or it is out of use.
        """
        known = self._accounts.every()
        if wanted is None:
            return known[0] if known else None
        for each in known:
            if each.id == wanted:
                return each
        raise NotFound(Ref(Subject.ACCOUNT, wanted))

    def _account_of(self, standing: TextStanding) -> Account | None:
        return self._account_by(None if standing.last is None else standing.last.account_id)

    def _account_by(self, wanted: int | None) -> Account | None:
        """Return by which account a text was sent last; the first one, if that is out of use."""
        known = self._accounts.every()
        by_it = (each for each in known if wanted in (None, each.id))
        return next(by_it, known[0] if known else None)

    def _message(
        self,
        snapshot: Snapshot,
        ready: ReadyToSend,
        wanted: RequestedSending,
        account: Account | None,
        *,
        until: datetime | None,
    ) -> NewMessage:
        content = _content(ready, ready.draft, ready.text, wanted, snapshot.now)
        below = ready.english
        if below is not None:
            under = _content(ready, below.draft, below.text, wanted, snapshot.now)
            content = replace(content, english=under)
        return message.compose(
            snapshot, content, sending.office(snapshot, account, self._templates), until=until
        )

    def _batches(
        self,
        snapshot: Snapshot,
        ready: ReadyToSend,
        wanted: RequestedSending,
        account: Account | None,
    ) -> tuple[LetterBatch, ...]:
        """Return the letters by message: those under embargo, then the others and the copy."""
        made = []
        for is_early in (True, False):
            readers = tuple(each for each in ready.sorted.readers if each.under_embargo is is_early)
            if readers:
                until = ready.until if is_early else None
                written = self._message(snapshot, ready, wanted, account, until=until)
                made.append(
                    LetterBatch(
                        message=written,
                        readers=readers,
                        due_at=wanted.at if wanted.when is SendingTime.AT else None,
                        under_embargo=is_early,
                        written_for=ready.until,
                    )
                )
        if made:
            made[-1] = replace(made[-1], copy_to=ready.copy_to)
        return tuple(made)


def _kept(snapshot: Snapshot, draft: DraftId) -> tuple[Draft, str]:
    kept = drafts.kept(snapshot, draft)
    return drafts.get(snapshot, draft), "" if kept is None else kept.text


def _content(
    ready: ReadyToSend, draft: Draft, text: str, wanted: RequestedSending, now: datetime
) -> message.Content:
    at = ready.corrected_at
    return message.Content(
        draft=draft,
        text=text,
        kind=DispatchKind.RELEASE,
        forms=wanted.forms,
        said=letter.LetterWords(
            photos=wanted.photos,
            interviews=wanted.interviews,
            corrected="" if at is None else letter.corrected(draft.language, at),
        ),
        now=sending.leaves_at(wanted, ready.until, now),
    )


def _preview(made: NewMessage, account: Account | None, reader: LetterToBe | None) -> LetterPreview:
    sender = None if account is None else account.sender
    to = None if reader is None else reader.to
    read = shown.read_back(made, sender=sender, to=to, values={"former": shown.SHOWN})
    return LetterPreview(
        subject=read.subject,
        html=read.html,
        text=read.text,
        files=read.files,
        under_embargo=reader is not None and reader.under_embargo,
        sender=sender,
        to=to,
    )


def _reader(readers: Sequence[LetterToBe], to: Address | Ref | None) -> LetterToBe | None:
    """Return the letter of *to*, or the first one."""
    for reader in readers:
        if to is None or to in reader.refs:
            return reader
        if isinstance(to, Address) and reader.to.key == to.key:
            return reader
    return None


def sent_of(snapshot: Snapshot, draft: DraftId) -> tuple[Dispatch, ...]:
    """Return what was sent of *draft*, the latest first."""
    rows = store.dispatches(snapshot, draft)
    written = store.written(snapshot, draft)
    tallies = fates_of.tallies(snapshot, written)
    return tuple(_dispatch(row, written, tallies) for row in reversed(rows))


def _dispatch(
    row: store.DispatchRow,
    written: Mapping[MessageId, store.DispatchMessageRow],
    tallies: Mapping[MessageId, fates_of.Tally],
) -> Dispatch:
    messages = {each: of for each, of in written.items() if of.dispatch_id == row.id}
    theirs = [tallies[each] for each in messages if each in tallies]
    return Dispatch(
        id=DispatchId(row.id),
        draft=DraftId(row.draft_id),
        edition=row.edition,
        kind=row.kind,
        when=row.leaves,
        at=row.at,
        revision=None if row.revision_id is None else RevisionId(row.revision_id),
        version=row.version,
        forms=frozenset(map(LetterForm, row.forms)),
        note=row.note,
        messages=tuple(sorted(messages)),
        counts={state: sum(each.counts.get(state, 0) for each in theirs) for state in LetterState},
        bounced={nature: sum(each.bounced.get(nature, 0) for each in theirs) for nature in BOUNCES},
        first_sent_at=_left_at(row.kind, messages, tallies),
        stopped_at=row.stopped_at,
        by=row.by,
        made_at=row.made_at,
    )


def _left_at(
    kind: DispatchKind,
    messages: Mapping[MessageId, store.DispatchMessageRow],
    tallies: Mapping[MessageId, fates_of.Tally],
) -> datetime | None:
    """Return when a sending left: for all, where it is not under embargo alone, or as a notice.

    Copies that leave before the others do not release a text, nor does the text that takes the
    place of one that waits correct it.
    """
    if kind is DispatchKind.RELEASE:
        counts = [each for each, of in messages.items() if not of.under_embargo]
    else:
        counts = [each for each, of in messages.items() if of.is_notice]
    sent = [tallies[each].first_sent_at for each in counts or messages if each in tallies]
    return min((each for each in sent if each is not None), default=None)
