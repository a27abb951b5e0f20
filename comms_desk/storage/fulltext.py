"""The full-text index: it proposes what may answer a query, newest first.

What goes in are our own folded words, so that both engines see the same: SQLite in a
contentless FTS5 table (title and body apart, no phrase runs across), PostgreSQL as lexemes
under a GIN index.  It may propose too much, never too little; `text.matching` decides.
It holds no text that could be read back, and each slice puts in and takes out its own rows.
"""

# ruff: noqa: S608 - the names of tables are ours, every value is bound

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Final

from sqlalchemy import text

from comms_desk.changes import Subject
from comms_desk.kinds import those
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.text.fold import tokens
from comms_desk.text.proposal import Any, Close, Every, Formula, Lookup, proposal
from comms_desk.text.query.tree import Tree

INDEXED: Final = those(lambda kind: kind.is_indexed)

TABLE_PREFIX: Final = "fulltext_"
"""Of every table of the index, FTS5's own shadow tables too."""

MAX_TOKEN_CHARACTERS = 200
MAX_LEXEMES_BYTES = 900_000
"""PostgreSQL refuses a row of more than 1 MiB of lexemes; the rest of the words stays out."""

_ROWS_AT_ONCE = 200
_TITLE_MARK = ":"
"""Before a title's word in PostgreSQL's one list of lexemes; no token has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextEntry:
    """A row's words; see `entry`."""

    id: int
    title: Sequence[str]
    body: Sequence[str] = ()


def entry(row: int, title: str, body: str = "") -> TextEntry:
    """What the index keeps of a row's text."""
    return TextEntry(id=row, title=tokens(title), body=tokens(body))


def put(transaction: Transaction, subject: Subject, entries: Iterable[TextEntry]) -> None:
    """Have the index know *entries* as they are now; what it knew of those rows is replaced."""
    if transaction.database.is_sqlite:
        statement = (
            f"INSERT OR REPLACE INTO {table_name(subject)} (rowid, title, body) "
            "VALUES (:id, :title, :body)"
        )
    else:
        statement = (
            f"INSERT INTO {table_name(subject)} (id, words) "
            "VALUES (:id, array_to_tsvector(CAST(:words AS text[]))) "
            "ON CONFLICT (id) DO UPDATE SET words = excluded.words"
        )
    for some in batched(entries, _ROWS_AT_ONCE):
        rows = [
            {"id": each.id, "title": _spaced(each.title), "body": _spaced(each.body)}
            if transaction.database.is_sqlite
            else {"id": each.id, "words": _lexemes(each)}
            for each in some
        ]
        transaction.session.execute(text(statement), rows)


def remove(transaction: Transaction, subject: Subject, rows: Iterable[int]) -> None:
    """Have the index forget *rows*: they are in the bin, or erased."""
    key = _key(transaction)
    values = [{"id": row} for row in rows]
    if values:
        transaction.session.execute(
            text(f"DELETE FROM {table_name(subject)} WHERE {key} = :id"), values
        )


def known(snapshot: Snapshot, subject: Subject) -> frozenset[int]:
    """Every row that the index knows, to check that it is in step."""
    found = snapshot.session.execute(text(f"SELECT {_key(snapshot)} FROM {table_name(subject)}"))
    return frozenset(found.scalars())


def propose(
    snapshot: Snapshot,
    subject: Subject,
    tree: Tree,
    *,
    limit: int,
    before_id: int | None = None,
    from_id: int | None = None,
) -> list[int]:
    """The rows that may answer *tree*, the highest id first; every answer is among them.

    Args:
        snapshot: What to read.
        subject: Whose index.
        tree: The query.
        limit: How many rows at most.
        before_id: Only rows with a lower id: the last one of the page before.
        from_id: Only rows with this id or a higher one.
    """
    where, values = _where(snapshot, subject, tree, before_id, from_id)
    key = _key(snapshot)
    found = snapshot.session.execute(
        text(f"SELECT {key} FROM {table_name(subject)}{where} ORDER BY {key} DESC LIMIT :limit"),
        {**values, "limit": limit},
    )
    return list(found.scalars())


def count(
    snapshot: Snapshot,
    subject: Subject,
    tree: Tree,
    *,
    at_most: int,
    before_id: int | None = None,
    from_id: int | None = None,
) -> int:
    """How many rows `propose` would give, counting no further than *at_most*."""
    where, values = _where(snapshot, subject, tree, before_id, from_id)
    found = snapshot.session.execute(
        text(
            f"SELECT count(*) FROM (SELECT 1 FROM {table_name(subject)}{where} LIMIT :limit)"
            " AS found"
        ),
        {**values, "limit": at_most},
    )
    return int(found.scalar_one())


def is_exact(snapshot: Snapshot, tree: Tree) -> bool:
    """Whether what is proposed for *tree* is all that answers it, and nothing else."""
    made = proposal(tree)
    if made.formula is None or not made.is_exact or not _uncut(made.formula):
        return False
    return snapshot.database.is_sqlite or _single_words(made.formula)


def _where(
    snapshot: Snapshot, subject: Subject, tree: Tree, before_id: int | None, from_id: int | None
) -> tuple[str, dict[str, object]]:
    conditions: list[str] = []
    values: dict[str, object] = {}
    formula = proposal(tree).formula
    if formula is not None and snapshot.database.is_sqlite:
        conditions.append(f"{table_name(subject)} MATCH :words")
        values["words"] = for_sqlite(formula)
    elif formula is not None:
        conditions.append("words @@ CAST(:words AS tsquery)")
        values["words"] = for_postgresql(formula)
    if before_id is not None:
        conditions.append(f"{_key(snapshot)} < :before_id")
        values["before_id"] = before_id
    if from_id is not None:
        conditions.append(f"{_key(snapshot)} >= :from_id")
        values["from_id"] = from_id
    return (" WHERE " + " AND ".join(conditions) if conditions else ""), values


def for_sqlite(formula: Formula) -> str:
    """Return *formula* as FTS5 reads it."""
    match formula:
        case Lookup(words, prefix, in_title):
            phrase = f'"{_spaced(words)}"' + (" *" if prefix else "")
            return f"title : {phrase}" if in_title else phrase
        case Close(left, right, within):
            phrases = (for_sqlite(Lookup(side.tokens, side.prefix)) for side in (left, right))
            near = f"NEAR({' '.join(phrases)}, {within})"
            return f"title : {near}" if left.in_title else near
        case Every(parts, unwanted):
            wanted = " AND ".join(f"({for_sqlite(part)})" for part in parts)
            if not unwanted:
                return wanted
            return f"({wanted}) NOT ({' OR '.join(f'({for_sqlite(part)})' for part in unwanted)})"
        case Any(parts):
            return " OR ".join(f"({for_sqlite(part)})" for part in parts)


def for_postgresql(formula: Formula) -> str:
    """Return *formula* as a tsquery, which knows no order of words."""
    match formula:
        case Lookup(words, prefix, in_title):
            mark = _TITLE_MARK if in_title else ""
            lexemes = [f"'{mark}{word[:MAX_TOKEN_CHARACTERS]}'" for word in words]
            if prefix:
                lexemes[-1] += ":*"
            return " & ".join(lexemes)
        case Close(left, right):
            return f"({for_postgresql(left)}) & ({for_postgresql(right)})"
        case Every(parts, unwanted):
            wanted = [f"({for_postgresql(part)})" for part in parts]
            # A phrase is only its words here: leaving out rows that hold them would be too much.
            alone = [f"!({for_postgresql(part)})" for part in unwanted if _single_words(part)]
            return " & ".join(wanted + alone)
        case Any(parts):
            return " | ".join(f"({for_postgresql(part)})" for part in parts)


def _single_words(formula: Formula) -> bool:
    """Whether PostgreSQL's lexemes, which know no order, say *formula* exactly."""
    match formula:
        case Lookup(words):
            return len(words) == 1
        case Close():
            return False
        case Every(parts, unwanted):
            return all(map(_single_words, (*parts, *unwanted)))
        case Any(parts):
            return all(map(_single_words, parts))


def _uncut(formula: Formula) -> bool:
    """Whether every word of *formula* is short enough to be kept whole."""
    match formula:
        case Lookup(words):
            return all(len(word) < MAX_TOKEN_CHARACTERS for word in words)
        case Close(left, right):
            return _uncut(left) and _uncut(right)
        case Every(parts, unwanted):
            return all(map(_uncut, (*parts, *unwanted)))
        case Any(parts):
            return all(map(_uncut, parts))


def _spaced(words: Sequence[str]) -> str:
    return " ".join(word[:MAX_TOKEN_CHARACTERS] for word in words)


def _lexemes(each: TextEntry) -> list[str]:
    """The words of *each*, once; a title's once more with the mark."""
    return list(within_bytes(_marked(each)))


def _marked(each: TextEntry) -> Iterator[str]:
    for mark, words in ((_TITLE_MARK, each.title), ("", each.title), ("", each.body)):
        for word in words:
            yield mark + word[:MAX_TOKEN_CHARACTERS]


def within_bytes(lexemes: Iterable[str]) -> Iterator[str]:
    """Yield each of *lexemes* once, as many as PostgreSQL takes of one row."""
    room = MAX_LEXEMES_BYTES
    for lexeme in dict.fromkeys(lexemes):
        room -= len(lexeme.encode())
        if room < 0:
            return
        yield lexeme


def table_name(subject: Subject) -> str:
    """Return the table in which what is found of *subject* stands."""
    if subject not in INDEXED:
        raise ValueError(f"{subject} has no full-text index")
    return TABLE_PREFIX + subject.value


def _key(snapshot: Snapshot) -> str:
    return "rowid" if snapshot.database.is_sqlite else "id"
