"""What follows from the names in queries, inside a transaction of the slice's desks.

Another name of a list or of a theme is written into the queries that name it.  Other words of it
are other words of all that name it: what these had found is forgotten, and they are asked again
of the newest articles, as after an edit of their own.
"""

from collections.abc import Collection, Iterable, Sequence

from comms_desk.changes import Change, Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.media.themes import store, word_lists
from comms_desk.media.themes.model import NameTaken, StillNamed, ThemeId, name_key
from comms_desk.media.themes.names import QueryNames
from comms_desk.storage import edits, fulltext
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.errors import TakenSince
from comms_desk.storage.model import FieldChange
from comms_desk.text.proposal import proposal
from comms_desk.text.query import renamed
from comms_desk.text.query.contrast import contrast

LOOK_BACK_ARTICLES = 20_000
"""How many of the newest articles a new watch is asked of."""
MOST_FORGOTTEN_APART = 5_000
"""Of an edit by which more may change, all that was found is forgotten."""


def names(snapshot: Snapshot) -> QueryNames:
    """The lists and the themes of the desk."""
    return QueryNames(word_lists.every(snapshot), store.every(snapshot))


def refuse_taken(snapshot: Snapshot, wanted: Iterable[str], *, but: Ref | None = None) -> None:
    """Refuse names that a list has, or a theme, other than *but*.

    Raises:
        NameTaken: One is.
    """
    known = names(snapshot)
    taken = {each.key: Ref(Subject.WATCH, each.id) for each in known.watches}
    for each in known.lists:
        taken |= dict.fromkeys(each.keys, Ref(Subject.WORD_LIST, each.id))
    for name in wanted:
        if taken.get(name_key(name), but) != but:
            raise NameTaken(name)


def refuse_taken_since(snapshot: Snapshot, ref: Ref, called: Iterable[str]) -> None:
    """Refuse that *ref* leaves the bin where something else is called so by now.

    Raises:
        TakenSince: It is.
    """
    try:
        refuse_taken(snapshot, called, but=ref)
    except NameTaken as error:
        raise TakenSince(ref) from error


def refuse_named(snapshot: Snapshot, name: str, keys: Collection[str]) -> None:
    """Refuse to let go of *name* while a query names it by one of *keys*.

    Raises:
        StillNamed: One does.
    """
    users = names(snapshot).users(keys)
    if users:
        raise StillNamed(name, tuple(each.name for each in users))


def rename(transaction: Transaction, keys: Collection[str], name: str) -> None:
    """Write *name* in all queries where one of *keys* stood: it is called so now."""
    for watch in names(transaction).users(keys):
        row = transaction.session.get_one(store.ThemeRow, watch.id)
        phrases = [
            renamed(each, keys, name) if each.lstrip().startswith("@") else each
            for each in row.ignored
        ]
        for field, after in (("query", renamed(row.query, keys, name)), ("ignored", phrases)):
            if getattr(row, field) != after:
                change = FieldChange(field=field, before=getattr(row, field), after=after)
                edits.apply(transaction, row.ref, row, change)


def ask_again(
    transaction: Transaction,
    keys: Collection[str],
    *own: ThemeId,
    only: Sequence[int] | None = None,
) -> None:
    """Make the themes that name one of *keys*, and *own*, forget what they found and look back.

    Of *own* nothing is forgotten but the mentions in *only* those articles; None: all.
    """
    users = {each.id for each in names(transaction).all_users(keys)}
    for each in sorted(users.union(own)):
        store.forget_mentions(transaction, each, only=only if each in own else None)
        look_back(transaction, transaction.session.get_one(store.ThemeRow, each))
    if users or own:
        transaction.announce(Change.of(Subject.WATCH, users))
        transaction.announce(Change.of(Subject.MENTION))


def answered_otherwise(
    snapshot: Snapshot, row: store.ThemeRow, query: str, ignored: tuple[str, ...]
) -> Sequence[int] | None:
    """Return the articles that *row* may answer otherwise with that query and those phrases.

    None: they are too many, or the index does not know.

    Raises:
        QueryError, IgnoredPhraseWrong, NoSuchWordList: What `QueryNames.asked` refuses.
    """
    known = names(snapshot)
    new = known.asked(query, ignored, of=row.name_key)
    try:
        apart = contrast(known.asked(row.query, row.ignored, of=row.name_key), new)
    except CommsDeskError:
        return None  # What it asked came from another version, and found nothing.
    if apart is None:
        return ()
    if proposal(apart).formula is None:
        return None
    ids = fulltext.propose(snapshot, Subject.ARTICLE, apart, limit=MOST_FORGOTTEN_APART + 1)
    return ids if len(ids) <= MOST_FORGOTTEN_APART else None


def look_back(transaction: Transaction, row: store.ThemeRow) -> None:
    """Ask *row* of the newest articles."""
    start = store.start_of_look_back(transaction, articles_back=LOOK_BACK_ARTICLES)
    store.look_back(transaction, row, back_to=start)
