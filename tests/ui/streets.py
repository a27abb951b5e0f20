"""A page that lists streets, for the tests of what every such page does."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import override

from PySide6.QtCore import QMimeData
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.keys import Keys
from comms_desk.paths import Paths
from comms_desk.settings_file import PersonSettings
from comms_desk.storage.database import Database
from comms_desk.storage.errors import StorageBusy
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.list_page import ListPage, Reading, counted, file_in, written
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.layout import CardPane, TwoPanes
from comms_desk.ui.kit.rows import Row

STREETS = tuple(f"Street {number:03}" for number in range(250))
SLOW = "slow"


class StreetsPage(ListPage[Rows[Row]]):
    """Streets by their number; a search for SLOW waits at a gate."""

    KEY = "directory"
    SHOWS = frozenset({Subject.CONTACT})

    def __init__(self, errands: Errands) -> None:
        super().__init__(errands, "Street", first="Add a street", lesson="A city has streets.")
        self.gate = threading.Event()
        self.asked: list[tuple[object | None, int]] = []
        self.searched: list[str] = []
        self.picked: list[int] = []
        self.cards_read = 0
        self.dropped: list[Path] = []
        self.begun = 0
        self.is_busy = False
        self.streets = STREETS
        self.column.add_chip("Even", "even")
        self.column.add_chip("All", None, checked=True)
        self.card = self.beside(CardPane("Choose a street."))
        self.panel = self.beside(CardPane("Choose a file."))
        self.put_in_front(self.card)
        self.fill(TwoPanes(self.column, self.right))

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Rows[Row]]:
        self.asked.append((after, limit))
        self.searched.append(searched)
        is_busy, words, even = self.is_busy, searched, self.column.filter == "even"
        keys = [
            key
            for key, name in enumerate(self.streets)
            if (words in name or words == SLOW) and not (even and key % 2)
        ]

        def job(_office: Office) -> Rows[Row]:
            if words == SLOW:
                assert self.gate.wait(60)
            if is_busy:
                raise StorageBusy(waited_s=1)
            first = 0 if after is None else keys.index(int(str(after))) + 1
            read = tuple(keys[first : first + limit])
            more = first + limit < len(keys)
            return written(
                Rows(rows=read, total=len(keys), next_key=read[-1] if more else None),
                lambda key: Row(key=key, title=STREETS[key]),
            )

        return job

    @override
    def say_found(self, found: Rows[Row]) -> None:
        self.column.count.setText(counted(found))

    @override
    def none_match(self, searched: str) -> str:
        return f"No street is called {searched}." if searched else ""

    @override
    def pick(self, key: int) -> None:
        self.picked.append(key)

    @override
    def read_card(self) -> None:
        self.cards_read += 1

    @override
    def new(self) -> None:
        self.begun += 1

    @override
    def dropping(self, data: QMimeData) -> Callable[[], None] | None:
        file = file_in(data, frozenset({".csv"}))
        return None if file is None else partial(self.dropped.append, file)


@contextmanager
def streets(qtbot: QtBot, database: Database, home: Path) -> Iterator[StreetsPage]:
    """Show the page over a desk in *home*."""
    paths = Paths.under(home)
    settings = PersonSettings.read(paths.settings_file)
    office = Office(database, paths=paths, settings=settings, keys=Keys())
    errands = Errands(lambda: office)
    made = StreetsPage(errands)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    try:
        yield made
    finally:
        made.gate.set()
        errands.close()


def titles(page: StreetsPage) -> list[str]:
    return [row.title for row in page.column.list.list.rows.rows()]


def shown(qtbot: QtBot, page: StreetsPage) -> None:
    page.shown()
    qtbot.waitUntil(lambda: len(titles(page)) == page.FIRST_ROWS)


def scroll_to_the_end(qtbot: QtBot, page: StreetsPage) -> None:
    bar = page.column.list.list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > bar.value())
    bar.setValue(bar.maximum())


def type_and_pause_not(page: StreetsPage, words: str) -> None:
    """Have *words* in the search box that it has not asked for yet."""
    page.column.search.blockSignals(True)
    page.column.search.setText(words)
    page.column.search.blockSignals(False)


def said_instead_of_rows(page: StreetsPage) -> str:
    return " ".join(
        label.text() for label in page.column.empty.findChildren(Label) if label.isVisible()
    )
