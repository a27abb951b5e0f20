"""The clips of the desk: noted in a line, edited, put in the bin and back."""

from collections.abc import Iterable, Sequence
from typing import override

from comms_desk.changes import Change, Subject
from comms_desk.media.articles import by_hand
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.by_hand import ArrivedArticle
from comms_desk.media.articles.model import ArticleId, ArticleOrigin, NewArticle
from comms_desk.media.clips import store
from comms_desk.media.clips.facts import facts
from comms_desk.media.clips.model import Clip, ClipId, ClipTwice, NewClip, check
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import OutletId
from comms_desk.media.themes import within as watches
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import SoughtDesk
from comms_desk.storage.model import Edit, FieldChange


class ClipDesk(SoughtDesk[store.ClipRow, ClipId, Clip]):
    """What people of the desk heard, saw, pasted, or followed a link to."""

    ROW = store.ClipRow
    EDITABLE = frozenset(fact.field for fact in facts())
    ORDER = store.LATEST_FIRST
    LAST_FIRST = True

    def add(self, new: NewClip) -> Clip:
        """Note a clip: an article at once, which the Watch shows whatever the themes say.

        Raises:
            ClipTwice: It is on the desk already.
        """
        with self._writing() as transaction:
            if new.outlet is not None and new.aired_at is not None and not new.link:
                same = store.at(transaction, new.outlet, new.aired_at)
                if same is not None:
                    raise ClipTwice(ArticleId(same.article_id), same.title)
            said = NewArticle(
                origin=new.origin,
                title=new.title.strip(),
                link=new.link.strip(),
                text=new.text.strip(),
                outlet=new.outlet,
                author=new.speaker.strip(),
                published_at=new.aired_at,
            )
            (came,) = by_hand.take(transaction, [said])
            if not came.is_new:
                (there,) = articles.latest_texts(transaction, [came.article])
                raise ClipTwice(came.article, there.title)
            row = store.add(transaction, new, came.article)
            watches.show(transaction, [came.article])
            transaction.announce(Change.of(Subject.CLIP, [row.id]))
            return store.value(transaction, row)

    def take_in(self, told: Sequence[NewArticle]) -> tuple[ArrivedArticle, ...]:
        """Show what a vendor tells of in the Watch, as articles that are new or here already.

        Args:
            told: At most `ARTICLES_AT_ONCE`: who types waits behind it.
        """
        with self._writing() as transaction:
            came = by_hand.take(transaction, told)
            watches.show(transaction, [each.article for each in came])
            return came

    def take_back(self, came: Iterable[ArticleId]) -> None:
        """Undo the coming of those articles; what a feed has shown since stays."""
        with self._writing() as transaction:
            articles.erase(transaction, came)
            transaction.announce(Change.of(Subject.MENTION))

    def of_article(self, article: ArticleId) -> ClipId | None:
        """Return the clip that is *article*; None where a feed or a vendor brought it."""
        with self._database.snapshot() as snapshot:
            return store.of_article(snapshot, article)

    def outlets(self) -> tuple[OutletId, ...]:
        """Return the outlets of what people and vendors brought: no feed may have them."""
        with self._database.snapshot() as snapshot:
            return watches.outlets_by_hand(snapshot)

    @override
    def _value(self, snapshot: Snapshot, row: store.ClipRow) -> Clip:
        return store.value(snapshot, row)

    @override
    def _change(self, transaction: Transaction, row: store.ClipRow, change: FieldChange) -> Edit:
        """Change a field of *row*, and its article with it.

        Raises:
            ClipTitleMissing, ClipTooLong, ClipLinkWrong: What it may not be.
            NotFound: There is no such outlet.
        """
        if change.field == "outlet_id" and isinstance(change.after, int):
            outlets.get(transaction, OutletId(change.after))
        return super()._change(transaction, row, change)

    @override
    def _derive(self, transaction: Transaction, row: store.ClipRow) -> None:
        check(row.title, row.text, row.link, row.lasts_s)
        store.derive(row)
        transaction.session.flush()
        said = NewArticle(
            origin=ArticleOrigin.CLIP,
            title=row.title,
            link=row.link,
            text=row.text,
            outlet=None if row.outlet_id is None else OutletId(row.outlet_id),
            author=row.speaker,
            published_at=row.aired_at,
        )
        by_hand.say_anew(transaction, ArticleId(row.article_id), said)
        watches.show(transaction, [ArticleId(row.article_id)])

    @override
    def _put_in(self, transaction: Transaction, row: store.ClipRow) -> None:
        super()._put_in(transaction, row)
        articles.put_in_bin(transaction, [ArticleId(row.article_id)])
        transaction.announce(Change.of(Subject.MENTION, [row.article_id]))

    @override
    def _take_out(self, transaction: Transaction, row: store.ClipRow) -> None:
        super()._take_out(transaction, row)
        articles.take_out_of_bin(transaction, [ArticleId(row.article_id)])
        transaction.announce(Change.of(Subject.MENTION, [row.article_id]))
