"""What bylines would have the directory say: proposed with its evidence, done by a person's yes."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from comms_desk.changes import Change, Subject
from comms_desk.i18n import CITY_ZONE, Language, _, format_date, ngettext
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import Article
from comms_desk.media.bylines import proposals as proposing
from comms_desk.media.bylines.model import (
    Accepted,
    BylineProposal,
    NameShared,
    NoLongerProposed,
    PositionWay,
    ProposalKind,
    Silent,
)
from comms_desk.media.bylines.persons import parted, persons_in
from comms_desk.media.contacts import within as contacts
from comms_desk.media.contacts.model import (
    BylineAnswer,
    ContactId,
    NameDecision,
    NewContact,
    NewPosition,
)
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
            return proposing.proposals(snapshot)

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
            found = proposing.proposals(snapshot, names)
        return tuple(each for each in found if each.outlet == article.outlet)

    def evidence(self, proposal: BylineProposal) -> tuple[Article, ...]:
        """Return the last articles that are signed so, the newest first."""
        with self._database.snapshot() as snapshot:
            return articles.signed_at(snapshot, proposal.signs_as, proposal.outlet, limit=EVIDENCE)

    def accept(
        self, proposals: Iterable[int], way: PositionWay = PositionWay.MOVE
    ) -> tuple[Accepted, ...]:
        """Have the directory say what is proposed, of all of them or of none.

        Raises:
            NoLongerProposed: One of them is not proposed any more.
            NameShared: It is not known of which contact one of them is.
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
        """Have those not be proposed again, for what is *said* of them; return the answers.

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
        """Have *answers* not have been given; that somebody was erased stays."""
        with self._database.transaction() as transaction:
            contacts.take_back(transaction, answers)
            transaction.announce(Change.of(Subject.CONTACT, ()))
        self._counted = None

    def silent(self) -> tuple[Silent, ...]:
        """Return who signed regularly and signs no more, the longest silence first."""
        with self._database.snapshot() as snapshot:
            return proposing.silent(snapshot)

    def silence_of(self, contact: ContactId) -> Silent | None:
        """Return how *contact* fell silent; None: they did not, or nobody can tell."""
        with self._database.snapshot() as snapshot:
            return next(iter(proposing.silent(snapshot, contact)), None)


def _those(snapshot: Snapshot, wanted: Iterable[int]) -> list[BylineProposal]:
    found = {each.id: each for each in proposing.proposals(snapshot)}
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
