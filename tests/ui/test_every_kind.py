"""What the window can do with a thing of every kind that has a card, on the sample desk."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from comms_desk.across import things
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.cli.main import root
from comms_desk.kinds import KINDS
from comms_desk.paths import Paths
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard
from comms_desk.ui.frame.list_page import ListPage
from comms_desk.ui.frame.pages import PLACES
from comms_desk.ui.shell.window import Window
from tests.contracts.every_kind import TYPED, first, furnish
from tests.support.offices import new_office
from tests.support.windows import BRISK, guarded
from tests.ui.keys import asked_by, click, press, type_words

pytestmark = pytest.mark.long

CTRL = Qt.KeyboardModifier.ControlModifier
EVERY = [kind for kind in TYPED if kind in KINDS]
OF_THEIR_OWN = {
    *(Subject.FEED, Subject.WATCH, Subject.EXAMPLE, Subject.WORD_LIST, Subject.CLIP),
    *(Subject.VIEW, Subject.DRAFT),
}
"""Those written in a panel or a page of their own: `ui/watch` and `ui/texts` have their tests."""

with_a_card = pytest.mark.parametrize("kind", [kind for kind in EVERY if kind not in OF_THEIR_OWN])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = new_office(Paths.under(Path(tmp_path_factory.mktemp("desk"))))
    furnish(opened)
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot: QtBot, office: Office) -> Iterator[Window]:
    errands = Errands(lambda: guarded(office), pauses=BRISK)
    made = Window(errands, places=PLACES)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.go_to("today")
    qtbot.waitUntil(lambda: made.isActiveWindow() and errands.is_idle)
    yield made
    made.close()
    errands.close()


def opened(window: Window, qtbot: QtBot, office: Office, ref: Ref) -> FactCard:
    """Open *ref* by its name in the palette, as anybody does, and return its card."""
    thing = things.find(office, ref)
    assert thing is not None
    press(window, Qt.Key.Key_K, CTRL)
    palette = window.palette_box
    palette.field.setText(thing.title)  # QTest types no accents
    qtbot.waitUntil(lambda: window.errands.is_idle)  # what answers other words may have it, too
    assert ref in {row.key for row in palette.list.rows.rows()}
    assert palette.list.choose(ref)
    press(palette.field, Qt.Key.Key_Return)
    return shown(window, qtbot, ref)


def shown(window: Window, qtbot: QtBot, ref: Ref) -> FactCard:
    """Wait for the card of *ref*, its row chosen in the list."""
    cards: list[FactCard] = []

    def is_there() -> bool:
        page = window.page
        assert isinstance(page, ListPage)
        cards[:] = [each for each in page.findChildren(FactCard) if each.ref == ref]
        return bool(cards) and page.column.list.chosen == ref.id

    qtbot.waitUntil(is_there)
    return cards[0]


def value_of(office: Office, ref: Ref, field: str) -> object:
    return getattr(things.DESKS[ref.kind](office).get(ref.id), field)


def edited(card: FactCard, field: str) -> None:
    """Type more in a field of *card*, and leave it."""
    editor = card.fields[field].editor
    editor.setFocus()
    assert isinstance(editor, QLineEdit | QPlainTextEdit)
    editor.selectAll()
    type_words(editor, "Autre chose")
    press(editor, Qt.Key.Key_Tab)


@with_a_card
def test_it_is_found_by_its_name_opened_and_chosen_in_its_list(
    window: Window, qtbot: QtBot, office: Office, kind: Subject
) -> None:
    ref = first(office, kind)

    card = opened(window, qtbot, office, ref)

    assert card.ref == ref
    assert card.isVisible()


@with_a_card
def test_what_is_typed_is_saved_undone_from_another_page_and_in_its_history(
    window: Window, qtbot: QtBot, office: Office, kind: Subject
) -> None:
    ref, field = first(office, kind), TYPED[kind]
    before = value_of(office, ref, field)
    edited(opened(window, qtbot, office, ref), field)
    qtbot.waitUntil(lambda: value_of(office, ref, field) == "Autre chose")

    window.go_to("today")
    press(window, Qt.Key.Key_Z, CTRL)
    click(asked_by(window.toast, qtbot))
    qtbot.waitUntil(lambda: value_of(office, ref, field) == before)
    card = opened(window, qtbot, office, ref)
    click(card.history.button)

    qtbot.waitUntil(
        lambda: any("Autre chose" in each.text() for each in card.history.findChildren(QLabel))
    )


@with_a_card
def test_it_goes_to_the_bin_from_its_card_and_ctrl_z_puts_it_back(
    window: Window, qtbot: QtBot, office: Office, kind: Subject
) -> None:
    ref = first(office, kind)
    card = opened(window, qtbot, office, ref)

    card.bin_wanted.emit(ref)
    qtbot.waitUntil(lambda: things.find(office, ref) is None)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    press(window, Qt.Key.Key_Z, CTRL)

    qtbot.waitUntil(lambda: things.find(office, ref) is not None)
    assert shown(window, qtbot, ref).ref == ref


@pytest.mark.parametrize("kind", EVERY)
def test_the_command_line_lists_shows_and_changes_it(office: Office, kind: Subject) -> None:
    ref, field = first(office, kind), TYPED[kind]
    noun = KINDS[kind].noun
    named = things.DESKS[kind](office).get(ref.id)
    one = getattr(named, "code", str(ref.id))
    shell = CliRunner()

    def asked(*words: str) -> Result:
        return shell.invoke(root, list(words), obj=office)

    listed = asked(noun, "list", "--json")
    changed = asked(noun, "set", one, field, "Encore autre chose")
    shown_one = asked(noun, "show", one)

    assert ref.id in {each["id"] for each in json.loads(listed.stdout)}
    assert changed.exit_code == 0, changed.output
    assert "Encore autre chose" in shown_one.stdout
    assert asked("bin", "put", str(ref)).exit_code == 0
    assert str(ref) in asked("bin", "list", "--json").stdout
    assert asked("bin", "restore", str(ref)).exit_code == 0
    assert "Encore autre chose" in asked("history", str(ref)).stdout
