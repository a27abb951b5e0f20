"""The palette: anything by a few letters of its name, and every command with its key."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from comms_desk.across import palette as across_palette
from comms_desk.across.office import Office
from comms_desk.media.contacts.model import NewContact
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.settings import POLL_INTERVAL, SettingSection
from comms_desk.storage.errors import StorageBusy
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.dossiers.page import DossiersPage
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.bar import PageBar
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.rich_field import RichField
from comms_desk.ui.settings.page import SettingsPage
from comms_desk.ui.shell.palette import Palette
from comms_desk.ui.shell.window import Window
from comms_desk.ui.texts.page import TextsPage
from comms_desk.ui.texts.text_card import TextCard
from tests.support.samples import bring_sample
from tests.ui.bulletins import shown as bulletins
from tests.ui.keys import press, type_words
from tests.ui.texts.pages import NEW, opened

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, errands: Errands) -> Iterator[Window]:
    made = Window(errands)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    made.go_to("dossiers")
    qtbot.waitUntil(lambda: errands.is_idle)
    yield made
    made.close()


def asked(window: Window, qtbot: QtBot, words: str) -> Palette:
    press(window, Qt.Key.Key_K, CTRL)
    palette = window.palette_box
    qtbot.waitUntil(palette.field.hasFocus)
    type_words(palette.field, words)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    return palette


def titles(palette: Palette) -> list[str]:
    return [row.title for row in palette.list.rows.rows()]


def test_enter_opens_the_first_of_what_a_few_letters_find(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact = office.contacts.add(NewContact(given_name="Ève", family_name="Tremblay"))
    palette = asked(window, qtbot, "trmbl")
    assert titles(palette) == ["Ève Tremblay"]

    press(palette.field, Qt.Key.Key_Return)

    assert palette.isHidden()
    page = window.page
    assert isinstance(page, DirectoryPage)
    qtbot.waitUntil(lambda: page.contact_card.saver.id == contact.id)


def test_enter_waits_for_the_answer_to_the_words_before_it(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact = office.contacts.add(NewContact(given_name="Rami", family_name="Haddad"))
    palette = asked(window, qtbot, "")
    assert titles(palette)

    type_words(palette.field, "haddad")
    press(palette.field, Qt.Key.Key_Return)

    assert palette.isVisible()
    qtbot.waitUntil(palette.isHidden)
    page = window.page
    assert isinstance(page, DirectoryPage)
    qtbot.waitUntil(lambda: page.contact_card.saver.id == contact.id)


def test_a_palette_closed_after_enter_takes_nothing(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    office.contacts.add(NewContact(given_name="Rami", family_name="Haddad"))
    palette = asked(window, qtbot, "")
    before = window.page

    type_words(palette.field, "haddad")
    press(palette.field, Qt.Key.Key_Return)
    press(palette.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.errands.is_idle)

    assert window.page is before
    assert palette.isHidden()


def test_words_typed_on_after_enter_take_nothing_by_it(qtbot: QtBot, window: Window) -> None:
    palette = asked(window, qtbot, "")

    type_words(palette.field, "wat")
    press(palette.field, Qt.Key.Key_Return)
    type_words(palette.field, "ch")
    qtbot.waitUntil(lambda: window.errands.is_idle)

    assert palette.isVisible()
    assert titles(palette) == ["Go to: Watch"]


def test_enter_asks_again_after_the_database_did_not_answer(
    qtbot: QtBot, window: Window, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.dossiers.add(NewDossier(code="NEIGE", name="Snow"))
    palette = asked(window, qtbot, "")

    def busy(*_args: object, **_named: object) -> None:
        raise StorageBusy(waited_s=5.0)

    with monkeypatch.context() as patch:
        patch.setattr(across_palette, "offered", busy)
        type_words(palette.field, "neige")
        press(palette.field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.errands.is_idle)
    assert palette.isVisible()
    press(palette.field, Qt.Key.Key_Return)

    qtbot.waitUntil(palette.isHidden)
    assert isinstance(window.page, DossiersPage)


def test_enter_over_nothing_found_leaves_the_words_to_be_mended(
    qtbot: QtBot, window: Window
) -> None:
    palette = asked(window, qtbot, "zzqq")
    assert palette.nothing.isVisible()

    press(palette.field, Qt.Key.Key_Return)

    assert palette.isVisible()
    assert palette.field.text() == "zzqq"


def test_the_arrows_choose_another_row_and_it_is_the_one_that_enter_takes(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    office.dossiers.add(NewDossier(code="NEIGE", name="Déneigement"))
    second = office.dossiers.add(NewDossier(code="NEIGE-2", name="Déneigement, suite"))
    palette = asked(window, qtbot, "deneig")
    assert palette.list.chosen == palette.list.rows.rows()[0].key

    press(palette.field, Qt.Key.Key_Down)
    press(palette.field, Qt.Key.Key_Return)

    page = window.page
    assert isinstance(page, DossiersPage)
    qtbot.waitUntil(lambda: page.card.ref is not None)
    assert page.card.thing == second


def test_a_command_is_run_by_its_words_and_says_its_key(qtbot: QtBot, window: Window) -> None:
    palette = asked(window, qtbot, "watch")
    (row,) = palette.list.rows.rows()
    assert (row.title, row.moment) == ("Go to: Watch", "Ctrl+4")

    press(palette.field, Qt.Key.Key_Return)

    assert window.page is not None
    assert window.page.KEY == "watch"


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("langue", "Language"),
        ("apparence", "Appearance"),
        ("aprnce", "Appearance"),
        ("sombre", "Appearance"),
        ("comptes", "Settings: Sending accounts"),
        ("sauvegarder", "Settings: Data"),
        ("corbeille", "Go to: Bin"),
        ("veille", "Go to: Watch"),
        ("annuler", "Undo"),
    ],
)
def test_every_setting_and_page_is_found_in_either_language(
    qtbot: QtBot, window: Window, words: str, label: str
) -> None:
    palette = asked(window, qtbot, words)

    assert label in titles(palette)


def test_a_setting_that_is_chosen_is_shown_and_ready_to_be_changed(
    qtbot: QtBot, window: Window
) -> None:
    palette = asked(window, qtbot, "minutes between")
    press(palette.field, Qt.Key.Key_Return)

    page = window.page
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: SettingSection.FEEDS in page.cards)
    field = page.cards[SettingSection.FEEDS].fields[POLL_INTERVAL.key]
    qtbot.waitUntil(field.editor.hasFocus)


@pytest.mark.parametrize("key", ["directory", "watch", "texts", "bulletins", "dossiers", "bin"])
def test_the_palette_says_what_the_buttons_of_a_page_say_with_their_keys(
    qtbot: QtBot, window: Window, office: Office, key: str
) -> None:
    bring_sample(office)
    window.go_to(key)
    page = window.page
    assert page is not None
    qtbot.waitUntil(lambda: window.errands.is_idle)
    page.next_row()
    qtbot.waitUntil(lambda: window.errands.is_idle)
    verbs = {
        button.accessibleName()
        for bar in page.findChildren(PageBar)
        for button in bar.findChildren(Button)
        if button.isVisible() and button.isEnabled() and button.menu() is None
    }

    commands = window.commands()

    labels = {command.label for command in commands}
    assert verbs <= labels
    held = [
        command.keys
        for command in commands
        if command.keys.startswith("Ctrl") and command.label != "Link the selected words"
    ]
    assert sorted(held) == sorted(set(held)), "one key means one thing"


def test_the_keys_of_a_mention_are_said_where_it_is_read(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    bring_sample(office)
    window.go_to("watch")
    page = window.page
    assert page is not None
    qtbot.waitUntil(lambda: window.errands.is_idle)
    page.next_row()
    qtbot.waitUntil(lambda: window.errands.is_idle)

    press(window, Qt.Key.Key_F1)

    keys = {row.moment for row in window.palette_box.list.rows.rows()}
    assert {"1", "2", "3", "4", "O", "L", "U", "J", "K"} <= keys


@pytest.mark.parametrize(
    ("key", "made"),
    [
        ("directory", "New contact, outlet or list"),
        ("watch", "New watch or feed"),
        ("texts", "New text"),
        ("bulletins", "New bulletin"),
    ],
)
def test_ctrl_n_is_listed_by_what_it_makes(
    qtbot: QtBot, window: Window, key: str, made: str
) -> None:
    window.go_to(key)
    qtbot.waitUntil(lambda: window.errands.is_idle)

    assert [each.label for each in window.commands() if each.keys == "Ctrl+N"] == [made]


def test_a_command_of_a_page_presses_its_button(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    palette = asked(window, qtbot, "new dossier")
    (row,) = palette.list.rows.rows()
    assert (row.title, row.moment) == ("New dossier", "Ctrl+N")

    press(palette.field, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: window.errands.is_idle)
    assert office.dossiers.search("", limit=5).total == 1


def test_what_was_opened_last_is_offered_before_a_key_is_pressed(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    office.dossiers.add(NewDossier(code="EAU", name="Conduites"))
    palette = asked(window, qtbot, "conduites")
    press(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.errands.is_idle)

    palette = asked(window, qtbot, "")

    assert titles(palette)[0] == "Conduites"


@pytest.mark.parametrize("words", ["watch", "press review", "new dossier"])
def test_whoever_types_what_a_page_or_command_is_called_gets_it_first(
    qtbot: QtBot, window: Window, office: Office, words: str
) -> None:
    office.dossiers.add(NewDossier(code="LOI", name=f"{words} act"))
    office.inquiries.add(NewInquiry(title=f"On the {words}"))

    palette = asked(window, qtbot, words)

    first, *others = palette.list.rows.rows()
    assert first.group == "Commands"
    assert {row.title for row in others} >= {f"{words} act", f"On the {words}"}


def test_words_begun_find_what_is_named_so_then_commands_then_what_only_says_them(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    office.dossiers.add(NewDossier(code="LOI", name="Press law"))
    office.inquiries.add(NewInquiry(title="Number", outlet_name="Presstime"))

    palette = asked(window, qtbot, "pres")

    groups = list(dict.fromkeys(row.group for row in palette.list.rows.rows()))
    assert groups == ["Found by name", "Commands", "Inquiries"]


def test_a_name_that_is_guessed_gives_way_to_a_command_that_is_not(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    office.contacts.add(NewContact(given_name="Ève", family_name="Verville"))

    palette = asked(window, qtbot, "veil")

    assert titles(palette) == ["Go to: Watch", "Ève Verville"]


def test_what_is_not_shown_of_all_that_was_found_is_said(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    for number in range(9):
        office.dossiers.add(NewDossier(code=f"N-{number}", name=f"Neige {number}"))

    palette = asked(window, qtbot, "neig")
    assert palette.list.rows.entry(0) == "Found by name · 8 of 9"
    type_words(palette.field, "e 4")
    qtbot.waitUntil(lambda: titles(palette) == ["Neige 4"])

    assert palette.list.rows.entry(0) == "Found by name"


def test_escape_and_a_click_beside_it_close_it_where_the_focus_was(
    qtbot: QtBot, window: Window
) -> None:
    assert isinstance(window.page, DossiersPage)
    search = window.page.column.search
    search.setFocus()
    palette = asked(window, qtbot, "zz")
    assert palette.nothing.isVisible()

    press(palette.field, Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert QApplication.focusWidget() is search

    asked(window, qtbot, "")
    QTest.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert palette.isHidden()


@pytest.fixture
def text(qtbot: QtBot, window: Window, office: Office) -> TextCard:
    """A text that is being written in the window."""
    draft = office.drafts.add(NEW)
    window.go_to("texts")
    page = window.page
    assert isinstance(page, TextsPage)
    opened(page, qtbot, draft)
    return page.card


def test_over_selected_words_ctrl_k_makes_a_link(window: Window, text: TextCard) -> None:
    text.editor.selectAll()

    press(text.editor, Qt.Key.Key_K, CTRL)

    assert window.palette_box.isHidden()
    assert text.head.toolbar.link_line.address.hasFocus()


def test_while_one_writes_ctrl_k_opens_the_palette_and_takes_no_words(
    window: Window, text: TextCard
) -> None:
    text.editor.moveCursor(QTextCursor.MoveOperation.Start)

    press(text.editor, Qt.Key.Key_K, CTRL)

    assert window.palette_box.isVisible()
    assert text.editor.text().text == "La Ville agit."


@pytest.fixture
def field(qtbot: QtBot, window: Window, office: Office) -> RichField:
    """The words of a bulletin, all selected, in the window."""
    bulletin = office.bulletins.add(bulletins.NEW, [bulletins.TEXT]).id
    window.go_to("bulletins")
    page = window.page
    assert isinstance(page, BulletinsPage)
    (block,) = bulletins.shown(page, qtbot, bulletin)
    (found,) = block.findChildren(RichField)
    found.text_editor.setFocus()
    found.text_editor.selectAll()
    return found


def test_over_selected_words_of_a_bulletin_ctrl_k_makes_a_link(
    window: Window, field: RichField
) -> None:
    press(field.text_editor, Qt.Key.Key_K, CTRL)

    assert window.palette_box.isHidden()
    address = field.marks.link_line.address
    assert address.hasFocus()
    type_words(address, "montreal.ca")
    press(address, Qt.Key.Key_Return)
    assert field.value == "[Le budget est déposé.](https://montreal.ca)"
    assert field.text_editor.hasFocus()


def test_the_address_of_a_link_in_a_bulletin_is_left_by_escape(field: RichField) -> None:
    press(field.text_editor, Qt.Key.Key_K, CTRL)

    address = QApplication.focusWidget()
    assert address is not None
    press(address, Qt.Key.Key_Escape)

    assert field.text_editor.hasFocus()
    assert field.value == "Le budget est déposé."


def test_f1_says_for_which_words_of_a_bulletin_ctrl_k_is(window: Window, field: RichField) -> None:
    assert field.isVisible()

    press(window, Qt.Key.Key_F1)

    by_ctrl_k = [row.title for row in window.palette_box.list.rows.rows() if row.moment == "Ctrl+K"]
    assert by_ctrl_k == ["Link the selected words", "Find anything"]


def test_f1_says_the_keys_alone(qtbot: QtBot, window: Window, office: Office) -> None:
    office.dossiers.add(NewDossier(code="EAU", name="Undo the pipes"))
    press(window, Qt.Key.Key_F1)
    palette = window.palette_box
    type_words(palette.field, "undo")

    (row,) = palette.list.rows.rows()
    assert (row.title, row.moment) == ("Undo", "Ctrl+Z")


def test_a_click_on_a_row_takes_it(qtbot: QtBot, window: Window) -> None:
    palette = asked(window, qtbot, "watch")

    index = palette.list.rows.index(palette.list.currentIndex().row())
    QTest.mouseClick(
        palette.list.viewport(),
        Qt.MouseButton.LeftButton,
        pos=palette.list.visualRect(index).center(),
    )

    assert palette.isHidden()
    assert window.page is not None
    assert window.page.KEY == "watch"


def test_it_follows_a_window_that_is_made_smaller(qtbot: QtBot, window: Window) -> None:
    palette = asked(window, qtbot, "")

    window.resize(1024, 640)

    qtbot.waitUntil(lambda: palette.size() == window.size())
    assert palette.rect().contains(palette._box.geometry())


def test_an_inquiry_is_found_by_who_asked_and_one_is_noted_from_anywhere(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    office.inquiries.add(NewInquiry(title="Déneigement", outlet_name="The Gazette"))
    palette = asked(window, qtbot, "gazette")

    assert [(row.title, row.group) for row in palette.list.rows.rows()] == [
        ("Déneigement", "Inquiries")
    ]
    palette = asked(window, qtbot, "note an inq")
    press(palette.field, Qt.Key.Key_Return)
    line = window.capturing.box.line
    qtbot.waitUntil(line.hasFocus)
    type_words(line, "pont")
    press(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: office.inquiries.search().total == 2)
