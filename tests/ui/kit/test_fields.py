"""A card's field saves what is typed without a button, and never throws it away."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.elided import ElidedChoice, ElidedLine
from comms_desk.ui.kit.fields import CardField, Typed
from comms_desk.ui.kit.look import TYPING_LONGEST_MS, TYPING_PAUSE_MS
from tests.ui.keys import click, press, type_words


def field(qtbot: QtBot, value: str = "Ada") -> CardField:
    made = CardField("name", "Name")
    qtbot.addWidget(made)
    made.show_value(value)
    made.show()
    press(made.editor, Qt.Key.Key_End)
    return made


def test_a_pause_in_the_typing_saves(qtbot: QtBot) -> None:
    name = field(qtbot)

    with qtbot.waitSignal(name.typed) as said:
        type_words(name.editor, "!")

    assert said.args == [Typed("name", "Ada", "Ada!")]


@pytest.mark.parametrize("lines", [1, 3])
def test_escape_gives_back_what_the_field_said_and_nothing_is_saved(
    qtbot: QtBot, lines: int
) -> None:
    note = CardField("note", "Note", lines=lines)
    qtbot.addWidget(note)
    note.show_value("by phone")
    note.show()
    saved: list[Typed] = []
    note.typed.connect(saved.append)
    type_words(note.editor, "never ")

    press(note.editor, Qt.Key.Key_Escape)

    assert note.value == "by phone"
    note.save_now()
    assert saved == []
    press(note.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert note.value == "never by phone"


def test_what_enter_has_kept_is_not_given_back(qtbot: QtBot) -> None:
    name = field(qtbot)
    type_words(name.editor, "!")
    press(name.editor, Qt.Key.Key_Return)

    press(name.editor, Qt.Key.Key_Escape)

    assert name.value == "Ada!"


def test_escape_takes_back_what_was_refused_and_leaves_a_conflict_to_be_settled(
    qtbot: QtBot,
) -> None:
    name = field(qtbot)
    type_words(name.editor, "!")
    name.save_now()
    name.refused("No mark may stand in a name.")

    press(name.editor, Qt.Key.Key_Escape)

    assert name.value == "Ada"
    assert not name.has_objection
    type_words(name.editor, "?")
    name.conflict("Bea")
    press(name.editor, Qt.Key.Key_Escape)
    assert name.value == "Ada?"
    assert name.has_objection


def test_typing_without_a_pause_is_saved_all_the_same(qtbot: QtBot) -> None:
    name = field(qtbot, "")
    saved: list[Typed] = []
    name.typed.connect(saved.append)

    for _round in range(TYPING_LONGEST_MS // 100 + 8):
        type_words(name.editor, "a")
        qtbot.wait(100)
        if saved:
            break

    assert saved


def test_leaving_a_field_saves_it(qtbot: QtBot) -> None:
    both = QWidget()
    qtbot.addWidget(both)
    name, other = CardField("name", "Name"), QLineEdit()
    row = QVBoxLayout(both)
    row.addWidget(name)
    row.addWidget(other)
    name.show_value("Ada")
    both.show()
    both.activateWindow()
    name.setFocus()
    qtbot.waitUntil(name.editor.hasFocus)
    type_words(name.editor, "!")

    with qtbot.waitSignal(name.typed, timeout=TYPING_PAUSE_MS // 2):
        other.setFocus()


def test_news_from_elsewhere_never_replaces_what_is_being_typed(qtbot: QtBot) -> None:
    name = field(qtbot)
    type_words(name.editor, "!")

    name.show_value("Bea", other_card=False)

    assert name.value == "Ada!"


def test_a_conflict_shows_both_texts_and_keeps_mine_on_demand(qtbot: QtBot) -> None:
    name = field(qtbot)
    type_words(name.editor, "!")
    name.conflict("Bea")
    keep = next(
        button for button in name.findChildren(QPushButton) if button.text() == "Keep my version"
    )

    with qtbot.waitSignal(name.typed) as said:
        click(keep)

    assert said.args == [Typed("name", "Bea", "Ada!")]


def test_a_conflict_can_take_theirs(qtbot: QtBot) -> None:
    name = field(qtbot)
    type_words(name.editor, "!")
    name.conflict("Bea")
    take = next(
        button for button in name.findChildren(QPushButton) if button.text() == "Take their version"
    )

    click(take)

    assert name.value == "Bea"
    assert not name.is_unsaved


def test_what_is_put_back_while_a_save_is_on_its_way_is_saved_too(qtbot: QtBot) -> None:
    name = field(qtbot)
    type_words(name.editor, "!")
    with qtbot.waitSignal(name.typed):
        name.save_now()
    press(name.editor, Qt.Key.Key_Backspace)

    with qtbot.waitSignal(name.typed) as said:
        name.save_now()

    assert said.args == [Typed("name", "Ada", "Ada")]


def test_news_read_while_a_save_is_on_its_way_leaves_what_was_put_back(qtbot: QtBot) -> None:
    name = field(qtbot)
    type_words(name.editor, "!")
    name.save_now()
    press(name.editor, Qt.Key.Key_Backspace)

    name.show_value("Ada!", other_card=False)
    assert name.value == "Ada"
    name.save_now()
    name.kept("Ada!")
    name.kept("Ada")

    name.show_value("Bao", other_card=False)
    assert name.value == "Bao"


@pytest.mark.parametrize("choices", [(), (("long", "NEIGE-26 · Déneigement, saison 2026"),)])
def test_a_value_without_room_ends_in_an_ellipsis(
    qtbot: QtBot, choices: tuple[tuple[str, str], ...]
) -> None:
    field = CardField("dossier", "Dossier", choices=choices)
    qtbot.addWidget(field)
    field.show_value("long" if choices else "NEIGE-26 · Déneigement, saison 2026")
    editor = field.editor
    assert isinstance(editor, ElidedLine | ElidedChoice)
    field.show()

    field.setFixedWidth(140)
    qtbot.waitUntil(lambda: editor.width() <= 140)
    assert editor.elided().endswith("…")
    field.grab()

    field.setFixedWidth(600)
    qtbot.waitUntil(lambda: editor.width() > 400)
    assert editor.elided() == "NEIGE-26 · Déneigement, saison 2026"


def test_the_field_beside_a_refused_one_stays_where_it_was(qtbot: QtBot) -> None:
    card = QWidget()
    qtbot.addWidget(card)
    grid = QGridLayout(card)
    code, state = CardField("code", "Code"), CardField("status", "State", choices=(("a", "Open"),))
    grid.addWidget(code, 0, 0)
    grid.addWidget(state, 0, 1)
    grid.setRowStretch(1, 1)
    card.resize(420, 300)
    card.show()
    place = state.editor.mapTo(card, state.editor.rect().topLeft())

    code.refused("This cannot be the code of a dossier. Use letters, digits, dots and hyphens.")

    qtbot.waitUntil(lambda: code.height() > 70)
    assert state.editor.mapTo(card, state.editor.rect().topLeft()) == place
