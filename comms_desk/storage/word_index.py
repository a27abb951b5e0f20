"""The index of words: which rows are found as one types, in the order of their names.

Where `fulltext` knows texts, newest first, this one knows all by which a row is found, by name:
a row *stands* at a number made of the first letters of its sort key and of its id, so that the
engine gives the beginning of a list and stops, however many follow.

It decides alone what is found and counted: each slice puts its rows in and takes them out in the
transaction that changes them, and `storage.soundness` compares.  What is in the bin is not in it;
what left the bin for good is wiped out of its pages too.
"""

# ruff: noqa: S608 - the names of tables are ours, every value is bound

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, takewhile
from string import ascii_lowercase
from typing import Any as Anything
from typing import Final

from sqlalchemy import BigInteger, ColumnElement, Select, literal_column, select, table, text

from comms_desk.changes import Ref, Subject
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.fulltext import (
    MAX_TOKEN_CHARACTERS,
    TABLE_PREFIX,
    for_postgresql,
    for_sqlite,
    within_bytes,
)
from comms_desk.storage.model import IndexEntry
from comms_desk.storage.rows import BinnedRow, row_of_kind
from comms_desk.text.proposal import Any, Every, Formula, Lookup

INDEXED: Final = (Subject.CONTACT,)
"""The kinds that are found so."""

ROWS_AT_ONCE = 2_000
"""Written together, in their order: each row that is out of order costs FTS5 a page of its own."""

ID_BITS = 28
"""Of a place.  What is left of 63 bits holds seven letters."""
_ID_MASK = (1 << ID_BITS) - 1
_LETTERS = 7
_CODES: Final = {" ": 0} | {letter: code for code, letter in enumerate(ascii_lowercase, 2)}
"""Of the characters of a sort key; its end is as a space."""
_CHARACTERS: Final = {code: character for character, code in _CODES.items()}
_DIGIT, _BEYOND = 1, len(ascii_lowercase) + 2

_PREFIXES = 4
"""Beginnings of so many letters have an index of their own."""
_MOST_WORDS = 8
"""A longer beginning of no more words than these is asked as those words, which costs less."""


def place(sort_key: str, row: int = 0) -> int:
    """Return where *row* stands: never after a row whose sort key is higher.

    Those whose keys have the same first letters stand together, by their ids, whatever follows.
    """
    if not 0 <= row <= _ID_MASK:
        raise ValueError(row)
    number, is_told = 0, True
    for character in sort_key[:_LETTERS].ljust(_LETTERS):
        code = _CODES.get(character) if is_told else 0
        if code is None:
            # Digits are not told apart, nor is what is beyond z, nor then what follows.
            code = _DIGIT if character < "a" else _BEYOND
            is_told = False
        number = number * (_BEYOND + 1) + code
    return number << ID_BITS | row


def row_at(stands: int) -> int:
    """Return the id of the row that *stands* there."""
    return stands & _ID_MASK


# ── Read ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the index; *stands* is the column of places, *rows* that of ids."""

    places: Select[int]
    stands: ColumnElement[int]

    @property
    def rows(self) -> ColumnElement[int]:
        """Return the ids of the rows that are found."""
        return self.stands.bitwise_and(_ID_MASK)

    def where(self, *conditions: ColumnElement[bool]) -> "Question":
        """Ask for those alone that meet *conditions* too."""
        return Question(self.places.where(*conditions), self.stands)


def question(snapshot: Snapshot, subject: Subject, formula: Formula) -> Question:
    """Return the question for the rows for which *formula* is true; it knows no phrases."""
    name = table_name(subject)
    stands: ColumnElement[int] = literal_column(_key(snapshot), BigInteger)
    if snapshot.database.is_sqlite:
        asked = text(f"{name} MATCH :formula")
        said = for_sqlite(_with_words(snapshot, subject, formula))
    else:
        asked = text("words @@ CAST(:formula AS tsquery)")
        said = for_postgresql(formula)
    found = select(stands).select_from(table(name)).where(asked.bindparams(formula=said))
    return Question(found, stands)


def first_places(snapshot: Snapshot, asked: Question, *, limit: int) -> list[int]:
    """Return where the first rows stand that answer."""
    first = asked.places.order_by(asked.stands).limit(limit)
    return list(snapshot.session.connection().scalars(first).all())


@dataclass(frozen=True, slots=True)
class RowBatch:
    """Rows that answer, in no order, by their ids; none has a sort key lower than *from_key*."""

    rows: Sequence[int]
    from_key: str


def batches(
    snapshot: Snapshot, asked: Question, *, at_once: int, from_key: str = "", known: Sequence[int]
) -> Iterator[RowBatch]:
    """Yield the rows that answer, in batches, each of rows before those of the next.

    Args:
        snapshot: What is read.
        asked: The question.
        at_once: How many at least, but in the last batch.
        from_key: The sort key of the first; those that only begin as it does come too.
        known: Where the first that answer stand, as far as that was read already; empty: not.
    """
    begins = place(from_key)
    stands, is_end = list(known), False
    while not is_end:
        if not stands:
            stands = first_places(snapshot, asked.where(asked.stands >= begins), limit=at_once)
        is_end = len(stands) < at_once
        batch = stands[:at_once]
        if not is_end:
            begins = _next_place(batch[-1])
            batch += (each for each in stands[at_once:] if each < begins)
            if len(batch) == len(stands):
                there = asked.where(asked.stands > batch[-1], asked.stands < begins)
                batch += snapshot.session.connection().scalars(there.places).all()
        if batch:
            yield RowBatch(list(map(row_at, batch)), _letters_at(batch[0]))
        stands = []


def every_entry(snapshot: Snapshot, subject: Subject) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield where each row stands, and what is said of it, to check that it is in step."""
    name = table_name(subject)
    words = "words" if snapshot.database.is_sqlite else "tsvector_to_array(words)"
    for stands, said in snapshot.session.execute(
        text(f"SELECT {_key(snapshot)}, {words} FROM {name}")
    ):
        yield stands, indexed(said.split() if isinstance(said, str) else said)


def indexed(words: Iterable[str]) -> tuple[str, ...]:
    """Return what the index knows of *words*: of a long one the beginning, and each once."""
    return tuple(within_bytes(sorted({word[:MAX_TOKEN_CHARACTERS] for word in words})))


def _next_place(stands: int) -> int:
    """Return where those begin whose keys do not begin as the key of who *stands* there."""
    return ((stands >> ID_BITS) + 1) << ID_BITS


def _letters_at(stands: int) -> str:
    """Return the lowest sort key of who may *stand* there."""
    number, codes = stands >> ID_BITS, []
    for _ in range(_LETTERS):
        number, code = divmod(number, _BEYOND + 1)
        codes.append(code)
    told = takewhile(_CHARACTERS.__contains__, reversed(codes))
    return "".join(_CHARACTERS[code] for code in told).rstrip()


def _with_words(snapshot: Snapshot, subject: Subject, formula: Formula) -> Formula:
    """Return *formula* with the words of its longer beginnings, where these are few.

    FTS5 reads all the rows of a beginning that has no index before it gives the first of them.
    """
    match formula:
        case Every(parts):
            return Every(tuple(_with_words(snapshot, subject, each) for each in parts))
        case Any(parts):
            return Any(tuple(_with_words(snapshot, subject, each) for each in parts))
        case Lookup((word,), prefix=True) if _PREFIXES < len(word) < MAX_TOKEN_CHARACTERS:
            words = _words_from(snapshot, subject, word)
            if words is None:
                return formula
            lookups = tuple(Lookup((each,)) for each in words or (word,))
            return Any(lookups) if len(lookups) > 1 else lookups[0]
        case _:
            return formula


def _words_from(snapshot: Snapshot, subject: Subject, beginning: str) -> list[str] | None:
    """Return the words that begin so; None: they are many, or too long."""
    following = text(f"SELECT term FROM {_terms(subject)} WHERE term >= :word LIMIT 1")
    found: list[str] = []
    word = snapshot.session.scalar(following, {"word": beginning})
    while word is not None and word.startswith(beginning):
        found.append(word)
        if len(found) > _MOST_WORDS or len(word) >= MAX_TOKEN_CHARACTERS:
            return None
        # The next one; to ask for what is greater than it would read all of its rows.
        word = snapshot.session.scalar(following, {"word": f"{word}0"})
    return found


# ── Write ─────────────────────────────────────────────────────────────────────────────


def put(transaction: Transaction, subject: Subject, entries: Iterable[IndexEntry]) -> None:
    """Have the index know *entries* as they are now.

    What it knew of those rows is replaced; one whose sort key changes is removed first.
    """
    name, is_sqlite = table_name(subject), transaction.database.is_sqlite
    if is_sqlite:
        statement = f"INSERT OR REPLACE INTO {name} (rowid, words) VALUES (:place, :words)"
    else:
        statement = (
            f"INSERT INTO {name} (id, words) "
            "VALUES (:place, array_to_tsvector(CAST(:words AS text[]))) "
            "ON CONFLICT (id) DO UPDATE SET words = excluded.words"
        )
    for some in batched(entries, ROWS_AT_ONCE):
        rows: list[dict[str, Anything]] = [
            {
                "place": place(each.sort_key, each.id),
                "words": each.words if is_sqlite else list(indexed(each.words.split())),
            }
            for each in some
        ]
        rows.sort(key=_place_of)
        transaction.session.execute(text(statement), rows)


def called_anew(transaction: Transaction, ref: Ref) -> None:
    """Have those be found anew who are found by what *ref* is called: it has another name."""
    for subject in INDEXED:
        kind = row_of_kind(subject, BinnedRow)
        put(transaction, subject, kind.entries(transaction, kind.found_by(transaction, ref)))


def remove(transaction: Transaction, subject: Subject, rows: Iterable[tuple[str, int]]) -> None:
    """Have the index forget *rows*, each the sort key under which it stands and its id."""
    places = [{"place": each} for each in sorted(place(key, row) for key, row in rows)]
    if places:
        name, key = table_name(subject), _key(transaction)
        transaction.session.execute(text(f"DELETE FROM {name} WHERE {key} = :place"), places)


def empty(transaction: Transaction, subject: Subject) -> None:
    """Have the index forget every row, to be filled anew."""
    transaction.session.execute(text(f"DELETE FROM {table_name(subject)}"))


def wipe(transaction: Transaction, subject: Subject) -> None:
    """Leave nothing in the pages of the index of the rows that it forgot.

    FTS5 only marks what is removed, until it merges; a server wipes by itself.
    """
    if transaction.database.is_sqlite:
        name = table_name(subject)
        transaction.session.execute(text(f"INSERT INTO {name} ({name}) VALUES ('optimize')"))


def table_name(subject: Subject) -> str:
    """Return the table in which what is found of *subject* stands."""
    if subject not in INDEXED:
        raise ValueError(f"{subject} has no index of words")
    return TABLE_PREFIX + subject.value


def tables(snapshot: Snapshot) -> Iterator[str]:
    """Yield the names of the tables that the index is made of, as far as they are the desk's."""
    for subject in INDEXED:
        yield table_name(subject)
        if snapshot.database.is_sqlite:
            yield _terms(subject)


def _terms(subject: Subject) -> str:
    return f"{table_name(subject)}_terms"


def _place_of(row: dict[str, Anything]) -> int:
    stands: int = row["place"]
    return stands


def _key(snapshot: Snapshot) -> str:
    return "rowid" if snapshot.database.is_sqlite else "id"
