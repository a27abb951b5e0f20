"""The blocks of a bulletin: added, written, moved, removed."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from pytestqt.qtbot import QtBot

from comms_desk.across.history import history
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.internal.bulletins.model import (
    BulletinBlockKind,
    BulletinId,
    Link,
    NewBlock,
)
from comms_desk.storage.model import FieldChange
from comms_desk.ui.bulletins.block_card import BlockCard
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.elided import ElidedLine
from comms_desk.ui.kit.flow import lay_out_now
from comms_desk.ui.kit.layout import BODY_FOOT_PX
from comms_desk.ui.kit.text_editor import TextEditor
from tests.internal.written import png
from tests.support.windows import held_writes
from tests.ui.bulletins.shown import (
    NEW,
    TEXT,
    current,
    drop,
    hire,
    kinds,
    lines_of,
    open_account,
    shown,
)
from tests.ui.keys import click, press, type_words


def test_blocks_are_added_written_moved_removed_and_put_back(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)

    click(page.card.blocks.adders[BulletinBlockKind.LINKS])
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
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    (card,) = shown(page, qtbot, bulletin)
    editor = card.fields[0].editor
    assert isinstance(editor, TextEditor)

    editor.selectAll()
    type_words(editor, "Nouveau")
    page.refresh()
    page.leaving()

    qtbot.waitUntil(lambda: office.bulletins.get(bulletin).blocks[0].text == "Nouveau")
    assert card.fields[0].value == "Nouveau"


def test_what_readers_read_has_the_quotation_marks_of_the_bulletins_language(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    blocks = [NewBlock(kind=kind) for kind in BulletinBlockKind]
    bulletin = office.bulletins.add(replace(NEW, subject="", preheader=""), blocks).id
    cards = shown(page, qtbot, bulletin, len(blocks))
    fields = [page.card.fields["subject"], page.card.fields["preheader"]]
    fields += [field for card in cards for field in card.fields if field.field != "address"]
    links = next(field for field in fields if field.field == "links")
    label = links.editor.findChildren(ElidedLine)[0]

    for field in fields:
        type_words(label if field is links else field.editor, 'L\'"a"')

    wanted = "L’«\u00a0a\u00a0»"
    assert label.text() == wanted
    assert {field.value for field in fields if field is not links} == {wanted}
    (address,) = (each for card in cards for each in card.fields if each.field == "address")
    type_words(address.editor, "l'a")
    assert address.value == "l'a"


def test_one_undo_gives_back_the_mark_that_was_typed_and_writing_goes_on(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(replace(NEW, subject="🎉 "), [TEXT]).id
    shown(page, qtbot, bulletin)
    subject = page.card.fields["subject"]
    line = subject.editor
    assert isinstance(line, ElidedLine)
    line.setCursorPosition(3)

    type_words(line, '"')
    assert subject.value == "🎉 «\u00a0"
    press(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    type_words(line, "a")

    assert subject.value == '🎉 "a'


def test_a_text_is_written_as_its_readers_see_it_and_never_as_markdown(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    stored = "## Budget\n\nLe budget est __déposé__, voir [le site](https://b.example)."
    bulletin = office.bulletins.add(NEW, [NewBlock(kind=BulletinBlockKind.TEXT, text=stored)]).id
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


def crosses_of(card: BlockCard) -> list[Button]:
    """Return the buttons of *card* that remove a link, as far as they are seen."""
    return [each for each in card.fields[1].findChildren(Button) if each.isVisible()]


def test_links_are_pairs_of_words_and_address(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(
        NEW, [NewBlock(kind=BulletinBlockKind.LINKS, links=(Link("Un", "https://un.example"),))]
    ).id
    (card,) = shown(page, qtbot, bulletin)
    qtbot.waitUntil(lambda: len(lines_of(card)) == 4)  # a row is seen a turn after it is added
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
    qtbot.waitUntil(lambda: len(lines_of(card)) == 6)


def test_the_links_of_a_bulletin_that_was_sent_are_only_read(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    hire(office)
    open_account(office)
    links = NewBlock(kind=BulletinBlockKind.LINKS, links=(Link("Un", "https://un.example"),))
    bulletin = office.bulletins.add(NEW, [TEXT, links]).id
    _text, card = shown(page, qtbot, bulletin, blocks=2)
    qtbot.waitUntil(lambda: len(lines_of(card)) == 4)
    assert len(crosses_of(card)) == 1

    office.bulletins.send(bulletin)

    qtbot.waitUntil(
        lambda: [each.text() for each in lines_of(card)] == ["Un", "https://un.example"]
    )
    assert crosses_of(card) == []
    copy = office.bulletins.copy(bulletin, day=NEW.day).id
    _text, card = shown(page, qtbot, copy, blocks=2)
    qtbot.waitUntil(lambda: len(lines_of(card)) == 4)
    assert len(crosses_of(card)) == 1


def test_an_image_dropped_on_the_page_becomes_a_block_that_asks_for_its_text(
    page: BulletinsPage, office: Office, qtbot: QtBot, picture: Path
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)

    drop(page.card, picture, picture)

    qtbot.waitUntil(lambda: kinds(page) == ["text", "image", "image"])
    office.bulletins.remove_block(office.bulletins.get(bulletin).blocks[2].id)
    qtbot.waitUntil(lambda: kinds(page) == ["text", "image"])
    card = page.card.blocks.cards[office.bulletins.get(bulletin).blocks[1].id]
    qtbot.waitUntil(lambda: card.tag.text() == "alternative text missing")
    qtbot.waitUntil(lambda: page.card.send.text() == "Send · 1 thing to mend")
    type_words(card.fields[0].editor, "Le parc")
    page.leaving()
    qtbot.waitUntil(lambda: card.tag.text() == "")
    assert office.bulletins.get(bulletin).blocks[1].alternative == "Le parc"


def test_a_file_that_is_no_image_says_so_on_its_block(
    page: BulletinsPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    bulletin = office.bulletins.add(NEW, [NewBlock(kind=BulletinBlockKind.IMAGE)]).id
    (card,) = shown(page, qtbot, bulletin)
    wrong = tmp_path / "plan.png"
    wrong.write_bytes(b"%PDF")

    assert card.picture is not None
    drop(card.picture, wrong)

    qtbot.waitUntil(lambda: "The format of plan.png" in card.error.words)


def test_another_image_takes_the_words_of_the_first_away_and_asks_for_its_own(
    page: BulletinsPage, office: Office, qtbot: QtBot, picture: Path
) -> None:
    block = NewBlock(kind=BulletinBlockKind.IMAGE, image=png("#B3261E"), image_name="plage.png")
    bulletin = office.bulletins.add(NEW, [block]).id
    (card,) = shown(page, qtbot, bulletin)
    assert card.picture is not None
    words = card.fields[0]
    type_words(words.editor, "Une plage bleue")  # not saved yet: nobody paused

    drop(card.picture, picture, picture)
    assert "one image" in card.error.words
    drop(card.picture, picture)

    qtbot.waitUntil(lambda: current(page)[0].alternative == "" and words.value == "")
    assert card.error.isHidden()
    qtbot.waitUntil(words.editor.hasFocus)
    assert card.tag.text() == "alternative text missing"
    office.bulletins.edit_block(current(page)[0].id, picture_edit(office, bulletin).inverse())
    qtbot.waitUntil(lambda: words.value == "Une plage bleue")


def picture_edit(office: Office, bulletin: BulletinId) -> FieldChange:
    block = office.bulletins.get(bulletin).blocks[0].id
    edits = history(office, Ref(Subject.BULLETIN, bulletin))
    mine = (each.edit for each in edits if each.edit.ref == Ref(Subject.BLOCK, block))
    return next(edit.change for edit in mine if edit.field == "picture")


def test_a_block_that_is_added_comes_into_view(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT] * 8).id
    shown(page, qtbot, bulletin, blocks=8)
    assert page.card.scrolled.verticalScrollBar().value() == 0

    page.card.blocks.add_block(BulletinBlockKind.BUTTON)
    qtbot.waitUntil(lambda: len(page.card.blocks.cards) == 9)

    bar = page.card.scrolled.verticalScrollBar()
    added = list(page.card.blocks.cards.values())[-1]
    qtbot.waitUntil(lambda: added.visibleRegion().boundingRect().height() == added.height())
    assert bar.value() > 0


def test_what_adds_a_block_comes_into_view_with_it_clear_of_a_toast(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT] * 8).id
    shown(page, qtbot, bulletin, blocks=8)
    adder, viewport = page.card.blocks.adders[BulletinBlockKind.TEXT], page.card.scrolled.viewport()

    page.card.blocks.add_block(BulletinBlockKind.TEXT)
    qtbot.waitUntil(lambda: len(page.card.blocks.cards) == 9)

    def under_it() -> int:
        """Return how much is free under the button."""
        foot = adder.mapTo(page.card, adder.rect().bottomLeft()).y()
        return viewport.mapTo(page.card, viewport.rect().bottomLeft()).y() - foot

    qtbot.waitUntil(lambda: under_it() >= BODY_FOOT_PX - 1)


def test_what_was_typed_last_in_a_block_is_saved_after_its_bulletin_is_left(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    other = office.bulletins.add(replace(NEW, number=42)).id
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    (card,) = shown(page, qtbot, bulletin)
    text = card.fields[0]

    with held_writes(page.errands):
        type_words(text.editor, "Hier, ")
        text.save_now()
        type_words(text.editor, "enfin, ")
        page.pick(other)
        qtbot.waitUntil(lambda: page.card.blocks.cards == {})
    qtbot.waitUntil(lambda: page.errands.is_idle)

    (block,) = office.bulletins.get(bulletin).blocks
    assert "Hier, enfin, " in block.text


def test_a_bulletin_shown_again_shows_what_is_still_on_its_way_to_a_block(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    other = office.bulletins.add(replace(NEW, number=42)).id
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    (card,) = shown(page, qtbot, bulletin)

    with held_writes(page.errands):
        type_words(card.fields[0].editor, "Hier, ")
        page.pick(other)
        qtbot.waitUntil(lambda: page.card.blocks.cards == {})
        page.pick(bulletin)
        qtbot.waitUntil(lambda: len(page.card.blocks.cards) == 1)
        (again,) = page.card.blocks.cards.values()
        assert again.isVisible()
        assert "Hier, " in again.fields[0].value
    qtbot.waitUntil(lambda: page.errands.is_idle)

    (block,) = office.bulletins.get(bulletin).blocks
    assert "Hier, " in block.text
    assert not again.fields[0].is_unsaved


def test_the_window_answers_between_two_blocks(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT] * 6).id
    standing: list[int] = []
    beats = QTimer(interval=0)
    beats.timeout.connect(lambda: standing.append(len(page.card.blocks.cards)))
    beats.start()

    shown(page, qtbot, bulletin, blocks=6)

    assert {after - before for before, after in pairwise(standing)} == {0, 1}


def test_a_block_that_is_made_after_a_save_shows_what_was_saved(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT] * 12).id
    last = office.bulletins.get(bulletin).blocks[-1]
    first_shown: list[str] = []
    cards = page.card.blocks.cards
    beats = QTimer(interval=0)
    beats.timeout.connect(
        lambda: first_shown.append(cards[last.id].fields[0].value) if last.id in cards else None
    )
    page.shown()
    page.open(Ref(Subject.BULLETIN, bulletin))
    qtbot.waitUntil(lambda: 0 < len(cards) < 12)

    page.errands.write(
        None,
        lambda office: office.bulletins.edit_block(
            last.id, FieldChange("text", last.text, "Le parc rouvre.")
        ),
        page.card.blocks._kept,
    )
    beats.start()

    qtbot.waitUntil(lambda: first_shown != [])
    assert first_shown[0] == "Le parc rouvre."


def test_a_new_block_is_not_judged_before_the_keys_have_left_it(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)
    click(page.card.blocks.adders[BulletinBlockKind.BUTTON])
    qtbot.waitUntil(lambda: kinds(page) == ["text", "button"])
    card = list(page.card.blocks.cards.values())[-1]
    qtbot.waitUntil(card.fields[0].editor.hasFocus)
    assert not card.tag.isVisible()

    type_words(card.fields[0].editor, "Horaire complet")
    card.saver.save_now()
    qtbot.waitUntil(lambda: page.card.send.toolTip() == "A link has no address that opens.")
    assert not card.tag.isVisible()
    page.column.list.list.setFocus()

    assert card.tag.text() == "address missing or wrong"
    card.fields[1].editor.setFocus()
    type_words(card.fields[1].editor, "https://ville.example")
    card.saver.save_now()
    qtbot.waitUntil(card.tag.isHidden)


def test_an_empty_bulletin_is_not_scolded_and_its_verb_says_what_is_missing(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    hire(office)
    open_account(office)
    bulletin = office.bulletins.add_next(name="Entre nous", day=NEW.day).id
    shown(page, qtbot, bulletin, blocks=0)

    assert page.card.send.text() == "Send · 2 things to mend"
    assert "The subject is missing." in page.card.send.toolTip()
    assert not page.card.faults.isVisible()

    office.bulletins.add_block(bulletin, TEXT)
    qtbot.waitUntil(page.card.faults.isVisible)
    assert page.card.faults.text() == "The subject is missing."


def test_what_is_missing_is_said_without_moving_the_blocks_under_it(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    hire(office)
    open_account(office)
    bulletin = office.bulletins.add_next(name="Entre nous", day=NEW.day).id
    office.bulletins.edit(bulletin, FieldChange("subject", "", "Neige"))
    block = office.bulletins.add_block(bulletin, TEXT)
    shown(page, qtbot, bulletin, blocks=1)
    qtbot.waitUntil(lambda: page.card.readers.isVisible() and page.card.account.isVisible())
    lay_out_now(page.card.blocks, page.card)
    stood = page.card.blocks.mapTo(page.card, QPoint(0, 0))
    assert not page.card.faults.isVisible()

    office.bulletins.remove_block(block)

    qtbot.waitUntil(page.card.faults.isVisible)
    assert page.card.faults.text() == "There is nothing to read yet."
    # The lines over them are wrapped to their width once Qt has laid them out.
    qtbot.waitUntil(lambda: page.card.blocks.mapTo(page.card, QPoint(0, 0)) == stood)
