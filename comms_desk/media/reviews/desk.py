"""The press reviews of the desk: what is kept, put in order and into words, issued, sent.

`begin` returns the open review of the day, or a new one, or an addendum; without a day it is today,
in the city.  `edit` changes "highlights" or "agenda" (tuples of lines), "closes_at", "order"
(`Review.order`, made anew by `model.moved`, `section_moved`, `section_renamed`), and of an item by
its id "summary 12", "wants_excerpt 12" or "state 12" (`ItemState`); the inverse undoes it.

An issued one is shown and sent only while its digest holds: else `EditionAltered`; `take_up` takes
what it kept up again, in the open one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from comms_desk.changes import Change, Subject
from comms_desk.i18n import CITY_ZONE, Language
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.message import Purpose
from comms_desk.mail.model import LetterState
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.feeds import within as feeds
from comms_desk.media.feeds.standing import standing
from comms_desk.media.reviews import editing, entries, kept_stories, sending, store
from comms_desk.media.reviews.edition import Edition, EditionSection, from_json, to_json
from comms_desk.media.reviews.model import (
    EditionAltered,
    ItemId,
    ItemState,
    JustKept,
    NothingKept,
    NotIssued,
    OfferedStory,
    OutOfReview,
    PlannedReview,
    Review,
    ReviewChanged,
    ReviewGivenUp,
    ReviewId,
    ReviewIssued,
    ReviewItem,
    ReviewLine,
    ReviewMaybeSent,
    SendingChanged,
    SomethingKept,
)
from comms_desk.storage import doubts
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.finding import page_of, row_of
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.storage.paging import PAGE_ROWS, PageOfRows
from comms_desk.storage.values import value_of
from comms_desk.text.digests import digest_of


class ReviewDesk:
    """The reviews of the desk.  One public method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(
        self,
        articles: Iterable[ArticleId],
        *,
        day: date | None = None,
        language: Language = Language.FRENCH,
    ) -> JustKept:
        """Keep *articles* for the open review of that day; begin it, or an addendum, if need be.

        What stands in a review of that day, itself or a copy of it, is not kept twice.

        Raises:
            ArticleMissing: One of them is gone.
        """
        with self._database.transaction() as transaction:
            return kept_stories.keep(transaction, articles, day or _today(transaction), language)

    def unkeep(self, kept: JustKept) -> None:
        """Undo `keep`: what was put aside before is so again.

        Raises:
            ReviewIssued: It is frozen since.
        """
        if kept.review is not None:
            with self._database.transaction() as transaction:
                row = _open_row(transaction, kept.review)
                kept_stories.unkeep(transaction, row, kept)

    def take_out(
        self,
        articles: Iterable[ArticleId],
        *,
        day: date | None = None,
        language: Language = Language.FRENCH,
    ) -> OutOfReview | None:
        """Take the stories of *articles* out of the open review of that day.

        What has a summary is put aside with it.

        Returns:
            What `keep_again` undoes it by; None: none of them stood in it.
        """
        with self._database.transaction() as transaction:
            former = store.of_day(transaction, day or _today(transaction), language)
            if not former or former[-1].issued_at is not None:
                return None
            gone = kept_stories.take_out(transaction, former[-1], articles)
            return OutOfReview(ReviewId(former[-1].id), gone) if gone else None

    def keep_again(self, taken: OutOfReview) -> None:
        """Undo `take_out`.

        Raises:
            ReviewIssued: It is frozen since: what it does not tell is for an addendum, if wanted.
            ArticleMissing: One of them is gone.
        """
        with self._database.transaction() as transaction:
            row = _open_row(transaction, taken.review)
            kept_stories.keep(transaction, taken.articles, row.day, row.language)

    def standing(
        self,
        articles: Sequence[ArticleId],
        *,
        day: date | None = None,
        language: Language = Language.FRENCH,
    ) -> Mapping[ArticleId, ReviewId]:
        """Return in which review of that day each of *articles* is, itself or a copy of it."""
        with self._database.snapshot() as snapshot:
            former = store.of_day(snapshot, day or _today(snapshot), language)
            return kept_stories.standing(snapshot, former, articles)

    def begin(self, day: date | None = None, language: Language = Language.FRENCH) -> Review:
        """Return the open review of that day; a new one where there is none, or an addendum."""
        with self._database.transaction() as transaction:
            row = kept_stories.open_one(transaction, day or _today(transaction), language)
            return review_of(transaction, row)

    def get(self, review: ReviewId) -> Review:
        """Return *review*.

        Raises:
            NotFound: There is none.
        """
        with self._database.snapshot() as snapshot:
            return review_of(snapshot, _row(snapshot, review))

    def search(
        self,
        *,
        day: date | None = None,
        issued: bool = False,
        besides: ReviewId | None = None,
        after: object | None = None,
        limit: int = PAGE_ROWS,
    ) -> PageOfRows[ReviewLine]:
        """Return a page of reviews, the latest day first.

        Args:
            day: Of that day alone.
            issued: Only those that were, *besides* that one.
            besides: See *issued*.
            after: The last page's *next_key*.
            limit: Rows in the page.
        """
        with self._database.snapshot() as snapshot:
            found = page_of(
                snapshot,
                store.issued(besides) if issued else store.every(day),
                *store.LATEST_FIRST,
                after=after,
                limit=limit,
                last_first=True,
            )
            kept = store.counts(snapshot, (row.id for row in found.rows))
            return found.showing(
                value_of(
                    ReviewLine,
                    row,
                    stories=kept.get(row.id, 0),
                    is_sent=row.message_id is not None,
                )
                for row in found.rows
            )

    def take_up(self, review: ReviewId) -> Review:
        """Give up *review*, altered before it left; return the open one that keeps its stories.

        That is the one of its day, or of today where that is over.  What was altered is kept as
        it is, without a digest, and never leaves.

        Raises:
            NotFound, NotIssued: There is no such review, or it is open.
            ReviewIssued: It is what was issued.
            EditionAltered: It was altered, and has left: its stories were told.
            ReviewGivenUp: That was done before.
        """
        with self._database.transaction(durable=True) as transaction:
            row = _issued_row(transaction, review)
            try:
                _check(row)
            except EditionAltered as altered:
                if altered.has_left:
                    raise
            else:
                raise ReviewIssued(row.day, row.number)
            to = kept_stories.take_up(transaction, row, max(row.day, _today(transaction)))
            return review_of(transaction, to)

    def offered(self, review: ReviewId) -> tuple[OfferedStory, ...]:
        """Return what may be kept for *review*: mentions since the last issue, new stories only.

        Raises:
            NotFound: There is no such review.
        """
        with self._database.snapshot() as snapshot:
            return kept_stories.offered(snapshot, _row(snapshot, review), self._database.actor)

    def edit(self, review: ReviewId, change: FieldChange) -> Edit:
        """Change one field of *review* or of an item of it; the inverse undoes it.

        Raises:
            NotFound: There is no such review, or the item was taken out.
            ReviewIssued: It is frozen.
            TooManyLines, LineTooLong: What the field may not be.
            EditConflict: Somebody changed that field since it was read.
        """
        if change.field not in editing.EDITED and change.name not in editing.OF_ITEMS:
            raise ValueError(f"{change.field} of a review is not edited")
        with self._database.transaction() as transaction:
            return editing.change(transaction, _open_row(transaction, review), change)

    def edition(self, review: ReviewId, extra: Sequence[str] = ()) -> Edition:
        """Return what readers would get of *review*, or what was issued of it, word for word.

        Raises:
            NotFound: There is no such review.
        """
        with self._database.snapshot() as snapshot:
            whole = review_of(snapshot, _row(snapshot, review))
            return _edition(snapshot, whole, extra)

    def issue(
        self,
        review: ReviewId,
        *,
        nothing_to_report: bool = False,
        extra: Sequence[str] = (),
        shown: Review | None = None,
    ) -> Review:
        """Freeze *review* as it stands, for ever; what comes after is for an addendum.

        Args:
            review: The review.
            nothing_to_report: A person says so: nothing is kept for it.
            extra: What it says besides.
            shown: What that person was shown; None: it is frozen as it is.

        Raises:
            NotFound: There is no such review.
            ReviewIssued: It was before.
            ReviewChanged: It does not say what was *shown* any more.
            NothingKept: Nothing is kept for it, and nobody said that there is nothing to report.
            SomethingKept: Somebody did, and something is.
        """
        with self._database.transaction(durable=True) as transaction:
            row = _open_row(transaction, review)
            whole = review_of(transaction, row)
            whole.refuse_other(shown, ReviewChanged(row.day))
            if nothing_to_report and whole.kept:
                raise SomethingKept(len(whole.kept))
            if not nothing_to_report and not whole.kept:
                raise NothingKept(row.day)
            edition = _edition(transaction, whole, extra)
            row.edition = to_json(replace(edition, closes_at=transaction.now))
            row.digest = digest_of(row.edition)
            row.issued_at, row.issued_by = transaction.now, transaction.actor
            kept_stories.note(transaction, row, "issued", before=None, after=row.digest)
            return review_of(transaction, row)

    def sending(self, review: ReviewId) -> PlannedReview:
        """Return what a yes would send of *review* now: to whom, from which account, until when.

        It may be open still: who is to read it is looked at before it is frozen.

        Raises:
            NotFound: There is no such review.
            ReadersMissing, AccountMissing, NoAccount: There is nobody to send it to, or nothing by.
        """
        with self._database.snapshot() as snapshot:
            row = _row(snapshot, review)
            ready, account = sending.read(snapshot, row.ref), sending.account(snapshot)
            may_be_sent = doubts.is_doubted(snapshot, row.ref)
        letters = len(ready.recipients)
        outbox = OutboxDesk(self._database)
        leaving = outbox.plan(letters, account=account.id, purpose=Purpose.LETTER, blind=True)
        return PlannedReview(
            review=review,
            list_name=ready.list_name,
            readers=ready.readers,
            letters=letters,
            already=ready.already,
            left_out=ready.left_out,
            account=account.id,
            account_name=account.name,
            last_leaves_at=leaving.last_leaves_at,
            may_be_sent=may_be_sent,
        )

    def send(self, review: ReviewId, *, seen: PlannedReview, even_if_sent: bool = False) -> int:
        """Send *review* to those readers who do not have it, by a person's yes; how many.

        Raises:
            ReviewMaybeSent: It may have left before a restore; a person says *even_if_sent*.
            NotFound, NotIssued, ReadersMissing, AccountMissing, NoAccount: As `sending`.
            SendingChanged: It would not be what was *seen*.
            AllHaveTheReview: Nobody is left to send it to.
        """
        with self._database.transaction(durable=True) as transaction:
            row = _issued_row(transaction, review)
            if not even_if_sent and doubts.is_doubted(transaction, row.ref):
                raise ReviewMaybeSent(row.day)
            doubts.lift(transaction, row.ref)
            ready, by = sending.read(transaction, row.ref), sending.account(transaction).id
            if ready.readers and (ready.readers, by) != (seen.readers, seen.account):
                raise SendingChanged
            whole = review_of(transaction, row)
            edition = _edition(transaction, whole)
            count = sending.queue(transaction, row, edition, ready, by)
            kept_stories.note(transaction, row, "sent", before=None, after=count)
            return count

    def send_test(self, review: ReviewId, to: Address, extra: Sequence[str] = ()) -> None:
        """Send *review* as it stands, open or issued, to *to* alone, marked as a test.

        Raises:
            NotFound: There is no such review.
            AccountMissing, NoAccount: There is nothing to send it by.
        """
        with self._database.transaction(durable=True) as transaction:
            row = _row(transaction, review)
            whole = review_of(transaction, row)
            edition = _edition(transaction, whole, extra)
            sending.queue_test(transaction, row, edition, to)
            transaction.announce(Change.of(Subject.REVIEW, [row.id]))

    def letters(self, review: ReviewId) -> Mapping[LetterState, int]:
        """Return where the letters of *review* stand, how many of each; one an address.

        Raises:
            NotFound: There is no such review.
        """
        with self._database.snapshot() as snapshot:
            return sending.letters(snapshot, _row(snapshot, review).ref)

    def missed(self, review: ReviewId) -> int:
        """Return to how many addresses another yes sends *review*, as one before was to.

        Who left its list since misses nothing.

        Raises:
            NotFound: There is no such review.
        """
        with self._database.snapshot() as snapshot:
            return sending.missed(snapshot, _row(snapshot, review).ref)


def _today(snapshot: Snapshot) -> date:
    return snapshot.now.astimezone(CITY_ZONE).date()


def _row(snapshot: Snapshot, review: ReviewId) -> store.ReviewRow:
    return row_of(snapshot, store.ReviewRow, review)


def _open_row(transaction: Transaction, review: ReviewId) -> store.ReviewRow:
    row = _row(transaction, review)
    if row.issued_at is not None:
        raise ReviewIssued(row.day, row.number)
    return row


def _issued_row(snapshot: Snapshot, review: ReviewId) -> store.ReviewRow:
    row = _row(snapshot, review)
    if row.issued_at is None:
        raise NotIssued(row.day)
    return row


def review_of(snapshot: Snapshot, row: store.ReviewRow) -> Review:
    """Return the review of *row*, with its items as they stand now.

    Raises:
        EditionAltered, ReviewGivenUp: As `_check`.
    """
    _check(row)
    rows = [each for each in store.items(snapshot, [row.id]) if each.state is not ItemState.OUT]
    ids = {each.article: each.state is ItemState.KEPT for each in rows}
    alone = {each for each, is_kept in ids.items() if is_kept}
    told = entries.told(snapshot, tuple(ids), day=row.day, alone=alone)
    rank = {name: place for place, name in enumerate(row.sections)}
    rows.sort(key=lambda each: (each.state is ItemState.ASIDE, rank.get(each.section, len(rank))))
    return value_of(
        Review,
        row,
        items=tuple(
            _review_item(each, told[each.article]) for each in rows if each.article_id in told
        ),
        edition=None if row.edition is None else from_json(row.edition),
        message=row.message_id,
    )


def _check(row: store.ReviewRow) -> None:
    """Refuse what is kept of an issued review where it is not what was issued.

    Raises:
        EditionAltered: It is not.
        ReviewGivenUp: It was not, and its stories were taken up.
    """
    if row.is_given_up:
        raise ReviewGivenUp(row.day)
    if row.issued_at is not None and digest_of(row.edition or "") != row.digest:
        raise EditionAltered(row.day, ReviewId(row.id), has_left=row.message_id is not None)


def _review_item(row: store.ItemRow, told: entries.ReaderEntry) -> ReviewItem:
    excerpt = told.excerpt if row.wants_excerpt else ""
    return ReviewItem(
        id=ItemId(row.id),
        section=row.section,
        state=row.state,
        wants_excerpt=row.wants_excerpt,
        excerpt=told.excerpt,
        entry=replace(told.entry, summary=row.summary, excerpt=excerpt),
    )


def _edition(snapshot: Snapshot, of: Review, extra: Sequence[str] = ()) -> Edition:
    """Return what readers would get of *of*: what was issued, or else what stands now."""
    if of.edition is not None:
        return of.edition
    entry_of = {each.id: each.entry for each in of.kept}
    followed = feeds.every(snapshot)
    fares = standing(followed, ())
    answered = [each.answered_at for each in followed if each.answered_at is not None]
    return Edition(
        day=of.day,
        language=of.language,
        number=of.number,
        closes_at=max(of.closes_at, snapshot.now),
        highlights=tuple(filter(None, of.highlights)),
        agenda=tuple(filter(None, of.agenda)),
        sections=tuple(
            EditionSection(name=name, entries=tuple(entry_of[each] for each in items))
            for name, items in of.order
            if items
        ),
        read_until=max(answered, default=None),
        unread=fares.broken + fares.late,
        silent=fares.late,
        extra=tuple(extra),
    )
