"""What the Directory lists, as a file for a spreadsheet: all of it, or what a search left."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.i18n import format_number, format_share
from comms_desk.media.contacts.exporting import in_table
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.lists.exporting import in_table as of_list
from comms_desk.media.lists.model import ListId
from comms_desk.media.outlets.facts import FACTS
from comms_desk.media.outlets.model import Outlet, OutletId
from comms_desk.storage.paging import Page
from comms_desk.ui.directory import list_rows, rows
from comms_desk.ui.frame.exported_files import Exported, Gathered
from comms_desk.wording.media_lists import left_out

READ_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class ListExport:
    """The job that gathers who is in a list, to be written to a *file*; the audit has it noted."""

    of: ListId
    file: Path

    def __call__(self, office: Office) -> Gathered:
        """Read who is in the list, shown or not."""
        people = office.lists.export(self.of)
        said = list_rows.how_many(len(people), 0)
        table = of_list(
            (each, left_out(each.left_out, each.note) if each.left_out else "") for each in people
        )
        return Gathered(self.file, table, said)


@dataclass(frozen=True, slots=True)
class DirectoryExport:
    """The job that gathers what is listed of one kind, to be written to a *file*.

    *searched* and *among* are those of the list; the export of contacts is noted in the audit.
    """

    subject: Subject
    file: Path
    searched: str
    among: range | None

    def __call__(self, office: Office) -> Gathered:
        """Read what is listed, shown or not."""
        gather = self._outlets if self.subject is Subject.OUTLET else self._contacts
        count, table = gather(office)
        return Gathered(self.file, table, self._said(office, count))

    @property
    def _is_all(self) -> bool:
        return not self.searched and self.among is None

    def _contacts(self, office: Office) -> tuple[int, Exported]:
        found = None if self._is_all else frozenset(map(ContactId, self._found(office)))
        exported = office.contacts.export(only=found)
        return len(exported), in_table(exported)

    def _outlets(self, office: Office) -> tuple[int, Exported]:
        every: Sequence[Outlet] = office.outlets.every()
        if not self._is_all:
            found = frozenset(map(OutletId, self._found(office)))
            every = [each for each in every if each.id in found]
        written = [[fact.in_table(each) for fact in FACTS] for each in every]
        return len(every), ([fact.field for fact in FACTS], written)

    def _found(self, office: Office) -> Iterator[int]:
        """Yield the ids of all that the search of the list finds, shown or not."""
        search = self._search(office)
        after: object | None = None
        while True:
            page = search(self.searched, among=self.among, after=after, limit=READ_AT_ONCE)
            yield from (each.id for each in page.rows)
            after = page.next_key
            if after is None:
                return

    def _search(self, office: Office) -> "Callable[..., Page[Any]]":
        desk = office.outlets if self.subject is Subject.OUTLET else office.contacts
        return desk.search

    def _said(self, office: Office, count: int) -> str:
        if self._is_all:
            return rows.how_many(self.subject, count).format(count=format_number(count))
        whole = self._search(office)(limit=1)
        said = format_share(count, whole.total, capped=whole.capped)
        return rows.how_many(self.subject, whole.total).format(count=said)
