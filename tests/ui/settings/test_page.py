"""The settings: all that can be set, by section, saved as it is changed, said in place."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from comms_desk import __version__, versions
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.media.lists.model import NewList
from comms_desk.settings import (
    ALLOWED_NETWORKS,
    DATABASE_URL,
    DATABASE_VARIABLE,
    LANGUAGE,
    POLL_INTERVAL,
    REVIEW_ACCOUNT,
    REVIEW_READERS,
    SETTINGS,
    SINGLE_LETTERS,
    THEME,
    Setting,
    SettingSection,
)
from comms_desk.settings_file import PersonSettings
from comms_desk.storage import backup, edits
from comms_desk.storage.model import MAY_BE_KEPT, Act
from comms_desk.ui.frame.memory import PageState
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.look import DARK, look
from comms_desk.ui.settings import reading as settings_reading
from comms_desk.ui.settings.accounts_card import AccountsCard
from comms_desk.ui.settings.cards import FeedsCard, MeCard, SectionCard, WayCard
from comms_desk.ui.settings.colleagues_card import ColleaguesCard
from comms_desk.ui.settings.page import SettingsPage
from comms_desk.ui.settings.storage_card import StorageCard
from comms_desk.ui.shell.window import Window
from tests.support.windows import held_answers
from tests.ui.keys import click, type_words
from tools.tour.smtp_server import LoopbackSmtpServer


def opened(qtbot: QtBot, window: Window) -> SettingsPage:
    window.go_to("settings")
    qtbot.waitUntil(lambda: window.errands.is_idle)
    page = window.page
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: page.column.list.shown == len(SettingSection))
    return page


def card_of(qtbot: QtBot, window: Window, section: SettingSection) -> SectionCard:
    page = opened(qtbot, window)
    page.show_section(section)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    return page.cards[section]


def choose(card: SectionCard, setting: Setting[str] | Setting[bool], value: str) -> None:
    editor = card.fields[setting.key].editor
    assert isinstance(editor, QComboBox)
    editor.setCurrentIndex(editor.findData(value))


def retype(card: SectionCard, key: str, words: str) -> None:
    editor = card.fields[key].editor
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    type_words(editor, words)
    card.save_now()


def titles(page: SettingsPage) -> list[str]:
    return [row.title for row in page.column.list.list.rows.rows()]


def test_every_declared_setting_is_edited_or_at_least_shown(qtbot: QtBot, window: Window) -> None:
    page = opened(qtbot, window)
    for section in SettingSection:
        page.show_section(section)
    qtbot.waitUntil(lambda: window.errands.is_idle)

    edited = {key for card in page.cards.values() for key in card.fields}
    assert edited == {each.key for each in SETTINGS} - {DATABASE_URL.key}
    labels = [label.text() for label in page.cards[SettingSection.DATA].findChildren(Label)]
    assert "Where the data is" in labels
    assert all(
        field.editor.accessibleName()
        for card in page.cards.values()
        for field in card.fields.values()
    )


def test_a_theme_is_worn_as_soon_as_it_is_chosen_and_kept(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    card = card_of(qtbot, window, SettingSection.DISPLAY)

    choose(card, THEME, "dark")

    qtbot.waitUntil(lambda: look().colours is DARK)
    assert DARK.canvas in window.styleSheet()
    assert PersonSettings.read(office.settings.file).get(THEME) == "dark"


def test_networks_are_said_in_words_once_they_are_saved(
    qtbot: QtBot, window: Window, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://me:secret@proxy.ville.example:3128")
    card = card_of(qtbot, window, SettingSection.FEEDS)
    assert isinstance(card, FeedsCard)
    assert "Internet alone" in card.networks.text()

    retype(card, ALLOWED_NETWORKS.key, "10.20.0.0/16")

    qtbot.waitUntil(lambda: "10.20.0.0 to 10.20.255.255, 65,536" in card.networks.text())
    assert office.desk_settings.get(ALLOWED_NETWORKS) == ("10.20.0.0/16",)
    assert "proxy.ville.example:3128" in card.networks.text()
    assert "secret" not in card.networks.text()


def test_a_value_that_cannot_be_says_so_under_its_field_and_nothing_is_changed(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    card = card_of(qtbot, window, SettingSection.FEEDS)
    field = card.fields[POLL_INTERVAL.key]

    retype(card, POLL_INTERVAL.key, "1")

    qtbot.waitUntil(lambda: bool(field.refusal))
    assert "Minutes between two refreshes" in field.refusal
    assert "from 5 to 1440" in field.refusal
    assert office.desk_settings.get(POLL_INTERVAL) == POLL_INTERVAL.default
    retype(card, POLL_INTERVAL.key, "20")
    qtbot.waitUntil(lambda: not field.refusal)
    assert office.desk_settings.get(POLL_INTERVAL) == 20


def test_what_the_environment_sets_is_said_and_not_edited(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    office.settings.environ = {DATABASE_VARIABLE: "sqlite:///theirs.sqlite3"}
    card = card_of(qtbot, window, SettingSection.DATA)
    assert isinstance(card, StorageCard)

    assert DATABASE_VARIABLE in card.pinned.text()
    assert card.pinned.isVisible()


def test_a_file_that_may_only_be_read_pins_what_it_says(
    qtbot: QtBot, window: Window, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PersonSettings, "pinned_by", lambda _settings, _setting: "/etc/desk.toml")

    card = card_of(qtbot, window, SettingSection.DISPLAY)

    assert not card.fields[LANGUAGE.key].editor.isEnabled()
    assert any("/etc/desk.toml" in label.text() for label in card.findChildren(Label))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lettres", "Keyboard"),
        ("LANGUE", "Display"),
        ("reseaux", "Feeds"),
        ("sauvegarder", "Data"),
        ("corbeille", "Bin"),
        ("aprnce", "Display"),
    ],
)
def test_a_setting_is_found_in_either_language_accents_or_letters_missing(
    qtbot: QtBot, window: Window, words: str, found: str
) -> None:
    page = opened(qtbot, window)

    page.column.search.setText(words)
    page.column.search.ask()

    qtbot.waitUntil(lambda: titles(page) == [found])
    (section,) = (each for each in SettingSection if each is page.column.list.chosen)
    assert page.right.currentWidget() is page.cards[section]


def test_an_account_is_checked_by_reaching_its_server(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    with LoopbackSmtpServer() as server:
        facts = {"host": "127.0.0.1", "port": str(server.port), "security": "none"}
        sender = Address(local="bulletin", domain="ville.example")
        office.accounts.add(NewAccount(name="Bulletin", sender=sender, facts=facts))
        card = card_of(qtbot, window, SettingSection.ACCOUNTS)
        assert isinstance(card, AccountsCard)
        (line,) = card.lines
        assert line.state.text() == "not checked"

        click(line.check)
        qtbot.waitUntil(lambda: line.state.text().startswith("works"))

        assert server.letters_now() == []
    click(line.check)
    qtbot.waitUntil(line.refusal.isVisible)
    assert line.state.text() == "does not work"
    assert line.check.isEnabled()


def test_an_account_is_set_up_from_its_dialog_and_comes_into_the_section(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    card = card_of(qtbot, window, SettingSection.ACCOUNTS)
    assert isinstance(card, AccountsCard)

    click(card.add)
    qtbot.waitUntil(lambda: card.dialog is not None and card.dialog.isVisible())
    assert card.dialog is not None
    card.dialog.reject()
    sender = Address(local="presse", domain="ville.example")
    added = office.accounts.add(
        NewAccount(name="P", sender=sender, facts={"host": "smtp.ville.example"})
    )
    card.dialog.kept.emit(added)

    qtbot.waitUntil(lambda: [line.account.name for line in card.lines] == ["P"])
    assert card.lines[0].state.text() == "works", "its server was asked as it was kept"


def test_the_desk_is_backed_up_and_the_file_can_be_shown(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    card = card_of(qtbot, window, SettingSection.DATA)
    assert isinstance(card, StorageCard)

    with qtbot.waitSignal(card.saved) as saved:
        click(card.save)

    said, file = saved.args
    assert isinstance(file, Path)
    assert file.parent == office.paths.backups
    assert file.read_bytes().startswith(b"SQLite")
    assert file.name in said
    assert window.toast.isVisible()
    assert card.save.isEnabled()
    qtbot.waitUntil(lambda: card.last.text() != "No backup yet")


def test_a_backup_that_is_stopped_leaves_nothing(
    qtbot: QtBot, window: Window, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PAGES_AT_ONCE", 1)
    card = card_of(qtbot, window, SettingSection.DATA)
    assert isinstance(card, StorageCard)
    # In the thread that makes it: it may be done before this one hears of it.
    direct = Qt.ConnectionType.DirectConnection
    card._backup.progressed.connect(card._backup.stop, direct)

    click(card.save)

    qtbot.waitUntil(lambda: card.save.isEnabled() and window.errands.is_idle)
    assert not list(office.paths.backups.glob("desk-*asked*"))
    assert not card.stop.isVisible()


def test_a_password_that_a_backup_may_hold_is_named_until_it_is_said_to_be_changed(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    sender = Address.stored("presse@ville.example", name="Ville")
    made = office.accounts.add(
        NewAccount(name="Presse", sender=sender, facts={"host": "a.example"})
    )
    ref = Ref(Subject.ACCOUNT, int(made.id))
    before = office.paths.backups / "before.sqlite3"
    before.parent.mkdir(parents=True, exist_ok=True)
    before.write_text("")
    os.utime(before, (0, 0))
    with office.database.transaction() as transaction:
        edits.note(transaction, ref, Act.EDITED, MAY_BE_KEPT, after=True)
    window.open(Ref(Subject.SETTING, int(made.id)))
    page = opened(qtbot, window)
    card = page.cards[SettingSection.DATA]
    assert isinstance(card, StorageCard)
    qtbot.waitUntil(lambda: len(card.kept) == 1)
    (kept,) = card.kept
    assert "change it" in kept.to_change.text()
    assert "before.sqlite3" in kept.files.text()

    click(kept.changed)

    qtbot.waitUntil(lambda: not card.kept)


def test_a_backup_that_is_refused_says_why(qtbot: QtBot, window: Window, office: Office) -> None:
    card = card_of(qtbot, window, SettingSection.DATA)
    assert isinstance(card, StorageCard)
    office.paths.backups.write_text("in the way")

    click(card.save)

    qtbot.waitUntil(card.error.isVisible)
    assert card.save.isEnabled()


def test_who_i_am_is_changed_and_all_that_i_do_has_that_name(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    card = card_of(qtbot, window, SettingSection.ME)
    assert isinstance(card, MeCard)
    assert isinstance(card.name.editor, QLineEdit)

    card.name.editor.selectAll()
    type_words(card.name.editor, "Ada Okafor")
    card.save_now()

    qtbot.waitUntil(lambda: window.errands.is_idle)
    assert [each.name for each in office.people.every()] == ["Ada Okafor"]


def test_what_was_read_before_a_save_does_not_stand_over_what_was_saved(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    card = card_of(qtbot, window, SettingSection.ME)
    assert isinstance(card, MeCard)
    assert isinstance(card.name.editor, QLineEdit)
    type_words(card.name.editor, "Ada Okafor")

    with held_answers(settings_reading, "read") as read:
        opened_page = window.page
        assert isinstance(opened_page, SettingsPage)
        opened_page.refresh()
        qtbot.waitUntil(read.is_set)
        card.save_now()
        qtbot.waitUntil(lambda: not card.name.is_unsaved)
    qtbot.waitUntil(lambda: window.errands.is_idle)

    assert card.name.value == "Ada Okafor"


def test_a_colleague_is_added_with_an_address_before_they_sign_in_and_may_leave(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    card = card_of(qtbot, window, SettingSection.COLLEAGUES)
    assert isinstance(card, ColleaguesCard)
    assert not card.add.isEnabled()
    type_words(card.name, "Ève Lavoie")
    type_words(card.email, "elavoie@ville.example")
    click(card.add)

    qtbot.waitUntil(lambda: len(card.lines) == 1)
    ((eve, line),) = card.lines.items()
    assert office.people.get(eve).email == "elavoie@ville.example"
    assert line.known.text() == "Never signed in."
    type_words(card.name, "eve lavoie")
    assert not card.add.isEnabled()
    click(line.here)

    qtbot.waitUntil(lambda: card.lines[eve].known.text().endswith("No longer here."))
    assert not office.people.get(eve).active


def test_a_login_is_not_shown_as_a_name(qtbot: QtBot, window: Window, office: Office) -> None:
    card = card_of(qtbot, window, SettingSection.ME)
    assert isinstance(card, MeCard)
    assert isinstance(card.name.editor, QLineEdit)
    qtbot.waitUntil(card.name.isVisible)

    assert card.name.editor.text() == ""


@pytest.mark.parametrize(
    ("section", "key"), [(SettingSection.BIN, "bin"), (SettingSection.RULES, "rules")]
)
def test_the_bin_and_the_rules_are_reached_from_the_settings(
    qtbot: QtBot, window: Window, section: SettingSection, key: str
) -> None:
    card = card_of(qtbot, window, section)
    assert isinstance(card, WayCard)

    click(card.open)

    assert window.page is not None
    assert key == window.page.KEY


def test_about_says_which_version_this_is(qtbot: QtBot, window: Window) -> None:
    card = card_of(qtbot, window, SettingSection.ABOUT)

    said = [label.text() for label in card.findChildren(QLabel)]

    assert f"Version {__version__}, under the MIT licence." in said
    assert versions() in said


def test_single_letters_and_the_language_ask_for_another_window(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    card = card_of(qtbot, window, SettingSection.KEYBOARD)

    with qtbot.waitSignal(window.remake_wanted):
        choose(card, SINGLE_LETTERS, "false")
    assert office.settings.get(SINGLE_LETTERS) is False

    with qtbot.waitSignal(window.remake_wanted):
        choose(card_of(qtbot, window, SettingSection.DISPLAY), LANGUAGE, "en")
    assert office.settings.get(LANGUAGE) == "en"


def test_a_sending_account_opens_from_elsewhere(qtbot: QtBot, window: Window) -> None:
    window.open(Ref(Subject.ACCOUNT, 1))

    page = window.page
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: page.column.list.chosen == SettingSection.ACCOUNTS)
    assert page.right.currentWidget() is page.cards[SettingSection.ACCOUNTS]


def test_a_section_that_only_a_newer_version_has_is_not_gone_back_to(
    qtbot: QtBot, window: Window
) -> None:
    window.memory.pages["settings"] = PageState(chosen=99)

    page = opened(qtbot, window)

    assert list(page.cards) == [SettingSection.DISPLAY]


def test_the_keys_that_undo_and_do_again_are_named_in_the_settings_and_by_f1(
    qtbot: QtBot, window: Window
) -> None:
    card = card_of(qtbot, window, SettingSection.KEYBOARD)

    said = " ".join(label.text() for label in card.findChildren(QLabel))

    assert (
        "Ctrl+Z undoes what was done last to what is shown, and Ctrl+Shift+Z does it again." in said
    )
    keys = {each.label: each.keys for each in window.commands()}
    assert (keys["Undo"], keys["Redo"]) == ("Ctrl+Z", "Ctrl+Shift+Z")


def test_the_press_review_leaves_to_a_list_that_is_there(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    office.lists.add(NewList(name="Cabinet"))
    office.desk_settings.set(REVIEW_READERS, "cabinet")
    sender = Address.parse("medias@ville.example")
    office.accounts.add(NewAccount(name="Presse", sender=sender, facts={"host": "localhost"}))

    card = card_of(qtbot, window, SettingSection.REVIEW)
    readers, account = (card.fields[each.key] for each in (REVIEW_READERS, REVIEW_ACCOUNT))
    was = readers.value
    choose(card, REVIEW_ACCOUNT, "Presse")
    choose(card, REVIEW_READERS, "")
    qtbot.waitUntil(lambda: not office.desk_settings.get(REVIEW_READERS))
    qtbot.waitUntil(lambda: not readers.is_unsaved and not account.is_unsaved)

    assert was == "cabinet"
    assert not readers.remark
    assert office.desk_settings.get(REVIEW_ACCOUNT) == "Presse"


def test_a_list_of_readers_that_is_gone_is_said(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    office.desk_settings.set(REVIEW_READERS, "Cabinet")

    readers = card_of(qtbot, window, SettingSection.REVIEW).fields[REVIEW_READERS.key]

    assert readers.value == "Cabinet"
    assert readers.remark
