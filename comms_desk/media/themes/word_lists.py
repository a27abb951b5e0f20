"""Rows of the lists that queries name.  Private to the slice."""

from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Subject
from comms_desk.media.themes.model import NewWordList, WordList, name_key
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import here
from comms_desk.storage.rows import BinnedRow, ShortText, TextTuple, unique_outside_bin
from comms_desk.storage.values import columns_of, value_of


class WordListRow(BinnedRow):
    """One list; *name_key* is its folded name."""

    SUBJECT = Subject.WORD_LIST
    __tablename__ = "word_lists"
    __table_args__ = (unique_outside_bin("uq_word_lists_name_key", "name_key"),)

    name: Mapped[ShortText]
    name_key: Mapped[str]
    also_called: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    terms: Mapped[tuple[str, ...]] = mapped_column(TextTuple)


def value(row: WordListRow) -> WordList:
    """The value of *row*."""
    return value_of(WordList, row)


def every(snapshot: Snapshot) -> tuple[WordList, ...]:
    """The lists outside the bin, by name."""
    rows = snapshot.session.scalars(here(WordListRow).order_by(WordListRow.name_key))
    return tuple(map(value, rows))


def add(transaction: Transaction, new: NewWordList) -> WordListRow:
    """Add a list."""
    row = WordListRow(**columns_of(new, name_key=name_key(new.name)))
    transaction.session.add(row)
    transaction.session.flush()
    return row
