"""Whatever is typed while one goes from thing to thing is where it was typed, and nowhere else.

Two seeded walks, one over contacts and one over bulletins: pages, saves and late answers as they
come, with writes held back at random.
"""

import random
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.errors import CommsDeskError
from comms_desk.internal.bulletins.model import BulletinBlockKind, NewBlock
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.list_page import ListPage
from comms_desk.ui.kit.fields import CardField
from tests.support.windows import held_writes
from tests.ui.bulletins.shown import NEW, TEXT
from tests.ui.keys import type_words

SEEDS = (1, 4)
STEPS = 40

type Fields = Callable[[], dict[object, CardField]]
"""What may be typed in now, by what it is of."""


class Walk:
    """Somebody who goes from row to row and types here and there."""

    def __init__(self, qtbot: QtBot, page: ListPage, fields: Fields, seed: int) -> None:  # type: ignore[type-arg]
        self._qtbot, self._page, self._fields = qtbot, page, fields
        self._chance = random.Random(seed)
        self.typed: defaultdict[object, str] = defaultdict(str)
        self.failed: list[CommsDeskError] = []
        page.errands.failed.connect(self.failed.append)

    def go(self) -> None:
        for step in range(STEPS):
            with ExitStack() as held:
                if self._chance.random() < 0.4:
                    held.enter_context(held_writes(self._page.errands))
                for _ in range(self._chance.randint(1, 4)):
                    self._stop_at_one(step)
        self._page.leaving()
        self._qtbot.waitUntil(lambda: self._page.errands.is_idle)

    def _stop_at_one(self, step: int) -> None:
        rows = self._page.column.list.list.rows.rows()
        self._page.column.list.choose(self._chance.choice(rows).key)
        self._qtbot.wait(self._chance.choice([0, 1, 10, 40]))
        fields = {of: field for of, field in self._fields().items() if field.isVisible()}
        if not fields or self._chance.random() < 0.2:
            return
        of = self._chance.choice(list(fields))
        field, words = fields[of], f"x{step}y{self._chance.randint(0, 999)}w"
        _at_the_end(field.editor)
        type_words(field.editor, words)
        self.typed[of] += words
        if self._chance.random() < 0.4:
            field.save_now()


def _at_the_end(editor: QWidget) -> None:
    editor.setFocus()
    if isinstance(editor, QLineEdit):
        editor.setCursorPosition(len(editor.text()))
    else:
        editor.moveCursor(QTextCursor.MoveOperation.End)  # type: ignore[attr-defined]


def show(qtbot: QtBot, page: ListPage, rows: int) -> None:  # type: ignore[type-arg]
    qtbot.addWidget(page)
    page.errands.changed.connect(page.changed)
    page.resize(1100, 760)
    page.show()
    page.shown()
    qtbot.waitUntil(lambda: page.column.list.shown == rows)


@pytest.mark.parametrize("seed", SEEDS)
def test_over_contacts(qtbot: QtBot, office: Office, errands: Errands, seed: int) -> None:
    contacts = [
        office.contacts.add(
            NewContact(family_name=f"N{number}", positions=(NewPosition(title=""),) * (number % 4))
        ).id
        for number in range(7)
    ]
    page = DirectoryPage(errands)
    show(qtbot, page, len(contacts))
    walk = Walk(
        qtbot,
        page,
        lambda: {each: card.fields["title"] for each, card in page.contact_card.positions.items()},
        seed,
    )

    walk.go()

    kept = {
        position.id: position.title
        for contact in contacts
        for position in office.contacts.get(contact).positions
    }
    assert {each: title for each, title in kept.items() if title} == walk.typed
    assert walk.failed == []


@pytest.mark.parametrize("seed", SEEDS)
def test_over_bulletins(qtbot: QtBot, office: Office, errands: Errands, seed: int) -> None:
    kinds = [replace(TEXT, text=""), *(NewBlock(kind=kind) for kind in BulletinBlockKind)]
    bulletins = [
        office.bulletins.add(replace(NEW, number=100 + number), kinds[: number % 5]).id
        for number in range(7)
    ]
    page = BulletinsPage(errands)
    show(qtbot, page, len(bulletins))
    walk = Walk(
        qtbot,
        page,
        lambda: {
            (each, card.fields[0].field): card.fields[0]
            for each, card in page.card.blocks.cards.items()
        },
        seed,
    )

    walk.go()

    kept = {
        (block.id, field): getattr(block, field)
        for bulletin in bulletins
        for block in office.bulletins.get(bulletin).blocks
        for field in ("text", "alternative")
    }
    assert {each: words for each, words in kept.items() if words} == walk.typed
    assert walk.failed == []
