"""The lists that queries name: added, edited, binned; what names them follows."""

from dataclasses import replace
from typing import Any, override

from comms_desk.changes import Change, Subject
from comms_desk.media.themes import query_names, word_lists
from comms_desk.media.themes.facts import LIST_FACTS
from comms_desk.media.themes.model import (
    NewWordList,
    NoSuchWordList,
    WordList,
    WordListId,
    name_key,
)
from comms_desk.media.themes.views import phrases
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.model import Edit, FieldChange


class WordListDesk(BinnedDesk[word_lists.WordListRow, WordListId, WordList]):
    """The lists of terms of the desk."""

    ROW = word_lists.WordListRow
    EDITABLE = frozenset(fact.field for fact in LIST_FACTS)

    def add(self, new: NewWordList) -> WordList:
        """Add a list; queries that name it already are asked again.

        Raises:
            NameTaken: Another list or a theme has one of its names.
        """
        with self._writing() as transaction:
            query_names.refuse_taken(transaction, new.called)
            row = word_lists.add(transaction, new)
            transaction.announce(Change.of(Subject.WORD_LIST, [row.id]))
            return self._asked_again(transaction, row)

    def every(self) -> tuple[WordList, ...]:
        """Return all of them, by name."""
        with self._database.snapshot() as snapshot:
            return word_lists.every(snapshot)

    def called(self, name: str) -> WordList:
        """Return the list that a query names so, with or without its @.

        Raises:
            NoSuchWordList: None is called so.
        """
        for each in self.every():
            if name_key(name) in each.keys:
                return each
        raise NoSuchWordList(name)

    @override
    def _value(self, snapshot: Snapshot, row: word_lists.WordListRow) -> WordList:
        return word_lists.value(row)

    @override
    def _change(
        self, transaction: Transaction, row: word_lists.WordListRow, change: FieldChange
    ) -> Edit:
        """Change a field of *row*; a name that it has no more is written over in the queries.

        Raises:
            NameTaken: Another list or a theme has its new name.
            WordListNameMissing: There is no word in a name.
            WordListEmpty: No term is left.
            TermWrong: A term holds no word.
        """
        before = word_lists.value(row)
        field, after = change.field, change.after
        said: dict[str, Any] = {field: str(after) if field == "name" else phrases(after)}
        now = replace(before, **said)
        NewWordList(name=now.name, terms=now.terms, also_called=now.also_called)
        if row.binned_at is None:
            query_names.refuse_taken(transaction, now.called, but=row.ref)
        row.name_key = name_key(now.name)
        edit = super()._change(transaction, row, change)
        if row.binned_at is None:
            query_names.rename(transaction, set(before.keys) - set(now.keys), now.name)
        if field == "terms":
            query_names.ask_again(transaction, now.keys)
        return edit

    @override
    def _put_in(self, transaction: Transaction, row: word_lists.WordListRow) -> None:
        """Put *row* in the bin.

        Raises:
            StillNamed: A query names it.
        """
        query_names.refuse_named(transaction, row.name, word_lists.value(row).keys)
        super()._put_in(transaction, row)

    @override
    def _take_out(self, transaction: Transaction, row: word_lists.WordListRow) -> None:
        """Take *row* out of the bin.

        Raises:
            TakenSince: Another list or a theme has one of its names by now.
        """
        query_names.refuse_taken_since(transaction, row.ref, word_lists.value(row).called)
        super()._take_out(transaction, row)
        self._asked_again(transaction, row)

    def _asked_again(self, transaction: Transaction, row: word_lists.WordListRow) -> WordList:
        value = word_lists.value(row)
        query_names.ask_again(transaction, value.keys)
        return value
