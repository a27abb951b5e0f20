"""A Bulletins page to look at, and what stands on it."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.internal.bulletins.model import (
    BulletinBlock,
    BulletinBlockKind,
    BulletinId,
    NewBlock,
    NewBulletin,
)
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.ui.bulletins.block_card import BlockCard
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.kit.controls import Label

NEW = NewBulletin(name="Entre nous", number=41, day=date(2026, 11, 25), subject="L’essentiel")
TEXT = NewBlock(kind=BulletinBlockKind.TEXT, text="Le budget est déposé.")


def open_account(office: Office) -> None:
    office.accounts.add(
        NewAccount(
            name="Interne",
            sender=Address(name="Entre nous", local="bulletin", domain="ville.example"),
            facts={"host": "smtp.ville.example"},
        )
    )


def hire(office: Office) -> None:
    office.audience.add(NewEmployee(family_name="Roy", email=Address.parse("roy@ville.example")))
    office.audience.add(
        NewEmployee(family_name="Diallo", email=Address.parse("diallo@ville.example"))
    )
    office.audience.add(NewEmployee(family_name="Nguyen", given_name="Bao"))


def shown(
    page: BulletinsPage, qtbot: QtBot, bulletin: BulletinId, blocks: int = 1
) -> list[BlockCard]:
    page.shown()
    page.open(Ref(Subject.BULLETIN, bulletin))
    qtbot.waitUntil(
        lambda: (
            page.card.bulletin == bulletin
            and len(page.card.blocks.cards) == blocks
            and page.card.recipients is not None
            and page.column.list.chosen == bulletin
        )
    )
    return [page.card.blocks.cards[block.id] for block in current(page)]


def current(page: BulletinsPage) -> list[BulletinBlock]:
    assert page.card.shown is not None
    return list(page.card.shown.bulletin.blocks)


def kinds(page: BulletinsPage) -> list[str]:
    cards = sorted(page.card.blocks.cards.values(), key=page.card.blocks.stack.indexOf)
    return [card.kind.value for card in cards]


def words_of(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(Label))


def lines_of(card: BlockCard) -> list[QLineEdit]:
    return [line for line in card.fields[1].findChildren(QLineEdit) if line.isVisible()]


def drop(widget: QWidget, *files: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    widget.dropEvent(
        QDropEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
