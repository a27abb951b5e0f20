"""What a higher layer may ask of the watches inside its own snapshot."""

from collections.abc import Iterable

from comms_desk.changes import Change, Subject
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.watches import naming, store
from comms_desk.media.watches.model import MentionFilter, WatchId
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.text.matching import Match
from comms_desk.text.query import Tree, names_in, parse


def among(
    snapshot: Snapshot, ids: Iterable[ArticleId], which: MentionFilter, person: int | None
) -> frozenset[ArticleId]:
    """Return which of the articles *ids*, mentions or not, *which* asks for."""
    return store.among(snapshot, ids, which, person)


def tree(snapshot: Snapshot, query: str) -> Tree:
    """Return *query* understood, with what the lists and themes that it names mean.

    Raises:
        QueryError: It is not understood, or a name in it is not.
    """
    understood = parse(query)
    return naming.names(snapshot).tree(query) if names_in(understood) else understood


def show(transaction: Transaction, ids: Iterable[ArticleId]) -> None:
    """Have the articles *ids* be mentions, though no watch may find them."""
    ours, nothing = WatchId(store.by_hand(transaction).id), Match(title=(), text=(), words=())
    texts = articles.latest_texts(transaction, tuple(ids))
    new = store.keep(transaction, [store.Found(ours, text, nothing) for text in texts])
    transaction.announce(Change.of(Subject.MENTION, (each.text.article for each in new)))
