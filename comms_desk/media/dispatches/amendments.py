"""Correcting what was sent, and withdrawing it: to exactly those who have it, or may.

Who may have any edition of the text is told; for whom it waits still, it is stopped and the
right text takes its place, in the same transaction: a letter that is on the wire meanwhile counts
as received.  Nobody can send the wrong text again afterwards: what was refused or is uncertain of
it is closed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import override

from comms_desk.changes import Change, Ref, Subject
from comms_desk.embargo.model import NOTHING_SHARED, SharedWords
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language
from comms_desk.mail import letter_outcomes as letters
from comms_desk.mail import within as outbox
from comms_desk.mail.letter_outcomes import LetterOutcome
from comms_desk.mail.message import NewMessage, ReadAgain
from comms_desk.mail.model import AccountId, LetterId, LetterState
from comms_desk.media.contacts import reached as contacts
from comms_desk.media.dispatches import english, letter, message, sending, store
from comms_desk.media.dispatches.addressees import LetterToBe
from comms_desk.media.dispatches.english import Beside
from comms_desk.media.dispatches.model import (
    Amended,
    Amendment,
    AmendmentPlan,
    CorrectionUnsaid,
    DispatchKind,
    LetterForm,
    LetterPreview,
    NobodyToSendTo,
    NothingWasSent,
    SameAsSent,
    SendingTime,
    StillIn,
    TextChanged,
    TextMaybeSent,
    WasWithdrawn,
)
from comms_desk.media.dispatches.sending import FORMER, Heading, LetterBatch
from comms_desk.media.dispatches.still_wrong import still_wrong
from comms_desk.media.drafting import within as drafts
from comms_desk.media.drafting.model import Draft, DraftId, DraftStatus, Revision
from comms_desk.media.lists.model import Addressee, LeftOut
from comms_desk.storage import doubts
from comms_desk.storage.database import Snapshot, Transaction


@dataclass(frozen=True, slots=True)
class Replacing:
    """A letter that takes the place of another: to the same, for the same, when that was due."""

    reader: LetterToBe
    due_at: datetime | None
    is_told: bool
    is_held: bool
    """By the embargo of the text: a withdrawal tells nothing to those who surely have that."""

    @property
    def group(self) -> tuple[bool, bool]:
        """Which message is for them: with the notice or without, under embargo or not."""
        return self.is_told, self.reader.under_embargo


Written = Mapping[tuple[bool, bool], NewMessage]
"""What was written for each group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextStanding(ReadAgain):
    """Who has a text and who waits for it.

    *left_out* had it and cannot be written to any more. *said* is what its readers are told;
    *last* is the latest sending; *hours* are when each edition was first taken by a server.
    """

    kind: DispatchKind
    said: Amendment
    draft: Draft
    revision: Revision | None
    edition: int
    until: datetime | None
    last: store.DispatchRow | None
    hours: tuple[datetime, ...]
    to: tuple[Replacing, ...]
    left_out: tuple[Addressee, ...]
    uncertain: int
    english: Beside | None
    closed: frozenset[LetterId]
    stopped: frozenset[LetterId]
    """Notices of this very edition that were stopped: it is sent to their readers alone."""
    shared: SharedWords
    """What it shares with other texts, which are under embargo."""
    obstacles: tuple[CommsDeskError, ...]

    @property
    def text(self) -> str:
        """The text as it stands."""
        return "" if self.revision is None else self.revision.text

    @property
    def sent_at(self) -> datetime:
        """When the edition that the media have last was sent."""
        return self.hours[-1]

    @property
    def digest(self) -> str:
        """Of all that the media would read."""
        return english.digest(self.draft, self.text, self.english)

    @property
    def forms(self) -> frozenset[LetterForm]:
        """How it was sent last."""
        return frozenset() if self.last is None else frozenset(map(LetterForm, self.last.forms))

    @property
    def told(self) -> tuple[Replacing, ...]:
        """Those who have the former text, or may."""
        return tuple(each for each in self.to if each.is_told)

    @property
    def waiting(self) -> tuple[Replacing, ...]:
        """Those for whom it waits still."""
        return tuple(each for each in self.to if not each.is_told)

    @property
    def first_of_each(self) -> tuple[Replacing, ...]:
        """One for each letter that is written, of those who are told first."""
        firsts = {each.group: each for each in reversed((*self.told, *self.written_to))}
        return tuple(sorted(firsts.values(), key=lambda each: not each.is_told))

    @property
    @override
    def leaves(self) -> tuple[object, ...]:
        """What would be written, whoever it is to: letters go on leaving meanwhile."""
        return self.digest, self.edition, self.until

    @property
    def written_to(self) -> tuple[Replacing, ...]:
        """Those who are written to: a withdrawal tells who has it, and no other."""
        return self.to if self.kind is DispatchKind.CORRECTION else self.told


def read(snapshot: Snapshot, draft: DraftId, kind: DispatchKind, said: Amendment) -> TextStanding:
    """Return who has *draft*, who waits for it, and what keeps it from being amended.

    Raises:
        NotFound: There is no such draft, or it is in the bin.
    """
    value = drafts.get(snapshot, draft)
    kept = drafts.kept(snapshot, draft)
    series = store.dispatches(snapshot, draft)
    known = letters.fates(snapshot, value.ref)
    lock = value.embargo if value.embargo and value.embargo.holds(snapshot.now) else None
    addressed = store.addressees(snapshot, draft)
    named = store.persons_of(snapshot, draft)
    latest: dict[str, LetterOutcome] = {}
    had: dict[str, LetterId] = {}
    arrived: set[str] = set()
    for edition in sorted(addressed):
        for key, each in addressed[edition].items():
            latest[key] = known[each]
            if known[each].may_have_left:
                had[key] = each
            if known[each].has_arrived:
                arrived.add(key)
    stopped = dict[str, LetterId]()
    if series and _is_as_sent(
        snapshot, kind, value, series[-1], text="" if kept is None else kept.text
    ):
        having = sending.having_of(snapshot, draft, series[-1].edition, known)
        for key, fate in latest.items():
            is_notice = key in had and had[key] != fate.letter
            has_it = any(having.refs.get(ref) in having.live for ref in named.get(fate.letter, ()))
            if is_notice and fate.state is LetterState.CANCELLED and not has_it:
                stopped[key] = fate.letter
    beyond = _beyond_reach(snapshot, [latest[key] for key in had], named)
    to = []
    for key, fate in sorted(latest.items(), key=lambda each: each[1].letter):
        is_told = key in had
        if fate.letter in beyond or (stopped and key not in stopped):
            continue
        if not is_told and fate.state is not LetterState.QUEUED:
            continue
        is_signed = lock is not None and not lock.holds(snapshot.now, to=key)
        is_early = is_signed and (is_told or fate.lead != timedelta())
        lead = (None if is_told else fate.lead) if is_early else timedelta()
        refs = named.get(fate.letter, ())
        people = tuple(Addressee(ref=ref, name="", address=fate.to, lists=()) for ref in refs)
        reader = LetterToBe(
            to=fate.to,
            people=people,
            list=None,
            under_embargo=is_early,
            lead=lead,
            answers=had.get(key),
        )
        is_held = kind is not DispatchKind.WITHDRAWAL or key not in arrived
        to.append(Replacing(reader, None if is_told else fate.due_at, is_told, is_held))
    standing = TextStanding(
        kind=kind,
        said=said,
        draft=value,
        revision=kept,
        edition=(series[-1].edition if series else 0) + (not stopped),
        until=None if lock is None else lock.until,
        last=series[-1] if series else None,
        hours=_hours(snapshot, series, known.values()),
        to=tuple(to),
        left_out=tuple(each for _letter, those in sorted(beyond.items()) for each in those),
        uncertain=sum(
            latest[key].state is LetterState.UNCERTAIN and latest[key].letter not in beyond
            for key in had
            if not stopped
        ),
        english=None if kind is DispatchKind.WITHDRAWAL else english.beside(snapshot, value),
        closed=frozenset() if stopped else frozenset(known),
        stopped=frozenset(stopped.values()),
        shared=NOTHING_SHARED,
        obstacles=(),
    )
    standing = replace(standing, shared=_shared(snapshot, standing))
    return replace(standing, obstacles=tuple(_obstacles(snapshot, standing)))


def _beyond_reach(
    snapshot: Snapshot, told: Sequence[LetterOutcome], named: Mapping[LetterId, tuple[Ref, ...]]
) -> dict[LetterId, tuple[Addressee, ...]]:
    """Return who would have their notice withheld, by the letter that they had, and why."""
    excluded = outbox.excluded(snapshot, [each.to.key for each in told])
    # Some were written to at an address that was nobody's then, and is somebody's by now.
    bare = {each.to.key: each.letter for each in told if not named.get(each.letter)}
    named = {**named, **_holders(snapshot, bare)}
    barred = outbox.barred(snapshot, {ref for each in told for ref in named.get(each.letter, ())})
    found: dict[LetterId, tuple[Addressee, ...]] = {}
    for each in told:
        refs, listed = named.get(each.letter, ()), excluded.get(each.to.key)
        one = Addressee(ref=None, name=each.to.name or each.to.bare, address=each.to, lists=())
        if refs and all(ref in barred for ref in refs):
            found[each.letter] = tuple(
                replace(one, ref=ref, left_out=LeftOut.BARRED, note=barred[ref].note)
                for ref in refs
            )
        elif listed is not None:
            out = replace(one, left_out=LeftOut.EXCLUDED, note=listed.note)
            found[each.letter] = (out,)
    return found


def _holders(
    snapshot: Snapshot, bare: Mapping[str, LetterId]
) -> Mapping[LetterId, tuple[Ref, ...]]:
    """Return whose address each of those letters went to."""
    found = contacts.by_addresses(snapshot, bare)
    return {bare[key]: (Ref(Subject.CONTACT, holder),) for key, holder in found.items()}


def plan_of(standing: TextStanding, letters: tuple[LetterPreview, ...]) -> AmendmentPlan:
    """Return what a person is shown of it."""
    return AmendmentPlan(
        draft=standing.draft.id,
        kind=standing.kind,
        title=standing.draft.title,
        revision=None if standing.revision is None else standing.revision.id,
        digest=standing.digest,
        edition=standing.edition,
        told=tuple(each.reader.to for each in standing.told),
        left_out=standing.left_out,
        uncertain=standing.uncertain,
        replaced=tuple(each.reader.to for each in standing.waiting),
        has_english=standing.english is not None,
        still_wrong=_still_wrong(standing),
        shared=standing.shared,
        letters=letters,
        obstacles=standing.obstacles,
    )


def _still_wrong(standing: TextStanding) -> tuple[StillIn, ...]:
    if standing.kind is not DispatchKind.CORRECTION:
        return ()
    return still_wrong(
        standing.said,
        standing.draft,
        standing.text,
        interviews="" if standing.last is None else standing.last.interviews,
        english=standing.english,
    )


def message_of(
    snapshot: Snapshot,
    standing: TextStanding,
    reader: LetterToBe,
    *,
    office: message.SendingOffice,
    is_told: bool,
) -> NewMessage:
    """Return the message to *reader*, with the notice where they are *told*."""
    now = snapshot.now
    content = _content(standing, standing.draft, standing.text, now=now, is_told=is_told)
    below = standing.english
    if below is not None:
        under = _content(standing, below.draft, below.text, now=now, is_told=is_told)
        content = replace(content, english=under)
    until = standing.until if reader.under_embargo else None
    return message.compose(snapshot, content, office, until=until)


def _content(
    standing: TextStanding, draft: Draft, text: str, *, now: datetime, is_told: bool
) -> message.Content:
    last, language = standing.last, draft.language
    return message.Content(
        draft=draft,
        text=text,
        kind=standing.kind if is_told else DispatchKind.RELEASE,
        forms=standing.forms,
        said=letter.LetterWords(
            photos="" if last is None else last.photos,
            interviews="" if last is None else last.interviews,
            note=_note(standing, draft, now),
            sent=letter.sent_at(language, standing.sent_at, now),
            versions=letter.sent_in_editions(language, standing.hours, now),
            corrected=letter.corrected(language, now) if standing.told else "",
        ),
        now=now,
    )


def _note(standing: TextStanding, draft: Draft, now: datetime) -> str:
    """Return the sentence that says what was wrong; a person's own goes before ours."""
    said, is_english = standing.said, draft.language is Language.ENGLISH
    sent = standing.sent_at
    typed = (said.in_english if is_english else said.note).strip()
    if typed or standing.kind is not DispatchKind.CORRECTION or not said.is_said:
        return typed
    if said.is_in_words:
        return letter.correction(draft, wrong=said.wrong, right=said.right, sent=sent, now=now)
    return letter.was_corrected(draft, sent=sent, now=now)


def write(snapshot: Snapshot, standing: TextStanding, *, office: message.SendingOffice) -> Written:
    """Return what is written of a correction or a withdrawal, by whom it is for."""
    written: dict[tuple[bool, bool], NewMessage] = {}
    for each in standing.written_to:
        if each.group not in written:
            made = message_of(snapshot, standing, each.reader, office=office, is_told=each.is_told)
            if each.is_told:
                made = replace(made, in_reply_to=FORMER, references=(FORMER,))
            written[each.group] = made
    return written


def batches(standing: TextStanding, written: Written) -> tuple[LetterBatch, ...]:
    """Return the letters of a correction or a withdrawal, by message and by hour.

    Raises:
        TextChanged: It is to go to some for whom nothing was *written*.
    """
    found: dict[tuple[tuple[bool, bool], datetime | None, bool], list[LetterToBe]] = {}
    for each in standing.written_to:
        if each.group not in written:
            raise TextChanged(standing.draft.title)
        found.setdefault((each.group, each.due_at, each.is_held), []).append(each.reader)
    return tuple(
        LetterBatch(
            message=written[group],
            readers=tuple(readers),
            due_at=due_at,
            is_notice=group[0],
            is_held=is_held,
            under_embargo=group[1],
            written_for=standing.until,
        )
        for (group, due_at, is_held), readers in found.items()
    )


def amend(
    transaction: Transaction,
    standing: TextStanding,
    made: Sequence[LetterBatch],
    *,
    account: AccountId | None,
) -> Amended:
    """Stop the former text and queue what takes its place, all or none."""
    draft, last, kind = standing.draft, standing.last, standing.kind
    if not standing.stopped:
        _stop_the_former(transaction, standing)
    doubts.lift(transaction, draft.ref)
    is_withdrawal = kind is DispatchKind.WITHDRAWAL
    tells = bool(standing.told)
    at = None if tells else _hour_of(standing.waiting)
    head = Heading(
        draft=draft,
        text=standing.text,
        revision=standing.revision,
        edition=standing.edition,
        kind=kind if tells or is_withdrawal else DispatchKind.RELEASE,
        when=SendingTime.NOW if at is None else SendingTime.AT,
        at=at,
        forms=standing.forms,
        account=account,
        photos="" if last is None else last.photos,
        interviews="" if last is None else last.interviews,
        note=_note(standing, draft, transaction.now),
        note_in_english=(
            ""
            if standing.english is None
            else _note(standing, standing.english.draft, transaction.now)
        ),
    )
    dispatch, _letters = sending.queue(transaction, head, made, superseded=standing.stopped)
    if is_withdrawal:
        drafts.become(transaction, draft.id, DraftStatus.WITHDRAWN)
    transaction.announce(Change.of(Subject.DRAFT, [draft.id]))
    return Amended(dispatch=dispatch, told=len(standing.told), replaced=len(standing.waiting))


def _hour_of(waiting: Sequence[Replacing]) -> datetime | None:
    """Return the hour before which none of the *waiting* leaves, where a person chose one."""
    hours = [each.due_at for each in waiting]
    return min((each for each in hours if each is not None), default=None) if all(hours) else None


def replaced(snapshot: Snapshot) -> frozenset[LetterId]:
    """Return the letters of texts that were corrected or withdrawn that a person could send again.

    Those were on the wire meanwhile: what became of them is known, or in doubt, only since.
    """
    waiting = letters.undecided(snapshot, Subject.DRAFT)
    gone = store.replaced(snapshot, frozenset(waiting.values()))
    return frozenset(letter for letter, of in waiting.items() if of in gone)


def _stop_the_former(transaction: Transaction, standing: TextStanding) -> None:
    """Stop what waits of a text, and have nobody send again what came to nothing of it."""
    rows = store.dispatches(transaction, standing.draft.id)
    for written in store.messages(transaction, [row.id for row in rows]).values():
        for each in written:
            outbox.cancel(transaction, each)
    if standing.kind is DispatchKind.WITHDRAWAL:
        letters.close(transaction, standing.closed)
    else:
        letters.replace(transaction, standing.closed)


def _is_as_sent(
    snapshot: Snapshot, kind: DispatchKind, draft: Draft, last: store.DispatchRow, *, text: str
) -> bool:
    """Whether the latest edition is what would be sent: that text, or that withdrawal."""
    is_withdrawn = draft.status is DraftStatus.WITHDRAWN
    if is_withdrawn or kind is DispatchKind.WITHDRAWAL:
        return is_withdrawn and kind is DispatchKind.WITHDRAWAL
    return english.is_as_sent(snapshot, draft, text, last.digest)


def _obstacles(snapshot: Snapshot, standing: TextStanding) -> Iterable[CommsDeskError]:
    draft, said = standing.draft, standing.said
    is_correction = standing.kind is DispatchKind.CORRECTION
    if not said.even_if_sent and doubts.is_doubted(snapshot, draft.ref):
        yield TextMaybeSent(draft.title)
    if is_correction:
        yield from sending.text_obstacles(snapshot, draft, standing.text)
    if draft.status is DraftStatus.WITHDRAWN and not standing.stopped:
        yield WasWithdrawn(draft.title)
    elif not (standing.to or standing.left_out):
        yield NothingWasSent(draft.title)
    elif is_correction and not standing.to:
        yield NobodyToSendTo(len(standing.left_out))
    elif is_correction and standing.last is not None:
        is_as_sent = _is_as_sent(snapshot, standing.kind, draft, standing.last, text=standing.text)
        if is_as_sent and not standing.stopped:
            yield SameAsSent(draft.title)
        elif standing.told and not said.is_said:
            yield CorrectionUnsaid()
    if standing.shared.words is not None:
        yield standing.shared.words


def _shared(snapshot: Snapshot, standing: TextStanding) -> SharedWords:
    """Return what it shares with other texts; a withdrawal says nothing of its own."""
    if standing.kind is DispatchKind.WITHDRAWAL:
        return NOTHING_SHARED
    said, draft = standing.said, standing.draft
    beside = (said.note, said.in_english, said.right)
    return sending.shared_words(snapshot, draft, standing.text, standing.english, *beside)


def _hours(
    snapshot: Snapshot, series: Sequence[store.DispatchRow], known: Iterable[LetterOutcome]
) -> tuple[datetime, ...]:
    """Return when each edition was first taken by a server, or else when the last was sent.

    What went out under embargo alone is not counted where anything went without: others would
    read an hour at which they had nothing, and that somebody was before them.
    """
    sent = {fate.message: fate.sent_at for fate in reversed(list(known)) if fate.sent_at}
    written = store.written(snapshot, DraftId(series[0].draft_id)) if series else {}
    editions = {row.id: row.edition for row in series if row.kind is not DispatchKind.WITHDRAWAL}
    every, released = dict[int, datetime](), dict[int, datetime]()
    for each, of in written.items():
        edition = editions.get(of.dispatch_id)
        if edition is None or each not in sent:
            continue
        every[edition] = min(every.get(edition, sent[each]), sent[each])
        if not of.under_embargo:
            released[edition] = min(released.get(edition, sent[each]), sent[each])
    hours = released or every
    last = max((row.made_at for row in series), default=snapshot.now)
    return tuple(hours[edition] for edition in sorted(hours)) or (last,)
