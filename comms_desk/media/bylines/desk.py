"""What bylines say that the directory does not: proposed with evidence, done by a person's yes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from comms_desk.changes import Change, Subject
from comms_desk.i18n import CITY_ZONE, Language, _, format_date, ngettext
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import Article, moment_of
from comms_desk.media.articles.signed import Signed
from comms_desk.media.bylines.model import (
    LEAST_SIGNED,
    MOVED_WITHIN,
    NEW_WITHIN,
    NOT_NOW_LASTS,
    REGULARLY,
    SIGNED_BEFORE,
    SILENT_AFTER,
    SOURCES_READ_EVERY,
    Accepted,
    BylineProposal,
    NameShared,
    NoLongerProposed,
    PositionWay,
    ProposalKind,
    Silent,
    proposal_id,
)
from comms_desk.media.bylines.persons import parted, persons_in
from comms_desk.media.contacts import within as contacts
from comms_desk.media.contacts.model import (
    BylineAnswer,
    ContactId,
    NameDecision,
    NewContact,
    NewPosition,
    Position,
    byline_key,
)
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage.database import Database, Snapshot, Transaction

EVIDENCE = 5
COUNTED_AGAIN_AFTER = timedelta(minutes=1)
"""It is on Today, which is read again at each commit of the worker."""
A_DAY = timedelta(days=1)


class BylineDesk:
    """Who is new, who moved, who fell silent, as far as bylines say."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counted: tuple[datetime, int] | None = None

    def proposals(self) -> tuple[BylineProposal, ...]:
        """Return all that is proposed: who moved first, then who signs most."""
        with self._database.snapshot() as snapshot:
            return _proposals(snapshot)

    def waiting(self) -> int:
        """Return how much is proposed; it is counted again after a minute, or an answer."""
        now = self._database.clock.now()
        if self._counted is None or now - self._counted[0] >= COUNTED_AGAIN_AFTER:
            self._counted = now, len(self.proposals())
        return self._counted[1]

    def about(self, article: Article) -> tuple[BylineProposal, ...]:
        """Return what is proposed of those who sign *article*, where it came out."""
        names = persons_in(article.author) if article.author and article.outlet else {}
        if not names:
            return ()
        with self._database.snapshot() as snapshot:
            found = _proposals(snapshot, names)
        return tuple(each for each in found if each.outlet == article.outlet)

    def evidence(self, proposal: BylineProposal) -> tuple[Article, ...]:
        """Return the last articles that are signed so, the newest first."""
        with self._database.snapshot() as snapshot:
            return articles.signed_at(snapshot, proposal.signs_as, proposal.outlet, limit=EVIDENCE)

    def accept(
        self, proposals: Iterable[int], way: PositionWay = PositionWay.MOVE
    ) -> tuple[Accepted, ...]:
        """Put what is proposed into the directory, all of them or none.

        Raises:
            NoLongerProposed: One of them is not proposed any more.
            NameShared: Several contacts bear the name of one of them.
        """
        with self._database.transaction(durable=True) as transaction:
            found = [_accept(transaction, each, way) for each in _those(transaction, proposals)]
        self._counted = None
        return tuple(found)

    def undo(self, accepted: Sequence[Accepted]) -> None:
        """Undo what `accept` did to contacts who were there; who came with it goes to the bin.

        Raises:
            EditConflict: Somebody changed a position since.
        """
        with self._database.transaction(durable=True) as transaction:
            for each in accepted:
                if each.position is None:
                    contacts.put_in_bin(transaction, each.contact)
                else:
                    contacts.remove_position(transaction, each.position)
                for position, edit in each.ended:
                    contacts.change_position(transaction, position, edit.change.inverse())
        self._counted = None

    def refuse(self, proposals: Iterable[int], said: NameDecision) -> tuple[int, ...]:
        """Propose those no more, for what is *said* of them; return the answers.

        Raises:
            NoLongerProposed: One of them is not proposed any more.
        """
        with self._database.transaction() as transaction:
            given = tuple(
                contacts.answer(
                    transaction,
                    each.signs_as,
                    said,
                    spelled=each.name,
                    at=None if said is NameDecision.NOT_A_PERSON else each.outlet,
                )
                for each in _those(transaction, proposals)
            )
            transaction.announce(Change.of(Subject.CONTACT, ()))
        self._counted = None
        return given

    def refused(self) -> tuple[BylineAnswer, ...]:
        """Return all that was said of names, the latest first."""
        with self._database.snapshot() as snapshot:
            return contacts.answers(snapshot)

    def take_back(self, answers: Iterable[int]) -> None:
        """Take *answers* back; that somebody was erased stays."""
        with self._database.transaction() as transaction:
            contacts.take_back(transaction, answers)
            transaction.announce(Change.of(Subject.CONTACT, ()))
        self._counted = None

    def silent(self) -> tuple[Silent, ...]:
        """Return who signed regularly and signs no more, the longest silence first."""
        with self._database.snapshot() as snapshot:
            return _silent(snapshot)

    def silence_of(self, contact: ContactId) -> Silent | None:
        """Return how *contact* fell silent; None: they did not, or nobody can tell."""
        with self._database.snapshot() as snapshot:
            return next(iter(_silent(snapshot, contact)), None)


def _those(snapshot: Snapshot, wanted: Iterable[int]) -> list[BylineProposal]:
    found = {each.id: each for each in _proposals(snapshot)}
    asked = list(dict.fromkeys(wanted))
    if not found.keys() >= set(asked):
        raise NoLongerProposed
    return [found[each] for each in asked]


def _accept(transaction: Transaction, proposal: BylineProposal, way: PositionWay) -> Accepted:
    if proposal.is_shared:
        raise NameShared(proposal.name)
    if proposal.what is ProposalKind.NEW:
        return Accepted(proposal=proposal, contact=_add(transaction, proposal), position=None)
    (contact,) = proposal.contacts
    began = proposal.first_at.astimezone(CITY_ZONE).date()
    before = proposal.held if way is PositionWay.MOVE else ()
    ended = tuple(
        (each.id, contacts.end_position(transaction, each.id, began - A_DAY)) for each in before
    )
    new = NewPosition(
        outlet=proposal.outlet,
        title=before[0].title if before else "",
        beats=before[0].beats if before else (),
        started_on=began,
    )
    position = contacts.begin_position(transaction, contact, new)
    return Accepted(proposal=proposal, contact=contact, position=position, ended=ended)


def _add(transaction: Transaction, proposal: BylineProposal) -> ContactId:
    """Add who signs, with where their card comes from: nothing but what was published."""
    (last,) = articles.by_ids(transaction, [proposal.last])
    given, family = parted(proposal.name)
    is_english = last.language.lower().startswith("en")
    said = ngettext(
        "Card made from bylines: {n} article in {outlet}, the last on {day}.",
        "Card made from bylines: {n} articles in {outlet}, the last on {day}.",
        proposal.count,
    )
    day = format_date(proposal.last_at)
    return contacts.add(
        transaction,
        NewContact(
            given_name=given,
            family_name=family,
            language=Language.ENGLISH if is_english else Language.FRENCH,
            note=said.format(n=proposal.count, outlet=proposal.outlet_name, day=day),
            positions=(NewPosition(outlet=proposal.outlet, title=_("journalist")),),
        ),
    )


@dataclass(slots=True)
class _Signs:
    """How a name signs at one outlet, whatever its bylines there."""

    name: str
    outlet: OutletId
    spelled: str = ""
    of: list[Signed] = field(default_factory=list)

    def has(self, *, lately: bool) -> bool:
        """Whether it signs often enough there, *lately* or at all."""
        return sum(each.recent if lately else each.count for each in self.of) >= LEAST_SIGNED


def _proposals(
    snapshot: Snapshot, names: Collection[str] | None = None
) -> tuple[BylineProposal, ...]:
    """Return all that is proposed, or what is of *names*: who moved first, then who signs most."""
    now = snapshot.now
    signed = articles.signed_often(
        snapshot, since=now - NEW_WITHIN, lately=now - MOVED_WITHIN, least=LEAST_SIGNED, names=names
    )
    known = _KnownSigns(snapshot, _gathered(signed, outlets.keys(snapshot)))
    found = filter(None, map(known.proposed, known.signs))
    return tuple(
        sorted(found, key=lambda each: (each.what is ProposalKind.NEW, -each.count, each.name))
    )


def _gathered(signed: Iterable[Signed], called: Collection[str]) -> list[_Signs]:
    """Put together what persons sign, by name and outlet; what an agency signs is left out."""
    found: dict[tuple[str, OutletId], _Signs] = {}
    for each in signed:
        spelled = persons_in(each.byline, outlets=called).get(each.name)
        if spelled:
            signs = found.setdefault((each.name, each.outlet), _Signs(each.name, each.outlet))
            signs.of.append(each)
            signs.spelled = spelled
    return [each for each in found.values() if each.has(lately=False)]


class _KnownSigns:
    """What the directory knows of the names, and what people said of them."""

    def __init__(self, snapshot: Snapshot, signs: list[_Signs]) -> None:
        self._snapshot = snapshot
        self._today = snapshot.now.astimezone(CITY_ZONE).date()
        self._anywhere, self._there = _answered(snapshot)
        self.signs = [each for each in signs if not self._is_answered(each)]
        self._borne = contacts.borne(snapshot, {each.name for each in self.signs})
        bearers = {one for borne in self._borne.values() for one, here in borne.items() if here}
        self._held = contacts.held(snapshot, bearers, self._today)
        self._called = outlets.names(snapshot, {each.outlet for each in self.signs})

    def proposed(self, signs: _Signs) -> BylineProposal | None:
        """Return what is proposed of a name at an outlet; None: the directory knows it."""
        borne = self._borne.get(signs.name, {})
        if not borne:
            return self._proposal(signs, ProposalKind.NEW)
        bearers = tuple(each for each, is_here in borne.items() if is_here)
        held = [self._held[each] for each in bearers]
        if not bearers or not signs.has(lately=True):
            return None
        if any(signs.outlet in each or None in each for each in held):
            return None
        return self._proposal(signs, ProposalKind.MOVED, bearers)

    def _is_answered(self, signs: _Signs) -> bool:
        key = byline_key(signs.name)
        return key in self._anywhere or (key, signs.outlet) in self._there

    def _proposal(
        self, signs: _Signs, what: ProposalKind, bearers: tuple[ContactId, ...] = ()
    ) -> BylineProposal:
        held: tuple[Position, ...] = ()
        if len(bearers) == 1:
            held = contacts.get(self._snapshot, bearers[0]).current(self._today)
        last = max(each.last for each in signs.of)
        return BylineProposal(
            id=proposal_id(signs.name, signs.outlet),
            what=what,
            signs_as=signs.name,
            name=signs.spelled,
            outlet=signs.outlet,
            outlet_name=self._called[signs.outlet],
            count=sum(each.count for each in signs.of),
            first_at=moment_of(min(each.first for each in signs.of)),
            last_at=moment_of(last),
            last=last,
            contacts=bearers,
            held=held,
        )


def _answered(snapshot: Snapshot) -> tuple[set[str], set[tuple[str, OutletId | None]]]:
    """Return the names that are not proposed anywhere, and those that are not at one outlet."""
    anywhere: set[str] = set()
    there: set[tuple[str, OutletId | None]] = set()
    for each in contacts.answers(snapshot):
        if each.said in {NameDecision.NOT_A_PERSON, NameDecision.ERASED}:
            anywhere.add(each.key)
        elif each.said is NameDecision.NAMESAKE or each.at > snapshot.now - NOT_NOW_LASTS:
            there.add((each.key, each.outlet))
    return anywhere, there


def _silent(snapshot: Snapshot, only: ContactId | None = None) -> tuple[Silent, ...]:
    """Return who signed regularly and fell silent, the longest first; *only* one, if asked so."""
    until = snapshot.now - SILENT_AFTER
    since = until - SIGNED_BEFORE
    quiet: Mapping[str, ContactId] = contacts.quiet(snapshot, since=since, until=until)
    if only is not None:
        quiet = {name: each for name, each in quiet.items() if each == only}
    times = articles.times_signed(snapshot, quiet, since=since)
    often = {name: count for name, count in times.items() if count >= REGULARLY}
    today = snapshot.now.astimezone(CITY_ZONE).date()
    was_read: dict[OutletId, bool] = {}
    found = []
    for name, count in often.items():
        contact = contacts.get(snapshot, quiet[name])
        held = contact.current(today)
        at = {each.outlet for each in held if each.outlet is not None}
        for each in at - was_read.keys():
            was_read[each] = _was_read(snapshot, each)
        last_at = contacts.last_signed(snapshot, name)
        if last_at is not None and any(was_read[each] for each in at):
            where = tuple(dict.fromkeys(each.outlet_name for each in held if each.outlet_name))
            found.append(
                Silent(
                    contact=contact.id,
                    name=contact.name,
                    outlets=where,
                    last_at=last_at,
                    count=count,
                )
            )
    return tuple(sorted(found, key=lambda each: each.last_at))


def _was_read(snapshot: Snapshot, outlet: OutletId) -> bool:
    """Whether articles of *outlet* came all through the time that a silence takes."""
    begins, step = snapshot.now - SILENT_AFTER, SOURCES_READ_EVERY
    return all(
        articles.has_published(snapshot, outlet, begins + at * step, begins + (at + 1) * step)
        for at in range(SILENT_AFTER // step)
    )
