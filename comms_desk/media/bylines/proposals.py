"""What is proposed of the names that sign often, as far as the directory does not know them.

Private to the slice.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import moment_of
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
    BylineProposal,
    ProposalKind,
    Silent,
    proposal_id,
)
from comms_desk.media.bylines.persons import persons_in
from comms_desk.media.contacts import within as contacts
from comms_desk.media.contacts.model import ContactId, NameDecision, Position, byline_key
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage.database import Snapshot


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


def proposals(
    snapshot: Snapshot, names: Collection[str] | None = None
) -> tuple[BylineProposal, ...]:
    """Return all that is proposed, or what is of *names*: who moved first, then who signs most."""
    now = snapshot.now
    signed = articles.signed_often(
        snapshot, since=now - NEW_WITHIN, lately=now - MOVED_WITHIN, least=LEAST_SIGNED, names=names
    )
    known = _Known(snapshot, _gathered(signed, outlets.keys(snapshot)))
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


class _Known:
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


def silent(snapshot: Snapshot, only: ContactId | None = None) -> tuple[Silent, ...]:
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
