"""The Bulletins page: written block by block, tried, confirmed and sent once."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.internal.bulletins.model import (
    Block,
    BlockKind,
    BulletinId,
    Link,
    NewBlock,
    NewBulletin,
)
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.paths import Paths
from comms_desk.settings import PersonSettings
from comms_desk.storage.database import Database
from comms_desk.ui.bulletins.block_card import BlockCard
from comms_desk.ui.bulletins.dialogs import SendQuestion, TrialQuestion
from comms_desk.ui.bulletins_page import BulletinsPage
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.texts.editor import TextEditor
from tests.support.windows import guarded
from tests.ui.keys import click, press, type_words

NEW = NewBulletin(name="Entre nous", number=41, day=date(2026, 11, 25), subject="L’essentiel")
TEXT = NewBlock(kind=BlockKind.TEXT, text="Le budget est déposé.")


@pytest.fixture
def office(sqlite_database: Database, tmp_path: Path) -> Office:
    paths = Paths.under(tmp_path)
    settings = PersonSettings.read(paths.settings_file)
    return Office(sqlite_database, paths=paths, settings=settings, keys=Keys())


@pytest.fixture
def page(qtbot: QtBot, office: Office) -> Iterator[BulletinsPage]:
    errands = Errands(lambda: guarded(office))
    made = BulletinsPage(errands)
    qtbot.addWidget(made)
    errands.changed.connect(made.changed)
    made.resize(1100, 760)
    made.show()
    yield made
    errands.close()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "parc.png"
    out = io.BytesIO()
    Image.new("RGB", (80, 40), "#1D4E89").save(out, "PNG")
    file.write_bytes(out.getvalue())
    return file


def open_account(office: Office) -> None:
    office.accounts.add(
        NewAccount(
            name="Interne",
            sender=Address(name="Entre nous", local="bulletin", domain="ville.example"),
            facts={"host": "smtp.ville.example"},
        )
    )


def hire(office: Office) -> None:
    office.audience.add(NewEmployee(family_name="Roy", email="roy@ville.example"))
    office.audience.add(NewEmployee(family_name="Diallo", email="diallo@ville.example"))
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
        )
    )
    return [page.card.blocks.cards[block.id] for block in current(page)]


def current(page: BulletinsPage) -> list[Block]:
    assert page.card.shown is not None
    return list(page.card.shown.bulletin.blocks)


def kinds(page: BulletinsPage) -> list[str]:
    layout = page.card.blocks.stack
    items = (layout.itemAt(place) for place in range(layout.count()))
    cards = [item.widget() for item in items if item is not None]
    return [card.block.kind.value for card in cards if isinstance(card, BlockCard) and card.block]


def words_of(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(Label))


def lines_of(card: BlockCard) -> list[QLineEdit]:
    lines = card.fields[1].findChildren(QLineEdit)
    return [line for line in lines if not line.parentWidget().isHidden()]


def drop(widget: QWidget, file: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    widget.dropEvent(
        QDropEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_an_empty_page_teaches_the_first_thing_to_do(page: BulletinsPage, qtbot: QtBot) -> None:
    page.shown()

    qtbot.waitUntil(page.column.empty.isVisible)

    assert page.column.empty.first.isVisible()
    assert page.column.empty.sample.isVisible()


def test_a_new_bulletin_follows_the_last_one_and_waits_for_its_subject(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    office.bulletins.add(NEW)
    page.shown()

    page.new()

    qtbot.waitUntil(lambda: page.card.number.value == "42")
    qtbot.waitUntil(page.card.subject.editor.hasFocus)
    assert page.card.name.value == "Entre nous"


def test_the_subject_is_saved_as_it_is_typed(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT])
    shown(page, qtbot, bulletin)
    editor = page.card.subject.editor
    assert isinstance(editor, QLineEdit)

    editor.selectAll()
    type_words(editor, "Le budget")
    press(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: office.bulletins.get(bulletin).subject == "Le budget")
    qtbot.waitUntil(lambda: page.column.list.list.rows.rows()[0].title == "Le budget")


def test_a_number_that_is_none_says_so_in_its_field(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT])
    shown(page, qtbot, bulletin)
    editor = page.card.number.editor
    assert isinstance(editor, QLineEdit)

    editor.selectAll()
    type_words(editor, "beaucoup")
    press(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "is not a number" in words_of(page.card.number))
    assert office.bulletins.get(bulletin).number == 41


def test_the_day_is_saved(page: BulletinsPage, office: Office, qtbot: QtBot) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT])
    shown(page, qtbot, bulletin)

    editor = page.card.day.editor
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "November 25, 2026"
    editor.selectAll()
    type_words(editor, "2026-12-02")
    press(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: office.bulletins.get(bulletin).day == date(2026, 12, 2))
    qtbot.waitUntil(lambda: page.card.day.value == "December 2, 2026")
    editor.selectAll()
    type_words(editor, "demain")
    page.leaving()
    qtbot.waitUntil(lambda: "is not a date" in words_of(page.card.day))


def test_blocks_are_added_written_moved_removed_and_put_back(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT])
    shown(page, qtbot, bulletin)

    click(page.card.blocks.adders[BlockKind.LINKS])
    qtbot.waitUntil(lambda: kinds(page) == ["text", "links"])
    links = page.card.blocks.cards[office.bulletins.get(bulletin).blocks[1].id]
    qtbot.waitUntil(links.fields[0].editor.hasFocus)

    click(links.up)
    qtbot.waitUntil(lambda: kinds(page) == ["links", "text"])
    assert not links.up.isEnabled()
    assert links.down.isEnabled()

    undone: list[object] = []
    page.undoable.connect(lambda _words, undo: undone.append(undo))
    click(links.bin)
    qtbot.waitUntil(lambda: kinds(page) == ["text"])
    undo = undone[0]
    assert callable(undo)
    undo()
    qtbot.waitUntil(lambda: kinds(page) == ["links", "text"])


def test_a_text_is_saved_and_what_comes_from_elsewhere_never_replaces_typing(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT])
    (card,) = shown(page, qtbot, bulletin)
    editor = card.fields[0].editor
    assert isinstance(editor, TextEditor)

    editor.selectAll()
    type_words(editor, "Nouveau")
    page.refresh()
    page.leaving()

    qtbot.waitUntil(lambda: office.bulletins.get(bulletin).blocks[0].text == "Nouveau")
    assert card.fields[0].value == "Nouveau"


def test_a_text_is_written_as_its_readers_see_it_and_never_as_markdown(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    stored = "## Budget\n\nLe budget est __déposé__, voir [le site](https://b.example)."
    bulletin = office.bulletins.add(NEW, [NewBlock(kind=BlockKind.TEXT, text=stored)])
    (card,) = shown(page, qtbot, bulletin)
    editor = card.fields[0].editor
    assert isinstance(editor, TextEditor)

    assert editor.toPlainText() == "Budget\nLe budget est déposé, voir le site."
    page.leaving()
    assert not card.fields[0].is_unsaved
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    type_words(editor, " Fin")
    page.leaving()

    qtbot.waitUntil(lambda: office.bulletins.get(bulletin).blocks[0].text.endswith(". Fin"))
    assert "**déposé**" in office.bulletins.get(bulletin).blocks[0].text


def test_links_are_pairs_of_words_and_address(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(
        NEW, [NewBlock(kind=BlockKind.LINKS, links=(Link("Un", "https://un.example"),))]
    )
    (card,) = shown(page, qtbot, bulletin)
    lines = lines_of(card)
    assert [line.text() for line in lines] == ["Un", "https://un.example", "", ""]

    type_words(lines[2], "Deux")
    type_words(lines[3], "deux.example")
    page.leaving()

    qtbot.waitUntil(
        lambda: (
            office.bulletins.get(bulletin).blocks[0].links
            == (Link("Un", "https://un.example"), Link("Deux", "deux.example"))
        )
    )
    assert len(lines_of(card)) == 6


def test_an_image_dropped_on_the_page_becomes_a_block_that_asks_for_its_text(
    page: BulletinsPage, office: Office, qtbot: QtBot, picture: Path
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT])
    shown(page, qtbot, bulletin)

    drop(page.card, picture)

    qtbot.waitUntil(lambda: kinds(page) == ["text", "image"])
    card = page.card.blocks.cards[office.bulletins.get(bulletin).blocks[1].id]
    qtbot.waitUntil(lambda: card.tag.text() == "alternative text missing")
    qtbot.waitUntil(lambda: page.card.send.text() == "Send · 1 point")
    type_words(card.fields[0].editor, "Le parc")
    page.leaving()
    qtbot.waitUntil(lambda: card.tag.text() == "")
    assert office.bulletins.get(bulletin).blocks[1].alternative == "Le parc"


def test_a_file_that_is_no_image_says_so_on_its_block(
    page: BulletinsPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    bulletin = office.bulletins.add(NEW, [NewBlock(kind=BlockKind.IMAGE)])
    (card,) = shown(page, qtbot, bulletin)
    wrong = tmp_path / "plan.png"
    wrong.write_bytes(b"%PDF")

    drop(card.picture, wrong)

    qtbot.waitUntil(lambda: "plan.png is not an image" in card.error.words)


def test_the_button_says_why_the_bulletin_may_not_be_sent_yet(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT])
    shown(page, qtbot, bulletin)
    assert page.card.send.text() == "Send · nobody to write to"

    hire(office)
    qtbot.waitUntil(lambda: page.card.send.text() == "Send · no sending account")
    assert page.card.readers.text() == "2 recipients · 1 without a mailbox"
    open_account(office)
    qtbot.waitUntil(page.card.send.isEnabled)


def test_a_bulletin_is_sent_after_a_question_that_says_to_how_many(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT])
    shown(page, qtbot, bulletin)

    click(page.card.send)
    qtbot.waitUntil(lambda: isinstance(page.question, SendQuestion))
    question = page.question
    assert question is not None
    said = words_of(question)
    assert "Send Entre nous, no. 41 to 2 people?" in said
    assert "1 without a mailbox" in said
    assert "Bao Nguyen" in said
    assert "The last one leaves about November 24, 2026" in said
    assert office.outbox.letters().total == 0
    click(question.verb)

    qtbot.waitUntil(lambda: office.bulletins.get(bulletin).issue is not None)
    qtbot.waitUntil(lambda: "2 queued" in words_of(page.card.notice))
    assert not page.card.subject.isEnabled()
    qtbot.waitUntil(lambda: page.card.recipients is not None and not page.card.send.isVisible())
    assert office.outbox.letters().total == 2


def test_to_leave_the_question_sends_nothing(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT])
    shown(page, qtbot, bulletin)

    click(page.card.send)
    qtbot.waitUntil(lambda: page.question is not None)
    assert page.question is not None
    with qtbot.waitSignal(page.question.rejected):
        click(page.question.leave)

    assert office.bulletins.get(bulletin).issue is None


def test_a_test_goes_to_the_address_that_is_typed(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    bulletin = office.bulletins.add(NEW, [TEXT])
    shown(page, qtbot, bulletin)

    click(page.card.test)
    question = page.question
    assert isinstance(question, TrialQuestion)
    assert not question.verb.isEnabled()
    type_words(question.line, "moi@ville.example")
    click(question.verb)

    qtbot.waitUntil(lambda: office.outbox.letters().total == 1)
    assert office.outbox.letters().rows[0].subject == "[TEST] L’essentiel"


def test_a_sent_bulletin_is_copied_to_be_corrected(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT])
    office.bulletins.send(bulletin)
    shown(page, qtbot, bulletin)

    page.card.notice.acted.emit()

    qtbot.waitUntil(lambda: page.card.number.value == "42")
    qtbot.waitUntil(page.card.subject.isEnabled)
    assert not page.card.notice.isVisible()


def test_a_bulletin_put_in_the_bin_comes_back(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT])
    shown(page, qtbot, bulletin)
    undone: list[object] = []
    page.undoable.connect(lambda _words, undo: undone.append(undo))

    click(page.card.bin)
    qtbot.waitUntil(page.column.empty.isVisible)
    undo = undone[0]
    assert callable(undo)
    undo()

    qtbot.waitUntil(lambda: page.card.bulletin == bulletin and page.column.list.isVisible())


def test_employees_come_in_after_a_question_that_lists_refused_rows(
    page: BulletinsPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT])
    shown(page, qtbot, bulletin)
    file = tmp_path / "employes.csv"
    file.write_bytes("Nom;Courriel\nRoy;roy@ville.example\nDiallo;non\n".encode("cp1252"))

    drop(page, file)
    qtbot.waitUntil(lambda: page.employees.question is not None)
    question = page.employees.question
    assert question is not None
    assert "1 new · 1 refused" in words_of(question)
    assert "Line 3, Diallo" in words_of(question)
    assert office.audience.search().total == 0
    click(question.verb)

    qtbot.waitUntil(lambda: page.card.readers.text() == "1 recipient")


def test_a_workbook_given_for_employees_says_what_to_do(
    page: BulletinsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.shown()
    file = tmp_path / "employes.csv"
    file.write_bytes(b"PK\x03\x04[Content_Types].xml")

    page.employees.plan_import(file)

    qtbot.waitUntil(lambda: "Excel workbook" in page.error.words)


def test_bulletins_are_found_as_one_types(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    office.bulletins.add(NEW)
    office.bulletins.add(NewBulletin(name="Flash", number=3, day=NEW.day))
    page.shown()
    qtbot.waitUntil(lambda: len(page.column.list.list.rows.rows()) == 2)

    page.focus_search()
    type_words(page.column.search, "fla")

    qtbot.waitUntil(
        lambda: [row.title for row in page.column.list.list.rows.rows()] == ["Flash, no. 3"]
    )
    page.column.search.setText("zzz")
    qtbot.waitUntil(page.column.empty.isVisible)
    assert not page.column.empty.first.isVisible()


def test_everything_that_takes_the_focus_has_a_name(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    blocks = [NewBlock(kind=kind) for kind in BlockKind]
    bulletin = office.bulletins.add(NEW, blocks)
    shown(page, qtbot, bulletin, blocks=4)

    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not widget.focusProxy()
    ]

    assert nameless == []
